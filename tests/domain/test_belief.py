"""From statements to a belief: what each is worth, what they add up to, and where the claim then stands."""

import pytest

from tests.domain.stories import FLAT, Reading, Story, gist
from tracker.domain.contributions import Reason
from tracker.domain.weighing import Side
from tracker.domain.words import Evidence, Finding, Likelihood, Status


def with_credibility(**classes: str) -> Story:
    """A desk whose policy gives each class of sources a credibility, with a person of each class called like it."""
    story = Story()
    for name, share in classes.items():
        story.meet("person", name, source_class=name)
        story.policy(f"prior.{name}", share)
    return story


# -- what one statement is worth ------------------------------------------------------------------------------


@pytest.mark.parametrize("share", ["0.5", "0.51", "0.6", "0.7", "0.8", "0.9", "0.95", "0.99"])
def test_one_flat_statement_gives_exactly_the_credibility_of_its_source(share):
    story = with_credibility(witness=share)
    story.says("witness", "x")
    assert story.belief("x").probability == pytest.approx(float(share), abs=1e-6)
    story.says("witness", "y", "deny")
    assert story.belief("y").probability == pytest.approx(1 - float(share), abs=1e-6)


def test_a_record_below_even_speaks_for_the_other_side():
    story = with_credibility(liar="0.2")
    supported = story.says("liar", "x")
    denied = story.says("liar", "y", "deny")
    assert story.read().sums("x") == (0.2, 0, 3_000_000)
    assert story.read().sums("y") == (0.8, 3_000_000, 0)
    assert (story.added(supported).side, story.added(denied).side) == (Side.AGAINST, Side.FOR)


def test_a_record_of_one_half_weighs_nothing_and_says_so():
    story = with_credibility(coin="0.5")
    entry = story.says("coin", "x")
    assert (story.added(entry).reason, story.added(entry).side) == (Reason.EVEN, Side.FOR)
    belief = story.belief("x")
    assert (belief.support_units, belief.likelihood) == (0, None)
    assert belief.status is Status.SINGLE_SOURCE


@pytest.mark.parametrize(("share", "units"), [("0.9999", 198_000_000), ("0.0001", 0)])
def test_no_credibility_goes_beyond_its_floor_and_ceiling(share, units):
    story = with_credibility(oracle=share)
    entry = story.says("oracle", "x")
    assert story.added(entry).factors.credibility in (0.005, 0.995)
    assert story.belief("x").support_units == units


@pytest.mark.parametrize(
    ("options", "units"),
    [
        ({"certainty": "certain"}, 1_333_333),
        ({"certainty": "likely"}, 666_666),
        ({"certainty": "unstated"}, 666_666),
        ({"certainty": "uncertain"}, 199_999),
        ({"basis": "witnessed"}, 1_666_666),
        ({"basis": "document"}, 1_666_666),
        ({"basis": "own_decision"}, 1_666_666),
        ({"basis": "unstated"}, 1_333_333),
        ({"basis": "heard_from_named"}, 1_333_333),
        ({"basis": "heard_from_unnamed"}, 799_999),
        ({"basis": "no_evidence"}, 666_666),
        ({"interest": "self_serving"}, 466_666),
        ({"interest": "neutral"}, 1_333_333),
        ({"interest": "unknown"}, 1_333_333),
        ({"interest": "against_interest"}, 2_666_666),
        ({"interest": "self_serving", "basis": "own_decision"}, 1_666_666),
        ({"interest": "against_interest", "basis": "own_decision"}, 1_666_666),
        ({"certainty": "likely", "basis": "witnessed", "interest": "self_serving"}, 291_666),
    ],
)
def test_wording_ground_and_interest_multiply_and_are_rounded_down_once(options, units):
    story = Story()
    assert story.added(story.says("ann", "x", **options)).units == units


@pytest.mark.parametrize(
    ("chain", "basis", "units"),
    [
        ("bob", None, 799_999),
        ("bob > cid", None, 479_999),
        ("acme > union", None, 479_999),
        ("reuters > spiegel", None, 1_333_333),
        ("memo", None, 1_333_333),
        ("reuters > bob > spiegel", None, 799_999),
        ("bob", "heard_from_named", 1_333_333),
        ("bob > cid", "heard_from_unnamed", 799_999),
    ],
)
def test_each_person_organisation_or_group_that_passes_it_on_takes_off_two_fifths(chain, basis, units):
    story = Story().meet("person", "bob", "cid").meet("organisation", "acme").meet("group", "union")
    story.meet("agency", "reuters").meet("document", "memo")
    assert story.added(story.says("ann", "x", chain=chain, basis=basis)).units == units


