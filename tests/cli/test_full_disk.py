"""A disk that is full, and places where nobody may write: exit code 4, in plain words, and nothing is lost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.test_bad_input import as_nobody
from tests.newsroom import Newsroom

pytestmark = pytest.mark.sqlite


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A log that fills a few pages, a key to sign with, and an article."""
    room.environment["XDG_CONFIG_HOME"] = str(room.folder / "settings")
    room.given("""
        source add Ann
        claim open "It flooded" --handle flood
        log "It did" -s ann -c flood
    """)
    room.write("paper.txt", '"It flooded", said Ann Reed.\n\n' * 3000)
    return room


@contextmanager
def full(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes, as on a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


WRITING = ("log 'It did' -s ann -c flood", "article add paper.txt", "ingest paper.txt", "rebuild", "redact 3 --yes")
MAKING = ("export -o made", "export --format table -o made", "backup made", "init made", "backtest --rows made")
SIGNING = ("checkpoint --new-key", "checkpoint made")


def is_refused(desk: Newsroom, line: str) -> None:
    there = set(desk.folder.rglob("*"))
    answer = desk(line)
    assert answer.code == 4, (line, answer)
    assert "error: " in answer.err, line
    assert "hint: " in answer.err, line
    left = {path for path in set(desk.folder.rglob("*")) - there if path.is_file() and path.stat().st_size}
    assert not left, line


@pytest.mark.parametrize("line", [*WRITING, *MAKING])
def test_a_disk_without_room(desk: Newsroom, line: str) -> None:
    before = desk.fingerprint()
    with full(0):
        is_refused(desk, line)
    assert desk.fingerprint() == before
    desk.ok("verify --views")
    (desk.folder / "made").unlink(missing_ok=True)
    desk.ok(line)


@pytest.mark.parametrize("line", SIGNING)
def test_a_disk_without_room_for_a_signature(desk: Newsroom, line: str) -> None:
    pytest.importorskip("cryptography")
    if "made" in line:
        desk.ok("checkpoint --new-key")
    with full(0):
        is_refused(desk, line)
    desk.ok(line)


def test_a_folder_where_nobody_may_write(desk: Newsroom, new_room: Callable[..., Newsroom], workplace: Path) -> None:
    rehearsal = new_room(desk.database)
    rehearsal.write("paper.txt", (desk.folder / "paper.txt").read_bytes())
    for line in (*WRITING, *MAKING):
        rehearsal(line)  # so that nothing need be imported later
    workplace.chmod(0o755)
    desk.folder.chmod(0o555)
    Path(desk.database).chmod(0o444)
    try:
        with as_nobody():
            for line in (*WRITING, *MAKING):
                is_refused(desk, line)
    finally:
        desk.folder.chmod(0o755)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("line", ["belief --json", "export", "guide words"])
def test_an_answer_for_which_there_is_no_room(desk: Newsroom, line: str) -> None:
    with Path("/dev/full").open("w") as nowhere:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *line.split()],
            stdout=nowhere,
            stderr=subprocess.PIPE,
            cwd=desk.folder,
            env={**os.environ, **desk.surroundings},
            text=True,
            check=False,
        )
    assert done.returncode == 4
    assert done.stderr.startswith("error: the answer cannot be written: no space left\nhint: ")
