"""What one flat statement on each record is worth, for every claim with its own trials left out.

The sums are those of `tracker.domain.credibility`, number by number in the same order, so that both give the same
digits.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tracker.columns.matters import Matters
from tracker.columns.runs import Runs, added
from tracker.columns.said import Ints
from tracker.columns.tried import Trials
from tracker.columns.ways import Ways
from tracker.domain.clocks import Instant
from tracker.domain.credibility import CEILING, FLOOR
from tracker.domain.policy import Policy
from tracker.domain.sums import MILLION, Fading, Sums, Tally

Floats = npt.NDArray[np.float64]


class Weights:
    """What trials add up to: for everybody, for each class, for each record; and what those of each family do."""

    def __init__(self, policy: Policy, ways: Ways, tried: Trials, matters: Matters) -> None:
        graded = tried.taken(tried.weight > 0)
        self._policy = policy
        self._records = list(ways.records)
        classes = {one.source_class: None for one in self._records}
        self._classes = {name: number for number, name in enumerate(classes)}
        self._class_of = np.array([self._classes[one.source_class] for one in self._records], dtype=np.int64)
        at = matters.judged_at[graded.matter]
        self._latest = Instant(int(at.max(initial=0)))
        self._fading = Fading(policy)
        own, above = self._left(at)
        record = ways.record[graded.way]
        self._family = matters.family[graded.matter]
        self._record = record
        self._own = np.stack([graded.good * own, graded.weight * own])
        self._above = np.stack([graded.good * above, graded.weight * above])
        self._of_record = _both(record, self._own, len(self._records))
        self._of_class = _both(self._class_of[record], self._above, len(self._classes))
        self._everybody = self._above.sum(axis=1)

    def _left(self, at: Ints) -> tuple[Ints, Ints]:
        """What is left of each trial at its age: for the record, and for its parents."""
        days, day = np.unique(at, return_inverse=True)
        ages = (self._latest - days).tolist()
        own = np.array([self._fading.own(age) for age in ages], dtype=np.int64)
        above = np.array([self._fading.above(age) for age in ages], dtype=np.int64)
        return own[day], above[day]

    def sums(self) -> Sums:
        """What all of them add up to, for the core."""
        classes = {name: Tally(*self._of_class[:, number].tolist()) for name, number in self._classes.items()}
        records = {one: Tally(*self._of_record[:, number].tolist()) for number, one in enumerate(self._records)}
        return Sums(Tally(*self._everybody.tolist()), classes, records, self._latest)

    def bases(self, record: Ints, family: Ints) -> Ints:
        """b(A) in millionths of each statement, by the numbers of its record and of its claim's family."""
        everything = np.zeros(2, dtype=np.int64)[:, None]
        plain = self._units(np.arange(len(self._records)), everything, everything, everything)[record]
        own = np.flatnonzero(np.isin(family, self._family))
        if len(own):
            plain[own] = self._without(record[own], family[own])
        return plain

    def _without(self, record: Ints, family: Ints) -> Ints:
        """The same with the trials of the family left out at every level."""
        many, classes = len(self._records), len(self._classes)
        keys, pair = np.unique(family * many + record, return_inverse=True)
        who, whose = keys % many, keys // many
        by_record = _found(self._family * many + self._record, self._own, keys)
        by_class = _found(
            self._family * classes + self._class_of[self._record], self._above, whose * classes + self._class_of[who]
        )
        by_all = _found(self._family, self._above, whose)
        return self._units(who, by_record, by_class, by_all)[pair]

    def _units(self, record: Ints, own: Ints, of_class: Ints, everybody: Ints) -> Ints:
        policy = self._policy
        name = self._class_of[record]
        above = self._posterior(self._everybody[:, None] - everybody, policy.everybody, policy.strength_everybody)
        fixed = np.array([policy.priors.get(one, np.nan) for one in self._classes])[name]
        above = np.where(np.isnan(fixed), above, fixed)
        above = self._posterior(self._of_class[:, name] - of_class, above, policy.strength_class)
        cell = np.array([one.cell for one in self._records], dtype=bool)[record]
        strength = np.where(cell, policy.strength_cell, policy.strength_source)
        share = self._posterior(self._of_record[:, record] - own, above, strength)
        return units(np.minimum(np.maximum(share, FLOOR), CEILING))

    def _posterior(self, tally: Ints, above: Floats | float, strength: Ints | int) -> Floats:
        unit = self._fading.unit
        shares: Floats = (tally[0] / unit + strength * above) / (tally[1] / unit + strength)
        return shares


def units(credibility: Floats) -> Ints:
    """b(A) in millionths (see `tracker.domain.credibility.units`)."""
    even = credibility >= 0.5
    better, worse = np.where(even, credibility, 0.5), np.where(even, 0.5, credibility)
    up = np.rint((better / (1 - better) - 1) * MILLION)
    down = -np.rint(((1 - worse) / worse - 1) * MILLION)
    return np.where(even, up, down).astype(np.int64)


def _both(codes: Ints, values: Ints, size: int) -> Ints:
    order = np.argsort(codes, kind="stable")
    return np.stack([added(codes[order], row[order], size) for row in values])


def _found(keys: Ints, values: Ints, wanted: Ints) -> Ints:
    """What the values under each wanted key add up to; 0 where there are none."""
    order = np.argsort(keys, kind="stable")
    runs = Runs.of(keys[order])
    if not runs.length:
        return np.zeros((2, len(wanted)), dtype=np.int64)
    place = np.minimum(np.searchsorted(runs.keys, wanted), len(runs.keys) - 1)
    hit = runs.keys[place] == wanted
    return np.stack([np.where(hit, runs.sum(row[order])[place], 0) for row in values])
