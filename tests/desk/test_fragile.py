"""Trying what carries a status in memory says what reading the database again would say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.stories import Story
from tests.domain.strategies import CLAIMS, cuts, logs
from tests.store.logs import Batch, Log, trying
from tracker.desk.fragile import Matter
from tracker.domain.clocks import Cut
from tracker.domain.without import NOTHING, Without
from tracker.store.log import Draft
from tracker.store.migrate import initialise

law = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database; nothing that is tried in it is kept."""
    path = tmp_path_factory.mktemp("fragile") / "tracker.db"
    initialise(str(path))
    return path


def written(story: Story) -> Log:
    """A story as the batches of a log."""
    return [Batch(entry.recorded, (Draft(entry.event, entry.id),)) for entry in story.entries]


@law
@given(logs(), st.sampled_from(CLAIMS), cuts())
def test_in_memory_as_read_again(db: Path, story: Story, claim: str, cut: Cut) -> None:
    with trying(db, written(story)) as (session, entries):
        cut = cut._replace(position=min(cut.position, len(entries)))
        matter = Matter(session, cut, claim, NOTHING)
        for candidate in matter.candidates():
            assert matter.left_with(candidate) == matter.read_again(candidate), candidate.word


@law
@given(logs(), st.sampled_from(CLAIMS), st.integers(0, 60))
def test_with_something_left_out_already(db: Path, story: Story, claim: str, number: int) -> None:
    with trying(db, written(story)) as (session, entries):
        missing = entries[-1 - number % len(entries)]
        matter = Matter(session, Cut(position=len(entries)), claim, Without(entries=frozenset({missing.id})))
        for candidate in matter.candidates():
            assert candidate.word != f"entry:{missing.position}"
            assert matter.left_with(candidate) == matter.read_again(candidate), candidate.word
