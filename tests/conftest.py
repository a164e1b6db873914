"""Rooms to tell stories in: the database is made once by `tracker init`, then copied for every test."""

from __future__ import annotations

import importlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time

from tests.newsroom import NOW, Newsroom

Room = Callable[..., Newsroom]

_LEAVE_ALONE = [
    "sqlalchemy", "sqlmodel", "pydantic", "alembic", "hypothesis", "_pytest", "pytest", "xdist", "execnet",
    "subprocess", "selectors", "psycopg", "psycopg_binary",
]  # fmt: skip


_EARLY = ("psycopg", "tracker.store.log", "tracker.store.migrate", "tracker.store.views")
"""What is imported before any clock is stopped."""


@pytest.fixture(scope="session")
def workplace() -> Iterator[Path]:
    """A folder for databases; in memory where the system has a place for that, since every command syncs its writes."""
    memory = Path("/dev/shm")
    quick = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="tracker-tests-", dir=quick))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def blank(workplace: Path) -> Path:
    """A database as `tracker init` makes it."""
    for module in _EARLY:
        importlib.import_module(module)

    room = Newsroom(workplace / "blank")
    room.folder.mkdir()
    room.ok("init")
    return room.database


@pytest.fixture(scope="module")
def clock(blank: Path) -> Iterator[Any]:
    """The desk's clock, standing still; ``clock.move_to(...)`` sets it."""
    with freeze_time(NOW, ignore=_LEAVE_ALONE) as frozen:
        yield frozen


_numbers = count(1)


@pytest.fixture(scope="module")
def new_room(workplace: Path, blank: Path, clock: Any) -> Room:
    """Opens one room after another, empty or with a copy of a database; for stories that many tests start from."""

    def make(database: Path | None = None, *, empty: bool = False) -> Newsroom:
        clock.move_to(NOW)
        folder = workplace / f"room-{next(_numbers)}"
        folder.mkdir()
        room = Newsroom(folder)
        return room if empty else room.move_in(database or blank)

    return make


@pytest.fixture
def room(new_room: Room) -> Newsroom:
    """A newsroom with an empty log, on the morning after the founding article."""
    return new_room()


@pytest.fixture
def bare_room(new_room: Room) -> Newsroom:
    """A newsroom without a database."""
    return new_room(empty=True)
