"""Logs for the tests of the store: one told by hand, and a strategy for random ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from hypothesis import strategies as st

from tests.server import Url, plain
from tracker.domain import events
from tracker.domain.chain import Header, entry_hash, words_digest
from tracker.domain.clocks import DAY, Cut, Edtf, Instant, from_iso, span
from tracker.domain.events import Entry, Event
from tracker.domain.state import State
from tracker.domain.utterances import Roster, Utterance
from tracker.domain.words import (
    Act,
    Basis,
    EventId,
    Finding,
    GroundRule,
    Interest,
    Presentation,
    Relation,
    SourceKind,
    Stance,
    Via,
)
from tracker.store import appending, log
from tracker.store.appending import Appended, Draft
from tracker.store.database import reading, writing
from tracker.store.ids import derived_id
from tracker.store.log import COLUMNS, Stored
from tracker.store.postgres import PostgresSession
from tracker.store.session import Session
from tracker.store.sqlite import SqliteSession
from tracker.store.tables import DERIVED
from tracker.store.writer import Views

NOW = from_iso("2025-06-01T12:00:00Z")
SECRET = "the name of the man who told us"
"""Words that the told log wipes."""


# -- reading and writing ---------------------------------------------------------------------------------------


def append(session: Session, drafts: Iterable[Draft | Event], now: Instant = NOW, actor: str = "desk") -> Appended:
    """Append events as the desk does: to the log and to the read models."""
    done = appending.append(session, [d if isinstance(d, Draft) else Draft(d) for d in drafts], now=now, actor=actor)
    Views(session).apply(done.entries)
    return done


def write(path: Path | Url, *drafts: Draft | Event, now: Instant = NOW, actor: str = "desk") -> Appended:
    """Append events to a file, in a transaction of their own."""
    with writing(str(path)) as session:
        return append(session, drafts, now, actor)


def stored(path: Path | Url) -> list[Stored]:
    """Every row of the log."""
    with reading(str(path)) as session:
        return list(log.stored(session))


def derived(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every derived table, row for row."""
    names = [str(table.__tablename__) for table in DERIVED]
    return {name: sorted(session.rows(f"SELECT * FROM {name}"), key=repr) for name in names}


def resolved(state: State) -> State:
    """A state in which voices, routes and manners stand themselves: their numbers are each reader's own."""
    roster = state.roster

    def one(said: Utterance) -> Utterance:
        voice, route, manner = roster.voices[said.voice], roster.routes[said.route], roster.manners[said.manner]
        return said._replace(voice=voice, route=route, manner=manner)  # type: ignore[arg-type]

    statements = {claim: [one(said) for said in some] for claim, some in state.statements.items()}
    return replace(state, statements=statements, roster=Roster())


def statement(source: str = "ann", claim: str = "flood", **fields: Any) -> events.StatementRecorded:
    """A statement."""
    return events.StatementRecorded(source=source, claim=claim, **fields)


# -- behind the program's back ---------------------------------------------------------------------------------


