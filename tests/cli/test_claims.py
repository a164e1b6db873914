"""Claims: opening, wording, filing and relating them."""

from __future__ import annotations

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """A room with a source and three claims."""
    return new_room().given("""
        source add Nvidia --kind organisation
        claim open 'Nvidia chips contain backdoors' --handle backdoors --topic security --topic chips --about nvidia
        claim open 'A hundred thousand chips' --handle chips-100k --question how-many --deadline 2026-02
        claim open 'Two hundred thousand chips' --handle chips-200k --question how-many
    """)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


def test_a_claim_is_read_back_in_its_own_words(room: Newsroom) -> None:
    answer = room.ok("claim open 'Nvidia chips contain backdoors'")
    assert answer.out == '1 claim nvidia-chips-backdoors: "Nvidia chips contain backdoors"\n'


def test_everything_about_a_claim(desk: Newsroom) -> None:
    assert desk.ok("claim show back").lines == [
        "backdoors: Nvidia chips contain backdoors",
        "  entry 2, 0 statements",
        "  topic: security chips",
        "  about: nvidia",
    ]
    assert desk.one("claim show chips-100k") == {
        "claim": "chips-100k",
        "text": "A hundred thousand chips",
        "topic": [],
        "about": [],
        "question": "how-many",
        "deadline": "2026-02",
        "links": [],
        "statements": 0,
        "entry": 3,
        "as_of": None,
        "known_by": 4,
        "policy": "default",
        "status": "",
        "aliases": [],
    }
    assert "  due: 2026-02" in desk.ok("claim show chips-100k").lines


def test_the_list_stands_in_the_order_of_opening(desk: Newsroom) -> None:
    assert [row["claim"] for row in desk.json("claim list")] == ["backdoors", "chips-100k", "chips-200k"]
    assert desk.ok("claim list").lines[0] == "backdoors   Nvidia chips contain backdoors (security, chips)"
    assert desk.ok("claim list --csv").csv[0]["topic"] == "security chips"
    assert desk.json("claim list --known-by 1") == []
    assert desk.ok("claim list --known-by 1").out == "no claims\n"


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_a_claim_has_a_text(desk: Newsroom, text: str) -> None:
    assert desk.refused(2, "claim open --handle empty", text).error == "a claim needs a text"


def test_a_claim_is_opened_once(desk: Newsroom) -> None:
    assert desk.refused(1, "claim open Other --handle backdoors").error == "there is a claim 'backdoors' already"


@pytest.mark.parametrize(
    ("options", "code", "error"),
    [
        ("--about amd", 3, "there is no source 'amd'"),
        ("--topic 'Big Chips'", 1, "'Big Chips' cannot be a topic"),
        ("--question 'How many?'", 1, "'How many?' cannot be a question"),
        ("--deadline soon", 2, "'soon' is not a date"),
        ("--deadline 03/04/2026", 2, "'03/04/2026' can be two dates"),
        ("--handle 2026", 2, "cannot be the handle of a claim"),
    ],
)
def test_filing_that_cannot_be(desk: Newsroom, options: str, code: int, error: str) -> None:
    assert error in desk.refused(code, f"claim open 'Something new' {options}").error


def test_a_deadline_may_lie_ahead(desk: Newsroom) -> None:
    desk.ok("claim open 'It rains' --handle rain --deadline 2031-05")
    assert desk.one("claim show rain")["deadline"] == "2031-05"


def test_amend_changes_what_is_given(desk: Newsroom) -> None:
    assert desk.ok("claim amend backdoors --text 'Nvidia chips hide doors' --topic doors").out == (
        "5 claim backdoors amended\n"
    )
    row = desk.one("claim show backdoors")
    assert (row["text"], row["topic"], row["about"]) == ("Nvidia chips hide doors", ["doors"], ["nvidia"])
    assert desk.one("claim show backdoors --known-by 4")["text"] == "Nvidia chips contain backdoors"
    desk.ok("claim amend chips-100k --deadline 2027")
    assert desk.one("claim show chips-100k")["question"] == "how-many"


def test_amend_needs_a_change(desk: Newsroom) -> None:
    assert desk.refused(2, "claim amend backdoors").error == "nothing to amend"
    assert "there is no claim" in desk.refused(3, "claim amend nothing --text x").error


@pytest.mark.parametrize("options", ["--text ''", "--text Chips --topic chips --topic chips", "--question ''"])
def test_a_claim_keeps_its_text_and_no_entry_says_nothing(desk: Newsroom, options: str) -> None:
    desk.ok("claim amend chips-100k --text Chips --topic chips --question ''")
    desk.refused(2, f"claim amend chips-100k {options}")


def test_an_empty_question_or_deadline_clears(desk: Newsroom) -> None:
    desk.ok("claim amend chips-100k --question how-many-chips --deadline 2030-01-01")
    desk.ok("claim amend chips-100k --question '' --deadline ''")
    shown = desk.one("claim show chips-100k")
    assert (shown["question"], shown["deadline"]) == (None, None)


def test_claims_are_related_and_unrelated(desk: Newsroom) -> None:
    assert desk.ok("claim relate chips-100k contra chips-200k --because 'one number'").out == (
        "5 chips-100k contradicts chips-200k\n"
    )
    assert desk.one("claim show chips-100k")["links"] == [{"relation": "contradicts", "claim": "chips-200k"}]
    assert "  contradicts chips-200k" in desk.ok("claim show chips-100k").lines
    assert (
        desk.ok("claim relate chips-100k contradicts chips-200k --no").out
        == "6 chips-100k no longer contradicts chips-200k\n"
    )
    assert desk.one("claim show chips-100k")["links"] == []
    assert desk.one("claim show chips-100k --known-by 5")["links"] != []


