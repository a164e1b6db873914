"""SQLite: one file. The driver alone reads and writes it, so no command waits for SQLAlchemy to be imported."""

from __future__ import annotations

import json
import os
import re
import shlex
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

from tracker.errors import DatabaseError
from tracker.store.session import Dialect, Rows

if TYPE_CHECKING:
    from sqlalchemy import Engine

BESIDE: Final = ("-journal", "-wal", "-shm")
"""What the files that SQLite puts beside a database are called, behind its name."""
_ANY: Final = re.compile(r"= ANY\(:(\w+)\)")


@cache
def _spelt(sql: str) -> tuple[str, frozenset[str]]:
    """SQL as SQLite spells it, and the names of the lists in it."""
    return _ANY.sub(r"IN (SELECT value FROM json_each(:\1))", sql), frozenset(_ANY.findall(sql))


class SqliteSession:
    """A transaction on a SQLite connection."""

    dialect: Dialect = Dialect.SQLITE

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def tables(self) -> frozenset[str]:
        return frozenset(str(row[0]) for row in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'"))

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

    def flush(self) -> None:
        pass

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns))
        self.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def connect(location: str, patience: float, *, write: bool) -> sqlite3.Connection:
    """Open a file, to write or only to read it. Raises DatabaseError where there is none."""
    path = file_of(location)
    # A crashed writer leaves a journal that only a connection with write access can roll back.
    writable = write or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    frozen = not writable and is_frozen(path)
    connection: sqlite3.Connection = sqlite3.connect(
        address(path, "rw" if writable else "ro", frozen=frozen),
        uri=True,
        timeout=patience,
        isolation_level=None,
        factory=Frozen if frozen else sqlite3.Connection,
    )
    if write:
        set_up(connection)
    else:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def address(path: Path, mode: str, *, frozen: bool = False) -> str:
    """A file as SQLite is asked to open it: for reading (``ro``) or writing (``rw``)."""
    return f"file:{quote(os.fsencode(path.resolve()))}?mode={mode}{'&immutable=1' if frozen else ''}"


def is_frozen(path: Path) -> bool:
    """Whether a file in WAL mode lies where nothing can be put beside it, and nobody has it open."""
    if os.access(path.parent, os.W_OK) or path.with_name(f"{path.name}-wal").exists():
        return False
    return journal_of(path) == "wal"


class Frozen(sqlite3.Connection):
    """A connection to a file in WAL mode that SQLite reads only if told that it never changes.

    It may change all the same, by the hands of others; what was read meanwhile is thrown away.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._before = self._version()

    def _version(self) -> tuple[int, int]:
        found = os.stat(_file_behind(self))
        return found.st_mtime_ns, found.st_size

    def check(self) -> None:
        """Raise sqlite3.OperationalError if the file has changed since it was opened."""
        if self._version() != self._before:
            raise sqlite3.OperationalError("database is locked")


def _file_behind(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA database_list").fetchone()[2])


@contextmanager
def transaction(
    connection: sqlite3.Connection, patience: float, *, write: bool, keep: bool = True
) -> Iterator[SqliteSession]:
    """A transaction. One that writes holds the write lock from its first moment: else contended appends were lost."""
    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield SqliteSession(connection)
        if keep:
            connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    if isinstance(connection, Frozen):
        connection.check()


def file_of(location: str) -> Path:
    """The file of a database, from the root: a bare name may mean something else to SQLite, as ``:memory:`` does.

    Raises DatabaseError where there is none.
    """
    path = Path(location).absolute()
    if not path.exists():
        raise DatabaseError(f"there is no database at '{location}'", f"tracker init {shlex.quote(location)}")
    if path.is_dir():
        inside = shlex.quote(f"{location}/tracker.db")
        raise DatabaseError(f"'{location}' is a folder, not a database", f"tracker init {inside}")
    return path


def set_up(connection: sqlite3.Connection) -> None:
    """Make a connection one that writes safely rather than fast."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


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


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether a SQLite resets its write-ahead log correctly; older ones can lose what was committed."""
    return version >= (3, 51, 3) or any(
        fixed <= version < (*fixed[:2], fixed[2] + 1_000) for fixed in ((3, 50, 7), (3, 44, 6))
    )


def journal_of(path: Path) -> str | None:
    """``delete`` or ``wal``, as the first page of a file says; None where it is no file of SQLite."""
    try:
        with path.open("rb") as file:
            start = file.read(20)
    except OSError:
        return None
    if len(start) < 20 or not start.startswith(b"SQLite format 3\0"):
        return None
    return "wal" if start[18] == 2 else "delete"


def set_journal(path: Path, mode: str) -> None:
    """Give a file another journal mode, ``delete`` or ``wal``, for good. Nobody may have it open."""
    opened = sqlite3.connect(address(path, "rw"), uri=True, timeout=0, isolation_level=None)
    with closing(opened) as connection:
        if connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0] != mode:
            raise sqlite3.OperationalError("database is locked")


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
        set_up(connection)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


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
    ("disk I/O", "the disk that holds '{}' refused to read or write", "check the disk and its free space"),
    ("malformed", "the database '{}' is damaged", "restore it from a backup or an export"),
    ("append-only", "'{}' refused a change of the log", "tracker verify"),
)
