"""``diff``: what moved between two moments, and which entries moved it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_founding_article import COMMANDS, TEXT
from tests.conftest import Room
from tests.newsroom import Newsroom

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
AFTERWARDS = "2026-11-23T12:00:00+00:00"
"""After the last row of the sample case."""
SIDE = {
    "status", "probability", "likelihood", "ignorance", "verdict", "verdict_entry", "by_decider", "as_of", "known_by",
    "policy",
}  # fmt: skip


@pytest.fixture(scope="module")
def bridge(new_room: Room, clock: Any) -> Newsroom:
    """The invented case, with its own dates of recording."""
    room = new_room()
    clock.move_to(AFTERWARDS)
    room.ok("import --keep-recorded", str(SEEDS / "harbour-bridge" / "harbour-bridge.jsonl"))
    return room


@pytest.fixture
def article(new_room: Room) -> Newsroom:
    """The founding article, logged on one morning."""
    room = new_room()
    room.write("chips.txt", TEXT)
    for line in COMMANDS:
        room.ok(line)
    return room


@pytest.fixture
def flood(room: Newsroom) -> Newsroom:
    """Ann on two matters; then a verdict on the one of them."""
    return room.given("""
        source add ann
        source add bob
        claim open 'The dam broke' --handle dam --topic water --about bob
        claim open 'It rained' --handle rain --topic sky
        log 'It did' -s ann -c dam -d 2025-11-01
        log 'It poured' -s ann -c rain -d 2025-11-02
        verdict dam true --because 'We went and looked' --decided 2025-11-05
    """)


def moved(room: Newsroom, line: str) -> dict[str, Any]:
    """What a difference tells, by claim."""
    return {row["claim"]: row for row in room.json(f"diff {line}")}


# -- what an editor asks -------------------------------------------------------------------------------------------


def test_a_statement_and_what_it_did(flood: Newsroom) -> None:
    (row,) = flood.json("diff 2025-10-31 2025-11-01")
    assert (row["claim"], row["text"], row["entries"]) == ("dam", "The dam broke", [5])
    assert set(row["from"]) == set(row["to"]) == SIDE
    assert (row["from"]["status"], row["to"]["status"]) == ("open", "single_source")
    assert (row["from"]["probability"], row["from"]["likelihood"]) == (0.5, None)
    assert row["to"]["probability"] == pytest.approx(0.7, abs=1e-6)
    assert row["to"]["likelihood"] == "likely"
    assert row["from"]["as_of"] == "2025-10-31T23:59:59.999999Z"
    assert row["from"]["known_by"] == row["to"]["known_by"] == flood.head[0]
    assert row["to"]["policy"] == "default"


def test_a_verdict_moves_what_its_speakers_said_elsewhere(flood: Newsroom) -> None:
    found = moved(flood, "2025-11-04 2025-11-05")
    assert list(found) == ["dam", "rain"], "what turned comes before what drifted"
    assert found["dam"]["to"]["verdict"] == "true"
    assert found["dam"]["from"]["probability"] == found["dam"]["to"]["probability"], "a verdict is no evidence"
    assert found["rain"]["from"]["status"] == found["rain"]["to"]["status"] == "single_source"
    assert found["rain"]["to"]["probability"] > found["rain"]["from"]["probability"]
    assert found["rain"]["entries"] == found["dam"]["entries"] == [7]
    (cause,) = found["rain"]["because"]
    assert cause["records"] == ["ann"]
    assert cause["deed"]["type"] == "verdict.reached"
    assert found["dam"]["because"][0]["records"] == []


def test_what_it_says_to_people(flood: Newsroom) -> None:
    assert flood.ok("diff 2025-11-04 2025-11-05").out == (
        "dam: The dam broke\n"
        "  single source -> confirmed; likely -> settled: true; p .700; ignorance .600\n"
        "      7  verdict on dam: true: We went and looked\n"
        "\n"
        "rain: It rained\n"
        "  single source; likely; p .700 -> .763; ignorance .600 -> .474\n"
        "      7  verdict on dam changed the record of ann\n"
        "\n"
        "2 claims moved from 2025-11-04 to 2025-11-05, known by entry 7, policy default\n"
    )


def test_a_withdrawn_verdict(flood: Newsroom) -> None:
    flood.given("verdict dam --withdraw --decided 2025-11-20")
    found = moved(flood, "2025-11-19 2025-11-20")
    assert found["dam"]["entries"] == found["rain"]["entries"] == [8]
    assert found["rain"]["to"]["probability"] == pytest.approx(0.7, abs=1e-6)
    assert moved(flood, "2025-11-04 2025-11-20") == {}, "there and back again"
    assert "withdrawal of the verdict on dam changed the record of ann" in flood.ok("diff 2025-11-19 2025-11-20").out


def test_a_verdict_that_grades_nobody_moves_its_own_claim_alone(flood: Newsroom) -> None:
    flood.given("claim open 'The moon is cheese' --handle moon\nverdict moon false")
    assert list(moved(flood, "--clock desk 7 9")) == ["moon"]


def test_a_retraction(flood: Newsroom) -> None:
    flood.given("retract 6 -d 2025-11-10 --because 'I had the wrong day'")
    found = moved(flood, "2025-11-09 2025-11-10")
    assert list(found) == ["rain"]
    assert (found["rain"]["to"]["status"], found["rain"]["entries"]) == ("retracted", [8])


def test_a_statement_found_late_on_a_settled_claim_changes_a_record(flood: Newsroom) -> None:
    flood.given("""
        log 'Never' -s bob -c dam -a deny -d 2025-11-03
        log 'It was dry' -s bob -c rain -a deny -d 2025-11-04
    """)
    found = moved(flood, "--clock desk 7 9")
    assert found["rain"]["entries"] == [8, 9]
    assert [cause["records"] for cause in found["rain"]["because"]] == [["bob"], []]


def test_a_rival_answer(room: Newsroom) -> None:
    room.given("""
        source add ann
        claim open 'There are ten' --handle ten --question how-many
        claim open 'There are twenty' --handle twenty --question how-many
        log 'Ten' -s ann -c ten -d 2025-11-01
    """)
    found = moved(room, "2025-10-31 2025-11-01")
    assert found["twenty"]["entries"] == [4]
    assert found["twenty"]["to"]["probability"] < found["twenty"]["from"]["probability"]
    room.given("verdict ten true --decided 2025-11-05")
    assert moved(room, "2025-11-04 2025-11-05")["twenty"]["to"]["status"] == "refuted"


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ("source merge bob ann", "single_source"),
        ("amend 5 --act deny", "disputed"),
        ("undo 5", "single_source"),
        ("claim amend rain --about bob", "multiple_sources"),
        ("source describe bob --member-of ann", "single_source"),
    ],
)
def test_upkeep_moves_belief_for_every_date(room: Newsroom, entry: str, status: str) -> None:
    room.given("""
        claim open 'It rained' --handle rain
        log 'It did' --new-source ann -c rain -d 2025-11-01
        log 'It did' --new-source bob -c rain -d 2025-11-02
    """)
    assert room.one("belief rain")["status"] == "corroborated"
    assert room.ok(entry).code == 0
    found = moved(room, "--clock desk 5 6")
    assert list(found) == ["rain"]
    assert (found["rain"]["to"]["status"], found["rain"]["entries"]) == (status, [6])
    assert moved(room, "--clock desk 5 6 --as-of 2025-10-01") == {}, "before anybody spoke nothing moves"


def test_redaction_moves_nothing(flood: Newsroom) -> None:
    flood.given("redact 5 --yes")
    assert moved(flood, "--clock desk 7 8") == {}


def test_silence_moves_nothing(flood: Newsroom) -> None:
    flood.given("log 'No comment' -s bob -c dam -a decline -d 2025-11-10\nask bob -c rain --by 2025-12-01")
    assert moved(flood, "--clock desk 7 9") == moved(flood, "2025-11-09 2025-12-11") == {}


def test_what_the_founding_article_brought(article: Newsroom) -> None:
    found = moved(article, "2025-12-09 2025-12-10")
    board = {row["claim"]: row for row in article.json("belief")}
    assert {claim for claim, row in found.items() if row["to"]["status"] != "open"} == {
        claim for claim, row in board.items() if row["status"] != "open"
    }
    assert "imports" not in found, "an open question is no move"
    for claim, row in found.items():
        assert row["from"]["status"] == "open"
        assert row["to"]["probability"] == board[claim]["probability"]


# -- the sample case -----------------------------------------------------------------------------------------------


def test_the_same_date_in_the_world_two_dates_on_the_desk(bridge: Newsroom) -> None:
    found = moved(bridge, "--clock desk 98 110 --as-of 2024-04-30")
    known = found["cracks-known-2023"]
    assert (known["from"]["status"], known["to"]["status"]) == ("corroborated", "confirmed")
    assert {106, 109} <= set(known["entries"])
    assert {entry for row in found.values() for entry in row["entries"]} <= set(range(99, 111))


def test_both_clocks_at_once(bridge: Newsroom) -> None:
    found = moved(bridge, "2024-03-31@2024-04-02 2024-04-30@110 -c cracks-known")
    (row,) = found.values()
    for end, cut in (("from", "--as-of 2024-03-31 --known-by 2024-04-02"), ("to", "--as-of 2024-04-30 --known-by 110")):
        told = bridge.one(f"belief cracks-known {cut}")
        assert {name: row[end][name] for name in SIDE - {"verdict_entry"}} == {
            name: told[name] for name in SIDE - {"verdict_entry"}
        }
    out = bridge.ok("diff 2024-03-31@2024-04-02 2024-04-30@110 -c cracks-known").out
    assert " ".join(out.split()).endswith(
        f"1 claim moved from 2024-03-31, known by entry {row['from']['known_by']}, to 2024-04-30, known by entry 110, "
        "policy default"
    )


def test_an_end_left_open_is_everything(bridge: Newsroom) -> None:
    assert moved(bridge, "@98 @110") == moved(bridge, "--clock desk 98 110")
    assert moved(bridge, "2024-04-01@ 2024-04-30@") == moved(bridge, "2024-04-01 2024-04-30")


def test_filters(bridge: Newsroom) -> None:
    every = moved(bridge, "2024-04-01 2024-05-15")
    claims = {row["claim"]: row for row in bridge.json("belief")}
    for option, wanted in (
        ("--topic money", {c for c, row in claims.items() if "money" in row["topic"]}),
        ("--about holmgreve", {c for c, row in claims.items() if "holmgreve" in row["about"]}),
        ("--claim sensors-off", {"sensors-off"}),
    ):
        found = moved(bridge, f"2024-04-01 2024-05-15 {option}")
        assert set(found) >= wanted & every.keys()
        assert all(found[claim] == every[claim] for claim in found)
        assert set(found) < set(every)


def test_small_drifts_can_be_left_out(bridge: Newsroom) -> None:
    every, wide = moved(bridge, "@98 @110"), moved(bridge, "@98 @110 --least 0.04")
    assert set(wide) < set(every)
    for claim, row in every.items():
        ends = row["from"], row["to"]
        turned = any(ends[0][name] != ends[1][name] for name in ("status", "likelihood", "verdict"))
        assert (claim in wide) == (turned or abs(ends[0]["probability"] - ends[1]["probability"]) >= 0.04)


# -- answering -----------------------------------------------------------------------------------------------------


def test_exit_code(flood: Newsroom) -> None:
    assert flood("diff 2025-11-04 2025-11-05 --exit-code").code == 1
    assert flood("diff 2025-11-05 2025-11-05 --exit-code").code == 0
    assert flood("diff 2025-11-04 2025-11-05").code == 0


def test_all_forms(flood: Newsroom) -> None:
    rows = flood.json("diff 2025-11-04 2025-11-05")
    assert flood.ok("diff 2025-11-04 2025-11-05 --jsonl").jsonl == rows
    table = flood.ok("diff 2025-11-04 2025-11-05 --csv").csv
    assert [row["claim"] for row in table] == ["dam", "rain"]
    assert flood.ok("diff 2025-11-05 2025-11-05 --json").json == []


def test_an_empty_log(room: Newsroom) -> None:
    assert room.json("diff 2024 2025") == room.json("diff --clock desk 0 0") == []
    assert room.ok("diff 2024 2025").out == (
        "nothing moved from 2024-12-31 to 2025-12-31, known by entry 0, policy default\n"
    )


def test_a_log_of_one_statement(room: Newsroom) -> None:
    room.given("log 'It did' --new-source ann --new-claim 'It rained' -d 2025-11-01")
    (row,) = room.json("diff @0 @3")
    assert row["entries"] == [2, 3]
    assert row["from"]["status"] == "open"


# -- what cannot be asked ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        ("2025-11-05 2025-11-04", "'2025-11-05' is after '2025-11-04'", "tracker diff 2025-11-04 2025-11-05"),
        ("--clock desk 7 5", "'7' is after '5'", "tracker diff --clock desk 5 7"),
        ("@7 @5", "'@7' is after '@5'", "tracker diff @5 @7"),
        ("2025-11-04@7 2025-11-05@5", "'2025-11-04@7' is after '2025-11-05@5'", "FROM is the earlier moment on both"),
        ("someday 2025", "'someday' is not a date", "write 2025-12-10"),
        ("03/04/2024 2025", "'03/04/2024' can be two dates", "write 2024-04-03 or 2024-03-04"),
        ("@ 2025", "'@' is not a moment", "write a date like"),
        ("'' 2025", "'' is not a moment", "write a date like"),
        ("2024 2025 --as-of 2025", "'2024' and --as-of set the same clock", "leave out --as-of"),
        ("--clock desk 1 2 --known-by 2", "'1' and --known-by set the same clock", "leave out --known-by"),
        ("2024 2025 --least 2", "invalid value for '--least'", "tracker diff --help"),
        ("2024", "missing argument 'TO'", "tracker diff --help"),
    ],
)
def test_what_is_no_moment(flood: Newsroom, line: str, error: str, hint: str) -> None:
    answer = flood.refused(2, f"diff {line}")
    assert answer.error.startswith(error)
    assert answer.hint.startswith(hint)


def test_what_does_not_exist(flood: Newsroom) -> None:
    assert flood.refused(3, "diff --clock desk 1 99").error == "there is no entry 99"
    assert flood.refused(3, "diff 2024 2025 -c nothing").error == "there is no claim 'nothing'"
    assert flood.refused(3, "diff 2024 2025 --about nobody").error == "there is no source 'nobody'"


def test_a_claim_that_did_not_move(flood: Newsroom) -> None:
    assert flood.json("diff 2024 2025-01 -c dam") == []
    assert flood.json("diff 2024 2025 --topic nothing") == []
