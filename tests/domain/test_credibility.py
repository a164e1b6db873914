"""Track records: which statements are trials, how they are graded, and what a record is worth."""

from fractions import Fraction
from math import comb, pi, sin, sqrt

import pytest

from tests.domain.stories import FLAT, Story, chain_of_shares, posterior
from tracker.domain.beta import cumulative, quantile
from tracker.domain.credibility import units
from tracker.domain.standings import Outcomes, standings


def score(story: Story, name: str) -> Outcomes:
    """How the trials of a record came out."""
    return story.standing(name).score


# -- the chain of shares, by hand -----------------------------------------------------------------------------


def test_without_any_verdict_everybody_starts_at_seven_tenths():
    story = Story().meet("group", "insiders")
    story.says("ann", "x")
    story.says("insiders", "x", chain="reuters")
    for name in ("ann", "insider via reuters"):
        row = story.standing(name)
        assert row.mean == pytest.approx(0.7)
        assert row.prior == pytest.approx(0.7)
        assert row.weight == FLAT
        assert row.score == Outcomes(pending=1)


def test_the_share_of_a_source_is_worked_out_from_everybody_through_its_class():
    """Two held, one fell: everybody 16/23, class 526/759, source 4674/6831."""
    row = Story().past("ann", held=2, fell=1).standing("ann")
    assert row.prior == pytest.approx(526 / 759)
    assert row.mean == pytest.approx(4674 / 6831)
    assert row.score == Outcomes(held=2, fell=1)


def test_a_colleague_of_the_same_class_starts_from_the_class():
    story = Story().past("ann", held=2, fell=1)
    story.says("bob", "x")
    assert story.standing("bob").mean == pytest.approx(526 / 759)


def test_somebody_of_another_class_starts_from_everybody():
    story = Story().past("ann", held=2, fell=1).meet("person", "prof", source_class="expert")
    story.says("prof", "x")
    assert story.standing("prof").mean == pytest.approx(16 / 23)


def test_a_class_counts_the_trials_of_all_its_sources_and_cells():
    story = Story().meet("group", "insiders").meet("person", "eve", source_class="insider")
    story.past("insiders", held=3, chain="reuters").past("insiders", fell=1, chain="dpa").past("eve", fell=2)
    assert story.standing("insider via reuters").mean == pytest.approx(
        float(chain_of_shares((3, 6), (3, 6), (3, 3), strength=10))
    )
    assert story.standing("insider via dpa").mean == pytest.approx(
        float(chain_of_shares((3, 6), (3, 6), (0, 1), strength=10))
    )
    assert story.standing("eve").mean == pytest.approx(float(chain_of_shares((3, 6), (3, 6), (0, 2))))


def test_a_class_prior_set_by_policy_takes_the_place_of_everybody():
    story = Story().past("ann", held=1)
    story.policy("prior.other", "0.4")
    row = story.standing("ann")
    assert row.prior == pytest.approx(float(posterior(1, 1, Fraction(4, 10), 30)))
    assert row.mean == pytest.approx(float(posterior(1, 1, posterior(1, 1, Fraction(4, 10), 30), 6)))


def test_strengths_set_by_policy_are_used_at_every_level():
    story = Story().past("ann", fell=1)
    for level in ("everybody", "class", "source"):
        story.policy(f"strength.{level}", "1")
    row = story.standing("ann")
    assert row.prior == pytest.approx(0.175)
    assert row.mean == pytest.approx(0.0875)


@pytest.mark.parametrize(
    ("share", "worth"),
    [(0.5, 0), (0.7, 1_333_333), (0.75, 2_000_000), (0.3, -1_333_333), (0.995, 198_000_000), (0.005, -198_000_000)],
)
def test_base_units_mirror_around_one_half(share, worth):
    assert units(share) == worth


# -- what is a trial and how it is graded ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("finding", "supporter", "denier"),
    [
        ("true", Outcomes(held=1), Outcomes(fell=1)),
        ("mostly_true", Outcomes(held=1), Outcomes(fell=1)),
        ("mixed", Outcomes(mixed=1), Outcomes(mixed=1)),
        ("mostly_false", Outcomes(fell=1), Outcomes(held=1)),
        ("false", Outcomes(fell=1), Outcomes(held=1)),
        ("unresolvable", Outcomes(), Outcomes()),
    ],
)
def test_deniers_are_graded_as_the_mirror_of_supporters(finding, supporter, denier):
    story = Story()
    story.says("ann", "x")
    story.says("bob", "x", "deny")
    story.verdict("x", finding)
    assert (score(story, "ann"), score(story, "bob")) == (supporter, denier)


def test_a_mixed_finding_counts_one_half_at_half_the_weight():
    row = Story().past("ann", held=1, mixed=1).standing("ann")
    tally = (Fraction(5, 4), Fraction(3, 2))
    assert row.mean == pytest.approx(float(chain_of_shares(tally, tally, tally)))
    assert (row.score.trials, row.score.mixed) == (2, 1)


