"""JSON Lines: an export of the log that restores exactly, or bare events that the log ids and chains on import.

An export begins with a header line that names the log's origin, how many entries follow and the hash of the last, so
that a file cut anywhere is noticed. A bare line is ``{"id", "type", "recorded", "actor", "facts", "words"}``, where
``id`` is any text unique in the file by which other lines refer to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final, NamedTuple

from tracker.domain.chain import canonical
from tracker.errors import ImportRefused
from tracker.exchange.lines import CUT, refuse_utf16
from tracker.exchange.lines import lines as lines_of
from tracker.exchange.problems import Bad

FORMAT: Final = "tracker-log-v1"
_HEADER: Final = "tracker"
ROW: Final = (
    "position", "id", "batch", "type", "version", "recorded", "actor", "facts", "words", "salt", "words_digest",
    "previous", "hash",
)  # fmt: skip
"""The keys of an exported entry, in the order of the log's columns; facts and words are objects."""
_BARE: Final = frozenset({"id", "type", "recorded", "actor", "facts", "words"})
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

REFERENCES: Final = frozenset({"entry", "entries", "statement", "statements", "instead", "verdict", "grouping"})
"""The facts that name other entries; a test holds them to the events' own types."""


class Preamble(NamedTuple):
    """What an export says about itself."""

    origin: str
    entries: int
    head: str


class Bare(NamedTuple):
    """One event from outside; ``id`` is empty where the file gives none."""

    line: int
    id: str
    type: str
    recorded: str
    actor: str
    facts: dict[str, Any]
    words: dict[str, Any]


class Line(NamedTuple):
    """One JSON object of a file, by line number."""

    number: int
    value: dict[str, Any]


class EntryLine(NamedTuple):
    """One entry of an export, by line number: the log's columns, facts and words as canonical JSON text."""

    line: int
    columns: tuple[Any, ...]


LONGEST: Final = 64 << 20
"""How many bytes a line may have. The log takes no entry that would not fit."""
_DEPTH: Final = 16
"""How deep objects and lists may stand in each other; those of an event are three deep."""
_BARE_BONES: Final = 1 << 20
"""How many bytes of a line may be brackets, commas and numbers, of which each costs far more memory than a letter."""
_TEXTS: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_DIGITS: Final = 18


def lines(file: BinaryIO) -> Iterator[Line | Bad]:
    """The objects of a file, blank lines left out, and every line that is none.

    No more than one line is held. Raises ImportRefused at a line that is too long, and for UTF-16.
    """
    refuse_utf16(file, "iconv -f {encoding} -t utf-8 {name} > NEW.jsonl")
    for number, raw in lines_of(file, LONGEST):
        if raw.isspace():
            continue
        found = line(number, raw)
        yield found
        if isinstance(found, Line) and not raw.endswith(b"\n"):
            yield Bad(number, CUT)


def line(number: int, raw: bytes) -> Line | Bad:
    """What stands on a line."""
    try:
        _check_shape(raw)
        value = _DECODE(raw.decode())
        if not isinstance(value, dict):
            raise ValueError("a line holds one JSON object")
        if b"\\u" in raw:
            _check_texts(canonical(value))
            if any("\0" in each for each in value.values() if isinstance(each, str)):
                raise _Odd("holds a NUL character")
    except UnicodeDecodeError:
        return Bad(number, "is not UTF-8")
    except RecursionError:
        return Bad(number, _TOO_DEEP)
    except _Odd as problem:
        return Bad(number, str(problem))
    except ValueError as problem:
        return Bad(number, f"is not JSON: {problem}")
    return Line(number, value)


_TOO_DEEP: Final = "is nested too deeply"


class _Odd(ValueError):
    """JSON that no entry of the log could be."""


def _check_shape(raw: bytes) -> None:
    """Raise unless a line can be read in memory that is in proportion to it, and without end of nesting."""
    if raw.startswith(b"\xef\xbb\xbf"):
        raise _Odd("begins with a byte order mark; save the file as UTF-8 without one")
    if len(raw) <= _BARE_BONES and raw.count(b"[") + raw.count(b"{") <= _DEPTH:
        return
    bones = _TEXTS.sub(b"", raw)
    if len(bones) > _BARE_BONES:
        raise _Odd("holds more values than any entry")
    depth = 0
    for bracket in re.findall(rb"[\[\]{}]", bones):
        depth += 1 if bracket in b"[{" else -1
        if depth > _DEPTH:
            raise _Odd(_TOO_DEEP)


def _check_texts(written: str) -> None:
    try:
        written.encode()
    except UnicodeEncodeError:
        raise _Odd("holds half of a surrogate pair, which is not a character") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a key stands twice")
    return values


def _refuse(text: str) -> None:
    raise ValueError(f"the log holds no such number: {text}")


def _whole(text: str) -> int:
    if len(text) > _DIGITS or text == "-0":
        _refuse(text if len(text) <= 2 * _DIGITS else f"{text[:_DIGITS]}... ({len(text):,} digits)")
    return int(text)


_DECODE: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_refuse, parse_int=_whole
).decode


