"""An upgrade that fails or is killed, wherever that is: the old schema or the new one is left, never half of it."""

from __future__ import annotations

import signal
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.conftest import Files
from tests.server import APP, Server, Url
from tests.store.logs import Told, insert_raw, raw, statement, stored, tell, write
from tests.store.programs import start
from tracker.errors import DatabaseError
from tracker.store import migrate, postgres, roles, sqlite
from tracker.store.checking.verify import verify
from tracker.store.database import PATIENCE, reading, writing
from tracker.store.entrance import MADE
from tracker.store.migrate import initialise, upgrade
from tracker.store.postgres import PostgresSession
from tracker.store.session import Session
from tracker.store.sqlite import SqliteSession

Place = Path | Url
Shelf = Files | Server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, workplace: Path) -> Shelf:
    """Where the databases of these tests stand, whatever the others work on."""
    return Files(workplace) if request.param == "sqlite" else request.getfixturevalue("server")


def engine(database: Place) -> Engine:
    return postgres.engine(database) if isinstance(database, Url) else sqlite.engine(database, PATIENCE)


@pytest.fixture(scope="module")
def old_once(place: Shelf) -> Told:
    """The told log in a database of the first schema, with the log's triggers and nothing in its read models."""
    new = place.empty()
    initialise(str(new))
    told = tell(new)
    rows = stored(new)
    old = place.empty()
    if isinstance(old, Path):
        old.touch()
    migrate._migrate(engine(old), next(iter(MADE)))
    with raw(new) as connection:
        origin = connection.execute("SELECT value, key FROM meta").fetchall()
    with raw(old) as connection:
        for pair in origin:
            connection.execute("UPDATE meta SET value = ? WHERE key = ?", pair)
        for row in rows:
            insert_raw(connection, row)
    return told._replace(path=old)


@pytest.fixture
def old(old_once: Told, place: Shelf) -> Place:
    """A database of the first schema, to do with as a test likes."""
    return place.copy(old_once.path)  # type: ignore[arg-type]


def content(database: Place) -> object:
    """Everything in a database, schema and rows."""
    with raw(database) as connection:
        if isinstance(database, Path):
            return list(connection.iterdump())
        things = "SELECT relname, relkind::text, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        triggers = "SELECT tgname, pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal"
        return [
            sorted(map(repr, connection.execute(things))),
            sorted(map(repr, connection.execute(triggers))),
            database.read_bytes(),
        ]


def is_whole(database: Place, entries: int = 8) -> None:
    """Assert that an upgrade is done to the end."""
    with reading(str(database)) as session:
        assert verify(session)[0] == entries
        assert verify(session).ok
        ((known,),) = session.rows("SELECT COUNT(*) FROM statement_version WHERE upto > 1000")
        assert known == 4 - 1 + entries - 8
    write(database, statement())


class TripError(Exception):
    """What a test makes happen in the middle."""


@contextmanager
def tripwire(at: int, action: Callable[[], None]) -> Iterator[list[int]]:
    """Something happens before the n-th statement of a migration; how many there were."""
    count = [0]

    def step() -> None:
        count[0] += 1
        if count[0] == at:
            action()

    with pytest.MonkeyPatch.context() as patch:
        for session in (SqliteSession, PostgresSession):
            for name in ("rows", "stream", "run", "many", "insert"):
                patch.setattr(session, name, _stepping(getattr(session, name), step))

        def watched(make: Callable[..., Engine]) -> Callable[..., Engine]:
            def made(*values: Any) -> Engine:
                engine = make(*values)
                event.listen(engine, "before_cursor_execute", lambda *_: step())
                return engine

            return made

        for module in (sqlite, postgres):
            patch.setattr(module, "engine", watched(module.engine))
        yield count


def _stepping(method: Any, step: Callable[[], None]) -> Any:
    def stepping(*values: Any, **named: Any) -> Any:
        step()
        return method(*values, **named)

    return stepping


def trip() -> None:
    raise TripError


def statements_of(old: Place, place: Shelf) -> int:
    """How many statements an upgrade takes."""
    with tripwire(0, trip) as count:
        upgrade(str(place.copy(old)))  # type: ignore[arg-type]
    assert count[0] > 50
    return count[0]


def fails_anywhere(old: Place, place: Shelf, every: int) -> None:
    before = content(old)
    for at in range(1, statements_of(old, place) + 1, every):
        with pytest.raises(TripError), tripwire(at, trip):
            upgrade(str(old))
        assert content(old) == before, at
    with pytest.raises(DatabaseError, match="older schema") as caught, reading(str(old)):
        pytest.fail("an old database was read")
    assert caught.value.hint.startswith("tracker upgrade --db ")
    upgrade(str(old))
    is_whole(old)


def test_an_upgrade_that_fails_leaves_the_old_schema(old: Place, place: Shelf) -> None:
    fails_anywhere(old, place, 23)


