"""Tables of people who write names: every name becomes one handle, the same each time, and nobody is made up."""

from __future__ import annotations

import csv
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Room
from tests.newsroom import Newsroom
from tests.trying import tried
from tracker.desk.naming import whole

LIST = (
    "Wann;Wer;Behauptung;Blatt\n"
    "03.02.2025;Ina Möller;Die Schleuse ist undicht;Küsten-Bote\n"
    "04.02.2025;Bo Halm;Die Schleuse ist undicht;Küsten-Bote\n"
    "05.02.2025;ina  möller;Das Tor bleibt zu.;Küsten-Bote\n"
)
OPTIONS = "--column said=Wann --column source=Wer --column claim=Behauptung --column outlet=Blatt"


def test_names_become_handles_as_source_add_makes_them_and_twice_is_once(room: Newsroom) -> None:
    room.write("t.csv", LIST)
    answer = room.ok(f"import t.csv {OPTIONS}")
    assert "6 names became handles: 4 of sources and 2 of claims" in answer.err
    assert {(row["source"], row["name"], row["kind"]) for row in room.json("source list")} == {
        ("ina-moeller", "Ina Möller", "person"), ("bo-halm", "Bo Halm", "person"),
        ("kuesten-bote", "Küsten-Bote", "outlet"),
    }  # fmt: skip
    assert {(row["claim"], row["text"]) for row in room.json("claim list")} == {
        ("schleuse-undicht", "Die Schleuse ist undicht"), ("tor-bleibt", "Das Tor bleibt zu."),
    }  # fmt: skip
    assert room.json(f"import t.csv {OPTIONS}") == {"added": 0, "already": 3, "refused": 0}


def test_columns_of_names_and_wordings_do_without_those_of_handles(room: Newsroom) -> None:
    room.write("t.csv", "source_name,claim_text,act\nIna Ohm,The gate leaks,\nBO,the gate leaks!,deny\nina ohm,Rain,\n")
    room.ok("import t.csv")
    assert {row["source"] for row in room.json("timeline")} == {"ina-ohm", "bo"}
    assert [(row["claim"], row["text"]) for row in room.json("claim list")] == [
        ("gate-leaks", "The gate leaks"), ("rain", "Rain"),
    ]  # fmt: skip
    assert room.json("import t.csv")["added"] == 0


def test_a_name_or_an_alias_on_record_means_its_handle(room: Newsroom) -> None:
    room.given(
        "source add 'Ina Ohm' --handle ohm\nsource add 'Bo Halm' --handle bh\nsource alias bh bo-halm-junior\n"
        "claim open 'The gate leaks' --handle leak"
    )
    room.write("t.csv", "source,claim\nIna Ohm,The gate leaks\nBo Halm Junior,Leak\n")
    room.ok("import t.csv")
    assert {(row["source"], row["claim"]) for row in room.json("timeline")} == {("ohm", "leak"), ("bh", "leak")}


def test_a_name_and_a_handle_of_the_same_file_are_one(room: Newsroom) -> None:
    room.write(
        "t.csv",
        "source,source_name,claim,claim_text\nIna Ohm,,The gate leaks,\nohm,Ina Ohm,leak,The gate leaks\n"
        "bo,,rain,\nBo,,Rain,\n",
    )
    room.ok("import t.csv")
    assert {row["source"] for row in room.json("source list")} == {"ohm", "bo"}
    assert {row["claim"] for row in room.json("claim list")} == {"leak", "rain"}


def test_different_wordings_of_the_same_beginning_stay_apart(room: Newsroom) -> None:
    claims = [f"The harbour authority of Wendel closes the eastern gate on day {number}" for number in range(1, 13)]
    room.write("t.csv", "source,claim\n" + "".join(f"ina,{claim}\n" for claim in claims))
    room.ok("import t.csv")
    assert {row["text"] for row in room.json("claim list")} == set(claims)
    assert room.json("import t.csv")["added"] == 0
    room.write("t.csv", "source,claim\n" + "".join(f"ina,{claim}\n" for claim in reversed(claims)))
    assert room.json("import t.csv")["added"] == 0


