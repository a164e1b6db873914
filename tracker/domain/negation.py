"""Whether words say no, in German and English: so that a denial logged as support is noticed before it is kept."""

from __future__ import annotations

import re
from typing import Final

_NO: Final = re.compile(r"\b(?:no|not|never|none|kein\w*|nicht|nie|niemals)\b|\w+n['’]t\b", re.IGNORECASE)
_NO_DENIAL: Final = re.compile(
    r"\b(?:not only|no doubt|no question|no wonder|no fewer than|no less than|no later than|no longer than|not until"
    r"|not before|no\. ?\d|can(?:not|'t|’t) wait|whether or not|if not|nicht nur|nicht zuletzt|nicht erst|nicht weniger"
    r"|nicht mehr als|nicht später als|kein(?:en)? Zweifel|keine Frage|kein Wunder|ob oder ob nicht|nie zuvor"
    r"|never before)\b",
    re.IGNORECASE,
)
"""Phrases with a "no" in them that deny nothing."""
_SHORT: Final = 6
"""Up to how many words are all of an answer: "Es gibt keine"."""
_STEM: Final = 4


def negation(text: str) -> str:
    """The word by which a text says no; empty where it does not."""
    found = _NO.search(_NO_DENIAL.sub(" ", text))
    return found[0] if found else ""


def turned_round(text: str, claim: str, *, concerned: bool) -> str:
    """The word by which words logged in support of a claim seem to deny it; empty where they do not.

    A claim that says no itself is supported by a no. From whom the claim is about (concerned) any no counts; from
    others that of a short answer, or one in a sentence that shares a word with the claim.
    """
    if negation(claim):
        return ""
    for sentence in re.split(r"(?<=[.!?;])\s+|\n", text):
        meant = concerned or len(sentence.split()) <= _SHORT or bool(_stems(sentence) & _stems(claim))
        if meant and (word := negation(sentence)):
            return word
    return ""


def _stems(text: str) -> set[str]:
    return {word[: _STEM + 1] for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) >= _STEM}
