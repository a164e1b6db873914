"""The last commands: what each recorded, what of it has been undone, and how the rest is."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """Three commands: a source (1), a claim (2), and a statement with a source of its own (3 and 4)."""
    return room.given("""
        source add Ann
        claim open 'It rains' --handle wet
        log x --new-source Bob -c wet --actor kim
    """)


def test_the_last_commands_are_told_newest_first_and_how_one_is_undone(desk: Newsroom) -> None:
    answer = desk.ok("undo --list --limit 2")
    assert answer.out == (
        "2025-12-11 09:00 UTC by kim: 2 entries\n"
        "  3 source bob registered\n"
        '  4 bob says: "It rains"\n'
        "2025-12-11 09:00 UTC: 1 entry\n"
        '  2 claim wet: "It rains"\n'
    )
    assert answer.err == "tracker undo 3 --whole takes back all that was recorded with entry 3\n"
    before = desk.fingerprint()
    assert desk.json("undo --list")[0] == {
        "entries": [3, 4], "actor": "kim", "recorded": "2025-12-11T09:00:00.000000Z", "undone": 0,
        "did": ["3 source bob registered", '4 bob says: "It rains"'],
    }  # fmt: skip
    assert desk.fingerprint() == before


def test_what_has_been_undone_is_marked_and_an_undo_can_be_undone(desk: Newsroom) -> None:
    desk.ok("undo 4")
    listed = desk.ok("undo --list").out
    assert "by kim: 2 entries [1 of 2 undone]" in listed
    assert [row["undone"] for row in desk.json("undo --list")] == [0, 1, 0, 0]
    desk.given("log y -s ann -c wet\nundo 3 --whole")
    assert desk.types[-2:] == ["statement.recorded", "entry.voided"]
    assert [row["undone"] for row in desk.json("undo --list")] == [0, 0, 0, 2, 0, 0]
    assert "by kim: 2 entries [undone]" in desk.ok("undo --list").out
    assert desk.refused(1, "undo 4 --whole").error == "all that was recorded with entry 4 has been undone"
    desk.ok("undo 7 --whole")
    assert [row["undone"] for row in desk.json("undo --list")] == [0, 1, 0, 0, 1, 0, 0]


def test_a_whole_command_is_undone_unless_others_need_what_it_made(desk: Newsroom) -> None:
    desk.ok("log y -s bob -c wet")
    assert "later entries rest on it (5)" in desk.refused(1, "undo 3 --whole").error
    desk.given("undo 5\nundo 4 --whole")
    assert [row["entry"] for row in desk.json("timeline")] == []
    assert "bob" not in desk.ok("source list").out


def test_long_commands_are_told_by_their_first_entries(room: Newsroom) -> None:
    room.write("many.csv", "source,claim,text\n" + "".join(f"ann,wet,x{n}\n" for n in range(9)))
    room.ok("import many.csv")
    (row,) = room.json("undo --list")
    assert (row["entries"], len(row["did"])) == ([1, 11], 5)
    assert room.ok("undo --list").lines[-1] == "  ... and 6 more, up to 11"


def test_an_empty_log_has_no_commands(room: Newsroom) -> None:
    assert room.ok("undo --list").out == "nothing has been recorded\n"
    assert room.ok("undo --list --csv").out == "entries,actor,recorded,undone,did\n"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("undo 3 --list", "--list undoes nothing, so it goes alone"),
        ("undo --whole", "--whole needs an entry of the command"),
        ("undo --last --whole", "--whole needs an entry of the command"),
        ("undo 3 --last", "name an entry or say --last, not both"),
    ],
)
def test_what_cannot_be_asked_for_at_once(desk: Newsroom, line: str, error: str) -> None:
    assert desk.refused(2, line).error == error
