"""The credibility report: how every source and every cell of unnamed voices stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.credibility import Records, units
from tracker.domain.origins import Origins, Record
from tracker.domain.state import State
from tracker.domain.trials import Outcome, Trial, trials
from tracker.domain.words import SourceHandle


class Outcomes(NamedTuple):
    """Counts of trials by outcome; all whole numbers."""

    held: int = 0
    fell: int = 0
    mixed: int = 0
    withdrawn: int = 0
    pending: int = 0

    @property
    def trials(self) -> int:
        """How many verdicts have judged it."""
        return self.held + self.fell + self.mixed


def score(some: Iterable[Trial]) -> Outcomes:
    """How many of these trials came out in each way."""
    counts: dict[str, int] = {}
    for trial in some:
        counts[trial.outcome] = counts.get(trial.outcome, 0) + 1
    return Outcomes(**counts)


class Standing(NamedTuple):
    """One row of the credibility report: a source, or a cell of unnamed voices.

    mean: expected share, None for a source that was never named. interval: 90 %. enough: whether there are verdicts
    enough to show them. prior: the parent's share. weight: units of a flat statement, in millionths (see `units`).
    lends: for a source never named, the cells its statements use. statements: how many it made.
    """

    record: Record
    statements: int
    score: Outcomes
    mean: float | None
    interval: tuple[float, float] | None
    enough: bool
    weight: int | None
    prior: float | None
    by_topic: Mapping[str, Outcomes]
    by_act: Mapping[str, Outcomes]
    lends: tuple[Record, ...] = ()


class TrackRecord(NamedTuple):
    """How the trials of one record came out: all of them, and those on each topic and by each act."""

    all: Outcomes = Outcomes()
    by_topic: Mapping[str, Outcomes] = MappingProxyType({})
    by_act: Mapping[str, Outcomes] = MappingProxyType({})


Spoken = Mapping[SourceHandle, Mapping[Record, int]]
"""How many statements each source made on which records."""


def standings(state: State, origins: Origins | None = None) -> list[Standing]:
    """The standing of every source that has spoken and of every cell, sources first, each in order of name."""
    origins = origins or Origins(state)
    every = trials(state, origins, state.statements)
    spoken: dict[SourceHandle, dict[Record, int]] = defaultdict(lambda: defaultdict(int))
    for said in state.statements.values():
        for one in said:
            attribution = origins.attribution(one)
            spoken[attribution.source][attribution.record] += 1
    of_record: dict[Record, list[Trial]] = defaultdict(list)
    for trial in every:
        of_record[trial.record].append(trial)
    outcomes = {record: _outcomes(state, some) for record, some in of_record.items()}
    pending = Counter(trial.source for trial in every if trial.outcome is Outcome.PENDING)
    return report(Records(every, state.policy), spoken, outcomes, pending, state.policy.enough)


def report(
    records: Records,
    spoken: Spoken,
    outcomes: Mapping[Record, TrackRecord],
    pending: Mapping[SourceHandle, int],
    enough: int,
) -> list[Standing]:
    """The rows of the report. pending: how many trials of a source await a verdict, whosever record they are on."""
    rows = [
        _standing(records, source, used, outcomes, pending.get(source, 0), enough) for source, used in spoken.items()
    ]
    cells: dict[Record, int] = defaultdict(int)
    for used in spoken.values():
        for record, count in used.items():
            if record.cell:
                cells[record] += count
    rows += [_row(records, cell, count, outcomes.get(cell, TrackRecord()), enough) for cell, count in cells.items()]
    return sorted(rows, key=lambda row: (row.record.cell, str(row.record)))


def _outcomes(state: State, own: Iterable[Trial]) -> TrackRecord:
    by_topic: dict[str, list[Trial]] = defaultdict(list)
    by_act: dict[str, list[Trial]] = defaultdict(list)
    every = list(own)
    for trial in every:
        by_act[trial.act].append(trial)
        claim = state.claims.get(trial.claim)
        for topic in claim.topics if claim else ():
            by_topic[topic].append(trial)
    scores = ({key: score(some) for key, some in sorted(split.items())} for split in (by_topic, by_act))
    return TrackRecord(score(every), *scores)


def _standing(
    records: Records,
    source: SourceHandle,
    used: Mapping[Record, int],
    outcomes: Mapping[Record, TrackRecord],
    pending: int,
    enough: int,
) -> Standing:
    own = next((record for record in used if not record.cell), None)
    statements = sum(used.values())
    if own is not None:
        return _row(records, own, statements, outcomes.get(own, TrackRecord()), enough)
    cells = tuple(sorted(used))
    return Standing(
        record=Record(cells[0].source_class, source),
        statements=statements,
        score=Outcomes(pending=pending),
        mean=None,
        interval=None,
        enough=False,
        weight=units(records.credibility(cells[0])) if len(cells) == 1 else None,
        prior=records.prior(cells[0].source_class),
        by_topic={},
        by_act={},
        lends=cells,
    )


def _row(records: Records, record: Record, statements: int, came: TrackRecord, enough: int) -> Standing:
    mean = records.credibility(record)
    return Standing(
        record=record,
        statements=statements,
        score=came.all,
        mean=mean,
        interval=records.interval(record),
        enough=came.all.trials >= enough,
        weight=units(mean),
        prior=records.prior(record.source_class),
        by_topic=came.by_topic,
        by_act=came.by_act,
    )
