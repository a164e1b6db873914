"""What to believe about a claim: a sum of evidence units over independent origins.

``R`` units speak for the claim, ``S`` against it, and ``W`` units of prior stand beside them:
``p = (R + W a) / (R + S + W)``, with ignorance ``u = W / (R + S + W)``. One flat statement of a source with
credibility A gives exactly ``p = A``. All sums are whole millionths, so their order does not matter. A verdict never
moves p: p is the sum of what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from tracker.domain.clocks import BEGINNING, Instant
from tracker.domain.credibility import (
    MILLION,
    Records,
    Trial,
    basis_of,
    judged_claims,
    judgement,
    speaks,
    trials,
)
from tracker.domain.origins import PRESS, Attribution, Group, Origins
from tracker.domain.policy import HUNDREDTHS
from tracker.domain.state import Claim, State, Statement
from tracker.domain.words import (
    Act,
    Basis,
    ClaimHandle,
    Evidence,
    Finding,
    Interest,
    Likelihood,
    SourceHandle,
    SourceKind,
    Stance,
    Status,
    Via,
    evidence,
    likelihood,
)

SOLID: Final = MILLION // 2
"""What a group must give to count as corroboration."""
AUDIBLE: Final = MILLION // 5
"""What a side must give for a dispute."""


class Side(StrEnum):
    """Which sum a statement adds to."""

    FOR = "for"
    AGAINST = "against"


class Reason(StrEnum):
    """Why a statement adds nothing."""

    COUNTED = ""
    SILENT = "takes no side"
    HEADLINE = "a headline counts nothing"
    WITHDRAWN = "the source took it back"
    SUPERSEDED = "a later statement of the same origin counts"
    SAME_ORIGIN = "same origin as a statement that counts"
    EVEN = "a record of one half weighs nothing"


class Factors(NamedTuple):
    """The product behind a statement's units.

    credibility: A. base: b(A) in millionths, negative for a record below even. certainty, basis, interest: hundredths.
    hearsay: hundredths for each person who passed it on, `relayers` of them.
    """

    credibility: float
    base: int
    certainty: int
    basis: int
    interest: int
    hearsay: int
    relayers: int

    @property
    def worth(self) -> int:
        """The product in whole millionths, rounded down once."""
        scale: int = HUNDREDTHS ** (3 + self.relayers)
        factor: int = self.hearsay**self.relayers
        return abs(self.base) * self.certainty * self.basis * self.interest * factor // scale


class Contribution(NamedTuple):
    """What one statement adds to its claim, and why.

    worth: what it would add alone. units: what it adds, 0 unless counted. over: the position of the statement that
    counts in its place.
    """

    statement: Statement
    attribution: Attribution
    basis: Basis
    interest: Interest
    factors: Factors
    group: Group
    side: Side | None
    worth: int
    units: int
    reason: Reason
    over: int | None = None

    @property
    def counted(self) -> bool:
        """Whether it is part of the sum."""
        return self.reason is Reason.COUNTED


class Origin(NamedTuple):
    """One independent origin on one side. own: its units on its own side. least, most: how many people it proves and may be."""

    group: Group
    own: int
    most: int | None
    decides: bool


class Count(NamedTuple):
    """How many independent origins: a plural never proves more than one, ``most`` is None where nobody counted heads."""

    least: int = 0
    most: int | None = 0


class Belief(NamedTuple):
    """Where one claim stands at one cut.

    probability in 0..1, range: lowest and highest with all ignorance resolved. support_units, deny_units: millionths.
    denied_by: those concerned who deny it. by_decider: the one origin decides the matter itself. settled_by: the entry
    of the verdict. changed, changed_at: the latest entry about it, and when it was recorded.
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
    settled_by: int | None
    changed: int | None
    changed_at: Instant


