"""What is published: nothing that only secret entries say or reach."""

from __future__ import annotations

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom

FORMS = ("export --publishable", "export --publishable --format table")


@pytest.mark.parametrize("form", FORMS)
def test_a_claim_that_only_off_record_words_use(room: Newsroom, form: str) -> None:
    room.given("log hush --new-source 'Wren Vale' --new-claim 'Hidden valve' --ground-rule off_record")
    told = room.ok(form).out.lower()
    assert "wren" not in told
    assert "valve" not in told


@pytest.mark.parametrize("form", FORMS)
def test_a_source_known_only_through_what_was_undone(room: Newsroom, form: str) -> None:
    room.given("""
        source add 'Wren Vale' --handle wren
        claim open 'The valve leaks' --handle valve
        ask wren -c valve --by 2025-12-20
        undo --last
        log hush -s wren -c valve --ground-rule off_record
        log 'It leaks' --new-source Tove -c valve
    """)
    told = room.ok(form).out.lower()
    assert "wren" not in told
    assert "undone" not in told
    assert "tove" in told


@pytest.mark.parametrize("form", FORMS)
def test_deep_background_stands_without_name_and_words(room: Newsroom, new_room: Room, form: str) -> None:
    room.given("""
        claim open 'The valve leaks' --handle valve
        log 'I saw the drip' --new-source 'Wren Vale' -c valve --ground-rule deep_background -d 2025-10-01
        amend 3 --text 'I saw two drips'
        retract 3 --because 'Wren was tired'
        verdict valve true --because 'see /home/mara/scan.pdf' --evidence 'file:///home/mara/scan.pdf https://e.org/x'
    """)
    told = room.ok(form).out
    for words in ("Wren", "wren", "drip", "tired", "2025-10-01", "/home", "scan.pdf"):
        assert words not in told
    assert "unattributed" in told
    assert "https://e.org/x" in told
    other = new_room()
    name = "public.csv" if "table" in form else "public.jsonl"
    other.write(name, told)
    other.ok(f"import {name}")
