"""Being told that a log may have grown: a connection held open outside of any transaction, which blocks nobody.

A watch is opened before the log is read for the first time, so that nothing is committed unnoticed in between. It may
report what turns out to be nothing; it never misses anything.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from tracker.store import sqlite
from tracker.store.database import plain_words
from tracker.store.naming import is_url

if TYPE_CHECKING:
    import psycopg


class Watch(Protocol):
    """Looks whether anything was committed."""

    @property
    def interval(self) -> float:
        """Seconds to wait between two looks."""

    def fileno(self) -> int | None:
        """What becomes readable when there is something to look at; None where one has to look again and again."""

    def stirred(self) -> bool:
        """Whether anything may have been committed since the last look. Raises DatabaseError."""


@contextmanager
def watching(location: str) -> Iterator[Watch]:
    """A watch on a database. Raises DatabaseError where it cannot be reached, or no longer."""
    if is_url(location):
        from tracker.store import postgres

        with plain_words(location), closing(postgres.connect(location, 0, write=False)) as connection:
            yield _Server(location, connection)
        return
    with closing(_File(location)) as watch:
        yield watch


class _File:
    """A file tells its version in its first page, so that looking at one that rests costs next to nothing."""

    interval: Final = 0.3

    def __init__(self, location: str) -> None:
        self._location = location
        with plain_words(location):
            self._open()

    def _open(self) -> None:
        self._file = _identity(sqlite.file_of(self._location))
        self._connection = sqlite.connect(self._location, 0, write=False)
        self._version: int | None = None
        try:
            self._look()
        except BaseException:
            self.close()
            raise

    def _look(self) -> bool:
        if isinstance(self._connection, sqlite.Frozen):
            return True
        try:
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.OperationalError as problem:
            if "locked" in str(problem):
                # Somebody is committing at this very moment; the next look will see it.
                return False
            raise
        before, self._version = self._version, version
        return bool(before != version)

    def fileno(self) -> None:
        return None

    def stirred(self) -> bool:
        with plain_words(self._location):
            if _identity(sqlite.file_of(self._location)) == self._file:
                return self._look()
            # A restored copy has taken the place of the file; the connection still holds the old one.
            self._connection.close()
            self._open()
            return True

    def close(self) -> None:
        self._connection.close()


def _identity(path: Path) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_dev, found.st_ino


class _Server:
    """A server calls. Should a call get lost, the log is looked at every few seconds all the same."""

    interval: Final = 5.0

    def __init__(self, location: str, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._location, self._connection = location, connection
        (channel,) = connection.execute("SELECT 'tracker_' || md5(current_schema())").fetchone() or ("tracker",)
        connection.execute(f'LISTEN "{channel}"'.encode())

    def fileno(self) -> int:
        return self._connection.fileno()

    def stirred(self) -> bool:
        with plain_words(self._location):
            for _ in self._connection.notifies(timeout=0):
                pass
        return True
