"""How a measure is taken: medians of rounds, whole processes, and the memory they reach."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "seeds" / "harbour-bridge" / "harbour-bridge.jsonl"
PROGRAM = (sys.executable, "-m", "tracker")
"""The program of this checkout, as a command."""

_WATCH = """
import resource, subprocess, sys, time
began = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, code)
"""
"""A small process between us and the one that is watched: a child starts out with the memory of its parent."""


class Ran(NamedTuple):
    """What a process took: seconds, and its peak memory in megabytes."""

    seconds: float
    megabytes: float


def watched(*command: str) -> Ran:
    """Run a command that works, and watch it."""
    done = subprocess.run([sys.executable, "-c", _WATCH, *command], check=True, capture_output=True, text=True)
    seconds, kilobytes, code = done.stdout.split()
    if code != "0":
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return Ran(float(seconds), int(kilobytes) / 1024)


def timed(*command: str) -> float:
    """How many seconds a command takes."""
    return clocked(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def clocked(work: Callable[[], object]) -> float:
    """How many seconds a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def rounds(count: int, **measures: Callable[[], float]) -> dict[str, float]:
    """The median of each measure, all of them taken once in each round so that noise strikes them alike.

    Each is taken once before, for what only the first pays.
    """
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for measure in measures.values():
        measure()
    for _ in range(count):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: statistics.median(values) for name, values in taken.items()}


def heading(title: str, *columns: str) -> None:
    """The first line of a table."""
    print(f"\n{title:<44}" + "".join(f"{column:>14}" for column in columns))


def line(name: str, *cells: str) -> None:
    """One line of a table."""
    print(f"  {name:<42}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


def told(seconds: float) -> str:
    """A duration for people."""
    if abs(seconds) < 0.001:
        return f"{seconds * 1e6:.0f} us"
    return f"{seconds * 1000:.2f} ms" if abs(seconds) < 0.1 else f"{seconds:.2f} s"
