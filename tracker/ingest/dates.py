"""When something was said, by the words of the article: "am Mittwoch", "gestern", "on 3 March".

A weekday is read against the day the article came out: that very day counts, else the last one before.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.clocks import Edtf
from tracker.ingest.grammar import Language


class Said(NamedTuple):
    """When something was said: the words of the article, and the day they mean; None where they leave it open."""

    raw: str
    day: Edtf | None


NEVER = Said("", None)


def said(text: str, published: Edtf | None, language: Language) -> Said:
    """The first date in some words. Without the article's date what is relative stays open."""
    patterns = _patterns(
        language.code, tuple(language.weekdays), tuple(language.days), tuple(language.months), language.on
    )
    found = [match for pattern in patterns if (match := pattern.search(text))]
    if not found:
        return NEVER
    match = min(found, key=lambda one: (one.start(), -one.end()))
    return Said(match[0], _day(match, _date(published), language))


@lru_cache
def _patterns(
    _: str, weekdays: tuple[str, ...], days: tuple[str, ...], months: tuple[str, ...], on: str
) -> tuple[re.Pattern[str], ...]:
    month = "|".join(months)
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\b(?:{on})?(?P<weekday>{'|'.join(weekdays)})\w*\b",
            rf"\b(?P<relative>{'|'.join(days)})\b",
            rf"\b(?:{on})?(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)? (?P<month>{month})\b(?:,? (?P<year>\d{{4}}))?",
            rf"\b(?:{on})?(?P<month>{month}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{{4}}))?",
            r"\b(?P<iso>\d{4}-\d\d-\d\d)\b",
        )
    )


def _date(published: Edtf | None) -> date | None:
    try:
        return date.fromisoformat((published or "").rpartition("/")[2][:10])
    except ValueError:
        return None


def _day(match: re.Match[str], out: date | None, language: Language) -> Edtf | None:
    given = match.groupdict()
    try:
        if given.get("iso"):
            return Edtf(date.fromisoformat(given["iso"]).isoformat())
        if given.get("day"):
            return _calendar(given, out, language)
        if out is None:
            return None
        if given.get("weekday"):
            back = (out.weekday() - language.weekdays[given["weekday"].lower()]) % 7
            return Edtf((out - timedelta(back)).isoformat())
        return Edtf((out + timedelta(language.days[given["relative"].lower()])).isoformat())
    except (ValueError, OverflowError):
        return None


def _calendar(given: dict[str, str], out: date | None, language: Language) -> Edtf | None:
    """A day with its month; without a year it is the last one that was not after the article."""
    month, day = language.months[given["month"].lower()], int(given["day"])
    if given.get("year"):
        return Edtf(date(int(given["year"]), month, day).isoformat())
    if out is None:
        return None
    this = date(out.year, month, day)
    return Edtf((this if this <= out else date(out.year - 1, month, day)).isoformat())
