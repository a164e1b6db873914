"""``credibility SOURCE``: when it is silent, how it hedges, whose interest it serves, and when it spoke."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import NOW, Newsroom
from tests.render.test_pages import record_row
from tracker.domain.habits import CameOut, Month, Silence
from tracker.render.credibility import one
from tracker.render.habits import BLOCKS, PLAIN, habits
from tracker.reports.habits import HabitsRow

NOBODY_ASKED = {"asked": 0, "answered": 0, "evaded": 0, "unanswered": 0, "pending": 0}


@pytest.fixture(scope="module")
def founding(new_room: Room) -> Newsroom:
    """What the founding article says of Beijing and of Nvidia."""
    return new_room().given("""
        source add 'Chinese government' --handle beijing --kind organisation --class official
        source add Nvidia --kind organisation
        source add 'Jensen Huang' --handle huang --member-of nvidia
        source add Insiders --kind group --class insider
        source add Reuters --kind agency
        source add 'Unheard-of' --handle unheard
        claim open 'Beijing keeps firms from buying the H200' --handle beijing-blocks --about beijing
        claim open 'China approves imports of the H200' --handle imports --about beijing
        claim open 'Nvidia chips contain backdoors' --handle backdoors --about nvidia --topic security
        claim open 'Nvidia writes off billions' --handle write-off --about nvidia --topic money
        claim open 'The H20 is sold again' --handle h20 --topic sales
        log 'Beijing wants to stop this' -s insiders -c beijing-blocks --chain reuters -d 2025-12-10
        log 'No comment' -s beijing -c beijing-blocks -a decline -d 2025-12-10
        log 'We have seen the reports' -s beijing -c imports -a non_denial -d 2025-12-09
        log 'It is a risk' -s beijing -c backdoors -a accuse --certainty uncertain -b no_evidence -d 2025-12-10
        log 'No backdoors' -s nvidia -c backdoors -a deny -d 2025-07-31
        log 'It costs us billions' -s nvidia -c write-off -i against_interest -d 2025-04-15
        log 'We expect to sell' -s nvidia -c h20 -a predict -d 2025-10-01
        log 'We will sell' -s huang -c h20 -d 2025-10-02
        verdict backdoors false --decided 2025-12-01
        verdict write-off true --decided 2025-08-01
    """)


@pytest.fixture
def desk(founding: Newsroom, clock: Any) -> Newsroom:
    """The same, to be read only."""
    clock.move_to(NOW)
    return founding


def whole(room: Newsroom, line: str) -> str:
    """What a command says, without its line breaks."""
    return " ".join(room.ok(line).out.split())


# -- silence -------------------------------------------------------------------------------------------------------


def test_beijing_was_silent_twice_on_claims_still_open(desk: Newsroom) -> None:
    silence = desk.one("credibility beijing")["silence"]
    assert silence == {
        **NOBODY_ASKED,
        "declined": 1,
        "no_response": 0,
        "non_denial": 1,
        "outcomes": {"true": 0, "false": 0, "mixed": 0, "unresolvable": 0, "open": 2},
    }
    told = whole(desk, "credibility beijing")
    assert "silence never asked for comment declined 1, did not deny 1 the claims it was silent on: 2 open" in told


def test_how_the_claims_came_out_is_told_once_they_do(desk: Newsroom, new_room: Room) -> None:
    room = new_room(desk.database)
    before = room.one("belief imports")["probability"]
    room.ok("verdict beijing-blocks true --decided 2025-12-11")
    assert room.one("credibility beijing")["silence"]["outcomes"]["true"] == 1
    assert "the claims it was silent on: 1 true, 1 open" in whole(room, "credibility beijing")
    assert room.one("belief imports")["probability"] == before, "silence moves no belief"


def test_asked_and_what_came_of_it(desk: Newsroom, new_room: Room, clock: Any) -> None:
    room = new_room(desk.database)
    room.given("""
        claim open 'Chips are smuggled' --handle smuggled
        claim open 'Chips are tracked' --handle tracked
        ask nvidia -c smuggled --by 2025-12-12
        ask nvidia -c tracked --by 2025-12-12
        ask nvidia -c h20 --by 2025-12-12
        ask nvidia -c backdoors --by 2026-06-30
        ask nvidia -c write-off --by 2025-12-12
        undo --last
    """)
    clock.move_to("2025-12-20T09:00:00+00:00")
    room.given("""
        log 'No comment' -s nvidia -c tracked -a decline -d 2025-12-12
        log 'It sells well' -s huang -c h20 -d 2025-12-12
    """)
    silence = room.one("credibility nvidia")["silence"]
    assert {name: silence[name] for name in NOBODY_ASKED} == {
        "asked": 4, "answered": 1, "evaded": 1, "unanswered": 1, "pending": 1,
    }  # fmt: skip
    assert silence["outcomes"]["open"] == 2
    told = whole(room, "credibility nvidia")
    assert "asked 4, answered 1, declined or evaded 1, no answer 1, pending 1 declined 1" in told
    then = room.one("credibility nvidia --as-of 2025-12-11")["silence"]
    assert {name: then[name] for name in NOBODY_ASKED} == {**NOBODY_ASKED, "asked": 4, "pending": 4}
    assert room.one("credibility nvidia --as-of 2025-12-10")["silence"]["asked"] == 0
    assert room.one("credibility nvidia --known-by 20")["silence"]["asked"] == 0
    assert room.one("credibility nvidia --as-of 2026-07-01")["silence"]["unanswered"] == 2, "by then, if nothing comes"


def test_a_source_that_never_spoke_but_was_asked(desk: Newsroom, new_room: Room, clock: Any) -> None:
    room = new_room(desk.database)
    room.ok("ask unheard -c imports --by 2025-12-12")
    clock.move_to("2025-12-13T09:00:00+00:00")
    row = room.one("credibility unheard")
    assert (row["statements"], row["silence"]["asked"], row["silence"]["unanswered"]) == (0, 1, 1)
    told = whole(room, "credibility unheard")
    assert "has not spoken" in told
    assert "asked 1, no answer 1" in told


# -- wording and interest ------------------------------------------------------------------------------------------


def test_an_organisation_answers_for_its_member_who_was_asked(room: Newsroom) -> None:
    room.given("""
        source add Acme --kind organisation
        source add Chief --member-of acme
        claim open 'Something leaks' --handle leak
        ask chief -c leak --by 2030-01-01
        log 'It does not' -s acme -c leak -a deny
    """)
    assert room.one("credibility chief")["silence"]["answered"] == 1


def test_by_wording(desk: Newsroom) -> None:
    words = desk.one("credibility nvidia")["by_certainty"]
    assert list(words) == ["certain", "likely", "uncertain", "unstated"]
    zeros = {"trials": 0, "held": 0, "fell": 0, "mixed": 0, "withdrawn": 0, "pending": 0}
    assert words["certain"] == {**zeros, "statements": 2, "trials": 1, "held": 1}
    assert words["likely"] == {**zeros, "statements": 1, "pending": 1}
    assert words["uncertain"] == {**zeros, "statements": 0}
    told = desk.ok("credibility nvidia").out
    assert "    certain                  2 statements; held up 1\n" in told
    assert "    likely                   1 statement; pending 1\n" in told
    assert "    uncertain" not in told


def test_nvidia_s_denial_serves_itself_and_its_admission_does_not(desk: Newsroom) -> None:
    interests = desk.one("credibility nvidia")["by_interest"]
    assert list(interests) == ["self_serving", "neutral", "against_interest", "unknown"]
    assert (interests["self_serving"]["held"], interests["self_serving"]["graded"]) == (1, True)
    assert (interests["against_interest"]["held"], interests["against_interest"]["graded"]) == (1, False)
    told = desk.ok("credibility nvidia").out
    assert "    self serving             1 statement; held up 1\n" in told
    assert "    against interest         1 statement; held up 1; on no record\n" in told


def test_few_verdicts_are_counts_and_never_shares(desk: Newsroom) -> None:
    for source in ("nvidia", "beijing", "insiders", "huang", "unheard"):
        told = desk.ok(f"credibility {source}").out
        assert "%" not in told
        assert "too few" in told or "no record" in told or "has not spoken" in told


@pytest.mark.parametrize("source", ["nvidia", "beijing", "huang"])
@pytest.mark.parametrize("cut", ["", "--as-of 2025-11-30", "--known-by 20", "--topic security"])
def test_the_parts_add_up_to_the_acts(desk: Newsroom, source: str, cut: str) -> None:
    row = desk.json(f"credibility {source} {cut}")[0]
    graded = [part for part in row["by_interest"].values() if part["graded"]]
    for outcome in ("trials", "held", "fell", "mixed", "withdrawn", "pending"):
        acts = sum(part[outcome] for part in row["by_act"].values())
        assert sum(part[outcome] for part in row["by_certainty"].values()) == acts
        assert sum(part[outcome] for part in graded) == acts
        assert row[outcome] == acts
    assert sum(month["statements"] for month in row["months"]) == row["statements"]


def test_on_one_topic(desk: Newsroom) -> None:
    row = desk.one("credibility nvidia --topic security")
    assert [month["month"] for month in row["months"]] == ["2025-07"]
    assert desk.one("credibility beijing --topic security")["silence"]["declined"] == 0
    assert desk.one("credibility nvidia --topic nonsense")["months"] == []


def test_unnamed_voices_lend_a_record_that_has_no_habits(desk: Newsroom) -> None:
    own, cell = desk.json("credibility insiders")
    assert own["silence"]["asked"] == 0
    assert own["by_certainty"]["certain"] == {
        "statements": 1, "trials": 0, "held": 0, "fell": 0, "mixed": 0, "withdrawn": 0, "pending": 0,
    }  # fmt: skip
    assert own.keys() == cell.keys()
    assert (cell["silence"], cell["by_certainty"], cell["by_interest"], cell["months"]) == (None, None, None, None)
    assert "silence" not in desk.json("credibility")[0], "the report of all is as it was"


def test_a_merged_source_answers_for_both_handles(desk: Newsroom, new_room: Room) -> None:
    room = new_room(desk.database)
    room.given("""
        source add 'NVIDIA Corp.' --handle nvidia-corp --kind organisation
        log 'No comment' -s nvidia-corp -c imports -a decline -d 2025-12-10
        source merge nvidia-corp nvidia
    """)
    for handle in ("nvidia", "nvidia-corp"):
        assert room.json(f"credibility {handle}")[0]["silence"]["declined"] == 1


# -- months --------------------------------------------------------------------------------------------------------


def test_months(desk: Newsroom) -> None:
    assert desk.one("credibility nvidia")["months"] == [
        {"month": "2025-04", "statements": 1, "held": 0, "fell": 0},
        {"month": "2025-07", "statements": 1, "held": 1, "fell": 0},
        {"month": "2025-10", "statements": 1, "held": 0, "fell": 0},
    ]
    told = desk.ok("credibility nvidia").lines
    assert "  by month, at most 1" in told
    assert "    statements   2025-04 █..█..█ 2025-10" in told
    assert "    held up      2025-04 ...█... 2025-10" in told


def bars(*months: Month, blocks: bool = True) -> list[str]:
    """The lines that picture some months."""
    silent = Silence(0, 0, 0, 0, 0, 0, 0, 0, dict.fromkeys(CameOut, 0))
    lines = list(habits(HabitsRow(record_row(), silent, {}, {}, months), blocks=blocks))
    return lines[next(index for index, line in enumerate(lines) if line.startswith("  by ")) :]


def test_the_heights_of_the_months() -> None:
    some = [Month(f"2025-0{number}", number, 0, 0) for number in range(1, 9)]
    assert bars(*some)[1].split()[2] == BLOCKS
    assert bars(*some, blocks=False)[1].split()[2] == PLAIN
    assert bars(Month("2025-01", 1, 0, 0), Month("2025-03", 100, 0, 1))[1:] == [
        "    statements   2025-01 ▁.█ 2025-03",
        "    proved wrong 2025-01 ..▁ 2025-03",
    ]


@pytest.mark.parametrize(
    ("first", "last", "heading"),
    [
        ("2025-01", "2025-12", "month"), ("2020-01", "2025-12", "quarter"), ("1990-06", "2025-12", "year"),
        ("1900-01", "2025-12", "5 years"), ("0001-01", "2025-12", "50 years"),
    ],
)  # fmt: skip
def test_a_long_career_still_fits_on_a_line(first: str, last: str, heading: str) -> None:
    lines = bars(Month(first, 3, 1, 2), Month(last, 1, 0, 0))
    assert lines[0] == f"  by {heading}, at most 3"
    assert len(lines) == 4
    assert all(len(line) <= 80 for line in lines)
    assert all(line.split()[-3] == first and line.split()[-1] == last for line in lines[1:])


def test_a_terminal_without_blocks_gets_plain_letters(desk: Newsroom) -> None:
    tracker = Path(sys.executable).with_name("tracker")
    for encoding, heights in (("latin-1", PLAIN), ("ascii", PLAIN), ("utf-8", BLOCKS)):
        environment = {**desk.surroundings, "PYTHONIOENCODING": encoding}
        done = subprocess.run(
            [tracker, "credibility", "nvidia"], cwd=desk.folder, env=environment, capture_output=True, check=True
        )
        assert f"statements   2025-04 {heights[-1]}..{heights[-1]}..{heights[-1]} 2025-10".encode() in done.stdout


def test_a_full_page_keeps_to_eighty_columns() -> None:
    score = {"trials": 39, "held": 13, "fell": 13, "mixed": 13, "withdrawn": 13, "pending": 13}
    sorts = {
        "self_serving": {"statements": 1000, **score},
        "against_interest": {**score, "statements": 65, "graded": False},
    }
    silent = Silence(99, 33, 33, 33, 0, 50, 50, 50, dict.fromkeys(CameOut, 20))
    row = record_row(
        name="A name of many words that goes on for longer than a line of eighty columns is wide", weight=-0.021,
        by_topic={"topic": score}, by_act={"assert": score}, statements=99, **score,
    )  # fmt: skip
    whole = HabitsRow(row, silent, sorts, sorts, [Month("2025-01", 1, 0, 0)])
    lines = list(one([whole]))
    assert max(len(line) for line in lines) <= 80
    told = " ".join(" ".join(lines).split())
    assert "1000 statements; held up 13, proved wrong 13, mixed 13, withdrawn 13, pending 13" in told
    assert "asked 99, answered 33, declined or evaded 33, no answer 33 declined 50, did not respond 50" in told
    assert "20 true, 20 false, 20 mixed, 20 unresolvable, 20 open" in told


# -- shapes --------------------------------------------------------------------------------------------------------


def test_a_source_that_never_spoke(desk: Newsroom) -> None:
    row = desk.one("credibility unheard")
    assert (row["statements"], row["months"]) == (0, [])
    assert {part["statements"] for part in (*row["by_certainty"].values(), *row["by_interest"].values())} == {0}
    told = whole(desk, "credibility unheard")
    assert "silence never asked for comment no silence on record" in told
    assert "by month" not in told
    assert desk.one("credibility nvidia --as-of 2020")["months"] == []
    assert desk.one("credibility nvidia --known-by 1")["silence"]["declined"] == 0


def test_the_empty_log_has_no_source_to_ask_for(room: Newsroom) -> None:
    assert room.refused(3, "credibility nvidia").error
    assert room.ok("credibility").out == "nobody has spoken\n"


def test_a_log_of_one_statement(room: Newsroom) -> None:
    room.ok("log 'It rained' --new-source Ann --new-claim Rain -d 2025-12-01")
    row = room.one("credibility ann")
    assert row["by_certainty"]["certain"]["pending"] == 1
    assert row["months"] == [{"month": "2025-12", "statements": 1, "held": 0, "fell": 0}]


def test_as_a_table(desk: Newsroom) -> None:
    own, cell = desk.ok("credibility insiders --csv").csv
    assert (own["source"], cell["source"]) == ("insiders", "insider via reuters")
    assert '"declined": 0' in own["silence"]
    assert cell["silence"] == ""
    (row,) = desk.ok("credibility nvidia --jsonl").jsonl
    assert row == desk.one("credibility nvidia")


def test_silence_on_a_topic_is_no_silence(desk: Newsroom) -> None:
    told = desk.ok("credibility nvidia --topic nosuch").out
    assert "has not spoken on this topic\n" in told
    assert "1 record on nosuch, as of now" in told
    assert "on this topic" not in desk.ok("credibility unheard").out
    assert "records on security, as of now" in desk.ok("credibility --topic security").out
    assert desk.ok("credibility --topic nosuch").out == "nobody has spoken on nosuch\n"
