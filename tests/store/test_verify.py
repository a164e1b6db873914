"""Whatever tampering the log itself can show is shown, with the entry and with what is wrong with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.logs import (
    SECRET,
    Log,
    Told,
    fill,
    insert_raw,
    logs,
    raw,
    sealed,
    session_on,
    statement,
    stored,
    unguarded,
    write,
)
from tests.trying import tried
from tracker.domain.chain import words_digest
from tracker.domain.events import EntryRedacted
from tracker.domain.words import EventId
from tracker.errors import DatabaseError
from tracker.store import guards
from tracker.store.checking import walk as module
from tracker.store.checking.verify import Verification, verify
from tracker.store.database import reading
from tracker.store.entrance import Demand
from tracker.store.faults import Fault
from tracker.store.log import COLUMNS, Stored


def checked(path: Path) -> Verification:
    with reading(str(path), Demand.SCHEMA) as session:
        return verify(session)


def faults(path: Path) -> list[tuple[int | None, str]]:
    return [(fault.entry, fault.kind) for fault in checked(path).faults]


def change(path: Path, sql: str, *values: object) -> None:
    with unguarded(path) as connection:
        connection.execute(sql, values)


# -- a fine log --------------------------------------------------------------------------------------------------


def test_an_empty_log_is_fine(db: Path) -> None:
    found = checked(db)
    assert found.ok
    assert (found.entries, found.faults) == (0, ())
    with raw(db) as connection:
        assert (found.head,) == connection.execute("SELECT value FROM meta WHERE key = 'genesis'").fetchone()


def test_a_log_with_undos_and_redactions_is_fine(told: Told) -> None:
    found = checked(told.path)
    assert found == (8, stored(told.path)[-1].hash, (), 8)
    assert found.ok


def test_taking_the_triggers_off_and_putting_them_back_is_no_fault(told: Told) -> None:
    with unguarded(told.path):
        pass
    assert checked(told.path).ok


def test_progress_is_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 3)
    done: list[int] = []
    with reading(str(told.path)) as session:
        assert verify(session, done.append).ok
    assert done == [3, 6]


def test_verifying_changes_nothing(told: Told) -> None:
    before = told.path.read_bytes()
    checked(told.path)
    assert told.path.read_bytes() == before


# -- changes of an entry -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("position", [1, 3, 8])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "00000000-0000-4000-8000-000000000000"),
        ("batch", "another"),
        ("type", "statement.amended"),
        ("version", 0),
        ("recorded", "2025-06-01T12:00:00.000001Z"),
        ("actor", "somebody"),
    ],
)
def test_a_changed_header_field_is_found(told: Told, position: int, column: str, value: object) -> None:
    change(told.path, f"UPDATE entry SET {column} = ? WHERE position = ?", value, position)
    assert faults(told.path) == [(position, "header")]


@pytest.mark.parametrize("column", ["batch", "type", "version", "recorded", "actor"])
def test_a_changed_header_field_is_named_with_what_it_was(told: Told, column: str) -> None:
    was = getattr(stored(told.path)[2], column)
    change(told.path, f"UPDATE entry SET {column} = ? WHERE position = 3", "1" if column == "version" else "x")
    change(told.path, f"UPDATE entry SET {column} = ? WHERE position = 3", 7 if column == "version" else "x")
    (fault,) = checked(told.path).faults
    assert fault.message == f"the {column} of entry 3 has been changed: it was '{was}'"


@pytest.mark.parametrize(
    ("position", "facts"),
    [
        (1, '{"kind":"person","source":"bob"}'),
        (1, '{"kind":"agency","source":"ann"}'),
        (2, '{"about":["ann"],"claim":"flood","question":"when"}'),
        (3, '{"claim":"flood","source":"bob"}'),
        (3, '{"claim":"chips","said":"2025-03-01","source":"ann"}'),
        (3, '{"claim":"flood","said":"2025-03-02","source":"ann"}'),
        (3, '{"act":"deny","claim":"flood","said":"2025-03-01","source":"ann"}'),
        (3, '{"said":"2025-03-01","claim":"flood","source":"ann"}'),
        (6, '{"claim":"flood","decided":"2025-04-01","value":"false"}'),
        (8, '{"claim":"flood","source":"bob"}'),
    ],
)
def test_changed_facts_are_found(told: Told, position: int, facts: str) -> None:
    change(told.path, "UPDATE entry SET facts = ? WHERE position = ?", facts, position)
    assert faults(told.path) == [(position, "facts")]


def test_where_nothing_tells_facts_from_header_both_are_named(told: Told) -> None:
    change(told.path, "UPDATE entry SET facts = ? WHERE position = 8", f'{{"entry":"{told.id(5)}"}}')
    change(told.path, "DELETE FROM entry_tag")
    (fault,) = checked(told.path).faults
    assert fault == (8, "changed", "the facts or a header field of entry 8 have been changed")


@pytest.mark.parametrize(
    ("column", "value"),
    [("words", '{"quote":"We opened it too late"}'), ("words", ""), ("salt", "0" * 32), ("salt", ""), ("salt", None)],
)
def test_changed_words_are_found(told: Told, column: str, value: str | None) -> None:
    change(told.path, f"UPDATE entry SET {column} = ? WHERE position = 3", value)
    assert faults(told.path) == [(3, "words")]


def test_changed_words_with_a_digest_to_match_are_found(told: Told) -> None:
    salt = "0" * 32
    values = salt, words_digest(salt, "{}")
    change(told.path, "UPDATE entry SET words = '{}', salt = ?, words_digest = ? WHERE position = 3", *values)
    assert faults(told.path) == [(3, "header")]


def test_words_that_were_moved_into_the_salt_are_found(told: Told) -> None:
    # The digest is taken over salt and words run together: were the salt's length free, their border could be moved.
    row = stored(told.path)[2]
    both = str(row.salt) + str(row.words)
    change(told.path, "UPDATE entry SET salt = ?, words = ? WHERE position = 3", both[:40], both[40:])
    assert (3, "words") in faults(told.path)


def test_an_entry_whose_hash_was_made_to_fit_is_not_the_one_that_the_next_follows(told: Told) -> None:
    rows = stored(told.path)
    forged = sealed(rows[1], **{**rows[2]._asdict(), "facts": '{"claim":"flood","source":"bob"}'})
    change(told.path, "UPDATE entry SET facts = ?, hash = ? WHERE position = 3", forged.facts, forged.hash)
    assert faults(told.path) == [(3, "changed")]


def test_an_entry_tied_to_another_one_before_it_is_found(told: Told) -> None:
    rows = stored(told.path)
    forged = sealed(rows[2], **{**rows[3]._asdict(), "previous": rows[0].hash})
    change(told.path, "UPDATE entry SET previous = ?, hash = ? WHERE position = 4", forged.previous, forged.hash)
    assert faults(told.path) == [(4, "header")]


@pytest.mark.parametrize("column", ["hash", "previous", "words_digest"])
def test_a_changed_hash_is_found(told: Told, column: str) -> None:
    change(told.path, f"UPDATE entry SET {column} = ? WHERE position = 3", "0" * 64)
    words = [(3, "words")] if column == "words_digest" else []
    assert faults(told.path) == [*words, (3, "header")]


@pytest.mark.sqlite
@pytest.mark.parametrize("column", [column for column in Stored._fields if column not in ("position", "version")])
def test_a_value_of_another_kind_is_found(told: Told, column: str) -> None:
    change(told.path, f"UPDATE entry SET {column} = CAST({column} AS BLOB) WHERE position = 3")
    assert {entry for entry, _ in faults(told.path)} <= {3, 4}
    assert faults(told.path)


# -- entries gone, added, moved ----------------------------------------------------------------------------------


def test_an_entry_missing_in_the_middle_is_found(told: Told) -> None:
    change(told.path, "DELETE FROM entry WHERE position = 5")
    assert faults(told.path) == [(6, "missing")]
    assert checked(told.path).faults[0].message == "entry 5 is missing"


def test_the_first_entries_missing_is_found(told: Told) -> None:
    change(told.path, "DELETE FROM entry WHERE position <= 2")
    assert faults(told.path) == [(3, "missing")]
    assert checked(told.path).entries == 6


def test_a_gap_closed_by_renumbering_is_found(told: Told) -> None:
    with unguarded(told.path) as connection:
        connection.execute("DELETE FROM entry WHERE position = 5")
        for position in (6, 7, 8):
            connection.execute("UPDATE entry SET position = position - 1 WHERE position = ?", (position,))
    assert faults(told.path) == [(5, "missing")]


def test_the_last_entries_missing_are_known_to_the_read_models(told: Told) -> None:
    change(told.path, "DELETE FROM entry WHERE position >= 7")
    assert faults(told.path) == [(4, "wiped"), (8, "cut")]
    assert (
        checked(told.path).faults[-1].message == "entries 7 to 8 are missing at the end: the read models know of them"
    )


def test_a_log_cut_with_its_read_models_is_only_shown_by_a_head_kept_elsewhere(told: Told) -> None:
    kept = checked(told.path).head
    change(told.path, "DELETE FROM entry WHERE position = 8")
    change(told.path, "DELETE FROM entry_tag WHERE position = 8")
    found = checked(told.path)
    assert found.ok
    assert (found.entries, found.head != kept) == (7, True)


def test_a_forged_entry_put_in_between_is_found(told: Told) -> None:
    rows = stored(told.path)
    with unguarded(told.path) as connection:
        for position in (8, 7, 6, 5):
            connection.execute("UPDATE entry SET position = position + 1 WHERE position = ?", (position,))
        insert_raw(connection, sealed(rows[3], words="{}", salt="0" * 32))
    assert faults(told.path) == [(5, "inserted")]


@pytest.mark.parametrize("place", [1, 2, 5, 8])
def test_entries_of_any_content_put_in_between_are_found(told: Told, place: int) -> None:
    row = stored(told.path)[0]
    with unguarded(told.path) as connection:
        for position in range(8, place - 1, -1):
            connection.execute("UPDATE entry SET position = position + 2 WHERE position = ?", (position,))
        insert_raw(connection, row._replace(position=place, id="x"))
        insert_raw(connection, row._replace(position=place + 1, id="y"))
    assert faults(told.path) == [(place, "inserted"), (place + 1, "inserted")]


def test_a_copy_of_an_entry_put_in_elsewhere_is_found(told: Told) -> None:
    copy = stored(told.path)[5]._replace(position=3, id="x")
    with unguarded(told.path) as connection:
        for position in range(8, 2, -1):
            connection.execute("UPDATE entry SET position = position + 1 WHERE position = ?", (position,))
        insert_raw(connection, copy)
    assert faults(told.path) == [(3, "inserted")]


def test_an_entry_moved_to_the_end_is_found(told: Told) -> None:
    change(told.path, "UPDATE entry SET position = 12 WHERE position = 4")
    assert faults(told.path) == [(12, "reordered")]


def test_the_last_entry_with_another_position_is_found(told: Told) -> None:
    change(told.path, "UPDATE entry SET position = 12 WHERE position = 8")
    assert faults(told.path) == [(12, "header")]


def test_several_acts_are_told_apart(told: Told) -> None:
    with unguarded(told.path) as connection:
        connection.execute("DELETE FROM entry WHERE position = 2")
        for position in range(3, 9):
            connection.execute("UPDATE entry SET position = position - 1 WHERE position = ?", (position,))
        connection.execute("UPDATE entry SET actor = 'x' WHERE position = 3")
        connection.execute("UPDATE entry SET words = '{}' WHERE position = 2")
    assert faults(told.path) == [(2, "missing"), (2, "words"), (3, "header")]


def test_of_very_many_entries_that_do_not_fit_the_first_are_named(db: Path) -> None:
    write(db, *(statement() for _ in range(120)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "MOST", 5)
        change(db, "UPDATE entry SET actor = 'x'")
        found = checked(db).faults
    assert [fault.entry for fault in found] == [1, 2, 3, 4, 5, None]
    assert found[-1] == (None, "more", "115 further entries do not fit")


def test_an_entry_without_a_place_is_found(told: Told) -> None:
    with unguarded(told.path) as connection:
        insert_raw(connection, sealed(stored(told.path)[-1])._replace(position=0, id="x"))
    assert 0 in {entry for entry, _ in faults(told.path)}


def test_two_entries_that_changed_places_are_found(told: Told) -> None:
    with unguarded(told.path) as connection:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            connection.execute("UPDATE entry SET position = ? WHERE position = ?", (new, old))
    assert faults(told.path) == [(2, "reordered"), (3, "reordered")]


def test_contents_that_changed_places_are_found(told: Told) -> None:
    one, two = stored(told.path)[1:3]
    with unguarded(told.path) as connection:
        for row, other in ((one, two), (two, one)):
            connection.execute(
                "UPDATE entry SET facts = ?, words = ?, salt = ?, words_digest = ? WHERE position = ?",
                (other.facts, other.words, other.salt, other.words_digest, row.position),
            )
    assert faults(told.path) == [(2, "facts"), (3, "facts")]


# -- wiping ------------------------------------------------------------------------------------------------------


def test_words_wiped_without_a_redaction_are_found(told: Told) -> None:
    change(told.path, "UPDATE entry SET words = NULL, salt = NULL WHERE position = 5")
    assert faults(told.path) == [(5, "wiped")]


def test_words_wiped_through_the_open_door_are_found_too(told: Told) -> None:
    with raw(told.path) as connection:
        connection.execute("UPDATE entry SET words = NULL, salt = NULL WHERE position IN (2, 3)")
    assert faults(told.path) == [(2, "wiped"), (3, "wiped")]


def test_a_redaction_of_another_entry_excuses_nothing(told: Told) -> None:
    write(told.path, EntryRedacted(entry=told.id(3)))
    change(told.path, "UPDATE entry SET words = NULL, salt = NULL WHERE position = 5")
    assert faults(told.path) == [(5, "wiped")]


def test_words_written_back_over_a_redaction_are_found_unless_they_are_the_old_ones(told: Told) -> None:
    change(told.path, "UPDATE entry SET words = '{}', salt = 'x' WHERE position = 4")
    assert faults(told.path) == [(4, "words")]


# -- the origin and the guards -----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["origin", "genesis"])
def test_a_changed_origin_is_found(told: Told, key: str) -> None:
    change(told.path, "UPDATE meta SET value = 'x' WHERE key = ?", key)
    assert (None, "origin") in faults(told.path)


def test_an_origin_changed_with_its_genesis_does_not_fit_the_first_entry(told: Told, fresh: Callable[[], Path]) -> None:
    with raw(fresh()) as connection:
        pairs = connection.execute("SELECT value, key FROM meta").fetchall()
    with unguarded(told.path) as connection:
        connection.executemany("UPDATE meta SET value = ? WHERE key = ?", pairs)
    assert faults(told.path) == [(1, "origin")]


def test_a_missing_origin_is_found(told: Told) -> None:
    change(told.path, "DELETE FROM meta")
    assert (None, "origin") in faults(told.path)


@pytest.mark.sqlite
@pytest.mark.parametrize("name", guards.SQLITE)
def test_a_missing_guard_is_found(told: Told, name: str) -> None:
    with raw(told.path) as connection:
        connection.execute(f"DROP TRIGGER {name}")
    assert [(fault.kind, name in fault.message, "missing" in fault.message) for fault in checked(told.path).faults] == [
        ("guard", True, True)
    ]


@pytest.mark.sqlite
@pytest.mark.parametrize("name", guards.SQLITE)
def test_a_changed_guard_is_found(told: Told, name: str) -> None:
    with raw(told.path) as connection:
        connection.execute(f"DROP TRIGGER {name}")
        connection.execute(guards.SQLITE[name].replace("BEGIN SELECT", "BEGIN SELECT 1; SELECT"))
    (fault,) = checked(told.path).faults
    assert (fault.entry, fault.kind) == (None, "guard")
    assert f"'{name}'" in fault.message
    assert "changed" in fault.message


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "text",
    [
        "CREATE TRIGGER late AFTER INSERT ON entry BEGIN DELETE FROM tag; END",
        "CREATE TRIGGER aside BEFORE INSERT ON claim_version BEGIN SELECT RAISE(IGNORE); END",
    ],
)
def test_a_trigger_that_does_not_belong_here_is_found(told: Told, text: str) -> None:
    with raw(told.path) as connection:
        connection.execute(text)
    (fault,) = checked(told.path).faults
    assert (fault.entry, fault.kind) == (None, "guard")
    assert f"'{text.split()[2]}'" in fault.message


@pytest.mark.sqlite
def test_an_index_that_does_not_fit_its_table_is_found(told: Told) -> None:
    with raw(told.path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(voice)', '(claim)') WHERE name = 'statement_version_voice'"
        )
        connection.execute("PRAGMA writable_schema = RESET")
    assert (None, "damaged") in faults(told.path)


# -- the short way and the exact one -----------------------------------------------------------------------------

HASHED = tuple(column for column in Stored._fields if column != "position")
TEXTS = st.text(max_size=6) | st.sampled_from(
    ["statement.recorded", 'a"b', "a\\b", "\x00", "\x7f", "\u2028", "é", "😀"]
)


@given(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, st.integers(-(2**63), 2**63 - 1), TEXTS)
@tried(300)
def test_a_walk_takes_the_same_hash_as_the_chain(
    event_id: str, batch: str, wire: str, recorded: str, actor: str, facts: str, version: int, words: str
) -> None:
    first = Stored(0, EventId(""), "", "", 1, "", "", "", "", "0" * 32, "", "", "first")
    row = sealed(first, id=event_id, batch=batch, type=wire, version=version, recorded=recorded, actor=actor,
                 facts=facts, words=words)  # fmt: skip
    walk = module.Walk(0, "first", 0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module.Walk, "_look", lambda *_: pytest.fail("the short way did not take it"))
        walk.over([tuple(row)])
    assert (walk.place, walk.hash, walk.count, walk.odd) == (1, row.hash, 1, [])


@given(st.sampled_from(HASHED), st.sampled_from([b"x", 2.0, None, -1, "1", "", True]))
@tried(100)
def test_a_walk_finds_odd_what_the_chain_does_not_take(column: str, value: object) -> None:
    first = Stored(0, EventId(""), "", "", 1, "", "", "", "", "0" * 32, "", "", "first")
    row = sealed(first, version=1)
    changed = row._replace(**{column: value})  # type: ignore[arg-type]
    walk = module.Walk(0, "first", 0)
    walk.over([tuple(changed)])
    fine = changed == row and type(value) is type(getattr(row, column))
    assert fine or walk.odd or walk.wiped


# -- nothing makes it stumble ------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_a_text_where_a_number_belongs_is_damage(told: Told) -> None:
    change(told.path, "UPDATE entry_tag SET position = 'x' WHERE position = 4")
    assert "damaged" in {kind for _, kind in faults(told.path)}


@pytest.mark.parametrize(
    "facts",
    [
        "",
        "x",
        "7",
        "null",
        "[]",
        '"x"',
        '{"entry":7}',
        "[" * 100_000,
        "{" * 10,
        "9" * 10_000,
        '{"entry":[]}',
        '{"entry":true}',
        '{"entry":2.5}',
        '{"entry":"\\u0000"}',
    ],
)
def test_a_redaction_with_any_facts_is_only_a_changed_entry(told: Told, facts: str) -> None:
    change(told.path, "UPDATE entry SET facts = ? WHERE position = 7", facts)
    assert faults(told.path) in ([(7, "facts"), (4, "wiped")], [(7, "changed"), (4, "wiped")])


@pytest.mark.sqlite
@pytest.mark.parametrize("column", [column for column in Stored._fields if column != "position"])
@pytest.mark.parametrize("value", [None, b"\xff\xfe", 2.5, -1], ids=repr)
def test_a_value_no_program_of_ours_writes_is_only_a_fault(told: Told, column: str, value: object) -> None:
    with unguarded(told.path) as connection:
        make_lax(connection)
        connection.execute(f"UPDATE entry SET {column} = ? WHERE position = 7", (value,))
    assert {entry for entry, _ in faults(told.path)} & {7, 8}


def make_lax(connection: sqlite3.Connection) -> None:
    """Take types, NOT NULL and UNIQUE off the table, as a forger with a hex editor can."""
    connection.execute("CREATE TABLE lax (position INTEGER PRIMARY KEY, " + COLUMNS.partition(", ")[2] + ")")
    connection.execute(f"INSERT INTO lax SELECT {COLUMNS} FROM entry")
    connection.execute("DROP TABLE entry")
    connection.execute("ALTER TABLE lax RENAME TO entry")


@pytest.mark.sqlite
def test_text_that_is_not_utf_8_is_a_fault(told: Told) -> None:
    change(told.path, "UPDATE entry SET actor = CAST(x'ff41' AS TEXT) WHERE position = 3")
    found = faults(told.path)
    assert found
    assert found[0][1] in ("damaged", "changed")


@pytest.mark.sqlite
def test_a_log_without_its_table_of_origins_is_a_fault(told: Told) -> None:
    with raw(told.path) as connection:
        connection.execute("DROP TABLE meta")
    assert not checked(told.path).ok


# -- any one byte ------------------------------------------------------------------------------------------------


class Tampered:
    """One open file whose guards are off; each change is looked at and rolled back."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.rows = [Stored._make(row) for row in connection.execute(f"SELECT {COLUMNS} FROM entry ORDER BY position")]

    def faults(self, position: int, column: str, content: bytes) -> list[Fault]:
        kind = "INTEGER" if column == "version" else "TEXT"
        with session_on(self.connection) as session:
            self.connection.execute(
                f"UPDATE entry SET {column} = CAST(? AS {kind}) WHERE position = ?", (content, position)
            )
            return [fault for fault in verify(session).faults if fault.kind != "guard"]

    def bytes_of(self, position: int, column: str) -> bytes:
        return str(getattr(self.rows[position - 1], column)).encode()