@pytest.mark.parametrize(
    ("act", "support", "deny"),
    [
        ("assert", 1_333_333, 0), ("confirm", 1_333_333, 0), ("announce", 1_666_666, 0), ("accuse", 666_666, 0),
        ("predict", 666_666, 0), ("warn", 666_666, 0), ("deny", 0, 1_333_333), ("speculate", 0, 0), ("opinion", 0, 0),
        ("unclear", 0, 0), ("decline", 0, 0), ("no_response", 0, 0), ("non_denial", 0, 0),
    ],
)  # fmt: skip
def test_every_act_has_its_own_effect(act, support, deny):
    story = Story()
    story.says("ann", "x", act)
    assert story.read().sums("x")[1:] == (support, deny)


def test_an_opinion_given_a_stance_and_a_certainty_counts():
    story = Story()
    assert story.added(story.says("ann", "x", "opinion", stance="supports", certainty="likely")).units == 666_666


def test_an_announcement_on_another_ground_is_not_an_own_decision():
    story = Story()
    story.says("ann", "x", "announce", basis="heard_from_named")
    belief = story.belief("x")
    assert (belief.support_units, belief.by_decider) == (FLAT, False)


def test_an_outlets_own_voice_shows_no_evidence_unless_it_says_how_it_knows():
    story = Story().meet("outlet", "spiegel")
    assert story.added(story.says("spiegel", "x")).units == 666_666
    assert story.added(story.says("spiegel", "y", basis="witnessed")).units == 1_666_666


# -- interest -------------------------------------------------------------------------------------------------


def company() -> Story:
    """A claim about acme, and a spokeswoman in office through 2024."""
    story = Story().meet("organisation", "acme")
    story.meet("person", "ann", member_of="acme", member_from="2024", member_to="2024")
    story.open("x", about=("acme",))
    return story


def test_a_source_speaking_of_itself_is_self_serving():
    story = company()
    assert story.added(story.says("acme", "x", "deny")).interest == "self_serving"


def test_who_confirms_a_claim_about_itself_is_neutral():
    story = company()
    assert story.added(story.says("acme", "x", "confirm")).units == FLAT


def test_a_spokeswoman_serves_her_company_only_while_in_office():
    story = company()
    during = story.says("ann", "x", "deny", said="2024-12-31")
    after = story.says("ann", "x", "deny", said="2025-01-01")
    assert (story.added(during).interest, story.added(after).interest) == ("self_serving", "unknown")


def test_a_claim_about_a_member_is_about_the_company_too():
    story = company()
    story.open("y", about=("ann",))
    during = story.says("acme", "y", "deny", said="2024-05-01")
    after = story.says("acme", "y", "deny", said="2025-01-01")
    assert (story.added(during).interest, story.added(after).interest) == ("self_serving", "unknown")
    assert story.belief("y", as_of="2024").denied_by == ("acme",)
    assert story.belief("y", as_of="2025-01-01").denied_by == ()


def test_an_interest_set_by_hand_goes_before_the_default():
    story = company()
    assert story.added(story.says("acme", "x", interest="against_interest")).units == 2 * FLAT
    assert story.added(story.says("acme", "x", "deny", interest="unknown")).units == FLAT


def test_others_have_no_known_interest():
    story = company()
    assert story.added(story.says("bob", "x")).interest == "unknown"


# -- what moves nothing ---------------------------------------------------------------------------------------


def told() -> Story:
    """A claim about acme with a supporter and acme's denial."""
    story = Story().meet("organisation", "acme")
    story.open("x", about=("acme",))
    story.says("ann", "x")
    story.says("acme", "x", "deny")
    return story


@pytest.mark.parametrize("act", ["decline", "no_response", "non_denial", "unclear", "speculate", "opinion"])
@pytest.mark.parametrize("source", ["acme", "ann", "bob"])
def test_declining_not_answering_or_leaving_it_open_changes_nothing_but_the_count(act, source):
    story = told()
    before = story.belief("x")
    entry = story.says(source, "x", act)
    assert gist(story.belief("x")) == gist(before)
    assert story.belief("x").statements == 3
    assert (story.added(entry).reason, story.added(entry).worth) == (Reason.SILENT, 0)


