"""The desk's clock as the log has it: where a wrong one was corrected, and what had been recorded by a moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from tracker.domain.clocks import LATEST, Instant, from_iso
from tracker.domain.events import ClockCorrected
from tracker.domain.fold import CLOCK
from tracker.domain.projection import in_force
from tracker.store import log
from tracker.store.session import Session


def position_at(session: Session, at: Instant) -> int:
    """The last position recorded by an instant, and with it all before; 0 if there is none.

    What a wrong clock dated later than it was recorded counts from where the clock was corrected. Between two
    corrections the dates never fall.
    """

    def recorded(position: int) -> Instant:
        rows = session.rows("SELECT recorded FROM entry WHERE position = :position", position=position)
        return from_iso(str(next(iter(rows))[0]))

    end = log.head(session).position + 1
    steps_back = [entry.position for entry in log.history(session, CLOCK) if isinstance(entry.event, ClockCorrected)]
    for start in (*reversed(steps_back), 1):
        if found := bisect_right(range(start, end), at, key=recorded):
            return start + found - 1
        end = start
    return 0


def reckoning(session: Session, upto: int = LATEST) -> Callable[[int, Instant], Instant]:
    """When our desk had an entry: as recorded, but when a wrong clock was corrected at the latest; as known at a
    position.
    """
    corrections = [
        (entry.position, entry.recorded)
        for entry in in_force(log.history(session, CLOCK, upto))
        if isinstance(entry.event, ClockCorrected)
    ]

    def reckoned(position: int, recorded: Instant) -> Instant:
        return min((recorded, *(at for corrected, at in corrections if corrected > position)))

    return reckoned
