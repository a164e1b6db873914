"""The numbers of voices, routes and manners: what many statements share is stored once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Final

from tracker.domain.state import Manner, Roster, Route, Statement, Utterance, Voice
from tracker.domain.words import Act, Basis, Certainty, Interest, Presentation, Stance, Via
from tracker.store.session import Session

Key = tuple[str, ...]


def members(words: type[StrEnum]) -> dict[str | None, Any]:
    """Enum members by their text, none for what is not given: looking one up is much faster than calling the enum."""
    return {None: None, "": None, **{member.value: member for member in words}}


_ACT, _STANCE, _CERTAINTY, _BASIS = members(Act), members(Stance), members(Certainty), members(Basis)
_INTEREST, _VIA, _PRESENTATION = members(Interest), members(Via), members(Presentation)


def chain(text: str) -> tuple[str, ...]:
    """A chain from the way people write it."""
    return tuple(text.split(" > ")) if text else ()


def of(session: Session, said: Iterable[Utterance] | None = None) -> Roster:
    """The voices, routes and manners of some statements; of all without."""
    wanted: Iterable[Sequence[int] | None] = (None, None, None)
    if said is not None:
        columns = list(zip(*said, strict=True))[5:8] or ((), (), ())
        wanted = (sorted(set(numbers)) for numbers in columns)
    voices, routes, manners = (_rows(session, table, ids) for table, ids in zip(_TABLES, wanted, strict=True))
    return Roster(
        {row[0]: Voice(row[1], _PRESENTATION[row[2]]) for row in voices},
        {row[0]: Route(chain(row[1]), row[2] or None) for row in routes},  # type: ignore[arg-type]
        {
            row[0]: Manner(
                _ACT[row[1]], _STANCE[row[2]], _CERTAINTY[row[3]], _BASIS[row[4]], _INTEREST[row[5]], _VIA[row[6]]
            )
            for row in manners
        },
    )


_TABLES: Final = {
    "voice": ("source", "presentation"),
    "route": ("chain", "outlet"),
    "manner": ("act", "stance", "certainty", "basis", "interest", "via"),
}


def _rows(session: Session, table: str, ids: Sequence[int] | None) -> Iterable[tuple[Any, ...]]:
    sql = f"SELECT id, {', '.join(_TABLES[table])} FROM {table}"
    if ids is None:
        return session.rows(sql)
    return session.rows(f"{sql} WHERE id = ANY(:ids)", ids=ids)


class Numbers:
    """Gives each voice, route and manner its number while statements are written."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[Key, int]] = {table: {} for table in _TABLES}
        self._last: dict[str, int] = {}
        self._new: dict[str, list[tuple[int | str, ...]]] = {table: [] for table in _TABLES}

    def of(self, statement: Statement) -> tuple[int, int, int]:
        """The numbers of a statement's voice, route and manner."""
        return (
            self._number("voice", (statement.source, _text(statement.presentation))),
            self._number("route", (" > ".join(statement.chain), statement.outlet or "")),
            self._number(
                "manner",
                (
                    statement.act._value_,
                    statement.stance._value_,
                    statement.certainty._value_,
                    _text(statement.basis),
                    _text(statement.interest),
                    _text(statement.via),
                ),
            ),
        )

    def _number(self, table: str, key: Key) -> int:
        known = self._known[table]
        number = known.get(key)
        if number is None:
            number = known[key] = self._find(table, key) or self._begin(table, key)
        return number

    def _find(self, table: str, key: Key) -> int | None:
        columns = _TABLES[table]
        where = " AND ".join(f"{column} = :{column}" for column in columns)
        values = dict(zip(columns, key, strict=True))
        return next((row[0] for row in self._session.rows(f"SELECT id FROM {table} WHERE {where}", **values)), None)

    def _begin(self, table: str, key: Key) -> int:
        if table not in self._last:
            self._last[table] = next(iter(self._session.rows(f"SELECT COALESCE(MAX(id), 0) FROM {table}")))[0]
        self._last[table] += 1
        self._new[table].append((self._last[table], *key))
        return self._last[table]

    def flush(self) -> None:
        """Write the new ones."""
        for table, rows in self._new.items():
            if not rows:
                continue
            self._session.insert(table, ("id", *_TABLES[table]), rows)
            rows.clear()


def _text(word: StrEnum | None) -> str:
    return "" if word is None else str(word._value_)
