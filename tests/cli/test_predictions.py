"""Predictions: claims with a deadline, what is overdue, since when, and by whose word."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.test_readings import BELIEF, STAMP, TIMELINE
from tests.conftest import Room
from tests.newsroom import NOW, Newsroom

LATER = "2026-03-05T09:00:00+00:00"


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """Four predictions and a claim without a deadline, on the day after the founding article."""
    return new_room().given("""
        source add Nvidia --kind organisation
        source add 'Jensen Huang' --handle huang --member-of nvidia
        source add Analyst --class expert
        source add Commerce --kind organisation --class official
        claim open 'The first H200 reach China by mid-February' --handle first-h200 --topic sales --about nvidia --deadline 2026-02-15
        claim open 'The tariff falls in January' --handle tariff --topic trade --deadline 2026-01
        claim open 'A new export rule comes by summer' --handle rule --topic trade --deadline 2026-06
        claim open 'China opens its market this year' --handle market --deadline 2025
        claim open 'The H200 is a Hopper chip' --handle hopper
        log 'It may be so' -s commerce -c first-h200 -a unclear -d 2025-12-08
        log 'They ship soon' -s analyst -c first-h200 -a deny -d 2025-12-09
        log 'First chips by mid-February' -s huang -c first-h200 -a predict -d 2025-12-10
        log 'We will ship them' -s nvidia -c first-h200 -a announce -d 2025-12-10
        log 'It falls' -s analyst -c tariff -a predict -d 2025-12-01
        log 'A rule is coming' -s commerce -c rule -a announce -d 2025-12-02
        log 'It is Hopper' -s nvidia -c hopper -d 2025-12-02
    """)  # noqa: E501


@pytest.fixture
def desk(story: Newsroom, clock: Any) -> Newsroom:
    """The same in March, to be read only."""
    clock.move_to(LATER)
    return story


@pytest.fixture
def later(new_room: Room, story: Newsroom, clock: Any) -> Newsroom:
    """The same in March, to go on with."""
    room = new_room(story.database)
    clock.move_to(LATER)
    return room


def claims(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """The claims of a list of what is overdue, each with its days."""
    return [(row["claim"], row["overdue_days"]) for row in rows if row["type"] == "claim.opened"]


# -- what is overdue -----------------------------------------------------------------------------------------------


def test_nothing_is_overdue_yet(story: Newsroom, clock: Any) -> None:
    clock.move_to(NOW)
    assert story.json("timeline --overdue") == []
    assert story.ok("timeline --overdue").out == "nothing is overdue\n"


def test_the_longest_overdue_comes_first(desk: Newsroom) -> None:
    assert claims(desk.json("timeline --overdue")) == [("market", 64), ("tariff", 33), ("first-h200", 18)]


def test_overdue_as_people_read_it(desk: Newsroom) -> None:
    assert desk.ok("timeline --overdue --topic sales").lines == [
        "first-h200: The first H200 reach China by mid-February",
        "  due 2026-02-15, 18 days overdue; disputed; predicted by huang and nvidia",
        "2025-12-10      12  huang predicts on first-h200: First chips by mid-February",
        "2025-12-10      13  nvidia announces on first-h200: We will ship them",
        "2025-12-08      10  commerce calls it open on first-h200: It may be so",
        "2025-12-09      11  analyst denies on first-h200: They ship soon",
        "",
        "1 claim overdue, as of now, known by entry 16, policy default",
    ]
    told = desk.ok("timeline --overdue").lines
    assert "  due 2025, 64 days overdue; open; no prediction on record" in told
    assert told[-1] == "3 claims overdue, as of now, known by entry 16, policy default"
    assert all(len(line) <= 80 for line in told)


def test_overdue_rows_are_those_of_the_timeline_and_more(desk: Newsroom) -> None:
    rows = desk.json("timeline --overdue")
    lines = {row["entry"]: row for row in desk.json("timeline")}
    for row in rows:
        assert row.keys() >= TIMELINE | {"deadline", "overdue_days", "belief", "predicted_by", *STAMP}
        if row["type"] != "claim.opened":
            assert {name: row[name] for name in TIMELINE} == {name: lines[row["entry"]][name] for name in TIMELINE}
    (opened,) = [row for row in rows if row["type"] == "claim.opened" and row["claim"] == "tariff"]
    assert opened["text"] == "The tariff falls in January"
    assert (opened["deadline"], opened["at"][:10]) == ("2026-01", "2026-01-31")
    assert (opened["belief"], opened["predicted_by"]) == ("single_source", ["analyst"])
    assert desk.ok("timeline --overdue --csv").csv[0]["deadline"] == "2025"
    assert desk.ok("timeline --overdue --jsonl").jsonl == rows


def test_a_month_is_due_at_its_last_instant(desk: Newsroom) -> None:
    assert claims(desk.json("timeline --overdue --claim tariff --as-of 2026-01-31")) == []
    assert claims(desk.json("timeline --overdue --claim tariff --as-of 2026-02-01")) == [("tariff", 1)]


def test_it_is_judged_at_the_date_that_is_asked_for(desk: Newsroom) -> None:
    assert claims(desk.json("timeline --overdue --as-of 2026-02-15")) == [("tariff", 15)]
    assert claims(desk.json("timeline --overdue --as-of 2025-12-11")) == []
    ahead = desk.json("timeline --overdue --as-of 2026-07-01")
    assert ("rule", 1) in claims(ahead), "by then, if nothing comes"
    assert desk.ok("timeline --overdue --as-of 2026-02-15").lines[-1].startswith("1 claim overdue, as of 2026-02-15, ")


def test_what_we_knew(desk: Newsroom) -> None:
    assert claims(desk.json("timeline --overdue --known-by 5")) == [("first-h200", 18)]
    assert claims(desk.json("timeline --overdue --known-by 4")) == []
    assert claims(desk.json("timeline --overdue --known-by 2025-12-10")) == []


def test_a_verdict_settles_it_and_giving_it_up_unsettles_it(later: Newsroom) -> None:
    later.ok("verdict tariff false --decided 2026-02-10")
    assert "tariff" not in dict(claims(later.json("timeline --overdue")))
    assert dict(claims(later.json("timeline --overdue --as-of 2026-02-09"))) == {"tariff": 9}
    later.ok("verdict tariff --withdraw")
    rows = later.json("timeline --overdue --claim tariff")
    assert claims(rows) == [("tariff", 33)]
    assert [row["type"] for row in rows[1:]] == ["statement.recorded", "verdict.reached", "verdict.withdrawn"]


def test_a_deadline_put_off_or_taken_away(later: Newsroom) -> None:
    later.given("claim amend tariff --deadline 2026-04\nclaim amend market --deadline ''")
    assert claims(later.json("timeline --overdue")) == [("first-h200", 18)]
    later.ok("claim open 'It rains today' --handle rain --deadline today")
    assert "rain" not in dict(claims(later.json("timeline --overdue")))


def test_an_undone_prediction_predicts_nothing(later: Newsroom) -> None:
    later.ok("undo 14")
    rows = later.json("timeline --overdue --claim tariff")
    assert rows[0]["predicted_by"] == []
    assert rows[1:] == []
    rows = later.json("timeline --overdue --claim tariff --all")
    assert [row["status"] for row in rows[1:]] == ["voided"]
    assert "[voided]" in later.ok("timeline --overdue --claim tariff --all").out


def test_claims_that_are_the_same_are_one(later: Newsroom) -> None:
    later.given("""
        claim open 'Tariffs go down' --handle duties
        log 'They go down' -s commerce -c duties -a predict -d 2026-01-05
        claim relate duties same_as tariff
    """)
    for line in ("timeline --overdue --topic trade", "timeline --overdue --claim duties"):
        rows = later.json(line)
        assert claims(rows) == [("tariff", 33)]
        assert rows[0]["predicted_by"] == ["analyst", "commerce"]


# -- together with the other options -------------------------------------------------------------------------------


def test_one_source_s_overdue_predictions(desk: Newsroom) -> None:
    rows = desk.json("timeline --overdue --source analyst")
    assert claims(rows) == [("tariff", 33), ("first-h200", 18)]
    assert {row["source"] for row in rows if row["type"] != "claim.opened"} == {"analyst"}
    assert rows[-2]["predicted_by"] == ["huang", "nvidia"], "the analyst denied it, others predicted it"


def test_who_predicted_is_found_outside_the_filter(desk: Newsroom) -> None:
    for options in ("--source commerce", "--to 2025-12-08", "--from 2025-12-09 --to 2025-12-09"):
        rows = [row for row in desk.json(f"timeline --overdue {options}") if row["claim"] == "first-h200"]
        assert {row["source"] for row in rows[1:]}.isdisjoint({"huang", "nvidia"})
        assert all(row["predicted_by"] == ["huang", "nvidia"] for row in rows)
        assert "predicted by huang and nvidia" in desk.ok(f"timeline --overdue {options} --claim first-h200").out


def test_other_filters(desk: Newsroom) -> None:
    assert claims(desk.json("timeline --overdue --about nvidia")) == [("first-h200", 18)]
    assert claims(desk.json("timeline --overdue --topic trade")) == [("tariff", 33)]
    assert claims(desk.json("timeline --overdue --from 2025-12-10")) == [("first-h200", 18)]
    assert claims(desk.json("timeline --overdue --to 2025-12-01")) == [("tariff", 33)]
    assert claims(desk.json("timeline --overdue --claim hopper")) == []


def test_wrong_use(desk: Newsroom) -> None:
    assert desk.refused(3, "timeline --overdue --claim nothing").error
    assert desk.refused(3, "timeline --overdue --source nobody").error
    assert desk.refused(2, "timeline --overdue --from 2026 --to 2025").error == "'2026' is after '2025'"
    assert desk.refused(2, "timeline --overdue --as-of soon").error
    assert desk.refused(3, "timeline --overdue --known-by 999").error


def test_an_empty_log_and_a_log_of_one_claim(room: Newsroom) -> None:
    assert room.json("timeline --overdue") == []
    room.ok("claim open 'It rains' --handle rain --deadline 2025-11")
    assert claims(room.json("timeline --overdue")) == [("rain", 11)]
    assert room.json("timeline --overdue --as-of 2025-12-05") == [], "nobody had spoken of it by then"
    assert room.ok("timeline --overdue").lines[-1] == "1 claim overdue, as of now, known by entry 1, policy default"


# -- belief --------------------------------------------------------------------------------------------------------


def test_the_board_shows_what_is_due(desk: Newsroom) -> None:
    rows = {row["claim"]: row for row in desk.json("belief --open")}
    assert all(row.keys() >= BELIEF | {"deadline", "overdue"} for row in rows.values())
    assert {claim for claim, row in rows.items() if row["overdue"]} == {"market", "tariff", "first-h200"}
    assert rows["tariff"]["overdue_since"] == "2026-02-01T00:00:00.000000Z"
    assert (rows["rule"]["overdue"], rows["rule"]["overdue_since"]) == (False, None)
    told = " ".join(desk.ok("belief --open").out.split())
    assert "due 2026-01, overdue since 2026-02-01" in told
    assert "one origin, thin | likely; due 2026-06 " in told
    assert all(len(line) <= 80 for line in desk.ok("belief").lines)


def test_the_board_keeps_its_order(desk: Newsroom) -> None:
    order = [row["claim"] for row in desk.json("belief --open")]
    assert order == ["hopper", "rule", "tariff", "first-h200", "market"], "latest change first, whatever is due"


def test_one_belief_and_its_sum(desk: Newsroom) -> None:
    assert desk.one("belief tariff")["overdue"] is True
    assert desk.one("why tariff")["overdue"] is True
    assert desk.one("belief tariff --as-of 2026-01-31")["overdue"] is False
    assert desk.one("why tariff --as-of 2026-02-01")["overdue"] is True
    assert "  due 2026-01, overdue since 2026-02-01" in desk.ok("belief tariff").lines
    assert "  due 2026-06" in desk.ok("belief rule").lines
    assert desk.one("belief hopper")["overdue"] is False


def test_a_judged_claim_is_not_overdue(later: Newsroom) -> None:
    later.ok("verdict tariff false --decided 2026-02-10")
    assert later.one("belief tariff")["overdue"] is False
    assert later.one("belief tariff --as-of 2026-02-09")["overdue"] is True
    assert "overdue" not in later.ok("belief tariff").out
    assert "tariff" not in {row["claim"] for row in later.json("belief --open")}
    assert "due" not in "".join(line for line in later.ok("belief").lines if line.startswith("tariff"))


def test_a_table_of_no_rows_has_its_header(desk: Newsroom) -> None:
    for some, none in (
        ("timeline", "timeline --from 2030"),
        ("find hopper", "find zeppelin"),
        ("belief", "belief --topic nosuch"),
    ):
        assert desk.ok(f"{none} --csv").lines == desk.ok(f"{some} --csv").lines[:1]
