"""Events to JSON text and back.

Stored text is never rewritten: an old version of an event is brought up to date while it is read, by the upcasters
registered for its type. Unknown types and newer versions stop the reader loudly.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

from tracker.domain.chain import canonical
from tracker.domain.events import EVENT_TYPES, WORDS, Event, wire_name
from tracker.errors import DatabaseError, UsageError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

RECORDED_BY: Final = "recorded_by"
"""A fact beside the event's own: the date of recording was taken from a file, not from our clock."""

_SCAN: Final = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
Fields = dict[str, Any]
Upcaster = Callable[[Fields, Fields], tuple[Fields, Fields]]
"""Takes the facts and words of one version to those of the next."""

UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""By type and the version they start from."""


class Encoded(NamedTuple):
    """An event as the log stores it: its wire name, version, facts and words (canonical JSON objects)."""

    type: str
    version: int
    facts: str
    words: str


class _Field(NamedTuple):
    name: str
    words: bool
    default: Any
    read: Callable[[Any], Any] | None


class _Shape(NamedTuple):
    cls: type[Event]
    fields: tuple[_Field, ...]
    by_name: Mapping[str, _Field]
    readers: Mapping[str, Callable[[Any], Any]]


class UnknownType(DatabaseError):
    """An event type or version that only a newer program can read."""

    def __init__(self, wire: str, version: int) -> None:
        super().__init__(
            f"this log holds an entry of type '{wire}' version {version}, which this program does not know",
            "install the newer tracker that wrote it",
        )


@cache
def _shape(wire: str) -> _Shape:
    cls = EVENT_TYPES[wire]
    hints = get_type_hints(cls, include_extras=True)
    found = tuple(
        _Field(
            field.name,
            _is_words(hints[field.name]),
            None if field.default is MISSING else field.default,
            _reader(hints[field.name]),
        )
        for field in fields(cls)
    )
    readers = {field.name: field.read for field in found if field.read is not None}
    return _Shape(cls, found, {field.name: field for field in found}, readers)


def _alternatives(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) in (Union, UnionType):
        return tuple(part for part in get_args(hint) if part is not NoneType)
    return (hint,)


def _is_words(hint: Any) -> bool:
    return any(get_origin(part) is Annotated and WORDS in part.__metadata__ for part in _alternatives(hint))


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """What turns a JSON value into the field's own type; None where it is that already."""
    part = _alternatives(hint)[0]
    if get_origin(part) is tuple:
        return tuple
    if isinstance(part, type) and issubclass(part, StrEnum):
        known = {member.value: member for member in part}
        return lambda text: known[text] if text in known else part(text)
    return None


def encode(event: Event, recorded_by: str = "") -> Encoded:
    """An event as the log stores it; fields at their default are left out."""
    wire = wire_name(type(event))
    shape = _shape(wire)
    facts: Fields = {RECORDED_BY: recorded_by} if recorded_by else {}
    words: Fields = {}
    for name, is_words, default, _ in shape.fields:
        value = getattr(event, name)
        if value is not default and (value != default or default is None):
            (words if is_words else facts)[name] = value
    return Encoded(wire, type(event).VERSION, canonical(facts), canonical(words))


def decode(wire: str, version: int, facts: str, words: str | None) -> Event:
    """The event that was stored; wiped words come back empty. Raises UnknownType."""
    cls = EVENT_TYPES.get(wire)
    if cls is None or version > cls.VERSION:
        raise UnknownType(wire, version)
    values, said = _parsed(facts), _parsed(words) if words is not None else {}
    for step in range(version, cls.VERSION):
        values, said = UPCASTERS[wire, step](values, said)
    shape = _shape(wire)
    values.pop(RECORDED_BY, None)
    readers = shape.readers
    for name in values.keys() & readers.keys():
        if (value := values[name]) is not None:
            values[name] = readers[name](value)
    return cls(**values, **said)  # type: ignore[no-any-return]


def _parsed(text: str) -> Fields:
    """Stored JSON, which begins and ends with its object: `json.loads` would look for blanks around it first."""
    try:
        return cast(Fields, _SCAN(text, 0)[0])
    except StopIteration:
        raise ValueError("this is not JSON") from None


def is_newer(wire: str, version: int) -> bool:
    """Whether an event is of a type or version that this program does not know."""
    return wire not in EVENT_TYPES or not 1 <= version <= EVENT_TYPES[wire].VERSION


def without_origin(facts: str) -> str:
    """Facts without the note on who dated the entry, for telling whether two entries say the same."""
    if RECORDED_BY not in facts:
        return facts
    values: Fields = json.loads(facts)
    values.pop(RECORDED_BY, None)
    return canonical(values)


def admit(wire: str, facts: Fields, words: Fields) -> Event:
    """An event from outside, checked field by field.

    Raises UsageError that names the field: unknown type, unknown or misplaced field, wrong type or value.
    """
    from pydantic import ValidationError

    cls = EVENT_TYPES.get(wire)
    if cls is None:
        raise UsageError(f"there is no event type '{wire}'", f"known types: {', '.join(sorted(EVENT_TYPES))}")
    by_name = _shape(wire).by_name
    for place, given in ((False, facts), (True, words)):
        for name in given:
            field = by_name.get(name)
            if field is None:
                raise UsageError(f"{wire} has no field '{name}'")
            if field.words is not place:
                raise UsageError(f"'{name}' of {wire} belongs into {'words' if field.words else 'facts'}")
    try:
        return _adapter(wire).validate_json(_written(wire, facts, words), strict=True)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "it"
        raise UsageError(f"'{where}' of {wire}: {first['msg'][:1].lower()}{first['msg'][1:]}") from None


def _written(wire: str, facts: Fields, words: Fields) -> str:
    values = {**facts, **words}
    try:
        return canonical(values)
    except ValueError:
        wrong = next((name for name, value in values.items() if not _is_finite(value)), "it")
        raise UsageError(f"'{wrong}' of {wire} holds a number that is none") from None


def _is_finite(value: Any) -> bool:
    try:
        return bool(canonical(value))
    except ValueError:
        return False


@cache
def _adapter(wire: str) -> TypeAdapter[Event]:
    from pydantic import TypeAdapter

    return TypeAdapter(EVENT_TYPES[wire])
