"""Predictions that have come due: a claim with a deadline that has passed and that nobody has judged.

A deadline is due at the last instant it covers: ``2026-03`` at the end of March. A claim is overdue from the instant
after that on, until there is a verdict on it (or on a rival answer that rules it out).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from tracker.domain.belief import Belief, Beliefs
from tracker.domain.clocks import DAY, FOREVER, Edtf, Instant, span
from tracker.domain.happening import Happening
from tracker.domain.rows import Mark, Spoken
from tracker.domain.words import Act, ClaimHandle


class Overdue(NamedTuple):
    """A claim that should have been judged by now. days: see `days_over`."""

    claim: ClaimHandle
    deadline: Edtf
    days: int
    belief: Belief


def days_over(deadline: Edtf | None, at: Instant) -> int:
    """How many days a deadline has passed by an instant, begun days counted whole; 0 while it has not passed.

    A deadline with an open end never passes, nor does one that is not there.
    """
    due = span(deadline).last if deadline else FOREVER
    return -((due - at) // DAY) if due < at else 0


def since(deadline: Edtf, at: Instant) -> Instant | None:
    """The first instant at which a claim with this deadline was overdue; None if it is not by ``at``."""
    due = span(deadline).last
    return Instant(due + 1) if due < at else None


def overdue(beliefs: Beliefs, claims: Iterable[ClaimHandle], at: Instant) -> list[Overdue]:
    """Those of some claims that are overdue at an instant, the longest overdue first, then by handle."""
    found = []
    for handle in dict.fromkeys(beliefs.state.matter(claim) for claim in claims):
        claim = beliefs.state.claims.get(handle)
        if claim is None or claim.deadline is None or not (days := days_over(claim.deadline, at)):
            continue
        belief = beliefs.belief(handle)
        if belief.verdict is None:
            found.append(Overdue(handle, claim.deadline, days, belief))
    return sorted(found, key=lambda one: (span(one.deadline).last, one.claim))


PREDICTIONS: Final = frozenset({Act.PREDICT, Act.ANNOUNCE})
"""Acts that say what is to come: a prediction, and the promise of the one who decides."""


def predicts(happening: Happening) -> bool:
    """Whether somebody predicted or promised something; an undone statement did not."""
    if not isinstance(happening.what, Spoken):
        return False
    statement = happening.what.statement
    return statement.act in PREDICTIONS and statement.mark is not Mark.VOIDED
