"""What of a log may be published, and in which words.

Left out: what was undone, statements any telling of which was off the record, proposals, whatever rests on these, and
every source, claim and article that nothing else reaches. A statement on deep background stands without name and words,
under a stand-in for all who spoke so. Notes, reasons of redactions, the texts of articles and places on our own disks
are blanked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeAlias, cast

from tracker.domain import addresses, events
from tracker.domain.events import Entry, Event
from tracker.domain.fold import mentions
from tracker.domain.words import EventId, GroundRule, Presentation, SourceClass, SourceHandle, SourceKind

Handle: TypeAlias = str
"""A handle, topic or class behind its noun: ``source:nvidia``."""

_OF_A_HANDLE: Final[dict[type[Event], str]] = {
    events.SourceRegistered: "source",
    events.SourceDescribed: "source",
    events.SourceAliased: "source",
    events.ArticleArchived: "article",
    events.ArticleAmended: "article",
    events.ClaimOpened: "claim",
    events.ClaimAmended: "claim",
    events.ClaimAliased: "claim",
}
"""What is said of one handle itself, and goes where it goes; by the noun of that."""
_OF_OTHERS: Final = (
    events.SourcesMerged,
    events.SourcesSeparated,
    events.SourcesDistinguished,
    events.ClaimsRelated,
    events.ClaimsUnrelated,
    events.PolicySet,
)
"""What is said of two handles, or of a topic or class, and goes where all it names go."""
_NEVER: Final = (
    events.ClockCorrected,
    events.EntryVoided,
    events.StatementProposed,
    events.ProposalAccepted,
    events.ProposalRejected,
)
"""What says nothing that stands, or nothing that anybody vouches for."""
_SHORTHAND: Final = (events.SourceAliased, events.ClaimAliased)
"""What the desk calls somebody for short, perhaps by the name that a code stands for; nobody else needs it."""
_RESTS_ON: Final = ("statement", "verdict", "grouping", "entry")
"""The facts by which an entry rests on one other."""
_REFERENCES: Final = (*_RESTS_ON, "instead")
"""The facts that name one other entry."""


class Discretion:
    """What may be published of a log: learned from all its entries, then asked about each of them in order.

    read: the entries of the log from the start; they are read twice. renamed: the id by which an entry is known
    outside, since one that was made of words lets others try words until they fit.
    """

    def __init__(
        self, read: Callable[[], Iterable[Entry]], renamed: Callable[[Entry], EventId] = lambda entry: entry.id
    ) -> None:
        self._renamed = renamed
        self._names: dict[EventId, EventId] = {}
        self._secret: set[EventId] = set()
        self._deep: set[EventId] = set()
        self._confided: set[tuple[str, str]] = set()
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
        if isinstance(event, _SHORTHAND) or not self._hidden.isdisjoint(_handles(event)):
            self._secret.add(entry.id)
            return
        if isinstance(event, events.StatementEvent) and event.source == self._stand_in and not self._is_met:
            self._is_met = True
            met = events.SourceRegistered(
                source=event.source, kind=SourceKind.GROUP, source_class=SourceClass("other"), name="not to be named"
            )
            yield entry._replace(id=EventId(""), event=met)
        if (name := self._renamed(entry)) != entry.id:
            self._names[entry.id] = name
        yield entry._replace(id=name, event=self._readdressed(_discreet(event)))

    def _readdressed(self, event: Event) -> Event:
        """An event that calls other entries as they are known outside."""
        get = self._names.get
        changes: dict[str, Any] = {
            name: get(value, value) for name in _REFERENCES if (value := getattr(event, name, None)) is not None
        }
        if isinstance(event, events.StatementsGrouped):
            changes["statements"] = tuple(get(each, each) for each in event.statements)
        return replace(event, **changes) if self._names and changes else event

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
                else:
                    continue
                self._confided.add((event.source, event.claim))
        undone: set[EventId] = set()
        for void, target in reversed(voids):
            if void not in undone:
                undone.add(target)
        self._secret |= undone
        names = (f"unattributed{number}" for number in ("", *range(2, len(sources) + 3)))
        self._stand_in = next(SourceHandle(name) for name in names if name not in sources)

    def _learn_handles(self, entries: Iterable[Entry]) -> None:
        """Which handles nothing reaches that is told, directly or through what is said of others; but a claim that is
        open and nobody spoke of is no secret, and shares its question with others.
        """
        whispered: set[Handle] = set()
        told: set[Handle] = set()
        every: set[Handle] = set()
        opened: set[Handle] = set()
        reach: dict[Handle, set[Handle]] = {}
        near: dict[Handle, set[Handle]] = {}
        merged: list[tuple[Handle, Handle]] = []
        for entry in entries:
            event = entry.event
            named = set(_handles(event))
            every |= named
            if noun := _OF_A_HANDLE.get(type(event)):
                subject = f"{noun}:{getattr(event, noun)}"
                if entry.id in self._secret:
                    whispered |= named - {subject}
                    continue
                reach.setdefault(subject, set()).update(named)
                if noun == "claim":
                    opened.add(subject)
                continue
            bare = self._bare(entry)
            if bare is None:
                whispered |= named
            elif isinstance(event, events.SourcesMerged):
                merged.append((f"source:{event.source}", f"source:{event.into}"))
            elif isinstance(event, events.ClaimsRelated):
                for handle in named:
                    near.setdefault(handle, set()).update(named)
            elif not isinstance(event, _OF_OTHERS):
                open_ = set(_handles(bare))
                told |= open_
                whispered |= named - open_
        told = _closure(told, reach)
        secret = _closure(_closure(whispered - told, reach) - told, near)
        for source, into in merged:
            if into not in secret:
                reach.setdefault(source, set()).add(into)
        shown = _closure(told | (opened - secret), reach)
        self._hidden = {handle for handle in every - shown if handle in secret or not handle.startswith(_SLUGS)}

    def _bare(self, entry: Entry) -> Event | None:
        """The event without what may not be told; None where nothing of it may. Entries are asked about in order."""
        event: Any = entry.event
        rests_on = {value for name in _RESTS_ON if (value := getattr(event, name, None)) is not None}
        if isinstance(event, _NEVER) or entry.id in self._secret or not self._secret.isdisjoint(rests_on):
            self._secret.add(entry.id)
            return None
        if isinstance(event, events.CommentRequested) and (event.source, event.claim) in self._confided:
            # Who was asked, and has not answered in public, is who answered in confidence.
            self._secret.add(entry.id)
            return None
        nameless = self._secret | self._deep
        if isinstance(event, events.StatementsGrouped):
            kept = tuple(each for each in dict.fromkeys(event.statements) if each not in nameless)
            if len(kept) < 2:
                self._secret.add(entry.id)
                return None
            is_whole = len(kept) == len(set(event.statements))
            event = replace(event, statements=kept, because=event.because if is_whole else "")
        if isinstance(event, events.StatementRetracted) and event.instead in nameless:
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


_NOUNS: Final = frozenset({"source", "claim", "article"})
_SLUGS: Final = ("topic:", "class:")
"""What names nobody by itself, and is hidden only where it was whispered."""


def _handles(event: Event) -> Iterator[Handle]:
    """Every source, claim and article that an event names, its own included, and every topic and class."""
    yield from (name for name in mentions(event) if name.partition(":")[0] in _NOUNS)
    match event:
        case events.SourcesDistinguished():
            yield f"source:{event.other}"
        case events.ClaimsRelated() | events.ClaimsUnrelated():
            yield f"claim:{event.other}"
        case events.ClaimOpened() | events.ClaimAmended():
            yield from (f"topic:{topic}" for topic in event.topics or ())
        case events.SourceRegistered() | events.SourceDescribed() if event.source_class:
            yield f"class:{event.source_class}"
        case events.PolicySet():
            head, _, tail = event.name.partition(".")
            if noun := {"base_rate": "topic", "prior": "class"}.get(head) if tail else None:
                yield f"{noun}:{tail}"


def _closure(roots: set[Handle], reach: dict[Handle, set[Handle]]) -> set[Handle]:
    """The roots and whatever is reached from them."""
    reached, waiting = set(roots), list(roots)
    while waiting:
        new = reach.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


# -- words ---------------------------------------------------------------------------------------------------------


def _discreet(event: Event) -> Event:
    """An event without its notes, without the text of an article, and without places on our own disks."""
    changes: dict[str, Any] = {}
    if getattr(event, "note", None):
        changes["note"] = ""
    for name in ("evidence", "url"):
        if text := getattr(event, name, None):
            changes[name] = addresses.published(text)
    if isinstance(event, events.ArticleArchived):
        changes |= {"text": "", "data": "", "body": ""}
    elif isinstance(event, events.EntryRedacted):
        changes["because"] = ""
    elif because := getattr(event, "because", None):
        changes["because"] = addresses.without_places(because)
    return replace(event, **changes) if changes else event
