"""Bad input of every sort: one ``error:``, one ``hint:``, the right exit code, and a log exactly as it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tests.store.logs import unguarded
from tracker.store import database, entrance


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """A source, a claim and a statement."""
    return new_room().given("source add Ann\nclaim open 'The dam broke' --handle flood\nlog 'It did' -s ann -c flood")


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


# -- dates ---------------------------------------------------------------------------------------------------------

WHERE_DATES_GO = (
    "log x -s ann -c flood --said {}",
    "log x -s ann -c flood --published {}",
    "log x --new-source Bob --new-claim Rain --deadline {}",
    "claim open Rain --deadline {}",
    "source add Bob --member-of ann --member-from {}",
    "article add --handle page --published {}",
    "ask ann -c flood --by {}",
    "amend 3 --said {}",
    "retract 3 --said {}",
    "verdict flood true --decided {}",
    "belief --as-of {}",
    "belief --known-by {}",
    "belief --since {}",
    "timeline --from {}",
    "timeline --to {}",
)


@pytest.mark.parametrize("line", WHERE_DATES_GO)
def test_a_date_that_can_be_two_names_both(desk: Newsroom, line: str) -> None:
    answer = desk.refused(2, line.format("03/04/2024"))
    assert answer.error == "'03/04/2024' can be two dates"
    assert answer.hint == "write 2024-04-03 or 2024-03-04"


@pytest.mark.parametrize(
    "typed",
    ["soon", "2025-13", "2025-00", "2025-02-29", "25-12-01", "2025/12/01", "2025-12-01T25:00Z", "2025-12-01T10:00",
     "../..", "2025-12-02/2025-12-01", "١٢/٠٣/٢٠٢٤", "2025-12-1", "-7", "-7x", "tomorrow", "0000", "10000", "2025-1２"],
)  # fmt: skip
def test_what_is_no_date(desk: Newsroom, typed: str) -> None:
    answer = desk.refused(2, "log x -s ann -c flood --said", typed)
    assert "is not a date" in answer.error
    assert answer.hint.startswith("write ")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2024", "2024"), ("2024-05", "2024-05"), ("2024-05-06", "2024-05-06"), ("../2024-05-06", "../2024-05-06"),
        ("2024-05/2024-07-01", "2024-05/2024-07-01"), ("2024-05-06T10:30+02:00", "2024-05-06T10:30+02:00"),
        ("2024-05-06T10:30:15Z", "2024-05-06T10:30:15Z"), ("today", "2025-12-11"), ("yesterday", "2025-12-10"),
        ("-7d", "2025-12-04"), ("-2w", "2025-11-27"), ("-3m", "2025-09-11"), ("-1y", "2024-12-11"),
        ("now", "2025-12-11T09:00:00.000000Z"), (" 2024 ", "2024"), ("10.12.2025", "2025-12-10"),
        ("3.4.2024", "2024-04-03"), ("31/12/2024", "2024-12-31"), ("12/31/2024", "2024-12-31"),
        ("5/5/2024", "2024-05-05"),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(desk: Newsroom, typed: str, kept: str) -> None:
    desk.ok("log x -s ann -c flood -d", typed)
    assert desk.facts(4)["said"] == kept


@pytest.mark.parametrize(
    "typed", ["2025-12-12", "2026", "2025-12-11T09:00:01Z", "2099-01-01/2100", "2025-12-11T08:00-02:00"]
)
def test_nothing_was_said_in_the_future(desk: Newsroom, typed: str) -> None:
    answer = desk.refused(2, f"log x -s ann -c flood -d {typed}")
    assert answer.error == f"said '{typed}' lies in the future"
    assert answer.hint == "a prediction is said today; its claim has a --deadline"


@pytest.mark.parametrize(
    "typed", ["2025", "2025-12", "2025-12-11", "2025-12-11T08:59Z", "2025-12-01/2026-01-01", "../2026"]
)
def test_what_has_begun_is_not_the_future(desk: Newsroom, typed: str) -> None:
    desk.ok(f"log x -s ann -c flood -d {typed}")


def test_a_day_begins_in_utc(desk: Newsroom, clock: Any) -> None:
    clock.move_to("2025-12-11T23:59:59+00:00")
    desk.refused(2, "log x -s ann -c flood -d 2025-12-12")
    clock.move_to("2025-12-12T00:00:00+00:00")
    desk.ok("log x -s ann -c flood -d 2025-12-12")


# -- the list ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("log x -s nobody -c flood", 3, "there is no source 'nobody'"),
        ("verdict nothing true", 3, "there is no claim 'nothing'"),
        ("why nothing", 3, "there is no claim 'nothing'"),
        ("credibility nobody", 3, "there is no source 'nobody'"),
        ("source add 007", 2, "'007' cannot be the handle of a source"),
        ("claim open Rain --handle 2025", 2, "'2025' cannot be the handle of a claim"),
        ("article add --handle 42", 2, "'42' cannot be the handle of an article"),
    ],
)
def test_unknown_and_impossible_handles(desk: Newsroom, line: str, code: int, error: str) -> None:
    assert desk.refused(code, line).error == error


def test_suggestions_can_be_pasted(desk: Newsroom) -> None:
    answer = desk.refused(3, "log x -s 'Bob O'\"'\"'Hara' -c flood")
    assert answer.hint.startswith("tracker source add ")
    desk.ok(answer.hint.removeprefix("tracker "))
    desk.ok("log x -s bob-o-hara -c flood")
    answer = desk.refused(3, "log x -s ann -c 'The Big Rain'")
    assert answer.hint == "tracker claim open TEXT --handle the-big-rain"


@pytest.mark.parametrize(
    "line",
    [
        "log \udcff -s ann -c flood",
        "claim open 'a \udcff'",
        "source add Bob --note \udcff",
        "log x -s \udcff -c flood",
        "amend 3 --text \udcff",
        "log x -s ann -c flood --actor \udcff",
        "timeline --topic \udcff",
        "import \udcff.csv",
        "redact 3 --yes --because \udcff",
    ],
)
def test_an_argument_that_is_not_utf8(desk: Newsroom, line: str) -> None:
    before = desk.fingerprint()
    answer = desk(line)
    assert answer.code in (0, 1, 2, 3), answer.err
    if answer.code == 0:
        assert line.startswith("timeline")
    assert desk.fingerprint() == before


# -- the database --------------------------------------------------------------------------------------------------

COMMANDS = ("belief", "log x -s ann -c flood", "verify", "export", "import events.jsonl", "undo --last", "rebuild")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits thirty seconds in a test."""
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    monkeypatch.setattr(database.Database.__init__, "__defaults__", (0.05,))
    for function in (database.reading, database.writing):
        monkeypatch.setitem(function.__wrapped__.__kwdefaults__, "patience", 0.05)


