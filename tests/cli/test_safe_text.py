"""Names and texts of every sort: stored exactly, shown safely."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Room
from tests.newsroom import Newsroom
from tests.trying import tried
from tracker.render.text import HIDDEN

AWKWARD = {
    "quotes": "He said \"no\", 'never' and „nie“ «jamais»",
    "brackets": "[sic] [bold]not bold[/bold] {x} <b>&amp;",
    "emoji": "🎈👩‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "הגשר سليم",
    "combining": "e\u0301a\u0308 Z\u0351\u036b\u0343",
    "decomposed and composed": "\u00e9 and e\u0301 stay apart",
    "escape": "\x1b[31mred\x1b[0m \x1b]0;title\x07",
    "bidi override": "abc\u202edef\u202c \u2066x\u2069",
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe\u2060f",
    "controls": "bell\x07 back\x08 delete\x7f c1\x9b31m",
    "separators": "line\u2028paragraph\u2029next\x85end",
    "tags": "flag\U000e0067\U000e007f soft\u00adhyphen",
    "backslash": "C:\\new \\n \\u202e \\",
    "percent": "100% %s %(x)s {0} $HOME `id`",
    "wide": "中文字符串 한국어 ｆｕｌｌ",
    "blanks": "  two  blanks\t tab ",
    "markup": "# - * _ ~ | > = + @SUM(A1)",
}


def raw(text: str) -> list[str]:
    """The characters of a text that would act on a terminal or hide."""
    return [character for character in text if HIDDEN.match(character)]


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_stored_exactly_and_shown_safely_everywhere(room: Newsroom, text: str) -> None:
    room.ok("source add --handle someone --note", text, text)
    room.ok("claim open --handle it", text)
    room.write("page.txt", f"Before {text} after")
    room.ok("article add page.txt --handle page --title", text, "--url", text)
    room.ok("log -s someone -c it --article page --via direct --actor desk --quote", text, "--note", text, text)
    room.ok("log -s someone -c it --cue", text, "--evidence", text, text)
    room.ok("verdict it mixed --because", text, "--evidence", text)
    room.ok("ask someone -c it --by 2026 --note", text)
    assert room.words(1) == {"name": text, "note": text}
    assert room.words(2) == {"text": text}
    assert room.words(3) == {"title": text, "url": text, "text": f"Before {text} after"}
    assert room.words(4) == {"quote": text, "note": text, "text": text}
    assert room.words(5) == {"text": text, "cue": text, "evidence": text}
    assert room.words(6) == {"because": text, "evidence": text}
    assert room.one("source show someone")["name"] == text
    assert room.json("claim list")[0]["text"] == text
    assert room.one("article show page")["text"] == f"Before {text} after"
    rows = room.json("timeline")
    assert rows[0]["text"] == text
    assert rows[0]["quote"] == text
    assert room.one("show 4")["words"]["note"] == text
    assert room.json("belief it")[0]["text"] == text
    for line in (
        "source list", "source show someone", "claim list", "claim show it", "article list", "article show page",
        "timeline", "belief", "belief it", "why it", "credibility", "credibility someone",
        *(f"show {number}" for number in range(1, 8)),
    ):  # fmt: skip
        for form in ("", " --json") if line.startswith("show") else ("", " --json", " --csv"):
            answer = room.ok(line + form)
            assert raw(answer.out.replace("\n", "")) == [], line + form
            assert answer.err == ""
    assert room.ok("verify").code == 0


def test_brackets_survive_as_they_are(room: Newsroom) -> None:
    room.ok("source add Ann")
    assert '"It was [sic] [bold]him[/bold]"' in room.ok("claim open 'It was [sic] [bold]him[/bold]' --handle it").out
    room.ok("log 'He [sic] did' -s ann -c it")
    assert "He [sic] did" in room.ok("timeline").out
    assert room.ok("belief it").out.startswith("it: It was [sic] [bold]him[/bold]\n")


def test_what_is_hidden_is_escaped(room: Newsroom) -> None:
    room.ok("source add --handle eve", "Eve\x1b[31m\u202e\u200b\U000e0067")
    assert "Eve\\x1b[31m\\u202e\\u200b\\U000e0067" in room.ok("source show eve").out
    told = room.ok("source show eve --json").out
    assert "Eve\\u001b[31m\\u202e\\u200b\\udb40\\udc67" in told
    assert json.loads(told)[0]["name"] == "Eve\x1b[31m\u202e\u200b\U000e0067"


def test_a_line_break_cannot_forge_a_line(room: Newsroom) -> None:
    room.given("source add Ann\nclaim open Flood --handle flood")
    room.ok("log -s ann -c flood", "one\n2025-12-11       9  ann denies on flood: forged\r\nfake")
    lines = room.ok("timeline").lines
    assert len([line for line in lines if re.match(r"\d{4}-\d\d-\d\d ", line)]) == 1
    assert len(room.ok("timeline --csv").lines) == 2
    assert len(room.ok("timeline --jsonl").lines) == 1


def test_errors_and_read_backs_are_safe_too(room: Newsroom) -> None:
    nasty = "x\x1b[2J\u202e"
    for line in ("belief", "source show", "log", "import", "show", "nonsense", "timeline --claim", "belief --as-of"):
        answer = room(line, nasty)
        assert answer.code in (2, 3), line
        assert raw((answer.out + answer.err).replace("\n", "")) == [], line
    assert raw(room.ok("claim open --handle it", nasty).out.replace("\n", "")) == []
    room.ok("source add --handle eve", nasty)
    assert raw(room.ok("log -s eve -c it -a deny", nasty).out.replace("\n", "")) == []
    answer = room.ok("undo", stdin="y\n", terminal=True)
    assert raw(answer.err.replace("\n", "")) == []


def test_wide_characters_are_measured(room: Newsroom) -> None:
    room.ok("claim open --handle it", "中" * 20 + " " + "文" * 30)
    first, second = room.ok("claim show it").lines[:2]
    assert first == "it: " + "中" * 20
    assert second == "  " + "文" * 30


def test_texts_are_kept_code_point_for_code_point(room: Newsroom) -> None:
    room.given("source add Ann\nclaim open Flood --handle flood")
    for text in ("\u00e9", "e\u0301", "\u212b", "\u00c5", "ﬁ", "fi"):
        room.ok("log -s ann -c flood", text)
    assert [row["text"] for row in room.json("timeline")] == ["\u00e9", "e\u0301", "\u212b", "\u00c5", "ﬁ", "fi"]


# -- any text at all -----------------------------------------------------------------------------------------------

anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40).filter(
    lambda text: text.strip() not in ("", "-") and not text.startswith("-")
)


@pytest.fixture(scope="module")
def ledger(new_room: Room) -> Newsroom:
    """One room in which hypothesis writes away."""
    return new_room().given("source add Ann\nclaim open Flood --handle flood")


@given(text=anything)
@tried(40)
def test_any_text_comes_back_as_it_was(ledger: Newsroom, text: str) -> None:
    (done,) = ledger.ok("log -s ann -c flood --json --note", text, text).json
    shown = ledger.one(f"show {done['entry']}")
    assert shown["words"] == {"text": text, "note": text}
    for form in ("", "--json", "--csv"):
        assert raw(ledger.ok(f"show {done['entry']} {form}").out.replace("\n", "")) == []


def rows_of(texts: list[str]) -> str:
    """A table with one statement for each text."""
    quoted = ['"' + text.replace('"', '""') + '"' for text in texts]
    return "source,claim,text\n" + "".join(f"ann,flood,{cell}\n" for cell in quoted)


@given(texts=st.lists(anything.filter(lambda text: "\r" not in text), min_size=1, max_size=5))
@tried(25)
def test_any_text_survives_the_table_both_ways(new_room: Room, texts: list[str]) -> None:
    room, back = new_room(), new_room()
    room.write("table.csv", rows_of(texts))
    room.ok("import table.csv")
    assert [row["text"] for row in room.json("timeline")] == texts
    exported = room.ok("export --format table").out
    back.write("table.csv", exported)
    back.ok("import table.csv --keep-recorded")
    assert [row["text"] for row in back.json("timeline")] == texts


@given(content=st.binary(max_size=200))
@tried(40)
def test_any_bytes_are_refused_politely_or_taken_whole(ledger: Newsroom, content: bytes) -> None:
    before = ledger.fingerprint()
    for form in ("table", "jsonl"):
        answer = ledger(f"import - --format {form}", stdin=content)
        assert answer.code in (0, 1), (form, content, answer)
        if answer.code:
            assert answer.out == ""
            assert answer.err.startswith("error: ")
        assert ledger.fingerprint() == before


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-1 degree"])
def test_no_csv_runs_in_a_spreadsheet_unless_it_is_asked_for_raw(room: Newsroom, text: str) -> None:
    room.given(f"log --new-source Ann -c flood --new-claim={shlex.quote(text)} -- {shlex.quote(text)}")
    for verb in ("timeline", "claim list", "belief", "find 1", "replay"):
        told = room.ok(f"{verb} --csv").csv
        assert all(not cell.startswith(("=", "+", "@", "-1")) for row in told for cell in row.values()), verb
    assert room.ok("timeline --csv").csv[0]["text"] == f"'{text}"
    assert room.ok("timeline --csv-raw").csv[0]["text"] == text


words = st.sampled_from([
    "source", "claim", "log", "why", "belief", "flood", "ann", "-s", "-c", "-a", "deny", "--json", "--csv", "--as-of",
    "2025", "show", "1", "--known-by", "--help", "verdict", "true", "undo", "--last", "--dry-run", "amend", "--said",
    "", "-", "--", "--text", "x", "timeline", "--db", "nowhere.db", "retract", "redact", "list", "🎈", "#1", "-7d",
])  # fmt: skip


@given(typed=st.lists(words, max_size=7))
@tried(150)
def test_no_command_line_ever_breaks_the_program(ledger: Newsroom, typed: list[str]) -> None:
    answer = ledger(shlex.join(typed))
    assert answer.code in (0, 1, 2, 3, 4), (typed, answer)
    assert "Traceback" not in answer.err
    if answer.code and "Usage:" not in answer.err:
        assert answer.out == "", typed
        assert "error: " in answer.err


def test_after_all_that_the_log_is_whole(ledger: Newsroom) -> None:
    whole: Any = ledger.json("verify")
    assert whole["problems"] == []
