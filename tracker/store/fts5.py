"""The full-text index on SQLite: an FTS5 table without content, which keeps no text of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from tracker.domain.spelling import spellings
from tracker.store.engines import Differing, Numbered
from tracker.store.session import Session


def insert(session: Session, documents: Sequence[Numbered]) -> None:
    """Put documents in."""
    session.many("INSERT INTO search (rowid, text) VALUES (?, ?)", documents)


def remove(session: Session, documents: Sequence[Numbered]) -> None:
    """Take documents out, which takes the text that was put in."""
    session.many("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", documents)


def purge(session: Session) -> None:
    """Leave no word of what was removed: removal only marks it, merging everything into one piece leaves it out."""
    session.run("INSERT INTO search (search) VALUES ('optimize')")


def empty(session: Session) -> None:
    """Take everything out."""
    session.run("INSERT INTO search (search) VALUES ('delete-all')")


def create(session: Session) -> None:
    """Make an empty index."""
    session.run("CREATE VIRTUAL TABLE search USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')")


KEPT: Final = "kept"
"""The name under which a replay attaches the file whose index is held against its own."""


def differences(session: Session, replay: Session) -> Differing:
    """Where the index of the attached file is not that of the replay. Words are compared by the sum of their places.

    Then every word is looked for as `matches` would: by a table of their first pages, which reading them all goes past.
    """
    for name in (KEPT, "main"):
        replay.run(f"CREATE VIRTUAL TABLE temp.{name}_words USING fts5vocab('{name}', 'search', 'instance')")
        sums = "term, COUNT(*), SUM(doc), SUM(offset), TOTAL(doc * offset)"
        replay.run(f"CREATE TABLE temp.{name}_sums AS SELECT {sums} FROM temp.{name}_words GROUP BY term")
    sizes = (f"SELECT id, sz FROM {name}.search_docsize" for name in (KEPT, "main"))
    documents = _only_one(replay, *sizes)
    words = _only_one(replay, *(f"SELECT * FROM temp.{name}_sums" for name in (KEPT, "main")))
    sought = f"SELECT 1 FROM temp.{KEPT}_words AS sought WHERE sought.term = sums.term"
    lost = replay.rows(f"SELECT term FROM temp.main_sums AS sums WHERE NOT EXISTS ({sought})")
    return Differing(frozenset(documents), len(words.union(term for (term,) in lost)))


def _only_one(replay: Session, one: str, other: str) -> set[Any]:
    sql = f"SELECT * FROM ({one} EXCEPT {other}) UNION ALL SELECT * FROM ({other} EXCEPT {one})"
    return {row[0] for row in replay.rows(sql)}


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
    open_end = bool(words and sound and words[-1] is sound[-1] and sound[-1][-1].isalnum())
    return " AND ".join(_spelt(word, beginning=open_end and word is sound[-1]) for word in sound)


def _spelt(word: str, *, beginning: bool) -> str:
    """A word in all its spellings; the last one typed may be the beginning of another."""
    ways = [
        '"' + text.replace('"', '""').replace("\0", " ") + '"' + "*" * (beginning and not whole)
        for text, whole in spellings(word)
    ]
    return f"({' OR '.join(ways)})" if len(ways) > 1 else ways[0]
