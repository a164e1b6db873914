"""Whatever the read models, the tags and the full-text index hold is what follows from the log, or it is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given

from tests.server import Url
from tests.store.logs import SECRET, Log, Told, fill, logs, raw
from tests.trying import tried
from tracker.store.checking.comparing import compare
from tracker.store.database import reading, writing
from tracker.store.writer import rebuild


def found(path: Path | Url) -> list[str]:
    with reading(str(path)) as session:
        faults = compare(session)
    assert {fault.kind for fault in faults} <= {"views"}
    return [fault.message for fault in faults]


def change(path: Path | Url, sql: str) -> None:
    with raw(path) as connection:
        assert connection.execute(sql).rowcount > 0


@given(logs(most=10))
@tried(10)
def test_a_log_that_we_write_has_the_read_models_that_follow_from_it(
    fresh: Callable[[], Path | Url], batches: Log
) -> None:
    path = fresh()
    fill(path, batches)
    assert found(path) == []


def test_comparing_changes_nothing(told: Told) -> None:
    before = told.path.read_bytes()
    assert found(told.path) == []
    assert told.path.read_bytes() == before


class Spelt(NamedTuple):
    """A change of the full-text index, which each database keeps in its own way."""

    file: str
    server: str

    def on(self, path: Path | Url) -> str:
        return self.server if isinstance(path, Url) else self.file


LOST = Spelt(
    "DELETE FROM search_docsize WHERE id = (SELECT MAX(id) FROM search_docsize)",
    "DELETE FROM search WHERE document = (SELECT MAX(document) FROM search)",
)
MORE = Spelt(
    "INSERT INTO search (rowid, text) VALUES (99, 'dam')",
    "INSERT INTO search (document, part, words) VALUES (99, 0, 'dam:1')",
)


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("UPDATE statement_version SET world = world + 1 WHERE position = 3", "statement_version"),
        ("UPDATE statement_version SET manner = manner + 1 WHERE position = 3", "statement_version"),
        ("UPDATE statement_version SET voice = 99 WHERE position = 3", "statement_version"),
        ("DELETE FROM statement_version WHERE position = 4", "statement_version"),
        ("UPDATE source_version SET source_class = 'expert'", "source_version"),
        pytest.param("UPDATE source_version SET name = x'ff'", "source_version", marks=pytest.mark.sqlite),
        ("UPDATE claim_version SET topics = 'chips'", "claim_version"),
        ("UPDATE verdict_version SET value = 'false'", "verdict_version"),
        ("UPDATE voice SET source = 'bob'", "voice"),
        ("UPDATE manner SET act = 'assert' WHERE act = 'deny'", "manner"),
        ("UPDATE tag SET name = 'claim:chips' WHERE name = 'claim:flood'", "tag"),
        ("DELETE FROM entry_tag WHERE position = 3", "entry_tag"),
        ("INSERT INTO entry_tag (tag, position) VALUES (1, 99)", "entry_tag"),
        ("INSERT INTO tally_version VALUES ('ann', 'other', 0, 'flood', 6, 0, 9, 9, 4, 4, 0)", "tally_version"),
        ("INSERT INTO search_past VALUES (12, 5)", "full-text"),
        (LOST, "full-text"),
        (MORE, "full-text"),
    ],
)
def test_a_change_is_named(told: Told, sql: str | Spelt, table: str) -> None:
    change(told.path, sql if isinstance(sql, str) else sql.on(told.path))
    named = found(told.path)
    assert any(table in message for message in named), named
    with writing(str(told.path)) as session:
        rebuild(session)
    assert found(told.path) == []


def test_a_word_that_moved_within_the_index_is_found(told: Told) -> None:
    text = "flood\nThe dam was opened too late"
    with raw(told.path) as connection:
        if isinstance(told.path, Url):
            swapped = "CAST('flood:1 the:2 was:3 dam:4 opened:5 too:6 late:7' AS tsvector)"
            moved = connection.execute(f"UPDATE search SET words = {swapped} WHERE words @@ 'flood & dam'")
            assert moved.rowcount == 1
        else:
            (number,) = connection.execute("SELECT rowid FROM search WHERE search MATCH 'dam'").fetchone()
            connection.execute("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", (number, text))
            swapped = text.replace("dam was", "was dam")
            connection.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (number, swapped))
    assert any("full-text index" in message for message in found(told.path))


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


def test_of_many_differences_the_first_are_named_and_none_of_their_words(told: Told) -> None:
    change(told.path, "UPDATE entry_tag SET position = position + 1000")
    named = [message for message in found(told.path) if message.startswith("entry_tag")]
    assert len(named) == 4
    assert "further things" in named[-1]
    assert not any(SECRET in message for message in found(told.path))
