"""No bytes left behind: what SQLite keeps of wiped words in the unused parts of its file is cleared away.

Deleted cells are overwritten with zeros, but pages that are split or joined leave old copies of their rows in the
space between the rows that remain. Only writing the whole file anew is sure to leave nothing. It takes a transaction
of its own, so the one that wipes words marks the file; the mark goes when the file is clean, whoever gets that far.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Final

from tracker.errors import DatabaseError
from tracker.store import sqlite
from tracker.store.naming import is_url, quoted
from tracker.store.session import Dialect, Session

PATIENCE: Final = 5.0
"""Seconds to wait for readers."""
_DUE: Final = 1
"""The mark, in the part of the file's header that SQLite leaves to its users."""


def mark(session: Session) -> None:
    """Words are being wiped: the file is to be cleaned after this transaction, or, if it is cut short, never.

    What a server keeps is the server's to clean.
    """
    if session.dialect is Dialect.SQLITE:
        session.run(f"PRAGMA user_version = {_DUE}")


def is_due(session: Session) -> bool:
    """Whether words have been wiped since the file was last cleaned."""
    return session.dialect is Dialect.SQLITE and next(session.rows("PRAGMA user_version")) == (_DUE,)


def clean(location: str, patience: float = PATIENCE) -> None:
    """Write the whole file anew and empty its journal, so that it holds what can be read in it and no more.

    Takes time and space in proportion to the file. Raises DatabaseError where somebody is reading all the while or the
    disk is full; the mark stays then, and the next command that writes tries again.
    """
    if is_url(location):
        return
    try:
        with closing(_open(location, patience)) as connection:
            connection.execute("VACUUM")
            if not _emptied(connection):
                raise sqlite3.OperationalError("database is locked")
            connection.execute("PRAGMA user_version = 0")
            _emptied(connection)
    except sqlite3.Error as problem:
        why = "another program is reading it" if "locked" in str(problem) else str(problem)
        raise DatabaseError(
            f"the words are gone from the log, but unread copies may still lie in '{location}': {why}",
            f"mend that, then: tracker rebuild --db {quoted(location)}",
        ) from problem


def _open(location: str, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(sqlite.file_of(location), timeout=patience, isolation_level=None)
    sqlite.set_up(connection)
    return connection


def _emptied(connection: sqlite3.Connection) -> bool:
    """Whether no write-ahead log is left that could hold old pages; a file without one has none."""
    blocked, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not blocked
