"""What verdicts add up to: the graded trials of every record, of every class and of everybody, summed in one place.

A trial weighs four quarter-units. Where the policy lets old verdicts fade, sums are millionths of a quarter-unit, and
each trial is rounded by itself: whole numbers, so that a sum does not depend on its order, and what was put in can be
taken out again to the digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, reduce
from typing import Final, NamedTuple, TypeVar

from tracker.domain.clocks import DAY, Instant
from tracker.domain.origins import Record
from tracker.domain.policy import Policy
from tracker.domain.trials import Outcome, Trial
from tracker.domain.words import SourceClass

MILLION: Final = 1_000_000
"""Evidence units, and what is left of a faded trial, are whole millionths."""

K = TypeVar("K", Record, SourceClass)


class Tally(NamedTuple):
    """Graded trials in quarter-units: a trial weighs four, a mixed outcome half of that and counts half of it."""

    good: int = 0
    weight: int = 0

    def plus(self, other: Tally, times: int = 1) -> Tally:
        """The sum of two tallies, the other one taken so many times."""
        return Tally(self.good + times * other.good, self.weight + times * other.weight)

    def less(self, other: Tally) -> Tally:
        """What is left of a tally without a part of it."""
        return self.plus(other, -1)


NONE: Final = Tally()
QUARTERS: Final = {
    Outcome.HELD: Tally(4, 4),
    Outcome.FELL: Tally(0, 4),
    Outcome.MIXED: Tally(1, 2),
}
"""What each graded outcome weighs; the others weigh nothing."""


class Sums(NamedTuple):
    """What graded trials add up to, at every level; only the records that were asked for are in it.

    latest: the last instant of the day of the latest verdict, from which the age of all is counted.
    """

    everybody: Tally
    classes: Mapping[SourceClass, Tally]
    records: Mapping[Record, Tally]
    latest: Instant


_ANY_DAY: Final = Instant(0)
NOTHING: Final = Sums(NONE, {}, {}, _ANY_DAY)


class Fading:
    """How verdicts lose weight with age, if the policy says so.

    A trial's weight halves with each half-life of the record's own or, for class and everybody, of theirs. Age is
    counted from the latest verdict that is known, so a reading needs no clock.
    """

    def __init__(self, policy: Policy) -> None:
        self._source, self._parents = policy.half_life_source, policy.half_life_parents
        self.on = self._source is not None or self._parents is not None
        self.unit = 4 * MILLION if self.on else 4
        """What one trial weighs."""

    def own(self, age: int) -> int:
        """How many times a trial of an age counts on the record itself."""
        return _left(age, self._source) if self.on else 1

    def above(self, age: int) -> int:
        """How many times it counts for the class and for everybody."""
        return _left(age, self._parents) if self.on else 1


@lru_cache(maxsize=65_536)
def _left(age: int, half_life: int | None) -> int:
    return MILLION if half_life is None else round(MILLION * 0.5 ** (age / (half_life * DAY)))


Days = dict[Instant, Tally]
"""Tallies by the day of their judgement; all under one day where age takes no weight away."""


class Ledger:
    """Graded trials added up by class and by record, each day of judgement apart; they can be taken out again.

    It grows by what is put in, however long the history is. Where old verdicts fade, everything ages with every new
    one; then days are added up anew, each at its age. latest: the day from which age is counted, where it is not the
    latest of these trials.
    """

    def __init__(self, policy: Policy, tried: Iterable[Trial] = (), latest: Instant | None = None) -> None:
        self._fading, self._latest = Fading(policy), latest
        self._classes: dict[SourceClass, Days] = {}
        self._records: dict[Record, Days] = {}
        self._above: Sums | None = None
        self.put(tried)

    def put(self, tried: Iterable[Trial], times: int = 1) -> None:
        """Put trials in, or take them out with ``times=-1``; those that weigh nothing make no difference."""
        for trial in tried:
            tally = QUARTERS.get(trial.outcome)
            if tally is not None and trial.at is not None:
                self.enter_class(trial.record.source_class, trial.at, tally, times)
                self.enter_record(trial.record, trial.at, tally, times)

    def enter_class(self, source_class: SourceClass, at: Instant, tally: Tally, times: int = 1) -> None:
        """Enter a tally for a class and for everybody, under its day of judgement."""
        self._enter(self._classes.setdefault(source_class, {}), at, tally, times)
        self._above = None

    def enter_record(self, record: Record, at: Instant, tally: Tally, times: int = 1) -> None:
        """Enter a tally for a record alone."""
        self._enter(self._records.setdefault(record, {}), at, tally, times)

    def _enter(self, days: Days, at: Instant, tally: Tally, times: int) -> None:
        day = at if self._fading.on else _ANY_DAY
        total = days.get(day, NONE).plus(tally, times)
        if total == NONE:
            days.pop(day, None)
        else:
            days[day] = total

    def sums(self, records: Iterable[Record] | None = None) -> Sums:
        """What all that was entered adds up to, for some records; for all of them without."""
        above = self._above = self._above or self._parents()
        own = {record: self._records.get(record, {}) for record in (self._records if records is None else records)}
        return above._replace(records=_added(own, self._fading.own, above.latest))

    def exchanged(self, gone: Iterable[Trial], come: Iterable[Trial], records: Iterable[Record]) -> Sums:
        """The same without some trials and with others in their place; the ledger stays as it is."""
        gone, come = tuple(gone), tuple(come)
        self.put(gone, -1)
        self.put(come)
        found = self.sums(records)
        self.put(come, -1)
        self.put(gone)
        return found

    def _parents(self) -> Sums:
        """What every class adds up to, and everybody."""
        days = {at for some in self._classes.values() for at in some}
        latest = max(days, default=_ANY_DAY) if self._latest is None else self._latest
        classes = _added(self._classes, self._fading.above, latest)
        return Sums(reduce(Tally.plus, classes.values(), NONE), classes, {}, latest)


def _added(some: Mapping[K, Days], left: Callable[[int], int], latest: Instant) -> dict[K, Tally]:
    """What the days of each key add up to, each day at the weight that its age leaves it."""
    found: dict[K, Tally] = {}
    for key, days in some.items():
        good = weight = 0
        for at, tally in days.items():
            times = left(latest - at)
            good, weight = good + times * tally.good, weight + times * tally.weight
        if weight:
            found[key] = Tally(good, weight)
    return found
