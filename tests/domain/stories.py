"""A small language for tests: a log told as a story, and what can be read off it.

``Story().says("ann", "arrest")`` appends what it needs (a person called ann, a claim called arrest) and then the
statement. Each entry is recorded at noon of its own day, entry 1 on 2025-01-01, and what is said is said on the day
it is recorded unless the test gives a date: a story happens in the order in which it is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from tracker.domain import events
from tracker.domain.belief import Belief, Beliefs, Why
from tracker.domain.clocks import EVERYTHING, FOREVER, Cut, Instant, instant, span
from tracker.domain.contributions import Contribution
from tracker.domain.events import Entry, Event
from tracker.domain.fold import Version, fold, things, versions
from tracker.domain.projection import Thing, project
from tracker.domain.rows import Statement
from tracker.domain.standings import Standing, standings
from tracker.domain.state import State, as_of
from tracker.domain.utterances import Utterance
from tracker.domain.words import (
    Act,
    Basis,
    Certainty,
    EventId,
    Finding,
    GroundRule,
    Interest,
    Presentation,
    Relation,
    SourceKind,
    Stance,
    Via,
)

MORNING = datetime(2024, 12, 31, 12, tzinfo=UTC)
"""Noon of the day before entry 1."""
FLAT = 1_333_333
"""What one flat statement of a source without any record is worth: b(.7) in millionths."""
ON_THE_DAY = "on the day it is recorded"

_WORDS: dict[str, type[StrEnum]] = {
    "stance": Stance, "certainty": Certainty, "basis": Basis, "interest": Interest, "via": Via,
    "presentation": Presentation, "ground_rule": GroundRule,
}  # fmt: skip


def day(position: int) -> str:
    """The day on which an entry is recorded, if nothing else is said."""
    return (MORNING + timedelta(days=position)).date().isoformat()


class Story:
    """A log in the making. Every verb appends one entry and answers its id."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._known: set[str] = set()

    def __repr__(self) -> str:
        return "".join(f"\n  {entry.position} {_told(entry.event)}" for entry in self.entries)

    def record(self, event: Event, recorded: str | None = None) -> EventId:
        """Append any event; ``recorded`` is a moment in EDTF."""
        position = len(self.entries) + 1
        at = span(recorded).first if recorded else instant(MORNING + timedelta(days=position))
        self.entries.append(Entry(position, EventId(f"e{position}"), at, event))
        return self.entries[-1].id

    @property
    def today(self) -> str:
        """The day on which the next entry will be recorded."""
        return day(len(self.entries) + 1)

    def position(self, entry: EventId) -> int:
        """The number of an entry."""
        return next(known.position for known in self.entries if known.id == entry)

    # -- who and what ------------------------------------------------------------------------------------------

    def meet(self, kind: str, *handles: str, **options) -> Story:
        """Register sources of one kind (person organisation group outlet agency document)."""
        for handle in handles:
            self._known.add(handle)
            self.record(events.SourceRegistered(source=handle, kind=SourceKind(kind), **options))
        return self

    def describe(self, source: str, **options) -> EventId:
        """Learn more about a source."""
        return self.record(events.SourceDescribed(source=source, **options))

    def merge(self, source: str, into: str) -> EventId:
        """Two handles turn out to be one speaker."""
        return self.record(events.SourcesMerged(source=source, into=into))

    def separate(self, source: str, apart_from: str) -> EventId:
        """The merge was a mistake."""
        return self.record(events.SourcesSeparated(source=source, apart_from=apart_from))

    def open(self, claim: str, recorded: str | None = None, **options) -> EventId:
        """Open a claim."""
        self._known.add(f"claim {claim}")
        return self.record(events.ClaimOpened(claim=claim, **options), recorded)

    def refile(self, claim: str, **options) -> EventId:
        """Amend a claim."""
        return self.record(events.ClaimAmended(claim=claim, **options))

    def relate(self, claim: str, relation: str, other: str) -> EventId:
        """See how two claims stand to each other."""
        return self.record(events.ClaimsRelated(claim=claim, relation=Relation(relation), other=other))

    def unrelate(self, claim: str, relation: str, other: str) -> EventId:
        """Take that back."""
        return self.record(events.ClaimsUnrelated(claim=claim, relation=Relation(relation), other=other))

    def archive(self, article: str, recorded: str | None = None, **options) -> EventId:
        """Keep an article."""
        return self.record(events.ArticleArchived(article=article, **options), recorded)

    def correct(self, article: str, **options) -> EventId:
        """Amend the record of an article."""
        return self.record(events.ArticleAmended(article=article, **options))

    # -- statements --------------------------------------------------------------------------------------------

    def says(self, source: str, claim: str, act: str = "assert", *, recorded: str | None = None, **options) -> EventId:
        """One statement. ``chain`` is written ``reuters > spiegel``; an unknown source in it is an outlet."""
        chain = tuple(options.get("chain", "").replace(">", " ").split())
        for handle, kind in ((source, "person"), *((relayer, "outlet") for relayer in chain)):
            if handle not in self._known:
                self.meet(kind, handle)
        if f"claim {claim}" not in self._known:
            self.open(claim)
        return self.record(events.StatementRecorded(source=source, claim=claim, **self._spoken(act, options)), recorded)

    def amend(self, statement: EventId, source: str, claim: str, act: str = "assert", **options) -> EventId:
        """Our record of a statement was wrong: this is the whole statement as it should have been."""
        spoken = self._spoken(act, options)
        return self.record(events.StatementAmended(statement=statement, source=source, claim=claim, **spoken))

    def _spoken(self, act: str, options: dict) -> dict:
        chain = tuple(options.pop("chain", "").replace(">", " ").split())
        said = options.pop("said", ON_THE_DAY)
        worded = {name: _WORDS[name](value) if value and name in _WORDS else value for name, value in options.items()}
        return {"act": Act(act), "chain": chain, "said": self.today if said is ON_THE_DAY else said, **worded}

    def retract(self, statement: EventId, said: str | None = ON_THE_DAY) -> EventId:
        """The source takes it back."""
        return self.record(
            events.StatementRetracted(statement=statement, said=self.today if said is ON_THE_DAY else said)
        )

    def group(self, *statements: EventId) -> EventId:
        """The desk knows that these share one origin."""
        return self.record(events.StatementsGrouped(statements=statements))

    def ungroup(self, grouping: EventId) -> EventId:
        """The desk takes that back."""
        return self.record(events.StatementsUngrouped(grouping=grouping))

    def ask(self, source: str, claim: str, by: str = "2025-12-31") -> EventId:
        """Ask for comment."""
        return self.record(events.CommentRequested(source=source, claim=claim, by=by))

    # -- verdicts and upkeep -----------------------------------------------------------------------------------

    def verdict(self, claim: str, value: str, decided: str | None = None) -> EventId:
        """Somebody found out; decided on the day it is recorded unless given."""
        return self.record(events.VerdictReached(claim=claim, value=Finding(value), decided=decided or self.today))

    def withdraw(self, verdict: EventId, decided: str | None = None) -> EventId:
        """The finding falls."""
        return self.record(events.VerdictWithdrawn(verdict=verdict, decided=decided or self.today))

    def undo(self, entry: EventId) -> EventId:
        """An entry should not exist."""
        return self.record(events.EntryVoided(entry=entry))

    def redact(self, entry: EventId) -> EventId:
        """Words had to disappear: they are wiped, and it is recorded that they were."""
        index = self.position(entry) - 1
        self.entries[index] = wiped(self.entries[index])
        return self.record(events.EntryRedacted(entry=entry))

    def policy(self, name: str, value: str) -> EventId:
        """Change a parameter."""
        return self.record(events.PolicySet(name=name, value=value))

    def past(self, source: str, held: int = 0, fell: int = 0, mixed: int = 0, **options) -> Story:
        """Give a source a track record: so many flat statements on old claims, each with its verdict."""
        for value, times in (("true", held), ("false", fell), ("mixed", mixed)):
            for _ in range(times):
                claim = f"old-{len(self.entries)}"
                self.says(source, claim, **dict(options))
                self.verdict(claim, value)
        return self

    # -- reading -----------------------------------------------------------------------------------------------

    def read(self, as_of: str | None = None, known_by: int = FOREVER) -> Reading:
        """What was to be known: as of a world date (its last instant included), by an entry number."""
        return Reading(self.entries, Cut(span(as_of).last if as_of else FOREVER, known_by))

    def belief(self, claim: str, as_of: str | None = None) -> Belief:
        """The belief in a claim."""
        return self.read(as_of).belief(claim)

    def p(self, claim: str, as_of: str | None = None) -> float:
        """The probability of a claim, to three decimals."""
        return self.read(as_of).p(claim)

    def why(self, claim: str) -> Why:
        """The sum behind a belief."""
        return self.read().beliefs.why(claim)

    def added(self, entry: EventId) -> Contribution:
        """What one statement adds to its claim."""
        position = self.position(entry)
        reading = self.read()
        claim = next(s.claim for said in reading.state.statements.values() for s in said if s.position == position)
        return next(
            c
            for c in reading.beliefs.why(reading.state.matter(claim)).contributions
            if c.utterance.position == position
        )

    def groups(self, claim: str) -> set[str]:
        """The independent origins among the statements of a claim."""
        return {contribution.group for contribution in self.why(claim).contributions}

    def standing(self, name: str) -> Standing:
        """One row of the credibility report, by source or by ``class via carrier``."""
        return self.read().standing(name)


