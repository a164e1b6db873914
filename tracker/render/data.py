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

from tracker.domain.spreadsheet import inert
from tracker.render.text import HIDDEN


class Output(StrEnum):
    """In which form a command answers."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    CSV_RAW = "csv-raw"

    @property
    def is_csv(self) -> bool:
        """Whether the answer is a table: for spreadsheets (csv), or to the letter for programs (csv-raw)."""
        return self in (Output.CSV, Output.CSV_RAW)


def plain(row: Any) -> Any:
    """A row as JSON knows it: named tuples become objects, a trailing underscore of a field's name is dropped.

    A row that holds more than it tells says itself what it tells (``plainly``).
    """
    if isinstance(row, tuple) and hasattr(row, "_fields"):
        told = row.plainly() if hasattr(row, "plainly") else dict(zip(row._fields, row, strict=True))
        return {name.rstrip("_"): plain(value) for name, value in told.items()}
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
    if output.is_csv:
        yield from _csv((plain(row) for row in rows), output)
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
    if output.is_csv:
        yield from _csv((plain(row) for row in rows), output)
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
    yield from _csv([value], output) if output.is_csv else [_json(value)]


def table(header: Sequence[str], rows: Iterable[Sequence[Any]], output: Output = Output.CSV) -> Iterator[str]:
    """Named tuples as CSV, the header also where there are none."""
    yield ",".join(name.rstrip("_") for name in header)
    yield from islice(_csv(map(plain, rows), output), 1, None)


def _json(value: Any) -> str:
    """JSON in which no character can act on a terminal; the escapes mean the same to every reader."""
    return re.sub(HIDDEN, _escape, json.dumps(value, ensure_ascii=False, allow_nan=False))


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def _csv(rows: Iterable[Mapping[str, Any]], output: Output) -> Iterator[str]:
    """A header, then each row as soon as it is there; a raw row may hold line breaks."""
    cell = _inert_cell if output is Output.CSV else _raw_cell
    buffer = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            # A line end of both characters has the writer put either of them into quotation marks.
            writer = csv.DictWriter(buffer, list(row), lineterminator="\r\n")
            writer.writeheader()
            yield _taken(buffer)
        writer.writerow({name: cell(value) for name, value in row.items()})
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    """The line that has been written, without its end; the next one is written from the start."""
    line = buffer.getvalue().removesuffix("\r\n")
    buffer.seek(0)
    buffer.truncate()
    return line


def _raw_cell(value: Any) -> str:
    """A value to the letter."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    return _json(value) if isinstance(value, list | dict) else str(value)


def _inert_cell(value: Any) -> str:
    """A value on one line, in which no spreadsheet sees a formula; a number stays one."""
    told = re.sub(HIDDEN, _escape, _raw_cell(value)).replace("\n", " ")
    return told if isinstance(value, int | float) else inert(told)
