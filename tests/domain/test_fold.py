"""From entries to what is in force: amend, undo, merge, relate, redact, and the versions of every thing."""

from dataclasses import dataclass
from itertools import pairwise

import pytest

from tests.domain.stories import FLAT, Story, every_version, histories
from tracker.domain import events
from tracker.domain.clocks import FOREVER, Cut
from tracker.domain.events import (
    EVENT_TYPES,
    EntryVoided,
    Event,
    SourceRegistered,
    SourcesDistinguished,
    StatementRecorded,
)
from tracker.domain.fold import UnknownEvent, fold, mentions, things
from tracker.domain.projection import project
from tracker.domain.rows import Mark
from tracker.domain.standings import standings
from tracker.domain.words import Act, SourceKind, Status


def mark(story: Story, entry: str) -> Mark:
    """What has happened to a statement."""
    return project(f"entry/{entry}", histories(story.entries)[f"entry/{entry}"]).statement.mark


# -- amend ----------------------------------------------------------------------------------------------------


def test_an_amendment_replaces_the_whole_statement_and_keeps_its_place():
    story = Story()
    entry = story.says("ann", "x", "deny", certainty="likely", quote="No.")
    story.open("y")
    story.amend(entry, "bob", "y", "assert")
    assert story.belief("x").statements == 0
    assert story.belief("y").support_units == FLAT
    statement = story.read().record(entry)
    assert (statement.source, statement.position, statement.mark) == ("bob", story.position(entry), Mark.AMENDED)


def test_the_latest_of_two_amendments_counts():
    story = Story()
    entry = story.says("ann", "x")
    story.amend(entry, "ann", "x", "deny")
    story.amend(entry, "ann", "x", "warn")
    assert story.read().sums("x")[1:] == (666_666, 0)


def test_an_amendment_leaves_a_retraction_and_a_grouping_in_place():
    story = Story()
    entry = story.says("ann", "x")
    story.group(entry, story.says("bob", "x"))
    story.retract(entry)
    story.amend(entry, "ann", "x", "warn")
    assert story.read().statement(entry).retracted is not None
    assert story.belief("x").origins_for.least == 1
    assert story.belief("x").support_units == FLAT


def test_a_statement_is_marked_as_retracted_from_the_day_the_source_took_it_back():
    story = Story()
    entry = story.says("ann", "x", said="2024-01-01")
    story.amend(entry, "ann", "x", said="2024-01-01")
    story.retract(entry, said="2024-03-01")
    marks = [story.read(as_of=day).record(entry).mark for day in ("2024-02-29", "2024-03-01")]
    assert marks == [Mark.AMENDED, Mark.RETRACTED]
    story.redact(entry)
    assert story.read().record(entry).mark is Mark.REDACTED


# -- undo -----------------------------------------------------------------------------------------------------


def test_an_undone_statement_adds_nothing_but_stays_in_the_log_with_its_mark():
    story = Story()
    entry = story.says("ann", "x")
    before = len(story.entries)
    story.undo(entry)
    assert story.belief("x").statements == 0
    assert mark(story, entry) is Mark.VOIDED
    assert len(story.entries) == before + 1


def test_an_undone_undo_brings_the_entry_back():
    story = Story()
    entry = story.says("ann", "x")
    before = story.read().state
    undo = story.undo(entry)
    story.undo(undo)
    assert story.read().state == before


def test_an_undo_of_an_undo_of_an_undo_takes_it_away_again():
    story = Story()
    entry = story.says("ann", "x")
    story.undo(story.undo(story.undo(entry)))
    assert story.belief("x").statements == 0


def test_of_two_undos_of_one_entry_one_may_fall_and_the_other_still_holds():
    story = Story()
    entry = story.says("ann", "x")
    first = story.undo(entry)
    story.undo(entry)
    story.undo(first)
    assert story.belief("x").statements == 0


def test_an_undone_amendment_gives_the_statement_back_as_it_was():
    story = Story()
    entry = story.says("ann", "x")
    story.undo(story.amend(entry, "ann", "x", "deny"))
    assert story.belief("x").support_units == FLAT
    assert mark(story, entry) is Mark.NONE


