"""Opening databases: one engine that writes, one way in that only reads, and every failure in plain words.

Reading a SQLite file needs nothing but the driver, so a reading command does not wait for SQLAlchemy to be imported.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast
from urllib.parse import quote

from tracker.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

REVISIONS: Final = ("0001", "0002", "0003")
"""Every schema this program knows, oldest first; the last is the one it works with. A test holds it to ``alembic/``."""
PATIENCE: Final = 30.0
"""Seconds to wait for another writer."""

Rows = Iterator[tuple[Any, ...]]


class Session(Protocol):
    """One transaction. SQL takes named parameters as ``:name`` on every database."""

    def rows(self, sql: str, /, **values: Any) -> Rows:
        """Run a query; rows come as plain tuples."""

    def run(self, sql: str, /, **values: Any) -> int:
        """Run a statement; how many rows it touched."""

    def many(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        """Run a statement once for each row, whose values stand for its ``?`` in order."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows, their values in the order of the columns."""


class DriverSession:
    """A reading transaction straight on the SQLite driver."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, /, **values: Any) -> Rows:
        return self._connection.execute(sql, values)

    def run(self, sql: str, /, **values: Any) -> int:
        raise DatabaseError("a reading transaction cannot write")

    def many(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        raise DatabaseError("a reading transaction cannot write")

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        raise DatabaseError("a reading transaction cannot write")


class CoreSession:
    """A transaction that SQLAlchemy opens; SQL goes to the driver itself, since compiling costs more than running."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._driver: Any = connection.connection.driver_connection

    def rows(self, sql: str, /, **values: Any) -> Rows:
        return cast(Rows, self._driver.execute(sql, values))

    def run(self, sql: str, /, **values: Any) -> int:
        return cast(int, self._driver.execute(sql, values).rowcount)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns))
        self.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def many(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        if rows:
            self._driver.executemany(sql, rows)


def is_url(location: str) -> bool:
    """Whether a database is named by URL rather than by the path of a file."""
    return "://" in location


def reads(location: str) -> Path:
    """The file of a database. Raises DatabaseError for a server and for a file that is not there."""
    if is_url(location):
        scheme = location.partition("://")[0]
        raise DatabaseError(f"databases at '{scheme}://' are not supported yet", "give the path of a SQLite file")
    path = Path(location)
    if not path.exists():
        raise DatabaseError(f"there is no database at '{location}'", f"tracker init {quoted(location)}")
    if path.is_dir():
        raise DatabaseError(
            f"'{location}' is a folder, not a database", f"tracker init {quoted(location + '/tracker.db')}"
        )
    return path


def quoted(text: str) -> str:
    """A word of a command line to paste."""
    import shlex

    return shlex.quote(text)


@contextmanager
def reading(location: str, *, patience: float = PATIENCE) -> Iterator[Session]:
    """A transaction that sees one moment of the database and changes nothing. Raises DatabaseError."""
    path = reads(location)
    with plain_words(location):
        connection = _open_for_reading(path, patience)
        try:
            session = DriverSession(connection)
            check_schema(session, location)
            yield session
        finally:
            connection.close()


def _open_for_reading(path: Path, patience: float) -> sqlite3.Connection:
    # A crashed writer leaves a journal that only a connection with write access can roll back.
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    uri = f"file:{quote(os.fsencode(path.resolve()))}?mode={'rw' if writable else 'ro'}"
    connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("BEGIN")
    return connection


@contextmanager
def writing(location: str, *, dry_run: bool = False, patience: float = PATIENCE) -> Iterator[Session]:
    """A transaction that holds the write lock from its first moment; all of it is kept, or nothing.

    A dry run is rolled back at the end. Raises DatabaseError.
    """
    path = reads(location)
    with plain_words(location):
        engine = engine_for(path, patience=patience)
        try:
            with engine.connect() as connection, connection.begin() as transaction:
                session = CoreSession(connection)
                check_schema(session, location)
                yield session
                if dry_run:
                    transaction.rollback()
        finally:
            engine.dispose()


def engine_for(path: Path, *, patience: float = PATIENCE) -> Engine:
    """A SQLAlchemy engine on a SQLite file whose transactions take the write lock when they begin.

    The driver's own transaction handling begins too late: contended appends were lost that way.
    """
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import URL
    from sqlalchemy.pool import NullPool

    engine = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"timeout": patience}
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


# EXTRA flushes the folder too once the journal is deleted: with FULL it may come back after a loss of power, and undo
# what was acknowledged.
_PRAGMAS: Final = (
    "foreign_keys = ON",
    "synchronous = EXTRA",
    "secure_delete = ON",
    "recursive_triggers = ON",
    "trusted_schema = OFF",
    "cache_size = -131072",
)


def schema_of(session: Session) -> str | None:
    """The revision of a database's schema; None when it is not one of ours."""
    sql = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('entry', 'alembic_version')"
    if next(iter(session.rows(sql)))[0] != 2:
        return None
    return next((str(row[0]) for row in session.rows("SELECT version_num FROM alembic_version")), None)


def check_schema(session: Session, location: str) -> None:
    """Raise DatabaseError unless the database has the schema this program works with."""
    found = schema_of(session)
    if found is None:
        raise stranger(session, location)
    if found not in REVISIONS:
        raise DatabaseError(
            f"'{location}' was written by a newer tracker (schema {found}, this one knows {REVISIONS[-1]})",
            "install the newer tracker; nothing was changed",
        )
    if found != REVISIONS[-1]:
        raise DatabaseError(
            f"'{location}' has an older schema ({found}, needed is {REVISIONS[-1]})",
            f"tracker upgrade --db {quoted(location)}",
        )


def stranger(session: Session, location: str) -> DatabaseError:
    """What to say of a database that is not one of ours, or not yet."""
    if next(iter(session.rows("SELECT COUNT(*) FROM sqlite_master")))[0]:
        return DatabaseError(f"'{location}' is not a tracker database", "tracker init PATH makes a new one")
    return DatabaseError(f"'{location}' is empty: it is not a tracker database yet", f"tracker init {quoted(location)}")


@contextmanager
def plain_words(location: str) -> Iterator[None]:
    """Turn the driver's errors into ours. Errors of our own pass through."""
    try:
        yield
    except sqlite3.Error as problem:
        raise _explained(problem, location) from problem
    except UnicodeDecodeError as problem:
        # A damaged schema can name things that are no text.
        raise DatabaseError(
            f"the database '{location}' is damaged", "restore it from a backup or an export"
        ) from problem
    except Exception as problem:
        cause = getattr(problem, "orig", None)
        if isinstance(cause, sqlite3.Error):
            raise _explained(cause, location) from problem
        raise


def _explained(problem: sqlite3.Error, location: str) -> DatabaseError:
    text = str(problem)
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
    ("disk I/O", "the disk that holds '{}' refused to read or write", "check the disk and its free space"),
    ("malformed", "the database '{}' is damaged", "restore it from a backup or an export"),
    ("append-only", "'{}' refused a change of the log", "tracker verify"),
)
