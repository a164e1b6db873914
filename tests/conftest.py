"""Rooms to tell stories in: the database is made once by `tracker init`, then copied for every test.

Databases are files, or, with ``--database postgresql``, stand on a server that the tests start.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from tests import trying
from tests.newsroom import NOW, Newsroom
from tests.server import Server, Url, running

if TYPE_CHECKING:
    from tests.parrot import Parrot

Room = Callable[..., Newsroom]

_LEAVE_ALONE = [
    "sqlalchemy", "sqlmodel", "pydantic", "alembic", "hypothesis", "_pytest", "pytest", "xdist", "execnet",
    "subprocess", "selectors", "psycopg", "psycopg_binary",
]  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--database`` picks the database that tests work on; ``--thorough`` leaves nothing out."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="what tests work on")
    parser.addoption("--thorough", action="store_true", help="the soak tests too, and laws tried three times as often")


def pytest_configure(config: pytest.Config) -> None:
    """Whatever the shell that started the tests left in place, Ctrl-C stops them and the programs they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    trying.share = 4 if config.getoption("--database") == "postgresql" else 1
    if config.getoption("--thorough"):
        config.option.markexpr = ""
    else:
        trying.share *= 3


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server only those tests run that have a database, and not those of what only a file has."""
    if config.getoption("--database") == "postgresql":
        left = [item for item in items if "shelf" not in item.fixturenames or item.get_closest_marker("sqlite")]  # type: ignore[attr-defined]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def shelf(request: pytest.FixtureRequest, workplace: Path) -> Files | Server:
    """Where databases are made and copied."""
    if request.config.getoption("--database") == "postgresql":
        return request.getfixturevalue("server")
    return Files(workplace)


class Files:
    """Databases that are files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def empty(self) -> Path:
        """Where a new database can be made."""
        return self.folder / f"{next(_numbers)}.db"

    def copy(self, database: Path) -> Path:
        """A copy of a database."""
        return Path(shutil.copyfile(database, self.empty()))


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
def blank(workplace: Path, shelf: Files | Server) -> Path | Url:
    """A database as `tracker init` makes it."""
    for module in _EARLY:
        importlib.import_module(module)

    room = Newsroom(workplace / "blank", shelf if isinstance(shelf, Server) else None)
    room.folder.mkdir()
    room.ok("init")
    return room.database


@pytest.fixture(scope="module")
def clock(blank: Path | Url) -> Iterator[Any]:
    """The desk's clock, standing still; ``clock.move_to(...)`` sets it."""
    with freeze_time(NOW, ignore=_LEAVE_ALONE) as frozen:
        yield frozen


_numbers = count(1)


@pytest.fixture(scope="module")
def new_room(workplace: Path, shelf: Files | Server, blank: Path | Url, clock: Any) -> Room:
    """Opens one room after another, empty or with a copy of a database; for stories that many tests start from."""

    def make(database: Path | Url | None = None, *, empty: bool = False) -> Newsroom:
        clock.move_to(NOW)
        folder = workplace / f"room-{next(_numbers)}"
        folder.mkdir()
        room = Newsroom(folder, shelf if isinstance(shelf, Server) else None)
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


@pytest.fixture
def parrot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Parrot]:
    """A language model that says what it is told to say."""
    pytest.importorskip("llm")
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path))
    from tests.parrot import perched

    with perched() as model:
        yield model
