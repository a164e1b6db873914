"""The table as a format: cells to rows, rows to plans, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.events import ArticleArchived, ClaimOpened, SourceRegistered, StatementRecorded, VerdictReached
from tracker.errors import ImportRefused
from tracker.exchange.cells import write
from tracker.exchange.columns import COLUMNS, Row
from tracker.exchange.gathering import gather
from tracker.exchange.planning import Planned, Taken, plan
from tracker.exchange.sheet import Sheet


def read(content: bytes) -> list[Row]:
    """The rows of a file."""
    return list(Sheet(io.BytesIO(content)).rows())


def planned(content: str, known: Callable[[str], bool] = lambda _: False) -> list[Any]:
    """What a file asks for, in order, with nothing on record unless said."""
    rows = read(content.encode())
    return list(plan(rows, gather(rows), Taken(known, known, known)))


def events(content: str, known: Callable[[str], bool] = lambda _: False) -> list[Any]:
    """The events of a file without bad rows."""
    found = planned(content, known)
    assert all(isinstance(item, Planned) for item in found), found
    return [item.event for item in found]


EXPECTED = [
    "id",
    "said",
    "source",
    "source_name",
    "source_kind",
    "source_class",
    "claim",
    "claim_text",
    "topic",
    "about",
    "question",
    "deadline",
    "act",
    "stance",
    "certainty",
    "basis",
    "interest",
    "via",
    "chain",
    "presentation",
    "ground_rule",
    "head_min",
    "head_max",
    "text",
    "quote",
    "outlet",
    "agency",
    "article",
    "reprint_of",
    "published",
    "verdict",
    "decided",
    "evidence",
    "because",
    "recorded",
    "title",
    "url",
    "sha256",
]


def test_the_columns_of_the_contract() -> None:
    assert set(EXPECTED) <= set(COLUMNS)
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_rows_carry_their_line_and_their_filled_cells() -> None:
    assert read(b"source,claim,text\n\n ann ,flood, x \n,,\nbob,flood,\n") == [
        Row(3, {"source": "ann", "claim": "flood", "text": " x "}),
        Row(5, {"source": "bob", "claim": "flood"}),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_that_of_the_header(delimiter: str) -> None:
    content = delimiter.join(["source", "claim", "text"]) + "\n" + delimiter.join(["ann", "flood", '"a,b;c"']) + "\n"
    assert read(content.encode())[0].get("text") == "a,b;c"


def test_what_is_registered_comes_just_before_the_row_that_needs_it() -> None:
    found = events(
        "source,claim,chain,article,outlet,agency,reprint_of,about,member_of\n"
        "ann,flood,dpa > bote,wire,bote,dpa,older,town,party\n"
        "ann,flood,,,,,,,\n"
    )
    names = [
        getattr(event, name) for event in found for name in ("article", "claim", "source") if hasattr(event, name)
    ][:0]
    assert names == []
    kinds = [type(event) for event in found]
    assert kinds[-2:] == [StatementRecorded, StatementRecorded]
    known: set[str] = set()
    for event in found:
        if isinstance(event, SourceRegistered):
            assert event.member_of is None or event.member_of in known
            known.add(event.source)
        elif isinstance(event, ClaimOpened):
            assert known.issuperset(event.about)
        elif isinstance(event, ArticleArchived):
            assert known.issuperset({event.outlet, event.agency} - {None})
            assert event.reprint_of is None or event.reprint_of in known
            known.add(event.article)
    assert known == {"ann", "dpa", "bote", "town", "party", "wire", "older"}


def test_what_is_known_is_not_registered_again() -> None:
    found = events("source,claim,article,outlet\nann,flood,wire,bote\n", known=lambda handle: handle != "bote")
    assert [type(event) for event in found] == [SourceRegistered, StatementRecorded]


def test_every_handle_is_registered_once() -> None:
    found = events("source,claim,chain\nann,flood,bob\nbob,flood,ann\nann,rain,bob\n")
    assert [event.source for event in found if isinstance(event, SourceRegistered)] == ["ann", "bob"]


def test_a_circle_of_memberships_comes_to_an_end() -> None:
    found = planned("source,claim,member_of\nann,flood,bob\nbob,flood,ann\n")
    assert len([item for item in found if isinstance(item, Planned) and isinstance(item.event, SourceRegistered)]) == 2


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("source,claim\nx,flood\n", "person"),
        ("source,claim,outlet\nann,flood,x\n", "outlet"),
        ("source,claim,agency\nann,flood,x\n", "agency"),
        ("source,claim,chain\nann,flood,x\n", "outlet"),
        ("source,claim,about\nann,flood,x\n", "organisation"),
        ("source,claim,member_of\nann,flood,x\n", "organisation"),
        ("source,claim,chain,about\nann,flood,x,x\n", "organisation"),
        ("source,claim,outlet\nx,flood,x\n", "outlet"),
        ("source,claim,agency,chain\nx,flood,x,\nann,flood,,x\n", "agency"),
        ("source,claim,source_kind,chain\nx,flood,document,\nann,flood,,x\n", "document"),
    ],
)
def test_kinds_by_role(content: str, kind: str) -> None:
    (found,) = [e for e in events(content) if isinstance(e, SourceRegistered) and e.source == "x"]
    assert found.kind == kind


def test_a_verdict_row() -> None:
    found = events("claim,verdict,decided,because,evidence,source\nflood,mixed,2025-12,seen,https://e.org,ann\n")
    assert found[-1] == VerdictReached(
        claim="flood", value="mixed", decided="2025-12", because="seen", evidence="https://e.org"
    )
    assert not any(isinstance(event, SourceRegistered) for event in found), "a verdict row needs only claim and verdict"


def test_where_it_was_read_stands_with_the_article_or_with_the_statement() -> None:
    with_article = events("source,claim,article,outlet,published\nann,flood,wire,bote,2025\n")[-1]
    assert (with_article.article, with_article.outlet, with_article.published) == ("wire", None, None)
    without = events("source,claim,outlet,published\nann,flood,bote,2025\n")[-1]
    assert (without.article, without.outlet, without.published) == (None, "bote", "2025")


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [
        ("act", "ACCUSE", "'ACCUSE' is not a value of act; it is one of assert confirm"),
        ("stance", "pro", "'pro' is not a value of stance; it is one of supports denies none"),
        ("certainty", "sure", "'sure' is not a value of certainty"),
        ("basis", "gut", "'gut' is not a value of basis"),
        ("interest", "big", "'big' is not a value of interest"),
        ("via", "phone", "'phone' is not a value of via"),
        ("presentation", "masked", "'masked' is not a value of presentation"),
        ("ground_rule", "unter drei", "'unter drei' is not a value of ground_rule"),
        ("source_kind", "robot", "'robot' is not a value of source_kind"),
        ("verdict", "yes", "'yes' is not a value of verdict"),
        ("head_min", "-1", "'-1' is not a whole number (head_min)"),
        ("head_max", "1.0", "'1.0' is not a whole number (head_max)"),
        ("head_max", "٣", "'٣' is not a whole number (head_max)"),
    ],
)
def test_cells_that_cannot_be_read(header: str, row: str, told: str) -> None:
    (problem,) = [
        item for item in planned(f"source,claim,{header}\nann,flood,{row}\n") if not isinstance(item, Planned)
    ]
    assert problem[0] == 2
    assert problem[1].startswith(told)


def test_contradictions_are_gathered_over_the_whole_file() -> None:
    rows = read(
        b"source,source_kind,claim,topic\nann,person,flood,a\nann,,flood,\nann,group,flood,b\nann,person,flood,a\n"
    )
    assert gather(rows).problems.lines() == [
        "line 4: source_kind of source 'ann' is 'group' here and 'person' on another row",
        "line 4: topic of claim 'flood' is 'b' here and 'a' on another row",
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\x00b\n", b"source,claim\n\x00", b'claim\n"', b"\r\r\r", b",,,\n"])
def test_rubbish_is_refused_and_nothing_worse(content: bytes) -> None:
    with suppress(ImportRefused):
        assert read(content) == []


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
def test_what_is_written_is_read_back(pairs: list[tuple[str, str]]) -> None:
    rows = [{"source": "ann", "claim": "flood", "text": text, "because": because} for text, because in pairs]
    written = "".join(write(rows))
    assert [(row.get("text"), row.get("because")) for row in read(written.encode())] == [
        (text if text.strip() else "", because if because.strip() else "") for text, because in pairs
    ]


def test_what_is_written_has_the_columns_in_their_order() -> None:
    (header, row) = csv.reader(io.StringIO("".join(write([{"claim": "flood", "text": 'a "b",\nc'}]))))
    assert tuple(header) == COLUMNS
    assert dict(zip(header, row, strict=True))["text"] == 'a "b",\nc'


@pytest.mark.parametrize(("column", "noun"), [("member_of", "source"), ("reprint_of", "article")])
def test_a_chain_as_long_as_the_file_is_registered_from_its_end(column: str, noun: str) -> None:
    rows = "\n".join(f"ann,flood,n{number},n{number + 1}" for number in range(3_000))
    header = "source,claim,article,reprint_of" if noun == "article" else "text,claim,source,member_of"
    kinds = {"source": SourceRegistered, "article": ArticleArchived}
    handles = [getattr(event, noun) for event in events(f"{header}\n{rows}\n") if isinstance(event, kinds[noun])]
    handles = [handle for handle in handles if handle.startswith("n")]
    assert handles[:2] == ["n3000", "n2999"]


def test_a_character_that_no_text_holds_is_a_problem_of_its_line() -> None:
    with pytest.raises(ImportRefused) as caught:
        read(b"source,claim\nann,flood\na\0,flood\n")
    assert list(caught.value.problems) == ["line 3: holds a NUL character"]


def test_a_file_that_was_closed_halfway_is_left_quietly() -> None:
    file = io.BytesIO(b"source,claim\nann,flood\nbob,flood\n")
    rows = Sheet(file).rows()
    next(rows)
    file.close()
    rows.close()  # type: ignore[attr-defined]
