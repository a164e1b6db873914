"""The verb doctor: what the program works with and on, each thing looked at on its own, so that one may be broken."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from tracker import __version__
from tracker.domain.clocks import instant, iso
from tracker.errors import DatabaseError
from tracker.extras import MissingExtra
from tracker.store import appending, entrance, log, sqlite
from tracker.store.checking import examining
from tracker.store.entrance import Demand
from tracker.store.naming import is_url, quoted, shown
from tracker.store.session import Dialect, Session


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. value: as JSON has it. warning: what needs attention, with a command to paste."""

    name: str
    value: Any
    warning: str = ""
    command: str = ""


_ROOM: Final = 16 << 20
"""Bytes that should be free beside as many as the database has: an upgrade copies it."""


def examine(location: str | None, found_by: str, now: datetime) -> Iterator[Check]:
    """Look at everything. location: None where no database was found; found_by: how it was looked for."""
    yield from _versions()
    if location is None:
        yield Check("database", None, "there is no tracker.db here or in a folder above", "tracker init")
    else:
        yield Check("database", shown(location))
        yield Check("found_by", found_by)
        yield Check("kind", Dialect.POSTGRESQL if is_url(location) else Dialect.SQLITE)
        yield from _opened(location, now)
        if not is_url(location) and Path(location).is_file():
            yield from _file(Path(location))
    yield from _clock(now)


# -- the program ---------------------------------------------------------------------------------------------------


def _versions() -> Iterator[Check]:
    yield Check("tracker", __version__)
    yield Check("python", platform.python_version())
    yield Check("sqlite", sqlite3.sqlite_version)
    needed, extras = _requirements()
    yield Check("libraries", {name: _version(name) for name in needed})
    missing = [name for name in needed if _version(name) is None]
    if missing:
        yield Check("missing", missing, f"not installed: {', '.join(missing)}", "pip install --upgrade tracker")
    yield Check("extras", {name: all(map(_version, wanted)) for name, wanted in extras.items()})


_FOR_MAKERS: Final = ("all", "audit", "bench", "dev")
"""Extras for those who work on the program; a user misses nothing without them."""


def _requirements() -> tuple[list[str], dict[str, list[str]]]:
    """The libraries that the package declares: those it needs, and those of each extra."""
    needed: list[str] = []
    extras: dict[str, list[str]] = {}
    try:
        declared = metadata.requires("tracker") or []
    except metadata.PackageNotFoundError:
        return needed, extras
    for line in declared:
        name = re.match(r"[\w.-]+", line)
        extra = re.search(r"extra == ['\"]([\w-]+)['\"]", line)
        if name is not None and (extra is None or extra[1] not in _FOR_MAKERS):
            (extras.setdefault(extra[1], []) if extra else needed).append(name[0])
    return needed, extras


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


# -- the log -------------------------------------------------------------------------------------------------------


def _opened(location: str, now: datetime) -> Iterator[Check]:
    try:
        with examining.opened(location) as session:
            # Everything is asked before anything is told, so that nobody waits for us with the database open.
            checks = list(_log(session, location, now))
    except (DatabaseError, MissingExtra) as problem:
        yield Check("log", None, problem.message, problem.hint)
        return
    yield from checks


def _log(session: Session, location: str, now: datetime) -> Iterator[Check]:
    if session.dialect is Dialect.POSTGRESQL:
        yield Check("server", examining.server_version(session))
    yield _schema(session, location)
    yield Check("settings", examining.settings(session))
    if "entry" not in session.tables():
        return
    end = log.head(session)
    yield Check("entries", end.position)
    yield Check("head", end.hash)
    if end.position:
        yield _recorded(end, now)
    if session.dialect is Dialect.POSTGRESQL:
        yield _role(examining.rights(session))


def _schema(session: Session, location: str) -> Check:
    """The schema, and whether the database can be worked with."""
    schemas = ", ".join(entrance.told(session)) if "alembic_version" in session.tables() else ""
    value = {"found": schemas or None, "needed": entrance.newest()}
    try:
        entrance.admit(session, location, Demand.WHOLE, write=True)
    except DatabaseError as problem:
        return Check("schema", value, problem.message, problem.hint)
    return Check("schema", value)


def _recorded(end: log.Head, now: datetime) -> Check:
    ahead = end.recorded - instant(now)
    if ahead > appending.AHEAD:
        return Check(
            "recorded",
            iso(end.recorded),
            "the last entry is dated in the future: set this machine's clock right (date -u shows it); if it is right, "
            "another one was wrong then",
            "tracker doctor --clock",
        )
    warning = "the last entry was recorded in the future, by the clock of this machine" if ahead > 0 else ""
    return Check("recorded", iso(end.recorded), warning, "date -u" if warning else "")


def _role(rights: examining.Rights) -> Check:
    warning = ""
    if rights.superuser:
        warning = f"the role '{rights.role}' is a superuser: no trigger and no grant holds it back"
    elif not rights.owner and {"delete", "truncate", "update"} & set(rights.log):
        warning = f"the role '{rights.role}' may do more to the log than to add to it"
    return Check("role", rights._asdict(), warning, "tracker init URL --app-role ROLE" if warning else "")


# -- the file ------------------------------------------------------------------------------------------------------


def _file(path: Path) -> Iterator[Check]:
    yield from _journal(path)
    files = examining.files(path)
    yield Check("files", [{"path": str(file.path), "mode": f"{file.mode:04o}"} for file in files])
    for file in files:
        if file.mode & 0o077:
            able = "read" if not file.mode & 0o022 else "read and change"
            yield Check(
                "mode", None, f"others than you can {able} '{file.path}'", f"chmod 600 {quoted(str(file.path))}"
            )
    yield from _folder(path)
    yield Check("access", "read and write" if os.access(path, os.W_OK) else "read")
    for left in examining.unfinished(path):
        yield Check(
            "left",
            str(left),
            f"'{left}' is being written, or a killed command has left it",
            f"rm -r {quoted(str(left))}",
        )
    yield from _space(path, sum(file.size for file in files))


def _journal(path: Path) -> Iterator[Check]:
    mode = sqlite.journal_of(path)
    if mode is None:
        return
    value = {"mode": mode, "wal_is_safe": sqlite.wal_is_safe()}
    if mode == "wal" and not sqlite.wal_is_safe():
        warning = f"SQLite {sqlite3.sqlite_version} can damage a database in WAL mode"
        yield Check("journal", value, warning, f"tracker init {quoted(str(path))} --journal delete")
    else:
        yield Check("journal", value)


def _folder(path: Path) -> Iterator[Check]:
    folder = path.absolute().parent
    mode = folder.stat().st_mode & 0o7777
    warning = ""
    if mode & 0o022 and not mode & 0o1000:
        warning = f"others than you can put another file in the place of the database, in '{folder}'"
    command = f"chmod go-w {quoted(str(folder))}" if warning else ""
    yield Check("folder", {"path": str(folder), "mode": f"{mode:04o}"}, warning, command)


def _space(path: Path, size: int) -> Iterator[Check]:
    folder = path.absolute().parent
    free = shutil.disk_usage(folder).free
    little = free < size + _ROOM
    yield Check(
        "free", free, "there is little room left on the disk" if little else "", f"df -h {quoted(str(folder))}" * little
    )


# -- the clock -----------------------------------------------------------------------------------------------------


def _clock(now: datetime) -> Iterator[Check]:
    yield Check("now", iso(instant(now)))
    yield Check("time_zone", str(now.astimezone().tzname()))
