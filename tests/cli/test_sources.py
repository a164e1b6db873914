"""Sources: meeting them, describing them, telling them apart and together."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom


def test_a_source_is_registered_under_a_handle_made_from_its_name(room: Newsroom) -> None:
    assert room.ok("source add 'Zhang Yuchun'").out == "1 source zhang-yuchun registered\n"
    assert room.told(1) == {"source": "zhang-yuchun", "kind": "person", "name": "Zhang Yuchun"}


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Müller & Söhne", "mueller-soehne"),
        ("Straße 5", "strasse-5"),
        ("  L'Équipe  ", "l-equipe"),
        ('O\'Neil "the Chip"', "o-neil-the-chip"),
        ("Łódź Ørsted", "lodz-orsted"),
        ("x" * 100, "x" * 60),
    ],
)
def test_handles_are_ascii(room: Newsroom, name: str, handle: str) -> None:
    (done,) = room.json("source add", name)
    assert done == {"entry": 1, "type": "source.registered"}
    assert room.told(1)["source"] == handle
    assert room.told(1)["name"] == name


@pytest.mark.parametrize("name", ["12345", "🎈", "李", "", "..."])
def test_a_name_that_makes_no_handle_needs_one(room: Newsroom, name: str) -> None:
    answer = room.refused(2, "source add", name)
    assert "cannot be the handle of a source" in answer.error
    assert "--handle" in answer.hint
    room.ok("source add --handle someone", name)
    assert room.words(1) == ({"name": name} if name else {})


@pytest.mark.parametrize("handle", ["12345", "Nvidia", "a b", "a--b", "-a", "ä", "", "x" * 101, "a/b", "a\n"])
def test_what_cannot_be_a_handle(room: Newsroom, handle: str) -> None:
    assert "cannot be the handle of a source" in room.refused(2, f"source add Nvidia --handle={handle!r}").error


def test_a_handle_is_given_once(room: Newsroom) -> None:
    room.given("source add Nvidia")
    answer = room.refused(1, "source add 'Nvidia Corp' --handle nvidia")
    assert answer.error == "there is a source 'nvidia' already"
    assert answer.hint == "tracker source show nvidia"


def test_everything_about_a_source(room: Newsroom) -> None:
    room.given("""
        source add Nvidia --kind organisation
        source add 'Jensen Huang' --class company --member-of nvidia --member-from 1993-04 --note 'leather jacket'
        source add 'Insiders' --heads 2..4
        source add 'Crowd' --heads 3.. --kind group
        source add 'Choir' --heads 7
    """)
    assert room.ok("source show jensen").lines == [
        "jensen-huang: Jensen Huang",
        "  person, class company, entry 2, 0 statements",
        "  speaks for nvidia from 1993-04-01",
        "  note: leather jacket",
    ]
    assert room.one("source show jensen-huang") == {
        "source": "jensen-huang",
        "name": "Jensen Huang",
        "kind": "person",
        "class": "company",
        "heads": [None, None],
        "member_of": [{"source": "nvidia", "from": "1993-04-01", "to": None}],
        "counts_as": None,
        "stands_for": [],
        "distinct_from": [],
        "statements": 0,
        "note": "leather jacket",
        "entry": 2,
        "as_of": None,
        "known_by": 5,
        "policy": "default",
        "status": "",
        "aliases": [],
    }
    assert "  heads: 2 to 4" in room.ok("source show insiders").lines
    assert "  heads: 3 or more" in room.ok("source show crowd").lines
    assert room.one("source show choir")["heads"] == [7, 7]
    assert room.one("source show choir")["kind"] == "group"


@pytest.mark.parametrize("heads", ["many", "4..2", "0", "-3", "..", "2..x", "2...4"])
def test_what_is_not_a_head_count(room: Newsroom, heads: str) -> None:
    answer = room(f"source add Crowd --heads={heads}")
    if heads == "..":
        assert answer.code == 0, "both ends open: nobody knows"
        return
    assert answer.code in (1, 2)
    assert "is not a head count" in answer.err
    assert "hint: " in answer.err
    assert room.head == (0, "")


def test_a_head_count_beyond_reason(room: Newsroom) -> None:
    answer = room("source add Crowd --heads 99999999999999999999")
    assert answer.code in (1, 2)
    assert room.head == (0, "")


def test_the_kind_may_be_shortened(room: Newsroom) -> None:
    room.given("source add Reuters --kind a\nsource add Spiegel --kind outl")
    assert [row["kind"] for row in room.json("source list")] == ["agency", "outlet"]
    assert "fits several: organisation outlet" in room.refused(2, "source add X --kind o").error
    assert "is none of: person organisation" in room.refused(2, "source add X --kind human").error


def test_a_class_is_a_slug(room: Newsroom) -> None:
    assert "cannot be a class" in room.refused(1, "source add X --class 'Big Business'").error
    room.ok("source add X --class lobbyist")
    assert room.one("source show x")["class"] == "lobbyist"


def test_members_need_their_group(room: Newsroom) -> None:
    answer = room.refused(3, "source add Huang --member-of nvidia")
    assert answer.error == "there is no source 'nvidia'"
    assert answer.hint.startswith("tracker source add nvidia --kind organisation, or ")
    assert "a membership needs its group" in room.refused(1, "source add Huang --member-from 2020").error


def test_no_circle_of_memberships(room: Newsroom) -> None:
    room.given("source add Ann\nsource add Bob --member-of ann\nsource add Eve --member-of bob")
    room.refused(1, "source describe ann --member-of eve")


def test_describe_adds_what_was_learned(room: Newsroom) -> None:
    room.given("source add Huang\nsource add Nvidia --kind org")
    answer = room.ok("source describe huang --name 'Jensen Huang' --member-of nvidia --member-to 2030 --note tall")
    assert answer.out == "3 source huang described\n"
    row = room.one("source show huang")
    assert (row["name"], row["note"], row["kind"]) == ("Jensen Huang", "tall", "person")
    assert row["member_of"] == [{"source": "nvidia", "from": None, "to": "2030-12-31"}]
    assert room.one("source show huang --known-by 2")["name"] == "Huang"


def test_describe_needs_something_to_say(room: Newsroom) -> None:
    room.given("source add Huang")
    assert room.refused(2, "source describe huang").error == "nothing to describe"
    assert "cannot be a member of itself" in room.refused(1, "source describe huang --member-of huang").error


def test_a_source_is_found_by_its_beginning_its_handle_or_its_name(room: Newsroom) -> None:
    room.given("""
        source add Nvidia
        source add 'Nvidia Investor Relations' --handle nvidia-ir
        source add 'Zhang Yuchun'
        source add Müller
    """)
    assert room.one("source show z")["source"] == "zhang-yuchun"
    assert room.one("source show 'Zhang Yuchun'")["source"] == "zhang-yuchun"
    assert room.one("source show Müller")["source"] == "mueller"
    assert room.one("source show nvidia")["source"] == "nvidia", "a whole handle is never ambiguous"
    answer = room.refused(3, "source show nvi")
    assert answer.error == "'nvi' fits several sources: nvidia, nvidia-ir"
    assert answer.hint == "type more of the handle"


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "*", "nvidia' OR 1=1 --", "1", "Ñ" * 3])
def test_what_is_no_source(room: Newsroom, typed: str) -> None:
    room.given("source add Nvidia")
    assert "there is no source" in room.refused(3, "source show", typed).error


def test_a_near_miss_is_suggested(room: Newsroom) -> None:
    room.given("source add Nvidia\nsource add Reuters")
    answer = room.refused(3, "source show nvidai")
    assert answer.error == "there is no source 'nvidai'"
    assert answer.hint == "did you mean nvidia? tracker source show nvidia"
    assert room.refused(3, "source show 'Wolf Blitzer'").hint == "tracker source list, or tracker find 'Wolf Blitzer'"


def test_the_list(room: Newsroom) -> None:
    room.given("""
        source add Nvidia --kind org
        source add 'Jensen Huang' --member-of nvidia
        source add Reuters --kind agency
        source add 'Thomson Reuters' --kind agency
        source merge thomson reuters
    """)
    assert room.ok("source list").lines == [
        "jensen-huang     other person          Jensen Huang, of nvidia",
        "nvidia           company organisation  Nvidia",
        "reuters          agency agency         Reuters",
        "thomson-reuters  agency agency         Thomson Reuters, counts as reuters",
    ]
    assert [row["source"] for row in room.json("source list")] == [
        "jensen-huang", "nvidia", "reuters", "thomson-reuters",
    ]  # fmt: skip
    assert room.ok("source list --jsonl").jsonl == room.json("source list")
    assert [row["counts_as"] for row in room.ok("source list --csv").csv] == ["", "", "", "reuters"]
    assert [row["source"] for row in room.json("source list --known-by 1")] == ["nvidia"]
    assert room.ok("source list --known-by 0").out == "no sources\n"
    assert room.json("source list --known-by 0") == []


def test_merge_and_separate(room: Newsroom) -> None:
    room.given("source add Huang\nsource add Hwang\nclaim open Flood --handle flood\nlog yes -s hwang -c flood")
    before = room.json("belief flood")
    assert room.ok("source merge hwang huang --because 'one byline'").out == "5 hwang counts as huang\n"
    assert room.one("source show hwang")["counts_as"] == "huang"
    assert room.one("source show huang")["stands_for"] == ["hwang"]
    assert "  stands for hwang\n" in room.ok("source show huang").out
    assert room.json("credibility hwang")[0]["source"] == "huang"
    assert room.one("source show hwang --known-by 4")["counts_as"] is None
    assert room.ok("source separate hwang huang").out == "6 hwang no longer counts as huang\n"
    assert room.one("source show hwang")["counts_as"] is None
    after = room.json("belief flood")
    assert [{**row, "known_by": 0} for row in after] == [{**row, "known_by": 0} for row in before]


def test_merges_that_make_no_sense(room: Newsroom) -> None:
    room.given("source add A1\nsource add B1\nsource add C1\nsource merge a1 b1")
    assert "counts as 'b1' already" in room.refused(1, "source merge a1 c1").error
    assert "would go in a circle" in room.refused(1, "source merge b1 a1").error
    assert "is itself already" in room.refused(1, "source merge c1 c1").error
    assert "was never merged into" in room.refused(1, "source separate b1 c1").error
    assert "there is no source 'd1'" in room.refused(3, "source merge d1 a1").error


def test_a_chain_of_merges_ends_at_its_end(room: Newsroom) -> None:
    room.given("source add A1\nsource add B1\nsource add C1\nsource merge a1 b1\nsource merge b1 c1")
    assert room.one("source show a1")["counts_as"] == "c1"


def test_a_source_from_after_the_cut_is_nothing_known(room: Newsroom) -> None:
    room.given("source add Ann\nsource add Bob")
    answer = room.ok("source show bob --known-by 1")
    assert "nothing known" in answer.out
    assert room.one("source show bob --known-by 1")["statements"] == 0
