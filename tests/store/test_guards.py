"""The database itself refuses to change the log, whoever opens it: plain connections, none of our settings."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.store.logs import Told, insert_raw, raw, sealed, stored
from tracker.domain.chain import genesis
from tracker.store import guards
from tracker.store.checking.verify import verify
from tracker.store.database import reading
from tracker.store.log import Stored

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.parametrize("recursive", [True, False], ids=["recursive triggers", "plain triggers"]),
]
"""A plain connection has them off; then a REPLACE deletes rows without asking the triggers on DELETE."""

OTHER = "x" * 64


def refused(path: Path, sql: str, values: tuple[object, ...] = (), *, recursive: bool) -> None:
    """Assert that a plain connection cannot do this, and that the file stays as it is."""
    before = stored(path)
    with raw(path, recursive_triggers=recursive) as connection:
        with pytest.raises(sqlite3.IntegrityError, match=r"never|append-only"):
            connection.execute(sql, values)
        assert not connection.in_transaction
    assert stored(path) == before


@pytest.mark.parametrize("column", Stored._fields)
@pytest.mark.parametrize("verb", ["UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE"])
def test_no_column_is_ever_updated(told: Told, column: str, verb: str, recursive: bool) -> None:
    value = 99 if column in ("position", "version") else OTHER
    refused(told.path, f"{verb} entry SET {column} = ? WHERE position = 3", (value,), recursive=recursive)
    refused(told.path, f"{verb} entry SET {column} = ? WHERE position = 4", (value,), recursive=recursive)


@pytest.mark.parametrize("column", sorted(set(Stored._fields) - {"position"}))
def test_no_column_becomes_null_by_itself(told: Told, column: str, recursive: bool) -> None:
    refused(told.path, f"UPDATE entry SET {column} = NULL WHERE position = 3", recursive=recursive)


def test_an_update_that_changes_nothing_is_refused_too(told: Told, recursive: bool) -> None:
    refused(told.path, "UPDATE entry SET facts = facts", recursive=recursive)


def test_the_row_number_is_the_position_and_stays(told: Told, recursive: bool) -> None:
    refused(told.path, "UPDATE entry SET rowid = 99 WHERE position = 8", recursive=recursive)


@pytest.mark.parametrize("which", ["WHERE position = 8", "WHERE position = 1", "", "WHERE words IS NULL"])
def test_no_entry_is_ever_deleted(told: Told, which: str, recursive: bool) -> None:
    refused(told.path, f"DELETE FROM entry {which}", recursive=recursive)


@pytest.mark.parametrize("verb", ["REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT"])
@pytest.mark.parametrize("position", [1, 3, 8])
def test_no_entry_is_put_in_the_place_of_another(told: Told, verb: str, position: int, recursive: bool) -> None:
    before = stored(told.path)
    forged = before[position - 1]._replace(actor="forger", id="forged")
    with raw(told.path, recursive_triggers=recursive) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="behind the last one"):
            insert_raw(connection, forged, verb)
        upsert = "INSERT INTO entry SELECT * FROM entry WHERE position = ? ON CONFLICT DO UPDATE SET facts = '{}'"
        with pytest.raises(sqlite3.IntegrityError, match="behind the last one"):
            connection.execute(upsert, (position,))
    assert stored(told.path) == before


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "REPLACE"])
@pytest.mark.parametrize("position", [1, 5, 8])
def test_a_new_entry_cannot_take_the_id_of_an_old_one_and_push_it_out(
    told: Told, verb: str, position: int, recursive: bool
) -> None:
    # With position and previous hash right only its id is wrong; REPLACE would then delete the entry that has the id,
    # and no trigger on DELETE is asked unless recursive_triggers is on.
    before = stored(told.path)
    forged = sealed(before[-1], id=before[position - 1].id)
    with raw(told.path, recursive_triggers=recursive) as connection, pytest.raises(sqlite3.IntegrityError):
        insert_raw(connection, forged, verb)
    assert stored(told.path) == before


@pytest.mark.parametrize("position", [-1, 0, 10, 2**62, None])
def test_an_entry_goes_nowhere_but_behind_the_last_one(told: Told, position: int | None, recursive: bool) -> None:
    forged = sealed(stored(told.path)[-1])._replace(position=position)  # type: ignore[arg-type]
    with raw(told.path, recursive_triggers=recursive) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="behind the last one"):
            insert_raw(connection, forged)
        insert_raw(connection, forged._replace(position=9))  # as a check on the check: that is what was wrong with it
    assert len(stored(told.path)) == 9


@pytest.mark.parametrize("previous", [OTHER, "", None, "of entry 7", "the genesis"])
def test_an_entry_must_name_the_hash_before_it(told: Told, previous: str | None, recursive: bool) -> None:
    rows = stored(told.path)
    wrong = {"of entry 7": rows[6].hash, "the genesis": rows[0].previous}.get(previous or "", previous)
    with raw(told.path, recursive_triggers=recursive) as connection, pytest.raises(sqlite3.IntegrityError):
        insert_raw(connection, sealed(rows[-1])._replace(previous=wrong))  # type: ignore[arg-type]
    assert stored(told.path) == rows


def test_the_first_entry_follows_the_origin(told: Told, db: Path, fresh: object, recursive: bool) -> None:
    first = stored(told.path)[0]
    empty = fresh()  # type: ignore[operator]
    with raw(empty, recursive_triggers=recursive) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="behind the last one"):
            insert_raw(connection, first)
        insert_raw(connection, first._replace(previous=genesis(empty.name)))
    assert len(stored(empty)) == 1


def test_a_batch_with_one_bad_entry_can_be_taken_back_whole(told: Told, recursive: bool) -> None:
    before = stored(told.path)
    with raw(told.path, recursive_triggers=recursive) as connection:
        connection.execute("BEGIN")
        insert_raw(connection, sealed(before[-1]))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("DELETE FROM entry WHERE position = 9")
        connection.execute("ROLLBACK")
    assert stored(told.path) == before


# -- the one change that is allowed ------------------------------------------------------------------------------


def test_words_and_salt_can_be_wiped_together(told: Told, recursive: bool) -> None:
    before = stored(told.path)
    with raw(told.path, recursive_triggers=recursive) as connection:
        connection.execute("UPDATE entry SET words = NULL, salt = NULL WHERE position = 3")
    assert stored(told.path)[2] == before[2]._replace(words=None, salt=None)
    with reading(str(told.path)) as session:
        assert [fault.kind for fault in verify(session).faults] == ["wiped"]


@pytest.mark.parametrize(
    "change",
    ["words = NULL", "salt = NULL", "words = '{}', salt = NULL", "words = NULL, salt = ''"]
    + [f"words = NULL, salt = NULL, {column} = '7'" for column in Stored._fields if column not in ("words", "salt")],
)
def test_nothing_else_is_changed_along_with_the_wiping(told: Told, change: str, recursive: bool) -> None:
    refused(told.path, f"UPDATE entry SET {change} WHERE position = 3", recursive=recursive)


@pytest.mark.parametrize(
    "change", ["words = '{}'", "salt = 'x'", "words = '{}', salt = 'x'", "words = NULL, salt = NULL"]
)
def test_what_has_been_wiped_stays_wiped(told: Told, change: str, recursive: bool) -> None:
    refused(told.path, f"UPDATE entry SET {change} WHERE position = 4", recursive=recursive)


# -- the origin --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE meta SET value = 'x' WHERE key = 'origin'",
        "UPDATE meta SET value = 'x' WHERE key = 'genesis'",
        "UPDATE meta SET key = 'x' WHERE key = 'origin'",
        "UPDATE OR REPLACE meta SET key = 'genesis' WHERE key = 'origin'",
        "INSERT INTO meta VALUES ('origin', 'x')",
        "INSERT OR REPLACE INTO meta VALUES ('origin', 'x')",
        "REPLACE INTO meta VALUES ('genesis', 'x')",
        "INSERT INTO meta VALUES ('origin', 'x') ON CONFLICT DO UPDATE SET value = 'x'",
        "DELETE FROM meta",
        "DELETE FROM meta WHERE key = 'genesis'",
    ],
)
def test_the_origin_never_changes_once_there_are_entries(told: Told, sql: str, recursive: bool) -> None:
    with raw(told.path, recursive_triggers=recursive) as connection:
        before = connection.execute("SELECT * FROM meta").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(sql)
        assert connection.execute("SELECT * FROM meta").fetchall() == before


def test_the_origin_of_an_empty_log_can_be_set_but_not_deleted(db: Path, recursive: bool) -> None:
    with raw(db, recursive_triggers=recursive) as connection:
        connection.execute("UPDATE meta SET value = 'x' WHERE key = 'origin'")
        for sql in ("DELETE FROM meta", "REPLACE INTO meta VALUES ('origin', 'y')"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(sql)
        assert connection.execute("SELECT value FROM meta WHERE key = 'origin'").fetchone() == ("x",)


# -- the texts ---------------------------------------------------------------------------------------------------


def test_the_database_keeps_the_triggers_word_for_word(db: Path, recursive: bool) -> None:
    with raw(db, recursive_triggers=recursive) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    assert dict(found) == guards.SQLITE


def test_each_trigger_is_named_as_it_is_called(recursive: bool) -> None:
    assert [text.split()[2] for text in guards.SQLITE.values()] == list(guards.SQLITE)
