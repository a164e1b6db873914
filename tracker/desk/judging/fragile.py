"""On what a claim's status hangs: each single source and entry it depends on is left out in turn.

The log is read once. What a candidate touches, its own matter or one judged claim, is then folded again in memory and
the totals of all records are shifted by what that changes. Who is who is told apart anew in memory too; a candidate
that touches more (which claims are one) is read again from the database. Both say the same, to the last digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from tracker.desk.reading import Reading
from tracker.domain import fragility
from tracker.domain.belief import Belief, Beliefs
from tracker.domain.clocks import Cut
from tracker.domain.events import (
    Entry,
    SourceDescribed,
    StatementAmended,
    StatementEvent,
    StatementRecorded,
    VerdictReached,
)
from tracker.domain.fold import entry_thing, fold, things
from tracker.domain.fragility import KINDS, Candidate, Carrier
from tracker.domain.origins import Origins
from tracker.domain.projection import Thing
from tracker.domain.state import Source, State
from tracker.domain.sums import Ledger
from tracker.domain.trials import Trial, judged_claims, judgement, trials
from tracker.domain.without import NOTHING, Without, projected, same_sources
from tracker.domain.words import ClaimHandle, EventId, SourceHandle
from tracker.store import log, readings, views
from tracker.store.session import Session
from tracker.store.views import Which


def carriers(reading: Reading, claim: ClaimHandle, without: Without) -> list[Carrier]:
    """Every single source or entry without which the status of a claim would fall, or change."""
    matter = Matter(reading.session, reading.cut, claim, without)
    return fragility.carriers(matter.belief, ((one, matter.left_with(one)) for one in matter.candidates()))


class Matter:
    """One claim and what it depends on at a cut, to be read again with one thing after another left out.

    without: what is left out of all these readings.
    """

    def __init__(self, session: Session, cut: Cut, claim: ClaimHandle, without: Without) -> None:
        self._session, self._cut, self._claim, self._without = session, cut, claim, without
        self._beliefs = Beliefs(readings.judged(session, cut, [claim], without))
        self._state = self._beliefs.state
        self._rivals = frozenset(self._state.rivals(self._state.matter(claim)))
        self._entries = self._told(self._rivals)
        tried = trials(self._state, self._beliefs.origins, judged_claims(self._state))
        self._ledger = Ledger(self._state.policy, tried)
        self._on: dict[ClaimHandle, list[Trial]] = defaultdict(list)
        self._by: dict[SourceHandle, list[Trial]] = defaultdict(list)
        for one in tried:
            self._on[one.claim].append(one)
            self._by[one.source].append(one)
        self.belief: Belief = self._beliefs.belief(claim)

    # -- what might carry the status ---------------------------------------------------------------------------

    def candidates(self) -> list[Candidate]:
        """Everything whose leaving out may matter: sources by name, then entries in log order."""
        canonical = self._beliefs.origins.canonical
        speakers = {canonical(entry.event.source) for entry in self._entries if isinstance(entry.event, StatementEvent)}
        entries = {entry.position: entry for entry in self._entries}
        entries |= {entry.position: entry for entry in self._identities(speakers)}
        entries |= {entry.position: entry for entry in self._graders()}
        named = [Candidate(f"source:{name}", "source", Without(sources=frozenset({name}))) for name in sorted(speakers)]
        return named + [
            Candidate(f"entry:{position}", KINDS[type(entry.event)], Without(entries=frozenset({entry.id})))
            for position, entry in sorted(entries.items())
            if type(entry.event) in KINDS and entry.id not in self._without.entries
        ]

    def _identities(self, speakers: Iterable[SourceHandle]) -> Iterator[Entry]:
        """What tells who is who among those who speak and those whom the claim is about."""
        claim = self._state.claims.get(self._state.matter(self._claim))
        wanted = frozenset((*speakers, *(claim.about if claim else ())))
        for handle in sorted(same_sources(self._state.sources, wanted)):
            for entry in self._history(Thing(f"source/{handle}")):
                event = entry.event
                if not isinstance(event, SourceDescribed) or _identifies(event):
                    yield entry

    def _graders(self) -> Iterator[Entry]:
        """The verdicts in force that made the records by which the statements here are weighed."""
        records = {item.attribution.record for rival in self._rivals for item in self._beliefs.contributions(rival)}
        judged = {claim for claim, tried in self._on.items() if any(trial.record in records for trial in tried)}
        found = (judgement(self._state, claim) for claim in judged)
        for position in sorted({one.position for one in found if one is not None}):
            row = log.at(self._session, position)
            if row is not None:
                yield log.typed(row)

    # -- without one of them -----------------------------------------------------------------------------------

    def left_with(self, candidate: Candidate) -> Belief:
        """Where the claim would stand without a candidate."""
        return self._in_memory(candidate) or self.read_again(candidate)

    def read_again(self, candidate: Candidate) -> Belief:
        """The same, from the database."""
        without = self._without.plus(candidate.without)
        return Beliefs(readings.state(self._session, self._cut, without)).belief(self._claim)

    def _in_memory(self, candidate: Candidate) -> Belief | None:
        """Where the claim would stand; None if the candidate touches more than what was said and found about a few
        claims.
        """
        if self._without != NOTHING:
            return None
        if candidate.kind == "source":
            (source,) = candidate.without.sources
            return self._silenced(source)
        (event_id,) = candidate.without.entries
        entry = log.find(self._session, event_id)
        belonging = things(entry, lambda target: log.find(self._session, target)) if entry else ()
        if all(thing.startswith("source/") for thing in belonging):
            return self._identified(belonging, candidate.without)
        touched = self._touched(belonging)
        if touched is None:
            return None
        here = self._folded(self._entries, candidate.without.entries)
        come = _graded(here)
        if touched != self._rivals:
            come += _graded(self._folded(self._told(touched), candidate.without.entries))
        return self._shifted(here, self._tried(self._rivals | touched), come)

    def _silenced(self, source: SourceHandle) -> Belief:
        """Without all that one source said. Its own trials go; in a cell another voice may come to stand for it."""
        spoken = self._said_by(source, self._rivals)
        elsewhere = [one for one in self._by.get(source, ()) if one.claim not in self._rivals]
        shared = {one.claim for one in elsewhere if one.record.cell}
        here = self._folded(self._entries, spoken)
        come = _graded(here)
        for claim in sorted(shared):
            told = self._told(frozenset(self._state.rivals(claim)))
            there = self._folded(told, self._said_by(source, {claim}))
            come += [one for one in _graded(there) if one.claim == claim]
        gone = self._tried(self._rivals | shared)
        gone += [one for one in elsewhere if one.claim not in shared]
        return self._shifted(here, gone, come)

    def _said_by(self, source: SourceHandle, claims: Iterable[ClaimHandle]) -> frozenset[EventId]:
        handles = same_sources(self._state.sources, frozenset({source}))
        which = Which(claims=sorted(self._same(claims)), sources=sorted(handles))
        return frozenset(one.statement.id for one in views.wordings(self._session, self._cut.position, which))

    def _tried(self, claims: Iterable[ClaimHandle]) -> list[Trial]:
        return [one for claim in claims for one in self._on.get(claim, ())]

    def _shifted(self, here: State, gone: Collection[Trial], come: Collection[Trial]) -> Belief:
        origins = Origins(here)
        records = origins.records(one for said in here.statements.values() for one in said)
        return Beliefs(here, self._ledger.exchanged(gone, come, records), origins).belief(self._claim)

    def _identified(self, changed: Iterable[Thing], without: Without) -> Belief:
        """With other rows for some sources: all that was said stays, and is told apart anew."""
        sources = dict(self._state.sources)
        for thing in changed:
            row = projected(thing, self._history(thing), self._without.plus(without))
            sources.pop(SourceHandle(thing.partition("/")[2]), None)
            if isinstance(row, Source):
                sources[row.source] = row
        return Beliefs(replace(self._state, sources=sources)).belief(self._claim)

    def _touched(self, belonging: Iterable[Thing]) -> frozenset[ClaimHandle] | None:
        """The answers to the one question that some things are about; None if they are about more than that."""
        claims: set[ClaimHandle] = set()
        for thing in belonging:
            if not thing.startswith("entry/"):
                return None
            named = (getattr(one.event, "claim", None) for one in self._history(thing))
            claims.update(self._state.matter(claim) for claim in named if claim)
        questions = {frozenset(self._state.rivals(claim)) for claim in claims}
        return questions.pop() if len(questions) == 1 else None

    def _folded(self, entries: Iterable[Entry], dropped: frozenset[EventId]) -> State:
        """What was said and found about some claims, without some entries; who is who stays as it is."""
        gone = self._without.entries | dropped
        told = fold((entry for entry in entries if entry.id not in gone), self._cut)
        return replace(told, sources=self._state.sources, articles=self._state.articles, policy=self._state.policy)

    # -- entries -----------------------------------------------------------------------------------------------

    def _told(self, claims: frozenset[ClaimHandle]) -> list[Entry]:
        """Every entry about some claims and all that are the same, in log order, with the articles they name."""
        found: dict[int, Entry] = {}
        for claim in sorted(self._same(claims)):
            told = self._history(Thing(f"claim/{claim}")) + log.tagged(self._session, f"claim:{claim}")
            began = {
                event.statement if isinstance(event := entry.event, StatementAmended) else entry.id
                for entry in told
                if isinstance(entry.event, StatementRecorded | StatementAmended | VerdictReached)
            }
            for event_id in began:
                told += self._history(entry_thing(event_id))
            found.update((entry.position, entry) for entry in told)
        for article in sorted({article for one in found.values() if (article := getattr(one.event, "article", None))}):
            found.update((entry.position, entry) for entry in self._history(Thing(f"article/{article}")))
        return [found[position] for position in sorted(found) if position <= self._cut.position]

    def _same(self, claims: Iterable[ClaimHandle]) -> set[ClaimHandle]:
        """These claims and all that are the same as one of them."""
        wanted = frozenset(claims)
        return {*wanted} | {claim for claim in self._state.matters if self._state.matter(claim) in wanted}

    def _history(self, thing: Thing) -> list[Entry]:
        """The entries of a thing up to the cut."""
        return log.history(self._session, thing, self._cut.position)


def _graded(state: State) -> list[Trial]:
    return trials(state, Beliefs(state).origins, judged_claims(state))


def _identifies(event: SourceDescribed) -> bool:
    """Whether a description says more than a name or a note."""
    parts = (event.member_of, event.kind, event.source_class, event.head_min, event.head_max)
    return any(part is not None for part in parts)
