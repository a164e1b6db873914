"""The read models held against a replay of the log.

The log is replayed into a temporary database that vanishes with its connection, and every table is compared row by
row. Numbers that are each database's own (of tags, voices, routes and manners) are compared by what they mean.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from tracker.domain.events import Entry
from tracker.store import fts5, log, search, sqlite
from tracker.store.bulk import Progress, uncollected
from tracker.store.faults import Fault
from tracker.store.log import Stored
from tracker.store.session import Dialect, Session
from tracker.store.sqlite import SqliteSession
from tracker.store.writer import Views

Row = tuple[Any, ...]
_CHUNK: Final = 5_000
_MOST: Final = 3
"""How many differences of a table are named."""
_NUMBERED: Final = ("tag", "voice", "route", "manner")
"""Tables whose numbers are each database's own."""
_USES: Final = {"entry_tag": {"tag": "tag"}, "statement_version": {name: name for name in _NUMBERED[1:]}}
"""Where those numbers stand: column and the table that says what they mean."""
_OWN: Final = ("reading",)
"""Derived, but no read model: what was worked out from them at one position."""


class Rebuilt(SqliteSession):
    """A transaction on the temporary database, which keeps its full-text index in the way of the database compared."""

    def __init__(self, connection: sqlite3.Connection, dialect: Dialect) -> None:
        super().__init__(connection)
        self.dialect = dialect


def compare(session: Session, progress: Progress | None = None) -> list[Fault]:
    """Where the tags, the read models and the full-text index are not what follows from the log."""
    with _replayed(session, progress) as replay:
        return [*_numbered(session, replay), *_tables(session, replay), *search.differences(session, replay, _MOST)]


@contextmanager
def _replayed(session: Session, progress: Progress | None) -> Iterator[Rebuilt]:
    """A database filled from the log; on disk, without a name, and gone when it is closed or the program ends."""
    from sqlalchemy.dialects.sqlite import dialect
    from sqlalchemy.schema import CreateTable

    from tracker.store.tables import metadata

    connection = sqlite3.connect("", uri=True, isolation_level=None)
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -131072"):
            connection.execute(f"PRAGMA {pragma}")
        if session.dialect is Dialect.SQLITE:
            file = next(Path(row[2]) for row in session.rows("PRAGMA database_list") if row[1] == "main")
            place = sqlite.address(file, "ro", frozen=sqlite.is_frozen(file))
            connection.execute(f"ATTACH ? AS {fts5.KEPT}", (place,))
        connection.execute("BEGIN")
        for table in metadata.sorted_tables:
            connection.execute(str(CreateTable(table).compile(dialect=dialect())))
        search.create(replay := Rebuilt(connection, session.dialect))
        with uncollected():
            Views(replay).apply(_copied(session, replay), progress)
        yield replay
    finally:
        connection.close()


def _copied(session: Session, replay: Rebuilt) -> Iterator[Entry]:
    """The entries of the log, copied on the way, since later ones name earlier ones."""
    rows = log.stored(session)
    while some := list(islice(rows, _CHUNK)):
        replay.insert("entry", Stored._fields, [(*row[:9], "", "", "", "") for row in some])
        yield from map(log.typed, some)


def _numbered(session: Session, replay: Session) -> Iterator[Fault]:
    for table in _NUMBERED:
        kept, meant = ({row[1:] for row in one.rows(f"SELECT * FROM {table}")} for one in (session, replay))
        yield from _named(table, [" ".join(map(str, row)) for row in kept ^ meant])


def _tables(session: Session, replay: Session) -> Iterator[Fault]:
    from tracker.store.tables import DERIVED

    numbers = {table: _translation(session, replay, table) for table in _NUMBERED}
    for model in DERIVED:
        table = model.__table__  # type: ignore[attr-defined]
        if table.name in (*_NUMBERED, *_OWN):
            continue
        key = [column.name for column in table.primary_key.columns]
        columns = [*key, *(column.name for column in table.columns if column.name not in key)]
        sql = f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY {', '.join(key)}"
        own = {
            columns.index(column): number
            for column, name in _USES.get(table.name, {}).items()
            if (number := numbers[name]) is not None
        }
        kept = session.rows(sql)
        odd = _differing(_translated(kept, own) if own else kept, replay.rows(sql), ordered=not own)
        yield from _named(table.name, [" ".join(str(value) for value in row[: len(key)]) for row in odd])


def _translation(session: Session, replay: Session, table: str) -> dict[int, int] | None:
    """From the numbers of the database to those of the replay; None where they are the same."""
    kept, meant = ({row[1:]: row[0] for row in one.rows(f"SELECT * FROM {table}")} for one in (session, replay))
    return None if kept == meant else {number: meant[row] for row, number in kept.items() if row in meant}


def _translated(rows: Iterable[Row], own: dict[int, dict[int, int]]) -> Iterator[Row]:
    """Rows in the replay's numbers; one that means nothing there becomes none. Negative ones are positions."""
    for row in rows:
        yield tuple(
            value if place not in own or value < 0 else own[place].get(value) for place, value in enumerate(row)
        )


def _differing(kept: Iterable[Row], meant: Iterable[Row], *, ordered: bool) -> set[Row]:
    """The rows that only one side has."""
    one, other = iter(kept), iter(meant)
    while ordered:
        some, same = list(islice(one, _CHUNK)), list(islice(other, _CHUNK))
        if some != same:
            return {*some, *one} ^ {*same, *other}
        if not some:
            return set()
    return set(one) ^ set(other)


def _named(table: str, things: list[str]) -> Iterator[Fault]:
    """One fault for each of the first few things that differ, by name: never what is said of them."""
    different = sorted(set(things))
    for thing in different[:_MOST]:
        yield Fault(None, "views", f"{table} is not what the log says of '{thing}'")
    if len(different) > _MOST:
        yield Fault(None, "views", f"{table} is not what the log says of {len(different) - _MOST} further things")
