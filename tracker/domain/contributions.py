"""What each statement adds to a sum, and the reason where it adds nothing: the words behind `why`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.origins import Attribution, Group, Origins
from tracker.domain.state import State
from tracker.domain.utterances import Manner, Route, Utterance, Voice
from tracker.domain.weighing import Heard, Scales, Side, group_within, masked_by, side_of, standing_of
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
    every = scales.heard(claim, said)
    heard = {weighed[0].position: weighed for weighed in every}
    masked = masked_by(every)
    last = {
        (origins.group_of[seat], weighed[1].origin): weighed for seat, weighed in standing_of(every, origins).items()
    }
    best = _best(last)
    roster = state.roster
    contributions = []
    for utterance in said:
        known = heard.get(utterance.position)
        _, attribution, ground, base, worth = known or scales.unheard(claim, utterance)
        group = group_within(attribution, masked) if known else attribution.group
        manner = roster.manners[utterance.manner]
        reason, over = Reason.COUNTED, None
        if known is None:
            reason = Reason.SILENT if manner.stance is Stance.NONE else Reason.HEADLINE
        elif utterance.retracted is not None:
            reason = Reason.WITHDRAWN
        elif (latest := last[group, attribution.origin][0]) is not utterance:
            reason, over = Reason.SUPERSEDED, latest.position
        elif (chosen := best[group, side_of(known)][0]) is not utterance:
            reason, over = Reason.SAME_ORIGIN, chosen.position
        elif worth == 0:
            reason = Reason.EVEN
        contributions.append(
            Contribution(
                utterance,
                roster.voices[utterance.voice],
                roster.routes[utterance.route],
                manner,
                attribution,
                ground.basis,
                ground.interest,
                Factors(
                    scales.credibility(claim, attribution),
                    base,
                    *ground[2:5],
                    state.policy.hearsay,
                    attribution.relayers if ground.relayed else 0,
                ),
                group,
                side_of(known) if known else None,
                worth,
                worth if reason is Reason.COUNTED else 0,
                reason,
                over,
            )
        )
    return contributions


def _best(last: Mapping[tuple[Group, SourceHandle], Heard]) -> dict[tuple[Group, Side], Heard]:
    """A group gives each side its strongest statement, the earliest of equals."""
    best: dict[tuple[Group, Side], Heard] = {}
    for (group, _), weighed in sorted(last.items(), key=_position):
        key = group, side_of(weighed)
        if key not in best or weighed[4] > best[key][4]:
            best[key] = weighed
    return best


def _position(pair: tuple[object, Heard]) -> int:
    return pair[1][0].position