def test_a_headline_changes_nothing_but_the_count():
    story = told()
    before = story.belief("x")
    entry = story.says("bob", "x", via="headline")
    assert gist(story.belief("x")) == gist(before)
    assert story.belief("x").statements == 3
    assert story.added(entry).reason is Reason.HEADLINE


@pytest.mark.parametrize("act", ["decline", "no_response", "non_denial", "unclear"])
def test_the_four_silent_acts_take_no_side_even_if_a_record_claims_one(act):
    story = told()
    before = story.belief("x")
    story.says("bob", "x", act, stance="supports")
    assert gist(story.belief("x")) == gist(before)


def test_asking_for_comment_changes_nothing():
    story = told()
    before = story.belief("x")
    story.ask("acme", "x")
    assert story.belief("x") == before


def test_a_claim_that_nobody_spoke_of_and_one_that_nobody_opened_are_open_at_the_prior():
    story = Story()
    story.open("x")
    for claim in ("x", "unheard-of"):
        belief = story.belief(claim)
        assert (belief.status, belief.probability, belief.statements) == (Status.OPEN, 0.5, 0)
        assert (belief.range, belief.ignorance, belief.likelihood) == ((0.0, 1.0), 1.0, None)


# -- p, range, words ------------------------------------------------------------------------------------------


def test_probability_ignorance_and_range_follow_from_the_sums():
    story = Story()
    story.says("ann", "x")
    story.says("bob", "x", "deny", certainty="likely")
    belief = story.belief("x")
    whole = 1_333_333 + 666_666 + 2_000_000
    assert belief.probability == 2_333_333 / whole
    assert belief.ignorance == 2_000_000 / whole
    assert belief.range == (1_333_333 / whole, 3_333_333 / whole)


def test_a_topics_base_rate_is_the_prior_of_its_claims():
    story = Story()
    story.policy("base_rate.rumours", "0.2")
    story.open("x", topics=("chips", "rumours"))
    assert story.p("x") == 0.2
    story.says("ann", "x")
    assert story.belief("x").probability == (1_333_333 + 400_000) / 3_333_333


@pytest.mark.parametrize(
    ("share", "phrase"),
    [
        ("0.799999", Likelihood.LIKELY), ("0.8", Likelihood.VERY_LIKELY), ("0.949", Likelihood.VERY_LIKELY),
        ("0.95", Likelihood.VERY_LIKELY), ("0.99", Likelihood.VERY_LIKELY),
    ],
)  # fmt: skip
def test_one_origin_makes_nothing_more_than_very_likely(share, phrase):
    story = with_credibility(witness=share)
    story.says("witness", "x")
    assert story.belief("x").likelihood is phrase


def test_the_denial_of_one_excellent_origin_can_leave_almost_no_chance():
    story = with_credibility(witness="0.97")
    story.says("witness", "x", "deny")
    assert story.belief("x").likelihood is Likelihood.ALMOST_NO_CHANCE


def test_two_origins_can_make_a_claim_almost_certain():
    story = with_credibility(witness="0.95", expert="0.6")
    story.says("witness", "x")
    assert story.belief("x").likelihood is Likelihood.VERY_LIKELY
    story.says("expert", "x")
    assert story.belief("x").likelihood is Likelihood.ALMOST_CERTAIN


def test_an_ignorance_of_exactly_seven_tenths_is_still_enough_to_say_something():
    story = with_credibility(witness="0.8")
    story.policy("weight", "7")
    story.says("witness", "x")
    belief = story.belief("x")
    assert belief.ignorance == 0.7
    assert (belief.evidence, belief.likelihood) == (Evidence.THIN, Likelihood.LIKELY)


# -- the ladder -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("finding", "status"),
    [
        ("true", Status.CONFIRMED), ("mostly_true", Status.CONFIRMED), ("mixed", Status.MIXED),
        ("mostly_false", Status.REFUTED), ("false", Status.REFUTED), ("unresolvable", Status.UNRESOLVABLE),
    ],
)  # fmt: skip
def test_a_verdict_settles_the_status_and_takes_the_likelihood_word_but_not_the_probability(finding, status):
    story = told()
    settled = story.belief("x")._replace(status=status, likelihood=None, verdict=Finding(finding))
    entry = story.verdict("x", finding)
    assert gist(story.belief("x")) == gist(settled)
    assert story.belief("x").verdict_entry == story.position(entry)


