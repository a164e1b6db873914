"""The desk: who works on which database at what time, and how it reads and writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from tracker.desk import lookalikes, resolve
from tracker.desk.reading import Reading, When
from tracker.desk.register import Register
from tracker.domain.clocks import LATEST, Instant, instant, moment
from tracker.domain.events import Entry, Event
from tracker.domain.rules import problems
from tracker.domain.values import Problem
from tracker.domain.words import ClaimHandle, EventId, SourceHandle, SourceKind, is_handle
from tracker.errors import DatabaseError, NotFound, RuleError
from tracker.store import appending, log, scrub, views, writer
from tracker.store.appending import Draft, Unless
from tracker.store.bulk import Progress
from tracker.store.database import Database
from tracker.store.entrance import Demand
from tracker.store.ids import random_id
from tracker.store.session import Session


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a verb needs to know about its surroundings; the only place where the time of day comes in.

    location: path or URL of the database. now: aware. actor: who works here, free text. dry_run: do everything, keep
    nothing. kept: the database, where it stays open over a sitting of many verbs. cache: the folder of what need not be
    read again.
    """

    location: str
    now: datetime
    actor: str = ""
    dry_run: bool = False
    kept: Database | None = None
    cache: Path | None = None

    @property
    def clock(self) -> Instant:
        """Now, as an instant."""
        return instant(self.now)

    @contextmanager
    def reading(self, demand: Demand = Demand.WHOLE) -> Iterator[Session]:
        """One moment of the database, which must be as demanded. Raises DatabaseError."""
        with self._opened() as opened, opened.reading(demand) as session:
            yield session

    @contextmanager
    def reading_at(self, when: When) -> Iterator[Reading]:
        """One moment of the database, cut as a user asks. Raises DatabaseError, UsageError, NotFound."""
        with self.reading() as session:
            yield Reading.of(session, when, self.now, self.cache)

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """A batch under the write lock: all of it is kept when the block ends, or nothing. Raises DatabaseError."""
        with self._opened() as opened, opened.writing(dry_run=self.dry_run) as session:
            overdue = scrub.is_due(session)
            yield Batch(session, self.clock, self.actor)
            due = scrub.is_due(session)
        if due and not self.dry_run:
            try:
                scrub.clean(self.location)
            except DatabaseError:
                # Told to whoever redacts; for others it is only put off again, to the next one who writes.
                if not overdue:
                    raise

    @contextmanager
    def _opened(self) -> Iterator[Database]:
        if self.kept is not None:
            yield self.kept
            return
        with closing(Database(self.location)) as opened:
            yield opened


@dataclass(frozen=True, slots=True)
class Account:
    """Entries, and what it takes to read them back.

    claims: the texts of the claims they speak of, by handle. targets: the numbers of the entries they name, by id. Both
    cover the first entries only, as many as anybody would read.
    """

    entries: tuple[Entry, ...]
    claims: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written(Account):
    """What a writing verb did. already: how many events were on record before, so that nothing was added for them.
    notes: what was taken for granted.
    """

    already: int = 0
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


READ_BACK: Final = 20
"""How many entries are read back at most."""
_NAMED: Final = ("entry", "statement", "verdict", "grouping", "proposal")
"""The fields by which an event names another entry; a grouping names several, its statements."""


def account(session: Session, entries: Sequence[Entry]) -> Account:
    """Entries with what it takes to read them back."""
    first = [entry.event for entry in entries[:READ_BACK]]
    claims = sorted({claim for event in first if (claim := getattr(event, "claim", None))})
    named = [event_id for event in first for name in _NAMED if (event_id := getattr(event, name, None))]
    named += [event_id for event in first for event_id in getattr(event, "statements", ())]
    found = [row for event_id in named if (row := log.find_stored(session, event_id)) is not None]
    return Account(
        tuple(entries),
        {str(row.claim): row.text for row in views.claims(session, LATEST, claims)},
        {row.id: row.position for row in found},
    )


class Batch:
    """The events of one command, each checked against the rules as it is added, then appended together."""

    def __init__(self, session: Session, now: Instant, actor: str) -> None:
        self.session = session
        self.now = now
        self.appending = appending.Appending(session, now=now, actor=actor)
        self.register = Register(session, self.appending.end.position)
        self.actor = actor
        self._drafts: list[Draft] = []
        self._all_new = True

    def source(self, typed: str, *kinds: SourceKind) -> SourceHandle:
        """The source a person means, by handle, alias, beginning of a handle, or name; kinds: what a new one can be
        there. Raises NotFound.
        """
        exact = typed if is_handle(typed) and self.register.has_source(typed) else ""
        meant = exact or self.register.aliases("source").get(typed, "")
        return SourceHandle(meant) if meant else resolve.source(self.session, typed, kinds)

    def claim(self, typed: str) -> ClaimHandle:
        """The claim a person means, by handle, alias, or beginning of a handle. Raises NotFound."""
        exact = typed if is_handle(typed) and self.register.has_claim(typed) else ""
        meant = exact or self.register.aliases("claim").get(typed, "")
        return ClaimHandle(meant) if meant else resolve.claim(self.session, typed, needed=True)

    def add(self, event: Event, event_id: EventId | None = None, recorded: Instant | None = None) -> EventId:
        """Take in an event; its id. Raises RuleError or NotFound for the first rule that it breaks."""
        for problem in self.problems(event):
            raise (NotFound if problem.missing else RuleError)(problem.message, problem.hint)
        return self.admit(event, event_id, recorded)

    def problems(self, event: Event) -> Iterator[Problem]:
        """The rules that an event would break now."""
        return problems(event, self.register, self.now)

    def admit(
        self, event: Event, event_id: EventId | None = None, recorded: Instant | None = None, actor: str = ""
    ) -> EventId:
        """Take in an event whose problems have been looked at."""
        known = event_id or random_id(self.now)
        self._all_new = self._all_new and event_id is None
        self.register.learn(known, event)
        self._drafts.append(Draft(event, known, recorded, actor))
        return known

    def append(self, *, unless: Unless | None = None, progress: Progress | None = None) -> Written:
        """Write the batch to the log and its read models."""
        self.appending.check(unless)
        done = self.appending.add(self._drafts, new=self._all_new)
        writer.Views(self.session).apply(done.entries, progress)
        self._drafts.clear()
        told = account(self.session, done.entries)
        named = set(lookalikes.named((entry.event for entry in done.entries), self.register))
        warnings = (*self._late(), *lookalikes.warnings(self.session, named))
        return Written(told.entries, told.claims, told.targets, len(done.already), warnings)

    def _late(self) -> Iterator[str]:
        if self.appending.ahead:
            yield (
                f"this is dated {moment(self.appending.end.recorded):%Y-%m-%d}, like the entry before it, by a clock "
                "that was wrong; where this machine's clock is right: tracker doctor --clock"
            )
