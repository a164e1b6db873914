"""The report on predictions: how good they were, and each of them as a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.domain.backtest import Kind, Prediction
from tracker.domain.clocks import Clock
from tracker.domain.scoring import Band, Bin, Coverage, Score, by_past, coverage, score
from tracker.domain.state import State
from tracker.reports.stamp import stamp


class SourceScores(NamedTuple):
    """How good the credibility of records was, trial by trial (see `Score`). interval: how often intervals held."""

    n: int
    log_loss: float | None
    brier: float | None
    auc: float | None
    ece: float | None
    bins: Sequence[Bin]
    by_past: Sequence[Band]
    interval: Coverage


class BacktestRow(NamedTuple):
    """The whole report. from_row: scored from this row of each kind on, counted from 1. note: what is hindsight."""

    claims: Score
    sources: SourceScores
    clock: str
    topic: str | None
    from_row: int
    note: str
    as_of: str | None
    known_by: int
    policy: str


class PredictionRow(NamedTuple):
    """One prediction, as a spreadsheet takes it. outcome: 1 found true, or held; 0 found false, or fell."""

    kind: str
    claim: str
    source: str
    decided: str
    outcome: int
    predicted: float
    past: int


NOTES = {
    Clock.WORLD: "cut by world date; merges, amendments and other revisions known since are hindsight here",
    Clock.DESK: "cut just before each verdict was recorded, with the policy of then; nothing is hindsight",
}


def rows(predictions: Sequence[Prediction]) -> list[PredictionRow]:
    """A row for each prediction, in the order given."""
    return [
        PredictionRow(
            prediction.kind,
            prediction.claim,
            prediction.source,
            prediction.decided,
            int(prediction.outcome),
            prediction.predicted,
            prediction.past,
        )
        for prediction in predictions
    ]


def report(
    state: State, clock: Clock, predictions: Sequence[Prediction], *, topic: str | None, from_row: int
) -> BacktestRow:
    """How good the predictions were; of each kind, those before ``from_row`` are left out of the scores.

    Intervals are tested on whole records.
    """
    every = [prediction for prediction in predictions if prediction.kind is Kind.SOURCE]
    sources = every[from_row - 1 :]
    claims = [prediction for prediction in predictions if prediction.kind is Kind.CLAIM][from_row - 1 :]
    of_claims = score([(prediction.predicted, prediction.outcome) for prediction in claims])
    of_sources = score([(prediction.predicted, prediction.outcome) for prediction in sources])
    histories: dict[str, list[tuple[bool, tuple[float, float] | None]]] = {}
    for prediction in every:
        histories.setdefault(prediction.source, []).append((prediction.outcome, prediction.interval))
    return BacktestRow(
        of_claims,
        SourceScores(
            of_sources.n,
            of_sources.log_loss,
            of_sources.brier,
            of_sources.auc,
            of_sources.ece,
            of_sources.bins,
            by_past([(prediction.past, (prediction.predicted, prediction.outcome)) for prediction in sources]),
            coverage(histories.values()),
        ),
        clock,
        topic,
        from_row,
        NOTES[clock],
        *stamp(state),
    )