def test_the_latest_verdict_by_date_decided_counts_and_then_by_place_in_the_log():
    story = told()
    story.verdict("x", "true", decided="2024-03")
    story.verdict("x", "false", decided="2024-02")
    assert story.belief("x").status is Status.CONFIRMED
    story.verdict("x", "mixed", decided="2024-03")
    assert story.belief("x").status is Status.MIXED


def test_when_a_verdict_falls_the_one_before_it_stands_again():
    story = told()
    story.verdict("x", "true", decided="2024-03-01")
    second = story.verdict("x", "false", decided="2024-04-01")
    story.withdraw(second, decided="2024-05-01")
    assert story.belief("x", as_of="2024-03-15").status is Status.CONFIRMED
    assert story.belief("x", as_of="2024-04-30").status is Status.REFUTED
    assert story.belief("x", as_of="2024-05-01").status is Status.CONFIRMED


def test_a_claim_whose_only_support_is_taken_back_is_retracted():
    story = Story()
    entry = story.says("ann", "x", said="2024-03-01")
    story.retract(entry, said="2024-04-01")
    assert story.belief("x", as_of="2024-03-31").status is Status.SINGLE_SOURCE
    belief = story.belief("x", as_of="2024-04-01")
    assert (belief.status, belief.probability, belief.origins_for) == (Status.RETRACTED, 0.5, (0, 0))
    assert story.added(entry).reason is Reason.WITHDRAWN


def test_a_claim_with_other_support_left_is_not_retracted():
    story = Story()
    story.retract(story.says("ann", "x"))
    story.says("bob", "x")
    assert story.belief("x").status is Status.SINGLE_SOURCE


def test_a_withdrawn_denial_does_not_make_a_claim_retracted():
    story = Story()
    story.retract(story.says("ann", "x", "deny"))
    assert story.belief("x").status is Status.OPEN


def test_earlier_words_that_were_not_taken_back_stand_when_the_latest_are():
    story = Story()
    first = story.says("ann", "x")
    story.retract(story.says("ann", "x"))
    assert story.belief("x").status is Status.SINGLE_SOURCE
    story.retract(first)
    assert story.belief("x").status is Status.RETRACTED


def test_taking_back_earlier_words_leaves_the_latest_standing():
    story = Story()
    first = story.says("ann", "x")
    story.says("ann", "x")
    story.retract(first)
    assert story.belief("x").status is Status.SINGLE_SOURCE


def test_two_sides_of_which_the_smaller_has_a_quarter_are_in_dispute():
    story = with_credibility(three="0.8", one="0.6666666666666666", less="0.66")
    story.says("three", "x")
    story.says("one", "x", "deny")
    assert story.belief("x").status is Status.DISPUTED
    story.says("three", "y")
    story.says("less", "y", "deny")
    assert story.belief("y").status is Status.SINGLE_SOURCE


def test_a_side_below_a_fifth_of_a_unit_makes_no_dispute():
    story = Story()
    story.says("ann", "x", certainty="uncertain")
    story.says("bob", "x", "deny", certainty="uncertain")
    assert story.belief("x").status is Status.SINGLE_SOURCE
    assert story.belief("x").support_units == 199_999


def test_units_of_a_record_below_even_do_not_count_for_a_dispute():
    story = with_credibility(liar="0.2")
    story.says("ann", "x")
    story.says("liar", "x")
    assert story.read().sums("x")[1:] == (FLAT, 3_000_000)
    assert story.belief("x").status is Status.MULTIPLE_SOURCES


def test_a_fifth_of_a_unit_on_both_sides_is_just_enough_for_a_dispute():
    story = with_credibility(faint="0.5454545454545454")
    story.says("faint", "x")
    story.meet("person", "second", source_class="faint")
    story.says("second", "x", "deny")
    assert story.read().sums("x")[1:] == (200_000, 200_000)
    assert story.belief("x").status is Status.DISPUTED


def test_a_denial_by_the_one_concerned_disputes_a_single_source_however_weak_the_denial():
    story = told()
    story.says("acme", "x", "deny", certainty="uncertain")
    belief = story.belief("x")
    assert belief.deny_units == 69_999
    assert (belief.status, belief.denied_by) == (Status.DISPUTED, ("acme",))


