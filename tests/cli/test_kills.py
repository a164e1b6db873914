"""Programs killed for real, at the moment that hurts most: nothing is lost, nothing half made is left in the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.test_ingest import ARTICLE, Typist
from tests.newsroom import Newsroom

KILLED = """
import os, signal, sys
from tracker import files
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
os.{call} = die
from tracker.cli.app import run
run(sys.argv[1:])
"""
"""The program, killed when it first asks for what is named: everything before that has happened, nothing after it."""


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A newsroom in which somebody spoke."""
    return room.given("log 'It leans' --new-source Kai --new-claim 'The crane leans'")


@pytest.mark.sqlite
@pytest.mark.parametrize("call", ["fsync", "link"])
@pytest.mark.parametrize("line", ["export -o log.jsonl", "export --format table -o log.csv", "checkpoint log.ckpt"])
def test_a_kill_while_a_file_is_made(desk: Newsroom, line: str, call: str) -> None:
    if line.startswith("checkpoint"):
        pytest.importorskip("cryptography")
        desk.ok("checkpoint --new-key")
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(call=call), *line.split()],
        cwd=desk.folder,
        env=desk.surroundings,
        capture_output=True,
        check=False,
    )
    made = desk.folder / line.split()[-1]
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not made.exists()
    desk.ok(line)
    assert made.stat().st_size
    assert not list(desk.folder.glob("*.partial"))
    assert desk.ok("verify").code == 0


def test_a_kill_in_a_sitting_keeps_every_answer(room: Newsroom) -> None:
    room.write("werft.txt", ARTICLE)
    typist = Typist(room, "ingest", "werft.txt")
    typist.sees("q quit")
    typist.types("r\n")
    typist.sees("2 of 6")
    typist.sees("q quit")
    os.kill(typist.process, signal.SIGKILL)
    assert typist.leaves() == -signal.SIGKILL
    assert [row["state"] for row in room.json("review --all")] == ["rejected", *["open"] * 5]
    assert room.ok("verify --views").code == 0