def test_an_undone_statement_stays_undone_when_it_is_amended():
    story = Story()
    entry = story.says("ann", "x")
    story.undo(entry)
    story.amend(entry, "ann", "x", "deny")
    assert story.belief("x").statements == 0


@pytest.mark.parametrize(
    "act",
    [
        lambda story, entry: story.retract(entry),
        lambda story, entry: story.group(entry, entry),
        lambda story, entry: story.verdict("x", "false"),
        lambda story, entry: story.policy("weight", "9"),
        lambda story, entry: story.merge("ann", "bob"),
        lambda story, entry: story.describe("ann", source_class="expert", name="Ann"),
        lambda story, entry: story.describe("bob", member_of="ann"),
        lambda story, entry: story.refile("x", about=("ann",), question="q"),
        lambda story, entry: story.relate("y", "same_as", "x"),
        lambda story, entry: story.correct("page", published="2020"),
        lambda story, entry: story.archive("other", outlet="bob"),
        lambda story, entry: story.open("z", question="q"),
        lambda story, entry: story.ask("ann", "x"),
        lambda story, entry: story.record(SourcesDistinguished(source="ann", other="bob")),
        lambda story, entry: story.record(events.SourceAliased(source="ann", alias="anna")),
        lambda story, entry: story.record(events.ClaimAliased(claim="x", alias="it")),
    ],
)
def test_whatever_is_undone_is_as_if_it_had_never_been(act):
    story = Story().meet("person", "ann", "bob")
    story.archive("page", published="2024-06")
    story.open("y")
    entry = story.says("ann", "x", said=None, article="page")
    before = story.read().state
    done = act(story, entry)
    story.undo(done)
    assert story.read().state == before


def test_an_undone_verdict_can_no_longer_be_felt_in_any_record():
    story = Story()
    story.says("ann", "x")
    story.says("ann", "y")
    before = standings(story.read().state)
    verdict = story.verdict("x", "false")
    assert standings(story.read().state) != before
    story.undo(verdict)
    assert standings(story.read().state) == before


def test_an_undone_withdrawal_lets_the_verdict_stand():
    story = Story()
    story.says("ann", "x")
    withdrawal = story.withdraw(story.verdict("x", "false"))
    assert story.belief("x").status is Status.SINGLE_SOURCE
    story.undo(withdrawal)
    assert story.belief("x").status is Status.REFUTED


def test_undoing_the_first_mention_of_a_source_forgets_it_until_the_undo_falls():
    story = Story().meet("organisation", "acme", source_class="official")
    undo = story.undo("e1")
    assert "acme" not in story.read().state.sources
    story.undo(undo)
    assert story.read().state.sources["acme"].source_class == "official"


# -- sources --------------------------------------------------------------------------------------------------


def test_merge_then_separate_gives_everything_back():
    story = Story().past("ann", held=2).past("anna", fell=1)
    story.says("ann", "x")
    story.says("anna", "x", "deny")
    before = story.read().state
    story.merge("anna", "ann")
    assert story.belief("x").status is Status.DENIED
    story.separate("anna", "ann")
    assert story.read().state == before


def test_a_separation_from_somebody_else_leaves_the_merge():
    story = Story().meet("person", "ann", "anna", "bob")
    story.merge("anna", "ann")
    story.separate("anna", "bob")
    assert story.read().state.sources["anna"].merged_into == "ann"


def test_two_sources_known_to_be_different_both_say_so():
    story = Story().meet("person", "ann", "anna")
    story.record(SourcesDistinguished(source="ann", other="anna"))
    sources = story.read().state.sources
    assert (sources["ann"].distinct_from, sources["anna"].distinct_from) == (("anna",), ("ann",))


def test_a_description_changes_what_it_names_and_nothing_else():
    story = Story().meet("group", "insiders", head_min=2, head_max=4, name="Insiders", note="floor 3")
    story.describe("insiders", head_max=6, name="The insiders")
    row = story.read().state.sources["insiders"]
    assert (row.head_min, row.head_max, row.name, row.note) == (2, 6, "The insiders", "floor 3")
    assert (row.kind, row.source_class) == (SourceKind.GROUP, "insider")


