"""The read models: every version of every thing, with the positions it was in force for.

They are written in the transaction of the append and can be thrown away: `rebuild` refills them from the log. What a
row means is said once, in `tracker.domain.projection`; here it only becomes columns and back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from tracker.domain.clocks import FOREVER
from tracker.domain.events import Entry, EntryRedacted, EntryVoided
from tracker.domain.fold import POLICY, Version, entry_thing, mentions, things, versions
from tracker.domain.policy import DEFAULT, Policy
from tracker.domain.projection import Thing, project
from tracker.domain.state import (
    Article,
    Claim,
    Link,
    Mark,
    Membership,
    Request,
    Row,
    Source,
    Spoken,
    Statement,
    Verdict,
    Wording,
)
from tracker.domain.words import (
    Act,
    Basis,
    Certainty,
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
from tracker.store import log, search
from tracker.store.database import Session

Columns = dict[str, Any]
Progress = Callable[[int], object]
"""Told how many entries are done."""
_CHUNK: Final = 2_000


# -- writing ---------------------------------------------------------------------------------------------------


class Views:
    """Keeps tags and read models in step with the log, inside one writing transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tags: dict[str, int] = {}
        self._next_tag = 0
        self._known: dict[EventId, Entry] = {}
        self._pending: dict[str, list[Columns]] = {}

    def apply(self, entries: Iterable[Entry], progress: Progress | None = None) -> None:
        """Take in entries just appended, in order."""
        chunk: list[Entry] = []
        for count, entry in enumerate(entries, 1):
            self._apply(entry)
            chunk.append(entry)
            if count % _CHUNK == 0:
                self._flush()
                search.index(self._session, chunk)
                chunk.clear()
                self._known.clear()
                if progress:
                    progress(count)
        self._flush()
        search.index(self._session, chunk)

    def _apply(self, entry: Entry) -> None:
        self._known[entry.id] = entry
        own = things(entry, self._find)
        begun = entry_thing(entry.id)
        tags = {self._tag(thing) for thing in own if thing != begun}
        tags.update(self._tag(str(mention)) for mention in mentions(entry.event))
        self._add("entry_tag", ({"tag": tag, "position": entry.position} for tag in sorted(tags)))
        for thing in own:
            if thing == begun:
                self._place(thing, [entry])
            else:
                self._replace(thing, entry)

    def _find(self, event_id: EventId) -> Entry | None:
        found = self._known.get(event_id)
        if found is None:
            found = log.find(self._session, event_id)
            if found is not None:
                self._known[event_id] = found
        return found

    def _tag(self, name: str) -> int:
        if name.startswith("entry/"):
            began = self._find(EventId(name[6:]))
            return -began.position if began else 0
        known = self._tags.get(name)
        if known is None:
            known = next((row[0] for row in self._session.rows("SELECT id FROM tag WHERE name = :n", n=name)), None)
            if known is None:
                if not self._next_tag:
                    self._next_tag = next(iter(self._session.rows("SELECT COALESCE(MAX(id), 0) FROM tag")))[0]
                self._next_tag = known = self._next_tag + 1
                self._add("tag", ({"id": known, "name": name},))
            self._tags[name] = known
        return known

    def history(self, thing: Thing) -> list[Entry]:
        """The entries that belong to a thing, in log order."""
        self._flush()
        tag = self._tag(thing)
        positions = [row[0] for row in self._session.rows("SELECT position FROM entry_tag WHERE tag = :t", t=tag)]
        if tag < 0:
            positions.append(-tag)
        rows = (log.at(self._session, position) for position in sorted(positions))
        return [log.typed(row) for row in rows if row is not None]

    def _replace(self, thing: Thing, entry: Entry) -> None:
        """Bring the rows of a thing up to date after an entry that is not its first.

        An undo or a redaction reaches back, so all its rows are made anew; anything else adds at most one.
        """
        history = self.history(thing)
        kind, _, handle = thing.partition("/")
        if kind == "policy":
            return
        key: str = kind
        value: str | int = handle
        tables: tuple[str, ...] = (f"{kind}_version",)
        if kind == "entry":
            key, value = "position", history[0].position if history else 0
            tables = ("statement_version", "verdict_version", "request_version")
        if isinstance(entry.event, EntryVoided | EntryRedacted):
            for table in tables:
                self._session.run(f"DELETE FROM {table} WHERE {key} = :value", value=value)
            self._place(thing, history)
            return
        before, after = project(thing, history[:-1]), project(thing, history)
        if before == after:
            return
        for table in tables if before is not None else ():
            self._session.run(
                f"UPDATE {table} SET upto = :upto WHERE {key} = :value AND upto = :forever",
                upto=entry.position,
                value=value,
                forever=FOREVER,
            )
        if after is not None:
            self._put(Version(entry.position, FOREVER, after))

    def _place(self, thing: Thing, history: Sequence[Entry]) -> None:
        for version in versions(thing, history):
            self._put(version)

    def _put(self, version: Version) -> None:
        table, columns = _columns(version.row)
        if table:
            self._add(table, ({"frm": version.frm, "upto": version.upto, **columns},))

    def _add(self, table: str, rows: Iterable[Columns]) -> None:
        self._pending.setdefault(table, []).extend(rows)

    def _flush(self) -> None:
        if not self._pending:
            return
        from tracker.store.tables import DERIVED

        for table in DERIVED:
            rows = self._pending.pop(str(table.__tablename__), None)
            if rows:
                self._session.insert(table, rows)


