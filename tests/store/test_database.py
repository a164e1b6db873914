"""Several programs on one file: nothing lost, nothing half done, everything said in plain words."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from tests.store.logs import NOW, Told, append, core, derived, raw, statement, stored, write
from tests.store.programs import start
from tracker.errors import DatabaseError, ExitCode, RuleError
from tracker.store import appending, log
from tracker.store.checking.verify import verify
from tracker.store.database import plain_words, reading, writing

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from tests.store.logs import append, statement
from tracker.store.database import writing
name, path, batches = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(batches):
    with writing(path) as session:
        append(session, [statement(note=f"{name} {number} {part}") for part in range(3)], actor=name)
"""

KILLED = """
import os, signal, sys
from tests.store.logs import append, statement
from tracker.store.database import writing
with writing(sys.argv[1]) as session:
    session.run("PRAGMA cache_size = 5")
    append(session, [statement(note="lost " * 200) for _ in range(400)])
    os.kill(os.getpid(), signal.SIGKILL)
"""


@contextmanager
def lock(path: Path, kind: str) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a transaction."""
    with raw(path) as connection:
        connection.execute(f"BEGIN {kind}")
        yield connection
        connection.execute("ROLLBACK")


# -- several writers ---------------------------------------------------------------------------------------------


def two_writers(path: Path, batches: int) -> None:
    writers = [start(WRITER, name, path, batches) for name in ("ann", "bob")]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    rows = stored(path)
    assert [row.position for row in rows] == list(range(1, 2 * batches * 3 + 1))
    by_batch: dict[str, list[log.Stored]] = {}
    for row in rows:
        by_batch.setdefault(row.batch, []).append(row)
    assert len(by_batch) == 2 * batches
    told = []
    for batch in by_batch.values():
        assert len(batch) == 3
        assert batch[2].position - batch[0].position == 2
        assert len({row.actor for row in batch}) == 1
        told += [(row.actor, row.words) for row in batch]
    for name in ("ann", "bob"):
        mine = [words for actor, words in told if actor == name]
        assert mine == [f'{{"note":"{name} {number} {part}"}}' for number in range(batches) for part in range(3)]
    with reading(str(path)) as session:
        assert verify(session).ok
        before = derived(session)
    assert len(before["statement_version"]) == len(rows)


def test_two_programs_that_write_at_once_lose_nothing(db: Path) -> None:
    two_writers(db, 20)


@pytest.mark.soak
def test_two_programs_that_write_for_long_lose_nothing(db: Path) -> None:
    two_writers(db, 1_000)


def test_threads_that_write_at_once_lose_nothing(db: Path) -> None:
    def work() -> None:
        for _ in range(5):
            write(db, statement(), statement())

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = stored(db)
    assert [row.position for row in rows] == list(range(1, 31))
    assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_database_that_stays_busy_is_said_to_be_busy(told: Told, kind: str) -> None:
    before = told.path.read_bytes()
    with lock(told.path, kind):
        began = monotonic()
        with pytest.raises(DatabaseError, match="is busy") as caught, writing(str(told.path), patience=0.15):
            pytest.fail("a second writer got in")
        assert 0.1 < monotonic() - began < 5
    assert caught.value.exit_code is ExitCode.DATABASE
    assert caught.value.hint == "try again; nothing was changed"
    assert str(told.path) in caught.value.message
    assert told.path.read_bytes() == before


@pytest.mark.sqlite
def test_a_reader_waits_for_a_commit_and_then_says_busy_too(told: Told) -> None:
    with (
        lock(told.path, "EXCLUSIVE"),
        pytest.raises(DatabaseError, match="is busy"),
        reading(str(told.path), patience=0.05),
    ):
        pytest.fail("a reader got in")


@pytest.mark.sqlite
def test_a_writer_waits_while_another_finishes(told: Told) -> None:
    with raw(told.path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        done: list[int] = []
        thread = threading.Thread(target=lambda: done.append(len(write(told.path, statement()).entries)))
        thread.start()
        thread.join(0.2)
        assert done == []
        connection.execute("ROLLBACK")
        thread.join(20)
    assert done == [1]


def test_rules_are_decided_under_the_lock(told: Told) -> None:
    with writing(str(told.path)) as session:
        end = log.head(session).position
        with pytest.raises(DatabaseError, match="busy"), writing(str(told.path), patience=0.05):
            pytest.fail("a second writer got in")
        assert append(session, [statement()]).entries[0].position == end + 1


# -- readers beside a writer -------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_a_reader_sees_one_moment_while_a_writer_works(told: Told) -> None:
    path = str(told.path)
    with reading(path) as session:
        before = log.head(session), derived(session)

        def work() -> None:
            with writing(path, patience=0.1) as other:
                append(other, [statement(claim="drought")])
                assert log.head(other).position == 9
                assert (log.head(session), derived(session)) == before

        with pytest.raises(DatabaseError, match="busy"):
            work()
        assert (log.head(session), derived(session)) == before
    with reading(path) as session:
        assert (log.head(session), derived(session)) == before
    write(told.path, statement(claim="drought"))
    with reading(path) as session:
        assert log.head(session).position == 9


@pytest.mark.sqlite
def test_a_commit_waits_until_the_readers_are_done(told: Told) -> None:
    done: list[int] = []
    with reading(str(told.path)) as session:
        assert log.head(session).position == 8
        thread = threading.Thread(target=lambda: done.append(write(told.path, statement()).entries[0].position))
        thread.start()
        thread.join(0.3)
        assert done == []
        assert len(list(log.stored(session))) == 8
    thread.join(20)
    assert done == [9]
    assert len(stored(told.path)) == 9


def test_what_is_not_committed_yet_is_not_seen(told: Told) -> None:
    with writing(str(told.path)) as session:
        append(session, [statement()])
        assert log.head(session).position == 9
        assert len(stored(told.path)) == 8
    assert len(stored(told.path)) == 9


@pytest.mark.sqlite
def test_a_reader_cannot_write(told: Told) -> None:
    before = told.path.read_bytes()
    with reading(str(told.path)) as session:
        for attempt in (
            lambda: session.run("DELETE FROM tag"),
            lambda: session.insert("tag", ("id", "name"), [(1, "x")]),
            lambda: appending.append(session, [appending.Draft(statement())], now=NOW, actor=""),
        ):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                attempt()
    with pytest.raises(DatabaseError, match="cannot be written to"), reading(str(told.path)) as session:
        list(session.rows("DELETE FROM tag"))
    assert told.path.read_bytes() == before


# -- all or nothing ----------------------------------------------------------------------------------------------


def test_a_dry_run_does_everything_and_keeps_nothing(told: Told) -> None:
    before = told.path.read_bytes()
    with writing(str(told.path), dry_run=True) as session:
        assert append(session, [statement(claim="drought")]).entries[0].position == 9
        assert log.head(session).position == 9
        assert [entry.position for entry in log.tagged(session, "claim:drought")] == [9]
    assert told.path.read_bytes() == before
    assert write(told.path, statement()).entries[0].position == 9


def test_a_dry_run_fails_as_the_real_run_would(told: Told) -> None:
    with pytest.raises(RuleError), writing(str(told.path), dry_run=True) as session:
        append(session, [appending.Draft(statement(), told.id(1))])


def test_a_dry_run_holds_the_lock_and_lets_it_go(told: Told) -> None:
    with (
        writing(str(told.path), dry_run=True),
        pytest.raises(DatabaseError, match="busy"),
        writing(str(told.path), patience=0.05),
    ):
        pytest.fail("a second writer got in")
    assert write(told.path, statement()).entries[0].position == 9


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, RuleError, GeneratorExit])
def test_whatever_ends_a_batch_early_takes_it_back(told: Told, error: type[BaseException]) -> None:
    before = told.path.read_bytes()

    def interrupted() -> None:
        with writing(str(told.path)) as session:
            append(session, [statement()])
            raise error("stop")

    with pytest.raises(error):
        interrupted()
    assert told.path.read_bytes() == before
    if isinstance(told.path, Path):
        assert list(told.path.parent.glob(f"{told.path.name}-*")) == []


@pytest.mark.sqlite
def test_a_writer_that_was_killed_is_rolled_back_by_the_next_reader(told: Told) -> None:
    before, bytes_before = stored(told.path), told.path.read_bytes()
    assert start(KILLED, told.path).wait(60) == -signal.SIGKILL
    journal = Path(f"{told.path}-journal")
    assert journal.stat().st_size > 0
    assert told.path.read_bytes() != bytes_before  # half of it is in the file
    assert stored(told.path) == before
    assert not journal.exists()
    assert told.path.read_bytes()[: len(bytes_before)] == bytes_before
    with reading(str(told.path)) as session:
        assert verify(session).ok
    assert write(told.path, statement()).entries[0].position == 9


@pytest.mark.sqlite
def test_a_writer_that_was_killed_is_rolled_back_by_the_next_writer(told: Told) -> None:
    assert start(KILLED, told.path).wait(60) == -signal.SIGKILL
    assert write(told.path, statement()).entries[0].position == 9
    with reading(str(told.path)) as session:
        assert verify(session).ok


# -- settings ----------------------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_a_writer_is_set_up_to_be_safe_rather_than_fast(db: Path) -> None:
    with writing(str(db)) as session:

        def pragma(name: str) -> object:
            return next(iter(session.rows(f"PRAGMA {name}")))[0]

        # 3 is EXTRA: the folder is flushed too once the journal is deleted, lest it come back with the power.
        assert [pragma(name) for name in ("foreign_keys", "synchronous", "secure_delete")] == [1, 3, 1]
        assert [pragma(name) for name in ("recursive_triggers", "trusted_schema", "busy_timeout")] == [1, 0, 30_000]
        assert core(session).connection.in_transaction


@pytest.mark.sqlite
def test_a_reader_is_set_up_to_change_nothing(db: Path) -> None:
    with reading(str(db)) as session:

        def pragma(name: str) -> object:
            return next(iter(session.rows(f"PRAGMA {name}")))[0]

        assert [pragma(name) for name in ("query_only", "trusted_schema", "busy_timeout")] == [1, 0, 30_000]


def test_reading_needs_nothing_but_the_driver(told: Told) -> None:
    script = (
        "import sys\n"
        "from tracker.store import log, readings\n"
        "from tracker.store.database import reading\n"
        "from tracker.domain.clocks import Cut\n"
        "with reading(sys.argv[1]) as session:\n"
        "    assert readings.state(session, Cut(position=8)).claims\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'alembic', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script, str(told.path)], env=environment, cwd=ROOT, timeout=60, check=True)


# -- plain words -------------------------------------------------------------------------------------------------


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("database is locked", "is busy"),
        ("database table is locked", "is busy"),
        ("attempt to write a readonly database", "cannot be written to"),
        ("unable to open database file", "cannot be opened"),
        ("file is not a database", "is not a tracker database"),
        ("database or disk is full", "disk that holds"),
        ("disk I/O error", "disk that holds"),
        ("database disk image is malformed", "is damaged"),
        ("the log is append-only: an entry is never changed", "refused a change of the log"),
        ("something else", "cannot be used: something else"),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_the_drivers_errors_are_said_in_plain_words(said: str, meant: str, wrapped: bool) -> None:
    problem = sqlite3.OperationalError(said)
    with pytest.raises(DatabaseError, match=meant) as caught, plain_words("my.db"):
        raise WrappedError(problem) if wrapped else problem
    assert "'my.db'" in caught.value.message
    assert caught.value.hint


class WrappedError(Exception):
    """How SQLAlchemy passes on the driver's errors."""

    def __init__(self, problem: Exception) -> None:
        super().__init__(str(problem))
        self.orig = problem


