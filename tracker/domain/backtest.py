"""What did we believe before we knew? Every verdict held against what was believed just before it.

Before each verdict two things were to be read off the log: how likely its claim was, and how far each source that
spoke about it could be trusted. Verdicts are walked in order, with running totals of what all trials before add up to,
so that a long history takes one pass. On the world clock a verdict sees the statements of its day and the verdicts of
earlier days; on the desk clock what was recorded before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

from tracker.domain import events
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import Edtf
from tracker.domain.events import Event
from tracker.domain.hindsight import Hindsight, Kin, Learnt, Moment, graded
from tracker.domain.origins import Record
from tracker.domain.policy import Policy
from tracker.domain.rows import Verdict
from tracker.domain.state import State
from tracker.domain.sums import QUARTERS, Ledger
from tracker.domain.trials import Outcome, judged_claims, judgement
from tracker.domain.words import ClaimHandle, Finding


class Kind(StrEnum):
    """What was predicted: how a claim comes out, or whether a source's word holds."""

    CLAIM = "claim"
    SOURCE = "source"


class Prediction(NamedTuple):
    """What was believed just before a verdict, and how it came out.

    source: whose record it is, blank for a claim. decided, position: of the verdict. outcome: the claim was found
    true, or the source's word held. predicted: the probability of the claim, or the credibility of the record.
    past: how many claims had been judged before, or how many trials the record had behind it. interval: the 90 %
    interval of the record at that moment, once: when it first has trials enough to be shown.
    """

    kind: Kind
    claim: ClaimHandle
    source: str
    decided: Edtf
    position: int
    outcome: bool
    predicted: float
    past: int
    interval: tuple[float, float] | None = None


class Judged(NamedTuple):
    """A claim that has been judged: by the verdict on it, or because a rival answer was found true."""

    claim: ClaimHandle
    value: Finding
    verdict: Verdict


def judged(state: State) -> list[Judged]:
    """Every claim judged by a verdict in force, by place of the verdict in the log, then of the claim."""
    places = {verdict.position: verdict for verdict in state.verdicts.values()}
    cases = []
    for claim in judged_claims(state):
        judging = judgement(state, claim)
        if judging is not None:
            verdict = places[judging.position]
            own = claim in state.verdicts
            cases.append(Judged(verdict.claim if own else claim, judging.value, verdict))
    return sorted(cases, key=lambda case: (case.verdict.position, case.claim != case.verdict.claim, case.claim))


def stretches(cases: Iterable[Judged], revisions: Sequence[int]) -> Iterator[list[Judged]]:
    """Judged claims by the stretch of the log that their verdict was recorded in.

    revisions: the positions, in order, of all entries that are no `ADDITIONS`. Within a stretch the log only grew, so
    that one state of it tells every earlier one.
    """
    for _, some in groupby(cases, key=lambda case: bisect_left(revisions, case.verdict.position)):
        yield list(some)


ADDITIONS: Final[frozenset[type[Event]]] = frozenset(
    (
        events.SourceRegistered,
        events.SourcesDistinguished,
        events.SourceAliased,
        events.ArticleArchived,
        events.ClaimOpened,
        events.ClaimAliased,
        events.StatementRecorded,
        events.CommentRequested,
        events.VerdictReached,
        events.EntryRedacted,
    )
)
"""Events that only add something, or change no reading; any other may change what stood before it."""


def backtest(hindsight: Hindsight, cases: Iterable[Judged], shown: set[Record] | None = None) -> Iterator[Prediction]:
    """What was predicted before each of some verdicts, in order of the moment, then of the log.

    For every verdict the claims it judges come first, then the trials. Mixed and unresolvable outcomes are left out.
    shown: the records whose interval has been given, to be handed on where history is walked in several stretches.
    """
    due = sorted((tick, number) for number, kin in enumerate(hindsight.judged()) for tick in hindsight.ticks(kin))
    kins, before, place = hindsight.judged(), _Past(hindsight.policy), 0
    shown = set() if shown is None else shown
    timed = sorted(((hindsight.moment(case.verdict), case) for case in cases), key=_order)
    for when, stretch in groupby(timed, key=lambda pair: pair[0]):
        changed = set()
        while place < len(due) and due[place][0] <= when.tick:
            changed.add(due[place][1])
            place += 1
        for number in changed:
            before.put(kins[number], hindsight.learnt(kins[number], when))
        some = [case for _, case in stretch]
        verdicts: dict[Kin, dict[ClaimHandle, Verdict]] = {}
        for case in some:
            verdicts.setdefault(hindsight.kin(case.verdict.claim), {})[case.verdict.claim] = case.verdict
        read: dict[Kin, Beliefs] = {}
        for _, group in groupby(some, key=lambda case: case.verdict.position):
            yield from _predicted(hindsight, when, list(group), verdicts, before, read, shown)


