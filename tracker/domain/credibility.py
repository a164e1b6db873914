"""How far each source can be trusted: what its record of trials is worth.

A share is a Beta posterior in a chain everybody > class > cell or source: ``(k + m q) / (n + m)`` with the parent's
share q and a strength m. Unnamed speakers have no record of their own; they use and feed the cell "class via
carrier". A parent counts all trials below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from tracker.domain.beta import quantile
from tracker.domain.clocks import DAY, Instant
from tracker.domain.origins import Record
from tracker.domain.policy import Policy
from tracker.domain.trials import Outcome, Trial
from tracker.domain.words import ClaimHandle, SourceClass

MILLION: Final = 1_000_000
"""Evidence units are whole millionths."""
FLOOR: Final = 0.005
CEILING: Final = 0.995
"""No credibility beyond these: nobody is always right."""


class Tally(NamedTuple):
    """Graded trials in quarter-units: a trial weighs four, a mixed outcome half of that and counts half of it."""

    good: int = 0
    weight: int = 0

    def plus(self, other: Tally) -> Tally:
        """The sum of two tallies."""
        return Tally(self.good + other.good, self.weight + other.weight)

    def less(self, other: Tally) -> Tally:
        """What is left of a tally without a part of it."""
        return Tally(self.good - other.good, self.weight - other.weight)


NONE: Final = Tally()
QUARTERS: Final = {
    Outcome.HELD: Tally(4, 4),
    Outcome.FELL: Tally(0, 4),
    Outcome.MIXED: Tally(1, 2),
}
"""What each graded outcome weighs; the others weigh nothing."""


class Totals(NamedTuple):
    """What all graded trials of one state add up to, at every level; a level may hold only what is asked for."""

    everybody: Tally
    classes: Mapping[SourceClass, Tally]
    records: Mapping[Record, Tally]


class Graded(NamedTuple):
    """What graded trials add up to for one record on one day of judgement: what fading needs to know of them."""

    record: Record
    tally: Tally
    at: Instant


def graded(some: Iterable[Trial]) -> list[Graded]:
    """The trials that weigh something."""
    return [
        Graded(trial.record, tally, trial.at)
        for trial in some
        if (tally := QUARTERS.get(trial.outcome)) is not None and trial.at is not None
    ]


class Fading:
    """How verdicts lose weight with age, if the policy says so.

    A trial's weight halves with each half-life of the record's own or, for the parents, of theirs. Age is counted
    from the latest verdict that is known, so a reading needs no clock. Faded tallies are whole millionths of a
    quarter-unit, so that sums do not depend on their order; without fading they are quarter-units as they are.
    """

    def __init__(self, policy: Policy, latest: Instant) -> None:
        self.latest = latest
        self._source, self._parents = policy.half_life_source, policy.half_life_parents
        self.on = self._source is not None or self._parents is not None
        self.unit = 4 * MILLION if self.on else 4
        """What one trial weighs."""

    def own(self, item: Graded) -> Tally:
        """What a trial weighs on the record itself."""
        return self._faded(item, self._source)

    def above(self, item: Graded) -> Tally:
        """What it weighs for the class and for everybody."""
        return self._faded(item, self._parents)

    def _faded(self, item: Graded, half_life: int | None) -> Tally:
        if not self.on:
            return item.tally
        left = MILLION
        if half_life is not None:
            left = round(MILLION * 0.5 ** ((self.latest - item.at) / (half_life * DAY)))
        return Tally(item.tally.good * left, item.tally.weight * left)


def totals(some: Iterable[Graded], fading: Fading) -> Totals:
    """Add graded trials up."""
    everybody = NONE
    classes: dict[SourceClass, Tally] = {}
    records: dict[Record, Tally] = {}
    for item in some:
        record, above = item.record, fading.above(item)
        everybody = everybody.plus(above)
        classes[record.source_class] = classes.get(record.source_class, NONE).plus(above)
        records[record] = records.get(record, NONE).plus(fading.own(item))
    return Totals(everybody, classes, records)


class Sums(NamedTuple):
    """What all records add up to, where it is kept rather than worked out. latest: the day of the latest verdict."""

    totals: Totals
    latest: Instant


class Worth(NamedTuple):
    """What a record is worth: its credibility, and the units of one flat statement on it (see `units`)."""

    credibility: float
    units: int


class Records:
    """What every record is worth in one state, with or without the trials of some claims.

    The own trials of a claim are left out when its statements are weighed, at every level: a verdict must not
    prove itself. Where ``known`` totals are given, ``tried`` need hold only the trials that may be left out.
    """

    def __init__(self, tried: Iterable[Trial], policy: Policy, known: Sums | None = None) -> None:
        self._policy = policy
        self._own: dict[ClaimHandle, list[Graded]] = {}
        every = []
        for trial in tried:
            for item in graded((trial,)):
                self._own.setdefault(trial.claim, []).append(item)
                every.append(item)
        latest = known.latest if known else max((item.at for item in every), default=Instant(0))
        self._fading = Fading(policy, latest)
        self._totals = known.totals if known else totals(every, self._fading)
        self._worth: dict[Record, Worth] = {}
        self._left_out: dict[tuple[ClaimHandle, ...], Totals | None] = {}

    def own(self, claims: Sequence[ClaimHandle]) -> Totals | None:
        """What the graded trials of these claims add up to; None if there are none."""
        key = tuple(claims)
        if key not in self._left_out:
            some = [item for claim in claims for item in self._own.get(claim, ())]
            self._left_out[key] = totals(some, self._fading) if some else None
        return self._left_out[key]

    def credibility(self, record: Record, without: Totals | None = None) -> float:
        """The expected share of a record's statements that hold, between 0.005 and 0.995, leaving out some trials."""
        return self.worth(record, without).credibility

    def worth(self, record: Record, without: Totals | None = None) -> Worth:
        """A record's credibility and what one flat statement on it is worth, leaving out some trials."""
        if without is not None:
            share = self._share(record, without)
            return Worth(share, units(share))
        known = self._worth.get(record)
        if known is None:
            share = self._share(record, _NOTHING)
            known = self._worth[record] = Worth(share, units(share))
        return known

    def _share(self, record: Record, without: Totals) -> float:
        tally = self._totals.records.get(record, NONE).less(without.records.get(record, NONE))
        strength = self._policy.strength_cell if record.cell else self._policy.strength_source
        share = self._posterior(tally, self.prior(record.source_class, without), strength)
        return min(max(share, FLOOR), CEILING)

    def prior(self, source_class: SourceClass, without: Totals | None = None) -> float:
        """The share of a class, which its sources and cells start from."""
        without = without or _NOTHING
        policy = self._policy
        above = policy.priors.get(source_class)
        if above is None:
            everybody = self._totals.everybody.less(without.everybody)
            above = self._posterior(everybody, policy.everybody, policy.strength_everybody)
        tally = self._totals.classes.get(source_class, NONE).less(without.classes.get(source_class, NONE))
        return self._posterior(tally, above, policy.strength_class)

    def interval(self, record: Record) -> tuple[float, float]:
        """The 90 % credible interval of a share; evidence beyond the policy's cap narrows it no further."""
        policy = self._policy
        weight = self._totals.records.get(record, NONE).weight
        strength = policy.strength_cell if record.cell else policy.strength_source
        size = min(weight / self._fading.unit, policy.cap) + strength
        mean = self.credibility(record)
        return quantile(0.05, mean * size, (1 - mean) * size), quantile(0.95, mean * size, (1 - mean) * size)

    def _posterior(self, tally: Tally, above: float, strength: int) -> float:
        unit = self._fading.unit
        return (tally.good / unit + strength * above) / (tally.weight / unit + strength)


_NOTHING: Final = Totals(NONE, {}, {})


def units(credibility: float) -> int:
    """b(A) in millionths: what one flat statement is worth. Negative below one half: it then speaks for the other side.

    Scaled so that one such statement alone gives exactly the probability A under the default prior.
    """
    if credibility >= 0.5:
        return round((credibility / (1 - credibility) - 1) * MILLION)
    return -round(((1 - credibility) / credibility - 1) * MILLION)
