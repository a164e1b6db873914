"""How the trials of every record came out, counted for the report (see `tracker.domain.standings`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from tracker.columns.runs import counted
from tracker.columns.said import NOWHERE, Ints
from tracker.columns.tried import OUTCOMES, Trials
from tracker.columns.ways import Ways
from tracker.domain.origins import Record
from tracker.domain.standings import Outcomes, TrackRecord
from tracker.domain.trials import Outcome
from tracker.domain.words import SourceHandle


def spoken(ways: Ways) -> dict[SourceHandle, dict[Record, int]]:
    """How many statements each source made on which records."""
    found: dict[SourceHandle, dict[Record, int]] = defaultdict(lambda: defaultdict(int))
    for one, many in zip(ways.attributions, counted(ways.of, len(ways.attributions)).tolist(), strict=True):
        found[one.source][one.record] += many
    return found


def pending(tried: Trials, ways: Ways) -> Counter[SourceHandle]:
    """How many trials of each source await a verdict."""
    waiting = tried.way[tried.outcome == OUTCOMES.index(Outcome.PENDING)]
    found: Counter[SourceHandle] = Counter()
    for one, many in zip(ways.attributions, counted(waiting, len(ways.attributions)).tolist(), strict=True):
        if many:
            found[one.source] += many
    return found


def came_out(
    tried: Trials, ways: Ways, topics: Sequence[Sequence[str]], acts: Sequence[str]
) -> dict[Record, TrackRecord]:
    """How the trials of each record came out. topics: those of each matter. acts: by the number of a manner."""
    record, outcome = ways.record[tried.way], tried.outcome
    everything = _scores(record, np.zeros_like(record), outcome, [""])
    by_act = _scores(record, tried.manner, outcome, acts)
    names = sorted({topic for some in topics for topic in some})
    number = {topic: place for place, topic in enumerate(names)}
    filed: list[tuple[Ints, Ints, Ints]] = []
    for place in range(max(map(len, topics), default=0)):
        column = np.array([number[some[place]] if len(some) > place else NOWHERE for some in topics], dtype=np.int64)
        here = np.flatnonzero(column[tried.matter] != NOWHERE)
        filed.append((record[here], column[tried.matter[here]], outcome[here]))
    who, what, came = (
        np.concatenate([np.stack(some) for some in filed], axis=1) if filed else np.zeros((3, 0), np.int64)
    )
    by_topic = _scores(who, what, came, names)
    return {
        one: TrackRecord(everything[number][""], by_topic.get(number, {}), by_act.get(number, {}))
        for one, number in ways.records.items()
        if number in everything
    }


def _scores(record: Ints, key: Ints, outcome: Ints, names: Sequence[str]) -> dict[int, dict[str, Outcomes]]:
    """Trials counted by record, by something else about them, and by outcome; the names in order."""
    size = len(names) * len(OUTCOMES)
    cases, many = np.unique(record * size + key * len(OUTCOMES) + outcome, return_counts=True)
    found: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for case, count in zip(cases.tolist(), many.tolist(), strict=True):
        who, rest = divmod(case, size)
        what, came = divmod(rest, len(OUTCOMES))
        found[who][names[what]][OUTCOMES[came]] += count
    return {who: {name: Outcomes(**counts) for name, counts in sorted(some.items())} for who, some in found.items()}
