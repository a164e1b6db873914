"""The credibility report: a row for each source and for each cell of unnamed voices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tracker.domain.flips import WholeReport
from tracker.domain.origins import Record
from tracker.domain.standings import Outcomes, Standing
from tracker.domain.state import State
from tracker.domain.sums import MILLION
from tracker.domain.words import SourceClass, SourceHandle
from tracker.reports.stamp import Stamp, stamp


class WorthRow(NamedTuple):
    """What a record is worth with everything in; weight as in `CredibilityRow`."""

    trials: int
    mean: float | None
    weight: float | None


class CredibilityRow(NamedTuple):
    """How far a source can be trusted, and how well we know.

    trials: verdicts that judged it, by how they came out. mean: expected share that holds, None for a source never
    named. interval: 90 %. enough: whether there are verdicts enough to rely on them. weight: units of one flat
    statement. prior: the mean of its class. lends: for a source never named, the cells whose record it uses. was: what
    it is worth with everything in, where that is another worth. without: what is left out, as it can be typed.
    """

    source: str
    name: str
    class_: str
    cell: bool
    statements: int
    trials: int
    held: int
    fell: int
    mixed: int
    withdrawn: int
    pending: int
    mean: float | None
    interval: Sequence[float] | None
    enough: bool
    needed: int
    weight: float | None
    prior: float | None
    by_topic: Mapping[str, Mapping[str, int]]
    by_act: Mapping[str, Mapping[str, int]]
    lends: Sequence[str]
    as_of: str | None
    known_by: int
    policy: str
    was: WorthRow | None = None
    without: Sequence[str] = ()


def report(
    state: State, standings: Iterable[Standing], whole: WholeReport | None = None, gone: Iterable[Record] = ()
) -> list[CredibilityRow]:
    """A row for each standing, in the order given; beside the whole report, then one for each record that has gone."""
    made = stamp(state)
    rows = [_row(state, made, standing, whole) for standing in standings]
    if whole is not None:
        rows += [_gone(state, made, record, whole) for record in gone]
        rows.sort(key=lambda row: (row.cell, row.source))
    return rows


def of_source(
    state: State, standings: Iterable[Standing], source: SourceHandle, whole: WholeReport | None = None
) -> list[CredibilityRow]:
    """One source's row, then the cells it lends its weight from; a source that never spoke has a row of nothing."""
    every, made = list(standings), stamp(state)
    own = [standing for standing in every if standing.record.speaker == source and not standing.record.cell]
    if not own:
        known = state.sources.get(source)
        record = Record(known.source_class if known else SourceClass(""), source)
        return [_gone(state, made, record, whole)]
    cells = [standing for standing in every if standing.record in own[0].lends]
    return [_row(state, made, standing, whole) for standing in (*own, *cells)]


def _was(record: Record, whole: WholeReport | None) -> WorthRow | None:
    """What a record is worth in the whole report."""
    worth = whole.was(record) if whole is not None else None
    if worth is None:
        return None
    return WorthRow(worth.trials, worth.mean, None if worth.weight is None else worth.weight / MILLION)


def _row(state: State, made: Stamp, standing: Standing, whole: WholeReport | None = None) -> CredibilityRow:
    record, score = standing.record, standing.score
    weight = None if standing.weight is None else standing.weight / MILLION
    was = _was(record, whole)
    if was == WorthRow(score.trials, standing.mean, weight):
        was = None
    shown = str(record)
    return CredibilityRow(
        shown,
        shown if record.cell else _name(state, record.speaker),
        record.source_class,
        record.cell,
        standing.statements,
        score.trials,
        *score,
        standing.mean,
        standing.interval,
        standing.enough,
        state.policy.enough,
        weight,
        standing.prior,
        _scores(standing.by_topic),
        _scores(standing.by_act),
        [str(cell) for cell in standing.lends],
        *made,
        was=was,
        without=whole.left_out if whole else (),
    )


def _name(state: State, source: SourceHandle) -> str:
    known = state.sources.get(source)
    return known.name if known else ""


def _scores(parts: Mapping[str, Outcomes]) -> Mapping[str, Mapping[str, int]]:
    return {name: {"trials": score.trials, **score._asdict()} for name, score in parts.items()}


def _gone(state: State, made: Stamp, record: Record, whole: WholeReport | None) -> CredibilityRow:
    """The row of a record on which nobody has spoken."""
    return CredibilityRow(
        source=str(record),
        name=str(record) if record.cell else _name(state, record.speaker),
        class_=record.source_class,
        cell=record.cell,
        statements=0,
        trials=0,
        **Outcomes()._asdict(),
        mean=None,
        interval=None,
        enough=False,
        needed=state.policy.enough,
        weight=None,
        prior=None,
        by_topic={},
        by_act={},
        lends=(),
        **made._asdict(),
        was=_was(record, whole),
        without=whole.left_out if whole else (),
    )