class Sum(NamedTuple):
    """What the statements of one claim add up to."""

    contributions: tuple[Contribution, ...]
    support: int
    denial: int
    supporters: tuple[Origin, ...]
    deniers: tuple[Origin, ...]
    denied_by: tuple[SourceHandle, ...]
    withdrawn_support: bool

    @property
    def counted(self) -> int:
        """How many groups add units to either side."""
        return len({item.group for item in self.contributions if item.counted})


@dataclass(frozen=True, slots=True)
class Why:
    """The whole sum behind a belief. without: the probability with one entry left out, by position."""

    belief: Belief
    contributions: tuple[Contribution, ...]
    without: tuple[tuple[int, float], ...]


class Beliefs:
    """Reads beliefs off one state."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.origins = Origins(state)
        self.records = Records(trials(state, self.origins, judged_claims(state)), state.policy)
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
        without = []
        for left_out in said:
            rest = [statement for statement in said if statement is not left_out]
            without.append((left_out.position, self._read(matter, self._add(matter, rest)).probability))
        return Why(self._read(matter, total), total.contributions, tuple(without))

    def board(self) -> list[Belief]:
        """Every matter known at the cut, in the order they were opened."""
        return [self.belief(claim) for claim in self.state.claims if claim not in self.state.matters]

    def _sum(self, claim: ClaimHandle) -> Sum:
        known = self._sums.get(claim)
        if known is None:
            known = self._sums[claim] = self._add(claim, self.state.statements.get(claim, ()))
        return known

    # -- from statements to a sum ------------------------------------------------------------------------------

    def _add(self, claim: ClaimHandle, said: Sequence[Statement]) -> Sum:
        opened = self.state.claims.get(claim)
        own = self.records.own(self.state.rivals(claim))
        weighed = [self._weigh(statement, opened, own) for statement in said]
        contributions = _choose(_latest(_unmasked(weighed, self.origins)))
        standing = [item for item in contributions if item.reason not in _ABSENT]
        supporters = _side(standing, Stance.SUPPORTS)
        deniers = _side(standing, Stance.DENIES)
        return Sum(
            contributions=tuple(contributions),
            support=sum(item.units for item in contributions if item.side is Side.FOR),
            denial=sum(item.units for item in contributions if item.side is Side.AGAINST),
            supporters=supporters,
            deniers=deniers,
            denied_by=tuple(sorted({i.attribution.source for i in standing if self._denies_concerned(i, opened)})),
            withdrawn_support=any(
                item.reason is Reason.WITHDRAWN and item.statement.stance is Stance.SUPPORTS for item in contributions
            ),
        )

    def _weigh(self, statement: Statement, claim: Claim | None, own: tuple[Trial, ...]) -> Contribution:
        """One statement on its own, before its origin is compared with the others."""
        policy = self.state.policy
        attribution = self.origins.attribution(statement)
        basis = basis_of(statement, own_voice=attribution.own_voice)
        interest = self._interest(statement, attribution, claim)
        credibility, base = self.records.worth(attribution.record, own)
        factors = Factors(
            credibility,
            base,
            policy.certainty[statement.certainty],
            policy.basis[basis],
            HUNDREDTHS if basis is Basis.OWN_DECISION else policy.interest[interest],
            policy.hearsay,
            attribution.relayers,
        )
        side, worth, reason = None, 0, Reason.COUNTED
        if statement.stance is Stance.NONE:
            reason = Reason.SILENT
        elif statement.via is Via.HEADLINE:
            reason = Reason.HEADLINE
        else:
            own_side = (statement.stance is Stance.SUPPORTS) == (factors.base >= 0)
            side, worth = (Side.FOR if own_side else Side.AGAINST), factors.worth
        return Contribution(statement, attribution, basis, interest, factors, attribution.group, side, worth, 0, reason)

    def _interest(self, statement: Statement, attribution: Attribution, claim: Claim | None) -> Interest:
        if statement.interest is not None:
            return statement.interest
        if claim is None or not claim.about:
            return Interest.UNKNOWN
        if attribution.voices.isdisjoint(self.origins.concerned(claim.about, statement.world)):
            return Interest.UNKNOWN
        return Interest.NEUTRAL if statement.act is Act.CONFIRM else Interest.SELF_SERVING

    def _denies_concerned(self, item: Contribution, claim: Claim | None) -> bool:
        if item.statement.stance is not Stance.DENIES or claim is None:
            return False
        concerned = self.origins.concerned(claim.about, item.statement.world)
        return not item.attribution.voices.isdisjoint(concerned)

    # -- from a sum to a belief --------------------------------------------------------------------------------

    def _read(self, claim: ClaimHandle, total: Sum) -> Belief:
        policy = self.state.policy
        weight = policy.weight * MILLION
        rivals = self.state.rivals(claim)
        opened = self.state.claims.get(claim)
        if len(rivals) > 1:
            prior = 1 / (len(rivals) + 1)
            against = total.denial + sum(self._sum(rival).support for rival in rivals if rival != claim)
        else:
            prior = policy.prior_of(opened.topics if opened else ())
            against = total.denial
        everything = total.support + against + weight
        probability = (total.support + weight * prior) / everything
        ignorance = weight / everything
        judged = judgement(self.state, claim)
        status = _status(total, probability, judged.value if judged else None)
        own = self.state.verdicts.get(claim)
        said = self.state.statements.get(claim, ())
        entries = [statement.position for statement in said] + ([own.position] if own else [])
        recorded = [statement.recorded for statement in said] + ([own.recorded] if own else [])
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
            origins_for=_count(total.supporters),
            origins_against=_count(total.deniers),
            denied_by=total.denied_by,
            statements=len(said),
            verdict=judged.value if judged else None,
            by_decider=status is Status.SINGLE_SOURCE and total.supporters[0].decides,
            settled_by=judged.position if judged else None,
            changed=max(entries, default=None),
            changed_at=max(recorded, default=BEGINNING),
        )


_ABSENT: Final = frozenset({Reason.SILENT, Reason.HEADLINE, Reason.WITHDRAWN, Reason.SUPERSEDED})


def _unmasked(weighed: list[Contribution], origins: Origins) -> list[Contribution]:
    """A named member of a group that also speaks unnamed about this claim is not a second origin."""
    masked = {
        item.attribution.origin: item.group
        for item in reversed(weighed)
        if item.attribution.record.cell
        and item.reason is Reason.COUNTED
        and origins.kind(item.attribution.origin) is SourceKind.GROUP
    }
    if not masked:
        return weighed
    return [
        item._replace(group=masked[item.attribution.origin])
        if item.attribution.origin in masked and item.group == Group(item.attribution.origin)
        else item
        for item in weighed
    ]


def _latest(weighed: list[Contribution]) -> list[Contribution]:
    """Of each origin in each group only the latest utterance stands, by world instant, then position."""
    last: dict[tuple[Group, SourceHandle], Statement] = {}
    for item in weighed:
        key, statement = (item.group, item.attribution.origin), item.statement
        rival = last.get(key)
        if speaks(statement) and (
            rival is None or (statement.world, statement.position) > (rival.world, rival.position)
        ):
            last[key] = statement
    standing = []
    for item in weighed:
        if item.reason is Reason.COUNTED:
            latest = last[item.group, item.attribution.origin]
            if item.statement.retracted is not None:
                item = item._replace(reason=Reason.WITHDRAWN)
            elif latest is not item.statement:
                item = item._replace(reason=Reason.SUPERSEDED, over=latest.position)
        standing.append(item)
    return standing


def _choose(standing: list[Contribution]) -> list[Contribution]:
    """A group gives each side its strongest statement, the earliest of equals; the others add nothing."""
    best: dict[tuple[Group, Side | None], Contribution] = {}
    for item in standing:
        if item.reason is Reason.COUNTED:
            rival = best.get((item.group, item.side))
            if rival is None or item.worth > rival.worth:
                best[item.group, item.side] = item
    chosen = []
    for item in standing:
        if item.reason is Reason.COUNTED:
            first = best[item.group, item.side]
            if first is not item:
                item = item._replace(reason=Reason.SAME_ORIGIN, over=first.statement.position)
            elif item.worth == 0:
                item = item._replace(reason=Reason.EVEN)
            else:
                item = item._replace(units=item.worth)
        chosen.append(item)
    return chosen


def _side(standing: Iterable[Contribution], stance: Stance) -> tuple[Origin, ...]:
    """The independent origins that take one side, whatever they weigh, in log order."""
    groups: dict[Group, list[Contribution]] = {}
    for item in standing:
        if item.statement.stance is stance:
            groups.setdefault(item.group, []).append(item)
    return tuple(
        Origin(
            group=group,
            own=max((item.worth for item in items if item.factors.base >= 0), default=0),
            most=_heads(group, items),
            decides=any(item.basis is Basis.OWN_DECISION for item in items),
        )
        for group, items in groups.items()
    )


def _heads(group: Group, items: Sequence[Contribution]) -> int | None:
    """How many people an origin may be at most: only unnamed voices and groups can be several."""
    voices = {item.attribution.source: item.attribution for item in items if item.attribution.heads != 0}
    if not voices or group == PRESS:
        return 1
    total = 0
    for attribution in voices.values():
        if attribution.origin != attribution.source and attribution.origin in voices:
            continue  # one of its group, not one more
        if attribution.heads is None:
            return None
        total += attribution.heads
    return total


def _count(groups: Sequence[Origin]) -> Count:
    most = 0
    for origin in groups:
        if origin.most is None:
            return Count(len(groups), None)
        most += origin.most
    return Count(len(groups), most)


_SETTLED: Final = {
    Finding.TRUE: Status.CONFIRMED,
    Finding.MOSTLY_TRUE: Status.CONFIRMED,
    Finding.MIXED: Status.MIXED,
    Finding.MOSTLY_FALSE: Status.REFUTED,
    Finding.FALSE: Status.REFUTED,
    Finding.UNRESOLVABLE: Status.UNRESOLVABLE,
}


def _status(total: Sum, probability: float, verdict: Finding | None) -> Status:
    """The ladder: the first rung that holds.

    The two sides are compared by what speaks on its own side. With a record below even, which speaks for the other one,
    the whole sums could make one more supporter lower a claim's rank; and so could a denial by the one concerned that
    stopped counting at the second supporter, however many others deny.
    """
    if verdict is not None:
        return _SETTLED[verdict]
    support, denial = total.supporters, total.deniers
    if not support and total.withdrawn_support:
        return Status.RETRACTED
    pro, contra = sum(origin.own for origin in support), sum(origin.own for origin in denial)
    solid = sum(origin.own >= SOLID for origin in support)
    if _evenly_split(pro, contra) or (support and total.denied_by and (solid < 2 or pro < contra)):
        return Status.DISPUTED
    if support and pro >= contra:
        if solid >= 2 and probability >= 0.75:
            return Status.CORROBORATED
        return Status.MULTIPLE_SOURCES if len(support) > 1 else Status.SINGLE_SOURCE
    if denial:
        return Status.DENIED_BY_SEVERAL if len(denial) > 1 else Status.DENIED
    return Status.OPEN


def _evenly_split(pro: int, contra: int) -> bool:
    smaller = min(pro, contra)
    return smaller >= AUDIBLE and smaller * 4 >= pro + contra


def _likelihood(probability: float, ignorance: float, groups: int) -> Likelihood | None:
    """The phrase, where there is enough to say one; a single origin never makes anything almost certain either way."""
    if groups == 0 or evidence(ignorance) is Evidence.TOO_LITTLE:
        return None
    phrase = likelihood(probability)
    if groups == 1 and phrase is Likelihood.ALMOST_CERTAIN:
        return Likelihood.VERY_LIKELY
    if groups == 1 and phrase is Likelihood.ALMOST_NO_CHANCE:
        return Likelihood.VERY_UNLIKELY
    return phrase
