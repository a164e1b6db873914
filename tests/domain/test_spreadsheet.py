"""Cells that no spreadsheet runs, and that say the same when they are read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.spreadsheet import exact, inert, meant

cells = st.text(st.sampled_from("'=+-@\t\r\n ab＝")) | st.text()


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\rx", "  =1", "\n=1", "＝1"])
def test_what_a_spreadsheet_would_run_stands_behind_an_apostrophe(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert exact(text) == text


@pytest.mark.parametrize("text", ["", "the dam = broken", "'tis", "''", "1-1", "a@b", "(=1)", "..-"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert inert(text) == exact(text) == meant(text) == text


@given(cells)
def test_both_ways_of_writing_mean_the_same(text: str) -> None:
    assert meant(inert(text)) == meant(exact(text)) == text


@given(cells)
def test_nothing_inert_is_run(text: str) -> None:
    assert not inert(text).lstrip().startswith(("=", "+", "-", "@", "＝"))