@pytest.mark.parametrize(
    "options",
    [
        {"act": "decline"}, {"act": "no_response"}, {"act": "non_denial"}, {"act": "unclear"}, {"act": "speculate"},
        {"act": "opinion"}, {"act": "assert", "stance": "none"}, {"via": "headline"}, {"act": "announce"},
        {"basis": "own_decision"}, {"interest": "against_interest"},
    ],
)  # fmt: skip
def test_what_is_not_graded(options):
    story = Story()
    story.says("ann", "x", **options)
    assert score(story, "ann") == Outcomes()
    story.verdict("x", "false")
    assert score(story, "ann") == Outcomes()
    assert story.standing("ann").mean == pytest.approx(0.7)


def test_what_was_withdrawn_before_the_verdict_is_shown_as_withdrawn_and_not_graded():
    story = Story()
    entry = story.says("ann", "x", said="2024-01-01")
    story.verdict("x", "false", decided="2024-03-01")
    story.retract(entry, said="2024-03-01")
    assert score(story, "ann") == Outcomes(withdrawn=1)
    assert story.standing("ann").score.trials == 0


def test_what_was_withdrawn_only_after_the_verdict_is_graded():
    story = Story()
    entry = story.says("ann", "x", said="2024-01-01")
    story.verdict("x", "false", decided="2024-03-01")
    story.retract(entry, said="2024-03-02")
    assert score(story, "ann") == Outcomes(fell=1)


def test_what_was_said_after_the_verdict_is_not_graded():
    story = Story()
    story.says("ann", "x", said="2024-03-02")
    story.verdict("x", "true", decided="2024-03-01")
    assert score(story, "ann") == Outcomes()


def test_what_may_have_been_said_on_the_day_of_the_verdict_is_graded():
    story = Story()
    story.says("ann", "x", said="2024-03")
    story.says("bob", "x", said="2024-03-01")
    story.verdict("x", "true", decided="2024-03-01")
    assert (score(story, "ann"), score(story, "bob")) == (Outcomes(held=1), Outcomes(held=1))


def test_the_last_instant_of_the_day_of_the_verdict_is_not_after_it():
    story = Story()
    story.says("ann", "x", said="2024-03-01T23:59:59.999999Z")
    story.says("bob", "x", said="2024-03-02T00:00:00.000000Z")
    story.verdict("x", "true", decided="2024-03-01")
    assert (score(story, "ann"), score(story, "bob")) == (Outcomes(held=1), Outcomes())


def test_whoever_changes_sides_after_the_verdict_is_graded_by_the_words_before_it():
    story = Story()
    story.says("ann", "x", said="2024-01-01")
    story.verdict("x", "false", decided="2024-02-01")
    story.says("ann", "x", "deny", said="2024-03-01")
    assert score(story, "ann") == Outcomes(fell=1)


def test_whoever_changes_sides_before_the_verdict_is_graded_by_the_last_word():
    story = Story()
    story.says("ann", "x", "deny", said="2024-02-01")
    story.says("ann", "x", said="2024-01-01")
    story.verdict("x", "false", decided="2024-03-01")
    assert score(story, "ann") == Outcomes(held=1)


@pytest.mark.parametrize("options", [{"act": "decline"}, {"via": "headline"}])
def test_declining_and_headlines_do_not_replace_the_words_that_are_graded(options):
    story = Story()
    story.says("ann", "x")
    story.says("ann", "x", **{"act": "deny", **options})
    story.verdict("x", "true")
    assert score(story, "ann") == Outcomes(held=1)


def test_a_last_word_that_is_an_own_decision_leaves_nothing_to_grade():
    story = Story()
    story.says("ann", "x")
    story.says("ann", "x", "announce")
    story.verdict("x", "false")
    assert score(story, "ann") == Outcomes()


def test_saying_it_five_times_is_one_trial():
    story = Story()
    for _ in range(5):
        story.says("ann", "x", chain="reuters")
    story.verdict("x", "true")
    assert score(story, "ann") == Outcomes(held=1)


def test_one_record_has_a_trial_in_each_of_its_groups():
    story = Story().meet("document", "memo")
    story.says("ann", "x")
    story.says("ann", "x", chain="memo")
    story.verdict("x", "true")
    assert score(story, "ann") == Outcomes(held=2)


def test_members_of_one_company_are_each_graded_on_their_own_record():
    story = Story().meet("organisation", "acme").meet("person", "ann", member_of="acme")
    story.says("acme", "x")
    story.says("ann", "x", "deny")
    story.verdict("x", "true")
    assert (score(story, "acme"), score(story, "ann")) == (Outcomes(held=1), Outcomes(fell=1))


