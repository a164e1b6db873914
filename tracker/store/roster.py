"""The numbers of voices, routes and manners: what many statements share is stored once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final

from tracker.domain.rows import Statement
from tracker.domain.utterances import Manner, Roster, Route, Utterance, Voice
from tracker.domain.words import Act, Basis, Certainty, Interest, Presentation, Stance, Via
from tracker.store.rows import SHARED, members
from tracker.store.session import Session

Key = tuple[str, ...]


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
    voices, routes, manners = (_rows(session, table, ids) for table, ids in zip(SHARED, wanted, strict=True))
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


def _rows(session: Session, table: str, ids: Sequence[int] | None) -> Iterable[tuple[Any, ...]]:
    sql = f"SELECT id, {', '.join(SHARED[table])} FROM {table}"
    if ids is None:
        return session.rows(sql)
    return session.rows(f"{sql} WHERE id = ANY(:ids)", ids=ids)


_VOICE: Final = attrgetter(*Voice._fields)
_ROUTE: Final = attrgetter(*Route._fields)
_MANNER: Final = attrgetter(*Manner._fields)


class Numbers:
    """Gives each voice, route and manner its number while statements are written."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[Key, int]] = {table: {} for table in SHARED}
        self._seen: dict[tuple[object, ...], int] = {}
        self._last: dict[str, int] = {}
        self._new: dict[str, list[tuple[int | str, ...]]] = {table: [] for table in SHARED}

    def of(self, statement: Statement) -> tuple[int, int, int]:
        """The numbers of a statement's voice, route and manner."""
        seen = self._seen
        voice, route, manner = _VOICE(statement), _ROUTE(statement), _MANNER(statement)
        if voice not in seen or route not in seen or manner not in seen:
            seen[voice], seen[route], seen[manner] = self._of(statement)
        return seen[voice], seen[route], seen[manner]

    def _of(self, statement: Statement) -> tuple[int, int, int]:
        keys: dict[str, Key] = {
            "voice": (statement.source, _text(statement.presentation)),
            "route": (" > ".join(statement.chain), statement.outlet or ""),
            "manner": (
                statement.act._value_,
                statement.stance._value_,
                statement.certainty._value_,
                _text(statement.basis),
                _text(statement.interest),
                _text(statement.via),
            ),
        }
        unknown = {table: key for table, key in keys.items() if key not in self._known[table]}
        if unknown:
            found = self._find(unknown)
            for table, key in unknown.items():
                self._known[table][key] = found.get(table) or self._begin(table, key)
        return (
            self._known["voice"][keys["voice"]],
            self._known["route"][keys["route"]],
            self._known["manner"][keys["manner"]],
        )

    def _find(self, wanted: Mapping[str, Key]) -> dict[str, int]:
        """The numbers on record of some keys, one of each table, all at once."""
        parts: list[str] = []
        values: dict[str, str] = {}
        for table, key in wanted.items():
            where = " AND ".join(f"{column} = :{table}_{column}" for column in SHARED[table])
            parts.append(f"SELECT '{table}', id FROM {table} WHERE {where}")
            values |= {f"{table}_{column}": value for column, value in zip(SHARED[table], key, strict=True)}
        return {str(table): int(number) for table, number in self._session.rows(" UNION ALL ".join(parts), **values)}

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
            self._session.insert(table, ("id", *SHARED[table]), rows)
            rows.clear()


def _text(word: StrEnum | None) -> str:
    return "" if word is None else str(word._value_)
