"""What comes from a file, in parts that can be held, and in the order in which it was recorded."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from tracker.domain.clocks import Instant, UnreadableDate, from_iso, span
from tracker.exchange import jsonl
from tracker.exchange.columns import Row
from tracker.exchange.problems import Bad

_PART: Final = 2_000
"""How many things make a part,"""
_WEIGHT: Final = 16 << 20
"""as long as their texts have no more characters than this."""
_NOW: Final = 2**62
"""Later than any instant."""

Item = TypeVar("Item")


def parts(every: Iterable[Item], weight: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Things in parts of at most 2,000; a part ends early with the thing that makes it too heavy."""
    part: list[Item] = []
    heavy = 0
    for item in every:
        part.append(item)
        heavy += weight(item)
        if len(part) == _PART or heavy > _WEIGHT:
            yield part
            part, heavy = [], 0
    if part:
        yield part


def rows_in_order(rows: Iterable[Row]) -> Iterator[Row]:
    """The order in which rows become entries, so that a handle is registered before the earliest row that needs it."""
    waiting = ((_when(row.get("recorded")), json.dumps(row).encode()) for row in rows)
    for content in ordered(waiting):
        yield Row(*json.loads(content))


def lines_in_order(lines: Iterable[jsonl.Line | Bad]) -> Iterator[jsonl.Line | Bad]:
    """The order in which bare events become entries; lines that are none go first."""
    waiting = (
        (_when(line.value.get("recorded")) if isinstance(line, jsonl.Line) else _FIRST, json.dumps(line).encode())
        for line in lines
    )
    for content in ordered(waiting):
        number, found = json.loads(content)
        yield jsonl.Line(number, found) if isinstance(found, dict) else Bad(number, found)


def ordered(things: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
    """Bytes by their keys (64 bits, signed), those of the same key as they came; some 100 bytes of memory for each.

    They wait in a file that has no name, or goes away with us, and that nobody else can read.
    """
    keys, starts = array("q"), array("q")
    with tempfile.TemporaryFile() as file:
        for key, content in things:
            keys.append(key)
            starts.append(file.tell())
            file.write(content)
        starts.append(file.tell())
        for number in sorted(range(len(keys)), key=keys.__getitem__):
            file.seek(starts[number])
            yield file.read(starts[number + 1] - starts[number])


_FIRST: Final = -_NOW


def _when(recorded: object) -> int:
    """When a row says it was recorded; rows without a date are recorded now and go last."""
    try:
        return recorded_at(recorded) if isinstance(recorded, str) and recorded else _NOW
    except UnreadableDate:
        return _NOW


def recorded_at(text: str) -> Instant:
    """When an entry was recorded: an instant, or a day, then its first instant. Raises UnreadableDate."""
    return from_iso(text) if "T" in text else span(text).first
