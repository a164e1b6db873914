"""What to believe: of every claim, of one, and the sum behind one; what is left out stands beside what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.judging import whatif
from tracker.desk.judging.fragile import carriers
from tracker.desk.reading import Reading, When
from tracker.domain.belief import Belief, Beliefs, Why
from tracker.domain.clocks import FOREVER, Edtf, Instant, span
from tracker.domain.flips import Whole, boards
from tracker.domain.fragility import Carrier
from tracker.domain.state import State
from tracker.domain.words import ClaimHandle, Status
from tracker.store import clock, views
from tracker.store.bulk import uncollected
from tracker.store.views import Which

if TYPE_CHECKING:
    from tracker.columns.overall import Overall


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which claims to show; None is all. about, since: as typed. open: only those without a verdict. since: only what
    something was recorded on from that date on.
    """

    status: frozenset[Status] | None = None
    topic: str | None = None
    about: str | None = None
    open: bool = False
    since: str | None = None


class Board(NamedTuple):
    """Beliefs in the order the claims were opened.

    clock: by which deadlines have passed. whole: the board with everything in, where something is left out. idle: what
    was left out and changes nothing.
    """

    state: State
    beliefs: Sequence[Belief]
    clock: Instant
    whole: Whole | None = None
    idle: Sequence[str] = ()


def board(desk: Desk, when: When, chosen: Chosen, without: Sequence[str] = ()) -> Board:
    """The beliefs that were chosen, known at the cut; of a date in the past only what had been spoken of by then.

    With something left out, a claim is there if it is chosen as it stands or as it stood. Raises NotFound, UsageError.
    """
    with desk.reading_at(when) as reading, uncollected():
        left = whatif.left_out(reading, without)
        chooses = _Choice(reading, chosen)
        if not left.words:
            everything = reading.everything()
            shown = [held for held in everything.board() if chooses(held, everything)]
            return Board(everything.state, shown, reading.clock)
        beliefs = Beliefs(reading.state(left.without))
        before = Beliefs(reading.state())
        whole, every = boards(before, beliefs, left.words)
        shown = [held for held in every if chooses(held, beliefs) or chooses(whole.beliefs[held.claim], before)]
        return Board(beliefs.state, shown, reading.clock, whole, tuple(whatif.idle(reading, left.words)))


class _Choice:
    """The claims that the filters let through, with the filters as they count at the cut."""

    def __init__(self, reading: Reading, chosen: Chosen) -> None:
        start = resolve.date(chosen.since, reading.now)
        self._chosen = chosen
        self._about = resolve.source(reading.session, chosen.about) if chosen.about is not None else None
        self._since = clock.position_at(reading.session, Instant(span(start).first - 1)) if start else -1

    def __call__(self, held: Belief, beliefs: Beliefs | Overall) -> bool:
        """Whether a claim is shown as it stands in one history."""
        claim, only = beliefs.state.claims.get(held.claim), self._chosen
        past = beliefs.state.cut.world < FOREVER
        if claim is None or (past and not held.statements and held.verdict is None):
            return False
        canonical = beliefs.origins.canonical
        return (
            (only.status is None or held.status in only.status)
            and (only.topic is None or only.topic in claim.topics)
            and (self._about is None or canonical(self._about) in map(canonical, claim.about))
            and not (only.open and held.verdict is not None)
            and (held.changed or 0) > self._since
        )


class OneBelief(NamedTuple):
    """Where one claim stands. claim: the handle asked for. clock, whole, idle: as of a `Board`."""

    state: State
    claim: ClaimHandle
    belief: Belief
    clock: Instant
    whole: Whole | None = None
    idle: Sequence[str] = ()


class Explained(NamedTuple):
    """The whole sum behind one claim's belief.

    said: when its statements were said, by position. carriers: what its status hangs on, None where nobody asked. The
    rest is as of `OneBelief`.
    """

    state: State
    claim: ClaimHandle
    why: Why
    clock: Instant
    whole: Whole | None
    idle: Sequence[str]
    said: Mapping[int, Edtf]
    carriers: Sequence[Carrier] | None


def belief(desk: Desk, when: When, claim: str, without: Sequence[str] = ()) -> OneBelief:
    """Where a claim stands; one opened after the cut is found all the same, and nothing known. Raises NotFound."""
    with desk.reading_at(when) as reading:
        asked = _Claim(reading, claim, without)
        return OneBelief(asked.state, asked.claim, asked.beliefs.belief(asked.claim), reading.clock, *asked.beside())


def why(desk: Desk, when: When, claim: str, without: Sequence[str] = (), *, fragile: bool = False) -> Explained:
    """The sum behind a claim's belief; fragile: and every single source or entry that carries its status."""
    with desk.reading_at(when) as reading, uncollected():
        asked = _Claim(reading, claim, without)
        answer = asked.beliefs.why(asked.claim)
        hanging = carriers(reading, asked.claim, asked.left.without) if fragile else None
        return Explained(asked.state, asked.claim, answer, reading.clock, *asked.beside(), dict(asked.dates()), hanging)


class _Claim:
    """One claim that is asked for, and what its belief is read off."""

    def __init__(self, reading: Reading, typed: str, without: Sequence[str]) -> None:
        self._reading = reading
        self.claim = resolve.claim(reading.session, typed)
        self.left = whatif.left_out(reading, without)
        self.beliefs = reading.beliefs([self.claim], self.left.without)
        self.state = self.beliefs.state

    def beside(self) -> tuple[Whole | None, Sequence[str]]:
        """Where the claim stands with everything in, and what was left out without changing anything."""
        if not self.left.words:
            return None, ()
        was = self._reading.beliefs([self.claim]).belief(self.claim)
        return Whole({self.claim: was}, self.left.words), tuple(whatif.idle(self._reading, self.left.words))

    def dates(self) -> Iterator[tuple[int, Edtf]]:
        """When the statements on it were said, by position, where that is known."""
        said = self.state.statements.get(self.state.matter(self.claim), ())
        which = Which(claims=sorted({utterance.claim for utterance in said}))
        for row in views.wordings(self._reading.session, self._reading.cut.position, which):
            if row.statement.said:
                yield row.statement.position, row.statement.said
