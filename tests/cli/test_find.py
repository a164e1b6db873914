"""Find: words over claims, statements, sources and articles, at both clocks, with nothing typed taken for a pattern."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom

TEXT = (
    """Trouble at the plant

The turbines in Zürich stood still, a clerk said on Monday.
Nothing else happened for a long while. """
    + "And so it went on. " * 20
    + """
In the end the naïve director called it a façade.
"""
)
KEYS = [
    "kind", "entry", "handle", "claim", "source", "act", "text", "snippet", "status", "as_of", "known_by", "policy",
]  # fmt: skip


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """Nine entries: three sources, two claims, an article of March, three statements, two of them of February."""
    room = new_room()
    room.write("plant.txt", TEXT)
    return room.given("""
        source add 'Clara Clerk' --handle clerk --note 'met in Zurich'
        source add 'Über Boss' --handle boss
        claim open 'The plant lost 100% of its turbines' --handle loss --about boss
        article add plant.txt --handle plant --published 2025-03-01 --title 'A turbine story' --outlet boss
        log 'Every turbine broke' -s clerk -c loss -d 2025-02-01 --note 'call back' --cue sagte
        log 'No turbine broke' -s boss -c loss -a deny -d 2025-02-02
        log '' -s clerk -c loss --article plant --quote 'The turbines in Zürich stood still'
        claim open 'Beijing bought 1000 snake_case chips' --handle chips
        log 'So I heard' -s boss -c chips -d 2025-02-03
    """)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


def found(room: Newsroom, words: str, options: str = "") -> set[tuple[str, int]]:
    """Kind and entry of everything that holds some words, typed as one argument."""
    return {(row["kind"], row["entry"]) for row in room.json(f"find {options}", words)}


# -- what is searched ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "things"),
    [
        ("turbine", {("claim", 3), ("article", 4), ("statement", 5), ("statement", 6), ("statement", 7)}),
        ("turbine broke", {("statement", 5), ("statement", 6)}),
        ("broke turbine every", {("statement", 5)}),
        ("loss", {("claim", 3)}),
        ("clara", {("source", 1)}),
        ("clerk", {("source", 1), ("article", 4)}),
        ("met", {("source", 1)}),
        ("sagte", {("statement", 5)}),
        ("call back", {("statement", 5)}),
        ("monday", {("article", 4)}),
        ("plant", {("claim", 3), ("article", 4)}),
        ("story", {("article", 4)}),
        ("elsewhere", set()),
        ("turbine elsewhere", set()),
    ],
)
def test_words_are_found_wherever_they_stand(story: Newsroom, words: str, things: set[tuple[str, int]]) -> None:
    assert found(story, words) == things


@pytest.mark.parametrize(
    ("typed", "thing"),
    [
        ("beijing", ("claim", 8)), ("BEIJING", ("claim", 8)), ("Beij", ("claim", 8)), ("uber", ("source", 2)),
        ("über", ("source", 2)), ("u\u0308ber", ("source", 2)), ("zurich", ("source", 1)), ("zürich", ("article", 4)),
        ("naive facade", ("article", 4)), ("FAÇADE", ("article", 4)), ("Ueber", ("source", 2)),
        ("Zuerich", ("article", 4)), ("ZUERICH", ("source", 1)), ("zueri", None), ("turbinen", None),
    ],
)  # fmt: skip
def test_case_and_accents_do_not_matter(story: Newsroom, typed: str, thing: tuple[str, int] | None) -> None:
    assert thing in found(story, typed) if thing else not found(story, typed)


@pytest.mark.parametrize(
    ("typed", "entries"),
    [
        ("Größe Müllers", {3, 4, 5}), ("Groesse Muellers", {3, 4, 5}), ("GRÖSSE MÜLLERS", {3, 4, 5}),
        ("Größe Müll", {3, 4, 5}), ("grosse mullers", {3, 5}), ("Groesse Muell", {4}),
        ("Strassen", {6}), ("Straß", {6}),
    ],
)  # fmt: skip
def test_an_umlaut_is_found_however_it_is_spelt(room: Newsroom, typed: str, entries: set[int]) -> None:
    room.given("""
        source add Ann
        claim open Rain --handle wet
        log 'Die Größe Müllers' -s ann -c wet
        log 'Die Groesse Muellers' -s ann -c wet
        log 'Die Grösse Müllers' -s ann -c wet
        log 'Auf den Straßen' -s ann -c wet
    """)
    rows = room.json("find", typed)
    assert {row["entry"] for row in rows} == entries


def test_a_short_form_of_an_umlaut_is_a_whole_word(room: Newsroom) -> None:
    room.given("claim open 'Full of blunders'\nclaim open 'Neutral poets'")
    for typed in ("fuel", "blue", "neue", "poe"):
        assert {entry for _, entry in found(room, typed)} == ({2} if typed == "poe" else set()), typed


def test_only_the_last_word_may_be_a_beginning(story: Newsroom) -> None:
    assert found(story, "brok") == found(story, "every brok") | {("statement", 6)} != set()
    assert found(story, "turbin broke") == set()
    assert found(story, "broke turbin") == {("statement", 5), ("statement", 6)}


def test_words_may_be_one_argument_or_several(story: Newsroom) -> None:
    assert story.json("find no turbine broke") == story.json("find", "no turbine  broke")


def test_the_best_comes_first_then_the_latest(room: Newsroom) -> None:
    room.given("""
        source add Ann
        claim open Rain --handle wet
        log 'storm' -s ann -c wet
        log 'a storm came over the hill and then another hill and yet another' -s ann -c wet
        log 'storm' -s ann -c wet
    """)
    assert [row["entry"] for row in room.json("find storm")] == [5, 3, 4]


# -- nothing typed is a pattern ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "things"),
    [
        ("100%", {("claim", 3)}),
        ("100", {("claim", 3), ("claim", 8)}),
        ("snake_case", {("claim", 8)}),
        ("snake_ca", {("claim", 8)}),
        ("snake case", {("claim", 8)}),
        ("case_snake", set()),
        ("snake%case", {("claim", 8)}),
        ("tur*", set()),
        ("turbine OR beijing", set()),
        ("turbine AND broke", set()),
        ("turbine NOT broke", set()),
        ("NEAR(turbine broke)", set()),
        ("NEAR", set()),
        ("text:turbine", set()),
        ("^turbine", {("claim", 3), ("article", 4), ("statement", 5), ("statement", 6), ("statement", 7)}),
        ('"turbine', {("claim", 3), ("article", 4), ("statement", 5), ("statement", 6), ("statement", 7)}),
        ('"no turbine" broke', {("statement", 6)}),
        ("(turbine) -broke", {("statement", 5), ("statement", 6)}),
        ("turbine + broke", {("statement", 5), ("statement", 6)}),
        ("'; DROP TABLE search; --", set()),
        ("{turbine}", {("statement", 5), ("statement", 6)}),
    ],
)
def test_signs_and_operators_are_text(story: Newsroom, typed: str, things: set[tuple[str, int]]) -> None:
    assert found(story, typed) >= things
    if typed != "{turbine}":
        assert found(story, typed) == things


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "*", '"', "- ( )", "%%% ___", "…"])
def test_without_a_word_there_is_nothing_to_look_for(story: Newsroom, typed: str) -> None:
    answer = story.refused(2, "find", "--", typed)
    assert answer.error.startswith(("there is no word in", "no words to look for"))


@pytest.mark.parametrize(("typed", "told"), [("'", """ "'" """), ("%", "'%'"), ("' %", """ "' %" """)])
def test_a_quote_is_not_read_back_among_quotes_like_it(story: Newsroom, typed: str, told: str) -> None:
    assert story.refused(2, "find", "--", typed).error == f"there is no word in {told.strip()}"


def test_signs_only_part_words(story: Newsroom) -> None:
    assert found(story, "no/turbine broke") == found(story, '"no-turbine" broke') == {("statement", 6)}


def test_no_words_at_all_and_very_many(story: Newsroom) -> None:
    assert story.refused(2, "find").hint == "tracker find --help"
    assert found(story, " ".join(["turbine"] * 2_000)) == found(story, "turbine turbine")
    assert found(story, "x" * 100_000) == set()
    story.refused(2, "find x --limit 0")
    story.refused(2, "find x --kind verdict")


# -- how it answers ------------------------------------------------------------------------------------------------


def test_rows_say_where_and_by_whom(story: Newsroom) -> None:
    (row,) = story.json("find every")
    assert list(row) == KEYS
    assert row == {
        "kind": "statement", "entry": 5, "handle": None, "claim": "loss", "source": "clerk", "act": "assert",
        "text": "Every turbine broke", "snippet": "Every turbine broke", "status": "", "as_of": None, "known_by": 9,
        "policy": "default",
    }  # fmt: skip
    claim, source, article = (story.one(f"find {word}") for word in ("lost", "met", "facade"))
    assert (claim["handle"], claim["claim"], claim["source"]) == ("loss", "loss", None)
    assert (source["handle"], source["claim"], source["source"]) == ("clerk", None, "clerk")
    assert (source["text"], source["snippet"]) == ("Clara Clerk", "met in Zurich")
    assert (article["handle"], article["source"], article["text"]) == ("plant", "boss", "A turbine story")
    assert article["snippet"] == "In the end the naïve director called it a façade."


def test_text_for_people(story: Newsroom) -> None:
    assert story.ok("find broke").lines == [
        "statement       6  boss denies on loss: No turbine broke",
        "statement       5  clerk says on loss: Every turbine broke",
        "",
        "2 found",
        "as of now, known by entry 9, policy default",
    ]
    assert max(map(len, story.ok("find turbine").lines)) <= 80


def test_a_long_line_is_cut_around_the_match(room: Newsroom) -> None:
    room.write("long.txt", "word " * 200 + "needle " + "word " * 200)
    room.ok("article add long.txt --handle long")
    snippet = room.one("find needle")["snippet"]
    assert "needle" in snippet
    assert snippet.startswith("...word")
    assert snippet.endswith("word...")
    assert len(snippet) <= 166


def test_nothing_found_is_no_error(story: Newsroom, room: Newsroom) -> None:
    answer = story.ok("find nowhere 'to be' seen")
    assert (answer.out, answer.err) == ("nothing found for nowhere to be seen\n", "")
    assert story.json("find nowhere") == []
    assert room.ok("find anything").out == "nothing found for anything\n"


def test_kinds_and_limits(story: Newsroom) -> None:
    assert found(story, "turbine", "--kind claim --kind art") == {("claim", 3), ("article", 4)}
    assert found(story, "turbine", "--kind source") == set()
    assert story.ok("find turbine --limit 2").lines[-2] == "2 found, 3 more: --limit 5"
    answer = story.ok("find turbine --limit 2 --jsonl")
    assert (len(answer.jsonl), answer.err) == (2, "3 more: --limit 5\n")
    assert len(story.json("find turbine --limit 5")) == 5


def test_hostile_words_are_shown_safely(story: Newsroom, room: Newsroom) -> None:
    room.ok("claim open", "red \x1b[31malert\u202e", "--handle", "alert")
    answer = room.ok("find red")
    assert "\x1b" not in answer.out
    assert "\u202e" not in answer.out
    assert "\\x1b" in answer.out
    assert "\x1b" not in story.ok("find", "\x1b[31mnowhere").out


# -- what has happened since ---------------------------------------------------------------------------------------


def test_an_amended_statement_is_found_by_its_present_words(desk: Newsroom) -> None:
    desk.ok("amend 5 --text 'Each rotor cracked'")
    assert found(desk, "every") == set()
    row = desk.one("find rotor")
    assert (row["entry"], row["status"], row["text"]) == (5, "amended", "Each rotor cracked")
    assert desk.ok("find rotor").lines[0].endswith("Each rotor cracked [amended]")
    assert found(desk, "call back") == {("statement", 5)}, "what was not amended stays"
    assert found(desk, "every", "--known-by 9") == {("statement", 5)}, "and then it stood otherwise"
    assert desk.one("find every --known-by 9")["status"] == ""
    desk.ok("undo 10")
    assert found(desk, "rotor") == set()
    assert found(desk, "rotor", "--known-by 10") == {("statement", 5)}
    assert desk.one("find every")["status"] == ""


def test_what_is_undone_is_found_and_marked(desk: Newsroom) -> None:
    desk.given("undo 5\nundo 9\nundo 8")
    assert desk.json("find every") == desk.json("find beijing") == []
    assert desk.ok("find every").out == "nothing found for every\n"
    assert desk.one("find every --all")["status"] == "voided"
    assert desk.one("find beijing --all")["status"] == "voided"
    assert "[voided]" in desk.ok("find every --all").out
    assert desk.one("find beijing --known-by 9")["status"] == ""
    desk.ok("claim open 'Shanghai sold chips' --handle chips")
    assert found(desk, "beijing") == set(), "the handle means another claim now"
    assert desk.one("find shanghai")["status"] == ""


def test_a_retraction_is_marked_from_its_day_on(desk: Newsroom) -> None:
    desk.ok("retract 5 -d 2025-03-01")
    assert desk.one("find every")["status"] == "retracted"
    assert desk.one("find every --as-of 2025-02-20")["status"] == ""


def test_claims_sources_and_articles_are_found_by_what_they_are_called_now(desk: Newsroom) -> None:
    desk.given("""
        claim amend loss --text 'The mill lost its rotors'
        source describe clerk --name 'Carla Clark'
        source describe clerk --note 'met in Basel'
        article amend plant --title 'A rotor tale'
        undo 11
    """)
    assert found(desk, "mill") == {("claim", 3)}
    assert desk.one("find mill")["status"] == "amended"
    assert found(desk, "lost 100") == set()
    assert found(desk, "carla") == set()
    assert found(desk, "carla", "--known-by 12") == {("source", 1)}
    assert found(desk, "clara basel") == {("source", 1)}, "name and note come from different entries"
    assert found(desk, "tale monday") == {("article", 4)}
    assert desk.one("find tale")["status"] == "amended"


def test_both_clocks_cut(desk: Newsroom) -> None:
    assert found(desk, "turbine", "--known-by 4") == {("claim", 3), ("article", 4)}
    assert found(desk, "turbine", "--as-of 2025-02-01") == {("claim", 3), ("statement", 5)}
    assert found(desk, "turbine", "--as-of 2025-02-28 --known-by 6") == {
        ("claim", 3), ("statement", 5), ("statement", 6),
    }  # fmt: skip
    assert found(desk, "turbine", "--known-by 2") == set()
    assert desk.ok("find turbine --as-of 2025-02-28 --limit 1").lines[-2:] == [
        "1 found, 2 more: --limit 3",
        "as of 2025-02-28, known by entry 9, policy default",
    ]
    assert desk.refused(3, "find turbine --known-by 99").error == "there is no entry 99"
    assert "not a date" in desk.refused(2, "find turbine --as-of someday").error


def test_the_policy_of_the_moment_is_named(desk: Newsroom) -> None:
    desk.ok("policy set weight=3")
    assert {row["policy"] for row in desk.json("find turbine")} == {"set at 10"}
    assert {row["policy"] for row in desk.json("find turbine --known-by 9")} == {"default"}


# -- redaction -----------------------------------------------------------------------------------------------------

RARE = ("xylophonist", "quetzalcoatl")


def test_redacted_words_are_not_found_and_not_in_the_file(desk: Newsroom) -> None:
    desk.given(f"""
        log 'The {RARE[0]} told us' -s clerk -c loss --note 'ask the {RARE[1]}'
        amend 10 --text 'The {RARE[0]}s told us'
    """)
    assert found(desk, RARE[0]) == {("statement", 10)}
    assert RARE[0].encode() in desk.database.read_bytes()
    desk.ok("redact 10 --yes")
    for options in ("", "--known-by 10", "--known-by 11"):
        assert found(desk, RARE[0], options) == set()
        assert found(desk, RARE[1], options) == set()
    content = desk.database.read_bytes()
    assert not [word for word in RARE if word.encode() in content or word[:6].encode() in content]
    assert found(desk, "every") == {("statement", 5)}
    before = desk.fingerprint()
    desk.ok("rebuild")
    assert desk.fingerprint() == before
    assert desk.ok("verify").code == 0


def test_the_text_of_a_redacted_article_is_forgotten_and_its_handle_kept(desk: Newsroom) -> None:
    assert b"naive" in desk.database.read_bytes()
    desk.ok("redact 4 --yes")
    assert found(desk, "naive") == set()
    content = desk.database.read_bytes()
    for word in ("naive", "naïve", "facade", "happened"):
        assert word.encode() not in content
    assert desk.one("find plant --kind article")["status"] == "redacted"


def test_a_redacted_name_goes_and_the_rest_of_the_source_stays_findable(desk: Newsroom) -> None:
    desk.ok("source describe boss --note 'plays the xylophonist'")
    desk.ok("redact 2 --yes")
    assert found(desk, "uber") == set()
    assert b"xylophonist" not in desk.database.read_bytes()
    assert desk.one("find boss --kind source")["status"] == "redacted"


def test_words_redacted_in_the_same_file_they_came_in_are_never_indexed(room: Newsroom) -> None:
    lines = [
        {"type": "source.registered", "facts": {"source": "ann", "kind": "person"}, "words": {"name": "Ann"}},
        {"type": "claim.opened", "facts": {"claim": "flood"}, "words": {"text": "The dam broke"}},
        {
            "type": "statement.recorded", "facts": {"source": "ann", "claim": "flood"},
            "words": {"text": "the xylophonist did it"}, "id": "one",
        },
        {"type": "entry.redacted", "facts": {"entry": "one"}},
    ]  # fmt: skip
    room.write("log.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    answer = room("import log.jsonl")
    assert answer.code == 0, answer.err
    assert found(room, "xylophonist") == set()
    assert {word for word, _ in room.indexed()} == {"ann", "broke", "dam", "flood", "the"}
    assert b"xylophon" not in room.database.read_bytes()


def test_an_export_restores_what_can_be_found(desk: Newsroom) -> None:
    desk.given("amend 5 --text 'Each rotor cracked'\nredact 6 --yes\nundo 9")
    exported = desk.ok("export").out
    other = desk.branch("other")
    other.ok("init")
    other.write("log.jsonl", exported)
    other.ok("import log.jsonl")
    assert sorted(other.indexed()) == sorted(desk.indexed())
    assert found(other, "rotor") == {("statement", 5)}


def test_a_redaction_taken_over_from_another_copy_is_forgotten_here_too(desk: Newsroom) -> None:
    copy = desk.branch("copy", desk.database)
    desk.ok("redact 5 --yes")
    copy.write("log.jsonl", desk.ok("export").out)
    assert found(copy, "every") == {("statement", 5)}
    copy.ok("import log.jsonl")
    assert found(copy, "every") == set()
    assert b"every" not in copy.database.read_bytes()
    assert sorted(copy.indexed()) == sorted(desk.indexed())


@pytest.mark.sqlite
def test_reading_needs_no_right_to_write(desk: Newsroom) -> None:
    before = desk.database.read_bytes()
    desk.database.chmod(0o400)
    assert found(desk, "every") == {("statement", 5)}
    assert desk.database.read_bytes() == before
