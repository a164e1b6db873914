"""The doctor: what the program works with and on, each thing on its own, with a command where something is wrong."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom import NOW, Newsroom
from tests.server import OWNER
from tests.store.logs import raw
from tracker import __version__
from tracker.errors import DatabaseError
from tracker.store import sqlite
from tracker.store.aside import aside
from tracker.store.database import reading
from tracker.store.entrance import MADE


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    if isinstance(room.database, Path):
        room.database.chmod(0o600)
    room.folder.chmod(0o700)
    return room.given("source add Ann\nclaim open Flood --handle flood\nlog yes -s ann -c flood")


def examined(desk: Newsroom, *words: str) -> Any:
    """What the doctor says as data; the exit code says whether all is fine, and nothing is changed."""
    before = desk.fingerprint()
    answer = desk("doctor --json", *words)
    assert answer.code == (0 if answer.json["ok"] else 1), answer
    assert answer.err == ""
    assert desk.fingerprint() == before
    return answer.json


def warned(desk: Newsroom, *words: str) -> list[tuple[str, str]]:
    """The checks that need attention, and what to type."""
    return [(one["check"], one["command"]) for one in examined(desk, *words)["warnings"]]


@pytest.mark.sqlite
def test_all_is_fine(desk: Newsroom) -> None:
    found = examined(desk)
    position, head = desk.head
    assert found["ok"] is True
    assert found["warnings"] == []
    assert (found["tracker"], found["sqlite"]) == (__version__, sqlite3.sqlite_version)
    assert found["libraries"]["click"] == metadata.version("click")
    assert found["extras"]["postgres"] is True
    assert "dev" not in found["extras"]
    assert found["database"] == str(desk.database)
    assert found["schema"] == {"found": list(MADE)[-1], "needed": list(MADE)[-1]}
    assert (found["entries"], found["head"]) == (position, head)
    assert found["now"].startswith(NOW[:19])
    lines = desk.ok("doctor").lines
    assert f"schema: {list(MADE)[-1]}, current" in lines
    assert lines[-1] == "all is fine"
    place = str(desk.folder if desk.url is None else desk.url)
    assert max(map(len, lines)) <= 80 or place in max(lines, key=len)


def test_what_the_database_is_like(desk: Newsroom) -> None:
    found = examined(desk)
    if desk.url is not None:
        assert (found["kind"], found["found_by"]) == ("postgresql", "TRACKER_DB")
        assert found["settings"]["server_encoding"] == "UTF8"
        assert (found["role"]["role"], found["role"]["owner"], found["role"]["superuser"]) == (OWNER, True, False)
        assert not {"journal", "files", "folder", "free"} & set(found)
        return
    assert (found["kind"], found["found_by"]) == ("sqlite", "the nearest tracker.db upward")
    assert found["journal"] == {"mode": "delete", "wal_is_safe": sqlite.wal_is_safe()}
    assert found["settings"]["secure_delete"] == "on"
    assert found["files"] == [{"path": str(desk.database), "mode": "0600"}]


@pytest.mark.sqlite
def test_it_says_how_the_database_was_found(desk: Newsroom) -> None:
    assert examined(desk, "--db", "tracker.db")["found_by"] == "--db"
    desk.environment["TRACKER_DB"] = "tracker.db"
    assert examined(desk)["found_by"] == "TRACKER_DB"


def test_an_extra_that_is_not_installed(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = ["click>=8", "nothing-like-it>=1", 'psycopg>=3; extra == "postgres"', "no-such-wheel; extra == 'sign'"]
    monkeypatch.setattr(metadata, "requires", lambda _name: declared)
    found = examined(desk)
    assert found["extras"] == {"postgres": True, "sign": False}
    assert found["libraries"]["nothing-like-it"] is None
    assert [one["message"] for one in found["warnings"]] == ["not installed: nothing-like-it"]
    assert "extras: postgres installed; sign not installed" in desk("doctor").lines


# -- rights --------------------------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_what_others_can_read_or_change(desk: Newsroom) -> None:
    desk.database.chmod(0o644)
    copy = desk.write("tracker.db.before-0002", "older")
    copy.chmod(0o660)
    desk.folder.chmod(0o777)
    assert warned(desk) == [
        ("mode", f"chmod 600 {desk.database}"),
        ("mode", f"chmod 600 {copy}"),
        ("folder", f"chmod go-w {desk.folder}"),
    ]
    told = " ".join(desk("doctor").out.split())
    assert f"can read '{desk.database}'" in told
    assert f"can read and change '{copy}'" in told
    desk.folder.chmod(0o700)


@pytest.mark.sqlite
def test_a_name_to_paste_is_quoted(desk: Newsroom) -> None:
    desk.database.rename(desk.folder / "my log.db")
    (desk.folder / "my log.db").chmod(0o644)
    assert warned(desk, "--db", "my log.db") == [("mode", "chmod 600 'my log.db'")]


def test_a_password_is_never_shown(desk: Newsroom) -> None:
    for line in ("doctor", "doctor --json", "doctor --csv"):
        answer = desk(line, "--db", "postgresql://ann:s3cret@localhost:1/desk?password=s3cret")
        assert answer.code == 1
        assert "s3cret" not in answer.out + answer.err
        assert "ann@localhost" in answer.out


# -- databases in every state --------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_no_database_at_all(bare_room: Newsroom) -> None:
    assert warned(bare_room) == [("database", "tracker init")]
    assert warned(bare_room, "--db", "other.db") == [("log", "tracker init other.db")]
    assert warned(bare_room, "--db", ".") == [("log", "tracker init ./tracker.db")]


@pytest.mark.sqlite
def test_files_that_are_no_log(desk: Newsroom) -> None:
    desk.write("letter.db", "dear all, " * 100).chmod(0o600)
    assert [one for one, _ in warned(desk, "--db", "letter.db")] == ["log"]
    with closing(sqlite3.connect(desk.folder / "other.db")) as connection:
        connection.execute("CREATE TABLE book (title)")
    (desk.folder / "other.db").chmod(0o600)
    assert warned(desk, "--db", "other.db") == [("schema", "tracker init PATH makes a new one")]


@pytest.mark.sqlite
def test_a_log_without_the_mark_of_its_schema_is_still_called_a_log(desk: Newsroom) -> None:
    with raw(desk.database) as connection:
        connection.execute("DELETE FROM alembic_version")
    assert [one["check"] for one in examined(desk)["warnings"]] == ["schema"]
    for line in ("verify", "belief", "upgrade"):
        answer = desk.refused(4, line)
        assert "holds a log" in answer.error
        assert "tracker import log.jsonl" in answer.hint


@pytest.mark.sqlite
def test_older_and_newer_schemas(desk: Newsroom) -> None:
    for revision, command in (("0002", "put a backup back"), ("9999", "install the newer tracker")):
        with raw(desk.database) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        ((check, told),) = warned(desk)
        assert check == "schema"
        assert told.startswith(command)
        assert examined(desk)["entries"] == 3
    assert f"schema: 9999, needed is {list(MADE)[-1]}" in desk("doctor").lines


@pytest.mark.sqlite
def test_a_damaged_file_is_told_apart_from_the_rest(desk: Newsroom) -> None:
    content = bytearray(desk.database.read_bytes())
    content[100:4096] = b"\xff" * 3996
    desk.database.write_bytes(content)
    found = examined(desk)
    assert [one["check"] for one in found["warnings"]] == ["log"]
    assert "damaged" in found["warnings"][0]["message"]
    assert found["journal"]["mode"] == "delete"


@pytest.mark.sqlite
def test_what_was_left_behind(desk: Newsroom) -> None:
    left = desk.folder / "copy.db.partial"
    left.mkdir()
    assert warned(desk) == [("left", f"rm -r {left}")]
    with aside(str(desk.folder / "copy.db")):
        assert warned(desk) == [], "a backup that is at work is no trouble"


@pytest.mark.sqlite
def test_a_commit_that_was_killed_is_mended_by_looking(desk: Newsroom) -> None:
    killed = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 5")
connection.execute("BEGIN IMMEDIATE")
for number in range(50):
    connection.execute(f"CREATE TABLE t{number} (a UNIQUE, b UNIQUE)")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", killed, desk.database], check=True)
    journal = desk.folder / "tracker.db-journal"
    assert journal.stat().st_size
    assert desk.ok("doctor --json").json["entries"] == 3
    assert not journal.exists()


@pytest.mark.sqlite
def test_a_disk_that_is_nearly_full(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1_000_000}))
    assert warned(desk) == [("free", f"df -h {desk.folder}")]
    assert "free space: 1 MB" in desk("doctor").lines


def test_a_clock_that_is_behind_the_log(desk: Newsroom, clock: Any) -> None:
    for earlier, told, leads_on in (
        ("08:58", "by the clock of this machine", "date -u"),
        ("08:00", "the last entry is dated in the future", "tracker doctor --clock"),
    ):
        clock.move_to(f"2025-12-11T{earlier}:00+00:00")
        ((check, command),) = warned(desk)
        assert (check, command) == ("recorded", leads_on)
        assert told in " ".join(desk("doctor").out.split())
        assert desk("log more -s ann -c flood --dry-run").code == (4 if earlier == "08:00" else 0)


# -- the journal ---------------------------------------------------------------------------------------------------

SAFE = [(3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 52, 0), (4, 0, 0)]
UNSAFE = [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 49, 9), (3, 50, 6), (3, 51, 0), (3, 51, 2)]


@pytest.mark.parametrize("version", SAFE)
def test_versions_that_are_safe_with_wal(version: tuple[int, ...]) -> None:
    assert sqlite.wal_is_safe(version)


@pytest.mark.parametrize("version", UNSAFE)
def test_versions_that_are_not(version: tuple[int, ...]) -> None:
    assert not sqlite.wal_is_safe(version)


def unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda: False)


def safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda: True)


@pytest.mark.sqlite
def test_wal_is_refused_where_it_is_not_safe(bare_room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    unsafe(monkeypatch)
    answer = bare_room.refused(4, "init --journal wal")
    assert answer.error == (
        f"SQLite {sqlite3.sqlite_version} can lose what was committed in WAL mode; nothing was changed"
    )
    assert not bare_room.database.exists()
    bare_room.ok("init --journal delete")


@pytest.mark.sqlite
def test_wal_where_it_is_safe_and_back(bare_room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    safe(monkeypatch)
    bare_room.ok("init --journal wal")
    assert sqlite.journal_of(bare_room.database) == "wal"
    bare_room.folder.chmod(0o700)
    assert warned(bare_room) == []
    unsafe(monkeypatch)
    ((check, command),) = warned(bare_room)
    assert check == "journal"
    bare_room.ok(command.removeprefix("tracker "))
    assert sqlite.journal_of(bare_room.database) == "delete"
    assert warned(bare_room) == []


@pytest.mark.sqlite
def test_a_database_in_use_keeps_its_journal(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    safe(monkeypatch)
    with closing(sqlite3.connect(desk.database)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM entry").fetchone()
        assert "is busy" in desk.refused(4, "init --journal wal").error


def test_a_server_has_no_journal_of_ours(desk: Newsroom) -> None:
    assert desk.refused(2, "init postgresql://localhost:1/x --journal wal").hint == "leave --journal out"


# -- in WAL mode everything works ----------------------------------------------------------------------------------


@pytest.fixture
def logged_ahead(desk: Newsroom) -> Newsroom:
    """A desk in WAL mode."""
    sqlite.set_journal(desk.database, "wal")
    return desk


@pytest.mark.sqlite
def test_the_files_beside_it_are_private(logged_ahead: Newsroom) -> None:
    before = os.umask(0)
    try:
        with closing(sqlite3.connect(logged_ahead.database)) as other:
            other.execute("SELECT COUNT(*) FROM entry").fetchone()
            logged_ahead.ok("log more -s ann -c flood")
            beside = [Path(f"{logged_ahead.database}{part}") for part in ("-wal", "-shm")]
            assert [f"{path.stat().st_mode & 0o777:o}" for path in beside] == ["600", "600"]
    finally:
        os.umask(before)


@pytest.mark.sqlite
def test_a_backup_stands_alone(logged_ahead: Newsroom) -> None:
    with closing(sqlite3.connect(logged_ahead.database)) as other:
        other.execute("SELECT COUNT(*) FROM entry").fetchone()
        logged_ahead.ok("log more -s ann -c flood")
        logged_ahead.ok("backup copy.db")
    copy = logged_ahead.folder / "copy.db"
    assert sqlite.journal_of(copy) == "delete"
    assert sorted(os.listdir(logged_ahead.folder)) == ["copy.db", "tracker.db"]
    assert logged_ahead.ok("verify --db copy.db").lines[-1] == f"head {logged_ahead.head[1]}"


@pytest.mark.sqlite
def test_redacted_words_are_in_no_file(logged_ahead: Newsroom) -> None:
    with closing(sqlite3.connect(logged_ahead.database)) as other:
        other.execute("SELECT COUNT(*) FROM entry").fetchone()
        logged_ahead.ok("log 'a zzsecretzz word' -s ann -c flood")
        assert any(b"zzsecretzz" in path.read_bytes() for path in logged_ahead.folder.iterdir())
        logged_ahead.ok("redact 4 --yes")
        assert [path.name for path in logged_ahead.folder.iterdir() if b"zzsecretzz" in path.read_bytes()] == []


@pytest.mark.sqlite
def test_a_reader_who_keeps_redacted_words_is_told_of(logged_ahead: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.store.scrub.clean.__defaults__", (0,))
    logged_ahead.ok("log 'a zzsecretzz word' -s ann -c flood")
    with closing(sqlite3.connect(logged_ahead.database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT COUNT(*) FROM entry").fetchone()
        answer = logged_ahead("redact 4 --yes")
        assert answer.code == 4
        assert "another program is reading" in answer.error
    assert logged_ahead.words(4) is None
    logged_ahead.ok(answer.hint.partition("tracker ")[2])
    assert [path.name for path in logged_ahead.folder.iterdir() if b"zzsecretzz" in path.read_bytes()] == []


@pytest.mark.sqlite
def test_it_is_read_where_nothing_can_be_written(logged_ahead: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = logged_ahead.ok("belief").out
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    logged_ahead.folder.chmod(0o500)
    try:
        assert logged_ahead.ok("belief").out == expected
        logged_ahead.ok("verify")
        assert os.listdir(logged_ahead.folder) == ["tracker.db"]
    finally:
        logged_ahead.folder.chmod(0o700)


@pytest.mark.sqlite
def test_what_was_read_while_it_changed_all_the_same_is_thrown_away(
    logged_ahead: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_too_slowly() -> None:
        with reading(str(logged_ahead.database)) as session:
            list(session.rows("SELECT COUNT(*) FROM entry"))
            monkeypatch.undo()
            logged_ahead.ok("log more -s ann -c flood")

    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(DatabaseError, match="is busy"):
        read_too_slowly()


@pytest.mark.sqlite
def test_a_file_that_was_there_keeps_its_mode_and_is_warned_of(bare_room: Newsroom) -> None:
    bare_room.folder.chmod(0o700)
    bare_room.write("tracker.db", "").chmod(0o644)
    bare_room.ok("init")
    assert bare_room.database.stat().st_mode & 0o777 == 0o644
    ((check, command),) = warned(bare_room)
    assert (check, command) == ("mode", f"chmod 600 {bare_room.database}")
