"""Single values of an event: whether each can be read as what it is meant to be, whatever else is on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Final, NamedTuple

from tracker.domain.clocks import UnreadableDate, span
from tracker.domain.events import EVENT_TYPES, ArticleArchived, Event
from tracker.domain.words import is_handle, is_slug


class Problem(NamedTuple):
    """A rule that an event breaks. missing: something it names does not exist."""

    message: str
    hint: str = ""
    missing: bool = False


_DATES: Final = ("said", "published", "decided", "by", "deadline", "member_from", "member_to")
_HANDLES: Final = (
    "source", "claim", "article", "into", "apart_from", "other", "outlet", "agency", "reprint_of", "member_of",
    "chain", "about", "alias",
)  # fmt: skip
_CLEARED: Final = ("question", "deadline")
"""What an amendment of a claim can clear, by an empty text."""
_SLUGS: Final = {"source_class": "class", "question": "question", "topics": "topic"}
_PEOPLE: Final = 10_000_000_000
"""More heads than there are people is a slip of the finger."""


def _values(event: Event, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = getattr(event, name)
        if value is None:
            continue
        for part in value if isinstance(value, tuple) else (value,):
            if not (part == "" and name in _CLEARED):
                yield name, part


def unreadable(event: Event) -> Iterator[Problem]:
    """The values of an event that are not what they should be: dates, handles, slugs, head counts, texts."""
    held = _HELD[type(event)]
    for name, text in _values(event, held.dates):
        try:
            span(text)
        except UnreadableDate:
            yield Problem(
                f"'{text}' is not a date ({name})", "write dates as 2025, 2025-12, 2025-12-10 or ../2025-12-10"
            )
    for name, text in _values(event, held.handles):
        if not is_handle(text):
            yield Problem(
                f"'{text}' cannot be a handle ({name})",
                "handles are lower-case ASCII letters, digits and - . _, not all digits: nvidia, reuters-h200",
            )
    for name in held.free:
        if not _is_text(getattr(event, name)):
            yield Problem(f"'{name}' holds half of a surrogate pair, which is not a character", "write it as UTF-8")
        if _has_nul(event, name):
            yield Problem(f"'{name}' holds a NUL character, which not every database can keep", "take it out")
    for name in held.counts:
        heads = getattr(event, name)
        if heads is not None and not 1 <= heads <= _PEOPLE:
            yield Problem(f"{heads} is not a head count", "--heads 2.. or --heads 2..4")
    for name, text in _values(event, held.slugs):
        if not is_slug(text):
            yield Problem(f"'{text}' cannot be a {_SLUGS[name]}", "use lower-case ASCII letters, digits and -")


class _Held(NamedTuple):
    """The fields of an event by what they hold."""

    dates: tuple[str, ...]
    handles: tuple[str, ...]
    slugs: tuple[str, ...]
    counts: tuple[str, ...]
    free: tuple[str, ...]


def _held(cls: type[Event]) -> _Held:
    names = [one.name for one in fields(cls)]
    texts = {one.name for one in fields(cls) if str(one.type).startswith(("Text", "str"))}
    counts = ("head_min", "head_max")
    kinds = (_DATES, _HANDLES, _SLUGS, counts)
    known = [tuple(name for name in names if name in kind) for kind in kinds]
    return _Held._make([*known, tuple(name for name in names if name in texts)])


_HELD: Final = {cls: _held(cls) for cls in EVENT_TYPES.values()}


def _has_nul(event: Event, name: str) -> bool:
    """An article is kept as it was read, whatever is in it; its text stands in the log alone, escaped."""
    value = getattr(event, name)
    return isinstance(value, str) and "\0" in value and not (isinstance(event, ArticleArchived) and name == "text")


def _is_text(value: object) -> bool:
    try:
        return not isinstance(value, str) or value.isascii() or bool(value.encode())
    except UnicodeEncodeError:
        return False
