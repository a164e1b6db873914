"""Making databases and bringing old ones up to date."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tests.store.logs import Told, derived, raw, statement, stored, write
from tracker.errors import DatabaseError, ExitCode
from tracker.store import entrance, guards, log, migrate, rows, sqlite
from tracker.store.checking.verify import verify
from tracker.store.database import PATIENCE, reading, writing
from tracker.store.entrance import MADE
from tracker.store.migrate import configuration, initialise, upgrade
from tracker.store.tables import metadata

pytestmark = pytest.mark.sqlite
AS_ROOT = os.geteuid() == 0
rights_bind = pytest.mark.skipif(AS_ROOT, reason="rights do not bind root")


def tables_of(path: Path) -> dict[str, object]:
    """Every table of a file, with its columns, indexes, and whether it has row numbers.

    Without the full-text index, whose tables no model can declare.
    """
    with raw(path) as connection:

        def pragma(text: str) -> list[tuple[object, ...]]:
            return connection.execute(f"PRAGMA {text}").fetchall()

        found: dict[str, object] = {}
        for _, name, kind, _, without_rowid, strict in pragma("table_list"):
            if kind != "table" or str(name).startswith(("sqlite_", "alembic_", "search")):
                continue
            indexes = sorted(
                (unique, origin, tuple(column[2] for column in pragma(f"index_info('{index}')")))
                for _, index, unique, origin, _ in pragma(f"index_list('{name}')")
            )
            columns = sorted((column[1:6]) for column in pragma(f"table_info('{name}')"))
            found[str(name)] = (without_rowid, strict, columns, indexes)
        return found


# -- tables and migrations say the same ----------------------------------------------------------------------------


def _is_declared(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not str(name).startswith("search")


def test_rows_have_the_columns_that_the_tables_declare() -> None:
    for kept in (rows.SOURCES, rows.ARTICLES, rows.CLAIMS, rows.VERDICTS, rows.REQUESTS, rows.TALLIES):
        assert {*kept.columns, *rows.VERSION} == set(metadata.tables[kept.table].columns.keys()), kept.table
    for table, columns in rows.INSERTED.items():
        assert set(columns) == set(metadata.tables[table].columns.keys()), table
    for table, shared in rows.SHARED.items():
        assert {"id", *shared} == set(metadata.tables[table].columns.keys()), table


def test_the_migrations_make_the_tables_that_are_declared(db: Path) -> None:
    engine = sqlite.engine(db, PATIENCE)
    try:
        with engine.connect() as connection:
            opts = {"compare_type": True, "compare_server_default": True, "include_name": _is_declared}
            assert compare_metadata(MigrationContext.configure(connection, opts=opts), metadata) == []
    finally:
        engine.dispose()


def test_the_migrations_make_them_down_to_keys_and_row_numbers(db: Path, tmp_path: Path) -> None:
    declared = tmp_path / "declared.db"
    engine = create_engine(f"sqlite:///{declared}", poolclass=NullPool)
    metadata.create_all(engine)
    engine.dispose()
    made = tables_of(db)
    assert made == tables_of(declared)
    assert set(made) >= {"meta", "entry", "tag", "entry_tag", "statement_version"}


def test_the_revisions_this_program_knows_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    assert scripts.get_heads() == [list(MADE)[-1]]
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == tuple(MADE)


def test_the_folder_of_migrations_is_no_package() -> None:
    assert list(migrate.scripts_folder().rglob("__init__.py")) == []


def test_the_log_only_goes_forward() -> None:
    for script in ScriptDirectory.from_config(configuration()).walk_revisions():
        with pytest.raises(NotImplementedError, match="only goes forward"):
            script.module.downgrade()


# -- making a database -----------------------------------------------------------------------------------------------


def test_a_new_database_is_empty_and_fine(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    assert initialise(str(path)) is True
    with reading(str(path)) as session:
        assert log.head(session).position == 0
        assert verify(session).ok
        assert not any(derived(session).values())
    with raw(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(list(MADE)[-1],)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert names == set(guards.SQLITE)
    assert os.listdir(tmp_path) == ["tracker.db"]


def test_making_it_again_says_that_it_is_there_and_changes_nothing(told: Told) -> None:
    before = told.path.read_bytes()
    assert initialise(str(told.path)) is False
    assert told.path.read_bytes() == before


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    before = os.umask(0)
    try:
        initialise(str(path))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    path.touch()
    assert initialise(str(path)) is True
    write(path, statement())
    assert len(stored(path)) == 1


KILLED_MAKING = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 5")
connection.execute("BEGIN IMMEDIATE")
for number in range(50):
    connection.execute(f"CREATE TABLE t{number} (a UNIQUE, b UNIQUE)")
os._exit(0)
"""