def test_a_class_given_later_counts_from_then_on():
    story = Story().meet("person", "ann")
    story.describe("ann", source_class="expert")
    assert story.read().state.sources["ann"].source_class == "expert"


def test_a_class_derived_from_the_kind_follows_the_kind_and_one_given_stays():
    story = Story().meet("person", "ann").meet("person", "bob", source_class="witness")
    for name in ("ann", "bob"):
        story.describe(name, kind=SourceKind.ORGANISATION)
    sources = story.read().state.sources
    assert (sources["ann"].source_class, sources["bob"].source_class) == ("company", "witness")


def test_offices_add_up_and_the_same_office_is_replaced_to_set_its_end():
    story = Story().meet("organisation", "acme", "bcorp").meet("person", "ann", member_of="acme", member_from="2023")
    story.describe("ann", member_of="bcorp", member_from="2024-07")
    story.describe("ann", member_of="acme", member_from="2023", member_to="2024-06")
    groups = {}
    for said in ("2022-06", "2023-01-01", "2024-06-30", "2024-07-01", "2024-12-01"):
        groups[said] = story.added(story.says("ann", "x", said=said)).group
    assert list(groups.values()) == ["ann", "acme", "acme", "bcorp", "bcorp"]


# -- claims ---------------------------------------------------------------------------------------------------


def two_wordings() -> Story:
    """Two claims that turn out to be one, each with a supporter."""
    story = Story().meet("organisation", "acme")
    story.open("x", topics=("chips",))
    story.open("y", topics=("trade",), about=("acme",), question="q")
    story.says("ann", "x")
    story.says("bob", "y")
    return story


@pytest.mark.parametrize("order", [("x", "y"), ("y", "x")])
def test_claims_that_are_the_same_are_one_matter_under_the_one_opened_first(order):
    story = two_wordings()
    story.relate(order[0], "same_as", order[1])
    state = story.read().state
    assert (state.matter("x"), state.matter("y")) == ("x", "x")
    for claim in ("x", "y"):
        assert (story.belief(claim).claim, story.belief(claim).origins_for.least) == ("x", 2)
    joined = state.claims["x"]
    assert (joined.topics, joined.about, joined.question) == (("chips", "trade"), ("acme",), "q")
    assert [belief.claim for belief in story.read().beliefs.board()] == ["x"]


@pytest.mark.parametrize(("first", "second"), [("q", None), (None, "q"), ("q", "r")])
def test_what_one_wording_lacks_the_other_gives_and_the_first_goes_before(first, second):
    story = Story()
    story.open("x", question=first, deadline=first and "2026")
    story.open("y", question=second, deadline=second and "2027")
    story.relate("x", "same_as", "y")
    joined = story.read().state.claims["x"]
    assert (joined.question, joined.deadline) == (first or second, "2026" if first else "2027")


def test_a_verdict_on_either_wording_settles_the_matter():
    story = two_wordings()
    story.relate("x", "same_as", "y")
    story.verdict("y", "true")
    assert story.belief("x").status is Status.CONFIRMED
    assert story.standing("ann").score.held == story.standing("bob").score.held == 1


def test_the_same_source_on_both_wordings_is_one_origin_and_one_trial():
    story = two_wordings()
    story.says("ann", "y")
    story.relate("y", "same_as", "x")
    story.verdict("x", "true")
    assert story.belief("x").origins_for.least == 2
    assert story.standing("ann").score.trials == 1


def test_three_wordings_related_in_any_order_are_one_matter():
    story = two_wordings()
    story.open("z")
    story.says("cid", "z")
    story.relate("z", "same_as", "y")
    story.relate("y", "same_as", "x")
    assert story.read().state.matters == {"y": "x", "z": "x"}
    assert story.belief("z").origins_for.least == 3


