"""What verdicts add up to, claim by claim, through all world dates: what lets one claim be read without all others.

The graded trials of a claim change only where the world learns of something: a verdict, its withdrawal, a statement
made public late. Between two such instants they stand still, so a few steps say it for every date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import Final, NamedTuple

from tracker.domain.clocks import FOREVER, Cut, Instant, span
from tracker.domain.origins import Group, Origins, Record
from tracker.domain.policy import DEFAULT
from tracker.domain.rows import Article, Claim, Verdict
from tracker.domain.state import assemble, heard_by, united
from tracker.domain.sums import NONE, QUARTERS, Tally
from tracker.domain.trials import Judgement, judged_claims, judgement, outcome
from tracker.domain.utterances import Roster, Utterance
from tracker.domain.words import ClaimHandle, Finding, SourceClass


class Tallied(NamedTuple):
    """What the graded trials of one claim weigh for one record; for a whole class where ``speaker`` is empty.

    In force for world dates from ``since`` up to, but not including, ``until``. good, weight: quarter-units. at: the
    last instant of the day of judgement.
    """

    speaker: str
    source_class: SourceClass
    cell: bool
    claim: ClaimHandle
    since: Instant
    until: Instant
    good: int
    weight: int
    at: Instant


class Family(NamedTuple):
    """Claims that are judged together, and what was said and found about them, as we had it at one position."""

    articles: Sequence[Article]
    claims: Sequence[Claim]
    said: Sequence[Utterance]
    verdicts: Sequence[Verdict]


Key = tuple[str, SourceClass, bool, ClaimHandle]
"""What a tally is kept by: speaker, class, whether the record is a cell, claim."""


class Moved(NamedTuple):
    """What an entry changes in the tallies. gone: those that no longer hold; come: those that hold from now on."""

    gone: set[Tallied]
    come: set[Tallied]


WhoIsWho = Callable[[Instant], Origins]
"""Who is who at an instant of the world, for example who was a member of which organisation by then."""


class Docket:
    """The trials of a family, counted for every world date, and kept so while statements come and go.

    What stays the same from one stretch of world dates to the next is one row, wherever else the stretches part: so the
    rows do not depend on claims that were once judged together with these. A family whose claims, verdicts or articles
    change needs another docket.
    """

    def __init__(self, family: Family, roster: Roster, origins: WhoIsWho) -> None:
        _, self._matters = united(family.claims)
        self._cases: dict[ClaimHandle, list[_Case]] = defaultdict(list)
        self._rows: dict[Key, list[Tallied]] = {}
        for since, until in pairwise([*_turns(family), FOREVER]):
            state = assemble(
                Cut(since),
                sources=(),
                articles=(),
                claims=family.claims,
                said=(),
                roster=roster,
                verdicts=family.verdicts,
                policy=DEFAULT,
            )
            who = origins(since)
            for claim in judged_claims(state):
                judged = judgement(state, claim)
                if judged is not None and judged.value is not Finding.UNRESOLVABLE:
                    self._cases[claim].append(_Case(claim, who, judged, since, until))
        self.tallied: Final = self.move((), family.said).come
        """What the trials add up to at first."""

    def move(self, gone: Iterable[Utterance], come: Iterable[Utterance], origins: WhoIsWho | None = None) -> Moved:
        """Take statements out, and others in.

        origins: who is who from now on. Statements on which this bears in any way must both go and come.
        """
        sides: dict[ClaimHandle, tuple[list[Utterance], list[Utterance]]] = defaultdict(lambda: ([], []))
        for side, some in enumerate((gone, come)):
            for utterance in some:
                sides[self._matters.get(utterance.claim, utterance.claim)][side].append(utterance)
        touched = {
            key
            for claim, cases in self._cases.items()
            if origins or claim in sides
            for case in cases
            for key in case.move(*sides[claim], origins)
        }
        before = {row for key in touched for row in self._rows.pop(key, ())}
        for key in touched:
            self._rows[key] = list(_joined(row for case in self._cases[key[3]] for row in case.rectangles(key)))
        after = {row for key in touched for row in self._rows[key]}
        return Moved(before - after, after - before)


def _joined(parts: Iterable[Tallied]) -> Iterator[Tallied]:
    """Rows of one key, in order of world dates, with those put together that say the same and follow one another."""
    last: Tallied | None = None
    for part in parts:
        if last is not None and last.until == part.since and last[6:] == part[6:]:
            last = last._replace(until=part.until)
            continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last


def _turns(family: Family) -> list[Instant]:
    """When a judgement, or who is who, can change, from the first verdict on."""
    turns = {at for verdict in family.verdicts for at in (verdict.world, verdict.withdrawn) if at is not None}
    if not turns:
        return []
    out = (span(row.published).last if row.published else row.recorded for row in family.articles)
    turns |= {at for at in map(min, out, (row.recorded for row in family.articles)) if at > min(turns)}
    return sorted(turns)


class _Trial:
    """One trial. said: the statements it rests on. steps: the instants at which it changes tallies, and by how much."""

    __slots__ = ("record", "said", "steps")

    def __init__(self, record: Record) -> None:
        self.record = record
        self.said: list[Utterance] = []
        self.steps: list[tuple[Instant, Tally]] = []


class _Case:
    """The trials of one claim while it is judged so, from ``since`` up to ``until``."""

    def __init__(self, claim: ClaimHandle, who: Origins, judged: Judgement, since: Instant, until: Instant) -> None:
        self._claim, self._who, self._judged, self._since, self._until = claim, who, judged, since, until
        self._trials: dict[tuple[Record, Group], _Trial] = {}
        self._turns: dict[Key, dict[Instant, list[Tally]]] = defaultdict(dict)

    def move(self, gone: Iterable[Utterance], come: Iterable[Utterance], origins: WhoIsWho | None) -> set[Key]:
        """Take statements out, and others in; the tallies that this changes."""
        moved: dict[tuple[Record, Group], _Trial] = {}
        for utterance, trial in self._tried(gone, moved):
            trial.said.remove(utterance)
        if origins is not None:
            self._who = origins(self._since)
        for utterance, trial in self._tried(come, moved):
            trial.said.append(utterance)
        return {key for trial in moved.values() for key in self._step(trial)}

    def _tried(
        self, some: Iterable[Utterance], moved: dict[tuple[Record, Group], _Trial]
    ) -> Iterator[tuple[Utterance, _Trial]]:
        for utterance in some:
            if utterance.world < self._until and self._who.on_trial(utterance, self._judged.last):
                attribution = self._who.attribution(utterance)
                key = attribution.record, attribution.group
                trial = self._trials.get(key)
                if trial is None:
                    trial = self._trials[key] = _Trial(attribution.record)
                moved[key] = trial
                yield utterance, trial

    def _step(self, trial: _Trial) -> Iterator[Key]:
        """Count a trial anew; yields the tallies that this changes."""
        before = trial.steps
        trial.steps = list(_steps(trial.said, self._who, self._judged, self._since, self._until))
        if before != trial.steps:
            record = trial.record
            own: Key = (record.speaker, record.source_class, record.cell, self._claim)
            above: Key = ("", record.source_class, False, self._claim)
            for key in (own, above):
                turns = self._turns[key]
                for at, change in before:
                    turns[at].remove(change)
                for at, change in trial.steps:
                    turns.setdefault(at, []).append(change)
                yield key

    def rectangles(self, key: Key) -> Iterator[Tallied]:
        """The rows of one tally: a row holds from one instant at which the tally changes up to the next."""
        turns = self._turns.get(key, {})
        running = NONE
        for since, until in pairwise([*sorted(at for at, changes in turns.items() if changes), self._until]):
            running = reduce(Tally.plus, turns[since], running)
            if running.weight:
                yield Tallied(*key, since, until, *running, self._judged.last)


def _steps(
    some: Sequence[Utterance], who: Origins, judged: Judgement, since: Instant, until: Instant
) -> Iterator[tuple[Instant, Tally]]:
    """When the trial of one record through one origin changes, and by how much."""
    if len(some) == 1 and some[0].retracted is None:
        came = outcome(some, who, judged)
        if came is not None:
            yield max(since, some[0].world), QUARTERS[came]
        return
    instants = {
        at
        for utterance in some
        for at in (utterance.world, utterance.retracted)
        if at is not None and since < at < until
    }
    before = NONE
    for at in sorted({since, *instants}):
        heard = [known for utterance in some if (known := heard_by(utterance, at)) is not None]
        came = outcome(heard, who, judged) if heard else None
        after = NONE if came is None else QUARTERS.get(came, NONE)
        if after != before:
            yield at, after.less(before)
            before = after
