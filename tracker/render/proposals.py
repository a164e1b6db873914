"""A proposal for people: its sentence with who, by which words and what marked in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tracker.domain.events import StatementProposed
from tracker.domain.places import extents
from tracker.domain.sentences import sentences
from tracker.render.text import clipped, columns, plural, shown, width, wrapped
from tracker.reports.proposals import ProposalRow, QuestionRow, RecordedRow

Paint = Callable[[str, str], str]
"""Marks words as ``source``, ``cue`` or ``content``."""

_MARKS: Final = {"content": ("[", "]"), "source": ("{", "}"), "cue": ("<", ">")}
_AROUND: Final = 400
"""How many characters of context are shown at most on either side."""


def plain(part: str, words: str) -> str:
    """Words marked by brackets, for where there are no colours: [content], {source}, <cue>."""
    before, after = _MARKS[part]
    return f"{before}{words}{after}"


def listing(rows: Sequence[ProposalRow | RecordedRow]) -> Iterator[str]:
    """Proposals, two lines or more each."""
    file = ""
    for row in rows:
        where = row.file if isinstance(row, ProposalRow) else row.article
        if where != file:
            yield shown(where)
            file = where
        number = row.n if isinstance(row, ProposalRow) else row.entry
        state = "" if isinstance(row, ProposalRow) or row.state == "open" else f" ({_answered(row)})"
        who = shown(row.source.text) or ("the article itself" if row.via == "voice" else "nobody named")
        yield from wrapped(f"{who} - {_manner(row)}{state}", f"  {number:>3}  ", "       ")
        yield from wrapped(shown(row.content.text), "       ", "       ")


def _answered(row: RecordedRow) -> str:
    return f"{row.state}: {shown(row.because)}" if row.because else row.state


def _manner(row: ProposalRow | RecordedRow) -> str:
    said = f", {shown(row.said_raw)}" if row.said_raw else ""
    said += f" ({row.said})" if row.said else ""
    through = f", via {', '.join(map(shown, row.chain))}" if row.chain else ""
    return f"{row.act.replace('_', ' ')}, {row.certainty}, {row.via}{said}{through}"


def card(event: StatementProposed, text: str, paint: Paint) -> Iterator[str]:
    """One proposal to be judged: its place in the article, and how it is read."""
    yield from passage(event, text, paint)
    yield ""
    who = shown(event.who) if event.who else "the article itself" if event.via == "voice" else "nobody named"
    heads = f", {event.head_min} or more" if event.head_min and event.head_max is None else ""
    carried = ", named earlier" if event.carried else ""
    sort = "" if event.via == "voice" else f" ({event.presentation} {event.kind}{heads}{carried})"
    yield from wrapped(f"{who}{sort}", "who    ", "       ")
    when = f", said {shown(event.when)}" if event.when else ""
    when += f" = {event.said}" if event.said else ""
    through = f", via {shown(event.through)}" if event.through else ""
    yield from wrapped(
        f"{event.act.replace('_', ' ')}, {event.certainty}, {event.via}{when}{through}", "says   ", "       "
    )
    yield from wrapped(shown(event.text), "what   ", "       ")
    yield from wrapped(
        f"by {shown(event.extractor)} ({shown(event.rule)}), {event.confidence / 10:.0f} % sure of its reading",
        "found  ",
        "       ",
    )


def passage(event: StatementProposed, text: str, paint: Paint) -> Iterator[str]:
    """The sentences that a proposal stands in, one before them, and its words marked."""
    if not text or max(*event.content, *event.speaker, *event.cues, 0) > len(text):
        yield "the article's text is not kept"
        return
    first, last = event.content[0], event.content[-1]
    roles: dict[int, str] = {}
    for part, marked in (("content", event.content), ("source", event.speaker), ("cue", event.cues)):
        for start, end in extents(marked):
            roles.update(dict.fromkeys(range(start, end), part))
    for start, end in _lines(text, *_context(text, first, last)):
        yield "  " + "".join(_painted(text, start, end, roles, paint))


def _context(text: str, first: int, last: int) -> tuple[int, int]:
    """From the sentence before the first word to the end of the sentence of the last one."""
    low, high = max(0, first - 4 * _AROUND), min(len(text), last + _AROUND)
    every = [(low + part.start, low + part.end) for part in sentences(text[low:high])]
    here = [index for index, (start, end) in enumerate(every) if start < last and first < end]
    if not here:
        return first, last
    start = every[max(0, here[0] - 1)][0]
    return max(start, first - _AROUND), min(every[here[-1]][1], last + _AROUND)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of a text that fit on a line each, in order; every line break of the text is kept."""
    begin = stop = -1
    for word in re.finditer(r"\S+", text[start:end]):
        first, last = start + word.start(), start + word.end()
        full = begin >= 0 and width(shown(text[begin:last])) > columns() - 4
        if full or (begin >= 0 and "\n" in text[stop:first]):
            yield begin, stop
            begin = first
        begin = first if begin < 0 else begin
        stop = last
    if begin >= 0:
        yield begin, stop


def _painted(text: str, start: int, end: int, roles: Mapping[int, str], paint: Paint) -> Iterator[str]:
    at = start
    while at < end:
        role, stop = roles.get(at, ""), at
        while stop < end and roles.get(stop, "") == role:
            stop += 1
        words = text[at:stop]
        safe = f"{' ' if words[:1].isspace() else ''}{shown(words)}{' ' if words[1:] and words[-1:].isspace() else ''}"
        yield paint(role, safe) if role else safe
        at = stop


def told(article: str, proposed: int, known: int, dropped: int) -> str:
    """What an ingest found: ``12 proposals from alibaba-h200``."""
    parts = [f"{plural(proposed, 'new proposal')} from {article}"]
    if known:
        parts.append(f"{known} on record already")
    if dropped:
        parts.append(f"{dropped} dropped: their words do not stand in the article")
    return "; ".join(parts)


_QUESTIONS: Final = {
    "plural": 'several here, one elsewhere: "{words}", "{about}"',
    "opinion": 'an opinion, and nobody to answer for it: {about}: "{words}"',
    "one origin": 'rests on one origin, {about}: "{words}"',
    "headline": 'stronger than what it stands on: "{words}"; below: "{about}"',
    "quote": 'who said this? "{words}"',
}


def questions(rows: Sequence[QuestionRow]) -> Iterator[str]:
    """The questions about drafts, each behind its file and line, as a compiler would put it."""
    for row in rows:
        asked = _QUESTIONS[row.flaw].format(words=short(row.words), about=short(row.about))
        yield from wrapped(asked, f"{shown(row.file)}:{row.line}: ", "  ")
    if not rows:
        yield "no questions"


def short(text: str) -> str:
    """A text that fits beside a number."""
    return clipped(shown(text), columns() - 14)
