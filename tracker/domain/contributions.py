"""What each statement adds to a sum, and the reason where it adds nothing: the words behind `why`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.origins import Attribution, Group, Origins
from tracker.domain.state import Manner, Route, State, Utterance, Voice
from tracker.domain.weighing import Heard, Scales, Side, Weight, group_of, masked_by, standing_of
from tracker.domain.words import Basis, ClaimHandle, Interest, SourceHandle, Stance


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


def _factors(weight: Weight) -> Factors:
    ground = weight.ground
    return Factors(weight.credibility, weight.base, *ground[2:7])


class Contribution(NamedTuple):
    """What one statement adds to its claim, and why.

    worth: what it would add alone. units: what it adds, 0 unless counted. over: the position of the statement that
    counts in its place.
    """

    utterance: Utterance
    voice: Voice
    route: Route
    manner: Manner
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


def explain(
    state: State, origins: Origins, scales: Scales, claim: ClaimHandle, said: Sequence[Utterance]
) -> list[Contribution]:
    """What each statement of a claim adds to its sum, and why some add nothing, in log order."""
    heard = scales.heard(claim, said)
    weights = {one.position: weight for one, weight in heard}
    masked = masked_by(heard)
    last = _last(heard, origins)
    best = _best(last)
    roster = state.roster
    found = []
    for one in said:
        attribution = origins.attribution(one)
        group = group_of(attribution, masked) if one.position in weights else attribution.group
        weight = weights.get(one.position) or scales.unheard(claim, one)
        manner = roster.manners[one.manner]
        reason, over = Reason.COUNTED, None
        if one.position not in weights:
            reason = Reason.SILENT if manner.stance is Stance.NONE else Reason.HEADLINE
        elif one.retracted is not None:
            reason = Reason.WITHDRAWN
        elif (latest := last[group, attribution.origin][0]) is not one:
            reason, over = Reason.SUPERSEDED, latest.position
        elif (chosen := best[group, weight.side][0]) is not one:
            reason, over = Reason.SAME_ORIGIN, chosen.position
        elif weight.worth == 0:
            reason = Reason.EVEN
        takes_side = one.position in weights
        found.append(
            Contribution(
                one,
                roster.voices[one.voice],
                roster.routes[one.route],
                manner,
                attribution,
                weight.ground.basis,
                weight.ground.interest,
                _factors(weight),
                group,
                weight.side if takes_side else None,
                weight.worth if takes_side else 0,
                weight.worth if reason is Reason.COUNTED else 0,
                reason,
                over,
            )
        )
    return found


def _last(heard: Sequence[Heard], origins: Origins) -> dict[tuple[Group, SourceHandle], Heard]:
    """What stands of each origin in each group."""
    return {(group, one[1].attribution.origin): one for group, one in standing_of(heard, origins)}


def _best(last: dict[tuple[Group, SourceHandle], Heard]) -> dict[tuple[Group, Side], Heard]:
    """A group gives each side its strongest statement, the earliest of equals."""
    best: dict[tuple[Group, Side], Heard] = {}
    for (group, _), one in sorted(last.items(), key=_position):
        rival = best.get((group, one[1].side))
        if rival is None or one[1].worth > rival[1].worth:
            best[group, one[1].side] = one
    return best


def _position(pair: tuple[object, Heard]) -> int:
    return pair[1][0].position
