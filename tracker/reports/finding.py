"""What a search found: a row each, with the piece of text that holds the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from tracker.domain.found import Found
from tracker.domain.rows import Article, Claim, Source, Spoken
from tracker.domain.spelling import folded, spellings
from tracker.reports.stamp import Stamp


class FoundRow(NamedTuple):
    """One thing found. kind: claim statement source article. handle: of a claim, source or article, else None.

    claim: that a statement is on, or the claim itself. source: that speaks, or an article's outlet. act: of a
    statement. text: a statement's, a claim's, a source's name, an article's title. snippet: where the words stand.
    """

    kind: str
    entry: int
    handle: str | None
    claim: str | None
    source: str | None
    act: str | None
    text: str
    snippet: str
    status: str
    as_of: str | None
    known_by: int
    policy: str


def rows(matches: Iterable[Found], words: Sequence[str], seal: Stamp) -> list[FoundRow]:
    """A row for each thing, in the order given."""
    return [_row(match, words, seal) for match in matches]


def _row(match: Found, words: Sequence[str], seal: Stamp) -> FoundRow:
    handle: str | None = None
    claim: str | None = None
    source: str | None = None
    act: str | None = None
    match match.row:
        case Spoken(statement=said, wording=wording):
            entry, claim, source, act = said.position, said.claim, said.source, said.act
            text, told = wording.text or wording.quote, snippet(wording, words)
        case Claim() as row:
            entry, handle, claim, text = row.position, row.claim, row.claim, row.text
            told = snippet((row.text, row.claim), words)
        case Source() as row:
            entry, handle, source, text = row.position, row.source, row.source, row.name
            told = snippet((row.name, row.note, row.source), words)
        case Article() as row:
            entry, handle, source, text = row.position, row.article, row.outlet, row.title
            told = snippet((row.title, match.text, row.url, row.article), words)
    return FoundRow(match.noun, entry, handle, claim, source, act, text, told, match.mark, *seal)


# -- the piece of text that holds the words ------------------------------------------------------------------------

LONGEST: Final = 160
"""How many characters a snippet has at most, without the dots for what is left out."""
_BEFORE: Final = 40
_WORD: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")


def snippet(texts: Iterable[str], words: Sequence[str]) -> str:
    """The line with most of the words, or the part of a long one around the first of them; else how the texts begin."""
    lines = [" ".join(line.split()) for text in texts for line in text.splitlines() if line.strip()]
    best, most = "", 0
    for line in lines:
        met = {meant for _, meant in _met(line, words)}
        if len(met) > most:
            best, most = line, len(met)
    best = best or (lines[0] if lines else "")
    return _around(best, next((place for place, _ in _met(best, words)), 0))


def _met(line: str, words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where a line holds a word looked for, and which."""
    typed = [match[0] for word in words for match in _WORD.finditer(word)]
    wanted = {folded(spelling.text): word for word in typed for spelling in spellings(word)}
    open_end = typed and words[-1][-1:].isalnum()
    beginnings = [folded(spelling.text) for spelling in spellings(typed[-1]) if not spelling.whole] if open_end else []
    for match in _WORD.finditer(line):
        word = folded(match[0])
        if word in wanted:
            yield match.start(), wanted[word]
        elif any(map(word.startswith, beginnings)):
            yield match.start(), typed[-1]


def _around(line: str, place: int) -> str:
    if len(line) <= LONGEST:
        return line
    start = max(min(place - _BEFORE, len(line) - LONGEST), 0)
    if start:
        start = line.find(" ", start, place) + 1 or start
    end = start + LONGEST
    if end < len(line):
        end = max(line.rfind(" ", start, end + 1), place + 1)
    return f"{'...' if start else ''}{line[start:end].strip()}{'...' if end < len(line) else ''}"
