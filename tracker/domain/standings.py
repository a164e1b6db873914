"""The credibility report: how every source and every cell of unnamed voices stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    """How these trials came out."""
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


def standings(state: State, origins: Origins | None = None) -> list[Standing]:
    """The standing of every source that has spoken and of every cell, sources first, each in order of name."""
    origins = origins or Origins(state)
    every = trials(state, origins, state.statements)
    records = Records(every, state.policy)
    of_record: dict[Record, list[Trial]] = defaultdict(list)
    of_source: dict[SourceHandle, list[Trial]] = defaultdict(list)
    for trial in every:
        of_record[trial.record].append(trial)
        of_source[trial.source].append(trial)
    spoke: dict[SourceHandle, dict[Record, int]] = defaultdict(lambda: defaultdict(int))
    for said in state.statements.values():
        for one in said:
            attribution = origins.attribution(one)
            spoke[attribution.source][attribution.record] += 1
    rows = [_standing(state, records, source, used, of_record, of_source) for source, used in spoke.items()]
    cells: dict[Record, int] = defaultdict(int)
    for used in spoke.values():
        for record, count in used.items():
            if record.cell:
                cells[record] += count
    rows += [_row(state, records, cell, count, of_record[cell]) for cell, count in cells.items()]
    return sorted(rows, key=lambda row: (row.record.cell, str(row.record)))


def _standing(
    state: State,
    records: Records,
    source: SourceHandle,
    used: Mapping[Record, int],
    of_record: Mapping[Record, list[Trial]],
    of_source: Mapping[SourceHandle, list[Trial]],
) -> Standing:
    own = next((record for record in used if not record.cell), None)
    statements = sum(used.values())
    if own is not None:
        return _row(state, records, own, statements, of_record.get(own, []))
    pending = sum(trial.outcome is Outcome.PENDING for trial in of_source.get(source, ()))
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


def _row(state: State, records: Records, record: Record, statements: int, own: Sequence[Trial]) -> Standing:
    by_topic: dict[str, Counter[str]] = defaultdict(Counter)
    by_act: dict[str, Counter[str]] = defaultdict(Counter)
    for trial in own:
        by_act[trial.act][trial.outcome] += 1
        claim = state.claims.get(trial.claim)
        for topic in claim.topics if claim else ():
            by_topic[topic][trial.outcome] += 1
    mean, tried = records.credibility(record), score(own)
    return Standing(
        record=record,
        statements=statements,
        score=tried,
        mean=mean,
        interval=records.interval(record),
        enough=tried.trials >= state.policy.enough,
        weight=units(mean),
        prior=records.prior(record.source_class),
        by_topic={topic: Outcomes(**counts) for topic, counts in sorted(by_topic.items())},
        by_act={act: Outcomes(**counts) for act, counts in sorted(by_act.items())},
    )
