"""Copying a log that others go on writing to: one moment of it, as a SQLite file that stands alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from tracker.errors import DatabaseError
from tracker.store import log, migrate, sqlite, writer
from tracker.store.bulk import Progress
from tracker.store.database import plain_words, reading, writing
from tracker.store.log import Head, Stored
from tracker.store.session import Session
from tracker.store.sqlite import SqliteSession

_PAGES: Final = 2_000
_PART: Final = 5_000


class Copied(NamedTuple):
    """What was copied: the log born with ``origin``, up to its head."""

    origin: str
    head: Head


def copy(location: str, target: Path, name: str, progress: Progress | None = None) -> Copied:
    """Copy a log into an empty file: a file of SQLite page by page, the log on a server entry by entry.

    name: how the file is called to people. progress: told how many entries are done. The source is read in one
    transaction, so the copy is the log as it was when that began, whatever is written meanwhile. Raises DatabaseError.
    """
    with reading(location) as session:
        found = Copied(log.origin(session), log.head(session))
        if isinstance(session, SqliteSession):
            _pages(session, target, name, found.head.position, progress)
        else:
            with _called(target, name):
                _entries(session, target, found, progress)
    return found


def _pages(session: SqliteSession, target: Path, name: str, entries: int, progress: Progress | None) -> None:
    """The pages of a file, in the transaction in which its head was read: SQLite then never begins anew."""

    def tell(_status: int, left: int, pages: int) -> None:
        if progress and pages:
            progress(entries * (pages - left) // pages)

    with closing(sqlite3.connect(target, isolation_level=None)) as made:
        # What a kill leaves of the copy is thrown away, so nothing has to be rolled back or flushed on the way.
        made.execute("PRAGMA journal_mode = MEMORY")
        made.execute("PRAGMA synchronous = OFF")
        try:
            session.connection.backup(made, pages=_PAGES, progress=tell)
        except sqlite3.OperationalError as problem:
            if _is_full(problem):
                raise _full(name) from problem
            raise
    sqlite.set_journal(target, "delete")


def _entries(session: Session, target: Path, found: Copied, progress: Progress | None) -> None:
    """The rows of a log, verbatim, and read models made from them."""
    migrate.initialise(str(target))
    with writing(str(target)) as made:
        log.set_origin(made, found.origin)
        rows = log.stored(session)
        while some := list(islice(rows, _PART)):
            made.insert("entry", Stored._fields, some)
        writer.rebuild(made, progress)


@contextmanager
def _called(target: Path, name: str) -> Iterator[None]:
    """Errors name a file as people know it."""
    try:
        with plain_words(name):
            yield
    except DatabaseError as problem:
        if _is_full(problem):
            raise _full(name) from problem
        raise DatabaseError(problem.message.replace(str(target), name), problem.hint) from problem


def _is_full(problem: BaseException | None) -> bool:
    """Whether an error, or one that it was made from, is about a disk without room."""
    codes = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
    while problem is not None and not isinstance(problem, sqlite3.OperationalError):
        problem = problem.__cause__
    return problem is not None and problem.sqlite_errorcode & 0xFF in codes


def _full(name: str) -> DatabaseError:
    return DatabaseError(
        f"the disk that holds '{name}' is full or refuses to write",
        "free some space and repeat the command; nothing was changed",
    )
