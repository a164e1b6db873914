"""The date that a desk has put in front of a text, or that is printed there."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from tracker.domain.clocks import Edtf

_LINE: Final = re.compile(r"\s*(?:date|datum|published|stand)?:?\s*(\d{4}-\d\d-\d\d)(?=\s|$)", re.IGNORECASE)
_LONG: Final = re.compile(
    r"\s*(?:\w+, )?(?:(?P<d>\d{1,2})\.? (?P<m>[^\W\d]+)|(?P<m2>[^\W\d]+) (?P<d2>\d{1,2}),?) (?P<y>\d{4})\s*$"
)
_MONTHS: Final = {
    name: number
    for names in (
        "januar februar märz april mai juni juli august september oktober november dezember",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}


def dated(text: str, today: date) -> Edtf | None:
    """The date that a text's first line begins with, or is; None where it has none, or one that no calendar has or
    that is still to come.
    """
    found = _first(text.lstrip().partition("\n")[0][:200])
    return None if found is None or found > today else Edtf(found.isoformat())


def _first(line: str) -> date | None:
    try:
        if match := _LINE.match(line):
            return date.fromisoformat(match[1])
        if (match := _LONG.match(line)) and (month := _MONTHS.get((match["m"] or match["m2"]).lower())):
            return date(int(match["y"]), month, int(match["d"] or match["d2"]))
    except ValueError:
        pass
    return None
