"""Reading verbs: each cuts once, loads what it needs, and returns domain values for a report to make rows of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import Cut, Instant, span
from tracker.domain.events import Entry, EntryVoided, StatementAmended, StatementRetracted, VerdictWithdrawn
from tracker.domain.fold import entry_thing, things
from tracker.domain.happening import Happening
from tracker.domain.origins import Origins
from tracker.domain.projection import Thing, in_force, project, undone
from tracker.domain.state import Article, Mark, Spoken, State, Statement, Verdict, as_of, is_out, verdict_as_of
from tracker.domain.without import NOTHING, Without
from tracker.domain.words import ArticleHandle, ClaimHandle, EventId
from tracker.errors import UsageError
from tracker.store import log, readings, views
from tracker.store.session import Session
from tracker.store.views import Which


@dataclass(frozen=True, slots=True)
class When:
    """The cut a user asks for: what the world had said by ``as_of``, what we had recorded by ``known_by``."""

    as_of: str | None = None
    known_by: str | None = None


class Read(NamedTuple):
    """A state and the cut it was read at."""

    state: State
    cut: Cut


def state(desk: Desk, when: When) -> Read:
    """Everything in force at a cut."""
    with desk.reading() as session:
        cut = resolve.cut(session, when.as_of, when.known_by, desk.now)
        return Read(readings.state(session, cut), cut)


class Known(NamedTuple):
    """A reading, and the handle of the source or claim asked for."""

    read: Read
    handle: str


def known(desk: Desk, when: When, noun: str, typed: str) -> Known:
    """Everything in force at a cut, and the handle of the source or claim asked for. Raises NotFound."""
    with desk.reading() as session:
        cut = resolve.cut(session, when.as_of, when.known_by, desk.now)
        handle = resolve.source(session, typed) if noun == "source" else resolve.claim(session, typed)
        return Known(Read(readings.state(session, cut), cut), handle)


def beliefs(session: Session, cut: Cut, claims: Sequence[ClaimHandle], without: Without = NOTHING) -> Beliefs:
    """What these claims' beliefs are read off, at a cut, in a history with something left out."""
    if without != NOTHING:
        return Beliefs(readings.state(session, cut, without))
    return Beliefs(*readings.part(session, cut, claims))


def handles(desk: Desk, noun: str, beginning: str) -> list[str]:
    """The handles of sources, claims or articles that begin so, for a shell to complete."""
    with desk.reading() as session:
        return views.handles(session, noun, beginning)


class Axis(StrEnum):
    """By which date a timeline runs."""

    SAID = "said"
    PUBLISHED = "published"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the timeline to show; None is all of it. start, end: on the axis, both included."""

    claim: str | None = None
    source: str | None = None
    topic: str | None = None
    about: str | None = None
    article: str | None = None
    start: str | None = None
    end: str | None = None
    axis: Axis = Axis.SAID

    def stretch(self, now: datetime) -> tuple[Instant | None, Instant | None]:
        """The first and the last instant asked for. Raises UsageError when they are the wrong way round."""
        first, last = resolve.date(self.start, now), resolve.date(self.end, now)
        low = span(first).first if first else None
        high = span(last).last if last else None
        if low is not None and high is not None and low > high:
            raise UsageError(f"'{self.start}' is after '{self.end}'", "--from is the earlier date")
        return low, high


class Timeline(NamedTuple):
    """What happened, in order of the axis, then of the log."""

    read: Read
    happenings: Sequence[Happening]


def timeline(desk: Desk, when: When, wanted: Wanted) -> Timeline:
    """What was said when, undone and retracted statements among it, each carrying its mark."""
    low, high = wanted.stretch(desk.now)
    with desk.reading() as session:
        cut = resolve.cut(session, when.as_of, when.known_by, desk.now)
        frame = _frame(session, cut, wanted)
        found = happenings(session, cut, frame, which(session, frame, wanted), wanted.axis)
        kept = [one for one in found if (low is None or one.at >= low) and (high is None or one.at <= high)]
        return Timeline(Read(frame, cut), kept)


def _frame(session: Session, cut: Cut, wanted: Wanted) -> State:
    """What is needed beside the happenings: of one claim's story little, since nobody has to be told apart."""
    if wanted.claim is not None and wanted.source is None and wanted.about is None:
        return readings.corner(session, cut, resolve.claim(session, wanted.claim))
    return readings.frame(session, cut)


