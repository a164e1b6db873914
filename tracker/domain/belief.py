"""What to believe about a claim: a sum of evidence units over independent origins.

``R`` units speak for the claim, ``S`` against it, and ``W`` units of prior stand beside them:
``p = (R + W a) / (R + S + W)``, with ignorance ``u = W / (R + S + W)``. One flat statement of a source with
credibility A gives exactly ``p = A``. A verdict never moves p: p is the sum of what was said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from tracker.domain.contributions import Contribution, explain
from tracker.domain.credibility import Records
from tracker.domain.origins import Origins
from tracker.domain.standings import Standing, standings
from tracker.domain.state import State
from tracker.domain.sums import MILLION, Sums
from tracker.domain.trials import judged_claims, judgement, trials
from tracker.domain.weighing import Count, Scales, Sum
from tracker.domain.words import ClaimHandle, Evidence, Finding, Likelihood, SourceHandle, Status, evidence, likelihood

AUDIBLE: Final = MILLION // 5
"""What a side must give for a dispute."""
LIKELY_ENOUGH: Final = 0.75
"""How likely several origins must make a claim to corroborate it."""


class Belief(NamedTuple):
    """Where one claim stands at one cut.

    probability in 0..1, range: lowest and highest with all ignorance resolved. support_units, deny_units: millionths.
    denied_by: those concerned who deny it. by_decider: the one origin decides the matter itself. verdict_entry: the
    entry of the verdict. changed: the latest entry about it.
    """

    claim: ClaimHandle
    status: Status
    probability: float
    range: tuple[float, float]
    ignorance: float
    prior: float
    likelihood: Likelihood | None
    evidence: Evidence
    support_units: int
    deny_units: int
    origins_for: Count
    origins_against: Count
    denied_by: tuple[SourceHandle, ...]
    statements: int
    verdict: Finding | None
    by_decider: bool
    verdict_entry: int | None
    changed: int | None


@dataclass(frozen=True, slots=True)
class Why:
    """The whole sum behind a belief. without: the probability with one entry left out, by position. rival_units: what
    speaks for the other answers to the question, millionths.
    """

    belief: Belief
    contributions: tuple[Contribution, ...]
    without: tuple[tuple[int, float], ...]
    rival_units: int


class Beliefs:
    """Reads beliefs off one state; with ``known`` totals the state need hold only the claims that are asked about.

    origins: who is who, where that has been found out already.
    """

    def __init__(self, state: State, known: Sums | None = None, origins: Origins | None = None) -> None:
        self.state = state
        self.origins = origins or Origins(state)
        self.records = Records(trials(state, self.origins, judged_claims(state)), state.policy, known)
        self._scales = Scales(state, self.origins, self.records)
        self._sums: dict[ClaimHandle, Sum] = {}

    def belief(self, claim: ClaimHandle) -> Belief:
        """Where a claim stands; one that nobody spoke about, or unknown at the cut, is open."""
        matter = self.state.matter(claim)
        return self._read(matter, self._sum(matter))

    def why(self, claim: ClaimHandle) -> Why:
        """The whole sum behind `belief`."""
        matter = self.state.matter(claim)
        total = self._sum(matter)
        said = self.state.statements.get(matter, ())
        heard = self._scales.heard(matter, said)
        whole = self._read(matter, total)
        without = dict.fromkeys((utterance.position for utterance in said), whole.probability)
        for weighed in heard:
            rest = [other for other in heard if other is not weighed]
            without[weighed[0].position] = self._read(matter, self._scales.add(matter, rest)).probability
        contributions = tuple(self.contributions(matter))
        return Why(whole, contributions, tuple(without.items()), self._rival_units(matter))

    def contributions(self, claim: ClaimHandle) -> list[Contribution]:
        """What each statement of a claim adds to its sum, in log order."""
        matter = self.state.matter(claim)
        said = self.state.statements.get(matter, ())
        return explain(self.state, self.origins, self._scales, matter, said)

    def board(self) -> list[Belief]:
        """Every matter known at the cut, in the order they were opened."""
        return [self.belief(claim) for claim in self.state.claims if claim not in self.state.matters]

    def standings(self) -> list[Standing]:
        """The standing of every source that has spoken, and of every cell of unnamed voices."""
        return standings(self.state, self.origins)

    def _sum(self, claim: ClaimHandle) -> Sum:
        known = self._sums.get(claim)
        if known is None:
            heard = self._scales.heard(claim, self.state.statements.get(claim, ()))
            known = self._sums[claim] = self._scales.add(claim, heard)
        return known

    def _rival_units(self, claim: ClaimHandle) -> int:
        return sum(self._sum(rival).support for rival in self.state.rivals(claim) if rival != claim)

    def _read(self, claim: ClaimHandle, total: Sum) -> Belief:
        policy = self.state.policy
        weight = policy.weight * MILLION
        rivals = self.state.rivals(claim)
        opened = self.state.claims.get(claim)
        if len(rivals) > 1:
            prior = 1 / (len(rivals) + 1)
            against = total.denial + self._rival_units(claim)
        else:
            prior = policy.prior_of(opened.topics if opened else ())
            against = total.denial
        everything = total.support + against + weight
        probability = (total.support + weight * prior) / everything
        ignorance = weight / everything
        judged = judgement(self.state, claim)
        status = _status(total, probability, judged.value if judged else None)
        said = self.state.statements.get(claim, ())
        return Belief(
            claim=claim,
            status=status,
            probability=probability,
            range=(total.support / everything, (total.support + weight) / everything),
            ignorance=ignorance,
            prior=prior,
            likelihood=_likelihood(probability, ignorance, total.counted) if judged is None else None,
            evidence=evidence(ignorance),
            support_units=total.support,
            deny_units=total.denial,
            origins_for=total.supporters.origins,
            origins_against=total.deniers.origins,
            denied_by=total.denied_by,
            statements=len(said),
            verdict=judged.value if judged else None,
            by_decider=status is Status.SINGLE_SOURCE and total.supporters.decides,
            verdict_entry=judged.position if judged else None,
            changed=self.state.changes.get(claim),
        )


SETTLED: Final = {
    Finding.TRUE: Status.CONFIRMED,
    Finding.MOSTLY_TRUE: Status.CONFIRMED,
    Finding.MIXED: Status.MIXED,
    Finding.MOSTLY_FALSE: Status.REFUTED,
    Finding.FALSE: Status.REFUTED,
    Finding.UNRESOLVABLE: Status.UNRESOLVABLE,
}
"""Where a verdict puts a claim."""


def _status(total: Sum, probability: float, verdict: Finding | None) -> Status:
    """The ladder: the first rung that holds.

    The two sides are compared by what speaks on its own side. With a record below even, which speaks for the other one,
    the whole sums could make one more supporter lower a claim's rank; and so could a denial by the one concerned that
    stopped counting at the second supporter, however many others deny.
    """
    if verdict is not None:
        return SETTLED[verdict]
    support, denial = total.supporters, total.deniers
    if not support.origins.least and total.withdrawn_support:
        return Status.RETRACTED
    supported = support.origins.least > 0
    if _evenly_split(support.own, denial.own) or (
        supported and total.denied_by and (support.solid < 2 or support.own < denial.own)
    ):
        return Status.DISPUTED
    if supported and support.own >= denial.own:
        if support.solid >= 2 and probability >= LIKELY_ENOUGH:
            return Status.CORROBORATED
        return Status.MULTIPLE_SOURCES if support.origins.least > 1 else Status.SINGLE_SOURCE
    if denial.origins.least:
        return Status.DENIED_BY_SEVERAL if denial.origins.least > 1 else Status.DENIED
    return Status.OPEN


def _evenly_split(pro: int, contra: int) -> bool:
    smaller = min(pro, contra)
    return smaller >= AUDIBLE and smaller * 4 >= pro + contra


def _likelihood(probability: float, ignorance: float, groups: int) -> Likelihood | None:
    """The phrase, where there is enough to say one; a single origin never makes anything almost certain."""
    if groups == 0 or evidence(ignorance) is Evidence.TOO_LITTLE:
        return None
    phrase = likelihood(probability)
    return Likelihood.VERY_LIKELY if groups == 1 and phrase is Likelihood.ALMOST_CERTAIN else phrase
