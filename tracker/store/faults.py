"""What a check of the database can find wrong."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong. entry: its position, None for the database as a whole."""

    entry: int | None
    kind: str
    message: str
