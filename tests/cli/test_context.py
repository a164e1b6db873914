"""A context: what need not be typed in every command, on one database."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """Two articles, a source and a claim (entries 1 to 5, with the outlet)."""
    room.environment["XDG_CONFIG_HOME"] = str(room.folder)
    return room.given("""
        article add --handle first --outlet Bote --published 2025-12-10
        article add --handle second --published 2025-12-09
        source add Ann
        claim open Rain --handle wet
    """)


def test_a_context_is_what_log_takes_where_nothing_else_is_typed(desk: Newsroom) -> None:
    assert desk.ok("context").out == "context: none\n"
    assert desk.ok("context article=fir actor=kim").out == "context: article first, actor kim\n"
    answer = desk.ok("log x -s ann -c wet")
    assert answer.out == '6 ann says: "Rain" via bote\n'
    assert answer.err == "context: article first, actor kim\n"
    assert (desk.facts(6)["article"], desk.one("show 6")["actor"]) == ("first", "kim")
    desk.ok("log x -s ann -c wet --article second --actor lee")
    assert (desk.facts(7)["article"], desk.one("show 7")["actor"]) == ("second", "lee")
    desk.ok("log x -s ann -c wet --article ''")
    assert "article" not in desk.facts(8)


def test_a_context_moves_no_other_command(desk: Newsroom) -> None:
    desk.given("log x -s ann -c wet\nlog y -s ann -c wet --article second\ncontext article=first")
    assert len(desk.json("timeline")) == 2
    desk.ok("amend 6 --text z")
    assert "article" not in desk.facts(8)


def test_a_context_is_shown_changed_and_cleared(desk: Newsroom) -> None:
    desk.given("context article=first actor=kim\ncontext actor=")
    assert desk.one("context") == {"article": "first", "actor": None}
    assert desk.ok("context --clear").out == "context: none\n"
    assert desk.ok("log x -s ann -c wet").err == ""
    assert not list(desk.folder.glob("*.context"))


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("context article=third", 3, "there is no article 'third'"),
        ("context colour=red", 2, "'colour=red' is none of article= actor="),
        ("context article", 2, "'article' is none of article= actor="),
        ("context --clear actor=kim", 2, "--clear leaves nothing to set"),
        ("log x -s ann -c wet --db /", 4, "'/' is a folder, not a database"),
    ],
)
def test_what_is_no_context(desk: Newsroom, line: str, code: int, error: str) -> None:
    assert desk.refused(code, line).error == error


@pytest.mark.sqlite
def test_a_file_that_is_no_context_is_named(desk: Newsroom) -> None:
    desk.write("tracker.db.context", "{")
    answer = desk.refused(2, "log x -s ann -c wet")
    assert "tracker.db.context' is no context" in answer.error
    desk.ok(answer.hint.partition("tracker ")[2].partition(" makes")[0])
    desk.ok("log x -s ann -c wet")
