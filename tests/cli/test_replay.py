"""``replay``: the story step by step, for a pipe, for a program, and for somebody at a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_founding_article import COMMANDS, TEXT
from tests.conftest import Room
from tests.newsroom import Newsroom

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
AFTERWARDS = "2026-11-23T12:00:00+00:00"
"""After the last row of the sample case."""
KEYS = [
    "entry", "type", "at", "claim", "source", "act", "of", "text", "status_before", "status_after",
    "probability_before", "probability_after", "ignorance_before", "ignorance_after", "likelihood_before",
    "likelihood_after", "verdict_before", "verdict_after", "records", "as_of", "known_by", "policy",
]  # fmt: skip
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def bridge(new_room: Room, clock: Any) -> Newsroom:
    """The invented case, with its own dates of recording."""
    room = new_room()
    clock.move_to(AFTERWARDS)
    room.ok("import --keep-recorded", str(SEEDS / "harbour-bridge" / "harbour-bridge.jsonl"))
    return room


@pytest.fixture
def flood(room: Newsroom) -> Newsroom:
    """Ann and Bob on a dam; Ann is right, and has said something else."""
    return room.given("""
        source add ann
        source add bob
        claim open 'The dam broke' --handle dam --topic water
        claim open 'It rained' --handle rain --topic sky
        log 'It poured' -s ann -c rain -d 2025-11-01
        log 'It did' -s ann -c dam -d 2025-11-02
        log 'It did not' -s bob -c dam -a deny -d 2025-11-02
        log 'No comment' -s bob -c dam -a decline -d 2025-11-03
        verdict dam true --because 'We went and looked' --decided 2025-11-05
    """)


def entries(rows: Rows) -> list[int]:
    """Which entries a replay tells, in order."""
    return list(dict.fromkeys(row["entry"] for row in rows if row["entry"] is not None))


def of(rows: Rows, entry: int) -> dict[str, Any]:
    """The one row of an entry."""
    (row,) = [row for row in rows if row["entry"] == entry]
    return row


# -- what an editor sees -------------------------------------------------------------------------------------------


def test_as_things_were_said(flood: Newsroom) -> None:
    rows = flood.json("replay")
    assert all(list(row) == KEYS for row in rows)
    assert entries(rows) == [5, 6, 7, 8, 9]
    said, denied, declined, found = (of(rows, entry) for entry in (6, 7, 8, 9))
    assert (said["status_before"], said["status_after"]) == ("open", "single_source")
    assert (said["likelihood_before"], said["likelihood_after"]) == (None, "likely")
    assert (denied["status_before"], denied["status_after"]) == ("single_source", "disputed")
    assert declined["probability_before"] == declined["probability_after"]
    assert declined["act"] == "decline"
    assert (found["type"], found["status_after"], found["verdict_after"]) == ("verdict.reached", "confirmed", "true")
    assert [(r["source"], r["held"], r["fell"], r["mixed"]) for r in found["records"]] == [
        ("ann", 1, 0, 0), ("bob", 0, 1, 0)
    ]  # fmt: skip
    assert found["records"][0]["mean_before"] < found["records"][0]["mean_after"]
    assert found["as_of"] == "2025-11-05T23:59:59.999999Z"


def test_of_several_things_on_one_day_each_is_read_without_the_later_ones(flood: Newsroom) -> None:
    rows = flood.json("replay -c dam")
    said, denied = of(rows, 6), of(rows, 7)
    assert said["at"] == denied["at"]
    assert said["probability_after"] == denied["probability_before"] != denied["probability_after"]


def test_what_moves_a_claim_between_its_own_steps_is_told(flood: Newsroom) -> None:
    rows = flood.json("replay -c rain")
    assert [row["type"] for row in rows] == ["statement.recorded", "meanwhile"]
    last = rows[-1]
    assert (last["entry"], last["claim"], last["records"]) == (None, "rain", [])
    assert last["probability_before"] == rows[0]["probability_after"]
    assert last["probability_after"] == flood.one("belief rain")["probability"]


def test_as_we_learned_them(flood: Newsroom) -> None:
    flood.given("amend 7 --act non_denial\nundo 9\nsource merge bob ann\nclaim relate rain implies dam")
    rows = flood.json("replay --clock desk")
    assert entries(rows) == list(range(1, 14))
    assert of(rows, 1)["claim"] is None
    assert (of(rows, 3)["claim"], of(rows, 3)["status_after"]) == ("dam", "open")
    amended, undone = of(rows, 10), of(rows, 11)
    assert (amended["type"], amended["of"], amended["act"]) == ("statement.amended", 7, "non_denial")
    assert undone["status_before"] == "confirmed"
    assert [(record["source"], record["held"]) for record in undone["records"]] == [("ann", -1)]
    assert {row["claim"] for row in rows if row["entry"] == 13} == {"rain", "dam"}
    assert all(row["known_by"] == row["entry"] for row in rows if row["entry"])


def test_what_was_amended_is_told_as_it_should_have_been(flood: Newsroom) -> None:
    flood.given("amend 7 --act non_denial --said 2025-11-04")
    row = of(flood.json("replay"), 7)
    assert (row["act"], row["at"][:10]) == ("non_denial", "2025-11-04")
    assert row["status_before"] == row["status_after"] == "single_source"
    assert of(flood.json("replay --clock desk"), 7)["act"] == "deny", "as we had it then"


def test_what_was_undone_moves_nothing_in_the_world(flood: Newsroom) -> None:
    flood.given("undo 7")
    row = of(flood.json("replay"), 7)
    assert row["status_before"] == row["status_after"] == "single_source"
    assert "[voided]" in flood.ok("replay").out


def test_taken_back_and_given_up(flood: Newsroom) -> None:
    flood.given("retract 5 -d 2025-11-04 --because 'Wrong day'\nverdict dam --withdraw --decided 2025-11-20")
    rows = flood.json("replay")
    back, up = of(rows, 10), of(rows, 11)
    assert (back["type"], back["of"], back["status_after"]) == ("statement.retracted", 5, "retracted")
    assert (up["type"], up["of"], up["verdict_before"], up["verdict_after"]) == ("verdict.withdrawn", 9, "true", None)
    assert [(record["source"], record["held"], record["fell"]) for record in up["records"]] == [
        ("ann", -1, 0), ("bob", 0, -1)
    ]  # fmt: skip


def test_what_it_says_to_people(flood: Newsroom) -> None:
    assert flood.ok("replay -c dam --to 2025-11-05").out.splitlines() == [
        "2025-11-02       6  ann says on dam: It did",
        "                    open -> single source; nothing known -> likely; p .500 ->",
        "                    .700; ignorance 1.000 -> .600",
        "2025-11-02       7  bob denies on dam: It did not",
        "                    single source -> disputed; likely -> roughly even chance; p",
        "                    .700 -> .500; ignorance .600 -> .429",
        "2025-11-03       8  bob declines to comment on dam: No comment",
        "                    moves nothing: disputed, p .500",
        "2025-11-05       9  verdict on dam: true: We went and looked",
        "                    disputed -> confirmed; roughly even chance -> settled: true;",
        "                    p .500; ignorance .429",
        "                    record of ann: held up 1 more; .700 -> .718",
        "                    record of bob: proved wrong 1 more; .700 -> .575",
        "",
        "4 steps, as of 2025-11-05, known by entry 9, policy default",
    ]


def test_lines_fit_the_screen(bridge: Newsroom) -> None:
    for clock in ("world", "desk"):
        assert max(map(len, bridge.ok(f"replay --clock {clock}").lines)) <= 80


def test_the_founding_article(new_room: Room) -> None:
    room = new_room()
    room.write("chips.txt", TEXT)
    for line in COMMANDS:
        room.ok(line)
    for clock in ("world", "desk"):
        last = {row["claim"]: row for row in room.json(f"replay --clock {clock}")}
        for told in room.json("belief"):
            row = last[told["claim"]]
            assert (row["status_after"], row["likelihood_after"]) == (told["status"], told["likelihood"])
            assert row["probability_after"] == pytest.approx(told["probability"], abs=0.0005)
    silent = next(row for row in room.json("replay") if row["act"] == "decline")
    assert silent["probability_before"] == silent["probability_after"]


def ends(rows: Rows) -> dict[str, tuple[Any, ...]]:
    """How each claim stood in its last row."""
    return {
        row["claim"]: (row["status_after"], row["likelihood_after"], round(row["probability_after"], 3))
        for row in rows
        if row["claim"] is not None and row["status_after"] is not None
    }


def test_what_belongs_to_no_claim_tells_what_it_moved(bridge: Newsroom) -> None:
    rows = bridge.json("replay --clock desk")
    for entry, kind in ((84, "sources.merged"), (119, "sources.separated"), (45, "article.amended")):
        told = [row for row in rows if row["entry"] == entry]
        moved = bridge.json(f"diff {entry - 1} {entry} --clock desk")
        assert {row["type"] for row in told} == {kind}
        assert [row["claim"] for row in told] == ([row["claim"] for row in moved] or [None])
        for row, seen in zip(told, moved, strict=False):
            assert row["probability_before"] == pytest.approx(seen["from"]["probability"], abs=0.0005)
            assert row["probability_after"] == pytest.approx(seen["to"]["probability"], abs=0.0005)


def test_a_parameter_and_its_undoing_tell_what_they_moved(flood: Newsroom) -> None:
    flood.given("source describe ann --kind document\nundo 10\nsource merge bob ann\nundo 12")
    rows = flood.json("replay --clock desk")
    for entry in (10, 11, 12, 13):
        moved = [row["claim"] for row in flood.json(f"diff {entry - 1} {entry} --clock desk")]
        assert [row["claim"] for row in rows if row["entry"] == entry] == (moved or [None])
    assert of([row for row in rows if row["claim"] == "rain"], 12)["probability_after"] != pytest.approx(
        of([row for row in rows if row["claim"] == "rain"], 13)["probability_after"], abs=0.0005
    )
    told = flood.json("replay --clock desk --topic sky")
    assert {row["claim"] for row in told} == {"rain"}
    assert {12, 13} <= set(entries(told))


def test_of_many_claims_ten_are_told_to_people(flood: Newsroom) -> None:
    for number in range(14):
        flood.ok(f"claim open 'Flood {number}' --handle c{number}")
        flood.ok(f"log 'So it is' -s ann -c c{number} -d 2025-11-0{number % 9 + 1}")
    (last,) = [row["entry"] for row in flood.json("source merge bob ann")] or [0]
    told = [row for row in flood.json("replay --clock desk") if row["entry"] == last]
    assert len(told) > 14
    text = flood.ok(f"replay --clock desk --from {last}").lines
    assert f"                    and {len(told) - 10} more" in text
    assert sum(" c1" in line or " c" in line for line in text) <= 11


@pytest.mark.parametrize("option", ["", "-c riverbed-scoured", "-s arvid-quarnholt", "--topic money"])
@pytest.mark.parametrize(("along", "start"), [("desk", "90"), ("desk", "119"), ("world", "2024-04-01")])
def test_it_ends_where_belief_stands_wherever_it_begins(bridge: Newsroom, option: str, along: str, start: str) -> None:
    board = {row["claim"]: row for row in bridge.json("belief")}
    late = bridge.json(f"replay --clock {along} {option} --from {start}")
    for claim, (status, likelihood, p) in ends(late).items():
        assert (status, likelihood) == (board[claim]["status"], board[claim]["likelihood"])
        assert p == pytest.approx(board[claim]["probability"], abs=0.001)
    if option.startswith("-s"):
        return  # A source's story takes up only what it had spoken on by then.
    before = f"--known-by {int(start) - 1}" if along == "desk" else "--as-of 2024-03-31"
    base = {row["claim"]: row for row in bridge.json(f"belief {before}")}
    first = {row["claim"]: row for row in reversed(late) if row["claim"] in base}
    for claim, row in first.items():
        assert row["status_before"] == base[claim]["status"]
        assert row["probability_before"] == pytest.approx(base[claim]["probability"], abs=0.0005)


def test_what_moved_in_a_window_without_steps(flood: Newsroom) -> None:
    (row,) = flood.json("replay -c rain --from 2025-11-02")
    assert (row["type"], row["claim"], row["at"][:10]) == ("meanwhile", "rain", "2025-11-02")
    assert row["probability_after"] == flood.one("belief rain")["probability"]
    assert flood.ok("replay -c rain --from 2025-11-02").lines[-1].startswith("no step of its own,")


def test_a_merge_and_its_separation_are_both_told(flood: Newsroom) -> None:
    flood.given("source merge bob ann\nsource separate bob ann")
    for option in ("", "-c rain", "-c dam", "--topic water", "-s bob"):
        rows = flood.json(f"replay --clock desk --from 10 {option}")
        assert {10, 11} <= set(entries(rows)), option
        for claim in {row["claim"] for row in rows} - {None}:
            first, *_, last = [row for row in rows if row["claim"] == claim]
            assert first["probability_before"] == pytest.approx(last["probability_after"], abs=0.0005)


# -- which part of it ----------------------------------------------------------------------------------------------


def test_the_whole_case_ends_where_belief_stands(bridge: Newsroom) -> None:
    board = {row["claim"]: row for row in bridge.json("belief")}
    for clock in ("world", "desk"):
        last: dict[str, Any] = {}
        for row in bridge.json(f"replay --clock {clock}"):
            if row["claim"] is None:
                continue
            if row["claim"] in last:
                assert row["status_before"] == last[row["claim"]]["status_after"]
            last[row["claim"]] = row
        assert set(last) == set(board)
        for claim, row in last.items():
            assert (row["status_after"], row["verdict_after"]) == (board[claim]["status"], board[claim]["verdict"])
            assert row["probability_after"] == pytest.approx(board[claim]["probability"], abs=0.0005)


def test_the_world_s_story_is_the_timeline(bridge: Newsroom) -> None:
    for option in ("", "-c sensors-off", "-s ove-strandkamp", "--topic money", "--about holmgreve"):
        told = [row["entry"] for row in bridge.json(f"timeline --all {option}")]
        assert set(told) <= set(entries(bridge.json(f"replay {option}")))
    assert entries(bridge.json("replay")) == [row["entry"] for row in bridge.json("timeline --all")]


def test_of_a_source_also_how_it_came_out(bridge: Newsroom) -> None:
    for clock in ("world", "desk"):
        rows = bridge.json(f"replay -s arvid-quarnholt --clock {clock}")
        assert {row["source"] for row in rows if row["type"] == "statement.recorded"} <= {
            "arvid-quarnholt", "a-quarnhold"
        }  # fmt: skip
        graded = [record for row in rows for record in row["records"] if record["source"] == "arvid-quarnholt"]
        assert sum(record["held"] for record in graded) <= 3
        assert any(record["fell"] > 0 for record in graded)


def test_of_one_claim_all_that_was_learned_about_its_speakers(bridge: Newsroom) -> None:
    rows = bridge.json("replay -c riverbed-scoured --clock desk")
    kinds = {row["type"] for row in rows}
    assert {"claim.opened", "statement.recorded", "sources.merged", "sources.separated"} <= kinds
    assert {row["claim"] for row in rows} == {"riverbed-scoured"}


def test_of_one_answer_its_rivals_too(bridge: Newsroom) -> None:
    rows = bridge.json("replay -c cost-about-4m")
    assert {row["claim"] for row in rows} == {"cost-about-4m"}
    assert "139" in " ".join(map(str, entries(rows))), "what was said for nine million speaks against four"


def test_from_and_to(flood: Newsroom) -> None:
    assert entries(flood.json("replay --from 2025-11-02 --to 2025-11-03")) == [6, 7, 8]
    assert entries(flood.json("replay --clock desk --from 5 --to 7")) == [5, 6, 7]
    assert entries(flood.json("replay --clock desk --from 2025-12-11")) == list(range(1, 10))
    assert flood.json("replay --clock desk --to 2025-12-10") == []
    assert flood.json("replay --from 2026") == []


def test_only_up_to_a_cut(flood: Newsroom) -> None:
    assert entries(flood.json("replay --as-of 2025-11-02")) == [5, 6, 7]
    assert entries(flood.json("replay --known-by 6")) == [5, 6]
    assert entries(flood.json("replay --clock desk --known-by 6")) == [1, 2, 3, 4, 5, 6]
    assert entries(flood.json("replay --clock desk --as-of 2025-11-02")) == [1, 2, 3, 4, 5, 6, 7]
    for row in flood.json("replay --clock desk --as-of 2025-11-02"):
        assert row["as_of"] == "2025-11-02T23:59:59.999999Z"


def test_all_forms(flood: Newsroom) -> None:
    rows = flood.json("replay")
    assert flood.ok("replay --jsonl").jsonl == rows
    assert [row["claim"] for row in flood.ok("replay --csv").csv] == [row["claim"] for row in rows]
    assert list(flood.ok("replay --csv").csv[0]) == KEYS


@pytest.mark.parametrize("along", ["world", "desk"])
def test_nothing_to_tell(room: Newsroom, along: str) -> None:
    assert room.ok(f"replay --clock {along}").out == "\nnothing happened, as of now, known by entry 0, policy default\n"
    assert room.json(f"replay --clock {along}") == []
    assert room.ok(f"replay --clock {along} --csv").out == ""
    room.given("source add ann\nclaim open 'It rained' --handle rain")
    assert room.json(f"replay --clock {along} --topic nothing") == []
    assert entries(room.json(f"replay --clock {along} -s ann")) == ([1] if along == "desk" else [])
    assert room.json("replay -c rain") == []


def test_a_log_of_one_statement(room: Newsroom) -> None:
    room.given("log 'It did' --new-source ann --new-claim 'It rained' -d 2025-11-01")
    (row,) = room.json("replay")
    assert (row["status_before"], row["status_after"]) == ("open", "single_source")


@pytest.mark.parametrize(
    ("code", "line", "error"),
    [
        (2, "--from 2025-11 --to 2025-10", "'2025-11' is after '2025-10'"),
        (2, "--clock desk --from 7 --to 5", "'7' is after '5'"),
        (2, "--clock desk --from 2025-11 --to 2025-10", "'2025-11' is after '2025-10'"),
        (2, "--from someday", "'someday' is not a date"),
        (3, "--clock desk --from 99", "there is no entry 99"),
        (3, "-c nothing", "there is no claim 'nothing'"),
        (3, "-s nobody", "there is no source 'nobody'"),
        (3, "--known-by 99", "there is no entry 99"),
    ],
)
def test_what_cannot_be_told(flood: Newsroom, code: int, line: str, error: str) -> None:
    assert flood.refused(code, f"replay {line}").error == error


# -- in a shell ----------------------------------------------------------------------------------------------------


def test_the_first_lines_do_not_wait_for_the_last(bridge: Newsroom) -> None:
    """Whoever reads only the beginning ends it, and nothing is said about that."""
    command = [sys.executable, "-m", "tracker", "replay", "--jsonl"]
    with subprocess.Popen(
        command, cwd=bridge.folder, env=bridge.surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b'{"entry": 71')
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


class Screen:
    """A terminal with a replay running in it, and somebody who presses keys."""

    def __init__(self, end: int) -> None:
        self._end = end

    def press(self, keys: str, until: str) -> str:
        """Press keys, each as soon as one is waited for; what is shown from then on, up to some text."""
        shown = ""
        for key in keys[:-1]:
            self._await_key()
            os.write(self._end, key.encode())
            shown += self.read("q quit")
        self._await_key()
        os.write(self._end, keys[-1].encode())
        return shown + self.read(until)

    def type(self, line: str, until: str) -> str:
        """Type a line; what is shown from then on, up to some text."""
        os.write(self._end, f"{line}\r".encode())
        return self.read(until)

    def _await_key(self) -> None:
        """Until then the terminal is in its line mode, and what is pressed would be thrown away."""
        while termios.tcgetattr(self._end)[3] & termios.ICANON:
            select.select([], [], [], 0.01)

    def read(self, until: str) -> str:
        """What is shown, up to some text; a minute is too long to wait for it."""
        shown, patience = "", time.monotonic() + 60
        while until not in shown:
            assert time.monotonic() < patience, f"no {until!r} in {shown!r}"
            if select.select([self._end], [], [], 1)[0]:
                shown += os.read(self._end, 4096).decode()
        return shown


@contextmanager
def at_a_terminal(room: Newsroom, *words: str) -> Iterator[tuple[Screen, subprocess.Popen[bytes]]]:
    """A replay at a real terminal of 80 columns."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "tracker", "replay", *words]
    environment = room.surroundings | {"TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(
        command, cwd=room.folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as running:
        os.close(theirs)
        try:
            yield Screen(ours), running
            assert running.wait(60) is not None
        finally:
            running.kill()
            os.close(ours)


def test_walking_through_it(flood: Newsroom) -> None:
    with at_a_terminal(flood) as (screen, running):
        first = screen.read("q quit")
        assert "ann says on rain: It poured" in first
        assert "ann says on dam" not in first, "one step a screen"
        assert "step 1 of 5" in first
        assert "step 1 of 5, there is no other" in screen.press("b", "q quit")
        shown = screen.press("n", "q quit")
        assert "ann says on dam" in shown
        assert "step 2 of 5" in shown
        shown = screen.press(" ", "q quit")
        assert "single source -> disputed" in shown
        assert "step 3 of 5" in shown
        shown = screen.press("\r", "q quit")
        assert "declines" in shown
        assert "step 4 of 5" in shown
        shown = screen.press("b", "q quit")
        assert "bob denies" in shown
        assert "step 3 of 5" in shown
        shown = screen.press("nn", "q quit")
        assert "record of bob: proved wrong 1 more" in shown
        assert "step 5 of 5" in shown
        assert "there is no other" in screen.press("n", "q quit")
        screen.press("q", "\n")
    assert running.returncode == 0


def test_jumping_to_a_date(flood: Newsroom) -> None:
    with at_a_terminal(flood) as (screen, running):
        screen.read("q quit")
        screen.press("j", "date")
        assert "bob declines" in screen.type("2025-11-03", "q quit")
        screen.press("j", "date")
        assert "'someday' is not a date" in screen.type("someday", "q quit")
        screen.press("j", "date")
        assert "step 4 of 5, nothing from 2027 on" in screen.type("2027", "q quit")
        screen.press("j", "date")
        assert "step 1 of 5" in screen.type("2024", "q quit")
        screen.press("q", "\n")
    assert running.returncode == 0


def test_walking_along_the_desk_s_clock_past_what_was_not_yet_said(flood: Newsroom) -> None:
    with at_a_terminal(flood, "--clock", "desk", "--as-of", "2025-11-01", "--from", "4") as (screen, running):
        assert "claim rain opened" in screen.read("q quit")
        assert "ann says on rain" in screen.press("n", "q quit")
        assert "there is no other" in screen.press("n", "q quit")
        screen.press("q", "\n")
    assert running.returncode == 0


def test_an_interrupt(flood: Newsroom) -> None:
    with at_a_terminal(flood) as (screen, running):
        screen.read("q quit")
        screen.press("\x03", "stopped; nothing was changed")
    assert running.returncode == 130


def test_nothing_to_walk_through(room: Newsroom) -> None:
    with at_a_terminal(room) as (screen, running):
        assert "nothing happened" in screen.read("happened")
    assert running.returncode == 0


def test_a_reader_does_not_keep_a_writer_waiting(flood: Newsroom) -> None:
    with at_a_terminal(flood) as (screen, running):
        screen.read("q quit")
        flood.ok("log 'Me too' -s bob -c rain -d 2025-11-06")
        assert "of 5" in screen.press("n", "q quit"), "the story is the one that was begun"
        screen.press("q", "\n")
    assert running.returncode == 0