def happenings(session: Session, cut: Cut, frame: State, asked: Which, axis: Axis = Axis.SAID) -> list[Happening]:
    """What had happened by a cut, in order of the axis, then of the log; undone statements and verdicts among it."""
    found: list[Happening] = []
    for spoken in views.wordings(session, cut.position, asked):
        statement = as_of(spoken.statement, frame.articles, cut)
        if statement is None:
            continue
        seen = Spoken(statement, spoken.wording)
        found.append(Happening(said_at(statement, frame.articles, axis), statement.position, seen))
        if statement.retracted is not None:
            found += _taken_back(session, cut, seen, axis)
    if asked.sources is None and asked.articles is None:
        found += found_out(session, cut, asked.claims, axis)
    found += _requests(session, cut, asked, axis)
    return sorted(found, key=_on_the_axis)


def _on_the_axis(one: Happening) -> tuple[Instant, int]:
    return one.at, one.position


def which(session: Session, frame: State, wanted: Wanted) -> Which:
    """Which rows are asked for. Raises NotFound for a claim, source or article that does not exist."""
    claims: Iterable[str] | None = None
    if wanted.claim is not None:
        claims = [resolve.claim(session, wanted.claim)]
    if wanted.topic is not None:
        topical = [row.claim for row in frame.claims.values() if wanted.topic in row.topics]
        claims = topical if claims is None else [claim for claim in claims if claim in topical]
    if wanted.about is not None:
        origins, subject = Origins(frame), resolve.source(session, wanted.about)
        concerned = origins.canonical(subject)
        about = [
            row.claim for row in frame.claims.values() if concerned in {origins.canonical(one) for one in row.about}
        ]
        claims = about if claims is None else [claim for claim in claims if claim in about]
    sources = None
    if wanted.source is not None:
        origins = Origins(frame)
        speaker = resolve.source(session, wanted.source)
        sources = [handle for handle in frame.sources if origins.canonical(handle) == origins.canonical(speaker)]
        sources = sources or [speaker]
    articles = [resolve.article(session, wanted.article)] if wanted.article is not None else None
    return Which(list(claims) if claims is not None else None, sources, articles)


def said_at(statement: Statement, articles: Mapping[ArticleHandle, Article], axis: Axis) -> Instant:
    """Where a statement stands on an axis."""
    if axis is Axis.RECORDED:
        return statement.recorded
    if axis is Axis.PUBLISHED:
        article = articles.get(statement.article) if statement.article else None
        published = (article.published if article else None) or statement.published
        return span(published).last if published else statement.world
    return statement.world


def _taken_back(session: Session, cut: Cut, spoken: Spoken, axis: Axis) -> list[Happening]:
    """The retractions of a statement that the cut has seen."""
    return [
        Happening(dated(entry, entry.event.said, axis), entry.position, entry, spoken)
        for entry in _later(session, cut, spoken.statement.id)
        if isinstance(entry.event, StatementRetracted) and dated(entry, entry.event.said, Axis.SAID) <= cut.world
    ]


def _later(session: Session, cut: Cut, event_id: EventId) -> list[Entry]:
    """What was recorded about an entry up to the cut and still stands, without the entry itself."""
    seen = log.history(session, entry_thing(event_id), cut.position)
    gone = undone(seen)
    return [entry for entry in seen[1:] if entry.id not in gone and not isinstance(entry.event, EntryVoided)]


def dated(entry: Entry, date: str | None, axis: Axis) -> Instant:
    """Where an entry with a date of the world stands on an axis."""
    if axis is Axis.RECORDED or not date:
        return entry.recorded
    return min(entry.recorded, span(date).last)


