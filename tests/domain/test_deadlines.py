"""Predictions that have come due: when, since when, and which of them nobody has judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.stories import Story
from tests.domain.strategies import DATES
from tests.domain.test_laws import law
from tracker.domain.clocks import span
from tracker.domain.deadlines import days_over, overdue, since


def late(story: Story, at: str, as_of: str | None = None) -> list[tuple[str, int]]:
    """What is overdue by the last instant of a date, and for how many days."""
    beliefs = story.read(as_of).beliefs
    return [(one.claim, one.days) for one in overdue(beliefs, beliefs.state.claims, span(at).last)]


@pytest.mark.parametrize(
    ("deadline", "at", "days"),
    [
        ("2026-03-31", "2026-03-31", 0), ("2026-03-31", "2026-04-01T00:00Z", 1), ("2026-03-31", "2026-04-01", 1),
        ("2026-03-31", "2026-04-02T00:00Z", 2), ("2026-03", "2026-03-31", 0), ("2026-03", "2026-04-01", 1),
        ("2025", "2026-12-31", 365), ("../2026-03", "2026-04-01", 1), ("2026-03/..", "2126", 0), (None, "2126", 0),
        ("2026-03-31T12:00Z", "2026-03-31T13:00Z", 1), ("2026-03-31T14:00+02:00", "2026-03-31T11:59Z", 0),
    ],
)  # fmt: skip
def test_days_over(deadline, at, days):
    assert days_over(deadline, span(at).last) == days


@law(100)
@given(st.sampled_from(DATES), st.sampled_from(DATES))
def test_what_is_over_is_so_since_the_instant_after_its_deadline(deadline, at):
    now = span(at).last
    began = since(deadline, now)
    assert (began is not None) == (days_over(deadline, now) > 0)
    if began is not None:
        assert days_over(deadline, began - 1) == 0
        assert days_over(deadline, began) == 1


def test_a_prediction_is_overdue_until_its_verdict():
    story = Story()
    story.open("bridge", deadline="2025-01-10")
    story.says("ann", "bridge", "predict")
    assert late(story, "2025-01-10") == []
    assert late(story, "2025-01-12") == [("bridge", 2)]
    verdict = story.verdict("bridge", "false")
    assert late(story, "2025-02-01") == []
    story.withdraw(verdict)
    assert late(story, "2025-02-01") == [("bridge", 22)]
    story.verdict("bridge", "unresolvable")
    assert late(story, "2025-02-01") == []


def test_a_verdict_that_the_world_did_not_have_yet_leaves_it_overdue():
    story = Story()
    story.open("bridge", deadline="2024-06")
    story.says("ann", "bridge", "predict", said="2024-05-01")
    story.verdict("bridge", "true", decided="2024-08-01")
    assert late(story, "2024-07-02", as_of="2024-07-02") == [("bridge", 2)]
    assert late(story, "2024-08-01", as_of="2024-08-01") == []


def test_a_rival_answer_found_true_settles_it():
    story = Story()
    story.open("spring", question="when", deadline="2024-06")
    story.open("autumn", question="when", deadline="2024-12")
    assert late(story, "2025-01-01") == [("spring", 185), ("autumn", 1)], "the longest overdue first"
    story.verdict("autumn", "true")
    assert late(story, "2025-01-01") == []


def test_claims_that_are_the_same_are_due_once_by_the_deadline_of_either():
    story = Story()
    story.open("bridge")
    story.open("crossing", deadline="2025-01-10")
    story.relate("bridge", "same_as", "crossing")
    assert late(story, "2025-01-11") == [("bridge", 1)]


def test_a_deadline_put_off_or_taken_away():
    story = Story()
    story.open("bridge", deadline="2025-01-10")
    story.refile("bridge", deadline="2025-01-20")
    assert late(story, "2025-01-19") == []
    assert late(story, "2025-01-21") == [("bridge", 1)]
    story.refile("bridge", deadline="")
    assert late(story, "2025-01-21") == []
