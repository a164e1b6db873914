"""Look-alikes: a warning with two commands, never a merge and never a refusal, silent once a person has answered."""

from __future__ import annotations

import sys

import pytest

from tests.newsroom import Newsroom
from tracker.desk import letters

WARNING = (
    "warning: source 'reuters-2' (Rеuters) has letters that look like those of 'reuters' (Reuters); "
    "one and the same: tracker source merge reuters-2 reuters; two: tracker source distinguish reuters-2 reuters\n"
)


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """Reuters, and another one with a Cyrillic letter in it."""
    return room.given("source add Reuters --kind agency\nsource add Rеuters --handle reuters-2")


def test_a_source_that_looks_like_another_is_warned_of_and_registered(room: Newsroom) -> None:
    room.ok("source add Reuters")
    answer = room.ok("source add Rеuters --handle reuters-2")
    assert answer.out == "2 source reuters-2 registered\n"
    assert answer.err == WARNING
    assert room.one("source show reuters-2")["counts_as"] is None


def test_every_way_a_source_gets_a_name_is_looked_at(room: Newsroom) -> None:
    room.given("source add Reuters\nsource add Other\nclaim open Flood --handle flood")
    article = room.write("a.txt", "It rained.")
    for line in (
        "source add REUTERS --handle r1",
        "source describe other --name REUTERS",
        "log yes --new-source REUTERS -s r2 -c flood",
        "log no --new-source REUTERS -s r3 -c flood -a deny",
    ):
        assert "is spelt like 'reuters' (Reuters)" in room.ok(line).err, line
    answer = room.ok(f"article add {article.name} --outlet 'Ｒeuters 2'")
    assert "looks" not in answer.err
    assert room.ok("source describe other --note x").err == ""
    assert room.ok("log yes -s reuters -c flood").err == ""


def test_an_outlet_registered_on_the_way(room: Newsroom) -> None:
    room.ok("source add 'The Bee' --handle bee")
    article = room.write("a.txt", "It rained.")
    assert (
        "source 'the-bee' has the name of 'bee' (The Bee)"
        in room.ok(f"article add {article.name} --outlet 'The Bee'").err
    )


def test_distinguished_is_silent_and_can_be_taken_back(desk: Newsroom) -> None:
    assert desk.ok("source distinguish reuters-2 reuters --because 'a fake'").out == (
        "3 reuters-2 and reuters are known to be different\n"
    )
    assert desk.types[-1] == "sources.distinguished"
    assert desk.ok("source list --look-alikes").out == "no look-alikes\n"
    assert desk.ok("source describe reuters-2 --name 'Rеutеrs'").err == ""
    assert "known to be different from reuters-2" in desk.ok("source show reuters").out
    assert "known to be different from reuters" in desk.ok("source show reuters-2").out
    assert "has letters that look like" in desk.ok("undo 3").err
    assert len(desk.json("source list --look-alikes")) == 1


def test_said_twice_is_said_once(desk: Newsroom) -> None:
    desk.ok("source distinguish reuters-2 reuters")
    for line in ("source distinguish reuters-2 reuters", "source distinguish reuters reuters-2"):
        before = desk.head
        assert "already on record" in desk.ok(line).err
        assert desk.head == before


def test_what_is_different_is_not_merged(desk: Newsroom) -> None:
    desk.given("source add Third\nsource merge third reuters\nsource distinguish reuters-2 reuters")
    for line in ("reuters-2 reuters", "reuters reuters-2", "reuters-2 third"):
        answer = desk.refused(1, f"source merge {line}")
        assert "are known to be different (entry 5)" in answer.error
        assert answer.hint == "tracker undo 5"
    desk.given("undo 5\nsource merge reuters-2 reuters")
    answer = desk.refused(1, "undo 6")
    assert "count as one" in answer.error


def test_what_was_merged_is_not_different(desk: Newsroom) -> None:
    desk.ok("source merge reuters-2 reuters")
    assert desk.ok("source list --look-alikes").out == "no look-alikes\n"
    for pair in ("reuters-2 reuters", "reuters reuters-2"):
        answer = desk.refused(1, f"source distinguish {pair}")
        assert answer.error.endswith("count as one: 'reuters-2' was merged into 'reuters'")
        assert answer.hint == "tracker source separate reuters-2 reuters"
    assert "is not different from itself" in desk.refused(1, "source distinguish reuters reuters").error
    assert "there is no source" in desk.refused(3, "source distinguish reuters nobody").error


def test_a_merge_is_not_brought_back_over_a_difference(desk: Newsroom) -> None:
    desk.given("source merge reuters-2 reuters\nundo 3\nsource distinguish reuters-2 reuters")
    assert "are known to be different (entry 5)" in desk.refused(1, "undo 4").error


def test_those_that_nobody_settled_are_listed_on_the_second_day(desk: Newsroom) -> None:
    assert desk.ok("source list --look-alikes").lines == [
        "reuters-2 (Rеuters) and reuters (Reuters): letters that look alike",
        "  tracker source merge reuters-2 reuters",
        "  tracker source distinguish reuters-2 reuters",
    ]
    assert desk.json("source list --look-alikes") == [
        {"source": "reuters-2", "name": "Rеuters", "other": "reuters", "other_name": "Reuters", "likeness": "letters"}
    ]
    assert desk.json("source list --look-alikes --known-by 1") == []
    assert desk.ok("source list --look-alikes --known-by 1 --csv").out == "source,name,other,other_name,likeness\n"


def test_an_import_warns_of_the_first_ones_of_many(room: Newsroom) -> None:
    rows = [f"s{n}x,Ann Example,c,It rains\n" for n in range(4)]
    answer = room.ok("import - --format table", stdin="source,source_name,claim,claim_text\n" + "".join(rows))
    told = [line for line in answer.err.splitlines() if "has the name of" in line]
    assert len(told) == 5
    assert "1 more sources look like others: tracker source list --look-alikes" in answer.err
    assert len(room.json("source list --look-alikes")) == 6
    again = room.ok("import - --format table", stdin="source,source_name,claim,claim_text\n" + "".join(rows))
    assert "has the name of" not in again.err, "nothing new came in"


def test_a_dry_run_warns_too(room: Newsroom) -> None:
    room.ok("source add Reuters")
    assert WARNING in room.ok("source add Rеuters --handle reuters-2 --dry-run").err
    assert room.head[0] == 1


def test_without_the_library_only_what_was_not_compared_is_said(
    desk: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "confusable_homoglyphs", None)
    monkeypatch.setitem(sys.modules, "confusable_homoglyphs.confusables", None)
    letters.known.cache_clear()
    try:
        answer = desk.ok("source list --look-alikes")
        assert answer.out == "no look-alikes\n"
        assert answer.err.startswith("note: letters of other alphabets were not compared: ")
        assert "is spelt like" in desk.ok("source add 'ＲＥＵＴＥＲＳ' --handle r3").err
    finally:
        letters.known.cache_clear()


def test_the_library_stays_where_it_is_while_names_are_plain(room: Newsroom) -> None:
    letters.known.cache_clear()
    room.given("source add Reuters\nsource add Müller\nsource add REUTERS --handle r2")
    assert letters.known.cache_info().currsize == 0