def half_made(path: Path) -> None:
    """What is left of a database whose making was killed while it was being written to the file."""
    subprocess.run([sys.executable, "-c", KILLED_MAKING, path], check=True)
    assert path.stat().st_size > 0
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0


def test_a_making_that_was_killed_is_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    half_made(path)
    assert initialise(str(path)) is True
    write(path, statement())
    assert len(stored(path)) == 1
    assert os.listdir(tmp_path) == ["tracker.db"]


def test_a_database_whose_making_was_killed_is_told_from_another_file(tmp_path: Path) -> None:
    path = tmp_path / "my log.db"
    half_made(path)
    for attempt in (stored_at, write_to, upgrade):
        with pytest.raises(DatabaseError, match="is empty") as caught:
            attempt(str(path))
        assert caught.value.hint == f"tracker init '{path}'"


ODD_NAMES = [
    "two words", "100%", "%20", "%(here)s", "it's", 'say "so"', "Übergrößen", "a?mode=ro", "a#b", "a&b=c",
    "ünï%41 cödé's", "a;b", "[x]", "back\\slash", "tab\there", ":memory:", "file:x", "☃", "-dash", "trailing ",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_folders_and_files_may_be_called_anything(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    path = folder / f"{name}.db"
    assert initialise(str(path)) is True
    assert initialise(str(path)) is False
    write(path, statement())
    assert len(stored(path)) == 1
    assert upgrade(str(path)) == (list(MADE)[-1], list(MADE)[-1], None)
    assert os.listdir(folder) == [path.name]


def test_a_name_that_is_not_unicode_will_do(tmp_path: Path) -> None:
    # Python stands in surrogates for such bytes, and those have no UTF-8 form to put into a URI.
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/gr\xfc\xdfe.db"))
    try:
        path.touch()
    except OSError:
        pytest.skip("this file system takes no such names")
    initialise(str(path))
    write(path, statement())
    assert len(stored(path)) == 1


@pytest.mark.parametrize("name", ["two words", "100%", "%(here)s", "Übergrößen 'x'"])
def test_the_program_itself_may_lie_in_a_folder_called_anything(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / name / "alembic"
    copytree(migrate.scripts_folder(), scripts, ignore=ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "scripts_folder", lambda: scripts)
    assert initialise(str(tmp_path / "tracker.db")) is True


def test_a_path_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert initialise("tracker.db") is True
    write(Path("tracker.db"), statement())
    assert len(stored(tmp_path / "tracker.db")) == 1


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no folder") as caught:
        initialise(str(tmp_path / "a b" / "tracker.db"))
    assert caught.value.hint == f"mkdir -p '{tmp_path / 'a b'}'"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be made"):
        initialise(str(tmp_path))


@pytest.mark.parametrize("content", [b"Dear editor,\n" * 200, b"x", b"SQLite format 3\0" + b"\xff" * 200])
def test_another_file_is_never_made_into_a_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    for attempt in (initialise, upgrade, stored_at, write_to):
        with pytest.raises(DatabaseError) as caught:
            attempt(str(path))
        assert str(path) in caught.value.message
        assert caught.value.exit_code is ExitCode.DATABASE
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["letter.txt"]


def test_the_database_of_another_program_is_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with raw(path) as connection:
        connection.execute("CREATE TABLE entry (id INTEGER)")
    before = path.read_bytes()
    for attempt in (initialise, upgrade, stored_at, write_to):
        with pytest.raises(DatabaseError, match="is not a tracker database"):
            attempt(str(path))
    assert path.read_bytes() == before


@rights_bind
def test_a_folder_one_may_not_write_to_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(DatabaseError, match="cannot be made") as caught:
            initialise(str(tmp_path / "tracker.db"))
    finally:
        tmp_path.chmod(0o700)
    assert "may write to" in caught.value.hint


@rights_bind
def test_a_log_in_a_folder_one_may_not_write_to_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    initialise(str(path))
    write(path, statement())
    tmp_path.chmod(0o500)
    path.chmod(0o400)
    try:
        assert len(stored(path)) == 1
        with pytest.raises(DatabaseError, match="cannot be"):
            write(path, statement())
    finally:
        tmp_path.chmod(0o700)


# -- what is missing -------------------------------------------------------------------------------------------------


def stored_at(location: str) -> None:
    with reading(location) as session:
        list(log.stored(session))


def write_to(location: str) -> None:
    with writing(location):
        pass


@pytest.mark.parametrize("attempt", [stored_at, write_to, upgrade])
def test_a_missing_database_is_named_and_not_made(tmp_path: Path, attempt: Callable[[str], object]) -> None:
    path = tmp_path / "my log.db"
    with pytest.raises(DatabaseError, match="there is no database at") as caught:
        attempt(str(path))
    assert caught.value.hint == f"tracker init '{path}'"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("attempt", [stored_at, write_to, upgrade])
def test_a_folder_is_told_from_a_database(tmp_path: Path, attempt: Callable[[str], object]) -> None:
    with pytest.raises(DatabaseError, match="is a folder"):
        attempt(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("attempt", [stored_at, write_to, upgrade])
def test_an_empty_file_is_no_database_yet(tmp_path: Path, attempt: Callable[[str], object]) -> None:
    path = tmp_path / "tracker.db"
    path.touch()
    with pytest.raises(DatabaseError, match="is not a tracker database") as caught:
        attempt(str(path))
    assert "tracker init" in caught.value.hint
    assert path.read_bytes() == b""


@pytest.mark.parametrize("attempt", [initialise, stored_at, write_to, upgrade])
def test_servers_of_other_kinds_are_not_supported(attempt: Callable[[str], object]) -> None:
    with pytest.raises(DatabaseError, match=r"'mysql://' are not supported") as caught:
        attempt("mysql://desk:secret@host/tracker")
    assert "secret" not in caught.value.message + caught.value.hint


# -- older and newer -------------------------------------------------------------------------------------------------


def set_revision(path: Path, revision: str) -> None:
    with raw(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def test_a_newer_schema_is_refused_and_the_file_left_as_it_is(told: Told) -> None:
    set_revision(told.path, "9999")
    before = told.path.read_bytes()
    for attempt in (initialise, stored_at, write_to, upgrade):
        with pytest.raises(DatabaseError, match=r"newer tracker \(schema 9999") as caught:
            attempt(str(told.path))
        assert caught.value.exit_code is ExitCode.DATABASE
    assert told.path.read_bytes() == before
    assert list(told.path.parent.glob(f"{told.path.name}?*")) == []


def dump(path: Path) -> list[str]:
    with raw(path) as connection:
        return list(connection.iterdump())


NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{}", None, None
def upgrade():
    op.create_table("added", sa.Column("key", sa.Text(), primary_key=True))
    op.execute("INSERT INTO added VALUES ('made')")
    op.execute("DELETE FROM tag")
    {}
def downgrade():
    raise NotImplementedError("the log only goes forward")
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Turns this program into one with a further migration, whose last line is given."""

    def install(last: str = "pass") -> None:
        scripts = tmp_path / "scripts"
        copytree(migrate.scripts_folder(), scripts, ignore=ignore_patterns("__pycache__"))
        (scripts / "versions" / "9999_added.py").write_text(NEXT.format(list(MADE)[-1], last))
        monkeypatch.setattr(migrate, "scripts_folder", lambda: scripts)
        monkeypatch.setattr(entrance, "MADE", {**MADE, "9999": frozenset()})

    return install


def test_an_older_schema_is_told_how_to_upgrade(told: Told, next_version: Callable[[], None]) -> None:
    next_version()
    before = told.path.read_bytes()
    for attempt in (initialise, stored_at, write_to):
        with pytest.raises(DatabaseError, match=rf"older schema \({list(MADE)[-1]}, needed is 9999\)") as caught:
            attempt(str(told.path))
        assert caught.value.hint == f"tracker upgrade --db {told.path}"
    assert told.path.read_bytes() == before


def test_an_upgrade_copies_the_file_first_and_keeps_the_log(told: Told, next_version: Callable[[], None]) -> None:
    before, log_before = dump(told.path), stored(told.path)
    next_version()
    found, now, copy = upgrade(str(told.path))
    assert (found, now) == (list(MADE)[-1], "9999")
    assert copy is not None
    assert copy.parent == told.path.parent
    assert dump(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stored(told.path) == log_before
    with raw(told.path) as connection:
        assert connection.execute("SELECT key FROM added").fetchall() == [("made",)]
    with reading(str(told.path)) as session:
        assert verify(session).ok
    write(told.path, statement())
    assert upgrade(str(told.path)) == ("9999", "9999", None)


def test_an_upgrade_never_overwrites_an_older_copy(told: Told, next_version: Callable[[], None]) -> None:
    older = told.path.with_name(f"{told.path.name}.before-{list(MADE)[-1]}")
    older.write_text("kept")
    next_version()
    copy = upgrade(str(told.path))[2]
    assert older.read_text() == "kept"
    assert copy is not None
    assert copy != older
    assert copy.stat().st_size > 0


def test_a_copy_that_was_never_finished_is_made_anew(told: Told, next_version: Callable[[], None]) -> None:
    before = dump(told.path)
    partial = f"{told.path.name}.before-{list(MADE)[-1]}.partial"
    for name in (partial, f"{partial}-journal"):
        told.path.with_name(name).write_text("half of it")
    next_version()
    copy = upgrade(str(told.path))[2]
    assert copy is not None
    assert dump(copy) == before
    assert {path.name for path in told.path.parent.glob(f"{told.path.name}*")} == {told.path.name, copy.name}


def test_a_copy_for_which_there_is_no_room_leaves_nothing_behind(told: Told, next_version: Callable[[], None]) -> None:
    before = told.path.read_bytes()
    next_version()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, usual[1]))
    try:
        with pytest.raises(DatabaseError, match="disk that holds"):
            upgrade(str(told.path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert told.path.read_bytes() == before
    assert [path.name for path in told.path.parent.glob(f"{told.path.name}*")] == [told.path.name]
    assert upgrade(str(told.path))[1] == "9999"


@pytest.mark.parametrize("last", ["op.execute('INSERT INTO nowhere VALUES (1)')", "raise ArithmeticError('halfway')"])
def test_a_migration_that_fails_leaves_the_old_schema_and_a_way_back(
    told: Told, next_version: Callable[[str], None], last: str
) -> None:
    with reading(str(told.path)) as session:
        before = list(log.stored(session)), derived(session)
    next_version(last)
    with pytest.raises((DatabaseError, ArithmeticError), match=r"nowhere|halfway"):
        upgrade(str(told.path))
    with closing(sqlite3.connect(told.path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(list(MADE)[-1],)]
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'added'").fetchall() == []
    copy = told.path.with_name(f"{told.path.name}.before-{list(MADE)[-1]}")
    for path in (told.path, copy):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(entrance, "MADE", MADE)
            with reading(str(path)) as session:
                assert (list(log.stored(session)), derived(session)) == before
                assert verify(session).ok


def test_a_failed_making_can_be_tried_again(
    tmp_path: Path, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tracker.db"
    with monkeypatch.context() as patch:
        scripts = tmp_path / "broken"
        copytree(migrate.scripts_folder(), scripts, ignore=ignore_patterns("__pycache__"))
        with (scripts / "versions" / "0001_log.py").open("a") as file:
            file.write("\n\n_upgrade = upgrade\n\n\ndef upgrade():\n    _upgrade()\n    raise ArithmeticError\n")
        patch.setattr(migrate, "scripts_folder", lambda: scripts)
        with pytest.raises(ArithmeticError):
            initialise(str(path))
    assert initialise(str(path)) is True
    assert stored(path) == []
