"""What a search found, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.render.text import padded, shown, wrapped
from tracker.render.wording import SAYS, mark, sealed
from tracker.reports.finding import FoundRow

_INDENT = " " * 19


def found(rows: Sequence[FoundRow], words: Sequence[str], more: int, *, least: bool) -> Iterator[str]:
    """One or more lines a thing, best first, and how many there are beyond them."""
    if not rows:
        yield from wrapped(f"nothing found for {shown(' '.join(words))}", rest="  ")
        return
    for row in rows:
        yield from wrapped(_line(row), f"{padded(row.kind, 10)}{row.entry:>7}  ", _INDENT)
    yield ""
    yield f"{len(rows)} found" + (f", {rest(len(rows), more, least=least)}" if more else "")
    yield from wrapped(sealed(rows[0].as_of, rows[0].known_by, rows[0].policy), rest="  ")


def rest(given: int, more: int, *, least: bool) -> str:
    """How many things were left out, and how to see them."""
    return f"{more} more{' at least' if least else ''}: --limit {given + more}"


def _line(row: FoundRow) -> str:
    head = f"{row.source} {SAYS[row.act]} on {row.claim}" if row.act else row.handle
    told = f": {shown(row.snippet)}" if row.snippet and row.snippet != row.handle else ""
    return f"{head}{told}{mark(row.status)}"