@pytest.mark.soak
def test_an_upgrade_that_fails_at_any_statement_leaves_the_old_schema(old: Place, place: Shelf) -> None:
    fails_anywhere(old, place, 1)


def cut_off_anywhere(old: Place, server: Server, every: int) -> None:
    assert isinstance(old, Url)
    before = content(old)

    def cut_off() -> None:
        with server.admin() as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (old.name,))

    for at in range(2, statements_of(old, server) + 1, every):
        with pytest.raises(DatabaseError), tripwire(at, cut_off):
            upgrade(old)
        assert content(old) == before, at
    upgrade(old)
    is_whole(old)


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_an_upgrade_that_is_cut_off_leaves_the_old_schema(old: Place, server: Server) -> None:
    cut_off_anywhere(old, server, 37)


@pytest.mark.soak
@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_an_upgrade_that_is_cut_off_at_any_statement_leaves_the_old_schema(old: Place, server: Server) -> None:
    cut_off_anywhere(old, server, 1)


_KILLED = """
import os, signal, sys
from pathlib import Path
from tests.store.test_upgrade import tripwire
from tracker.store.migrate import upgrade
with tripwire(int(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGKILL)):
    upgrade(sys.argv[1])
"""


def killed_anywhere(old: Place, place: Shelf, every: int) -> None:
    before = content(old)
    for at in range(5, statements_of(old, place) + 1, every):
        assert start(_KILLED, old, at).wait(120) == -signal.SIGKILL
        assert content(old) == before, at
    upgrade(str(old))
    is_whole(old)


def test_an_upgrade_that_is_killed_leaves_the_old_schema(old: Place, place: Shelf) -> None:
    killed_anywhere(old, place, 97)


@pytest.mark.soak
def test_an_upgrade_that_is_killed_at_any_statement_leaves_the_old_schema(old: Place, place: Shelf) -> None:
    killed_anywhere(old, place, 1)


# -- the copy ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_half_made_copy_is_never_taken_for_a_copy(old: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(old)
    copy = Path(f"{old}.before-{next(iter(MADE))}")
    unfinished = Path(f"{copy}.partial")
    unfinished.write_bytes(b"what a kill left behind")
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        patch.setattr(Path, "rename", full)
        with pytest.raises(DatabaseError, match="is full"):
            upgrade(str(old))
    assert not copy.exists()
    assert not unfinished.exists()
    assert content(old) == before
    assert upgrade(str(old))[2] == copy
    assert content(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not unfinished.exists()


# -- several at once -----------------------------------------------------------------------------------------------

_UPGRADING = "import sys; from tracker.store.migrate import upgrade; upgrade(sys.argv[1])"
_MAKING = "import sys; from tracker.store.migrate import initialise; initialise(sys.argv[1])"


def test_upgrades_at_once_do_no_harm(old: Place) -> None:
    runs = [start(_UPGRADING, old) for _ in range(2)]
    assert [run.wait(120) for run in runs] == [0, 0]
    is_whole(old)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_makings_at_once_make_one_database(place: Shelf) -> None:
    new = place.empty()
    runs = [start(_MAKING, new) for _ in range(2)]
    assert [run.wait(120) for run in runs] == [0, 0]
    write(new, statement())
    assert len(stored(new)) == 1


def test_an_upgrade_waits_for_writers_and_readers_and_they_for_it(
    old: Place, place: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "PATIENCE", 0.2)
    with raw(old) as connection:
        connection.execute("BEGIN IMMEDIATE" if isinstance(old, Path) else "BEGIN")
        connection.execute("SELECT * FROM alembic_version" if isinstance(old, Url) else "SELECT 1").fetchall()
        with pytest.raises(DatabaseError, match="is busy"):
            upgrade(str(old))
        connection.execute("ROLLBACK")
    upgrade(str(old))
    is_whole(old)


def test_a_schema_that_was_set_back_by_one_without_tables_is_brought_forward_again(old: Place) -> None:
    upgrade(str(old))
    with raw(old) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
    assert upgrade(str(old))[:2] == ("0003", next(reversed(MADE)))
    is_whole(old)


# -- what a role may do --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_who_worked_with_the_log_before_does_so_after(old: Place, server: Server) -> None:
    assert isinstance(old, Url)
    with raw(old) as connection:
        connection.execute(f"GRANT INSERT ON entry TO {APP}")
    upgrade(old)
    app = Url(server.url(old.name, APP))
    write(app, statement())
    with writing(app) as session:
        assert list(roles.granted(session)) == [APP]
        rebuild(session)
    is_whole(old, 9)


def rebuild(session: Session) -> None:
    from tracker.store import writer

    assert writer.rebuild(session) == 9


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_only_the_owner_upgrades(old: Place, server: Server) -> None:
    assert isinstance(old, Url)
    with raw(old) as connection:
        connection.execute(f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {APP}")
    before = content(old)
    with pytest.raises(DatabaseError, match="does not let this role do that"):
        upgrade(server.url(old.name, APP))
    assert content(old) == before
