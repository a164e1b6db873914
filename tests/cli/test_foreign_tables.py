"""Tables as people have them: of other separators, headers, dates and encodings."""

from __future__ import annotations

import codecs

import pytest

from tests.newsroom import Newsroom

GERMAN = "Wann;Quelle;claim;Wortlaut;Kürzel\n10.12.2025;ina;schleuse;Überlauf;mk\n"
OWN = "--column said=wann --column source=Quelle --column text=Wortlaut --column -=Kürzel"


@pytest.mark.parametrize("date", ["1969-07-20", "1890", "1890-03"])
def test_old_dates_are_kept(room: Newsroom, date: str) -> None:
    room.write("t.csv", f"source,claim,said\nina,gate,{date}\n")
    room.ok("import t.csv")
    assert room.json("timeline")[0]["said"] == date


def test_a_class_that_changes_over_the_years_is_described_from_its_first_use_on(room: Newsroom) -> None:
    rows = "ina,official,gate,2019\nina,official,gate,2020\nina,expert,gate,2024\n"
    room.write("t.csv", f"source,source_class,claim,said\n{rows}")
    room.ok("import t.csv")
    assert room.one("source show ina")["class"] == "expert"
    assert room.types == ["claim.opened", "source.registered", *["statement.recorded"] * 2, "source.described",
                          "statement.recorded"]  # fmt: skip
    assert room.json("import t.csv")["added"] == 0
    room.write("t.csv", "source,source_class,claim,said\nbo,official,gate,2019\nbo,expert,gate,2019\n")
    assert "line 3: source_class of source 'bo' is 'expert' here" in room.refused(1, "import t.csv").error


def test_a_verdict_of_the_future_is_named_with_its_line(room: Newsroom) -> None:
    room.write("t.csv", "claim,verdict,decided\ngate,true,2025-01-01\ngate,false,2031-05-01\n")
    assert "line 3: decided '2031-05-01' lies in the future" in room.refused(1, "import t.csv").error


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (codecs.BOM_UTF8 + GERMAN.encode(), ""), (GERMAN.encode("cp1252"), "--encoding windows-1252"),
        (GERMAN.encode("utf-16"), "--encoding utf-16"), (b"sep=;\r\n" + GERMAN.encode(), "--dates dmy"),
        (b"\r\n;;;;\r\n" + GERMAN.replace("\n", "\r\n").encode() + b";;;;\r\n", "--dates dmy"),
    ],
)  # fmt: skip
def test_a_german_table_with_headers_of_its_own(room: Newsroom, content: bytes, options: str) -> None:
    room.write("t.csv", content)
    room.ok(f"import t.csv {OWN} {options}")
    (row,) = room.json("timeline")
    assert (row["said"], row["source"], row["text"]) == ("2025-12-10", "ina", "Überlauf")


@pytest.mark.parametrize(
    ("written", "options", "day"),
    [
        ("03/04/2024", "--dates dmy", "2024-04-03"), ("03/04/2024", "--dates mdy", "2024-03-04"),
        ("2024-03-12 00:00:00", "", "2024-03-12"), ("2024/3/9", "", "2024-03-09"), ("13/04/2024", "", "2024-04-13"),
        ("3/12/2024 12:00:00 AM", "--dates mdy", "2024-03-12"),
    ],
)  # fmt: skip
def test_dates_of_one_meaning(room: Newsroom, written: str, options: str, day: str) -> None:
    room.write("t.csv", f"Source,CLAIM ,said,,\nina,gate,{written},,\n")
    room.ok(f"import t.csv {options}")
    assert room.json("timeline")[0]["said"] == day


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("03/04/2024", "it is 2024-04-03 with --dates dmy, 2024-03-04 with --dates mdy"),
        ("45363", "a spreadsheet's number for the day 2024-03-12"),
        ("2024-03-12 14:30", "2024-03-12T14:30Z is UTC"), ("12.03.24", "write the year with four digits"),
    ],
)  # fmt: skip
def test_other_dates_are_explained(room: Newsroom, written: str, told: str) -> None:
    room.write("t.csv", f"source,claim,said\nina,gate,{written}\n")
    error = " ".join(room.refused(1, "import t.csv").error.split())
    assert f"line 2: '{written}' is not a date (said)" in error
    assert told in error


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_of_utf_16_is_named(room: Newsroom, encoding: str) -> None:
    room.write("t.csv", "source,claim\nina,gate\n".encode(encoding))
    assert f"--encoding {encoding}" in room.refused(1, "import t.csv").hint
    assert "utf-8" not in room.ok(f"import t.csv --encoding {encoding}").err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--encoding nonsense", "there is no encoding 'nonsense'"), ("--encoding zip", "there is no encoding 'zip'"),
        ("--column when=Datum", "'when=Datum' names no column of ours"),
    ],
)  # fmt: skip
def test_options_that_name_nothing(room: Newsroom, options: str, told: str) -> None:
    room.write("t.csv", "source,claim\nina,gate\n")
    assert told in room.refused(2, f"import t.csv {options}").error


def test_a_table_cut_at_its_very_end_says_how_to_go_on(room: Newsroom) -> None:
    room.write("t.csv", "source,claim\nina,gate")
    assert "echo >> " in room.refused(1, "import t.csv").hint


def test_an_empty_file_and_an_export_that_lost_its_first_line(room: Newsroom) -> None:
    room.write("e.jsonl", "")
    assert "the file holds no entry" in room.ok("import e.jsonl").err
    room.given("source add Ina")
    room.write("cut.jsonl", room.ok("export").out.split("\n", 1)[1])
    assert "without its first line" in room.refused(1, "import cut.jsonl").error


def test_words_that_say_no_in_support_are_warned_of(room: Newsroom) -> None:
    room.given("source add Halm --kind organisation\nclaim open 'Halm reads along' --handle reads --about halm")
    assert "add -a deny" in room.ok("log 'Es gibt keine Mitleser' -s halm -c reads --dry-run").err
    assert "tracker amend 3 -a deny" in room.ok("log 'Es gibt keine Mitleser' -s halm -c reads").err
    assert "deny" not in room.ok("log 'Es gibt keine Mitleser' -s halm -c reads -a deny").err
