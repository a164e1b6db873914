"""The policy for people: a line for each number that weighs the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.domain.policy import OFF
from tracker.render.text import Grid, plural, wrapped
from tracker.render.wording import sealed
from tracker.reports.policy import ParameterRow


def parameters(rows: Sequence[ParameterRow]) -> Iterator[str]:
    """Name, value, what it does, and for what was set its default and its entry."""
    grid = Grid.of([(row.name, _number(row.value), row.does) for row in rows])
    for row in rows:
        yield from grid.row(row.name, _number(row.value), f"{row.does}{_origin(row)}")
    yield ""
    first = rows[0]
    told = f"{plural(len(rows), 'parameter')}, {sealed(first.as_of, first.known_by, first.policy)}"
    yield from wrapped(told, rest="  ")


def _origin(row: ParameterRow) -> str:
    """Where the value comes from; empty for a default that nobody touched."""
    parts = []
    if row.default is not None and row.value != row.default:
        parts.append(f"default {_number(row.default)}")
    if row.set_at is not None:
        parts.append(f"set at {row.set_at}")
    return f" ({', '.join(parts)})" if parts else ""


def _number(value: float | int | str | None) -> str:
    return OFF if value is None or value == OFF else f"{value:g}"
