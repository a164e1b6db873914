"""What was said as columns: one whole number a statement and field, so that a million of them are read at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from tracker.domain.clocks import Cut
from tracker.domain.utterances import Utterance
from tracker.domain.words import ArticleHandle, ClaimHandle, EventId

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Key = TypeVar("Key")

NEVER: Final = 2**63 - 1
"""When a source takes back what it never took back."""
NOWHERE: Final = -1
"""The number of no article, and of no grouping."""


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """The statements that a reading hears, by claim, then position; the fields are those of `Utterance`.

    claims, articles, groups: what their numbers mean. retracted: NEVER where nothing was taken back.
    """

    claims: Sequence[ClaimHandle]
    articles: Sequence[ArticleHandle]
    groups: Sequence[EventId]
    claim: Ints
    position: Ints
    world: Ints
    retracted: Ints
    first: Ints
    voice: Ints
    route: Ints
    manner: Ints
    article: Ints
    group: Ints
    changed: Ints

    def __len__(self) -> int:
        return len(self.position)

    def taken(self, rows: Ints | Flags) -> Statements:
        """Some of the statements, in the order asked for."""
        return replace(self, **{name: getattr(self, name)[rows].astype(np.int64, copy=False) for name in COLUMNS})

    def utterances(self, rows: Ints | Sequence[int]) -> Iterator[Utterance]:
        """Some of the statements as the core reads them."""
        some = {name: getattr(self, name)[rows].tolist() for name in COLUMNS}
        articles, groups = [*self.articles, None], [*self.groups, None]  # where NOWHERE, the last one, points to
        some["claim"] = [self.claims[number] for number in some["claim"]]
        some["retracted"] = [None if at == NEVER else at for at in some["retracted"]]
        some["article"] = [articles[number] for number in some["article"]]
        some["group"] = [groups[number] for number in some["group"]]
        return map(Utterance._make, zip(*some.values(), strict=True))


COLUMNS: Final = tuple(one.name for one in fields(Statements))[3:]
"""The fields that have a number for each statement, in the order of `Utterance`."""


def columns(said: Iterable[Utterance]) -> Statements:
    """Statements of the core as columns."""
    claims, articles, groups = Numbering[ClaimHandle](), Numbering[ArticleHandle](), Numbering[EventId]()
    rows = [
        (
            claims.of(one.claim),
            one.position,
            one.world,
            NEVER if one.retracted is None else one.retracted,
            one.first,
            one.voice,
            one.route,
            one.manner,
            NOWHERE if one.article is None else articles.of(one.article),
            NOWHERE if one.group is None else groups.of(one.group),
            one.changed,
        )
        for one in said
    ]
    table = np.array(rows, dtype=np.int64).reshape(len(rows), len(COLUMNS))
    return Statements(list(claims), list(articles), list(groups), *(np.ascontiguousarray(column) for column in table.T))


@dataclass(frozen=True, slots=True, eq=False)
class Versions:
    """Every version that a statement ever had, with the positions it was in force for; undone ones left out.

    frm, upto: in force from the one position up to, but not including, the other. said: retracted and world as they
    were at any date of the world's.
    """

    frm: Ints
    upto: Ints
    said: Statements

    def at(self, cut: Cut) -> Statements:
        """What the world had heard at a cut."""
        said = self.said
        heard = (self.frm <= cut.position) & (cut.position < self.upto) & (said.world <= cut.world)
        some = said.taken(np.flatnonzero(heard))
        return replace(some, retracted=np.where(some.retracted <= cut.world, some.retracted, NEVER))


class Numbering(dict[Key, int]):
    """Gives each thing the next number when it is first met; some have theirs from the start."""

    def __init__(self, known: Iterable[Key] = ()) -> None:
        super().__init__((thing, number) for number, thing in enumerate(known))

    def of(self, thing: Key) -> int:
        """The number of a thing."""
        return self.setdefault(thing, len(self))
