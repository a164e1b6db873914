"""Articles: archived to the byte, known by reference, amended, and the statements logged from them."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest

from tests.newsroom import Newsroom

TEXT = """Brücke bleibt offen

Die Stadt teilte mit, die Brücke sei "sicher".
Ein Anwohner sieht das anders [sic] 🎈.
"""


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A room with an archived article."""
    room.write("bridge.txt", TEXT)
    room.ok("article add bridge.txt --outlet Bote --agency dpa --published 2025-12-10 --lang de --title 'Brücke offen'")
    return room


def test_an_article_is_archived_with_outlet_and_agency(desk: Newsroom) -> None:
    assert desk.types == ["source.registered", "source.registered", "article.archived"]
    assert [desk.told(1)["kind"], desk.told(2)["kind"]] == ["outlet", "agency"]
    assert desk.words(3) == {"title": "Brücke offen", "text": TEXT}
    assert desk.facts(3)["sha256"] == sha256(TEXT.encode()).hexdigest()


def test_the_handle_comes_from_the_title_the_file_or_the_option(desk: Newsroom) -> None:
    desk.write("Das Tor.txt", "Noch ein Text")
    desk.write("other.txt", "Ein dritter Text")
    desk.given("article add 'Das Tor.txt'\narticle add other.txt --handle third")
    assert [row["article"] for row in desk.json("article list")] == ["bruecke-offen", "das-tor", "third"]


def test_everything_about_an_article(desk: Newsroom) -> None:
    shown = desk.one("article show bruecke")
    assert shown == {
        "article": "bruecke-offen",
        "title": "Brücke offen",
        "outlet": "bote",
        "agency": "dpa",
        "wire": "",
        "published": "2025-12-10",
        "language": "de",
        "url": "",
        "reprint_of": None,
        "sha256": sha256(TEXT.encode()).hexdigest(),
        "archived": True,
        "statements": 0,
        "entry": 3,
        "logged": [],
        "text": TEXT,
        "redacted": False,
        "passages": [],
        "entries": [],
        "unlogged": [
            {"start": 0, "end": 19, "text": "Brücke bleibt offen", "sign": ""},
            {"start": 21, "end": 67, "text": 'Die Stadt teilte mit, die Brücke sei "sicher".', "sign": "attribution"},
            {"start": 68, "end": 106, "text": "Ein Anwohner sieht das anders [sic] 🎈.", "sign": ""},
        ],
        "sentences": 3,
        "as_of": None,
        "known_by": 3,
        "policy": "default",
        "status": "",
    }


def test_show_names_what_was_logged_from_it(desk: Newsroom) -> None:
    desk.given("""
        source add Stadt --kind org
        claim open 'Die Brücke ist sicher' --handle sicher
        log --quote 'die Brücke sei "sicher"' -s stadt -c sicher --article bruecke
    """)
    answer = desk.ok("article show bruecke-offen")
    assert "  published 2025-12-10, entry 3, 1 statement" in answer.lines
    assert 'Die Stadt teilte mit, [6: die Brücke sei "sicher"]. Ein Anwohner sieht das' in answer.lines
    assert "     6  stadt says on sicher: single source, one origin, thin | likely" in answer.lines
    assert "         Ein Anwohner sieht das anders [sic] 🎈." in answer.lines
    (logged,) = desk.one("article show bruecke-offen")["logged"]
    assert (logged["entry"], logged["source"], logged["claim"]) == (6, "stadt", "sicher")
    assert desk.one("article show bruecke-offen --known-by 5")["logged"] == []


def test_an_article_by_reference_only(room: Newsroom) -> None:
    room.ok("article add --handle old-page --url https://example.org/a --published 2024")
    row = room.one("article show old-page")
    assert (row["archived"], row["sha256"], row["text"]) == (False, "", None)
    assert "known by reference only" in room.ok("article show old-page").out


def test_a_quote_from_an_article_by_reference_cannot_be_checked(room: Newsroom) -> None:
    room.given("""
        article add --handle old-page
        source add Ann
        claim open Flood --handle flood
        log --quote 'anything at all' -s ann -c flood --article old-page
    """)
    assert room.told(4)["quote"] == "anything at all"


def test_the_same_bytes_twice_are_once(desk: Newsroom) -> None:
    before = desk.fingerprint()
    answer = desk.ok("article add bridge.txt --title 'Brücke offen'")
    assert answer.out == ""
    assert "already on record" in answer.err
    assert desk.json("article add bridge.txt --title 'Brücke offen'") == []
    assert desk.fingerprint() == before


def test_another_text_is_another_article(desk: Newsroom) -> None:
    desk.write("bridge.txt", TEXT + " ")
    assert (
        "there is an article 'bruecke-offen' already"
        in desk.refused(1, "article add bridge.txt --title 'Brücke offen'").error
    )
    desk.ok("article add bridge.txt")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00a", b"caf\xe9", b"\x80" * 50, b"\xed\xa0\x80 lone surrogate", b"GIF89a\x00\x01\xff"]
)
def test_bytes_that_are_not_utf8_are_kept_to_the_byte(room: Newsroom, content: bytes) -> None:
    room.write("page.bin", content)
    room.ok("article add page.bin")
    assert room.words(1) == {"data": b64encode(content).decode()}
    assert room.facts(1)["sha256"] == sha256(content).hexdigest()
    assert room.one("article show page")["text"] is None


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbfwith a BOM", b"CR\r\nLF\r\n", b"NUL \x00 inside", "e\u0301 \u202e".encode(), b"no newline"],
)
def test_texts_are_kept_to_the_byte(room: Newsroom, content: bytes) -> None:
    room.write("page.txt", content)
    room.ok("article add page.txt")
    assert room.words(1) == {"text": content.decode()}
    assert room.facts(1)["sha256"] == sha256(content).hexdigest()


