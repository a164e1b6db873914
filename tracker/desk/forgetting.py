"""Forgetting a source: its words and all it said disappear, and what it said counts no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.desk import proposals, resolve
from tracker.desk.desk import Account, Batch, Desk, Written, account
from tracker.desk.upkeep import quoting
from tracker.domain import events
from tracker.domain.clocks import LATEST
from tracker.domain.events import Entry, StatementEvent
from tracker.domain.fold import entry_thing
from tracker.domain.projection import Thing, project
from tracker.domain.rows import Mark, Spoken
from tracker.domain.words import EventId, SourceHandle
from tracker.errors import RuleError
from tracker.store import log, views
from tracker.store.appending import Unless
from tracker.store.session import Session
from tracker.store.views import Stretch


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What forgetting a source would do.

    wiped: the entries that lose their words. unsaid: how many statements leave belief, on how many ``claims``.
    mentions: other entries in whose words it is still named. merged: the sources that count as one with it and are left
    alone. seen: where the log ended.
    """

    source: SourceHandle
    wiped: Account
    unsaid: int
    claims: int
    mentions: Sequence[int]
    merged: Sequence[str]
    seen: int


def preview(desk: Desk, source: str) -> Forgetting:
    """What `forget` would do. Raises RuleError where nothing is left to forget."""
    with desk.reading() as session:
        handle = resolve.source(session, source)
        own = _found(session, handle)
        gone = {entry.position for entry in own.wiped}
        root = next((row.merged_into for row in views.sources(session, LATEST, [handle])), None)
        merged = [*([root] if root else []), *views.merged_with(session, Stretch.at(LATEST), [handle])]
        return Forgetting(
            handle,
            account(session, own.wiped),
            len(own.standing),
            len({said.statement.claim for said in own.standing}),
            [position for position in _mentions(session, handle, own.names) if position not in gone],
            merged,
            log.head(session).position,
        )


def forget(desk: Desk, source: str, because: str = "", seen: int | None = None) -> Written:
    """Wipe the words of a source and of all it said, and take what it said out of belief; its handle stays.

    seen: the end of the log that the user was shown; refused with RuleError if it has moved on.
    """
    with desk.writing() as batch:
        _forget(batch, batch.source(source), because)
        return batch.append(unless=None if seen is None else Unless(after=seen))


def _forget(batch: Batch, source: SourceHandle, because: str) -> None:
    own = _found(batch.session, source)
    for said in own.standing:
        batch.add(events.EntryVoided(entry=said.statement.id))
    for entry in own.wiped:
        batch.add(events.EntryRedacted(entry=entry.id, because=because))


@dataclass(frozen=True, slots=True)
class _Found:
    """What there is of a source: entries with words, statements that stand, and every name and alias it ever had."""

    wiped: tuple[Entry, ...]
    standing: tuple[Spoken, ...]
    names: tuple[str, ...]


def _found(session: Session, source: SourceHandle) -> _Found:
    """Entries that tell of a source and of nobody else: its descriptions, merges and requests, and all it said.

    A statement is its own as our record now has it: what turned out to be another's words stays.
    """
    own = log.history(session, Thing(f"source/{source}"))
    names = tuple(
        entry.event.name
        for entry in own
        if isinstance(entry.event, events.SourceRegistered | events.SourceDescribed) and entry.event.name
    )
    names += tuple(entry.event.alias for entry in own if isinstance(entry.event, events.SourceAliased))
    entries = {entry.position: entry for entry in own}
    standing: list[Spoken] = []
    asked: dict[EventId, None] = {}
    for entry in log.tagged(session, f"source:{source}"):
        event = entry.event
        if isinstance(event, events.CommentRequested):
            entries[entry.position] = entry
        elif isinstance(event, StatementEvent) and event.source == source:
            asked[entry.id if isinstance(event, events.StatementRecorded) else event.statement] = None  # type: ignore[attr-defined]
    for statement in asked:
        history = log.history(session, entry_thing(statement))
        said = project(entry_thing(statement), history)
        if not isinstance(said, Spoken) or said.statement.source != source:
            continue
        if said.statement.mark is not Mark.VOIDED:
            standing.append(said)
        entries.update((entry.position, entry) for entry in history if not isinstance(entry.event, _OF_SEVERAL))
    entries.update((entry.position, entry) for entry in quoting(session, entries.values()))
    entries.update((entry.position, entry) for entry in proposals.telling(session, entries.values()))
    wiped = tuple(entry for _, entry in sorted(entries.items()) if not entry.redacted and _has_words(entry))
    if not wiped and not standing:
        raise RuleError(f"nothing is left to forget of source '{source}'", f"tracker source show {source}")
    return _Found(wiped, tuple(standing), names)


_OF_SEVERAL: Final = (events.StatementsGrouped, events.StatementsUngrouped)
"""Events that are about several statements: their words are not those of one source."""


def _has_words(entry: Entry) -> bool:
    return not isinstance(entry.event, events.EntryRedacted | events.EntryVoided | events.SourceAliased)


# -- who else speaks of it -----------------------------------------------------------------------------------------

_PART: Final = 4
"""A part of a name shorter than this is found in too many other words."""


def _mentions(session: Session, source: SourceHandle, names: Iterable[str]) -> list[int]:
    """The entries in whose words a source is named, by its handle, a name or alias it had, or a part of one."""
    wanted = {source.casefold()}
    for name in names:
        wanted.add(name.casefold())
        wanted.update(part.casefold() for part in re.findall(r"\w+", name) if len(part) >= _PART)
    named = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(wanted))) + r")(?!\w)")
    return [position for position, words in log.worded(session) if named.search(words.casefold())]
