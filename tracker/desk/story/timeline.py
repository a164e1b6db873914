"""What was said when: statements, verdicts, requests, and what was taken back, by the date asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.reading import Reading, When
from tracker.domain.clocks import Instant, span
from tracker.domain.events import Entry, EntryVoided, StatementRetracted, VerdictWithdrawn
from tracker.domain.fold import entry_thing
from tracker.domain.happening import Happening
from tracker.domain.origins import Origins
from tracker.domain.projection import undone
from tracker.domain.rows import Article, Mark, Request, Spoken, Statement, Verdict
from tracker.domain.state import State, seen
from tracker.domain.words import ArticleHandle, EventId
from tracker.errors import UsageError
from tracker.store import log, readings, views
from tracker.store.views import Which


class Axis(StrEnum):
    """By which date a timeline runs."""

    SAID = "said"
    PUBLISHED = "published"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the timeline to show; None is all of it.

    start, end: on the axis, both included. undone: with what has been undone.
    """

    claim: str | None = None
    source: str | None = None
    topic: str | None = None
    about: str | None = None
    article: str | None = None
    start: str | None = None
    end: str | None = None
    axis: Axis = Axis.SAID
    undone: bool = False

    def stretch(self, now: datetime) -> tuple[Instant | None, Instant | None]:
        """The first and the last instant asked for. Raises UsageError when they are the wrong way round."""
        first, last = resolve.date(self.start, now), resolve.date(self.end, now)
        low = span(first).first if first else None
        high = span(last).last if last else None
        if low is not None and high is not None and low > high:
            raise UsageError(f"'{self.start}' is after '{self.end}'", "--from is the earlier date")
        return low, high


class Timeline(NamedTuple):
    """What happened, in order of the axis, then of the log. state: what is needed beside it, without what was said."""

    state: State
    happenings: Sequence[Happening]


def timeline(desk: Desk, when: When, wanted: Wanted) -> Timeline:
    """What was said when, retracted and redacted statements among it, each carrying its mark."""
    with desk.reading_at(when) as reading:
        return told(reading, wanted)


def told(reading: Reading, wanted: Wanted) -> Timeline:
    """The timeline of a reading."""
    frame = _frame(reading, wanted)
    every = happenings(reading, frame, which(reading, frame, wanted), wanted.axis)
    return Timeline(frame, kept(every, wanted, reading.now))


def kept(every: Iterable[Happening], wanted: Wanted, now: datetime) -> list[Happening]:
    """What lies in the stretch of time that is asked for, without what was undone unless that is asked for too."""
    low, high = wanted.stretch(now)
    return [
        happening
        for happening in every
        if (low is None or happening.at >= low)
        and (high is None or happening.at <= high)
        and (wanted.undone or not (_undone(happening.what) or (happening.of is not None and _undone(happening.of))))
    ]


def _undone(what: Spoken | Verdict | Request | Entry) -> bool:
    match what:
        case Spoken(statement=statement):
            return statement.mark is Mark.VOIDED
        case Verdict(mark=mark) | Request(mark=mark):
            return mark is Mark.VOIDED
    return False


def _frame(reading: Reading, wanted: Wanted) -> State:
    """What is needed beside the happenings: of one claim's story little, since nobody has to be told apart."""
    if wanted.claim is not None and wanted.source is None and wanted.about is None:
        return readings.corner(reading.session, reading.cut, resolve.claim(reading.session, wanted.claim))
    return reading.frame()


def happenings(reading: Reading, frame: State, asked: Which, axis: Axis = Axis.SAID) -> list[Happening]:
    """What had happened by a cut, in order of the axis, then of the log; undone statements and verdicts among it."""
    every: list[Happening] = []
    for row in views.wordings(reading.session, reading.cut.position, asked):
        spoken = seen(row, frame.articles, reading.cut)
        if spoken is None:
            continue
        statement = spoken.statement
        every.append(Happening(said_at(statement, frame.articles, axis), statement.position, spoken))
        if statement.retracted is not None:
            every += _taken_back(reading, spoken, axis)
    if asked.sources is None and asked.articles is None:
        every += found_out(reading, asked.claims, axis)
    every += _requests(reading, asked)
    return sorted(every, key=_on_the_axis)


def _on_the_axis(happening: Happening) -> tuple[Instant, int]:
    return happening.at, happening.position


def which(reading: Reading, frame: State, wanted: Wanted) -> Which:
    """Which rows are asked for. Raises NotFound for a claim, source or article that does not exist."""
    claims: Iterable[str] | None = None
    if wanted.claim is not None:
        claims = [resolve.claim(reading.session, wanted.claim)]
    if wanted.topic is not None:
        topical = [row.claim for row in frame.claims.values() if wanted.topic in row.topics]
        claims = topical if claims is None else [claim for claim in claims if claim in topical]
    if wanted.about is not None:
        origins, subject = Origins(frame), resolve.source(reading.session, wanted.about)
        concerned = origins.canonical(subject)
        about = [
            row.claim for row in frame.claims.values() if concerned in {origins.canonical(name) for name in row.about}
        ]
        claims = about if claims is None else [claim for claim in claims if claim in about]
    sources = None
    if wanted.source is not None:
        origins = Origins(frame)
        speaker = resolve.source(reading.session, wanted.source)
        sources = [handle for handle in frame.sources if origins.canonical(handle) == origins.canonical(speaker)]
        sources = sources or [speaker]
    articles = [resolve.article(reading.session, wanted.article)] if wanted.article is not None else None
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


def _taken_back(reading: Reading, spoken: Spoken, axis: Axis) -> list[Happening]:
    """The retractions of a statement that the cut has seen."""
    world = reading.cut.world
    return [
        Happening(dated(entry, entry.event.said, axis), entry.position, entry, spoken)
        for entry in _later(reading, spoken.statement.id)
        if isinstance(entry.event, StatementRetracted) and dated(entry, entry.event.said, Axis.SAID) <= world
    ]


def _later(reading: Reading, event_id: EventId) -> list[Entry]:
    """What was recorded about an entry up to the cut and still stands, without the entry itself."""
    known = log.history(reading.session, entry_thing(event_id), reading.cut.position)
    gone = undone(known)
    return [entry for entry in known[1:] if entry.id not in gone and not isinstance(entry.event, EntryVoided)]


def dated(entry: Entry, date: str | None, axis: Axis) -> Instant:
    """Where an entry with a date of the world stands on an axis."""
    if axis is Axis.RECORDED or not date:
        return entry.recorded
    return min(entry.recorded, span(date).last)


def found_out(reading: Reading, claims: Sequence[str] | None = None, axis: Axis = Axis.SAID) -> list[Happening]:
    """The verdicts on some claims that a cut has seen, and their withdrawals."""
    every = []
    for row in views.verdicts(reading.session, reading.cut.position, claims):
        verdict = seen(row, {}, reading.cut)
        if verdict is None:
            continue
        at = verdict.recorded if axis is Axis.RECORDED else verdict.world
        every.append(Happening(at, verdict.position, verdict))
        if verdict.withdrawn is not None:
            for entry in _later(reading, verdict.id):
                if isinstance(entry.event, VerdictWithdrawn):
                    at = dated(entry, entry.event.decided, axis)
                    every.append(Happening(at, entry.position, entry, verdict))
    return every


def _requests(reading: Reading, asked: Which) -> list[Happening]:
    if asked.articles is not None:
        return []
    return [
        Happening(row.recorded, row.position, row)
        for row in views.requests(reading.session, reading.cut.position, asked.claims)
        if (asked.sources is None or row.source in asked.sources) and seen(row, {}, reading.cut)
    ]
