"""The versions of statements as a database has them, gathered into columns and brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np

from tracker.columns.said import COLUMNS, NEVER, NOWHERE, Ints, Numbering, Statements, Versions

Row = Sequence[Any]
"""One version: the positions it was in force from and up to, then the fields of `Utterance`."""

_CHUNK: Final = 20_000


def gathered(rows: Iterable[Row], before: Versions | None = None) -> Versions:
    """Rows by claim, then position, as columns.

    before: the versions known already. Rows of these tell where they end now; all others are put in their places.
    """
    old = before.said if before else None
    claims, articles, groups = (
        Numbering(old.claims if old else ()),
        Numbering(old.articles if old else ()),
        Numbering(old.groups if old else ()),
    )
    read = _read(rows, {"claim": claims, "article": articles, "group": groups})
    said = Statements(list(claims), list(articles), list(groups), *(read[name] for name in COLUMNS))
    fresh = Versions(read["frm"], read["upto"], said)
    return fresh if before is None else _merged(before, fresh)


def _read(rows: Iterable[Row], numbers: Mapping[str, Numbering[Any]]) -> dict[str, Ints]:
    names = ("frm", "upto", *COLUMNS)
    parts: dict[str, list[Ints]] = {name: [np.zeros(0, dtype=np.int64)] for name in names}
    every = iter(rows)
    while some := list(islice(every, _CHUNK)):
        for name, told in zip(names, zip(*some, strict=True), strict=True):
            values: Iterable[Any] = told
            if name in numbers:
                number = numbers[name].of
                values = [NOWHERE if value is None else number(value) for value in told]
            elif name == "retracted":
                values = [NEVER if value is None else value for value in told]
            parts[name].append(np.array(values, dtype=np.int64))
    return {name: np.concatenate(some) for name, some in parts.items()}


def _merged(before: Versions, fresh: Versions) -> Versions:
    """What was known, ended where it has ended since, with what has begun since put in its place."""
    old, new = before.said, fresh.said
    upto = np.array(before.upto, dtype=np.int64)
    known = np.flatnonzero(np.isin(old.position, new.position))
    there = zip(old.position[known].tolist(), before.frm[known].tolist(), strict=True)
    row_of = dict(zip(there, known.tolist(), strict=True))
    asked = zip(new.position.tolist(), fresh.frm.tolist(), strict=True)
    row = np.array([row_of.get(pair, NOWHERE) for pair in asked], dtype=np.int64)
    ended = row != NOWHERE
    upto[row[ended]] = fresh.upto[ended]
    come = np.flatnonzero(~ended)
    come = come[np.lexsort((new.position[come], new.claim[come]))]
    size = max(int(some.max(initial=0)) for some in (old.position, new.position)) + 1
    place = np.searchsorted(_keys(old, size), _keys(new, size)[come], side="right")
    columns = {name: np.insert(getattr(old, name), place, getattr(new, name)[come]) for name in COLUMNS}
    return Versions(
        np.insert(before.frm, place, fresh.frm[come]),
        np.insert(upto, place, fresh.upto[come]),
        Statements(new.claims, new.articles, new.groups, **columns),
    )


def _keys(said: Statements, size: int) -> Ints:
    """The order of statements: by claim, then position."""
    return said.claim.astype(np.int64) * size + said.position
