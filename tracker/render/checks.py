"""Checks of the log and checkpoints, for people."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.render.text import plural
from tracker.reports.check import CheckRow, Signed


def check(row: CheckRow, *, since: bool) -> Iterator[str]:
    """What is wrong, one line each; else that all is fine, and what exactly was looked at."""
    for problem in row.problems:
        yield f"{problem.kind}: {problem.message}"
    if row.problems:
        return
    seen = row.checkpoint
    if since and seen is not None:
        yield f"fine: {plural(row.checked, 'new entry')} since entry {seen.entries}, signed {_day(seen.made)}"
        yield "what came before it, the file as a whole and the read models were not looked at"
    else:
        yield f"fine: {plural(row.entries, 'entry')}"
        if seen is not None:
            yield f"entry {seen.entries} is the one that was signed {_day(seen.made)}"
    yield f"head {row.head}"


def checkpoint(name: str, seen: Signed) -> Iterator[str]:
    """That a checkpoint was written."""
    yield f"{name}: {plural(seen.entries, 'entry')}, signed with {seen.key}"
    yield f"head {seen.head}"


def _day(made: str) -> str:
    return f"{made[:10]} {made[11:16]} UTC"
