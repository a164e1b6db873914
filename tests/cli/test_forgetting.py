"""Forgetting a source: its words and all it said are gone for ever, and what it said counts no more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom

SECRETS = (
    "Clara Kwuxofelb", "Zantimorq", "vermqopal", "yxtrefano", "blorqument", "drivqelstat", "krompuxil", "fendraquil",
    "mostraqued",
)  # fmt: skip
TEXT = "Trouble at the plant\n\nIt was blorqument, a clerk said.\n"


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """A clerk who told much, a boss who denied, and a colleague who counts as the clerk."""
    room = new_room()
    room.write("plant.txt", TEXT)
    return room.given("""
        source add 'Clara Kwuxofelb' --handle clerk --note Zantimorq
        source add Boss
        source add Colleague
        claim open 'The plant lost money' --handle loss --about boss
        claim open 'The boss knew' --handle knew --about boss
        article add plant.txt --handle plant --published 2025-12-01
        log 'It was vermqopal' -s clerk -c loss --article plant --quote 'It was blorqument' --note yxtrefano
        log 'It was not me' -s boss -c loss -a deny --note 'Kwuxofelb is lying'
        log 'He knew of drivqelstat' -s clerk -c knew
        amend 7 --text 'It was krompuxil'
        ask clerk -c knew --by 2025-12-12 --note fendraquil
        retract 9 --because mostraqued
        log 'He knew' -s boss -c knew
        source merge colleague clerk
        verdict loss true --because 'clerk and boss agree now'
    """)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


def beliefs(room: Newsroom) -> Any:
    rows = [*room.json("belief"), *room.json("credibility")]
    return [{key: row[key] for key in row if key not in ("known_by", "name")} for row in rows]


def test_no_word_of_it_is_left_and_its_statements_count_no_more(desk: Newsroom) -> None:
    content = desk.database.read_bytes()
    assert all(secret.encode() in content for secret in SECRETS)
    desk.ok("redact --source clerk --yes --because 'she asked us to'")
    content = desk.database.read_bytes()
    left = [secret for secret in SECRETS if secret.split()[-1][4:].encode() in content]
    assert left == [SECRETS[0]], "the boss still names her, and is listed for it"
    assert desk.json("belief loss")[0]["statements"] == 1
    assert [row["status"] for row in desk.json("timeline --all --source clerk")] == ["voided", "voided", "redacted"]
    assert desk.one("source show clerk")["name"] == ""
    assert desk.words(8) is not None
    assert desk.ok("verify").code == 0
    desk.ok("redact 8 --yes")
    assert b"ofelb" not in desk.database.read_bytes()


def test_it_says_first_what_leaves_belief_what_stays_and_who_still_names_it(desk: Newsroom) -> None:
    answer = desk.ok("redact --source clerk", stdin="y\n", terminal=True)
    told = answer.err.splitlines()
    assert told[:6] == [
        "forgetting clerk takes 2 statements on 2 claims out of belief, as undo does",
        "the handle 'clerk' stays in the log for ever",
        "colleague counts as one with it and will not be touched",
        "2 other entries may still name it; read them, and redact what must go:",
        "  tracker show 8; tracker redact 8",
        "  tracker show 15; tracker redact 15",
    ]
    assert told[6] == "these entries would lose their words for ever:"
    assert [line.split()[0] for line in told[7:14]] == ["1", "6", "7", "9", "10", "11", "12"]
    assert "Wipe them? [y/N]" in answer.err
    assert desk.types[15:] == ["entry.voided"] * 2 + ["entry.redacted"] * 7


def test_belief_moves_exactly_as_if_the_statements_were_undone(desk: Newsroom, new_room: Room) -> None:
    twin = new_room(desk.database).given("undo 7\nundo 9")
    desk.ok("redact --source clerk --yes")
    rows, others = ([{k: v for k, v in row.items() if k != "changed"} for row in beliefs(r)] for r in (desk, twin))
    assert rows == others


def test_what_was_taken_out_of_belief_can_be_undone_and_the_words_can_not(desk: Newsroom) -> None:
    before = beliefs(desk)
    desk.given("redact --source clerk --yes\nundo 16\nundo 17")
    after = beliefs(desk)
    assert [{k: v for k, v in row.items() if k != "changed"} for row in after] == [
        {k: v for k, v in row.items() if k != "changed"} for row in before
    ]
    assert desk.words(7) is None


def test_a_statement_that_turned_out_to_be_another_s_stays(desk: Newsroom) -> None:
    desk.given("amend 7 -s boss\nredact --source clerk --yes")
    assert desk.words(7) is not None
    assert desk.one("show 7")["status"] == "amended"
    assert desk.words(9) is None


def test_asking_dry_run_and_no(desk: Newsroom) -> None:
    before = desk.fingerprint()
    answer = desk("redact --source clerk")
    assert (answer.code, answer.hint) == (2, "tracker redact --source clerk --yes")
    assert desk("redact --source clerk", stdin="n\n", terminal=True).code in (1, 130)
    assert "nothing was kept" in desk.ok("redact --source clerk --yes --dry-run").err
    assert desk.fingerprint() == before


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("redact", 2, "name an entry or a --source, one of them"),
        ("redact 7 --source clerk", 2, "name an entry or a --source, one of them"),
        ("redact --source nobody --yes", 3, "there is no source 'nobody'"),
    ],
)
def test_what_cannot_be_forgotten(desk: Newsroom, line: str, code: int, error: str) -> None:
    assert desk.refused(code, line).error == error


def test_nothing_is_forgotten_twice(desk: Newsroom) -> None:
    desk.ok("redact --source clerk --yes")
    assert "nothing is left to forget" in desk.refused(1, "redact --source clerk --yes").error


def test_rebuilding_brings_nothing_back(desk: Newsroom) -> None:
    desk.ok("redact --source clerk --yes")
    before = desk.fingerprint()
    desk.ok("rebuild")
    assert desk.fingerprint() == before
