"""The desk's word on independence: statements that share one origin whatever their attribution says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.desk import resolve
from tracker.desk.desk import Batch, Desk, Written
from tracker.domain.clocks import LATEST
from tracker.domain.events import (
    Entry,
    StatementAmended,
    StatementRecorded,
    StatementRetracted,
    StatementsGrouped,
    StatementsUngrouped,
)
from tracker.domain.fold import entry_thing
from tracker.domain.projection import in_force
from tracker.domain.state import united
from tracker.domain.words import ClaimHandle, EventId
from tracker.errors import RuleError, UsageError
from tracker.store import log, views


def group(desk: Desk, numbers: Sequence[str], because: str = "") -> Written:
    """Record that statements share one origin; each leaves the group it was in.

    Raises UsageError for fewer than two, NotFound for a number behind the end of the log, RuleError for what is no
    statement, has been undone, or is one group already.
    """
    with desk.writing() as batch:
        chosen = {began.id: began for began in (_statement(batch, number) for number in numbers)}
        if len(chosen) < 2:
            raise UsageError("a group needs two statements or more", "tracker group 12 15 --because ...")
        before = {began.position: _grouping(batch, began) for began in chosen.values()}
        earlier = {found.id: found for found in before.values() if found is not None}
        if len(earlier) == 1 and None not in before.values():
            (same,) = earlier.values()
            raise RuleError(
                f"these statements are one group already, by entry {same.position}",
                f"tracker group --apart {same.position}",
            )
        batch.add(StatementsGrouped(statements=tuple(chosen), because=because))
        leaving = tuple(
            f"statement {position} leaves the group made by entry {found.position}"
            for position, found in before.items()
            if found is not None
        )
        return replace(batch.append(), warnings=(*leaving, *_alone(batch, list(chosen.values()))))


def apart(desk: Desk, numbers: Sequence[str], because: str = "") -> Written:
    """Take groupings back, each named by its entry or by a statement in it; of several the latest.

    A statement falls back into the older group that it had left, with a warning.

    Raises RuleError where there is no grouping to take back.
    """
    with desk.writing() as batch:
        found = [_to_take_back(batch, number) for number in numbers]
        for grouping in dict.fromkeys(entry.id for entry in found):
            batch.add(StatementsUngrouped(grouping=grouping, because=because))
        return replace(batch.append(), warnings=tuple(_fallen_back(batch, found)))


def _fallen_back(batch: Batch, taken_back: Sequence[Entry]) -> Iterator[str]:
    """A warning for each statement that an older grouping, never taken back, holds again."""
    members = {
        member
        for entry in taken_back
        if isinstance(entry.event, StatementsGrouped)
        for member in entry.event.statements
    }
    known = (began for member in members if (began := batch.register.entry(member)) is not None)
    for began in sorted(known, key=lambda entry: entry.position):
        older = None if batch.register.is_undone(began) else _grouping(batch, began)
        if older is not None:
            yield (
                f"statement {began.position} is again in the group made by entry {older.position}; "
                f"tracker group --apart {older.position} takes that back too"
            )


def _statement(batch: Batch, number: str) -> Entry:
    """The entry that began a statement, named by it or by an amendment or retraction of it."""
    entry = resolve.entry(batch.session, number)
    event = entry.event
    target = event.statement if isinstance(event, StatementAmended | StatementRetracted) else entry.id
    began = batch.register.entry(target)
    if began is None or not isinstance(began.event, StatementRecorded):
        raise RuleError(f"entry {entry.position} is not a statement", f"tracker show {entry.position}")
    if batch.register.is_undone(began):
        raise RuleError(f"entry {began.position} has been undone", f"tracker show {began.position}")
    return began


def _history(batch: Batch, began: Entry) -> list[Entry]:
    return in_force(log.history(batch.session, entry_thing(began.id)))


def _grouping(batch: Batch, began: Entry) -> Entry | None:
    """The grouping that a statement stands in: the latest that was not taken back."""
    standing: dict[EventId, Entry] = {}
    for entry in _history(batch, began):
        if isinstance(entry.event, StatementsGrouped):
            standing[entry.id] = entry
        elif isinstance(entry.event, StatementsUngrouped):
            standing.pop(entry.event.grouping, None)
    return list(standing.values())[-1] if standing else None


def _to_take_back(batch: Batch, number: str) -> Entry:
    entry = resolve.entry(batch.session, number)
    if not isinstance(entry.event, StatementsGrouped):
        began = _statement(batch, number)
        grouping = _grouping(batch, began)
        if grouping is None:
            raise RuleError(f"statement {began.position} is in no group", f"tracker why {_claim(began)}")
        return grouping
    for member in entry.event.statements:
        known = batch.register.entry(member)
        for other in _history(batch, known) if known is not None else ():
            if isinstance(other.event, StatementsUngrouped) and other.event.grouping == entry.id:
                raise RuleError(
                    f"grouping {entry.position} has been taken back already", f"tracker show {other.position}"
                )
    return entry


def _claim(began: Entry) -> str:
    return began.event.claim if isinstance(began.event, StatementRecorded) else "CLAIM"


def _alone(batch: Batch, chosen: Sequence[Entry]) -> tuple[str, ...]:
    """A warning for each statement that is the only one of the group on its matter: there it changes nothing."""
    _, matters = united(views.claims(batch.session, LATEST))
    matter: dict[int, ClaimHandle] = {}
    for began in chosen:
        present = [entry.event for entry in _history(batch, began)]
        told = [event for event in present if isinstance(event, StatementRecorded | StatementAmended)]
        for event in told[-1:]:
            matter[began.position] = matters.get(event.claim, event.claim)
    on = list(matter.values())
    return tuple(
        f"statement {position} is the only one of the group on '{claim}', where the group changes nothing"
        for position, claim in matter.items()
        if on.count(claim) == 1
    )
