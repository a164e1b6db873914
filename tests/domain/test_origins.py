"""Who really speaks: the five rules of independence in their order, and how many people an origin may be."""

import pytest

from tests.domain.stories import FLAT, Story
from tracker.domain.contributions import Reason
from tracker.domain.words import Status

PRESS = "the press in its own voice"


def desk() -> Story:
    """A desk with the usual carriers."""
    return Story().meet("agency", "reuters", "dpa").meet("outlet", "spiegel", "bild").meet("document", "memo")


# -- rule 1: the desk's own word ------------------------------------------------------------------------------


def test_two_persons_whom_the_desk_grouped_are_one_origin():
    story = Story()
    story.group(story.says("ann", "x"), story.says("bob", "x"))
    assert story.belief("x").origins_for == (1, 1)
    assert story.belief("x").support_units == FLAT


def test_an_ungrouping_makes_two_origins_again():
    story = Story()
    story.ungroup(story.group(story.says("ann", "x"), story.says("bob", "x")))
    assert story.groups("x") == {"ann", "bob"}


def test_the_latest_grouping_of_a_statement_counts_and_the_one_before_it_comes_back():
    story = Story()
    ann, bob, cid = (story.says(name, "x") for name in ("ann", "bob", "cid"))
    story.group(ann, bob)
    second = story.group(bob, cid)
    assert story.added(bob).group == story.added(cid).group != story.added(ann).group
    story.ungroup(second)
    assert story.added(bob).group == story.added(ann).group != story.added(cid).group


def test_the_desks_grouping_goes_before_a_cited_document():
    story = desk()
    ann = story.says("ann", "x", chain="memo")
    bob = story.says("bob", "x", chain="memo")
    cid = story.says("cid", "x")
    story.group(bob, cid)
    assert story.added(ann).group == "memo"
    assert story.added(bob).group == story.added(cid).group
    assert story.belief("x").origins_for.least == 2


def test_the_desks_grouping_goes_before_the_press_in_its_own_voice():
    story = desk()
    bild, ann = story.says("bild", "x"), story.says("ann", "x")
    story.group(bild, ann)
    assert story.added(bild).group == story.added(ann).group != PRESS


def test_the_desks_grouping_goes_before_an_unmasking():
    """Ann of the insiders was quoted by name; the desk knows that she only repeats what bob said."""
    story = desk().meet("group", "insiders").meet("person", "ann", member_of="insiders")
    story.says("insiders", "x", chain="reuters")
    ann, bob = story.says("ann", "x"), story.says("bob", "x")
    story.group(ann, bob)
    assert story.added(ann).group == story.added(bob).group


# -- rule 2: the cited document -------------------------------------------------------------------------------


def test_all_who_cite_one_document_are_one_origin():
    story = desk()
    story.says("ann", "x", chain="memo > spiegel", basis="document")
    story.says("bob", "x", chain="reuters > memo", basis="document")
    assert story.groups("x") == {"memo"}
    assert story.belief("x").support_units == 1_666_666


def test_the_first_document_in_the_chain_is_the_one_cited():
    story = desk().meet("document", "annex")
    first, second = story.says("ann", "x", chain="annex > memo"), story.says("bob", "x", chain="memo > annex")
    assert (story.added(first).group, story.added(second).group) == ("annex", "memo")


def test_what_the_document_itself_says_and_who_cites_it_are_one_origin():
    story = desk()
    story.says("memo", "x")
    story.says("ann", "x", chain="memo")
    assert story.groups("x") == {"memo"}


def test_a_documentary_basis_without_a_document_in_the_chain_changes_only_the_weight():
    story = Story()
    story.says("ann", "x", basis="document")
    story.says("bob", "x", basis="document")
    assert story.groups("x") == {"ann", "bob"}
    assert story.belief("x").support_units == 2 * 1_666_666


def test_a_cited_document_goes_before_an_outlets_own_voice_and_before_an_unnamed_voice():
    story = desk().meet("group", "insiders")
    story.says("bild", "x", chain="memo")
    story.says("insiders", "x", chain="memo > reuters")
    assert story.groups("x") == {"memo"}


def test_a_cited_document_goes_before_an_unmasking():
    story = desk().meet("group", "insiders").meet("person", "ann", member_of="insiders")
    story.says("insiders", "x", chain="reuters")
    ann = story.says("ann", "x", chain="memo")
    assert story.added(ann).group == "memo"


# -- rule 3: an outlet's own voice ----------------------------------------------------------------------------