@pytest.mark.parametrize("order", [("x", "y"), ("y", "x")])
def test_unrelating_them_gives_two_matters_again(order):
    story = two_wordings()
    before = story.read().state
    story.relate("x", "same_as", "y")
    story.unrelate(order[0], "same_as", order[1])
    assert story.read().state == before


@pytest.mark.parametrize("relation", ["contradicts", "implies", "refines"])
def test_no_other_relation_moves_belief(relation):
    story = two_wordings()
    before = story.read().beliefs.board()
    story.relate("x", relation, "y")
    assert story.read().beliefs.board() == before
    links = [len(story.read().state.claims[claim].links) for claim in ("x", "y")]
    assert links == ([1, 1] if relation == "contradicts" else [1, 0])


def test_an_article_is_archived_if_its_text_or_its_bytes_are_kept():
    story = Story()
    story.archive("text", text="Words.")
    story.archive("bytes", data="V29yZHMu")
    story.archive("reference", title="Words", url="https://a.example")
    archived = {handle: article.archived for handle, article in story.read().state.articles.items()}
    assert archived == {"text": True, "bytes": True, "reference": False}


def test_amending_what_was_undone_brings_nothing_back():
    story = Story().meet("person", "ann")
    for undone in (story.archive("page"), story.open("x"), "e1"):
        story.undo(undone)
    story.correct("page", published="2025")
    story.refile("x", question="q")
    story.describe("ann", source_class="expert")
    state = story.read().state
    assert (state.articles, state.claims, state.sources) == ({}, {}, {})


def test_an_amended_claim_keeps_what_the_amendment_does_not_name_and_an_empty_text_clears():
    story = Story()
    story.open("x", topics=("chips",), question="q", deadline="2026", text="Old")
    story.refile("x", text="New")
    claim = story.read().state.claims["x"]
    assert (claim.topics, claim.question, claim.deadline, claim.text) == (("chips",), "q", "2026", "New")
    story.refile("x", question="", deadline="")
    claim = story.read().state.claims["x"]
    assert (claim.topics, claim.question, claim.deadline, claim.text) == (("chips",), None, None, "New")


def test_an_amended_article_keeps_what_the_amendment_does_not_name():
    story = Story()
    story.archive("page", outlet="bild", agency="dpa", wire="1", published="2024", language="de", title="Old", url="u")
    before = story.read().state.articles["page"]
    story.correct("page", published="2025", title="New")
    assert story.read().state.articles["page"] == before._replace(published="2025", title="New")


# -- redaction ------------------------------------------------------------------------------------------------


def test_redacting_words_changes_no_belief_and_no_record():
    story = Story().meet("organisation", "acme", name="Acme Corp.", note="old friends")
    story.open("x", about=("acme",), text="Acme cooks its books")
    entries = [
        story.says(
            "ann", "x", quote="They do.", text="Ann says so", note="met in the park", evidence="https://a.example"
        ),
        story.says("acme", "x", "deny", quote="We do not."),
        story.verdict("x", "true"),
    ]
    story.says("ann", "y")
    before = story.read().beliefs.board()
    shares = [(row.record, row.score, row.mean) for row in standings(story.read().state)]
    for entry in [*entries, "e1", "e2"]:
        story.redact(entry)
    assert story.read().beliefs.board() == before
    assert [(row.record, row.score, row.mean) for row in standings(story.read().state)] == shares
    assert mark(story, entries[0]) is Mark.REDACTED
    assert set(project("entry", histories(story.entries)[f"entry/{entries[0]}"]).wording) == {""}


def test_the_gravest_mark_is_shown():
    story = Story()
    entry = story.says("ann", "x")
    marks = [mark(story, entry)]
    for step in (lambda: story.amend(entry, "ann", "x"), lambda: story.redact(entry), lambda: story.undo(entry)):
        step()
        marks.append(mark(story, entry))
    assert marks == [Mark.NONE, Mark.AMENDED, Mark.REDACTED, Mark.VOIDED]


# -- things and versions --------------------------------------------------------------------------------------


