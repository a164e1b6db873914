"""A moment as it is typed: a date of the world, a date or entry of the desk, or both as ``WORLD@KNOWN``."""

from __future__ import annotations

from typing import NamedTuple

from tracker.desk.reading import Reading, When
from tracker.domain.clocks import Clock, Cut
from tracker.errors import UsageError


class Between(NamedTuple):
    """Two cuts, the earlier one first: neither clock runs backwards from ``start`` to ``end``."""

    start: Cut
    end: Cut


def between(reading: Reading, clock: Clock, typed: tuple[str, str], when: When) -> Between:
    """The cuts that two typed moments mean; ``when`` fixes the clock that they leave open.

    Raises UsageError for what is no date, for moments in the wrong order, and for a clock that is fixed twice;
    NotFound for an entry behind the end of the log.
    """
    start, end = (_cut(reading, clock, one, when) for one in typed)
    if start.world > end.world or start.position > end.position:
        ordered = start.world >= end.world and start.position >= end.position
        along = "--clock desk " if clock is Clock.DESK else ""
        hint = f"tracker diff {along}{typed[1]} {typed[0]}" if ordered else "FROM is the earlier moment on both clocks"
        raise UsageError(f"'{typed[0]}' is after '{typed[1]}'", hint)
    return Between(start, end)


def _cut(reading: Reading, clock: Clock, typed: str, when: When) -> Cut:
    as_of, known_by = when.as_of, when.known_by
    if "@" in typed:
        world, _, known = typed.partition("@")
    elif clock is Clock.WORLD:
        world, known = typed, ""
    else:
        world, known = "", typed
    if not world.strip() and not known.strip():
        raise UsageError(
            f"'{typed}' is not a moment", "write a date like 2025-12-09, or WORLD@KNOWN like 2025-12-09@120"
        )
    for own, fixed, option in ((world, as_of, "--as-of"), (known, known_by, "--known-by")):
        if own.strip() and fixed is not None:
            raise UsageError(
                f"'{typed}' and {option} set the same clock",
                f"leave out {option}; it fixes the other clock for both ends",
            )
    moment = When(world.strip() or as_of, known.strip() or known_by)
    return Reading.of(reading.session, moment, reading.now).cut
