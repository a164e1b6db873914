"""What is overdue: for each claim that has come due a line of its own, then the lines of its timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.domain.clocks import Edtf, iso, span
from tracker.domain.deadlines import Overdue
from tracker.domain.events import Entry
from tracker.domain.happening import Happening
from tracker.domain.state import State
from tracker.domain.words import SourceHandle
from tracker.reports import timeline
from tracker.reports.stamp import stamp
from tracker.reports.timeline import TimelineRow


class OverdueRow(NamedTuple):
    """One line about an overdue claim: that it was opened (``claim.opened``, at its deadline), or what happened to it.

    overdue_days: begun days since the deadline. belief: the status of the claim. predicted_by: who predicted or
    promised it, first things first, whether or not their lines are shown. What stands behind the line is the same for
    all lines of a claim.
    """

    line: TimelineRow
    deadline: Edtf
    overdue_days: int
    belief: str
    predicted_by: Sequence[SourceHandle]
    as_of: str | None
    known_by: int
    policy: str


def rows(
    state: State, late: Overdue, opened: Entry, happenings: Iterable[Happening], by: Sequence[SourceHandle]
) -> list[OverdueRow]:
    """The lines of one overdue claim, its happenings in the order given; by: who predicted it."""
    lines = timeline.rows(state, happenings)
    made = stamp(state)
    return [
        OverdueRow(line, late.deadline, late.days, late.belief.status, list(by), *made)
        for line in (_opened(state, late, opened), *lines)
    ]


def _opened(state: State, late: Overdue, opened: Entry) -> TimelineRow:
    at = iso(span(late.deadline).last)
    blank = timeline.blank(state, opened.position, "claim.opened", opened.recorded, late.claim, at)
    return blank._replace(text=blank.claim_text)
