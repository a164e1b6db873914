"""How far each source can be trusted: its record of trials, and what that record is worth.

A share is a Beta posterior in a chain everybody > class > cell or source: ``(k + m q) / (n + m)`` with the parent's
share q and a strength m. Unnamed speakers have no record of their own; they use and feed the cell "class via
carrier". A parent counts all trials below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from tracker.domain.beta import quantile
from tracker.domain.clocks import Instant
from tracker.domain.origins import Group, Origins, Record
from tracker.domain.policy import Policy
from tracker.domain.state import State, Statement
from tracker.domain.words import (
    Basis,
    ClaimHandle,
    Finding,
    Interest,
    SourceClass,
    SourceHandle,
    Stance,
    Via,
)

MILLION: Final = 1_000_000
"""Evidence units are whole millionths."""
FLOOR: Final = 0.005
CEILING: Final = 0.995
"""No credibility beyond these: nobody is always right."""


class Outcome(StrEnum):
    """How one trial came out."""

    HELD = "held"
    FELL = "fell"
    MIXED = "mixed"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"


class Trial(NamedTuple):
    """One record's last word on one claim through one origin, and how it came out."""

    record: Record
    claim: ClaimHandle
    group: Group
    statement: Statement
    outcome: Outcome
    source: SourceHandle


class Judgement(NamedTuple):
    """What a claim is judged by: its own verdict, or a rival answer found true (then the value is false).

    last: the last instant of the day it was decided. position: the verdict's entry.
    """

    value: Finding
    last: Instant
    position: int


def judgement(state: State, claim: ClaimHandle) -> Judgement | None:
    """How a claim came out, if anybody found out; ``true`` on one answer of a question refutes the others."""
    own = state.verdicts.get(claim)
    if own is not None:
        return Judgement(own.value, own.last, own.position)
    found = [
        verdict
        for rival in state.rivals(claim)
        if (verdict := state.verdicts.get(rival)) is not None and verdict.value is Finding.TRUE
    ]
    if not found:
        return None
    latest = max(found, key=lambda verdict: (verdict.last, verdict.position))
    return Judgement(Finding.FALSE, latest.last, latest.position)


def judged_claims(state: State) -> list[ClaimHandle]:
    """Every claim that has a judgement, in log order of their opening."""
    judged = dict.fromkeys(state.verdicts)
    for claim in list(judged):
        judged.update(dict.fromkeys(state.rivals(claim)))
    return [claim for claim in judged if judgement(state, claim) is not None]


_GRADES: Final = {
    Finding.TRUE: (Outcome.HELD, Outcome.FELL),
    Finding.MOSTLY_TRUE: (Outcome.HELD, Outcome.FELL),
    Finding.MIXED: (Outcome.MIXED, Outcome.MIXED),
    Finding.MOSTLY_FALSE: (Outcome.FELL, Outcome.HELD),
    Finding.FALSE: (Outcome.FELL, Outcome.HELD),
}


def speaks(statement: Statement) -> bool:
    """Whether a statement takes a side that counts: headlines and stanceless acts replace nothing and add nothing."""
    return statement.stance is not Stance.NONE and statement.via is not Via.HEADLINE


def trials(state: State, origins: Origins, claims: Iterable[ClaimHandle]) -> list[Trial]:
    """The trials of ``claims``, graded by the judgements in force; those of unjudged claims are pending.

    One trial per record, claim and group: the latest utterance up to the verdict, by world instant, then position.
    Not tried: own decisions (whoever decides cannot be wrong about it), statements against interest, claims found
    unresolvable.
    """
    found = []
    for claim in claims:
        judged = judgement(state, claim)
        if judged is not None and judged.value is Finding.UNRESOLVABLE:
            continue
        latest: dict[tuple[Record, Group], Statement] = {}
        for statement in state.statements.get(claim, ()):
            if not speaks(statement) or (judged is not None and statement.first > judged.last):
                continue
            record, group, *_ = origins.attribution(statement)
            rival = latest.get((record, group))
            if rival is None or _weightier(statement, judged) > _weightier(rival, judged):
                latest[record, group] = statement
        for (record, group), statement in latest.items():
            if gradable(statement):
                outcome = _outcome(statement, judged)
                found.append(Trial(record, claim, group, statement, outcome, origins.canonical(statement.source)))
    return found


def _weightier(statement: Statement, judged: Judgement | None) -> tuple[bool, Instant, int]:
    """Which of a record's utterances is on trial: one not taken back in time before one that was, then the latest."""
    return not _withdrawn(statement, judged), statement.world, statement.position


def _withdrawn(statement: Statement, judged: Judgement | None) -> bool:
    return statement.retracted is not None and (judged is None or statement.retracted <= judged.last)


def gradable(statement: Statement) -> bool:
    """Whether a verdict can say anything about the source: not about its own decisions, nor what it said against
    itself.
    """
    return basis_of(statement) is not Basis.OWN_DECISION and statement.interest is not Interest.AGAINST_INTEREST


def basis_of(statement: Statement, *, own_voice: bool = False) -> Basis:
    """How the source knows: as recorded, else an announcement is its own decision and a paper's own voice shows no
    evidence.
    """
    if statement.basis is not None:
        return statement.basis
    if statement.act.value == "announce":
        return Basis.OWN_DECISION
    return Basis.NO_EVIDENCE if own_voice else Basis.UNSTATED