@pytest.fixture(scope="module")
def tampered(told_once: Told, fresh: Callable[[], Path]) -> Iterator[Tampered]:
    path = fresh()
    path.write_bytes(told_once.path.read_bytes())
    with raw(path) as connection:
        for name in guards.SQLITE:
            connection.execute(f"DROP TRIGGER {name}")
        tampered = Tampered(connection)
        assert tampered.faults(3, "facts", tampered.bytes_of(3, "facts")) == []
        yield tampered


@pytest.mark.sqlite
@given(st.integers(1, 8), st.sampled_from(HASHED), st.integers(0), st.integers(1, 255))
@tried(300)
def test_any_changed_byte_of_any_entry_is_found(
    tampered: Tampered, position: int, column: str, place: int, mask: int
) -> None:
    content = bytearray(tampered.bytes_of(position, column))
    if getattr(tampered.rows[position - 1], column) in (None, "") or not content:
        return
    content[place % len(content)] ^= mask
    if column == "version" and not content.isdigit():
        content = bytearray(b"0")
    assert tampered.faults(position, column, bytes(content))


@pytest.mark.sqlite
@pytest.mark.soak
def test_every_bit_of_every_entry_counts(tampered: Tampered) -> None:
    for position in range(1, 9):
        for column in HASHED:
            if getattr(tampered.rows[position - 1], column) in (None, "") or column == "version":
                continue
            content = tampered.bytes_of(position, column)
            for place in range(len(content)):
                for bit in range(8):
                    changed = bytearray(content)
                    changed[place] ^= 1 << bit
                    assert tampered.faults(position, column, bytes(changed)), (position, column, place, bit)