def test_from_standard_input(room: Newsroom) -> None:
    room.ok("article add - --title 'A wire'", stdin="Words from a pipe\n")
    assert room.one("article show a-wire")["text"] == "Words from a pipe\n"


@pytest.mark.parametrize("content", ["", "  \n\t"])
def test_an_empty_article(room: Newsroom, content: str) -> None:
    room.write("empty.txt", content)
    assert room.refused(2, "article add empty.txt").error == "the article is empty"


def test_a_file_that_is_not_there(room: Newsroom) -> None:
    answer = room.refused(3, "article add nowhere.txt")
    assert answer.error == "'nowhere.txt' cannot be read: No such file or directory"
    assert "Is a directory" in room.refused(3, "article add .").error


@pytest.mark.parametrize(
    ("options", "code", "error"),
    [
        ("--published 2099", 2, "published '2099' lies in the future"),
        ("--published 03/04/2024", 2, "can be two dates"),
        ("--reprint-of nothing", 3, "there is no article 'nothing'"),
        ("--outlet 🎈", 2, "cannot be the handle of a source"),
    ],
)
def test_an_imprint_that_cannot_be(desk: Newsroom, options: str, code: int, error: str) -> None:
    desk.write("new.txt", "Something new")
    assert error in desk.refused(code, f"article add new.txt {options}").error


def test_a_known_outlet_is_not_registered_again(desk: Newsroom) -> None:
    desk.write("new.txt", "Something new")
    desk.given(
        "source add 'Der Spiegel' --handle spiegel --kind outlet\narticle add new.txt --outlet Bote --agency spiegel"
    )
    assert desk.types[3:] == ["source.registered", "article.archived"]
    assert desk.one("article show new")["outlet"] == "bote"


def test_amend_corrects_the_imprint_and_never_the_text(desk: Newsroom) -> None:
    assert desk.ok("article amend bruecke --published 2025-12-09 --wire dpa-77").out == (
        "4 article bruecke-offen amended\n"
    )
    row = desk.one("article show bruecke-offen")
    assert (row["published"], row["wire"], row["outlet"], row["text"]) == ("2025-12-09", "dpa-77", "bote", TEXT)
    assert desk.one("article show bruecke-offen --known-by 3")["published"] == "2025-12-10"
    assert desk.refused(2, "article amend bruecke").error == "nothing to amend"
    assert "cannot be a reprint of itself" in desk.refused(1, "article amend bruecke --reprint-of bruecke").error


def test_a_reprint(desk: Newsroom) -> None:
    desk.given("article add --handle copy --reprint-of bruecke --outlet Kurier")
    assert desk.one("article show copy")["reprint_of"] == "bruecke-offen"


def test_the_list(desk: Newsroom) -> None:
    desk.ok("article add --handle undated-page")
    assert desk.ok("article list").lines == [
        "bruecke-offen  2025-12-10  bote, dpa, Brücke offen",
        "undated-page   undated",
    ]
    assert [row["archived"] for row in desk.json("article list")] == [True, False]
    assert desk.json("article list --known-by 2") == []
    assert desk.ok("article list --known-by 0").out == "no articles\n"


def test_an_article_from_after_the_cut_is_nothing_known(desk: Newsroom) -> None:
    assert "nothing known" in desk.ok("article show bruecke-offen --known-by 1").out


def test_the_wire_is_shown_safely(desk: Newsroom) -> None:
    desk.ok("article amend bruecke --wire", "\x1b[31mred \u202e")
    answer = desk.ok("article show bruecke")
    assert "\x1b" not in answer.out
    assert "\\x1b[31mred \\u202e" in answer.out
    assert desk.one("article show bruecke")["wire"] == "\x1b[31mred \u202e"


@pytest.mark.parametrize("line", ["10. Dezember 2025", "2025-12-10", "Datum: 2025-12-10", "December 10, 2025"])
def test_a_date_in_the_first_line_is_the_day_it_came_out(room: Newsroom, line: str) -> None:
    room.write("lock.txt", f"{line}\n\nDie Schleuse öffnet am Mittwoch.\n")
    answer = room.ok("article add lock.txt")
    assert answer.err == "note: published 2025-12-10, by the first line of lock.txt\n"
    assert room.one("article show lock")["published"] == "2025-12-10"


def test_a_first_line_of_a_day_to_come_or_beside_a_typed_one_dates_nothing(room: Newsroom) -> None:
    room.write("lock.txt", "1. Mai 2031\n\nDie Schleuse wird eröffnet.\n")
    room.write("gate.txt", "2. Mai 2024\n\nDas Tor wird eröffnet.\n")
    assert room.ok("article add lock.txt").err == room.ok("article add gate.txt --published 2024-05-03").err == ""
    assert [row["published"] for row in room.json("article list")] == [None, "2024-05-03"]


def test_the_same_text_under_another_handle_is_told_of(desk: Newsroom) -> None:
    answer = desk.ok("article add bridge.txt --handle again")
    assert answer.err.startswith("warning: the same text is on record as 'bruecke-offen'")
    assert desk.ok("article add bridge.txt --handle again").err == "already on record; nothing was added\n"
