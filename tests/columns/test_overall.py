"""All claims at once and one claim after the other: both say the same, to the last digit."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from tests.domain.strategies import cuts, logs
from tests.domain.test_laws import law
from tracker.columns.overall import Overall
from tracker.columns.said import columns
from tracker.domain.belief import Beliefs
from tracker.domain.fold import fold
from tracker.domain.standings import standings
from tracker.domain.state import State


def overall(state: State) -> Overall:
    said = columns(one for some in state.statements.values() for one in some)
    return Overall(replace(state, statements={}), said)


@law(120)
@given(logs(), cuts())
def test_every_belief_is_the_same(story, cut):
    state = fold(story.entries, cut)
    assert overall(state).board() == Beliefs(state).board()


@law(80)
@given(logs(), cuts())
def test_every_standing_is_the_same(story, cut):
    state = fold(story.entries, cut)
    assert overall(state).standings() == standings(state)
