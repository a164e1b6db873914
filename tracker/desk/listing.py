"""Everything there is at a cut, for the lists, and one source or claim of it."""

from __future__ import annotations

from typing import NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.domain.state import State
from tracker.store import views


def everything(desk: Desk, when: When) -> State:
    """Everything in force at a cut."""
    with desk.reading_at(when) as reading:
        return reading.state()


class Known(NamedTuple):
    """Everything in force at a cut, and the handle of the source or claim asked for."""

    state: State
    handle: str


def known(desk: Desk, when: When, noun: str, typed: str) -> Known:
    """Everything in force at a cut, and the source or claim that somebody means. Raises NotFound."""
    with desk.reading_at(when) as reading:
        meant = resolve.source if noun == "source" else resolve.claim
        return Known(reading.state(), meant(reading.session, typed))


def handles(desk: Desk, noun: str, beginning: str) -> list[str]:
    """The handles of sources, claims or articles that begin so, for a shell to complete."""
    with desk.reading() as session:
        return views.handles(session, noun, beginning)
