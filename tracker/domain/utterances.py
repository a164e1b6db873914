"""Statements as the arithmetic sees them, a million at a time: what many of them share is kept once, by number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from tracker.domain.clocks import Instant
from tracker.domain.rows import Statement
from tracker.domain.words import (
    Act,
    ArticleHandle,
    Basis,
    Certainty,
    ClaimHandle,
    EventId,
    Interest,
    Presentation,
    SourceHandle,
    Stance,
    Via,
)

K = TypeVar("K")


class Voice(NamedTuple):
    """Who is heard, and how the report names them. Many statements share one: each is kept once, under a number."""

    source: SourceHandle
    presentation: Presentation | None


class Route(NamedTuple):
    """How words came to us: through whom, nearest to the source first, and where they were read; kept like a voice."""

    chain: tuple[SourceHandle, ...]
    outlet: SourceHandle | None


class Manner(NamedTuple):
    """How a statement speaks on its claim; kept like a voice."""

    act: Act
    stance: Stance
    certainty: Certainty
    basis: Basis | None
    interest: Interest | None
    via: Via | None

    @property
    def takes_side(self) -> bool:
        """Whether it can count: headlines and stanceless acts replace nothing and add nothing."""
        return self.stance is not Stance.NONE and self.via is not Via.HEADLINE


class Utterance(NamedTuple):
    """What the arithmetic needs of a statement, as the world had it at a cut; a million of them are read at a time.

    world: when the world had it. retracted: when the source took it back, if it had by then. first: the first instant
    it may have been said. voice, route, manner: numbers in the state's roster. group: the desk's own grouping. changed:
    the latest entry about it.
    """

    claim: ClaimHandle
    position: int
    world: Instant
    retracted: Instant | None
    first: Instant
    voice: int
    route: int
    manner: int
    article: ArticleHandle | None
    group: EventId | None
    changed: int


@dataclass(frozen=True, slots=True)
class Roster:
    """The voices, routes and manners of statements by their numbers."""

    voices: dict[int, Voice] = field(default_factory=dict)
    routes: dict[int, Route] = field(default_factory=dict)
    manners: dict[int, Manner] = field(default_factory=dict)


class Enroller:
    """Numbers the voices, routes and manners of statements, each once, going on from a roster."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._numbers: dict[object, int] = {}
        for things in (roster.voices, roster.routes, roster.manners):
            self._numbers.update({thing: number for number, thing in things.items()})

    def utterance(self, statement: Statement) -> Utterance:
        """A statement as the arithmetic sees it."""
        voice, route, manner = ways(statement)
        return Utterance(
            statement.claim,
            statement.position,
            statement.world,
            statement.retracted,
            statement.first,
            self._number(voice, self.roster.voices),
            self._number(route, self.roster.routes),
            self._number(manner, self.roster.manners),
            statement.article,
            statement.group,
            statement.changed,
        )

    def _number(self, thing: K, known: dict[int, K]) -> int:
        number = self._numbers.get(thing)
        if number is None:
            number = self._numbers[thing] = max(known, default=0) + 1
            known[number] = thing
        return number


def ways(statement: Statement) -> tuple[Voice, Route, Manner]:
    """What a statement shares with others."""
    return (
        Voice(statement.source, statement.presentation),
        Route(statement.chain, statement.outlet),
        Manner(
            statement.act, statement.stance, statement.certainty, statement.basis, statement.interest, statement.via
        ),
    )