def test_a_denial_by_the_one_concerned_of_what_nobody_supports_is_no_dispute():
    story = Story().meet("organisation", "acme")
    story.open("x", about=("acme",))
    story.says("acme", "x", "deny")
    assert (story.belief("x").status, story.belief("x").denied_by) == (Status.DENIED, ("acme",))


def test_an_origin_disputes_with_the_strongest_of_its_statements():
    story = Story().meet("outlet", "bild", "spiegel", "zeit")
    for paper, certainty in (("bild", "uncertain"), ("spiegel", "certain"), ("zeit", "uncertain")):
        story.says(paper, "x", certainty=certainty)
    story.says("ann", "x", "deny", certainty="likely")
    assert story.belief("x").status is Status.DISPUTED


def test_a_denial_by_somebody_not_concerned_does_not():
    story = Story()
    story.says("ann", "x")
    story.says("bob", "x", "deny", interest="self_serving", certainty="uncertain")
    assert (story.belief("x").status, story.belief("x").denied_by) == (Status.SINGLE_SOURCE, ())


def test_two_solid_origins_outweigh_the_denial_of_the_one_concerned_which_stays_named():
    story = told()
    story.says("bob", "x")
    belief = story.belief("x")
    assert (belief.status, belief.denied_by) == (Status.MULTIPLE_SOURCES, ("acme",))
    story.says("cid", "x")
    assert story.belief("x").status is Status.CORROBORATED


def test_a_headline_a_retracted_and_a_superseded_denial_are_no_denial_by_the_one_concerned():
    story = Story().meet("organisation", "acme", "bcorp", "ccorp")
    story.open("x", about=("acme", "bcorp", "ccorp"))
    story.says("ann", "x")
    story.says("acme", "x", "deny", via="headline")
    story.retract(story.says("bcorp", "x", "deny"))
    story.says("ccorp", "x", "deny")
    story.says("ccorp", "x", "confirm")
    assert story.belief("x").denied_by == ()


def test_denied_by_stands_beside_a_verdict():
    story = told()
    story.verdict("x", "true")
    assert (story.belief("x").status, story.belief("x").denied_by) == (Status.CONFIRMED, ("acme",))


def test_two_origins_of_half_a_unit_at_three_quarters_corroborate():
    story = Story()
    story.says("ann", "x")
    story.says("bob", "x", certainty="likely")
    assert story.belief("x").probability == pytest.approx(0.75, abs=1e-6)
    assert story.belief("x").status is Status.MULTIPLE_SOURCES
    story.says("bob", "x", "assert", basis="heard_from_unnamed")
    assert story.belief("x").status is Status.CORROBORATED


def test_two_origins_that_give_exactly_half_a_unit_or_exactly_three_quarters_corroborate():
    story = with_credibility(half="0.6", nine="0.9", two_thirds="0.6666666666666666")
    story.says("half", "x")
    story.says("nine", "x")
    assert story.added(story.entries[-2].id).units == 500_000
    assert story.belief("x").status is Status.CORROBORATED
    story.meet("person", "second", source_class="two_thirds")
    story.says("two_thirds", "y")
    story.says("second", "y")
    assert story.belief("y").probability == 0.75
    assert story.belief("y").status is Status.CORROBORATED


def test_two_origins_of_which_one_is_weak_are_only_several():
    story = with_credibility(three="0.8")
    story.says("three", "x", basis="witnessed")
    story.says("ann", "x", interest="self_serving")
    belief = story.belief("x")
    assert belief.probability > 0.75
    assert belief.status is Status.MULTIPLE_SOURCES


def test_two_solid_origins_below_three_quarters_are_only_several():
    story = Story()
    story.says("ann", "x", certainty="likely")
    story.says("bob", "x", certainty="likely")
    assert story.p("x") == 0.7
    assert story.belief("x").status is Status.MULTIPLE_SOURCES


def test_only_an_own_decision_is_shown_as_by_the_one_who_decides():
    story = Story()
    story.says("ann", "x", "announce")
    assert story.belief("x").by_decider
    story.says("bob", "x")
    assert not story.belief("x").by_decider
    story.says("bob", "y")
    assert not story.belief("y").by_decider


def test_one_denier_without_support_denies_and_two_are_several():
    story = Story()
    story.says("ann", "x", "deny")
    assert story.belief("x").status is Status.DENIED
    story.says("bob", "x", "deny")
    assert story.belief("x").status is Status.DENIED_BY_SEVERAL


