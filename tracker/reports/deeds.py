"""What an entry did, as a row: the part of it that one line of text or one cell needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.domain import events
from tracker.domain.clocks import iso
from tracker.domain.events import Entry, Event, StatementEvent, wire_name
from tracker.domain.happening import Happening
from tracker.domain.rows import Request, Spoken, Verdict


class Deed(NamedTuple):
    """One entry. at: its instant on the clock of the reading. of: the entry that it is about.

    what: the handles it is about where it is neither statement nor verdict. value: the finding, the relation, the
    parameter's value, the day by which an answer was asked for. mark: what has happened to it since.
    """

    entry: int
    type: str
    at: str
    claim: str | None
    source: str | None = None
    act: str | None = None
    of: int | None = None
    what: Sequence[str] = ()
    value: str = ""
    text: str = ""
    mark: str = ""


def deed(happening: Happening) -> Deed:
    """What a happening did."""
    what, at = happening.what, iso(happening.at)
    if isinstance(what, Spoken):
        said, words = what
        return Deed(
            said.position, "statement.recorded", at, said.claim, said.source, said.act,
            text=words.text or words.quote, mark=said.mark,
        )  # fmt: skip
    if isinstance(what, Verdict):
        mark = "withdrawn" if what.withdrawn is not None else str(what.mark)
        return Deed(
            what.position, "verdict.reached", at, what.claim, value=what.value, text=what.because, mark=mark
        )  # fmt: skip
    if isinstance(what, Request):
        return Deed(
            what.position, "comment.requested", at, what.claim, what.source,
            value=what.due, text=what.note, mark=what.mark,
        )  # fmt: skip
    return _entry(what, happening.of, at)


def _entry(entry: Entry, of: Spoken | Verdict | Entry | None, at: str) -> Deed:
    event = entry.event
    about = of.statement if isinstance(of, Spoken) else of
    spoken = event if isinstance(event, StatementEvent) else of.statement if isinstance(of, Spoken) else None
    return Deed(
        entry=entry.position,
        type=wire_name(type(event)),
        at=at,
        claim=_claim(event) or getattr(about, "claim", None),
        source=spoken.source if spoken else _source(event),
        act=spoken.act if spoken else None,
        of=about.position if about else None,
        what=_handles(event),
        value=_value(event),
        text=_words(event),
    )


def _claim(event: Event) -> str | None:
    return getattr(event, "claim", None)


def _source(event: Event) -> str | None:
    return getattr(event, "source", None)


def _handles(event: Event) -> tuple[str, ...]:
    match event:
        case events.SourcesMerged(source=one, into=two) | events.SourcesSeparated(source=one, apart_from=two):
            return one, two
        case events.SourcesDistinguished(source=one, other=two):
            return one, two
        case events.ClaimsRelated(claim=one, other=two) | events.ClaimsUnrelated(claim=one, other=two):
            return one, two
        case events.SourceAliased(source=one, alias=two) | events.ClaimAliased(claim=one, alias=two):
            return one, two
        case events.PolicySet(name=one):
            return (one,)
        case events.StatementsGrouped(statements=some) | events.ClockCorrected(entries=some):
            return tuple(some)
    named = (getattr(event, noun, None) for noun in ("source", "article", "claim"))
    return tuple(str(one) for one in named if one)[:1]


def _value(event: Event) -> str:
    match event:
        case events.VerdictReached(value=value) | events.PolicySet(value=value):
            return value
        case events.CommentRequested(by=value):
            return value
        case events.ProposalRejected(unsure=unsure):
            return "put aside as unsure" if unsure else "rejected"
        case events.ClaimsRelated(relation=value) | events.ClaimsUnrelated(relation=value):
            return value
    return ""


def _words(event: Event) -> str:
    match event:
        case StatementEvent(text=text, quote=quote):
            return text or quote
        case events.ClaimOpened(text=text) | events.ClaimAmended(text=text):
            return text or ""
        case events.StatementProposed(text=text):
            return text
    return getattr(event, "because", "") or getattr(event, "note", "") or ""
