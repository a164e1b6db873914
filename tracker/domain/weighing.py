"""From statements to a sum: what each is worth, and which of them count.

Every statement is first weighed alone. Then of each origin only the latest utterance stands, and each independent
origin gives each side its strongest statement. Units are whole millionths, so the order of adding does not matter.
What a statement is worth depends on its voice, its manner and whether its claim concerns the speaker, which a million
statements share among few thousand combinations: each is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import prod
from typing import Final, NamedTuple

from tracker.domain.clocks import Instant
from tracker.domain.credibility import MILLION, Records, Totals
from tracker.domain.origins import PRESS, Attribution, Group, Origins
from tracker.domain.policy import HUNDREDTHS
from tracker.domain.state import Claim, State, Utterance
from tracker.domain.trials import basis_of
from tracker.domain.words import HEARD, Act, Basis, ClaimHandle, Interest, SourceHandle, Stance


class Side(StrEnum):
    """Which sum a statement adds to."""

    FOR = "for"
    AGAINST = "against"


class Ground(NamedTuple):
    """What wording, ground, interest and relayers make of a statement, whoever says it.

    certainty, basis_factor, interest_factor: hundredths. hearsay: hundredths for each of the ``relayers`` who passed it
    on. product, scale: all of them multiplied, and what that counts in. supports: whether it takes the claim's side.
    """

    basis: Basis
    interest: Interest
    certainty: int
    basis_factor: int
    interest_factor: int
    hearsay: int
    relayers: int
    product: int
    scale: int
    supports: bool


class Weight(NamedTuple):
    """What a statement of some attribution and manner gives.

    credibility: A. base: b(A) in millionths, negative for a record below even. side: which sum it adds to, the other
    one where its record is below even. worth: base times ground in whole millionths, rounded down once: what it would
    add alone. own: the same, if that is for its own side.
    """

    attribution: Attribution
    ground: Ground
    credibility: float
    base: int
    supports: bool
    side: Side
    worth: int
    own: int

    @property
    def decides(self) -> bool:
        """Whether the one who speaks decides the matter."""
        return self.ground.basis is Basis.OWN_DECISION


Heard = tuple[Utterance, Weight]


class Count(NamedTuple):
    """How many independent origins: a plural never proves more than one, ``most`` is None where nobody
    counted heads.
    """

    least: int = 0
    most: int | None = 0


class Camp(NamedTuple):
    """Those who take one side, whatever their words weigh.

    own: what they give to their own side. solid: how many origins give enough there to count as corroboration.
    decides: somebody among them decides the matter.
    """

    origins: Count = Count()
    own: int = 0
    solid: int = 0
    decides: bool = False


class Sum(NamedTuple):
    """What the statements of one claim add up to. counted: how many groups add units to either side."""

    support: int
    denial: int
    supporters: Camp
    deniers: Camp
    denied_by: tuple[SourceHandle, ...]
    withdrawn_support: bool
    counted: int


SOLID: Final = MILLION // 2
"""What a group must give to count as corroboration."""


class Scales:
    """Weighs the statements of one state."""

    def __init__(self, state: State, origins: Origins, records: Records) -> None:
        self._state = state
        self._origins = origins
        self._records = records
        self._weights: dict[tuple[int, int, bool], Weight] = {}
        self._grounds: dict[tuple[int, bool, bool, int], Ground] = {}

    def heard(self, claim: ClaimHandle, said: Iterable[Utterance]) -> list[Heard]:
        """Each statement that takes a side, weighed on its own."""
        opened = self._state.claims.get(claim)
        about = opened.about if opened else ()
        own = self._records.own(self._state.rivals(claim))
        weights = self._weights if own is None else {}
        sided, plain, origins = self._origins.sided, self._origins.plain.get, self._origins
        found: list[Heard] = []
        for utterance in said:
            _, _, world, _, _, voice, route, manner, _, group, _ = utterance
            if manner not in sided:
                continue
            attribution = plain((voice, route)) if group is None else None
            if attribution is None:
                attribution = origins.attribution(utterance)
            concerned = bool(about) and not attribution.voices.isdisjoint(origins.concerned(about, world))
            key = (attribution.number, manner, concerned)
            weight = weights.get(key)
            if weight is None:
                weight = weights[key] = self._weight(attribution, manner, concerned, own)
            found.append((utterance, weight))
        return found

    def add(self, claim: ClaimHandle, heard: Sequence[Heard]) -> Sum:
        """What these statements of a claim add up to."""
        groups: dict[Group, list[Heard]] = {}
        standing = standing_of(heard, self._origins)
        for group, one in standing:
            known = groups.get(group)
            if known is None:
                groups[group] = [one]
            else:
                known.append(one)
        support = denial = counted = 0
        camps = {True: _Camp(), False: _Camp()}
        for group, members in groups.items():
            best = {Side.FOR: 0, Side.AGAINST: 0}
            for _, weight in members:
                if weight.worth > best[weight.side]:
                    best[weight.side] = weight.worth
            support += best[Side.FOR]
            denial += best[Side.AGAINST]
            counted += bool(best[Side.FOR] or best[Side.AGAINST])
            for supports, camp in camps.items():
                some = [weight for _, weight in members if weight.supports is supports]
                if some:
                    camp.join(group, some)
        return Sum(
            support,
            denial,
            camps[True].closed(),
            camps[False].closed(),
            self._denied_by(claim, standing),
            any(weight.supports and one.retracted is not None for one, weight in heard),
            counted,
        )

    def unheard(self, claim: ClaimHandle, utterance: Utterance) -> Weight:
        """What a statement that takes no side would be weighed with."""
        attribution = self._origins.attribution(utterance)
        opened = self._state.claims.get(claim)
        own = self._records.own(self._state.rivals(claim))
        return self._weight(attribution, utterance.manner, self._concerned(attribution, opened, utterance.world), own)

    def _denied_by(self, claim: ClaimHandle, standing: Iterable[tuple[Group, Heard]]) -> tuple[SourceHandle, ...]:
        """Those concerned who deny it."""
        opened = self._state.claims.get(claim)
        if opened is None or not opened.about:
            return ()
        denying = {
            weight.attribution.source
            for _, (one, weight) in standing
            if not weight.supports and self._concerned(weight.attribution, opened, one.world)
        }
        return tuple(sorted(denying))

    def _concerned(self, attribution: Attribution, claim: Claim | None, at: Instant) -> bool:
        if claim is None or not claim.about:
            return False
        return not attribution.voices.isdisjoint(self._origins.concerned(claim.about, at))

    def _weight(self, attribution: Attribution, manner: int, concerned: bool, own: Totals | None) -> Weight:
        relayers = attribution.relayers
        key = (manner, attribution.own_voice, concerned, relayers)
        ground = self._grounds.get(key)
        if ground is None:
            ground = self._grounds[key] = self._ground(*key)
        credibility, base = self._records.worth(attribution.record, own)
        supports = ground.supports
        if base >= 0:
            worth = base * ground.product // ground.scale
            return Weight(
                attribution, ground, credibility, base, supports, Side.FOR if supports else Side.AGAINST, worth, worth
            )
        worth = -base * ground.product // ground.scale
        return Weight(
            attribution, ground, credibility, base, supports, Side.AGAINST if supports else Side.FOR, worth, 0
        )

    def _ground(self, manner: int, own_voice: bool, concerned: bool, relayers: int) -> Ground:
        policy, how = self._state.policy, self._state.roster.manners[manner]
        basis = basis_of(how, own_voice=own_voice)
        interest = how.interest or _interest(how.act, concerned)
        heard = 0 if how.basis in HEARD else relayers
        factors = (
            policy.certainty[how.certainty],
            policy.basis[basis],
            HUNDREDTHS if basis is Basis.OWN_DECISION else policy.interest[interest],
        )
        return Ground(
            basis,
            interest,
            *factors,
            policy.hearsay,
            heard,
            prod(factors) * policy.hearsay**heard,
            HUNDREDTHS ** (len(factors) + heard),
            how.stance is Stance.SUPPORTS,
        )


def _interest(act: Act, concerned: bool) -> Interest:
    """A source that speaks of itself serves itself, unless it confirms."""
    if not concerned:
        return Interest.UNKNOWN
    return Interest.NEUTRAL if act is Act.CONFIRM else Interest.SELF_SERVING


def standing_of(heard: Sequence[Heard], origins: Origins) -> list[tuple[Group, Heard]]:
    """Of each origin in each group the latest utterance not taken back, by world instant, then position."""
    masked = masked_by(heard)
    last: dict[int, tuple[Group, Heard]] = {}
    for one in heard:
        utterance, weight = one
        if utterance.retracted is not None:
            continue
        attribution = weight.attribution
        group, seat = attribution.group, attribution.seat
        if masked:
            group = group_of(attribution, masked)
            seat = origins.seat(group, attribution.origin)
        rival = last.get(seat)
        if rival is None or _later(utterance, rival[1][0]):
            last[seat] = group, one
    return list(last.values())


def group_of(attribution: Attribution, masked: Mapping[SourceHandle, Group]) -> Group:
    """The group a statement counts in: of a named member of a group that speaks unnamed, the latter's."""
    if attribution.group != Group(attribution.origin):
        return attribution.group
    return masked.get(attribution.origin, attribution.group)


