"""The timeline: what was said when, each line with its mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.domain.clocks import Instant, iso
from tracker.domain.events import Entry, StatementRetracted, VerdictWithdrawn
from tracker.domain.happening import Happening
from tracker.domain.rows import Request, Spoken, Verdict
from tracker.domain.state import State
from tracker.domain.words import ClaimHandle


class TimelineRow(NamedTuple):
    """One line. type: the wire name of the event. status: what has happened to the entry since, empty if nothing."""

    entry: int
    type: str
    said: str | None
    published: str | None
    recorded: str
    source: str | None
    claim: str | None
    act: str | None
    stance: str | None
    via: str | None
    text: str
    quote: str
    article: str | None
    outlet: str | None
    chain: Sequence[str]
    status: str
    claim_text: str
    at: str
    of: int | None


def rows(state: State, happenings: Iterable[Happening]) -> list[TimelineRow]:
    """A row for each happening, in the order given."""
    return [_row(state, happening) for happening in happenings]


def _row(state: State, happening: Happening) -> TimelineRow:
    what = happening.what
    at = iso(happening.at)
    if isinstance(what, Spoken):
        return _statement(state, what, at)
    if isinstance(what, Verdict):
        status = "withdrawn" if what.withdrawn is not None else str(what.mark)
        line = blank(state, what.position, "verdict.reached", what.recorded, what.claim, at)
        return line._replace(said=what.decided, text=what.because, stance=what.value, status=status)
    if isinstance(what, Request):
        line = blank(state, what.position, "comment.requested", what.recorded, what.claim, at)
        return line._replace(source=what.source, text=what.note, said=what.due, status=str(what.mark))
    return _taken_back(state, what, happening.of, at)


def _statement(state: State, spoken: Spoken, at: str) -> TimelineRow:
    statement, wording = spoken
    article = state.articles.get(statement.article) if statement.article else None
    return TimelineRow(
        entry=statement.position,
        type="statement.recorded",
        said=statement.said,
        published=(article.published if article else None) or statement.published,
        recorded=iso(statement.recorded),
        source=statement.source,
        claim=statement.claim,
        act=statement.act,
        stance=statement.stance,
        via=statement.via,
        text=wording.text,
        quote=wording.quote,
        article=statement.article,
        outlet=(article.outlet if article else None) or statement.outlet,
        chain=statement.chain,
        status=statement.mark,
        claim_text=_text(state, statement.claim),
        at=at,
        of=None,
    )


def _taken_back(state: State, entry: Entry, of: Spoken | Verdict | Entry | None, at: str) -> TimelineRow:
    if isinstance(entry.event, StatementRetracted) and isinstance(of, Spoken):
        statement = of.statement
        line = blank(state, entry.position, "statement.retracted", entry.recorded, statement.claim, at)
        return line._replace(
            said=entry.event.said,
            source=statement.source,
            text=entry.event.because,
            article=entry.event.article,
            of=statement.position,
        )
    decided = entry.event.decided if isinstance(entry.event, VerdictWithdrawn) else None
    because = entry.event.because if isinstance(entry.event, VerdictWithdrawn) else ""
    claim = of.claim if isinstance(of, Verdict) else ""
    line = blank(state, entry.position, "verdict.withdrawn", entry.recorded, claim, at)
    return line._replace(said=decided, text=because, of=of.position if isinstance(of, Verdict) else None)


def blank(state: State, position: int, wire: str, recorded: Instant, claim: str, at: str) -> TimelineRow:
    """A line about a claim on which nothing is filled in yet but what every line has."""
    return TimelineRow(
        entry=position,
        type=wire,
        said=None,
        published=None,
        recorded=iso(recorded),
        source=None,
        claim=claim,
        act=None,
        stance=None,
        via=None,
        text="",
        quote="",
        article=None,
        outlet=None,
        chain=(),
        status="",
        claim_text=_text(state, claim),
        at=at,
        of=None,
    )


def _text(state: State, claim: str) -> str:
    known = state.claims.get(ClaimHandle(claim))
    return known.text if known else ""
