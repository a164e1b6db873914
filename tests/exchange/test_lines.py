"""What holds for every file, however large or odd: lines are bounded, problems are counted, order costs no memory."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.desk.portions import ordered
from tracker.errors import ImportRefused
from tracker.exchange.lines import lines
from tracker.exchange.problems import SHOWN, Problems


def test_lines_have_their_numbers_and_their_ends() -> None:
    assert list(lines(io.BytesIO(b"a\n\nb"), 2)) == [(1, b"a\n"), (2, b"\n"), (3, b"b")]


def test_a_file_is_not_read_beyond_a_line_that_is_too_long() -> None:
    file = io.BytesIO(b"a\n" + b"x" * (3 << 20) + b"\nb\n")
    with pytest.raises(ImportRefused) as caught:
        list(lines(file, 1 << 20))
    assert caught.value.problems == ("line 2: is longer than 1 MiB, and what follows was not read",)
    assert file.tell() == 2 + (1 << 20) + 1


def test_the_first_problems_are_shown_and_the_others_counted() -> None:
    problems = Problems()
    assert not problems
    for number in range(1_000, 0, -1):
        problems.add(number, "is bad")
        problems.add(number, "is bad")
    shown = problems.lines()
    assert shown[0] == "line 901: is bad"
    assert len(shown) == SHOWN + 1
    assert shown[-1].endswith(" more")


def test_a_message_has_an_end() -> None:
    problems = Problems()
    problems.add(1, "x" * 1_000_000)
    (shown,) = problems.lines()
    assert len(shown) < 500


@given(st.lists(st.tuples(st.integers(-(2**62), 2**62), st.binary(max_size=5))))
def test_order_is_that_of_a_stable_sort(things: list[tuple[int, bytes]]) -> None:
    assert list(ordered(things)) == [content for _, content in sorted(things, key=lambda thing: thing[0])]
