"""Slips that cost a figure and show nowhere else: each is warned of as it is typed, with the command that mends it."""

from __future__ import annotations

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """A port authority, a paper, a clerk; a claim and an article of Wednesday, the 3rd of December (entries 1 to 6)."""
    return new_room().given("""
        source add 'Port authority' --handle port --kind organisation
        source add 'Evening Bee' --handle bee --kind outlet
        source add Clerk
        claim open 'The crane fell' --handle crane --about port
        claim open 'The ferry crossing was cancelled' --handle harbour-ferry-stop
        article add --handle page --outlet bee --published 2025-12-03
    """)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


def warned(err: str) -> list[str]:
    """The warnings of an answer."""
    return [line.removeprefix("warning: ") for line in err.splitlines() if line.startswith("warning: ")]


# -- who is registered as what -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("log x -s clerk -c crane --chain Telegrafo", "agency"),
        ("log x -s clerk -c crane --chain 'Telegrafo > bee'", "agency"),
        ("log x -s clerk -c crane --outlet Telegrafo", "outlet"),
        ("log x -s clerk --new-claim 'It rains' --about Telegrafo", "organisation"),
        ("claim open 'It rains' --about Telegrafo", "organisation"),
        ("claim amend crane --about Telegrafo", "organisation"),
        ("source add Ann --member-of Telegrafo", "organisation"),
        ("source describe clerk --member-of Telegrafo", "organisation"),
    ],
)
def test_a_hint_registers_a_stranger_as_what_the_place_calls_for(desk: Newsroom, line: str, kind: str) -> None:
    hint = desk.refused(3, line).hint
    first = hint.partition(", or ")[0].removeprefix("tracker ")
    desk.ok(first)
    assert desk.one("source show telegrafo")["kind"] == kind
    assert warned(desk.ok(line).err) == []


def test_a_hint_for_a_speaker_leaves_the_kind_open(desk: Newsroom) -> None:
    assert desk.refused(3, "log x -s telegrafo -c crane").hint == "tracker source add telegrafo"


@pytest.mark.parametrize(("kind", "told"), [("person", "a person"), ("organisation", "an organisation")])
def test_who_is_no_carrier_in_a_chain_is_hearsay_and_said_to_be(desk: Newsroom, kind: str, told: str) -> None:
    desk.ok(f"source add Telegrafo --kind {kind}")
    (warning,) = warned(desk.ok("log 'It fell' -s clerk -c crane --chain telegrafo").err)
    assert f"'telegrafo' in the chain is {told}, so this counts less, as hearsay" in warning
    before = desk.one("belief crane")["support_units"]
    desk.ok(warning.rpartition("tracker ")[2])
    assert desk.one("belief crane")["support_units"] > before
    assert warned(desk.ok("log 'It fell' -s port -c crane --chain telegrafo").err) == []


def test_an_amended_chain_is_warned_of_once(desk: Newsroom) -> None:
    desk.given("log 'It fell' -s port -c crane\nsource add Telegrafo")
    assert "hearsay" in desk.ok("amend 7 --chain telegrafo").err
    assert warned(desk.ok("amend 7 --note checked").err) == []


# -- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["--article page", "--published 2025-12-03"])
def test_said_after_it_came_out(desk: Newsroom, where: str) -> None:
    (warning,) = warned(desk.ok(f"log 'It fell' -s clerk -c crane -d 2025-12-10 {where}").err)
    assert warning.startswith("said 2025-12-10, but ")
    assert warning.endswith("came out 2025-12-03; if the date is mistyped: tracker amend 7 -d DATE")
    assert warned(desk.ok("amend 7 -d 2025-12-02").err) == []
    assert "said 2025-12-04, but" in desk.ok("amend 7 -d 2025-12-04").err
    assert "add -d DATE" in desk.ok(f"log 'It fell' -s clerk -c crane -d 2025-12-10 {where} --dry-run").err


