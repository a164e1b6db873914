"""Opening databases: a file of SQLite or a schema on a PostgreSQL server, with every failure in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Final

from tracker.errors import DatabaseError
from tracker.store import entrance, sqlite
from tracker.store.entrance import Demand
from tracker.store.naming import is_url
from tracker.store.session import Session

PATIENCE: Final = 30.0
"""Seconds to wait for another writer."""


class Database:
    """A database whose connections stay open from one transaction to the next, until it is closed."""

    def __init__(self, location: str, patience: float = PATIENCE) -> None:
        self._location, self._patience = location, patience
        self._open: dict[bool, Any] = {}

    @contextmanager
    def reading(self, demand: Demand = Demand.WHOLE) -> Iterator[Session]:
        """A transaction that sees one moment of the database and changes nothing. Raises DatabaseError."""
        with self._transaction(demand, write=False) as session:
            yield session

    @contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[Session]:
        """A transaction that holds the write lock from its first moment; all of it is kept, or nothing.

        A dry run is rolled back at the end. Raises DatabaseError.
        """
        with self._transaction(Demand.WHOLE, write=True, keep=not dry_run) as session:
            yield session

    @contextmanager
    def _transaction(self, demand: Demand, *, write: bool, keep: bool = True) -> Iterator[Session]:
        server = server_of(self._location)
        with plain_words(self._location):
            connection = self._open.get(write)
            fresh = connection is None or getattr(connection, "closed", False)
            if fresh:
                connection = self._open[write] = server.connect(self._location, self._patience, write=write)
            with server.transaction(connection, self._patience, write=write, keep=keep) as session:
                if fresh or entrance.told(session) != [entrance.newest()]:
                    entrance.admit(session, self._location, demand, write=write)
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
def reading(location: str, demand: Demand = Demand.WHOLE, *, patience: float = PATIENCE) -> Iterator[Session]:
    """A `Database.reading` of its own."""
    with closing(Database(location, patience)) as database, database.reading(demand) as session:
        yield session


@contextmanager
def writing(location: str, *, dry_run: bool = False, patience: float = PATIENCE) -> Iterator[Session]:
    """A `Database.writing` of its own."""
    with closing(Database(location, patience)) as database, database.writing(dry_run=dry_run) as session:
        yield session


@contextmanager
def plain_words(location: str) -> Iterator[None]:
    """Turn the driver's errors into ours. Errors of our own pass through."""
    try:
        yield
    except DatabaseError:
        raise
    except Exception as problem:
        told = server_of(location).explained(problem, location)
        if told is None:
            raise
        raise told from problem
