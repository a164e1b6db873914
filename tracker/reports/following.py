"""New entries as lines of the timeline; what changed the record rather than told something is told as a deed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.domain.clocks import iso
from tracker.domain.events import Entry, StatementRetracted, VerdictWithdrawn
from tracker.domain.happening import Happening
from tracker.domain.state import State
from tracker.reports import timeline
from tracker.reports.deeds import Deed, deed
from tracker.reports.timeline import TimelineRow


class News(NamedTuple):
    """One entry. deed: None where the row says all."""

    row: TimelineRow
    deed: Deed | None


def news(state: State, happenings: Iterable[Happening]) -> Iterator[News]:
    """A line for each happening, in the order given."""
    for one in happenings:
        what = one.what
        if not isinstance(what, Entry) or isinstance(what.event, StatementRetracted | VerdictWithdrawn):
            (row,) = timeline.rows(state, [one])
            yield News(row, None)
            continue
        done = deed(one)
        blank = timeline.blank(state, what.position, done.type, what.recorded, done.claim or "", iso(one.at))
        row = blank._replace(
            source=done.source,
            claim=done.claim,
            act=done.act,
            text=done.text,
            of=done.of,
            article=getattr(what.event, "article", None),
        )
        yield News(row, done)
