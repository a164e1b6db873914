"""From entries to what is in force: for the store's read models and for replay alike.

Every entry belongs to one or a few *things*. The present row of a thing is a pure function of the entries that
belong to it (`tracker.domain.projection`), and so are all the rows it ever had (`versions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, Never, cast

from tracker.domain import events
from tracker.domain.aliases import Aliased, alias_tag, noun_of
from tracker.domain.clocks import FOREVER, Cut
from tracker.domain.events import Entry, Event
from tracker.domain.policy import DEFAULT, Policy
from tracker.domain.projection import Thing, project
from tracker.domain.rows import Article, Claim, Row, Source, Spoken, Verdict
from tracker.domain.state import State, as_of, assemble
from tracker.domain.utterances import Enroller, Roster
from tracker.domain.words import EventId

Find = Callable[[EventId], Entry | None]
"""How an entry is found by its id."""

POLICY: Final = Thing("policy")
CLOCK: Final = Thing("clock")


def entry_thing(event_id: EventId) -> Thing:
    """The statement, verdict or request that an entry began."""
    return Thing(f"entry/{event_id}")


def things(entry: Entry, find: Find) -> tuple[Thing, ...]:
    """What an entry belongs to; an undo or a redaction belongs to whatever its target belongs to."""
    event = cast("events.AnyEvent", entry.event)
    match event:
        case events.SourcesDistinguished(source=source, other=other):
            return tuple(dict.fromkeys((Thing(f"source/{source}"), Thing(f"source/{other}"))))
        case events.SourceRegistered() | events.SourceDescribed() | events.SourceAliased():
            return (Thing(f"source/{event.source}"),)
        case events.SourcesMerged(source=source) | events.SourcesSeparated(source=source):
            return (Thing(f"source/{source}"),)
        case events.ArticleArchived(article=article) | events.ArticleAmended(article=article):
            return (Thing(f"article/{article}"),)
        case events.ClaimsRelated(claim=claim, other=other) | events.ClaimsUnrelated(claim=claim, other=other):
            return tuple(dict.fromkeys((Thing(f"claim/{claim}"), Thing(f"claim/{other}"))))
        case events.ClaimOpened(claim=claim) | events.ClaimAmended(claim=claim) | events.ClaimAliased(claim=claim):
            return (Thing(f"claim/{claim}"),)
        case (
            events.StatementRecorded()
            | events.VerdictReached()
            | events.CommentRequested()
            | events.StatementProposed()
        ):
            return (entry_thing(entry.id),)
        case events.StatementAmended(statement=target) | events.StatementRetracted(statement=target):
            return (entry_thing(target),)
        case events.ProposalAccepted(proposal=target) | events.ProposalRejected(proposal=target):
            return (entry_thing(target),)
        case events.VerdictWithdrawn(verdict=target):
            return (entry_thing(target),)
        case events.StatementsGrouped(statements=targets):
            return tuple(dict.fromkeys(entry_thing(target) for target in targets))
        case (
            events.StatementsUngrouped(grouping=target)
            | events.EntryVoided(entry=target)
            | events.EntryRedacted(entry=target)
        ):
            named_entry = find(target)
            return things(named_entry, find) if named_entry is not None and named_entry.id != entry.id else ()
        case events.ClockCorrected(entries=targets):
            named = (thing for target in targets if (corrected := find(target)) for thing in things(corrected, find))
            return (CLOCK, *dict.fromkeys(thing for thing in named if thing.startswith("entry/")))
        case events.PolicySet():
            return (POLICY,)
        case unknown:
            raise UnknownEvent(unknown)


class UnknownEvent(TypeError):
    """An event type that this program does not know: a rebuild must stop rather than skip it.

    To mypy there is none: where a new type of event is forgotten in `things`, it names it.
    """

    def __init__(self, event: Never) -> None:
        super().__init__(f"no projection for {type(event).__name__}")


def mentions(event: Event) -> Iterator[str]:
    """What an entry speaks of without belonging to it (a statement of its claim, say): ``claim:x``, ``source:y``.

    These are the tags by which the log can be read and appends be made conditional.
    """
    roles = _ROLES.get(type(event))
    if roles is None:
        roles = _ROLES[type(event)] = tuple(
            (name, role) for name, role in _ROLE_OF_FIELD.items() if hasattr(event, name)
        )
    if isinstance(event, events.StatementProposed):
        yield PROPOSALS
    elif isinstance(event, Aliased):
        yield alias_tag(noun_of(event), event.alias)
    for name, role in roles:
        value = getattr(event, name)
        if isinstance(value, tuple):
            for handle in value:
                yield f"{role}:{handle}"
        elif value:
            yield f"{role}:{value}"


PROPOSALS: Final = "proposals:all"
"""The tag of everything that was ever proposed."""

_ROLE_OF_FIELD: Final = {
    "source": "source", "into": "source", "apart_from": "source", "member_of": "source", "about": "source",
    "outlet": "source", "agency": "source", "chain": "source",
    "claim": "claim", "article": "article", "reprint_of": "article",
}  # fmt: skip
_ROLES: dict[type[Event], tuple[tuple[str, str], ...]] = {}


class Version(NamedTuple):
    """A row and the positions it was in force for: from ``frm``, up to but not including ``upto``."""

    frm: int
    upto: int
    row: Row


def versions(thing: Thing, history: Sequence[Entry]) -> list[Version]:
    """Every row a thing has had, in order, from its entries in log order; stretches without a row have no version."""
    rows: list[Version] = []
    for index, entry in enumerate(history):
        row = project(thing, history[: index + 1])
        open_row = rows[-1].row if rows and rows[-1].upto == FOREVER else None
        if row == open_row:
            continue
        if open_row is not None:
            rows[-1] = rows[-1]._replace(upto=entry.position)
        if row is not None:
            rows.append(Version(entry.position, FOREVER, row))
    return rows


def fold(entries: Iterable[Entry], cut: Cut) -> State:
    """The state at ``cut`` straight from the entries, in log order: the meaning of every read model."""
    known: dict[EventId, Entry] = {}
    histories: dict[Thing, list[Entry]] = {}
    for entry in entries:
        if entry.position > cut.position:
            break
        known[entry.id] = entry
        for thing in things(entry, known.get):
            histories.setdefault(thing, []).append(entry)
    rows = [row for thing, history in histories.items() if (row := project(thing, history)) is not None]
    articles = {row.article: row for row in rows if isinstance(row, Article)}
    enroller = Enroller(Roster())
    seen = (as_of(row.statement, articles, cut) for row in rows if isinstance(row, Spoken))
    said = sorted(enroller.utterance(statement) for statement in seen if statement is not None and statement.counts)
    return assemble(
        cut,
        sources=[row for row in rows if isinstance(row, Source)],
        articles=articles.values(),
        claims=[row for row in rows if isinstance(row, Claim)],
        said=said,
        roster=enroller.roster,
        verdicts=[row for row in rows if isinstance(row, Verdict)],
        policy=next((row for row in rows if isinstance(row, Policy)), DEFAULT),
    )
