"""The file formats, in or out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from tracker.domain.year_last import DayOrder as DayOrder
from tracker.errors import UsageError
from tracker.exchange.columns import COLUMNS
from tracker.exchange.sheet import LEFT_OUT, OURS, Layout


class Format(StrEnum):
    """A file format."""

    JSONL = "jsonl"
    TABLE = "table"


FORMATS: Final = {".jsonl": Format.JSONL, ".csv": Format.TABLE, ".tsv": Format.TABLE}
"""Which format a file name's ending stands for."""


def form_of(name: str, typed: Format | None) -> Format:
    """The format of a file, as typed or by the ending of its name. Raises UsageError where neither tells."""
    if typed is not None:
        return typed
    for ending, form in FORMATS.items():
        if name.endswith(ending):
            return form
    raise UsageError(f"the format of '{name}' cannot be told from its name", "--format jsonl or --format table")


def layout_of(form: Format, columns: Iterable[str], dates: DayOrder | None, encoding: str) -> Layout:
    """How a table is written, as typed: columns as ``said=Datum``, ours before theirs. Raises UsageError."""
    theirs = {}
    for typed in columns:
        ours, _, name = typed.partition("=")
        if ours not in (*COLUMNS, LEFT_OUT) or not name:
            raise UsageError(f"'{typed}' names no column of ours", f"--column said=Datum; ours are {' '.join(COLUMNS)}")
        theirs[name] = ours
    layout = Layout(theirs, dates, encoding)
    if form is not Format.TABLE and layout != OURS:
        raise UsageError("--dates, --column and --encoding are for tables", "tracker import FILE --format table")
    return layout
