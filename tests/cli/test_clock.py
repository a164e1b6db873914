"""A clock that was years ahead for one command, and how a desk goes on from there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.newsroom import NOW, Newsroom
from tests.store.logs import insert_raw, raw, sealed, stored

AHEAD = "2028-12-11T09:00:00+00:00"
MORNING, NOON, EVENING = (f"2025-12-11T{hour}:00:00+00:00" for hour in ("09", "12", "18"))
assert MORNING == NOW


@pytest.fixture
def desk(room: Newsroom, clock: Any) -> Newsroom:
    """Two statements, the second recorded by a clock three years ahead; it is noon by now."""
    room.given("""
        source add Harbour --kind organisation
        claim open "The quay sinks" --handle quay
        log "It does" -s harbour -c quay
    """)
    clock.move_to(AHEAD)
    room.ok("log 'It sinks fast' -s harbour -c quay")
    clock.move_to(NOON)
    return room


@pytest.fixture
def corrected(desk: Newsroom, clock: Any) -> Newsroom:
    """The clock has been corrected at noon; in the evening a third statement was logged."""
    desk.ok("doctor --clock --yes")
    clock.move_to(EVENING)
    desk.ok("log 'Still sinking' -s harbour -c quay")
    return desk


def test_the_log_is_not_locked_and_the_hint_leads_out(desk: Newsroom) -> None:
    refused = desk.refused(4, "log 'More' -s harbour -c quay")
    assert "2028-12-11" in refused.error
    assert refused.hint.endswith("tracker doctor --clock")
    (warning,) = [one for one in desk("doctor --json").json["warnings"] if one["check"] == "recorded"]
    assert warning["command"] == "tracker doctor --clock"
    assert desk.ok("doctor --clock --yes").lines == ["5 clock corrected: 1 entry dated too late"]
    desk.ok("log 'More' -s harbour -c quay")
    desk.ok("verify --views")
    assert [row[0][:4] for row in desk.rows("SELECT recorded FROM entry ORDER BY position")] == [
        "2025", "2025", "2025", "2028", "2025", "2025",
    ]  # fmt: skip


def test_it_asks_and_shows_what_is_dated_late(desk: Newsroom, clock: Any) -> None:
    before = desk.head
    answer = desk("doctor --clock", stdin="n\n", terminal=True)
    assert "2028-12-11 09:00 4 harbour says" in answer.err
    assert "this machine's clock says 2025-12-11 12:00 UTC" in answer.err
    assert desk.head == before
    assert desk.refused(2, "doctor --clock").hint.startswith("tracker doctor --clock --yes")
    desk.ok("doctor --clock", stdin="y\n", terminal=True)
    assert desk.refused(1, "doctor --clock --yes").error.startswith("no entry is dated later than now")


@pytest.mark.parametrize("line", ["undo --last", "undo 4", "redact 4 --yes", "redact --source harbour --yes"])
def test_undo_and_redact_always_work_with_a_warning(desk: Newsroom, line: str) -> None:
    done = desk.ok(line)
    assert "warning: this is dated 2028-12-11" in done.err
    assert "tracker doctor --clock" in done.err
    desk.ok("verify --views")
    desk.ok("doctor --clock --yes")
    desk.ok("claim open 'Another'")
    desk.ok("verify --views")


def test_who_records_the_correction_is_on_record(desk: Newsroom) -> None:
    desk.ok("doctor --clock --yes --actor mara")
    assert desk.rows("SELECT type, actor FROM entry WHERE position = 5") == [("clock.corrected", "mara")]
    assert desk.facts(5) == {"entries": [desk.rows("SELECT id FROM entry WHERE position = 4")[0][0]]}
    assert desk.words(5) == {}


@pytest.mark.parametrize(
    ("date", "statements"),
    [
        ("2025-12-10", 0),
        ("2025-12-11T10:00:00Z", 1),  # the wrong date is not known yet to be wrong, and counts from its correction
        ("2025-12-11T12:00:00.000000Z", 2),
        ("2025-12-11T17:00:00Z", 2),
        ("2025-12-11", 3),
        ("2029-01", 3),
    ],
)
def test_what_was_known_by_a_date(corrected: Newsroom, date: str, statements: int) -> None:
    assert len(corrected.json(f"timeline --claim quay --known-by {date}")) == statements


def test_what_the_world_had_said_by_a_date(corrected: Newsroom) -> None:
    """Nothing says when they were said, so they were said when they were recorded at the latest."""
    assert [row["entry"] for row in corrected.json("timeline --as-of 2025-12-11T12:00:00.000000Z")] == [3, 4]
    assert corrected.one("belief quay --as-of 2025-12-11")["statements"] == 3
    assert corrected.one("belief quay --as-of 2025-12-11 --known-by 4")["statements"] == 1
    corrected.ok("undo 5")
    assert corrected.one("belief quay --as-of 2025-12-11")["statements"] == 2
    corrected.ok("verify --views")


def test_a_clock_can_be_wrong_twice(corrected: Newsroom, clock: Any) -> None:
    clock.move_to(AHEAD)
    corrected.ok("log 'Sunk' -s harbour -c quay")
    clock.move_to("2025-12-12T09:00:00+00:00")
    corrected.ok("doctor --clock --yes")
    assert len(corrected.facts(8)["entries"]) == 1
    for date, statements in (("2025-12-11", 3), ("2025-12-12", 4), ("2025-12-11T12:30:00Z", 2)):
        assert len(corrected.json(f"timeline --known-by {date}")) == statements
    corrected.ok("verify --views")
    corrected.ok("replay --claim quay")


@pytest.mark.parametrize("form", ["", "--publishable"])
def test_an_export_is_taken_in_elsewhere(corrected: Newsroom, form: str) -> None:
    corrected.ok(f"export {form} -o all.jsonl")
    other = corrected.branch("other")
    other.ok("init")
    other.ok(f"import ../all.jsonl {'--keep-recorded' if form else ''}")
    other.ok("verify --views")
    assert form or other.head == corrected.head
    assert len(other.json("timeline --known-by 2025-12-11")) == 3


def test_an_export_of_the_future_that_nobody_corrected_is_refused(desk: Newsroom) -> None:
    desk.ok("export -o all.jsonl")
    other = desk.branch("other")
    other.ok("init")
    assert "in the future, and no clock was corrected" in other.refused(1, "import ../all.jsonl").error


def test_verify_notices_a_date_that_falls_without_a_correction(corrected: Newsroom) -> None:
    with raw(corrected.database) as connection:
        insert_raw(connection, sealed(stored(corrected.database)[-1], recorded="2025-12-01T00:00:00.000000Z"))
    answer = corrected("verify --json")
    assert answer.code == 1
    assert [(one["entry"], one["kind"]) for one in answer.json["problems"]] == [(7, "clock")]
