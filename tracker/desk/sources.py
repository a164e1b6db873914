"""Verbs on sources: meeting them, describing them, telling them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tracker.desk import letters, lookalikes, resolve
from tracker.desk.desk import Batch, Desk, Written
from tracker.desk.reading import When
from tracker.domain.clocks import LATEST
from tracker.domain.events import (
    SourceAliased,
    SourceDescribed,
    SourceRegistered,
    SourcesDistinguished,
    SourcesMerged,
    SourcesSeparated,
)
from tracker.domain.lookalike import Pair
from tracker.domain.words import SourceClass, SourceHandle, SourceKind
from tracker.errors import UsageError
from tracker.store import views


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says about a source; None leaves it open or unchanged. heads: ``3``, ``2..`` or ``2..4``."""

    name: str | None = None
    kind: SourceKind | None = None
    source_class: str | None = None
    heads: str | None = None
    member_of: str | None = None
    member_from: str | None = None
    member_to: str | None = None
    note: str | None = None


def add(desk: Desk, name: str, handle: str | None, about: Description) -> Written:
    """Register a source under a handle that never changes."""
    with desk.writing() as batch:
        register(desk, batch, name, handle, about)
        return batch.append()


def register(desk: Desk, batch: Batch, name: str, handle: str | None, about: Description) -> SourceHandle:
    """Add a new source to a batch; its handle."""
    new = SourceHandle(resolve.new_handle("source", handle, name))
    kind = about.kind or (SourceKind.GROUP if about.heads else SourceKind.PERSON)
    least, most = heads(about.heads)
    batch.add(
        SourceRegistered(
            source=new,
            kind=kind,
            source_class=_class(about.source_class),
            head_min=least,
            head_max=most,
            **_membership(desk, batch, about),
            name=name,
            note=about.note or "",
        )
    )
    return new


def describe(desk: Desk, source: str, about: Description) -> Written:
    """Record what was learned about a source. Raises UsageError when nothing is said."""
    if about == Description():
        raise UsageError("nothing to describe", "give --name, --kind, --class, --heads, --member-of or --note")
    with desk.writing() as batch:
        least, most = heads(about.heads)
        batch.add(
            SourceDescribed(
                source=batch.source(source),
                kind=about.kind,
                source_class=_class(about.source_class),
                head_min=least,
                head_max=most,
                **_membership(desk, batch, about),
                name=about.name,
                note=about.note,
            )
        )
        return batch.append()


def merge(desk: Desk, source: str, into: str, because: str = "") -> Written:
    """Count a source as another one from now on."""
    with desk.writing() as batch:
        one, other = batch.source(source), batch.source(into)
        batch.add(SourcesMerged(source=one, into=other, because=because))
        return batch.append()


def separate(desk: Desk, source: str, apart_from: str, because: str = "") -> Written:
    """Take a merge back."""
    with desk.writing() as batch:
        one, other = batch.source(source), batch.source(apart_from)
        batch.add(SourcesSeparated(source=one, apart_from=other, because=because))
        return batch.append()


def distinguish(desk: Desk, source: str, other: str, because: str = "") -> Written:
    """Record that two sources are known to be different; nothing where that is on record already."""
    with desk.writing() as batch:
        one, two = batch.source(source), batch.source(other)
        row = next(views.sources(batch.session, LATEST, [one]), None)
        if row is not None and two in row.distinct_from:
            return Written((), already=1)
        batch.add(SourcesDistinguished(source=one, other=two, because=because))
        return batch.append()


def alias(desk: Desk, source: str, alias: str) -> Written:
    """Call a source by another handle too; nothing where that is on record already."""
    with desk.writing() as batch:
        handle = batch.source(source)
        if batch.register.aliases("source").get(alias) == handle:
            return Written((), already=1)
        batch.add(SourceAliased(source=handle, alias=SourceHandle(alias)))
        return batch.append()


def look_alikes(desk: Desk, when: When) -> tuple[list[Pair], tuple[str, ...]]:
    """The pairs of sources that look alike and of which nobody has said whether they are one; and what to note."""
    with desk.reading_at(when) as reading:
        found = list(lookalikes.found(reading.session, None, reading.cut.position))
        return found, tuple(filter(None, [letters.missing()]))


def heads(typed: str | None) -> tuple[int | None, int | None]:
    """A head count as its least and most; an open end is None. Raises UsageError."""
    if typed is None:
        return None, None
    least, dots, most = typed.partition("..")
    if not dots:
        most = least
    try:
        return int(least) if least else None, int(most) if most else None
    except ValueError:
        raise UsageError(f"'{typed}' is not a head count", "write 3, 2.. or 2..4") from None


def _class(typed: str | None) -> SourceClass | None:
    return SourceClass(typed) if typed else None


_WHOLES: Final = (SourceKind.ORGANISATION, SourceKind.GROUP)
"""What somebody can be a member of."""


def _membership(desk: Desk, batch: Batch, about: Description) -> dict[str, Any]:
    return {
        "member_of": batch.source(about.member_of, *_WHOLES) if about.member_of else None,
        "member_from": resolve.date(about.member_from, desk.now),
        "member_to": resolve.date(about.member_to, desk.now),
    }