def test_a_faithful_quotation_grades_nobody_but_the_speaker():
    story = Story().meet("agency", "reuters")
    story.says("ann", "x", chain="reuters > spiegel")
    story.says("reuters", "y")
    story.verdict("x", "false")
    assert score(story, "ann") == Outcomes(fell=1)
    assert score(story, "reuters") == Outcomes(pending=1)


def test_an_outlets_own_voice_is_its_own_record():
    story = Story().meet("outlet", "spiegel")
    story.past("spiegel", fell=1, presentation="unnamed")
    assert score(story, "spiegel") == Outcomes(fell=1)


# -- unnamed voices -------------------------------------------------------------------------------------------


def test_unnamed_voices_use_and_feed_the_cell_of_their_carrier():
    story = Story().meet("group", "insiders", "staff")
    story.past("insiders", fell=2, chain="reuters")
    story.says("staff", "x", chain="reuters")
    cell = story.standing("insider via reuters")
    assert (cell.score, cell.statements) == (Outcomes(fell=2, pending=1), 3)
    assert story.read().beliefs.why("x").contributions[0].factors.credibility == cell.mean


def test_a_source_never_named_has_no_trials_and_no_share_of_its_own():
    story = Story().meet("group", "insiders").past("insiders", held=3, chain="reuters")
    story.says("insiders", "x", chain="reuters")
    row = story.standing("insiders")
    assert (row.score, row.mean, row.interval, row.enough) == (Outcomes(pending=1), None, None, False)
    assert [str(cell) for cell in row.lends] == ["insider via reuters"]
    assert row.statements == 4
    assert row.weight == story.standing("insider via reuters").weight


def test_a_source_that_lends_its_words_to_two_cells_has_no_single_weight():
    story = Story().meet("group", "insiders")
    story.says("insiders", "x", chain="reuters")
    story.says("insiders", "x", chain="dpa")
    row = story.standing("insiders")
    assert (row.weight, [str(cell) for cell in row.lends]) == (None, ["insider via dpa", "insider via reuters"])


def test_who_speaks_with_and_without_a_name_has_the_record_of_the_name_and_feeds_the_cell():
    story = Story().past("ann", held=1).past("ann", fell=1, presentation="unnamed", chain="reuters")
    assert (score(story, "ann"), score(story, "other via reuters")) == (Outcomes(held=1), Outcomes(fell=1))


def test_a_merge_pools_two_records_and_counts_one_claim_once():
    story = Story().past("ann", held=2).past("anna", fell=1)
    story.says("ann", "x")
    story.says("anna", "x")
    story.verdict("x", "true")
    assert (score(story, "ann"), score(story, "anna")) == (Outcomes(held=3), Outcomes(held=1, fell=1))
    merge = story.merge("anna", "ann")
    assert score(story, "ann") == Outcomes(held=3, fell=1)
    assert "anna" not in {str(row.record) for row in standings(story.read().state)}
    story.undo(merge)
    assert score(story, "anna") == Outcomes(held=1, fell=1)


def test_a_new_class_takes_the_record_along():
    story = Story().past("ann", held=1)
    story.describe("ann", source_class="expert")
    assert story.standing("ann").mean == pytest.approx(float(chain_of_shares((1, 1), (1, 1), (1, 1))))


# -- a claim does not prove itself ----------------------------------------------------------------------------


def test_the_own_trials_of_a_claim_are_taken_off_at_every_level():
    """Ann: three old claims, 2 held. A fourth claim held too, but weighs as if it had not been judged."""
    story = Story().past("ann", held=2, fell=1).meet("group", "insiders")
    story.says("ann", "x")
    story.says("bob", "x")
    story.says("insiders", "x", chain="reuters")
    before = story.read().sums("x")
    story.verdict("x", "true")
    assert story.read().sums("x") == before
    why = story.why("x")
    shares = [part.factors.credibility for part in why.contributions]
    assert shares == pytest.approx([4674 / 6831, 526 / 759, 16 / 23])
    assert story.standing("ann").mean > 4674 / 6831


def test_the_trials_of_all_answers_to_its_question_are_taken_off():
    story = Story().past("ann", held=1)
    story.open("100k", question="how-many")
    story.open("200k", question="how-many")
    story.says("ann", "100k")
    story.says("ann", "200k", "deny")
    before = story.read().sums("100k")
    story.verdict("100k", "true")
    assert story.read().sums("100k") == before
    assert score(story, "ann") == Outcomes(held=3)


def test_a_verdict_on_one_claim_moves_the_belief_in_others_of_the_same_source():
    story = Story()
    story.says("ann", "x")
    story.says("ann", "y")
    story.verdict("x", "false")
    assert story.p("y") < 0.7


