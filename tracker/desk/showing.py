"""One entry, whole: as it stands in the log, and what had happened to it by the cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.reading import Reading, When
from tracker.desk.story.timeline import Axis, dated
from tracker.domain.events import Entry, StatementAmended, StatementRetracted, VerdictWithdrawn
from tracker.domain.fold import things
from tracker.domain.projection import Thing, in_force, project, undone
from tracker.domain.rows import Mark
from tracker.domain.state import State, seen
from tracker.store import log


class Shown(NamedTuple):
    """An entry as it stands in the log, and what had happened to it by the cut.

    entry, stored: None where nothing was known of it yet. later: the entries about it, marked if undone.
    """

    position: int
    state: State
    entry: Entry | None
    stored: log.Stored | None
    mark: Mark = Mark.NONE
    later: tuple[tuple[Entry, Mark], ...] = ()


def show(desk: Desk, number: str, when: When) -> Shown:
    """One entry at a cut. Raises NotFound."""
    with desk.reading_at(when) as reading:
        return shown(reading, number)


def shown(reading: Reading, number: str) -> Shown:
    """One entry, whatever it is, in a reading. Raises NotFound."""
    session, cut = reading.session, reading.cut
    entry = resolve.entry(session, number)
    frame = reading.frame(sources=False, claims=False)
    histories = {
        thing: log.history(session, thing, cut.position)
        for thing in things(entry, lambda event_id: log.find(session, event_id))
    }

    def in_sight(one: Entry) -> bool:
        return one.position <= cut.position and _said_by(one, histories, frame)

    if not in_sight(entry):
        return Shown(entry.position, frame, None, None)
    known = {one.position: one for history in histories.values() for one in history if in_sight(one)}
    ordered = [known[position] for position in sorted(known)]
    gone = undone(ordered)
    later = tuple(
        (other, Mark.VOIDED if other.id in gone else Mark.NONE) for other in ordered if _points_at(other, entry)
    )
    return Shown(entry.position, frame, entry, log.at(session, entry.position), _mark(entry, ordered), later)


def _said_by(entry: Entry, histories: Mapping[Thing, Sequence[Entry]], frame: State) -> bool:
    """Whether the world had what an entry records; what only our desk dates holds for every date."""
    match entry.event:
        case StatementRetracted(said=date) | VerdictWithdrawn(decided=date):
            return dated(entry, date, Axis.SAID) <= frame.cut.world
    rows = (project(thing, history) for thing, history in histories.items())
    first = next((row for row in rows if row is not None), None)
    return first is None or seen(first, frame.articles, frame.cut) is not None


def _mark(entry: Entry, history: Sequence[Entry]) -> Mark:
    """What has happened to an entry since it was recorded, by the rest of its history."""
    if entry.id in undone(history):
        return Mark.VOIDED
    if entry.redacted:
        return Mark.REDACTED
    later = [other.event for other in in_force(history) if _points_at(other, entry)]
    if any(isinstance(event, StatementRetracted) for event in later):
        return Mark.RETRACTED
    return Mark.AMENDED if any(isinstance(event, StatementAmended) for event in later) else Mark.NONE


def _points_at(other: Entry, entry: Entry) -> bool:
    event = other.event
    names = ("entry", "statement", "verdict", "grouping", "instead")
    if any(getattr(event, name, None) == entry.id for name in names):
        return True
    return entry.id in getattr(event, "statements", ())
