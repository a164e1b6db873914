"""The whole history beside one with something left out: what stood there before, and what flips.

A claim *flips* when its status or its likelihood phrase is another one. A number that only moves is shown where one
claim is asked for, and marks nothing on the board.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.domain.belief import Belief, Beliefs
from tracker.domain.standings import Standing, standings
from tracker.domain.state import State
from tracker.domain.words import ClaimHandle, Likelihood, Status


class Was(NamedTuple):
    """Where a claim stands with everything in. probability in 0..1; likelihood None where no phrase is given."""

    status: Status
    probability: float
    likelihood: Likelihood | None


class Whole(NamedTuple):
    """The history with everything in, to set beside one in which something is missing.

    beliefs: by the handle asked for. left_out: what is missing there, as it can be typed: ``source:nvidia entry:12``.
    """

    state: State
    beliefs: Mapping[ClaimHandle, Belief]
    left_out: tuple[str, ...]

    def was(self, claim: ClaimHandle) -> Was:
        """Where a claim stands with everything in."""
        found = self.beliefs[claim]
        return Was(found.status, found.probability, found.likelihood)


def flips(was: Was, now: Belief) -> bool:
    """Whether status or likelihood phrase differ."""
    return (was.status, was.likelihood) != (now.status, now.likelihood)


def boards(
    state: State, rest: State, left_out: tuple[str, ...], only: Iterable[ClaimHandle] | None = None
) -> tuple[Whole, list[Belief]]:
    """Both boards, or both beliefs of ``only`` some claims: with everything in, and with something left out.

    Both name the same claims, first those known to the whole history in the order they were opened. A claim that one
    of the two does not know by itself is read there all the same: as nothing known, or as what it is the same as.
    """
    before, after = Beliefs(state), Beliefs(rest)
    if only is not None:
        asked = list(only)
        there, here = {}, {}
    else:
        there, here = ({found.claim: found for found in beliefs.board()} for beliefs in (before, after))
        asked = list(dict.fromkeys((*there, *here)))
    whole = {claim: there.get(claim) or before.belief(claim)._replace(claim=claim) for claim in asked}
    found = [here.get(claim) or after.belief(claim)._replace(claim=claim) for claim in asked]
    return Whole(state, whole, left_out), found


class Weighed(NamedTuple):
    """What a record is worth with everything in. weight: millionths; mean and weight None where it has none."""

    trials: int
    mean: float | None
    weight: int | None


class WholeReport(NamedTuple):
    """The credibility report with everything in. records: by whether it is a cell, and by name."""

    state: State
    records: Mapping[tuple[bool, str], Standing]
    left_out: tuple[str, ...]


def whole_report(state: State, left_out: tuple[str, ...]) -> WholeReport:
    """The report of the whole history."""
    found = standings(state)
    return WholeReport(state, {(one.record.cell, str(one.record)): one for one in found}, left_out)


def worth(standing: Standing) -> Weighed:
    """What a record is worth."""
    return Weighed(standing.score.trials, standing.mean, standing.weight)
