"""The vocabulary and the policy: phrases at their edges, handles, wire names, parameters."""

from decimal import Decimal

import pytest

from tracker.domain import events
from tracker.domain.events import EVENT_TYPES, SourcesMerged, StatementRecorded, wire_name
from tracker.domain.policy import DEFAULT, UnknownParameter, changed
from tracker.domain.words import (
    MANNER,
    STANCELESS,
    Act,
    Certainty,
    Evidence,
    Likelihood,
    Stance,
    evidence,
    is_handle,
    is_slug,
    likelihood,
)


@pytest.mark.parametrize(
    ("edge", "below", "from_here"),
    [
        (0.05, Likelihood.ALMOST_NO_CHANCE, Likelihood.VERY_UNLIKELY),
        (0.20, Likelihood.VERY_UNLIKELY, Likelihood.UNLIKELY),
        (0.45, Likelihood.UNLIKELY, Likelihood.EVEN),
        (0.55, Likelihood.EVEN, Likelihood.LIKELY),
        (0.80, Likelihood.LIKELY, Likelihood.VERY_LIKELY),
        (0.95, Likelihood.VERY_LIKELY, Likelihood.ALMOST_CERTAIN),
    ],
)
def test_the_lower_edge_of_a_band_belongs_to_it(edge, below, from_here):
    assert (likelihood(edge - 1e-9), likelihood(edge)) == (below, from_here)


def test_below_one_and_from_ninety_nine_percent_on_the_outer_words_hold():
    assert {likelihood(p) for p in (0.0, 0.009, 0.01)} == {Likelihood.ALMOST_NO_CHANCE}
    assert {likelihood(p) for p in (0.98, 0.99, 1.0)} == {Likelihood.ALMOST_CERTAIN}


@pytest.mark.parametrize(
    ("ignorance", "phrase"),
    [
        (1.0, Evidence.TOO_LITTLE), (0.7000001, Evidence.TOO_LITTLE), (0.7, Evidence.THIN), (0.5000001, Evidence.THIN),
        (0.5, Evidence.MODERATE), (0.2500001, Evidence.MODERATE), (0.25, Evidence.STRONG), (0.0, Evidence.STRONG),
    ],
)  # fmt: skip
def test_the_amount_of_evidence_goes_by_what_remains_unknown(ignorance, phrase):
    assert evidence(ignorance) is phrase


def test_every_act_has_a_default_and_the_silent_ones_take_no_side():
    assert set(MANNER) == set(Act)
    assert {Act.UNCLEAR, Act.DECLINE, Act.NO_RESPONSE, Act.NON_DENIAL} == STANCELESS
    assert all(MANNER[act].stance is Stance.NONE for act in STANCELESS)
    assert [act for act in Act if MANNER[act].stance is Stance.DENIES] == [Act.DENY]
    assert {act for act in Act if MANNER[act].certainty is Certainty.LIKELY} == {Act.ACCUSE, Act.PREDICT, Act.WARN}


@pytest.mark.parametrize("text", ["nvidia", "a1", "1a", "the-us.gov_2", "a" * 100])
def test_what_can_be_a_handle(text):
    assert is_handle(text)


@pytest.mark.parametrize(
    "text", ["", "184", "Nvidia", "a b", "-a", "a-", "a--b", "größe", "a/b", "a\n", "a" * 101, "#1", "a>b"]
)
def test_what_cannot_be_a_handle(text):
    assert not is_handle(text)


def test_all_digits_are_a_slug_but_no_handle():
    assert is_slug("2025")
    assert not is_handle("2025")


def test_every_event_has_a_wire_name_of_its_own():
    assert wire_name(StatementRecorded) == "statement.recorded"
    assert wire_name(SourcesMerged) == "sources.merged"
    assert all(getattr(events, cls.__name__) is cls for cls in EVENT_TYPES.values() if cls.__name__ != "StatementEvent")
    assert all(wire_name(cls) == name for name, cls in EVENT_TYPES.items())


def test_what_statements_have_in_common_is_no_event_of_its_own():
    """Else a bare line of that type passes the door and no projection knows it afterwards."""
    assert "event" not in EVENT_TYPES
    assert "statement.event" not in EVENT_TYPES


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("certainty.likely", "0.4", lambda policy: policy.certainty[Certainty.LIKELY] == 40),
        ("basis.witnessed", "2", lambda policy: policy.basis["witnessed"] == 200),
        ("interest.self_serving", "0", lambda policy: policy.interest["self_serving"] == 0),
        ("hearsay", "0.75", lambda policy: policy.hearsay == 75),
        ("prior", "0.6", lambda policy: policy.everybody == 0.6),
        ("prior.insider", "0.55", lambda policy: policy.priors == {"insider": 0.55}),
        ("base_rate", "0.1", lambda policy: policy.prior_of(("chips",)) == 0.1),
        ("base_rate.chips", "0.1", lambda policy: policy.prior_of(("trade", "chips")) == 0.1),
        ("strength.everybody", "5", lambda policy: policy.strength_everybody == 5),
        ("strength.class", "5", lambda policy: policy.strength_class == 5),
        ("strength.cell", "5", lambda policy: policy.strength_cell == 5),
        ("strength.source", "1000", lambda policy: policy.strength_source == 1000),
        ("enough", "1", lambda policy: policy.enough == 1),
        ("cap", "10", lambda policy: policy.cap == 10),
        ("weight", "3", lambda policy: policy.weight == 3),
    ],
)
def test_a_parameter_that_is_set_changes_that_and_leaves_the_default_alone(name, value, read):
    before = repr(DEFAULT)
    assert read(changed(DEFAULT, name, value))
    assert not read(DEFAULT)
    assert repr(DEFAULT) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gravity", "1"), ("", "1"), ("certainty", "1"), ("certainty.sure", "1"), ("hearsay.x", "0.5"),
        ("strength", "3"), ("prior.No Slug", "0.5"), ("weight.x", "1"), ("hearsay", "0.333"), ("hearsay", "-0.1"),
        ("hearsay", "10.01"), ("hearsay", "much"), ("hearsay", "NaN"), ("hearsay", "Infinity"), ("prior", "0"),
        ("prior", "1"), ("prior", "70%"), ("base_rate.x", "1.5"), ("weight", "0"), ("weight", "1001"),
        ("enough", "2.5"), ("cap", ""),
    ],
)  # fmt: skip
def test_unknown_parameters_and_values_out_of_range_are_refused(name, value):
    with pytest.raises(UnknownParameter):
        changed(DEFAULT, name, value)


def test_a_number_too_large_to_be_worked_with_is_refused_like_any_other():
    with pytest.raises(UnknownParameter):
        changed(DEFAULT, "hearsay", "9e999999")


@pytest.mark.parametrize("value", ["1e-400", str(1 - Decimal("1e-20"))])
def test_a_probability_too_close_to_0_or_1_to_be_told_from_it_is_refused(value):
    with pytest.raises(UnknownParameter):
        changed(DEFAULT, "base_rate", value)
