"""Broken words: put together for reading, and every place still that of the text as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trying import tried
from tracker.ingest.joining import joined


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("on Thurs-\nday", "on Thursday"),
        ("der Haupt-\r\n  bahnhof", "der Hauptbahnhof"),
        ("Frau Moor-\nHalm", "Frau Moor-Halm"),
        ("Vor-\nund Nachteile", "Vor-\nund Nachteile"),
        ("Kü\u00adsten\u00adbote", "Küstenbote"),
        ("Küsten\u00ad\nbote", "Küstenbote"),
        ("1990-\n2000", "1990-\n2000"),
        ("a dash -\nthen more", "a dash -\nthen more"),
        ("ein Teil-\n\nneuer Absatz", "ein Teil-\n\nneuer Absatz"),
        ("nothing is broken", "nothing is broken"),
    ],
)
def test_a_broken_word_is_read_as_one(text: str, read: str) -> None:
    assert joined(text).text == read


@tried(100)
@given(st.lists(st.sampled_from(["a", "B", "-", "\n", "\u00ad", " ", "ö", "\r\n", "und"]), max_size=30).map("".join))
def test_every_place_of_what_is_read_is_a_place_of_the_text(text: str) -> None:
    done = joined(text)
    for start in range(len(done.text)):
        first, last = done.back((start, start + 1))
        assert text[first:last] == done.text[start]
