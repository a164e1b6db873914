"""The full-text index on SQLite: an FTS5 table without content, which keeps no text of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.store.session import Session
from tracker.store.sqlite import SqliteSession

Numbered = tuple[int, str]
"""The number of a document and its text."""


def insert(session: Session, documents: Sequence[Numbered]) -> None:
    """Put documents in."""
    session.many("INSERT INTO search (rowid, text) VALUES (?, ?)", documents)


def remove(session: Session, documents: Sequence[Numbered]) -> None:
    """Take documents out, which takes the text that was put in."""
    session.many("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", documents)


def purge(session: Session) -> None:
    """Leave no word of what was removed: removal only marks it, merging everything into one piece leaves it out."""
    session.run("INSERT INTO search (search) VALUES ('optimize')")
    if isinstance(session, SqliteSession):
        session.forgetting = True


def empty(session: Session) -> None:
    """Take everything out."""
    session.run("INSERT INTO search (search) VALUES ('delete-all')")


def matches(session: Session, words: Sequence[str], standing: str, **values: object) -> Iterator[int]:
    """The documents that hold all the words, best first (BM25), the later of equals first.

    standing: a condition on ``document``, with its values.
    """
    sql = f"SELECT rowid {_from(standing)} ORDER BY bm25(search), rowid DESC"
    return (row[0] for row in session.rows(sql, query=query(words), **values))


def count(session: Session, words: Sequence[str], standing: str, **values: object) -> int:
    """How many documents `matches` would name."""
    return int(next(session.rows(f"SELECT COUNT(*) {_from(standing)}", query=query(words), **values))[0])


def _from(standing: str) -> str:
    return f"FROM search WHERE search MATCH :query AND {standing.format(document='search.rowid')}"


def query(words: Sequence[str]) -> str:
    """Words as FTS5 is asked for them (see `tracker.store.search.sound`); empty where there is nothing to look for."""
    sound = [word for word in words if any(letter.isalnum() for letter in word)]
    quoted = ['"' + word.replace('"', '""').replace("\0", " ") + '"' for word in sound]
    if words and sound and words[-1] is sound[-1] and sound[-1][-1].isalnum():
        quoted[-1] += "*"
    return " AND ".join(quoted)
