"""Logging a statement: five fields, one line back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom

TEXT = """Chips under suspicion

Nvidia said on Tuesday that there are
no "backdoors" in its chips [sic]. Insiders told the agency that many orders are on the way. The paper finds that
the matter is open.
"""


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """A room with two sources, three claims and an article (entries 1 to 8)."""
    room = new_room()
    room.write("chips.txt", TEXT)
    return room.given("""
        source add Nvidia --kind organisation
        source add Insiders --kind group
        claim open 'Nvidia chips contain backdoors' --handle backdoors --about nvidia
        claim open 'Many chips are ordered' --handle orders
        claim open 'China will not buy' --handle no-buy
        article add chips.txt --handle chips --outlet Bote --agency Reuters --published 2025-12-10
    """)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


def test_the_line_of_five_fields_is_read_back(desk: Newsroom) -> None:
    answer = desk.ok("log 'No chip holds a backdoor' -s nvidia -c backdoors -a deny -d 2025-12-10")
    assert answer.out == '9 nvidia denies: "Nvidia chips contain backdoors"\n'
    assert answer.err == ""
    assert desk.told(9) == {
        "source": "nvidia",
        "claim": "backdoors",
        "act": "deny",
        "said": "2025-12-10",
        "text": "No chip holds a backdoor",
    }


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ("assert", "says"),
        ("confirm", "confirms"),
        ("announce", "announces"),
        ("accuse", "accuses"),
        ("predict", "predicts"),
        ("warn", "warns"),
        ("deny", "denies"),
        ("speculate", "speculates"),
        ("opinion", "gives the opinion"),
        ("unclear", "calls it open"),
        ("decline", "declines to comment"),
        ("no_response", "does not respond"),
        ("non_denial", "does not deny"),
    ],
)
def test_every_act_has_its_verb(desk: Newsroom, act: str, says: str) -> None:
    assert (
        desk.ok(f"log words -s nvidia -c backdoors -a {act}").out
        == f'9 nvidia {says}: "Nvidia chips contain backdoors"\n'
    )


def test_as_data_the_answer_is_entry_and_type(desk: Newsroom) -> None:
    line = "log no -s nvidia -c backdoors -a deny"
    assert desk.ok(f"{line} --json").out == '[{"entry": 9, "type": "statement.recorded"}]\n'
    assert desk.ok(f"{line} --jsonl").jsonl == [{"entry": 10, "type": "statement.recorded"}]
    assert desk.ok(f"{line} --csv").csv == [{"entry": "11", "type": "statement.recorded"}]


def test_without_an_act_it_is_an_assertion(desk: Newsroom) -> None:
    desk.ok("log 'Orders are coming' -s insiders -c orders")
    assert desk.json("timeline")[0]["act"] == "assert"


def test_words_and_handles_may_be_shortened_while_unique(desk: Newsroom) -> None:
    desk.ok(
        "log no -s nv -c back -a den -b own -i self --stance d --certainty c --via ind --presentation n "
        "--ground-rule on"
    )
    assert desk.facts(9) == {
        "source": "nvidia",
        "claim": "backdoors",
        "act": "deny",
        "basis": "own_decision",
        "interest": "self_serving",
        "stance": "denies",
        "certainty": "certain",
        "via": "indirect",
        "presentation": "named",
        "ground_rule": "on_record",
    }


@pytest.mark.parametrize("typed", ["no-response", "NO_RESPONSE", " no_r ", "No-Resp"])
def test_words_forgive_case_and_hyphens(desk: Newsroom, typed: str) -> None:
    desk.ok("log silence -s nvidia -c backdoors -a", typed)
    assert desk.facts(9)["act"] == "no_response"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("-a a", "'a' fits several: assert announce accuse"),
        ("-a ''", "'' is none of: assert confirm"),
        ("-a shout", "'shout' is none of: assert confirm"),
        ("-b heard", "'heard' fits several: heard_from_named heard_from_unnamed"),
        ("--certainty un", "'un' fits several: uncertain unstated"),
    ],
)
def test_words_that_are_not_clear(desk: Newsroom, options: str, told: str) -> None:
    answer = desk.refused(2, f"log no -s nvidia -c backdoors {options}")
    assert told in answer.error
    assert answer.hint == "tracker log --help"


def test_handles_that_are_not_clear(desk: Newsroom) -> None:
    desk.ok("source add 'Nvidia Press' --handle nvidia-press")
    assert "fits several sources: nvidia, nvidia-press" in desk.refused(3, "log x -s nvid -c orders").error
    assert "there is no source 'amd'" in desk.refused(3, "log x -s amd -c orders").error
    assert "there is no claim 'weather'" in desk.refused(3, "log x -s nvidia -c weather").error
    assert "there is no article 'page'" in desk.refused(3, "log x -s nvidia -c orders --article page").error
    assert "there is no source 'afp'" in desk.refused(3, "log x -s nvidia -c orders --chain 'reuters > afp'").error
    assert "there is no source '1'" in desk.refused(3, "log x -s 1 -c orders").error


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("log -s nvidia -c backdoors", "a statement needs words"),
        ("log '' -s nvidia -c backdoors", "a statement needs words"),
        ("log '  ' -s nvidia -c backdoors", "a statement needs words"),
        ("log words -c backdoors", "a statement needs a source"),
        ("log words -s nvidia", "a statement needs a claim"),
        ("log words -s nvidia -c orders -c backdoors --new-claim x", "--new-claim opens one claim"),
        ("log words --voice -c orders", "--voice needs an article whose outlet is known"),
    ],
)
def test_what_a_statement_needs(desk: Newsroom, line: str, error: str) -> None:
    assert desk.refused(2, line).error == error


# -- the article ---------------------------------------------------------------------------------------------------


def test_the_article_supplies_outlet_and_latest_date(desk: Newsroom) -> None:
    desk.ok("log 'No doors' -s nvidia -c backdoors -a deny --article chips")
    assert desk.facts(9)["chain"] == ["bote"]
    (row,) = desk.json("timeline")
    assert (row["outlet"], row["published"], row["said"]) == ("bote", "2025-12-10", None)
    assert row["at"] == "2025-12-10T23:59:59.999999Z"


def test_a_chain_of_one_s_own_outranks_the_article_s(desk: Newsroom) -> None:
    desk.given("source add AFP --kind agency\nlog x -s nvidia -c orders --article chips --chain 'afp>bote'")
    assert desk.facts(10)["chain"] == ["afp", "bote"]
    desk.ok("log x -s nvidia -c orders --article chips --chain ''")
    assert "chain" not in desk.facts(11)


def test_a_chain_of_one_s_own_ends_with_the_article_s_outlet(desk: Newsroom) -> None:
    told = desk.ok("log x -s nvidia -c orders --article chips --chain reuters")
    assert told.out == '9 nvidia says: "Many chips are ordered" via reuters > bote\n'
    desk.ok("log y -s nvidia -c orders")
    assert desk.ok("amend 10 --article chips --chain reuters").out.endswith("via reuters > bote\n")


def test_the_agency_carries_only_where_the_words_say_so(desk: Newsroom) -> None:
    desk.write(
        "mixed.txt", "Bao Lin denied the report. The order stands, an official told REUTERS, and grows. It rained."
    )
    desk.ok("article add mixed.txt --handle mixed --outlet Bote --agency Reuters")
    for quote, chain in (("denied the report", "bote"), ("The order stands", "reuters > bote"), ("It rained", "bote")):
        told = desk.ok(f"log -q '{quote}' -s nvidia -c orders --article mixed")
        assert told.out.endswith(f" via {chain}\n"), quote


def test_an_article_that_no_outlet_printed_is_the_agency_s_own(desk: Newsroom) -> None:
    desk.ok("article add --handle wire --agency Reuters --published 2025-12-10")
    assert desk.ok("log x -s nvidia -c orders --article wire").out.endswith(" via reuters\n")


def test_papers_that_print_one_wire_bring_an_unnamed_voice_once(desk: Newsroom) -> None:
    desk.given("""
        article add --handle second --outlet Kurier --agency Reuters --published 2025-12-10
        log 'Many are on the way' -s insiders -c orders --article chips
        log 'Many are on the way' -s insiders -c orders --article second
        log 'Many are on the way' -s insiders -c orders --article chips --chain reuters
    """)
    assert desk.one("belief orders")["origins_for"] == [1, None]
    cells = {row["source"] for row in desk.json("credibility")}
    assert {"insider via bote", "insider via kurier", "insider via reuters"} <= cells


def test_a_carrier_that_speaks_is_carried_by_the_outlet_alone(desk: Newsroom) -> None:
    desk.ok("log 'We could not verify it' -s reuters -c orders -a unclear --article chips")
    assert desk.facts(9)["chain"] == ["bote"]
    desk.ok("log 'We could not verify it' -s bote -c orders -a unclear --article chips")
    assert "chain" not in desk.facts(10)


def test_the_voice_of_the_article_is_its_outlet(desk: Newsroom) -> None:
    assert desk.ok("log 'The matter is open' --voice -c orders -a unclear --article chips").out == (
        '9 bote calls it open: "Many chips are ordered"\n'
    )
    assert desk.facts(9) == {
        "source": "bote",
        "claim": "orders",
        "act": "unclear",
        "via": "voice",
        "article": "chips",
    }


def test_a_quote_is_checked_word_for_word(desk: Newsroom) -> None:
    desk.ok("log -s nvidia -c backdoors -a deny --article chips -q", 'there are no "backdoors" in its chips [sic]')
    assert desk.words(9) == {"quote": 'there are no "backdoors" in its chips [sic]'}, "a line break counts as a blank"
    for quote in ("there are no backdoors", "Nvidia [said]", "NVIDIA SAID", "chips. Insiders"):
        answer = desk.refused(1, "log -s nvidia -c backdoors -a deny --article chips -q", quote)
        assert answer.error == f"the quote is not in the article 'chips': \"{quote}\""
        assert answer.hint == "quote word for word; [...] stands for words left out"


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("Nvidia said [...] in its chips", True),
        ("Nvidia said […] in its chips", True),
        ("[...] many orders [...]", True),
        ("in its chips [...] Nvidia said", False),
        ("Nvidia said [...] said on Tuesday", False),
        ("Nvidia [...] Insiders [...] open", True),
        ("[...]", True),
    ],
)
def test_words_left_out_of_a_quote(desk: Newsroom, quote: str, there: bool) -> None:
    typed = ("log -s nvidia -c backdoors -a deny --article chips --quote", quote)
    if there:
        desk.ok(*typed)
        assert desk.words(9) == {"quote": quote}
    else:
        desk.refused(1, *typed)


def test_a_quote_without_an_article_is_taken_on_trust(desk: Newsroom) -> None:
    desk.ok("log -s nvidia -c backdoors -a deny --quote 'I said so on the phone'")
    assert desk.words(9) == {"quote": "I said so on the phone"}


def test_only_direct_speech_is_shown_in_quotation_marks(desk: Newsroom) -> None:
    for via in ("direct", "indirect"):
        desk.ok(f"log -s insiders -c orders --via {via} --article chips -q 'many orders are on the way'")
    direct, indirect = desk.ok("timeline").out.split("insiders says")[1:]
    assert '"many orders are on the way"' in direct
    assert '"many orders' not in indirect


def test_a_headline_counts_nothing(desk: Newsroom) -> None:
    desk.ok("log 'Chips under suspicion' --voice --via headline -c backdoors -a accuse --article chips")
    assert desk.facts(9)["via"] == "headline"
    assert desk.json("belief backdoors")[0]["support_units"] == 0


def test_an_undone_article(desk: Newsroom) -> None:
    desk.ok("undo 8")
    assert desk.refused(3, "log x -s nvidia -c orders --article chips").error == "there is no article 'chips'"
    assert desk.refused(3, "log x --voice -c orders --article chips").error == "there is no article 'chips'"


# -- where it was read, without an article -------------------------------------------------------------------------


def test_outlet_and_publication_without_an_article(desk: Newsroom) -> None:
    desk.ok(
        "log x -s nvidia -c orders --outlet bote --published 2025-12-09 --cue sagte --note later "
        "--evidence https://e.org"
    )
    row = desk.json("timeline")[0]
    assert (row["outlet"], row["published"], row["at"][:10]) == ("bote", "2025-12-09", "2025-12-09")
    assert desk.words(9) == {"text": "x", "cue": "sagte", "evidence": "https://e.org", "note": "later"}


# -- registered on the way -----------------------------------------------------------------------------------------


def test_a_new_source_and_a_new_claim_in_one_batch(room: Newsroom) -> None:
    answer = room.ok(
        "log 'We will raise output' --new-source 'Colette Kress' --kind person --class company "
        "--new-claim 'Nvidia raises output' --topic supply --topic chips --deadline 2026-03 -a announce"
    )
    assert answer.lines == [
        "1 source colette-kress registered",
        '2 claim nvidia-raises-output: "Nvidia raises output"',
        '3 colette-kress announces: "Nvidia raises output"',
    ]
    assert len(set(room.rows("SELECT batch FROM entry"))) == 1
    assert room.facts(1)["source_class"] == "company"
    assert room.facts(2)["topics"] == ["supply", "chips"]


def test_handles_of_one_s_own_for_what_is_new(room: Newsroom) -> None:
    room.ok(
        "log x --new-source 'People who know' -s insiders --heads 2..4 --new-claim 'It rains' -c rain "
        "--question weather"
    )
    assert room.facts(1) == {"source": "insiders", "kind": "group", "head_min": 2, "head_max": 4}
    assert room.facts(2) == {"claim": "rain", "question": "weather"}
    assert room.facts(3)["source"] == "insiders"


def test_what_is_new_must_be_new(desk: Newsroom) -> None:
    assert "there is a source 'nvidia' already" in desk.refused(1, "log x --new-source Nvidia -c orders").error
    assert (
        "there is a claim 'orders' already" in desk.refused(1, "log x -s nvidia --new-claim 'Orders' -c orders").error
    )


def test_a_refused_statement_registers_nothing_on_the_way(desk: Newsroom) -> None:
    desk.refused(2, "log x --new-source Amd --new-claim 'Something new' -d 03/04/2024")
    desk.refused(1, "log x --new-source Amd --new-claim 'Something new' --article chips -q 'not there'")


# -- several claims ------------------------------------------------------------------------------------------------


def test_several_claims_make_one_batch(desk: Newsroom) -> None:
    answer = desk.ok("log 'No doors, many orders' -s nvidia -c backdoors -c orders -c back")
    assert answer.lines == [
        '9 nvidia says: "Nvidia chips contain backdoors"',
        '10 nvidia says: "Many chips are ordered"',
    ]
    assert len(set(desk.rows("SELECT batch FROM entry WHERE position >= 9"))) == 1
    assert desk.facts(9)["claim"] == "backdoors"
    assert desk.facts(10)["claim"] == "orders"


def test_one_bad_claim_spoils_the_batch(desk: Newsroom) -> None:
    desk.refused(3, "log x -s nvidia -c backdoors -c nothing")


# -- warnings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["China will not buy", "No chips are sold", "Kein Chip kommt an", "Das ist nicht wahr", "It won't rain"]
)
def test_denying_a_claim_worded_with_a_no_is_warned_of(room: Newsroom, text: str) -> None:
    room.given("source add Ann")
    room.ok("claim open --handle it", text)
    answer = room.ok("log x -s ann -c it -a deny")
    assert answer.out.startswith("3 ann denies: ")
    assert answer.err.startswith("warning: claim 'it' is worded with ")
    assert room.ok("log x -s ann -c it -a assert").err == ""


@pytest.mark.parametrize("text", ["Nothing is known", "The knot holds", "Notable orders", "A nice chip", "Keine"])
def test_not_every_n_is_a_no(room: Newsroom, text: str) -> None:
    room.given("source add Ann")
    room.ok("claim open --handle it", text)
    warned = room.ok("log x -s ann -c it -a deny").err.startswith("warning")
    assert warned is (text == "Keine")


def test_a_warning_leaves_data_alone(desk: Newsroom) -> None:
    answer = desk.ok("log x -s nvidia -c no-buy -a deny --json")
    assert answer.json == [{"entry": 9, "type": "statement.recorded"}]
    assert "warning" in answer.err


# -- standard input ------------------------------------------------------------------------------------------------


def test_text_from_a_pipe(desk: Newsroom) -> None:
    desk.ok("log - -s nvidia -c orders", stdin="  Zwei Zeilen\nmit “Umlaut” ü 🎈\n")
    assert desk.words(9) == {"text": "Zwei Zeilen\nmit “Umlaut” ü 🎈"}


def test_a_pipe_that_is_not_utf8(desk: Newsroom) -> None:
    answer = desk.refused(2, "log - -s nvidia -c orders", stdin=b"caf\xe9")
    assert answer.error == "standard input is not UTF-8"
    assert answer.hint == "convert it first: iconv -t utf-8"


def test_an_empty_pipe(desk: Newsroom) -> None:
    assert desk.refused(2, "log - -s nvidia -c orders", stdin=" \n").error == "a statement needs words"


# -- rules ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["unclear", "decline", "no_response", "non_denial"])
def test_silence_takes_no_side(desk: Newsroom, act: str) -> None:
    assert "takes no side" in desk.refused(1, f"log x -s nvidia -c orders -a {act} --stance supports").error
    desk.ok(f"log x -s nvidia -c orders -a {act} --stance none")
    assert desk.json("belief orders")[0]["status"] == "open"


def test_nobody_relays_himself(desk: Newsroom) -> None:
    assert "cannot relay itself" in desk.refused(1, "log x -s nvidia -c orders --chain 'reuters > nvidia'").error


# -- trying out, signing -------------------------------------------------------------------------------------------


def test_a_dry_run_says_everything_and_keeps_nothing(desk: Newsroom) -> None:
    before = desk.fingerprint()
    answer = desk.ok("log x -s nvidia -c backdoors -a deny --dry-run")
    assert answer.out == '9 nvidia denies: "Nvidia chips contain backdoors"\n'
    assert answer.err == "dry run: 1 entry checked, nothing was kept\n"
    assert desk.ok("log x --new-source New --new-claim 'New' --dry-run --json").json[-1]["entry"] == 11
    assert desk.fingerprint() == before
    desk.refused(1, "log x -s nvidia -c orders -a decline --stance denies --dry-run")


def test_who_typed_it_is_kept(desk: Newsroom) -> None:
    desk.ok("log x -s nvidia -c orders --actor 'mara [desk 2]'")
    desk.environment["TRACKER_ACTOR"] = "joost"
    desk.given("log x -s nvidia -c orders\nlog x -s nvidia -c orders --actor ''")
    assert desk.rows("SELECT actor FROM entry WHERE position > 8") == [("mara [desk 2]",), ("joost",), ("",)]
    assert "by mara [desk 2]" in desk.ok("show 9").out


def test_recorded_is_the_desk_s_clock(desk: Newsroom, clock: Any) -> None:
    clock.move_to("2025-12-12T10:11:12.345678+00:00")
    desk.ok("log x -s nvidia -c orders")
    assert desk.rows("SELECT recorded FROM entry WHERE position = 9") == [("2025-12-12T10:11:12.345678Z",)]


def test_recorded_never_runs_backwards(desk: Newsroom, clock: Any) -> None:
    clock.move_to("2025-12-11T09:04:00+00:00")
    desk.ok("log x -s nvidia -c orders")
    clock.move_to("2025-12-11T09:00:00+00:00")
    desk.ok("log y -s nvidia -c orders")
    first, second = desk.rows("SELECT recorded FROM entry WHERE position > 8")
    assert first == second


def test_a_clock_far_behind_the_log_is_not_trusted(desk: Newsroom, clock: Any) -> None:
    clock.move_to("2025-12-11T08:00:00+00:00")
    answer = desk.refused(4, "log x -s nvidia -c orders")
    assert "which is in the future" in answer.error
    assert answer.hint.startswith("set this machine's clock right")
    assert answer.hint.endswith("tracker doctor --clock")


# -- contradictory options -----------------------------------------------------------------------------------------


def test_a_line_that_is_typed_twice_is_told_of(room: Newsroom) -> None:
    room.given("source add Ann\nclaim open 'It is so' --handle so\nlog x -s ann -c so")
    again = "warning: entry 3 says the very same; if it was typed twice: tracker undo 4\n"
    assert again in room.ok("log x -s ann -c so").err
    for other in ("log x -s ann -c so -a confirm", "log y -s ann -c so"):
        assert "the very same" not in room.ok(other).err
    room.given("undo 4\nundo 3")
    assert "the very same" not in room.ok("log x -s ann -c so").err


def test_a_voice_without_an_outlet_is_told_where_to_name_it(room: Newsroom) -> None:
    room.write("note.txt", "Ein Text.")
    room.given("article add note.txt\nclaim open 'It is so' --handle so")
    told = room.refused(2, "log x --voice -c so --article note")
    assert told.hint == "tracker article amend note --outlet OUTLET"
    assert room.refused(2, "log x --voice -c so").hint == "--article ARTICLE"


def test_the_whole_chain_is_read_back_without_an_article_too(room: Newsroom) -> None:
    room.given("""
        source add Ann
        source add Reuters --kind agency
        source add Bote --kind outlet
        claim open 'It is so' --handle so
    """)
    assert (
        room.ok("log x -s ann -c so --chain reuters --outlet bote").out == '5 ann says: "It is so" via reuters > bote\n'
    )
    assert room.ok("log x -s ann -c so --outlet bote").out == '6 ann says: "It is so" via bote\n'
    assert room.ok("log x -s bote -c so --outlet bote").out == '7 bote says: "It is so"\n'


def test_the_voice_of_the_article_and_another_source_exclude_each_other(desk: Newsroom) -> None:
    desk.refused(2, "log x --voice -s nvidia -c orders --article chips")


@pytest.mark.parametrize("options", ["--topic security", "--question how-many", "--heads 2..", "--class insider"])
def test_options_that_would_be_lost_are_refused(desk: Newsroom, options: str) -> None:
    desk.refused(2, f"log x -s nvidia -c orders {options}")
