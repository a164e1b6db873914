"""The present row of one thing, from the entries that belong to it.

A *thing* is a source, an article, a claim, a statement, a verdict, a request or the policy. An undone entry is
skipped, in one backward pass, since an undo can itself be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, NewType, cast

from tracker.domain import events
from tracker.domain.clocks import BEGINNING, FOREVER, Edtf, Instant, span
from tracker.domain.events import Entry, Event, StatementEvent
from tracker.domain.policy import DEFAULT, Policy, changed
from tracker.domain.rows import (
    Article,
    Claim,
    Link,
    Mark,
    Membership,
    Request,
    Row,
    Source,
    Spoken,
    Statement,
    Verdict,
    Wording,
)
from tracker.domain.words import CLASS_OF_KIND, MANNER, STANCELESS, EventId, Relation, Stance

Thing = NewType("Thing", str)
"""What an entry belongs to: ``source/nvidia``, ``claim/x``, ``article/x``, ``entry/<event id>``, ``policy``,
``clock``; the last has no row."""


def undone(history: Sequence[Entry]) -> set[EventId]:
    """The entries of a history that an undo in force names, in one backward pass: an undo can itself be undone."""
    named: set[EventId] = set()
    for entry in reversed(history):
        if isinstance(entry.event, events.EntryVoided) and entry.id not in named:
            named.add(entry.event.entry)
    return named


def in_force(history: Sequence[Entry]) -> list[Entry]:
    """The entries of a history that stand, in order, without the undos and without what takes back a thing undone."""
    gone = undone(history)
    return [
        entry
        for entry in history
        if entry.id not in gone
        and not isinstance(entry.event, events.EntryVoided)
        and not (isinstance(entry.event, events.StatementsUngrouped) and entry.event.grouping in gone)
    ]


def project(thing: Thing, history: Sequence[Entry]) -> Row | None:
    """The present row of a thing from its entries in log order; None when it does not exist (any more)."""
    kept = in_force(history)
    match thing.partition("/")[0]:
        case "source":
            return _source(kept)
        case "article":
            return _article(kept)
        case "claim":
            return _claim(thing, kept)
        case "policy":
            return _policy(kept)
        case "clock":
            return None
        case _:
            return _entry(history, kept)


def standing_or_last(thing: Thing, history: Sequence[Entry]) -> tuple[Row | None, bool]:
    """A thing as it stands, or as it stood before it was undone, and which of the two: True for undone.

    None where it never was.
    """
    for count in range(len(history), 0, -1):
        row = project(thing, history[:count])
        if row is not None:
            return row, project(thing, history) is None
    return None, False


def _source(kept: Iterable[Entry]) -> Source | None:
    row: Source | None = None
    for entry in kept:
        event = entry.event
        if isinstance(event, events.SourceRegistered):
            row = Source(
                event.source,
                entry.position,
                event.kind,
                event.source_class or CLASS_OF_KIND[event.kind],
                event.head_min,
                event.head_max,
                None,
                _membership(event, ()),
                (),
                event.name,
                event.note,
            )
        elif row is None:
            continue
        elif isinstance(event, events.SourceDescribed):
            kind = event.kind or row.kind
            derived = row.source_class == CLASS_OF_KIND[row.kind]
            row = row._replace(
                kind=kind,
                source_class=event.source_class or (CLASS_OF_KIND[kind] if derived else row.source_class),
                memberships=_membership(event, row.memberships),
                **_given(event, _SOURCE_FIELDS),
            )
        elif isinstance(event, events.SourcesMerged):
            row = row._replace(merged_into=event.into)
        elif isinstance(event, events.SourcesSeparated):
            if row.merged_into == event.apart_from:
                row = row._replace(merged_into=None)
        elif isinstance(event, events.SourcesDistinguished):
            other = event.other if event.source == row.source else event.source
            row = row._replace(distinct_from=tuple(dict.fromkeys((*row.distinct_from, other))))
    return row


def _membership(
    event: events.SourceRegistered | events.SourceDescribed, known: tuple[Membership, ...]
) -> tuple[Membership, ...]:
    if event.member_of is None:
        return known
    new = Membership(
        event.member_of,
        span(event.member_from).first if event.member_from else BEGINNING,
        span(event.member_to).last if event.member_to else FOREVER,
    )
    return (*(old for old in known if old[:2] != new[:2]), new)


def _article(kept: Iterable[Entry]) -> Article | None:
    row: Article | None = None
    for entry in kept:
        event = entry.event
        if isinstance(event, events.ArticleArchived):
            row = Article(
                event.article,
                entry.position,
                event.outlet,
                event.agency,
                event.wire,
                event.published,
                event.language,
                event.reprint_of,
                event.sha256,
                bool(event.text or event.data),
                entry.recorded,
                event.title,
                event.url,
            )
        elif isinstance(event, events.ArticleAmended) and row is not None:
            row = row._replace(**_given(event, _ARTICLE_FIELDS))
    return row


_ARTICLE_FIELDS: Final = (
    "outlet", "agency", "wire", "published", "language", "reprint_of", "title", "url",
)  # fmt: skip
_SOURCE_FIELDS: Final = ("head_min", "head_max", "name", "note")
_CLAIM_FIELDS: Final = ("topics", "about", "question", "deadline", "text")


def _given(event: Event, names: Iterable[str]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(event, name)) is not None}


def _claim(thing: Thing, kept: Iterable[Entry]) -> Claim | None:
    handle = thing.partition("/")[2]
    row: Claim | None = None
    for entry in kept:
        event = entry.event
        if isinstance(event, events.ClaimOpened):
            row = Claim(
                event.claim,
                entry.position,
                event.topics,
                event.about,
                event.question,
                event.deadline,
                (),
                event.text,
            )
        elif row is None:
            continue
        elif isinstance(event, events.ClaimAmended):
            row = row._replace(**_given(event, _CLAIM_FIELDS))
            row = row._replace(question=row.question or None, deadline=row.deadline or None)
        elif isinstance(event, events.ClaimsRelated):
            row = row._replace(links=tuple(dict.fromkeys((*row.links, *_link(event, handle)))))
        elif isinstance(event, events.ClaimsUnrelated):
            gone = _link(event, handle)
            row = row._replace(links=tuple(link for link in row.links if link not in gone))
    return row


_MUTUAL: Final = frozenset({Relation.SAME_AS, Relation.CONTRADICTS})


def _link(event: events.ClaimsRelated | events.ClaimsUnrelated, handle: str) -> tuple[Link, ...]:
    """The link as one of its two claims has it; implying and refining go one way."""
    if event.claim == handle:
        return (Link(event.relation, event.other),)
    return (Link(event.relation, event.claim),) if event.relation in _MUTUAL else ()


def _policy(kept: Iterable[Entry]) -> Policy:
    policy = DEFAULT
    for entry in kept:
        if isinstance(entry.event, events.PolicySet):
            policy = replace(changed(policy, entry.event.name, entry.event.value), name=f"set at {entry.position}")
    return policy


def _entry(history: Sequence[Entry], kept: Sequence[Entry]) -> Spoken | Verdict | Request | None:
    """A statement, verdict or request, marked with what has happened to it; an undone one keeps its row
    and its mark.
    """
    began = history[0]
    alive = bool(kept) and kept[0] is began
    redacted = any(isinstance(entry.event, events.EntryRedacted) for entry in kept)
    kept = _by_the_right_clock(kept)
    last = next((entry for entry in reversed(kept) if not isinstance(entry.event, events.EntryRedacted)), began)
    began, *later = kept if alive else [began]
    match began.event:
        case events.StatementRecorded():
            return _statement(began, later, last, alive=alive, redacted=redacted)
        case events.VerdictReached():
            return _verdict(began, later, last, alive=alive, redacted=redacted)
        case events.CommentRequested() as event:
            mark = _mark(alive=alive, redacted=redacted)
            return Request(
                event.claim,
                began.position,
                began.id,
                event.source,
                event.by,
                began.recorded,
                mark,
                event.note,
            )
        case _:
            return None


def _by_the_right_clock(kept: Sequence[Entry]) -> Sequence[Entry]:
    """Entries as recorded when a wrong clock was corrected at the latest, and without the corrections."""
    found: list[Entry] = []
    latest = FOREVER
    for entry in reversed(kept):
        if isinstance(entry.event, events.ClockCorrected):
            latest = min(latest, entry.recorded)
        else:
            found.append(entry if entry.recorded <= latest else entry._replace(recorded=latest))
    return found[::-1]


def _mark(*, alive: bool, redacted: bool = False, amended: bool = False) -> Mark:
    """The mark a row is kept with; whether a statement is retracted depends on the world clock (`state.as_of`)."""
    if not alive:
        return Mark.VOIDED
    if redacted:
        return Mark.REDACTED
    return Mark.AMENDED if amended else Mark.NONE


def _statement(began: Entry, later: Sequence[Entry], last: Entry, *, alive: bool, redacted: bool) -> Spoken:
    words, amended = began, False
    retracted: Instant | None = None
    groupings: list[EventId] = []
    for entry in later:
        match entry.event:
            case events.StatementAmended():
                words, amended = entry, True
            case events.StatementRetracted(said=said):
                at = _world(entry.recorded, said)
                retracted = at if retracted is None else min(retracted, at)
            case events.StatementsGrouped():
                groupings.append(entry.id)
            case events.StatementsUngrouped(grouping=grouping) if grouping in groupings:
                groupings.remove(grouping)
    return spoken(
        cast(StatementEvent, words.event),
        began.position,
        began.id,
        began.recorded,
        retracted=retracted,
        group=groupings[-1] if groupings else None,
        mark=_mark(alive=alive, redacted=redacted, amended=amended),
        changed=last.position,
        worded=words.position,
    )


def begun(entry: Entry) -> Statement:
    """A statement as its first entry records it."""
    return spoken(
        cast(StatementEvent, entry.event),
        entry.position,
        entry.id,
        entry.recorded,
        changed=entry.position,
        worded=entry.position,
    ).statement


def spoken(
    event: StatementEvent,
    position: int,
    event_id: EventId,
    recorded: Instant,
    *,
    retracted: Instant | None = None,
    group: EventId | None = None,
    mark: Mark = Mark.NONE,
    changed: int,
    worded: int,
) -> Spoken:
    """A statement and its words from the event that has them and what happened to it since."""
    manner = MANNER[event.act]
    statement = Statement(
        event.claim,
        position,
        event_id,
        event.source,
        event.act,
        Stance.NONE if event.act in STANCELESS else event.stance or manner.stance,
        event.certainty or manner.certainty,
        event.basis,
        event.interest,
        event.via,
        event.presentation,
        event.ground_rule,
        event.said,
        event.published,
        event.article,
        event.outlet,
        event.chain,
        _first(event, recorded),
        _world(recorded, event.said, event.published),
        recorded,
        retracted,
        group,
        mark,
        changed,
        worded,
    )
    return Spoken(statement, Wording(event.text, event.quote, event.cue, event.evidence, event.note))


def _first(event: StatementEvent, recorded: Instant) -> Instant:
    """The first instant it can have been said: open where only a latest date is known, our record where none is."""
    if event.said:
        return span(event.said).first
    return BEGINNING if event.published or event.article else recorded


def _world(recorded: Instant, *dates: Edtf | None) -> Instant:
    """When the world had it at the latest: the earliest of the last instants of its dates and of our own record."""
    return min((recorded, *(span(date).last for date in dates if date)))


def _verdict(began: Entry, later: Sequence[Entry], last: Entry, *, alive: bool, redacted: bool) -> Verdict:
    event = cast(events.VerdictReached, began.event)
    given_up = [
        _world(entry.recorded, entry.event.decided)
        for entry in later
        if isinstance(entry.event, events.VerdictWithdrawn)
    ]
    return Verdict(
        event.claim,
        began.position,
        began.id,
        event.value,
        event.decided,
        span(event.decided).last,
        _world(began.recorded, event.decided),
        began.recorded,
        min(given_up, default=None),
        _mark(alive=alive, redacted=redacted),
        last.position,
        event.because,
        event.evidence,
    )
