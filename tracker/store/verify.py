"""Checking the log against itself: every digest, every hash, every guard, from the bytes as they are stored."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tracker.domain.chain import entry_hash, genesis, intact
from tracker.store import guards, log
from tracker.store.log import Stored
from tracker.store.session import Session

_CHUNK = 10_000
_BEFORE_ALL = -(2**62)


class Fault(NamedTuple):
    """One thing that is wrong. entry: its position, None for the database as a whole."""

    entry: int | None
    kind: str
    message: str


class Verification(NamedTuple):
    """What was checked and what was found. head: the hash of the last entry."""

    entries: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults


def verify(session: Session, progress: Callable[[int], object] | None = None) -> Verification:
    """Recompute the chain from its first entry to its last.

    A log cut at its end, or forged anew as a whole, agrees with itself: only a head kept elsewhere shows that.
    """
    faults = [*_database(session), *_guards(session)]
    previous = ""
    count, position = 0, 0
    redactions: set[str] = set()
    wiped: list[tuple[int, str]] = []
    try:
        origin = _meta(session)
        previous = genesis(origin.get("origin", ""))
        if origin.get("genesis") != previous:
            faults.append(Fault(None, "origin", "the origin of the log has been changed"))
        for row in log.stored(session, _BEFORE_ALL):
            faults.extend(_row(row, position, previous))
            if row.type == "entry.redacted":
                redactions.add(_target(row))
            if row.words is None:
                wiped.append((row.position, row.id))
            count, position, previous = count + 1, row.position, row.hash
            if progress and count % _CHUNK == 0:
                progress(count)
    except (sqlite3.Error, UnicodeDecodeError) as problem:
        faults.append(Fault(None, "damaged", f"the database file is damaged: {problem}"))
    faults += [
        Fault(position, "wiped", f"the words of entry {position} were wiped without a redaction")
        for position, event_id in wiped
        if event_id not in redactions
    ]
    return Verification(count, previous, tuple(faults))


def _meta(session: Session) -> dict[str, str]:
    return {str(key): str(value) for key, value in session.rows("SELECT key, value FROM meta")}


def _row(row: Stored, before: int, previous: str) -> Iterator[Fault]:
    number = row.position
    try:
        if number != before + 1:
            yield Fault(number, "missing", f"entries {before + 1} to {number - 1} are missing")
        elif row.previous != previous:
            yield Fault(
                number, "reordered", f"entry {number} does not follow entry {before}: the hash before it differs"
            )
        if row.words is not None and not intact(row.words, row.salt, row.words_digest):
            yield Fault(number, "words", f"the words of entry {number} have been changed")
        if entry_hash(row.header) != row.hash:
            yield Fault(number, "changed", f"the facts or the header of entry {number} have been changed")
    except (TypeError, ValueError, AttributeError):
        yield Fault(number, "changed", f"entry {number} holds values that no program of ours writes")


def _target(row: Stored) -> str:
    try:
        facts: Any = json.loads(row.facts)
        return str(facts.get("entry", ""))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""


def _database(session: Session) -> Iterator[Fault]:
    try:
        for (message,) in session.rows("PRAGMA integrity_check(20)"):
            if message != "ok":
                yield Fault(None, "damaged", f"the database file is damaged: {message}")
    except (sqlite3.Error, UnicodeDecodeError) as problem:
        yield Fault(None, "damaged", f"the database file is damaged: {problem}")


def _guards(session: Session) -> Iterator[Fault]:
    try:
        found = {
            str(name): str(text)
            for name, text in session.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        }
    except (sqlite3.Error, UnicodeDecodeError) as problem:
        yield Fault(None, "damaged", f"the database file is damaged: {problem}")
        return
    for name, text in guards.SQLITE.items():
        if name not in found:
            yield Fault(None, "guard", f"the trigger '{name}' that keeps the log append-only is missing")
        elif found[name] != text:
            yield Fault(None, "guard", f"the trigger '{name}' that keeps the log append-only has been changed")
    for name in sorted(found.keys() - guards.SQLITE.keys()):
        yield Fault(None, "guard", f"there is a trigger '{name}' that does not belong here")
