"""The steps of a replay as we learned them: entry by entry, what was amended, merged and undone among it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from tracker.desk import resolve
from tracker.desk.reading import Reading
from tracker.desk.story import telling
from tracker.desk.story.itinerary import Asked, Before, Reach, Scope, reversed_window, scope
from tracker.domain import events
from tracker.domain.clocks import Cut, Instant, from_iso, span
from tracker.domain.events import Entry, StatementEvent
from tracker.domain.fold import POLICY, entry_thing, things
from tracker.domain.projection import Thing, project
from tracker.domain.rows import Request, Row, Spoken, Verdict
from tracker.domain.state import seen
from tracker.domain.without import NOTHING
from tracker.domain.words import ClaimHandle, EventId, SourceHandle
from tracker.store import clock, log, views
from tracker.store.session import Session
from tracker.store.views import Which

_BEGINS: Final = (events.StatementRecorded, events.VerdictReached, events.CommentRequested)
_IDLE: Final = (
    events.EntryRedacted,
    events.CommentRequested,
    events.SourcesDistinguished,
    events.SourceAliased,
    events.ClaimAliased,
    events.SourceRegistered,
    events.ArticleArchived,
)
"""Entries that move no belief: what they bring in, nobody has spoken of."""


class AlongDesk:
    """The entries of the log by number: all of them, or those that belong to what is asked for."""

    def __init__(self, reading: Reading, asked: Asked) -> None:
        low, high = _window(reading, asked)
        self._world = reading.cut.world
        self._low = low
        self.end = Cut(self._world, high)
        whole = reading.at(Cut(position=reading.cut.position))
        self._scope: Scope = scope(whole, whole.frame(), asked)
        self._positions: Sequence[int] = range(low, high + 1)
        if self._scope.rows.claims is not None or self._scope.rows.sources is not None:
            positions = _Search(reading.session, self._scope).run()
            self._positions = sorted(position for position in positions if low <= position <= high)

    def before(self, reading: Reading) -> Before | None:
        """The entry before the first one asked for, with the claims that were known by then."""
        if self._low <= 1:
            return None
        cut = Cut(self._world, min(self._low - 1, self.end.position))
        row = log.at(reading.session, cut.position)
        if row is None:
            return None
        return Before(from_iso(row.recorded), cut, tuple(self._known(reading.at(cut))))

    def _known(self, reading: Reading) -> list[ClaimHandle]:
        """The claims asked for that were known at a cut; of a source, those that it had spoken on."""
        rows, subject = self._scope.rows, self._scope.subject
        if rows.claims is None and rows.sources is not None:
            said = views.wordings(reading.session, reading.cut.position, Which(sources=rows.sources))
            return list(dict.fromkeys(spoken.statement.claim for spoken in said))
        known = reading.frame(sources=False, articles=False).claims
        if subject is not None:
            return [subject] if subject in known else []
        return list(known) if rows.claims is None else [ClaimHandle(claim) for claim in rows.claims if claim in known]

    def __len__(self) -> int:
        return len(self._positions)

    def at(self, reading: Reading, index: int) -> Instant:
        """When it was recorded."""
        row = log.at(reading.session, self._positions[index])
        assert row is not None, "a step is an entry of the log"
        return from_iso(row.recorded)

    def reach(self, reading: Reading, index: int) -> Reach | None:
        """The two cuts of a step: at its entry, and at the entry before it."""
        session = reading.session
        row = log.at(session, self._positions[index])
        assert row is not None, "a step is an entry of the log"
        entry = log.typed(row)
        cut = Cut(self._world, entry.position)
        known = list(_rows(session, entry))
        if known and not any(_in_sight(reading.at(cut), standing) for standing in known):
            return None
        happening = telling.happening(session, entry.position, entry, entry.recorded)
        own = tuple(dict.fromkeys(claim for claim in (*_claims(known), *_filed(entry)) if claim))
        graded = tuple(dict.fromkeys(other for claim in own for other in self._scope.related(claim)))
        subjects = (self._scope.subject,) if self._scope.subject is not None else own
        moving = not isinstance(entry.event, _IDLE)
        earlier = (Cut(self._world, entry.position - 1), NOTHING) if moving else None
        asked = self._scope.rows.claims
        among = frozenset(map(ClaimHandle, asked)) if asked is not None else None
        return Reach(happening, subjects, graded, cut, NOTHING, earlier, moving and not subjects, among)


def _window(reading: Reading, asked: Asked) -> tuple[int, int]:
    """The first and the last entry asked for, dates meaning what was recorded from their first to their last instant.

    Raises UsageError for reversed ends, NotFound for an entry behind the end of the log.
    """
    session, now = reading.session, reading.now
    low, high = 1, reading.cut.position
    if asked.start and asked.start.strip():
        if asked.start.removeprefix("#").isdigit():
            low = resolve.position(session, asked.start, now)
        else:
            date = resolve.date(asked.start, now)
            low = clock.position_at(session, Instant(span(date).first - 1)) + 1 if date else 1
    if asked.end and asked.end.strip():
        high = min(high, resolve.position(session, asked.end, now))
        if low > high + 1 or _backwards(asked, now):
            raise reversed_window(asked)
    return max(low, 1), high


def _backwards(asked: Asked, now: datetime) -> bool:
    """Whether both ends are of one sort, and the later one comes first."""
    ends = [end or "" for end in (asked.start, asked.end)]
    if all(end.removeprefix("#").isdigit() for end in ends):
        return resolve.number(ends[0]) > resolve.number(ends[1])
    if any(end.removeprefix("#").isdigit() for end in ends):
        return False
    start, end = (resolve.date(end, now) for end in ends)
    return bool(start and end and span(start).first > span(end).last)


def _things(session: Session, entry: Entry) -> tuple[Thing, ...]:
    return things(entry, lambda event_id: log.find(session, event_id))


def _rows(session: Session, entry: Entry) -> Iterator[Row]:
    """The statement, verdict or request that an entry is about, as it was recorded before and after it."""
    for thing in _things(session, entry):
        if thing.startswith("entry/"):
            history = log.history(session, thing, entry.position)
            for some in (history[:-1], history):
                row = project(thing, some) if some else None
                if row is not None:
                    yield row


def _claims(rows: Iterable[Row]) -> Iterator[ClaimHandle]:
    for row in rows:
        if isinstance(row, Spoken):
            yield row.statement.claim
        elif isinstance(row, Verdict | Request):
            yield row.claim


def _filed(entry: Entry) -> Iterator[ClaimHandle]:
    """The claims that an entry files or relates."""
    for name in ("claim", "other"):
        handle = getattr(entry.event, name, None)
        if handle and hasattr(entry.event, "claim"):
            yield ClaimHandle(handle)


def _in_sight(reading: Reading, row: Row) -> bool:
    """Whether the world had seen a row by the cut of a reading."""
    named = [row.statement.article] if isinstance(row, Spoken) and row.statement.article else []
    articles = {article.article: article for article in views.articles(reading.session, reading.cut.position, named)}
    return seen(row, articles, reading.cut) is not None


class _Search:
    """The entries that belong to some claims or some sources, by the tags of the log."""

    def __init__(self, session: Session, scope: Scope) -> None:
        self._session = session
        self._scope = scope
        self._speakers = bool(scope.rows.claims) and scope.rows.sources is None
        self._found: set[int] = set()
        self._begun: set[EventId] = set()

    def run(self) -> set[int]:
        claims, sources = self._scope.rows.claims, self._scope.rows.sources
        for claim in claims or ():
            self._of_claim(ClaimHandle(claim), sources)
        if claims is None:
            for source in sources or ():
                self._of_source(SourceHandle(source))
        if self._speakers:
            self._take(log.tagged(self._session, POLICY))
        return self._found

    def _take(self, entries: Iterable[Entry]) -> None:
        self._found.update(entry.position for entry in entries)

    def _of_claim(self, claim: ClaimHandle, sources: Sequence[str] | None) -> None:
        if sources is None:
            self._take(log.tagged(self._session, f"claim/{claim}"))
        for entry in log.tagged(self._session, f"claim:{claim}"):
            if sources is None or getattr(entry.event, "source", None) in sources:
                self._begin(entry)
                if self._speakers:
                    self._around(entry)

    def _of_source(self, source: SourceHandle) -> None:
        self._take(log.tagged(self._session, f"source/{source}"))
        claims: set[ClaimHandle] = set()
        for entry in log.tagged(self._session, f"source:{source}"):
            if isinstance(entry.event, StatementEvent | events.CommentRequested) and entry.event.source == source:
                self._begin(entry)
                claims.update(self._scope.related(entry.event.claim))
        for claim in sorted(claims):
            for entry in log.tagged(self._session, f"claim:{claim}"):
                if isinstance(entry.event, events.VerdictReached):
                    self._begin(entry)

    def _begin(self, entry: Entry) -> None:
        """Take in a statement, verdict or request with all that was recorded about it."""
        begun = entry.id if isinstance(entry.event, _BEGINS) else getattr(entry.event, "statement", None)
        if begun is None:
            self._take([entry])
        elif begun not in self._begun:
            self._begun.add(begun)
            self._take(log.history(self._session, entry_thing(begun)))

    def _around(self, entry: Entry) -> None:
        """Take in what was learned about the speaker of a statement and the article it stood in."""
        event = entry.event
        if isinstance(event, StatementEvent):
            about = [
                *self._merged(event.source),
                f"source/{event.source}",
                *([f"article/{event.article}"] if event.article else []),
            ]
            for thing in about:
                later = log.tagged(self._session, thing)
                self._take(
                    other
                    for other in later
                    if not isinstance(other.event, events.SourceRegistered | events.ArticleArchived)
                )

    def _merged(self, source: SourceHandle) -> set[str]:
        """The sources that counted as this one for a while, or still do."""
        return {
            f"source/{entry.event.source}"
            for entry in log.tagged(self._session, f"source:{source}")
            if isinstance(entry.event, events.SourcesMerged | events.SourcesSeparated)
        }
