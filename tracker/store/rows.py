"""The read models as rows: which table keeps the versions of what, in which columns, and how a value is spelled there.

A column is called like the field of the domain's row that it holds (`tracker.domain.rows`). What the columns are in
the database is declared in `tracker.store.tables`; a test holds the two equal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from tracker.domain.rows import Article, Claim, Link, Mark, Membership, Request, Row, Source, Spoken, Verdict
from tracker.domain.tallies import Tallied
from tracker.domain.utterances import Manner, Route, Utterance, Voice
from tracker.domain.words import Finding, Relation, SourceKind

R = TypeVar("R", Source, Article, Claim, Verdict, Request, Tallied)
VERSION: Final = ("frm", "upto")
"""From which position on a row was in force, and up to which it was not."""


def members(words: type[StrEnum]) -> dict[str | None, Any]:
    """Enum members by their text, none for what is not given: looking one up is much faster than calling the enum."""
    return {None: None, "": None, **{member.value: member for member in words}}


MARK: Final = {**members(Mark), "": Mark.NONE}


class Kept(Generic[R]):
    """How the versions of one kind of row are kept: the table, what finds one thing there, and the columns.

    spelled: for the columns that hold something else than the row does, how it is written and how it is read.
    """

    def __init__(
        self,
        table: str,
        kind: Callable[..., R],
        key: tuple[str, ...],
        spelled: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]],
    ) -> None:
        self.table = table
        self.key = key
        self.columns: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
        self._make: Callable[[Sequence[Any]], R] = kind._make  # type: ignore[attr-defined]
        self._spelled = [(self.columns.index(name), write, read) for name, (write, read) in spelled.items()]

    def found_by(self, row: R) -> dict[str, Any]:
        """What finds the thing that a row is about, by column."""
        values = dict(zip(self.columns, self.written(row), strict=True))
        return {name: values[name] for name in self.key}

    def written(self, row: R) -> tuple[Any, ...]:
        """A row as its columns hold it."""
        values: list[Any] = list(row)
        for place, write, _ in self._spelled:
            values[place] = write(values[place])
        return tuple(values)

    def read(self, values: Sequence[Any]) -> R:
        """The row that columns hold."""
        found = list(values)
        for place, _, read in self._spelled:
            found[place] = read(found[place])
        return self._make(found)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split()) if text else ()


def _memberships(text: str) -> tuple[Membership, ...]:
    return tuple(Membership._make(item) for item in json.loads(text)) if text != "[]" else ()


def _links(text: str) -> tuple[Link, ...]:
    return tuple(Link(Relation(how), other) for how, other in json.loads(text)) if text != "[]" else ()


_BLANKS: Final = (" ".join, _words)
_MARKED: Final = {"mark": (str, MARK.__getitem__)}

SOURCES: Final = Kept(
    "source_version",
    Source,
    ("source",),
    {
        "kind": (str, members(SourceKind).__getitem__),
        "memberships": (json.dumps, _memberships),
        "distinct_from": _BLANKS,
    },
)
ARTICLES: Final = Kept("article_version", Article, ("article",), {"archived": (int, bool)})
CLAIMS: Final = Kept(
    "claim_version", Claim, ("claim",), {"topics": _BLANKS, "about": _BLANKS, "links": (json.dumps, _links)}
)
VERDICTS: Final = Kept(
    "verdict_version",
    Verdict,
    ("claim", "position"),
    {"value": (str, members(Finding).__getitem__), **_MARKED},
)
REQUESTS: Final = Kept("request_version", Request, ("claim", "position"), _MARKED)
TALLIES: Final = Kept(
    "tally_version", Tallied, ("speaker", "source_class", "cell", "claim", "since"), {"cell": (int, bool)}
)

UTTERANCE: Final = tuple("grouped" if name == "group" else name for name in Utterance._fields)
"""The columns that the arithmetic reads of a statement; GROUP is a word of SQL."""
STATEMENT: Final = (*UTTERANCE[:2], *VERSION, *UTTERANCE[2:], "mark", "worded")
"""All columns of a statement: its words stand in the log alone, at the entry that words it now."""

SHARED: Final = {"voice": Voice._fields, "route": Route._fields, "manner": Manner._fields}
"""What many statements share, each kept once under a number."""

INSERTED: Final[Mapping[str, tuple[str, ...]]] = {
    "tag": ("id", "name"),
    "entry_tag": ("tag", "position"),
    "statement_version": STATEMENT,
    **{kept.table: (*VERSION, *kept.columns) for kept in (SOURCES, ARTICLES, CLAIMS, VERDICTS, REQUESTS)},
}
"""The tables that are written entry by entry, and their columns in the order of their values."""

_OF: Final[Mapping[type[Any], Kept[Any]]] = {
    Source: SOURCES,
    Article: ARTICLES,
    Claim: CLAIMS,
    Verdict: VERDICTS,
    Request: REQUESTS,
}


def kept(row: Row) -> Kept[Any] | None:
    """How a row is kept; a statement is not here, and the policy is read off the log itself."""
    return _OF.get(type(row))


def found_by(row: Row) -> tuple[str, dict[str, Any]]:
    """The table of a row, empty where it has none, and what finds its thing there."""
    if isinstance(row, Spoken):
        return "statement_version", {"claim": row.statement.claim, "position": row.statement.position}
    own = kept(row)
    return (own.table, own.found_by(row)) if own else ("", {})
