"""Backups: one moment of a log that others write to, whole or not there, and the ways back from one."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_follow import TRACKER, WRITER
from tests.conftest import Room
from tests.newsroom import Newsroom
from tests.server import Server, Url
from tests.store.logs import raw, unguarded
from tracker.store import sqlite
from tracker.store.aside import aside
from tracker.store.backup import copy
from tracker.store.log import COLUMNS

STORY = """
    source add Ann
    claim open 'The dam is cracked' --handle dam
    claim open 'It rains' --handle rain
    log 'Yes, it is' -s ann -c dam
    log 'A secret' -s ann -c rain
    redact 5 --yes
"""


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    return room.given(STORY)


def log_of(database: Path | Url) -> list[tuple[object, ...]]:
    """Every row of a log, read behind the program's back."""
    with raw(database) as connection:
        return connection.execute(f"SELECT {COLUMNS} FROM entry ORDER BY position").fetchall()


def beside(desk: Newsroom) -> list[str]:
    """What lies in the desk's folder but the database itself."""
    return sorted({*os.listdir(desk.folder)} - {"tracker.db"})


def test_a_backup_is_the_log_of_this_moment(desk: Newsroom) -> None:
    answer = desk.ok("backup copy.db")
    position, head = desk.head
    assert answer.lines == [f"copy.db: {position} entries, verified", f"head {head}"]
    assert log_of(desk.folder / "copy.db") == log_of(desk.database)
    assert desk.ok("verify --db copy.db").lines[-1] == f"head {head}"
    for line in ("belief", "timeline", "find dam", "export"):
        assert desk.ok(f"{line} --db copy.db").out == desk.ok(line).out
    assert beside(desk) == ["copy.db"]


def test_as_data(desk: Newsroom) -> None:
    position, head = desk.head
    made = desk.ok("backup copy.db --no-verify --json").json
    assert made == {"path": "copy.db", "entries": position, "head": head, "verified": False}


def test_an_empty_log(room: Newsroom) -> None:
    assert room.ok("backup copy.db").lines[0] == "copy.db: 0 entries, verified"
    room.ok("source add Ann --db copy.db")
    room.ok("verify --db copy.db")


def test_an_older_file_stays_unless_told_otherwise(desk: Newsroom) -> None:
    desk.write("copy.db", "precious")
    assert desk.refused(2, "backup copy.db").error == "'copy.db' is there already and stays as it is"
    assert (desk.folder / "copy.db").read_text() == "precious"
    desk.ok("backup copy.db --force")
    assert log_of(desk.folder / "copy.db") == log_of(desk.database)


@pytest.mark.sqlite
def test_names_that_cannot_be_taken(desk: Newsroom) -> None:
    (desk.folder / "link.db").symlink_to(desk.database)
    os.link(desk.database, desk.folder / "hard.db")
    (desk.folder / "folder").mkdir()
    for name, told in (
        ("tracker.db", "is the database itself"),
        ("link.db", "is the database itself"),
        ("hard.db", "is the database itself"),
        ("folder", "is a folder"),
        ("nowhere/copy.db", "there is no folder"),
        ("''", "a file needs a name"),
        (f"{'x' * 300}.db", "cannot be written"),
    ):
        assert told in desk.refused(2, f"backup --force {name}").error
    desk.write("copy.db-journal", "of another time")
    assert "SQLite would take it for a part" in desk.refused(2, "backup copy.db").error


def test_a_log_that_does_not_verify_is_no_backup(desk: Newsroom) -> None:
    with unguarded(desk.database) as connection:
        connection.execute("UPDATE entry SET actor = 'somebody else' WHERE position = 4")
    before = beside(desk)
    assert "the copy does not verify" in desk.refused(1, "backup copy.db").error
    assert beside(desk) == before
    desk.ok("backup copy.db --no-verify")
    assert desk("verify --db copy.db").code == 1


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_files_are_private_whatever_the_umask(desk: Newsroom, monkeypatch: pytest.MonkeyPatch, mask: int) -> None:
    seen: dict[str, int] = {}

    def watched(*words: Any) -> Any:
        found = copy(*words)
        paths = [desk.folder / "new.db", *desk.folder.glob("copy*"), *desk.folder.glob("copy*/*")]
        seen.update((path.name, stat.S_IMODE(path.stat().st_mode)) for path in paths)
        return found

    monkeypatch.setattr("tracker.store.backup.copy", watched)
    before = os.umask(mask)
    try:
        desk.ok("init new.db")
        desk.ok("backup copy.db")
    finally:
        os.umask(before)
    assert seen == {"new.db": 0o600, "copy.db.partial": 0o700, "copy.db": 0o600}
    for name in ("new.db", "copy.db"):
        assert stat.S_IMODE((desk.folder / name).stat().st_mode) == 0o600


# -- while others write --------------------------------------------------------------------------------------------


def test_a_backup_under_writers_is_a_beginning_of_the_log(desk: Newsroom) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(n), str(desk.database)], stdout=subprocess.DEVNULL, env=desk.surroundings
        )
        for n in range(4)
    ]
    made = 0
    while any(program.poll() is None for program in programs):
        made += 1
        desk.ok(f"backup copy-{made}.db")
    assert [program.wait() for program in programs] == [0] * 4
    whole = log_of(desk.database)
    assert made
    for number in range(1, made + 1):
        part = log_of(desk.folder / f"copy-{number}.db")
        assert part == whole[: len(part)]
        desk.ok(f"verify --db copy-{number}.db")


