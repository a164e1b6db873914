"""What if it had never been said: belief, why and credibility with something left out, and what a status hangs on."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from tests.cli.test_founding_article import COMMANDS, TEXT
from tests.cli.test_random_stories import CLAIMS, KINDS, cast, live
from tests.conftest import Room
from tests.newsroom import Newsroom
from tracker.store import readings

__all__ = ["cast"]


@pytest.fixture(scope="module")
def dossier(new_room: Room) -> Newsroom:
    """The founding article, then two more voices, and a verdict on each of two claims."""
    room = new_room()
    room.write("chips.txt", TEXT)
    for line in COMMANDS:
        room.ok(line)
    return room.given("""
        source add 'A bank' --handle bank --kind organisation
        claim open 'A second order follows' --handle second
        claim open 'The chip is cheap' --handle cheap
        log 'They ordered' -s bank -c orders -a confirm -d 2025-12-10
        log 'It will' -s bank -c second -d 2025-12-10
        log 'It is' -s bank -c cheap -d 2025-12-10
        verdict cheap false --decided 2025-12-11
    """)


@pytest.fixture
def desk(dossier: Newsroom, clock: Any) -> Newsroom:
    """The dossier, to be read only."""
    clock.move_to("2025-12-11T10:00:00+00:00")
    return dossier


def entry(room: Newsroom, options: str, kind: str) -> int:
    """The number of the last entry of a type in a part of the timeline."""
    return [row["entry"] for row in room.json(f"timeline {options}") if row["type"] == kind][-1]


def board(room: Newsroom, options: str = "") -> dict[str, Any]:
    """The board by claim."""
    return {row["claim"]: row for row in room.json(f"belief {options}")}


# -- stories -------------------------------------------------------------------------------------------------------


def test_without_the_insiders(desk: Newsroom) -> None:
    before, after = board(desk), board(desk, "--without insiders")
    assert before["shortage"]["status"] == "single_source"
    row = after["shortage"]
    assert (row["status"], row["probability"], row["likelihood"]) == ("open", 0.5, None)
    assert row["was"] == {name: before["shortage"][name] for name in ("status", "probability", "likelihood")}
    assert row["without"] == ["source:insiders"]
    assert row["statements"] == 0
    assert after["backdoors"]["was"] is None, "nobody there spoke of it"
    assert after["backdoors"]["probability"] == before["backdoors"]["probability"]
    assert before.keys() == after.keys()


def test_the_label_names_the_source_that_counts(room: Newsroom) -> None:
    room.given("""
        source add Lab
        source add Lab2
        claim open 'It leaks' --handle leak
        log 'It does' -s lab -c leak
        log 'It leaks' -s lab2 -c leak
        source merge lab2 lab
    """)
    for line in ("belief leak", "credibility lab"):
        for options in ("--without lab2", "--without source:lab2", "--without lab2 --without lab"):
            assert room.json(f"{line} {options}")[0]["without"] == ["source:lab"]
    assert room.one("why leak --without lab2")["left_out"] == ["source:lab"]
    told = room.ok("belief leak --without lab2").out
    assert "without source:lab:" in told
    assert "lab2" not in told
    before = room.one("belief leak --without lab2 --known-by 5")
    assert before["without"] == ["source:lab2"], "not merged yet"


def test_without_nvidia_nobody_denies_the_backdoors(desk: Newsroom) -> None:
    row = desk.one("belief backdoors --without Nvidia")
    assert (row["deny_units"], row["denied_by"]) == (0, [])
    assert row["was"]["status"] != row["status"]
    assert row["was"]["probability"] < row["probability"]


def test_without_a_verdict_another_claim_moves(desk: Newsroom) -> None:
    verdict = entry(desk, "--claim cheap", "verdict.reached")
    row = desk.one(f"belief second --without {verdict}")
    assert row["was"]["status"] == row["status"] == "single_source"
    assert row["probability"] > row["was"]["probability"] == desk.one("belief second")["probability"]
    cheap = desk.one(f"belief cheap --without #{verdict}")
    assert (cheap["was"]["status"], cheap["status"], cheap["verdict"]) == ("refuted", "single_source", None)


def test_without_a_claim_nothing_was_said_or_found_about_it(desk: Newsroom) -> None:
    rows = board(desk, "--without cheap")
    assert (rows["cheap"]["statements"], rows["cheap"]["verdict"]) == (0, None)
    verdict = entry(desk, "--claim cheap", "verdict.reached")
    assert rows["second"]["probability"] == desk.one(f"belief second --without {verdict}")["probability"]


def test_the_record_without_a_verdict(desk: Newsroom) -> None:
    verdict = entry(desk, "--claim cheap", "verdict.reached")
    row = desk.json(f"credibility bank --without {verdict}")[0]
    now = desk.json("credibility bank")[0]
    assert (now["was"], now["without"]) == (None, [])
    assert row["was"] == {"trials": 1, "mean": now["mean"], "weight": now["weight"]}
    assert (row["trials"], row["without"]) == (0, [f"entry:{verdict}"])
    assert row["mean"] > row["was"]["mean"]


def test_a_record_that_is_gone_is_still_shown(desk: Newsroom) -> None:
    rows = {row["source"]: row for row in desk.json("credibility --without bank --without entry:1")}
    assert rows["bank"]["statements"] == 0
    assert rows["bank"]["was"]["trials"] == 1
    assert rows.keys() >= {row["source"] for row in desk.json("credibility")}
    told = desk.ok("credibility --without bank").out
    assert re.search(r"^\* bank +has not spoken$", told, re.MULTILINE), told
    assert "with 1 verdict\n" in told
    assert "without source:bank: " in told


# -- laws on the command line --------------------------------------------------------------------------------------


def test_leaving_out_is_undoing(desk: Newsroom, new_room: Room, clock: Any) -> None:
    """For everything that was said or found, and every claim."""
    for number in [row["entry"] for row in desk.json("timeline")][::3]:
        room = new_room(desk.database)
        clock.move_to("2025-12-11T10:00:00+00:00")
        left = board(room, f"--without {number}")
        room.ok(f"undo {number}")
        undone = board(room)
        for claim, row in left.items():
            for name in ("status", "probability", "range", "likelihood", "origins_for", "statements", "denied_by"):
                assert row[name] == undone[claim][name], (number, claim, name)


def test_two_in_any_order(desk: Newsroom) -> None:
    one = board(desk, "--without insiders --without 20 --without 20")
    other = board(desk, "--without 20 --without insiders")
    assert one["orders"]["without"] == ["source:insiders", "entry:20"]
    strip = {"without"}
    for claim in one:
        assert {k: v for k, v in one[claim].items() if k not in strip} == {
            k: v for k, v in other[claim].items() if k not in strip
        }


def test_with_nothing_left_out_the_keys_say_so(desk: Newsroom) -> None:
    for row in desk.json("belief"):
        assert (row["was"], row["without"]) == (None, [])
    whole = desk.one("why orders")
    assert (whole["was"], whole["left_out"], whole["fragile"]) == (None, [], None)


def test_one_claim_shows_what_it_was_even_where_nothing_moves(desk: Newsroom) -> None:
    row = desk.one("belief orders --without nvidia")
    assert row["was"] == {name: row[name] for name in ("status", "probability", "likelihood")}
    assert "  without source:nvidia: as with everything in" in desk.ok("belief orders --without nvidia").lines


def test_why_keeps_its_own_list_of_entries(desk: Newsroom) -> None:
    whole = desk.one("why orders --without insiders")
    assert whole["left_out"] == ["source:insiders"]
    assert [item.keys() for item in whole["without"]] == [{"entry", "probability"}] * len(whole["contributions"])
    assert all(item["source"] != "insiders" for item in whole["contributions"])
    assert whole["was"]["status"] == desk.one("why orders")["status"]


# -- in words ------------------------------------------------------------------------------------------------------


def test_the_board_in_words(desk: Newsroom) -> None:
    lines = desk.ok("belief --without insiders").lines
    assert lines[0].startswith("* "), "what flips comes first"
    flipped = [line for line in lines if line.startswith("* ")]
    assert lines[-2] == f"without source:insiders: {len(flipped)} of 9 claims flip"
    under = lines[next(index for index, line in enumerate(lines) if line.startswith("* shortage")) + 1]
    assert under.strip() == "was single source, .60; now .50"
    assert not [line for line in lines if len(line) > 80]


def test_one_belief_and_one_sum_in_words(desk: Newsroom) -> None:
    beside = "  without source:insiders: was single source, .60; now .50"
    for verb in ("belief", "why"):
        assert beside in desk.ok(f"{verb} shortage --without insiders").lines


def test_filters_let_through_what_a_claim_is_and_what_it_was(desk: Newsroom) -> None:
    assert "shortage" in board(desk, "--status single_source --without insiders")
    assert "shortage" in board(desk, "--status open --without insiders")
    assert "shortage" not in board(desk, "--status single_source --topic demand --without insiders")


def test_a_past_date_still_shows_what_is_gone(desk: Newsroom) -> None:
    assert "shortage" in board(desk, "--as-of 2025-12-10 --without insiders")


# -- what can be left out ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("insiders", "source:insiders"), ("Eingeweihte", "source:insiders"), ("zhang", "source:zhang-yuchun"),
        ("grey", "claim:grey-market"), ("claim:grey", "claim:grey-market"), ("source:nv", "source:nvidia"),
        ("20", "entry:20"), ("#20", "entry:20"), ("entry:20", "entry:20"), ("entry:#20", "entry:20"),
        ("beijing", "source:beijing"), ("beijing-b", "claim:beijing-blocks"),
    ],
)  # fmt: skip
def test_what_is_meant(desk: Newsroom, typed: str, word: str) -> None:
    assert desk.one("belief orders", "--without", typed)["without"] == [word]


def test_a_source_and_a_claim_of_one_name(room: Newsroom) -> None:
    room.given("source add Flood\nclaim open 'It floods' --handle flood\nlog x -s flood -c flood -d 2025-12-01")
    for verb in ("belief", "belief flood", "why flood", "credibility"):
        answer = room.refused(3, f"{verb} --without flood")
        assert answer.error == "'flood' fits the source flood and the claim flood"
        assert answer.hint == "--without source:flood or --without claim:flood"
    room.ok("belief --without source:flood")
    room.ok("belief --without claim:flo")


@pytest.mark.parametrize(
    ("typed", "code", "error"),
    [
        ("nobody", 3, "there is no source or claim 'nobody'"),
        ("source:nobody", 3, "there is no source 'nobody'"),
        ("claim:nvidia", 3, "there is no claim 'nvidia'"),
        ("999", 3, "there is no entry 999"),
        ("entry:nvidia", 2, "'nvidia' is not an entry number"),
        ("", 2, "--without needs a source, a claim or an entry"),
        ("source:", 2, "--without needs a source, a claim or an entry"),
        ("ex:ports", 3, "there is no source or claim 'ex:ports'"),
    ],
)
@pytest.mark.parametrize("verb", ["belief", "belief orders", "why orders", "why orders --fragile", "credibility"])
def test_what_cannot_be_left_out(desk: Newsroom, verb: str, typed: str, code: int, error: str) -> None:
    assert desk.refused(code, f"{verb} --without", typed).error == error


def test_beginnings_of_several(desk: Newsroom) -> None:
    """What begins sources as well as claims is never guessed; what begins one of each is refused with both."""
    assert desk.refused(3, "belief --without b").error == "'b' fits several sources and several claims"
    assert desk.refused(3, "belief --without i").error == "'i' fits the source insiders and the claim imports"
    assert desk.refused(3, "belief --without source:b").error.startswith("'b' fits several sources: ")


def test_one_claim_and_several_sources(room: Newsroom) -> None:
    room.given("source add Flo\nsource add Florian\nclaim open 'It floods' --handle floods")
    answer = room.refused(3, "belief --without fl")
    assert answer.error == "'fl' fits the claim floods and several sources"
    assert answer.hint == "--without claim:floods, or more of the handle"
    assert room.json("belief --without flo")[0]["without"] == ["source:flo"], "a whole handle is what it says"


def test_a_near_miss_is_suggested(desk: Newsroom) -> None:
    assert "nvidia" in desk.refused(3, "belief --without nvidea").hint
    assert "exports" in desk.refused(3, "belief --without export-s").hint


def test_what_a_reading_never_saw_changes_nothing(desk: Newsroom) -> None:
    for line in ("belief", "belief orders", "why orders", "credibility"):
        plain = desk.json(f"{line} --known-by 22")
        answer = desk.ok(f"{line} --known-by 22 --without 30 --json")
        assert answer.err == "note: leaving out entry 30 changes nothing: it came after the cut\n"
        for row, known in zip(answer.json, plain, strict=True):
            assert {name for name in row if row[name] != known[name]} <= {"was", "without", "left_out"}
    told = desk.ok("belief --without reuters --as-of 2025-12-11").err
    assert told == (
        "note: leaving out source reuters changes nothing: it only carried what others said; "
        "leave that out by entry: --without 17 --without 23\n"
    )
    assert "it came after the cut" in desk.ok("belief --as-of 2025-12-09 --without 30").err
    assert "by then" in desk.ok("belief --as-of 2024-12-09 --without claim:orders").err


def test_an_undone_entry_changes_nothing(desk: Newsroom, new_room: Room) -> None:
    room = new_room(desk.database)
    room.ok("undo 30")
    assert room.ok("belief --without 30").err == "note: leaving out entry 30 changes nothing: it has been undone\n"


def test_empty_and_tiny_logs(room: Newsroom) -> None:
    assert room.refused(3, "belief --without nvidia").hint
    assert room.refused(3, "belief --without 1").hint
    room.given("source add Ann\nclaim open 'It floods' --handle flood")
    assert room.one("why flood --fragile")["fragile"] == []
    room.ok("log x -s ann -c flood -d 2025-12-01")
    for number in (1, 2, 3):
        for line in ("belief", "belief flood", "why flood --fragile", "credibility", "credibility ann"):
            room.ok(f"{line} --without {number}")
    assert room.json("belief --without 2")[0]["text"] == ""
    assert room.ok("credibility --without ann --without flood").code == 0


# -- what a status hangs on ----------------------------------------------------------------------------------------


def test_what_a_single_source_hangs_on(desk: Newsroom) -> None:
    warning = entry(desk, "--claim shortage", "statement.recorded")
    assert desk.one("why shortage --fragile")["fragile"] == [
        {"without": "source:insiders", "kind": "source", "effect": "falls", "status": "open", "verdict": None,
         "probability": 0.5, "likelihood": None},
        {"without": f"entry:{warning}", "kind": "statement", "effect": "falls", "status": "open", "verdict": None,
         "probability": 0.5, "likelihood": None},
    ]  # fmt: skip
    lines = desk.ok("why shortage --fragile").lines
    start = lines.index("the status hangs on each of these; without it, it would be")
    assert [line.split() for line in lines[start + 1 : start + 3]] == [
        ["source:insiders", "open,", ".50;", "it", "falls"],
        [f"entry:{warning}", "(statement)", "open,", ".50;", "it", "falls"],
    ]


def test_a_settled_claim_hangs_on_its_verdict(desk: Newsroom) -> None:
    (found,) = desk.one("why cheap --fragile")["fragile"]
    assert (found["kind"], found["effect"], found["status"]) == ("verdict", "falls", "single_source")


def test_what_stands_on_many_legs_hangs_on_none(room: Newsroom) -> None:
    room.ok("claim open 'It floods' --handle flood")
    for name in ("Ann", "Bob", "Cid", "Dora"):
        room.ok(f"log x --new-source {name} --kind person -c flood -d 2025-12-01")
    assert room.one("why flood --fragile")["fragile"] == []
    assert "no single source or entry carries this status" in room.ok("why flood --fragile").lines


def test_a_merge_and_a_grouping_can_carry_a_status(room: Newsroom) -> None:
    room.ok("claim open 'It floods' --handle flood")
    for name in ("Ann", "Bob"):
        room.ok(f"log x --new-source {name} --kind person -c flood -d 2025-12-01")
    assert room.one("belief flood")["status"] == "corroborated"
    room.ok("source merge bob ann")
    found = {one["kind"]: one for one in room.one("why flood --fragile")["fragile"]}
    assert room.one("belief flood")["status"] == "single_source"
    assert (found["merge"]["status"], found["merge"]["effect"]) == ("corroborated", "changes")


def test_the_log_is_read_once_for_all_candidates(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty statements by fifteen sources with a record: what is tried is not read from the database again."""
    rows = ["source,claim,act,said,verdict,decided"]
    for number in range(30):
        act = "deny" if number % 4 == 0 else "assert"
        rows.append(f"source-{number % 15},flood,{act},2025-11-{number % 28 + 1:02},,")
    for number in range(30):
        rows.append(f"source-{number % 15},old-{number},assert,2025-10-01,,")
        rows.append(f",old-{number},,,{'true' if number % 3 else 'false'},2025-10-02")
    room.write("table.csv", "\n".join(rows) + "\n")
    room.ok("import table.csv")
    plain = room.one("why flood --fragile")
    read = []

    def watched(name: str) -> None:
        plainly = getattr(readings, name)
        monkeypatch.setattr(readings, name, lambda *given: read.append(name) or plainly(*given))

    for name in ("state", "judged", "part", "Loaded"):
        watched(name)
    assert room.one("why flood --fragile") == plain
    assert sorted(read) == ["Loaded", "judged", "part"], "the claim, then what it hangs on"


# -- stories nobody would write ------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [pytest.param(s, marks=pytest.mark.soak if s > 2 else ()) for s in range(1, 31)])
def test_whatever_is_left_out_of_a_random_story(cast: Newsroom, new_room: Room, seed: int) -> None:
    room = new_room(cast.database)
    live(room, random.Random(seed))
    before = room.fingerprint()
    for left in (*KINDS, *CLAIMS, *range(1, room.head[0] + 1, 7)):
        for cut in ("", "--as-of 2025-01-01", f"--known-by {room.head[0] // 2}"):
            flipped = [row["was"] is not None for row in room.json(f"belief {cut} --without {left}")]
            assert flipped == sorted(flipped, reverse=True), "what flips comes first"
        room.ok(f"credibility --without {left}")
    for claim in CLAIMS:
        now = room.one(f"belief {claim}")
        for found in room.one(f"why {claim} --fragile")["fragile"]:
            row = room.one(f"belief {claim} --without {found['without']}")
            assert all(row[name] == found[name] for name in ("status", "verdict", "probability", "likelihood"))
            assert (row["status"], row["verdict"]) != (now["status"], now["verdict"])
        room.ok(f"why {claim} --fragile")
    assert room.fingerprint() == before
