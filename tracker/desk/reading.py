"""One reading for one command: one moment of the database, cut once, and handed down to all that looks something up.

Nothing below a reading opens another one, takes a date for a cut, or asks where the log ends: an entry that comes in
between can then never stand in one half of an answer and be missing in the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.desk import columns, resolve
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import FOREVER, Cut, Instant, instant
from tracker.domain.state import State
from tracker.domain.without import NOTHING, Without
from tracker.domain.words import ClaimHandle
from tracker.store import readings
from tracker.store.session import Session

if TYPE_CHECKING:
    from tracker.columns.overall import Overall


@dataclass(frozen=True, slots=True)
class When:
    """The cut a user asks for: what the world had said by ``as_of``, what we had recorded by ``known_by``."""

    as_of: str | None = None
    known_by: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One moment of the database, at one cut. now: the desk's time of day, by which ``yesterday`` is a date.

    cache: the folder of what need not be read again.
    """

    session: Session
    cut: Cut
    now: datetime
    cache: Path | None = None

    @classmethod
    def of(cls, session: Session, when: When, now: datetime, cache: Path | None = None) -> Reading:
        """The cut that a user means. Raises UsageError for unreadable dates, NotFound behind the end of the log."""
        cut = Cut(resolve.world(when.as_of, now), resolve.position(session, when.known_by, now))
        return cls(session, cut, now, cache)

    @property
    def clock(self) -> Instant:
        """Where the reading's world clock stands: at its own end, else at now. By it something is overdue or not."""
        return self.cut.world if self.cut.world < FOREVER else instant(self.now)

    def at(self, cut: Cut) -> Reading:
        """The same moment of the database, for what tells of several cuts."""
        return replace(self, cut=cut)

    def frame(self, *, sources: bool = True, articles: bool = True, claims: bool = True) -> State:
        """Sources, articles and claims at the cut without what was said; parts that are not needed are not read."""
        return readings.frame(self.session, self.cut, sources=sources, articles=articles, claims=claims)

    def state(self, without: Without = NOTHING) -> State:
        """Everything in force at the cut, in a history with something left out."""
        return readings.state(self.session, self.cut, without)

    def beliefs(self, claims: Iterable[ClaimHandle], without: Without = NOTHING) -> Beliefs:
        """What the beliefs in some claims are read off, in a history with something left out."""
        if without != NOTHING:
            return Beliefs(self.state(without))
        return Beliefs(*readings.part(self.session, self.cut, claims))

    def everything(self) -> Overall | Beliefs:
        """What all beliefs are read off: of a large log all at once, which gives the same to the last digit."""
        if self.cut.position < columns.LARGE:
            return Beliefs(self.state())
        from tracker.columns.overall import Overall

        said = columns.kept(self.session, self.cache).versions.at(self.cut)
        return Overall(readings.beside_what_was_said(self.session, self.cut), said)