def test_a_wording_that_was_mended_or_wiped_is_not_opened_again(room: Newsroom) -> None:
    room.write("t.csv", "source,claim\nIna Ohm,The gate leaks badly\nIna Ohm,Rain fell on the market\n")
    room.ok("import t.csv")
    room.given("claim amend gate-leaks-badly --text 'The gate leaks a little'")
    room.given("redact 4 --yes")
    room.ok("import t.csv")
    assert len(room.json("claim list")) == 2
    assert room.json("import t.csv")["added"] == 0
    assert "on the market" not in room.ok("claim list").out


def test_a_name_is_of_the_kind_of_its_column(room: Newsroom) -> None:
    room.write(
        "t.csv",
        "source,claim,outlet,agency,chain,about\n"
        "Ina Ohm,gate,Der Bote,Nord Press,Der Kurier > Abend Blatt,Wendel\nDer Bote,gate,,,,\n",
    )
    room.ok("import t.csv")
    assert {row["source"]: row["kind"] for row in room.json("source list")} == {
        "ina-ohm": "person", "der-bote": "outlet", "nord-press": "agency", "der-kurier": "outlet",
        "abend-blatt": "outlet", "wendel": "organisation",
    }  # fmt: skip


def test_several_words_in_about_are_no_name_unless_the_file_has_it(room: Newsroom) -> None:
    room.write("t.csv", "source,claim,about\nIna Ohm,gate,Ina Ohm\n")
    room.ok("import t.csv")
    assert [row["source"] for row in room.json("source list")] == ["ina-ohm"]
    room.write("u.csv", "source,claim,about\nina-ohm,tide,Wendel Works\n")
    assert "'Wendel' cannot be a handle (about)" in room.refused(1, "import u.csv").error


@pytest.mark.parametrize(("name", "noun"), [("黄仁勋", "source"), ("2024", "source"), ("水闸漏水", "claim")])
def test_a_name_without_letters_for_a_handle_says_how_to_give_it_one(room: Newsroom, name: str, noun: str) -> None:
    cells = {"source": "ina", "claim": "gate"} | {noun: name}
    room.write("t.csv", f"source,claim\n{cells['source']},{cells['claim']}\n")
    answer = room.refused(1, "import t.csv")
    assert f"line 2: no handle can be made of '{name}'" in answer.error
    room.ok(answer.hint.partition("tracker ")[2].replace("HANDLE", "given"))
    room.ok("import t.csv")
    assert room.json("timeline")[0][noun] == "given"


def test_a_name_that_two_bear_is_not_guessed(room: Newsroom) -> None:
    room.given("source add 'Ina Ohm' --handle ina-a\nsource add 'Ina Ohm' --handle ina-b")
    room.write("t.csv", "source,claim\nIna Ohm,gate\n")
    assert "line 2: 'Ina Ohm' is the name of several sources" in room.refused(1, "import t.csv").error
    room.given("source merge ina-b ina-a")
    room.ok("import t.csv")
    assert room.json("timeline")[0]["source"] == "ina-a"


WORDS = st.sampled_from(["Ina", "ina", "Möller", "Moeller", "Wehr", "die", "2", "-", "Schleuse"])
NAMES = (
    st.lists(WORDS, min_size=1, max_size=9).map(" ".join).filter(lambda name: not whole(name).isdigit() and whole(name))
)


@tried(8)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_whatever_the_names_the_same_words_are_one_and_others_are_not(
    new_room: Room, rows: list[tuple[str, str]], chance: random.Random
) -> None:
    room = new_room()
    for number in range(2):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([("source", "claim"), *rows])
        room.write("t.csv", text.getvalue())
        done = room.json("import t.csv")
        assert (done["added"] == 0) == (number == 1)
        chance.shuffle(rows)
    for noun, names in (("source", {row[0] for row in rows}), ("claim", {row[1] for row in rows})):
        assert len(room.json(f"{noun} list")) == len(set(map(whole, names)))