def test_the_press_and_the_agencies_in_their_own_voice_are_one_origin_per_claim():
    story = desk()
    story.says("bild", "x")
    story.says("spiegel", "x", via="voice", basis="heard_from_unnamed")
    story.says("dpa", "x")
    assert story.groups("x") == {PRESS}


@pytest.mark.parametrize("basis", ["witnessed", "document"])
def test_an_outlet_that_reports_its_own_finding_is_an_origin_of_its_own(basis):
    story = desk()
    story.says("bild", "x")
    story.says("spiegel", "x", basis=basis)
    assert story.groups("x") == {PRESS, "spiegel"}


def test_a_reprinted_finding_has_the_origin_at_the_end_of_the_chain_of_reprints():
    story = desk().meet("outlet", "kurier")
    story.archive("first", outlet="spiegel")
    story.archive("second", outlet="kurier", reprint_of="first")
    story.archive("third", outlet="bild", reprint_of="second")
    story.says("spiegel", "x", basis="witnessed", article="first")
    story.says("bild", "x", basis="witnessed", article="third")
    assert story.groups("x") == {"spiegel"}
    assert story.belief("x").origins_for == (1, 1)


def test_a_finding_first_printed_by_an_agency_has_the_agency_as_its_origin():
    story = desk()
    story.archive("wire", agency="dpa")
    story.archive("copy", outlet="bild", reprint_of="wire")
    assert story.added(story.says("bild", "x", basis="document", article="copy")).group == "dpa"


def test_a_finding_read_in_somebody_elses_article_stays_with_the_outlet_that_made_it():
    story = desk()
    story.archive("quoting", outlet="bild")
    assert story.added(story.says("spiegel", "x", basis="document", article="quoting")).group == "spiegel"


def test_a_reprint_of_an_article_we_do_not_have_is_its_own_root():
    story = desk()
    story.archive("copy", outlet="bild", reprint_of="never-seen")
    assert story.added(story.says("bild", "x", basis="witnessed", article="copy")).group == "bild"


def test_reprints_that_go_in_a_circle_still_come_to_an_end():
    story = desk()
    story.archive("one", outlet="spiegel", reprint_of="two")
    story.archive("two", outlet="bild", reprint_of="one")
    story.says("spiegel", "x", basis="witnessed", article="one")
    assert len(story.groups("x")) == 1


# -- rule 4: unnamed voices, by class and carrier -------------------------------------------------------------


@pytest.mark.parametrize("presentation", ["unnamed", "anonymous", "collective"])
def test_a_person_who_is_not_named_counts_as_a_voice_via_the_carrier(presentation):
    story = desk().meet("person", "deep-throat", source_class="insider")
    entry = story.says("deep-throat", "x", presentation=presentation, chain="reuters > spiegel")
    assert story.added(entry).group == "insider via reuters"
    assert str(story.added(entry).attribution.record) == "insider via reuters"


def test_a_group_is_unnamed_unless_it_is_named():
    story = desk().meet("group", "union")
    plain, named = story.says("union", "x", chain="reuters"), story.says("union", "y", presentation="named")
    assert story.added(plain).group == "insider via reuters"
    assert story.added(named).group == "union"


def test_unnamed_voices_of_one_class_via_one_carrier_are_one_origin():
    story = desk().meet("group", "insiders", "staff")
    story.says("insiders", "x", chain="reuters")
    story.says("staff", "x", chain="reuters > bild")
    assert story.belief("x").origins_for.least == 1
    assert story.belief("x").support_units == FLAT


def test_unnamed_voices_of_two_classes_in_one_wire_story_are_two_origins():
    story = desk().meet("group", "insiders").meet("group", "diplomats", source_class="official")
    story.archive("wire", agency="reuters")
    story.says("insiders", "x", article="wire")
    story.says("diplomats", "x", article="wire")
    assert story.groups("x") == {"insider via reuters", "official via reuters"}


def test_unnamed_voices_via_two_carriers_are_two_origins():
    story = desk().meet("group", "insiders", "staff")
    story.says("insiders", "x", chain="reuters")
    story.says("staff", "x", chain="dpa")
    assert story.groups("x") == {"insider via reuters", "insider via dpa"}


def test_the_same_unnamed_people_via_two_carriers_are_two_origins():
    """The key of an unnamed voice is its class and the carrier's root, whatever handle we gave it."""
    story = desk().meet("group", "insiders")
    story.says("insiders", "x", chain="reuters")
    story.says("insiders", "x", chain="dpa")
    assert story.groups("x") == {"insider via reuters", "insider via dpa"}


