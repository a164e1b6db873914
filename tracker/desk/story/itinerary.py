"""Which steps a replay takes, and where each of them leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from tracker.desk import resolve
from tracker.desk.reading import Reading
from tracker.desk.story.timeline import Wanted, which
from tracker.domain.clocks import Clock, Cut, Instant, span
from tracker.domain.happening import Happening
from tracker.domain.state import State
from tracker.domain.without import NOTHING, Without
from tracker.domain.words import ClaimHandle
from tracker.errors import UsageError
from tracker.store.views import Which


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the story to tell, along which clock; None is all of it. start, end: as typed, both included."""

    clock: Clock = Clock.WORLD
    claim: str | None = None
    source: str | None = None
    topic: str | None = None
    about: str | None = None
    start: str | None = None
    end: str | None = None


class Reach(NamedTuple):
    """What is to be read for one step.

    subjects: the claims whose move is told. graded: those on which it may grade somebody. cut, without: the moment
    just after. earlier: the moment just before, None where the step cannot move anything. at_large: it belongs to no
    claim and may move any; what it did move is told, among these claims where some are asked for.
    """

    happening: Happening
    subjects: tuple[ClaimHandle, ...]
    graded: tuple[ClaimHandle, ...]
    cut: Cut
    without: Without = NOTHING
    earlier: tuple[Cut, Without] | None = None
    at_large: bool = False
    among: Set[ClaimHandle] | None = None


class Before(NamedTuple):
    """What a story that does not begin at the beginning takes up.

    at: its first instant. cut: the moment just before. claims: those that the steps before were about.
    """

    at: Instant
    cut: Cut
    claims: tuple[ClaimHandle, ...]


class Itinerary(Protocol):
    """The steps of a replay in order. end: the moment at which the story ends."""

    @property
    def end(self) -> Cut:
        """The cut at which the story ends."""

    def before(self, reading: Reading) -> Before | None:
        """Where the story is taken up; None where it begins at the beginning."""

    def __len__(self) -> int:
        """How many steps there are."""

    def at(self, reading: Reading, index: int) -> Instant:
        """The instant of a step on the route's clock; it never falls from one step to the next."""

    def reach(self, reading: Reading, index: int) -> Reach | None:
        """Where a step leads; None for one about what the world had not yet said."""


class Scope(NamedTuple):
    """What is asked for, resolved. subject: the one claim, whose move each step then tells. rows: whose rows."""

    subject: ClaimHandle | None
    rows: Which
    kin: Mapping[ClaimHandle, Sequence[ClaimHandle]]

    def related(self, claim: ClaimHandle) -> tuple[ClaimHandle, ...]:
        """A claim, all that are the same, and all rival answers to its question."""
        return tuple(self.kin.get(claim, (claim,)))


def scope(reading: Reading, frame: State, asked: Asked) -> Scope:
    """Which rows a replay is about; of one claim also those of its rivals, which move it too. Raises NotFound."""
    subject = resolve.claim(reading.session, asked.claim) if asked.claim is not None else None
    rows = which(reading, frame, Wanted(subject, asked.source, asked.topic, asked.about))
    kin = kinships(frame)
    if subject is not None and rows.claims:
        rows = rows._replace(claims=list(kin.get(subject, (subject,))))
    return Scope(subject, rows, kin)


def kinships(frame: State) -> dict[ClaimHandle, tuple[ClaimHandle, ...]]:
    """For each claim that is not alone, all that are the same as it or a rival answer to its question, and itself."""
    same: dict[ClaimHandle, list[ClaimHandle]] = defaultdict(list)
    for claim in frame.claims:
        same[frame.matter(claim)].append(claim)
    found: dict[ClaimHandle, tuple[ClaimHandle, ...]] = {}
    for matter, handles in same.items():
        kin = tuple(other for rival in frame.rivals(matter) for other in same[rival])
        if len(kin) > 1:
            found.update(dict.fromkeys(handles, kin))
    return found


def window(asked: Asked, now: datetime) -> tuple[Instant | None, Instant | None]:
    """The first and the last instant of what is asked for, None for open ends. Raises UsageError for reversed ones."""
    first, last = resolve.date(asked.start, now), resolve.date(asked.end, now)
    low = span(first).first if first else None
    high = span(last).last if last else None
    if low is not None and high is not None and low > high:
        raise reversed_window(asked)
    return low, high


def reversed_window(asked: Asked) -> UsageError:
    """What is wrong with a story that begins after its end."""
    return UsageError(f"'{asked.start}' is after '{asked.end}'", f"--from {asked.end} --to {asked.start}")