class Plain:
    """A connection to a server, asked as SQLite is."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def execute(self, sql: str, values: Sequence[Any] = ()) -> psycopg.Cursor[Any]:
        return self.connection.execute(sql.replace("?", "%s").encode(), values or None)

    def executemany(self, sql: str, many: Iterable[Sequence[Any]]) -> None:
        for values in many:
            self.execute(sql, values)


Plainly = sqlite3.Connection | Plain


@contextmanager
def raw(path: Path | Url, *, recursive_triggers: bool | None = None) -> Iterator[Any]:
    """A plain connection, as any other program would open it. What is done is kept."""
    if isinstance(path, Url):
        with psycopg.connect(plain(path), autocommit=True) as server:
            yield Plain(server)
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if recursive_triggers is not None:
            connection.execute(f"PRAGMA recursive_triggers = {'ON' if recursive_triggers else 'OFF'}")
        yield connection


@contextmanager
def unguarded(path: Path | Url) -> Iterator[Any]:
    """A plain connection to a log whose triggers are out of the way; they are put back word for word."""
    with raw(path) as connection:
        if isinstance(connection, Plain):
            for table in ("entry", "meta"):
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield connection
            for table in ("entry", "meta"):
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, text in triggers:
            connection.execute(text)


@contextmanager
def session_on(connection: Plainly) -> Iterator[Session]:
    """A transaction on a plain connection, rolled back at the end."""
    connection.execute("BEGIN")
    try:
        yield PostgresSession(connection.connection) if isinstance(connection, Plain) else SqliteSession(connection)
    finally:
        connection.execute("ROLLBACK")


def insert_raw(connection: Plainly, row: Stored, verb: str = "INSERT") -> None:
    """Insert a row of the log with plain SQL."""
    marks = ", ".join("?" for _ in row)
    connection.execute(f"{verb} INTO entry ({COLUMNS}) VALUES ({marks})", row)


def sealed(before: Stored, **changes: Any) -> Stored:
    """A whole row that follows another, as a program that knows the format would write it."""
    row = before._replace(
        **{"position": before.position + 1, "id": str(derived_id(f"after {before.hash}")), "previous": before.hash}
        | changes
    )
    if "words_digest" not in changes:
        row = row._replace(words_digest=words_digest(row.salt or "", row.words or ""))
    return row._replace(hash=entry_hash(Header(*row[:8], row.words_digest, row.previous)))


# -- a log told by hand ----------------------------------------------------------------------------------------


class Told(NamedTuple):
    """The log that `tell` writes. ids: of its entries, by position from 1."""

    path: Path | Url
    ids: tuple[EventId, ...]

    def id(self, position: int) -> EventId:
        return self.ids[position - 1]


def tell(path: Path | Url) -> Told:
    """Eight entries in four batches; entry 4 has been redacted by entry 7, entry 8 undoes entry 6."""
    ids = [derived_id(f"told {number}") for number in range(1, 9)]
    batches: list[list[Event]] = [
        [
            events.SourceRegistered(source="ann", kind=SourceKind.PERSON, name="Ann Müller"),
            events.ClaimOpened(claim="flood", text="The dam was opened too late", about=("ann",)),
        ],
        [statement(said=Edtf("2025-03-01"), quote="We opened it in time"), statement(note=SECRET, act=Act.DENY)],
        [
            statement(act=Act.CONFIRM),
            events.VerdictReached(claim="flood", value=Finding.TRUE, decided=Edtf("2025-04-01")),
        ],
        [events.EntryRedacted(entry=ids[3], because="promised"), events.EntryVoided(entry=ids[5])],
    ]
    numbered = iter(ids)
    for minute, batch in enumerate(batches):
        write(path, *(Draft(event, next(numbered)) for event in batch), now=Instant(NOW + minute * 60_000_000))
    return Told(path, tuple(ids))


# -- random logs -----------------------------------------------------------------------------------------------

SOURCES = ("ann", "bob", "insiders", "nvidia", "reuters", "spiegel", "memo")
KINDS = (
    SourceKind.PERSON, SourceKind.PERSON, SourceKind.GROUP, SourceKind.ORGANISATION, SourceKind.AGENCY,
    SourceKind.OUTLET, SourceKind.DOCUMENT,
)  # fmt: skip
CLAIMS = ("many-chips", "few-chips", "flood", "chips")
ARTICLES = ("wire", "print")
DATES = tuple(
    map(Edtf, ("2024-02", "2024-03-05", "../2024-02-10", "2024-02-01/2024-04-30", "2024-03-05T10:30+02:00", "2024-12"))
)
START = from_iso("2024-12-20T00:00:00Z")
POLICIES = (("hearsay", "0.5"), ("prior.insider", "0.6"), ("weight", "3"), ("base_rate.war", "0.2"))


class Batch(NamedTuple):
    """What one command appends, and when."""

    now: Instant
    drafts: tuple[Draft, ...]


Log = list[Batch]

pick = st.sampled_from
maybe_date = st.none() | pick(DATES)


class _Author:
    """Makes up one event after another, each naming only what there is already."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.made: list[tuple[EventId, Event]] = []

    def add(self, event: Event) -> None:
        self.made.append((derived_id(f"random {len(self.made)}"), event))

    def ids(self, *kinds: type[Event]) -> list[EventId]:
        return [event_id for event_id, event in self.made if isinstance(event, kinds)]

    def opening(self) -> None:
        """Enough to talk about; a few sources, claims and articles come into the log later, or never."""
        for source, kind in list(zip(SOURCES, KINDS, strict=True))[: self.draw(st.integers(4, len(SOURCES)))]:
            self.add(events.SourceRegistered(source=source, kind=kind, name=source.title()))
        for claim in CLAIMS[: self.draw(st.integers(3, len(CLAIMS)))]:
            question = "how-many" if claim.endswith("-chips") else None
            self.add(events.ClaimOpened(claim=claim, question=question, text=claim, about=("nvidia",), topics=("war",)))
        (agency,) = self.registered("reuters") or (None,)
        self.add(events.ArticleArchived(article="wire", agency=agency, published=DATES[1], text="so it was"))

    def registered(self, *sources: str) -> tuple[str, ...]:
        """These sources, if all are in the log: whoever carries words is registered first, as the rules have it."""
        return sources if {*sources} <= {*self.known(events.SourceRegistered, "source")} else ()

    def known(self, kind: type[Event], name: str) -> list[Any]:
        return [getattr(event, name) for _, event in self.made if isinstance(event, kind)]

    def source(self) -> Any:
        return self.draw(pick(self.known(events.SourceRegistered, "source")))

    def claim(self) -> Any:
        return self.draw(pick(self.known(events.ClaimOpened, "claim")))

    def article(self) -> Any:
        return self.draw(pick(self.known(events.ArticleArchived, "article")))

    def two(self, kind: type[Event], name: str) -> tuple[Any, Any]:
        one, other = self.draw(st.lists(pick(self.known(kind, name)), min_size=2, max_size=2, unique=True))
        return one, other

    def any_of(self, *kinds: type[Event]) -> Any:
        return self.draw(pick(self.ids(*kinds)))

    def stated(self) -> dict[str, Any]:
        draw = self.draw
        return {
            "source": self.source(),
            "claim": self.claim(),
            "act": draw(pick((Act.ASSERT, Act.DENY, Act.ACCUSE, Act.SPECULATE, Act.DECLINE, Act.ANNOUNCE))),
            "stance": draw(pick((None, None, None, Stance.DENIES))),
            "basis": draw(pick((None, *Basis))),
            "interest": draw(pick((None, *Interest))),
            "via": draw(pick((None, Via.DIRECT, Via.HEADLINE))),
            "presentation": draw(pick((None, *Presentation))),
            "ground_rule": draw(pick((None, None, None, *GroundRule))),
            "said": draw(maybe_date),
            "published": draw(maybe_date),
            "article": draw(pick((None, *self.known(events.ArticleArchived, "article")))),
            "outlet": draw(pick((None, *self.registered("spiegel")))),
            "chain": self.registered(*draw(pick(((), ("reuters",), ("bob", "spiegel"), ("memo",))))),
            "text": draw(pick(("", "said so", "sagte \u201eso\u201c"))),
            "note": draw(pick(("", "by phone"))),
        }

    def another(self) -> None:
        """One more event of a kind that is possible now."""
        possible = [*[self.state_it] * 4, self.describe, self.register, self.relate, self.policy, self.void]
        possible += [self.verdict, self.ask, self.merge, self.redact, self.claims, self.articles, self.propose]
        possible += [self.alias]
        if self.ids(events.StatementRecorded):
            possible += [self.amend, self.retract, self.group]
        if self.ids(events.StatementProposed):
            possible += [self.judge]
        if self.ids(events.VerdictReached):
            possible += [self.withdraw]
        if self.ids(events.EntryVoided):
            possible += [self.void_a_void]
        self.draw(pick(possible))()

    def state_it(self) -> None:
        self.add(events.StatementRecorded(**self.stated()))

    def propose(self) -> None:
        self.add(
            events.StatementProposed(
                article=self.article(), extractor="rules", version="1", content=(0, 2), text="so", who="he"
            )
        )

    def judge(self) -> None:
        proposal = self.any_of(events.StatementProposed)
        if self.ids(events.StatementRecorded) and self.draw(st.booleans()):
            accepted = self.any_of(events.StatementRecorded)
            self.add(events.ProposalAccepted(proposal=proposal, statement=accepted))
        else:
            self.add(events.ProposalRejected(proposal=proposal, unsure=self.draw(st.booleans()), because="no"))

    def amend(self) -> None:
        self.add(events.StatementAmended(statement=self.any_of(events.StatementRecorded), **self.stated()))

    def retract(self) -> None:
        self.add(
            events.StatementRetracted(
                statement=self.any_of(events.StatementRecorded), said=self.draw(maybe_date), because="-"
            )
        )

    def group(self) -> None:
        groupings = self.ids(events.StatementsGrouped)
        if groupings and self.draw(st.booleans()):
            self.add(events.StatementsUngrouped(grouping=self.draw(pick(groupings))))
        else:
            ids = self.ids(events.StatementRecorded)
            self.add(events.StatementsGrouped(statements=tuple(self.draw(st.lists(pick(ids), min_size=1, max_size=3)))))

    def register(self) -> None:
        missing = [
            pair
            for pair in zip(SOURCES, KINDS, strict=True)
            if pair[0] not in self.known(events.SourceRegistered, "source")
        ]
        if missing:
            source, kind = missing[0]
            self.add(
                events.SourceRegistered(source=source, kind=kind, source_class="official", name=source, head_min=2)
            )
        else:
            source, other = self.two(events.SourceRegistered, "source")
            self.add(events.SourcesDistinguished(source=source, other=other))

    def describe(self) -> None:
        draw = self.draw
        self.add(
            events.SourceDescribed(
                source=self.source(),
                kind=draw(pick((None, None, SourceKind.GROUP, SourceKind.PERSON))),
                source_class=draw(pick((None, None, "insider"))),
                head_max=draw(pick((None, 4))),
                member_of=draw(pick((None, *self.known(events.SourceRegistered, "source")))),
                member_from=draw(maybe_date),
                member_to=draw(maybe_date),
                name=draw(pick((None, "", "Another Name"))),
            )
        )

    def merge(self) -> None:
        merges = [event for _, event in self.made if isinstance(event, events.SourcesMerged)]
        if merges and self.draw(st.booleans()):
            merge = self.draw(pick(merges))
            self.add(events.SourcesSeparated(source=merge.source, apart_from=merge.into))
        else:
            source, into = self.two(events.SourceRegistered, "source")
            self.add(events.SourcesMerged(source=source, into=into))

    def claims(self) -> None:
        missing = [claim for claim in CLAIMS if claim not in self.known(events.ClaimOpened, "claim")]
        if missing and self.draw(st.booleans()):
            self.add(events.ClaimOpened(claim=missing[0], question="how-many"))
        else:
            fields = self.draw(
                pick(({"question": "how-many"}, {"about": ()}, {"topics": ("war", "oil")}, {"text": "better said"}))
            )
            self.add(events.ClaimAmended(claim=self.claim(), **fields))

    def relate(self) -> None:
        kind = events.ClaimsUnrelated if self.draw(st.integers(0, 2)) == 0 else events.ClaimsRelated
        relation = self.draw(pick((Relation.SAME_AS, Relation.SAME_AS, Relation.CONTRADICTS, Relation.IMPLIES)))
        claim, other = self.two(events.ClaimOpened, "claim")
        self.add(kind(claim=claim, relation=relation, other=other))

    def alias(self) -> None:
        source, claim = self.source(), self.claim()
        aliased = (
            events.SourceAliased(source=source, alias=f"{source}-too"),
            events.ClaimAliased(claim=claim, alias=f"{claim}-too"),
        )
        self.add(self.draw(pick(aliased)))

    def articles(self) -> None:
        if "print" not in self.known(events.ArticleArchived, "article"):
            (outlet,) = self.registered("spiegel") or (None,)
            self.add(events.ArticleArchived(article="print", outlet=outlet, reprint_of="wire", title="So it was"))
        else:
            self.add(events.ArticleAmended(article=self.article(), published=self.draw(maybe_date), title="No"))

    def verdict(self) -> None:
        value = self.draw(pick(Finding))
        self.add(
            events.VerdictReached(claim=self.claim(), value=value, decided=self.draw(pick(DATES)), because="we looked")
        )

    def withdraw(self) -> None:
        self.add(events.VerdictWithdrawn(verdict=self.any_of(events.VerdictReached), decided=self.draw(pick(DATES))))

    def ask(self) -> None:
        self.add(
            events.CommentRequested(source=self.source(), claim=self.claim(), by=self.draw(pick(DATES)), note="by mail")
        )

    def policy(self) -> None:
        name, value = self.draw(pick(POLICIES))
        self.add(events.PolicySet(name=name, value=value, because="measured"))

    def void(self) -> None:
        targets = [event_id for event_id, event in self.made if not isinstance(event, events.EntryRedacted)]
        self.add(events.EntryVoided(entry=self.draw(pick(targets)), because="a slip"))

    def void_a_void(self) -> None:
        self.add(events.EntryVoided(entry=self.any_of(events.EntryVoided)))

    def redact(self) -> None:
        targets = [
            event_id
            for event_id, event in self.made
            if not isinstance(event, events.EntryRedacted | events.EntryVoided | events.PolicySet)
        ]
        self.add(events.EntryRedacted(entry=self.draw(pick(targets)), because="asked to"))


