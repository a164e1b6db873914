"""The trials of all claims at once; what a trial is is said in `tracker.domain.trials`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from tracker.columns.matters import FINDINGS, Matters
from tracker.columns.runs import latest
from tracker.columns.said import NEVER, Flags, Ints, Statements
from tracker.columns.ways import Ways
from tracker.domain.sums import NONE, QUARTERS
from tracker.domain.trials import GRADES, Outcome, can_be_graded
from tracker.domain.utterances import Roster
from tracker.domain.words import Finding, Stance

OUTCOMES: Final = tuple(Outcome)
"""What the number of an outcome means."""
_PENDING: Final = (Outcome.PENDING, Outcome.PENDING)
_CAME: Final = np.array([[OUTCOMES.index(came) for came in GRADES.get(one, _PENDING)] for one in FINDINGS])
"""By finding: how a supporter came out, and how a denier did."""
_QUARTERS: Final = np.array([QUARTERS.get(outcome, NONE) for outcome in OUTCOMES], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Trials, one a record, claim and group. manner: of the statement on trial. All of it is numbers."""

    matter: Ints
    way: Ints
    manner: Ints
    outcome: Ints

    @property
    def good(self) -> Ints:
        """What held, in quarter-units (see `Tally`)."""
        good: Ints = _QUARTERS[self.outcome, 0]
        return good

    @property
    def weight(self) -> Ints:
        """What was graded, in quarter-units."""
        weight: Ints = _QUARTERS[self.outcome, 1]
        return weight

    def taken(self, rows: Ints | Flags) -> Trials:
        """Some of the trials."""
        return Trials(*(getattr(self, one.name)[rows] for one in fields(self)))


def tried(roster: Roster, said: Statements, ways: Ways, matters: Matters) -> Trials:
    """The trials of all claims, pending ones among them; by matter."""
    sided, supports, gradable = np.zeros((3, max(roster.manners, default=0) + 1), dtype=bool)
    for number, how in roster.manners.items():
        sided[number], supports[number] = how.takes_side, how.stance is Stance.SUPPORTS
        gradable[number] = can_be_graded(how)
    of = matters.of[said.claim]
    resolvable = matters.finding != FINDINGS.index(Finding.UNRESOLVABLE)
    rows = np.flatnonzero(sided[said.manner] & (said.first <= matters.judged_at[of]) & resolvable[of])
    of, way = of[rows], ways.of[rows]
    withdrawn = (said.retracted[rows] != NEVER) & (said.retracted[rows] <= matters.judged_at[of])
    seats = int(ways.trial.max(initial=0)) + 1
    last = latest(of * seats + ways.trial[way], ~withdrawn, said.world[rows])
    last = last[gradable[said.manner[rows[last]]]]
    of, way, manner = of[last], way[last], said.manner[rows[last]]
    came = _CAME[matters.finding[of], np.where(supports[manner], 0, 1)]
    return Trials(of, way, manner, np.where(withdrawn[last], OUTCOMES.index(Outcome.WITHDRAWN), came))
