"""The whole history beside one with something left out: what stood there before, and what flips.

A claim *flips* when its status or its likelihood phrase is another one. A number that only moves is shown where one
claim is asked for, and marks nothing on the board.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.domain.belief import Belief, Beliefs
from tracker.domain.origins import Origins, Record
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

    beliefs: Mapping[ClaimHandle, Belief]
    left_out: tuple[str, ...]

    def was(self, claim: ClaimHandle) -> Was:
        """Where a claim stands with everything in."""
        belief = self.beliefs[claim]
        return Was(belief.status, belief.probability, belief.likelihood)


def flips(was: Was, now: Belief) -> bool:
    """Whether status or likelihood phrase differ."""
    return (was.status, was.likelihood) != (now.status, now.likelihood)


def boards(before: Beliefs, after: Beliefs, left_out: tuple[str, ...]) -> tuple[Whole, list[Belief]]:
    """Both boards: with everything in, and with something left out.

    Both name the same claims, first those known to the whole history in the order they were opened. A claim that one
    of the two does not know by itself is read there all the same: as nothing known, or as what it is the same as.
    """
    there, here = ({belief.claim: belief for belief in beliefs.board()} for beliefs in (before, after))
    asked = list(dict.fromkeys((*there, *here)))
    whole = {claim: there.get(claim) or before.belief(claim)._replace(claim=claim) for claim in asked}
    rest = [here.get(claim) or after.belief(claim)._replace(claim=claim) for claim in asked]
    return Whole(whole, left_out), rest


class Weighed(NamedTuple):
    """What a record is worth with everything in. weight: millionths; mean and weight None where it has none."""

    trials: int
    mean: float | None
    weight: int | None


class WholeReport(NamedTuple):
    """The credibility report with everything in. origins: who is who there. records: by whether it is a cell, and by
    name.
    """

    origins: Origins
    records: Mapping[tuple[bool, str], Standing]
    left_out: tuple[str, ...]

    def was(self, record: Record) -> Weighed | None:
        """What a record is worth with everything in, under the name that it has there; None if it has none."""
        named = record if record.cell else record._replace(speaker=self.origins.canonical(record.speaker))
        standing = self.records.get(_key(named))
        return Weighed(standing.score.trials, standing.mean, standing.weight) if standing is not None else None

    def missing_from(self, rest: Iterable[Standing], origins: Origins) -> list[Record]:
        """The records on which nobody speaks in the report of the rest, where ``origins`` says who is who."""
        here = {_key(standing.record) for standing in rest}
        gone = [standing.record for key, standing in self.records.items() if key not in here]
        return [record for record in gone if record.cell or origins.canonical(record.speaker) == record.speaker]


def _key(record: Record) -> tuple[bool, str]:
    return record.cell, str(record)


def whole_report(state: State, left_out: tuple[str, ...]) -> WholeReport:
    """The credibility report with nothing left out."""
    origins = Origins(state)
    return WholeReport(origins, {_key(standing.record): standing for standing in standings(state, origins)}, left_out)
