"""New entries for people, in the words of the timeline and of replay."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.render import deeds, timeline
from tracker.reports.following import News


def lines(one: News) -> Iterator[str]:
    """One entry: when, its number, and what it told or did."""
    if one.deed is None:
        yield from timeline.lines(one.row)
    else:
        yield from timeline.line(one.row, deeds.sentence(one.deed))
