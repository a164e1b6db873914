"""What `verify` looks at, on small and on large logs, and that no damage of a file changes a reading unnoticed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from random import Random

import pytest

from tests.newsroom import Newsroom
from tests.store.logs import insert_raw, raw, sealed, stored, unguarded
from tracker.desk import verifying


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A desk with three statements."""
    room.ok("source add Nvidia --kind organisation")
    room.ok("claim open 'Chips hold backdoors' --handle backdoors --about nvidia")
    for number in range(3):
        room.ok(f"log 'Statement {number}' -s nvidia -c backdoors -a deny -d 2025-12-01")
    return room


@pytest.fixture
def large(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """The same log, taken for a large one."""
    monkeypatch.setattr(verifying, "SMALL", 4)
    return desk


def change(room: Newsroom, sql: str) -> None:
    with raw(room.database) as connection:
        connection.execute(sql)


MOVED = "UPDATE statement_version SET world = world + 1 WHERE position = 4"


def test_the_read_models_of_a_small_log_are_compared_each_time(desk: Newsroom) -> None:
    assert desk.ok("verify --json").json["views"] is True
    change(desk, MOVED)
    found = desk("verify")
    assert found.code == 1
    assert found.lines == ["views: statement_version is not what the log says of 'backdoors 4 4'"]
    desk.ok("rebuild")
    desk.ok("verify")


def test_those_of_a_large_log_are_compared_when_asked_for(large: Newsroom) -> None:
    change(large, MOVED)
    plain = large.ok("verify")
    assert plain.err == "the read models were not compared with the log; that takes: tracker verify --views\n"
    assert large.ok("verify --json").json["views"] is False
    found = large("verify --views --json")
    assert found.code == 1
    assert [one["kind"] for one in found.json["problems"]] == ["views"]


@pytest.mark.sqlite
def test_an_index_of_a_large_log_is_looked_through_when_asked_for(large: Newsroom) -> None:
    with closing(sqlite3.connect(large.database)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        sql = "UPDATE sqlite_master SET sql = replace(sql, '(voice)', '(claim)') WHERE name = 'statement_version_voice'"
        connection.execute(sql)
        connection.commit()
    large.ok("verify")
    assert {one["kind"] for one in large("verify --views --json").json["problems"]} == {"damaged"}


def test_a_log_that_is_not_fine_is_not_replayed(desk: Newsroom) -> None:
    change(desk, "DROP TRIGGER entry_delete" + (" ON entry" if desk.url else ""))
    found = desk("verify --views --json")
    assert (found.code, found.json["views"]) == (1, False)
    assert [one["kind"] for one in found.json["problems"]] == ["guard"]


def test_the_log_of_a_newer_program_is_checked_and_not_replayed(desk: Newsroom) -> None:
    with raw(desk.database) as connection:
        insert_raw(connection, sealed(stored(desk.database)[-1], type="statement.sung"))
    assert desk.ok("verify --json").json["views"] is False
    assert desk("verify --views").code == 4


def test_no_temporary_file_is_left(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    room = desk.folder / "temporary"
    room.mkdir()
    for name in ("SQLITE_TMPDIR", "TMPDIR"):
        monkeypatch.setenv(name, str(room))
    desk.ok("verify --views")
    assert list(room.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry SET facts = replace(facts, ':', ';') WHERE position = 4",
        "DELETE FROM voice",
        "DELETE FROM manner",
        "UPDATE statement_version SET world = 4000000000000000000, first = 4000000000000000000",
    ],
)
def test_a_reading_that_stumbles_over_damage_says_so_and_confesses_no_bug(desk: Newsroom, damage: str) -> None:
    with unguarded(desk.database) as connection:
        connection.execute(damage)
    assert desk("verify").code == 1
    answers = {line: desk(line) for line in (*READINGS, "credibility nvidia", "log 'More' -s nvidia -c backdoors")}
    assert 4 in {answer.code for answer in answers.values()}
    for line, answer in answers.items():
        assert answer.code in (0, 4), (line, answer.err)
        if answer.code:
            error, hint = answer.err.splitlines()
            assert error.endswith("damaged"), line
            assert hint.startswith("hint: tracker verify"), line


def test_a_stumble_over_a_log_that_is_fine_is_a_bug(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("nobody expected this")

    monkeypatch.setattr("tracker.desk.story.timeline.told", stumble)
    monkeypatch.setattr("tracker.store.log.batches", stumble)
    for line in ("timeline", "undo --last"):
        answer = desk(line)
        assert answer.code == 70
        assert "this is a bug in tracker" in answer.err


READINGS = ("export", "belief --json", "timeline --json", "credibility --json", "find statement --json", "show 3")


@pytest.mark.sqlite
@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(3, 100))])
def test_damage_of_a_file_is_noticed_or_changes_no_reading(desk: Newsroom, seed: int) -> None:
    whole, random = desk.database.read_bytes(), Random(seed)
    before = [desk.ok(line).out for line in READINGS]
    for _ in range(20):
        damaged = bytearray(whole)
        place = random.randrange(len(whole))
        kind = random.choice(("bit", "bit", "bytes", "page", "cut", "head"))
        if kind == "cut":
            del damaged[place:]
        elif kind == "page":
            place -= place % 4096
            damaged[place : place + 4096] = bytes(4096)
        elif kind == "bytes":
            more = random.randbytes(min(512, len(whole) - place))
            damaged[place : place + len(more)] = more
        else:
            damaged[place % 100 if kind == "head" else place] ^= 1 << random.randrange(8)
        desk.database.write_bytes(damaged)
        answer = desk("verify")
        assert answer.code in (0, 1, 4), (kind, place, answer.err)
        if answer.code == 0:
            assert [desk.ok(line).out for line in READINGS] == before, (kind, place)
    desk.database.write_bytes(whole)
    desk.ok("verify")
