"""Fills the disk under the log: each verb is run with little room left, and must fail in plain words or work.

As root the log lies in a small memory disk that nobody else sees, filled up to a number of bytes drawn at random;
otherwise the size of files is limited. While the disk is full everything can still be read, and reads as before; no
file is left behind; when there is room again, the same command works.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from faulty.older import older
from faulty.program import ROOT, Ran, run
from faulty.record import Log, Outcome, told, write_events

_SPARE = 6 << 20
"""How many bytes the disk has beside the log before it is filled."""
_GONE = "the words are gone from the log, but"
"""What a redaction says that is on record, but whose file could not be written anew; its hint is to rebuild."""
_PLAIN = ("full", "space", "I/O", "too large")


class Verb(NamedTuple):
    """A verb to run on a full disk. start: the database it begins with. old: whether that has an older schema."""

    name: str
    start: Path
    words: tuple[str, ...]
    old: bool = False


def check(folder: Path, rng: Random, trials: int, inside: Path | None) -> Iterator[Outcome]:
    """So many trials, each with a verb and some room left. inside: the memory disk, once we are behind the door."""
    if os.geteuid() == 0 and inside is None and shutil.which("unshare"):
        yield from _behind_the_door(folder, rng.randrange(10**6), trials)
        return
    disk = inside or folder / "disk"
    disk.mkdir(exist_ok=True)
    base = told(folder, name="base.db").file
    assert base is not None
    if inside:
        size = base.stat().st_size + _SPARE
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(inside)], check=True)
    yield from _trials(folder, disk, base, rng, trials, mounted=inside is not None)


def _behind_the_door(folder: Path, seed: int, trials: int) -> Iterator[Outcome]:
    """Ourselves again, where a mount is seen by us alone and goes when we go."""
    disk = folder / "disk"
    disk.mkdir()
    again = ("full", "--inside", str(disk), "--trials", str(trials), "--seed", str(seed))
    done = subprocess.run(
        ["unshare", "-m", sys.executable, str(ROOT / "scripts" / "faults.py"), *again],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    if not lines or done.returncode not in (0, 1):
        yield Outcome("could not be done", (done.stderr.strip()[-300:] or "no word of it",))
        return
    faults = tuple(line.strip().removeprefix("FAULT ") for line in lines if line.strip().startswith("FAULT"))
    yield Outcome("\n          ".join(line[10:] for line in lines if not line.strip().startswith("FAULT")), faults)


def _trials(folder: Path, disk: Path, base: Path, rng: Random, trials: int, *, mounted: bool) -> Iterator[Outcome]:
    old = older(Log(str(base)), folder / "old.db").file
    assert old is not None
    file = write_events(folder / "file.jsonl", "full", 300)
    on = ("-s", "source-more", "-c", "claim-more")
    verbs = (
        Verb("log", base, ("log", "on a full disk " * 20, *on)),
        Verb("import", base, ("import", str(file))),
        Verb("rebuild", base, ("rebuild",)),
        Verb("redact", base, ("redact", "40", "--yes")),
        Verb("verdict", base, ("verdict", "claim-more", "true", "--because", "on a full disk")),
        Verb("upgrade", old, ("upgrade",), old=True),
        Verb("export", base, ("export",)),
        Verb("init", base, ("init", str(disk / "other.db"))),
        Verb("backtest", base, ("backtest", "--rows", str(disk / "rows.csv"))),
    )
    expected = Log(str(base)).readings()
    ended: Counter[str] = Counter()
    faults: list[str] = []
    for number in range(trials):
        verb = verbs[number % len(verbs)]
        room = rng.choice((0, 0, rng.randrange(1 << 13), rng.randrange(1 << 16), rng.randrange(1 << 20)))
        code, found = _trial(disk, verb, room, expected, mounted=mounted)
        ended["refused" if code else "found room"] += 1
        faults += [f"{verb.name} with {room} bytes left: {fault}" for fault in found if fault]
    how = "a memory disk" if mounted else "a limit on the size of files"
    yield Outcome(
        f"{trials} commands on a full disk ({how}): {ended['refused']} refused, {ended['found room']} found room",
        tuple(faults),
    )


def _trial(disk: Path, verb: Verb, room: int, expected: tuple[str, ...], *, mounted: bool) -> tuple[int, list[str]]:
    for path in disk.iterdir():
        path.unlink()
    log = Log(str(disk / "log.db"))
    shutil.copyfile(verb.start, log.location)
    ballast = disk / "ballast"
    limit: dict[str, Any] = {}
    if mounted:
        ballast.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - room)))
    else:
        ballast.touch()
        limit["preexec_fn"] = _limited(Path(log.location).stat().st_size + room)
    before = {path.name for path in disk.iterdir()}
    done, answer = _run(log, verb, disk, limit)
    found = [done.unsound(0, 1, 4)]
    if done.code and not any(word in done.err for word in _PLAIN):
        found.append(f"it does not say that the disk is full: {done.last}")
    found += _while_full(log, verb, done, limit, expected)
    left = {path.name for path in disk.iterdir()} - before - {answer}
    if done.code and left:
        found.append(f"leaves {', '.join(sorted(left))} behind")
    ballast.unlink()
    if done.code:
        again = log.run("rebuild") if _GONE in done.err else _run(log, verb, disk, {})[0]
        found.append(f"{fault} when there is room again" if (fault := again.unsound(0)) else "")
    found.append(log.broken())
    return done.code, found


def _run(log: Log, verb: Verb, disk: Path, limit: dict[str, Any]) -> tuple[Ran, str]:
    """Run the verb; what it answers goes to the same disk if it is much. The name of that file too."""
    if verb.name == "export":
        with (disk / "answer").open("wb") as file:
            return log.run(*verb.words, stdout=file, **limit), "answer"
    if verb.name == "init":
        return run(*verb.words, **limit), "other.db"
    return log.run(*verb.words, **limit), "rows.csv"


def _while_full(log: Log, verb: Verb, done: Ran, limit: dict[str, Any], expected: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with reading now."""
    if verb.old and done.code:
        if "older schema" not in log.run("belief", **limit).err:
            yield "the old schema is no longer there"
        return
    export = log.run("export", **limit)
    belief = log.run("belief", "--json", **limit)
    yield export.unsound(0)
    yield belief.unsound(0)
    if done.code and _GONE not in done.err and (export.out, belief.out) != expected[:2]:
        yield "it was refused, and something has changed"
    if not export.out.split("\n", 1)[-1].startswith(expected[0].split("\n", 1)[-1]) and verb.name != "redact":
        yield "an entry is lost"
    yield log.broken()


def _limited(most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
