"""Looking back and judging: timeline, show, belief, why, credibility, and the two clocks on each of them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom

STAMP = {"as_of", "known_by", "policy"}
BELIEF = {
    "claim", "text", "topic", "about", "status", "probability", "range", "ignorance", "likelihood", "support_units",
    "deny_units", "origins_for", "origins_against", "denied_by", "statements", "verdict", *STAMP,
}  # fmt: skip
CONTRIBUTION = {
    "entry", "source", "act", "stance", "said", "certainty", "basis", "interest", "via", "factors", "units", "group",
    "counted", "reason",
}  # fmt: skip
CREDIBILITY = {
    "source", "name", "class", "trials", "held", "fell", "mixed", "withdrawn", "pending", "mean", "interval", "enough",
    "weight", "prior", "by_topic", "by_act", *STAMP,
}  # fmt: skip
TIMELINE = {
    "entry", "type", "said", "published", "recorded", "source", "claim", "act", "stance", "via", "text", "quote",
    "article", "outlet", "chain", "status",
}  # fmt: skip


@pytest.fixture(scope="module")
def story(new_room: Room, clock: Any) -> Newsroom:
    """A dossier kept over a week: what was said early is recorded late."""
    room = new_room()
    clock.move_to("2025-12-01T10:00:00+00:00")
    room.given("""
        source add Nvidia --kind organisation
        source add 'Jensen Huang' --handle huang --member-of nvidia
        source add 'Insiders' --kind group --heads 2..4
        source add Reuters --kind agency
        claim open 'Chips hold backdoors' --handle backdoors --about nvidia --topic security
        claim open 'Many chips are ordered' --handle orders --topic demand
        claim open 'China approves imports' --handle approval
        article add --handle wire-1 --agency reuters --published 2025-11-30
        log 'Orders are on the way' -s insiders -c orders --article wire-1 --via konjunktiv
    """)
    clock.move_to("2025-12-03T10:00:00+00:00")
    room.given("""
        log 'No doors' -s nvidia -c backdoors -a deny -d 2025-12-02
        log 'It is open' -s reuters -c approval -a unclear -d 2025-12-02
        verdict orders true --decided 2025-12-03
    """)
    clock.move_to("2025-12-07T10:00:00+00:00")
    room.given("""
        source add Regulator --kind organisation --class official
        log 'There are doors' -s regulator -c backdoors -a accuse -b no_evidence -d 2025-11-20
        log 'Many, many' -s huang -c orders -d 2025-12-06 --quote 'many' --via direct
        ask nvidia -c approval --by 2025-12-09
    """)
    return room


@pytest.fixture
def desk(story: Newsroom, clock: Any) -> Newsroom:
    """The dossier, to be read only, two days later."""
    clock.move_to("2025-12-09T10:00:00+00:00")
    return story


# -- the shapes of the contract ------------------------------------------------------------------------------------


def test_belief_as_json(desk: Newsroom) -> None:
    rows = desk.json("belief")
    assert [row["claim"] for row in rows] == ["orders", "backdoors", "approval"], "latest change first"
    for row in rows:
        assert row.keys() >= BELIEF
        assert all(isinstance(row[name], list) for name in ("topic", "about", "denied_by", "range"))
        assert all(isinstance(row[name], int) for name in ("support_units", "deny_units", "statements", "known_by"))
        assert 0 <= row["range"][0] <= row["probability"] <= row["range"][1] <= 1
    row = desk.json("belief backdoors")[0]
    assert row["about"] == ["nvidia"]
    assert row["denied_by"] == ["nvidia"]
    assert (row["as_of"], row["known_by"], row["policy"]) == (None, 16, "default")
    assert row["verdict"] is None
    assert desk.json("belief orders")[0]["verdict"] == "true"


def test_origins_are_pairs(desk: Newsroom) -> None:
    assert desk.json("belief orders")[0]["origins_for"] == [2, 5]
    assert desk.json("belief backdoors")[0]["origins_against"] == [1, 1]
    assert desk.json("belief approval")[0]["origins_for"] == [0, 0]


def test_an_open_plural_has_no_most(room: Newsroom) -> None:
    room.given("source add Crowd --kind group\nclaim open Flood --handle flood\nlog x -s crowd -c flood")
    assert room.json("belief flood")[0]["origins_for"] == [1, None]


def test_why_as_json(desk: Newsroom) -> None:
    whole = desk.one("why backdoors")
    assert whole.keys() >= BELIEF | {"contributions", "prior", "without"}
    assert {name: whole[name] for name in BELIEF} == {
        name: value for name, value in desk.json("belief backdoors")[0].items() if name in BELIEF
    }
    for item in whole["contributions"]:
        assert item.keys() >= CONTRIBUTION
        assert isinstance(item["factors"], dict)
    assert {item["entry"] for item in whole["without"]} == {item["entry"] for item in whole["contributions"]}
    assert all(item.keys() == {"entry", "probability"} for item in whole["without"])


@pytest.mark.parametrize("claim", ["backdoors", "orders", "approval"])
def test_the_parts_add_up_to_the_whole(desk: Newsroom, claim: str) -> None:
    whole = desk.one(f"why {claim}")
    for side, total in (("for", "support_units"), ("against", "deny_units")):
        assert sum(item["units"] for item in whole["contributions"] if item["side"] == side) == whole[total]
    r, s, w = whole["support_units"], whole["deny_units"], whole["weight_units"]
    assert whole["probability"] == pytest.approx((r + w * whole["prior"]) / (r + s + w), abs=1e-12)
    assert whole["ignorance"] == pytest.approx(w / (r + s + w), abs=1e-12)


def test_leaving_a_statement_out_is_as_if_it_had_been_undone(new_room: Room, story: Newsroom, clock: Any) -> None:
    room = new_room(story.database)
    clock.move_to("2025-12-09T10:00:00+00:00")
    for item in room.one("why backdoors")["without"]:
        room.ok(f"undo {item['entry']}")
        assert room.json("belief backdoors")[0]["probability"] == item["probability"]
        room.ok("undo --last")


def test_credibility_as_json(desk: Newsroom) -> None:
    rows = desk.json("credibility")
    for row in rows:
        assert row.keys() >= CREDIBILITY
    by_name = {row["source"]: row for row in rows}
    assert by_name["insiders"]["mean"] is None
    assert by_name["insiders"]["trials"] == 0
    cell = by_name["insider via reuters"]
    assert (cell["trials"], cell["held"], cell["enough"]) == (1, 1, False)
    assert isinstance(cell["mean"], float)
    assert len(cell["interval"]) == 2
    assert by_name["nvidia"]["pending"] == 1
    assert cell["by_topic"]["demand"]["held"] == 1
    assert cell["by_act"]["assert"]["held"] == 1


def test_timeline_as_json(desk: Newsroom) -> None:
    rows = desk.json("timeline")
    assert [row["entry"] for row in rows] == [14, 9, 10, 11, 12, 15, 16]
    for row in rows:
        assert row.keys() >= TIMELINE
        assert isinstance(row["chain"], list)
    assert rows[1]["chain"] == ["reuters"]
    assert rows[1]["published"] == "2025-11-30"
    assert rows[1]["recorded"] == "2025-12-01T10:00:00.000000Z"
    assert [row["type"] for row in rows][-3:] == ["verdict.reached", "statement.recorded", "comment.requested"]


def test_show_as_json(desk: Newsroom) -> None:
    row = desk.one("show 10")
    assert row["entry"] == 10
    assert row["type"] == "statement.recorded"
    assert row["facts"] == {"source": "nvidia", "claim": "backdoors", "act": "deny", "said": "2025-12-02"}
    assert row["words"] == {"text": "No doors"}
    assert row["recorded"] == "2025-12-03T10:00:00.000000Z"
    assert row["status"] == ""
    assert len(row["hash"]) == 64


FORMS = (
    "belief", "belief orders", "why orders", "credibility", "credibility nvidia", "timeline", "show 10", "source list",
    "source show nvidia", "claim list", "claim show orders", "article list", "article show wire-1", "verify",
)  # fmt: skip


@pytest.mark.parametrize("line", FORMS)
def test_every_form_holds_the_same(desk: Newsroom, line: str) -> None:
    whole = desk.ok(f"{line} --json").json
    rows = whole if isinstance(whole, list) else [whole]
    assert desk.ok(f"{line} --jsonl").jsonl == rows
    table = desk.ok(f"{line} --csv").out
    cells = list(csv.reader(io.StringIO(table)))
    assert cells[0] == list(rows[0])
    assert len(cells) == len(rows) + 1
    for name, cell, value in zip(cells[0], cells[1], rows[0].values(), strict=True):
        if isinstance(value, bool):
            assert cell == ("true" if value else "false"), name
        elif isinstance(value, int | float):
            assert float(cell) == value, name
        elif value is None:
            assert cell == "", name


@pytest.mark.parametrize("line", FORMS)
def test_text_fits_eighty_columns(desk: Newsroom, line: str) -> None:
    answer = desk.ok(line)
    assert max(len(one) for one in answer.lines if "head " not in one) <= 80, "a hash is not broken"
    assert all(one == one.rstrip() for one in answer.lines)
    assert answer.err == ""


def test_empty_answers(room: Newsroom) -> None:
    told = {
        "belief": "no claims", "credibility": "nobody has spoken", "timeline": "nothing happened",
        "source list": "no sources", "claim list": "no claims", "article list": "no articles",
    }  # fmt: skip
    for line, words in told.items():
        assert room.ok(line).out == f"{words}\n"
        assert room.json(line) == []
        assert room.ok(f"{line} --jsonl").out == ""
        assert room.ok(f"{line} --csv").code == 0


# -- belief --------------------------------------------------------------------------------------------------------


def test_the_board_in_words(desk: Newsroom) -> None:
    assert " ".join(desk.ok("belief").out.split()) == (
        "orders confirmed settled: true (12) Many chips are ordered "
        "backdoors disputed one origin for, one against, thin | roughly even chance; denied by nvidia "
        "Chips hold backdoors "
        "approval open nothing known China approves imports "
        "3 claims, as of now, known by entry 16, policy default"
    )


def test_one_belief_in_words(desk: Newsroom) -> None:
    told = desk.ok("belief backdoors").out
    assert told.startswith("backdoors: Chips hold backdoors\n")
    assert "denied by nvidia" in told
    assert "for: one origin; against: one origin" in told
    assert told.endswith("2 statements, as of now, known by entry 16, policy default\n")


@pytest.mark.parametrize(
    ("options", "claims"),
    [
        ("--status confirmed", ["orders"]),
        ("--status conf --status open", ["orders", "approval"]),
        ("--status denied", []),
        ("--topic security", ["backdoors"]),
        ("--topic weather", []),
        ("--about nvidia", ["backdoors"]),
        ("--about huang", []),
        ("--open", ["backdoors", "approval"]),
        ("--since 2025-12-07", ["orders", "backdoors"]),
        ("--since 2025-12-08", []),
        ("--since -7d", ["orders", "backdoors", "approval"]),
        ("--open --topic security --since 2025-12-07", ["backdoors"]),
    ],
)
def test_filters_of_the_board(desk: Newsroom, options: str, claims: list[str]) -> None:
    assert [row["claim"] for row in desk.json(f"belief {options}")] == claims


def test_filters_that_cannot_be(desk: Newsroom) -> None:
    assert "there is no source 'amd'" in desk.refused(3, "belief --about amd").error
    assert "is none of" in desk.refused(2, "belief --status sure").error
    assert "can be two dates" in desk.refused(2, "belief --since 03/04/2024").error
    assert "there is no claim 'weather'" in desk.refused(3, "belief weather").error


# -- the two clocks ------------------------------------------------------------------------------------------------


def test_as_of_a_date_means_its_last_instant(desk: Newsroom) -> None:
    assert desk.json("belief backdoors --as-of 2025-12-01")[0]["statements"] == 1
    (row,) = desk.json("belief backdoors --as-of 2025-12-02")
    assert row["statements"] == 2
    assert row["as_of"] == "2025-12-02T23:59:59.999999Z"
    assert desk.json("belief backdoors --as-of 2025-11")[0]["as_of"] == "2025-11-30T23:59:59.999999Z"
    assert desk.json("belief backdoors --as-of 2025-12-02T12:00Z")[0]["statements"] == 1
    assert desk.json("belief backdoors --as-of 2025-12-02T12:00+01:00")[0]["as_of"] == "2025-12-02T11:00:59.999999Z"


def test_known_by_a_date_or_an_entry(desk: Newsroom) -> None:
    assert desk.json("belief backdoors --known-by 2025-12-01")[0]["known_by"] == 9
    assert desk.json("belief backdoors --known-by 2025-12-03")[0]["known_by"] == 12
    assert desk.json("belief backdoors --known-by 2025-12")[0]["known_by"] == 16
    assert desk.json("belief backdoors --known-by 2025-12-03T09:59Z")[0]["known_by"] == 9
    assert desk.json("belief backdoors --known-by 10")[0]["statements"] == 1
    assert desk.json("belief backdoors --known-by '#10'")[0]["known_by"] == 10
    assert desk.refused(3, "belief --known-by 2024").error == "there is no entry 2024", "digits are an entry, no year"
    assert desk.json("belief backdoors --known-by 2024-12")[0]["known_by"] == 0
    assert desk.json("belief backdoors --known-by yesterday")[0]["known_by"] == 16
    assert desk.json("belief backdoors --known-by -3d")[0]["known_by"] == 12


def test_what_the_world_had_said_and_what_we_had_on_our_desk_differ(desk: Newsroom) -> None:
    """The accusation of 20 November came to our desk on 7 December."""
    assert desk.json("belief backdoors --as-of 2025-11-25")[0]["statements"] == 1
    assert desk.json("belief backdoors --as-of 2025-11-25 --known-by 2025-12-03")[0]["statements"] == 0
    assert desk.json("belief backdoors --as-of 2025-12-03 --known-by 2025-12-03")[0]["status"] == "denied"
    assert desk.json("belief backdoors --as-of 2025-12-03")[0]["status"] == "disputed"


def test_a_handle_from_after_the_cut_is_nothing_known(desk: Newsroom) -> None:
    for cut in ("--known-by 2", "--known-by 0", "--known-by 2025-11-30", "--as-of 2025-11-01"):
        (row,) = desk.json(f"belief backdoors {cut}")
        assert (row["status"], row["statements"], row["likelihood"], row["verdict"]) == ("open", 0, None, None)
        assert "nothing known" in desk.ok(f"belief backdoors {cut}").out
        whole = desk.one(f"why backdoors {cut}")
        assert (whole["statements"], whole["contributions"]) == (0, [])
        assert "nothing known" in desk.ok(f"why backdoors {cut}").out
        (record,) = desk.json(f"credibility regulator {cut}")
        assert (record["statements"], record["trials"], record["mean"]) == (0, 0, None)
        assert "has not spoken" in desk.ok(f"credibility regulator {cut}").out
        assert desk.json(f"timeline --claim backdoors {cut}") == []
        assert desk.json(f"timeline --source regulator {cut}") == []


@pytest.mark.parametrize("known_by", [0, 1, 8, 9, 12, 14, 15])
def test_reading_at_an_entry_is_reading_a_log_that_ends_there(
    new_room: Room, story: Newsroom, clock: Any, known_by: int
) -> None:
    clock.move_to("2025-12-09T10:00:00+00:00")
    lines = story.ok("export").lines
    head = json.loads(lines[0]) | {"entries": known_by}
    if known_by:
        head["head"] = json.loads(lines[known_by])["hash"]
    room = new_room()
    room.write("cut.jsonl", "\n".join([json.dumps(head), *lines[1 : known_by + 1]]) + "\n")
    room.ok("import cut.jsonl")
    assert room.head[0] == known_by
    compared = ["belief", "credibility", "timeline", "source list", "claim list", "article list"]
    if known_by >= 6:
        compared += [
            "belief orders",
            "why orders",
            "credibility nvidia",
            "source show nvidia",
            "timeline --about nvidia",
        ]
    for line in compared:
        assert story.json(f"{line} --known-by {known_by}") == room.json(line)
        assert story.json(f"{line} --known-by {known_by} --as-of 2025-12-02") == room.json(f"{line} --as-of 2025-12-02")


@pytest.mark.parametrize(
    ("cut", "code", "error"),
    [
        ("--known-by 17", 3, "there is no entry 17"),
        ("--known-by 99999999999999999999", 2, "'99999999999999999999' is not an entry number"),
        ("--known-by soon", 2, "'soon' is not a date"),
        ("--known-by 03/04/2024", 2, "'03/04/2024' can be two dates"),
        ("--as-of 31.04.2024", 2, "'31.04.2024' is not a date"),
        ("--as-of 10:30", 2, "'10:30' is not a date"),
        ("--as-of '2025-12-02 10:30'", 2, "'2025-12-02 10:30' is not a date"),
        ("--as-of 2025-02-30", 2, "'2025-02-30' is not a date"),
        ("--as-of 9999999", 2, "'9999999' is not a date"),
    ],
)
def test_cuts_that_cannot_be(desk: Newsroom, cut: str, code: int, error: str) -> None:
    for line in ("belief", "why orders", "credibility", "timeline", "source list", "article show wire-1"):
        assert desk.refused(code, f"{line} {cut}").error == error


def test_a_time_without_an_offset_is_read_back_as_utc(desk: Newsroom) -> None:
    assert desk.refused(2, "belief --as-of '2025-12-02 10:30'").hint.startswith("write 2025-12-02T10:30Z: ")


# -- timeline ------------------------------------------------------------------------------------------------------


def test_the_timeline_in_words(desk: Newsroom) -> None:
    assert desk.ok("timeline").lines == [
        "2025-11-20      14  regulator accuses on backdoors: There are doors",
        "2025-11-30       9  insiders says on orders: Orders are on the way",
        "                    via reuters",
        "2025-12-02      10  nvidia denies on backdoors: No doors",
        "2025-12-02      11  reuters calls it open on approval: It is open",
        "2025-12-03      12  verdict on orders: true",
        "2025-12-06      15  huang says on orders: Many, many",
        '                    "many"',
        "2025-12-07      16  asked nvidia for comment on approval, by 2025-12-09",
        "",
        "7 lines, as of now, known by entry 16, policy default",
    ]


@pytest.mark.parametrize(
    ("options", "entries"),
    [
        ("--claim orders", [9, 12, 15]),
        ("-c back", [14, 10]),
        ("--source nvidia", [10, 16]),
        ("-s hua", [15]),
        ("--topic demand", [9, 12, 15]),
        ("--about nvidia", [14, 10]),
        ("--article wire-1", [9]),
        ("--from 2025-12-03", [12, 15, 16]),
        ("--to 2025-12-02", [14, 9, 10, 11]),
        ("--from 2025-12-02 --to 2025-12-02", [10, 11]),
        ("--from -7d --to yesterday", [10, 11, 12, 15, 16]),
        ("--by recorded", [9, 10, 11, 12, 14, 15, 16]),
        ("--by recorded --from 2025-12-07", [14, 15, 16]),
        ("--by pub", [14, 9, 10, 11, 12, 15, 16]),
        ("--as-of 2025-12-01", [14, 9]),
        ("--known-by 10", [9, 10]),
        ("--as-of 2025-12-02 --known-by 12", [9, 10, 11]),
        ("--claim orders --source insiders", [9]),
        ("--topic nothing", []),
        ("--topic security --claim orders", []),
    ],
)
def test_parts_of_the_timeline(desk: Newsroom, options: str, entries: list[int]) -> None:
    assert [row["entry"] for row in desk.json(f"timeline {options}")] == entries


@pytest.mark.parametrize(
    ("options", "code", "error"),
    [
        ("--from 2025-12-03 --to 2025-12-01", 2, "'2025-12-03' is after '2025-12-01'"),
        ("--from 03/04/2024", 2, "'03/04/2024' can be two dates"),
        ("--by nothing", 2, "invalid value for '--by': 'nothing' is none of: said published recorded"),
        ("--claim weather", 3, "there is no claim 'weather'"),
        ("--source amd", 3, "there is no source 'amd'"),
        ("--about amd", 3, "there is no source 'amd'"),
        ("--article page", 3, "there is no article 'page'"),
    ],
)
def test_parts_that_cannot_be(desk: Newsroom, options: str, code: int, error: str) -> None:
    assert desk.refused(code, f"timeline {options}").error == error


def test_the_timeline_of_a_source_holds_what_was_merged_into_it(new_room: Room, story: Newsroom) -> None:
    room = new_room(story.database)
    room.ok("source merge huang insiders")
    assert [row["entry"] for row in room.json("timeline --source insiders")] == [9, 15]
    assert [row["entry"] for row in room.json("timeline --source huang")] == [9, 15]
    assert [row["entry"] for row in room.json("timeline --source huang --known-by 16")] == [15]


# -- credibility ---------------------------------------------------------------------------------------------------


def test_records_in_words_never_a_bare_percentage(desk: Newsroom) -> None:
    told = " ".join(desk.ok("credibility").out.split())
    assert "held up 1, proved wrong 0, pending 0; too few (1 of 5)" in told
    assert "no record; weight as insider via reuters" in told
    assert "%" not in told


def test_one_record_whole(desk: Newsroom) -> None:
    told = desk.ok("credibility insiders").out
    assert told.startswith("insiders")
    assert "insider via reuters" in told, "the cell it lends its weight from"
    assert "by topic" in told


@pytest.mark.parametrize("order", ["name", "trials", "mean", "pending"])
def test_the_report_in_order(desk: Newsroom, order: str) -> None:
    rows = desk.json(f"credibility --sort {order}")
    assert sorted(row["source"] for row in rows) == sorted(row["source"] for row in desk.json("credibility"))
    if order != "name":
        values = [row[order] or 0 for row in rows]
        assert values == sorted(values, reverse=True)


def test_credibility_on_a_topic(desk: Newsroom) -> None:
    assert {row["source"] for row in desk.json("credibility --topic security")} == {"nvidia", "regulator"}
    assert desk.json("credibility --topic nothing") == []
    assert desk.json("credibility insiders --topic security")[0]["statements"] == 0


def test_a_record_that_is_long_enough_shows_mean_interval_and_n(room: Newsroom) -> None:
    room.ok("source add Ann")
    for number in range(6):
        room.given(f"""
            claim open 'Thing {number}' --handle thing-{number}
            log x -s ann -c thing-{number}
            verdict thing-{number} {"false" if number == 5 else "true"}
        """)
    (row,) = room.json("credibility ann")
    assert (row["trials"], row["held"], row["fell"], row["enough"]) == (6, 5, 1, True)
    low, high = row["interval"]
    assert low < row["mean"] < high
    told = room.ok("credibility ann").out
    assert f"{row['mean']:.2f} ({low:.2f} to {high:.2f}) from 6 verdicts: held up 5, proved wrong 1" in told


# -- show ----------------------------------------------------------------------------------------------------------


def test_show_in_words(desk: Newsroom) -> None:
    lines = desk.ok("show 10").lines
    assert lines[0] == "entry 10: statement.recorded"
    assert "  recorded 2025-12-03T10:00:00.000000Z" in lines
    assert "  text: No doors" in lines
    assert desk.ok("show '#10'").lines == lines


@pytest.mark.parametrize(
    ("typed", "code", "error"),
    [
        ("17", 3, "there is no entry 17"),
        ("0", 3, "there is no entry 0"),
        ("nvidia", 2, "'nvidia' is not an entry number"),
        ("-1", 2, None),
        ("1.5", 2, "'1.5' is not an entry number"),
        ("1" * 30, 2, f"'{'1' * 30}' is not an entry number"),
    ],
)
def test_entries_that_are_not_there(desk: Newsroom, typed: str, code: int, error: str | None) -> None:
    answer = desk.refused(code, f"show {typed}")
    assert error is None or answer.error == error


def test_show_names_what_came_of_an_entry(new_room: Room, story: Newsroom, clock: Any) -> None:
    room = new_room(story.database)
    room.given("amend 10 --text Never\nretract 10")
    shown = room.one("show 10")
    assert shown["status"] == "retracted"
    assert [(other["entry"], other["type"]) for other in shown["later"]] == [
        (17, "statement.amended"), (18, "statement.retracted"),
    ]  # fmt: skip
    assert "  see 18: statement.retracted" in room.ok("show 10").lines


def test_reading_changes_nothing(desk: Newsroom) -> None:
    before = desk.database.read_bytes()
    for line in FORMS:
        desk.ok(line)
    assert desk.database.read_bytes() == before
    assert [path.name for path in desk.folder.iterdir()] == (["tracker.db"] if desk.url is None else [])
