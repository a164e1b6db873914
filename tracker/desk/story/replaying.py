"""``replay``: the story step by step, each step with how it moved belief and whose record it changed.

A step reads only what its claim depends on, just before it and just after. Where the world dates several things to
the same instant, which for a date is its last, they happen in log order: the later ones are left out of the reading.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.reading import Reading, When
from tracker.desk.story.along_desk import AlongDesk
from tracker.desk.story.along_world import AlongWorld
from tracker.desk.story.differences import moves_between
from tracker.desk.story.itinerary import Asked, Itinerary, Reach
from tracker.desk.story.moments import Between
from tracker.domain.belief import Belief, Beliefs
from tracker.domain.changes import Move, Regrade, moved, regraded
from tracker.domain.clocks import Clock, Cut, Instant, span
from tracker.domain.happening import Happening
from tracker.domain.words import ClaimHandle
from tracker.store import views


class Step(NamedTuple):
    """One thing that happened, or (happening None) what moved a claim between two of its own steps.

    cut: the moment that the step leads to. policy: the name of the one in force there.
    """

    at: Instant
    happening: Happening | None
    moves: tuple[Move, ...]
    regrades: tuple[Regrade, ...]
    cut: Cut
    policy: str


_FIRST, _MOST = 1, 64
"""How many steps are read in one moment of the database, at first and at most: the first ones are quickly there, and
nobody who writes has to wait while somebody looks at them.
"""
_MANY: Final = 200
"""From how many claims on it is quicker to read all of them."""


class Replay:
    """The steps of a story; any of them can be read by its index."""

    def __init__(self, desk: Desk, when: When, asked: Asked) -> None:
        """Raises UsageError or NotFound for what is asked for and cannot be."""
        self._desk = desk
        with desk.reading_at(when) as reading:
            along = AlongWorld if asked.clock is Clock.WORLD else AlongDesk
            self._route: Itinerary = along(reading, asked)
            self.policy = views.policy(reading.session, self.end.position).name

    @property
    def end(self) -> Cut:
        """The moment at which the story ends, whose policy is named ``policy``."""
        return self._route.end

    @contextmanager
    def _again(self) -> Iterator[Reading]:
        """The same cut in another moment of the database: what was recorded since stands behind its position."""
        with self._desk.reading() as session:
            yield Reading(session, self.end, self._desk.now)

    def __len__(self) -> int:
        """How many entries the story has."""
        return len(self._route)

    def find(self, typed: str) -> int:
        """The index of the first step on or after a date; the length where there is none. Raises UsageError."""
        date = resolve.date(typed, self._desk.now)
        if date is None:
            return 0
        with self._again() as reading:
            wanted = span(date).first
            return bisect_left(range(len(self)), wanted, key=lambda index: self._route.at(reading, index))

    def step(self, index: int) -> Step | None:
        """One step; None for an entry about what the world had not yet said."""
        with self._again() as reading:
            return _read(reading, self._route.reach(reading, index))

    def __iter__(self) -> Iterator[Step]:
        """All steps, read as they are wanted, with what moved their claims in between and after the last one."""
        last: dict[ClaimHandle, Belief] = {}
        at = Instant(0)
        with self._again() as reading:
            before = self._route.before(reading)
            if before is not None:
                known = _board(reading.at(before.cut), before.claims)
                at, last = before.at, {claim: known.belief(claim) for claim in before.claims}
        for step in self._steps():
            for move in step.moves:
                between = Move(move.claim, last.get(move.claim, move.before), move.before)
                if moved(between, 0):
                    yield step._replace(happening=None, moves=(between,), regrades=())
                last[move.claim] = move.after
            yield step
            at = step.at
        yield from self._since(at, last)

    def _steps(self) -> Iterator[Step]:
        start, size = 0, _FIRST
        while start < len(self):
            end = min(start + size, len(self))
            with self._again() as reading:
                found = [_read(reading, self._route.reach(reading, index)) for index in range(start, end)]
            yield from filter(None, found)
            start, size = end, min(size * 2, _MOST)

    def _since(self, at: Instant, last: dict[ClaimHandle, Belief]) -> Iterator[Step]:
        """What has moved these claims since their last steps, up to the end of the story."""
        with self._again() as reading:
            now = _board(reading, sorted(last))
        for claim, before in last.items():
            move = Move(claim, before, now.belief(claim))
            if moved(move, 0):
                yield Step(at, None, (move,), (), self.end, now.state.policy.name)


def _board(reading: Reading, claims: Sequence[ClaimHandle]) -> Beliefs:
    return reading.beliefs(claims) if len(claims) < _MANY else Beliefs(reading.state())


def _read(reading: Reading, reach: Reach | None) -> Step | None:
    if reach is None:
        return None
    happening, subjects = reach.happening, reach.subjects
    if not subjects and not reach.graded:
        policy = views.policy(reading.session, reach.cut.position).name
        found: Sequence[Move] = ()
        if reach.at_large and reach.earlier is not None:
            found = moves_between(reading, Between(reach.earlier[0], reach.cut), reach.among)
        return Step(happening.at, happening, tuple(found), (), reach.cut, policy)
    claims = list(dict.fromkeys((*subjects, *reach.graded)))
    after = before = reading.at(reach.cut).beliefs(claims, reach.without)
    if reach.earlier is not None:
        cut, without = reach.earlier
        before = reading.at(cut).beliefs(claims, without)
    moves = tuple(Move(claim, before.belief(claim), after.belief(claim)) for claim in subjects)
    changed = tuple(regraded(before, after, reach.graded)) if reach.earlier is not None else ()
    return Step(happening.at, happening, moves, changed, reach.cut, after.state.policy.name)
