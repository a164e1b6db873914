"""Counts the flushes behind each acknowledged append: a kill cannot show a missing one, only a loss of power could.

SIGKILL leaves what was written in the memory of the system, so nothing is lost with or without a flush. Here strace
tells what was forced to the disk before the command answered: the database file itself, and the folder after the
journal is gone, since a journal that comes back with the power would undo the append.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from faulty.record import CASE, Outcome, new, told
from faulty.tracing import NEEDED, Call, is_here, traced


def check(folder: Path, runs: int) -> Iterator[Outcome]:
    """Some verbs that append, each so many times."""
    if not is_here():
        yield Outcome(f"not done: {NEEDED}")
        return
    log = told(folder)
    on = ("--db", log.location)
    appends = {
        "log": lambda n: ("log", f"flushed {n}", "-s", "source-more", "-c", "claim-more", *on),
        "verdict": lambda n: ("verdict", "claim-more", ("true", "false")[n % 2], "--because", f"reason {n}", *on),
        "redact": lambda n: ("redact", str(40 + n), "--yes", *on),
        "import": lambda n: ("import", str(CASE), "--db", str(_fresh(folder, n))),
    }
    for name, words in appends.items():
        counts, faults = [], []
        for number in range(runs):
            made = words(number)
            done, calls = traced(folder / "sheet", *made)
            faults += [fault for fault in [done.unsound(0)] if fault]
            counts.append(sum(call.flushes for call in calls))
            faults += unsafe(calls, Path(made[-1]))
        yield Outcome(f"{name}: {min(counts)} to {max(counts)} flushes for each of {runs} acknowledged", tuple(faults))


def _fresh(folder: Path, number: int) -> Path:
    made = new(folder, f"fresh-{number}.db").file
    assert made is not None
    return made


def unsafe(calls: Sequence[Call], file: Path) -> list[str]:
    """What a loss of power right after the answer could take."""
    journal = f"{file}-journal"

    def last(wanted: str, *names: str) -> int:
        return max((n for n, call in enumerate(calls) if call.name in names and wanted in call.about), default=-1)

    written, flushed = last(f"<{file}>", "pwrite64", "ftruncate"), last(f"<{file}>", "fsync", "fdatasync")
    gone, settled = last(journal, "unlink", "unlinkat"), last(f"<{file.parent}>", "fsync", "fdatasync")
    faults = []
    if written < 0 or flushed < written:
        faults.append("the database file is not flushed after it is written")
    if settled < gone:
        faults.append("the folder is not flushed after the journal is deleted: with the power it may come back")
    return faults
