"""Plain text: measured in columns, wrapped, clipped, and safe to print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from tracker.render.text import HIDDEN, PIPED, clipped, decimal, listed, padded, plural, shown, width, wrapped

some_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
any_text = st.text(max_size=60)
visible = st.text(st.sampled_from("abc ÄßéЖ中文한🎈 ") | st.characters(categories=["L", "N", "Zs"]), max_size=200)


# -- safe ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain", "plain"),
        ("  a \t b\r\nc  ", "a b c"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\x00\x07\x7f\x9b", "\\x00\\x07\\x7f\\x9b"),
        ("a\u2028b\u2029c\x85d", "a\\u2028b\\u2029c\\x85d"),
        ("\u2028\u2029\x85", "\\u2028\\u2029\\x85"),
        ("\x1ca\x1f", "\\x1ca\\x1f"),
        ("\U000e0041", "\\U000e0041"),
        ("\udcff", "\\udcff"),
        ("[sic] [bold]x[/bold]", "[sic] [bold]x[/bold]"),
        ("e\u0301", "e\u0301"),
        ("سلام הגשר", "سلام הגשר"),
        ("🎈", "🎈"),
        ("", ""),
    ],
)
def test_shown(text: str, told: str) -> None:
    assert shown(text) == told


BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e"
CONTROLS = "".join(map(chr, [*range(9), *range(11, 32), *range(127, 160)]))


@pytest.mark.parametrize("character", BIDI + ZERO_WIDTH + CONTROLS + "\u2028\u2029")
def test_what_acts_or_hides_is_hidden(character: str) -> None:
    assert HIDDEN.fullmatch(character)


@given(any_text)
def test_what_is_shown_neither_acts_nor_breaks_the_line(text: str) -> None:
    told = shown(text)
    assert not HIDDEN.search(told)
    assert "\n" not in told
    assert "\t" not in told
    assert shown(told) == told


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=40))
def test_visible_text_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == text or HIDDEN.search(text)


# -- columns -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("abc", 3), ("中文", 4), ("e\u0301", 1), ("🎈", 2), ("Ж", 1), ("ｆ", 2), ("한글", 4)]
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@given(visible, st.integers(0, 100))
def test_padded_fills_to_the_width(text: str, columns: int) -> None:
    assert width(padded(text, columns)) == max(width(text), columns)
    assert padded(text, columns).startswith(text)


@given(visible, st.integers(3, 100))
def test_clipped_never_takes_more(text: str, columns: int) -> None:
    cut = clipped(text, columns)
    assert width(cut) <= columns
    if width(text) <= columns:
        assert cut == text
    else:
        assert cut.endswith("...")
        assert text.startswith(cut[:-3])


def test_clipped_does_not_halve_a_wide_letter() -> None:
    assert clipped("中中中中", 6) == "中..."
    assert clipped("a bc def", 7) == "a bc..."


@given(visible, st.integers(0, 20), st.integers(0, 20), st.integers(30, PIPED))
def test_wrapped_keeps_every_word_and_every_line_short(text: str, first: int, rest: int, columns: int) -> None:
    lines = list(wrapped(text, " " * first, " " * rest, margin=PIPED - columns))
    assert " ".join(lines).split() == text.split()
    assert lines
    for number, line in enumerate(lines):
        indent = first if number == 0 else rest
        assert line == line.rstrip()
        assert width(line) <= columns or " " not in line.strip(" ")
        assert not line or line.startswith(" " * indent)


def test_wrapped_at_eighty_columns() -> None:
    words = " ".join(["word"] * 40)
    lines = list(wrapped(words, "first: ", "       "))
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("first: word")
    assert all(line.startswith("       word") for line in lines[1:])


def test_wrapped_leaves_a_long_word_whole() -> None:
    address = "https://example.org/" + "x" * 100
    assert list(wrapped(f"see {address} there", "", "  ")) == ["see", f"  {address}", "  there"]


def test_wrapped_measures_wide_letters() -> None:
    assert max(wcswidth(line) for line in wrapped(" ".join(["中文字"] * 30))) <= 80


# -- small words ---------------------------------------------------------------------------------------------------


def test_plural() -> None:
    assert [plural(count, "entry") for count in (0, 1, 2)] == ["0 entries", "1 entry", "2 entries"]
    assert [plural(count, "claim") for count in (0, 1, 2)] == ["0 claims", "1 claim", "2 claims"]


def test_listed() -> None:
    assert [listed(list(names)) for names in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("value", "places", "told"),
    [(0.7, 2, ".70"), (0.786, 3, ".786"), (1.0, 2, "1.00"), (0.999, 2, "1.00"), (0.004, 2, ".00"), (0.5, 2, ".50")],
)
def test_decimal(value: float, places: int, told: str) -> None:
    assert decimal(value, places) == told
