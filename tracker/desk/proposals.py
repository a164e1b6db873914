"""What has been proposed, and what people made of it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from tracker.desk import resolve
from tracker.domain.events import Entry, ProposalAccepted, ProposalRejected, StatementProposed
from tracker.domain.fold import PROPOSALS, entry_thing
from tracker.domain.projection import in_force
from tracker.domain.words import ArticleHandle
from tracker.errors import RuleError
from tracker.store import log
from tracker.store.session import Session


class Answer(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    """Nobody has looked at it."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSURE = "unsure"
    """Somebody looked at it and could not say; it can still be accepted or rejected."""


class Proposed(NamedTuple):
    """A proposal on record. by: the entry that answered it, None while it is open. statement: what it became."""

    entry: Entry
    event: StatementProposed
    answer: Answer
    by: Entry | None = None
    statement: int | None = None

    @property
    def is_settled(self) -> bool:
        """Whether it has been accepted or rejected."""
        return self.answer in (Answer.ACCEPTED, Answer.REJECTED)


def every(session: Session, article: ArticleHandle | None = None) -> Iterator[Proposed]:
    """The proposals that stand, of one article or of all, in the order of the log; those undone are left out."""
    for entry in log.tagged(session, PROPOSALS if article is None else f"article:{article}"):
        found = of(session, entry) if isinstance(entry.event, StatementProposed) else None
        if found is not None:
            yield found


def of(session: Session, entry: Entry) -> Proposed | None:
    """What became of a proposal; None where it was undone. An acceptance whose statement was undone is none."""
    assert isinstance(entry.event, StatementProposed)
    kept = in_force(log.history(session, entry_thing(entry.id)))
    if not kept or kept[0].id != entry.id:
        return None
    for by in reversed(kept[1:]):
        match by.event:
            case ProposalAccepted(statement=statement):
                standing = in_force(log.history(session, entry_thing(statement)))
                if standing and standing[0].id == statement:
                    return Proposed(entry, entry.event, Answer.ACCEPTED, by, standing[0].position)
            case ProposalRejected(unsure=unsure):
                return Proposed(entry, entry.event, Answer.UNSURE if unsure else Answer.REJECTED, by)
    return Proposed(entry, entry.event, Answer.OPEN)


def one(session: Session, number: str) -> Proposed:
    """The proposal with an entry number. Raises NotFound, RuleError where the entry is none or has been undone."""
    entry = resolve.entry(session, number)
    if not isinstance(entry.event, StatementProposed):
        raise RuleError(f"entry {entry.position} is not a proposal", "tracker review --json lists the proposals")
    found = of(session, entry)
    if found is None:
        raise RuleError(f"entry {entry.position} has been undone", f"tracker show {entry.position}")
    return found
