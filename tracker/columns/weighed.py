"""From statements to sums for all claims at once: what each is worth, and which of them count.

The steps are those of `tracker.domain.weighing`. A claim with something rare about it is left to the core.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from tracker.columns.matters import Matters
from tracker.columns.runs import coded
from tracker.columns.said import NOWHERE, Flags, Ints, Statements
from tracker.columns.ways import Ways
from tracker.columns.worth import Weights
from tracker.domain.origins import Origins
from tracker.domain.policy import HUNDREDTHS
from tracker.domain.state import State
from tracker.domain.sums import MILLION
from tracker.domain.weighing import ground_of

_LARGEST: Final = 2**63


@dataclass(frozen=True, slots=True, eq=False)
class Weighings:
    """The statements that take a side, by matter, then position.

    row, of, way: the numbers of statement, matter and attribution. concerned: the claim is about the speaker. base,
    worth: millionths (see `tracker.domain.weighing`).
    """

    row: Ints
    of: Ints
    way: Ints
    seat: Ints
    group: Ints
    concerned: Flags
    supports: Flags
    decides: Flags
    base: Ints
    worth: Ints

    def taken(self, rows: Ints | Flags) -> Weighings:
        """Some of the statements."""
        return Weighings(*(getattr(self, column.name)[rows] for column in fields(self)))


def weighed(
    state: State, origins: Origins, said: Statements, ways: Ways, matters: Matters, weights: Weights
) -> Weighings:
    """Each statement that takes a side, weighed on its own."""
    sided = np.zeros(max(state.roster.manners, default=0) + 1, dtype=bool)
    sided[list(origins.sided)] = True
    row = np.flatnonzero(sided[said.manner])
    of, way = matters.of[said.claim[row]], ways.of[row]
    concerned = _concerned(state, origins, said, ways, matters, row, of)
    manner = said.manner[row]
    kind = (manner * 2 + ways.own_voice[way]) * 2 + concerned
    kinds, kind = np.unique(kind, return_inverse=True)
    grounds = [
        ground_of(
            state.policy, state.roster.manners[number >> 2], own_voice=bool(number & 2), concerned=bool(number & 1)
        )
        for number in kinds.tolist()
    ]
    base = weights.bases(ways.record[way], matters.family[of])
    product = np.array([ground.product for ground in grounds], dtype=np.int64)[kind]
    relayers = np.where(np.array([ground.relayed for ground in grounds], dtype=bool)[kind], ways.relayers[way], 0)
    return Weighings(
        row,
        of,
        way,
        *_seats(ways, of, way),
        concerned,
        np.array([ground.supports for ground in grounds], dtype=bool)[kind],
        np.array([ground.decides for ground in grounds], dtype=bool)[kind],
        base,
        _worth(np.abs(base), product, relayers, state.policy.hearsay),
    )


def _seats(ways: Ways, of: Ints, way: Ints) -> tuple[Ints, Ints]:
    """The seat and the group of each statement: a named member of a group that speaks unnamed counts in the latter's,
    as it first spoke on the claim (see `tracker.domain.weighing.group_within`).
    """
    seat, group = ways.seat[way], ways.group[way]
    keys = of * len(ways.sources) + ways.origin[way]
    unnamed = np.flatnonzero(ways.masks[way])
    masks, first = np.unique(keys[unnamed], return_index=True)
    members = np.flatnonzero(ways.plain[way] & np.isin(keys, masks))
    mask = unnamed[first][np.searchsorted(masks, keys[members])]
    seat[members], group[members] = seat[mask], group[mask]
    return seat, group


def _worth(base: Ints, product: Ints, relayers: Ints, hearsay: int) -> Ints:
    """Base times ground in whole millionths, rounded down once; what would not fit 64 bits is multiplied in Python."""
    deepest = int(relayers.max(initial=0))
    worth = base * product // MILLION
    for many in range(1, deepest + 1):
        some = np.flatnonzero(relayers == many)
        factor, divisor = hearsay**many, MILLION * HUNDREDTHS**many
        if int(base[some].max(initial=0)) * int(product[some].max(initial=0)) * factor < _LARGEST:
            worth[some] = base[some] * product[some] * factor // divisor
        else:
            pairs = zip(base[some].tolist(), product[some].tolist(), strict=True)
            worth[some] = [one * other * factor // divisor for one, other in pairs]
    return worth


def _concerned(
    state: State, origins: Origins, said: Statements, ways: Ways, matters: Matters, row: Ints, of: Ints
) -> Flags:
    """Whether a claim is about whoever speaks, or about somebody that they speak for at the time, or the other way."""
    about = [state.claims[handle].about if handle in state.claims else () for handle in matters.numbers]
    dated = np.array([any(map(origins.is_member, sources)) for sources in about], dtype=bool)
    turns = np.array(origins.turns, dtype=np.int64)
    turn = np.where(dated[of], np.searchsorted(turns, said.world[row], side="right") + 1, 0)
    first, case = coded(of * (len(turns) + 2) + turn, len(about) * (len(turns) + 2))
    subjects = [
        [ways.sources[one] for one in origins.concerned(about[matter], at) if one in ways.sources]
        for matter, at in zip(of[first].tolist(), said.world[row[first]].tolist(), strict=True)
    ]
    found = np.zeros(len(of), dtype=bool)
    voices = ways.voices[:, ways.of[row]]
    for place in range(max(map(len, subjects), default=0)):
        subject = np.array([one[place] if len(one) > place else _NOBODY for one in subjects], dtype=np.int64)[case]
        found |= (voices == subject).any(axis=0)
    return found


_NOBODY: Final = NOWHERE - 1
"""The number of no subject: no voice has it."""
