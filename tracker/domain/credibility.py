"""How far each source can be trusted: what its record of trials is worth.

A share is a Beta posterior in a chain everybody > class > cell or source: ``(k + m q) / (n + m)`` with the parent's
share q and a strength m. Unnamed speakers have no record of their own; they use and feed the cell "class via
carrier". A parent counts all trials below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

from tracker.domain.beta import quantile
from tracker.domain.origins import Record
from tracker.domain.policy import Policy
from tracker.domain.sums import MILLION, NONE, NOTHING, QUARTERS, Fading, Ledger, Sums, Tally
from tracker.domain.trials import Trial
from tracker.domain.words import ClaimHandle, SourceClass

FLOOR: Final = 0.005
CEILING: Final = 0.995
"""No credibility beyond these: nobody is always right."""


class Worth(NamedTuple):
    """What a record is worth: its credibility, and the units of one flat statement on it (see `units`)."""

    credibility: float
    units: int


class Records:
    """What every record is worth in one state, with or without the trials of some claims.

    The own trials of a claim are left out when its statements are weighed, at every level: a verdict must not
    prove itself. Where ``known`` sums are given, ``tried`` need hold only the trials that may be left out.
    """

    def __init__(self, tried: Iterable[Trial], policy: Policy, known: Sums | None = None) -> None:
        self._policy = policy
        self._unit = Fading(policy).unit
        self._own: dict[ClaimHandle, list[Trial]] = {}
        for trial in tried:
            if trial.outcome in QUARTERS:
                self._own.setdefault(trial.claim, []).append(trial)
        self._sums = known or Ledger(policy, chain.from_iterable(self._own.values())).sums()
        self._worth: dict[Record, Worth] = {}
        self._left_out: dict[tuple[ClaimHandle, ...], Sums | None] = {}

    def own(self, claims: Sequence[ClaimHandle]) -> Sums | None:
        """What the graded trials of these claims add up to; None if there are none."""
        key = tuple(claims)
        if key not in self._left_out:
            some = [trial for claim in claims for trial in self._own.get(claim, ())]
            self._left_out[key] = Ledger(self._policy, some, self._sums.latest).sums() if some else None
        return self._left_out[key]

    def credibility(self, record: Record, without: Sums | None = None) -> float:
        """The expected share of a record's statements that hold, between 0.005 and 0.995, leaving out some trials."""
        return self.worth(record, without).credibility

    def worth(self, record: Record, without: Sums | None = None) -> Worth:
        """A record's credibility and what one flat statement on it is worth, leaving out some trials."""
        if without is not None:
            share = self._share(record, without)
            return Worth(share, units(share))
        known = self._worth.get(record)
        if known is None:
            share = self._share(record, NOTHING)
            known = self._worth[record] = Worth(share, units(share))
        return known

    def _share(self, record: Record, without: Sums) -> float:
        tally = self._sums.records.get(record, NONE).less(without.records.get(record, NONE))
        strength = self._policy.strength_cell if record.cell else self._policy.strength_source
        share = self._posterior(tally, self.prior(record.source_class, without), strength)
        return min(max(share, FLOOR), CEILING)

    def prior(self, source_class: SourceClass, without: Sums | None = None) -> float:
        """The share of a class, which its sources and cells start from."""
        without = without or NOTHING
        policy = self._policy
        above = policy.priors.get(source_class)
        if above is None:
            everybody = self._sums.everybody.less(without.everybody)
            above = self._posterior(everybody, policy.everybody, policy.strength_everybody)
        tally = self._sums.classes.get(source_class, NONE).less(without.classes.get(source_class, NONE))
        return self._posterior(tally, above, policy.strength_class)

    def interval(self, record: Record) -> tuple[float, float]:
        """The 90 % credible interval of a share; evidence beyond the policy's cap narrows it no further."""
        policy = self._policy
        weight = self._sums.records.get(record, NONE).weight
        strength = policy.strength_cell if record.cell else policy.strength_source
        size = min(weight / self._unit, policy.cap) + strength
        mean = self.credibility(record)
        return quantile(0.05, mean * size, (1 - mean) * size), quantile(0.95, mean * size, (1 - mean) * size)

    def _posterior(self, tally: Tally, above: float, strength: int) -> float:
        unit = self._unit
        return (tally.good / unit + strength * above) / (tally.weight / unit + strength)


def units(credibility: float) -> int:
    """b(A) in millionths: what one flat statement is worth. Negative below one half: it then speaks for the other side.

    Scaled so that one such statement alone gives exactly the probability A under the default prior.
    """
    if credibility >= 0.5:
        return round((credibility / (1 - credibility) - 1) * MILLION)
    return -round(((1 - credibility) / credibility - 1) * MILLION)
