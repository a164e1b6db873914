"""Measures start-up and whole commands, as medians of several rounds, beside a floor taken in the same rounds."""

from __future__ import annotations

import argparse
import io
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tracker.desk.desk import Desk
from tracker.desk.formats import Format
from tracker.desk.importing import import_file
from tracker.exchange.jsonl import REFERENCES
from tracker.store.migrate import initialise

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "seeds" / "harbour-bridge" / "harbour-bridge.jsonl"
TRACKER = str(Path(sys.executable).with_name("tracker"))
HANDLES = ("source", "claim", "article", "into", "apart_from", "other", "outlet", "agency", "reprint_of", "member_of")
LISTS = ("chain", "about")


def main() -> None:
    """Run every measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--entries", type=int, default=100_000)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.db", Path(folder) / "large.db"
        build(small, 1)
        copies = -(-asked.entries // sum(1 for _ in CASE.open()))
        began = time.perf_counter()
        added = build(large, copies)
        took = time.perf_counter() - began
        print(f"built a log of {added:,} entries ({copies} copies of harbour-bridge) in {took:.0f} s")
        start_up(small, asked.rounds)
        growth(small, large, asked.rounds)
        appends(Path(folder), asked.rounds)


def repeated(copies: int) -> Iterator[str]:
    """The lines of the case, over and over, each copy with handles and ids of its own."""
    lines = [json.loads(line) for line in CASE.read_text().splitlines() if line.strip()]
    for copy in range(copies):
        for line in lines:
            yield json.dumps(_renamed(line, f"-{copy}" if copy else ""))


def _renamed(line: dict[str, object], suffix: str) -> dict[str, object]:
    facts = dict(line.get("facts", {}))  # type: ignore[call-overload]
    for name in HANDLES:
        if name in facts:
            facts[name] += suffix
    for name in (*LISTS, *REFERENCES):
        if name in facts:
            known = facts[name]
            facts[name] = [one + suffix for one in known] if isinstance(known, list) else known + suffix
    if "question" in facts:
        facts["question"] += suffix
    renamed = {**line, "facts": facts}
    renamed.pop("recorded", None)
    if "id" in line:
        renamed["id"] = f"{line['id']}{suffix}"
    return renamed


def build(path: Path, copies: int) -> int:
    """A database of so many copies of the case; how many entries it has."""
    initialise(str(path))
    desk = Desk(str(path), datetime.now(UTC))
    data = "\n".join(repeated(copies)).encode()
    return import_file(desk, io.BytesIO(data), Format.JSONL).added


def timed(*command: str) -> float:
    """How many seconds a command takes."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def rounds(count: int, **measures: Callable[[], float]) -> dict[str, float]:
    """The median of each measure, all of them taken once in each round so that noise strikes them alike."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for measure in measures.values():
        measure()
    for _ in range(count):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: statistics.median(values) for name, values in taken.items()}


def start_up(small: Path, count: int) -> None:
    """What a command costs before it does anything."""
    found = rounds(
        count,
        bare=lambda: timed(sys.executable, "-c", "pass"),
        sqlmodel=lambda: timed(sys.executable, "-c", "import sqlmodel"),
        help=lambda: timed(TRACKER, "--help"),
        belief=lambda: timed(TRACKER, "belief", "--db", str(small)),
    )
    beyond, ratio = found["help"] - found["bare"], found["belief"] / found["sqlmodel"]
    print("\nstart-up, whole processes              seconds")
    print(f"  python -c pass                        {found['bare']:.3f}")
    print(f"  python -c 'import sqlmodel'           {found['sqlmodel']:.3f}")
    print(f"  tracker --help                        {found['help']:.3f}   beyond bare Python {beyond:.3f} (reach 0.10)")
    print(f"  tracker belief, small log             {found['belief']:.3f}   {ratio:.2f} x import sqlmodel (reach 1.6)")


def growth(small: Path, large: Path, count: int) -> None:
    """The same readings on a small and on a large log."""
    claim = "cracks-main-girder"
    commands = {
        "belief": ("belief",),
        "belief CLAIM": ("belief", claim),
        "why CLAIM": ("why", claim),
        "timeline --claim": ("timeline", "--claim", claim),
        "credibility": ("credibility",),
    }
    print("\nwhole processes                 small      large   difference (reach 0.30)")
    for name, command in commands.items():
        found = rounds(
            count,
            small=lambda command=command: timed(TRACKER, *command, "--db", str(small)),  # type: ignore[misc]
            large=lambda command=command: timed(TRACKER, *command, "--db", str(large)),  # type: ignore[misc]
        )
        print(f"  {name:<24}  {found['small']:8.3f}  {found['large']:9.3f}  {found['large'] - found['small']:11.3f}")
    print("  the first after an entry is added, when nothing is remembered yet:")
    for name in ("belief", "belief CLAIM", "credibility"):
        found = rounds(min(count, 3), first=lambda name=name: first(large, *commands[name]))  # type: ignore[misc]
        print(f"  {name:<24}  {'':8}  {found['first']:9.3f}")


def first(path: Path, *command: str) -> float:
    """A reading that has to work everything out: what an earlier one remembered is thrown away before it."""
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM reading")
    connection.close()
    return timed(TRACKER, *command, "--db", str(path))


def appends(folder: Path, count: int) -> None:
    """One durable append, engine time, beside a bare durable insert into a file of the same kind."""
    from tracker.desk.statements import Utterance, record

    path = folder / "append.db"
    build(path, 1)
    floor = sqlite3.connect(folder / "floor.db", isolation_level=None)
    floor.execute("PRAGMA synchronous = FULL")
    floor.execute("CREATE TABLE entry (position INTEGER PRIMARY KEY, body TEXT)")
    number = iter(range(1_000_000))

    def append() -> float:
        began = time.perf_counter()
        record(
            Desk(str(path), datetime.now(UTC)),
            Utterance(text=f"statement {next(number)}", source="arvid-quarnholt", claims=("cracks-main-girder",)),
        )
        return time.perf_counter() - began

    def insert() -> float:
        began = time.perf_counter()
        floor.execute("BEGIN IMMEDIATE")
        floor.execute("INSERT INTO entry (body) VALUES (?)", ("x" * 600,))
        floor.execute("COMMIT")
        return time.perf_counter() - began

    found = rounds(count * 5, append=append, insert=insert)
    floor.close()
    floor_ms, ours_ms = found["insert"] * 1000, found["append"] * 1000
    print("\none durable append, engine time          ms")
    print(f"  bare insert and commit, DELETE mode  {floor_ms:6.2f}")
    print(f"  log: open, rules, chain, views       {ours_ms:6.2f}   {ours_ms / floor_ms:.1f} x")


if __name__ == "__main__":
    main()