@pytest.mark.sqlite
@given(st.integers(1, 8), st.sampled_from(HASHED), st.binary(max_size=3))
@tried(60)
def test_bytes_taken_away_or_added_are_found(tampered: Tampered, position: int, column: str, more: bytes) -> None:
    content = tampered.bytes_of(position, column)
    if getattr(tampered.rows[position - 1], column) is None or column == "version":
        return
    if more:
        assert tampered.faults(position, column, content + more)
    elif content:
        assert tampered.faults(position, column, content[:-1])


@given(logs(most=10))
@tried(5)
def test_every_log_that_we_write_is_fine(fresh: Callable[[], Path], batches: Log) -> None:
    path = fresh()
    entries = fill(path, batches)
    assert checked(path)[0] == len(entries)
    assert checked(path).ok


# -- a damaged file ----------------------------------------------------------------------------------------------


def survives(path: Path) -> Verification | None:
    """Verify a damaged file: it has faults, or cannot be used at all; any other exception fails the test."""
    try:
        return checked(path)
    except DatabaseError:
        return None


@pytest.fixture(scope="module")
def long_log(fresh: Callable[[], Path]) -> bytes:
    """The bytes of a log of many pages."""
    path = fresh()
    write(path, *(statement(quote=f"{number} " * 60, note=SECRET) for number in range(120)))
    return path.read_bytes()


