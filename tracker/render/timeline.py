"""The timeline for people: a date, a number, and a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.render import deeds
from tracker.render.text import padded, plural, shown, wrapped
from tracker.render.wording import SAYS, mark, quoted, sealed
from tracker.reports.following import News
from tracker.reports.stamp import Stamp
from tracker.reports.timeline import TimelineRow

_INDENT = " " * 20


def timeline(rows: Sequence[TimelineRow], seal: Stamp) -> Iterator[str]:
    """One or more lines a happening, and at which cut it was read."""
    if not rows:
        yield "nothing happened"
        return
    for row in rows:
        yield from lines(row)
    yield ""
    yield from wrapped(f"{plural(len(rows), 'line')}, {sealed(*seal)}", rest="  ")


def lines(row: TimelineRow) -> Iterator[str]:
    """One happening: when, its entry, what was said, word for word where it was, and through whom."""
    yield from line(row, sentence(row))
    if row.via == "direct" and row.quote:
        yield from wrapped(quoted(row.quote), _INDENT, _INDENT)
    if row.chain:
        yield from wrapped(f"via {' > '.join(row.chain)}", _INDENT, _INDENT)


def news(entry: News) -> Iterator[str]:
    """A new entry in the words of the timeline, else in those of replay: when, its number, and what it told or did."""
    if entry.deed is None:
        yield from lines(entry.row)
    else:
        yield from line(entry.row, deeds.sentence(entry.deed))


def line(row: TimelineRow, told: str) -> Iterator[str]:
    """When, which entry, and what is told of it."""
    yield from wrapped(told, f"{padded(row.at[:10], 11)}{row.entry:>7}  ", _INDENT)


def sentence(row: TimelineRow) -> str:
    """What happened, in one sentence; quotation marks stand only around a claim's own words."""
    status = mark(row.status)
    if row.type == "statement.recorded":
        told = f": {shown(row.text or row.quote)}" if row.text or row.quote else ""
        return f"{row.source} {SAYS[row.act or '']} on {row.claim}{told}{status}"
    because = f": {shown(row.text)}" if row.text else ""
    if row.type == "verdict.reached":
        return f"verdict on {row.claim}: {(row.stance or '').replace('_', ' ')}{because}{status}"
    if row.type == "verdict.withdrawn":
        return f"verdict {row.of} on {row.claim} withdrawn{because}"
    if row.type == "statement.retracted":
        return f"{row.source} takes back {row.of} on {row.claim}{because}"
    return f"asked {row.source} for comment on {row.claim}, by {row.said}{because}{status}"