def rebuild(session: Session, progress: Progress | None = None) -> int:
    """Throw the read models away and fill them again from the log; how many entries were read."""
    from tracker.store.tables import DERIVED

    for table in DERIVED:
        session.run(f"DELETE FROM {table.__tablename__}")
    search.empty(session)
    Views(session).apply(log.entries(session), progress)
    return log.head(session).position


# -- rows to columns and back ----------------------------------------------------------------------------------


def _columns(row: Row) -> tuple[str, Columns]:
    if isinstance(row, Spoken):
        statement, wording = row
        columns = statement._asdict()
        columns["chain"] = " > ".join(statement.chain)
        columns["grouped"] = columns.pop("group")
        return "statement_version", {**columns, **wording._asdict()}
    if isinstance(row, Verdict):
        return "verdict_version", row._asdict()
    if isinstance(row, Source):
        columns = row._asdict()
        columns["memberships"] = json.dumps(row.memberships)
        columns["distinct_from"] = " ".join(columns.pop("distinct"))
        return "source_version", columns
    if isinstance(row, Claim):
        columns = row._asdict()
        columns.update(topics=" ".join(row.topics), about=" ".join(row.about), links=json.dumps(row.links))
        return "claim_version", columns
    if isinstance(row, Article):
        return "article_version", row._asdict()
    if isinstance(row, Request):
        columns = row._asdict()
        columns["due"] = columns.pop("by")
        return "request_version", columns
    return "", {}


def _members(words: type[StrEnum]) -> dict[str | None, Any]:
    """Enum members by their text: looking one up is much faster than calling the enum."""
    return {None: None, **{member.value: member for member in words}}


ACT, STANCE, CERTAINTY, BASIS = _members(Act), _members(Stance), _members(Certainty), _members(Basis)
INTEREST, VIA, PRESENTATION, RULE = _members(Interest), _members(Via), _members(Presentation), _members(GroundRule)
MARK, KIND, FINDING = _members(Mark), _members(SourceKind), _members(Finding)

_STATEMENT: Final = (
    "claim, position, id, source, act, stance, certainty, basis, interest, via, presentation, ground_rule, said, "
    "published, article, outlet, chain, first, world, recorded, retracted, grouped, mark, changed, changed_at"
)
_WORDING: Final = "text, quote, cue, evidence, note"
_IN_FORCE: Final = "frm <= :position AND :position < upto"


def _chain(text: str) -> tuple[str, ...]:
    return tuple(text.split(" > ")) if text else ()


def _statement(r: Sequence[Any]) -> Statement:
    return Statement(
        r[0], r[1], r[2], r[3], ACT[r[4]], STANCE[r[5]], CERTAINTY[r[6]], BASIS[r[7]], INTEREST[r[8]], VIA[r[9]],
        PRESENTATION[r[10]], RULE[r[11]], r[12], r[13], r[14], r[15], _chain(r[16]),  # type: ignore[arg-type]
        r[17], r[18], r[19], r[20], r[21], MARK[r[22]], r[23], r[24],
    )  # fmt: skip


class Which(NamedTuple):
    """Which rows to read: those of some claims, of some sources or of some articles; None means all."""

    claims: Sequence[str] | None = None
    sources: Sequence[str] | None = None
    articles: Sequence[str] | None = None

    def where(self) -> tuple[str, Columns]:
        """The condition in SQL and its values."""
        parts, values = [], {}
        for column, wanted in (("claim", self.claims), ("source", self.sources), ("article", self.articles)):
            if wanted is not None:
                parts.append(f" AND {column} IN (SELECT value FROM json_each(:{column}s))")
                values[f"{column}s"] = json.dumps(list(wanted))
        return "".join(parts), values


EVERY: Final = Which()


def statements(session: Session, position: int, which: Which = EVERY) -> Iterator[Statement]:
    """Statements in force at a position, undone ones among them, without their words."""
    where, values = which.where()
    sql = f"SELECT {_STATEMENT} FROM statement_version WHERE {_IN_FORCE}{where}"
    return map(_statement, session.rows(sql, position=position, **values))


def wordings(session: Session, position: int, which: Which = EVERY) -> Iterator[Spoken]:
    """Statements in force at a position with their words."""
    where, values = which.where()
    sql = f"SELECT {_STATEMENT}, {_WORDING} FROM statement_version WHERE {_IN_FORCE}{where}"
    for row in session.rows(sql, position=position, **values):
        yield Spoken(_statement(row), Wording._make(row[25:]))


