"""The file formats, in or out."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from tracker.errors import UsageError


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
