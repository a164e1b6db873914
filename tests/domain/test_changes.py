"""What moved between two readings, and whose record that changed."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.domain.stories import Story, day
from tests.domain.strategies import cuts, logs
from tests.trying import tried
from tracker.domain.belief import Belief, Beliefs
from tracker.domain.changes import LEAST, Move, drift, moved, moves, regraded, turned
from tracker.domain.clocks import Cut
from tracker.domain.fold import fold
from tracker.domain.words import ClaimHandle, Finding, Likelihood, Status

FLOOD, RAIN = ClaimHandle("flood"), ClaimHandle("rain")


@pytest.fixture
def belief() -> Belief:
    """Somebody said that there is a flood."""
    story = Story()
    story.says("ann", "flood")
    return story.belief("flood")


def read(story: Story, position: int) -> Beliefs:
    """What was to be known by an entry."""
    return story.read(known_by=position).beliefs


def test_a_belief_turns_when_status_word_or_verdict_change(belief: Belief) -> None:
    for other in (
        belief._replace(status=Status.DISPUTED),
        belief._replace(likelihood=Likelihood.UNLIKELY),
        belief._replace(verdict=Finding.MOSTLY_TRUE),
    ):
        assert turned(Move(FLOOD, belief, other))
        assert moved(Move(FLOOD, belief, other), least=1)


def test_what_is_not_part_of_the_reading_moves_nothing(belief: Belief) -> None:
    other = belief._replace(ignorance=0.1, statements=9, changed=12)
    assert not turned(Move(FLOOD, belief, other))
    assert not moved(Move(FLOOD, belief, other))


@pytest.mark.parametrize(
    ("before", "after", "least", "expected"),
    [
        (0.7, 0.701, LEAST, True),
        (0.701, 0.7, LEAST, True),
        (0.7001, 0.7004, 0, True),  # prints alike, but nothing is to be left out
        (0.7001, 0.7004, LEAST, False),
        (0.70049, 0.70051, 0, True),  # a hair's breadth, but another third decimal
        (0.70049, 0.70051, LEAST, False),
        (0.7, 0.74, 0.05, False),
        (0.7, 0.75, 0.05, True),
    ],
)
def test_a_drift_is_told_as_it_is_printed(
    belief: Belief, before: float, after: float, least: float, expected: bool
) -> None:
    move = Move(FLOOD, belief._replace(probability=before), belief._replace(probability=after))
    assert drift(move) == pytest.approx(abs(after - before))
    assert moved(move, least) is expected
    assert moved(move._replace(before=move.after, after=move.before), least) is expected


def test_turns_come_before_drifts_and_wide_drifts_before_narrow_ones() -> None:
    story = Story()
    story.open("sun")
    story.says("bob", "rain")
    story.says("bob", "wind")
    story.says("cid", "wind", "deny")
    before = len(story.entries)
    story.verdict("rain", "true")
    story.says("dora", "sun")
    found = moves(read(story, before), read(story, len(story.entries)), [RAIN, *map(ClaimHandle, ("wind", "sun"))])
    assert [move.claim for move in found] == ["sun", "rain", "wind"]
    assert [move.before.status != move.after.status for move in found] == [True, True, False]


def test_a_verdict_grades_those_who_spoke() -> None:
    story = Story()
    story.says("ann", "flood")
    story.says("bob", "flood", "deny")
    story.verdict("flood", "true")
    one, two = regraded(read(story, len(story.entries) - 1), read(story, len(story.entries)), [FLOOD])
    assert (str(one.record), one.held, one.fell, one.mixed) == ("ann", 1, 0, 0)
    assert (str(two.record), two.held, two.fell, two.mixed) == ("bob", 0, 1, 0)
    assert one.mean_before == two.mean_before == pytest.approx(0.7)
    assert one.mean_after > 0.7 > two.mean_after
    assert one.mean_after == story.standing("ann").mean


def test_a_withdrawal_takes_it_back() -> None:
    story = Story()
    story.says("ann", "flood")
    verdict = story.verdict("flood", "false")
    story.withdraw(verdict)
    end = len(story.entries)
    (found,) = regraded(read(story, end - 1), read(story, end), [FLOOD])
    assert (found.held, found.fell) == (0, -1)
    assert found.mean_after == pytest.approx(0.7)


def test_another_verdict_moves_a_trial_from_one_side_to_the_other() -> None:
    story = Story()
    story.says("ann", "flood")
    story.verdict("flood", "false")
    story.verdict("flood", "true")
    end = len(story.entries)
    (found,) = regraded(read(story, end - 1), read(story, end), [FLOOD])
    assert (found.held, found.fell) == (1, -1)


def test_a_statement_on_a_settled_claim_is_graded_when_it_is_found() -> None:
    story = Story()
    story.says("ann", "flood")
    story.verdict("flood", "true")
    story.says("bob", "flood", said=day(1))
    end = len(story.entries)
    (found,) = regraded(read(story, end - 1), read(story, end), [FLOOD])
    assert (str(found.record), found.held) == ("bob", 1)


def test_nothing_is_graded_on_other_claims() -> None:
    story = Story()
    story.says("ann", "flood")
    story.says("ann", "rain")
    before = len(story.entries)
    story.verdict("flood", "true")
    assert regraded(read(story, before), read(story, before + 1), [RAIN]) == []
    assert regraded(read(story, before), read(story, before + 1), []) == []


@given(logs(), cuts())
@tried(20)
def test_nothing_moves_between_a_moment_and_itself(story: Story, cut: Cut) -> None:
    one, other = (Beliefs(fold(story.entries, cut)) for _ in range(2))
    assert moves(one, other, one.state.claims, least=0) == []
    assert regraded(one, other, one.state.claims) == []


@given(logs(), cuts(), cuts())
@tried(20)
def test_the_way_back_is_the_same_way(story: Story, start: Cut, end: Cut) -> None:
    one, other = (Beliefs(fold(story.entries, cut)) for cut in (start, end))
    claims = {*one.state.claims, *other.state.claims}
    there, back = moves(one, other, claims), moves(other, one, claims)
    assert there == [Move(move.claim, move.after, move.before) for move in back]
    for found, taken in zip(regraded(one, other, claims), regraded(other, one, claims), strict=True):
        assert (found.record, found.held, found.fell, found.mixed) == (
            taken.record, -taken.held, -taken.fell, -taken.mixed
        )  # fmt: skip
