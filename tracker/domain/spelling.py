"""Words as they are looked for: whatever their case and accents, ``ä`` as ``ae`` and ``ß`` as ``ss``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+")
_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_IN: Final = re.compile(r"(?<![aeoq])([aou])e")
"""Two letters that can stand for an umlaut; those of *neue, Bauer, queue* do not."""


class Spelling(NamedTuple):
    """One way to write a word. whole: it is no beginning of others, since so short a form would begin too many."""

    text: str
    whole: bool = False


def folded(word: str) -> str:
    """A word without case and accents, as the index has it; ``ß`` stays."""
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def tokens(text: str) -> list[str]:
    """The words of a text, `folded`."""
    return _WORD.findall(folded(text))


@lru_cache(maxsize=256)
def spellings(word: str) -> tuple[Spelling, ...]:
    """The ways to write a word: as it was typed first, then *Müller* as *Mueller*, *Mueller* as *Müller*, with ß or ss.

    Whatever is folded alike is one way: the index has *Muller* for *Müller*.
    """
    lower = unicodedata.normalize("NFC", word.lower())
    umlauts = (Spelling(lower), Spelling(lower.translate(_OUT)), Spelling(_IN.sub(r"\1", lower), whole=True))
    found = {folded(word): Spelling(word)}
    for text, whole in umlauts:
        for spelt in (text, text.replace("ß", "ss"), text.replace("ss", "ß")):
            found.setdefault(folded(spelt), Spelling(spelt, whole))
    return tuple(found.values())


def holds(texts: Iterable[str], words: Sequence[str]) -> bool:
    """Whether texts hold all the words in some spelling, each as a word or as the beginning of one."""
    there = {token for text in texts for token in tokens(text)}
    wanted = [part for word in words for part in _WORD.findall(unicodedata.normalize("NFC", word))]
    return all(any(_begins(spelling, there) for spelling in spellings(word)) for word in wanted)


def _begins(spelling: Spelling, there: Iterable[str]) -> bool:
    text = folded(spelling.text)
    return any(token == text or (not spelling.whole and token.startswith(text)) for token in there)