class Reading:
    """A log read at one cut."""

    def __init__(self, entries: Iterable[Entry], cut: Cut = EVERYTHING) -> None:
        self.entries = list(entries)
        self.cut = cut
        self.state: State = fold(self.entries, cut)
        self.beliefs = Beliefs(self.state)

    def belief(self, claim: str) -> Belief:
        """The belief in a claim."""
        return self.beliefs.belief(claim)

    def p(self, claim: str) -> float:
        """The probability of a claim, to three decimals."""
        return round(self.belief(claim).probability, 3)

    def sums(self, claim: str) -> tuple[float, int, int]:
        """p, R and S."""
        belief = self.belief(claim)
        return belief.probability, belief.support_units, belief.deny_units

    def standing(self, name: str) -> Standing:
        """One row of the credibility report."""
        return next(row for row in standings(self.state) if str(row.record) == name)

    def statement(self, entry: EventId) -> Utterance | None:
        """A statement as this reading has it; None if not yet said, or undone."""
        position = next((known.position for known in self.entries if known.id == entry), None)
        every = (one for said in self.state.statements.values() for one in said)
        return next((one for one in every if one.position == position), None)

    def record(self, entry: EventId) -> Statement | None:
        """Our whole record of a statement as this reading has it, undone ones too; None if not yet said."""
        known = {one.id: one for one in self.entries if one.position <= self.cut.position}
        thing = Thing(f"entry/{entry}")
        row = project(thing, [one for one in known.values() if thing in things(one, known.get)])
        return as_of(row.statement, self.state.articles, self.cut)


