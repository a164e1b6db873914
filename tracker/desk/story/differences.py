"""``diff``: what moved between two cuts, and which entries moved it.

Only the claims that something between the cuts speaks of are read, unless a record has moved as well: then every
claim may have, and all of them are read at both ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.reading import Reading, When
from tracker.desk.story import telling
from tracker.desk.story.itinerary import kinships
from tracker.desk.story.moments import Between, between
from tracker.desk.story.stirred import Stirred, stirred
from tracker.desk.story.timeline import Wanted, which
from tracker.domain.belief import Beliefs
from tracker.domain.changes import LEAST, Move, moves, regraded
from tracker.domain.clocks import Clock, Cut, Instant
from tracker.domain.contributions import Contribution
from tracker.domain.happening import Happening
from tracker.domain.origins import Record
from tracker.domain.state import State
from tracker.domain.words import ClaimHandle
from tracker.store import log
from tracker.store.bulk import uncollected

_FEW: Final = 20
"""Claims are read one by one where they are fewer than one in so many; reading all of them is then slower."""


class Cause(NamedTuple):
    """An entry that moved a claim. records: whose records it changed on the way; empty where it is about the claim."""

    happening: Happening
    records: tuple[str, ...] = ()


class Shift(NamedTuple):
    """A claim that moved, and what moved it, in log order."""

    move: Move
    causes: tuple[Cause, ...]


class Difference(NamedTuple):
    """What moved between two cuts. before, after: sources, claims and policy at either end."""

    before: State
    after: State
    shifts: tuple[Shift, ...]


class _Ends(NamedTuple):
    """The beliefs at either end."""

    before: Beliefs
    after: Beliefs


@dataclass(frozen=True, slots=True)
class Compared:
    """What is to be compared. start, end: the moments as typed. least: the smallest drift to tell, 0..1."""

    start: str
    end: str
    clock: Clock = Clock.WORLD
    claim: str | None = None
    topic: str | None = None
    about: str | None = None
    least: float = LEAST


def diff(desk: Desk, when: When, compared: Compared) -> Difference:
    """Every claim that moved between two moments. Raises UsageError or NotFound for what cannot be read as moments."""
    with desk.reading_at(when) as reading, uncollected():
        two = between(reading, compared.clock, (compared.start, compared.end), when)
        comparison = _Comparison(reading, two)
        wanted = _wanted(reading, comparison, compared)
        subjects = comparison.subjects()
        moved = comparison.moves(subjects if wanted is None else subjects & wanted, compared.least)
        shifts = tuple(Shift(move, comparison.causes(move)) for move in moved)
        return Difference(*comparison.frames, shifts)


def moves_between(reading: Reading, two: Between, among: Set[ClaimHandle] | None = None) -> list[Move]:
    """All that moved visibly between two cuts, or only what did among some claims, the gravest first."""
    comparison = _Comparison(reading, two)
    subjects = comparison.subjects()
    return comparison.moves(subjects if among is None else subjects & among, 0)


def _wanted(reading: Reading, comparison: _Comparison, compared: Compared) -> set[ClaimHandle] | None:
    """The claims that the filters let through at either end; None for all."""
    if compared.claim is compared.topic is compared.about is None:
        return None
    claim = resolve.claim(reading.session, compared.claim) if compared.claim is not None else None
    asked = Wanted(claim=claim, topic=compared.topic, about=compared.about)
    wanted = {
        ClaimHandle(handle) for frame in comparison.frames for handle in which(reading, frame, asked).claims or ()
    }
    if claim is not None:
        comparison.asked.add(claim)
    return wanted


class _Comparison:
    """Two cuts, what lies between them, and the beliefs at either end."""

    def __init__(self, reading: Reading, two: Between) -> None:
        self._two = two
        self._at = reading.at(two.start), reading.at(two.end)
        self._found: Stirred = stirred(reading.session, two)
        self.frames = self._at[0].frame(), self._at[1].frame()
        self.asked: set[ClaimHandle] = set()
        self._kin = tuple(kinships(frame) for frame in self.frames)
        stir = self._found
        self._touched = self._widen({*stir.claims, *stir.printed, *stir.judged})
        self._ends: _Ends | None = None
        self._whole = False
        self._weights: _Weights | None = None
        self._happenings: dict[int, Happening] = {}

    def _widen(self, claims: Iterable[ClaimHandle]) -> set[ClaimHandle]:
        """Claims, all that are the same at either end, and all rival answers."""
        return {other for claim in claims for kin in self._kin for other in kin.get(claim, (claim,))}

    def subjects(self) -> set[ClaimHandle]:
        """The claims that may have moved: those reckoned under their own handle at either end."""
        self._whole = bool(self._found.sources or self._found.policy) or self._regrades()
        subjects: set[ClaimHandle] = set()
        for frame in self.frames:
            known = frame.claims if self._whole else self._touched & frame.claims.keys()
            subjects |= {claim for claim in known if claim not in frame.matters}
        return subjects

    def _regrades(self) -> bool:
        """Whether a record has moved: something was found, said or filed that grades its source differently."""
        if not self._touched:
            return False
        self._ends = self._read(sorted(self._touched))
        return bool(regraded(*self._ends, claims=self._touched))

    def _read(self, claims: Sequence[ClaimHandle]) -> _Ends:
        return _Ends(*(reading.beliefs(claims) for reading in self._at))

    def moves(self, subjects: set[ClaimHandle], least: float) -> list[Move]:
        """What moved among some claims, the gravest first."""
        subjects = subjects | self.asked
        if not subjects or self._two.start == self._two.end:
            return []
        if self._whole:
            few = len(subjects) * _FEW < len(self.frames[1].claims)
            self._ends = self._read(sorted(subjects | self._touched)) if few else self._board()
            self._weights = _Weights(self._ends, self._regrading(self._ends))
        return moves(*self._ends, claims=subjects, least=least) if self._ends is not None else []

    def _board(self) -> _Ends:
        return _Ends(*(Beliefs(reading.state()) for reading in self._at))

    def _regrading(self, ends: _Ends) -> dict[Record, set[int]]:
        """The entries that changed each record, through the claims that its trials are about."""
        entries: dict[Record, set[int]] = defaultdict(set)
        for claim in self._touched:
            for regrade in regraded(*ends, claims=[claim]):
                entries[regrade.record] |= self._verdicts(claim) or self._about(claim)
        return entries

    def _verdicts(self, claim: ClaimHandle) -> set[int]:
        return {number for other in self._widen([claim]) for number in self._found.judged.get(other, ())}

    def _about(self, claim: ClaimHandle) -> set[int]:
        """The entries about a claim, those that are the same, and rival answers to its question."""
        kin = self._widen([claim])
        numbers = {number for other in kin for number in self._found.claims.get(other, ())}
        return numbers or {number for other in kin for number in self._found.printed.get(other, ())}

    def causes(self, move: Move) -> tuple[Cause, ...]:
        """The entries that moved a claim, in log order.

        Those about it, about who speaks on it, and those that changed the record of one of these; where none of that
        happened, those that changed the record of a class, which its members start from.
        """
        own = self._about(move.claim) | self._found.policy | self._identities(move.claim)
        through: dict[int, set[str]] = {}
        if self._weights is not None:
            through = self._weights.own_records(move.claim)
            if not own and not through:
                through = self._weights.classes(move.claim)
        return tuple(
            Cause(self._happening(number), () if number in own else tuple(sorted(through[number])))
            for number in sorted(own | through.keys())
        )

    def _identities(self, claim: ClaimHandle) -> set[int]:
        """The entries about who speaks on a claim."""
        if not self._found.sources:
            return set()
        voices = {
            voice
            for end in self._ends or ()
            for item in _counted(end, claim)
            for voice in (*item.attribution.voices, item.attribution.origin, item.attribution.record.speaker)
        }
        return {
            number
            for source, numbers in self._found.sources.items()
            if source in voices or any(end.origins.canonical(source) in voices for end in self._ends or ())
            for number in numbers
        }

    def _happening(self, number: int) -> Happening:
        known = self._happenings.get(number)
        if known is None:
            known = self._happenings[number] = self._told(number)
        return known

    def _told(self, number: int) -> Happening:
        session = self._at[1].session
        row = log.at(session, number)
        assert row is not None, "a cause is an entry of the log"
        entry = log.typed(row)
        return telling.happening(session, self._two.end.position, entry, _told_at(entry.recorded, self._two.end))


def _told_at(recorded: Instant, cut: Cut) -> Instant:
    return min(recorded, cut.world)


class _Weights:
    """What one flat statement on each record was worth at either end, and which entries changed that."""

    def __init__(self, ends: _Ends, regrading: Mapping[Record, set[int]]) -> None:
        self._ends = ends
        self._regrading = regrading
        self._known: dict[ClaimHandle, set[Record]] = {}

    def own_records(self, claim: ClaimHandle) -> dict[int, set[str]]:
        """The entries that changed a record which a claim counts, with whose record it is."""
        entries: dict[int, set[str]] = defaultdict(set)
        for record in self._moved(claim):
            for number in self._regrading.get(record, ()):
                entries[number].add(str(record))
        return entries

    def classes(self, claim: ClaimHandle) -> dict[int, set[str]]:
        """The entries that changed the record of a class whose voices a claim counts, else those of everybody."""
        wanted = {record.source_class for record in self._moved(claim)}
        every = [(number, graded.source_class) for graded, numbers in self._regrading.items() for number in numbers]
        entries: dict[int, set[str]] = defaultdict(set)
        for number, name in every:
            if name in wanted:
                entries[number].add(f"the class {name}")
        return entries or {number: {"everybody"} for number, _ in every}

    def _moved(self, claim: ClaimHandle) -> set[Record]:
        known = self._known.get(claim)
        if known is None:
            before, after = (self._worth(end, claim) for end in self._ends)
            known = self._known[claim] = {
                record for record in before.keys() | after.keys() if before.get(record) != after.get(record)
            }
        return known

    def _worth(self, end: Beliefs, claim: ClaimHandle) -> dict[Record, int]:
        return {item.attribution.record: item.factors.base for item in _counted(end, claim) if item.worth}


def _counted(end: Beliefs, claim: ClaimHandle) -> list[Contribution]:
    """What is said on a claim, and on the rival answers to its question, whose sums weigh against it."""
    rivals = end.state.rivals(end.state.matter(claim))
    return [item for rival in rivals for item in end.contributions(rival)]
