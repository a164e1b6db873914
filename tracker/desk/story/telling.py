"""An entry of the log as something that happened, with what it is about, for a line of text."""

from __future__ import annotations

from tracker.domain import events
from tracker.domain.clocks import Instant
from tracker.domain.events import Entry
from tracker.domain.fold import entry_thing
from tracker.domain.happening import Happening
from tracker.domain.projection import project
from tracker.domain.rows import Spoken, Verdict
from tracker.domain.words import EventId
from tracker.store import log
from tracker.store.session import Session


def happening(session: Session, position: int, entry: Entry, at: Instant) -> Happening:
    """An entry as our record of it stood at a position: a statement as amended by then, an undo with what it undoes."""
    if isinstance(entry.event, events.StatementRecorded | events.VerdictReached):
        row = as_recorded(session, position, entry.id)
        return Happening(at, entry.position, row or entry)
    named = target(session, entry)
    if named is None:
        return Happening(at, entry.position, entry)
    return Happening(at, entry.position, entry, as_recorded(session, position, named.id) or named)


def as_recorded(session: Session, position: int, event_id: EventId) -> Spoken | Verdict | None:
    """The statement or verdict that an entry began, as it stood at a position; None if it began something else."""
    thing = entry_thing(event_id)
    history = log.history(session, thing, position)
    row = project(thing, history) if history else None
    return row if isinstance(row, Spoken | Verdict) else None


def target(session: Session, entry: Entry) -> Entry | None:
    """The entry that an entry names."""
    match entry.event:
        case events.StatementAmended(statement=named) | events.StatementRetracted(statement=named):
            return log.find(session, named)
        case events.VerdictWithdrawn(verdict=named) | events.StatementsUngrouped(grouping=named):
            return log.find(session, named)
        case events.EntryVoided(entry=named) | events.EntryRedacted(entry=named):
            return log.find(session, named)
    return None
