"""What a check of the log found, as a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class FaultRow(NamedTuple):
    """One thing that is wrong. entry: its number, None for the database as a whole."""

    entry: int | None
    kind: str
    message: str


class Signed(NamedTuple):
    """A checkpoint without its signature: where a log stood, when that was signed, and with which key."""

    entries: int
    head: str
    recorded: str
    made: str
    key: str


class CheckRow(NamedTuple):
    """A check. entries, head: of the log. checked: how many entries were read. views: whether the read models were
    compared with the log. checkpoint: what it was held against.
    """

    ok: bool
    entries: int
    head: str
    problems: Sequence[FaultRow]
    checked: int
    views: bool
    checkpoint: Signed | None


def row(
    entries: int,
    head: str,
    faults: Sequence[tuple[int | None, str, str]],
    checked: int,
    views: bool,
    checkpoint: Signed | None,
) -> CheckRow:
    """A check as it is told."""
    return CheckRow(not faults, entries, head, [FaultRow(*fault) for fault in faults], checked, views, checkpoint)
