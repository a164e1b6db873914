"""JSON Lines as a format: whole lines or a list of all that is wrong."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.events import EVENT_TYPES
from tracker.errors import ImportRefused
from tracker.exchange import jsonl
from tracker.exchange.jsonl import FORMAT, REFERENCES, ROW, EntryLine, Line, Preamble
from tracker.exchange.problems import Bad, Problems


def refused(content: bytes) -> ImportRefused:
    """How a file of bare events is refused."""
    with pytest.raises(ImportRefused) as caught:
        taken(content)
    assert caught.value.hint
    return caught.value


def every(content: bytes) -> list[Line | Bad]:
    """The lines of a file."""
    return list(jsonl.lines(io.BytesIO(content)))


def taken(content: bytes) -> list[Any]:
    """What a file holds, events or an export. Raises ImportRefused for bad lines, as an import does."""
    lines = jsonl.lines(io.BytesIO(content))
    first = next(lines, None)
    head = jsonl.header(first)
    rest = chain([first] if first else [], lines)
    found = (
        [jsonl.bare(one) if isinstance(one, Line) else one for one in rest]
        if head is None
        else list(jsonl.rows(lines, head))
    )
    problems = Problems()
    for one in found:
        if isinstance(one, Bad):
            problems.add(*one)
    if problems:
        raise ImportRefused("refused", problems.lines(), "mend it")
    return found


def test_every_reference_between_entries_is_known() -> None:
    assert {"statement", "statements", "instead", "verdict", "entry", "entries", "grouping"} == REFERENCES
    assert "entry" in EVENT_TYPES["entry.voided"].__dataclass_fields__


def test_bare_lines() -> None:
    (line,) = taken(b'\n{"type":"claim.opened","facts":{"claim":"x"},"id":"a"}\n\n')
    assert (line.line, line.id, line.type, line.recorded, line.actor) == (2, "a", "claim.opened", "", "")
    assert (line.facts, line.words) == ({"claim": "x"}, {})


def test_references_are_found_as_lists() -> None:
    facts = {"statements": ["a", "b"], "entry": "c", "claim": "d"}
    assert dict(jsonl.references(facts)) == {"statements": ["a", "b"], "entry": ["c"]}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("019b0c3e-7c1a-7abc-8def-0123456789ab", True),
        ("019B0C3E-7C1A-7ABC-8DEF-0123456789AB", False),
        ("row 7", False),
        ("", False),
        ("019b0c3e-7c1a-7abc-8def-0123456789ab\n", False),
    ],
)
def test_what_is_an_event_id_of_its_own(text: str, answer: bool) -> None:
    assert jsonl.is_event_id(text) is answer


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "line 1: is not JSON"),
        (b'{"a":1}\n{"a":', "line 2: is not JSON"),
        (b"\xff", "line 1: is not UTF-8"),
        (b'{"a":1,"a":1}', "line 1: is not JSON: a key stands twice"),
        (b'{"a":{"b":1,"b":2}}', "line 1: is not JSON: a key stands twice"),
        (b'{"a":1e5}', "line 1: is not JSON: the log holds no such number: 1e5"),
        (b'{"a":Infinity}', "line 1: is not JSON: the log holds no such number: Infinity"),
        (b"[" * 50_000, "line 1: is nested too deeply"),
        (b'{"a":' * 50_000, "line 1: is nested too deeply"),
        (b'{"a":' + b"9" * 5000 + b"}", "line 1: is not JSON"),
        (b"\xef\xbb\xbf{}", "line 1: "),
    ],
)
def test_lines_that_cannot_be_read(content: bytes, told: str) -> None:
    assert any(problem.startswith(told) for problem in refused(content).problems)


def test_a_file_of_nothing_is_nothing() -> None:
    assert every(b"\n \n\r\n") == []
    assert jsonl.header(None) is None
    assert taken(b"") == []


def test_a_header_is_told_from_an_event() -> None:
    head = Preamble("origin", 3, "ab" * 32)
    assert jsonl.header(every(jsonl.write_header(head).encode())[0]) == head
    assert jsonl.header(every(b'{"type":"claim.opened"}')[0]) is None


def row(**changes: Any) -> tuple[Any, ...]:
    """One entry as the log's columns."""
    values = dict.fromkeys(ROW, "") | {
        "position": 1, "version": 1, "facts": '{"claim":"x"}', "words": '{"text":"\u202e"}', "salt": "s", "hash": "h",
    }  # fmt: skip
    return tuple((values | changes).values())


def export(head: Preamble, *rows: tuple[Any, ...]) -> bytes:
    """A file of an export."""
    return "".join(line + "\n" for line in (jsonl.write_header(head), *map(jsonl.write_row, rows))).encode()


@pytest.mark.parametrize("words", ['{"text":"\u202e \u00e9 e\u0301 🎈 \\n"}', "{}", None])
def test_an_exported_entry_comes_back_as_it_was(words: str | None) -> None:
    one = row(words=words)
    content = export(Preamble("o", 1, "h"), one)
    assert taken(content) == [EntryLine(2, one)]


def test_an_export_that_was_cut() -> None:
    content = export(Preamble("o", 2, "h"), row())
    assert "should hold 2 entries and holds 1" in refused(content).message


def test_a_header_names_the_last_entry() -> None:
    content = export(Preamble("o", 1, "other"), row())
    assert "not the one its first line names" in refused(content).message


def test_a_newer_format_is_refused_by_name() -> None:
    assert FORMAT in refused(json.dumps({"tracker": "tracker-log-v9"}).encode()).message


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ROW, "tracker", "id", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.lists(anything, max_size=4))
def test_whatever_stands_in_a_file_it_is_read_or_refused(values: list[Any]) -> None:
    content = "".join(json.dumps(value) + "\n" for value in values).encode()
    with suppress(ImportRefused):
        assert len(taken(content)) <= len(values)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_named(encoding: str) -> None:
    told = refused('{"type": "claim.opened"}\n'.encode(encoding))
    assert "UTF-16" in told.message
    assert f"iconv -f {encoding} " in told.hint
