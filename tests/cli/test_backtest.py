"""What we believed before we knew, on the command line: the report, the rows, both clocks, and nothing to report."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tracker.render.text import decimal

SCORES = {"n", "log_loss", "brier", "auc", "ece", "bins"}
HEADER = ["kind", "claim", "source", "decided", "outcome", "predicted", "past"]


@pytest.fixture(scope="module")
def story(new_room: Room, clock: Any) -> Newsroom:
    """Three claims of November; one was logged only after its verdict, two were found out on one day."""
    room = new_room()
    clock.move_to("2025-12-01T10:00:00+00:00")
    room.given("""
        source add Ann
        source add Bob
        claim open 'The dam broke' --handle dam --topic flood
        claim open 'The bridge is closed' --handle bridge --topic traffic
        claim open 'The tunnel is closed' --handle tunnel --topic traffic
        log 'It broke' -s ann -c dam -d 2025-11-01
        log 'It is closed' -s ann -c bridge -d 2025-11-01
        log 'It is not' -s bob -c bridge -a deny -d 2025-11-02
        log 'It is closed' -s bob -c tunnel -d 2025-11-02
        verdict dam true --decided 2025-11-10
        verdict bridge true --decided 2025-11-20
        verdict tunnel false --decided 2025-11-20
        log 'Broken indeed' -s bob -c dam -d 2025-11-05
    """)
    return room


def test_every_verdict_is_held_against_what_was_believed(story: Newsroom) -> None:
    (found,) = [story.ok("backtest --json").json]
    assert found["claims"].keys() == {*SCORES, "accuracy"}
    assert found["sources"].keys() == {*SCORES, "by_past", "interval"}
    assert (found["clock"], found["as_of"], found["known_by"], found["policy"]) == ("world", None, 13, "default")
    assert "hindsight" in found["note"]
    assert found["claims"]["n"] == 3
    assert found["sources"]["n"] == 5
    assert found["claims"]["accuracy"] == pytest.approx(2 / 3)
    assert len(found["claims"]["bins"]) == 10
    assert found["claims"]["bins"][0].keys() == {"low", "high", "n", "mean_predicted", "share_true"}
    assert sum(part["n"] for part in found["sources"]["by_past"]) == 5
    assert found["sources"]["interval"] == {"n": 0, "held": 0, "share": None, "later": 50}


def test_rows_for_a_spreadsheet(story: Newsroom) -> None:
    answer = story.ok("backtest --rows rows.csv")
    assert answer.err == "8 rows written to rows.csv\n"
    rows = list(csv.DictReader((story.folder / "rows.csv").read_text().splitlines()))
    assert list(rows[0]) == HEADER
    assert [(row["kind"], row["claim"], row["source"], row["outcome"], row["past"]) for row in rows] == [
        ("claim", "dam", "", "1", "0"),
        ("source", "dam", "ann", "1", "0"),
        ("source", "dam", "bob", "1", "0"),
        ("claim", "bridge", "", "1", "1"),
        ("source", "bridge", "ann", "1", "1"),
        ("source", "bridge", "bob", "0", "1"),
        ("claim", "tunnel", "", "0", "1"),
        ("source", "tunnel", "bob", "0", "1"),
    ]
    assert [row["decided"] for row in rows] == ["2025-11-10"] * 3 + ["2025-11-20"] * 5
    assert float(rows[1]["predicted"]) == pytest.approx(0.7)
    assert float(rows[4]["predicted"]) > 0.7
    assert rows == story.ok("backtest --rows -").csv


def test_a_prediction_is_what_the_readings_of_that_day_say(story: Newsroom, new_room: Room) -> None:
    """Credibility the day before the last verdicts, and a claim's probability then, are in the rows."""
    rows = story.ok("backtest --rows -").csv
    records = {row["source"]: row["mean"] for row in story.json("credibility --as-of 2025-11-19")}
    assert [float(rows[number]["predicted"]) for number in (4, 5, 7)] == pytest.approx(
        [records["ann"], records["bob"], records["bob"]], abs=1e-9
    )
    belief = story.one("belief tunnel --as-of 2025-11-19")["probability"]
    assert float(rows[6]["predicted"]) == pytest.approx(belief, abs=1e-9)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_standard_output_has_room_for_one_answer(story: Newsroom, form: str) -> None:
    answer = story.refused(2, f"backtest --rows - --{form}")
    assert answer.error == f"--rows - and --{form} both answer on standard output"
    assert answer.hint == f"tracker backtest --rows FILE --{form}"


def test_the_desk_had_it_in_another_order(story: Newsroom) -> None:
    rows = story.ok("backtest --clock desk --rows -").csv
    assert [(row["claim"], row["source"], row["past"]) for row in rows if row["kind"] == "source"] == [
        ("dam", "ann", "0"),
        ("bridge", "ann", "1"),
        ("bridge", "bob", "0"),
        ("tunnel", "bob", "1"),
    ], "bob's word on the dam came in after all verdicts, and the bridge was settled before the tunnel"
    assert story.ok("backtest --clock desk --json").json["clock"] == "desk"
    bridge = next(row for row in rows if row["claim"] == "bridge" and row["kind"] == "claim")
    assert float(bridge["predicted"]) == pytest.approx(story.one("belief bridge --known-by 10")["probability"])


