"""Every belief of one state, worked out at once; equal to `Beliefs` to the last digit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from tracker.columns.matters import FINDINGS, matters
from tracker.columns.runs import Runs, counted
from tracker.columns.said import Ints, Statements
from tracker.columns.standing import came_out, pending, spoken
from tracker.columns.summed import Camps, Summed, summed
from tracker.columns.tried import Trials, tried
from tracker.columns.ways import UNCOUNTED, ways
from tracker.columns.weighed import weighed
from tracker.columns.worth import Floats, Weights
from tracker.domain.belief import AUDIBLE, LIKELY_ENOUGH, SETTLED, Belief
from tracker.domain.credibility import Records
from tracker.domain.origins import Origins
from tracker.domain.standings import Standing, report
from tracker.domain.state import State
from tracker.domain.sums import MILLION
from tracker.domain.weighing import Count
from tracker.domain.words import AMOUNTS, LADDER, Evidence, Likelihood, Status


class Overall:
    """Reads everything off one state at once. said: its statements, which the state itself need not hold."""

    def __init__(self, state: State, said: Statements, origins: Origins | None = None) -> None:
        self.state = state
        self.origins = origins or Origins(state)
        self.matters = matters(state, said)
        self.said = said.taken(np.lexsort((said.position, self.matters.of[said.claim]))) if state.matters else said
        self.ways = ways(self.origins, state.roster, self.said)

    @cached_property
    def tried(self) -> Trials:
        """The trials of all claims."""
        return tried(self.state.roster, self.said, self.ways, self.matters)

    @cached_property
    def weights(self) -> Weights:
        """What the trials add up to."""
        return Weights(self.state.policy, self.ways, self.tried, self.matters)

    def board(self) -> list[Belief]:
        """Every matter known at the cut, in the order they were opened."""
        heard = weighed(self.state, self.origins, self.said, self.ways, self.matters, self.weights)
        total = summed(self.said, self.ways, heard, len(self.matters.numbers))
        return self._beliefs(total)

    def standings(self) -> list[Standing]:
        """The standing of every source that has spoken and of every cell (see `tracker.domain.standings`)."""
        claims, manners = self.state.claims, self.state.roster.manners
        topics = [claims[one].topics if one in claims else () for one in self.matters.numbers]
        acts = [manners[number].act if number in manners else "" for number in range(max(manners, default=0) + 1)]
        outcomes = came_out(self.tried, self.ways, topics, acts)
        records = Records((), self.state.policy, self.weights.sums())
        return report(records, spoken(self.ways), outcomes, pending(self.tried, self.ways), self.state.policy.enough)

    # -- from sums to beliefs ----------------------------------------------------------------------------------

    def _beliefs(self, total: Summed) -> list[Belief]:
        known, policy = self.matters.known, self.state.policy
        handles = list(self.matters.numbers)[:known]
        weight = policy.weight * MILLION
        rivals, prior = self._rivals(total.support)
        against = total.denial + rivals
        everything = total.support + against + weight
        probability = (total.support + weight * prior) / everything
        ignorance = weight / everything
        status = self._status(total, probability)
        of = self.matters.of[self.said.claim]
        runs = Runs.of(of)
        changed = np.zeros(len(prior), dtype=np.int64)
        changed[runs.keys] = runs.max(self.said.changed)
        columns = (
            handles,
            _words(_STATUSES, status),
            probability.tolist(),
            zip((total.support / everything).tolist(), ((total.support + weight) / everything).tolist(), strict=True),
            ignorance.tolist(),
            prior.tolist(),
            _words(_PHRASES, self._likelihood(total, probability, ignorance)),
            _words(_EVIDENCE, _evidence(ignorance)),
            total.support.tolist(),
            total.denial.tolist(),
            _counts(total.supporters),
            _counts(total.deniers),
            (total.denied_by.get(number, ()) for number in range(known)),
            counted(of, len(prior)).tolist(),
            (one.value if one else None for one in self.matters.judgements),
            ((status == _STATUSES.index(Status.SINGLE_SOURCE)) & total.supporters.decides).tolist(),
            (one.position if one else None for one in self.matters.judgements),
            self._changed(changed.tolist()),
        )
        return list(map(Belief._make, zip(*columns, strict=False)))

    def _rivals(self, support: Ints) -> tuple[Ints, Floats]:
        """What the rival answers to a claim's question have for them, and its prior."""
        family = self.matters.family
        size = counted(family, len(family))[family]
        policy = self.state.policy
        claims = (self.state.claims.get(claim) for claim in self.matters.numbers)
        alone = np.array([policy.prior_of(row.topics if row else ()) for row in claims])
        rivals = np.zeros_like(support)
        np.add.at(rivals, family, support)
        return rivals[family] - support, np.where(size > 1, 1 / (size + 1), alone)

    def _status(self, total: Summed, probability: Floats) -> Ints:
        """The ladder: the first rung that holds (see `tracker.domain.belief`)."""
        pro, contra = total.supporters, total.deniers
        smaller = np.minimum(pro.own, contra.own)
        split = (smaller >= AUDIBLE) & (smaller * 4 >= pro.own + contra.own)
        denied = np.zeros(len(probability), dtype=bool)
        denied[[number for number, sources in total.denied_by.items() if sources]] = True
        supported = pro.least > 0
        ahead = supported & (pro.own >= contra.own)
        rungs = (
            *((self.matters.finding == FINDINGS.index(value), settled) for value, settled in SETTLED.items()),
            (~supported & total.withdrawn_support, Status.RETRACTED),
            (split | (supported & denied & ((pro.solid < 2) | (pro.own < contra.own))), Status.DISPUTED),
            (ahead & (pro.solid >= 2) & (probability >= LIKELY_ENOUGH), Status.CORROBORATED),
            (ahead & (pro.least > 1), Status.MULTIPLE_SOURCES),
            (ahead, Status.SINGLE_SOURCE),
            (contra.least > 1, Status.DENIED_BY_SEVERAL),
            (contra.least > 0, Status.DENIED),
        )
        held, statuses = zip(*rungs, strict=True)
        return np.select(held, list(map(_STATUSES.index, statuses)), _STATUSES.index(Status.OPEN))

    def _likelihood(self, total: Summed, probability: Floats, ignorance: Floats) -> Ints:
        """The phrase, where there is enough to say one; a single origin never makes anything almost certain."""
        phrase = np.searchsorted([edge for edge, _ in LADDER], probability, side="right")
        phrase = np.where(total.counted == 1, np.minimum(phrase, _PHRASES.index(Likelihood.VERY_LIKELY)), phrase)
        silent = (total.counted == 0) | (_evidence(ignorance) == 0) | (self.matters.finding != 0)
        return np.where(silent, len(LADDER) + 1, phrase)

    def _changed(self, said: Sequence[int]) -> list[int | None]:
        """The latest entry on each matter: what was said, or a verdict."""
        judged = self.state.changes
        return [max(one, judged.get(claim, 0)) or None for one, claim in zip(said, self.matters.numbers, strict=True)]


_STATUSES: Final = tuple(Status)
_PHRASES: Final = (*(word for _, word in LADDER), Likelihood.ALMOST_CERTAIN, None)
_EVIDENCE: Final = (*(word for _, word in AMOUNTS), Evidence.STRONG)


def _evidence(ignorance: Floats) -> Ints:
    """The place of each phrase in _EVIDENCE."""
    return np.select([ignorance > edge for edge, _ in AMOUNTS], range(len(AMOUNTS)), len(AMOUNTS))


def _words(words: Sequence[object], numbers: Ints) -> list[object]:
    return [words[number] for number in numbers.tolist()]


def _counts(camps: Camps) -> list[Count]:
    pairs = zip(camps.least.tolist(), camps.most.tolist(), strict=True)
    return [Count(least, None if most == UNCOUNTED else most) for least, most in pairs]
