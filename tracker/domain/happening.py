"""What stands on a timeline."""

from __future__ import annotations

from typing import NamedTuple

from tracker.domain.clocks import Instant
from tracker.domain.events import Entry
from tracker.domain.rows import Request, Spoken, Verdict


class Happening(NamedTuple):
    """One thing on the timeline: a statement, a verdict, a request, or the entry that took one of them back.

    at: its instant on the axis asked for. of: for an entry about another, what it is about: what a retraction or a
    withdrawal takes back, what an undo undoes.
    """

    at: Instant
    position: int
    what: Spoken | Verdict | Request | Entry
    of: Spoken | Verdict | Entry | None = None
