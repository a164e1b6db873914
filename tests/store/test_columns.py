"""The file of columns: what it says is what the database says, or it is not believed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.logs import WORLDS, Log, append, logs, resolved, statement, trying, write
from tests.trying import tried
from tracker.columns.gathered import gathered
from tracker.columns.kept import KeptColumns, keep, load
from tracker.columns.overall import Overall
from tracker.columns.said import Versions
from tracker.desk import columns
from tracker.domain import events
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import Cut, Instant
from tracker.domain.state import State
from tracker.domain.words import SourceKind
from tracker.store import readings, views
from tracker.store.database import reading
from tracker.store.session import Session


def heard(session: Session, versions: Versions, cut: Cut) -> State:
    """The state of a cut, with the statements that columns hold."""
    some = versions.at(cut)
    bare = readings.beside_what_was_said(session, cut)
    everything = list(some.utterances(range(len(some))))
    return replace(readings.beside_what_was_said(session, cut, everything), roster=bare.roster)


@tried(60)
@given(logs(), st.integers(0, 40), WORLDS, st.integers(0, 60))
def test_columns_brought_up_to_date_are_columns_read_anew(
    db: Path, log: Log, first: int, world: Instant, back: int
) -> None:
    before = None
    with trying(db, log[:first]) as (session, entries):
        before, after = gathered(views.statement_versions(session)), len(entries)
        for batch in log[first:]:
            append(session, batch.drafts, batch.now)
        versions = gathered(views.statement_versions(session, after), before) if after else before
        end = max(len(entries) + sum(len(batch.drafts) for batch in log[first:]) - back // 3, 1)
        cut = Cut(world, end)
        anew = gathered(views.statement_versions(session))
        state = readings.state(session, cut)
        for found in (versions if after else anew, anew):
            assert resolved(heard(session, found, cut)) == resolved(state)
        assert Overall(readings.beside_what_was_said(session, cut), anew.at(cut)).board() == Beliefs(state).board()


@pytest.fixture
def told(db: Path) -> Path:
    """A log in which two spoke."""
    write(
        db,
        events.SourceRegistered(source="ann", name="Ann", kind=SourceKind.PERSON),
        events.SourceRegistered(source="bob", name="Bob", kind=SourceKind.PERSON),
        events.ClaimOpened(claim="flood", text="The river floods"),
        statement("ann"),
        statement("bob"),
    )
    return db


def read(db: Path, folder: Path | None) -> KeptColumns:
    """The columns as a reading gets them."""
    with reading(str(db)) as session:
        return columns.kept(session, folder)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the file, which is written after every entry."""
    monkeypatch.setattr(columns, "BEHIND", 0)
    return tmp_path / "cache" / "tracker"


def the_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def positions(kept: KeptColumns) -> list[int]:
    return kept.versions.said.position.tolist()


def test_the_file_is_its_owner_s_alone(told: Path, folder: Path) -> None:
    assert positions(read(told, folder)) == [4, 5]
    assert the_file(folder).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert positions(load(the_file(folder))) == [4, 5]


def test_what_has_come_since_is_put_in(told: Path, folder: Path) -> None:
    read(told, folder)
    done = write(told, statement("ann", text="again"))
    write(told, events.StatementRetracted(statement=done.entries[0].id, said="2025-05-30"))
    kept = read(told, folder)
    assert positions(kept) == [4, 5, 6, 6]
    assert kept.versions.upto.tolist()[2:] == [7, kept.versions.upto[0]]
    assert load(the_file(folder)).position == 7


@pytest.mark.parametrize("place", [0, 30, -200, -1])
def test_a_damaged_file_is_no_file(told: Path, folder: Path, place: int) -> None:
    read(told, folder)
    path = the_file(folder)
    content = bytearray(path.read_bytes())
    content[place] ^= 4
    path.write_bytes(content)
    assert load(path) is None
    assert positions(read(told, folder)) == [4, 5]
    assert load(path) is not None


@pytest.mark.parametrize("left", [0, 5, 25, 100, -8])
def test_a_file_cut_off_is_no_file(told: Path, folder: Path, left: int) -> None:
    read(told, folder)
    path = the_file(folder)
    path.write_bytes(path.read_bytes()[:left])
    assert load(path) is None
    assert positions(read(told, folder)) == [4, 5]


def test_a_file_of_another_history_is_not_believed(told: Path, folder: Path) -> None:
    kept = read(told, folder)
    for other in (
        kept._replace(hash="0" * 64),
        kept._replace(origin="another"),
        kept._replace(layout="older"),
        kept._replace(position=kept.position + 1),
    ):
        keep(the_file(folder), without_statements(other))
        assert positions(read(told, folder)) == [4, 5]


def without_statements(kept: KeptColumns) -> KeptColumns:
    """The same with no statement in it: what it says would be seen."""
    return kept._replace(versions=gathered(iter(())))


def test_where_nothing_can_be_kept_a_reading_says_the_same(told: Path, tmp_path: Path, folder: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder")
    assert positions(read(told, taken / "tracker")) == positions(read(told, None)) == [4, 5]


def test_a_rebuild_forgets_the_file(told: Path, folder: Path) -> None:
    read(told, folder)
    with reading(str(told)) as session:
        columns.forget(session, folder)
    assert list(folder.iterdir()) == []


def test_the_file_holds_no_words(told: Path, folder: Path) -> None:
    write(told, statement("ann", text="the levee breaks"))
    read(told, folder)
    assert b"levee" not in the_file(folder).read_bytes()
    assert b"river" not in the_file(folder).read_bytes()
