"""Policy: the numbers of the arithmetic are seen, set, given their default back, and belong to their time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tracker.domain.policy import DEFAULT, Policy, UnknownParameter, changed, parameters

STORY = """
    source add Ann --class insider
    source add Bob
    claim open 'The dam broke' --handle flood --topic war
    log 'It seems so' -s ann -c flood --certainty likely
    log 'It did not' -s bob -c flood -a deny
"""


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """Two sources who disagree: five entries."""
    return new_room().given(STORY)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


def named(room: Newsroom, name: str, when: str = "") -> dict[str, Any] | None:
    """The row of one parameter."""
    return next((row for row in room.json(f"policy show {when}") if row["name"] == name), None)


def probability(room: Newsroom, when: str = "") -> float:
    return float(room.one(f"belief flood {when}")["probability"])


# -- show ----------------------------------------------------------------------------------------------------------


def test_every_parameter_is_listed_with_its_value_and_what_it_does(room: Newsroom) -> None:
    rows = room.json("policy show")
    assert [row["name"] for row in rows] == [one.name for one in parameters(DEFAULT)]
    assert list(rows[0]) == ["name", "value", "default", "set_at", "does", "as_of", "known_by", "policy"]
    assert all(row["does"] and row["value"] == row["default"] and row["set_at"] is None for row in rows)
    values = {row["name"]: row["value"] for row in rows}
    assert values == values | {
        "certainty.likely": 0.5, "basis.witnessed": 1.25, "interest.self_serving": 0.35, "hearsay": 0.6, "weight": 2,
        "base_rate": 0.5, "prior": 0.7, "strength.source": 6, "half_life.source": "off", "half_life.parents": "off",
        "enough": 5, "cap": 30,
    }  # fmt: skip
    assert {(row["known_by"], row["policy"], row["as_of"]) for row in rows} == {(0, "default", None)}


def test_show_may_be_left_out(desk: Newsroom) -> None:
    desk.ok("policy set weight=4")
    for options in ("", " --known-by 5", " --json", " --as-of 2025-01-01 --csv"):
        assert desk.ok(f"policy{options}").out == desk.ok(f"policy show{options}").out
    assert "Commands:" in desk.ok("policy --help").out


def test_the_text_fits_the_screen_and_ends_with_its_stamp(desk: Newsroom) -> None:
    desk.ok("policy set certainty.likely=0.4 prior.insider=0.6 half_life.source=3y")
    lines = desk.ok("policy show").lines
    assert max(map(len, lines)) <= 80
    assert "certainty.likely           0.4   factor: how sure it sounds (default 0.5, set at" in lines
    assert lines[-1] == "28 parameters, as of now, known by entry 8, policy set at 8"
    assert any(line.startswith("half_life.source           1095 ") for line in lines)


# -- set -----------------------------------------------------------------------------------------------------------


def test_setting_moves_belief_and_every_reading_names_its_policy(desk: Newsroom) -> None:
    before = probability(desk)
    answer = desk.ok("policy set certainty.likely=1 --because 'measured on our beat'")
    assert answer.out == "6 policy certainty.likely = 1\n"
    assert desk.told(6) == {"name": "certainty.likely", "value": "1", "because": "measured on our beat"}
    assert probability(desk) > before
    for verb in ("belief", "belief flood", "why flood", "credibility", "credibility ann", "policy"):
        assert {row["policy"] for row in desk.json(verb)} == {"set at 6"}
        assert desk.ok(verb).lines[-1].endswith("known by entry 6, policy set at 6")


READINGS = (
    "belief", "belief flood", "why flood", "credibility", "credibility ann", "timeline", "source list",
    "source show ann", "claim list", "claim show flood", "article list", "show 4", "find dam", "policy show",
)  # fmt: skip


@pytest.mark.parametrize("verb", READINGS)
def test_every_reading_says_at_which_cut_and_by_which_policy_it_was_made(desk: Newsroom, verb: str) -> None:
    desk.given("article add --handle wire --title 'The dam'\npolicy set weight=3\npolicy set weight=4")
    for cut, stamp in (
        ("", (None, 8, "set at 8")),
        ("--known-by 7", (None, 7, "set at 7")),
        ("--known-by 6 --as-of 2025-12-31", ("2025-12-31T23:59:59.999999Z", 6, "default")),
    ):
        rows = desk.json(f"{verb} {cut}")
        assert {(row["as_of"], row["known_by"], row["policy"]) for row in rows} == {stamp}


@pytest.mark.parametrize("verb", ["belief", "why flood", "credibility", "timeline", "find dam", "policy"])
def test_readings_for_people_end_with_the_policy(desk: Newsroom, verb: str) -> None:
    desk.ok("policy set weight=3")
    assert desk.ok(verb).lines[-1].endswith("as of now, known by entry 6, policy set at 6")


def test_an_old_reading_uses_the_policy_that_was_in_force(desk: Newsroom) -> None:
    verbs = ("belief flood", "belief", "why flood", "credibility", "credibility ann")
    before = {verb: desk.json(verb) for verb in verbs}
    desk.given("""
        policy set prior=0.9 certainty.likely=0.1
        policy set weight=6
    """)
    for verb in verbs:
        assert desk.json(f"{verb} --known-by 5") == before[verb]
        between = desk.json(f"{verb} --known-by 7")
        assert {row["policy"] for row in between} == {"set at 7"}
        assert {row["policy"] for row in desk.json(verb)} == {"set at 8"}
        assert between != before[verb]
    assert (desk.one("why flood --known-by 7")["weight_units"], desk.one("why flood")["weight_units"]) == (
        2_000_000, 6_000_000,
    )  # fmt: skip
    row = named(desk, "weight", "--known-by 7")
    assert row is not None
    assert (row["value"], row["set_at"], row["known_by"], row["policy"]) == (2, None, 7, "set at 7")


def test_a_policy_has_only_the_desk_s_clock(desk: Newsroom) -> None:
    desk.ok("policy set prior=0.9")
    row = named(desk, "prior", "--as-of 1999-12-31")
    assert row is not None
    assert (row["value"], row["as_of"]) == (0.9, "1999-12-31T23:59:59.999999Z")


def test_several_at_once_are_one_batch(desk: Newsroom) -> None:
    before = desk.json("policy")
    desk.ok("policy set hearsay=0.5 strength.source=10 base_rate.war=.2 half_life.parents=18m cap=40")
    assert desk.types[-5:] == ["policy.set"] * 5
    got = {row["name"]: (row["value"], row["set_at"]) for row in desk.json("policy") if row["set_at"]}
    assert got == {
        "hearsay": (0.5, 6), "strength.source": (10, 7), "base_rate.war": (0.2, 8),
        "half_life.parents": (548, 9), "cap": (40, 10),
    }  # fmt: skip
    desk.ok("undo --last")
    sealed = ("known_by", "policy")
    assert [{k: v for k, v in row.items() if k not in sealed} for row in desk.json("policy")] == [
        {k: v for k, v in row.items() if k not in sealed} for row in before
    ]
    assert desk.one("belief flood")["policy"] == "default"


def test_the_undo_of_one_setting_brings_the_one_before_back(desk: Newsroom) -> None:
    first = probability(desk)
    desk.ok("policy set weight=4")
    second = probability(desk)
    desk.ok("policy set weight=9")
    desk.ok("undo 7")
    assert probability(desk) == second
    row = named(desk, "weight")
    assert row is not None
    assert (row["value"], row["set_at"], row["policy"]) == (4, 6, "set at 6")
    desk.ok("undo 6")
    assert probability(desk) == first
    desk.ok("undo 8")
    assert desk.one("belief flood")["policy"] == "set at 7", "the undo of the undo"


def test_default_gives_a_default_back(desk: Newsroom) -> None:
    before = probability(desk)
    desk.ok("policy set certainty.likely=1 prior.insider=0.6 half_life.source=365 base_rate.war=0.1")
    assert probability(desk) != before
    desk.ok("policy set certainty.likely=default prior.insider=default half_life.source=default base_rate.war=default")
    assert probability(desk) == before
    assert named(desk, "prior.insider") is None
    assert named(desk, "base_rate.war") is None
    row = named(desk, "certainty.likely")
    assert row is not None
    assert (row["value"], row["set_at"]) == (0.5, 10)


def test_a_dry_run_sets_nothing(desk: Newsroom) -> None:
    before = desk.fingerprint()
    assert "nothing was kept" in desk.ok("policy set weight=4 --dry-run").err
    assert desk.fingerprint() == before


def test_a_class_or_topic_that_nobody_knows_is_warned_of(desk: Newsroom) -> None:
    answer = desk.ok("policy set prior.insidr=0.6 prior.insider=0.6 base_rate.wars=0.3 base_rate.war=0.3")
    assert answer.err.splitlines() == [
        "warning: no source is of class 'insidr' so far",
        "warning: no claim is filed under 'wars' so far",
    ]


def test_what_changes_nothing_is_said(desk: Newsroom) -> None:
    assert desk.refused(2, "policy set weight=2").error == "'weight' is 2 already"
    answer = desk.ok("policy set weight=2 cap=31")
    assert (answer.out, answer.err) == ("6 policy cap = 31\n", "warning: 'weight' is 2 already\n")


@pytest.mark.parametrize(
    ("given", "error", "hint"),
    [
        ("certainty.liekly=1", "there is no parameter 'certainty.liekly'", "did you mean certainty.likely"),
        ("half-life.source=3y", "there is no parameter 'half-life.source'", "did you mean half_life.source"),
        ("prior.=0.5", "there is no parameter 'prior.'", "prior.CLASS"),
        ("prior.Two words=0.5", "there is no parameter 'prior.Two words'", "tracker policy show"),
        ("colour=red", "there is no parameter 'colour'", "tracker policy show"),
        ("certainty=1", "there is no parameter 'certainty'", "did you mean certainty."),
        ("weight", "'weight' is not NAME=VALUE", "tracker policy set certainty.likely=0.4"),
        ("=2", "'=2' is not NAME=VALUE", "tracker policy set"),
        ("weight=", "'weight=' is not NAME=VALUE", "tracker policy set"),
        ("weight=two", "'two' is not a number", "tracker policy set weight=10, or weight=default"),
        ("weight=0", "a whole number from 1 to 1000 is needed, not '0'", "weight="),
        ("weight=2.5", "a whole number from 1 to 1000 is needed, not '2.5'", "weight="),
        ("hearsay=11", "a factor lies between 0 and 10", "hearsay="),
        ("hearsay=0.123", "two decimals at most, not '0.123'", "hearsay="),
        ("weight=1_0", "'1_0' is not a number", "tracker policy set weight=10, or weight=default"),
        ("hearsay=nan", "'nan' is not a number", "hearsay="),
        ("prior=1", "a probability lies between 0 and 1, both excluded, not '1'", "prior=0.6"),
        ("base_rate.war=0", "a probability lies between 0 and 1, both excluded, not '0'", "base_rate.war=0.6"),
        ("half_life.source=0", "18m, 3y or off, not '0'", "half_life.source=3y"),
        ("half_life.source=-3y", "18m, 3y or off, not '-3y'", "half_life.source=3y"),
        ("half_life.source=200y", "a half-life is a number of days from 1 to 36500", "half_life.source=3y"),
        ("half_life.source=soon", "not 'soon'", "half_life.source=3y"),
    ],
)
def test_what_cannot_be_set(desk: Newsroom, given: str, error: str, hint: str) -> None:
    answer = desk.refused(2, "policy set cap=31", given)
    assert error in answer.error
    assert hint in answer.hint


def test_twice_the_same_name_is_refused(desk: Newsroom) -> None:
    assert desk.refused(2, "policy set cap=31 cap=32").error == "'cap' is given twice"
    desk.refused(2, "policy set")


def test_the_shell_completes_names(desk: Newsroom) -> None:
    from tests.cli.test_help import completed

    assert completed(desk, "policy set half") == ["half_life.source=", "half_life.parents="]


def test_the_ground_of_a_setting_can_be_redacted(desk: Newsroom) -> None:
    desk.ok("policy set cap=31 --because 'Clara said so'")
    before = desk.one("belief flood")
    desk.ok("redact 6 --yes")
    assert b"Clara said so" not in desk.database.read_bytes()
    assert {**desk.one("belief flood"), "known_by": 6} == before


# -- the values themselves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "days"), [("off", None), ("90", 90), ("90d", 90), ("18m", 548), ("1y", 365), ("3y", 1095), ("1m", 30)]
)
def test_half_lives_are_kept_in_days(written: str, days: int | None) -> None:
    policy = changed(Policy(half_life_source=7, half_life_parents=7), "half_life.source", written)
    assert (policy.half_life_source, policy.half_life_parents) == (days, 7)
    assert changed(policy, "half_life.parents", written).half_life_parents == days


def test_what_is_shown_can_be_set_again() -> None:
    """Every listed value, typed as it is shown, is the value it already has."""
    policy = DEFAULT
    for name, value in (("prior.insider", "0.6"), ("base_rate.war", "0.05"), ("half_life.source", "3y")):
        policy = changed(policy, name, value)
    for one in parameters(policy):
        assert changed(policy, one.name, f"{one.value:g}" if isinstance(one.value, float) else str(one.value)) == policy
        assert changed(changed(policy, one.name, "default"), one.name, "default") == changed(
            policy, one.name, "default"
        )


def test_default_of_everything_is_the_default() -> None:
    policy = DEFAULT
    for name, value in (("prior.insider", "0.6"), ("interest.neutral", "2"), ("cap", "7"), ("half_life.parents", "1y")):
        policy = changed(policy, name, value)
    assert policy != DEFAULT
    for one in list(parameters(policy)):
        policy = changed(policy, one.name, "default")
    assert policy == DEFAULT


def test_an_unknown_name_is_an_error_of_its_own() -> None:
    with pytest.raises(UnknownParameter, match="no parameter 'x'"):
        changed(DEFAULT, "x", "default")
