"""Readings of the whole log at its head, remembered until the next entry.

Working out every belief takes time in proportion to the log. A large log remembers the last result, numbers and
handles only, so that forgetting words never has to look here. A small one is simply read again, so that looking at it
leaves the file as it is.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from tracker.errors import DatabaseError
from tracker.store.database import writing
from tracker.store.session import Session

LARGE: Final = 5_000
"""From how many entries on a reading is worth remembering."""


def recall(session: Session, name: str, position: int) -> str | None:
    """What was remembered under a name by this very program at this very position."""
    if position < LARGE:
        return None
    sql = "SELECT body FROM reading WHERE name = :name AND position = :position"
    for (kept,) in session.rows(sql, name=_key(name), position=position):
        digest, _, body = str(kept).partition(" ")
        return body if digest == _digest(body) else None
    return None


def remember(location: str, name: str, position: int, body: str) -> None:
    """Keep a reading for the next time; quietly not, where the file is read-only or somebody is writing to it."""
    if position < LARGE:
        return
    try:
        with writing(location, patience=0) as session:
            session.run("DELETE FROM reading WHERE name LIKE :some", some=f"{name} %")
            session.insert("reading", ("name", "position", "body"), [(_key(name), position, f"{_digest(body)} {body}")])
    except DatabaseError:
        return


def _digest(body: str) -> str:
    """So that a reading damaged in the file is worked out again rather than shown."""
    return sha256(body.encode()).hexdigest()


def _key(name: str) -> str:
    return f"{name} {_arithmetic()}"


@cache
def _arithmetic() -> str:
    """A digest of the core itself, so that nothing worked out by other code is ever taken for ours."""
    core = Path(__file__).resolve().parents[1] / "domain"
    return sha256(b"".join(path.read_bytes() for path in sorted(core.glob("*.py")))).hexdigest()[:16]
