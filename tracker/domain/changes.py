"""What moved: one claim's belief at two moments, and whose record the difference changed.

A belief *turns* when its status, its likelihood word or its verdict is another one; it *drifts* when only the number
is. Drifts are told to three decimals, as the number is printed: what cannot be seen has not moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from tracker.domain.belief import Belief, Beliefs
from tracker.domain.origins import Record
from tracker.domain.sums import QUARTERS
from tracker.domain.trials import Outcome, trials
from tracker.domain.words import ClaimHandle

LEAST: Final = 0.0005
"""The smallest drift that is told: half of the third decimal."""


_NOTHING: Final = 1e-12
"""What rounding alone can do to a probability."""


class Move(NamedTuple):
    """One claim at two moments."""

    claim: ClaimHandle
    before: Belief
    after: Belief


def turned(move: Move) -> bool:
    """Whether status, likelihood word or verdict are different."""
    before, after = move.before, move.after
    return (before.status, before.likelihood, before.verdict) != (after.status, after.likelihood, after.verdict)


def drift(move: Move) -> float:
    """How far the probability moved, 0..1, without its direction."""
    return abs(move.after.probability - move.before.probability)


def moved(move: Move, least: float = LEAST) -> bool:
    """Whether there is anything to tell: it turned, or drifted by no less than ``least``, and visibly unless less than
    `LEAST` is asked for.
    """
    if turned(move):
        return True
    seen = round(move.before.probability, 3) != round(move.after.probability, 3)
    return (seen or least < LEAST) and drift(move) >= max(least, _NOTHING)


def moves(before: Beliefs, after: Beliefs, claims: Iterable[ClaimHandle], least: float = LEAST) -> list[Move]:
    """What moved among some claims, turns first, then drifts, the widest first; equal ones by handle."""
    every = (Move(claim, before.belief(claim), after.belief(claim)) for claim in claims)
    return sorted((move for move in every if moved(move, least)), key=_gravest)


def _gravest(move: Move) -> tuple[bool, bool, float, ClaimHandle]:
    return move.before.status == move.after.status, not turned(move), -drift(move), move.claim


class Regrade(NamedTuple):
    """How one record changed. held, fell, mixed: how many trials more (or, below zero, fewer) came out so.

    mean_before, mean_after: the expected share of its statements that hold, 0..1.
    """

    record: Record
    held: int
    fell: int
    mixed: int
    mean_before: float
    mean_after: float


def regraded(before: Beliefs, after: Beliefs, claims: Iterable[ClaimHandle]) -> list[Regrade]:
    """Whose trials on some claims came out differently, by name of the record."""
    asked = list(dict.fromkeys(claims))
    changes: dict[Record, Counter[Outcome]] = {}
    for beliefs, sign in ((before, -1), (after, 1)):
        tried = trials(beliefs.state, beliefs.origins, asked)
        for trial in (trial for trial in tried if trial.outcome in QUARTERS):
            changes.setdefault(trial.record, Counter())[trial.outcome] += sign
    return [
        Regrade(
            record,
            change[Outcome.HELD],
            change[Outcome.FELL],
            change[Outcome.MIXED],
            before.records.credibility(record),
            after.records.credibility(record),
        )
        for record, change in sorted(changes.items(), key=lambda pair: (pair[0].cell, str(pair[0])))
        if any(change.values())
    ]
