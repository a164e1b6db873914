"""What a speaker does by a statement, and how sure he sounds: by the words of saying, negation and hedges."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tracker.domain.sentences import MARKS
from tracker.domain.words import MANNER, STANCELESS, Act, Certainty
from tracker.ingest.grammar import Language

_LONGEST: Final = 1200
"""Longer words are no refusal to comment, and patterns with gaps take their time over them."""
_NEAR: Final = 8
"""Within how many words a negation denies the whole of what is said."""


def silence(text: str, language: Language) -> Act | None:
    """Whether words say that somebody would not comment, or did not answer."""
    return _first(language.code, language.silent, text)


def _first(code: str, table: tuple[tuple[Act, str], ...], text: str) -> Act | None:
    """The act of the first pattern of a table that fits."""
    if len(text) > _LONGEST:
        return None
    return next((act for act, pattern in _patterns(code, table) if pattern.search(text)), None)


@lru_cache
def _patterns(_: str, table: tuple[tuple[Act, str], ...]) -> tuple[tuple[Act, re.Pattern[str]], ...]:
    return tuple((act, re.compile(pattern, re.IGNORECASE)) for act, pattern in table)


def act(given: Act, cue: str, content: str, language: Language) -> Act:
    """The act of a statement, from that of its cue.

    To stress that there is none of a thing is to deny it, not to confirm is not to deny either, and what is plainly
    said may do more by its own words.
    """
    if (both := silence(f"{cue} {content}", language)) is Act.NON_DENIAL:
        return both
    if _is_question(content, given, language):
        return Act.UNCLEAR
    said = silence(content, language)
    if said is not None and given in (Act.ASSERT, Act.OPINION, Act.ANNOUNCE, Act.DENY):
        return said
    if given is Act.CONFIRM and not language.negations.isdisjoint(_words(cue)):
        return Act.NON_DENIAL
    insists = re.search(language.insisting, cue.lower()) is not None
    if given is not Act.ASSERT:
        return given
    if insists and not language.negations.isdisjoint(_words(content)[:_NEAR]):
        return Act.DENY
    return _first(language.code, language.meant, content) or Act.ASSERT


def _is_question(content: str, given: Act, language: Language) -> bool:
    """Whether what is said asks: "ob ...", "„Wer war das?“"."""
    if given not in (Act.ASSERT, Act.OPINION):
        return False
    inside = content.strip(f"{MARKS} ,")
    first = inside.partition(" ")[0].lower()
    asked = language.whether | (language.asking if given is Act.OPINION else frozenset())
    return (inside.endswith("?") and "." not in inside) or first in asked


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'t)?", text[:_LONGEST].lower().replace("’", "'"))


def certainty(given: Act, content: str, language: Language, *, hearsay: bool = False) -> Certainty:
    """How sure a speaker sounds by the wording alone; unstated where an act says nothing on its claim. hearsay: he is
    only said to have said it. A capital May is a month, not a doubt.
    """
    if given in STANCELESS:
        return Certainty.UNSTATED
    if hearsay:
        return Certainty.UNCERTAIN
    months = language.calendar.months
    hedges = [word for word in _words(content) if word in language.hedges]
    hedged = [language.hedges[word] for word in hedges if word not in months or re.search(rf"\b{word}\b", content)]
    if Certainty.UNCERTAIN in hedged:
        return Certainty.UNCERTAIN
    return Certainty.LIKELY if hedged else MANNER[given].certainty
