"""Verifying: the log against itself, its read models against the log, and the log against a checkpoint."""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from tracker.desk import checkpoints
from tracker.desk.desk import Desk
from tracker.exchange.checkpoint import Checkpoint
from tracker.store import log
from tracker.store.bulk import Progress
from tracker.store.checking.verify import STUMBLES, Milestone, damaged, verify
from tracker.store.codec import UnknownType
from tracker.store.entrance import Demand
from tracker.store.faults import Fault
from tracker.store.session import Session

SMALL: Final = 20_000
"""Up to how many entries everything is looked at anyway, since it takes no time."""


class Checked(NamedTuple):
    """What was checked, and what is wrong.

    entries, head: of the log. checked: how many entries were read. views: whether the read models were compared with
    the log. checkpoint: what the log was held against.
    """

    entries: int
    head: str
    faults: tuple[Fault, ...]
    checked: int
    views: bool
    checkpoint: Checkpoint | None

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults


def check(
    desk: Desk,
    progress: Progress | None = None,
    *,
    views: bool = False,
    seen: tuple[Checkpoint, str] | None = None,
    since: bool = False,
) -> Checked:
    """Check the log; with a checkpoint and the name of its file also against that, or only what came since.

    Raises RuleError for a checkpoint of another log.
    """
    with desk.reading(Demand.SCHEMA) as session:
        kept, mark, faults = None, None, list[Fault]()
        if seen is not None:
            kept, name = seen
            mark = Milestone(kept.entries, kept.head)
            fault = checkpoints.compare(session, kept, name)
            if fault is not None:
                faults.append(fault)
        if since and faults:
            end = log.head(session)
            return Checked(end.position, end.hash, tuple(faults), 0, False, kept)
        small = not since and _is_small(session)
        found = verify(session, progress, whole=views or small, since=mark if since else None)
        faults += found.faults
        compared = not faults and (views or small) and _compare(session, faults, progress, asked=views)
    return Checked(found.entries, found.head, tuple(faults), found.checked, compared, kept)


def is_damaged(desk: Desk) -> bool:
    """Whether anything is wrong that code could stumble over; the read models of a large log are not compared."""
    with desk.reading(Demand.SCHEMA) as session:
        faults = list(verify(session).faults)
        if not faults and _is_small(session):
            _compare(session, faults, None, asked=False)
    return bool(faults)


def _is_small(session: Session) -> bool:
    try:
        return log.head(session).position <= SMALL
    except (sqlite3.Error, UnicodeDecodeError, StopIteration, ValueError):
        return True


def _compare(session: Session, faults: list[Fault], progress: Progress | None, *, asked: bool) -> bool:
    """Compare the read models with the log; False where a newer program has to. Raises UnknownType if asked to."""
    from tracker.store.checking import comparing

    try:
        faults += comparing.compare(session, progress)
    except STUMBLES as problem:
        faults.append(damaged(problem))
    except log.Reforged as problem:
        faults.append(Fault(problem.entry, "changed", problem.message))
    except UnknownType:
        if asked:
            raise
        return False
    return True
