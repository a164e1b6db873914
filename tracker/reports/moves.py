"""Moved beliefs as rows: what changed between two moments, and how each step of a replay moved a claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.domain.belief import Belief
from tracker.domain.changes import Move, Regrade
from tracker.domain.clocks import Cut, Instant, iso
from tracker.domain.happening import Happening
from tracker.domain.state import State
from tracker.domain.words import ClaimHandle
from tracker.reports.deeds import Deed, deed
from tracker.reports.stamp import Stamp, stamp, stamped


class EndRow(NamedTuple):
    """Where a claim stood at one end of a difference; probability and ignorance are numbers in 0..1.

    verdict_entry: the entry that had settled it.
    """

    status: str
    probability: float
    likelihood: str | None
    ignorance: float
    verdict: str | None
    verdict_entry: int | None
    by_decider: bool
    as_of: str | None
    known_by: int
    policy: str


class CauseRow(NamedTuple):
    """An entry that moved a claim. records: whose records it changed; empty where it is about the claim itself."""

    deed: Deed
    records: Sequence[str]


class DiffRow(NamedTuple):
    """A claim that moved, from its earlier to its later end. entries: what moved it, in log order."""

    claim: ClaimHandle
    text: str
    from_: EndRow
    to: EndRow
    entries: Sequence[int]
    because: Sequence[CauseRow]


def shift(before: State, after: State, move: Move, causes: Iterable[tuple[Happening, Sequence[str]]]) -> DiffRow:
    """A claim that moved between two cuts, with what moved it."""
    because = [CauseRow(deed(happening), records) for happening, records in causes]
    known = after.claims.get(move.claim) or before.claims.get(move.claim)
    return DiffRow(
        claim=move.claim,
        text=known.text if known else "",
        from_=_end(move.before, stamp(before)),
        to=_end(move.after, stamp(after)),
        entries=[cause.deed.entry for cause in because],
        because=because,
    )


def _end(belief: Belief, made: Stamp) -> EndRow:
    return EndRow(
        belief.status,
        belief.probability,
        belief.likelihood,
        belief.ignorance,
        belief.verdict,
        belief.settled_by,
        belief.by_decider,
        *made,
    )


class RecordRow(NamedTuple):
    """How a record changed: trials more (below zero: fewer) that came out so, and its mean before and after."""

    source: str
    held: int
    fell: int
    mixed: int
    mean_before: float
    mean_after: float


class ReplayRow(NamedTuple):
    """One step, and how it moved one claim; entry None stands for what moved it between its own steps.

    claim: the claim that moved, None where the step is about none. deed: the entry itself. ``..._before`` and
    ``..._after`` are None where no claim was read.
    """

    entry: int | None
    type: str
    at: str
    claim: ClaimHandle | None
    source: str | None
    act: str | None
    of: int | None
    text: str
    status_before: str | None
    status_after: str | None
    probability_before: float | None
    probability_after: float | None
    ignorance_before: float | None
    ignorance_after: float | None
    likelihood_before: str | None
    likelihood_after: str | None
    verdict_before: str | None
    verdict_after: str | None
    records: Sequence[RecordRow]
    as_of: str | None
    known_by: int
    policy: str


class StepRow(NamedTuple):
    """A step for people: the entry, None for what came between, and a row for each claim it is about."""

    deed: Deed | None
    rows: Sequence[ReplayRow]


MEANWHILE = "meanwhile"
"""The type of a row that no entry about its claim stands behind: the records of those who spoke have moved."""


def step(
    at: Instant,
    happening: Happening | None,
    moves: Sequence[Move],
    regrades: Sequence[Regrade],
    cut: Cut,
    policy: str,
) -> StepRow:
    """One step of a replay at the cut it leads to."""
    told = deed(happening) if happening is not None else None
    made = stamped(cut, policy)
    records = [RecordRow(str(one.record), *one[1:]) for one in regrades]
    date = iso(happening.at) if happening is not None else iso(at)
    rows = [_row(told, date, move, records, made) for move in moves] or [_row(told, date, None, records, made)]
    return StepRow(told, rows)


def _row(told: Deed | None, at: str, move: Move | None, records: Sequence[RecordRow], made: Stamp) -> ReplayRow:
    before, after = (move.before, move.after) if move else (None, None)
    return ReplayRow(
        entry=told.entry if told else None,
        type=told.type if told else MEANWHILE,
        at=at,
        claim=move.claim if move else ClaimHandle(told.claim) if told and told.claim else None,
        source=told.source if told else None,
        act=told.act if told else None,
        of=told.of if told else None,
        text=told.text if told else "",
        status_before=before.status if before else None,
        status_after=after.status if after else None,
        probability_before=before.probability if before else None,
        probability_after=after.probability if after else None,
        ignorance_before=before.ignorance if before else None,
        ignorance_after=after.ignorance if after else None,
        likelihood_before=before.likelihood if before else None,
        likelihood_after=after.likelihood if after else None,
        verdict_before=before.verdict if before else None,
        verdict_after=after.verdict if after else None,
        records=records,
        as_of=made.as_of,
        known_by=made.known_by,
        policy=made.policy,
    )
