"""What is published: nothing that only secret entries say or reach."""

from __future__ import annotations

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tracker.domain import addresses

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


@pytest.mark.parametrize("form", FORMS)
def test_what_is_tied_to_deep_background_does_not_show_who_spoke(room: Newsroom, form: str) -> None:
    """Neither what it takes the place of, nor that it has the origin of another, nor that somebody was asked first."""
    room.given("""
        source add 'Wren Vale' --handle wren
        source add Tove
        claim open 'The valve leaks' --handle valve
        log 'It is tight' -s tove -c valve -a deny
        log 'It leaks' -s tove -c valve --ground-rule deep_background
        retract 4 --instead 5
        group 4 5 --because 'both are the foreman'
        ask wren -c valve --by 2025-12-20
        log 'It leaks, I fear' -s wren -c valve --ground-rule deep_background
    """)
    told = room.ok(form).out
    assert "wren" not in told
    assert "foreman" not in told
    deep = [id_ for (id_,) in room.rows("SELECT id FROM entry WHERE position IN (5, 9)")]
    assert [told.count(each) for each in deep] == [1, 1], "nothing refers to them"


@pytest.mark.parametrize("form", FORMS)
def test_the_text_of_an_article_holds_quotes_that_are_left_out(room: Newsroom, form: str) -> None:
    room.write("talk.txt", "We knew, she said. It leaks, said Tove.")
    room.given("""
        article add talk.txt --title Talk --url file:///home/mara/talk.txt --published 2025-12-01
        claim open 'The valve leaks' --handle valve
        log -q 'We knew' --new-source 'Wren Vale' -c valve --article talk --ground-rule off_record
        log -q 'It leaks' --new-source Tove -c valve --article talk
    """)
    told = room.ok(form).out
    assert "We knew" not in told
    assert "mara" not in told
    assert "It leaks" in told
    assert "Talk" in told


@pytest.mark.parametrize("form", FORMS)
def test_what_is_said_of_a_secret_source_goes_with_it(room: Newsroom, form: str) -> None:
    """Whom it was merged into, or told apart from, and the class and topic of which only it is an example."""
    room.given("""
        source add Birch --class mole
        source add 'Wren Vale' --handle wren
        source add 'Wren Hale' --handle hale
        claim open 'The valve leaks' --handle valve --topic sluice
        claim open 'The valve has always leaked' --handle always
        log 'It leaks' -s birch -c valve --ground-rule off_record
        source merge birch wren --because 'she told us'
        source distinguish birch hale
        claim relate valve implies always
        policy set prior.mole=0.9
        policy set base_rate.sluice=0.9
        policy set base_rate.weather=0.9
    """)
    told = room.ok(form).out.lower()
    for word in ("birch", "wren", "hale", "valve", "mole", "sluice", "always", "she told us"):
        assert word not in told, word
    assert ("weather" in told) is ("table" not in form), "no secret of anybody"


@pytest.mark.parametrize("form", FORMS)
def test_an_id_made_of_words_is_not_published(room: Newsroom, new_room: Room, form: str) -> None:
    """Whoever guesses note and name could make the id again, and know that the guess is right."""
    room.write(
        "t.csv",
        "source,claim,text,note,ground_rule\ntove,valve,It leaks,from Wren Vale,\nwren,valve,,,deep_background\n",
    )
    room.given("import t.csv\nretract 3 --because 'it is tight'")
    made = [id_ for (id_,) in room.rows("SELECT id FROM entry WHERE type = 'statement.recorded'")]
    told = room.ok(form).out
    assert len(made) == 2
    assert all(each not in told for each in made)
    assert "it is tight" in told, "what refers to it refers to its new id"
    other = new_room()
    other.write("public", told)
    other.ok(f"import public --format {'table' if 'table' in form else 'jsonl'}")


PLACES = (
    "file:///home/mara/x.pdf", "FILE:///C:/x", "/home/mara", "~/x", "~mara/x.txt", "./x", "../x", "$HOME/x", "D:/x",
    "C:\\x.txt", "scans/wren.pdf", "\\\\nas\\x", "wren-vale.pdf", "smb://nas/x", "sftp://vault.example/x", "(file:///x)",
    "http://localhost:8000/x", "http://nas/x", "http://wiki.lan/x", "http://192.168.1.4/x", "<https://10.0.0.1/x>",
    "https://mara:pw@drive.example/x", "see:/home/x/y",
)  # fmt: skip


def test_places_on_our_own_disks() -> None:
    """Evidence keeps its public addresses; a reason ends before the place."""
    for place in PLACES:
        assert addresses.published(f"{place} https://e.org/a.pdf") == "https://e.org/a.pdf", place
        assert addresses.without_places(f"As {place} with Wren shows\nand others say") == "As\nand others say", place
    for text in (
        "photographs", "and/or 24/7, 1/2 p.m.", "  two  blanks ", "the U.S. embassy (e.g. its press desk)",
        "https://e.org/a/b.pdf", "see https://e.org/a.html, p. 3", "w/o a name", "section 3/4", "doi:10.1000/182",
    ):  # fmt: skip
        assert addresses.published(text) == addresses.without_places(text) == text
