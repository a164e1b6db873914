"""Dates that end with their year, ``10.12.2025``: which of the two numbers before it is the day."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Final


class DayOrder(StrEnum):
    """Which of two numbers is the day, in dates that do not begin with the year."""

    DMY = "dmy"
    MDY = "mdy"


_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)


def readings(text: str, order: DayOrder | None = None) -> tuple[str, ...]:
    """The ISO days that a text can mean, day first before month first; none where it is no such date."""
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return ()
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    days = {DayOrder.DMY: _day(year, other, one), DayOrder.MDY: _day(year, one, other)}
    return tuple(dict.fromkeys(day for each, day in days.items() if day and order in (None, each)))


def only_reading(text: str, order: DayOrder | None = None) -> str | None:
    """The one day that a text can mean, if it is one: with points between its numbers the day comes first, whatever the
    order of others; where the other number is beyond 12 it can come first only.
    """
    found = readings(text, DayOrder.DMY if "." in text else order)
    return found[0] if len(found) == 1 else None


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
