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


@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_with_points_the_day_comes_first_whatever_the_order_of_others(room: Newsroom, order: str) -> None:
    room.write("t.csv", "source,claim,said\nina,gate,10.12.2025\nina,gate,15.01.2025\n")
    room.ok(f"import t.csv --dates {order}")
    assert {row["said"] for row in room.json("timeline")} == {"2025-12-10", "2025-01-15"}


@pytest.mark.parametrize("options", ["", " --dates dmy", " --dates mdy"])
@pytest.mark.parametrize(
    ("written", "told"),
    [("01.15.2025", "if it is 2025-01-15, write that"), ("12.31.2025 00:00:00", "if it is 2025-12-31, write that")],
)
def test_a_date_with_points_is_never_promised_to_an_option(
    room: Newsroom, written: str, told: str, options: str
) -> None:
    room.write("t.csv", f"source,claim,said\nina,gate,{written}\n")
    error = room.refused(1, f"import t.csv{options}").error
    assert told in error
    assert "--dates" not in error


def test_a_day_that_the_order_makes_impossible_names_the_order_that_has_it(room: Newsroom) -> None:
    room.write("t.csv", "source,claim,said\nina,gate,15/01/2025\n")
    error = room.refused(1, "import t.csv --dates mdy").error
    assert "it is 2025-01-15 with --dates dmy" in error
    assert "with --dates mdy" not in error


WIDE = 'source,claim,text,said\nina,gate,"one\ntwo",2025\nina,gate,"three\nfour\nfive",{}\n'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (WIDE.format("soon").encode(), "line 4: 'soon' is not a date"),
        (WIDE.format("2025,x").encode(), "line 4: has 5 cells, the header has 4"),
        (WIDE.format("\0").encode(), "line 4: holds a NUL character"),
        (WIDE.format("2025").encode().replace(b"five", b"f\xefve"), "line 4: byte 69 cannot be read"),
        (WIDE.format("2025").encode()[:-1], "line 4: does not end with a line break"),
        (WIDE.format("2025").encode().replace(b'five"', b'five"!'), "line 4: ',' expected after '\"'"),
        (WIDE.format("2025").encode().replace(b'five"', b"five"), "line 4: unexpected end of data"),
        (WIDE.format("soon").replace("\n", "\r").encode(), "line 4: 'soon' is not a date"),
    ],
)
def test_a_row_of_several_lines_is_named_by_its_first(room: Newsroom, content: bytes, told: str) -> None:
    room.write("t.csv", content)
    assert told in room.refused(1, "import t.csv").error


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,,\n", b"\xef\xbb\xbf", b"sep=;\n"])
@pytest.mark.parametrize("options", ["", " --column said=Datum"])
def test_a_table_without_a_header_is_told_as_empty(room: Newsroom, content: bytes, options: str) -> None:
    room.write("t.csv", content)
    answer = room.refused(1, f"import t.csv{options}")
    assert answer.error == "the file is empty\n  line 1: there is no header"


@pytest.mark.parametrize("options", ["", " --encoding ascii"])
@pytest.mark.parametrize(
    "content", [bytes(range(256)), b"PK\x03\x04\x14\0\x06\xff\xd8,\xc4\n", b"\x89PNG\r\n\x1a\n\0\xff"]
)
def test_what_is_no_text_is_not_guessed_to_be_of_another_encoding(room: Newsroom, content: bytes, options: str) -> None:
    room.write("t.csv", content)
    answer = room.refused(1, f"import t.csv{options}")
    assert answer.error.startswith("the file is no text")
    assert "--encoding" not in answer.hint


def test_what_to_repeat_keeps_what_was_typed(room: Newsroom) -> None:
    room.write("t.csv", "Wer;claim;said\nina;gate;soon\n")
    typed = "import t.csv --column source=Wer --dates dmy"
    assert room.refused(1, typed).hint == f"mend these lines, then: tracker {typed}"
    room.write("t.csv", "Wer;claim\nm\xfcck;gate\n".encode("cp1252"))
    assert room.refused(1, typed).hint.endswith(f"tracker {typed} --encoding cp1252")
    room.write("t.csv", "Wer;claim\nina;gate\n".encode("utf-16"))
    assert room.refused(1, typed).hint == f"say so: tracker {typed} --encoding utf-16"
