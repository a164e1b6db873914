"""Making a database and bringing an old one up to date, by the Alembic scripts in ``alembic/``.

Every step is part of one transaction, read models included, so a failure or a kill leaves the old schema or the new
one.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tracker.errors import DatabaseError
from tracker.store import entrance, log, sqlite, writer
from tracker.store.database import PATIENCE, plain_words, reading, writing
from tracker.store.naming import is_url, quoted
from tracker.store.session import Dialect, Session
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


def initialise(location: str, app_role: str | None = None) -> bool:
    """Make a database; False if there is one already. A file is readable by its owner only.

    app_role: on a server, who is to work with the log (see `tracker.store.roles`). Raises DatabaseError where it cannot
    be made or is something else, NotFound for a role that there is not.
    """
    if is_url(location):
        return _initialise_schema(location, app_role)
    if app_role is not None:
        raise DatabaseError(
            f"'{location}' is a file, which knows no roles", "--app-role goes with postgresql+psycopg://USER@HOST/NAME"
        )
    path = Path(location).absolute()
    if path.is_file() and _begun(path):
        with reading(location):
            return False
    if not path.parent.is_dir():
        folder = str(Path(location).parent)
        raise DatabaseError(f"there is no folder '{folder}'", f"mkdir -p {quoted(folder)}")
    with plain_words(location):
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as problem:
            raise DatabaseError(
                f"'{location}' cannot be made: {problem.strerror}", "choose a folder you may write to"
            ) from problem
        return _migrate(sqlite.engine(path, PATIENCE), entrance.newest())


def _initialise_schema(location: str, app_role: str | None) -> bool:
    from tracker.store import postgres, roles

    with plain_words(location):
        with postgres.looking(location) as session:
            postgres.schema_name(session)
            there = {"entry", "alembic_version"} <= session.tables()
            if app_role is not None and not there:
                roles.check(session, app_role)
        if there:
            with reading(location) if app_role is None else writing(location) as session:
                if app_role is not None:
                    roles.grant(session, app_role)
            return False
        return _migrate(postgres.engine(location), entrance.newest(), app_role)


def _begun(path: Path) -> bool:
    """Whether a file holds anything. A making that was killed is rolled back first: then it holds nothing again."""
    if path.stat().st_size and path.with_name(f"{path.name}-journal").exists():
        with plain_words(str(path)), closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    return bool(path.stat().st_size)


def upgrade(location: str) -> tuple[str, str, Path | None]:
    """Bring a database to the newest schema.

    The schema before, the one after, and the copy of the file made first; None where none was needed, and for a server.

    Raises DatabaseError for a database that is not ours or is newer.
    """
    newest = entrance.newest()
    with plain_words(location):
        if is_url(location):
            from tracker.store import postgres

            with postgres.looking(location) as session:
                found = entrance.revision(session, location)
            if found != newest:
                _migrate(postgres.engine(location), newest)
            return found, newest, None
        path = sqlite.file_of(location)
        with closing(sqlite3.connect(path)) as connection:
            found = entrance.revision(SqliteSession(connection), location)
        if found == newest:
            return found, found, None
        copy = _copy(path, found)
        _migrate(sqlite.engine(path, PATIENCE), newest)
    return found, newest, copy


def _copy(path: Path, revision: str) -> Path:
    """A consistent copy beside the database, made by SQLite itself, never over an older copy.

    It gets its name when it is whole; until then it is called partial, and what a kill leaves of it goes next time.
    """
    partial = path.with_name(f"{path.name}.before-{revision}.partial")
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as alone:
        alone.execute("BEGIN IMMEDIATE")
        _discard(partial)
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
                source.backup(target)
            copy = path.with_name(f"{path.name}.before-{revision}")
            if copy.exists():
                copy = path.with_name(f"{path.name}.before-{revision}-{uuid4().hex[:8]}")
            return partial.rename(copy)
        except BaseException:
            _discard(partial)
            raise


def _discard(database: Path) -> None:
    for path in (database, database.with_name(f"{database.name}-journal")):
        path.unlink(missing_ok=True)


def _migrate(engine: Engine, revision: str, app_role: str | None = None) -> bool:
    """Run the migrations in one transaction; False where another program had done so by the time it was our turn."""
    from alembic import command

    try:
        with engine.connect() as connection, connection.begin():
            session = _session(connection.connection.driver_connection, engine.dialect.name)
            done = "alembic_version" in session.tables() and entrance.told(session) == [revision]
            if not done:
                config = configuration()
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
                if revision == entrance.newest() and log.head(session).position:
                    writer.rebuild(session)
            session.flush()
            if session.dialect is Dialect.POSTGRESQL:
                from tracker.store import roles

                for role in {*roles.granted(session), *filter(None, [app_role])}:
                    roles.grant(session, role)
    finally:
        engine.dispose()
    return not done


def _session(driver: Any, dialect: str) -> Session:
    """A session in the transaction of a migration, which holds the write lock and waits for readers that have begun."""
    if dialect == Dialect.SQLITE:
        return SqliteSession(driver)
    from tracker.store import postgres

    session = postgres.PostgresSession(driver)
    session.run(postgres.waiting(PATIENCE))
    session.run(f"SELECT {postgres.LOCK}")
    if "alembic_version" in session.tables():
        session.run("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
    return session