@contextmanager
def held(path: Path, how: str) -> Iterator[None]:
    """Another program at work on the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"BEGIN {how}")
        yield
        connection.execute("ROLLBACK")


@pytest.mark.sqlite
@pytest.mark.usefixtures("hurried")
def test_a_locked_database(desk: Newsroom) -> None:
    with held(desk.database, "IMMEDIATE"):
        answer = desk("log x -s ann -c flood")
        assert answer.code == 4
        assert "is busy" in answer.error
        assert answer.hint == "try again; nothing was changed"
        assert desk.ok("belief").code == 0, "readers do not wait for a writer"
    with held(desk.database, "EXCLUSIVE"):
        assert "is busy" in desk("belief").error
        assert desk("export").code == 4
    assert desk.head[0] == 3


@pytest.mark.sqlite
def test_a_newer_database(desk: Newsroom) -> None:
    with closing(sqlite3.connect(desk.database, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    desk.write("events.jsonl", "")
    desk.ok("export")  # the entries can be taken out of anything
    for line in {*COMMANDS, "export --format table", "upgrade"} - {"export"}:
        answer = desk.refused(4, line)
        assert "was written by a newer tracker (schema 9999" in answer.error
        assert answer.hint == "install the newer tracker; nothing was changed"


@pytest.mark.sqlite
def test_an_older_database(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    now = entrance.newest()
    monkeypatch.setattr(entrance, "MADE", {**entrance.MADE, "9999": frozenset()})
    for line in ("belief", "log x -s ann -c flood"):
        answer = desk.refused(4, line)
        assert f"has an older schema ({now}, needed is 9999)" in answer.error
        assert answer.hint == f"tracker upgrade --db {desk.database}"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "content", [b"Dear diary. " * 500, b"x", b"SQLite format 3\x00" + b"\x07" * 4096, b"\x00" * 4096]
)
def test_a_file_that_is_no_database(bare_room: Newsroom, content: bytes) -> None:
    bare_room.write("tracker.db", content)
    bare_room.write("events.jsonl", "")
    for line in (*COMMANDS, "upgrade"):
        bare_room.refused(4, line)
    assert bare_room.database.read_bytes() == content


@pytest.mark.sqlite
def test_a_database_of_another_program(bare_room: Newsroom) -> None:
    with closing(sqlite3.connect(bare_room.database)) as connection:
        connection.execute("CREATE TABLE entry (id)")
        connection.commit()
    bare_room.write("events.jsonl", "")
    for line in COMMANDS:
        assert "is not a tracker database" in bare_room.refused(4, line).error


@pytest.mark.sqlite
def test_a_damaged_database(desk: Newsroom) -> None:
    content = bytearray(desk.database.read_bytes())
    content[4096 : 4096 * 4] = os.urandom(4096 * 3)
    desk.write("tracker.db", bytes(content))
    desk.write("events.jsonl", "")
    for line in ("belief", "log x -s ann -c flood", "export --format table", "timeline"):
        answer = desk(line)
        assert answer.code == 4, answer
        assert answer.err.startswith("error: ")
        assert "hint: " in answer.err


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be a user without rights for a while; whoever runs the tests as such anyway stays who he is."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


WRITING = ("log x -s ann -c flood", "undo --last", "rebuild", "import events.jsonl", "redact 3 --yes")


@pytest.mark.sqlite
def test_a_read_only_folder(desk: Newsroom, new_room: Room, workplace: Path) -> None:
    """Reading works, writing is refused in plain words."""
    rehearsal = new_room(desk.database)
    for room in (desk, rehearsal):
        room.write("events.jsonl", '{"type":"claim.opened","facts":{"claim":"rain"}}')
    for line in ("belief", "verify", "init other.db", *WRITING):
        rehearsal(line)  # so that nothing need be imported later
    workplace.chmod(0o755)
    desk.database.chmod(0o444)
    desk.folder.chmod(0o555)
    before = desk.fingerprint()
    try:
        with as_nobody():
            assert "flood" in desk.ok("belief").out
            desk.ok("verify")
            for line in WRITING:
                answer = desk(line)
                assert (answer.code, answer.out) == (4, ""), (line, answer)
                assert answer.error in (
                    f"the database '{desk.database}' cannot be written to",
                    f"the database '{desk.database}' cannot be opened",
                )
                assert answer.hint == "check the rights of the file and of its folder"
            answer = desk("init other.db")
            assert (answer.code, answer.error) == (4, "'other.db' cannot be made: Permission denied")
            assert answer.hint == "choose a folder you may write to"
        desk.database.chmod(0)
        with as_nobody():
            assert desk("belief").code == 4
        desk.database.chmod(0o600)
        assert desk.fingerprint() == before
    finally:
        desk.folder.chmod(0o755)
        desk.database.chmod(0o600)


# -- what no test foresaw ------------------------------------------------------------------------------------------


def test_a_bug_is_confessed_without_a_traceback(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.desk.judging import beliefs

    def broken(*_: object) -> None:
        raise RuntimeError("wires \x1b[31mcrossed")

    monkeypatch.setattr(beliefs, "belief", broken)
    answer = desk.refused(70, "belief flood")
    assert answer.error == "this is a bug in tracker: RuntimeError: wires \\x1b[31mcrossed"
    assert answer.hint.startswith("TRACKER_DEBUG=1")
    desk.environment["TRACKER_DEBUG"] = "1"
    assert "Traceback" in desk("belief flood").err


def test_an_interrupt(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.desk.judging import beliefs

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(beliefs, "belief", interrupted)
    answer = desk("belief flood")
    assert (answer.code, answer.out) == (130, "")
    assert "Traceback" not in answer.err


def test_an_interrupt_in_the_middle_of_writing_keeps_nothing(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.store import writer

    before = desk.fingerprint()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(writer.Views, "apply", interrupted)
        assert desk("log x -s ann -c flood").code == 130
    assert desk.fingerprint() == before
    assert desk.ok("verify").code == 0


# -- a log that somebody has written into ------------------------------------------------------------------------------


@pytest.mark.sqlite
@pytest.mark.parametrize("facts", ["[" * 100_000 + "]" * 100_000, "{broken", "[]", '{"claim":7}', '{"nonsense":1}'])
def test_an_entry_that_means_nothing_is_said_to_be_damaged(desk: Newsroom, facts: str) -> None:
    with unguarded(desk.database) as connection:
        connection.execute("UPDATE entry SET facts = ? WHERE type = 'claim.opened'", (facts,))
    for line in ("show 2", "export", "rebuild", "replay --clock desk"):
        answer = desk(line)
        assert "this is a bug" not in answer.err, f"{line}: {answer.err}"
        assert answer.code in (0, 4), f"{line}: {answer.err}"
    assert "is damaged" in desk("rebuild").error
    assert desk("verify").code == 1
