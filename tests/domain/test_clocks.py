"""The two clocks: what a written date covers, what a person may type, and which moment a reading is made for."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.domain.stories import Story
from tracker.domain.clocks import (
    BEGINNING,
    DAY,
    FOREVER,
    UnreadableDate,
    edtf,
    from_iso,
    instant,
    iso,
    moment,
    read_date,
    span,
)
from tracker.domain.words import Status

NOW = datetime(2024, 3, 31, 1, 30, tzinfo=timezone(timedelta(hours=2)))
"""In UTC it is still 2024-03-30, half past eleven at night."""


def utc(*parts: int) -> int:
    """A moment in UTC as an instant."""
    return instant(datetime(*parts, tzinfo=UTC))


# -- what a date covers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2025", utc(2025, 1, 1), utc(2026, 1, 1)),
        ("2025-12", utc(2025, 12, 1), utc(2026, 1, 1)),
        ("2025-04", utc(2025, 4, 1), utc(2025, 5, 1)),
        ("2025-12-10", utc(2025, 12, 10), utc(2025, 12, 11)),
        ("2024-02", utc(2024, 2, 1), utc(2024, 3, 1)),
        ("2023-02", utc(2023, 2, 1), utc(2023, 3, 1)),
        ("2024-02-29", utc(2024, 2, 29), utc(2024, 3, 1)),
        ("2000-02-29", utc(2000, 2, 29), utc(2000, 3, 1)),
        ("1969-12-31", -DAY, 0),
        ("2025-12-10T14:30Z", utc(2025, 12, 10, 14, 30), utc(2025, 12, 10, 14, 31)),
        ("2025-12-10T14:30+01:00", utc(2025, 12, 10, 13, 30), utc(2025, 12, 10, 13, 31)),
        ("2025-12-10T23:30-05:30", utc(2025, 12, 11, 5, 0), utc(2025, 12, 11, 5, 1)),
        ("2025-12-10T14:30:15Z", utc(2025, 12, 10, 14, 30, 15), utc(2025, 12, 10, 14, 30, 16)),
        ("2025-12-10T14:30:15.5Z", utc(2025, 12, 10, 14, 30, 15, 500_000), utc(2025, 12, 10, 14, 30, 15, 500_001)),
        ("2025-12-10T14:30:15.000001Z", utc(2025, 12, 10, 14, 30, 15, 1), utc(2025, 12, 10, 14, 30, 15, 2)),
        ("2025-01/2025-03", utc(2025, 1, 1), utc(2025, 4, 1)),
        ("2025/2025-12-10T14:30Z", utc(2025, 1, 1), utc(2025, 12, 10, 14, 31)),
        ("2025/2025", utc(2025, 1, 1), utc(2026, 1, 1)),
    ],
)
def test_a_date_covers_its_first_to_its_last_instant(text, first, after):
    assert span(text) == (first, after - 1)


def test_open_ends_reach_to_the_beginning_and_for_ever():
    assert span("../2025-12-10") == (BEGINNING, utc(2025, 12, 11) - 1)
    assert span("2025-12-10/..") == (utc(2025, 12, 10), FOREVER)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "yesterday", "25", "2025-", "2025-1", "2025-13", "2025-00", "0000", "2025-02-29", "1900-02-29",
        "2025-04-31", "2025-12-10T14:30", "2025-12-10 14:30Z", "2025-12-10T25:00Z", "2025-12-10T14:60Z",
        "2025-12-10T14:30+25:00", "2025-12-10T14Z", "2025-12-10Z", "20251210", "2025/", "/2025", "../..",
        "2026/2025", "2025/2026/2027", "2025-12-10/2025-12-09", "2025~", "2025-12-10\n", "٢٠٢٥",
    ],
)  # fmt: skip
def test_what_is_not_a_date_is_refused_by_its_whole_text(text):
    with pytest.raises(UnreadableDate) as caught:
        edtf(text)
    assert caught.value.text == text


def test_an_instant_is_written_in_utc_with_microseconds_and_read_back():
    at = utc(2025, 12, 10, 14, 30, 0, 7)
    assert iso(at) == "2025-12-10T14:30:00.000007Z"
    assert from_iso(iso(at)) == at
    assert from_iso("2025-12-10T15:30:00.000007+01:00") == at
    assert moment(at) == datetime(2025, 12, 10, 14, 30, 0, 7, tzinfo=UTC)
    assert span(iso(at)) == (at, at)


def test_instants_before_1970_are_exact_too():
    at = utc(1969, 12, 31, 23, 59, 59, 999_999)
    assert (at, iso(at)) == (-1, "1969-12-31T23:59:59.999999Z")


@pytest.mark.parametrize("text", ["2025-12-10T14:30:00", "2025-12-10", "soon", ""])
def test_a_moment_without_an_offset_is_no_instant(text):
    with pytest.raises(UnreadableDate):
        from_iso(text)


# -- what a person may type -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("now", "2024-03-30T23:30:00.000000Z"),
        ("today", "2024-03-30"),
        ("yesterday", "2024-03-29"),
        ("-0d", "2024-03-30"),
        ("-7d", "2024-03-23"),
        ("-2w", "2024-03-16"),
        ("-1m", "2024-02-29"),
        ("-3m", "2023-12-30"),
        ("-13m", "2023-02-28"),
        ("-1y", "2023-03-30"),
        (" 2024-02 ", "2024-02"),
        ("3.4.2023", "2023-04-03"),
        ("13/04/2023", "2023-04-13"),
        ("04/13/2023", "2023-04-13"),
        ("05/05/2023", "2023-05-05"),
        ("13-04-2023", "2023-04-13"),
        ("../2024-02-29", "../2024-02-29"),
        ("2024-03-30T08:00+01:00", "2024-03-30T08:00+01:00"),
    ],
)
def test_a_typed_date_is_read_against_the_utc_day(typed, read):
    assert read_date(typed, NOW) == read


def test_a_year_before_a_leap_day_is_the_last_of_february():
    assert read_date("-1y", datetime(2024, 2, 29, tzinfo=UTC)) == "2023-02-28"


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("03/04/2024", {"2024-04-03", "2024-03-04"}),
        ("3/4.2024", set()),
        ("03-04-2024", {"2024-04-03", "2024-03-04"}),
        ("04.13.2024", {"2024-04-13"}),
        ("30.2.2024", set()),
        ("31/31/2024", set()),
        ("2024-03-30T08:00", {"2024-03-30T08:00Z"}),
        ("2024-03-30 08:00:15", {"2024-03-30T08:00:15Z"}),
        ("tomorrow", {"2024-03-31"}),
        ("Mittwoch", {"2024-03-27"}),
        ("last wednesday", {"2024-03-27"}),
        ("am Mo.", {"2024-03-25"}),
        ("Saturday", {"2024-03-30", "2024-03-23"}),
        ("last Saturday", {"2024-03-23"}),
        ("vorgestern", {"2024-03-28"}),
        ("3 days ago", {"2024-03-27"}),
        ("vor 2 Wochen", {"2024-03-16"}),
        ("10. Dezember 2023", {"2023-12-10"}),
        ("Dec 10th, 2023", {"2023-12-10"}),
        ("10 december", {"2023-12-10"}),
        ("1. März", {"2024-03-01"}),
        ("Februar 2024", {"2024-02"}),
        ("30 February 2024", set()),
        ("2024/2/9", {"2024-02-09"}),
        ("20240209", {"2024-02-09"}),
        ("9.2.24", {"2024-02-09"}),
        ("3 monday ago", set()),
        ("may the 4th be", set()),
        ("-9999y", set()),
        ("7d", set()),
    ],
)
def test_a_date_that_can_be_misread_is_refused_with_its_readings(typed, readings):
    with pytest.raises(UnreadableDate) as caught:
        read_date(typed, NOW)
    assert set(caught.value.readings) == readings
    assert len(caught.value.readings) == len(readings)
    for reading in readings:
        edtf(reading)


# -- when the world had it ------------------------------------------------------------------------------------


def world(story: Story, entry: str) -> int:
    """When the world had a statement."""
    return story.read().statement(entry).world


def test_the_world_had_a_statement_at_the_last_instant_of_the_day_it_was_said():
    story = Story()
    entry = story.says("ann", "x", said="2024-06-01")
    assert world(story, entry) == span("2024-06-01").last


def test_the_world_had_it_when_it_was_published_if_the_date_said_is_vaguer():
    story = Story()
    entry = story.says("ann", "x", said="2024", published="2024-06-01")
    assert world(story, entry) == span("2024-06-01").last


def test_the_world_had_it_when_we_recorded_it_if_all_dates_are_vaguer():
    story = Story()
    entry = story.says("ann", "x", said="2025", published="2025-12", recorded="2025-06-01T09:00Z")
    assert world(story, entry) == utc(2025, 6, 1, 9)


def test_words_without_a_date_were_in_the_world_when_we_recorded_them():
    story = Story()
    entry = story.says("ann", "x", said=None, recorded="2025-06-01T09:00Z")
    assert world(story, entry) == utc(2025, 6, 1, 9)
    assert story.read().statement(entry).first == utc(2025, 6, 1, 9)


def test_words_without_a_date_in_an_article_were_said_when_it_came_out_at_the_latest():
    story = Story()
    story.archive("page", published="2024-06-01")
    entry = story.says("ann", "x", said=None, article="page")
    assert world(story, entry) == span("2024-06-01").last
    assert story.belief("x", as_of="2024-05-31").status is Status.OPEN
    assert story.belief("x", as_of="2024-06-01").status is Status.SINGLE_SOURCE


def test_words_of_which_only_the_latest_date_is_known_may_have_been_said_at_any_time_before():
    story = Story()
    story.archive("page", published="2024-06-01")
    entries = [story.says("ann", "x", said=None, article="page"), story.says("ann", "x", said=None, published="2024")]
    assert [story.read().statement(entry).first for entry in entries] == [BEGINNING, BEGINNING]


def test_an_amended_date_of_publication_holds_for_the_statements_of_the_article():
    story = Story()
    story.archive("page", published="2024-06-01")
    entry = story.says("ann", "x", said=None, article="page")
    story.correct("page", published="2024-05-01")
    assert world(story, entry) == span("2024-05-01").last


def test_an_article_that_came_out_later_does_not_delay_what_was_said_before():
    story = Story()
    story.archive("page", published="2024-06-01")
    entry = story.says("ann", "x", said="2024-05-01", article="page")
    assert world(story, entry) == span("2024-05-01").last


def test_an_article_carries_its_voices_from_the_last_instant_of_the_day_it_came_out():
    story = Story().meet("agency", "reuters").meet("group", "insiders")
    story.archive("page", agency="reuters", published="2024-06-02")
    entry = story.says("insiders", "x", said="2024-06-01", article="page")
    reading = story.read(as_of="2024-06-02")
    assert reading.beliefs.origins.attribution(reading.statement(entry)).group == "insider via reuters"
    assert "page" not in story.read(as_of="2024-06-01").state.articles


# -- the cut --------------------------------------------------------------------------------------------------


def test_as_of_a_day_includes_its_last_instant_and_nothing_after_it():
    story = Story()
    story.says("ann", "x", said="2024-06-01T23:59:59.999999Z")
    story.says("bob", "x", said="2024-06-02T00:00:00.000000Z")
    assert [story.belief("x", as_of=text).origins_for.least for text in ("2024-05-31", "2024-06-01", "2024-06-02")] == [
        0, 1, 2,
    ]  # fmt: skip


def test_what_was_said_some_time_in_a_month_was_said_by_its_end():
    story = Story()
    story.says("ann", "x", said="2024-06")
    assert story.belief("x", as_of="2024-06-29").statements == 0
    assert story.belief("x", as_of="2024-06").statements == 1


def test_the_desks_clock_cuts_by_entry_number_both_ends_included():
    story = Story()
    entry = story.says("ann", "x", said="2020")
    number = story.position(entry)
    assert story.read(known_by=number - 1).belief("x").statements == 0
    assert story.read(known_by=number).belief("x").statements == 1


def test_the_two_clocks_cut_independently():
    """Said early, recorded late: the world had it in 2020, our desk only in 2025."""
    story = Story()
    story.open("x")
    story.says("ann", "x", said="2020-01-01")
    assert story.read(as_of="2020-01-01").belief("x").statements == 1
    assert story.read(as_of="2020-01-01", known_by=1).belief("x").statements == 0
    assert story.read(as_of="2019-12-31").belief("x").statements == 0


def test_a_verdict_is_known_from_the_last_instant_of_the_day_it_was_decided():
    story = Story()
    story.says("ann", "x", said="2024-01-01")
    story.verdict("x", "true", decided="2024-06-02")
    assert story.belief("x", as_of="2024-06-01").status is Status.SINGLE_SOURCE
    assert story.belief("x", as_of="2024-06-02").status is Status.CONFIRMED


def test_a_verdict_not_yet_decided_at_the_cut_grades_nobody():
    story = Story()
    story.says("ann", "x", said="2024-01-01")
    story.verdict("x", "false", decided="2024-06-02")
    assert story.read(as_of="2024-06-01").standing("ann").score.pending == 1
    assert story.read(as_of="2024-06-02").standing("ann").score.fell == 1


def test_a_retraction_without_a_date_holds_from_the_day_we_recorded_it():
    story = Story()
    entry = story.says("ann", "x", said="2024-01-01")
    recorded = story.today
    story.retract(entry, said=None)
    assert story.belief("x", as_of="2024-12-31").status is Status.SINGLE_SOURCE
    assert story.belief("x", as_of=recorded).status is Status.RETRACTED


def test_of_two_retractions_and_of_two_withdrawals_the_earlier_counts():
    story = Story()
    entry = story.says("ann", "x", said="2024-01-01")
    verdict = story.verdict("y", "true", decided="2024-01-01")
    for later in ("2024-03-01", "2024-02-01", "2024-04-01"):
        story.retract(entry, said=later)
        story.withdraw(verdict, decided=later)
    assert [story.belief("x", as_of=day).status for day in ("2024-01-31", "2024-02-01")] == [
        Status.SINGLE_SOURCE,
        Status.RETRACTED,
    ]
    assert [story.belief("y", as_of=day).status for day in ("2024-01-31", "2024-02-01")] == [
        Status.CONFIRMED,
        Status.OPEN,
    ]


def test_amendments_voids_and_merges_hold_for_all_world_dates():
    story = Story()
    ann = story.says("ann", "x", said="2024-01-01")
    story.says("bob", "x", said="2024-01-01")
    story.amend(ann, "ann", "x", "deny", said="2024-01-01")
    assert story.belief("x", as_of="2024-01-01").deny_units > 0
    story.undo(ann)
    assert story.belief("x", as_of="2024-01-01").statements == 1
    story.says("cid", "x", said="2024-01-01")
    story.merge("cid", "bob")
    assert story.belief("x", as_of="2024-01-01").origins_for.least == 1


def test_the_policy_in_force_by_the_desks_clock_rules_every_world_date():
    story = Story()
    story.says("ann", "x", said="2024-01-01")
    entry = story.policy("weight", "4")
    before = story.position(entry) - 1
    assert story.read("2024-01-01").belief("x").probability < 0.7
    assert story.read("2024-01-01").state.policy.name == f"set at {before + 1}"
    assert story.read("2024-01-01", known_by=before).p("x") == 0.7
    assert story.read("2024-01-01", known_by=before).state.policy.name == "default"
