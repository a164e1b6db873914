"""The program as a process: started, waited for, or killed with all its children at a moment of our choosing.

What is only prepared or looked at is asked of it here, without a process.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "tracker")
PATIENCE = 300.0
"""Seconds after which a command counts as hanging."""
HUNG = 1000
"""The exit code that a hanging command is given here."""


class Ran(NamedTuple):
    """What a command did. code: below zero the signal that ended it. seconds: how long it took."""

    code: int
    out: str
    err: str
    seconds: float

    def unsound(self, *codes: int) -> str:
        """What is wrong with how it ended, empty if nothing is; codes: the exit codes that are right here."""
        if self.code == HUNG:
            return "hangs"
        if self.code < 0:
            return f"died of signal {-self.code}"
        if "Traceback (most recent" in self.err or "bug in tracker" in self.err:
            return f"breaks: {self.last}"
        if self.code not in codes:
            return f"exit {self.code}: {self.last}"
        if self.code and "error: " not in self.err and not self.out:
            return f"exit {self.code} without a word"
        return ""

    @property
    def last(self) -> str:
        """The line that says most about it."""
        said = [line for line in self.err.splitlines() if line.startswith("error:")] or self.err.splitlines()
        return (said or self.out.splitlines() or ["no output"])[-1][:200]


def environment() -> dict[str, str]:
    """Ours, without settings of the user's that would turn a command to another database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def start(words: tuple[str, ...], **more: Any) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own."""
    return subprocess.Popen(
        words,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=more.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        start_new_session=True,
        **more,
    )


def run(*words: str, before: tuple[str, ...] = (), **more: Any) -> Ran:
    """Run `tracker` with these words to its end. before: a command that it is run by."""
    began = time.monotonic()
    process = start((*before, *PROGRAM, *words), **more)
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        end(process)
        return Ran(HUNG, "", "", time.monotonic() - began)
    return Ran(process.returncode, text(out), text(err), time.monotonic() - began)


def ask(*words: str) -> Ran:
    """Run `tracker` in this process: many times quicker, to prepare what is tried and to look at what came of it."""
    from tracker.cli.app import run as typed

    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        del os.environ[name]
    began = time.monotonic()
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = typed(words)
    out.flush()
    err.flush()
    return Ran(code, text(out.buffer.getvalue()), text(err.buffer.getvalue()), time.monotonic() - began)


def text(raw: bytes | None) -> str:
    """Output as text, whatever bytes it holds."""
    return (raw or b"").decode(errors="replace")


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process group we started, and collect it."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


class Aim(NamedTuple):
    """When to kill: so many seconds after the start, or so many after a file is seen (the journal of a write)."""

    seconds: float
    sight: Path | None = None


def aim(rng: Random, typical: float, journal: Path | None) -> Aim:
    """A moment drawn at random: any moment of a run, or, every other time, one while the file is being written."""
    if journal is not None and rng.random() < 0.5:
        return Aim(rng.uniform(0, 0.02), journal)
    return Aim(rng.uniform(0, typical * 1.1))


def killed(at: Aim, *words: str, **more: Any) -> Ran | None:
    """Run `tracker` and kill it; None if that struck it, else how it ended before."""
    began = time.monotonic()
    process = start((*PROGRAM, *words), **more)
    until = began + (PATIENCE if at.sight else at.seconds)
    while at.sight and process.poll() is None and time.monotonic() < until:
        if at.sight.exists():
            until = time.monotonic() + at.seconds
            break
        time.sleep(0.0002)
    try:
        out, err = process.communicate(timeout=max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        end(process)
        return None
    return Ran(process.returncode, text(out), text(err), time.monotonic() - began)
