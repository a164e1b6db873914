"""How good predictions were: proper scores, ranking, calibration.

Log-loss is in nats; Brier is the mean squared error; AUC is the share of pairs (one true, one false) in which the true
one was thought likelier, ties half (Mann-Whitney U); ECE is the expected calibration error over ten bins of equal
width, each half-open, the last closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import fsum, log
from typing import Final, NamedTuple, TypeAlias

Pair: TypeAlias = tuple[float, bool]
"""What was predicted, in 0..1, and what came out."""

BINS: Final = 10
NEVER_SURE: Final = 1e-9
"""For the log-loss alone, predictions are held this far off 0 and 1: one wrong certainty must not be infinite."""


class Bin(NamedTuple):
    """Predictions from low up to high: their mean, and the share that came true; None where there are none."""

    low: float
    high: float
    n: int
    mean_predicted: float | None
    share_true: float | None


class Score(NamedTuple):
    """How good some predictions were; None where there is nothing to score, AUC also where all came out alike.

    accuracy: the share on the right side, where .5 says true.
    """

    n: int
    accuracy: float | None
    log_loss: float | None
    brier: float | None
    auc: float | None
    ece: float | None
    bins: tuple[Bin, ...]


def score(pairs: Sequence[Pair]) -> Score:
    """The scores of some predictions."""
    n, bins = len(pairs), _bins(pairs)
    if n == 0:
        return Score(0, None, None, None, None, None, bins)
    return Score(
        n=n,
        accuracy=sum((p >= 0.5) is came for p, came in pairs) / n,
        log_loss=fsum(_surprise(p if came else 1 - p) for p, came in pairs) / n,
        brier=fsum((p - came) ** 2 for p, came in pairs) / n,
        auc=_auc(pairs),
        ece=fsum(map(_gap, bins)) / n,
        bins=bins,
    )


def _gap(one: Bin) -> float:
    """By how much the predictions of a bin were off in sum."""
    if one.mean_predicted is None or one.share_true is None:
        return 0.0
    return one.n * abs(one.mean_predicted - one.share_true)


def _surprise(p: float) -> float:
    return -log(min(max(p, NEVER_SURE), 1 - NEVER_SURE))


def _auc(pairs: Sequence[Pair]) -> float | None:
    trues = sum(came for _, came in pairs)
    falses = len(pairs) - trues
    if not trues or not falses:
        return None
    wins, below = 0.0, 0
    for _, tied in groupby(sorted(pairs), key=lambda pair: pair[0]):
        outcomes = [came for _, came in tied]
        right = sum(outcomes)
        wrong = len(outcomes) - right
        wins += right * (below + wrong / 2)
        below += wrong
    return wins / (trues * falses)


def _bins(pairs: Iterable[Pair]) -> tuple[Bin, ...]:
    filled: list[list[Pair]] = [[] for _ in range(BINS)]
    for p, came in pairs:
        filled[min(int(p * BINS), BINS - 1)].append((p, came))
    return tuple(
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            n=len(some),
            mean_predicted=fsum(p for p, _ in some) / len(some) if some else None,
            share_true=sum(came for _, came in some) / len(some) if some else None,
        )
        for number, some in enumerate(filled)
    )


class Band(NamedTuple):
    """Scores of the records with so many past trials; high is None without an end."""

    low: int
    high: int | None
    n: int
    mean_predicted: float | None
    share_true: float | None
    log_loss: float | None
    brier: float | None


EDGES: Final = (0, 1, 5, 10, 30)
"""Where the split by past trials begins anew."""


def by_past(rows: Sequence[tuple[int, Pair]]) -> tuple[Band, ...]:
    """Predictions split by how many trials the record had behind it."""
    stretches = []
    for low, edge in zip(EDGES, (*EDGES[1:], None), strict=True):
        pairs = [pair for past, pair in rows if low <= past and (edge is None or past < edge)]
        found = score(pairs)
        stretches.append(
            Band(
                low=low,
                high=None if edge is None else edge - 1,
                n=found.n,
                mean_predicted=fsum(p for p, _ in pairs) / found.n if pairs else None,
                share_true=sum(came for _, came in pairs) / found.n if pairs else None,
                log_loss=found.log_loss,
                brier=found.brier,
            )
        )
    return tuple(stretches)


class Coverage(NamedTuple):
    """How often the interval of a record held what came later.

    n: records with ``later`` trials or more still to come. held: those whose later share lay in the interval, ends
    included; share: of n, None where n is 0.
    """

    n: int
    held: int
    share: float | None
    later: int


LATER: Final = 50
"""How many later trials make a share to test an interval by.

An interval is about the share itself. That of 20 trials strays so far by chance alone that even exact intervals would
hold but three quarters of such shares.
"""


def coverage(histories: Iterable[Sequence[tuple[bool, tuple[float, float] | None]]]) -> Coverage:
    """Intervals tested: for each record its outcomes in order, one of them with the interval it had just before.

    The share of all outcomes from there on should lie in it.
    """
    n = held = 0
    for history in histories:
        good = count = 0
        for came, interval in reversed(history):
            good, count = good + came, count + 1
            if interval is not None and count >= LATER:
                n += 1
                held += interval[0] <= good / count <= interval[1]
    return Coverage(n, held, held / n if n else None, LATER)
