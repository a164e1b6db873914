"""The two clocks: when the world had said something, and when our desk had it.

World dates are written in a part of EDTF (ISO 8601-2): ``2025``, ``2025-12``, ``2025-12-10``,
``2025-12-10T14:30+01:00``, an interval ``A/B`` and the open ends ``../B`` and ``A/..``. A date without an offset
is a UTC day. Inside, an instant is a whole number of microseconds since 1970 in UTC, and a span of time is
closed: its first and its last instant both belong to it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, NewType

from tracker.domain import calendar_words, year_last

Edtf = NewType("Edtf", str)
"""A world date as it is written, known to be readable by `span`."""
Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00Z."""

BEGINNING: Final = Instant(-(2**62))
"""Before everything; the open start of a span."""
FOREVER: Final = Instant(2**62)
"""After everything; the open end of a span, and of a version that is still in force."""
LATEST: Final = FOREVER - 1
"""A position at which every version still in force is in force."""
DAY: Final = 86_400_000_000
"""Microseconds in a day."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(StrEnum):
    """Along which clock a history is read."""

    WORLD = "world"
    """As things were said."""
    DESK = "desk"
    """As we learned them."""


class Span(NamedTuple):
    """A closed stretch of time."""

    first: Instant
    last: Instant


class Cut(NamedTuple):
    """The moment a reading is made for: everything said up to ``world`` and recorded up to ``position``, both included.

    Cut once, before anything is derived; nothing derived takes a date of its own.
    """

    world: Instant = FOREVER
    position: int = LATEST


EVERYTHING: Final = Cut()


class UnreadableDate(ValueError):
    """A date that cannot be read, or that can be read in two ways (then ``readings`` holds both)."""

    def __init__(self, text: str, readings: tuple[str, ...] = ()) -> None:
        super().__init__(f"'{text}' is not a date")
        self.text = text
        self.readings = readings


def instant(moment: datetime) -> Instant:
    """An aware datetime as an instant."""
    return Instant((moment - _EPOCH) // _MICROSECOND)


def moment(at: Instant) -> datetime:
    """An instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=at)


@lru_cache(maxsize=1024)
def iso(at: Instant) -> str:
    """An instant as the log writes it: UTC, microseconds, ``2025-12-10T14:30:00.000000Z``."""
    return moment(at).isoformat(timespec="microseconds").replace("+00:00", "Z")


@lru_cache(maxsize=1024)
def from_iso(text: str) -> Instant:
    """The instant written by `iso`, or any ISO 8601 date-time with an offset.

    Raises UnreadableDate for anything else.
    """
    try:
        parsed = datetime.fromisoformat(text)
        if parsed.tzinfo is None:
            raise UnreadableDate(text)
        return instant(parsed)
    except (ValueError, OverflowError):
        raise UnreadableDate(text) from None


_PART = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<time>\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)"
    r"(?P<offset>Z|[+-]\d\d:\d\d))?)?)?",
    re.ASCII,
)


def _point(text: str, whole: str) -> Span:
    match = _PART.fullmatch(text)
    if match is None:
        raise UnreadableDate(whole)
    year, month, day = match["year"], match["month"], match["day"]
    try:
        if match["time"]:
            exact = instant(datetime.fromisoformat(text))
            width = {5: 60_000_000, 8: 1_000_000}.get(len(match["time"]), 1)
            return Span(exact, Instant(exact + width - 1))
        start = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
        end = date(
            int(year),
            int(month or 12),
            int(day) if day else monthrange(int(year), int(month or 12))[1],
        )
    except (ValueError, OverflowError):
        raise UnreadableDate(whole) from None
    return Span(instant(start), Instant((end - _EPOCH.date()).days * DAY + DAY - 1))


@lru_cache(maxsize=65_536)
def span(text: str) -> Span:
    """The stretch of time that a world date covers.

    Raises UnreadableDate when it is not in the form above or is not in the calendar.
    """
    if "/" not in text:
        return _point(text, text)
    start, _, end = text.partition("/")
    if start == end == "..":
        raise UnreadableDate(text)
    first = BEGINNING if start == ".." else _point(start, text).first
    last = FOREVER if end == ".." else _point(end, text).last
    if first > last:
        raise UnreadableDate(text)
    return Span(first, last)


def edtf(text: str) -> Edtf:
    """``text`` as a world date. Raises UnreadableDate."""
    span(text)
    return Edtf(text)


_AGO = re.compile(r"-(\d{1,4})([dwmy])", re.ASCII)
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?", re.ASCII)


def read_date(text: str, now: datetime) -> Edtf:
    """What a person typed as a date: EDTF, ``now today yesterday -7d -2w -3m -1y`` (days, weeks, months, years ago),
    or ``10.12.2025``, where the day stands first.

    Raises UnreadableDate with the readings there are: two for ``03/04/2024``; the UTC one for a time of day without an
    offset; the date of ``Mittwoch`` or ``December 10``.
    """
    word = text.strip()
    today = now.astimezone(UTC).date()
    if word == "now":
        return Edtf(iso(instant(now)))
    if word in ("today", "yesterday"):
        return Edtf((today - timedelta(days=word == "yesterday")).isoformat())
    if match := _AGO.fullmatch(word):
        try:
            return Edtf(_ago(today, int(match[1]), match[2]).isoformat())
        except (ValueError, OverflowError):
            raise UnreadableDate(text) from None
    if readings := year_last.readings(word):
        if day := year_last.only_reading(word):
            return Edtf(day)
        raise UnreadableDate(text, readings)
    if _LOCAL_TIME.fullmatch(word):
        raise UnreadableDate(text, (word.replace(" ", "T") + "Z",))
    try:
        return edtf(word)
    except UnreadableDate:
        raise UnreadableDate(text, calendar_words.readings(word, today)) from None


def _ago(today: date, count: int, unit: str) -> date:
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
