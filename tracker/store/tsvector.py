"""The full-text index on PostgreSQL: the words of each document as a ``tsvector``, parted as FTS5 parts them.

The server's own parsers would part words otherwise than SQLite does, so that the same log would be found by other
words; here Python does it. A document stands in several parts, since the server keeps only so many places of a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tracker.domain import spelling
from tracker.domain.spelling import spellings
from tracker.store.engines import Differing, Numbered
from tracker.store.session import Session

_PART: Final = 230
"""How many words a part has; the server keeps at most 256 places of a word."""
_OVERLAP: Final = 20
"""Parts share some words, so that a row of words across their border is found."""
_LONGEST: Final = 100
"""Longer words are told apart by so many letters."""


def tokens(text: str) -> list[str]:
    """The words of a text, in lower case and without accents, as long as they are told apart."""
    return [word[:_LONGEST] for word in spelling.tokens(text)]


def insert(session: Session, documents: Sequence[Numbered]) -> None:
    """Put documents in."""
    rows = []
    for number, text in documents:
        words = tokens(text)
        for part, start in enumerate(range(0, len(words), _PART)):
            some = words[start : start + _PART + _OVERLAP]
            rows.append((number, part, " ".join(f"'{word}':{place}" for place, word in enumerate(some, 1))))
    session.insert("search", ("document", "part", "words"), rows)


def remove(session: Session, documents: Sequence[Numbered]) -> None:
    """Take documents out."""
    session.run("DELETE FROM search WHERE document = ANY(:numbers)", numbers=[number for number, _ in documents])


def purge(session: Session) -> None:
    """Nothing to do inside a transaction: what was removed goes from the server's files with the next VACUUM."""


def empty(session: Session) -> None:
    """Take everything out."""
    session.run("DELETE FROM search")


def create(session: Session) -> None:
    """Make an empty index in a replay, where the words are kept as they were sent."""
    session.run("CREATE TABLE search (document INTEGER, part INTEGER, words TEXT, PRIMARY KEY (document, part))")


def differences(session: Session, replay: Session) -> Differing:
    """Which documents do not have the same words at the same places in both."""
    sql = "SELECT document, part, CAST(words AS TEXT) FROM search"
    kept, meant = ({(row[0], row[1], _places(row[2])) for row in one.stream(sql)} for one in (session, replay))
    return Differing(frozenset(row[0] for row in kept ^ meant))


def _places(words: str) -> frozenset[tuple[str, str]]:
    """Every word with each of its places; the server writes a word once, with all places behind it."""
    parts = (one.rpartition(":") for one in words.split())
    return frozenset((word, place) for word, _, places in parts for place in places.split(","))


def matches(session: Session, words: Sequence[str], standing: str, **values: object) -> Iterator[int]:
    """The documents that hold all the words, best first, the later of equals first: a word tells more of a short one.

    standing: a condition on ``document``, with its values.
    """
    asked = queries(words)
    rank = "(SELECT MAX(ts_rank(words, CAST(:all AS tsquery), 1)) FROM search WHERE search.document = found.document)"
    sql = f"SELECT document FROM ({_found(asked, standing)}) AS found ORDER BY {rank} DESC, document DESC"
    return (row[0] for row in session.rows(sql, all=" & ".join(asked), **_named(asked), **values))


def count(session: Session, words: Sequence[str], standing: str, **values: object) -> int:
    """How many documents `matches` would name."""
    asked = queries(words)
    sql = f"SELECT COUNT(*) FROM ({_found(asked, standing)}) AS found"
    return int(next(session.rows(sql, **_named(asked), **values))[0])


def _found(asked: Sequence[str], standing: str) -> str:
    """Each word may stand in another part of a document."""
    holding = " INTERSECT ".join(
        f"SELECT document FROM search WHERE words @@ CAST(:word_{number} AS tsquery)" for number in range(len(asked))
    )
    return f"SELECT document FROM ({holding}) AS holding WHERE {standing.format(document='holding.document')}"


def _named(asked: Sequence[str]) -> dict[str, str]:
    return {f"word_{number}": word for number, word in enumerate(asked)}


def queries(words: Sequence[str]) -> list[str]:
    """Words as the server is asked for them, one query each (see `tracker.store.search.sound`)."""
    asked = []
    for number, word in enumerate(words):
        beginning = number == len(words) - 1 and word[-1].isalnum()
        ways = [_spelt(text, beginning=beginning and not whole) for text, whole in spellings(word) if tokens(text)]
        if ways:
            asked.append(f"({' | '.join(ways)})")
    return asked


def _spelt(word: str, *, beginning: bool) -> str:
    parts = [f"'{part}'" for part in tokens(word)]
    return f"({' <-> '.join(parts)}{':*' * beginning})"
