"""Habits of a source: silence, hedging, interest and time; counted, and never weighed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.stories import Story, gist, histories
from tests.domain.strategies import CLAIMS, SPEAKERS, cuts, logs
from tests.domain.test_laws import law
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import FOREVER, Cut, span
from tracker.domain.fold import fold
from tracker.domain.habits import CameOut, Habits, Tried, habits
from tracker.domain.projection import project
from tracker.domain.rows import Mark, Request
from tracker.domain.standings import Outcomes, standings
from tracker.domain.words import Certainty, Interest


def requests(story: Story, cut: Cut) -> list[Request]:
    """The requests for comment that stand."""
    rows = [
        project(thing, [entry for entry in history if entry.position <= cut.position])
        for thing, history in histories(story.entries).items()
        if history[0].position <= cut.position
    ]
    return [
        row for row in rows if isinstance(row, Request) and row.mark is not Mark.VOIDED and row.recorded <= cut.world
    ]


def of(story: Story, source: str, at: str = "2025-12-31", as_of: str | None = None, known_by: int = FOREVER) -> Habits:
    """The habits of one source; requests are due by ``at``."""
    cut = Cut(span(as_of).last if as_of else FOREVER, known_by)
    beliefs = Beliefs(fold(story.entries, cut))
    asked = [one for one in requests(story, cut) if beliefs.origins.canonical(one.source) == source]
    return habits(beliefs, source, list(beliefs.state.claims), asked, span(as_of or at).last)


def came(found: Habits) -> dict[str, int]:
    """How the claims came out that a source was silent on, without those words that nothing fits."""
    return {str(word): count for word, count in found.silence.outcomes.items() if count}


def asked(found: Habits) -> tuple[int, int, int, int]:
    """Answered, evaded, unanswered, pending."""
    return found.silence[1:5]


# -- silence -------------------------------------------------------------------------------------------------------


def test_beijing_declines_and_nothing_moves_but_the_count():
    story = Story().meet("organisation", "beijing", source_class="official").meet("agency", "reuters")
    story.says("insiders", "beijing-blocks", chain="reuters")
    before = gist(story.belief("beijing-blocks"))
    story.says("beijing", "beijing-blocks", "decline")
    assert gist(story.belief("beijing-blocks")) == before
    found = of(story, "beijing")
    assert found.silence[:8] == (0, 0, 0, 0, 0, 1, 0, 0)
    assert came(found) == {"open": 1}
    story.verdict("beijing-blocks", "true")
    assert came(of(story, "beijing")) == {"true": 1}


def test_a_claim_counts_once_however_often_it_was_met_with_silence():
    story = Story()
    for act in ("decline", "decline", "no_response", "non_denial"):
        story.says("acme", "leak", act)
    story.ask("acme", "leak", by="2025-01-10")
    found = of(story, "acme")
    assert (found.silence.declined, found.silence.no_response, found.silence.non_denial) == (2, 1, 1)
    assert came(found) == {"open": 1}


@pytest.mark.parametrize(
    ("verdict", "word"),
    [("true", "true"), ("mostly_true", "true"), ("mixed", "mixed"), ("mostly_false", "false"), ("false", "false"),
     ("unresolvable", "unresolvable")],
)  # fmt: skip
def test_how_a_claim_came_out(verdict, word):
    story = Story()
    story.says("acme", "leak", "decline")
    story.verdict("leak", verdict)
    assert came(of(story, "acme")) == {word: 1}


def test_a_rival_answer_found_true_closes_a_claim_it_was_silent_on():
    story = Story()
    story.open("ten", question="how-many")
    story.open("twenty", question="how-many")
    story.says("acme", "ten", "decline")
    story.verdict("twenty", "true")
    assert came(of(story, "acme")) == {"false": 1}


def test_two_claims_that_are_the_same_are_one_silence():
    story = Story()
    story.says("acme", "leak", "decline")
    story.says("acme", "spill", "decline")
    story.relate("leak", "same_as", "spill")
    assert came(of(story, "acme")) == {"open": 1}


# -- requests ------------------------------------------------------------------------------------------------------


def test_five_requests_and_their_fates():
    story = Story().meet("organisation", "acme")
    for claim in ("a", "b", "c", "d", "e"):
        story.ask("acme", claim, by="2025-02-01" if claim != "e" else "2025-12-31")
    story.says("acme", "a", "deny")
    story.says("acme", "b", "decline")
    story.says("acme", "c", "no_response")
    found = of(story, "acme", at="2025-03-01")
    assert found.silence.asked == 5
    assert asked(found) == (1, 1, 2, 1)
    assert came(found) == {"open": 3}, "evaded and unanswered; the answered and the pending one are no silence"


def test_a_request_is_due_at_the_last_instant_of_its_date():
    story = Story()
    story.ask("acme", "leak", by="2025-03")
    assert asked(of(story, "acme", as_of="2025-03-31")) == (0, 0, 0, 1)
    assert asked(of(story, "acme", as_of="2025-04-01")) == (0, 0, 1, 0)


def test_a_silence_reported_before_the_date_leaves_the_request_pending():
    story = Story()
    story.ask("acme", "leak", by="2025-03")
    story.says("acme", "leak", "no_response")
    assert asked(of(story, "acme", at="2025-02-01")) == (0, 0, 0, 1)


def test_what_was_said_before_the_request_is_no_answer_to_it():
    story = Story()
    story.says("acme", "leak", "deny")
    story.ask("acme", "leak", by="2025-02-01")
    assert asked(of(story, "acme")) == (0, 0, 1, 0)
    story.says("acme", "leak", "deny", said="2025-01-02")
    assert asked(of(story, "acme")) == (0, 0, 1, 0), "found late, said early"


def test_a_late_answer_is_an_answer():
    story = Story()
    story.ask("acme", "leak", by="2025-01-05")
    story.says("acme", "leak", "deny", said="2025-06-01", recorded="2025-06-02T12:00:00Z")
    assert asked(of(story, "acme", as_of="2025-05-01")) == (0, 0, 1, 0)
    assert asked(of(story, "acme")) == (1, 0, 0, 0)


def test_a_request_written_down_after_its_own_date_was_made_by_that_date():
    story = Story()
    story.says("acme", "leak", "deny", said="2024-12-28")
    story.ask("acme", "leak", by="2024-12-24")
    assert asked(of(story, "acme")) == (1, 0, 0, 0)


def test_words_after_a_decline_are_an_answer_after_all():
    story = Story()
    story.ask("acme", "leak")
    story.says("acme", "leak", "decline")
    assert asked(of(story, "acme")) == (0, 1, 0, 0)
    story.says("acme", "leak", "deny")
    assert asked(of(story, "acme")) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("put_to", "speaker", "answered"),
    [
        ("acme", "chief", True), ("chief", "acme", True), ("chief", "spokeswoman", True), ("acme", "bystander", False),
        ("chief", "bystander", False),
    ],
)  # fmt: skip
def test_who_answers_for_whom(put_to, speaker, answered):
    story = Story().meet("organisation", "acme").meet("person", "chief", "spokeswoman", member_of="acme")
    story.ask(put_to, "leak")
    story.says(speaker, "leak", "deny")
    assert asked(of(story, put_to)) == ((1, 0, 0, 0) if answered else (0, 0, 0, 1))


def test_a_former_member_answers_for_nobody():
    story = Story().meet("organisation", "acme").meet("person", "chief", member_of="acme", member_to="2024")
    story.ask("acme", "leak")
    story.says("chief", "leak")
    assert asked(of(story, "acme")) == (0, 0, 0, 1)


def test_an_answer_to_the_same_claim_under_another_handle_is_one():
    story = Story()
    story.open("leak")
    story.ask("acme", "leak")
    story.says("acme", "spill", "deny")
    story.relate("leak", "same_as", "spill")
    assert asked(of(story, "acme")) == (1, 0, 0, 0)


def test_after_a_merge_requests_to_both_handles_are_put_to_one():
    story = Story().meet("organisation", "acme", "acme-corp")
    story.ask("acme-corp", "leak")
    story.merge("acme-corp", "acme")
    story.says("acme", "leak", "deny")
    assert asked(of(story, "acme")) == (1, 0, 0, 0)


# -- wording -------------------------------------------------------------------------------------------------------


def test_hedged_statements_are_counted_by_their_wording():
    story = Story()
    for claim, certainty, verdict in (
        ("a", "certain", "true"), ("b", "certain", "false"), ("c", "likely", "true"), ("d", "uncertain", "mixed"),
        ("e", "unstated", None),
    ):  # fmt: skip
        story.says("ann", claim, certainty=certainty)
        if verdict:
            story.verdict(claim, verdict)
    story.says("ann", "f", "speculate")
    story.says("ann", "f", "decline")
    assert of(story, "ann").by_certainty == {
        Certainty.CERTAIN: Tried(2, Outcomes(held=1, fell=1)),
        Certainty.LIKELY: Tried(1, Outcomes(held=1)),
        Certainty.UNCERTAIN: Tried(2, Outcomes(mixed=1)),
        Certainty.UNSTATED: Tried(1, Outcomes(pending=1)),
    }


def test_only_the_last_word_is_on_trial_and_it_has_one_wording():
    story = Story()
    story.says("ann", "a", certainty="certain")
    story.says("ann", "a", certainty="likely")
    story.verdict("a", "true")
    found = of(story, "ann").by_certainty
    assert found[Certainty.CERTAIN] == Tried(1, Outcomes())
    assert found[Certainty.LIKELY] == Tried(1, Outcomes(held=1))


# -- interest ------------------------------------------------------------------------------------------------------


def test_nvidia_s_denial_serves_itself_and_an_outsider_s_does_not():
    story = Story().meet("organisation", "nvidia").meet("person", "huang", member_of="nvidia").meet("person", "expert")
    story.open("backdoors", about=("nvidia",))
    for source in ("nvidia", "huang", "expert"):
        story.says(source, "backdoors", "deny")
    story.says("nvidia", "backdoors-2", "confirm")
    story.verdict("backdoors", "true")
    assert of(story, "nvidia").by_interest[Interest.SELF_SERVING] == Tried(1, Outcomes(fell=1))
    assert of(story, "huang").by_interest[Interest.SELF_SERVING] == Tried(1, Outcomes(fell=1)), "it speaks for nvidia"
    assert of(story, "expert").by_interest[Interest.UNKNOWN] == Tried(1, Outcomes(fell=1))
    assert of(story, "expert").by_interest[Interest.SELF_SERVING] == Tried(0, Outcomes())


def test_admissions_are_on_no_record_but_come_out_all_the_same():
    story = Story()
    for claim, act, verdict in (
        ("a", "assert", "true"), ("b", "deny", "true"), ("c", "deny", "false"), ("d", "assert", "mixed"),
        ("e", "assert", None), ("f", "assert", "unresolvable"),
    ):  # fmt: skip
        story.says("ann", claim, act, interest="against_interest")
        if verdict:
            story.verdict(claim, verdict)
    found = of(story, "ann").by_interest[Interest.AGAINST_INTEREST]
    assert found == Tried(6, Outcomes(held=2, fell=1, mixed=1, pending=1))
    assert story.standing("ann").score == Outcomes()


def test_an_admission_after_the_verdict_says_nothing_and_the_one_before_it_counts():
    story = Story()
    story.says("ann", "a", interest="against_interest")
    story.verdict("a", "true")
    story.says("ann", "a", "deny", interest="against_interest")
    assert of(story, "ann").by_interest[Interest.AGAINST_INTEREST] == Tried(2, Outcomes(held=1))


def test_an_admission_taken_back_is_withdrawn_unless_another_stands():
    story = Story()
    story.says("ann", "a", interest="against_interest")
    second = story.says("ann", "a", interest="against_interest")
    story.retract(second)
    assert of(story, "ann").by_interest[Interest.AGAINST_INTEREST].score == Outcomes(pending=1)
    story = Story()
    story.retract(story.says("ann", "a", interest="against_interest"))
    story.verdict("a", "true")
    assert of(story, "ann").by_interest[Interest.AGAINST_INTEREST].score == Outcomes(withdrawn=1)


# -- time ----------------------------------------------------------------------------------------------------------


def test_months_are_those_in_which_the_world_had_it():
    story = Story()
    for claim, said, verdict in (("a", "2024-03-31", "true"), ("b", "2024-03", "false"), ("c", "2024-05-01", "true")):
        story.says("ann", claim, said=said)
        story.verdict(claim, verdict)
    story.says("ann", "d", "decline", said="2024-05-02")
    assert of(story, "ann").months == (("2024-03", 2, 1, 1), ("2024-05", 2, 1, 0))


def test_a_source_that_never_spoke_has_a_row_of_zeros():
    story = Story().meet("person", "ann")
    found = of(story, "ann")
    assert found.silence[:8] == (0,) * 8
    assert set(found.silence.outcomes) == set(CameOut)
    assert not any(found.silence.outcomes.values())
    assert set(found.by_certainty) == set(Certainty)
    assert set(found.by_interest) == set(Interest)
    assert {*found.by_certainty.values(), *found.by_interest.values()} == {Tried(0, Outcomes())}
    assert found.months == ()


# -- laws ----------------------------------------------------------------------------------------------------------


@st.composite
def quiet(draw: st.DrawFn) -> Story:
    """A random log in which much is asked and little is answered."""
    story = draw(logs(most=16))
    for source, claim, act in draw(
        st.lists(
            st.tuples(
                st.sampled_from(SPEAKERS),
                st.sampled_from(CLAIMS),
                st.sampled_from(("ask", "ask", "decline", "no_response", "non_denial", "assert")),
            ),
            min_size=3,
            max_size=12,
        )
    ):
        story.ask(source, claim, by="2025-03") if act == "ask" else story.says(source, claim, act)
    return story


def added(scores) -> Outcomes:
    """The sum of some scores."""
    return Outcomes(*(sum(counts) for counts in zip(Outcomes(), *scores, strict=True)))


@law(60)
@given(quiet(), cuts(), st.sampled_from(SPEAKERS))
def test_the_parts_add_up_to_the_record(story, cut, source):
    beliefs = Beliefs(fold(story.entries, cut))
    own = [row for row in standings(beliefs.state) if row.record.speaker == source and not row.record.cell]
    by_act = added(own[0].by_act.values()) if own else Outcomes()
    found = habits(beliefs, source, list(beliefs.state.statements), [], span("2025").last)
    assert added(tried.score for tried in found.by_certainty.values()) == by_act
    on_record = {**found.by_interest}
    on_record.pop(Interest.AGAINST_INTEREST)
    assert added(tried.score for tried in on_record.values()) == by_act
    assert sum(month.held for month in found.months) == by_act.held
    assert sum(month.fell for month in found.months) == by_act.fell
    assert sum(month.statements for month in found.months) == (own[0].statements if own else 0)
    spoken = sum(found.silence[5:8])
    for parts in (found.by_certainty, found.by_interest):
        assert sum(tried.statements for tried in parts.values()) + spoken == (own[0].statements if own else 0)


@law(60)
@given(quiet(), cuts(), st.sampled_from(SPEAKERS))
def test_every_request_has_one_fate_and_a_silence_one_outcome(story, cut, source):
    beliefs = Beliefs(fold(story.entries, cut))
    put = [one for one in requests(story, cut) if one.source == source]
    found = habits(beliefs, source, list(beliefs.state.statements), put, span("2026").last)
    assert found.silence.asked == len(put) == sum(found.silence[1:5])
    assert found.silence.pending == 0, "they are all due by then"
    silent = sum(found.silence.outcomes.values())
    assert silent <= sum(found.silence[5:8]) + found.silence.evaded + found.silence.unanswered
    assert (silent == 0) == (sum(found.silence[5:8]) + found.silence.evaded + found.silence.unanswered == 0)


@law(30)
@given(quiet(), st.sampled_from(SPEAKERS))
def test_as_time_goes_by_only_pending_requests_change(story, source):
    beliefs = Beliefs(fold(story.entries, Cut()))
    put = [one for one in requests(story, Cut()) if one.source == source]
    early, late = (
        habits(beliefs, source, list(beliefs.state.statements), put, span(at).last) for at in ("2024", "2026")
    )
    assert early.silence[1:3] == late.silence[1:3]
    assert early.silence.pending + early.silence.unanswered == late.silence.unanswered
    assert early[1:] == late[1:]
