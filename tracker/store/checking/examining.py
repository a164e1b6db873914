"""What a database and the library that opens it are like, as far as they can be told, whatever state they are in."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from tracker.files import PARTIAL
from tracker.store import sqlite
from tracker.store.database import plain_words, server_of
from tracker.store.session import Dialect, Session

_PATIENCE: Final = 5.0
_SYNCHRONOUS: Final = ("off", "normal", "full", "extra")


@contextmanager
def opened(location: str) -> Iterator[Session]:
    """One moment of a database of any schema. Raises DatabaseError where there is none to be read."""
    server = server_of(location)
    with (
        plain_words(location),
        closing(server.connect(location, _PATIENCE, write=False)) as connection,
        server.transaction(connection, _PATIENCE, write=False) as session,
    ):
        yield session


class Rights(NamedTuple):
    """What the role that we are on a server may do there. log: what it may do to the table of entries."""

    role: str
    superuser: bool
    owner: bool
    log: tuple[str, ...]


def rights(session: Session) -> Rights:
    """The role of a connection to a server."""
    ((role, superuser, owner),) = session.rows(
        "SELECT current_user, rolsuper, (SELECT pg_get_userbyid(relowner) = current_user FROM pg_class "
        "WHERE oid = to_regclass('entry')) FROM pg_roles WHERE rolname = current_user"
    )
    held = [
        name.lower()
        for name in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
        if next(session.rows("SELECT has_table_privilege(to_regclass('entry'), :name)", name=name))[0]
    ]
    if "update" not in held and all(
        next(session.rows("SELECT has_column_privilege(to_regclass('entry'), :name, 'UPDATE')", name=name))[0]
        for name in ("words", "salt")
    ):
        held.append("update of words and salt")
    return Rights(str(role), bool(superuser), bool(owner), tuple(held))


def settings(session: Session) -> dict[str, str]:
    """With what care the database writes."""
    if session.dialect is Dialect.POSTGRESQL:
        names = ("synchronous_commit", "fsync", "full_page_writes", "server_encoding")
        return {name: str(next(session.rows(f"SHOW {name}"))[0]) for name in names}
    return _pragmas()


def _pragmas() -> dict[str, str]:
    """What a writer sets on its connection, as this library understands it."""
    connection = sqlite3.connect(":memory:")
    try:
        sqlite.set_up(connection)
        found: dict[str, str] = {}
        for name in ("synchronous", "secure_delete", "foreign_keys", "recursive_triggers", "trusted_schema"):
            value: Any = connection.execute(f"PRAGMA {name}").fetchone()[0]
            found[name] = _SYNCHRONOUS[value] if name == "synchronous" else "on" if value else "off"
        return found
    finally:
        connection.close()


def server_version(session: Session) -> str:
    """The version of a PostgreSQL server."""
    return str(next(session.rows("SHOW server_version"))[0])


class Lying(NamedTuple):
    """A file beside the database or the database itself. mode: its permission bits. size: in bytes."""

    path: Path
    mode: int
    size: int


def files(path: Path) -> list[Lying]:
    """A database, what SQLite puts beside it, and the copies made before an upgrade."""
    names = [path, *(path.with_name(path.name + part) for part in sqlite.BESIDE)]
    names += sorted(one for one in _beside(path) if one.name.startswith(f"{path.name}.before-"))
    found = []
    for one in names:
        try:
            status = one.stat()
        except OSError:
            continue
        found.append(Lying(one, stat.S_IMODE(status.st_mode), status.st_size))
    return found


def unfinished(path: Path) -> list[Path]:
    """What a killed command has left of a copy that it was making beside a database."""
    partial = (one for one in _beside(path) if one.name.endswith(PARTIAL))
    return sorted(one for one in partial if not _is_at_work(one))


def _is_at_work(partial: Path) -> bool:
    """Whether somebody holds the lock on what he is making."""
    try:
        number = os.open(partial, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(number)
    return False


def _beside(path: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(path.parent)]
    except OSError:
        return []