@pytest.mark.sqlite
@pytest.mark.parametrize("left", [0.9, 0.5, 0.2, 0.05])
def test_a_truncated_file_is_damaged(long_log: bytes, db: Path, left: float) -> None:
    pages = len(long_log) // 4096
    for size in (int(pages * left) * 4096, int(len(long_log) * left)):
        db.write_bytes(long_log[:size])
        found = survives(db)
        assert found is None or "damaged" in {fault.kind for fault in found.faults}


@pytest.mark.sqlite
@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"\x0d", b"A"])
def test_an_overwritten_page_is_damaged(long_log: bytes, db: Path, filling: bytes) -> None:
    random = Random(filling)
    pages = len(long_log) // 4096
    for page in {0, 1, pages - 1, *random.sample(range(pages), 12)}:
        db.write_bytes(long_log[: page * 4096] + filling * 4096 + long_log[(page + 1) * 4096 :])
        found = survives(db)
        assert found is None or not found.ok, page


def scribbled(content: bytes, random: Random) -> bytes:
    """A file with a few bytes changed, most of them where they hurt: in the head of the file or of a page."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8))):
        page = random.randrange(len(content) // 4096)
        place = page * 4096 + random.randrange(random.choice((16, 110, 4096)))
        changed[place] = random.choice((0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)))
    return bytes(changed)


@pytest.mark.sqlite
@pytest.mark.parametrize("seed", range(4))
def test_a_scribbled_file_never_makes_it_stumble(told: Told, db: Path, seed: int) -> None:
    # Where a name in the schema is no UTF-8, the driver cannot even say so: it raises UnicodeDecodeError.
    random = Random(seed)
    content = told.path.read_bytes()
    for _ in range(40):
        db.write_bytes(scribbled(content, random))
        survives(db)


@pytest.mark.sqlite
@pytest.mark.soak
def test_many_scribbled_files_never_make_it_stumble(told: Told, long_log: bytes, db: Path) -> None:
    random = Random(7)
    for content in (told.path.read_bytes(), long_log):
        for _ in range(10_000):
            db.write_bytes(scribbled(content, random))
            survives(db)


@pytest.mark.sqlite
def test_a_scribbled_row_of_a_redaction_never_makes_it_stumble(told: Told, db: Path) -> None:
    """The kinds of a row's values stand in the bytes right before it."""
    content = told.path.read_bytes()
    start = content.index(told.id(7).encode())
    for place in range(start - 24, start):
        for value in (0, 1, 6, 7, 8, 9, 12, 13, 0x80, 0xFF):
            db.write_bytes(content[:place] + bytes((value,)) + content[place + 1 :])
            survives(db)


@pytest.mark.sqlite
def test_a_read_while_another_page_is_gone_is_said_in_plain_words(long_log: bytes, db: Path) -> None:
    db.write_bytes(long_log[: len(long_log) // 2])
    with closing(sqlite3.connect(db)) as connection, pytest.raises(sqlite3.DatabaseError):
        connection.execute("SELECT count(facts || words) FROM entry").fetchall()
    with pytest.raises(DatabaseError, match="damaged"):
        stored(db)
