"""Scores of predictions, against sums done by hand and the definitions done slowly."""

from __future__ import annotations

from itertools import product
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.scoring import LATER, NEVER_SURE, Coverage, Pair, by_past, coverage, score

predictions = st.lists(
    st.tuples(st.sampled_from((0.0, 0.05, 0.1, 0.3, 0.5, 0.55, 0.9, 1.0)), st.booleans()), max_size=30
)


def test_nothing_to_score() -> None:
    found = score([])
    assert found[:6] == (0, None, None, None, None, None)
    assert [one.n for one in found.bins] == [0] * 10
    assert {one.mean_predicted for one in found.bins} == {one.share_true for one in found.bins} == {None}


def test_one_prediction() -> None:
    found = score([(0.8, True)])
    assert (found.n, found.accuracy, found.auc) == (1, 1.0, None)
    assert found.log_loss == pytest.approx(-log(0.8))
    assert found.brier == pytest.approx(0.04)
    assert found.ece == pytest.approx(0.2)


def test_four_predictions_by_hand() -> None:
    found = score([(0.9, True), (0.6, False), (0.6, True), (0.2, False)])
    assert found.accuracy == 0.75
    assert found.log_loss == pytest.approx(-(log(0.9) + log(0.4) + log(0.6) + log(0.8)) / 4)
    assert found.brier == pytest.approx((0.01 + 0.36 + 0.16 + 0.04) / 4)
    assert found.auc == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert found.ece == pytest.approx((0.1 + 2 * 0.1 + 0.2) / 4)
    filled = {one.low: (one.n, one.mean_predicted, one.share_true) for one in found.bins if one.n}
    assert filled == {0.2: (1, 0.2, 0.0), 0.6: (2, 0.6, 0.5), 0.9: (1, 0.9, 1.0)}


def test_even_odds_count_as_true_and_certainty_that_fails_is_not_infinite() -> None:
    assert score([(0.5, True)]).accuracy == 1.0
    assert score([(0.5, False)]).accuracy == 0.0
    wrong = score([(1.0, False), (0.0, True)])
    assert wrong.log_loss == pytest.approx(-log(NEVER_SURE))
    assert wrong.brier == 1.0
    assert score([(1.0, True), (0.0, False)]).log_loss == pytest.approx(0.0, abs=1e-8)


@pytest.mark.parametrize("came", [True, False])
def test_no_ranking_where_all_came_out_alike(came: bool) -> None:
    assert score([(0.3, came), (0.7, came)]).auc is None


@given(predictions)
def test_ranking_is_the_share_of_pairs_in_order(pairs: list[Pair]) -> None:
    trues, falses = ([p for p, came in pairs if came is wanted] for wanted in (True, False))
    wins = [(p > q) + (p == q) / 2 for p, q in product(trues, falses)]
    found = score(pairs).auc
    assert found == (pytest.approx(sum(wins) / len(wins)) if wins else None)


@given(predictions)
def test_every_prediction_is_in_one_bin(pairs: list[Pair]) -> None:
    found = score(pairs)
    assert sum(one.n for one in found.bins) == found.n == len(pairs)
    for one in found.bins:
        inside = [p for p, _ in pairs if one.low <= p < one.high or (p == 1.0 == one.high)]
        assert one.n == len(inside)
    if pairs:
        assert found.ece is not None
        assert 0 <= found.ece <= 1
        assert found.ece <= sum(abs(p - came) for p, came in pairs) / len(pairs) + 1e-12


def test_the_split_by_past_verdicts_has_every_row_once() -> None:
    rows = [(past, (0.7, past % 2 == 0)) for past in (0, 1, 4, 5, 9, 10, 29, 30, 400)]
    assert [(one.low, one.high, one.n) for one in by_past(rows)] == [
        (0, 0, 1), (1, 4, 2), (5, 9, 2), (10, 29, 2), (30, None, 2),
    ]  # fmt: skip
    first, second, *_ = by_past(rows)
    assert (first.share_true, first.mean_predicted) == (1.0, 0.7)
    assert second.log_loss == pytest.approx(-(log(0.3) + log(0.7)) / 2)
    assert [one.n for one in by_past([])] == [0] * 5


def test_an_interval_is_tested_by_all_that_came_after_it() -> None:
    early, interval = [(False, None)] * 5, (0.4, 0.6)
    half = [(number % 2 == 0, interval if number == 0 else None) for number in range(LATER)]
    good = [(True, interval if number == 0 else None) for number in range(LATER)]
    short = half[: LATER - 1]
    assert coverage([early + half]) == Coverage(1, 1, 1.0, LATER)
    assert coverage([early + half, early + good, early + short]) == Coverage(2, 1, 0.5, LATER)
    assert coverage([early, short]) == Coverage(0, 0, None, LATER)
