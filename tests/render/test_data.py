"""Rows for machines: the same keys in every form, and nothing that acts on a terminal."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.words import Act
from tracker.render.data import Output, document, lines, plain
from tracker.render.text import HIDDEN


class Inner(NamedTuple):
    """A row in a row."""

    from_: str
    to: str | None


class Row(NamedTuple):
    """A row of all sorts."""

    class_: str
    count: int
    share: float
    sure: bool
    nothing: None
    names: tuple[str, ...]
    span: tuple[int, int | None]
    parts: dict[str, Any]
    inner: tuple[Inner, ...]
    act: Act = Act.DENY


ROW = Row("insider", 3, 0.25, True, None, ("a", "b"), (1, None), {"x": {"y": 1}}, (Inner("2020", None),))
AS_JSON = {
    "class": "insider",
    "count": 3,
    "share": 0.25,
    "sure": True,
    "nothing": None,
    "names": ["a", "b"],
    "span": [1, None],
    "parts": {"x": {"y": 1}},
    "inner": [{"from": "2020", "to": None}],
    "act": "deny",
}


def test_plain_drops_the_trailing_underscore_and_keeps_the_rest() -> None:
    assert plain(ROW) == AS_JSON
    assert list(plain(ROW)) == list(AS_JSON)


def test_json_is_an_array_with_a_line_for_each_object() -> None:
    assert list(lines([], Output.JSON)) == ["[]"]
    told = list(lines([ROW, ROW, ROW], Output.JSON))
    assert len(told) == 3
    assert json.loads("\n".join(told)) == [AS_JSON] * 3


def test_json_lines() -> None:
    assert list(lines([], Output.JSONL)) == []
    assert [json.loads(line) for line in lines([ROW, ROW], Output.JSONL)] == [AS_JSON] * 2


def test_csv() -> None:
    told = list(lines([ROW, ROW], Output.CSV))
    assert told[0] == "class,count,share,sure,nothing,names,span,parts,inner,act"
    (row, _) = csv.DictReader(io.StringIO("\n".join(told)))
    assert row == {
        "class": "insider",
        "count": "3",
        "share": "0.25",
        "sure": "true",
        "nothing": "",
        "names": "a b",
        "span": "[1, null]",
        "parts": '{"x": {"y": 1}}',
        "inner": '[{"from": "2020", "to": null}]',
        "act": "deny",
    }


def test_one_object() -> None:
    assert json.loads("".join(document(plain(ROW), Output.JSON))) == AS_JSON
    assert len(list(document(plain(ROW), Output.CSV))) == 2


@given(st.lists(st.text(max_size=30), max_size=4))
def test_json_means_the_same_and_does_nothing(texts: list[str]) -> None:
    told = list(lines([{"texts": texts, "first": texts[0] if texts else None}], Output.JSON))
    assert not HIDDEN.search("".join(told))
    assert json.loads("".join(told))[0]["texts"] == texts


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_csv_has_one_line_a_row_and_does_nothing(texts: list[str]) -> None:
    told = list(lines([{"number": number, "text": text} for number, text in enumerate(texts)], Output.CSV))
    assert len(told) == len(texts) + 1
    assert not HIDDEN.search("".join(told))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_does_not_know_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        list(document({"x": number}, Output.JSON))


TEXT = "=1+\t1\r\nnext \u202e'"


def test_csv_is_inert_in_a_spreadsheet_and_numbers_stay_numbers() -> None:
    told = list(lines([{"text": TEXT, "names": ["-a", "b"], "units": -3}], Output.CSV))
    assert told == ["text,names,units", "'=1+\t1\\r next \\u202e','-a b,-3"]


@pytest.mark.parametrize("text", [TEXT, "\r=1", "a\rb", "\u2028", "'=1", "a,b"])
def test_raw_csv_is_the_text_to_the_letter(text: str) -> None:
    told = "\n".join(lines([{"text": text, "units": -3}] * 2, Output.CSV_RAW))
    header, *rows = csv.reader(io.StringIO(told, newline=""))
    assert (header, rows) == (["text", "units"], [[text, "-3"]] * 2)
