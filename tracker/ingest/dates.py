"""When something was said, by the words of the article: "am Mittwoch", "gestern", "on 3 March".

A weekday is read against the day the article came out: that very day counts, else the last one before; with "last" that
very day does not. What only begins or ends on a day ("bis heute"), what is to come and what is counted in weeks stays
open: no day may look certain that is not.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.clocks import Edtf
from tracker.ingest.grammar import Calendar


class Said(NamedTuple):
    """When something was said: the words of the article, and the day they mean; None where they leave it open."""

    raw: str
    day: Edtf | None


NEVER = Said("", None)


def said(text: str, published: Edtf | None, calendar: Calendar) -> Said:
    """The first date in some words. Without the article's date what is relative stays open."""
    found = [match for pattern in _patterns(calendar) if (match := pattern.search(text))]
    if not found:
        return NEVER
    match = min(found, key=lambda one: (one.start(), -one.end()))
    return Said(match[0], _day(match, _date(published), calendar))


@lru_cache
def _patterns(calendar: Calendar) -> tuple[re.Pattern[str], ...]:
    month, at = (
        rf"(?P<month>{'|'.join(calendar.months)})\.?",
        rf"(?:{calendar.on})?(?P<how>{calendar.open_}|{calendar.last})?",
    )
    day, year = r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?", r"(?P<year>\d{4})"
    return tuple(
        re.compile(rf"(?<!\w){pattern}", re.IGNORECASE)
        for pattern in (
            rf"{at}(?P<weekday>{'|'.join(calendar.weekdays)})\w*\b",
            rf"{at}(?P<relative>{'|'.join(calendar.days)})\b",
            rf"{at}{day} {month}(?!\w)(?:,? {year})?",
            rf"{at}{month} {day}\b(?:,? {year})?",
            rf"{at}{month},? {year}\b",
            rf"{at}(?P<day>\d{{1,2}})\. ?(?P<number>\d{{1,2}})\.(?: ?{year})?(?!\d)",
            r"(?P<vague>\d{1,2}/\d{1,2}/\d{2,4})\b",
            rf"(?P<vague>{calendar.vague})\b",
            r"(?P<iso>\d{4}-\d\d-\d\d)\b",
        )
    )


def _date(published: Edtf | None) -> date | None:
    try:
        return date.fromisoformat((published or "").rpartition("/")[2][:10])
    except ValueError:
        return None


def _day(match: re.Match[str], out: date | None, calendar: Calendar) -> Edtf | None:
    given = match.groupdict()
    how = given.get("how") or ""
    if given.get("vague") or re.fullmatch(calendar.open_, how, re.IGNORECASE):
        return None
    try:
        if given.get("iso"):
            return Edtf(date.fromisoformat(given["iso"]).isoformat())
        if given.get("month") or given.get("number"):
            return _dated(given, out, calendar)
        if out is None:
            return None
        if given.get("weekday"):
            back = (out.weekday() - calendar.weekdays[given["weekday"].lower()]) % 7
            return Edtf((out - timedelta(back or (7 if how else 0))).isoformat())
        return Edtf((out + timedelta(calendar.days[given["relative"].lower()])).isoformat())
    except (ValueError, OverflowError):
        return None


def _dated(given: dict[str, str], out: date | None, calendar: Calendar) -> Edtf | None:
    """A day with its month, or a month with its year; without a year the last one that was not after the article."""
    month = int(given["number"]) if given.get("number") else calendar.months[given["month"].lower()]
    if not given.get("day"):
        return Edtf(date(int(given["year"]), month, 1).isoformat()[:7])
    day = int(given["day"])
    if given.get("year"):
        return Edtf(date(int(given["year"]), month, day).isoformat())
    if out is None:
        return None
    this = date(out.year, month, day)
    return Edtf((this if this <= out else date(out.year - 1, month, day)).isoformat())