@pytest.mark.parametrize("said", ["2025-12-03", "2025-12", "../2025-12-10", "2025-12-03T23:00Z"])
def test_said_when_it_came_out_or_perhaps_before(desk: Newsroom, said: str) -> None:
    assert warned(desk.ok(f"log 'It fell' -s clerk -c crane --article page -d {said}").err) == []


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Dienstag", "write 2025-12-02: "),
        ("Monday", "write 2025-12-01: "),
        ("gestern", "write 2025-12-02: "),
        ("Mittwoch", "write 2025-12-03 or 2025-11-26"),
        ("'10. Dezember'", "write 2024-12-10: "),
    ],
)
def test_the_day_in_an_article_is_counted_from_when_it_came_out(desk: Newsroom, typed: str, hint: str) -> None:
    assert desk.refused(2, f"log x -s clerk -c crane --article page -d {typed}").hint.startswith(hint)
    desk.given("context article=page\nlog x -s clerk -c crane")
    assert desk.refused(2, f"log x -s clerk -c crane -d {typed}").hint.startswith(hint)
    assert desk.refused(2, f"amend 7 -d {typed}").hint.startswith(hint)


# -- wording -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Es gibt keine Risse im Damm", "keine"),
        ("The dam has no cracks", "no"),
        ("The council will not allow boats", "not"),
        ("Der Damm hielt nicht", "nicht"),
    ],
)
def test_a_claim_worded_with_a_no(desk: Newsroom, text: str, word: str) -> None:
    (warning,) = warned(desk.ok("claim open --handle dam", text).err)
    assert warning.startswith(f"claim 'dam' is worded with '{word}'")
    assert "tracker claim amend dam --text" in warning
    assert warned(desk.ok("claim amend dam --text 'The dam has cracks'").err) == []
    assert f"worded with '{word}'" in desk.ok("log x -s clerk --claim-handle weir --new-claim", text).err


def test_a_no_that_denies_nothing_is_no_slip(desk: Newsroom) -> None:
    assert warned(desk.ok("claim open 'No fewer than nine boats sank'").err) == []


# -- near words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["fery", "ferry-closed", "crosing"])
def test_a_word_of_a_handle_or_a_text_is_enough_to_be_found(desk: Newsroom, typed: str) -> None:
    answer = desk.refused(3, f"log x -s clerk -c {typed}")
    assert answer.hint == "did you mean harbour-ferry-stop? tracker log x -s clerk -c harbour-ferry-stop"


@pytest.mark.parametrize(
    ("line", "noun"), [("belief zebra", "claim"), ("why zebra", "claim"), ("credibility zebra", "source"),
                       ("article show zebra", "article"), ("source show zebra", "source")],
)  # fmt: skip
def test_a_reading_of_what_is_not_there_says_where_to_look(desk: Newsroom, line: str, noun: str) -> None:
    assert desk.refused(3, line).hint == f"tracker {noun} list, or tracker find zebra"


# -- sources to protect --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["off_record", "deep_background"])
def test_a_handle_made_of_a_protected_name(desk: Newsroom, rule: str) -> None:
    answer = desk.ok(f"log x --new-source 'Tippgeberin Brandt' -c crane --ground-rule {rule}")
    (warning,) = warned(answer.err)
    assert "'tippgeberin-brandt' tells who speaks" in warning
    assert "--source-handle" in warning
    coded = f"log x --new-source 'Herr Vogt' --source-handle tip-7 -c crane --ground-rule {rule}"
    assert warned(desk.ok(coded).err) == []
    assert desk.one("source show tip-7")["name"] == "Herr Vogt"


@pytest.mark.parametrize("line", ["log x -s clerk --source-handle k", "log x -s k --new-source Kim --source-handle k"])
def test_a_handle_for_no_new_source(desk: Newsroom, line: str) -> None:
    assert "--source-handle" in desk.refused(2, f"{line} -c crane").error


# -- verdicts, requests, and what is taken back --------------------------------------------------------------------


def test_a_verdict_over_another_says_which_stands(desk: Newsroom) -> None:
    desk.ok("log 'It fell' -s clerk -c crane -d 2025-12-01")
    assert warned(desk.ok("verdict crane true --decided 2025-12-05").err) == []
    (warning,) = warned(desk.ok("verdict crane false --decided 2025-12-04").err)
    assert warning.startswith("the verdict 'true' (8), decided 2025-12-05, is later, so that one stands")
    assert desk.one("belief crane")["status"] == "confirmed"
    (warning,) = warned(desk.ok("verdict crane false --decided 2025-12-06").err)
    assert warning == "the verdict 'true' (8), decided 2025-12-05, counts no more: the later one stands"
    assert desk.one("belief crane")["status"] == "refuted"


