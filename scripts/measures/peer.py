"""The peer: the same log as a bare, clustered SQLite table without chain, rules, history or weights.

It answers the same questions by counting, in one SQL statement each. Nothing that keeps a record can be faster.
"""

from __future__ import annotations

import csv
import sqlite3
from collections import deque
from pathlib import Path
from typing import Any

_SCHEMA = """
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = FULL;
CREATE TABLE statement (
    claim TEXT, position INTEGER, said TEXT, source TEXT, act TEXT, body TEXT, PRIMARY KEY (claim, position)
) WITHOUT ROWID;
CREATE TABLE verdict (claim TEXT PRIMARY KEY, decided TEXT, value TEXT, position INTEGER) WITHOUT ROWID;
"""
CLAIM = "SELECT act, count(*) FROM statement WHERE claim = ? AND said <= ? AND position <= ? GROUP BY act"
BOARD = "SELECT claim, act, count(*) FROM statement WHERE said <= ? AND position <= ? GROUP BY claim, act"
RECORDS = """
SELECT source, value, act, count(*) FROM verdict CROSS JOIN statement USING (claim)
WHERE said <= decided AND decided <= ? AND verdict.position <= ? GROUP BY source, value, act
"""
STORY = "SELECT * FROM statement WHERE claim = ? AND said <= ? AND position <= ? ORDER BY said, position"


def build(table: Path, path: Path) -> sqlite3.Connection:
    """Read a table and insert each row, in one transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(_SCHEMA)
    connection.execute("BEGIN IMMEDIATE")
    with table.open(encoding="utf-8", newline="") as file:
        for position, row in enumerate(csv.DictReader(file), 1):
            if row["verdict"]:
                values = (row["claim"], row["decided"], row["verdict"], position)
                connection.execute("INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?)", values)
            else:
                said = row["said"] or row["published"]
                body = f"{row['text']} {row['quote']}"
                connection.execute(
                    "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?)",
                    (row["claim"], position, said, row["source"], row["act"], body),
                )
    connection.execute("COMMIT")
    return connection


def ask(connection: sqlite3.Connection, question: str, *values: Any) -> None:
    """Fetch every row of an answer, and keep none."""
    deque(connection.execute(question, values), maxlen=0)
