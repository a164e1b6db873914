"""Laws of ``diff`` and ``replay``: they say what reading belief at every moment would say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Room
from tests.store.logs import DATES, Log, fill, logs
from tests.trying import tried
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.desk.story.differences import Compared, Difference, diff
from tracker.desk.story.itinerary import Asked
from tracker.desk.story.replaying import Replay, Step
from tracker.domain.belief import Belief, Beliefs
from tracker.domain.changes import Move, moved, turned
from tracker.domain.clocks import FOREVER, Clock, Cut, Instant, span
from tracker.domain.fold import fold
from tracker.domain.state import State
from tracker.domain.words import ClaimHandle
from tracker.store import log
from tracker.store.database import reading

NOW = datetime(2027, 1, 1, tzinfo=UTC)
"""After all that the random logs record."""
NO_CUT = When()
WORLDS = ("", *sorted(DATES, key=lambda date: span(date).last), "2024-12-30")


class Told(NamedTuple):
    """A random log in a file, and the same log as entries."""

    desk: Desk
    entries: list[Any]

    def state(self, cut: Cut) -> State:
        """The meaning of a reading: the fold of the entries."""
        return fold(self.entries, cut)

    def diff(self, start: str, end: str, least: float = 0) -> Difference:
        """What moved between two moments."""
        return diff(self.desk, When(), Compared(start, end, least=least))


def tell(new_room: Room, batches: Log) -> Told:
    """Write a random log down."""
    path = new_room().database
    return Told(Desk(str(path), NOW), fill(path, batches))


def moments(data: st.DataObject, told: Told, count: int) -> list[tuple[str, Cut]]:
    """Some moments on both clocks, none of them before the one in front of it; as typed, and as cuts."""
    worlds = sorted((data.draw(st.sampled_from(WORLDS)) for _ in range(count)), key=_last)
    known = sorted(data.draw(st.integers(0, len(told.entries))) for _ in range(count))
    return [(f"{w}@{p}", Cut(_last(w), p)) for w, p in zip(worlds, known, strict=True)]


def _last(world: str) -> Instant:
    return span(world).last if world else Instant(FOREVER)


def own(*states: State) -> set[ClaimHandle]:
    """The claims that are reckoned under their own handle in one of these states."""
    return {claim for state in states for claim in state.claims if claim not in state.matters}


@given(logs(), st.data())
@tried(25)
def test_a_difference_is_that_of_two_boards(new_room: Room, batches: Log, data: st.DataObject) -> None:
    told = tell(new_room, batches)
    for _ in range(3):
        (start, one), (end, other) = moments(data, told, 2)
        before, after = Beliefs(told.state(one)), Beliefs(told.state(other))
        every = [Move(c, before.belief(c), after.belief(c)) for c in own(before.state, after.state)]
        found = told.diff(start, end)
        expected = {move.claim: (_seen(move.before), _seen(move.after)) for move in every if moved(move, 0)}
        assert {s.move.claim: (_seen(s.move.before), _seen(s.move.after)) for s in found.shifts} == expected
        for shift in found.shifts:
            positions = [cause.happening.position for cause in shift.causes]
            assert positions, "nothing moves by itself"
            assert positions == sorted(set(positions))
            assert max(positions) <= other.position


def _seen(belief: Belief) -> object:
    """What a difference tells of a belief."""
    return belief.status, belief.probability, belief.likelihood, belief.ignorance, belief.verdict


@given(logs(), st.data())
@tried(15)
def test_nothing_moves_between_a_moment_and_itself(new_room: Room, batches: Log, data: st.DataObject) -> None:
    told = tell(new_room, batches)
    ((moment, _),) = moments(data, told, 1)
    assert told.diff(moment, moment).shifts == ()


@given(logs(), st.data())
@tried(20)
def test_two_differences_make_one(new_room: Room, batches: Log, data: st.DataObject) -> None:
    told = tell(new_room, batches)
    (a, start), (b, middle), (c, end) = moments(data, told, 3)
    first, then, whole = ({s.move.claim: s.move for s in told.diff(*two).shifts} for two in ((a, b), (b, c), (a, c)))
    # What counted as another claim in between is told of under that one there, and what was undone by then not at all.
    for claim in own(told.state(start), told.state(end)) & own(told.state(middle)):
        steps = [one[claim] for one in (first, then) if claim in one]
        if not steps:
            assert claim not in whole
            continue
        composed = Move(claim, steps[0].before, steps[-1].after)
        if claim in whole:
            assert (composed.before.status, composed.after.status) == (
                whole[claim].before.status, whole[claim].after.status
            )  # fmt: skip
        else:
            assert not turned(composed)


def steps(told: Told, when: When = NO_CUT, **asked: Any) -> list[Step]:
    """A whole replay."""
    return list(Replay(told.desk, when, Asked(**asked)))


def same(one: Belief, other: Belief) -> bool:
    """Whether two beliefs read alike."""
    return not moved(Move(one.claim, one, other), 0)


@pytest.mark.parametrize("along", Clock)
@given(batches=logs(), data=st.data())
@tried(15)
def test_a_story_ends_where_belief_stands(new_room: Room, along: Clock, batches: Log, data: st.DataObject) -> None:
    told = tell(new_room, batches)
    world = data.draw(st.sampled_from(("", *WORLDS)))
    position = data.draw(st.integers(len(told.entries) // 2, len(told.entries)))
    last: dict[ClaimHandle, Belief] = {}
    for step in steps(told, When(world or None, str(position)), clock=along):
        for move in step.moves:
            assert move.claim not in last or same(last[move.claim], move.before), "the story has a gap"
            last[move.claim] = move.after
    now = Beliefs(told.state(Cut(_last(world), position)))
    for claim, belief in last.items():
        assert same(belief, now.belief(claim))


@pytest.mark.parametrize("along", Clock)
@given(batches=logs())
@tried(10)
def test_the_story_of_one_claim_ends_where_it_stands(new_room: Room, along: Clock, batches: Log) -> None:
    told = tell(new_room, batches)
    now = Beliefs(told.state(Cut()))
    for claim in now.state.claims:
        found = steps(told, clock=along, claim=claim)
        assert all(move.claim == claim for step in found for move in step.moves)
        moving = [move for step in found for move in step.moves]
        if moving:
            assert same(moving[-1].after, now.belief(claim))
        else:
            assert now.belief(claim).statements == 0


@given(batches=logs())
@tried(15)
def test_along_the_desk_s_clock_each_entry_is_a_step_and_its_cut(new_room: Room, batches: Log) -> None:
    told = tell(new_room, batches)
    found = [step for step in steps(told, clock=Clock.DESK) if step.happening is not None]
    assert [step.happening.position for step in found if step.happening] == list(range(1, len(told.entries) + 1))
    for step in found:
        before, after = (Beliefs(told.state(Cut(FOREVER, step.cut.position - back))) for back in (1, 0))
        for move in step.moves:
            assert _seen(move.before) == _seen(before.belief(move.claim))
            assert _seen(move.after) == _seen(after.belief(move.claim))
        for regrade in step.regrades:
            assert regrade.mean_before == before.records.credibility(regrade.record)
            assert regrade.mean_after == after.records.credibility(regrade.record)


@given(batches=logs())
@tried(15)
def test_along_the_world_s_clock_time_never_runs_back(new_room: Room, batches: Log) -> None:
    told = tell(new_room, batches)
    found = [step for step in steps(told) if step.happening is not None]
    places = [(step.at, step.happening.position) for step in found if step.happening]
    assert places == sorted(places)
    assert all(step.cut == Cut(step.at, len(told.entries)) for step in found)


@given(batches=logs(), data=st.data())
@tried(10)
def test_any_step_can_be_read_by_itself(new_room: Room, batches: Log, data: st.DataObject) -> None:
    told = tell(new_room, batches)
    along = data.draw(st.sampled_from(Clock))
    replay = Replay(told.desk, When(), Asked(along))
    whole = [step for step in replay if step.happening is not None]
    assert len(whole) == len(replay)
    index = data.draw(st.integers(0, len(whole) - 1)) if whole else 0
    assert not whole or replay.step(index) == whole[index]


def test_the_entries_are_those_of_the_file(new_room: Room) -> None:
    """The random logs of these laws are read back as they were written."""
    told = tell(new_room, [])
    with reading(told.desk.location) as session:
        assert list(log.entries(session)) == told.entries == []
    assert told.diff("@0", "@0").shifts == ()
    assert steps(told) == steps(told, clock=Clock.DESK) == []
