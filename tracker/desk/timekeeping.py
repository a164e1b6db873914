"""Correcting the clock: the log's end was dated by a clock that was wrong, and work must go on."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.desk.desk import Account, Desk, Written, account
from tracker.domain.clocks import Instant, moment
from tracker.domain.events import ClockCorrected, Entry
from tracker.errors import RuleError
from tracker.store import clock, log
from tracker.store.appending import Unless
from tracker.store.session import Session


def misdated(desk: Desk) -> Account:
    """The entries that are dated later than now, by this machine's clock. Raises RuleError where there is none."""
    with desk.reading() as session:
        return account(session, _misdated(session, desk.clock))


def _misdated(session: Session, now: Instant) -> Sequence[Entry]:
    found = list(log.entries(session, clock.position_at(session, now)))
    if not found:
        raise RuleError(
            f"no entry is dated later than now, {moment(now):%Y-%m-%d %H:%M} UTC: no clock is to be corrected",
            "tracker doctor shows the date of the last entry",
        )
    return found


def correct(desk: Desk, seen: int | None = None) -> Written:
    """Record that a wrong clock dated the entries that lie in the future; they count as recorded now.

    seen: the end of the log that the user was shown; refused with RuleError if it has moved on.
    """
    with desk.writing() as batch:
        late = _misdated(batch.session, batch.now)
        batch.add(ClockCorrected(entries=tuple(entry.id for entry in late)))
        return batch.append(unless=None if seen is None else Unless(after=seen))