def eventful() -> Story:
    """A log in which most things happen to one statement and those around it."""
    story = Story().meet("person", "ann", "anna").meet("group", "insiders")
    story.archive("page", published="2024-06")
    story.open("x")
    story.open("y")
    entry = story.says("ann", "x", article="page", said=None)
    other = story.says("insiders", "x", chain="reuters")
    amendment = story.amend(entry, "ann", "x", "deny")
    story.merge("anna", "ann")
    grouping = story.group(entry, other)
    undo = story.undo(amendment)
    story.relate("x", "same_as", "y")
    story.retract(other)
    story.undo(undo)
    story.ungroup(grouping)
    story.separate("anna", "ann")
    verdict = story.verdict("x", "true")
    story.undo(entry)
    story.withdraw(verdict)
    story.policy("weight", "3")
    story.unrelate("x", "same_as", "y")
    story.correct("page", published="2024-05")
    story.ask("ann", "y")
    story.undo("e1")
    return story


def test_the_version_in_force_at_a_position_is_the_projection_of_the_entries_up_to_it():
    entries = eventful().entries
    found = every_version(entries)
    for position in range(len(entries) + 1):
        past = histories(entries[:position])
        for thing, rows in found.items():
            in_force = [version.row for version in rows if version.frm <= position < version.upto]
            expected = project(thing, past[thing]) if thing in past else None
            assert in_force == ([expected] if expected is not None else []), (thing, position)


def test_versions_of_a_thing_follow_each_other_and_differ():
    for rows in every_version(eventful().entries).values():
        for one, two in pairwise(rows):
            assert one.frm < one.upto <= two.frm
            assert one.row != two.row or one.upto < two.frm
        assert all(version.upto == FOREVER or version.upto > version.frm for version in rows)


def test_a_source_that_is_undone_has_no_version_from_then_on():
    rows = every_version(eventful().entries)["source/ann"]
    assert [version.upto for version in rows][-1] == len(eventful().entries)


def test_an_entry_that_changes_nothing_makes_no_version():
    story = Story().meet("person", "ann")
    story.describe("ann", kind=SourceKind.PERSON)
    assert len(every_version(story.entries)["source/ann"]) == 1


def test_a_reading_at_a_position_is_a_reading_of_the_log_up_to_it():
    entries = eventful().entries
    for position in range(len(entries) + 1):
        assert fold(entries, Cut(position=position)) == fold(entries[:position], Cut())


def test_an_undo_belongs_to_whatever_its_target_belongs_to():
    story = Story().meet("person", "ann", "bob")
    one, two = story.says("ann", "x"), story.says("bob", "x")
    grouping = story.group(one, two)
    undo = story.undo(story.undo(grouping))
    known = {entry.id: entry for entry in story.entries}
    assert things(known[undo], known.get) == (f"entry/{one}", f"entry/{two}")


def test_an_undo_of_nothing_known_belongs_to_nothing():
    story = Story()
    story.record(EntryVoided(entry="e9"))
    assert things(story.entries[0], {}.get) == ()
    assert story.read().state.statements == {}


def test_an_event_of_a_later_program_stops_the_fold_loudly():
    @dataclass(frozen=True, kw_only=True)
    class SourceApplauded(Event):
        source: str

    story = Story()
    story.record(SourceApplauded(source="ann"))
    with pytest.raises(UnknownEvent, match="SourceApplauded"):
        story.read()


def test_mentions_name_every_source_claim_and_article_an_entry_speaks_of():
    event = StatementRecorded(
        source="ann", claim="x", act=Act.ASSERT, article="page", outlet="bild", chain=("reuters", "spiegel")
    )
    assert set(mentions(event)) == {
        "source:ann", "source:bild", "source:reuters", "source:spiegel", "claim:x", "article:page",
    }  # fmt: skip
    assert set(mentions(SourceRegistered(source="ann", kind=SourceKind.PERSON, member_of="acme"))) == {
        "source:ann",
        "source:acme",
    }


def test_every_kind_of_event_is_named_where_a_match_must_cover_all():
    kinds = {kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, Event)}
    assert set(EVENT_TYPES.values()) == kinds - {Event, events.StatementEvent}
