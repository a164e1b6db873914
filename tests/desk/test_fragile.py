"""Shifting what records add up to says what putting everything together anew would say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.stories import Story
from tests.domain.strategies import CLAIMS, cuts, logs
from tests.store.logs import Batch, Log, trying
from tests.trying import tried
from tracker.desk.judging.fragile import Matter
from tracker.domain.clocks import Cut
from tracker.domain.without import NOTHING, Without
from tracker.store.appending import Draft
from tracker.store.migrate import initialise

law = tried(25)


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
def test_shifted_as_put_together_anew(db: Path, story: Story, claim: str, cut: Cut) -> None:
    with trying(db, written(story)) as (session, entries):
        cut = cut._replace(position=min(cut.position, len(entries)))
        matter = Matter(session, cut, claim, NOTHING)
        for candidate in matter.candidates():
            assert matter.left_with(candidate) == matter.anew(candidate), candidate.word


@law
@given(logs(), st.sampled_from(CLAIMS), st.integers(0, 60))
def test_with_something_left_out_already(db: Path, story: Story, claim: str, number: int) -> None:
    with trying(db, written(story)) as (session, entries):
        missing = entries[-1 - number % len(entries)]
        matter = Matter(session, Cut(position=len(entries)), claim, Without(entries=frozenset({missing.id})))
        for candidate in matter.candidates():
            assert candidate.word != f"entry:{missing.position}"
            assert matter.left_with(candidate) == matter.anew(candidate), candidate.word


def test_in_a_cell_another_voice_comes_to_stand_for_it(db: Path) -> None:
    """Two unnamed groups share the record of insiders via one agency; without the one that was right, the other is."""
    story = Story().meet("agency", "reuters").meet("group", "wrong", "right", source_class="insider")
    for number in range(3):
        story.says("wrong", f"old-{number}", "deny", chain="reuters")
        story.says("right", f"old-{number}", chain="reuters")
        story.verdict(f"old-{number}", "true")
    story.says("wrong", "flood", chain="reuters")
    story.says("right", "flood", chain="reuters")
    with trying(db, written(story)) as (session, entries):
        matter = Matter(session, Cut(position=len(entries)), "flood", NOTHING)
        left = {one.word: matter.left_with(one) for one in matter.candidates()}
        for candidate in matter.candidates():
            assert left[candidate.word] == matter.anew(candidate), candidate.word
        assert left["source:right"].probability < matter.belief.probability == left["source:wrong"].probability


def test_who_is_who_is_told_apart_anew(db: Path) -> None:
    """Merges, memberships and what kind of source somebody is, with a record that moves with them."""
    story = Story().meet("person", "ann", "bob").meet("organisation", "acme").past("ann", fell=2).past("bob", held=3)
    story.open("flood", about=("acme",))
    story.says("ann", "flood")
    story.says("bob", "flood", "deny")
    story.merge("ann", "bob")
    story.describe("bob", member_of="acme")
    story.describe("bob", source_class="official")
    with trying(db, written(story)) as (session, entries):
        matter = Matter(session, Cut(position=len(entries)), "flood", NOTHING)
        for candidate in matter.candidates():
            assert matter.left_with(candidate) == matter.anew(candidate), candidate.word
        assert {"merge", "description", "verdict", "source"} <= {one.kind for one in matter.candidates()}