def found_out(
    session: Session, cut: Cut, claims: Sequence[str] | None = None, axis: Axis = Axis.SAID
) -> list[Happening]:
    """The verdicts on some claims that a cut has seen, and their withdrawals."""
    found = []
    for row in views.verdicts(session, cut.position, claims):
        verdict = verdict_as_of(row, cut)
        if verdict is None:
            continue
        at = verdict.recorded if axis is Axis.RECORDED else verdict.world
        found.append(Happening(at, verdict.position, verdict))
        if verdict.withdrawn is not None:
            for entry in _later(session, cut, verdict.id):
                if isinstance(entry.event, VerdictWithdrawn):
                    at = dated(entry, entry.event.decided, axis)
                    found.append(Happening(at, entry.position, entry, verdict))
    return found


def _requests(session: Session, cut: Cut, asked: Which, axis: Axis) -> list[Happening]:
    if asked.articles is not None:
        return []
    return [
        Happening(row.recorded, row.position, row)
        for row in views.requests(session, cut.position, asked.claims)
        if (asked.sources is None or row.source in asked.sources) and row.recorded <= cut.world
    ]


class Shown(NamedTuple):
    """An entry as it stands in the log, and what had happened to it by the cut.

    entry, stored: None where nothing was known of it yet. later: the entries about it, marked if undone.
    """

    position: int
    read: Read
    entry: Entry | None
    stored: log.Stored | None
    mark: Mark = Mark.NONE
    later: tuple[tuple[Entry, Mark], ...] = ()


def show(desk: Desk, number: str, when: When) -> Shown:
    """One entry, whole, at a cut. Raises NotFound."""
    with desk.reading() as session:
        cut = resolve.cut(session, when.as_of, when.known_by, desk.now)
        entry = resolve.entry(session, number)
        read = Read(readings.frame(session, cut, sources=False, claims=False), cut)
        histories = {
            thing: log.history(session, thing, cut.position)
            for thing in things(entry, lambda event_id: log.find(session, event_id))
        }

        def in_sight(one: Entry) -> bool:
            return one.position <= cut.position and _said_by(one, histories, read.state.articles, cut)

        if not in_sight(entry):
            return Shown(entry.position, read, None, None)
        seen = {one.position: one for history in histories.values() for one in history if in_sight(one)}
        ordered = [seen[position] for position in sorted(seen)]
        gone = undone(ordered)
        later = tuple(
            (other, Mark.VOIDED if other.id in gone else Mark.NONE) for other in ordered if _points_at(other, entry)
        )
        return Shown(entry.position, read, entry, log.at(session, entry.position), _mark(entry, ordered), later)


def _said_by(
    entry: Entry,
    histories: Mapping[Thing, Sequence[Entry]],
    articles: Mapping[ArticleHandle, Article],
    cut: Cut,
) -> bool:
    """Whether the world had what an entry records; what only our desk dates holds for every date."""
    match entry.event:
        case StatementRetracted(said=date) | VerdictWithdrawn(decided=date):
            return dated(entry, date, Axis.SAID) <= cut.world
    for thing, history in histories.items():
        match project(thing, history):
            case Spoken(statement=statement):
                return as_of(statement, articles, cut) is not None
            case Verdict() as verdict:
                return verdict_as_of(verdict, cut) is not None
            case Article() as row:
                return is_out(row, cut)
    return True


def _mark(entry: Entry, history: Sequence[Entry]) -> Mark:
    """What has happened to an entry since it was recorded, by the rest of its history."""
    if entry.id in undone(history):
        return Mark.VOIDED
    if entry.redacted:
        return Mark.REDACTED
    later = [other.event for other in in_force(history) if _points_at(other, entry)]
    if any(isinstance(event, StatementRetracted) for event in later):
        return Mark.RETRACTED
    return Mark.AMENDED if any(isinstance(event, StatementAmended) for event in later) else Mark.NONE


def _points_at(other: Entry, entry: Entry) -> bool:
    event = other.event
    names = ("entry", "statement", "verdict", "grouping", "instead")
    if any(getattr(event, name, None) == entry.id for name in names):
        return True
    return entry.id in getattr(event, "statements", ())