def _later(one: Utterance, other: Utterance) -> bool:
    return (one.world, one.position) > (other.world, other.position)


def masked_by(heard: Sequence[Heard]) -> dict[SourceHandle, Group]:
    """The groups that speak unnamed about this claim: a named member of one is not a second origin."""
    return {
        weight.attribution.origin: weight.attribution.group for _, weight in reversed(heard) if weight.attribution.masks
    }


class _Camp:
    """Counts those who take one side."""

    def __init__(self) -> None:
        self.least = self.own = self.solid = 0
        self.most: int | None = 0
        self.decides = False

    def join(self, group: Group, some: Sequence[Weight]) -> None:
        """One independent origin takes this side with some statements."""
        own = max(weight.own for weight in some)
        heads = _heads(group, some)
        self.least += 1
        self.most = None if self.most is None or heads is None else self.most + heads
        self.own += own
        self.solid += own >= SOLID
        self.decides = self.decides or any(weight.decides for weight in some)

    def closed(self) -> Camp:
        """Those counted."""
        return Camp(Count(self.least, self.most), self.own, self.solid, self.decides)


def _heads(group: Group, some: Sequence[Weight]) -> int | None:
    """How many people an origin may be at most: only unnamed voices and groups can be several."""
    voices = {weight.attribution.source: weight.attribution for weight in some if weight.attribution.heads != 0}
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
