"""JSON Lines: an export of the log that restores exactly, or bare events that the log ids and chains on import.

An export begins with a header line that names the log's origin, how many entries follow and the hash of the last, so
that a file cut anywhere is noticed. A bare line is ``{"id", "type", "recorded", "actor", "facts", "words"}``, where
``id`` is any text unique in the file by which other lines refer to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from tracker.domain.chain import canonical
from tracker.errors import ImportRefused

FORMAT: Final = "tracker-log-v1"
_HEADER: Final = "tracker"
ROW: Final = (
    "position", "id", "batch", "type", "version", "recorded", "actor", "facts", "words", "salt", "words_digest",
    "previous", "hash",
)  # fmt: skip
"""The keys of an exported entry, in the order of the log's columns; facts and words are objects."""
_BARE: Final = frozenset({"id", "type", "recorded", "actor", "facts", "words"})
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

REFERENCES: Final = frozenset({"entry", "statement", "statements", "instead", "verdict", "grouping"})
"""The facts that name other entries; a test holds them to the events' own types."""


class Header(NamedTuple):
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


def lines(data: bytes) -> list[Line]:
    """The objects of a file, blank lines left out. Raises ImportRefused with every line that is not a JSON object."""
    found, problems = [], []
    for number, raw in enumerate(data.split(b"\n"), 1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw.decode(), object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_refuse)
            if not isinstance(value, dict):
                raise ValueError("a line holds one JSON object")
            if b"\\u" in raw:
                canonical(value).encode()
                if any("\0" in each for each in value.values() if isinstance(each, str)):
                    problems.append(f"line {number}: holds a NUL character")
                    continue
            found.append(Line(number, value))
        except UnicodeError:
            problems.append(f"line {number}: is not UTF-8")
        except RecursionError:
            problems.append(f"line {number}: is nested too deeply")
        except ValueError as problem:
            problems.append(f"line {number}: is not JSON: {problem}")
    if problems:
        raise ImportRefused(
            "the file cannot be read as JSON Lines", problems, "each line holds one JSON object in UTF-8"
        )
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a key stands twice")
    return values


def _refuse(text: str) -> None:
    raise ValueError(f"the log holds no such number: {text}")


def header(found: list[Line]) -> Header | None:
    """The header of an export; None for bare events. Raises ImportRefused for one of another format."""
    if not found or _HEADER not in found[0].value:
        return None
    first = found[0].value
    try:
        if first[_HEADER] != FORMAT:
            raise ImportRefused(
                f"this export is of format '{first[_HEADER]}', and '{FORMAT}' is known",
                [],
                "install the newer tracker that wrote it",
            )
        return Header(str(first["origin"]), int(first["entries"]), str(first["head"]))
    except (KeyError, TypeError, ValueError):
        raise ImportRefused(
            "the export's first line is damaged",
            ["line 1: origin, entries and head are needed"],
            "copy the whole file again",
        ) from None


def rows(found: list[Line], head: Header) -> list[tuple[Any, ...]]:
    """The entries behind a header, as the log's columns, with facts and words as canonical JSON text.

    Raises ImportRefused for a file that was cut, a line with other keys, or one with unexpected values.
    """
    if len(found) - 1 != head.entries:
        raise ImportRefused(
            f"the file was cut: it should hold {head.entries} entries and holds {len(found) - 1}",
            [],
            "copy the whole file again",
        )
    taken: list[tuple[Any, ...]] = []
    problems = []
    for number, value in found[1:]:
        if value.keys() != set(ROW) or not (
            isinstance(value["facts"], dict) and isinstance(value["words"], dict | None)
        ):
            problems.append(f"line {number}: an exported entry has the keys {', '.join(ROW)}")
            continue
        for key in ("facts", "words"):
            value[key] = None if value[key] is None else canonical(value[key])
        wrong = [key for key, allowed in _TYPES.items() if not isinstance(value[key], allowed)]
        if wrong or isinstance(value["position"], bool):
            problems.append(f"line {number}: {', '.join(wrong) or 'position'} holds a value of the wrong type")
            continue
        taken.append(tuple(value[key] for key in ROW))
    if problems:
        raise ImportRefused("the export is damaged", problems, "copy the whole file again")
    if taken and taken[-1][-1] != head.head:
        raise ImportRefused(
            "the export is damaged: its last entry is not the one its first line names", [], "copy the whole file again"
        )
    return taken


_TYPES: Final[dict[str, tuple[type, ...]]] = {
    **dict.fromkeys(ROW, (str,)),
    "position": (int,),
    "version": (int,),
    "words": (str, type(None)),
    "salt": (str, type(None)),
}


def bare(found: list[Line]) -> list[Bare]:
    """The bare events of a file. Raises ImportRefused with every line of another shape and every doubled id."""
    taken: list[Bare] = []
    problems = []
    seen: dict[str, int] = {}
    for number, value in found:
        strange = value.keys() - _BARE
        texts = [key for key in ("id", "type", "recorded", "actor") if not isinstance(value.get(key, ""), str)]
        if strange:
            problems.append(f"line {number}: has no use for {', '.join(sorted(strange))}")
        elif texts or not isinstance(value.get("facts", {}), dict) or not isinstance(value.get("words", {}), dict):
            problems.append(f"line {number}: id, type, recorded and actor are texts, facts and words objects")
        elif not value.get("type"):
            problems.append(f"line {number}: has no type")
        elif value.get("id") and value["id"] in seen:
            problems.append(f"line {number}: has the id '{value['id']}' of line {seen[value['id']]}")
        else:
            seen[value.get("id", "")] = number
            taken.append(
                Bare(
                    number,
                    value.get("id", ""),
                    value["type"],
                    value.get("recorded", ""),
                    value.get("actor", ""),
                    value.get("facts", {}),
                    value.get("words", {}),
                )
            )
    if problems:
        raise ImportRefused(
            "the file is not one of events", problems, 'a line is {"type": ..., "facts": {...}, "words": {...}}'
        )
    return taken


def is_event_id(text: str) -> bool:
    """Whether a text is an event id in its own right, to be kept as it is."""
    return _UUID.fullmatch(text) is not None


def write_header(head: Header) -> str:
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