def test_the_first_agency_or_outlet_in_the_chain_carries_an_unnamed_voice():
    story = desk().meet("group", "insiders").meet("person", "ann")
    story.archive("copy", outlet="bild", agency="dpa")
    entry = story.says("insiders", "x", chain="ann > reuters > spiegel", article="copy")
    assert story.added(entry).group == "insider via reuters"


def test_without_a_carrier_in_the_chain_the_articles_agency_carries_else_its_outlet():
    story = desk().meet("group", "insiders")
    story.archive("wired", outlet="bild", agency="dpa")
    story.archive("own", outlet="bild")
    wired, own = story.says("insiders", "x", article="wired"), story.says("insiders", "y", article="own")
    assert (story.added(wired).group, story.added(own).group) == ("insider via dpa", "insider via bild")


def test_without_an_article_the_outlet_of_the_statement_carries():
    story = desk().meet("group", "insiders")
    assert story.added(story.says("insiders", "x", outlet="bild")).group == "insider via bild"


def test_the_outlet_of_the_statement_carries_where_the_article_names_none():
    story = desk().meet("group", "insiders")
    story.archive("loose")
    entry = story.says("insiders", "x", outlet="bild", article="loose")
    assert story.added(entry).group == "insider via bild"


def test_without_any_carrier_an_unnamed_voice_comes_via_nobody():
    story = Story().meet("group", "insiders")
    assert story.added(story.says("insiders", "x")).group == "insider via nobody"


def test_a_reprint_of_unnamed_voices_has_the_origin_of_the_first_print_but_feeds_its_own_carriers_cell():
    story = desk().meet("group", "insiders", "staff")
    story.archive("first", outlet="spiegel")
    story.archive("reprint", outlet="bild", reprint_of="first")
    story.says("insiders", "x", article="first")
    entry = story.says("staff", "x", article="reprint")
    assert story.groups("x") == {"insider via spiegel"}
    assert str(story.added(entry).attribution.record) == "insider via bild"


def test_a_reprint_of_a_wire_story_has_the_origin_of_the_agency():
    story = desk().meet("group", "insiders")
    story.archive("wire", agency="reuters")
    story.archive("reprint", outlet="bild", reprint_of="wire")
    assert story.added(story.says("insiders", "x", article="reprint")).group == "insider via reuters"


def test_a_reprint_does_not_change_the_origin_of_voices_that_an_agency_carried_to_it():
    story = desk().meet("group", "insiders")
    story.archive("first", outlet="spiegel")
    story.archive("reprint", outlet="bild", reprint_of="first")
    entry = story.says("insiders", "x", chain="reuters", article="reprint")
    assert story.added(entry).group == "insider via reuters"


def test_a_reprint_of_an_article_of_unknown_outlet_stays_with_its_own_carrier():
    story = desk().meet("group", "insiders")
    story.archive("loose")
    story.archive("reprint", outlet="bild", reprint_of="loose")
    assert story.added(story.says("insiders", "x", article="reprint")).group == "insider via bild"


# -- rule 5: who is who ---------------------------------------------------------------------------------------


def test_two_persons_quoted_in_one_wire_story_are_two_origins():
    story = desk()
    story.archive("wire", agency="reuters")
    story.says("ann", "x", article="wire")
    story.says("bob", "x", article="wire")
    assert story.groups("x") == {"ann", "bob"}


def test_one_person_in_ten_papers_is_one_origin():
    story = Story()
    for number in range(10):
        story.says("ann", "x", chain=f"paper-{number}")
    assert story.groups("x") == {"ann"}
    assert story.p("x") == 0.7


def test_a_merged_source_speaks_as_the_one_it_was_merged_into_through_every_step():
    story = Story()
    for name in ("ann", "anna", "a-person"):
        story.says(name, "x")
    story.merge("a-person", "anna")
    story.merge("anna", "ann")
    assert story.groups("x") == {"ann"}


def test_sources_merged_in_a_circle_do_not_hang_the_reading():
    """Ann into anna, undone; anna into ann; then the undo is undone."""
    story = Story()
    for name in ("ann", "anna"):
        story.says(name, "x")
    undo = story.undo(story.merge("ann", "anna"))
    story.merge("anna", "ann")
    assert story.belief("x").origins_for.least == 1
    story.undo(undo)
    assert story.belief("x").statements == 2


