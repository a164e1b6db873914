"""The words and marks of a text with their places, sentence by sentence; quotations are kept whole.

Where sentences end is decided in `tracker.domain.sentences`; here a sentence is what one attribution can rule: a full
stop within quotation marks does not end it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple
from unicodedata import normalize

from tracker.domain.sentences import Extent, paragraphs, sentences

_LETTERS: Final = r"(?:[^\W_][\u0300-\u036f]*)+"
"""Letters and figures, with the marks that belong to them where an umlaut is written as two characters."""
_SHORT: Final = (
    r"(?:Adm|Capt|Cmdr|Col|Cpl|Dr|Gen|Gov|Hon|Insp|Lt|Maj|Mr|Mrs|Ms|Mx|Pres|Prof|Rep|Rev|Sen|Sgt|St|Supt|Dipl|Ing|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|O[ck]t|Nov|De[cz]|h\.c|med|jur|phil|rer|nat)\.(?=\s+[\w])"
)
"""Titles and months that are written with a full stop, and belong to the name or the date behind them."""
_TOKEN: Final = re.compile(rf"\.\.\.|\d+(?:[.,:]\d+)+|{_SHORT}|{_LETTERS}(?:[-.'’/&]{_LETTERS})*[-']?|\S")
_CLOSERS: Final = {
    "„": '“”"',
    "“": "”“",
    "»": "«",
    "«": "»",
    '"': '"',
    "‚": "‘’'",
    "'": "'",
    "‘": "’",
    "›": "‹",
    "‹": "›",
}
"""What closes a quotation, by what opened it."""
_ANY: Final = {mark: ends if mark in "'‘‚›‹" else '“”"«»' for mark, ends in _CLOSERS.items()}
"""What closes one that nothing of its own style closes: pages mix the styles."""


LONGEST: Final = 400
"""A sentence of more words and marks is no sentence, and is read in pieces."""


class Token(NamedTuple):
    """A word or a mark: its place, and its letters, composed, as they stand and in lower case."""

    start: int
    end: int
    text: str
    low: str


class Sentence(NamedTuple):
    """What one attribution can rule. quotes: the quotations in it, marks included, as ranges of tokens; an unclosed one
    reaches to the end. paragraph: its number in the text.
    """

    start: int
    end: int
    tokens: Sequence[Token]
    quotes: Sequence[range]
    paragraph: int


def tokens(text: str, extent: Extent) -> list[Token]:
    """The words and marks in a stretch of text."""
    found = []
    for match in _TOKEN.finditer(text, *extent):
        word = match[0] if match[0].isascii() else normalize("NFC", match[0])
        found.append(Token(match.start(), match.end(), word, word.lower().replace("’", "'")))
    return found


def read(text: str, start: int = 0) -> Iterator[Sentence]:
    """The sentences of a text in order, from a place on; those parted only by a stop inside a quotation are one."""
    ends = [paragraph.end for paragraph in paragraphs(text)]
    every = [Extent(max(part.start, start), part.end) for part in sentences(text) if part.end > start]
    for number, parts in groupby(every, key=lambda part: bisect_left(ends, part.end)):
        yield from _paragraph([tokens(text, part) for part in parts], number, _CLOSERS)


def _paragraph(parts: Sequence[list[Token]], number: int, closers: Mapping[str, str]) -> Iterator[Sentence]:
    """The sentences of a paragraph; where a quotation in it is never closed, marks of any style may close it."""
    pending: list[Token] = []
    first = 0
    for index, part in enumerate(parts):
        pending += part
        found = quotations(pending, closers)
        whole = not found or found[-1].stop < len(pending) or _closed(pending, found[-1], closers)
        if not whole and index == len(parts) - 1 and closers is _CLOSERS:
            yield from _paragraph(parts[first:], number, _ANY)
        elif whole or index == len(parts) - 1 or len(pending) > LONGEST:
            yield from _bounded(pending, found, number)
            pending, first = [], index + 1


def _bounded(words: list[Token], quotes: Sequence[range], paragraph: int) -> Iterator[Sentence]:
    if len(words) <= LONGEST:
        yield Sentence(words[0].start, words[-1].end, words, quotes, paragraph)
        return
    for first in range(0, len(words), LONGEST):
        part = words[first : first + LONGEST]
        if any(token.text[0].isalnum() for token in part):
            yield Sentence(part[0].start, part[-1].end, part, quotations(part), paragraph)


def quotations(words: Sequence[Token], closers: Mapping[str, str] = _CLOSERS) -> list[range]:
    """The quotations among some tokens, marks included; the last one may be unclosed and reach to the end."""
    found: list[range] = []
    open_ended: set[str] = set()
    index = 0
    while index < len(words):
        mark = words[index].text
        if mark in _CLOSERS and mark not in open_ended and _opens(words, index):
            stop = _close(words, index, closers[mark])
            if stop is None:
                if mark in '„“"»‘':
                    found.append(range(index, len(words)))
                    return found
                open_ended.add(mark)  # what does not close behind here closes no later one either
            else:
                found.append(range(index, stop + 1))
                index = stop
        index += 1
    return found


def _opens(words: Sequence[Token], index: int) -> bool:
    """Whether a mark can open a quotation: nothing before it touches it, and something after it does."""
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    touched = before is not None and before.end == words[index].start and before.text not in "([–—-"
    return after is not None and after.start == words[index].end and not touched


def _close(words: Sequence[Token], opening: int, closers: str) -> int | None:
    for index in range(opening + 1, len(words)):
        if words[index].text in closers and words[index - 1].end == words[index].start:
            # A single mark behind a word, with a word behind it, is the apostrophe of a plural: "the boards' own".
            plural = words[opening].text in "'‘" and words[index - 1].low.endswith("s")
            if not (plural and index + 1 < len(words) and words[index + 1].text[0].islower()):
                return index
    return None


def _closed(words: Sequence[Token], quote: range, closers: Mapping[str, str]) -> bool:
    return words[quote[-1]].text in closers[words[quote[0]].text] and len(quote) > 1
