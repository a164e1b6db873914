"""What was believed before a verdict, against the same question asked of the whole history, slowly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.domain.stories import Story, every_version
from tests.domain.strategies import logs
from tests.domain.test_laws import heard
from tests.trying import share_of
from tracker.domain.backtest import ADDITIONS, Judged, Kind, Prediction, backtest, judged, stretches
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import DAY, EVERYTHING, FOREVER, Clock, Cut
from tracker.domain.credibility import Records
from tracker.domain.fold import fold
from tracker.domain.hindsight import Hindsight
from tracker.domain.origins import Origins
from tracker.domain.policy import Policy
from tracker.domain.rows import Article, Claim, Source, Verdict
from tracker.domain.state import State, assemble
from tracker.domain.trials import Outcome, judged_claims, trials
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


def by_desk(story: Story, fading: dict[str, int] | None = None) -> list[Prediction]:
    """The backtest on the desk clock; old verdicts may fade."""
    revisions = [entry.position for entry in story.entries if type(entry.event) not in ADDITIONS]
    found = []
    for some in stretches(judged(fold(story.entries, EVERYTHING)), revisions):
        end = Cut(FOREVER, max(one.verdict.position for one in some) - 1)
        verdicts = known_verdicts(story, end.position)
        state = faded(fold(story.entries, end), fading or {})
        found += backtest(Hindsight(state, end, verdicts, Clock.DESK), some)
    return found


def faded(state: State, half_lives: dict[str, int]) -> State:
    """The same state under a policy by which old verdicts fade."""
    return replace(state, policy=replace(state.policy, **half_lives))


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
        **heard(rows, cut),
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
    kin = then.rivals(matter)
    own = records.own(kin)
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
                other.record == trial.record and other.outcome in (*HELD, Outcome.MIXED) and other.claim not in kin
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
        if one.claim in then.claims and then.matter(one.verdict.claim) not in then.rivals(then.matter(one.claim)):
            # Only later was it seen that the verdict speaks on this claim too: nothing of it was tested then.
            assert one.claim not in {row.claim for row in mine}
            continue
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
    max_examples=share_of(60), deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
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


@LAW
@given(logs(most=30), st.sampled_from(["half_life_source", "half_life_parents"]), st.sampled_from([1, 30, 400]))
def test_old_verdicts_fade_as_in_a_reading_before_the_entry(story: Story, which: str, days: int) -> None:
    fading = {which: days}

    def then_of(story: Story, one: Judged) -> State:
        return faded(fold(story.entries, Cut(FOREVER, one.verdict.position - 1)), fading)

    same(by_desk(story, fading), story, then_of)


# -- stories -----------------------------------------------------------------------------------------------------


def test_on_the_desk_clock_a_verdict_tests_only_what_it_was_known_to_speak_on() -> None:
    """That 'dike' is what the verdict was about, and 'sluice' a rival of it, was seen when the verdict stood."""
    story = Story().meet("person", "ann", "bob")
    story.open("breach")
    for claim in ("dike", "sluice"):
        story.open(claim, question="where")
    story.says("ann", "breach")
    story.says("bob", "sluice")
    story.verdict("breach", "true")
    story.relate("breach", "same_as", "dike")
    assert [row.claim for row in by_desk(story) if row.kind is Kind.CLAIM] == ["breach"]
    assert {row.claim for row in by_world(story) if row.kind is Kind.CLAIM} == {"breach", "sluice"}


def told(story: Story) -> list[Prediction]:
    """What the world clock predicts, which is also what a whole reading of each day says."""
    found = by_world(story)
    same(found, story, world_then)
    return found


def of(found: list[Prediction], claim: str, kind: Kind = Kind.SOURCE) -> Prediction:
    """The only prediction of a kind on a claim."""
    (row,) = [row for row in found if row.claim == claim and row.kind is kind]
    return row


def test_nobody_ever_found_anything_out() -> None:
    assert by_world(Story()) == by_desk(Story()) == []
    story = Story()
    story.says("ann", "flood")
    assert by_world(story) == by_desk(story) == []


def test_the_first_verdict_meets_what_everybody_starts_from() -> None:
    story = Story()
    story.says("ann", "flood")
    story.verdict("flood", "false")
    claim, source = told(story)
    assert (claim.kind, claim.claim, claim.source, claim.outcome, claim.past) == ("claim", "flood", "", False, 0)
    assert (source.kind, source.claim, source.source, source.outcome) == ("source", "flood", "ann", False)
    assert claim.predicted == pytest.approx(0.7, abs=1e-6)
    assert source.predicted == pytest.approx(0.7)


def test_verdicts_of_the_same_day_do_not_know_each_other_on_the_world_clock_and_do_on_the_desk_s() -> None:
    story = Story()
    for claim in ("one", "two"):
        story.says("ann", claim, said="2024-05-01")
    for claim in ("one", "two"):
        story.verdict(claim, "false", "2024-05-02")
    assert [row.past for row in told(story)] == [0, 0, 0, 0]
    first, second = (of(by_desk(story), claim) for claim in ("one", "two"))
    assert (first.past, second.past) == (0, 1)
    assert first.predicted == pytest.approx(0.7)
    assert second.predicted < 0.65


def test_what_is_said_on_the_day_of_the_verdict_is_in_sight_and_what_is_said_after_it_is_not() -> None:
    story = Story()
    story.says("ann", "flood", said="2024-05-02")
    story.says("bob", "flood", said="2024-05-03")
    story.verdict("flood", "true", "2024-05-02")
    found = told(story)
    assert of(found, "flood").source == "ann"
    assert of(found, "flood", Kind.CLAIM).predicted == pytest.approx(0.7, abs=1e-6)


def test_a_verdict_given_up_later_was_believed_in_between() -> None:
    story = Story()
    for claim in ("old", "between", "after"):
        story.says("ann", claim, said="2024-01")
    found = story.verdict("old", "false", "2024-02-01")
    story.verdict("between", "true", "2024-02-10")
    story.withdraw(found, "2024-02-20")
    story.verdict("after", "true", "2024-02-25")
    rows = told(story)
    assert {row.claim for row in rows} == {"between", "after"}, "a verdict given up judges nothing"
    assert of(rows, "between").past == 1
    assert of(rows, "after").past == 1
    assert of(rows, "between").predicted < 0.7 < of(rows, "after").predicted


def test_a_verdict_replaced_by_another_had_counted_until_then() -> None:
    story = Story()
    for claim in ("flood", "other"):
        story.says("ann", claim, said="2024-01")
    story.verdict("flood", "false", "2024-02-01")
    story.verdict("other", "true", "2024-02-10")
    story.verdict("flood", "true", "2024-02-20")
    rows = told(story)
    assert of(rows, "flood", Kind.CLAIM).outcome is True
    assert of(rows, "other").predicted < 0.7
    assert of(rows, "flood").predicted > 0.7, "its own first verdict proves nothing about it"
    assert of(rows, "flood").past == 1


def test_a_statement_of_some_day_of_the_month_goes_on_trial_when_the_month_is_over() -> None:
    story = Story()
    story.says("ann", "flood", said="2024-02")
    story.says("ann", "early", said="2024-01")
    story.says("ann", "late", said="2024-01")
    story.verdict("flood", "false", "2024-02-10")
    story.verdict("early", "true", "2024-02-20")
    story.verdict("late", "true", "2024-03-10")
    rows = told(story)
    assert [row.claim for row in rows if row.kind is Kind.SOURCE] == ["early", "late"]
    assert of(rows, "early").past == 0
    assert of(rows, "late").past == 2


def test_a_statement_taken_back_in_time_is_no_longer_on_trial() -> None:
    story = Story()
    said = story.says("ann", "flood", said="2024-01-01")
    story.says("ann", "other", said="2024-01-01")
    story.retract(said, said="2024-01-20")
    story.verdict("flood", "false", "2024-01-31")
    story.verdict("other", "true", "2024-02-10")
    rows = told(story)
    assert [row.claim for row in rows if row.kind is Kind.SOURCE] == ["other"]
    assert of(rows, "other").past == 0


def test_a_paper_that_had_not_come_out_had_not_carried_an_unnamed_voice() -> None:
    story = Story().meet("agency", "reuters").meet("group", "insiders", source_class="insider")
    story.archive("wire", agency="reuters", published="2024-02-20")
    for claim in ("first", "second", "third"):
        story.says("insiders", claim, said="2024-01-01", article="wire")
    story.verdict("first", "false", "2024-02-01")
    story.verdict("second", "false", "2024-02-10")
    story.verdict("third", "false", "2024-02-28")
    rows = told(story)
    assert of(rows, "second").source == "insider via nobody"
    assert of(rows, "second").past == 1
    assert of(rows, "third").source == "insider via reuters"
    assert of(rows, "third").past == 2


def test_an_answer_found_true_refutes_its_rivals() -> None:
    story = Story()
    for claim in ("100k", "200k"):
        story.open(claim, question="how-many")
        story.says("ann" if claim == "100k" else "bob", claim, said="2024-01")
    story.verdict("100k", "true", "2024-02-01")
    rows = told(story)
    assert [(row.kind, row.claim, row.source, row.outcome) for row in rows] == [
        ("claim", "100k", "", True),
        ("claim", "200k", "", False),
        ("source", "100k", "ann", True),
        ("source", "200k", "bob", False),
    ]


def test_an_answer_thought_of_after_the_verdict_was_not_there_on_the_desk_clock() -> None:
    story = Story()
    story.open("100k", question="how-many")
    story.says("ann", "100k", said="2024-01")
    story.says("bob", "other", said="2024-01")
    story.verdict("100k", "true", "2024-02-01")
    story.open("200k", question="how-many")
    story.says("bob", "200k", said="2024-01")
    story.verdict("other", "true", "2024-02-10")
    rows = by_desk(story)
    same(rows, story, lambda story, one: fold(story.entries, Cut(FOREVER, one.verdict.position - 1)))
    assert "200k" not in {row.claim for row in rows}
    assert of(rows, "100k", Kind.CLAIM).predicted == pytest.approx(0.7, abs=1e-6)
    assert of(rows, "other").past == 1, "bob's word on 200k is on trial as soon as it is logged"
    assert of(by_world(story), "100k", Kind.CLAIM).predicted < 0.7, "on the world clock the rival is hindsight"


def test_a_merge_is_hindsight_on_the_world_clock_alone() -> None:
    story = Story()
    for source, claim in (("ann", "one"), ("a-n-n", "two")):
        story.says(source, claim, said="2024-01")
    story.verdict("one", "false", "2024-02-01")
    story.verdict("two", "true", "2024-02-10")
    story.merge("a-n-n", "ann")
    assert (of(told(story), "two").source, of(told(story), "two").past) == ("ann", 1)
    assert (of(by_desk(story), "two").source, of(by_desk(story), "two").past) == ("a-n-n", 0)


@pytest.mark.parametrize("value", ["mixed", "unresolvable"])
def test_mixed_and_unresolvable_outcomes_score_nothing(value: str) -> None:
    story = Story()
    for claim in ("flood", "other"):
        story.says("ann", claim, said="2024-01")
    story.verdict("flood", value, "2024-02-01")
    story.verdict("other", "true", "2024-02-10")
    rows = told(story)
    assert {row.claim for row in rows} == {"other"}
    assert of(rows, "other").past == (1 if value == "mixed" else 0)


def test_rows_come_in_order_of_the_day_then_of_the_log() -> None:
    story = Story()
    for claim in ("one", "two", "three"):
        story.says("ann", claim, said="2024-01")
    for claim, decided in (("three", "2024-03-03"), ("one", "2024-02-01"), ("two", "2024-03-03")):
        story.verdict(claim, "true", decided)
    assert [row.claim for row in by_world(story) if row.kind is Kind.CLAIM] == ["one", "three", "two"]


def test_the_interval_stands_where_a_record_has_enough_verdicts_for_the_first_time() -> None:
    story = Story()
    story.past("ann", held=8, said="2024-01")
    rows = [row for row in by_world(story) if row.kind is Kind.SOURCE]
    assert [row.past for row in rows if row.interval is not None] == [5]
    (interval,) = [row.interval for row in rows if row.interval is not None]
    assert interval[0] < rows[5].predicted < interval[1]
    assert sum(row.interval is not None for row in by_desk(story)) == 1


def test_what_is_logged_late_is_on_trial_from_then_on_on_the_desk_clock() -> None:
    story = Story()
    for claim in ("flood", "first", "second"):
        story.says("bob" if claim == "flood" else "ann", claim, said="2024-01")
    story.verdict("flood", "false", "2024-02-01")
    story.verdict("first", "true", "2024-02-10")
    story.says("ann", "flood", said="2024-01-15")
    story.verdict("second", "true", "2024-02-20")
    rows = by_desk(story)
    same(rows, story, lambda story, one: fold(story.entries, Cut(FOREVER, one.verdict.position - 1)))
    assert (of(rows, "first").past, of(rows, "second").past) == (0, 2)