def _told(event: Event) -> str:
    given = ((field.name, getattr(event, field.name), field.default) for field in fields(event))
    return f"{type(event).__name__} " + " ".join(
        f"{name}={value}" for name, value, default in given if value != default
    )


def gist(belief: Belief) -> dict:
    """A belief without its book-keeping: how many statements there were, and which entries came last."""
    kept = belief._asdict()
    for name in ("statements", "changed", "verdict_entry"):
        del kept[name]
    return kept


def wiped(entry: Entry) -> Entry:
    """An entry without its words: they come back at their defaults, as the store gives them."""
    event = entry.event
    blank = {field.name: field.default for field in fields(event) if "Text" in str(field.type)}
    return entry._replace(event=replace(event, **blank), redacted=True)


def histories(entries: Iterable[Entry]) -> dict[Thing, list[Entry]]:
    """The entries of every thing, in log order."""
    known: dict[EventId, Entry] = {}
    found: dict[Thing, list[Entry]] = {}
    for entry in entries:
        known[entry.id] = entry
        for thing in things(entry, known.get):
            found.setdefault(thing, []).append(entry)
    return found


def every_version(entries: Iterable[Entry]) -> dict[Thing, list[Version]]:
    """All versions of every thing."""
    return {thing: versions(thing, history) for thing, history in histories(entries).items()}


def at(text: str) -> Instant:
    """The first instant of a date."""
    return span(text).first


def posterior(good: Fraction | int, graded: Fraction | int, parent: Fraction, strength: int) -> Fraction:
    """(k + m q) / (n + m), exactly."""
    return (good + strength * parent) / (graded + strength)


def chain_of_shares(
    everybody: tuple, of_class: tuple, own: tuple, strength: int = 6, start: Fraction = Fraction(7, 10)
) -> Fraction:
    """The share of a record from (k, n) at each level, by hand: everybody 20 around .7, class 30, then the record."""
    top = posterior(*everybody, start, 20)
    return posterior(*own, posterior(*of_class, top, 30), strength)