def test_true_on_one_answer_grades_the_supporters_of_the_others():
    story = Story()
    for claim in ("100k", "200k", "400k"):
        story.open(claim, question="how-many")
        story.says(f"for-{claim}", claim)
        story.says(f"against-{claim}", claim, "deny")
    story.verdict("400k", "mixed")
    story.verdict("100k", "true")
    assert score(story, "for-200k") == Outcomes(fell=1)
    assert score(story, "against-200k") == Outcomes(held=1)
    assert score(story, "for-400k") == Outcomes(mixed=1)


# -- the report -----------------------------------------------------------------------------------------------


def test_a_record_is_shown_as_a_number_from_five_verdicts_on():
    story = Story().past("ann", held=3, mixed=1)
    assert not story.standing("ann").enough
    story.past("ann", fell=1)
    assert story.standing("ann").enough
    story.policy("enough", "6")
    assert not story.standing("ann").enough


def test_withdrawn_and_pending_trials_are_not_verdicts():
    story = Story().past("ann", held=4)
    story.says("ann", "open")
    story.retract(story.says("ann", "gone"))
    row = story.standing("ann")
    assert row.score == Outcomes(held=4, withdrawn=1, pending=1)
    assert not row.enough


def test_the_report_splits_by_topic_and_by_act():
    story = Story()
    story.open("x", topics=("chips", "trade"))
    story.open("y", topics=("chips",))
    story.says("ann", "x")
    story.says("ann", "y", "deny")
    story.verdict("x", "true")
    story.verdict("y", "true")
    row = story.standing("ann")
    assert row.by_topic == {"chips": Outcomes(held=1, fell=1), "trade": Outcomes(held=1)}
    assert row.by_act == {"assert": Outcomes(held=1), "deny": Outcomes(fell=1)}


def test_the_interval_of_a_share_without_a_record_is_that_of_its_prior():
    """Strength 2 around one half is the uniform distribution: its 90 % are .05 to .95."""
    story = Story()
    story.says("ann", "x")
    story.policy("prior", "0.5")
    story.policy("strength.source", "2")
    assert story.standing("ann").interval == pytest.approx((0.05, 0.95))


@pytest.mark.parametrize("held", range(5))
@pytest.mark.parametrize("fell", range(5))
def test_the_interval_contains_the_mean(held, fell):
    story = Story().past("ann", held=held, fell=fell)
    story.says("ann", "x")
    row = story.standing("ann")
    low, high = row.interval
    assert 0 < low < row.mean < high < 1


def test_evidence_beyond_the_cap_narrows_the_interval_no_further():
    def width(times: int, cap: str) -> float:
        story = Story().past("ann", held=times, fell=times)
        story.policy("prior", "0.5")
        story.policy("cap", cap)
        low, high = story.standing("ann").interval
        return high - low

    assert width(2, "6") > width(3, "6")
    assert width(3, "6") == pytest.approx(width(5, "6"))
    assert width(5, "6") > width(5, "10")


# -- quantiles of the Beta distribution -----------------------------------------------------------------------

SHARES = (0.01, 0.05, 0.3, 0.5, 0.95, 0.99)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("b", [0.5, 1, 2, 7.25, 40])
def test_quantiles_of_beta_1_b_and_b_1_follow_from_powers(share, b):
    assert quantile(share, 1, b) == pytest.approx(1 - (1 - share) ** (1 / b), abs=1e-10)
    assert quantile(share, b, 1) == pytest.approx(share ** (1 / b), abs=1e-10)


@pytest.mark.parametrize("share", SHARES)
def test_quantiles_of_the_uniform_the_root_and_the_arcsine_distribution(share):
    assert quantile(share, 1, 1) == pytest.approx(share)
    assert quantile(share, 2, 1) == pytest.approx(sqrt(share))
    assert quantile(share, 0.5, 0.5) == pytest.approx(sin(pi * share / 2) ** 2, abs=1e-10)


@pytest.mark.parametrize("a", [0.3, 1, 4.2, 18, 300])
def test_a_symmetric_distribution_has_its_median_at_one_half_and_mirrored_tails(a):
    assert quantile(0.5, a, a) == pytest.approx(0.5, abs=1e-10)
    assert quantile(0.05, a, a) == pytest.approx(1 - quantile(0.95, a, a), abs=1e-9)


@pytest.mark.parametrize(("a", "b"), [(2, 3), (5, 2), (12, 30), (25, 11)])
@pytest.mark.parametrize("x", [0.05, 0.4, 0.77, 0.98])
def test_the_cumulative_share_is_a_tail_of_the_binomial_distribution(a, b, x):
    n = a + b - 1
    tail = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert cumulative(x, a, b) == pytest.approx(tail, rel=1e-9)


def test_nothing_lies_below_zero_or_above_one():
    assert (cumulative(0.0, 2, 3), cumulative(-1, 2, 3), cumulative(1.0, 2, 3)) == (0.0, 0.0, 1.0)
