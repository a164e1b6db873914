"""Filling a log from a table, mending it, and filling its read models anew: whole processes and their memory."""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from pathlib import Path

from measures import peer
from measures.taking import PROGRAM, clocked, heading, line, told, watched


def fill(table: Path, upkeep: Path, path: Path, rival: Path) -> sqlite3.Connection:
    """Import a table and its upkeep into a new database, beside the peer, which is kept for the questions to come."""
    rows = sum(1 for _ in table.open(encoding="utf-8")) - 1
    connections: list[sqlite3.Connection] = []
    bare = clocked(lambda: connections.append(peer.build(table, rival)))
    watched(*PROGRAM, "init", str(path))
    ran = watched(*PROGRAM, "import", str(table), "--format", "table", "--db", str(path))
    mended = watched(*PROGRAM, "import", str(upkeep), "--db", str(path))
    heading("import, whole processes", "took", "rows/s", "peak", "reach", "stretch")
    line("csv to a bare table (floor)", told(bare), f"{rows / bare:,.0f}")
    line(
        f"import --format table, {rows:,} rows", told(ran.seconds), f"{rows / ran.seconds:,.0f}",
        f"{ran.megabytes:.0f} MB", "12,000/s", "18,000/s",
    )  # fmt: skip
    lines = sum(1 for _ in upkeep.open(encoding="utf-8"))
    line(
        f"upkeep, {lines:,} bare events", told(mended.seconds), f"{lines / mended.seconds:,.0f}",
        f"{mended.megabytes:.0f} MB",
    )  # fmt: skip
    return connections[0]


def rebuild(path: Path) -> None:
    """All read models from the log, beside reading the log and its JSON alone."""

    def scan() -> None:
        connection = sqlite3.connect(path)
        texts = connection.execute("SELECT facts, words FROM entry ORDER BY position")
        deque(((json.loads(facts), json.loads(words or "{}")) for facts, words in texts), maxlen=0)
        connection.close()

    floor, ran = clocked(scan), watched(*PROGRAM, "rebuild", "--db", str(path))
    heading("rebuild, whole process", "took", "times floor", "peak", "reach", "stretch")
    line("scan of the log, JSON parsed (floor)", told(floor))
    line(
        "all read models", told(ran.seconds), f"{ran.seconds / floor:.1f} x", f"{ran.megabytes:.0f} MB",
        "30 s, 500 MB", "20 s",
    )  # fmt: skip
