"""What was believed before a verdict, against the same question asked of the whole history, slowly."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.domain.stories import Story, every_version
from tests.domain.strategies import logs
from tracker.domain.backtest import ADDITIONS, Judged, Kind, Prediction, backtest, judged, stretches
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import DAY, EVERYTHING, FOREVER, Cut
from tracker.domain.credibility import Outcome, Records, judged_claims, trials
from tracker.domain.fold import fold
from tracker.domain.hindsight import Clock, Hindsight
from tracker.domain.origins import Origins
from tracker.domain.policy import Policy
from tracker.domain.state import Article, Claim, Source, Spoken, State, Verdict, assemble
from tracker.domain.words import Finding

TRUE = {Finding.TRUE: True, Finding.MOSTLY_TRUE: True, Finding.FALSE: False, Finding.MOSTLY_FALSE: False}
HELD = {Outcome.HELD: True, Outcome.FELL: False}


def known_verdicts(story: Story, position: int = FOREVER) -> list[Verdict]:
    """Every verdict recorded by an entry, whatever became of it by then."""
    return [row for row in rows_at(story, position) if isinstance(row, Verdict)]


def rows_at(story: Story, position: int) -> list:
    """All rows in force at a position, uncut by any world date."""
    entries = [entry for entry in story.entries if entry.position <= position]
    return [
        versions[-1].row for versions in every_version(entries).values() if versions and versions[-1].upto == FOREVER
    ]


def by_world(story: Story) -> list[Prediction]:
    """The backtest on the world clock."""
    state = fold(story.entries, EVERYTHING)
    return list(backtest(Hindsight(state, EVERYTHING, known_verdicts(story), Clock.WORLD), judged(state)))


def by_desk(story: Story) -> list[Prediction]:
    """The backtest on the desk clock."""
    revisions = [entry.position for entry in story.entries if type(entry.event) not in ADDITIONS]
    found = []
    for some in stretches(judged(fold(story.entries, EVERYTHING)), revisions):
        end = Cut(FOREVER, max(one.verdict.position for one in some) - 1)
        verdicts = known_verdicts(story, end.position)
        found += backtest(Hindsight(fold(story.entries, end), end, verdicts, Clock.DESK), some)
    return found


# -- the slow way ------------------------------------------------------------------------------------------------


def world_then(story: Story, one: Judged) -> State:
    """The whole history at the end of a verdict's day, without any verdict of that day or on that claim's question."""
    day = one.verdict.world // DAY
    cut = Cut((day + 1) * DAY - 1)
    now = fold(story.entries, EVERYTHING)
    kin = now.rivals(now.matter(one.claim))
    rows = rows_at(story, FOREVER)
    return assemble(
        cut,
        sources=[row for row in rows if isinstance(row, Source)],
        articles=[row for row in rows if isinstance(row, Article)],
        claims=[row for row in rows if isinstance(row, Claim)],
        statements=[row.statement for row in rows if isinstance(row, Spoken)],
        verdicts=[
            row
            for row in rows
            if isinstance(row, Verdict) and row.world // DAY < day and now.matter(row.claim) not in kin
        ],
        policy=next((row for row in rows if isinstance(row, Policy)), Policy()),
    )


def slow_claims(then: State, one: Judged) -> dict:
    """p of a judged claim, read off a whole state."""
    if one.value not in TRUE or one.claim not in then.claims:
        return {}
    return {one.claim: (TRUE[one.value], Beliefs(then).belief(one.claim).probability)}


def slow_sources(then: State, one: Judged) -> list[tuple]:
    """The credibility of the records on trial, read off a whole state."""
    if one.claim not in then.claims:
        return []
    origins, matter = Origins(then), then.matter(one.claim)
    records = Records(trials(then, origins, judged_claims(then)), then.policy)
    own = records.own(then.rivals(matter))
    settled = State(**{**{name: getattr(then, name) for name in State.__slots__}, "verdicts": {
        then.matter(one.verdict.claim): one.verdict}})  # fmt: skip
    graded = trials(settled, origins, [matter])
    past = trials(then, origins, judged_claims(then))
    return [
        (
            str(trial.record),
            HELD[trial.outcome],
            records.credibility(trial.record, own),
            sum(
                other.record == trial.record and other.outcome in (*HELD, Outcome.MIXED) and other not in own
                for other in past
            ),
        )
        for trial in graded
        if trial.outcome in HELD
    ]


def same(found: list[Prediction], story: Story, then_of) -> None:
    """All predictions are what a whole reading says, verdict by verdict."""
    every = judged(fold(story.entries, EVERYTHING))
    for one in every:
        then = then_of(story, one)
        mine = [row for row in found if row.position == one.verdict.position]
        claims = {row.claim: (row.outcome, row.predicted) for row in mine if row.kind is Kind.CLAIM}
        expected = slow_claims(then, one)
        assert {claim: outcome for claim, (outcome, _) in claims.items() if claim == one.claim} == {
            claim: outcome for claim, (outcome, _) in expected.items()
        }
        for claim, (_, p) in expected.items():
            assert claims[claim][1] == pytest.approx(p, abs=1e-9)
        matter = then.matter(one.claim)
        sources = sorted(
            (row.source, row.outcome, row.predicted, row.past)
            for row in mine
            if row.kind is Kind.SOURCE and row.claim == matter
        )
        wanted = sorted(slow_sources(then, one))
        assert [row[:2] for row in sources] == [row[:2] for row in wanted]
        assert [row[2] for row in sources] == pytest.approx([row[2] for row in wanted], abs=1e-9)
        assert [row[3] for row in sources] == [row[3] for row in wanted]
    graded = sum(one.value in TRUE for one in every)
    assert len([row for row in found if row.kind is Kind.CLAIM]) <= graded


LAW = settings(
    max_examples=60, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


@LAW
@given(logs(most=30))
def test_on_the_world_clock_a_prediction_is_the_reading_of_that_day_without_its_verdicts(story: Story) -> None:
    same(by_world(story), story, world_then)


@LAW
@given(logs(most=30))
def test_on_the_desk_clock_a_prediction_is_the_reading_before_the_entry(story: Story) -> None:
    same(by_desk(story), story, lambda story, one: fold(story.entries, Cut(FOREVER, one.verdict.position - 1)))
