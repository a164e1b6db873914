"""What if: leaving out is as if it had never been, and what a status hangs on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.stories import Reading, Story, gist, histories
from tests.domain.strategies import CLAIMS, logs
from tests.trying import tried
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import EVERYTHING
from tracker.domain.flips import Was, boards, flips
from tracker.domain.fold import fold
from tracker.domain.fragility import Effect, effect
from tracker.domain.projection import project
from tracker.domain.rows import Mark, Spoken
from tracker.domain.state import State
from tracker.domain.without import NOTHING, Without, projected, same_sources
from tracker.domain.words import Status


def rest(story: Story, *left: str) -> Reading:
    """A story in which some entries were never recorded."""
    return Reading([entry for entry in story.entries if entry.id not in left])


def spoken(story: Story, statement: str, *left: str) -> Spoken | None:
    """The row of a statement without some entries."""
    thing = f"entry/{statement}"
    row = projected(thing, histories(story.entries)[thing], Without(entries=frozenset(left)))
    assert row is None or isinstance(row, Spoken)
    return row


# -- what a thing would be -----------------------------------------------------------------------------------------


def test_without_its_recording_there_is_no_statement():
    story = Story()
    said = story.says("ann", "flood")
    story.amend(said, "bob", "flood")
    assert spoken(story, said, said) is None


def test_without_an_amendment_the_first_record_stands():
    story = Story()
    said = story.says("ann", "flood")
    amended = story.amend(said, "bob", "flood")
    assert spoken(story, said).statement.source == "bob"
    assert spoken(story, said, amended).statement.source == "ann"


def test_without_a_retraction_it_was_never_taken_back():
    story = Story()
    said = story.says("ann", "flood")
    retracted = story.retract(said)
    assert spoken(story, said).statement.retracted is not None
    assert spoken(story, said, retracted).statement.retracted is None


def test_without_an_undo_the_statement_stands():
    story = Story()
    said = story.says("ann", "flood")
    undone = story.undo(said)
    assert spoken(story, said).statement.mark is Mark.VOIDED
    assert spoken(story, said, undone).statement.mark is Mark.NONE


def test_what_only_spoke_of_a_left_out_entry_is_gone_with_it():
    story = Story()
    one, other = story.says("ann", "flood"), story.says("bob", "flood")
    grouping = story.group(one, other)
    story.ungroup(grouping)
    amended = story.amend(one, "cid", "flood")
    story.redact(amended)
    assert spoken(story, other, grouping).statement.changed == story.position(other)
    assert spoken(story, one, amended).statement.mark is Mark.NONE


def test_a_source_stands_for_all_that_is_merged_with_it():
    story = Story().meet("person", "ann", "bob", "cid")
    story.merge("ann", "bob")
    sources = story.read().state.sources
    assert same_sources(sources, frozenset({"ann"})) == {"ann", "bob"}
    assert same_sources(sources, frozenset({"bob"})) == {"ann", "bob"}
    assert same_sources(sources, frozenset({"nobody-known"})) == {"nobody-known"}
    assert same_sources(sources, frozenset()) == frozenset()


# -- laws ----------------------------------------------------------------------------------------------------------


@tried(40)
@given(logs(), st.integers(0, 60))
def test_leaving_out_what_was_said_or_found_is_undoing_it(story: Story, number: int):
    kinds = ("StatementRecorded", "VerdictReached")
    some = [entry.id for entry in story.entries if type(entry.event).__name__ in kinds]
    if not some:
        return
    left = some[number % len(some)]
    without = rest(story, left)
    story.undo(left)
    for claim in CLAIMS:
        assert gist(without.belief(claim)) == gist(story.belief(claim))


@tried(40)
@given(logs(), st.integers(0, 60))
def test_every_row_without_an_entry_is_that_of_a_log_without_it(story: Story, number: int):
    left = story.entries[-1 - number % len(story.entries)].id
    meant = histories(entry for entry in story.entries if entry.id != left)
    for thing, history in histories(story.entries).items():
        kept = meant.get(thing)
        assert projected(thing, history, Without(entries=frozenset({left}))) == (project(thing, kept) if kept else None)
        assert projected(thing, history, NOTHING) == project(thing, history)


# -- what flips ----------------------------------------------------------------------------------------------------


def test_a_number_that_moves_flips_nothing_and_a_phrase_does():
    belief = Story().belief("flood")
    was = Was(belief.status, belief.probability, belief.likelihood)
    assert not flips(was._replace(probability=0.9), belief)
    assert flips(was._replace(status=Status.DENIED), belief)
    assert flips(was._replace(likelihood="likely"), belief)


def test_both_boards_name_the_same_claims():
    """A claim whose opening is left out, or that is the same as another only in one of the two, is in both."""
    story = Story()
    story.says("ann", "flood")
    story.says("bob", "dam")
    story.says("cid", "dam")
    same = story.relate("dam", "same_as", "flood")
    end = story.unrelate("dam", "same_as", "flood")
    whole, found = boards(story.read().beliefs, rest(story, end).beliefs, ("entry:9",))
    assert [belief.claim for belief in found] == ["flood", "dam"] == list(whole.beliefs)
    assert [belief.statements for belief in found] == [3, 3]
    assert [belief.statements for belief in whole.beliefs.values()] == [1, 2]
    empty, nothing = boards(Beliefs(State()), Beliefs(State()), ())
    assert (empty.beliefs, nothing) == ({}, [])
    assert {belief.claim for belief in boards(rest(story, end).beliefs, story.read().beliefs, ())[1]} == {
        "flood",
        "dam",
    }
    assert boards(rest(story, end).beliefs, rest(story, same, end).beliefs, ())[1][1].statements == 2


# -- what a status hangs on ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("high", "low", "expected"),
    [
        (Status.CORROBORATED, Status.MULTIPLE_SOURCES, Effect.FALLS),
        (Status.MULTIPLE_SOURCES, Status.SINGLE_SOURCE, Effect.FALLS),
        (Status.SINGLE_SOURCE, Status.DISPUTED, Effect.FALLS),
        (Status.DISPUTED, Status.OPEN, Effect.FALLS),
        (Status.DISPUTED, Status.DENIED, Effect.FALLS),
        (Status.DISPUTED, Status.CORROBORATED, Effect.CHANGES),
        (Status.DENIED, Status.DENIED_BY_SEVERAL, Effect.CHANGES),
        (Status.RETRACTED, Status.SINGLE_SOURCE, Effect.CHANGES),
        (Status.OPEN, Status.OPEN, None),
    ],
)
def test_falling_is_to_a_lower_rung(high: Status, low: Status, expected: Effect | None):
    belief = Story().belief("flood")
    assert effect(belief._replace(status=high), belief._replace(status=low)) is expected


def test_a_settled_claim_falls_with_its_verdict_and_changes_with_another_finding():
    story = Story()
    story.says("ann", "flood")
    first = story.verdict("flood", "true")
    settled = story.belief("flood")
    assert effect(settled, rest(story, first).belief("flood")) is Effect.FALLS
    last = story.verdict("flood", "mostly_true")
    assert effect(story.belief("flood"), settled) is Effect.CHANGES
    assert effect(settled, rest(story, last).belief("flood")) is None


def test_the_fold_of_nothing_is_nothing():
    assert fold([], EVERYTHING) == State()