def test_other_errors_pass_as_they_are() -> None:
    with pytest.raises(ZeroDivisionError), plain_words("my.db"):
        raise ZeroDivisionError
    with pytest.raises(RuleError, match="as it is"), plain_words("my.db"):
        raise RuleError("as it is")


@pytest.mark.sqlite
def test_a_full_disk_is_said_in_plain_words_and_takes_everything_back(told: Told) -> None:
    before = told.path.read_bytes()

    def fill_up() -> None:
        with writing(str(told.path)) as session:
            pages = next(iter(session.rows("PRAGMA page_count")))[0]
            list(session.rows(f"PRAGMA max_page_count = {pages}"))
            append(session, [statement(note="x" * 100_000)])

    with pytest.raises(DatabaseError, match="is full") as caught:
        fill_up()
    assert "nothing was changed" in caught.value.hint
    assert told.path.read_bytes() == before


def test_a_change_behind_the_guards_is_said_in_plain_words(told: Told) -> None:
    def change() -> None:
        with writing(str(told.path)) as session:
            session.run("UPDATE entry SET actor = 'x' WHERE position = 1")

    with pytest.raises(DatabaseError, match="refused a change of the log") as caught:
        change()
    assert "verify" in caught.value.hint
    assert len(stored(told.path)) == 8
