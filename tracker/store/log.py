"""The log, read: a table of entries that is only ever appended to (`tracker.store.appending`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from tracker.domain.chain import Header, genesis
from tracker.domain.clocks import LATEST, Instant, from_iso
from tracker.domain.events import Entry, Event
from tracker.domain.projection import Thing, undone
from tracker.domain.words import EventId
from tracker.errors import DatabaseError
from tracker.store import codec
from tracker.store.session import Session


class Stored(NamedTuple):
    """One row of the log, verbatim (see `tracker.store.tables.LogRow`)."""

    position: int
    id: EventId
    batch: str
    type: str
    version: int
    recorded: str
    actor: str
    facts: str
    words: str | None
    salt: str | None
    words_digest: str
    previous: str
    hash: str

    @property
    def header(self) -> Header:
        """What the hash is taken over."""
        return Header(*self[:8], self.words_digest, self.previous)


COLUMNS: Final = ", ".join(Stored._fields)


class Reforged(DatabaseError):
    """An entry whose facts or words are none: another program has changed it, and perhaps made its hash fit."""

    def __init__(self, entry: int) -> None:
        super().__init__(f"entry {entry} holds what no program of ours writes: it is damaged", "tracker verify")
        self.entry = entry


class Head(NamedTuple):
    """The end of the log: the last position (0 when empty), its hash, and when it was recorded."""

    position: int
    hash: str
    recorded: Instant


def origin(session: Session) -> str:
    """The random id that this log was born with. Raises DatabaseError where it has been taken away."""
    for (found,) in session.rows("SELECT value FROM meta WHERE key = 'origin'"):
        return str(found)
    raise DatabaseError("this log no longer says where it begins (table meta)", "put a backup back")


def set_origin(session: Session, value: str) -> None:
    """Give a log without entries its origin."""
    if origin(session) == value:
        return
    for key, text in (("origin", value), ("genesis", genesis(value))):
        if not session.run("UPDATE meta SET value = :value WHERE key = :key", key=key, value=text):
            session.run("INSERT INTO meta (key, value) VALUES (:key, :value)", key=key, value=text)


def head(session: Session) -> Head:
    """The end of the log."""
    for position, last, recorded in session.rows(
        "SELECT position, hash, recorded FROM entry ORDER BY position DESC LIMIT 1"
    ):
        return Head(position, last, from_iso(recorded))
    return Head(0, genesis(origin(session)), from_iso("1970-01-01T00:00:00Z"))


def stored(session: Session, after: int = 0, upto: int | None = None) -> Iterator[Stored]:
    """Rows of the log with ``after < position <= upto``, in order."""
    sql = f"SELECT {COLUMNS} FROM entry WHERE position > :after"
    if upto is None:
        rows = session.stream(f"{sql} ORDER BY position", after=after)
    else:
        rows = session.stream(f"{sql} AND position <= :upto ORDER BY position", after=after, upto=upto)
    return map(Stored._make, rows)


def typed(row: Stored) -> Entry:
    """A row as a typed entry. Raises UnknownType for one of a newer program, Reforged for what none writes."""
    try:
        event = codec.decode(row.type, row.version, row.facts, row.words)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as problem:
        raise Reforged(row.position) from problem
    return Entry(row.position, row.id, from_iso(row.recorded), event, row.batch, row.actor, row.words is None)


def admitted(row: Stored) -> Event:
    """The event of a row from outside, checked field by field. Raises UsageError, or UnknownType for a newer one."""
    values, words = json.loads(row.facts), json.loads(row.words) if row.words is not None else {}
    if codec.is_newer(row.type, row.version):
        raise codec.UnknownType(row.type, row.version)
    values.pop(codec.RECORDED_BY, None)
    return codec.admit(row.type, values, words)


def entries(session: Session, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
    """Typed entries with ``after < position <= upto``, in order."""
    return map(typed, stored(session, after, upto))


def at(session: Session, position: int) -> Stored | None:
    """The row at a position."""
    rows = session.rows(f"SELECT {COLUMNS} FROM entry WHERE position = :position", position=position)
    return next(map(Stored._make, rows), None)


def tagged(session: Session, tag: str, also: str | None = None) -> list[Entry]:
    """The entries under a tag, in order; of them with ``also`` those that are under another one too."""
    columns = ", ".join(f"entry.{column}" for column in Stored._fields)
    sql = (
        f"SELECT {columns} FROM tag JOIN entry_tag ON tag.id = entry_tag.tag "
        "JOIN entry ON entry.position = entry_tag.position WHERE tag.name = :name "
    )
    if also is None:
        return [typed(Stored._make(row)) for row in session.rows(f"{sql} ORDER BY entry.position", name=tag)]
    sql += (
        "AND EXISTS (SELECT 1 FROM entry_tag two JOIN tag other ON other.id = two.tag "
        "WHERE other.name = :also AND two.position = entry.position) ORDER BY entry.position"
    )
    return [typed(Stored._make(row)) for row in session.rows(sql, name=tag, also=also)]


def history(session: Session, thing: Thing, upto: int = LATEST) -> list[Entry]:
    """The entries that belong to a thing, up to a position, in order."""
    noun, _, name = thing.partition("/")
    if noun == "entry":
        own = (
            "SELECT position FROM entry WHERE id = :name UNION ALL SELECT entry_tag.position FROM entry AS began "
            "JOIN entry_tag ON entry_tag.tag = -began.position WHERE began.id = :name"
        )
    else:
        own, name = "SELECT position FROM tag JOIN entry_tag ON entry_tag.tag = tag.id WHERE tag.name = :name", thing
    sql = f"SELECT {COLUMNS} FROM entry WHERE position IN ({own}) AND position <= :upto ORDER BY position"
    return [typed(Stored._make(row)) for row in session.rows(sql, name=name, upto=upto)]


class Positions(NamedTuple):
    """What one command recorded: its first and its last position."""

    first: int
    last: int


def batches(session: Session) -> Iterator[Positions]:
    """What each command recorded, the latest first."""
    rows = session.stream("SELECT position, batch FROM entry ORDER BY position DESC")
    for _, batch in groupby(rows, itemgetter(1)):
        some = [int(row[0]) for row in batch]
        yield Positions(first=some[-1], last=some[0])


def voided(session: Session, after: int) -> list[int]:
    """The entries behind a position that have been undone, in order."""
    sql = f"SELECT {COLUMNS} FROM entry WHERE type = 'entry.voided' AND position > :after ORDER BY position"
    gone = undone([typed(Stored._make(row)) for row in session.rows(sql, after=after)])
    sql = "SELECT position FROM entry WHERE id = ANY(:ids) AND position > :after ORDER BY position"
    return [int(row[0]) for row in session.rows(sql, ids=sorted(gone), after=after)]


def worded(session: Session) -> Iterator[tuple[int, str]]:
    """Every entry that has words: its position, and all its texts."""
    for position, words in session.rows("SELECT position, words FROM entry WHERE words IS NOT NULL ORDER BY position"):
        if words != "{}":
            yield position, "\n".join(map(str, json.loads(words).values()))


def find(session: Session, event_id: EventId) -> Entry | None:
    """The entry with an id."""
    row = find_stored(session, event_id)
    return typed(row) if row else None


def find_stored(session: Session, event_id: EventId) -> Stored | None:
    """The row with an id."""
    rows = session.rows(f"SELECT {COLUMNS} FROM entry WHERE id = :id", id=event_id)
    return next(map(Stored._make, rows), None)


def find_all(session: Session, ids: Sequence[EventId]) -> dict[EventId, Stored]:
    """The rows with these ids, as far as they are on record."""
    if len(ids) == 1:
        row = find_stored(session, ids[0])
        return {} if row is None else {row.id: row}
    sql = f"SELECT {COLUMNS} FROM entry WHERE id = ANY(:ids)"
    return {row[1]: Stored._make(row) for row in session.rows(sql, ids=ids)}
