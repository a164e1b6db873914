"""The claims by number: which are one matter, which answer one question, and how each was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tracker.columns.said import Ints, Statements
from tracker.domain.clocks import FOREVER
from tracker.domain.state import State
from tracker.domain.trials import Judgement, judged_claims, judgement
from tracker.domain.words import ClaimHandle, Finding

FINDINGS: Final = (None, *Finding)
"""What the number of a finding means; the first is a claim that nobody has judged."""


@dataclass(frozen=True, slots=True, eq=False)
class Matters:
    """Every claim that is known, spoken on or judged, under the handle it is reckoned by; those known come first.

    numbers: by handle. known: how many of them stand on the board. of: the matter of each claim of the statements, by
    its number there. family: the first of the claims of which at most one is true. finding: the place in FINDINGS.
    judged_at: the last instant of the day of judgement, FOREVER where there was none.
    """

    numbers: dict[ClaimHandle, int]
    known: int
    of: Ints
    family: Ints
    judgements: Sequence[Judgement | None]
    finding: Ints
    judged_at: Ints


def matters(state: State, said: Statements) -> Matters:
    """The matters of a state."""
    judged = judged_claims(state)
    board = [claim for claim in state.claims if claim not in state.matters]
    every = dict.fromkeys((*board, *map(state.matter, said.claims), *judged))
    numbers = {claim: number for number, claim in enumerate(every)}
    family = np.arange(len(numbers))
    for claims in state.questions.values():
        family[[numbers[claim] for claim in claims]] = numbers[claims[0]]
    found: list[Judgement | None] = [None] * len(numbers)
    for claim in judged:
        found[numbers[claim]] = judgement(state, claim)
    return Matters(
        numbers,
        len(board),
        np.array([numbers[state.matter(claim)] for claim in said.claims], dtype=np.int64),
        family,
        found,
        np.array([FINDINGS.index(one.value if one else None) for one in found], dtype=np.int64),
        np.array([one.last if one else FOREVER for one in found], dtype=np.int64),
    )