def test_a_spokesman_and_the_company_are_one_origin_and_each_keeps_its_own_record():
    story = Story().meet("organisation", "acme").meet("person", "ann", "bob", member_of="acme")
    entries = [story.says(name, "x") for name in ("acme", "ann", "bob")]
    assert story.groups("x") == {"acme"}
    assert [str(story.added(entry).attribution.record) for entry in entries] == ["acme", "ann", "bob"]


def test_a_membership_covers_what_is_said_from_its_first_to_its_last_day():
    story = Story().meet("organisation", "acme")
    story.meet("person", "ann", member_of="acme", member_from="2024-03", member_to="2024-05-10")
    said = {
        date: story.says("ann", "x", said=date) for date in ("2024-02-29", "2024-03-01", "2024-05-10", "2024-05-11")
    }
    assert [story.added(entry).group for entry in said.values()] == ["ann", "acme", "acme", "ann"]


def test_a_membership_begins_with_the_first_and_ends_with_the_last_instant_of_its_dates():
    story = Story().meet("organisation", "acme")
    story.meet("person", "ann", member_of="acme", member_from="2024-03", member_to="2024-05")
    moments = ("2024-02-29T23:59:59.999999Z", "2024-03-01T00:00:00.000000Z", "2024-05-31T23:59:59.999999Z")
    said = [story.says("ann", "x", said=moment) for moment in (*moments, "2024-06-01T00:00:00.000000Z")]
    assert [story.added(entry).group for entry in said] == ["ann", "acme", "acme", "ann"]


def test_a_member_of_a_member_speaks_for_the_outermost():
    story = Story().meet("organisation", "holding").meet("organisation", "acme", member_of="holding")
    story.meet("person", "ann", member_of="acme")
    assert story.added(story.says("ann", "x")).group == "holding"


def test_members_of_each_other_do_not_hang_the_reading():
    story = Story().meet("organisation", "acme", member_of="holding").meet("organisation", "holding", member_of="acme")
    assert story.added(story.says("acme", "x")).group == "holding"


def test_a_late_unmasked_insider_is_no_second_origin():
    """Given insiders via reuters, when one of them speaks by name, then it is still one origin."""
    story = desk().meet("group", "insiders", head_max=4)
    story.says("insiders", "x", chain="reuters")
    story.says("ann", "x")
    assert story.belief("x").origins_for == (2, 5)
    story.describe("ann", member_of="insiders")
    assert story.belief("x").origins_for == (1, 1)
    assert story.p("x") == 0.7


def test_a_named_insider_is_one_of_the_heads_of_the_group_that_speaks_after_her():
    story = desk().meet("group", "insiders", head_max=4).meet("person", "ann", member_of="insiders")
    story.says("ann", "x")
    story.says("insiders", "x", chain="reuters")
    assert story.belief("x").origins_for == (1, 4)


def test_an_insider_who_was_a_member_only_later_stays_a_second_origin():
    story = desk().meet("group", "insiders").meet("person", "ann", member_of="insiders", member_from="2025-06")
    story.says("insiders", "x", chain="reuters")
    story.says("ann", "x")
    assert story.belief("x").origins_for.least == 2


def test_a_group_that_only_declines_comment_unmasks_nobody():
    """Ann of the insiders speaks by name, other staff unnamed; that the insiders decline comment moves nothing."""
    story = desk().meet("group", "insiders", "staff").meet("person", "ann", member_of="insiders")
    story.says("staff", "x", chain="reuters")
    story.says("ann", "x")
    before = story.read().sums("x")
    story.says("insiders", "x", "decline", chain="reuters")
    assert story.read().sums("x") == before


# -- within one origin ----------------------------------------------------------------------------------------


def test_within_a_group_the_strongest_statement_of_each_side_counts_and_the_rest_add_nothing():
    story = desk()
    weak = story.says("bild", "x", certainty="uncertain")
    strong = story.says("spiegel", "x")
    against = story.says("dpa", "x", "deny", certainty="likely")
    assert (story.added(weak).units, story.added(strong).units, story.added(against).units) == (0, 666_666, 333_333)
    assert story.added(weak).reason is Reason.SAME_ORIGIN
    assert story.added(weak).over == story.position(strong)


def test_of_equally_strong_statements_of_a_group_the_earliest_counts():
    story = desk()
    first, second = story.says("bild", "x"), story.says("spiegel", "x")
    assert (story.added(first).units, story.added(second).units) == (666_666, 0)


