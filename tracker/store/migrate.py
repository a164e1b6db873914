"""Making a database and bringing an old one up to date, by the Alembic scripts in ``alembic/``."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from tracker.errors import DatabaseError
from tracker.store import log, writer
from tracker.store.database import (
    PATIENCE,
    REVISIONS,
    CoreSession,
    engine_for,
    is_url,
    plain_words,
    quoted,
    reading,
    reads,
    schema_of,
    stranger,
)

if TYPE_CHECKING:
    from alembic.config import Config


def scripts_folder() -> Path:
    """Where the migrations are: inside an installed package, else at the top of the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_alembic"
    return installed if installed.is_dir() else package.parent / "alembic"


def configuration() -> Config:
    """Alembic's settings, without a file. A ``%`` in a folder's name is doubled, since it would be interpolated."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts_folder()).replace("%", "%%"))
    return config


def initialise(location: str) -> bool:
    """Make a database; False if there is one already. The file is readable by its owner only.

    Raises DatabaseError where the file cannot be made or is something else.
    """
    if is_url(location):
        reads(location)
    path = Path(location)
    if path.is_file() and _begun(path):
        with reading(location):
            return False
    if not path.parent.is_dir():
        raise DatabaseError(f"there is no folder '{path.parent}'", f"mkdir -p {quoted(str(path.parent))}")
    with plain_words(location):
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as problem:
            raise DatabaseError(
                f"'{location}' cannot be made: {problem.strerror}", "choose a folder you may write to"
            ) from problem
        _migrate(path, REVISIONS[-1])
    return True


def _begun(path: Path) -> bool:
    """Whether a file holds anything. A making that was killed is rolled back first: then it holds nothing again."""
    if path.stat().st_size and path.with_name(f"{path.name}-journal").exists():
        with plain_words(str(path)), closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    return bool(path.stat().st_size)


def upgrade(location: str) -> tuple[str, str, Path | None]:
    """Bring a database to the newest schema.

    The schema before, the one after, and the copy made first, None if it was up to date.

    Raises DatabaseError for a database that is not ours or is newer.
    """
    path = reads(location)
    with plain_words(location):
        with closing(sqlite3.connect(path)) as connection:
            found = _revision(connection, location)
        if found == REVISIONS[-1]:
            return found, found, None
        copy = _copy(path, found)
        _migrate(path, REVISIONS[-1])
    return found, REVISIONS[-1], copy


def _revision(connection: sqlite3.Connection, location: str) -> str:
    from tracker.store.database import DriverSession

    session = DriverSession(connection)
    found = schema_of(session)
    if found is None:
        raise stranger(session, location)
    if found not in REVISIONS:
        raise DatabaseError(
            f"'{location}' was written by a newer tracker (schema {found})",
            "install the newer tracker; nothing was changed",
        )
    return found


def _copy(path: Path, revision: str) -> Path:
    """A consistent copy beside the database, made by SQLite itself, never over an older copy.

    It gets its name when it is whole; until then it is called unfinished, and what a kill leaves of it goes next time.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as alone:
        alone.execute("BEGIN IMMEDIATE")
        _discard(unfinished)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
                source.backup(target)
        except BaseException:
            _discard(unfinished)
            raise
        copy = path.with_name(f"{path.name}.before-{revision}")
        if copy.exists():
            copy = path.with_name(f"{path.name}.before-{revision}-{uuid4().hex[:8]}")
        return unfinished.rename(copy)


def _discard(database: Path) -> None:
    for path in (database, database.with_name(f"{database.name}-journal")):
        path.unlink(missing_ok=True)


def _migrate(path: Path, revision: str) -> None:
    from alembic import command

    engine = engine_for(path)
    try:
        with engine.connect() as connection, connection.begin():
            config = configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            session = CoreSession(connection)
            if revision == REVISIONS[-1] and log.head(session).position:
                writer.rebuild(session)
    finally:
        engine.dispose()
