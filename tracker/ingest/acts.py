"""What a speaker does by a statement, and how sure he sounds: by the words of saying, negation and hedges."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tracker.domain.words import MANNER, STANCELESS, Act, Certainty
from tracker.ingest.grammar import Language

_LONGEST: Final = 1200
"""Longer words are no refusal to comment, and patterns with gaps take their time over them."""
_NEAR: Final = 8
"""Within how many words a negation denies the whole of what is said."""


def silence(text: str, language: Language) -> Act | None:
    """Whether words say that somebody would not comment, or did not answer."""
    if len(text) > _LONGEST:
        return None
    return next((act for act, pattern in _patterns(language.code, language.silent) if pattern.search(text)), None)


@lru_cache
def _patterns(_: str, silent: tuple[tuple[Act, str], ...]) -> tuple[tuple[Act, re.Pattern[str]], ...]:
    return tuple((act, re.compile(pattern, re.IGNORECASE)) for act, pattern in silent)


def act(given: Act, cue: str, content: str, language: Language) -> Act:
    """The act of a statement, from that of its cue: to stress that there is none of a thing is to deny it, and not to
    confirm is not to deny either.
    """
    said = silence(content, language)
    if said is not None and given in (Act.ASSERT, Act.OPINION, Act.ANNOUNCE, Act.DENY):
        return said
    if given is Act.CONFIRM and not language.negations.isdisjoint(_words(cue)):
        return Act.NON_DENIAL
    insists = re.search(language.insisting, cue.lower()) is not None
    if given is Act.ASSERT and insists and not language.negations.isdisjoint(_words(content)[:_NEAR]):
        return Act.DENY
    return given


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'t)?", text[:_LONGEST].lower().replace("’", "'"))


def certainty(given: Act, content: str, language: Language) -> Certainty:
    """How sure a speaker sounds by the wording alone; unstated where an act says nothing on its claim."""
    if given in STANCELESS:
        return Certainty.UNSTATED
    hedged = [language.hedges[word] for word in _words(content) if word in language.hedges]
    if Certainty.UNCERTAIN in hedged:
        return Certainty.UNCERTAIN
    return Certainty.LIKELY if hedged else MANNER[given].certainty
