"""Databases as an older program left them: made by the first migrations, filled with the log of a newer one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from faulty.record import Log
from tracker.store import migrate, sqlite

_KEPT = ("tag", "entry_tag", "entry")
"""The tables that no migration has changed."""


def older(log: Log, path: Path) -> Log:
    """The same log in a file of the first schema. Its read models are empty: an upgrade fills them anew."""
    assert log.file is not None
    migrate._migrate(sqlite.engine(path, 30.0), "0001")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS newer", (str(log.file),))
        connection.execute("BEGIN")
        connection.execute("UPDATE meta SET value = (SELECT value FROM newer.meta AS given WHERE given.key = meta.key)")
        for table in _KEPT:
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM newer.{table} ORDER BY 1")
        connection.execute("COMMIT")
    return Log(str(path))
