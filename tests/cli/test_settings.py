"""The user's settings: what ``config.toml`` says, what outranks it, and what it cannot say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.newsroom import Newsroom


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A source, a claim and a folder of settings."""
    (room.folder / "settings" / "tracker").mkdir(parents=True)
    return room.given("source add Ann\nclaim open Rain --handle wet")


def settle(desk: Newsroom, text: str | bytes) -> Path:
    return desk.write("settings/tracker/config.toml", text)


def test_who_records_is_taken_from_the_file_where_nothing_else_says_it(desk: Newsroom) -> None:
    settle(desk, 'actor = "mara"\n')
    desk.ok("log x -s ann -c wet")
    desk.environment["TRACKER_ACTOR"] = "kim"
    desk.given("log y -s ann -c wet\nlog z -s ann -c wet --actor lee\ncontext actor=bo\nlog a -s ann -c wet")
    assert [desk.one(f"show {n}")["actor"] for n in range(3, 7)] == ["mara", "kim", "lee", "bo"]


@pytest.mark.sqlite
def test_the_database_is_the_file_s_unless_the_environment_or_an_option_names_one(desk: Newsroom) -> None:
    other = desk.folder / "other.db"
    settle(desk, f'db = "{other}"\n')
    assert desk.ok("init").out == f"{other} is ready\n"
    desk.ok("source add Bob")
    assert "ann" not in desk.ok("source list").out
    assert "ann" in desk.ok(f"source list --db {desk.database}").out
    desk.environment["TRACKER_DB"] = str(desk.database)
    assert "ann" in desk.ok("source list").out
    del desk.environment["TRACKER_DB"]
    desk.environment["HOME"] = str(desk.folder)
    settle(desk, 'db = "~/other.db"\n')
    assert desk.one("source list")["source"] == "bob"


def test_a_terminal_is_as_wide_as_the_file_says(desk: Newsroom) -> None:
    settle(desk, "width = 60\n")
    desk.ok("claim open --handle long", " ".join(["long"] * 60))
    wide = max(map(len, desk.ok("claim show long", screen=100).lines))
    assert 90 < wide <= 100
    desk.environment["COLUMNS"] = "0"
    assert 50 < max(map(len, desk.ok("claim show long", screen=100).lines)) <= 60
    assert 60 < max(map(len, desk.ok("claim show long").lines)) <= 80


def test_the_days_of_a_table_are_read_as_the_file_says(desk: Newsroom) -> None:
    settle(desk, 'dates = "dmy"\n')
    desk.write("day.csv", "source,claim,text,said\nann,wet,x,03/04/2024\n")
    desk.ok("import day.csv")
    assert desk.facts(3)["said"] == "2024-04-03"
    desk.write("mdy.csv", "source,claim,text,said\nann,wet,y,03/04/2024\n")
    desk.ok("import mdy.csv --dates mdy")
    assert desk.facts(4)["said"] == "2024-03-04"
    desk.ok("export --output whole.jsonl")
    desk.ok("import whole.jsonl")


@pytest.mark.parametrize(
    ("text", "error", "hint"),
    [
        ('color = "red"', "there is no setting 'color'", "do you mean colour? settings: db actor width colour dates"),
        ("[actor]\nname = 'x'", 'actor is {"name": "x"}, and not a name', 'actor = "mara"'),
        ("width = 500", "width is 500, and not a whole number from 50 to 140", "width = 100"),
        ("width = true", "width is true, and not a whole number from 50 to 140", "width = 100"),
        ('colour = "off"', 'colour is "off", and not true or false', "colour = false"),
        ('dates = "ymd"', 'dates is "ymd", and not dmy or mdy', 'dates = "dmy"'),
        ('db = "news.db"', 'db is "news.db", and not a path from / or ~, or a URL', 'db = "~/news/tracker.db"'),
        ("actor = mara", "is no TOML: Invalid value (at line 1, column 9)", 'one setting a line: actor = "mara"'),
        (b"actor = '\xff'", "cannot be read: it is not UTF-8", "mend it, or take it away"),
    ],
)
def test_what_the_file_cannot_say(desk: Newsroom, text: str | bytes, error: str, hint: str) -> None:
    path = settle(desk, text)
    answer = desk.refused(2, "timeline")
    assert answer.error.startswith(f"'{path}'")
    assert answer.error.endswith(error)
    assert answer.hint == hint
    assert desk.ok("--help").out
    told = desk("doctor --json").json
    assert [one["message"] for one in told["warnings"] if one["check"] == "config"] == [answer.error]


def test_the_doctor_says_what_is_taken_from_where(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    desk.environment["TRACKER_ACTOR"] = "kim"
    assert "config" not in desk("doctor --json").json
    path = settle(desk, 'actor = "mara"\nwidth = 100\ncolour = false\n')
    told = desk("doctor --json").json
    assert told["config"] == str(path)
    assert told["defaults"] == {
        "actor": {"value": "kim", "from": "TRACKER_ACTOR"},
        "width": {"value": 100, "from": "config.toml"},
        "colour": {"value": False, "from": "config.toml"},
    }
    assert "defaults: actor kim (TRACKER_ACTOR), width 100 (config.toml), colour off" in desk("doctor").out
    desk.ok("context actor=bo")
    assert desk("doctor --json").json["defaults"]["actor"] == {"value": "bo", "from": "context"}


@pytest.mark.sqlite
def test_the_doctor_names_the_file_that_names_the_database_and_no_password(desk: Newsroom) -> None:
    settle(desk, f'db = "{desk.database}"\n')
    told = desk("doctor --json").json
    assert (told["database"], told["found_by"]) == (str(desk.database), "config.toml")
    settle(desk, 'db = "postgresql://ann:secret@127.0.0.1:1/news"\n').chmod(0o644)
    answer = desk("doctor")
    assert "others than you may read the password" in answer.out
    assert "secret" not in answer.out + answer.err
