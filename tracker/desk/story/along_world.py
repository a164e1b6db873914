"""The steps of a replay as things were said: by the world's clock, all of it as our desk knows it by one entry."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter

from tracker.desk.reading import Reading
from tracker.desk.story.itinerary import Asked, Before, Reach, Scope, scope, window
from tracker.desk.story.timeline import found_out, happenings
from tracker.domain.clocks import Cut, Instant
from tracker.domain.events import Entry
from tracker.domain.happening import Happening
from tracker.domain.rows import Mark, Request, Spoken, Verdict
from tracker.domain.without import NOTHING, Without
from tracker.domain.words import ClaimHandle, EventId

_AT = attrgetter("at")


class AlongWorld:
    """Statements, retractions, requests, verdicts and withdrawals by their dates, undone ones among them."""

    def __init__(self, reading: Reading, asked: Asked) -> None:
        low, high = window(asked, reading.now)
        cut = self._cut = reading.cut
        frame = reading.frame()
        self._scope: Scope = scope(reading, frame, asked)
        self._found_out = sorted(found_out(reading), key=_AT)
        every = happenings(reading, frame, self._scope.rows)
        if self._scope.rows.sources is not None:
            every = sorted((*every, *self._grading(every)), key=lambda happening: (happening.at, happening.position))
        self._every = every
        self._first = 0 if low is None else bisect_left(every, low, key=_AT)
        self._low = low
        self._last = len(every) if high is None else bisect_right(every, high, key=_AT)
        self.end = cut if high is None else Cut(min(high, cut.world), cut.position)

    def _grading(self, said: Iterable[Happening]) -> Iterator[Happening]:
        """The verdicts on what a source has spoken of."""
        spoken = {happening.what.statement.claim for happening in said if isinstance(happening.what, Spoken)}
        claims = {other for claim in spoken for other in self._scope.related(claim)}
        return (happening for happening in self._found_out if claim_of(happening) in claims)

    def before(self, reading: Reading) -> Before | None:
        """The instant before the first one asked for, with what had been spoken of by then."""
        if self._low is None or not self._first:
            return None
        subject = self._scope.subject
        claims = dict.fromkeys(subject or claim_of(happening) for happening in self._every[: self._first])
        cut = Cut(min(Instant(self._low - 1), self.end.world), self._cut.position)
        return Before(self._low, cut, tuple(claims))

    def __len__(self) -> int:
        return max(self._last - self._first, 0)

    def at(self, reading: Reading, index: int) -> Instant:
        """The instant by which the world had it."""
        return self._every[self._first + index].at

    def reach(self, reading: Reading, index: int) -> Reach | None:
        """The moment of a step leaves out what the same instant holds later in the log."""
        happening = self._every[self._first + index]
        claim = claim_of(happening)
        subject = self._scope.subject or claim
        kin = self._scope.related(claim)
        cut, before = Cut(happening.at, self._cut.position), Cut(Instant(happening.at - 1), self._cut.position)
        earlier, later = self._beside(happening, {*kin, *self._scope.related(subject)})
        without = Without(entries=later)
        moving = _moving(happening)
        if moving is None:
            return Reach(happening, (subject,), kin, cut, without)
        # The instant before says the same as leaving things out, where nothing else belongs to it; and is read faster.
        start = (cut, Without(entries=later | {moving})) if earlier else (before, NOTHING)
        return Reach(happening, (subject,), kin, cut, without, start)

    def _beside(self, happening: Happening, kin: set[ClaimHandle]) -> tuple[frozenset[EventId], frozenset[EventId]]:
        """What the same instant holds before and after it in the log: on the same matter, and verdicts on any."""
        beside: tuple[set[EventId], set[EventId]] = set(), set()
        for some in (self._every, self._found_out):
            start, end = bisect_left(some, happening.at, key=_AT), bisect_right(some, happening.at, key=_AT)
            for other in some[start:end]:
                moving = _moving(other)
                if moving is None or other.position == happening.position:
                    continue
                if some is self._found_out or claim_of(other) in kin:
                    beside[other.position > happening.position].add(moving)
        return frozenset(beside[0]), frozenset(beside[1])


def claim_of(happening: Happening) -> ClaimHandle:
    """The claim that something on the timeline is about."""
    for what in (happening.what, happening.of):
        if isinstance(what, Spoken):
            return what.statement.claim
        if isinstance(what, Verdict | Request):
            return what.claim
    raise TypeError(happening)


def _moving(happening: Happening) -> EventId | None:
    """The entry without which it would not have happened; None for what moves no belief: undone, or only asked."""
    what = happening.what
    if isinstance(what, Spoken):
        return what.statement.id if what.statement.mark is not Mark.VOIDED else None
    if isinstance(what, Verdict):
        return what.id if what.mark is not Mark.VOIDED else None
    return what.id if isinstance(what, Entry) else None