@st.composite
def logs(draw: Any, most: int = 25) -> Log:
    """Random logs in batches; every event names only what is there. Now and then the desk's clock stands still, or was
    wrong and is corrected.
    """
    author = _Author(draw)
    author.opening()
    for _ in range(draw(st.integers(1, most))):
        author.another()
    now, batches, left = START, [], author.made
    dated: list[tuple[Instant, EventId]] = []
    while left:
        size = draw(pick((1, 1, 2, 3, 40)))
        recorded = draw(pick((None, None, None, Instant(now - DAY))))
        batches.append(Batch(now, tuple(Draft(event, event_id, recorded) for event_id, event in left[:size])))
        end = max([recorded or now, *(at for at, _ in dated[-1:])])
        dated += [(end, event_id) for event_id, _ in left[:size]]
        back = Instant(now - draw(pick((0, 0, 0, 0, DAY, 2 * DAY))))
        if late := tuple(event_id for at, event_id in dated if at > back) if back < now else ():
            batches.append(Batch(back, (Draft(events.ClockCorrected(entries=late)),)))
            now, dated = back, [(min(at, back), event_id) for at, event_id in dated]
        now, left = Instant(now + draw(pick((0, 1, 3_600_000_000, DAY)))), left[size:]
    return batches


def fill(path: Path | Url, batches: Log) -> list[Entry]:
    """Write a random log to a file; the entries as the log has them then."""
    with writing(str(path)) as session:
        return told_in(session, batches)


@contextmanager
def trying(path: Path | Url, batches: Log) -> Iterator[tuple[Session, list[Entry]]]:
    """A random log in a transaction that is not kept: as good as a file for most laws, and much faster."""
    with writing(str(path), dry_run=True) as session:
        yield session, told_in(session, batches)


def told_in(session: Session, batches: Log) -> list[Entry]:
    """Append a random log batch by batch; the entries as the log has them then."""
    for batch in batches:
        append(session, batch.drafts, batch.now)
    return list(log.entries(session))


def core(session: Session) -> SqliteSession:
    """The session of a writing transaction, with its connection."""
    assert isinstance(session, SqliteSession)
    return session


WORLDS = st.one_of(
    pick(DATES).map(lambda date: span(date).last),
    pick(DATES).map(lambda date: Instant(span(date).last - 1)),
    st.integers(0, 40).map(lambda days: Instant(START + days * DAY // 2)),
    st.just(Cut().world),
)
"""World instants at which something changes, just before that, and everything."""
