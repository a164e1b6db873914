"""Large logs remember their last reading; it must never be taken for a reading of another moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.logs import SECRET, Told, derived, raw, statement, stored, write
from tracker.store import remembered, writer
from tracker.store.checking.verify import verify
from tracker.store.database import reading, writing
from tracker.store.remembered import recall, remember


@pytest.fixture(autouse=True)
def eight_entries_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "LARGE", 8)


def recalled(path: Path, position: int, name: str = "belief") -> str | None:
    with reading(str(path)) as session:
        return recall(session, name, position)


def test_what_was_remembered_is_recalled_at_that_very_position_only(told: Told) -> None:
    remember(str(told.path), "belief", 8, "[1]")
    assert recalled(told.path, 8) == "[1]"
    assert recalled(told.path, 9) is None
    assert recalled(told.path, 8, "credibility") is None


def test_the_next_entry_outdates_it_and_the_next_reading_replaces_it(told: Told) -> None:
    remember(str(told.path), "belief", 8, "[1]")
    write(told.path, statement())
    assert recalled(told.path, 9) is None
    remember(str(told.path), "belief", 9, "[2]")
    assert recalled(told.path, 9) == "[2]"
    assert recalled(told.path, 8) is None
    with raw(told.path) as connection:
        assert connection.execute("SELECT count(*) FROM reading").fetchone() == (1,)


def test_a_program_that_reckons_otherwise_works_it_out_again(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(str(told.path), "belief", 8, "[1]")
    monkeypatch.setattr(remembered, "_arithmetic", lambda: "another")
    assert recalled(told.path, 8) is None


def test_what_was_damaged_in_the_file_is_worked_out_again(told: Told) -> None:
    remember(str(told.path), "belief", 8, '[{"probability": 1}]')
    with raw(told.path) as connection:
        connection.execute("UPDATE reading SET body = replace(body, '1}', '0}')")
    assert recalled(told.path, 8) is None


def test_looking_at_a_small_log_leaves_its_file_as_it_is(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "LARGE", 9)
    before = told.path.read_bytes()
    remember(str(told.path), "belief", 8, "[1]")
    assert told.path.read_bytes() == before
    assert recalled(told.path, 8) is None


def test_remembering_changes_neither_the_log_nor_its_proof(told: Told) -> None:
    before = stored(told.path)
    remember(str(told.path), "belief", 8, "[1]")
    assert stored(told.path) == before
    with reading(str(told.path)) as session:
        assert verify(session).ok


def test_a_rebuild_forgets_it(told: Told) -> None:
    remember(str(told.path), "belief", 8, "forged")
    with writing(str(told.path)) as session:
        writer.rebuild(session)
        assert derived(session)["reading"] == []
    assert recalled(told.path, 8) is None


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", ["IMMEDIATE", "EXCLUSIVE"])
def test_nobody_waits_for_it_while_another_program_writes(told: Told, kind: str) -> None:
    with raw(told.path) as connection:
        connection.execute(f"BEGIN {kind}")
        remember(str(told.path), "belief", 8, "[1]")
        connection.execute("ROLLBACK")
    assert recalled(told.path, 8) is None


@pytest.mark.sqlite
def test_it_is_quietly_left_where_it_cannot_be_kept(tmp_path: Path) -> None:
    remember(str(tmp_path / "missing.db"), "belief", 8, "[1]")
    remember(str(tmp_path), "belief", 8, "[1]")
    remember("postgresql://host/db", "belief", 8, "[1]")
    assert list(tmp_path.iterdir()) == []
    letter = tmp_path / "letter.txt"
    letter.write_text(SECRET * 100)
    remember(str(letter), "belief", 8, "[1]")
    assert letter.read_text() == SECRET * 100
