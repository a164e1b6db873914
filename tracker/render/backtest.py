"""The report on predictions for people: scores, a reliability table with bars, the split by past verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tracker.domain.scoring import Band, Bin, Score
from tracker.render.text import columns, decimal, plural, shown, wrapped
from tracker.reports.backtest import BacktestRow, SourceScores

_BAR: Final = 30
"""Columns of a bar that stands for everything, at most."""
_FIGURES: Final = 37
"""Columns in front of it."""


class Ink(NamedTuple):
    """What bars are drawn with: what came true, the rest, and where it was predicted."""

    full: str
    empty: str
    mark: str


BLOCKS: Final = Ink("█", "░", "│")
ASCII: Final = Ink("#", ".", "|")
"""For terminals that are not UTF-8."""


def report(row: BacktestRow, ink: Ink = BLOCKS) -> Iterator[str]:
    """Everything about the predictions, claims first."""
    if not row.claims.n and not row.sources.n:
        yield from wrapped(_nothing(row))
    else:
        yield from _claims(row.claims, ink)
        yield from _sources(row.sources, ink)
        yield from wrapped(
            f"bars: the share that came true ({ink.full}) and what was predicted ({ink.mark}); log-loss, Brier and "
            "ECE are better the lower, always saying .50 gets .693 and .250",
        )
        yield from wrapped(row.note)
    yield ""
    world = f"as of {row.as_of[:10]}" if row.as_of else "as of now"
    part = f", topic {shown(row.topic)}" if row.topic else ""
    yield from wrapped(
        f"{row.clock} clock{part}, {world}, known by entry {row.known_by}, policy {row.policy}", rest="  "
    )


def _nothing(row: BacktestRow) -> str:
    if row.from_row > 1:
        return f"there are fewer than {row.from_row} predictions of either kind"
    where = " on this topic" if row.topic else ""
    return f"no claim{where} has been found true or false yet: there is nothing to hold a belief against"


def _claims(scores: Score, ink: Ink) -> Iterator[str]:
    yield from wrapped(f"claims: {scores.n} found true or false, against what was believed just before", rest="  ")
    if scores.n:
        right = f"on the right side of .50 {decimal(scores.accuracy or 0.0)}; " if scores.accuracy is not None else ""
        yield from wrapped(f"{right}{_figures(scores)}", "  ", "  ")
        yield from _reliability(scores.bins, ink)
    yield ""


def _sources(scores: SourceScores, ink: Ink) -> Iterator[str]:
    yield from wrapped(f"sources: {plural(scores.n, 'trial')}, against what the record said just before", rest="  ")
    if scores.n:
        yield from wrapped(_figures(scores), "  ", "  ")
        yield from _reliability(scores.bins, ink)
        yield ""
        yield "  past trials     n  predicted  held up  log-loss"
        for stretch in scores.by_past:
            if stretch.n:
                yield _stretch(stretch)
    interval = scores.interval
    if interval.share is not None:
        yield ""
        yield from wrapped(
            f"90 % intervals, when first shown, of {plural(interval.n, 'record')} with {interval.later} trials or "
            f"more to come: {interval.held} held the later share ({decimal(interval.share)})",
            "  ",
            "  ",
        )
    yield ""


def _figures(scores: Score | SourceScores) -> str:
    auc = "no AUC, since all came out alike" if scores.auc is None else f"AUC {decimal(scores.auc, 3)}"
    return f"log-loss {_number(scores.log_loss)}, Brier {_number(scores.brier)}, {auc}, ECE {_number(scores.ece)}"


def _number(value: float | None) -> str:
    return "-" if value is None else decimal(value, 3)


def _reliability(bins: Sequence[Bin], ink: Ink) -> Iterator[str]:
    yield ""
    yield "  predicted         n   mean   true"
    for band in bins:
        if band.mean_predicted is not None and band.share_true is not None:
            span = f"{decimal(band.low, 1)} to {decimal(band.high, 1)}"
            yield (
                f"  {span:<10} {band.n:>8} {decimal(band.mean_predicted):>6} {decimal(band.share_true):>6}  "
                f"{bar(band.share_true, band.mean_predicted, ink)}"
            )


def bar(share: float, predicted: float, ink: Ink) -> str:
    """A bar as long as a share of the whole, with a mark where it was predicted to end."""
    whole = min(_BAR, columns() - _FIGURES)
    full = round(share * whole)
    drawn = ink.full * full + ink.empty * (whole - full)
    place = min(int(predicted * whole), whole - 1)
    return drawn[:place] + ink.mark + drawn[place + 1 :]


def _stretch(stretch: Band) -> str:
    span = (
        f"{stretch.low} or more"
        if stretch.high is None
        else str(stretch.low)
        if stretch.low == stretch.high
        else f"{stretch.low} to {stretch.high}"
    )
    return (
        f"  {span:<10} {stretch.n:>6}  {_number(stretch.mean_predicted):>9}  {_number(stretch.share_true):>7}  "
        f"{_number(stretch.log_loss):>8}"
    )