def _order(pair: tuple[Moment, Judged]) -> tuple[int, int]:
    return pair[0].tick, pair[1].verdict.position


def _predicted(
    hindsight: Hindsight,
    when: Moment,
    group: Sequence[Judged],
    verdicts: Mapping[Kin, Mapping[ClaimHandle, Verdict]],
    before: _Past,
    read: dict[Kin, Beliefs],
    shown: set[Record],
) -> Iterator[Prediction]:
    """The predictions that one verdict puts to the test: of the claims it judges, then of the trials it ends."""
    verdict = group[0].verdict
    kin = hindsight.kin(verdict.claim)
    beliefs = read.get(kin)
    if beliefs is None:
        beliefs = read[kin] = hindsight.beliefs(kin, when, before.sums)
    known = [case for case in group if case.claim in beliefs.state.claims]
    for case in known:
        outcome = _TRUE.get(case.value)
        if outcome is not None:
            p = beliefs.belief(case.claim).probability
            past = before.judged_besides(kin)
            yield Prediction(Kind.CLAIM, case.claim, "", verdict.decided, verdict.position, outcome, p, past)
    own = beliefs.records.own(beliefs.state.rivals(beliefs.state.matter(verdict.claim)))
    matters = {beliefs.state.matter(case.claim) for case in known}
    for trial in graded(beliefs, verdicts[kin]):
        if trial.claim in matters and trial.outcome in _HELD:
            record = trial.record
            past = before.trials(record, kin)
            interval = None
            if past >= beliefs.state.policy.enough and record not in shown:
                interval = beliefs.records.interval(record)
                shown.add(record)
            yield Prediction(
                Kind.SOURCE, trial.claim, str(record), verdict.decided, verdict.position, _HELD[trial.outcome],
                beliefs.records.credibility(record, own), past, interval,
            )  # fmt: skip


_TRUE: Final = {
    Finding.TRUE: True,
    Finding.MOSTLY_TRUE: True,
    Finding.MOSTLY_FALSE: False,
    Finding.FALSE: False,
}
_HELD: Final = {Outcome.HELD: True, Outcome.FELL: False}


class _Past:
    """The trials judged so far, while history is walked from verdict to verdict.

    A matter that is judged anew is counted once: its trials as they are now take the place of those it had.
    """

    def __init__(self, policy: Policy) -> None:
        self._ledger = Ledger(policy)
        self._trials = Counter[Record]()
        self._learnt: dict[Kin, Learnt] = {}
        self._judged = 0
        self.sums = self._ledger.sums

    def put(self, kin: Kin, now: Learnt) -> None:
        """Count the trials of these claims as they are now, in place of those counted for them before."""
        for learnt, times in ((self._learnt.get(kin, _NOTHING), -1), (now, 1)):
            self._ledger.put(learnt.trials, times)
            for record in _on_trial(learnt):
                self._trials[record] += times
            self._judged += times * learnt.judged
        self._learnt[kin] = now

    def trials(self, record: Record, besides: Kin) -> int:
        """How many trials of a record there have been, not counting those on some claims."""
        return self._trials[record] - _on_trial(self._learnt.get(besides, _NOTHING)).count(record)

    def judged_besides(self, kin: Kin) -> int:
        """How many claims have been judged, not counting these."""
        return self._judged - self._learnt.get(kin, _NOTHING).judged


_NOTHING: Final = Learnt([], 0)


def _on_trial(learnt: Learnt) -> list[Record]:
    return [trial.record for trial in learnt.trials if trial.outcome in QUARTERS]
