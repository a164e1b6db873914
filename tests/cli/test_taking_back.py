"""Undo and redact: what should not exist, and what must disappear."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tests.store.logs import unguarded

SECRET = "the man in the corner office"
TEXT = f"Trouble at the plant\n\nIt was {SECRET}, a clerk said.\nNothing else happened.\n"


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """Eight entries: two sources, a claim, an article, three statements, one of them amended."""
    room = new_room()
    room.write("plant.txt", TEXT)
    return room.given(f"""
        source add Clerk
        source add Boss
        claim open 'The plant lost money' --handle loss --about boss
        article add plant.txt --handle plant --published 2025-12-01
        log 'It was him' -s clerk -c loss --article plant --quote '{SECRET}' --note 'call her back'
        log 'It was not me' -s boss -c loss -a deny
        log 'I saw the books' -s clerk -c loss --basis witnessed
        amend 5 --text 'It was that man' --certainty likely
    """)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


def readings(room: Newsroom) -> Any:
    """Every belief and record, without the number of the entry they were cut at."""
    rows = [*room.json("belief"), *room.json("credibility"), room.one("why loss")]
    return [{name: value for name, value in row.items() if name not in ("known_by", "changed")} for row in rows]


# -- undo ----------------------------------------------------------------------------------------------------------


def test_undo_takes_an_entry_out_of_every_reading_and_leaves_it_in_the_log(desk: Newsroom) -> None:
    desk.ok("undo 7")
    assert desk.types[-1] == "entry.voided"
    assert desk.json("belief loss")[0]["statements"] == 2
    assert 7 not in [row["entry"] for row in desk.json("timeline")]
    (row,) = [row for row in desk.json("timeline --all") if row["entry"] == 7]
    assert row["status"] == "voided"
    assert "[voided]" in desk.ok("timeline --all").out
    shown = desk.one("show 7")
    assert shown["status"] == "voided"
    assert [(other["entry"], other["type"]) for other in shown["later"]] == [(9, "entry.voided")]
    assert shown["words"] == {"text": "I saw the books"}


def test_undo_of_undo_is_as_if_nothing_had_been(desk: Newsroom) -> None:
    before = readings(desk)
    desk.ok("undo 7")
    assert readings(desk) != before
    desk.ok("undo 9")
    assert readings(desk) == before
    assert desk.one("show 7")["status"] == ""
    desk.ok("undo 10")
    assert desk.json("belief loss")[0]["statements"] == 2


def test_undo_last_takes_back_the_whole_last_command(desk: Newsroom) -> None:
    before = readings(desk)
    desk.ok("log x --new-source Guest --new-claim 'It rains' -c it-rains")
    assert desk.head[0] == 11
    answer = desk.ok("undo --last --json")
    assert [row["type"] for row in answer.json] == ["entry.voided"] * 3
    assert readings(desk) == before
    for noun, handle in (("source", "guest"), ("claim", "it-rains")):
        answer = desk.refused(3, f"{noun} show {handle}")
        assert answer.error == f"{noun} '{handle}' has been undone"
        desk.ok(answer.hint.removeprefix("tracker "))
        assert desk.one(f"{noun} show {handle} --all")["status"] == "voided"
        assert handle not in desk.ok(f"{noun} list").out
        assert f"{handle}  " in desk.ok(f"{noun} list --all").out
        assert [row["status"] for row in desk.json(f"{noun} list {handle} --all")] == ["voided"]
    assert "there is no source 'guest'" in desk.refused(3, "log x -s guest -c loss").error


def test_undo_last_twice_brings_it_back(desk: Newsroom) -> None:
    before = readings(desk)
    desk.given("undo --last\nundo --last")
    assert readings(desk) == before


def test_undo_asks_after_showing(desk: Newsroom) -> None:
    answer = desk.ok("undo", stdin="y\n", terminal=True)
    assert '8 entry 5 amended: clerk says: "The plant lost money"\n' in answer.err
    assert answer.out == "9 entry 8 undone\n"
    assert "Take this back? [y/N]" in answer.err
    assert desk.types[-1] == "entry.voided"
    assert desk.facts(9)["entry"] == desk.rows("SELECT id FROM entry WHERE position = 8")[0][0]


@pytest.mark.parametrize("reply", ["n\n", "\n", "", "what?\nn\n"])
def test_undo_takes_no_for_an_answer(desk: Newsroom, reply: str) -> None:
    before = desk.fingerprint()
    answer = desk("undo", stdin=reply, terminal=True)
    assert answer.code in (1, 130)
    assert answer.out == ""
    assert desk.fingerprint() == before


def test_undo_without_a_person_needs_a_word(desk: Newsroom) -> None:
    before = desk.fingerprint()
    answer = desk("undo")
    assert answer.code == 2
    assert answer.error == "nobody is there to ask"
    assert answer.hint == "tracker undo --last takes this back"
    assert desk.fingerprint() == before


def test_an_undo_is_for_what_was_shown(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else records while the question stands on the screen."""
    import click

    def meanwhile(*_: Any, **__: Any) -> bool:
        desk.ok("source add Newcomer")
        return True

    monkeypatch.setattr(click, "confirm", meanwhile)
    answer = desk("undo", terminal=True)
    assert answer.code == 1
    assert answer.error == "the log has moved on meanwhile: entry 9 was recorded after you looked"
    assert desk.types[-1] == "source.registered"