def test_only_the_latest_utterance_of_an_origin_counts_even_if_it_is_weaker():
    story = Story()
    first = story.says("ann", "x")
    second = story.says("ann", "x", certainty="uncertain")
    assert story.added(first).reason is Reason.SUPERSEDED
    assert story.added(first).over == story.position(second)
    assert story.belief("x").support_units == FLAT * 15 // 100


def test_the_latest_utterance_goes_by_the_worlds_clock_not_by_the_log():
    story = Story()
    story.says("ann", "x", "deny", said="2024-06-02")
    story.says("ann", "x", said="2024-06-01")
    assert story.belief("x").status is Status.DENIED


def test_of_two_utterances_at_one_instant_the_later_in_the_log_counts():
    story = Story()
    story.says("ann", "x", "deny", said="2024-06-01")
    story.says("ann", "x", said="2024-06-01")
    assert story.belief("x").status is Status.SINGLE_SOURCE


def test_the_latest_word_of_a_company_is_whoever_of_it_spoke_last():
    story = Story().meet("organisation", "acme").meet("person", "ann", "bob", member_of="acme")
    story.says("ann", "x")
    story.says("bob", "x", "deny")
    assert story.read().sums("x")[1:] == (0, FLAT)


def test_an_unmasked_insider_who_denies_by_name_replaces_what_the_group_said():
    story = desk().meet("group", "insiders").meet("person", "ann", member_of="insiders")
    story.says("insiders", "x", chain="reuters")
    story.says("ann", "x", "deny")
    assert story.belief("x").status is Status.DENIED


@pytest.mark.parametrize("options", [{"via": "headline"}, {"act": "decline"}, {"act": "speculate"}])
def test_neither_a_headline_nor_a_stanceless_act_replaces_an_earlier_utterance(options):
    story = Story()
    story.says("ann", "x")
    story.says("ann", "x", **{"act": "deny", **options})
    assert story.read().sums("x")[1:] == (FLAT, 0)


# -- how many people ------------------------------------------------------------------------------------------


def test_an_unnamed_plural_proves_one_and_may_be_as_many_as_its_heads():
    story = Story().meet("group", "insiders", head_min=3, head_max=7)
    story.says("insiders", "x")
    assert story.belief("x").origins_for == (1, 7)


def test_a_plural_that_nobody_counted_has_no_upper_end():
    story = Story().meet("group", "insiders")
    story.says("insiders", "x")
    story.says("ann", "x")
    assert story.belief("x").origins_for == (2, None)


def test_a_named_group_too_may_be_several():
    story = Story().meet("group", "union", head_max=9)
    story.says("union", "x", presentation="named")
    assert story.belief("x").origins_for == (1, 9)


def test_two_unnamed_persons_via_one_carrier_may_be_one_or_two():
    story = desk()
    story.says("ann", "x", presentation="unnamed", chain="reuters")
    story.says("bob", "x", presentation="unnamed", chain="reuters")
    assert story.belief("x").origins_for == (1, 2)


def test_an_unnamed_member_is_one_of_the_heads_of_its_group_and_two_who_were_no_members_yet_may_be_two():
    story = desk().meet("group", "insiders", head_max=4)
    story.meet("person", "ann", "bob", source_class="insider", member_of="insiders", member_from="2025")
    for source in ("ann", "insiders"):
        story.says(source, "x", presentation="unnamed", chain="reuters")
    assert story.belief("x").origins_for == (1, 4)
    for name in ("ann", "bob"):
        story.says(name, "y", said="2024", presentation="unnamed", chain="reuters")
    assert story.belief("y").origins_for == (1, 2)


def test_supporters_and_deniers_are_counted_apart_and_silence_is_not_counted():
    story = Story()
    story.says("ann", "x")
    story.says("bob", "x", "deny")
    story.says("cid", "x", "deny")
    story.says("dora", "x", "decline")
    story.says("ed", "x", via="headline")
    belief = story.belief("x")
    assert (belief.origins_for, belief.origins_against) == ((1, 1), (2, 2))


def test_a_merged_group_has_the_heads_of_the_one_it_was_merged_into():
    story = Story().meet("group", "insiders", head_max=4).meet("group", "staff", head_max=2)
    story.says("insiders", "x")
    story.says("staff", "x")
    assert story.belief("x").origins_for == (1, 6)
    story.merge("insiders", "staff")
    assert story.belief("x").origins_for == (1, 2)