def test_a_verdict_before_anything_was_said(desk: Newsroom) -> None:
    desk.ok("log 'It fell' -s clerk -c crane --article page")
    (warning,) = warned(desk.ok("verdict crane true --decided 2025-12-02").err)
    assert warning == "decided 2025-12-02, before anything was said on 'crane': it judges no source"
    desk.ok("verdict crane --withdraw")
    assert warned(desk.ok("verdict crane true --decided 2025-12-03").err) == []
    assert desk.one("credibility clerk")["trials"] == 1


def test_a_day_to_answer_by_that_is_past(desk: Newsroom) -> None:
    assert "2025-12-10 is past already" in desk.ok("ask port -c crane --by 2025-12-10").err
    assert warned(desk.ok("ask port -c crane --by 2025-12-11").err) == []


def test_a_colleague_s_command_is_not_taken_back_unawares(desk: Newsroom) -> None:
    desk.ok("log 'It fell' -s clerk -c crane --actor kim")
    for actor, told in (("", "nobody named"), (" --actor ann", "'ann'")):
        answer = desk.refused(1, f"undo --last{actor}")
        assert answer.error == f"the last command was recorded by 'kim', and you are {told}"
        assert answer.hint == "tracker undo --list; tracker undo 7 --whole takes it back all the same"
    assert "recorded by kim" in desk("undo --actor ann", stdin="n\n", terminal=True).err
    desk.given("undo --last --actor kim\nlog 'It fell' -s clerk -c crane --actor kim\nundo 9 --whole --actor ann")


def test_an_undo_of_an_undo_says_so(desk: Newsroom) -> None:
    desk.ok("log 'It fell' -s clerk -c crane")
    assert warned(desk.ok("undo --last").err) == []
    (warning,) = warned(desk.ok("undo --last").err)
    assert warning.startswith("entry 7 stands again, since what was undone was an undo")


def test_nobody_is_merged_into_themselves(desk: Newsroom) -> None:
    answer = desk.refused(1, "source merge clerk clerk")
    assert (answer.error, answer.hint) == ("'clerk' is itself already", "name two sources: tracker source list")


def test_a_hint_to_part_a_circle_names_the_next_link(desk: Newsroom) -> None:
    desk.given("source add Ann\nsource add Bob\nsource merge ann bob\nsource merge bob clerk")
    hint = desk.refused(1, "source merge clerk ann").hint
    desk.ok(hint.removeprefix("tracker "))
    desk.ok("source merge clerk ann")


def test_leaving_out_a_carrier_says_how_to_leave_out_what_it_carried(desk: Newsroom) -> None:
    desk.given("log 'It fell' -s clerk -c crane --article page\nlog 'It fell' -s port -c crane")
    note = desk.ok("why crane --without bee").err
    assert note == (
        "note: leaving out source bee changes nothing: it only carried what others said; "
        "leave that out by entry: --without 7\n"
    )
    assert desk.one("why crane --without 7")["statements"] == 1
    assert "it had said nothing by then" in desk.ok("why crane --without bee --known-by 6").err


def test_a_request_that_is_due_and_unanswered_is_overdue(desk: Newsroom) -> None:
    desk.given("""
        ask port -c crane --by 2025-12-10
        ask clerk -c crane --by 2025-12-10
        ask clerk -c crane --by 2025-12-11
        log 'No comment' -s clerk -c crane -a decline
        ask port -c harbour-ferry-stop --by 2025-12-10
        undo 11
    """)
    note = "note: port was asked for comment on crane by 2025-12-10, and has not answered (7)\n"
    assert desk.ok("timeline --overdue").err == note
    assert desk.ok("timeline --overdue --source clerk").err == ""
    assert desk.ok("timeline --overdue --as-of 2025-12-10").err == ""
    desk.ok("log 'It fell' -s port -c crane")
    assert desk.ok("timeline --overdue").err == ""
