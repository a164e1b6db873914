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
from tracker.domain.credibility import Records
from tracker.domain.origins import PRESS, Attribution, Group, Origins
from tracker.domain.policy import HUNDREDTHS, Policy
from tracker.domain.rows import Claim
from tracker.domain.state import State
from tracker.domain.sums import MILLION
from tracker.domain.trials import basis_of
from tracker.domain.utterances import Manner, Utterance
from tracker.domain.words import HEARD, Act, Basis, ClaimHandle, Interest, SourceHandle, Stance


class Side(StrEnum):
    """Which sum a statement adds to."""

    FOR = "for"
    AGAINST = "against"


class Ground(NamedTuple):
    """What wording, ground, interest and relayers make of a statement, whoever says it.

    certainty, basis_factor, interest_factor: hundredths. product: all three multiplied, in millionths. relayed: whether
    people who passed it on make it hearsay; not where the source itself has it from others. supports: whether it takes
    the claim's side. decides: whoever speaks decides the matter.
    """

    basis: Basis
    interest: Interest
    certainty: int
    basis_factor: int
    interest_factor: int
    product: int
    relayed: bool
    supports: bool
    decides: bool


Heard = tuple[Utterance, Attribution, Ground, int, int]
"""A statement that takes a side, its attribution, its ground, the base of its record, and its worth.

base: b(A) in millionths, negative for a record below even, which speaks for the other side. worth: base times ground in
whole millionths, rounded down once: what it would add alone. A million of these are made at a time, so they are bare.
"""


def side_of(heard: Heard) -> Side:
    """Which sum a statement adds to: of its own side, or of the other where its record is below even."""
    return Side.FOR if heard[2].supports == (heard[3] >= 0) else Side.AGAINST


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
        self._grounds: dict[tuple[int, bool, bool], Ground] = {}
        self._bases: dict[int, int] = {}

    def heard(self, claim: ClaimHandle, said: Iterable[Utterance]) -> list[Heard]:
        """Each statement that takes a side, weighed on its own."""
        opened = self._state.claims.get(claim)
        about = opened.about if opened else ()
        own = self._records.own(self._state.rivals(claim))
        bases = self._bases if own is None else {}
        origins, sided, grounds = self._origins, self._origins.sided, self._grounds
        hearsay = self._state.policy.hearsay
        weighed: list[Heard] = []
        for utterance in said:
            manner = utterance[7]
            if manner not in sided:
                continue
            attribution = origins.attribution(utterance)
            number, own_voice, relayers, voices = attribution[:4]
            concerned = bool(about) and not voices.isdisjoint(origins.concerned(about, utterance[2]))
            key = (manner, own_voice, concerned)
            ground = grounds.get(key)
            if ground is None:
                ground = grounds[key] = self._ground(manner, own_voice, concerned)
            base = bases.get(number)
            if base is None:
                base = bases[number] = self._records.worth(attribution.record, own).units
            product = (base if base >= 0 else -base) * ground.product
            if relayers and ground.relayed:
                worth = product * hearsay**relayers // (MILLION * HUNDREDTHS**relayers)
            else:
                worth = product // MILLION
            weighed.append((utterance, attribution, ground, base, worth))
        return weighed

    def add(self, claim: ClaimHandle, heard: Sequence[Heard]) -> Sum:
        """What these statements of a claim add up to."""
        standing = standing_of(heard, self._origins)
        alone, together = _grouped(standing, self._origins.group_of)
        pro, contra = _Camp(), _Camp()
        support = denial = counted = 0
        for group, weighed in alone.items():
            members = together.get(group)
            if members is None:
                _, attribution, ground, base, worth = weighed
                supports = ground.supports
                if supports == (base >= 0):
                    support += worth
                else:
                    denial += worth
                if worth:
                    counted += 1
                heads = attribution.heads
                camp = pro if supports else contra
                camp.join(worth if base >= 0 else 0, 1 if heads == 0 or group == PRESS else heads, ground.decides)
                continue
            for_, against = _best(members)
            support += for_
            denial += against
            if for_ or against:
                counted += 1
            for camp, supports in ((pro, True), (contra, False)):
                some = [member for member in members if member[2].supports is supports]
                if some:
                    own = max(worth if base >= 0 else 0 for _, _, _, base, worth in some)
                    camp.join(own, _heads(group, some), any(member[2].decides for member in some))
        return Sum(
            support,
            denial,
            pro.closed(),
            contra.closed(),
            self._denied_by(claim, standing.values()),
            any(weighed[0][3] is not None and weighed[2].supports for weighed in heard),
            counted,
        )

    def unheard(self, claim: ClaimHandle, utterance: Utterance) -> Heard:
        """What a statement that takes no side would be weighed with."""
        attribution = self._origins.attribution(utterance)
        opened = self._state.claims.get(claim)
        own = self._records.own(self._state.rivals(claim))
        concerned = self._concerned(attribution, opened, utterance.world)
        ground = self._ground(utterance.manner, attribution.own_voice, concerned)
        return utterance, attribution, ground, self._records.worth(attribution.record, own).units, 0

    def credibility(self, claim: ClaimHandle, attribution: Attribution) -> float:
        """The credibility A of a record, without its trials on this claim."""
        own = self._records.own(self._state.rivals(claim))
        return self._records.credibility(attribution.record, own)

    def _denied_by(self, claim: ClaimHandle, standing: Iterable[Heard]) -> tuple[SourceHandle, ...]:
        """The sources that a claim is about and that deny it."""
        opened = self._state.claims.get(claim)
        if opened is None or not opened.about:
            return ()
        denying = {
            attribution.source
            for utterance, attribution, ground, _, _ in standing
            if not ground.supports and self._concerned(attribution, opened, utterance.world)
        }
        return tuple(sorted(denying))

    def _ground(self, manner: int, own_voice: bool, concerned: bool) -> Ground:
        how = self._state.roster.manners[manner]
        return ground_of(self._state.policy, how, own_voice=own_voice, concerned=concerned)

    def _concerned(self, attribution: Attribution, claim: Claim | None, at: Instant) -> bool:
        if claim is None or not claim.about:
            return False
        return not attribution.voices.isdisjoint(self._origins.concerned(claim.about, at))


