"""The sums of all claims at once: of each origin the latest utterance, of each group its strongest one on each side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.columns.runs import Runs, added, counted, latest
from tracker.columns.said import NEVER, Flags, Ints, Statements
from tracker.columns.ways import UNCOUNTED, Ways
from tracker.columns.weighed import Weighings
from tracker.domain.weighing import SOLID
from tracker.domain.words import SourceHandle


@dataclass(frozen=True, slots=True, eq=False)
class Camps:
    """Those who take one side, by matter (see `tracker.domain.weighing.Camp`). most: UNCOUNTED where nobody counted."""

    least: Ints
    most: Ints
    own: Ints
    solid: Ints
    decides: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Summed:
    """What the statements of each matter add up to (see `tracker.domain.weighing.Sum`)."""

    support: Ints
    denial: Ints
    supporters: Camps
    deniers: Camps
    denied_by: dict[int, tuple[SourceHandle, ...]]
    withdrawn_support: Flags
    counted: Ints


def summed(said: Statements, ways: Ways, heard: Weighings, size: int) -> Summed:
    """The sums of ``size`` matters."""
    retracted = said.retracted[heard.row] != NEVER
    there = np.flatnonzero(~retracted)
    seats = int(ways.seat.max(initial=0)) + 1
    keys = heard.of[there] * seats + heard.seat[there]
    standing = there[latest(keys, said.world[heard.row[there]])]
    counting = heard.taken(standing)
    groups = Runs.of(counting.of * seats + counting.group)
    of = counting.of[groups.starts]
    straight = counting.supports == (counting.base >= 0)
    support = groups.max(np.where(straight, counting.worth, 0))
    denial = groups.max(np.where(straight, 0, counting.worth))
    return Summed(
        added(of, support, size),
        added(of, denial, size),
        _camps(ways, counting, groups, of, counting.supports, size),
        _camps(ways, counting, groups, of, ~counting.supports, size),
        _denied_by(ways, counting),
        counted(heard.of[retracted & heard.supports], size) > 0,
        counted(of[(support > 0) | (denial > 0)], size),
    )


def _camps(ways: Ways, weighings: Weighings, groups: Runs, of: Ints, here: Flags, size: int) -> Camps:
    """Those of one side: ``here`` says which statements are theirs."""
    present = groups.any(here)
    own = groups.max(np.where(here & (weighings.base >= 0), weighings.worth, 0))
    heads = np.where(present, _heads(ways, weighings, groups, here), 0)
    uncounted = counted(of[heads == UNCOUNTED], size) > 0
    return Camps(
        counted(of[present], size),
        np.where(uncounted, UNCOUNTED, added(of, heads, size)),
        added(of, own, size),
        counted(of[own >= SOLID], size),
        counted(of[groups.any(here & weighings.decides)], size) > 0,
    )


def _heads(ways: Ways, weighings: Weighings, groups: Runs, here: Flags) -> Ints:
    """How many people each group may be at most; only unnamed voices and groups can be several."""
    group = np.repeat(np.arange(len(groups.starts)), groups.sizes)
    several = np.flatnonzero(here & (ways.heads[weighings.way] != 0) & ~ways.press[weighings.way])
    way, many = weighings.way[several], len(ways.sources)
    voices = group[several] * many + ways.source[way]
    speaks_for = group[several] * many + ways.origin[way]
    inside = (ways.origin[way] != ways.source[way]) & np.isin(speaks_for, voices)  # one of its group, not one more
    _, first = np.unique(voices, return_index=True)
    first = first[~inside[first]]
    heads, owner = ways.heads[way[first]], group[several[first]]
    size = len(groups.starts)
    total = added(owner, np.where(heads == UNCOUNTED, 0, heads), size)
    total[owner[heads == UNCOUNTED]] = UNCOUNTED
    return np.where(counted(group[several], size) > 0, total, 1)


def _denied_by(ways: Ways, weighings: Weighings) -> dict[int, tuple[SourceHandle, ...]]:
    """Those concerned who deny a claim, by matter."""
    denied: dict[int, set[SourceHandle]] = {}
    denying = np.flatnonzero(weighings.concerned & ~weighings.supports)
    for matter, way in zip(weighings.of[denying].tolist(), weighings.way[denying].tolist(), strict=True):
        denied.setdefault(matter, set()).add(ways.attributions[way].source)
    return {matter: tuple(sorted(sources)) for matter, sources in denied.items()}
