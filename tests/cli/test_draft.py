"""An article as an annotated draft: each passage with its entry and claim, and what nobody has logged yet."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom

TEXT = """Der Turm von Lindhaven neigt sich

Lindhaven. Der Kirchturm neige sich „seit dem letzten Frühjahr“, sagte die
Statikerin Dr. Ada Kvist am 3. Mai. Die Gemeinde bestreitet das: „Der Turm steht
so gerade wie eh und je.“

Ein Anwohner will gesehen haben, dass nachts Stützen gesetzt wurden. Der
Glöckner wollte sich nicht äußern. Der Turm stammt von 1911.
"""


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A room with an article and three statements logged from it."""
    room.write("turm.txt", TEXT)
    return room.given("""
        source add 'Ada Kvist' --class expert
        source add Gemeinde --kind organisation --class official
        source add Bellmann
        claim open 'Der Turm neigt sich' --handle leans --about gemeinde
        claim open 'Nachts werden Stützen gesetzt' --handle props
        article add turm.txt --handle turm --outlet Anzeiger --published 2024-05-04
        log --quote 'seit dem letzten Frühjahr' -s ada-kvist -c leans --article turm -d 2024-05-03
        log --quote '„Der Turm steht so gerade [...] je.“' -s gemeinde -c leans -a deny --article turm
        log 'Er sagt nichts dazu' -s bellmann -c leans -a decline --article turm
    """)


def test_the_text_comes_with_what_was_logged_from_it(desk: Newsroom) -> None:
    answer = desk.ok("article show turm")
    assert answer.lines[:3] == ["turm", "  published 2024-05-04, entry 7, 3 statements", "  outlet: anzeiger"]
    assert answer.lines[4:] == [
        "",
        "Der Turm von Lindhaven neigt sich",
        "",
        "Lindhaven. Der Kirchturm neige sich „[8: seit dem letzten Frühjahr]“, sagte die",
        "Statikerin Dr. Ada Kvist am 3. Mai. Die Gemeinde bestreitet das: [9: „Der Turm",
        "steht so gerade] wie eh und [9: je.“]",
        "     8  ada-kvist says on leans: disputed, one origin for, one against, thin |",
        "        likely",
        "     9  gemeinde denies on leans: disputed, one origin for, one against, thin |",
        "        likely",
        "",
        "Ein Anwohner will gesehen haben, dass nachts Stützen gesetzt wurden. Der",
        "Glöckner wollte sich nicht äußern. Der Turm stammt von 1911.",
        "",
        "logged from this article, not found in its text",
        "    10  bellmann declines to comment on leans: disputed, one origin for, one",
        "        against, thin | likely",
        "        Er sagt nichts dazu",
        "",
        "not logged: 4 of 6 sentences",
        "         Der Turm von Lindhaven neigt sich",
        "         Ein Anwohner will gesehen haben, dass nachts Stützen gesetzt wurden.",
        "  said   Der Glöckner wollte sich nicht äußern.",
        "         Der Turm stammt von 1911.",
        "",
        "3 statements, as of now, known by entry 10, policy default",
    ]
    assert all(len(line) <= 80 for line in answer.lines)


def test_the_same_as_data(desk: Newsroom) -> None:
    row = desk.one("article show turm")
    assert row["text"] == TEXT
    assert [(one["text"], one["entries"]) for one in row["passages"]] == [
        ("seit dem letzten Frühjahr", [8]),
        ("„Der Turm steht\nso gerade", [9]),
        ("je.“", [9]),
    ]
    for place in (*row["passages"], *row["unlogged"]):
        assert row["text"][place["start"] : place["end"]] == place["text"]
    assert [(one["entry"], one["source"], one["act"], one["anchored"]) for one in row["entries"]] == [
        (8, "ada-kvist", "assert", True), (9, "gemeinde", "deny", True), (10, "bellmann", "decline", False),
    ]  # fmt: skip
    belief = desk.one("belief leans")
    for one in row["entries"]:
        assert (one["claim"], one["status"]) == ("leans", belief["status"])
        assert (one["likelihood"], one["evidence"]) == (belief["likelihood"], belief["evidence"])
    assert (row["sentences"], len(row["unlogged"])) == (6, 4)
    assert (row["as_of"], row["known_by"], row["policy"]) == (None, 10, "default")
    assert len(desk.ok("article show turm --csv").lines) == 2


def test_logging_a_sentence_takes_it_off_the_list(desk: Newsroom) -> None:
    desk.ok("log --quote 'dass nachts Stützen gesetzt wurden' --new-source Anwohner -c props --article turm")
    answer = desk.ok("article show turm")
    assert "not logged: 3 of 6 sentences" in answer.lines
    assert "Ein Anwohner will gesehen haben, [12: dass nachts Stützen gesetzt wurden]. Der" in answer.lines


def test_a_sentence_with_words_in_quotation_marks_is_pointed_out(desk: Newsroom) -> None:
    desk.ok("undo 8")
    answer = desk.ok("article show turm")
    assert "not logged: 5 of 6 sentences" in answer.lines
    assert any(line.startswith("  quote  Lindhaven. Der Kirchturm neige sich „seit dem") for line in answer.lines)
    signs = {one["text"].split()[1]: one["sign"] for one in desk.one("article show turm")["unlogged"]}
    assert (signs["Der"], signs["Glöckner"], signs["Anwohner"]) == ("quotation", "attribution", "")


