"""What every reading says about itself: at which cut and with which policy it was made."""

from __future__ import annotations

from typing import NamedTuple

from tracker.domain.clocks import FOREVER, Cut, iso
from tracker.domain.state import State


class Stamp(NamedTuple):
    """as_of: the world clock's instant, None for everything. known_by: the entry it was cut at. policy: its name."""

    as_of: str | None
    known_by: int
    policy: str


def stamp(state: State) -> Stamp:
    """The stamp of a reading."""
    return stamped(state.cut, state.policy.name)


def stamped(cut: Cut, policy: str) -> Stamp:
    """The stamp of a moment at which a policy of this name was in force."""
    return Stamp(None if cut.world >= FOREVER else iso(cut.world), cut.position, policy)
