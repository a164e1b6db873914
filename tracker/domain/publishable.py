"""What of a log may be published, and in which words.

Left out: what was undone, statements any telling of which was off the record, proposals, whatever rests on these, and
every handle that only these reach. A statement on deep background stands without name and words, under a stand-in for
all who spoke so. Notes, reasons of redactions and places on our own disks are blanked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeAlias, cast

from tracker.domain import events
from tracker.domain.events import Entry, Event
from tracker.domain.fold import mentions
from tracker.domain.words import EventId, GroundRule, Presentation, SourceClass, SourceHandle, SourceKind

Handle: TypeAlias = str
"""A handle behind its noun: ``source:nvidia``."""

_OF_A_HANDLE: Final[dict[type[Event], str]] = {
    events.SourceRegistered: "source",
    events.SourceDescribed: "source",
    events.ArticleArchived: "article",
    events.ArticleAmended: "article",
    events.ClaimOpened: "claim",
    events.ClaimAmended: "claim",
}
"""What is said of one handle itself, and goes where it goes; by the noun of that."""
_OF_TWO: Final = (
    events.SourcesMerged,
    events.SourcesSeparated,
    events.SourcesDistinguished,
    events.ClaimsRelated,
    events.ClaimsUnrelated,
)
"""What is said of two handles, and goes where both go."""
_NEVER: Final = (
    events.ClockCorrected,
    events.EntryVoided,
    events.StatementProposed,
    events.ProposalAccepted,
    events.ProposalRejected,
)
"""What says nothing that stands, or nothing that anybody vouches for."""
_RESTS_ON: Final = ("statement", "verdict", "grouping", "entry")
"""The facts by which an entry rests on one other."""


class Discretion:
    """What may be published of a log: learned from all its entries, then asked about each of them in order.

    read: the entries of the log from the start; they are read twice.
    """

    def __init__(self, read: Callable[[], Iterable[Entry]]) -> None:
        self._secret: set[EventId] = set()
        self._deep: set[EventId] = set()
        self._hidden: set[Handle] = set()
        self._stand_in = SourceHandle("unattributed")
        self._is_met = False
        self._learn_entries(read())
        self._learn_handles(read())

    def published(self, entry: Entry) -> Iterator[Entry]:
        """An entry as it may be published: nothing, or itself, perhaps behind the stand-in for those unnamed."""
        event = self._bare(entry)
        if event is None:
            return
        if not self._hidden.isdisjoint(_handles(event)):
            self._secret.add(entry.id)
            return
        if isinstance(event, events.StatementEvent) and event.source == self._stand_in and not self._is_met:
            self._is_met = True
            met = events.SourceRegistered(
                source=event.source, kind=SourceKind.GROUP, source_class=SourceClass("other"), name="not to be named"
            )
            yield entry._replace(id=EventId(""), event=met)
        yield entry._replace(event=_discreet(event))

    # -- learning ----------------------------------------------------------------------------------------------

    def _learn_entries(self, entries: Iterable[Entry]) -> None:
        """Which entries are secret by themselves, and which statements are on deep background."""
        voids: list[tuple[EventId, EventId]] = []
        sources: set[str] = set()
        for entry in entries:
            event = entry.event
            if isinstance(event, events.SourceRegistered):
                sources.add(event.source)
            if isinstance(event, events.EntryVoided):
                voids.append((entry.id, event.entry))
            elif isinstance(event, events.StatementEvent):
                told = event.statement if isinstance(event, events.StatementAmended) else entry.id
                if event.ground_rule is GroundRule.OFF_RECORD:
                    self._secret.add(told)
                elif event.ground_rule is GroundRule.DEEP_BACKGROUND:
                    self._deep.add(told)
        undone: set[EventId] = set()
        for void, target in reversed(voids):
            if void not in undone:
                undone.add(target)
        self._secret |= undone
        names = (f"unattributed{number}" for number in ("", *range(2, len(sources) + 3)))
        self._stand_in = next(SourceHandle(name) for name in names if name not in sources)

    def _learn_handles(self, entries: Iterable[Entry]) -> None:
        """Which handles only secret entries reach, directly or through what is said of others."""
        whispered: set[Handle] = set()
        told: set[Handle] = set()
        every: set[Handle] = set()
        reach: dict[Handle, set[Handle]] = {}
        for entry in entries:
            event = entry.event
            named = set(_handles(event))
            every |= named
            if noun := _OF_A_HANDLE.get(type(event)):
                subject = f"{noun}:{getattr(event, noun)}"
                if entry.id in self._secret:
                    whispered |= named - {subject}
                else:
                    reach.setdefault(subject, set()).update(named)
                continue
            bare = self._bare(entry)
            if bare is None:
                whispered |= named
            elif not isinstance(event, _OF_TWO):
                open_ = set(_handles(bare))
                told |= open_
                whispered |= named - open_
        whispered = _closure(whispered, reach)
        self._hidden = whispered - _closure(told | (every - whispered), reach)

    def _bare(self, entry: Entry) -> Event | None:
        """The event without what may not be told; None where nothing of it may. Entries are asked about in order."""
        event: Any = entry.event
        rests_on = {value for name in _RESTS_ON if (value := getattr(event, name, None)) is not None}
        if isinstance(event, _NEVER) or entry.id in self._secret or not self._secret.isdisjoint(rests_on):
            self._secret.add(entry.id)
            return None
        if isinstance(event, events.StatementsGrouped):
            kept = tuple(each for each in dict.fromkeys(event.statements) if each not in self._secret)
            if len(kept) < 2:
                self._secret.add(entry.id)
                return None
            event = replace(event, statements=kept, because="" if self._deep.intersection(kept) else event.because)
        if isinstance(event, events.StatementRetracted) and event.instead in self._secret:
            event = replace(event, instead=None)
        if entry.id in self._deep or not self._deep.isdisjoint(rests_on):
            event = self._unattributed(event)
        return cast(Event, event)

    def _unattributed(self, event: Event) -> Event:
        """An event about a statement on deep background, with nothing that would show whose it is."""
        match event:
            case events.StatementEvent():
                kept: dict[str, Any] = {
                    "source": self._stand_in, "claim": event.claim, "act": event.act,
                    "stance": event.stance, "certainty": event.certainty, "basis": event.basis,
                    "presentation": Presentation.ANONYMOUS, "ground_rule": GroundRule.DEEP_BACKGROUND,
                }  # fmt: skip
                if isinstance(event, events.StatementAmended):
                    return events.StatementAmended(statement=event.statement, **kept)
                return events.StatementRecorded(**kept)
            case events.StatementRetracted():
                return events.StatementRetracted(statement=event.statement)
            case _:
                return event


def _handles(event: Event) -> Iterator[Handle]:
    """Every source, claim and article that an event names, its own included."""
    yield from (name for name in mentions(event) if name.partition(":")[0] in ("source", "claim", "article"))
    if isinstance(event, _OF_TWO) and hasattr(event, "other"):
        yield f"{'claim' if hasattr(event, 'claim') else 'source'}:{event.other}"


def _closure(roots: set[Handle], reach: dict[Handle, set[Handle]]) -> set[Handle]:
    """The roots and whatever is reached from them."""
    reached, waiting = set(roots), list(roots)
    while waiting:
        new = reach.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


# -- words ---------------------------------------------------------------------------------------------------------


_LOCAL: Final = re.compile(
    r"file:\S*|(?<![\w:/.])(?:~|\.{1,2})?/\w\S*|(?<![A-Za-z])[A-Za-z]:[\\/]\S+|(?<!\S)\\\\\S+"
    r"|(?<!\S)[\w-]+(?:[/\\][\w.-]+)+\.\w{1,5}(?!\S)"
)
"""A place on a disk: ``file:///home/ann/x.pdf``, ``~/x.pdf``, ``C:\\x.pdf``, ``scans/x.pdf``."""


def _discreet(event: Event) -> Event:
    """An event without its notes, and without places on our own disks."""
    changes: dict[str, Any] = {}
    if getattr(event, "note", None):
        changes["note"] = ""
    for name in ("evidence", "url"):
        if (text := getattr(event, name, None)) and _LOCAL.search(text):
            changes[name] = " ".join(part for part in text.split() if part.startswith(("http://", "https://")))
    if isinstance(event, events.EntryRedacted):
        changes["because"] = ""
    elif (because := getattr(event, "because", None)) and _LOCAL.search(because):
        changes["because"] = " ".join(_LOCAL.sub("", because).split())
    return replace(event, **changes) if changes else event
