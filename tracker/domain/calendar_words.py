"""Dates as people say and write them, in English and German, for a hint: none of them is taken without asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

_DAYS: Final = (
    "monday montag mon mo", "tuesday dienstag tue tues di", "wednesday mittwoch wed mi",
    "thursday donnerstag thu thurs do", "friday freitag fri fr", "saturday samstag sonnabend sat sa",
    "sunday sonntag sun so",
)  # fmt: skip
_MONTHS: Final = (
    "january januar jänner jan", "february februar feb", "march märz mar mrz", "april apr", "may mai", "june juni jun",
    "july juli jul", "august aug", "september sep sept", "october oktober oct okt", "november nov",
    "december dezember dec dez",
)  # fmt: skip
_FROM_TODAY: Final = {"heute": 0, "gestern": -1, "vorgestern": -2, "tomorrow": 1, "morgen": 1, "jetzt": 0, "tonight": 0}
_UNITS: Final = {"day": 1, "days": 1, "tag": 1, "tagen": 1, "week": 7, "weeks": 7, "woche": 7, "wochen": 7}
_NUMBERS: Final = re.compile(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})", re.ASCII)
_SHORT: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d\d)?", re.ASCII)
_AGO: Final = re.compile(r"(?:vor )?(\d{1,3}) (\w+)(?: ago)?")


def readings(text: str, today: date) -> tuple[str, ...]:
    """What a text can mean as a date, the likeliest first: ``Mittwoch`` is the last one, today's name is two days.

    Days and months come out as ISO dates, a month with its year as ``2025-12``.
    """
    words = re.sub(r"[,\s]+", " ", text.strip().lower()).removeprefix("on ").removeprefix("am ")
    return tuple(dict.fromkeys(one for one in _found(words, today) if one))


def _found(words: str, today: date) -> Iterator[str | None]:
    if words in _FROM_TODAY:
        yield (today + timedelta(days=_FROM_TODAY[words])).isoformat()
    elif (match := _AGO.fullmatch(words)) and match[2] in _UNITS:
        yield (today - timedelta(days=int(match[1]) * _UNITS[match[2]])).isoformat()
    elif match := _NUMBERS.fullmatch(words):
        yield _day(int(match[1]), int(match[2]), int(match[3]))
    elif match := _SHORT.fullmatch(words):
        year = 2000 + int(match[3]) if match[3] else today.year
        yield _day(year, int(match[2]), int(match[1]))
    else:
        yield from _weekday(words, today)
        yield _named(words, today)


def _weekday(words: str, today: date) -> Iterator[str]:
    """The last day of a name; where that is today's name, today and the one a week ago."""
    first, _, last = words.rpartition(" ")
    number = _number(_DAYS, last)
    if number is None or (first and first not in ("last", "this", "letzten", "diesen", "vergangenen", "past")):
        return
    back = (today.weekday() - number) % 7
    if not back and first not in ("last", "letzten", "vergangenen", "past"):
        yield today.isoformat()
    yield (today - timedelta(days=back or 7)).isoformat()


def _named(words: str, today: date) -> str | None:
    """A date with the name of its month: ``10 December 2025``, ``10. Dezember``, ``Dec 10 2025``, ``Dezember 2025``."""
    parts = words.split()
    month = next((number for part in parts if (number := _number(_MONTHS, part)) is not None), None)
    numbers = [re.sub(r"(?:st|nd|rd|th|\.)$", "", part) for part in parts if _number(_MONTHS, part) is None]
    if month is None or len(numbers) != len(parts) - 1 or not numbers or not all(map(str.isdecimal, numbers)):
        return None
    day = next((int(one) for one in numbers if len(one) <= 2), None)
    year = next((int(one) for one in numbers if len(one) == 4), None)
    if day is None:
        return f"{year}-{month + 1:02}" if year and len(numbers) == 1 else None
    if year is None:
        year = today.year - ((month + 1, day) > (today.month, today.day))
    return _day(year, month + 1, day) if len(numbers) <= 2 else None


def _number(names: tuple[str, ...], word: str) -> int | None:
    return next((number for number, known in enumerate(names) if word.rstrip(".") in known.split()), None)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
