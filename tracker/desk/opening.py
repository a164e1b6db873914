"""Making a database and bringing it up to date."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from pathlib import Path

from tracker.errors import DatabaseError, UsageError
from tracker.store import migrate, naming, sqlite
from tracker.store.database import plain_words
from tracker.store.naming import is_url


def initialise(location: str, app_role: str | None = None) -> bool:
    """Make a database; False if it is there already. Raises DatabaseError, NotFound for a role that there is not."""
    return migrate.initialise(location, app_role)


class Journal(StrEnum):
    """How a SQLite file keeps what a killed write would leave half done."""

    DELETE = "delete"
    WAL = "wal"


def admit_journal(location: str, journal: Journal) -> None:
    """Raise UsageError for a database that is no file, DatabaseError where this SQLite cannot be trusted with WAL."""
    if is_url(location):
        raise UsageError("a journal mode is for a file, and this is a server", "leave --journal out")
    if journal is Journal.WAL and not sqlite.wal_is_safe():
        raise DatabaseError(
            f"SQLite {sqlite3.sqlite_version} can lose what was committed in WAL mode; nothing was changed",
            "leave --journal out, or use a Python with SQLite 3.51.3 or newer (3.50.7 and 3.44.6 are safe too)",
        )


def set_journal(location: str, journal: Journal) -> None:
    """Give a database its journal mode, for good. Raises DatabaseError while somebody has it open."""
    with plain_words(location):
        sqlite.set_journal(Path(location), journal)


def make_new(path: Path) -> None:
    """Make a database where no file is yet. Raises UsageError if there is one."""
    if path.exists():
        raise UsageError(f"'{path}' exists already", "name a file that does not exist yet")
    migrate.initialise(str(path))


def upgrade(location: str) -> tuple[str, str, Path | None]:
    """Bring a database to the newest schema; the schemas before and after, and the copy made first. Raises
    DatabaseError.
    """
    return migrate.upgrade(location)


def named(location: str) -> str:
    """A database as it may be named to people: an address without its password."""
    return naming.shown(location)


def tells_password(location: str) -> bool:
    """Whether a password stands in an address."""
    return naming.has_password(location)


def is_server(location: str) -> bool:
    """Whether a database is on a server, and no file."""
    return is_url(location)