def verdicts(session: Session, position: int, claims: Sequence[str] | None = None) -> Iterator[Verdict]:
    """Verdicts in force at a position, undone and withdrawn ones among them."""
    where, values = Which(claims=claims).where()
    sql = (
        "SELECT claim, position, id, value, decided, last, world, recorded, withdrawn, mark, changed, changed_at, "
        f"because, evidence FROM verdict_version WHERE {_IN_FORCE}{where}"
    )
    for row in session.rows(sql, position=position, **values):
        yield Verdict._make((*row[:3], FINDING[row[3]], *row[4:9], MARK[row[9]], *row[10:]))


def handles(session: Session, noun: str, beginning: str = "", *, ever: bool = False) -> list[str]:
    """The handles of sources, claims or articles that begin so, in order; with ``ever`` the undone ones too."""
    table = {"source": "source_version", "claim": "claim_version", "article": "article_version"}[noun]
    rows = session.rows(
        f"SELECT DISTINCT {noun} FROM {table} WHERE {noun} >= :low AND {noun} < :high AND upto >= :upto ORDER BY 1",
        low=beginning,
        high=beginning + "\U0010ffff",
        upto=0 if ever else FOREVER,
    )
    return [str(row[0]) for row in rows]


def called(session: Session, name: str) -> list[str]:
    """The sources of exactly this name."""
    sql = "SELECT source FROM source_version WHERE upto = :upto AND name = :name ORDER BY 1"
    return [str(row[0]) for row in session.rows(sql, upto=FOREVER, name=name)]


def undone(session: Session, ids: Sequence[EventId]) -> int:
    """How many of these statements and verdicts have been undone."""
    count = 0
    for table in ("statement_version", "verdict_version"):
        sql = (
            f"SELECT COUNT(*) FROM {table} WHERE upto = :forever AND mark = 'voided' "
            "AND id IN (SELECT value FROM json_each(:ids))"
        )
        count += next(iter(session.rows(sql, forever=FOREVER, ids=json.dumps(list(ids)))))[0]
    return count


def requests(session: Session, position: int) -> Iterator[Request]:
    """Requests for comment in force at a position."""
    sql = f"SELECT claim, position, id, source, due, recorded, mark, note FROM request_version WHERE {_IN_FORCE}"
    for row in session.rows(sql, position=position):
        yield Request._make((*row[:6], MARK[row[6]], row[7]))


def _only(column: str, handles: Sequence[str] | None) -> tuple[str, Columns]:
    if handles is None:
        return "", {}
    return f" AND {column} IN (SELECT value FROM json_each(:handles))", {"handles": json.dumps(list(handles))}


def sources(session: Session, position: int, handles: Sequence[str] | None = None) -> Iterator[Source]:
    """Sources known at a position: all, or those with one of these handles."""
    where, values = _only("source", handles)
    sql = (
        "SELECT source, position, kind, source_class, head_min, head_max, merged_into, memberships, distinct_from, "
        f"name, note FROM source_version WHERE {_IN_FORCE}{where}"
    )
    for row in session.rows(sql, position=position, **values):
        memberships = tuple(Membership._make(item) for item in json.loads(row[7])) if row[7] != "[]" else ()
        yield Source._make((*row[:2], KIND[row[2]], *row[3:7], memberships, tuple(row[8].split()), *row[9:]))


def articles(session: Session, position: int, handles: Sequence[str] | None = None) -> Iterator[Article]:
    """Articles known at a position: all, or those with one of these handles."""
    where, values = _only("article", handles)
    sql = (
        "SELECT article, position, outlet, agency, wire, published, language, reprint_of, sha256, archived, recorded, "
        f"title, url FROM article_version WHERE {_IN_FORCE}{where}"
    )
    for row in session.rows(sql, position=position, **values):
        yield Article._make((*row[:9], bool(row[9]), *row[10:]))


def claims(session: Session, position: int, handles: Sequence[str] | None = None) -> Iterator[Claim]:
    """Claims open at a position: all, or those with one of these handles."""
    where, values = _only("claim", handles)
    sql = (
        "SELECT claim, position, topics, about, question, deadline, links, text "
        f"FROM claim_version WHERE {_IN_FORCE}{where}"
    )
    for row in session.rows(sql, position=position, **values):
        links = tuple(Link(Relation(how), other) for how, other in json.loads(row[6])) if row[6] != "[]" else ()
        yield Claim._make((*row[:2], tuple(row[2].split()), tuple(row[3].split()), *row[4:6], links, row[7]))


def policy(session: Session, position: int) -> Policy:
    """The policy in force at a position."""
    history = [entry for entry in log.tagged(session, POLICY) if entry.position <= position]
    row = project(POLICY, history) if history else None
    return row if isinstance(row, Policy) else DEFAULT