@pytest.mark.parametrize(
    ("command", "mark", "anchored"),
    [
        ("undo 8", "voided", True),
        ("retract 8 --said 2024-06-01", "retracted", True),
        ("amend 8 --certainty likely", "amended", True),
        ("redact 8 --yes", "redacted", False),
    ],
)
def test_what_happened_to_an_entry_is_marked(desk: Newsroom, command: str, mark: str, anchored: bool) -> None:
    desk.ok(command)
    everything = "--all" if mark == "voided" else ""
    (row,) = [one for one in desk.one(f"article show turm {everything}")["entries"] if one["entry"] == 8]
    assert (row["mark"], row["anchored"]) == (mark, anchored)
    out = desk.ok(f"article show turm {everything}").out
    assert f"[{mark}]" in " ".join(out.split())
    assert ("[8: seit dem letzten Frühjahr]" in out) is anchored


def test_two_statements_on_the_same_words(desk: Newsroom) -> None:
    desk.ok("log --quote 'Der Turm steht so gerade' -s bellmann -c props -a deny --article turm")
    passages = desk.one("article show turm")["passages"]
    assert [one["entries"] for one in passages] == [[8], [9], [9, 11], [9]]
    assert "[9: „][9 11: Der Turm" in " ".join(desk.ok("article show turm").lines)


def test_a_headline_and_an_amended_wording(desk: Newsroom) -> None:
    desk.given("""
        log 'Der Turm von Lindhaven neigt sich' -s anzeiger -c leans --via headline --article turm
        amend 10 --text 'Der Glöckner wollte sich nicht äußern.'
    """)
    row = desk.one("article show turm")
    assert [one["anchored"] for one in row["entries"]] == [True, True, True, True]
    assert row["passages"][0]["text"] == "Der Turm von Lindhaven neigt sich"
    assert "not found in its text" not in desk.ok("article show turm").out


# -- at both clocks ------------------------------------------------------------------------------------------------


def test_the_draft_as_it_was_known(desk: Newsroom) -> None:
    early = desk.one("article show turm --known-by 8")
    assert ([one["entry"] for one in early["entries"]], early["known_by"]) == ([8], 8)
    assert early["entries"][0]["status"] == "single_source"
    assert "as of now, known by entry 8, policy default" in desk.ok("article show turm --known-by 8").out


def test_the_draft_as_of_a_day(desk: Newsroom) -> None:
    desk.ok("verdict leans true --decided 2024-06-01")
    assert [one["status"] for one in desk.one("article show turm")["entries"]] == ["confirmed"] * 3
    before = desk.one("article show turm --as-of 2024-05-31")
    assert [one["status"] for one in before["entries"]] == ["disputed"] * 3
    assert ", as of 2024-05-31, " in desk.ok("article show turm --as-of 2024-05-31").out


def test_before_it_came_out_nothing_is_known(desk: Newsroom) -> None:
    assert desk.ok("article show turm --as-of 2024-05-03").out == "turm: nothing known\n"
    row = desk.one("article show turm --as-of 2024-05-03")
    assert (row["entry"], row["text"], row["entries"], row["unlogged"]) == (None, None, [], [])
    assert desk.one("article show turm --known-by 0")["known_by"] == 0


# -- without a text ------------------------------------------------------------------------------------------------


def test_an_article_by_reference_lists_its_statements(desk: Newsroom) -> None:
    desk.given("""
        article add --handle page --outlet Anzeiger
        log --quote 'not to be checked' -s ada-kvist -c props --article page
    """)
    answer = desk.ok("article show page")
    assert answer.lines[-7:] == [
        "  known by reference only: its text is not in the log",
        "",
        "logged from this article",
        "    12  ada-kvist says on props: single source, one origin, thin | likely",
        "        not to be checked",
        "",
        "1 statement, as of now, known by entry 12, policy default",
    ]
    row = desk.one("article show page")
    assert (row["archived"], row["text"], row["passages"], row["unlogged"]) == (False, None, [], [])
    assert [one["anchored"] for one in row["entries"]] == [False]


def test_a_redacted_text_says_so(desk: Newsroom) -> None:
    desk.ok("redact 7 --yes")
    answer = desk.ok("article show turm")
    assert "  its words have been redacted" in answer.lines
    assert "by reference" not in answer.out
    assert "not logged" not in answer.out
    assert "Kirchturm" not in answer.out
    row = desk.one("article show turm")
    assert (row["redacted"], row["text"], row["passages"], row["unlogged"]) == (True, None, [], [])
    assert [one["anchored"] for one in row["entries"]] == [False, False, False]


def test_bytes_that_are_no_text_say_so(room: Newsroom) -> None:
    room.write("scan.bin", b"\xff\xfe\x00scan")
    room.ok("article add scan.bin")
    assert "  its bytes are kept, but they are not a text" in room.ok("article show scan").lines
    assert room.one("article show scan")["redacted"] is False


def test_an_article_nobody_has_logged_from(room: Newsroom) -> None:
    room.write("note.txt", "...\n\n***\n")
    room.write("one.txt", "Only this")
    room.given("article add note.txt\narticle add one.txt")
    assert "not logged: none of 0 sentences" in room.ok("article show note").lines
    assert room.ok("article show one").lines[-4:] == [
        "not logged: 1 of 1 sentence",
        "         Only this",
        "",
        "0 statements, as of now, known by entry 2, policy default",
    ]


def test_a_long_paragraph_is_quick_to_show(room: Newsroom) -> None:
    room.write("long.txt", "Der Turm neigt sich, größer als je. " * 3000)
    room.ok("article add long.txt")
    assert "not logged: 3000 of 3000 sentences" in room.ok("article show long").lines


def test_an_article_that_is_not_there(desk: Newsroom) -> None:
    assert desk.refused(3, "article show nowhere").error == "there is no article 'nowhere'"