@pytest.mark.parametrize(("entry", "last_user"), [(1, 8), (2, 6), (3, 8), (4, 8)])
def test_what_others_rest_on_is_not_undone(desk: Newsroom, entry: int, last_user: int) -> None:
    answer = desk.refused(1, f"undo {entry}")
    assert answer.error.startswith(f"entry {entry} cannot be undone: later entries rest on it (")
    assert answer.hint == f"tracker show {last_user}, or tracker undo --list"


def test_undoing_what_rests_on_it_first_undoes_it_all(desk: Newsroom) -> None:
    for _ in range(10):
        answer = desk("undo 1")
        if answer.code == 0:
            break
        desk.ok(f"undo {answer.hint.partition(',')[0].removeprefix('tracker show ')}")
    assert desk.refused(3, "source show clerk").error == "source 'clerk' has been undone"
    assert "there is no source 'clerk'" in desk.refused(3, "log x -s clerk -c loss").error


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("undo 99", 3, "there is no entry 99"),
        ("undo x", 2, "'x' is not an entry number"),
        ("undo 7 --last", 2, "name an entry or say --last, not both"),
    ],
)
def test_what_cannot_be_undone(desk: Newsroom, line: str, code: int, error: str) -> None:
    assert desk.refused(code, line).error == error


def test_nothing_is_undone_twice(desk: Newsroom) -> None:
    desk.ok("undo 7")
    answer = desk.refused(1, "undo 7")
    assert answer.error == "entry 7 has been undone already"
    assert answer.hint == "tracker show 7"


def test_an_empty_log_has_nothing_to_undo(room: Newsroom) -> None:
    assert room.refused(3, "undo --last").error == "the log is empty: there is nothing to undo"
    assert room.refused(3, "undo").error == "the log is empty: there is nothing to undo"


def test_a_handle_can_be_used_again_after_its_undo(room: Newsroom) -> None:
    room.given("source add Nvidia --kind agency\nundo --last\nsource add Nvidia --kind organisation")
    assert room.one("source show nvidia")["kind"] == "organisation"
    assert room.one("source show nvidia")["entry"] == 3


def test_an_undone_handle_is_in_nobody_s_way(room: Newsroom) -> None:
    room.given("source add Nvidia\nsource add Nvidai\nundo --last\nclaim open Flood --handle flood")
    assert room.ok("log x -s nvid -c flood").out == '5 nvidia says: "Flood"\n'


def test_undo_of_a_merge_a_verdict_and_an_amendment(desk: Newsroom) -> None:
    before = readings(desk)
    desk.given("source merge clerk boss\nundo --last\nverdict loss true\nundo --last")
    assert readings(desk) == before
    desk.ok("undo 8")
    assert desk.json("timeline --source clerk")[0]["text"] == "It was him"


# -- redact --------------------------------------------------------------------------------------------------------


def test_redacting_wipes_the_words_wherever_they_stand_and_moves_no_belief(desk: Newsroom) -> None:
    before = readings(desk)
    assert SECRET.encode() in desk.database.read_bytes()
    answer = desk.ok("redact 5 --yes --because 'she asked us to'")
    assert [line.split()[0] for line in answer.lines] == ["9", "10", "11"], "the article, the statement, its amendment"
    assert [desk.words(entry) for entry in (4, 5, 8)] == [None, None, None]
    assert desk.words(7) == {"text": "I saw the books"}
    content = desk.database.read_bytes()
    for wiped in (SECRET, "It was that man", "It was him", "call her back"):
        assert wiped.encode() not in content
    assert readings(desk) == before
    assert desk.ok("verify").code == 0


