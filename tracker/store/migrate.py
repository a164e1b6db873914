"""Making a database and bringing an old one up to date, by the Alembic scripts in ``alembic/``.

Every step is part of one transaction, read models included, so a failure or a kill leaves the old schema or the new
one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tracker.errors import DatabaseError
from tracker.store import log, sqlite, writer
from tracker.store.database import PATIENCE, REVISIONS, is_url, plain_words, quoted, reading, schema_of, shown
from tracker.store.session import Session
from tracker.store.sqlite import SqliteSession

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Engine


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
    """Make a database; False if there is one already. A file is readable by its owner only.

    Raises DatabaseError where it cannot be made or is something else.
    """
    if is_url(location):
        return _initialise_schema(location)
    path = Path(location)
    if path.exists() and not path.is_dir() and path.stat().st_size:
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
        _migrate(sqlite.engine(path, PATIENCE), REVISIONS[-1])
    return True


def _initialise_schema(location: str) -> bool:
    from tracker.store import postgres

    with plain_words(location):
        with _looking(location) as session:
            postgres.schema_name(session)
            there = session.has_log()
        if there:
            with reading(location):
                return False
        _migrate(postgres.engine(location), REVISIONS[-1])
    return True


@contextmanager
def _looking(location: str) -> Iterator[Session]:
    """A reading transaction, whatever the schema."""
    from tracker.store import postgres

    with (
        closing(postgres.connect(location, PATIENCE, write=False)) as connection,
        postgres.transaction(connection, PATIENCE, write=False) as session,
    ):
        yield session


def upgrade(location: str) -> tuple[str, str, Path | None]:
    """Bring a database to the newest schema.

    The schema before, the one after, and the copy of the file made first; None where none was needed, and for a server.

    Raises DatabaseError for a database that is not ours or is newer.
    """
    newest = REVISIONS[-1]
    with plain_words(location):
        if is_url(location):
            from tracker.store import postgres

            with _looking(location) as session:
                found = _revision(session, location)
            if found != newest:
                _migrate(postgres.engine(location), newest)
            return found, newest, None
        path = sqlite.file_of(location)
        with closing(sqlite3.connect(path)) as connection:
            found = _revision(SqliteSession(connection), location)
        if found == newest:
            return found, found, None
        copy = _copy(path, found)
        _migrate(sqlite.engine(path, PATIENCE), newest)
    return found, newest, copy


def _revision(session: Session, location: str) -> str:
    found = schema_of(session)
    if found is None:
        raise DatabaseError(f"'{shown(location)}' is not a tracker database", "tracker init PATH makes a new one")
    if found not in REVISIONS:
        raise DatabaseError(
            f"'{shown(location)}' was written by a newer tracker (schema {found})",
            "install the newer tracker; nothing was changed",
        )
    return found


def _copy(path: Path, revision: str) -> Path:
    """A consistent copy beside the database, made by SQLite itself, never over an older copy."""
    copy = path.with_name(f"{path.name}.before-{revision}")
    if copy.exists():
        copy = path.with_name(f"{path.name}.before-{revision}-{uuid4().hex[:8]}")
    os.close(os.open(copy, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _migrate(engine: Engine, revision: str) -> None:
    from alembic import command

    try:
        with engine.connect() as connection, connection.begin():
            session = _session(connection.connection.driver_connection, engine.dialect.name)
            config = configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            if revision == REVISIONS[-1] and log.head(session).position:
                writer.rebuild(session)
            session.flush()
    finally:
        engine.dispose()


def _session(driver: Any, dialect: str) -> Session:
    """A session in the transaction of a migration, which holds the write lock."""
    if dialect == "sqlite":
        return SqliteSession(driver)
    from tracker.store import postgres

    session = postgres.PostgresSession(driver)
    session.run(f"SELECT {postgres.LOCK}")
    return session
