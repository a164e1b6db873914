"""Everything there is at a cut, for the lists, and one source or claim of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.reading import Reading, When
from tracker.domain.aliases import standing
from tracker.domain.clocks import LATEST
from tracker.domain.found import Noun
from tracker.domain.projection import Thing, standing_or_last
from tracker.domain.rows import Article, Row
from tracker.domain.state import State, is_out
from tracker.errors import NotFound
from tracker.store import aliases, log, views
from tracker.store.session import Session


class Listed(NamedTuple):
    """Everything at a cut. aliases: by handle. undone: the handles of what is in it although it has been undone."""

    state: State
    aliases: Mapping[str, Sequence[str]]
    undone: frozenset[str] = frozenset()


def everything(desk: Desk, when: When, noun: Noun, *, undone: bool = False) -> Listed:
    """Everything in force at a cut; with ``undone`` the sources, claims or articles too that have been undone."""
    with desk.reading_at(when) as reading:
        state = reading.state()
        gone = _gone(reading, noun, views.handles(reading.session, noun, ever=True), state) if undone else {}
        called: dict[str, list[str]] = {}
        for alias, handle in aliases.known(reading.session, noun, upto=reading.cut.position).items():
            called.setdefault(handle, []).append(alias)
        return Listed(_with(state, noun, gone), called, frozenset(gone))


class Known(NamedTuple):
    """Everything in force at a cut, and the handle and aliases of the source or claim asked for. undone: whether it has
    been.
    """

    state: State
    handle: str
    aliases: Sequence[str]
    undone: bool = False


def known(desk: Desk, when: When, noun: Noun, typed: str, *, undone: bool = False) -> Known:
    """Everything in force at a cut, and the source or claim that somebody means.

    Raises NotFound, also for one that has been undone, unless ``undone`` asks for such.
    """
    with desk.reading_at(when) as reading:
        meant = resolve.source if noun is Noun.SOURCE else resolve.claim
        state, handle = reading.state(), meant(reading.session, typed)
        gone = _gone(reading, noun, [handle], state)
        if gone and not undone:
            raise is_undone(noun, handle)
        history = log.history(reading.session, Thing(f"{noun}/{handle}"), reading.cut.position)
        return Known(_with(state, noun, gone), handle, standing(history), bool(gone))


def is_undone(noun: str, handle: str) -> NotFound:
    """The error that something has been undone, with the command that shows it all the same."""
    return NotFound(f"{noun} '{handle}' has been undone", f"tracker {noun} show {handle} --all")


def last_row(reading: Reading, noun: str, handle: str) -> Row | None:
    """A source, claim or article that has been undone by the cut, as it stood last; None for any other."""
    thing = Thing(f"{noun}/{handle}")
    row, undone = standing_or_last(thing, log.history(reading.session, thing, reading.cut.position))
    out = not isinstance(row, Article) or is_out(row, reading.cut)
    return row if undone and out else None


def _gone(reading: Reading, noun: Noun, handles: Iterable[str], state: State) -> dict[str, Row]:
    there = getattr(state, f"{noun}s")
    rows = ((handle, last_row(reading, noun, handle)) for handle in handles if handle not in there)
    return {handle: row for handle, row in rows if row is not None}


def _with(state: State, noun: Noun, gone: Mapping[str, Row]) -> State:
    rows: Any = {f"{noun}s": {**getattr(state, f"{noun}s"), **gone}}
    return replace(state, **rows) if gone else state


def article(desk: Desk, typed: str) -> str:
    """The handle of the article that somebody means. Raises NotFound."""
    with desk.reading() as session:
        return resolve.article(session, typed)


def names(session: Session) -> dict[str, str]:
    """The names of sources by handle, in the order of their registration, without those that count as another."""
    return {str(handle): name or handle for handle, name, into, _ in views.names(session, LATEST) if not into}


def claims(session: Session) -> dict[str, str]:
    """The texts of claims by handle, in the order of their opening."""
    return {str(row.claim): row.text for row in views.claims(session, LATEST)}


def handles(desk: Desk, noun: str, beginning: str) -> list[str]:
    """The handles of sources, claims or articles that begin so, and aliases, for a shell to complete."""
    with desk.reading() as session:
        return [*views.handles(session, noun, beginning), *aliases.known(session, noun, beginning)]
