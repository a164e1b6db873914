"""Verifying a log: all of it, its read models beside it, and only what is new since a checkpoint."""

from __future__ import annotations

import os
import sqlite3
import statistics
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from measures.taking import PROGRAM, Ran, clocked, heading, line, told, watched
from tracker.desk import checkpoints
from tracker.desk.desk import Desk
from tracker.exchange.checkpoint import parse
from tracker.exchange.signing import sign
from tracker.store import log

NEW = 10_000
"""How many entries are new since the checkpoint."""


def verify(folder: Path, path: Path, count: int) -> None:
    """Whole processes and their memory, beside reading the rows and taking one hash over them."""
    os.environ["TRACKER_KEY"] = str(folder / "checkpoint.key")
    (folder / "checkpoint.key").unlink(missing_ok=True)
    checkpoints.make_key(folder / "checkpoint.key")
    now, older = folder / "now.ckpt", folder / "older.ckpt"
    for file in (now, older):
        file.unlink(missing_ok=True)
    checkpoints.write(Desk(str(path), datetime.now(UTC)), str(now), folder / "checkpoint.key")
    new = _earlier(path, now, older, folder / "checkpoint.key")

    def floor() -> None:
        connection, digest = sqlite3.connect(path), sha256()
        for row in connection.execute(f"SELECT {log.COLUMNS} FROM entry ORDER BY position"):
            digest.update("".join(map(str, row)).encode())
        connection.close()

    rounds = min(count, 3)
    bare = statistics.median(clocked(floor) for _ in range(rounds))
    heading("verify, whole processes", "took", "times floor", "peak", "reach", "stretch")
    line("rows read, one hash over them all (floor)", told(bare))
    for name, words, reach, stretch in (
        ("verify", (), "10 s, 300 MB", "5 s"),
        ("verify --checkpoint", ("--checkpoint", str(now)), "", ""),
        (f"verify --since, {new:,} new entries", ("--since", str(older)), "0.5 s", ""),
        ("verify --views", ("--views",), "45 s", "25 s"),
    ):
        ran = _median(lambda words=words: watched(*PROGRAM, "verify", "--db", str(path), *words), rounds)  # type: ignore[misc]
        line(name, told(ran.seconds), f"{ran.seconds / bare:.1f} x", f"{ran.megabytes:.0f} MB", reach, stretch)


def _earlier(path: Path, now: Path, older: Path, key: Path) -> int:
    """A checkpoint as it would have been written some entries ago; how many are new since."""
    made = parse(now.read_bytes(), str(now))
    entries = max(made.entries - NEW, 1)
    with Desk(str(path), datetime.now(UTC)).reading() as session:
        row = log.at(session, entries)
    assert row is not None
    bare = made._replace(entries=entries, head=row.hash, recorded=row.recorded, signature="")
    older.write_bytes(bare._replace(signature=sign(key.read_bytes(), str(key), bare.signed)).written)
    return made.entries - entries


def _median(take: Callable[[], Ran], count: int) -> Ran:
    taken = [take() for _ in range(count)]
    return Ran(statistics.median(ran.seconds for ran in taken), max(ran.megabytes for ran in taken))
