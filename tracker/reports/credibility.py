"""The credibility report: a row for each source and for each cell of unnamed voices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tracker.domain.clocks import Cut
from tracker.domain.credibility import MILLION
from tracker.domain.standings import Score, Standing
from tracker.domain.state import State
from tracker.domain.words import SourceHandle
from tracker.reports.stamp import Stamp, stamp


class CredibilityRow(NamedTuple):
    """How far a source can be trusted, and how well we know.

    trials: verdicts that judged it, by how they came out. mean: expected share that holds, None for a source never
    named. interval: 90 %. enough: whether there are verdicts enough to rely on them. weight: units of one flat
    statement. prior: the mean of its class. lends: for a source never named, the cells whose record it uses.
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


def report(state: State, cut: Cut, found: Iterable[Standing]) -> list[CredibilityRow]:
    """A row for each standing, in the order given."""
    made = stamp(state, cut)
    return [_row(state, made, standing) for standing in found]


def of_source(state: State, cut: Cut, found: Iterable[Standing], source: SourceHandle) -> list[CredibilityRow]:
    """One source's row, then the cells it lends its weight from; a source that never spoke has a row of nothing."""
    every, made = list(found), stamp(state, cut)
    own = [one for one in every if one.record.speaker == source and not one.record.cell]
    if not own:
        known = state.sources.get(source)
        return [_silent(state, made, source, known.source_class if known else "")]
    cells = [one for one in every if one.record in own[0].lends]
    return [_row(state, made, one) for one in (*own, *cells)]


def _row(state: State, made: Stamp, standing: Standing) -> CredibilityRow:
    record, score = standing.record, standing.score
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
        None if standing.weight is None else standing.weight / MILLION,
        standing.prior,
        _scores(standing.by_topic),
        _scores(standing.by_act),
        [str(cell) for cell in standing.lends],
        *made,
    )


def _name(state: State, source: SourceHandle) -> str:
    known = state.sources.get(source)
    return known.name if known else ""


def _scores(parts: Mapping[str, Score]) -> Mapping[str, Mapping[str, int]]:
    return {name: {"trials": score.trials, **score._asdict()} for name, score in parts.items()}


def _silent(state: State, made: Stamp, source: SourceHandle, source_class: str) -> CredibilityRow:
    return CredibilityRow(
        source=source,
        name=_name(state, source),
        class_=source_class,
        cell=False,
        statements=0,
        trials=0,
        **Score()._asdict(),
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
    )
