"""Opening databases: a file of SQLite or a schema on a PostgreSQL server, with every failure in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Final

from tracker.errors import DatabaseError
from tracker.store import sqlite
from tracker.store.session import Session

REVISIONS: Final = ("0001", "0002", "0003")
"""Every schema this program knows, oldest first; the last is the one it works with. A test holds it to ``alembic/``."""
PATIENCE: Final = 30.0
"""Seconds to wait for another writer."""


_MEANT: Final = re.compile(r"postgres\w*(?:\+\w+)?(?::|//)|[^/:]*:[^/]*@|.*\bpassword\s*=", re.IGNORECASE)


def is_url(location: str) -> bool:
    """Whether a database is named by URL rather than by the path of a file.

    What was meant for a URL counts as one: a password may stand in it, which no error may show and no file be named by.
    """
    return "://" in location or _MEANT.match(location) is not None


def quoted(text: str) -> str:
    """A word of a command line to paste."""
    import shlex

    return shlex.quote(text)


class Database:
    """A database whose connections stay open from one transaction to the next, until it is closed."""

    def __init__(self, location: str, patience: float = PATIENCE) -> None:
        self._location, self._patience = location, patience
        self._open: dict[bool, Any] = {}

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one moment of the database and changes nothing. Raises DatabaseError."""
        with self._transaction(write=False) as session:
            yield session

    @contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[Session]:
        """A transaction that holds the write lock from its first moment; all of it is kept, or nothing.

        A dry run is rolled back at the end. Raises DatabaseError.
        """
        with self._transaction(write=True, keep=not dry_run) as session:
            yield session

    @contextmanager
    def _transaction(self, *, write: bool, keep: bool = True) -> Iterator[Session]:
        server = server_of(self._location)
        with plain_words(self._location):
            connection = self._open.get(write)
            fresh = connection is None or getattr(connection, "closed", False)
            if fresh:
                connection = self._open[write] = server.connect(self._location, self._patience, write=write)
            with server.transaction(connection, self._patience, write=write, keep=keep) as session:
                check_schema(session, self._location, ours=not fresh)
                yield session

    def close(self) -> None:
        """Close what is open."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()


def server_of(location: str) -> Any:
    """The module that knows this kind of database: `sqlite`, or `postgres`, which is imported only where it is used."""
    if not is_url(location):
        return sqlite
    from tracker.store import postgres

    return postgres


@contextmanager
def reading(location: str, *, patience: float = PATIENCE) -> Iterator[Session]:
    """A `Database.reading` of its own."""
    with closing(Database(location, patience)) as database, database.reading() as session:
        yield session


@contextmanager
def writing(location: str, *, dry_run: bool = False, patience: float = PATIENCE) -> Iterator[Session]:
    """A `Database.writing` of its own."""
    with closing(Database(location, patience)) as database, database.writing(dry_run=dry_run) as session:
        yield session


def schema_of(session: Session, *, ours: bool = False) -> str | None:
    """The revision of a database's schema; None when it is not one of ours, unless it is known to be."""
    if not ours and not session.has_log():
        return None
    return next((str(row[0]) for row in session.rows("SELECT version_num FROM alembic_version")), None)


def check_schema(session: Session, location: str, *, ours: bool = False) -> None:
    """Raise DatabaseError unless the database has the schema this program works with."""
    found = schema_of(session, ours=ours)
    if found == REVISIONS[-1]:
        return
    named = shown(location)
    if found is None:
        raise stranger(session, location)
    if found not in REVISIONS:
        raise newer(found, location)
    raise DatabaseError(
        f"'{named}' has an older schema ({found}, needed is {REVISIONS[-1]})", f"tracker upgrade --db {quoted(named)}"
    )


def newer(found: str, location: str) -> DatabaseError:
    """What to say of a database of a schema that this program does not know."""
    return DatabaseError(
        f"'{shown(location)}' was written by a newer tracker (schema {found}, this one knows {REVISIONS[-1]})",
        "install the newer tracker; nothing was changed",
    )


def stranger(session: Session, location: str) -> DatabaseError:
    """What to say of a database that is not one of ours, or not yet."""
    if isinstance(session, sqlite.SqliteSession) and sqlite.is_empty(session):
        hint = f"tracker init {quoted(location)}"
        return DatabaseError(f"'{location}' is empty: it is not a tracker database yet", hint)
    if isinstance(session, sqlite.SqliteSession) and sqlite.has_log(session):
        return DatabaseError(
            f"'{location}' holds a log, but what says of which schema it is has been taken away (alembic_version)",
            "put a backup back, or: tracker import EXPORT --db NEW.db",
        )
    return DatabaseError(f"'{shown(location)}' is not a tracker database", "tracker init PATH makes a new one")


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
        told = server_of(location).explained(problem, shown(location))
        if told is None:
            raise
        raise told from problem
