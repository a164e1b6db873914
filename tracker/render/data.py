"""Rows for machines: JSON, JSON Lines and CSV with the same keys."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any

from tracker.render.text import HIDDEN


class Output(StrEnum):
    """In which form a command answers."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def plain(row: Any) -> Any:
    """A row as JSON knows it: named tuples become objects, a trailing underscore of a field's name is dropped."""
    if isinstance(row, tuple) and hasattr(row, "_fields"):
        return {name.rstrip("_"): plain(value) for name, value in zip(row._fields, row, strict=True)}
    if isinstance(row, Mapping):
        return {str(name): plain(value) for name, value in row.items()}
    if isinstance(row, list | tuple):
        return [plain(value) for value in row]
    return row


def flat(row: Any, inner: str) -> Mapping[str, Any]:
    """A row that holds another one under ``inner``, as one object: the other's keys come first."""
    whole = plain(row)
    return {**whole.pop(inner), **whole}


def lines(rows: Sequence[Any], output: Output) -> Iterator[str]:
    """Rows as lines of text without their line ends; a JSON array has a line for each object."""
    if output is Output.CSV:
        yield from _csv([plain(row) for row in rows])
    elif output is Output.JSONL:
        for row in rows:
            yield _json(plain(row))
    elif not rows:
        yield "[]"
    else:
        last = len(rows) - 1
        for number, row in enumerate(rows):
            yield ("[" if number == 0 else " ") + _json(plain(row)) + ("]" if number == last else ",")


def flow(rows: Iterable[Any], output: Output) -> Iterator[str]:
    """The same lines as `lines`, each as soon as its row is there; rows may be worked out while they are read."""
    if output is Output.CSV:
        header: list[str] = []
        for row in rows:
            first, *rest = _csv([plain(row)])
            yield from rest if header else (first, *rest)
            header = header or [first]
        return
    before = ""
    for number, row in enumerate(rows):
        told = _json(plain(row))
        if output is Output.JSONL:
            yield told
            continue
        if number:
            yield f"{before},"
        before = ("[" if number == 0 else " ") + told
    if output is not Output.JSONL:
        yield f"{before}]" if before else "[]"


def document(value: Any, output: Output) -> Iterator[str]:
    """One object as JSON; as CSV a table of one row."""
    yield from _csv([value]) if output is Output.CSV else [_json(value)]


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Named tuples as CSV, the header also where there are none."""
    yield ",".join(name.rstrip("_") for name in header)
    for row in rows:
        yield from islice(_csv([plain(row)]), 1, None)


def _json(value: Any) -> str:
    """JSON in which no character can act on a terminal; the escapes mean the same to every reader."""
    return re.sub(HIDDEN, _escape, json.dumps(value, ensure_ascii=False, allow_nan=False))


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def _csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(buffer, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: _cell(value) for name, value in row.items()})
    yield from buffer.getvalue().splitlines()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    if isinstance(value, list | dict):
        return _json(value)
    return re.sub(HIDDEN, lambda match: _json(match[0])[1:-1], str(value)).replace("\n", " ")
