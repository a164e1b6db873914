"""A real database for every test: made once by `initialise`, then copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Files
from tests.server import Server, Url
from tests.store.logs import Told, raw, tell
from tracker.domain.chain import genesis
from tracker.store.migrate import initialise


@pytest.fixture(scope="session")
def fresh(shelf: Files | Server) -> Callable[[], Path | Url]:
    """Makes one empty database after another, each with an origin of its own."""
    template = shelf.empty()
    initialise(str(template))

    def make() -> Path | Url:
        path = shelf.copy(template)
        with raw(path) as connection:
            for key, value in (("origin", path.name), ("genesis", genesis(path.name))):
                connection.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
        return path

    return make


@pytest.fixture
def db(fresh: Callable[[], Path | Url]) -> Path | Url:
    """An empty database."""
    return fresh()


@pytest.fixture(scope="session")
def told_once(fresh: Callable[[], Path | Url]) -> Told:
    """A small log with a little of everything, for tests that make their own copy."""
    return tell(fresh())


@pytest.fixture
def told(told_once: Told, shelf: Files | Server) -> Told:
    """The same log, to do with as a test likes."""
    return told_once._replace(path=shelf.copy(told_once.path))