@pytest.mark.sqlite
def test_what_is_committed_while_it_copies_does_not_come_in(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """In WAL mode nobody waits for the copy; it stays with its moment all the same."""
    sqlite.set_journal(desk.database, "wal")
    monkeypatch.setattr("tracker.store.backup._PAGES", 1)
    before = desk.head
    wrote: list[int] = []

    def between(_done: int) -> None:
        if not wrote:
            wrote.append(subprocess.run(
                [TRACKER, "log", "now", "-s", "ann", "-c", "dam", "--db", str(desk.database)],
                stdout=subprocess.DEVNULL, env=desk.surroundings, check=False,
            ).returncode)  # fmt: skip

    with aside(str(desk.folder / "copy.db")) as path:
        copied = copy(str(desk.database), path, "copy.db", between)
    assert wrote == [0]
    assert desk.head[0] == before[0] + 1
    assert (copied.head.position, copied.head.hash) == before
    assert len(log_of(desk.folder / "copy.db")) == before[0]


# -- when it goes wrong --------------------------------------------------------------------------------------------


def test_a_kill_leaves_no_file_of_that_name(desk: Newsroom) -> None:
    program = """
import os, sys
from tracker.cli.app import run
from tracker.store import backup
usual = backup.copy
def killed(*words):
    usual(*words)
    os.kill(os.getpid(), 9)
backup.copy = killed
run(["backup", "copy.db"])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=desk.folder, env=desk.surroundings, check=False)
    assert done.returncode == -signal.SIGKILL
    assert beside(desk) == ["copy.db.partial"]
    desk.ok("backup copy.db")
    assert beside(desk) == ["copy.db"]


def test_an_interrupt_leaves_nothing(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.store.backup.copy", interrupted)
    assert desk("backup copy.db").code == 130
    assert beside(desk) == []


def test_a_disk_without_room_leaves_nothing(desk: Newsroom) -> None:
    program = """
import resource, sys
from tracker.cli.app import run
usual = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, usual[1]))
sys.exit(run(["backup", "copy.db"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=desk.folder, env=desk.surroundings, capture_output=True, check=False
    )
    assert done.returncode == 4
    # A limit on files is no full disk to SQLite everywhere: it may call that a refusal.
    assert done.stderr.startswith(b"error: the disk that holds 'copy.db' ")
    assert beside(desk) == []


def test_two_backups_to_one_name(desk: Newsroom) -> None:
    with aside(str(desk.folder / "copy.db")):
        assert "is being written by another program" in desk.refused(2, "backup copy.db").error
    assert (desk.folder / "copy.db").exists()


def test_a_folder_of_somebody_else_is_never_emptied(desk: Newsroom) -> None:
    (desk.folder / "copy.db.partial").mkdir()
    desk.write("copy.db.partial/letter.txt", "dear")
    assert "is in the way" in desk.refused(2, "backup copy.db").error
    assert (desk.folder / "copy.db.partial" / "letter.txt").read_text() == "dear"


# -- the ways back -------------------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_restoring_by_copying_back(desk: Newsroom) -> None:
    desk.ok("backup copy.db")
    before = desk.fingerprint()
    desk.ok("log more -s ann -c dam")
    desk.database.unlink()
    shutil.copyfile(desk.folder / "copy.db", desk.database)
    assert desk.fingerprint() == before
    desk.ok("log again -s ann -c dam")
    desk.ok("verify")


def test_restoring_by_an_export(desk: Newsroom) -> None:
    desk.ok("backup copy.db")
    desk.write("log.jsonl", desk.ok("export --db copy.db").out)
    desk.ok("init other.db")
    desk.ok("import log.jsonl --db other.db")
    assert log_of(desk.folder / "other.db") == log_of(desk.database)


@pytest.mark.sqlite
def test_a_restored_desk_catches_up_with_colleagues_who_went_on(desk: Newsroom, new_room: Room) -> None:
    """The newer export goes on where the backup ends; once both have gone on, it is refused."""
    desk.ok("backup copy.db")
    desk.ok("log more -s ann -c dam")
    colleagues = desk.ok("export").out
    restored = new_room(desk.folder / "copy.db")
    restored.write("theirs.jsonl", colleagues)
    assert restored.ok("import theirs.jsonl").lines[0].startswith("1 entry added")
    assert restored.head == desk.head
    strayed = new_room(desk.folder / "copy.db").given("log else -s ann -c dam")
    strayed.write("theirs.jsonl", colleagues)
    assert "diverged" in strayed.refused(1, "import theirs.jsonl").hint


# -- from a server -------------------------------------------------------------------------------------------------


def test_the_log_of_a_server_becomes_a_file(server: Server, tmp_path: Path) -> None:
    desk = Newsroom(tmp_path, server).given(f"init\n{STORY.strip()}")
    position, head = desk.head
    made = desk.json("backup copy.db")
    assert made == {"path": "copy.db", "entries": position, "head": head, "verified": True}
    assert log_of(desk.folder / "copy.db") == log_of(desk.database)
    assert desk.ok("belief --db copy.db").out == desk.ok("belief").out
    assert stat.S_IMODE((desk.folder / "copy.db").stat().st_mode) == 0o600
