"""SIGKILL just before each single write, flush, deletion and renaming that a verb asks for, one after another.

Random kills may miss the one gap that matters; these cannot. Needs strace.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from signal import SIGKILL
from typing import NamedTuple

from faulty.kills import SCHEMA_OLD, not_yet
from faulty.older import older
from faulty.record import Log, Outcome, told, write_events
from faulty.tracing import NEEDED, is_here, killed_at, traced


class Verb(NamedTuple):
    """A verb to kill. start: the database it begins with, None for none. again: the exit codes of the same command
    after the kill, beside 0. refused: what a reading may say then instead of an answer.
    """

    name: str
    start: Path | None
    words: tuple[str, ...]
    again: tuple[int, ...] = ()
    refused: str = ""


def check(folder: Path, most: int) -> Iterator[Outcome]:
    """Every verb at every step, or at so many of them, evenly spread; 0 for all."""
    if not is_here():
        yield Outcome(f"not done: {NEEDED}")
        return
    base = told(folder, 100, name="base.db").file
    assert base is not None
    old = older(Log(str(base)), folder / "old.db").file
    file = write_events(folder / "file.jsonl", "step", 60)
    on = ("-s", "source-more", "-c", "claim-more")
    verbs = (
        Verb("log", base, ("log", "a step", *on)),
        Verb("import", base, ("import", str(file))),
        Verb("redact", base, ("redact", "40", "--yes"), again=(1,)),
        Verb("rebuild", base, ("rebuild",)),
        Verb("upgrade", old, ("upgrade",), refused=SCHEMA_OLD),
        Verb("init", None, ("init",), refused="tracker init"),
    )
    for verb in verbs:
        yield _steps(folder, verb, most)


def _steps(folder: Path, verb: Verb, most: int) -> Outcome:
    room = folder / "steps"
    log = Log(str(room / "log.db"))
    words = (*verb.words, "--db", log.location)

    def anew() -> None:
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir()
        if verb.start is not None:
            shutil.copyfile(verb.start, log.location)

    anew()
    before = _events(log) if verb.start is not None and not verb.refused else ()
    done, calls = traced(folder / "sheet", *words)
    if fault := done.unsound(0):
        return Outcome(f"{verb.name}: cannot be traced", (fault,))
    after = _events(log)
    faults: list[str] = []
    chosen = _spread(len(calls), most)
    for number in chosen:
        anew()
        struck = killed_at(folder / "sheet", calls, number, *words)
        found = ["" if struck.code == -SIGKILL else f"not killed: {struck.last}"]
        # The same command must cope by itself with what is left, so every other time nobody looks before.
        found.append(_between(log, verb, (before, after)) if number % 2 else "")
        found.append(log.run(*verb.words).unsound(0, *verb.again))
        found.append(log.broken())
        end = _events(log)
        twice = verb.name == "log" and len(end) == len(after) + 1
        if end != after and not twice:
            found.append("the same command again does not complete it")
        faults += [f"{verb.name}, before {calls[number].name}, call {number + 1}: {fault}" for fault in found if fault]
    return Outcome(f"{verb.name}: killed before {len(chosen)} of {len(calls)} calls that change a file", tuple(faults))


def _between(log: Log, verb: Verb, whole: Sequence[tuple[str, ...]]) -> str:
    """What is wrong with a log whose command was killed: it holds all of it or nothing."""
    if verb.name == "init":
        return not_yet(log)
    seen = log.run("belief")
    if seen.code:
        return "" if verb.refused and verb.refused in seen.err else seen.unsound(0)
    if fault := log.broken():
        return fault
    return "" if _events(log) in whole else "part of the command is on record"


def _events(log: Log) -> tuple[str, ...]:
    """What is on record, without what differs from run to run: ids of typed entries, hashes and dates."""
    return tuple(f"{e['type']} {(e['words'] or {}).get('text', '')} {e['words'] is None}" for e in log.entries())


def _spread(count: int, most: int) -> list[int]:
    """Numbers below the count, at most so many, the first and the last among them."""
    if not most or count <= most:
        return list(range(count))
    return sorted({round(step * (count - 1) / max(1, most - 1)) for step in range(most)})
