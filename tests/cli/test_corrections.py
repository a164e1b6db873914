"""Which door: asking, amending our record, noting a retraction, and verdicts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """A room with two statements (entries 6 and 7)."""
    return new_room().given("""
        source add Nvidia --kind organisation
        source add Reuters --kind agency
        claim open 'Chips hold backdoors' --handle backdoors --about nvidia
        claim open 'Orders are many' --handle orders
        article add --handle wire --agency reuters --published 2025-12-10
        log 'No doors' -s nvidia -c backdoors -a deny -d 2025-12-10 --certainty likely --basis witnessed --note check
        log 'Many orders' -s nvidia -c orders --article wire
    """)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


# -- asking --------------------------------------------------------------------------------------------------------


def test_a_request_for_comment(desk: Newsroom) -> None:
    answer = desk.ok("ask nvidia -c backdoors --by 2025-12-12 --note 'mail to the press office'")
    assert answer.out == '8 asked nvidia for comment, by 2025-12-12: "Chips hold backdoors"\n'
    row = desk.json("timeline")[-1]
    assert (row["type"], row["source"], row["claim"], row["said"]) == (
        "comment.requested", "nvidia", "backdoors", "2025-12-12",
    )  # fmt: skip
    assert "asked nvidia for comment on backdoors, by 2025-12-12: mail to the press office" in " ".join(
        desk.ok("timeline").out.split()
    )


def test_asking_moves_no_belief(desk: Newsroom) -> None:
    before = desk.json("belief orders")[0] | {"known_by": 0}
    desk.given("ask nvidia -c orders --by 2025-12-12\nlog silence -s nvidia -c backdoors -a no_response")
    assert desk.json("belief orders")[0] | {"known_by": 0} == before


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("ask amd -c orders --by 2025-12-12", 3, "there is no source 'amd'"),
        ("ask nvidia -c weather --by 2025-12-12", 3, "there is no claim 'weather'"),
        ("ask nvidia -c orders --by soon", 2, "'soon' is not a date"),
        ("ask nvidia -c orders --by ''", 2, "a request for comment needs a date"),
        ("ask nvidia -c orders", 2, "missing option '--by'"),
    ],
)
def test_a_request_that_cannot_be(desk: Newsroom, line: str, code: int, error: str) -> None:
    assert desk.refused(code, line).error == error


# -- amending ------------------------------------------------------------------------------------------------------


def test_an_amendment_carries_the_whole_statement(desk: Newsroom) -> None:
    answer = desk.ok("amend 6 --text 'Not one door' -d 2025-12-09")
    assert answer.out == '8 entry 6 amended: nvidia denies: "Chips hold backdoors"\n'
    assert desk.told(8) == {
        **desk.told(6),
        "statement": desk.rows("SELECT id FROM entry WHERE position = 6")[0][0],
        "text": "Not one door",
        "said": "2025-12-09",
    }
    row = desk.json("timeline --claim backdoors")[0]
    assert (row["entry"], row["text"], row["said"], row["status"]) == (6, "Not one door", "2025-12-09", "amended")
    assert desk.json("timeline --claim backdoors --known-by 7")[0]["text"] == "No doors"


def test_source_and_claim_can_be_corrected(desk: Newsroom) -> None:
    desk.ok("amend 7 -s reuters -c backdoors --chain ''")
    assert desk.json("timeline --source nvidia")[0]["entry"] == 6
    assert [row["source"] for row in desk.json("timeline --claim backdoors")] == ["nvidia", "reuters"]
    assert desk.json("belief orders")[0]["statements"] == 0


def test_an_amendment_can_be_amended_by_either_number(desk: Newsroom) -> None:
    desk.given("amend 6 --text One\namend 8 --text Two\namend '#6' --certainty certain")
    assert desk.facts(10)["statement"] == desk.rows("SELECT id FROM entry WHERE position = 6")[0][0]
    assert desk.json("timeline --claim backdoors")[0]["text"] == "Two"
    assert desk.told(10)["certainty"] == "certain"


@pytest.mark.parametrize(("option", "name"), [("--said", "said"), ("--note", "note")])
def test_an_empty_text_clears(desk: Newsroom, option: str, name: str) -> None:
    desk.ok(f"amend 6 {option} ''")
    assert name in desk.told(6)
    assert name not in desk.told(8)


def test_an_empty_article_and_chain_clear(desk: Newsroom) -> None:
    assert desk.facts(7)["chain"] == ["reuters"]
    desk.ok("amend 7 --article '' --chain ''")
    assert "article" not in desk.facts(8)
    assert "chain" not in desk.facts(8)


@pytest.mark.parametrize(
    "option", ["--certainty", "--basis", "--stance", "--interest", "--via", "--presentation", "--ground-rule"]
)
def test_an_empty_word_clears(desk: Newsroom, option: str) -> None:
    value = {
        "--certainty": "uncertain", "--basis": "document", "--stance": "none", "--interest": "neutral",
        "--via": "direct", "--presentation": "named", "--ground-rule": "background",
    }[option]  # fmt: skip
    name = option.lstrip("-").replace("-", "_")
    desk.ok(f"amend 6 {option} {value}")
    assert desk.facts(8)[name] == value
    desk.ok(f"amend 6 {option} ''")
    assert name not in desk.facts(9)


@pytest.mark.parametrize(
    "line", ["amend 6", "amend 6 --text 'No doors'", "amend 6 -s nvidia -a deny", "amend 7 --said ''"]
)
def test_an_amendment_needs_a_change(desk: Newsroom, line: str) -> None:
    answer = desk.refused(2, line)
    assert answer.error == f"nothing to amend in entry {line[6]}"
    assert answer.hint == f"tracker show {line[6]}"


@pytest.mark.parametrize(
    ("line", "code", "error", "hint"),
    [
        ("amend 1 --text x", 1, "entry 1 is not a statement", "tracker source describe"),
        ("amend 3 --text x", 1, "entry 3 is not a statement", "tracker claim amend"),
        ("amend 5 --text x", 1, "entry 5 is not a statement", "tracker article amend"),
        ("amend 99 --text x", 3, "there is no entry 99", "the log ends with entry 7"),
        ("amend 0 --text x", 3, "there is no entry 0", "the log ends with entry 7"),
        ("amend six --text x", 2, "'six' is not an entry number", "tracker timeline shows the numbers"),
        ("amend ٦ --text x", 2, "'٦' is not an entry number", "tracker timeline shows the numbers"),
        (
            "amend 6 -c orders -c backdoors",
            2,
            "an amendment changes one statement",
            "register sources and claims first",
        ),
        (
            "amend 6 -d 2031",
            2,
            "said '2031' lies in the future",
            "a prediction is said today; its claim has a --deadline",
        ),
        ("amend 6 -s amd", 3, "there is no source 'amd'", "tracker source add amd"),
    ],
)
def test_an_amendment_that_cannot_be(desk: Newsroom, line: str, code: int, error: str, hint: str) -> None:
    answer = desk.refused(code, line)
    assert (answer.error, answer.hint) == (error, hint)


def test_a_verdict_is_not_amended_but_replaced(desk: Newsroom) -> None:
    desk.ok("verdict orders true")
    assert desk.refused(1, "amend 8 --text x").hint.startswith("tracker verdict CLAIM VALUE")


def test_what_was_undone_is_not_amended(desk: Newsroom) -> None:
    desk.ok("undo 6")
    answer = desk.refused(1, "amend 6 --text x")
    assert answer.error == "entry 6 has been undone"
    desk.ok("undo 8")
    desk.ok("amend 6 --text x")


def test_what_was_redacted_is_not_amended(desk: Newsroom) -> None:
    desk.ok("redact 6 --yes")
    assert "has been redacted" in desk.refused(1, "amend 6 --text x").error


# -- retracting ----------------------------------------------------------------------------------------------------


def test_a_retraction_ends_what_the_source_stood_for(desk: Newsroom, clock: Any) -> None:
    clock.move_to("2026-01-20T09:00:00+00:00")
    answer = desk.ok("retract 7 -d 2026-01-15 --because 'miscounted' --article wire")
    assert answer.out == "8 entry 7 retracted by its source\n"
    assert desk.json("belief orders")[0]["status"] == "retracted"
    assert desk.json("belief orders --as-of 2026-01-14")[0]["status"] == "single_source"
    rows = desk.json("timeline --claim orders")
    assert [(row["entry"], row["type"], row["status"], row["of"]) for row in rows] == [
        (7, "statement.recorded", "retracted", None),
        (8, "statement.retracted", "", 7),
    ]
    assert "nvidia takes back 7 on orders: miscounted" in desk.ok("timeline --claim orders").out
    before = desk.json("timeline --claim orders --as-of 2026-01-14")
    assert [(row["entry"], row["status"]) for row in before] == [(7, "")]


def test_a_retraction_names_what_is_said_instead(desk: Newsroom) -> None:
    desk.given("log 'Few orders' -s nvidia -c orders -a deny\nretract 7 --instead 8")
    assert desk.facts(9)["instead"] == desk.rows("SELECT id FROM entry WHERE position = 8")[0][0]
    (row,) = desk.json("belief orders")
    assert (row["status"], row["support_units"]) == ("retracted", 0)
    assert row["deny_units"] > 0


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("retract 1", 1, "entry 1 is not a statement"),
        ("retract 42", 3, "there is no entry 42"),
        ("retract 7 -d 2031", 2, "said '2031' lies in the future"),
        ("retract 7 --instead 1", 3, "entry 1 is not a statement"),
        ("retract 7 --article page", 3, "there is no article 'page'"),
        ("retract x", 2, "'x' is not an entry number"),
    ],
)
def test_a_retraction_that_cannot_be(desk: Newsroom, line: str, code: int, error: str) -> None:
    assert desk.refused(code, line).error == error


def test_an_undone_retraction_never_was(desk: Newsroom) -> None:
    before = desk.json("belief orders")[0] | {"known_by": 0, "changed": 0}
    desk.given("retract 7\nundo --last")
    assert desk.json("belief orders")[0] | {"known_by": 0, "changed": 0} == before


# -- verdicts ------------------------------------------------------------------------------------------------------


def test_a_verdict_settles_and_never_changes_the_sum(desk: Newsroom) -> None:
    before = desk.json("belief orders")[0]
    answer = desk.ok("verdict orders mostly_true --because 'counted' --evidence https://e.org --decided 2025-12-10")
    assert answer.out == '8 verdict mostly true: "Orders are many"\n'
    after = desk.json("belief orders")[0]
    assert (after["status"], after["verdict"], after["verdict_entry"]) == ("confirmed", "mostly_true", 8)
    assert after["likelihood"] is None
    assert after["probability"] == before["probability"]
    assert "settled: mostly true (8)" in desk.ok("belief").out


@pytest.mark.parametrize(
    ("value", "status"),
    [("true", "confirmed"), ("mostly_true", "confirmed"), ("mixed", "mixed"), ("mostly_false", "refuted"),
     ("false", "refuted"), ("unresolvable", "unresolvable")],
)  # fmt: skip
def test_what_a_verdict_means(desk: Newsroom, value: str, status: str) -> None:
    desk.ok(f"verdict orders {value}")
    assert desk.json("belief orders")[0]["status"] == status


def test_a_verdict_without_a_date_is_decided_today(desk: Newsroom) -> None:
    desk.ok("verdict orders t")
    assert desk.facts(8) == {"claim": "orders", "value": "true", "decided": "2025-12-11"}


def test_the_latest_decided_counts(desk: Newsroom) -> None:
    desk.given("verdict orders true --decided 2025-12-10\nverdict orders false --decided 2025-12-01")
    assert desk.json("belief orders")[0]["verdict"] == "true"
    desk.ok("verdict orders mixed --decided 2025-12-10")
    assert desk.json("belief orders")[0]["verdict"] == "mixed"
    assert desk.json("belief orders --as-of 2025-12-05")[0]["verdict"] == "false"


def test_a_finding_that_fell_is_withdrawn(desk: Newsroom) -> None:
    before = desk.json("belief orders")[0] | {"known_by": 0, "changed": 0}
    desk.given("verdict orders true --decided 2025-12-10")
    answer = desk.ok("verdict orders --withdraw --because 'the witness recanted'")
    assert answer.out == "9 verdict 8 withdrawn\n"
    assert desk.json("belief orders")[0] | {"known_by": 0, "changed": 0} == before
    assert desk.json("belief orders --as-of 2025-12-10")[0]["verdict"] == "true"
    rows = desk.json("timeline --claim orders")
    assert [(row["type"], row["status"]) for row in rows[1:]] == [
        ("verdict.reached", "withdrawn"), ("verdict.withdrawn", ""),
    ]  # fmt: skip
    assert "verdict 8 on orders withdrawn: the witness recanted" in desk.ok("timeline").out


def test_withdrawing_uncovers_the_verdict_before(desk: Newsroom) -> None:
    desk.given("""
        verdict orders false --decided 2025-12-01
        verdict orders true --decided 2025-12-10
        verdict orders --withdraw
    """)
    assert desk.json("belief orders")[0]["verdict"] == "false"
    desk.ok("verdict orders --withdraw")
    assert desk.json("belief orders")[0]["verdict"] is None
    assert "there is no verdict on 'orders' to withdraw" in desk.refused(3, "verdict orders --withdraw").error


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("verdict weather true", 3, "there is no claim 'weather'"),
        ("verdict orders", 2, "a verdict needs a value, or --withdraw alone"),
        ("verdict orders true --withdraw", 2, "a verdict needs a value, or --withdraw alone"),
        ("verdict orders true --decided 2031", 2, "decided '2031' lies in the future"),
        ("verdict orders true --decided 03/04/2024", 2, "'03/04/2024' can be two dates"),
        ("verdict orders --withdraw", 3, "there is no verdict on 'orders' to withdraw"),
    ],
)
def test_a_verdict_that_cannot_be(desk: Newsroom, line: str, code: int, error: str) -> None:
    assert desk.refused(code, line).error == error


def test_values_that_are_not_clear(desk: Newsroom) -> None:
    assert "'m' fits several: mostly_true mixed mostly_false" in desk.refused(2, "verdict orders m").error
    assert "'yes' is none of: true" in desk.refused(2, "verdict orders yes").error


def test_a_true_answer_refutes_its_rivals(room: Newsroom) -> None:
    room.given("""
        source add Ann
        source add Bob
        claim open 'One hundred' --handle hundred --question how-many
        claim open 'Two hundred' --handle two-hundred --question how-many
        log x -s ann -c hundred
        log y -s bob -c two-hundred
        verdict hundred true
    """)
    (row,) = room.json("belief two-hundred")
    assert (row["status"], row["verdict"], row["verdict_entry"]) == ("refuted", "false", 7)
    assert room.json("credibility ann")[0]["held"] == 1
    assert room.json("credibility bob")[0]["fell"] == 1


# -- every verb that writes ----------------------------------------------------------------------------------------

WRITING = {
    "source add Bob": "source.registered",
    "source describe nvidia --note tall": "source.described",
    "source merge nvidia reuters": "sources.merged",
    "claim open Rain": "claim.opened",
    "claim amend orders --text More": "claim.amended",
    "claim relate orders implies backdoors": "claims.related",
    "article add --handle page": "article.archived",
    "article amend wire --title News": "article.amended",
    "log x -s nvidia -c orders": "statement.recorded",
    "ask nvidia -c orders --by 2026": "comment.requested",
    "amend 6 --text x": "statement.amended",
    "retract 6": "statement.retracted",
    "verdict orders true": "verdict.reached",
    "undo 6": "entry.voided",
    "undo --last": "entry.voided",
    "redact 6 --yes": "entry.redacted",
}


@pytest.mark.parametrize("line", WRITING)
def test_every_writing_verb_tried_out_then_done_then_undone(desk: Newsroom, line: str) -> None:
    before = desk.fingerprint()
    assert desk.ok(f"{line} --dry-run").err.endswith("nothing was kept\n")
    (tried,) = desk.json(f"{line} --dry-run")
    assert desk.fingerprint() == before
    (done,) = desk.json(f"{line} --actor mara")
    assert done == tried == {"entry": 8, "type": WRITING[line]}
    assert desk.rows("SELECT type, actor FROM entry WHERE position = 8") == [(WRITING[line], "mara")]
    assert desk.ok("verify").code == 0
    readings = [desk.ok(reading).out for reading in ("belief", "credibility", "timeline", "source list", "claim list")]
    assert all(readings)
    if not line.startswith(("undo", "redact")):
        desk.ok("undo 8")
        assert desk.one("show 8")["status"] == "voided"
    after = desk.fingerprint()
    desk.ok("rebuild")
    assert desk.fingerprint() == after, "what was written step by step is what the log says"
