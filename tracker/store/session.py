"""What the store asks of a database: one transaction, in one spelling of SQL.

SQL is written once for every database. Values are named, ``:name``; a list is asked for by ``column = ANY(:name)``.
What the databases do differently (the full-text index, the guards, the migrations) is told apart by `Dialect`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, Protocol

Rows = Iterator[tuple[Any, ...]]


class Dialect(StrEnum):
    """A kind of database."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Session(Protocol):
    """One transaction."""

    dialect: Dialect

    def tables(self) -> frozenset[str]:
        """The names of the tables that are there, whoever made them."""

    def rows(self, sql: str, /, **values: Any) -> Rows:
        """Run a query; rows come as plain tuples."""

    def stream(self, sql: str, /, **values: Any) -> Rows:
        """The same for answers too large to hold: they are fetched as they are read, beside other queries."""

    def run(self, sql: str, /, **values: Any) -> int:
        """Run a statement; how many rows it touched."""

    def many(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        """Run a statement once for each row, whose values stand for its ``?`` in order."""

    def flush(self) -> None:
        """Send what `many` and `insert` have been given; the next query and the commit do so too."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows, their values in the order of the columns."""
