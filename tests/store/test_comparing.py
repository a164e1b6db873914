"""Whatever the read models, the tags and the full-text index hold is what follows from the log, or it is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.server import Url
from tests.store.logs import SECRET, Log, Told, fill, logs, raw
from tracker.store.comparing import compare
from tracker.store.database import reading, writing
from tracker.store.writer import rebuild


def found(path: Path) -> list[str]:
    with reading(str(path)) as session:
        faults = compare(session)
    assert {fault.kind for fault in faults} <= {"views"}
    return [fault.message for fault in faults]


def change(path: Path, sql: str, *values: object) -> None:
    with raw(path) as connection:
        assert connection.execute(sql, values).rowcount


@given(logs(most=10))
@settings(max_examples=10, deadline=None)
def test_a_log_that_we_write_has_the_read_models_that_follow_from_it(fresh: Callable[[], Path], batches: Log) -> None:
    path = fresh()
    fill(path, batches)
    assert found(path) == []


def test_comparing_changes_nothing(told: Told) -> None:
    before = told.path.read_bytes()
    assert found(told.path) == []
    assert told.path.read_bytes() == before


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("UPDATE statement_version SET world = world + 1 WHERE position = 3", "statement_version"),
        ("UPDATE statement_version SET manner = manner + 1 WHERE position = 3", "statement_version"),
        ("UPDATE statement_version SET voice = 99 WHERE position = 3", "statement_version"),
        ("DELETE FROM statement_version WHERE position = 4", "statement_version"),
        ("UPDATE source_version SET source_class = 'expert'", "source_version"),
        pytest.param("UPDATE source_version SET name = x'ff'", "source_version", marks=pytest.mark.sqlite),
        ("UPDATE source_version SET name = 'Bob'", "source_version"),
        ("UPDATE claim_version SET topics = 'chips'", "claim_version"),
        ("UPDATE verdict_version SET value = 'false'", "verdict_version"),
        ("UPDATE voice SET source = 'bob'", "voice"),
        ("UPDATE manner SET act = 'assert' WHERE act = 'deny'", "manner"),
        ("UPDATE tag SET name = 'claim:chips' WHERE name = 'claim:flood'", "tag"),
        ("DELETE FROM entry_tag WHERE position = 3", "entry_tag"),
        ("INSERT INTO entry_tag (tag, position) VALUES (1, 99)", "entry_tag"),
        ("INSERT INTO tally_version VALUES ('ann', 'other', 0, 'flood', 6, 0, 9, 9, 4, 4, 0)", "tally_version"),
        pytest.param(
            "DELETE FROM search_docsize WHERE id = (SELECT MAX(id) FROM search_docsize)",
            "full-text",
            marks=pytest.mark.sqlite,
        ),
        ("INSERT INTO search_past VALUES (12, 5)", "full-text"),
        pytest.param("INSERT INTO search (rowid, text) VALUES (99, 'dam')", "full-text", marks=pytest.mark.sqlite),
    ],
)
def test_a_change_is_named(told: Told, sql: str, table: str) -> None:
    change(told.path, sql)
    named = found(told.path)
    assert any(table in message for message in named), named
    with writing(str(told.path)) as session:
        rebuild(session)
    assert found(told.path) == []


@pytest.mark.sqlite
def test_a_word_that_moved_within_the_index_is_found(told: Told) -> None:
    with raw(told.path) as connection:
        (number,) = connection.execute("SELECT rowid FROM search WHERE search MATCH 'dam'").fetchone()
        text = "flood\nThe dam was opened too late"
        connection.execute("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", (number, text))
        swapped = text.replace("dam was", "was dam")
        connection.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (number, swapped))
    assert any("full-text index" in message for message in found(told.path))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE search SET words = '''dam'':3 ''flood'':1 ''late'':7 ''the'':2 ''was'':4'",
        "DELETE FROM search WHERE document = (SELECT MAX(document) FROM search)",
        "INSERT INTO search VALUES (99, 0, '''dam'':1')",
        "UPDATE search SET part = part + 1",
    ],
)
def test_a_change_of_a_server_s_index_is_named(told: Told, sql: str) -> None:
    if not isinstance(told.path, Url):
        pytest.skip("a file has another index")
    change(told.path, sql)
    assert any("full-text index" in message for message in found(told.path))
    with writing(str(told.path)) as session:
        rebuild(session)
    assert found(told.path) == []


def test_numbers_that_are_each_database_s_own_are_no_difference(told: Told) -> None:
    with raw(told.path) as connection:
        for table, uses in (("voice", "voice"), ("route", "route"), ("manner", "manner")):
            connection.execute(f"UPDATE {table} SET id = id + 100")
            connection.execute(f"UPDATE statement_version SET {uses} = {uses} + 100")
        connection.execute("UPDATE tag SET id = 100 - id")
        connection.execute("UPDATE entry_tag SET tag = 100 - tag WHERE tag > 0")
    assert found(told.path) == []
    change(told.path, "UPDATE statement_version SET manner = 101 WHERE position = 4")
    assert any("statement_version" in message for message in found(told.path))


def test_what_is_remembered_of_a_reading_is_no_read_model(told: Told) -> None:
    change(told.path, "INSERT INTO reading VALUES ('x', 1, 'y')")
    assert found(told.path) == []


def test_of_many_differences_the_first_are_named_and_none_of_their_words(told: Told) -> None:
    change(told.path, "UPDATE entry_tag SET position = position + 1000")
    named = [message for message in found(told.path) if message.startswith("entry_tag")]
    assert len(named) == 4
    assert "further things" in named[-1]
    assert not any(SECRET in message for message in found(told.path))