def test_outweighed_support_that_is_no_dispute_leaves_a_claim_denied():
    story = with_credibility(four="0.9")
    story.says("four", "x", "deny")
    story.says("ann", "x")
    assert story.belief("x").status is Status.DENIED


def test_a_denier_whose_record_is_below_even_still_denies():
    story = with_credibility(liar="0.2")
    story.says("liar", "x", "deny")
    assert (story.belief("x").status, story.p("x")) == (Status.DENIED, 0.8)


def test_a_supporter_who_changes_sides_leaves_a_denial():
    story = Story()
    story.says("ann", "x")
    story.says("ann", "x", "deny")
    assert story.belief("x").status is Status.DENIED


# -- what comes with it ---------------------------------------------------------------------------------------


def test_a_belief_names_the_latest_entry_about_it():
    story = Story()
    story.open("x")
    assert story.belief("x").changed is None
    story.says("ann", "x", said="2024-06-01")
    entry = story.says("bob", "x", "decline", said="2024-05-01")
    assert story.belief("x").changed == story.position(entry)
    story.verdict("x", "true")
    story.says("ann", "y")
    assert (story.belief("x").changed, story.belief("x").verdict_entry) == (len(story.entries) - 2,) * 2


def test_the_board_lists_every_matter_once_in_the_order_they_were_opened():
    story = Story()
    for claim in ("z", "y", "x"):
        story.open(claim)
    story.says("ann", "x")
    story.relate("x", "same_as", "y")
    assert [(belief.claim, belief.statements) for belief in story.read().beliefs.board()] == [("z", 0), ("y", 1)]


def test_what_was_said_of_a_claim_that_was_undone_can_still_be_read():
    story = Story().meet("person", "ann")
    claim = story.open("x")
    story.says("ann", "x", "deny")
    story.undo(claim)
    assert (story.belief("x").status, story.belief("x").denied_by) == (Status.DENIED, ())
    assert story.read().beliefs.board() == []


# -- questions ------------------------------------------------------------------------------------------------


def chips(*claims: str) -> Story:
    """How many chips? Answers that exclude each other."""
    story = Story()
    for claim in claims:
        story.open(claim, question="how-many")
    return story


def test_the_answers_to_a_question_share_one_whole_with_none_of_these():
    story = chips("100k", "200k", "400k")
    story.says("ann", "100k")
    story.says("bob", "200k", certainty="likely")
    whole = 1_333_333 + 666_666 + 2_000_000
    probabilities = [story.belief(claim).probability for claim in ("100k", "200k", "400k")]
    assert probabilities == [(1_333_333 + 500_000) / whole, (666_666 + 500_000) / whole, 500_000 / whole]
    assert sum(probabilities) + 500_000 / whole == pytest.approx(1)


def test_a_denial_counts_only_against_the_answer_denied():
    story = chips("100k", "200k")
    story.says("ann", "100k", "deny")
    assert story.belief("100k").probability == pytest.approx((2 / 3) / (2 + FLAT / 1e6))
    assert story.belief("200k").probability == pytest.approx(1 / 3)


def test_an_answer_of_which_nobody_spoke_gets_no_likelihood_word_however_much_is_known_of_the_others():
    story = chips("100k", "200k")
    for name in ("ann", "bob", "cid"):
        story.says(name, "100k")
    belief = story.belief("200k")
    assert (belief.evidence, belief.likelihood, belief.status) == (Evidence.MODERATE, None, Status.OPEN)


def test_a_question_with_one_answer_is_no_question():
    story = chips("100k")
    story.says("ann", "100k")
    assert story.p("100k") == 0.7


def test_true_on_one_answer_refutes_the_others_but_not_those_with_a_verdict_of_their_own():
    story = chips("100k", "200k", "400k")
    story.verdict("400k", "mixed")
    story.verdict("100k", "true")
    assert [story.belief(claim).status for claim in ("100k", "200k", "400k")] == [
        Status.CONFIRMED, Status.REFUTED, Status.MIXED,
    ]  # fmt: skip
    assert story.belief("200k").verdict is Finding.FALSE
    assert story.belief("200k").verdict_entry == story.belief("100k").verdict_entry == len(story.entries)


