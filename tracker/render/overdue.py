"""What is overdue, for people: each claim with how long and by whose word, then what was said about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.render.text import listed, plural, shown, wrapped
from tracker.render.timeline import lines
from tracker.render.wording import STATUS, sealed
from tracker.reports.overdue import OverdueRow


def overdue(rows: Sequence[OverdueRow]) -> Iterator[str]:
    """A block for each claim, the longest overdue first."""
    if not rows:
        yield "nothing is overdue"
        return
    claims = 0
    for row in rows:
        if row.line.type == "claim.opened":
            if claims:
                yield ""
            claims += 1
            yield from _claim(row)
        else:
            yield from lines(row.line)
    yield ""
    told = f"{plural(claims, 'claim')} overdue, {sealed(rows[0].as_of, rows[0].known_by, rows[0].policy)}"
    yield from wrapped(told, rest="  ")


def _claim(row: OverdueRow) -> Iterator[str]:
    yield from wrapped(f"{row.line.claim}: {shown(row.line.text)}", rest="  ")
    by = f"predicted by {listed(row.predicted_by)}" if row.predicted_by else "no prediction on record"
    late = f"due {row.deadline}, {plural(row.overdue_days, 'day')} overdue"
    yield from wrapped("; ".join((late, STATUS[row.belief], by)), "  ", "  ")