def test_what_is_redacted_says_so(desk: Newsroom) -> None:
    desk.ok("redact 5 --yes")
    row = next(row for row in desk.json("timeline") if row["entry"] == 5)
    assert (row["status"], row["text"], row["quote"]) == ("redacted", "", "")
    assert "[redacted]" in desk.ok("timeline").out
    shown = desk.one("show 5")
    assert (shown["status"], shown["words"]) == ("redacted", None)
    assert shown["facts"]["source"] == "clerk"
    assert "its words have been redacted" in desk.ok("show 5").out
    assert desk.one("article show plant")["text"] is None


def test_redact_shows_first_and_asks(desk: Newsroom) -> None:
    answer = desk.ok("redact 5", stdin="y\n", terminal=True)
    assert "these entries would lose their words for ever:" in answer.err
    assert [line.split()[0] for line in answer.err.splitlines()[1:4]] == ["4", "5", "8"]
    assert 'clerk says: "The plant lost money"' in answer.err
    assert "Wipe them? [y/N]" in answer.err


@pytest.mark.parametrize("reply", ["n\n", "\n", ""])
def test_redact_takes_no_for_an_answer(desk: Newsroom, reply: str) -> None:
    before = desk.fingerprint()
    assert desk("redact 5", stdin=reply, terminal=True).code in (1, 130)
    assert desk.fingerprint() == before


def test_redact_without_a_person_needs_a_word(desk: Newsroom) -> None:
    before = desk.fingerprint()
    answer = desk("redact 5")
    assert (answer.code, answer.error, answer.hint) == (2, "nobody is there to ask", "tracker redact 5 --yes")
    assert desk.fingerprint() == before


def test_what_to_type_instead_keeps_all_that_was_typed(desk: Newsroom) -> None:
    answer = desk(f"redact 5 --because 'a name' --db '{desk.database}'")
    assert answer.hint.startswith("tracker redact 5 --because 'a name' --db ")
    assert answer.hint.endswith(" --yes")
    assert str(desk.url or desk.database) in answer.hint


def test_a_dry_run_of_a_redaction_asks_nothing_and_keeps_nothing(desk: Newsroom) -> None:
    before = desk.fingerprint()
    assert "nothing was kept" in desk.ok("redact 5 --dry-run").err
    assert desk.fingerprint() == before


def test_an_article_whose_words_are_not_quoted_keeps_them(desk: Newsroom) -> None:
    desk.ok("redact 6 --yes")
    assert desk.words(6) is None
    assert desk.words(4) is not None


def test_redacting_the_amendment_redacts_the_statement_too(desk: Newsroom) -> None:
    desk.ok("redact 8 --yes")
    assert [desk.words(entry) for entry in (5, 8)] == [None, None]


def test_redacting_a_source_wipes_its_name_and_keeps_its_handle(desk: Newsroom) -> None:
    before = readings(desk)
    desk.ok("source describe clerk --name 'Clara Clerk' --note 'third floor'")
    desk.ok("redact 1 --yes")
    assert b"Clara Clerk" not in desk.database.read_bytes()
    row = desk.one("source show clerk")
    assert (row["name"], row["note"]) == ("", "")
    names = ("name",)
    assert [{k: v for k, v in row.items() if k not in names} for row in readings(desk)] == [
        {k: v for k, v in row.items() if k not in names} for row in before
    ]


def test_redacting_a_claim_wipes_its_wording(desk: Newsroom) -> None:
    desk.ok("redact 3 --yes")
    assert b"The plant lost money" not in desk.database.read_bytes()
    assert desk.json("belief loss")[0]["statements"] == 3


def test_nothing_is_redacted_twice(desk: Newsroom) -> None:
    desk.ok("redact 5 --yes")
    assert "has no words left to redact" in desk.refused(1, "redact 5 --yes").error
    assert "has no words of its own" in desk.refused(1, "redact 9 --yes").error
    assert "there is no entry 99" in desk.refused(3, "redact 99 --yes").error


def test_a_redaction_is_not_undone(desk: Newsroom) -> None:
    desk.ok("redact 5 --yes")
    assert "what has been wiped cannot be brought back" in desk("undo 9").err
    assert desk.types[-1] == "entry.redacted"


