"""Checking the log against itself: every digest, every hash, every guard, from the bytes as they are stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from tracker.domain.chain import genesis
from tracker.store import log
from tracker.store.bulk import Progress
from tracker.store.checking import diagnosis, guarded
from tracker.store.checking.walk import MOST, Walk, target
from tracker.store.faults import Fault
from tracker.store.session import Session

STUMBLES: Final = (
    sqlite3.Error, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError,
)  # fmt: skip
"""What reading raises that meets what the driver cannot read, or values that no program of ours writes."""
_BEFORE_ALL: Final = -(2**62)


class Verification(NamedTuple):
    """What was checked and what was found. entries: how many the log has. head: the hash of the last one. checked: how
    many entries were read.
    """

    entries: int
    head: str
    faults: tuple[Fault, ...]
    checked: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults


class Milestone(NamedTuple):
    """Where a log once was: how many entries, and the hash of the last one."""

    entries: int
    head: str


def verify(
    session: Session, progress: Progress | None = None, *, whole: bool = True, since: Milestone | None = None
) -> Verification:
    """Recompute the chain from its first entry to its last.

    whole: look through every index of the file too. since: take the log up to there as it is and check only what came
    after; the file itself is then not looked through. A log cut at its end together with its read models, or forged
    anew as a whole, agrees with itself: only a head kept elsewhere shows that.
    """
    faults: list[Fault] = [] if since else _database(session, whole=whole)
    faults += _guards(session)
    after = since.entries if since else 0
    walk = Walk(after, since.head if since else "", after)
    with _damage(faults):
        faults += _origin(session, walk)
        rows = session.stream(
            f"SELECT {log.COLUMNS} FROM entry WHERE position > :after ORDER BY position",
            after=after if since else _BEFORE_ALL,
        )
        walk.over(rows, progress)
    with _damage(faults):
        faults += diagnosis.faults(session, walk, after)
    with _damage(faults):
        faults += _wiped(session, walk, after)
        faults += _early(walk)
        faults += () if since else _cut(session, max(walk.place, walk.number))
    return Verification(after + walk.count, walk.hash, tuple(faults), walk.count)


@contextmanager
def _damage(faults: list[Fault]) -> Iterator[None]:
    """What the driver cannot read, or no program of ours writes, is one more fault."""
    try:
        yield
    except STUMBLES as problem:
        faults.append(damaged(problem))


def damaged(problem: object) -> Fault:
    """What is said of a file that holds what cannot be; in the driver's words, where it has some."""
    said = problem if isinstance(problem, str | sqlite3.Error) else "it holds values that no program of ours writes"
    return Fault(None, "damaged", f"the database file is damaged: {said}")


def _origin(session: Session, walk: Walk) -> Iterator[Fault]:
    """Whether the log's origin and the hash its first entry follows belong together; a walk from the start begins
    there.
    """
    meta = {str(key): str(value) for key, value in session.rows("SELECT key, value FROM meta")}
    first = genesis(meta.get("origin", ""))
    if not walk.hash:
        walk.hash = first
    if meta.get("genesis") != first:
        yield Fault(None, "origin", "the origin of the log has been changed")


def _wiped(session: Session, walk: Walk, after: int) -> Iterator[Fault]:
    """Entries without words that no redaction names."""
    bare = [(position, event_id) for position, event_id in walk.wiped if event_id not in walk.redacted]
    if bare and after:
        sql = "SELECT facts FROM entry WHERE type = 'entry.redacted' AND position <= :after"
        earlier = {target(facts) for (facts,) in session.rows(sql, after=after)}
        bare = [(position, event_id) for position, event_id in bare if event_id not in earlier]
    for position, _ in bare:
        yield Fault(position, "wiped", f"the words of entry {position} were wiped without a redaction")


def _early(walk: Walk) -> Iterator[Fault]:
    """Entries that fit the chain and are dated before the one they follow, as no program of ours dates them."""
    odd = {one.row.position for one in walk.odd}
    for position in walk.early[:MOST] if not walk.more else ():
        if odd.isdisjoint((position, position - 1)):
            yield Fault(position, "clock", f"entry {position} is dated before the entry it follows, by no right clock")


def _cut(session: Session, last: int) -> Iterator[Fault]:
    """Whether the read models know of entries behind the last one: who cuts the log off may forget them."""
    ((known,),) = session.rows("SELECT MAX(position) FROM entry_tag")
    if known is not None and known > last:
        which = f"entry {known} is" if known == last + 1 else f"entries {last + 1} to {known} are"
        yield Fault(known, "cut", f"{which} missing at the end: the read models know of them")


def _database(session: Session, *, whole: bool) -> list[Fault]:
    faults: list[Fault] = []
    with _damage(faults):
        faults += map(damaged, guarded.damage(session, whole=whole))
    return faults


def _guards(session: Session) -> list[Fault]:
    faults: list[Fault] = []
    with _damage(faults):
        faults += [Fault(None, "guard", gap) for gap in guarded.gaps(session)]
    return faults
