"""Dates as spreadsheets write them: what can be read in one way only becomes EDTF, everything else is explained."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from tracker.domain.clocks import Edtf, UnreadableDate, span
from tracker.domain.year_last import DayOrder, only_reading, readings

_MIDNIGHT: Final = re.compile(r"[T ](?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM)\Z", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d\d", re.ASCII)
_LOCAL_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?", re.ASCII)
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_DAY_ZERO: Final = date(1899, 12, 30)
"""The day that spreadsheets count from, as it must be for every day since March 1900."""


def ordinary(text: str, order: DayOrder | None = None) -> str:
    """A date as EDTF where it can mean one day only: with a point between its numbers the day comes first, whatever
    order others have, as it does where one of them is beyond 12; midnight is the day. Everything else stays as it is.
    """
    written = _MIDNIGHT.sub("", text)
    if match := _YEAR_FIRST.fullmatch(written):
        try:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat()
        except ValueError:
            return text
    return only_reading(written, order) or text


def explained(text: str) -> str:
    """Why a text is no date, and how to write the one that may be meant."""
    written = _MIDNIGHT.sub("", text)
    if "." in written and (days := readings(written)):
        return f"with points the day comes first; if it is {days[0]}, write that"
    if ways := [f"{days[0]} with --dates {order}" for order in DayOrder if (days := readings(written, order))]:
        return f"it is {', '.join(ways)}"
    if _SHORT_YEAR.fullmatch(text):
        return "write the year with four digits"
    if match := _LOCAL_TIME.fullmatch(text):
        return f"a time needs its offset: {match[1]}T{match[2]}Z is UTC"
    if match := _SERIAL.fullmatch(text):
        day = _DAY_ZERO + timedelta(days=int(match[1]))
        return f"a spreadsheet's number for the day {day}; have the column shown as a date, and save it again"
    return "write dates as 2025, 2025-12, 2025-12-10 or ../2025-12-10"


def date_of(text: str, column: str) -> Edtf:
    """A date of a row. Raises ValueError that explains."""
    try:
        span(text)
    except UnreadableDate:
        raise ValueError(f"'{text}' is not a date ({column}): {explained(text)}") from None
    return Edtf(text)
