"""An article as an annotated draft: where in its text each logged statement stands, and what nobody has logged yet.

Places are half-open stretches of the text, counted in characters. A statement is found by its quote, word for word
but for white space and the style of quotation marks, ``[...]`` standing for what was left out; else by its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple

from tracker.domain.sentences import MARKS, Extent, quotations, sentences, words


class Passage(NamedTuple):
    """A stretch of text that statements rest on, with their entries in log order."""

    start: int
    end: int
    entries: tuple[int, ...]


class Sign(StrEnum):
    """What shows that somebody is speaking in a sentence."""

    QUOTATION = "quotation"
    """Three words or more in quotation marks that no statement rests on."""
    ATTRIBUTION = "attribution"
    """A word like "said", "laut" or "zufolge"."""
    NONE = ""


class Gap(NamedTuple):
    """A sentence with something in it that has not been logged."""

    start: int
    end: int
    sign: Sign


_CUES: Final = words(
    "according accused acknowledged added admitted alleged alleges announced argued asked claimed claims comment "
    "confirmed declined denied denies insisted predicted promised rejected replied reportedly said says stated "
    "told warned "
    "angeblich behauptet behauptete bekräftigte berichtete bestreitet bestritt bestätigte betonte dementierte "
    "erklärte erwiderte forderte fügte heißt hieß kommentieren kündigte laut mitgeteilt räumte sagen sagt sagte "
    "sagten soll sollen teilte versicherte verwies warnte widersprach wies zufolge äußern äußerte"
)


def anchors(text: str, quote: str, told: str = "") -> tuple[Extent, ...]:
    """Where a statement stands in an article: an extent for each part of its quote, else for its own words; none
    where neither is found.

    Whole words are preferred; the desk's own words must be whole ones, or "no" would be found in "nobody".
    """
    parts = [part for part in re.split(r"\[(?:\.\.\.|…)\]", quote) if part.strip()]
    return _in_order(text, parts, whole=True) or _in_order(text, parts) or _in_order(text, [told], whole=True)


def _in_order(text: str, parts: Iterable[str], *, whole: bool = False) -> tuple[Extent, ...]:
    found: list[Extent] = []
    for part in parts:
        pattern = loosely(part)
        if not pattern:
            return ()
        bounded = rf"(?<!\w){pattern}(?!\w)" if whole else pattern
        match = re.compile(bounded).search(text, found[-1].end if found else 0)
        if match is None:
            return ()
        found.append(Extent(*match.span()))
    return tuple(found)


def loosely(words: str) -> str:
    """A pattern that finds words however spaced and with whichever quotation marks; empty where there are none."""
    return r"\s+".join("".join(map(_letter, word)) for word in words.split())


def _letter(letter: str) -> str:
    return f"[{re.escape(MARKS)}]" if letter in MARKS else re.escape(letter)


def passages(found: Mapping[int, Sequence[Extent]]) -> list[Passage]:
    """The stretches that statements rest on, by where they begin; where two overlap, the common stretch is its own.

    found: the places of each entry.
    """
    begin: dict[int, set[int]] = {}
    finish: dict[int, set[int]] = {}
    for entry, extents in found.items():
        for extent in extents:
            begin.setdefault(extent.start, set()).add(entry)
            finish.setdefault(extent.end, set()).add(entry)
    live: set[int] = set()
    passed = []
    for start, end in pairwise(sorted({*begin, *finish})):
        live = (live - finish.get(start, set())) | begin.get(start, set())
        if live:
            passed.append(Passage(start, end, tuple(sorted(live))))
    return passed


class Completeness(NamedTuple):
    """How much of an article has been logged: how many sentences it has, and those with something left, in order."""

    sentences: int
    gaps: Sequence[Gap]


def coverage(text: str, logged: Iterable[Extent]) -> Completeness:
    """What is not logged yet: sentences that no statement rests on, and those with a quotation that none rests on."""
    places, quoted, every = list(logged), quotations(text), sentences(text)
    gaps = []
    for sentence in every:
        here = [place for place in places if _meet(text, place, sentence)]
        spoken = [_common(quotation, sentence) for quotation in quoted if _meet(text, quotation, sentence)]
        if any(not any(_meet(text, place, said) for place in here) for said in spoken):
            gaps.append(Gap(*sentence, Sign.QUOTATION))
        elif not here:
            cued = not _CUES.isdisjoint(re.findall(r"\w+", text[slice(*sentence)].lower()))
            gaps.append(Gap(*sentence, Sign.ATTRIBUTION if cued else Sign.NONE))
    return Completeness(len(every), gaps)


def _common(one: Extent, other: Extent) -> Extent:
    return Extent(max(one.start, other.start), min(one.end, other.end))


def _meet(text: str, one: Extent, other: Extent) -> bool:
    """Whether two stretches have a letter or digit in common."""
    return any(letter.isalnum() for letter in text[slice(*_common(one, other))])
