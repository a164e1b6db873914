"""Moved beliefs as rows: what changed between two moments, and how each step of a replay moved a claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tracker.domain.belief import Belief
from tracker.domain.changes import Move, Regrade
from tracker.domain.clocks import Cut, Instant, iso
from tracker.domain.happening import Happening
from tracker.domain.state import State
from tracker.domain.words import ClaimHandle
from tracker.reports.beliefs import unfolded
from tracker.reports.deeds import Deed, deed
from tracker.reports.stamp import Stamp, stamp, stamped


class EndRow(NamedTuple):
    """Where a claim stood at one end of a difference."""

    belief: Belief
    as_of: str | None
    known_by: int
    policy: str

    def plainly(self) -> dict[str, object]:
        """The row for programs."""
        names = ("status", "probability", "likelihood", "ignorance", "verdict", "verdict_entry", "by_decider")
        return unfolded(self, names)


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
        from_=EndRow(move.before, *stamp(before)),
        to=EndRow(move.after, *stamp(after)),
        entries=[cause.deed.entry for cause in because],
        because=because,
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

    claim: the claim that moved, None where the step is about none. before, after: its belief, None where none was read.
    """

    entry: int | None
    type: str
    at: str
    claim: ClaimHandle | None
    source: str | None
    act: str | None
    of: int | None
    text: str
    before: Belief | None
    after: Belief | None
    records: Sequence[RecordRow]
    as_of: str | None
    known_by: int
    policy: str

    def plainly(self) -> dict[str, object]:
        """The row for programs: what is told of the belief before and after, one beside the other."""
        row = self._asdict()
        ends = {end: row.pop(end) for end in ("before", "after")}
        moved = {f"{name}_{end}": getattr(held, name, None) for name in _MOVES for end, held in ends.items()}
        behind = {name: row.pop(name) for name in ("records", *Stamp._fields)}
        return {**row, **moved, **behind}


_MOVES: Final = ("status", "probability", "ignorance", "likelihood", "verdict")


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
    return ReplayRow(
        entry=told.entry if told else None,
        type=told.type if told else MEANWHILE,
        at=at,
        claim=move.claim if move else ClaimHandle(told.claim) if told and told.claim else None,
        source=told.source if told else None,
        act=told.act if told else None,
        of=told.of if told else None,
        text=told.text if told else "",
        before=move.before if move else None,
        after=move.after if move else None,
        records=records,
        as_of=made.as_of,
        known_by=made.known_by,
        policy=made.policy,
    )
