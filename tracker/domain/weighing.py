"""From statements to a sum: what each is worth, and which of them count.

Every statement is first weighed alone. Then of each origin only the latest utterance stands, and each independent
origin gives each side its strongest statement. Units are whole millionths, so the order of adding does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from tracker.domain.credibility import Records, Trial, basis_of, speaks
from tracker.domain.origins import PRESS, Attribution, Group, Origins
from tracker.domain.policy import HUNDREDTHS
from tracker.domain.state import Claim, State, Statement
from tracker.domain.words import Act, Basis, ClaimHandle, Interest, SourceHandle, SourceKind, Stance, Via


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
    """One independent origin on one side. own: its units on its own side. least, most: how many people it proves and
    may be.
    """

    group: Group
    own: int
    most: int | None
    decides: bool


class Count(NamedTuple):
    """How many independent origins: a plural never proves more than one, ``most`` is None where nobody
    counted heads.
    """

    least: int = 0
    most: int | None = 0


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


class Scales:
    """Weighs the statements of one state."""

    def __init__(self, state: State, origins: Origins, records: Records) -> None:
        self._state = state
        self._origins = origins
        self._records = records

    def weigh(self, claim: ClaimHandle, said: Sequence[Statement]) -> list[Contribution]:
        """Each statement of a claim on its own, before its origin is compared with the others."""
        opened = self._state.claims.get(claim)
        own = self._records.own(self._state.rivals(claim))
        return [self._weigh(statement, opened, own) for statement in said]

    def add(self, claim: ClaimHandle, weighed: list[Contribution]) -> Sum:
        """What these statements of a claim add up to."""
        opened = self._state.claims.get(claim)
        contributions = _choose(_latest(_unmasked(weighed, self._origins)))
        standing = [item for item in contributions if item.reason not in _ABSENT]
        denying = {item.attribution.source for item in standing if self._denies_concerned(item, opened)}
        return Sum(
            contributions=tuple(contributions),
            support=sum(item.units for item in contributions if item.side is Side.FOR),
            denial=sum(item.units for item in contributions if item.side is Side.AGAINST),
            supporters=_side(standing, Stance.SUPPORTS),
            deniers=_side(standing, Stance.DENIES),
            denied_by=tuple(sorted(denying)),
            withdrawn_support=any(
                item.reason is Reason.WITHDRAWN and item.statement.stance is Stance.SUPPORTS for item in contributions
            ),
        )

    def _weigh(self, statement: Statement, claim: Claim | None, own: tuple[Trial, ...]) -> Contribution:
        policy = self._state.policy
        attribution = self._origins.attribution(statement)
        basis = basis_of(statement, own_voice=attribution.own_voice)
        interest = self._interest(statement, attribution, claim)
        credibility, base = self._records.worth(attribution.record, own)
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
        if attribution.voices.isdisjoint(self._origins.concerned(claim.about, statement.world)):
            return Interest.UNKNOWN
        return Interest.NEUTRAL if statement.act is Act.CONFIRM else Interest.SELF_SERVING

    def _denies_concerned(self, item: Contribution, claim: Claim | None) -> bool:
        if item.statement.stance is not Stance.DENIES or claim is None:
            return False
        concerned = self._origins.concerned(claim.about, item.statement.world)
        return not item.attribution.voices.isdisjoint(concerned)


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
    """Of each origin in each group only the latest utterance not taken back stands, by world instant, then position."""
    last: dict[tuple[Group, SourceHandle], Statement] = {}
    for item in weighed:
        key, statement = (item.group, item.attribution.origin), item.statement
        rival = last.get(key)
        if (
            speaks(statement)
            and statement.retracted is None
            and (rival is None or (statement.world, statement.position) > (rival.world, rival.position))
        ):
            last[key] = statement
    standing = []
    for item in weighed:
        if item.reason is Reason.COUNTED:
            if item.statement.retracted is not None:
                item = item._replace(reason=Reason.WITHDRAWN)
            elif (latest := last[item.group, item.attribution.origin]) is not item.statement:
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


def count(groups: Sequence[Origin]) -> Count:
    """How many independent origins there are on one side."""
    most = 0
    for origin in groups:
        if origin.most is None:
            return Count(len(groups), None)
        most += origin.most
    return Count(len(groups), most)