def _outcome(statement: Statement, judged: Judgement | None) -> Outcome:
    if _withdrawn(statement, judged):
        return Outcome.WITHDRAWN
    if judged is None:
        return Outcome.PENDING
    supporter, denier = _GRADES[judged.value]
    return supporter if statement.stance is Stance.SUPPORTS else denier


class Tally(NamedTuple):
    """Graded trials in quarter-units: a trial weighs four, a mixed outcome half of that and counts half of it."""

    good: int = 0
    weight: int = 0

    def plus(self, other: Tally) -> Tally:
        """The sum of two tallies."""
        return Tally(self.good + other.good, self.weight + other.weight)


_NONE: Final = Tally()


_QUARTERS: Final = {
    Outcome.HELD: Tally(4, 4),
    Outcome.FELL: Tally(0, 4),
    Outcome.MIXED: Tally(1, 2),
}


class Totals(NamedTuple):
    """What all graded trials of one state add up to, at every level."""

    everybody: Tally
    classes: Mapping[SourceClass, Tally]
    records: Mapping[Record, Tally]


def totals(graded: Iterable[Trial]) -> Totals:
    """Add graded trials up; pending and withdrawn ones weigh nothing."""
    everybody = Tally()
    classes: dict[SourceClass, Tally] = {}
    records: dict[Record, Tally] = {}
    for trial in graded:
        tally = _QUARTERS.get(trial.outcome)
        if tally is not None:
            record = trial.record
            everybody = everybody.plus(tally)
            classes[record.source_class] = classes.get(record.source_class, _NONE).plus(tally)
            records[record] = records.get(record, _NONE).plus(tally)
    return Totals(everybody, classes, records)


class Records:
    """What every record is worth in one state, with or without the trials of some claims.

    The own trials of a claim are left out when its statements are weighed, at every level: a verdict must not
    prove itself. Where ``known`` totals are given, ``graded`` need hold only the trials that may be left out.
    """

    def __init__(self, graded: Sequence[Trial], policy: Policy, known: Totals | None = None) -> None:
        self._policy = policy
        self._totals = known or totals(graded)
        self._own: dict[ClaimHandle, list[Trial]] = defaultdict(list)
        self._worth: dict[Record, tuple[float, int]] = {}
        for trial in graded:
            if trial.outcome in _QUARTERS:
                self._own[trial.claim].append(trial)

    def own(self, claims: Sequence[ClaimHandle]) -> tuple[Trial, ...]:
        """The graded trials of these claims."""
        return tuple(trial for claim in claims for trial in self._own.get(claim, ()))

    def credibility(self, record: Record, without: tuple[Trial, ...] = ()) -> float:
        """The expected share of a record's statements that hold, between 0.005 and 0.995, leaving out some trials."""
        return self.worth(record, without)[0]

    def worth(self, record: Record, without: tuple[Trial, ...] = ()) -> tuple[float, int]:
        """A record's credibility and what one flat statement on it is worth (see `units`), leaving out some trials."""
        if without:
            share = self._share(record, without)
            return share, units(share)
        known = self._worth.get(record)
        if known is None:
            share = self._share(record, ())
            known = self._worth[record] = (share, units(share))
        return known

    def _share(self, record: Record, without: tuple[Trial, ...]) -> float:
        good, weight = self._less(self._totals.records.get(record), without, record=record)
        strength = self._policy.strength_cell if record.cell else self._policy.strength_source
        share = _posterior(good, weight, self.prior(record.source_class, without), strength)
        return min(max(share, FLOOR), CEILING)

    def prior(self, source_class: SourceClass, without: tuple[Trial, ...] = ()) -> float:
        """The share of a class, which its sources and cells start from."""
        policy = self._policy
        above = policy.priors.get(source_class)
        if above is None:
            good, weight = self._less(self._totals.everybody, without)
            above = _posterior(good, weight, policy.everybody, policy.strength_everybody)
        good, weight = self._less(self._totals.classes.get(source_class), without, source_class=source_class)
        return _posterior(good, weight, above, policy.strength_class)

    def interval(self, record: Record) -> tuple[float, float]:
        """The 90 % credible interval of a share; evidence beyond the policy's cap narrows it no further."""
        policy = self._policy
        _, weight = self._less(self._totals.records.get(record), ())
        strength = policy.strength_cell if record.cell else policy.strength_source
        size = min(weight / 4, policy.cap) + strength
        mean = self.credibility(record)
        return quantile(0.05, mean * size, (1 - mean) * size), quantile(0.95, mean * size, (1 - mean) * size)

    def _less(
        self,
        total: Sequence[int] | None,
        without: tuple[Trial, ...],
        *,
        record: Record | None = None,
        source_class: SourceClass | None = None,
    ) -> tuple[int, int]:
        good, weight = total or (0, 0)
        for trial in without:
            if (record is None or trial.record == record) and source_class in (None, trial.record.source_class):
                tally = _QUARTERS[trial.outcome]
                good, weight = good - tally.good, weight - tally.weight
        return good, weight


def _posterior(good: int, weight: int, above: float, strength: int) -> float:
    return (good / 4 + strength * above) / (weight / 4 + strength)


def units(credibility: float) -> int:
    """b(A) in millionths: what one flat statement is worth. Negative below one half: it then speaks for the other side.

    Scaled so that one such statement alone gives exactly the probability A under the default prior.
    """
    if credibility >= 0.5:
        return round((credibility / (1 - credibility) - 1) * MILLION)
    return -round(((1 - credibility) / credibility - 1) * MILLION)
