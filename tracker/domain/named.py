"""What an event names must be on record: the questions that every rule asks first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from tracker.domain.clocks import Instant, UnreadableDate, span
from tracker.domain.events import Entry, Event
from tracker.domain.values import Problem
from tracker.domain.words import EventId, SourceHandle, is_handle


class OnRecord(Protocol):
    """What is on record at the moment of writing, the events of the same batch so far included."""

    def has_source(self, handle: str) -> bool:
        """Whether a source is registered."""

    def member_of(self, handle: str) -> Iterable[str]:
        """The groups and organisations a source is known to be a member of, at any time."""

    def has_claim(self, handle: str) -> bool:
        """Whether a claim is open."""

    def aliases(self, noun: str) -> Mapping[str, str]:
        """Of all sources or all claims the aliases in force, each with the handle that it stands for."""

    def has_article(self, handle: str) -> bool:
        """Whether an article is known."""

    def merged_into(self, handle: str) -> SourceHandle | None:
        """The source that a source has been merged into; None where it has not. `root` follows all such steps."""

    def root(self, handle: SourceHandle) -> SourceHandle:
        """The source that a source counts as after all merges: itself where there is none."""

    def distinguished(self, source: SourceHandle, other: SourceHandle) -> int | None:
        """The position of the entry by which two sources, or any that count as them, are known to be different."""

    def article_text(self, handle: str) -> str | None:
        """The archived text of an article; None when there is none."""

    def entry(self, event_id: EventId) -> Entry | None:
        """An entry by its id."""

    def is_undone(self, entry: Entry) -> bool:
        """Whether an undo in force names an entry."""

    def users(self, entry: Entry) -> list[int]:
        """The positions of the entries in force that name what an entry registered, so that it cannot be undone."""


Problems = Iterator[Problem]


def sources(known: OnRecord, *handles: str | None) -> Problems:
    """A problem for each of these sources that is not on record."""
    for handle in handles:
        if handle is not None and is_handle(handle) and not known.has_source(handle):
            yield Problem(f"there is no source '{handle}'", f"tracker source add NAME --handle {handle}", missing=True)


def claims(known: OnRecord, *handles: str) -> Problems:
    """A problem for each of these claims that is not on record."""
    for handle in handles:
        if is_handle(handle) and not known.has_claim(handle):
            yield Problem(f"there is no claim '{handle}'", f"tracker claim open TEXT --handle {handle}", missing=True)


def articles(known: OnRecord, *handles: str | None) -> Problems:
    """A problem for each of these articles that is not on record."""
    for handle in handles:
        if handle is not None and is_handle(handle) and not known.has_article(handle):
            yield Problem(
                f"there is no article '{handle}'", f"tracker article add FILE --handle {handle}", missing=True
            )


def no_alias(known: OnRecord, noun: str, name: str) -> Problems:
    """A name is no alias of a source or claim, so that another may have it."""
    meant = known.aliases(noun).get(name)
    if meant is not None:
        yield Problem(f"'{name}' is an alias of the {noun} '{meant}'", f"tracker {noun} show {meant}")


def entry(known: OnRecord, event_id: EventId, kind: type[Event] | tuple[type[Event], ...], noun: str) -> Problems:
    """A problem where an entry is missing, is of another kind than ``noun`` (``a statement``), or has been undone."""
    found = known.entry(event_id)
    if found is None:
        yield Problem(f"there is no entry '{event_id}'", "tracker timeline shows the entries", missing=True)
    elif not isinstance(found.event, kind):
        yield Problem(f"entry {found.position} is not {noun}", f"tracker show {found.position}")
    elif known.is_undone(found):
        yield Problem(f"entry {found.position} has been undone", f"tracker show {found.position}")


def not_in_future(date: str | None, now: Instant, name: str) -> Problems:
    """A problem where a date begins after now. name: how the message calls it, for example ``said``."""
    if date is None:
        return
    try:
        later = span(date).first > now
    except UnreadableDate:
        return
    if later:
        yield Problem(f"{name} '{date}' lies in the future", "a prediction is said today and has a --deadline")
