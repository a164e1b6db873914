"""Starting: making a database, finding it again, and the first look at the sample case."""

from __future__ import annotations

import stat
import tempfile
from typing import Any

import pytest

from tests.newsroom import Newsroom
from tracker import __version__
from tracker.store.entrance import MADE

AFTERWARDS = "2026-11-23T12:00:00+00:00"
"""After the last row of the sample case."""


@pytest.mark.sqlite
def test_init_makes_an_empty_log_that_only_its_owner_can_read(bare_room: Newsroom) -> None:
    answer = bare_room.ok("init")
    assert answer.out == "tracker.db is ready\n"
    assert answer.err == ""
    assert bare_room.head == (0, "")
    assert stat.S_IMODE(bare_room.database.stat().st_mode) == 0o600


@pytest.mark.sqlite
def test_init_again_says_that_it_is_there_and_changes_nothing(room: Newsroom) -> None:
    room.given("source add Nvidia")
    before = room.fingerprint()
    assert room.ok("init").out == "tracker.db is there already\n"
    assert room.fingerprint() == before


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["other.db", "with blank.db", "100%.db", "ä 🎈.db", "a'b\"c.db"])
def test_init_takes_a_path(bare_room: Newsroom, name: str) -> None:
    bare_room.ok("init", name)
    bare_room.ok("source add Nvidia --db", name)
    assert bare_room.ok("source list --db", name).out.startswith("nvidia")
    assert [path.name for path in bare_room.folder.iterdir()] == [name]


@pytest.mark.sqlite
def test_init_takes_the_path_by_option_too(bare_room: Newsroom) -> None:
    bare_room.ok("init --db other.db")
    assert (bare_room.folder / "other.db").is_file()


@pytest.mark.sqlite
def test_init_needs_a_folder(bare_room: Newsroom) -> None:
    answer = bare_room.refused(4, "init not/there/tracker.db")
    assert "there is no folder" in answer.error
    assert answer.hint == "mkdir -p not/there"


@pytest.mark.sqlite
def test_init_does_not_touch_a_file_that_is_something_else(bare_room: Newsroom) -> None:
    bare_room.write("tracker.db", "Dear diary, this is no database at all. " * 100)
    answer = bare_room.refused(4, "init")
    assert "is not a tracker database" in answer.error


@pytest.mark.sqlite
def test_without_a_database_a_command_says_how_to_make_one(bare_room: Newsroom) -> None:
    for line in ("belief", "source list", "log x -s a -c b", "verify", "export", "upgrade"):
        answer = bare_room.refused(4, line)
        assert answer.error == "there is no tracker.db here or in a folder above"
        assert answer.hint.startswith("tracker init")


@pytest.mark.sqlite
def test_the_nearest_database_upward_is_used(room: Newsroom) -> None:
    room.given("source add Nvidia")
    deep = Newsroom(room.folder / "a" / "b")
    deep.folder.mkdir(parents=True)
    assert deep.ok("source list").lines[0].startswith("nvidia")
    nearer = Newsroom(room.folder / "a")
    nearer.ok("init")
    assert deep.ok("source list").out == "no sources\n"


@pytest.mark.sqlite
def test_the_environment_names_a_database_and_the_option_outranks_it(room: Newsroom) -> None:
    room.ok("init env.db")
    room.ok("init option.db")
    room.environment["TRACKER_DB"] = "env.db"
    room.ok("source add Env")
    room.ok("source add Option --db option.db")
    assert room.ok("source list").lines[0].startswith("env")
    assert room.ok("source list --db option.db").lines[0].startswith("option")
    del room.environment["TRACKER_DB"]
    assert room.ok("source list").out == "no sources\n"


@pytest.mark.sqlite
def test_a_missing_database_by_name(bare_room: Newsroom) -> None:
    answer = bare_room.refused(4, "belief --db 'my news.db'")
    assert answer.error == "there is no database at 'my news.db'"
    assert answer.hint == "tracker init 'my news.db'"


@pytest.mark.sqlite
def test_a_folder_is_not_a_database(bare_room: Newsroom) -> None:
    answer = bare_room.refused(4, "belief --db .")
    assert "is a folder, not a database" in answer.error


def test_a_server_that_is_not_there(bare_room: Newsroom) -> None:
    answer = bare_room.refused(4, "belief --db postgresql://ann:s3cret@127.0.0.1:1/news")
    assert "'postgresql://ann@127.0.0.1:1/news' cannot be reached" in answer.error
    assert "s3cret" not in answer.err


def test_a_server_of_another_kind(bare_room: Newsroom) -> None:
    answer = bare_room.refused(4, "belief --db mysql://localhost/news")
    assert "databases at 'mysql://' are not supported" in answer.error


def test_version(bare_room: Newsroom) -> None:
    assert bare_room.ok("--version").out == f"tracker {__version__}\n"


@pytest.mark.sqlite
def test_upgrade_of_a_current_database_does_nothing(room: Newsroom) -> None:
    before = room.fingerprint()
    assert room.ok("upgrade").out == f"{room.folder}/tracker.db is up to date (schema {list(MADE)[-1]})\n"
    assert room.fingerprint() == before
    assert [path.name for path in room.folder.iterdir()] == ["tracker.db"]


# -- the demo ------------------------------------------------------------------------------------------------------


def test_demo_loads_the_real_case_and_looks_around(bare_room: Newsroom, clock: Any) -> None:
    clock.move_to(AFTERWARDS)
    answer = bare_room.ok("demo look.db")
    headings = [line for line in answer.lines if line.startswith("$ ")]
    assert headings == [
        "$ tracker timeline",
        "$ tracker belief",
        "$ tracker credibility",
        "$ tracker why nvidia-backdoors",
        "$ tracker verify",
    ]
    assert "fine: " in answer.out
    assert "look.db" in answer.lines[-1]
    assert bare_room.ok("verify --db look.db").out.startswith("fine: ")


def test_demo_shows_exactly_what_the_commands_show(bare_room: Newsroom, clock: Any) -> None:
    clock.move_to(AFTERWARDS)
    told = bare_room.ok("demo look.db").out
    for line in ("timeline", "belief", "credibility", "why nvidia-backdoors", "verify"):
        assert f"$ tracker {line}\n\n{bare_room.ok(f'{line} --db look.db').out}" in told


@pytest.mark.sqlite
def test_demo_does_not_overwrite(room: Newsroom) -> None:
    answer = room.refused(2, "demo tracker.db")
    assert "exists already" in answer.error


def test_demo_without_a_path_names_its_new_file_at_the_end(
    bare_room: Newsroom, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.move_to(AFTERWARDS)
    monkeypatch.setattr(tempfile, "tempdir", str(bare_room.folder))
    answer = bare_room.ok("demo")
    (made,) = bare_room.folder.glob("tracker-demo-*/tracker.db")
    assert str(made) in answer.lines[-1]
