"""The bars of the reliability table."""

from __future__ import annotations

import pytest

from tracker.render.backtest import ASCII, BLOCKS, bar


@pytest.mark.parametrize(
    ("share", "predicted", "drawn"),
    [
        (0.0, 0.0, "|" + "." * 29),
        (1.0, 1.0, "#" * 29 + "|"),
        (0.5, 0.75, "#" * 15 + "." * 7 + "|" + "." * 7),
        (0.75, 0.5, "#" * 15 + "|" + "#" * 6 + "." * 8),
    ],
)
def test_what_came_true_and_a_mark_where_it_was_predicted(share: float, predicted: float, drawn: str) -> None:
    assert bar(share, predicted, ASCII) == drawn


@pytest.mark.parametrize("share", [number / 7 for number in range(8)])
@pytest.mark.parametrize("predicted", [number / 9 for number in range(10)])
def test_every_bar_is_as_wide_as_any_other(share: float, predicted: float) -> None:
    drawn = bar(share, predicted, BLOCKS)
    assert len(drawn) == 30
    assert drawn.count(BLOCKS.mark) == 1
