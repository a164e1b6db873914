"""The checks of `scripts/faults` themselves, in a small size: real processes, real kills, and no fault found."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.newsroom import Newsroom
from tests.store.logs import unguarded

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "faults.py"
traced = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")

NO_KILLS = dict.fromkeys(("log", "import", "rebuild", "redact", "upgrade", "init", "demo"), 0)


def faults(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a check."""
    return subprocess.run(
        [sys.executable, SCRIPT, *map(str, words)], capture_output=True, text=True, timeout=600, check=False
    )


def found(*words: object) -> str:
    """What a check that finds no fault says."""
    done = faults(*words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "FAULT" not in done.stdout
    return done.stdout


def kills(**counts: int) -> list[object]:
    """The options for these kills and no others."""
    return [word for verb, count in {**NO_KILLS, **counts}.items() for word in (f"--{verb}", count)]


def test_many_writers_lose_nothing() -> None:
    said = found("writers", "--processes", 2, "--each", 1)
    assert "2 processes x 1 log: 2 of 2 kept, 0 busy or locked" in said
    assert "import the same 22 events at once: each kept once" in said


@pytest.mark.parametrize(
    "verbs",
    [
        ("log",),
        pytest.param(("import", "redact", "rebuild", "upgrade", "init", "demo"), marks=pytest.mark.soak),
    ],
)
def test_kills_lose_nothing_acknowledged(verbs: tuple[str, ...]) -> None:
    said = found("kills", *kills(**dict.fromkeys(verbs, 1)))
    assert re.findall(r"kills +(\w+): 1 kills", said) == list(verbs)


@pytest.mark.soak
@traced
def test_a_kill_before_a_call_to_the_disk_is_survived() -> None:
    said = found("steps", "--most", 1)
    assert re.findall(r"steps +(\w+): killed before 1 of", said) == [
        "log", "import", "redact", "rebuild", "upgrade", "init",
    ]  # fmt: skip


def test_a_full_disk_is_said_in_plain_words() -> None:
    assert re.search(r"1 commands on a full disk \(.*\): \d refused", found("full", "--trials", 1))


def test_damage_is_noticed_or_harmless() -> None:
    assert re.search(r"1 damages: \d noticed, \d harmless, 0 wrong", found("damage", "--trials", 1))


@pytest.mark.soak
def test_the_same_seed_does_the_same_damage() -> None:
    assert found("damage", "--trials", 2, "--seed", 3) == found("damage", "--trials", 2, "--seed", 3)


@traced
def test_an_append_is_flushed_before_it_is_acknowledged() -> None:
    said = found("flushes", "--runs", 1)
    least = [int(count) for count in re.findall(r"(\d+) to \d+ flushes for each", said)]
    assert len(least) == 4
    assert min(least) >= 1


@pytest.mark.sqlite
def test_a_fault_is_told_and_ends_with_one(room: Newsroom) -> None:
    """A run on a log that somebody has changed."""
    room.ok("source add Ann")
    with unguarded(room.database) as connection:
        connection.execute("UPDATE entry SET actor = 'nobody' WHERE position = 1")
    done = faults("writers", "--processes", 1, "--each", 1, "--db", room.database)
    assert done.returncode == 1
    assert "FAULT verify: exit 1" in done.stdout


@pytest.mark.soak
@pytest.mark.parametrize("check", ["writers", "kills", "steps", "full", "damage", "flushes"])
def test_in_full_size(check: str) -> None:
    subprocess.run([sys.executable, SCRIPT, check], check=True)
