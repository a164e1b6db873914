"""Where statements stand in an article, what is left, and how a text falls into sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.draft import Sign, anchors, coverage, passages
from tracker.domain.rules import is_quoted
from tracker.domain.sentences import MARKS, Extent, paragraphs, quotations, sentences

ARTICLE = """Der Turm neigt sich

Lindhaven. Der Turm neige sich „seit dem letzten
Frühjahr“, sagte Dr. Ada Kvist am 3. Mai. Die Stadt bestreitet das: „Kein
Grund zur Sorge.“ Nobody else was asked.
"""


def cut(text: str, extents: tuple[Extent, ...] | list[Extent]) -> list[str]:
    """The stretches themselves."""
    return [text[start:end] for start, end in extents]


# -- anchoring -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "told", "found"),
    [
        ("seit dem letzten Frühjahr", "", ["seit dem letzten\nFrühjahr"]),
        ('Der Turm neige sich "seit dem letzten Frühjahr"', "", ["Der Turm neige sich „seit dem letzten\nFrühjahr“"]),
        ("Der Turm [...] am 3. Mai", "", ["Der Turm", "am 3. Mai"]),
        ("Der Turm neige […] Kein Grund", "", ["Der Turm neige", "Kein\nGrund"]),
        ("[...] Kein Grund zur Sorge. [...]", "", ["Kein\nGrund zur Sorge."]),
        ("neig", "", ["neig"]),
        ("nowhere at all", "Die Stadt bestreitet das", ["Die Stadt bestreitet das"]),
        ("", "No", []),
        ("", "Lind", []),
        ("Mai [...] Der Turm", "", []),
        ("der turm", "", []),
        ("", "", []),
        ("[...]", "", []),
    ],
)
def test_a_statement_is_found_by_its_quote_else_by_its_words(quote: str, told: str, found: list[str]) -> None:
    assert cut(ARTICLE, anchors(ARTICLE, quote, told)) == found


def test_whole_words_are_preferred() -> None:
    text = "Unsafe bridges are closed. It is safe."
    assert anchors(text, "safe") == (Extent(33, 37),)
    assert anchors(text, "bridge") == (Extent(7, 13),)


@pytest.mark.parametrize("quote", ["a.c", "(", "[sic]", "a|b", "\\d", "$1 ^ *"])
def test_no_character_has_a_second_meaning(quote: str) -> None:
    assert anchors("abc 5 x", quote) == ()
    text = f"before {quote} after"
    assert cut(text, anchors(text, quote)) == [quote]


texts = st.text(alphabet="ab. \n„“\"'!é[]…", max_size=60)


@given(text=texts, start=st.integers(0, 60), size=st.integers(1, 20))
@example(text="a “b", start=0, size=4)
@example(text="a\n „ab“ b", start=2, size=9)
def test_what_was_copied_out_of_a_text_is_found_in_it(text: str, start: int, size: int) -> None:
    quote = text[start : start + size]
    found = anchors(text, quote)
    assert all(left.end <= right.start for left, right in pairwise(found))
    if "[" not in quote and quote.strip():
        assert [_bare(stretch) for stretch in cut(text, found)] == [_bare(quote)]


def _bare(text: str) -> str:
    """A text without white space, every quotation mark the same."""
    return "".join("'" if letter in MARKS else letter for letter in "".join(text.split()))


@given(text=texts, quote=st.text(alphabet="ab. é", min_size=1, max_size=8).filter(str.strip))
def test_a_quote_that_the_rules_let_in_is_always_found(text: str, quote: str) -> None:
    if is_quoted(quote, text):
        assert anchors(text, quote)


# -- passages ------------------------------------------------------------------------------------------------------


def test_where_two_statements_overlap_the_common_words_are_a_passage_of_both() -> None:
    found = passages({7: [Extent(0, 10)], 9: [Extent(6, 14)], 12: [Extent(20, 25), Extent(30, 31)], 13: []})
    assert [tuple(one) for one in found] == [
        (0, 6, (7,)), (6, 10, (7, 9)), (10, 14, (9,)), (20, 25, (12,)), (30, 31, (12,)),
    ]  # fmt: skip


def test_no_statement_no_passage() -> None:
    assert passages({}) == []


@st.composite
def places(draw: st.DrawFn) -> dict[int, list[Extent]]:
    """Entries with the places they stand at, each one's in order."""
    found = {}
    for entry in range(draw(st.integers(0, 5))):
        edges = sorted(draw(st.sets(st.integers(0, 40), max_size=6)))
        found[entry] = [Extent(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    return found


@given(places())
def test_each_character_belongs_to_the_passage_of_those_who_said_it(found: dict[int, list[Extent]]) -> None:
    made = passages(found)
    assert all(left.end <= right.start for left, right in pairwise(made))
    assert all(one.start < one.end and one.entries for one in made)
    for at in range(41):
        here = tuple(n for n, extents in found.items() if any(start <= at < end for start, end in extents))
        assert [one.entries for one in made if one.start <= at < one.end] == ([here] if here else [])


# -- what is left --------------------------------------------------------------------------------------------------


def left(text: str, *quotes: str) -> list[tuple[str, str]]:
    """What is not logged, with its sign, once some passages are."""
    found = coverage(text, [place for quote in quotes for place in anchors(text, quote)])
    return [(text[gap.start : gap.end], gap.sign) for gap in found.gaps]


def test_a_sentence_is_logged_once_a_statement_rests_on_it() -> None:
    text = "The tower leans. It was said to be old. “It has leaned for years,” she said."
    assert coverage(text, []).sentences == 3
    assert left(text) == [
        ("The tower leans.", Sign.NONE),
        ("It was said to be old.", Sign.ATTRIBUTION),
        ("“It has leaned for years,” she said.", Sign.QUOTATION),
    ]
    assert left(text, "tower", "to be old") == [("“It has leaned for years,” she said.", Sign.QUOTATION)]
    assert left(text, "tower", "to be old", "leaned for years") == []


def test_a_quotation_beside_a_logged_one_is_still_to_be_logged() -> None:
    text = "“The tower leans badly,” she said, but he called it “straight as a candle”."
    assert left(text, "The tower leans badly") == [(text, Sign.QUOTATION)]
    assert left(text, "The tower leans badly", "straight as") == []


def test_two_words_in_quotation_marks_are_no_quotation() -> None:
    text = "The so-called “leaning tower” is closed."
    assert left(text, "is closed") == []


def test_a_quotation_of_two_sentences_is_logged_sentence_by_sentence() -> None:
    text = "„Der Turm steht fest. Niemand muss sich sorgen“, sagte sie."
    assert left(text, "Der Turm steht fest") == [("Niemand muss sich sorgen“, sagte sie.", Sign.QUOTATION)]


def test_an_empty_text_has_nothing_left() -> None:
    assert coverage("", []) == (0, [])
    assert coverage(" \n\n *** \n", []) == (0, [])


# -- sentences -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One is. Two! Three? Four… five.", ["One is.", "Two!", "Three?", "Four… five."]),
        ("Dr. Kvist kam am 3. Mai. Es war spät.", ["Dr. Kvist kam am 3. Mai.", "Es war spät."]),
        ("Es waren 15. Die Stadt schwieg.", ["Es waren 15.", "Die Stadt schwieg."]),
        ("Gebaut wurde 1911. Heute steht er.", ["Gebaut wurde 1911.", "Heute steht er."]),
        ("Das kostet z. B. Geld, d.h. ca. 3,5 Mio. Euro.", ["Das kostet z. B. Geld, d.h. ca. 3,5 Mio. Euro."]),
        ("U.S. officials met J. R. Tolm. He left.", ["U.S. officials met J. R. Tolm.", "He left."]),
        ("Acme Inc. The rest is open.", ["Acme Inc.", "The rest is open."]),
        ("No. 5 is alive. No. Gone.", ["No. 5 is alive.", "No.", "Gone."]),
        ("„Was nun?“ fragte er. „Nichts!“ Stille.", ["„Was nun?“ fragte er.", "„Nichts!“", "Stille."]),
        ('He said: "It leans." (It does.) End.', ['He said: "It leans."', "(It does.)", "End."]),
        ("Lindhaven (agn). Der Turm neigt sich.", ["Lindhaven (agn). Der Turm neigt sich."]),
        ("Headline without a stop\n\nText.", ["Headline without a stop", "Text."]),
        ("他说。我们走了！好", ["他说。", "我们走了！", "好"]),
        ("***\n\n...\n\nText", ["Text"]),
        ("", []),
    ],
)
def test_sentences_in_german_and_english(text: str, found: list[str]) -> None:
    assert cut(text, sentences(text)) == found


def test_a_line_break_ends_a_paragraph_only_where_no_blank_line_does() -> None:
    assert cut("one\ntwo\n", paragraphs("one\ntwo\n")) == ["one", "two"]
    assert cut("one\ntwo\r\n \r\nthree", paragraphs("one\ntwo\r\n \r\nthree")) == ["one\ntwo", "three"]


@given(st.text(alphabet='aB1. \n\r\t!?„“"‘’«»()…é。', max_size=80))
def test_nothing_is_lost_and_nothing_is_read_twice(text: str) -> None:
    every, whole = sentences(text), paragraphs(text)
    for extents in (every, whole, quotations(text)):
        assert all(0 <= start < end <= len(text) for start, end in extents)
        assert all(left.end <= right.start for left, right in pairwise(extents))
    assert all(text[start:end] == text[start:end].strip() for start, end in (*every, *whole))
    assert "".join("".join(cut(text, whole)).split()) == "".join(text.split())
    told = "".join(cut(text, every))
    assert [letter for letter in told if letter.isalnum()] == [letter for letter in text if letter.isalnum()]
    assert all(any(start <= one.start and one.end <= end for start, end in whole) for one in every)
