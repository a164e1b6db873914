"""The log: positions, chain, batches, conditions, the two kinds of id, and taking over an export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.logs import (
    NOW,
    SECRET,
    Log,
    Told,
    append,
    derived,
    fill,
    insert_raw,
    logs,
    raw,
    sealed,
    statement,
    stored,
    write,
)
from tests.trying import tried
from tracker.domain.chain import genesis, words_digest
from tracker.domain.clocks import BEGINNING, DAY, FOREVER, Instant, from_iso, iso
from tracker.domain.events import (
    ClaimAmended,
    ClaimOpened,
    EntryRedacted,
    SourceRegistered,
    StatementAmended,
    StatementRecorded,
)
from tracker.domain.words import Act, EventId, SourceKind
from tracker.errors import DatabaseError, ExitCode, RuleError
from tracker.store import appending, log
from tracker.store.appending import AHEAD, Draft, Unless
from tracker.store.checking.verify import verify
from tracker.store.clock import position_at
from tracker.store.codec import UnknownType
from tracker.store.database import reading, writing
from tracker.store.ids import derived_id, random_id
from tracker.store.log import Stored
from tracker.store.migrate import initialise
from tracker.store.writer import Views, rebuild

MINUTE = 60_000_000


def head(path: Path) -> log.Head:
    with reading(str(path)) as session:
        return log.head(session)


def origin(path: Path) -> str:
    with reading(str(path)) as session:
        return log.origin(session)


def is_fine(path: Path) -> bool:
    with reading(str(path)) as session:
        return verify(session).ok


# -- appending ---------------------------------------------------------------------------------------------------


def test_an_empty_log_ends_before_its_first_entry(db: Path) -> None:
    assert head(db) == (0, genesis(origin(db)), 0)
    assert stored(db) == []


def test_positions_count_from_one_without_gaps_and_each_entry_names_the_one_before(db: Path) -> None:
    for _ in range(2):
        write(db, statement(), statement(), statement())
    rows = stored(db)
    assert [row.position for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.previous for row in rows] == [genesis(origin(db)), *(row.hash for row in rows[:-1])]
    assert head(db) == (6, rows[-1].hash, NOW)
    assert is_fine(db)


def test_what_was_appended_is_what_is_read_back(db: Path) -> None:
    done = write(db, statement(quote="a"), ClaimOpened(claim="flood", text="b"), actor="mb")
    with reading(str(db)) as session:
        assert list(log.entries(session)) == done.entries
    assert [entry.actor for entry in done.entries] == ["mb", "mb"]


def test_one_command_is_one_batch(db: Path) -> None:
    first, second = write(db, statement(), statement()), write(db, statement())
    batches = [entry.batch for entry in first.entries + second.entries]
    assert batches[0] == batches[1] != batches[2]


def test_salts_are_never_used_twice(db: Path) -> None:
    write(db, *(statement(note="the same words") for _ in range(20)))
    rows = stored(db)
    assert len({row.salt for row in rows}) == len({row.words_digest for row in rows}) == 20
    assert all(row.salt and len(row.salt) == 32 for row in rows)


def test_reading_part_of_the_log_leaves_out_the_start_and_takes_in_the_end(told: Told) -> None:
    with reading(str(told.path)) as session:
        assert [row.position for row in log.stored(session, 2, 5)] == [3, 4, 5]
        assert [entry.position for entry in log.entries(session, 6)] == [7, 8]
        assert list(log.stored(session, 8)) == []
        assert log.at(session, 0) is None
        assert log.at(session, 9) is None


def test_entries_are_found_by_id_and_by_tag(told: Told) -> None:
    with reading(str(told.path)) as session:
        found = log.find(session, told.id(3))
        assert found is not None
        assert (found.position, found.event.quote) == (3, "We opened it in time")  # type: ignore[attr-defined]
        assert log.find(session, EventId("00000000-0000-4000-8000-000000000000")) is None
        assert [entry.position for entry in log.tagged(session, "claim/flood")] == [2]
        assert [entry.position for entry in log.tagged(session, "claim:flood")] == [2, 3, 4, 5, 6]
        assert [entry.position for entry in log.tagged(session, "source:ann")] == [1, 2, 3, 4, 5]
        assert log.tagged(session, "claim:drought") == []


# -- all or nothing ----------------------------------------------------------------------------------------------


def test_a_batch_that_fails_in_the_middle_leaves_nothing(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "_CHUNK", 2)
    before = told.path.read_bytes()

    def drafts() -> Iterator[StatementRecorded]:
        yield from (statement() for _ in range(5))
        raise OSError("the cable was pulled")

    def append_all() -> None:
        with writing(str(told.path)) as session:
            append(session, [statement()])
            # Two chunks are written by now, before the third breaks off.
            appending.append(session, map(Draft, drafts()), now=Instant(NOW + DAY), actor="")

    with pytest.raises(OSError, match="cable"):
        append_all()
    assert told.path.read_bytes() == before


def test_an_error_after_an_append_takes_it_back_with_its_read_models(told: Told) -> None:
    with reading(str(told.path)) as session:
        before = derived(session)

    def append_and_fail() -> None:
        with writing(str(told.path)) as session:
            append(session, [statement(claim="new", source="new")])
            assert derived(session) != before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        append_and_fail()
    assert head(told.path).position == 8
    with reading(str(told.path)) as session:
        assert derived(session) == before


# -- ids ---------------------------------------------------------------------------------------------------------


@given(st.integers(0, 2**47 * 1000))
@settings(deadline=None)
def test_a_random_id_is_a_uuid_of_version_7_that_begins_with_the_time(now: int) -> None:
    text = random_id(Instant(now))
    found = UUID(text)
    assert str(found) == text
    assert found.version == 7
    assert found.variant == "specified in RFC 4122"
    assert found.int >> 80 == now // 1000


def test_random_ids_differ(db: Path) -> None:
    done = write(db, *(statement() for _ in range(200)))
    assert len({entry.id for entry in done.entries}) == 200
    assert len({str(UUID(entry.id)) for entry in done.entries}) == 200


def test_a_clock_before_1970_still_gives_an_id() -> None:
    assert UUID(random_id(Instant(-5_000_000))).int >> 80 == 0


@given(st.text(), st.text())
@settings(deadline=None)
def test_a_derived_id_is_a_uuid_of_version_8_that_depends_on_the_text_alone(one: str, other: str) -> None:
    found = UUID(derived_id(one))
    assert found.version == 8
    assert found.variant == "specified in RFC 4122"
    assert (derived_id(one) == derived_id(other)) == (one == other)


def test_a_derived_id_never_changes() -> None:
    # The SHA-256 of nothing is e3b0c442 98fc1c14 9afbf4c8 996fb924 ...; version and variant stand in it.
    assert derived_id("") == "e3b0c442-98fc-8c14-9afb-f4c8996fb924"


# -- twice is once -----------------------------------------------------------------------------------------------


def test_the_same_id_with_the_same_content_is_on_record_already(told: Told) -> None:
    before = stored(told.path)
    again = Draft(statement(said="2025-03-01", quote="We opened it in time"), told.id(3))
    new = Draft(statement(quote="new"), derived_id("new"))
    done = write(told.path, again, new, new, again)
    assert done.already == [told.id(3), new.id, told.id(3)]
    assert [entry.position for entry in done.entries] == [9]
    assert stored(told.path)[:8] == before


def test_the_same_id_twice_in_one_batch_is_seen_across_chunks(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "_CHUNK", 2)
    drafts = [Draft(statement(quote=str(number % 5)), derived_id(str(number % 5))) for number in range(20)]
    done = write(db, *drafts)
    assert (len(done.entries), len(done.already)) == (5, 15)
    assert [entry.position for entry in done.entries] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "other",
    [
        statement(said="2025-03-01", quote="We opened it too late"),
        statement(said="2025-03-02", quote="We opened it in time"),
        statement(said="2025-03-01"),
        ClaimOpened(claim="flood", text="We opened it in time"),
    ],
)
def test_the_same_id_with_other_content_is_refused(told: Told, other: StatementRecorded | ClaimOpened) -> None:
    with pytest.raises(RuleError, match="entry 3 has the same id and says something else") as caught:
        write(told.path, statement(), Draft(other, told.id(3)))
    assert "amend 3" in caught.value.hint
    assert len(stored(told.path)) == 8


def test_the_same_id_with_the_same_fields_of_another_type_is_refused(told: Told) -> None:
    text = "The dam was opened too late"
    assert write(told.path, Draft(ClaimOpened(claim="flood", text=text, about=("ann",)), told.id(2))).already
    with pytest.raises(RuleError, match="entry 2"):
        write(told.path, Draft(ClaimAmended(claim="flood", text=text, about=("ann",)), told.id(2)))


def test_the_same_id_with_other_content_is_refused_within_one_batch(db: Path) -> None:
    with pytest.raises(RuleError, match="entry 1 has the same id"):
        write(db, Draft(statement(quote="a"), derived_id("x")), Draft(statement(quote="b"), derived_id("x")))
    assert stored(db) == []


def test_wiped_words_are_not_compared_and_never_come_back(told: Told) -> None:
    for note in (SECRET, "anything"):
        done = write(told.path, Draft(statement(act=Act.DENY, note=note), told.id(4)))
        assert done.already == [told.id(4)]
    assert stored(told.path)[3].words is None
    with pytest.raises(RuleError, match="entry 4"):
        write(told.path, Draft(statement(act=Act.ASSERT, note=SECRET), told.id(4)))


def test_who_dated_an_entry_makes_no_difference_to_what_it_says(told: Told) -> None:
    again = statement(said="2025-03-01", quote="We opened it in time")
    assert write(told.path, Draft(again, told.id(3), Instant(NOW - DAY))).already == [told.id(3)]


# -- conditions --------------------------------------------------------------------------------------------------


def conditional(path: Path, unless: Unless) -> int:
    with writing(str(path)) as session:
        done = appending.append(session, [Draft(statement())], now=Instant(NOW + DAY), actor="", unless=unless)
        return done.entries[0].position


def test_a_condition_without_tags_refuses_whatever_came_meanwhile(told: Told) -> None:
    with pytest.raises(RuleError, match="entry 8 was recorded after you looked") as caught:
        conditional(told.path, Unless(after=7))
    assert caught.value.hint == "tracker show 8"
    assert caught.value.exit_code is ExitCode.NO
    assert conditional(told.path, Unless(after=8)) == 9


def test_a_condition_with_tags_looks_only_at_those(told: Told) -> None:
    with pytest.raises(RuleError, match="entry 6 was"):
        conditional(told.path, Unless(3, ("claim:flood",)))
    with pytest.raises(RuleError, match="entry 5 was"):
        conditional(told.path, Unless(3, ("claim:drought", "source:ann")))
    assert conditional(told.path, Unless(1, ("source/ann", "claim:drought"))) == 9


def test_a_condition_sees_the_very_next_entry_and_not_the_one_looked_at(told: Told) -> None:
    with pytest.raises(RuleError):
        conditional(told.path, Unless(5, ("claim:flood",)))
    assert conditional(told.path, Unless(6, ("claim:flood",))) == 9


def test_a_condition_on_a_statement_sees_that_it_was_amended_meanwhile(told: Told) -> None:
    # Statements are tagged by number, not by name: asked for by name, the condition must not silently hold.
    write(told.path, StatementAmended(statement=told.id(3), source="ann", claim="flood"), now=Instant(NOW + DAY))
    with pytest.raises(RuleError):
        conditional(told.path, Unless(8, (f"entry/{told.id(3)}",)))


def test_a_refused_condition_writes_nothing(told: Told) -> None:
    before = told.path.read_bytes()
    with pytest.raises(RuleError):
        conditional(told.path, Unless(0))
    assert told.path.read_bytes() == before


# -- the desk's clock --------------------------------------------------------------------------------------------


def test_recorded_never_falls_when_the_clock_goes_back(db: Path) -> None:
    times = [NOW, Instant(NOW - AHEAD), Instant(NOW - 1), Instant(NOW + 1)]
    recorded = [write(db, statement(), now=now).entries[0].recorded for now in times]
    assert recorded == [NOW, NOW, NOW, NOW + 1]
    assert [from_iso(row.recorded) for row in stored(db)] == recorded


def test_a_date_from_a_file_is_kept_and_noted_but_never_before_the_head(db: Path) -> None:
    past = [Instant(NOW - 3 * DAY), Instant(NOW - 5 * DAY), Instant(NOW - 2 * DAY), None]
    done = write(db, *(Draft(statement(), None, at) for at in past))
    assert [entry.recorded for entry in done.entries] == [past[0], past[0], past[2], NOW]
    assert ["recorded_by" in row.facts for row in stored(db)] == [True, True, True, False]


def test_a_head_more_than_five_minutes_in_the_future_refuses(db: Path) -> None:
    write(db, statement(), now=NOW)
    with pytest.raises(DatabaseError, match=r"2025-06-01 12:00:00 UTC, which is in the future") as caught:
        write(db, statement(), now=Instant(NOW - 5 * MINUTE - 1))
    assert caught.value.exit_code is ExitCode.DATABASE == 4
    assert "clock" in caught.value.hint
    assert len(stored(db)) == 1
    assert write(db, statement(), now=Instant(NOW - 5 * MINUTE)).entries[0].recorded == NOW


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.integers(-2, 40))
@tried(25)
def test_a_moment_is_resolved_to_the_last_entry_recorded_by_then(
    fresh: Callable[[], Path], steps: list[int], asked: int
) -> None:
    path = fresh()
    now, times = NOW, []
    with writing(str(path), dry_run=True) as session:
        for step in steps:
            now = Instant(now + step)
            times.append(now)
            appending.append(session, [Draft(statement())], now=now, actor="")
        at = Instant(NOW + asked)
        assert position_at(session, at) == sum(time <= at for time in times)


def test_moments_outside_the_calendar_are_resolved_too(told: Told) -> None:
    with reading(str(told.path)) as session:
        assert position_at(session, from_iso("1969-01-01T00:00:00Z")) == 0
        assert position_at(session, from_iso("9999-12-31T23:59:59Z")) == 8
        # `--known-by 2025/..` ends FOREVER, which no calendar has.
        assert position_at(session, FOREVER) == 8
        assert position_at(session, BEGINNING) == 0


# -- redaction ---------------------------------------------------------------------------------------------------


def test_redaction_wipes_words_and_salt_and_keeps_everything_else(db: Path) -> None:
    done = write(db, statement(note=SECRET), statement(note="stays"))
    before = stored(db)
    write(db, EntryRedacted(entry=done.entries[0].id))
    after = stored(db)
    assert after[0] == before[0]._replace(words=None, salt=None)
    assert after[1] == before[1]
    assert after[0].words_digest == words_digest(before[0].salt or "", before[0].words or "")
    with reading(str(db)) as session:
        entry = next(log.entries(session))
        assert entry.redacted
        assert entry.event == statement()
    assert is_fine(db)


def test_redacted_words_are_nowhere_in_the_file_any_more(db: Path) -> None:
    long = SECRET + " " + "-" * 20_000 + " " + SECRET[::-1]
    done = write(
        db,
        SourceRegistered(source="ann", kind=SourceKind.PERSON, name=SECRET),
        ClaimOpened(claim="flood", text=SECRET),
        statement(note=long),
        statement(quote=SECRET),
    )
    write(db, StatementAmended(statement=done.entries[3].id, source="ann", claim="flood", quote=SECRET))
    assert db.read_bytes().count(SECRET.encode()) >= 7
    with reading(str(db)) as session:
        ids = [entry.id for entry in log.entries(session)]
    write(db, *(EntryRedacted(entry=event_id) for event_id in ids))
    left = db.read_bytes()
    assert SECRET.encode() not in left
    assert SECRET[::-1].encode() not in left
    if isinstance(db, Path):
        assert [path.name for path in db.parent.glob(f"{db.name}-*")] == []


def test_redacting_in_the_batch_of_the_words_wipes_them_too(db: Path) -> None:
    event_id = derived_id("x")
    write(db, Draft(statement(note=SECRET), event_id), EntryRedacted(entry=event_id))
    assert stored(db)[0].words is None
    assert SECRET.encode() not in db.read_bytes()


def test_redacting_twice_changes_nothing_more(told: Told) -> None:
    write(told.path, EntryRedacted(entry=told.id(4)))
    assert stored(told.path)[3].words is None
    assert is_fine(told.path)


# -- taking over an export ---------------------------------------------------------------------------------------


def take_over(path: Path, rows: Iterable[Stored], born: str | None = None) -> int:
    with writing(str(path)) as session:
        if born is not None:
            log.set_origin(session, born)
        taken = appending.restore(session, rows)
        Views(session).apply(taken)
        return len(taken)


def everything(path: Path) -> tuple[list[Stored], dict[str, list[tuple[object, ...]]]]:
    with reading(str(path)) as session:
        return list(log.stored(session)), derived(session)


@given(logs(most=12), st.data())
@tried(8)
def test_an_export_restores_the_same_log_into_an_empty_one_and_into_a_part_of_itself(
    fresh: Callable[[], Path], batches: Log, data: st.DataObject
) -> None:
    ours, empty, part = fresh(), fresh(), fresh()
    fill(ours, batches)
    rows, views = everything(ours)
    assert take_over(empty, rows, origin(ours)) == len(rows)
    assert everything(empty) == (rows, views)
    assert head(empty) == head(ours)
    upto = data.draw(st.integers(0, len(rows)))
    assert take_over(part, rows[:upto], origin(ours)) == upto
    assert take_over(part, rows) == len(rows) - upto
    assert everything(part) == (rows, views)
    assert take_over(part, rows) == 0
    assert everything(part) == (rows, views)
    assert is_fine(part)


def test_a_fast_forward_brings_redactions_with_it(db: Path, fresh: Callable[[], Path]) -> None:
    done = write(db, statement(note=SECRET))
    other = fresh()
    take_over(other, stored(db), origin(db))
    assert SECRET in (stored(other)[0].words or "")
    write(db, EntryRedacted(entry=done.entries[0].id))
    assert take_over(other, stored(db)) == 1
    assert everything(other) == everything(db)
    assert SECRET.encode() not in other.read_bytes()


def test_an_older_export_never_brings_wiped_words_back(db: Path) -> None:
    done = write(db, statement(note=SECRET))
    old = stored(db)
    write(db, EntryRedacted(entry=done.entries[0].id))
    assert take_over(db, old) == 0
    assert take_over(db, [old[0], *stored(db)[1:]]) == 0
    assert stored(db)[0].words is None


def test_words_are_wiped_even_where_an_export_holds_them_beside_their_redaction(
    db: Path, fresh: Callable[[], Path]
) -> None:
    done = write(db, statement(note=SECRET))
    old = stored(db)
    write(db, EntryRedacted(entry=done.entries[0].id))
    other = fresh()
    take_over(other, [old[0], *stored(db)[1:]], origin(db))
    assert everything(other) == everything(db)


def test_restoring_goes_on_in_chunks(db: Path, fresh: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    write(db, *(statement(note=str(number)) for number in range(7)))
    for size in (1, 2, 3, 7, 8):
        monkeypatch.setattr(appending, "_CHUNK", size)
        other = fresh()
        assert take_over(other, stored(db), origin(db)) == 7
        assert everything(other) == everything(db)


def test_a_log_that_has_diverged_is_refused(told: Told, db: Path, fresh: Callable[[], Path]) -> None:
    other = fresh()
    take_over(other, stored(told.path)[:5], origin(told.path))
    write(other, statement(note="ours"))
    before = other.read_bytes()
    with pytest.raises(RuleError, match="entry 6 of the file is another one") as caught:
        take_over(other, stored(told.path))
    assert "init" in caught.value.hint
    assert other.read_bytes() == before


def test_an_export_of_another_log_is_refused(told: Told, fresh: Callable[[], Path]) -> None:
    other = fresh()
    with pytest.raises(RuleError, match="entry 1 does not follow entry 0"):
        take_over(other, stored(told.path))
    assert stored(other) == []


def test_an_export_with_a_gap_is_refused(told: Told, fresh: Callable[[], Path]) -> None:
    rows = stored(told.path)
    far = sealed(rows[2], position=9)
    for wrong in (
        rows[1:],
        rows[:3] + rows[4:],
        [rows[0], rows[0]],
        [rows[1], rows[0]],
        [*rows[:3], rows[1]],
        [*rows[:3], far],
    ):
        other = fresh()
        with pytest.raises(RuleError, match="does not follow"):
            take_over(other, wrong, origin(told.path))
        assert stored(other) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": '{"claim":"flood","source":"bob"}'},
        {"words": '{"quote":"We opened it too late"}'},
        {"words": '{"quote":"We opened it in time!"}'},
        {"salt": "0" * 32},
        {"salt": None},
        {"recorded": iso(Instant(NOW + 1))},
        {"actor": "somebody"},
        {"batch": "x"},
        {"id": str(derived_id("x"))},
        {"type": "statement.amended"},
        {"version": 0},
        {"words_digest": "0" * 64},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_row_is_refused(told: Told, fresh: Callable[[], Path], changes: dict[str, object]) -> None:
    rows = stored(told.path)
    rows[2] = rows[2]._replace(**changes)
    other = fresh()
    with pytest.raises(RuleError, match=r"entry 3 .*changed"):
        take_over(other, rows, origin(told.path))
    assert stored(other) == []


def test_words_wiped_in_an_export_without_redaction_do_not_pass_for_fine(told: Told, fresh: Callable[[], Path]) -> None:
    rows = stored(told.path)
    rows[2] = rows[2]._replace(words=None, salt=None)
    other = fresh()
    try:
        take_over(other, rows, origin(told.path))
    except RuleError:
        return
    assert not is_fine(other)


def test_a_log_with_entries_keeps_its_origin(told: Told) -> None:
    born = origin(told.path)
    with pytest.raises(DatabaseError), writing(str(told.path)) as session:
        log.set_origin(session, "another")
    assert origin(told.path) == born
    assert is_fine(told.path)


def test_two_databases_are_born_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    assert initialise(str(one))
    assert initialise(str(other))
    assert origin(one) != origin(other)
    assert head(one).hash != head(other).hash


# -- entries of a newer program ----------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{"type": "weather.observed"}, {"type": "statement.recorded", "version": 2}])
def test_an_entry_of_a_newer_program_stops_a_rebuild_loudly_and_can_still_be_exported(
    told: Told, changes: dict[str, object]
) -> None:
    newer = sealed(stored(told.path)[-1], facts="{}", words='{"text":"?"}', salt="5" * 32, **changes)
    with raw(told.path) as connection:
        insert_raw(connection, newer)
    before = everything(told.path)
    assert before[0][-1] == newer
    with pytest.raises(UnknownType, match=str(newer.type)), writing(str(told.path)) as session:
        rebuild(session)
    assert everything(told.path) == before
    assert is_fine(told.path)
    with reading(str(told.path)) as session, pytest.raises(UnknownType):
        list(log.entries(session))
