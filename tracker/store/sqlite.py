"""SQLite: one file. The driver alone reads and writes it, so no command waits for SQLAlchemy to be imported."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

from tracker.errors import DatabaseError
from tracker.store.session import Dialect, Rows, Session

if TYPE_CHECKING:
    from sqlalchemy import Engine

_ANY: Final = re.compile(r"= ANY\(:(\w+)\)")


@cache
def _spelt(sql: str) -> tuple[str, frozenset[str]]:
    """SQL as SQLite spells it, and the names of the lists in it."""
    return _ANY.sub(r"IN (SELECT value FROM json_each(:\1))", sql), frozenset(_ANY.findall(sql))


class SqliteSession:
    """A transaction on a SQLite connection."""

    dialect = Dialect.SQLITE

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, /, **values: Any) -> Rows:
        spelt, lists = _spelt(sql)
        for name in lists:
            values[name] = json.dumps(list(values[name]))
        return self.connection.execute(spelt, values)

    stream = rows

    def run(self, sql: str, /, **values: Any) -> int:
        return cast(sqlite3.Cursor, self.rows(sql, **values)).rowcount

    def many(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        if rows:
            self.connection.executemany(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns))
        self.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


@contextmanager
def reading(path: Path, patience: float) -> Iterator[SqliteSession]:
    """A transaction that sees one moment of a file and changes nothing."""
    connection = looking(path, patience)
    try:
        connection.execute("BEGIN")
        yield SqliteSession(connection)
    finally:
        connection.close()


def looking(path: Path, patience: float) -> sqlite3.Connection:
    """A connection that changes nothing, outside of any transaction."""
    # A crashed writer leaves a journal that only a connection with write access can roll back.
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    connection = _open(path, "rw" if writable else "ro", patience)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def writing(path: Path, patience: float, *, dry_run: bool = False) -> Iterator[SqliteSession]:
    """A transaction that holds the write lock from its first moment; without it, contended appends were lost."""
    connection = _open(path, "rw", patience)
    try:
        _set_up(connection)
        connection.execute("BEGIN IMMEDIATE")
        yield SqliteSession(connection)
        connection.execute("ROLLBACK" if dry_run else "COMMIT")
    finally:
        # Closing rolls back what was not committed.
        connection.close()


def _open(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    uri = f"file:{quote(os.fsencode(path.resolve()))}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)


def _set_up(connection: sqlite3.Connection) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


_PRAGMAS: Final = (
    "foreign_keys = ON",
    "synchronous = FULL",
    "secure_delete = ON",
    "recursive_triggers = ON",
    "trusted_schema = OFF",
    "cache_size = -131072",
)


def engine(path: Path, patience: float) -> Engine:
    """A SQLAlchemy engine on a file, for Alembic, whose transactions take the write lock when they begin."""
    from sqlalchemy import Connection, create_engine, event
    from sqlalchemy.engine import URL
    from sqlalchemy.pool import NullPool

    made = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"timeout": patience}
    )

    @event.listens_for(made, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        _set_up(connection)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


def is_ours(session: Session) -> bool:
    """Whether a file holds a log."""
    sql = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('entry', 'alembic_version')"
    return bool(next(iter(session.rows(sql)))[0] == 2)


def explained(problem: BaseException, location: str) -> DatabaseError | None:
    """A failure of the driver in plain words; None if it is none."""
    cause = getattr(problem, "orig", problem)
    if isinstance(problem, UnicodeDecodeError):
        # A damaged schema can name things that are no text.
        return DatabaseError(f"the database '{location}' is damaged", "restore it from a backup or an export")
    if not isinstance(cause, sqlite3.Error):
        return None
    text = str(cause)
    for part, message, hint in _EXPLANATIONS:
        if part in text:
            return DatabaseError(message.format(location), hint)
    return DatabaseError(f"the database '{location}' cannot be used: {text}", "tracker verify")


_RIGHTS: Final = "check the rights of the file and of its folder"
_EXPLANATIONS: Final = (
    ("locked", "the database '{}' is busy: another program has been writing to it", "try again; nothing was changed"),
    ("readonly", "the database '{}' cannot be written to", _RIGHTS),
    ("unable to open", "the database '{}' cannot be opened", _RIGHTS),
    ("not a database", "'{}' is not a tracker database", "tracker init PATH makes a new one"),
    ("full", "the disk that holds '{}' is full", "free some space and repeat the command; nothing was changed"),
    ("malformed", "the database '{}' is damaged", "restore it from a backup or an export"),
    ("append-only", "'{}' refused a change of the log", "tracker verify"),
)