def test_the_desk_clock_reads_anew_where_something_was_revised(room: Newsroom) -> None:
    room.given("""
        source add Ann
        source add Bob
        log One -s ann --new-claim First -d 2025-11-01
        log Two -s bob --new-claim Second -d 2025-11-01
        verdict first false --decided 2025-11-10
        source merge bob ann
        verdict second true --decided 2025-11-11
    """)
    rows = room.ok("backtest --clock desk --rows -").csv
    assert [(row["source"], row["past"]) for row in rows if row["kind"] == "source"] == [("ann", "0"), ("ann", "1")]
    rows = room.ok("backtest --clock desk --known-by 5 --rows -").csv
    assert [row["claim"] for row in rows] == []
    rows = room.ok("backtest --clock desk --known-by 7 --rows -").csv
    assert [row["claim"] for row in rows] == ["first", "first"]


def test_cut_at_both_clocks(story: Newsroom) -> None:
    assert story.ok("backtest --as-of 2025-11-19 --json").json["claims"]["n"] == 1
    assert story.ok("backtest --known-by 11 --json").json["claims"]["n"] == 2
    assert story.ok("backtest --known-by 9 --json").json["claims"]["n"] == 0


def test_only_one_topic_by_whole_records(story: Newsroom) -> None:
    every = story.ok("backtest --rows -").csv
    traffic = story.ok("backtest --topic traffic --rows -").csv
    assert traffic == [row for row in every if row["claim"] != "dam"]
    assert story.ok("backtest --topic traffic --json").json["topic"] == "traffic"


def test_scored_from_a_row_on(story: Newsroom) -> None:
    found = story.ok("backtest --from-row 2 --json").json
    assert (found["claims"]["n"], found["sources"]["n"], found["from_row"]) == (2, 4, 2)
    assert "fewer than 9 predictions" in story.ok("backtest --from-row 9").out
    story.refused(2, "backtest --from-row 0")


def test_what_people_read(story: Newsroom) -> None:
    told = story.ok("backtest").out
    assert told.startswith("claims: 3 found true or false")
    assert "sources: 5 trials" in told
    lines = [line.split() for line in told.splitlines()]
    for one in story.ok("backtest --json").json["claims"]["bins"]:
        start = [f".{one['low'] * 10:.0f}", "to"]
        shown = [line[3:6] for line in lines if line[:2] == start and len(line) == 7]
        figures = [str(one["n"]), *(decimal(one[name]) for name in ("mean_predicted", "share_true") if one["n"])]
        assert (figures in shown) is (one["n"] > 0)
    assert ["1", "to", "4", "3"] in [line[:4] for line in lines]
    assert "merges, amendments" in told
    assert told.endswith("world clock, as of now, known by entry 13, policy default\n")
    assert max(map(len, told.splitlines())) <= 80


def test_bars_in_ascii_where_the_terminal_knows_no_other(story: Newsroom) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "backtest", "--db", str(story.database)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "######" in done.stdout
    assert done.stdout.isascii()


@pytest.mark.parametrize("clock_", ["world", "desk"])
def test_nothing_has_been_found_out(room: Newsroom, clock_: str) -> None:
    for lines in ("", "source add Ann", "log Yes -s ann --new-claim Flood"):
        room.given(lines)
        told = room.ok(f"backtest --clock {clock_}").out
        assert told.startswith("no claim has been found true or false yet")
        found = room.ok(f"backtest --clock {clock_} --json").json
        assert found["claims"]["n"] == found["sources"]["n"] == 0
        assert found["claims"]["log_loss"] is found["sources"]["auc"] is None
        assert room.ok(f"backtest --clock {clock_} --rows -").out == ",".join(HEADER) + "\n"
    room.given("verdict flood unresolvable")
    assert room.ok(f"backtest --clock {clock_}").out.startswith("no claim has been found true or false yet")


@pytest.mark.parametrize("clock_", ["world", "desk"])
def test_one_verdict_has_no_ranking(room: Newsroom, clock_: str) -> None:
    room.given("source add Ann\nlog Yes -s ann --new-claim Flood -d 2025-12-01\nverdict flood true")
    found = room.ok(f"backtest --clock {clock_} --json").json
    assert (found["claims"]["n"], found["claims"]["accuracy"], found["claims"]["auc"]) == (1, 1.0, None)
    assert "no AUC, since all came out alike" in room.ok(f"backtest --clock {clock_}").out


def test_a_claim_nobody_spoke_about(room: Newsroom) -> None:
    room.given("claim open Flood --handle flood\nverdict flood true")
    found = room.ok("backtest --json").json
    assert (found["claims"]["n"], found["sources"]["n"]) == (1, 0)
    assert "sources: 0 trials" in room.ok("backtest").out


def test_files_that_are_something_else_stay_as_they_are(story: Newsroom) -> None:
    story.ok("backtest --rows again.csv")
    first = (story.folder / "again.csv").read_text()
    story.ok("backtest --rows again.csv --topic traffic")
    assert len((story.folder / "again.csv").read_text()) < len(first)
    story.write("notes.txt", "mine")
    for name in ("notes.txt", *(["tracker.db"] if story.url is None else [])):
        assert "is another file" in story.refused(2, f"backtest --rows {name}").error
    assert (story.folder / "notes.txt").read_text() == "mine"
    for name in (".", "nowhere/rows.csv", ""):
        assert "cannot be written" in story.refused(2, "backtest --rows", name).error


@pytest.mark.parametrize("line", ["--as-of 2025-13-01", "--known-by 12x", "--clock moon", "--as-of 03/04/2024"])
def test_bad_options(story: Newsroom, line: str) -> None:
    story.refused(2, f"backtest {line}")


def test_an_entry_beyond_the_log(story: Newsroom) -> None:
    story.refused(3, "backtest --known-by 99")