def test_same_as_makes_two_claims_one_and_no_takes_it_back(desk: Newsroom) -> None:
    desk.given("""
        claim open 'The chips have secret doors' --handle doors
        log 'There are doors' -s nvidia -c doors
    """)
    assert desk.json("belief backdoors")[0]["status"] == "open"
    desk.ok("claim relate doors same-as backdoors")
    (row,) = desk.json("belief backdoors")
    assert (row["status"], row["statements"]) == ("single_source", 1)
    (other,) = desk.json("belief doors")
    assert (other["claim"], other["same_as"], other["probability"]) == ("doors", "backdoors", row["probability"])
    assert "the same as backdoors" in desk.ok("belief doors").out
    assert [one["claim"] for one in desk.json("belief")].count("doors") == 0, "one line for one matter"
    desk.ok("claim relate doors same_as backdoors --no")
    assert desk.json("belief backdoors")[0]["status"] == "open"
    assert desk.json("belief doors")[0]["same_as"] is None


@pytest.mark.parametrize("relation", ["contradicts", "implies", "refines"])
def test_no_other_relation_moves_belief(desk: Newsroom, relation: str) -> None:
    desk.ok("log yes -s nvidia -c backdoors")
    before = [{**row, "known_by": 0} for row in desk.json("belief")]
    desk.ok(f"claim relate backdoors {relation} chips-100k")
    assert [{**row, "known_by": 0} for row in desk.json("belief")] == before


def test_topics_and_subjects_stand_once(desk: Newsroom) -> None:
    desk.ok("claim open Rain --topic a --topic a --about nvidia --about nvidia")
    assert desk.one("claim show rain")["topic"] == ["a"]
    assert desk.one("claim show rain")["about"] == ["nvidia"]


def test_relations_that_make_no_sense(desk: Newsroom) -> None:
    assert "cannot be related to itself" in desk.refused(1, "claim relate backdoors same_as backdoors").error
    assert "fits several: " not in desk.refused(2, "claim relate backdoors equals chips-100k").error
    assert "there is no claim" in desk.refused(3, "claim relate backdoors same_as nothing").error
    answer = desk.refused(3, "claim relate backdoors same_as chips")
    assert answer.error == "'chips' fits several claims: chips-100k, chips-200k"


def test_a_claim_from_after_the_cut_is_nothing_known(desk: Newsroom) -> None:
    assert "nothing known" in desk.ok("claim show chips-200k --known-by 3").out
    assert desk.one("claim show chips-200k --known-by 3")["statements"] == 0


# -- handles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("The old mill on the Werra will be pulled down next spring", "old-mill-werra-pulled"),
        ("Die Stadt hat die Brücke über die Kolle seit Mai gesperrt", "stadt-bruecke-kolle-mai"),
        ("The council is not in debt", "council-not-debt"),
        ("It is so", "it-is-so"),
        ("1,200 in 2024", "1-200-2024"),
        ("2024", "claim-2024"),
        ("Donaudampfschifffahrtsgesellschaft zahlt", "donaudampfschifffahrtsge"),
    ],
)
def test_a_new_claim_gets_a_short_handle_of_the_words_that_matter(room: Newsroom, text: str, handle: str) -> None:
    assert room.ok("claim open", text).out == f'1 claim {handle}: "{text}"\n'
    assert len(handle) <= 24


def test_handles_are_unique_and_the_same_words_are_the_same_claim(room: Newsroom) -> None:
    room.ok("claim open 'The old mill on the Werra will be pulled down in May'")
    assert room.ok("claim open 'The old mill on the Werra will be pulled down in June'").out.startswith(
        "2 claim old-mill-werra-pulled-2: "
    )
    twice = room.refused(1, "claim open 'The old mill on the Werra will be pulled down in June.'")
    assert twice.error == "there is a claim 'old-mill-werra-pulled-2' already"


def test_log_names_the_new_claim(desk: Newsroom) -> None:
    desk.ok("log Yes -s nvidia --new-claim 'The mill is shut' --claim-handle mill")
    assert desk.json("belief mill")[0]["text"] == "The mill is shut"
    assert "--claim-handle" in desk.refused(2, "log Yes -s nvidia -c mill --claim-handle other").error
    assert "--claim-handle" in desk.refused(2, "log Yes -s nvidia --new-claim x -c y --claim-handle z").error


@pytest.mark.parametrize(
    ("line", "handles"),
    [
        ("claim list bruecke", ["bridge"]), ("claim list Brücke", ["bridge"]), ("claim list BRUECKE zu", ["bridge"]),
        ("claim list weir", ["weir"]), ("claim list bridge weir", []), ("source list muell", ["mueller"]),
        ("source list Müller", ["mueller"]), ("article list strasse", ["road"]), ("article list", ["road"]),
    ],
)  # fmt: skip
def test_lists_take_words_however_they_are_spelt(room: Newsroom, line: str, handles: list[str]) -> None:
    room.given("""
        source add 'Ina Müller' --handle mueller
        claim open 'Die Brücke ist zu' --handle bridge
        claim open 'Das Wehr hält' --handle weir
        article add --handle road --title 'Straße gesperrt'
    """)
    assert [row[line.split()[0]] for row in room.json(line)] == handles