def header(first: Line | Bad | None) -> Preamble | None:
    """The header of an export, from a file's first line; None for bare events. Raises ImportRefused for one of another
    format.
    """
    if isinstance(first, Line) and first.value.keys() >= {"position", "previous", "hash"}:
        raise ImportRefused(
            "this is an export of a log without its first line, which names the log",
            [f"line {first.number}: holds an entry, and an export begins with the key '{_HEADER}'"],
            "copy the whole file again",
        )
    if not isinstance(first, Line) or _HEADER not in first.value:
        return None
    value = first.value
    if value[_HEADER] != FORMAT:
        raise ImportRefused(
            f"this export is of format '{str(value[_HEADER])[:60]}', and '{FORMAT}' is known",
            [],
            "install the newer tracker that wrote it",
        )
    origin, entries, head = (value.get(name) for name in Preamble._fields)
    if not (isinstance(origin, str) and isinstance(head, str) and type(entries) is int and entries >= 0):
        raise ImportRefused(
            "the export's first line is damaged",
            [f"line {first.number}: origin, entries and head are needed"],
            "copy the whole file again",
        )
    return Preamble(origin, entries, head)


def rows(found: Iterable[Line | Bad], head: Preamble) -> Iterator[EntryLine | Bad]:
    """The entries behind a header, in order and without gaps, and every line that is none.

    Raises ImportRefused at the end of a file that was cut or goes on beyond what its header says.
    """
    count, last = 0, None
    whole = True
    for one in found:
        if isinstance(one, Bad):
            if one.message == CUT:
                raise _cut(head, count, one.line)
            count += 1
            whole = False
            yield one
            continue
        count += 1
        if count > head.entries:
            raise ImportRefused(
                "the export is damaged",
                [f"line {one.number}: follows the last of the {head.entries} entries that the first line names"],
                "copy the whole file again",
            )
        row = _row(one)
        if isinstance(row, EntryLine) and row.columns[0] != count:
            row = Bad(one.number, f"holds entry {row.columns[0]} where entry {count} belongs")
        whole = whole and isinstance(row, EntryLine)
        yield row
        last = row.columns[-1] if isinstance(row, EntryLine) else None
    if count < head.entries:
        raise _cut(head, count)
    if whole and count and last != head.head:
        raise ImportRefused(
            "the export is damaged: its last entry is not the one its first line names", [], "copy the whole file again"
        )


def _cut(head: Preamble, count: int, line: int = 0) -> ImportRefused:
    return ImportRefused(
        f"the file was cut: it should hold {head.entries} entries and holds {count}"
        if count < head.entries
        else "the file was cut at its very end",
        [f"line {line}: {CUT}"] if line else [],
        "copy the whole file again",
    )


def _row(one: Line) -> EntryLine | Bad:
    number, value = one
    if value.keys() != _ROW or not (isinstance(value["facts"], dict) and isinstance(value["words"], dict | None)):
        return Bad(number, f"an exported entry has the keys {', '.join(ROW)}")
    for key in ("facts", "words"):
        value[key] = None if value[key] is None else canonical(value[key])
    wrong = [key for key, allowed in _TYPES.items() if not isinstance(value[key], allowed)]
    if wrong or isinstance(value["position"], bool):
        return Bad(number, f"{', '.join(wrong) or 'position'} holds a value of the wrong type")
    return EntryLine(number, tuple(value[key] for key in ROW))


_ROW: Final = frozenset(ROW)
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    **dict.fromkeys(ROW, (str,)),
    "position": (int,),
    "version": (int,),
    "words": (str, type(None)),
    "salt": (str, type(None)),
}


def bare(one: Line) -> Bare | Bad:
    """The bare event on a line."""
    number, value = one
    if strange := value.keys() - _BARE:
        return Bad(number, f"has no use for {', '.join(sorted(strange))}")
    get = value.get
    name, wire, recorded, actor = get("id", ""), get("type", ""), get("recorded", ""), get("actor", "")
    facts, words = get("facts", {}), get("words", {})
    if not (type(name) is type(wire) is type(recorded) is type(actor) is str and type(facts) is type(words) is dict):
        return Bad(number, "id, type, recorded and actor are texts, facts and words objects")
    if not wire:
        return Bad(number, "has no type")
    return Bare(number, name, wire, recorded, actor, facts, words)


_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def holds_nul(written: str) -> bool:
    """Whether a text in some canonical JSON holds a NUL, which not every database can keep."""
    return "\\u0000" in written and _NUL.search(written) is not None


def is_event_id(text: str) -> bool:
    """Whether a text is an event id in its own right, to be kept as it is."""
    return _UUID.fullmatch(text) is not None


def write_header(head: Preamble) -> str:
    """The first line of an export."""
    return _line({_HEADER: FORMAT, **head._asdict()})


def write_row(row: Iterable[Any]) -> str:
    """One entry of an export, from the log's columns."""
    value = dict(zip(ROW, row, strict=True))
    value["facts"] = json.loads(value["facts"])
    value["words"] = None if value["words"] is None else json.loads(value["words"])
    return _line(value)


def write_bare(event_id: str, wire: str, recorded: str, facts: str, words: str) -> str:
    """One bare event, from canonical JSON texts."""
    return _line(
        {"id": event_id, "type": wire, "recorded": recorded, "facts": json.loads(facts), "words": json.loads(words)}
    )


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def references(facts: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The facts that name entries, each as a list of ids."""
    for name in REFERENCES & facts.keys():
        value = facts[name]
        yield name, value if isinstance(value, list) else [value]
