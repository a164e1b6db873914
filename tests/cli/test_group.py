"""Group: the desk's word that statements share one origin, and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """Ten entries: three sources, two claims, four statements (6, 7, 8 on the flood, 9 on the dam), an amendment."""
    return new_room().given("""
        source add Ann
        source add Bob
        source add Cem
        claim open 'The valley was flooded' --handle flood
        claim open 'The dam broke' --handle dam
        log 'I saw water' -s ann -c flood
        log 'Water everywhere' -s bob -c flood
        log 'There was water' -s cem -c flood
        log 'It broke' -s ann -c dam
        amend 8 --text 'There was a lot of water'
    """)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


def belief(room: Newsroom, when: str = "") -> dict[str, Any]:
    """What is believed of the flood, without the entry it was read at."""
    row = room.one(f"belief flood {when}")
    return {name: value for name, value in row.items() if name not in ("known_by", "changed")}


def test_two_origins_become_one_and_apart_restores(desk: Newsroom) -> None:
    before = belief(desk)
    assert before["origins_for"] == [3, 3]
    answer = desk.ok("group 6 7 --because 'both were at the same briefing'")
    assert answer.out == "11 statements 6 and 7 count as one origin\n"
    assert answer.err == ""
    grouped = belief(desk)
    assert grouped["origins_for"] == [2, 2]
    assert grouped["probability"] < before["probability"]
    assert desk.ok("group --apart 11").out == "12 statements grouped by entry 11 count apart again\n"
    assert belief(desk) == before
    assert belief(desk, "--known-by 11") == grouped


def test_all_in_one_group_is_a_single_source(desk: Newsroom) -> None:
    desk.ok("group 6 7 8")
    assert (belief(desk)["status"], belief(desk)["origins_for"]) == ("single_source", [1, 1])
    idle = [item for item in desk.one("why flood")["contributions"] if not item["counted"]]
    assert {item["reason"] for item in idle} == {"same origin as a statement that counts"}
    assert len(idle) == 2
    told = desk.ok("why flood").out
    assert told.count("origin: grouped by the desk\n") == 1
    for item in idle:
        assert f"if its origin is another: tracker group --apart {item['entry']}\n" in told


def test_a_group_is_taken_back_by_any_of_its_statements(desk: Newsroom) -> None:
    before = belief(desk)
    desk.ok("group 6 7 8")
    assert desk.ok("group 7 --apart --because 'no, they were not'").out.startswith("12 statements grouped by entry 11")
    assert belief(desk) == before
    assert desk.told(12)["because"] == "no, they were not"
    desk.ok("group 6 8")
    assert [row["type"] for row in desk.json("group --apart 6 8 13")] == ["statements.ungrouped"], "one grouping, once"
    assert belief(desk) == before


def test_undo_works_both_ways(desk: Newsroom) -> None:
    before = belief(desk)
    desk.ok("group 6 7")
    grouped = belief(desk)
    desk.ok("undo --last")
    assert belief(desk) == before
    desk.ok("undo --last")
    assert belief(desk) == grouped
    desk.given("group --apart 6\nundo --last")
    assert belief(desk) == grouped
    desk.ok("group --apart 7")
    assert belief(desk) == before


def test_an_amendment_stands_for_its_statement(desk: Newsroom) -> None:
    desk.ok("group 7 10")
    assert desk.told(11)["statements"] == [
        desk.rows("SELECT id FROM entry WHERE position = ?", n)[0][0] for n in (7, 8)
    ]
    assert belief(desk)["origins_for"] == [2, 2]


def test_a_statement_moves_to_its_latest_group_and_back(desk: Newsroom) -> None:
    desk.ok("group 6 7")
    answer = desk.ok("group 7 8")
    assert answer.err == "warning: statement 7 leaves the group made by entry 11\n"
    assert belief(desk)["origins_for"] == [2, 2]
    assert desk.ok("group --apart 7").err == (
        "warning: statement 7 is again in the group made by entry 11; tracker group --apart 11 takes that back too\n"
    )
    assert "one group already, by entry 11" in desk.refused(1, "group 6 7").error


def test_groups_taken_back_together_leave_nothing_to_fall_back_into(desk: Newsroom) -> None:
    desk.given("group 6 7\ngroup 7 8")
    assert desk.ok("group --apart 11 12").err == ""
    assert belief(desk)["origins_for"] == [3, 3]


def test_statements_on_different_claims_are_grouped_with_a_warning(desk: Newsroom) -> None:
    answer = desk.ok("group 6 7 9")
    assert answer.err == (
        "warning: statement 9 is the only one of the group on 'dam', where the group changes nothing\n"
    )
    desk.ok("claim relate dam same_as flood")
    assert desk.ok("group 8 9").err == "warning: statement 9 leaves the group made by entry 11\n"


def test_a_redacted_statement_can_still_be_grouped(desk: Newsroom) -> None:
    desk.ok("redact 7 --yes")
    desk.ok("group 6 7")
    assert belief(desk)["origins_for"] == [2, 2]


def test_a_grouping_outlives_a_rebuild(desk: Newsroom) -> None:
    desk.given("group 6 7\ngroup 7 8\ngroup --apart 8")
    before, content = belief(desk), desk.fingerprint()
    desk.ok("rebuild")
    assert (belief(desk), desk.fingerprint()) == (before, content)


def test_a_dry_run_groups_nothing(desk: Newsroom) -> None:
    before = desk.fingerprint()
    assert "nothing was kept" in desk.ok("group 6 7 --dry-run").err
    assert desk.fingerprint() == before


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("group 6", 2, "a group needs two statements or more"),
        ("group 6 6", 2, "a group needs two statements or more"),
        ("group 8 10", 2, "a group needs two statements or more"),
        ("group 6 4", 1, "entry 4 is not a statement"),
        ("group 6 99", 3, "there is no entry 99"),
        ("group 6 flood", 2, "'flood' is not an entry number"),
        ("group --apart 6", 1, "statement 6 is in no group"),
        ("group --apart 4", 1, "entry 4 is not a statement"),
        ("group --apart 99", 3, "there is no entry 99"),
    ],
)
def test_what_cannot_be_grouped(desk: Newsroom, line: str, code: int, error: str) -> None:
    assert desk.refused(code, line).error == error


def test_an_undone_statement_cannot_be_grouped(desk: Newsroom) -> None:
    desk.ok("undo 7")
    assert desk.refused(1, "group 6 7").error == "entry 7 has been undone"


def test_nothing_is_grouped_or_taken_apart_twice(desk: Newsroom) -> None:
    desk.ok("group 6 7")
    answer = desk.refused(1, "group 7 6")
    assert (answer.error, answer.hint) == (
        "these statements are one group already, by entry 11", "tracker group --apart 11",
    )  # fmt: skip
    desk.ok("group --apart 11")
    assert desk.refused(1, "group --apart 11").error == "grouping 11 has been taken back already"
    assert desk.refused(1, "group --apart 6").error == "statement 6 is in no group"


def test_an_undone_grouping_cannot_be_taken_apart(desk: Newsroom) -> None:
    desk.given("group 6 7\nundo 11")
    assert desk.refused(1, "group --apart 11").error == "entry 11 has been undone"


def test_an_empty_log_has_nothing_to_group(room: Newsroom) -> None:
    assert room.refused(3, "group 1 2").error == "there is no entry 1"
    assert room.refused(2, "group").hint == "tracker group --help"
