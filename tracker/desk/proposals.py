"""What has been proposed, and what people made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from tracker.desk import resolve
from tracker.domain.events import (
    ArticleArchived,
    Entry,
    ProposalAccepted,
    ProposalRejected,
    StatementAmended,
    StatementEvent,
    StatementProposed,
)
from tracker.domain.fold import PROPOSALS, entry_thing
from tracker.domain.projection import in_force
from tracker.domain.rules import is_quoted
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
    def because(self) -> str:
        """Why it was rejected or put aside; empty where nobody said."""
        return self.by.event.because if self.by is not None and isinstance(self.by.event, ProposalRejected) else ""

    @property
    def is_settled(self) -> bool:
        """Whether it has been accepted or rejected."""
        return self.answer in (Answer.ACCEPTED, Answer.REJECTED)


def every(session: Session, article: ArticleHandle | None = None) -> Iterator[Proposed]:
    """The proposals that stand, of one article or of all, in the order of the log; those undone are left out."""
    for entry in log.tagged(session, PROPOSALS if article is None else f"article:{article}"):
        proposal = of(session, entry) if isinstance(entry.event, StatementProposed) else None
        if proposal is not None and (
            proposal.event.text or proposal.is_settled
        ):  # without its words it cannot be judged
            yield proposal


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


def telling(session: Session, entries: Iterable[Entry]) -> list[Entry]:
    """The proposals that hold the words of some entries: all from an archived article, and those a statement was made
    of or quotes; of a proposal, what it became.
    """
    tellings: dict[int, Entry] = {}
    for entry in list(entries):
        event = entry.event
        article = event.article if isinstance(event, ArticleArchived | StatementEvent) else None
        for other in log.tagged(session, f"article:{article}") if article else ():
            if isinstance(other.event, StatementProposed) and (
                isinstance(event, ArticleArchived) or _is_of(session, other, entry)
            ):
                tellings[other.position] = other
        if isinstance(event, StatementProposed):
            became = of(session, entry)
            if became is not None and became.by is not None and isinstance(became.by.event, ProposalAccepted):
                history = log.history(session, entry_thing(became.by.event.statement))
                tellings.update(
                    (version.position, version) for version in history if isinstance(version.event, StatementEvent)
                )
    return [tellings[position] for position in sorted(tellings)]


def _is_of(session: Session, proposal: Entry, entry: Entry) -> bool:
    said, proposed = entry.event, proposal.event
    assert isinstance(said, StatementEvent)
    assert isinstance(proposed, StatementProposed)
    if proposed.text and said.quote and (is_quoted(said.quote, proposed.text) or is_quoted(proposed.text, said.quote)):
        return True
    statement = said.statement if isinstance(said, StatementAmended) else entry.id
    became = of(session, proposal)
    accepted = became.by.event if became is not None and became.by is not None else None
    return isinstance(accepted, ProposalAccepted) and accepted.statement == statement


def one(session: Session, number: str) -> Proposed:
    """The proposal with an entry number. Raises NotFound, RuleError where the entry is none or has been undone."""
    entry = resolve.entry(session, number)
    if not isinstance(entry.event, StatementProposed):
        raise RuleError(f"entry {entry.position} is not a proposal", "tracker review --json lists the proposals")
    proposal = of(session, entry)
    if not entry.event.text:
        raise RuleError(f"the words of proposal {entry.position} have been redacted", f"tracker show {entry.position}")
    if proposal is None:
        raise RuleError(f"entry {entry.position} has been undone", f"tracker show {entry.position}")
    return proposal
