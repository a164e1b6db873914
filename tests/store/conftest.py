"""A real SQLite file for every test: made once by `initialise`, then copied."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest

from tests.store.logs import Told, raw, tell
from tracker.domain.chain import genesis
from tracker.store.migrate import initialise


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes one empty database after another, each with an origin of its own."""
    folder = tmp_path_factory.mktemp("store")
    template = folder / "template.db"
    initialise(str(template))
    numbers = count(1)

    def make() -> Path:
        path = folder / f"{next(numbers)}.db"
        copyfile(template, path)
        with raw(path) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            for key, value in (("origin", path.name), ("genesis", genesis(path.name))):
                connection.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
        return path

    return make


@pytest.fixture
def db(fresh: Callable[[], Path]) -> Path:
    """An empty database."""
    return fresh()


@pytest.fixture(scope="session")
def told_once(fresh: Callable[[], Path]) -> Told:
    """A small log with a little of everything, for tests that make their own copy."""
    return tell(fresh())


@pytest.fixture
def told(told_once: Told, db: Path) -> Told:
    """The same log, to do with as a test likes."""
    copyfile(told_once.path, db)
    return told_once._replace(path=db)
