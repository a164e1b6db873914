"""Opening databases: a file of SQLite or a schema on a PostgreSQL server, with every failure in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from tracker.errors import DatabaseError
from tracker.store import sqlite
from tracker.store.session import Dialect, Session

REVISIONS: Final = ("0001", "0002", "0003")
"""Every schema this program knows, oldest first; the last is the one it works with. A test holds it to ``alembic/``."""
PATIENCE: Final = 30.0
"""Seconds to wait for another writer."""


def is_url(location: str) -> bool:
    """Whether a database is named by URL rather than by the path of a file."""
    return "://" in location


def reads(location: str) -> Path:
    """The file of a database. Raises DatabaseError for a file that is not there."""
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
    with plain_words(location):
        opened: AbstractContextManager[Session]
        if is_url(location):
            from tracker.store import postgres

            opened = postgres.reading(location, patience)
        else:
            opened = sqlite.reading(reads(location), patience)
        with opened as session:
            check_schema(session, location)
            yield session


@contextmanager
def writing(location: str, *, dry_run: bool = False, patience: float = PATIENCE) -> Iterator[Session]:
    """A transaction that holds the write lock from its first moment; all of it is kept, or nothing.

    A dry run is rolled back at the end. Raises DatabaseError.
    """
    with plain_words(location):
        opened: AbstractContextManager[Session]
        if is_url(location):
            from tracker.store import postgres

            opened = postgres.writing(location, patience, dry_run=dry_run)
        else:
            opened = sqlite.writing(reads(location), patience, dry_run=dry_run)
        with opened as session:
            check_schema(session, location)
            yield session


def schema_of(session: Session) -> str | None:
    """The revision of a database's schema; None when it is not one of ours."""
    if session.dialect is Dialect.SQLITE:
        ours = sqlite.is_ours(session)
    else:
        from tracker.store import postgres

        ours = postgres.is_ours(session)
    if not ours:
        return None
    return next((str(row[0]) for row in session.rows("SELECT version_num FROM alembic_version")), None)


def check_schema(session: Session, location: str) -> None:
    """Raise DatabaseError unless the database has the schema this program works with."""
    named = shown(location)
    found = schema_of(session)
    if found is None:
        raise DatabaseError(f"'{named}' is not a tracker database", "tracker init PATH makes a new one")
    if found not in REVISIONS:
        raise DatabaseError(
            f"'{named}' was written by a newer tracker (schema {found}, this one knows {REVISIONS[-1]})",
            "install the newer tracker; nothing was changed",
        )
    if found != REVISIONS[-1]:
        raise DatabaseError(
            f"'{named}' has an older schema ({found}, needed is {REVISIONS[-1]})",
            f"tracker upgrade --db {quoted(named)}",
        )


def shown(location: str) -> str:
    """A database as it may be named to people: a URL without its password."""
    if not is_url(location):
        return location
    from tracker.store import postgres

    return postgres.without_password(location)


def has_password(location: str) -> bool:
    """Whether a password stands in the name of a database."""
    if not is_url(location):
        return False
    from tracker.store import postgres

    return postgres.has_password(location)


@contextmanager
def plain_words(location: str) -> Iterator[None]:
    """Turn the driver's errors into ours. Errors of our own pass through."""
    try:
        yield
    except DatabaseError:
        raise
    except Exception as problem:
        if is_url(location):
            from tracker.store import postgres

            told = postgres.explained(problem, shown(location))
        else:
            told = sqlite.explained(problem, location)
        if told is None:
            raise
        raise told from problem
