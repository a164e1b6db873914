"""Who speaks, for whom and through whom: each attribution is worked out once and numbered for all who share it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, TypeVar

import numpy as np

from tracker.columns.runs import coded
from tracker.columns.said import NOWHERE, Flags, Ints, Statements
from tracker.domain.origins import PRESS, Attribution, Group, Origins, Record
from tracker.domain.utterances import Roster
from tracker.domain.words import SourceHandle

Key = TypeVar("Key")

UNCOUNTED: Final = -1
"""How many heads there are at most where nobody counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """The attributions of statements. of: the number of each statement's; everything else is by that number.

    source, origin, record, group, seat, trial: numbers; the seats of one group follow one another. voices: the numbers
    of everyone whose word it is, filled up with NOWHERE. heads: UNCOUNTED where nobody counted. masks: a group speaks
    unnamed. plain: nothing but its origin makes its group. press: outlets speak in their own voice.
    """

    of: Ints
    attributions: Sequence[Attribution]
    sources: dict[SourceHandle, int]
    records: dict[Record, int]
    own_voice: Flags
    relayers: Ints
    source: Ints
    origin: Ints
    record: Ints
    group: Ints
    seat: Ints
    trial: Ints
    voices: Ints
    heads: Ints
    masks: Flags
    plain: Flags
    press: Flags


def ways(origins: Origins, roster: Roster, said: Statements) -> Ways:
    """The attribution of every statement."""
    rows, sort = _sorts(origins, roster, said)
    attributions = list(map(origins.attribution, said.utterances(rows)))
    every = list({attribution.number: attribution for attribution in attributions}.values())
    numbers = _numbered(attribution.number for attribution in every)
    sources: dict[SourceHandle, int] = {}
    records: dict[Record, int] = {}
    groups = _numbered(attribution.group for attribution in sorted(every, key=attrgetter("group")))
    seats = _numbered(attribution.seat for attribution in sorted(every, key=attrgetter("group", "seat")))
    widest = max((len(attribution.voices) for attribution in every), default=0)
    table = np.array(
        [
            (
                attribution.own_voice,
                attribution.relayers,
                sources.setdefault(attribution.source, len(sources)),
                sources.setdefault(attribution.origin, len(sources)),
                records.setdefault(attribution.record, len(records)),
                groups[attribution.group],
                seats[attribution.seat],
                attribution.trial,
                UNCOUNTED if attribution.heads is None else attribution.heads,
                attribution.masks,
                attribution.group == Group(attribution.origin),
                attribution.group == PRESS,
                *(sources.setdefault(voice, len(sources)) for voice in sorted(attribution.voices)),
                *[NOWHERE] * (widest - len(attribution.voices)),
            )
            for attribution in every
        ],
        dtype=np.int64,
    ).reshape(len(every), 12 + widest)
    of = np.array([numbers[attribution.number] for attribution in attributions], dtype=np.int64)[sort]
    own, relayers, source, origin, record, group, seat, trial, heads, masks, plain, press = table[:, :12].T
    return Ways(
        of, every, sources, records, own > 0, relayers, source, origin, record, group, seat, trial,
        table[:, 12:].T, heads, masks > 0, plain > 0, press > 0,
    )  # fmt: skip


def _sorts(origins: Origins, roster: Roster, said: Statements) -> tuple[Ints, Ints]:
    """A statement of each sort that has one attribution, and the sort of every statement.

    What an attribution follows from, and no more (see `Origins.attribution`): who carries a statement, and in which
    article, matters for an unnamed voice alone; the article also where an outlet reports its own finding.
    """
    own, unnamed, member = _speakers(origins, said)
    finding = _flags(origins.findings, roster.manners)[said.manner] & own[said.voice]
    carried = unnamed[said.voice]
    printed = said.article >= 0
    article = np.where((finding | carried) & printed, said.article + 1, 0)
    turns = np.array(origins.turns, dtype=np.int64)
    dated = np.where(member[said.voice], np.searchsorted(turns, said.world, side="right") + 1, 0)
    parts = (
        (said.voice, len(own)),
        (_routes(origins, said, carried, carried & printed), 3 * (int(said.route.max(initial=0)) + 1)),
        (finding.astype(np.int64), 2),
        (article, len(said.articles) + 1),
        (said.group + 1, len(said.groups) + 1),
        (dated, len(turns) + 2),
    )
    rows, sort, size = np.zeros(len(said), dtype=np.int64), np.zeros(len(said), dtype=np.int64), 1
    for numbers, many in parts:
        if numbers.any():
            rows, sort = coded(sort * many + numbers, size * many)
            size = len(rows)
    return rows[:size], sort


def _speakers(origins: Origins, said: Statements) -> tuple[Flags, Flags, Flags]:
    """By voice: whether an outlet speaks for itself, whether nobody is named, whether it ever speaks for others."""
    size = int(said.voice.max(initial=0)) + 1
    flags = np.zeros((3, size), dtype=bool)
    for voice in np.flatnonzero(np.bincount(said.voice, minlength=size)).tolist():
        speaker = origins.speaker(voice)
        flags[:, voice] = speaker.own_voice, not (speaker.named or speaker.own_voice), speaker.member
    return flags[0], flags[1], flags[2]


def _routes(origins: Origins, said: Statements, carried: Flags, whole: Flags) -> Ints:
    """The sort of each statement's route: what it cites and who passed it on, for an unnamed voice also who carries it;
    the route itself where the article may have been reprinted.
    """
    size = int(said.route.max(initial=0)) + 1
    sorts: dict[tuple[object, ...], int] = {}
    named, unnamed = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for route in np.flatnonzero(np.bincount(said.route, minlength=size)).tolist():
        way = origins.way(route)
        named[route] = sorts.setdefault((way.document, way.relayers), len(sorts))
        unnamed[route] = sorts.setdefault((way.document, way.relayers, way.carrier), len(sorts))
    sort = np.where(carried, unnamed[said.route], named[said.route])
    return np.where(whole, 2 * size + said.route, sort)


def _flags(some: Iterable[int], every: Iterable[int]) -> Flags:
    """Which of some numbers are wanted, by number."""
    flags = np.zeros(max(every, default=0) + 1, dtype=bool)
    flags[list(some)] = True
    return flags


def _numbered(things: Iterable[Key]) -> dict[Key, int]:
    """Each thing with the number of its first place among them, without gaps."""
    return {thing: number for number, thing in enumerate(dict.fromkeys(things))}
