"""What all trials so far add up to, while history is walked: the trials of one matter can be put in place of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeVar

from tracker.domain.clocks import Instant
from tracker.domain.credibility import NONE, QUARTERS, Fading, Graded, Sums, Tally, Totals, graded
from tracker.domain.hindsight import Kin, Learnt
from tracker.domain.origins import Record
from tracker.domain.policy import Policy
from tracker.domain.words import SourceClass, SourceHandle

Key = TypeVar("Key")
Days = dict[Instant, Tally]
"""Graded trials by day of judgement; under one day where age does not matter."""


class _Parents(NamedTuple):
    everybody: Tally
    classes: Mapping[SourceClass, Tally]
    fading: Fading


class Running:
    """The sums at one moment of history. They grow by what a few claims change, however long the history is.

    Where old verdicts fade, everything ages with every new one; then days are added up anew, each at its age.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._ages = Fading(policy, Instant(0)).on
        self._classes: dict[SourceClass, Days] = {}
        self._records: dict[Record, Days] = {}
        self._days: dict[Instant, int] = {}
        self._counts: dict[Record, int] = {}
        self._put: dict[Kin, Learnt] = {}
        self._parents: _Parents | None = None
        self.judged = 0

    def known(self, records: Iterable[Record]) -> Sums:
        """What is known at this moment, of some records."""
        if self._parents is None:
            self._parents = self._above()
        everybody, classes, fading = self._parents
        own = {}
        for record in records:
            items = (fading.own(Graded(record, tally, at)) for at, tally in self._records.get(record, {}).items())
            own[record] = _added(items)
        return Sums(Totals(everybody, classes, own), fading.latest)

    def past(self, record: Record, besides: Kin) -> int:
        """How many trials of a record there have been, not counting those on some claims."""
        own = self._put.get(besides, _NOTHING).trials
        return self._counts.get(record, 0) - sum(one.record == record and one.outcome in QUARTERS for one in own)

    def judged_of(self, kin: Kin) -> int:
        """How many of these claims have been judged."""
        return self._put[kin].judged if kin in self._put else 0

    def put(self, kin: Kin, now: Learnt) -> None:
        """This is now known of these claims."""
        for learnt, sign in ((self._put.get(kin, _NOTHING), -1), (now, 1)):
            for item in graded(learnt.trials):
                at = item.at if self._ages else Instant(0)
                tally = Tally(sign * item.tally.good, sign * item.tally.weight)
                _add(self._classes.setdefault(item.record.source_class, {}), at, tally)
                _add(self._records.setdefault(item.record, {}), at, tally)
                self._days[at] = self._days.get(at, 0) + sign
                if not self._days[at]:
                    del self._days[at]
            for trial in learnt.trials:
                if trial.outcome in QUARTERS:
                    self._counts[trial.record] = self._counts.get(trial.record, 0) + sign
            self.judged += sign * learnt.judged
        self._put[kin] = now
        self._parents = None

    def _above(self) -> _Parents:
        """What every class adds up to, and everybody. A day weighs the same in all of them."""
        fading = Fading(self._policy, max(self._days, default=Instant(0)))
        left = {at: fading.above(Graded(_ANYBODY, Tally(1, 1), at)).weight for at in self._days}
        classes = {
            name: _added(Tally(tally.good * left[at], tally.weight * left[at]) for at, tally in days.items())
            for name, days in self._classes.items()
        }
        return _Parents(_added(classes.values()), classes, fading)


_NOTHING: Final = Learnt([], 0)
_ANYBODY: Final = Record(SourceClass(""), SourceHandle(""))


def _add(days: Days, at: Instant, tally: Tally) -> None:
    total = days.get(at, NONE).plus(tally)
    if total == NONE:
        days.pop(at, None)
    else:
        days[at] = total


def _added(some: Iterable[Tally]) -> Tally:
    good = weight = 0
    for tally in some:
        good, weight = good + tally.good, weight + tally.weight
    return Tally(good, weight)