def test_where_two_answers_were_found_true_the_later_finding_refutes_the_third():
    story = chips("100k", "200k", "400k")
    story.verdict("100k", "true", decided="2024-06")
    later = story.verdict("200k", "true", decided="2024-07")
    story.verdict("100k", "true", decided="2024-05")
    assert story.belief("400k").verdict_entry == story.position(later)


@pytest.mark.parametrize("finding", ["mostly_true", "false", "mixed", "unresolvable"])
def test_any_other_finding_on_one_answer_says_nothing_of_the_others(finding):
    story = chips("100k", "200k")
    story.verdict("100k", finding)
    assert (story.belief("200k").status, story.belief("200k").verdict) == (Status.OPEN, None)


def test_two_wordings_of_one_answer_are_one_answer():
    story = chips("100k", "a-hundred-thousand", "200k")
    story.says("ann", "100k")
    story.says("bob", "a-hundred-thousand")
    story.relate("100k", "same_as", "a-hundred-thousand")
    whole = 2 * FLAT + 2_000_000
    assert story.belief("100k").probability == pytest.approx((2 * FLAT + 2_000_000 / 3) / whole)
    assert story.belief("200k").probability == pytest.approx((2_000_000 / 3) / whole)


def test_an_answer_amended_into_the_question_takes_part():
    story = chips("100k")
    story.open("200k")
    story.says("ann", "200k")
    before = story.p("100k")
    story.refile("200k", question="how-many")
    assert (before, story.p("100k")) == (0.5, 0.2)
    story.refile("200k", question="")
    assert (story.p("100k"), story.p("200k")) == (0.5, 0.7)


# -- why ------------------------------------------------------------------------------------------------------


def busy() -> Story:
    """Something of everything, on one claim."""
    story = with_credibility(liar="0.3").meet("agency", "reuters").meet("group", "insiders")
    story.meet("organisation", "acme").open("x", about=("acme",))
    story.says("insiders", "x", chain="reuters")
    story.says("ann", "x", "accuse", certainty="uncertain")
    story.says("ann", "x", chain="bob")
    story.says("acme", "x", "deny")
    story.says("liar", "x", "deny", basis="heard_from_unnamed")
    story.says("cid", "x", "decline")
    story.retract(story.says("dora", "x"))
    story.past("ann", held=2, fell=1)
    story.says("cid", "x", via="headline")
    story.verdict("x", "true")
    return story


def test_the_printed_parts_add_up_exactly():
    why = busy().why("x")
    for side, total in ((Side.FOR, why.belief.support_units), (Side.AGAINST, why.belief.deny_units)):
        assert sum(part.units for part in why.contributions if part.side is side) == total > 0


def test_every_statement_is_listed_in_log_order_with_the_reason_why_it_adds_nothing():
    why = busy().why("x")
    assert [part.reason for part in why.contributions] == [
        Reason.COUNTED, Reason.SUPERSEDED, Reason.COUNTED, Reason.COUNTED, Reason.COUNTED,
        Reason.SILENT, Reason.WITHDRAWN, Reason.HEADLINE,
    ]  # fmt: skip
    assert [part.units > 0 for part in why.contributions] == [part.counted for part in why.contributions]


def an_earlier_word_behind_a_weaker_one() -> Story:
    """Spiegel hedges what it first said flatly; bild says it too, so that spiegel's last word adds nothing."""
    story = Story().meet("outlet", "bild", "spiegel")
    story.says("spiegel", "x", certainty="certain")
    story.says("bild", "x", certainty="likely")
    story.says("spiegel", "x", certainty="uncertain")
    return story


def an_unmasking_by_a_word_that_adds_nothing() -> Story:
    """Without the insiders, ann would be an origin of her own beside the staff."""
    story = Story().meet("agency", "reuters").meet("group", "insiders", "staff")
    story.meet("person", "ann", member_of="insiders")
    for source in ("insiders", "staff"):
        story.says(source, "x", chain="reuters")
    story.says("ann", "x")
    return story


@pytest.mark.parametrize("told", [busy, an_earlier_word_behind_a_weaker_one, an_unmasking_by_a_word_that_adds_nothing])
def test_without_gives_the_probability_when_the_entry_is_really_left_out(told):
    story = told()
    why = story.why("x")
    without = {}
    for part in why.contributions:
        position = part.utterance.position
        left = Reading(entry for entry in story.entries if entry.position != position)
        without[position] = left.belief("x").probability
    assert dict(why.without) == without
