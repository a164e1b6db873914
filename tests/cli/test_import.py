"""Importing: the table of a spreadsheet, bare events, and exports; all or nothing, twice the same as once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Answer, Newsroom


def table(room: Newsroom, content: str | bytes, options: str = "") -> Answer:
    """Import a table that is fine."""
    room.write("table.csv", content)
    return room.ok(f"import table.csv {options}")


def bad_table(room: Newsroom, content: str | bytes, options: str = "") -> Answer:
    """Import a table that is refused: nothing of it may be kept."""
    room.write("table.csv", content)
    return room.refused(1, f"import table.csv {options}")


def problems(answer: Answer) -> list[str]:
    """The lines of bad rows under an error."""
    return [line.strip() for line in answer.error.splitlines()[1:]]


def events(room: Newsroom, *lines: Any, options: str = "") -> Answer:
    """Import bare events that are fine."""
    room.write("events.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    return room.ok(f"import events.jsonl {options}")


def bad_events(room: Newsroom, content: str | bytes, options: str = "") -> Answer:
    """Import bare events that are refused."""
    room.write("events.jsonl", content)
    return room.refused(1, f"import events.jsonl {options}")


ANN = {"type": "source.registered", "facts": {"source": "ann", "kind": "person"}, "words": {"name": "Ann"}}
FLOOD = {"type": "claim.opened", "facts": {"claim": "flood"}, "words": {"text": "The dam broke"}}
SAID = {"type": "statement.recorded", "facts": {"source": "ann", "claim": "flood"}, "words": {"text": "It broke"}}


# -- the table -----------------------------------------------------------------------------------------------------


def test_the_smallest_table(room: Newsroom) -> None:
    answer = table(room, "source,claim\nann,flood\n")
    assert answer.out == "3 entries added\n"
    assert room.types == ["claim.opened", "source.registered", "statement.recorded"]
    assert room.told(1) == {"claim": "flood", "text": "flood"}, "a missing name is the handle"
    assert room.told(2) == {"source": "ann", "kind": "person", "name": "ann"}
    assert room.told(3) == {"source": "ann", "claim": "flood"}, "act defaults to assert"


def test_all_columns(room: Newsroom) -> None:
    row = {
        "id": "row-1", "said": "2025-12-01", "source": "insiders", "source_name": "People who know",
        "source_kind": "group", "source_class": "insider", "member_of": "nvidia", "head_min": "2", "head_max": "4",
        "claim": "orders", "claim_text": "Many chips are ordered", "topic": "demand supply", "about": "nvidia amd",
        "question": "how-many", "deadline": "2026-02", "act": "warn", "stance": "supports", "certainty": "likely",
        "basis": "document", "interest": "neutral", "via": "konjunktiv", "chain": "reuters > spiegel",
        "presentation": "unnamed", "ground_rule": "background", "text": "Sie wollten bestellen", "quote": "bestellen",
        "outlet": "spiegel", "agency": "reuters", "article": "wire-1", "reprint_of": "wire-0",
        "published": "2025-12-02", "title": "Ein Titel", "url": "https://e.org/a", "sha256": "ab" * 32,
        "evidence": "https://e.org/b",
    }  # fmt: skip
    table(room, ",".join(row) + "\n" + ",".join(row.values()) + "\n")
    told = {event["type"]: event for event in (room.one(f"show {n}") for n in range(1, room.head[0] + 1))}
    statement = told["statement.recorded"]
    assert statement["facts"] == {
        "source": "insiders", "claim": "orders", "act": "warn", "stance": "supports", "certainty": "likely",
        "basis": "document", "interest": "neutral", "via": "konjunktiv", "presentation": "unnamed",
        "ground_rule": "background", "said": "2025-12-01", "article": "wire-1", "chain": ["reuters", "spiegel"],
    }  # fmt: skip
    assert statement["words"] == {
        "text": "Sie wollten bestellen", "quote": "bestellen", "evidence": "https://e.org/b",
    }  # fmt: skip
    assert room.one("source show insiders") | {"entry": 0} == {
        "source": "insiders", "name": "People who know", "kind": "group", "class": "insider", "heads": [2, 4],
        "member_of": [{"source": "nvidia", "from": None, "to": None}], "counts_as": None, "distinct_from": [],
        "statements": 1, "note": "", "entry": 0, "status": "", "aliases": [], "stands_for": [],
        "as_of": None, "known_by": room.head[0],
        "policy": "default",
    }  # fmt: skip
    claim = room.one("claim show orders")
    assert (claim["text"], claim["topic"], claim["about"]) == (
        "Many chips are ordered", ["demand", "supply"], ["nvidia", "amd"],
    )  # fmt: skip
    assert (claim["question"], claim["deadline"]) == ("how-many", "2026-02")
    article = room.one("article show wire-1")
    assert (article["outlet"], article["agency"], article["reprint_of"]) == ("spiegel", "reuters", "wire-0")
    assert (article["title"], article["url"], article["sha256"]) == ("Ein Titel", "https://e.org/a", "ab" * 32)
    assert (article["published"], article["archived"]) == ("2025-12-02", False)


def test_kinds_by_role(room: Newsroom) -> None:
    table(
        room,
        "source,claim,chain,outlet,agency,about,member_of\n"
        "ann,flood,radio > bote,bote,dpa,town,party\n"
        "dpa,flood,,,,,\n"
        "town,flood,,,,,\n",
    )
    assert {row["source"]: row["kind"] for row in room.json("source list")} == {
        "ann": "person",
        "bote": "outlet",
        "dpa": "agency",
        "party": "organisation",
        "radio": "outlet",
        "town": "person",
    }


def test_an_agency_without_an_article_is_the_chain(room: Newsroom) -> None:
    table(room, "source,claim,agency\nann,flood,dpa\ndpa,flood,dpa\n")
    assert [row["chain"] for row in room.json("timeline")] == [["dpa"], []]


def test_a_verdict_row_needs_only_claim_and_verdict(room: Newsroom) -> None:
    table(
        room,
        "claim,verdict,decided,because,evidence,source\nflood,mostly_false,2025-12-01,seen,https://e.org,\nrain,true,,,,\n",
    )
    assert room.json("belief flood")[0]["status"] == "refuted"
    assert room.told(2) == {
        "claim": "flood", "value": "mostly_false", "decided": "2025-12-01", "because": "seen",
        "evidence": "https://e.org",
    }  # fmt: skip
    assert room.facts(4)["decided"] == "2025-12-11", "without a date it was decided today"


def test_twice_is_once(room: Newsroom, clock: Any) -> None:
    content = "id,source,claim,verdict\n1,ann,flood,\n,bob,flood,\n,bob,flood,\n,,flood,true\n"
    assert table(room, content).out == "7 entries added\n"
    before = room.fingerprint()
    clock.move_to("2025-12-20T09:00:00+00:00")
    assert table(room, content).out == "0 entries added, 4 rows on record already\n"
    assert room.fingerprint() == before
    assert room.json("import table.csv") == {"added": 0, "already": 4, "refused": 0}


def test_more_rows_later_add_only_themselves(room: Newsroom) -> None:
    table(room, "source,claim,text\nann,flood,one\n")
    assert table(room, "source,claim,text\nann,flood,one\nbob,flood,two\n").out == (
        "2 entries added, 1 row on record already\n"
    )
    assert table(room, "claim,text,source\nflood,two,bob\nflood,one,ann\n").out == (
        "0 entries added, 2 rows on record already\n"
    )


def test_what_a_handle_is_may_stand_on_any_of_its_rows(room: Newsroom) -> None:
    table(room, "source,source_name,claim,claim_text\nann,,flood,\nann,Ann Müller,flood,The dam broke\n")
    assert room.one("source show ann")["name"] == "Ann Müller"
    assert room.one("claim show flood")["text"] == "The dam broke"
    assert room.types[:2] == ["claim.opened", "source.registered"]


def test_two_different_values_are_a_bad_row(room: Newsroom) -> None:
    answer = bad_table(
        room,
        "source,source_name,claim,claim_text,article,outlet\n"
        "ann,Ann,flood,The dam broke,wire,bote\n"
        "ann,Anna,flood,The dam held,wire,kurier\n",
    )
    assert problems(answer) == [
        "line 3: claim_text of claim 'flood' is 'The dam held' here and 'The dam broke' on another row",
        "line 3: outlet of article 'wire' is 'kurier' here and 'bote' on another row",
        "line 3: source_name of source 'ann' is 'Anna' here and 'Ann' on another row",
    ]


def test_every_bad_row_is_reported_with_its_line(room: Newsroom) -> None:
    answer = bad_table(
        room,
        "source,claim,act,said,verdict,decided,head_min,chain\n"
        "ann,flood,shout,,,,,\n"
        "ann,flood,,03/04/2024,,,,\n"
        "ann,flood,,2099,,,,\n"
        "ann,,,,,,,\n"
        ",flood,,,,,,\n"
        "ann,flood,,,,,,\n"
        ",flood,,,maybe,,,\n"
        ",flood,,,true,2099-01-01,,\n"
        "Ann B,flood,,,,,,\n"
        "bob,flood,,,,,many,\n"
        "eve,flood,decline,,,,,eve\n",
    )
    assert answer.error.splitlines()[0] == "the file was refused; nothing of it was imported"
    lines = problems(answer)
    assert {line.partition(":")[0] for line in lines} == {
        "line 2", "line 3", "line 4", "line 5", "line 6", "line 8", "line 9", "line 11", "line 12",
    }  # fmt: skip
    told = "\n".join(lines)
    assert "line 2: 'shout' is not a value of act; it is one of assert confirm" in told
    assert "line 3: '03/04/2024' is not a date (said)" in told
    assert "line 4: said '2099' lies in the future" in told
    assert "line 5: a statement needs a source and a claim" in told
    assert "line 11: 'many' is not a whole number (head_min)" in told
    assert "line 12: 'eve' is the source and cannot relay itself" in told


def test_a_single_bad_row_spoils_a_good_table(room: Newsroom) -> None:
    rows = "".join(f"ann,flood,row {number}\n" for number in range(50))
    answer = bad_table(room, f"source,claim,text\n{rows},flood,nobody\n")
    assert problems(answer) == ["line 52: a statement needs a source and a claim (a verdict row a claim and a verdict)"]
    assert room.head == (0, "")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_write(room: Newsroom, separator: str, mark: str, end: str) -> None:
    rows = [
        ["source", "claim", "text", "topic"], ["ann", "flood", '"Ach, ""so""; [sic]\tja"', "a b"], ["", "", "", ""],
        ["  bob ", "flood", "x", ""],
    ]  # fmt: skip
    table(room, mark + end.join(separator.join(row) for row in rows) + end)
    assert [row["text"] for row in room.json("timeline")] == ['Ach, "so"; [sic]\tja', "x"]
    assert room.one("claim show flood")["topic"] == ["a", "b"]


def test_cells_may_hold_line_breaks(room: Newsroom) -> None:
    table(room, 'source,claim,text\nann,flood,"one\ntwo"\n')
    assert room.json("timeline")[0]["text"] == "one\ntwo"
    answer = bad_table(room, 'source,claim,text\nann,flood,"one\ntwo"\n,flood,"three\nfour"\n')
    assert problems(answer)[0].startswith("line 4: "), "the row is known by the line it begins on"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("source,claim,colour\nann,flood,red\n", "line 1: there is no column 'colour'"),
        ("source,claim,certanty\nann,flood,likely\n", "line 1: there is no column 'certanty', is it certainty?"),
        ("source,text\nann,x\n", "line 1: the column 'claim' is missing"),
        ("source,claim,source\nann,flood,bob\n", "line 1: the column 'source' stands twice"),
        ("", "line 1: there is no header"),
        ("source,claim\nann,flood,more\n", "line 2: has 3 cells, the header has 2"),
        ("source,claim\nann\n", "line 2: has 1 cells, the header has 2"),
        ('source,claim\nann,"flood\n', "line 2: unexpected end of data"),
        (b"source,claim\nann,flood\nbob,caf\xe9\n", "line 3: byte 30 cannot be read"),
        ("source,claim\nann,flood\n".encode("utf-16"), "line 1: byte 0 cannot be read"),
    ],
)
def test_files_that_are_no_table(room: Newsroom, content: str | bytes, told: str) -> None:
    answer = bad_table(room, content)
    assert told in problems(answer)


def test_what_the_record_knows_otherwise_is_not_taken_over_and_said(room: Newsroom) -> None:
    room.given("source add Ann\nclaim open 'The dam broke' --handle flood")
    answer = table(room, "source,source_name,source_kind,claim,claim_text\nann,Anna,group,flood,The dam held\n")
    assert room.one("source show ann")["name"] == "Ann"
    assert room.one("claim show flood")["text"] == "The dam broke"
    assert len([line for line in answer.err.splitlines() if line.startswith("note: ")]) == 3
    assert "'Anna' was not taken over" in answer.err


def test_a_table_with_a_header_only(room: Newsroom) -> None:
    assert table(room, "source,claim\n").out == "0 entries added\n"


def test_the_same_id_with_other_words_is_a_bad_row(room: Newsroom) -> None:
    table(room, "id,source,claim,text\n7,ann,flood,one\n")
    answer = bad_table(room, "id,source,claim,text\n8,ann,flood,new\n7,ann,flood,other\n")
    assert problems(answer)[0].startswith("line 3: entry 3 has the same id and says something else")


def test_an_id_twice_in_one_file_is_a_bad_row(room: Newsroom) -> None:
    answer = bad_table(room, "id,source,claim,text\n7,ann,flood,one\n7,ann,flood,other\n")
    assert problems(answer)[0].startswith("line 3: ")


def test_a_head_count_beyond_reason(room: Newsroom) -> None:
    bad_table(room, "source,claim,head_min\nann,flood,99999999999999999999\n")


# -- keeping the dates of recording --------------------------------------------------------------------------------

DATED = (
    "source,claim,text,recorded\n"
    "ann,flood,third,2025-12-03T08:00:00Z\n"
    "ann,flood,first,2025-12-01\n"
    "ann,flood,last,\n"
    "ann,flood,second,2025-12-01\n"
)


def test_recorded_is_ignored_with_a_note(room: Newsroom) -> None:
    answer = table(room, DATED)
    assert answer.err == "note: the file's recorded dates were ignored; --keep-recorded keeps them\n"
    assert {row["recorded"] for row in room.json("timeline")} == {"2025-12-11T09:00:00.000000Z"}


def test_kept_dates_give_the_order(room: Newsroom) -> None:
    assert table(room, DATED, "--keep-recorded").err == ""
    rows = room.json("timeline --by recorded")
    assert [(row["text"], row["recorded"][:10]) for row in rows] == [
        ("first", "2025-12-01"), ("second", "2025-12-01"), ("third", "2025-12-03"), ("last", "2025-12-11"),
    ]  # fmt: skip
    assert room.json("belief flood --known-by 2025-12-02")[0]["statements"] == 2
    assert room.facts(3)["recorded_by"] == "file"


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("2099-01-01", "line 2: was recorded at 2099-01-01, which is in the future"),
        ("2025-12-01", "line 2: was recorded at 2025-12-01, before the end of this log"),
        ("soon", "line 2: 'soon' is not a date of recording"),
    ],
)
def test_dates_that_cannot_be_kept(room: Newsroom, recorded: str, told: str) -> None:
    room.given("source add Somebody")
    answer = bad_table(room, f"source,claim,recorded\nann,flood,{recorded}\n", "--keep-recorded")
    assert told in problems(answer)


def test_kept_twice_is_kept_once(room: Newsroom) -> None:
    table(room, DATED, "--keep-recorded")
    assert table(room, DATED, "--keep-recorded").out == "0 entries added, 4 rows on record already\n"
    assert table(room, DATED).out == "0 entries added, 4 rows on record already\n"


# -- bare events ---------------------------------------------------------------------------------------------------


def test_bare_events_refer_to_each_other_by_any_text(room: Newsroom) -> None:
    events(
        room,
        ANN | {"id": "a"},
        FLOOD,
        SAID | {"id": "what ann said"},
        {"type": "statement.retracted", "facts": {"statement": "what ann said"}, "words": {"because": "mistaken"}},
        {"type": "policy.set", "facts": {"name": "hearsay", "value": "0.5"}},
    )
    assert room.facts(4)["statement"] == room.rows("SELECT id FROM entry WHERE position = 3")[0][0]
    assert room.json("belief flood")[0]["status"] == "retracted"
    assert room.json("belief flood")[0]["policy"] != "default"


def test_bare_events_twice_are_once(room: Newsroom) -> None:
    assert events(room, ANN, FLOOD, SAID, SAID).out == "4 entries added\n"
    before = room.fingerprint()
    assert events(room, ANN, FLOOD, SAID, SAID).out == "0 entries added, 4 rows on record already\n"
    assert room.fingerprint() == before
    assert events(room, SAID, SAID, SAID).out == "1 entry added, 2 rows on record already\n"


def test_bare_events_keep_their_dates_on_request(room: Newsroom) -> None:
    dated = [event | {"recorded": "2025-11-01T12:00:00Z"} for event in (ANN, FLOOD, SAID)]
    assert "note: " in events(room, *dated).err
    second = room.branch("second")
    second.ok("init")
    events(second, *dated, options="--keep-recorded")
    assert second.json("timeline")[0]["recorded"] == "2025-11-01T12:00:00.000000Z"


def test_blank_lines_and_windows_line_ends_do_no_harm(room: Newsroom) -> None:
    room.write("events.jsonl", "\r\n".join([json.dumps(ANN), "", json.dumps(FLOOD), ""]))
    assert room.ok("import events.jsonl").out == "2 entries added\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json", "line 1: is not JSON"),
        ("[]", "line 1: "),
        ("null", "line 1: "),
        ('"text"', "line 1: "),
        ("NaN", "line 1: is not JSON: the log holds no such number: NaN"),
        ('{"type":"claim.opened","facts":{"claim":NaN}}', "line 1: is not JSON: the log holds no such number: NaN"),
        ('{"type":"claim.opened","facts":{"claim":-Infinity}}', "the log holds no such number: -Infinity"),
        ('{"type":"claim.opened","facts":{"claim":1.5}}', "the log holds no such number: 1.5"),
        ('{"type":"claim.opened","type":"claim.opened"}', "line 1: is not JSON: a key stands twice"),
        ('{"type":"claim.opened","facts":{"claim":"a","claim":"b"}}', "a key stands twice"),
        ("{}", "line 1: has no type"),
        ('{"type":7}', "line 1: id, type, recorded and actor are texts"),
        (
            '{"type":"claim.opened","facts":[]}',
            "line 1: id, type, recorded and actor are texts, facts and words objects",
        ),
        ('{"type":"claim.opened","fact":{}}', "line 1: has no use for fact"),
        ('{"type":"claim.closed"}', "line 1: there is no event type 'claim.closed'"),
        ('{"type":"claim.opened"}', "line 1: 'claim' of claim.opened: "),
        ('{"type":"claim.opened","facts":{"claim":7}}', "line 1: 'claim' of claim.opened: "),
        ('{"type":"claim.opened","facts":{"claim":"a","colour":"red"}}', "claim.opened has no field 'colour'"),
        ('{"type":"claim.opened","facts":{"claim":"a","text":"b"}}', "'text' of claim.opened belongs into words"),
        ('{"type":"claim.opened","words":{"claim":"a"}}', "'claim' of claim.opened belongs into facts"),
        ('{"type":"claim.opened","facts":{"claim":"a","recorded_by":"me"}}', "has no field 'recorded_by'"),
        ('{"type":"claim.opened","facts":{"claim":"A B"}}', "'A B' cannot be a handle"),
        ('{"type":"claim.opened","facts":{"claim":"a","about":"x"}}', "'about' of claim.opened: "),
        ('{"type":"claim.opened","facts":{"claim":"a","about":["x"]}}', "there is no source 'x'"),
        ('{"type":"claim.opened","facts":{"claim":"a","deadline":"soon"}}', "'soon' is not a date (deadline)"),
        ('{"type":"claim.opened","facts":{"claim":"a"},"words":{"text":"\\ud800"}}', "line 1: "),
        ('{"type":"claim.opened","facts":{"claim":"a"},"words":{"text":null}}', "'text' of claim.opened: "),
        ('{"type":"entry.voided","facts":{"entry":5}}', "'entry' of entry.voided: "),
        ('{"type":"entry.voided","facts":{"entry":"no such line"}}', "there is no entry "),
        ('{"type":"statements.grouped","facts":{"statements":"ab"}}', "'statements' of statements.grouped: "),
        ('{"type":"policy.set","facts":{"name":"colour","value":"red"}}', "there is no parameter 'colour'"),
    ],
)
def test_lines_that_are_no_event(room: Newsroom, line: str, told: str) -> None:
    assert told in bad_events(room, line + "\n").error


def test_every_bad_line_is_reported(room: Newsroom) -> None:
    lines = [json.dumps(ANN), "{", json.dumps(FLOOD), "[", "\xff"]
    answer = bad_events(room, b"\n".join([*(line.encode() for line in lines[:4]), b"\xff"]))
    assert [line.partition(":")[0] for line in problems(answer)] == ["line 2", "line 4", "line 5"]
    assert problems(answer)[2] == "line 5: is not UTF-8"


@pytest.mark.parametrize("opening", ['{"a":', "["])
def test_deep_nesting(room: Newsroom, opening: str) -> None:
    answer = bad_events(room, opening * 100_000)
    assert problems(answer) == ["line 1: is nested too deeply"]


def test_an_id_stands_once(room: Newsroom) -> None:
    answer = bad_events(room, f"{json.dumps(ANN | {'id': 'a'})}\n{json.dumps(FLOOD | {'id': 'a'})}\n")
    assert problems(answer) == ["line 2: has the id of line 1 and says something else"]


def test_a_line_that_stands_twice_under_its_id_is_one_entry(room: Newsroom) -> None:
    assert events(room, ANN | {"id": "a"}, ANN | {"id": "a"}, FLOOD).out == "2 entries added, 1 row on record already\n"


@pytest.mark.parametrize(
    "line",
    [
        '{"id":"\\ud800","type":"claim.opened","facts":{"claim":"a"},"words":{"text":"x"}}',
        '{"type":"entry.voided","facts":{"entry":"\\udfff"}}',
        '{"type":"source.registered","facts":{"source":"a","kind":"person","head_min":123456789012345678901234567890}}',
        '{"type":"claim.opened","recorded":"\\ud800","facts":{"claim":"a"},"words":{"text":"x"}}',
        '{"type":"claim.opened","facts":{"claim":"\\ud800"}}',
        '{"type":"\\ud800","facts":{}}',
    ],
)
def test_lone_surrogates_and_giant_numbers(room: Newsroom, line: str) -> None:
    bad_events(room, line, "--keep-recorded")


# -- files ---------------------------------------------------------------------------------------------------------


def test_the_format_by_name_or_option(room: Newsroom) -> None:
    room.write("notes.txt", "source,claim\nann,flood\n")
    answer = room.refused(2, "import notes.txt")
    assert answer.hint == "--format jsonl or --format table"
    room.ok("import notes.txt --format table")
    room.write("tabbed.tsv", "source\tclaim\nbob\tflood\n")
    room.ok("import tabbed.tsv")


def test_standard_input(room: Newsroom) -> None:
    assert room.ok("import - --format table", stdin="source,claim\nann,flood\n").out == "3 entries added\n"
    assert room.ok("import - --format jsonl", stdin=json.dumps(SAID) + "\n").out == "1 entry added\n"
    assert "cannot be told from its name" in room.refused(2, "import -").error


def test_files_that_cannot_be_read(room: Newsroom) -> None:
    assert "No such file" in room.refused(3, "import nowhere.csv").error
    (room.folder / "folder.csv").mkdir()
    assert "Is a directory" in room.refused(3, "import folder.csv").error


def test_a_dry_run_reports_and_keeps_nothing(room: Newsroom) -> None:
    before = room.fingerprint()
    answer = table(room, "source,claim\nann,flood\n", "--dry-run")
    assert answer.out == "3 entries added\n"
    assert "nothing was kept" in answer.err
    assert room.fingerprint() == before
    bad_table(room, "source,claim\nann,\n", "--dry-run")


def test_who_imported_is_kept(room: Newsroom) -> None:
    table(room, "source,claim\nann,flood\n", "--actor mara")
    assert room.rows("SELECT DISTINCT actor FROM entry") == [("mara",)]
    assert len(room.rows("SELECT DISTINCT batch FROM entry")) == 1


def test_undo_of_an_import(room: Newsroom) -> None:
    table(room, "source,claim\nann,flood\nbob,flood\n")
    assert len(room.json("undo --last")) == 5
    assert room.json("belief") == []
    room.ok("undo --last")
    assert room.json("belief flood")[0]["statements"] == 2


def test_rules_hold_for_files_as_for_people(room: Newsroom, new_room: Room) -> None:
    """What is typed and what is imported makes the same state."""
    typed = new_room().given("""
        claim open 'The dam broke' --handle flood
        source add Ann --handle ann
        source add Bote --kind outlet
        log 'I saw it' -s ann -c flood -a accuse -b witnessed --chain bote -d 2025-12-01
    """)
    table(
        room,
        "source,source_name,claim,claim_text,act,basis,chain,said,text\n"
        "ann,Ann,flood,The dam broke,accuse,witnessed,bote,2025-12-01,I saw it\n",
    )
    for line in ("belief", "why flood", "credibility"):
        assert room.json(line) == typed.json(line)


def test_progress_is_for_terminals(room: Newsroom) -> None:
    answer = table(room, "source,claim\nann,flood\n")
    assert (answer.out, answer.err) == ("3 entries added\n", "")


def test_a_file_that_is_not_there_is_said_to_be_missing_whatever_its_name(room: Newsroom) -> None:
    assert "cannot be read: No such file" in room.refused(3, "import nowhere").error
    assert "--format" in room.refused(2, "import -").hint