def ground_of(policy: Policy, how: Manner, *, own_voice: bool, concerned: bool) -> Ground:
    """What a manner makes of a statement. own_voice: an outlet speaks for itself. concerned: the claim is about the
    speaker.
    """
    basis = basis_of(how, own_voice=own_voice)
    interest = how.interest or _interest(how.act, concerned)
    factors = (
        policy.certainty[how.certainty],
        policy.basis[basis],
        HUNDREDTHS if basis is Basis.OWN_DECISION else policy.interest[interest],
    )
    return Ground(
        basis,
        interest,
        *factors,
        prod(factors),
        how.basis not in HEARD,
        how.stance is Stance.SUPPORTS,
        basis is Basis.OWN_DECISION,
    )


def _interest(act: Act, concerned: bool) -> Interest:
    """A source that speaks of itself serves itself, unless it confirms."""
    if not concerned:
        return Interest.UNKNOWN
    return Interest.NEUTRAL if act is Act.CONFIRM else Interest.SELF_SERVING


def standing_of(heard: Sequence[Heard], origins: Origins) -> dict[int, Heard]:
    """Of each origin in each group, by its seat, the latest utterance not taken back: by instant, then position."""
    masked = masked_by(heard)
    last: dict[int, Heard] = {}
    for weighed in heard:
        utterance, attribution = weighed[0], weighed[1]
        if utterance[3] is not None:
            continue
        seat = attribution.seat
        if masked and attribution.origin in masked:
            seat = origins.seat(group_within(attribution, masked), attribution.origin)
        rival = last.get(seat)
        if rival is None or (utterance[2], utterance[1]) > (rival[0][2], rival[0][1]):
            last[seat] = weighed
    return last


def _grouped(
    standing: Mapping[int, Heard], group_of: Sequence[Group]
) -> tuple[dict[Group, Heard], dict[Group, list[Heard]]]:
    """The first statement of each group, and all of those groups that have several: most have one."""
    alone: dict[Group, Heard] = {}
    together: dict[Group, list[Heard]] = {}
    for seat, weighed in standing.items():
        group = group_of[seat]
        first = alone.setdefault(group, weighed)
        if first is not weighed:
            together.setdefault(group, [first]).append(weighed)
    return alone, together


def masked_by(heard: Sequence[Heard]) -> dict[SourceHandle, Group]:
    """The groups that speak unnamed about this claim: a named member of one is not a second origin."""
    masked = {}
    for weighed in reversed(heard):
        attribution = weighed[1]
        if attribution.masks:
            masked[attribution.origin] = attribution.group
    return masked


def group_within(attribution: Attribution, masked: Mapping[SourceHandle, Group]) -> Group:
    """The group a statement counts in: of a named member of a group that speaks unnamed, the latter's."""
    if attribution.group != Group(attribution.origin):
        return attribution.group
    return masked.get(attribution.origin, attribution.group)


def _best(members: Sequence[Heard]) -> tuple[int, int]:
    """The units that a group gives to support and to denial: on each side those of its strongest statement."""
    support = denial = 0
    for _, _, ground, base, worth in members:
        if ground.supports == (base >= 0):
            support = max(support, worth)
        else:
            denial = max(denial, worth)
    return support, denial


class _Camp:
    """Counts those who take one side."""

    __slots__ = ("decides", "least", "most", "own", "solid")

    def __init__(self) -> None:
        self.least = self.own = self.solid = 0
        self.most: int | None = 0
        self.decides = False

    def join(self, own: int, heads: int | None, decides: bool) -> None:
        """One independent origin takes this side."""
        self.least += 1
        self.most = None if self.most is None or heads is None else self.most + heads
        self.own += own
        if own >= SOLID:
            self.solid += 1
        if decides:
            self.decides = True

    def closed(self) -> Camp:
        """The camp with everybody counted."""
        return Camp(Count(self.least, self.most), self.own, self.solid, self.decides)


def _heads(group: Group, some: Sequence[Heard]) -> int | None:
    """How many people an origin may be at most: only unnamed voices and groups can be several."""
    voices = {weighed[1].source: weighed[1] for weighed in some if weighed[1].heads != 0}
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
