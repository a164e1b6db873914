"""``timeline --follow``: what there is, then every new entry once, in log order, as soon as it is committed.

Positions have no gaps and are given in the order of the commits. So whoever has read all entries up to the head of one
moment, and goes on behind it in the next, misses none and repeats none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.desk.story import telling
from tracker.desk.story.timeline import Axis, Timeline, Wanted, dated, kept, said_at, told
from tracker.domain.chain import genesis
from tracker.domain.clocks import FOREVER, Cut, Instant
from tracker.domain.events import CommentRequested, Entry, SourcesMerged, StatementRetracted, VerdictWithdrawn
from tracker.domain.fold import things
from tracker.domain.happening import Happening
from tracker.domain.origins import Origins
from tracker.domain.projection import Thing, project
from tracker.domain.rows import Request, Row, Spoken, Verdict
from tracker.domain.state import State, as_of
from tracker.domain.words import SourceHandle
from tracker.errors import DatabaseError
from tracker.store import log, readings
from tracker.store.naming import shown
from tracker.store.session import Session
from tracker.store.watching import watching

Wait = Callable[[float, int | None], None]
"""Waits so many seconds, or less if what has this file number can be read."""
Told = Callable[[DatabaseError | None], None]
"""Told when the database is lost, and with None when it is back."""

PAUSES: Final = (1, 2, 4, 8, 15, 30, 30, 30, 30, 30)
"""Seconds before each new try to reach a database that was lost; then it is given up."""
_PART: Final = 1_000
"""How many entries are read in one moment of the database, at most."""


def follow(desk: Desk, wanted: Wanted, wait: Wait, told: Told, *, only_new: bool = False) -> Iterator[Timeline]:
    """The timeline, then what comes to it, without end; what is undone is told as well, since it may have been before.

    The first one is empty with ``only_new``. Raises DatabaseError where the database stays away or became another one.
    """
    wanted = replace(wanted, undone=True)
    last: _Place | None = None
    lost, pauses = False, iter(PAUSES)
    while True:
        try:
            with watching(desk.location) as watch:
                if last is None:
                    timeline, last = _begin(desk, wanted)
                    yield timeline._replace(happenings=()) if only_new else timeline
                while True:
                    news = _next(desk, wanted, last)
                    if lost:
                        told(None)
                        lost, pauses = False, iter(PAUSES)
                    if news is not None:
                        timeline, last = news
                        yield timeline
                        continue
                    wait(watch.interval, watch.fileno())
                    while not watch.stirred():
                        wait(watch.interval, watch.fileno())
        except DatabaseError as problem:
            pause = next(pauses, None)
            # What the driver did not raise will not pass by itself: another schema, a file that is gone.
            if last is None or problem.__cause__ is None or pause is None:
                raise
            told(problem)
            lost = True
            wait(pause, None)


class _Place(NamedTuple):
    """How far the log has been read: the last position and its hash."""

    position: int
    hash: str


def _begin(desk: Desk, wanted: Wanted) -> tuple[Timeline, _Place]:
    with desk.reading_at(When()) as reading:
        position = reading.cut.position
        return told(reading, wanted), _Place(position, _hash(reading.session, position))


def _hash(session: Session, position: int) -> str:
    if position == 0:
        return genesis(log.origin(session))
    row = log.at(session, position)
    return row.hash if row is not None else ""


def _next(desk: Desk, wanted: Wanted, last: _Place) -> tuple[Timeline, _Place] | None:
    """What was recorded behind a place, and the place behind it; None if there is nothing yet."""
    with desk.reading_at(When()) as reading:
        session, cut = reading.session, reading.cut
        if _hash(session, last.position) != last.hash:
            raise DatabaseError(
                f"the log in '{shown(desk.location)}' is another one now: entry {last.position} is not the one it was",
                "tracker verify; then follow it anew",
            )
        rows = list(log.stored(session, last.position, min(cut.position, last.position + _PART)))
        if not rows:
            return None
        news = [_Recorded.of(session, cut, log.typed(row)) for row in rows]
        state = readings.beside(
            session,
            cut,
            {claim for recorded in news for claim in recorded.claims},
            {article for recorded in news for article in recorded.articles},
            sources=wanted.source is not None or wanted.about is not None,
        )
        asked = _Filter(session, state, wanted)
        placed = (_placed(recorded.happening, state, wanted.axis) for recorded in news if asked.takes(recorded))
        return Timeline(state, kept(placed, wanted, desk.now)), _Place(rows[-1].position, rows[-1].hash)


def _placed(happening: Happening, state: State, axis: Axis) -> Happening:
    """A happening where it stands on the axis, a statement as the world had it."""
    what = happening.what
    if isinstance(what, Spoken):
        statement = as_of(what.statement, state.articles, Cut(Instant(FOREVER), happening.position)) or what.statement
        return happening._replace(at=said_at(statement, state.articles, axis), what=what._replace(statement=statement))
    if isinstance(what, Verdict):
        return happening._replace(at=what.recorded if axis is Axis.RECORDED else what.world)
    if isinstance(what, Entry):
        match what.event:
            case StatementRetracted(said=date) | VerdictWithdrawn(decided=date):
                return happening._replace(at=dated(what, date, axis))
    return happening


class _Recorded(NamedTuple):
    """A new entry, with all sources, claims and articles that it is about."""

    happening: Happening
    sources: frozenset[str]
    claims: frozenset[str]
    articles: frozenset[str]

    @classmethod
    def of(cls, session: Session, cut: Cut, entry: Entry) -> _Recorded:
        """An entry as our record of it stands at a cut."""
        about: dict[str, set[str]] = {"source": set(), "claim": set(), "article": set()}
        happening = telling.happening(session, cut.position, entry, entry.recorded)
        for thing in things(entry, lambda event_id: log.find(session, event_id)):
            noun, _, handle = thing.partition("/")
            if noun in about:
                about[noun].add(handle)
            elif noun == "entry" and (row := _row(session, cut, thing)) is not None:
                for name, other in _handles(row):
                    about[name].add(other)
                if isinstance(row, Request) and isinstance(entry.event, CommentRequested):
                    happening = happening._replace(what=row)
        if isinstance(entry.event, SourcesMerged):
            about["source"].add(entry.event.into)
        if isinstance(entry.event, StatementRetracted) and entry.event.article:
            about["article"].add(entry.event.article)
        return cls(happening, *(frozenset(about[noun]) for noun in ("source", "claim", "article")))


def _row(session: Session, cut: Cut, thing: Thing) -> Row | None:
    history = log.history(session, thing, cut.position)
    return project(thing, history) if history else None


def _handles(row: Row) -> Iterator[tuple[str, str]]:
    """The source, claim and article of a statement, verdict or request."""
    about = row.statement if isinstance(row, Spoken) else row
    for noun in ("source", "claim", "article"):
        if handle := getattr(about, noun, None):
            yield noun, handle


class _Filter:
    """Which new entries are asked for, by what the log says at their head."""

    def __init__(self, session: Session, state: State, wanted: Wanted) -> None:
        self._state, self._wanted = state, wanted
        self._origins = Origins(state)
        self._claim = resolve.claim(session, wanted.claim) if wanted.claim is not None else None
        self._article = resolve.article(session, wanted.article) if wanted.article is not None else None
        self._source = self._canonical(session, wanted.source)
        self._about = self._canonical(session, wanted.about)

    def _canonical(self, session: Session, typed: str | None) -> SourceHandle | None:
        return self._origins.canonical(resolve.source(session, typed)) if typed is not None else None

    def takes(self, entry: _Recorded) -> bool:
        """Whether an entry is about everything that was asked for."""
        if self._claim is not None and self._claim not in entry.claims:
            return False
        if self._article is not None and self._article not in entry.articles:
            return False
        if self._source is not None and self._source not in self._who(entry.sources):
            return False
        claims = [row for claim, row in self._state.claims.items() if claim in entry.claims]
        if self._wanted.topic is not None and not any(self._wanted.topic in row.topics for row in claims):
            return False
        return self._about is None or any(self._about in self._who(row.about) for row in claims)

    def _who(self, handles: Iterable[str]) -> set[SourceHandle]:
        return {self._origins.canonical(SourceHandle(handle)) for handle in handles}