def test_a_dry_run_wipes_nothing(desk: Newsroom) -> None:
    before = desk.fingerprint()
    answer = desk.ok("redact 5 --yes --dry-run")
    assert "nothing was kept" in answer.err
    assert desk.fingerprint() == before
    assert desk.ok("verify").code == 0


def test_rebuilding_after_a_redaction_brings_nothing_back(desk: Newsroom) -> None:
    desk.ok("redact 5 --yes")
    before = desk.fingerprint()
    desk.ok("rebuild")
    assert desk.fingerprint() == before
    assert SECRET.encode() not in desk.database.read_bytes()


# -- rebuild and verify --------------------------------------------------------------------------------------------


def test_rebuild_changes_no_reading(desk: Newsroom) -> None:
    desk.given("undo 7\nsource merge clerk boss\nverdict loss mixed")
    before = desk.fingerprint()
    assert desk.ok("rebuild").out == "rebuilt from 11 entries\n"
    assert desk.json("rebuild") == {"entries": 11}
    assert desk.fingerprint() == before


def test_verify_of_a_whole_log(desk: Newsroom) -> None:
    position, last = desk.head
    assert desk.ok("verify").out == f"fine: 8 entries\nhead {last}\n"
    assert desk.json("verify") == {
        "ok": True,
        "entries": 8,
        "head": last,
        "problems": [],
        "checked": 8,
        "views": True,
        "checkpoint": None,
    }
    assert position == 8


def test_verify_of_a_log_that_was_tampered_with(desk: Newsroom) -> None:
    with unguarded(desk.database) as connection:
        connection.execute("""UPDATE entry SET words = '{"text":"It was me"}' WHERE position = 6""")
    answer = desk("verify")
    assert answer.code == 1
    assert "6" in answer.out
    whole = desk("verify --json")
    assert whole.code == 1
    assert whole.json["ok"] is False
    assert 6 in [problem["entry"] for problem in whole.json["problems"]]
    assert set(whole.json["problems"][0]) == {"entry", "kind", "message"}


def test_verify_of_an_empty_log(room: Newsroom) -> None:
    answer = room.json("verify")
    assert (answer["ok"], answer["entries"], answer["problems"]) == (True, 0, [])


def test_redacting_a_remark_on_others_wipes_the_remark_alone(room: Newsroom) -> None:
    """The ground of a relation or a merge may have to go; the claims and sources it speaks of have done nothing."""
    room.given("""
        source add 'Ann Example' --handle ann
        source add 'Anne Example' --handle anne
        claim open 'The dam broke' --handle flood
        claim open 'The dam gave way' --handle breach
        claim relate flood same_as breach --because 'secret one'
        source merge anne ann --because 'secret two'
    """)
    for entry in (5, 6):
        assert len(room.json(f"redact {entry} --yes")) == 1
    assert [row["text"] for row in room.json("claim list")] == ["The dam broke", "The dam gave way"]
    assert [row["name"] for row in room.json("source list")] == ["Ann Example", "Anne Example"]
    assert b"secret" not in room.database.read_bytes()


def test_an_entry_is_shown_as_of_both_clocks(room: Newsroom) -> None:
    room.given("""
        source add Ann
        claim open 'The dam broke' --handle flood
        log 'It broke' -s ann -c flood -d 2025-06-01
        amend 3 --text 'It broke at night'
        retract 3 -d 2025-07-01
    """)
    assert room.one("show 3")["status"] == "retracted"
    assert room.one("show 3 --as-of 2025-06-15")["status"] == "amended"
    assert room.one("show 3 --known-by 3")["status"] == ""
    assert [other["entry"] for other in room.one("show 3 --known-by 4")["later"]] == [4]
    for cut in ("--as-of 2025-05-01", "--known-by 2"):
        assert room.one(f"show 3 {cut}")["type"] is None
        assert "nothing known" in room.ok(f"show 3 {cut}").out


def test_what_was_taken_back_already_is_taken_back_again_with_a_warning(desk: Newsroom) -> None:
    assert desk.ok("retract 5").err == ""
    assert desk.ok("retract 5 --because 'said it again'").err == (
        "warning: statement 5 has been taken back already (9)\n"
    )
    desk.given("undo 10\nundo 9")
    assert desk.ok("retract 5").err == "", "a retraction that was undone took nothing back"
