"""On what a claim's status hangs: each single source and entry it depends on is left out in turn.

The log is read once, and most candidates are a statement on the claim or a verdict that made a record. Leaving one of
these out touches one matter, which is folded again while the totals of all records are shifted by what that changes:
2 to 8 ms where everything put together anew takes 115 (100,000 statements). The few others, who is who, which claims
are one, a whole source, are put together anew. Both say the same, to the last digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

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
from tracker.domain.state import State
from tracker.domain.sums import Ledger
from tracker.domain.trials import Trial, judged_claims, judgement, trials
from tracker.domain.without import NOTHING, Without, same_sources
from tracker.domain.words import ClaimHandle, EventId, SourceHandle
from tracker.store import log, readings
from tracker.store.session import Session


def carriers(reading: Reading, claim: ClaimHandle, without: Without) -> list[Carrier]:
    """Every single source or entry without which the status of a claim would fall, or change."""
    matter = Matter(reading.session, reading.cut, claim, without)
    return fragility.carriers(
        matter.belief, ((candidate, matter.left_with(candidate)) for candidate in matter.candidates())
    )


class Matter:
    """One claim and what it depends on at a cut, to be read again with one thing after another left out.

    without: what is left out of all these readings.
    """

    def __init__(self, session: Session, cut: Cut, claim: ClaimHandle, without: Without) -> None:
        self._session, self._cut, self._claim, self._without = session, cut, claim, without
        whole = self._loaded.state(without) if without != NOTHING else readings.judged(session, cut, [claim])
        self._beliefs = Beliefs(whole)
        self._state = self._beliefs.state
        self._rivals = frozenset(self._state.rivals(self._state.matter(claim)))
        self._entries = self._told(self._rivals)
        tried = trials(self._state, self._beliefs.origins, judged_claims(self._state))
        self._ledger = Ledger(self._state.policy, tried)
        self._on: dict[ClaimHandle, list[Trial]] = defaultdict(list)
        for trial in tried:
            self._on[trial.claim].append(trial)
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
        judgements = (judgement(self._state, claim) for claim in judged)
        for position in sorted({judging.position for judging in judgements if judging is not None}):
            row = log.at(self._session, position)
            if row is not None:
                yield log.typed(row)

    # -- without one of them -----------------------------------------------------------------------------------

    @cached_property
    def _loaded(self) -> readings.Loaded:
        return readings.Loaded(self._session, self._cut)

    def left_with(self, candidate: Candidate) -> Belief:
        """Where the claim would stand without a candidate."""
        return self._shifted(candidate) or self.anew(candidate)

    def anew(self, candidate: Candidate) -> Belief:
        """Where the claim would stand without a candidate, with everything loaded and summed anew."""
        return Beliefs(self._loaded.state(self._without.plus(candidate.without))).belief(self._claim)

    def _shifted(self, candidate: Candidate) -> Belief | None:
        """The same, with the sums of all records shifted; None if the candidate touches more than what was said and
        found about the answers to one question.
        """
        if self._without != NOTHING or not candidate.without.entries:
            return None
        (event_id,) = candidate.without.entries
        entry = log.find(self._session, event_id)
        belonging = things(entry, lambda target: log.find(self._session, target)) if entry else ()
        touched = self._touched(belonging)
        if touched is None:
            return None
        here = self._folded(self._entries, event_id)
        come = _graded(here)
        if touched != self._rivals:
            come += _graded(self._folded(self._told(touched), event_id))
        gone = [trial for claim in self._rivals | touched for trial in self._on.get(claim, ())]
        origins = Origins(here)
        records = origins.records(utterance for said in here.statements.values() for utterance in said)
        return Beliefs(here, self._ledger.exchanged(gone, come, records), origins).belief(self._claim)

    def _touched(self, belonging: Iterable[Thing]) -> frozenset[ClaimHandle] | None:
        """The answers to the one question that some things are about; None if they are about more than that."""
        claims: set[ClaimHandle] = set()
        for thing in belonging:
            if not thing.startswith("entry/"):
                return None
            named = (getattr(entry.event, "claim", None) for entry in self._history(thing))
            claims.update(self._state.matter(claim) for claim in named if claim)
        questions = {frozenset(self._state.rivals(claim)) for claim in claims}
        return questions.pop() if len(questions) == 1 else None

    def _folded(self, entries: Iterable[Entry], dropped: EventId) -> State:
        """What was said and found about some claims, without an entry; who is who stays as it is."""
        told = fold((entry for entry in entries if entry.id != dropped), self._cut)
        return replace(told, sources=self._state.sources, articles=self._state.articles, policy=self._state.policy)

    # -- entries -----------------------------------------------------------------------------------------------

    def _told(self, claims: frozenset[ClaimHandle]) -> list[Entry]:
        """Every entry about some claims and all that are the same, in log order, with the articles they name."""
        entries: dict[int, Entry] = {}
        for claim in sorted(self._same(claims)):
            told = self._history(Thing(f"claim/{claim}")) + log.tagged(self._session, f"claim:{claim}")
            began = {
                event.statement if isinstance(event := entry.event, StatementAmended) else entry.id
                for entry in told
                if isinstance(entry.event, StatementRecorded | StatementAmended | VerdictReached)
            }
            for event_id in began:
                told += self._history(entry_thing(event_id))
            entries.update((entry.position, entry) for entry in told)
        for article in sorted(
            {article for recorded in entries.values() if (article := getattr(recorded.event, "article", None))}
        ):
            entries.update((entry.position, entry) for entry in self._history(Thing(f"article/{article}")))
        return [entries[position] for position in sorted(entries) if position <= self._cut.position]

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
