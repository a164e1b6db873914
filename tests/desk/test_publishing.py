"""A law of what is published: no word of what is left out, and no handle that only this reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given

from tests.conftest import Room
from tests.desk.test_moves import tell
from tests.store.logs import ARTICLES, CLAIMS, SOURCES, Log, logs
from tests.trying import tried
from tracker.desk.exporting import export
from tracker.desk.formats import Format
from tracker.domain import events
from tracker.domain.events import Entry, Event
from tracker.domain.projection import undone
from tracker.domain.words import GroundRule

HANDLES = {*SOURCES, *CLAIMS, *ARTICLES}
OF_ONE = {
    events.SourceRegistered: "source", events.SourceDescribed: "source",
    events.ArticleArchived: "article", events.ArticleAmended: "article",
    events.ClaimOpened: "claim", events.ClaimAmended: "claim",
}  # fmt: skip
OF_TWO = (
    events.SourcesMerged, events.SourcesSeparated, events.SourcesDistinguished,
    events.ClaimsRelated, events.ClaimsUnrelated, events.SourceAliased, events.ClaimAliased,
)  # fmt: skip
UNVOUCHED = (
    events.StatementProposed, events.ProposalAccepted, events.ProposalRejected, events.EntryVoided,
    events.ClockCorrected,
)  # fmt: skip

PRIVATE = {events.ArticleArchived: {"text", "body"}, events.EntryRedacted: {"because"}}
"""Words that nobody needs to read to know what stands; notes are others."""


def texts(event: Event) -> list[str]:
    """The fields that hold words."""
    return [field.name for field in fields(event) if str(field.type).startswith("Text") and field.name != "data"]


def word(number: int, field: str) -> str:
    """A word that stands in one field of one entry only."""
    return f"w{number}x{field}"


def worded(batches: Log) -> Log:
    """The same log with a word of its own in every field."""
    number, told = 0, []
    for batch in batches:
        drafts = []
        for draft in batch.drafts:
            number += 1
            own = {field: word(number, field) for field in texts(draft.event)}
            drafts.append(draft._replace(event=replace(draft.event, **own)))
        told.append(batch._replace(drafts=tuple(drafts)))
    return told


def named(event: Event) -> set[str]:
    """Every handle that an event names."""
    values = [getattr(event, field.name) for field in fields(event) if field.name not in texts(event)]
    return HANDLES & {each for value in values for each in (value if isinstance(value, tuple) else (value,))}


def of_statement(entry: Entry) -> Any:
    """The statement that an entry records, amends or takes back."""
    event = entry.event
    if isinstance(event, events.StatementAmended | events.StatementRetracted):
        return event.statement
    return entry.id if isinstance(event, events.StatementRecorded) else None


def under(entries: Iterable[Entry], rule: GroundRule) -> set[Any]:
    """The statements that were ever told so."""
    return {
        of_statement(entry)
        for entry in entries
        if isinstance(entry.event, events.StatementEvent) and entry.event.ground_rule is rule
    }


def left_out(entries: list[Entry]) -> set[Any]:
    """The entries of which nothing is published, whatever they name."""
    gone = {*undone(entries), *under(entries, GroundRule.OFF_RECORD)}
    gone |= {entry.id for entry in entries if isinstance(entry.event, UNVOUCHED)}
    for entry in entries:
        event: Any = entry.event
        bases = {getattr(event, name, None) for name in ("statement", "verdict", "grouping", "entry")}
        if isinstance(event, events.StatementsGrouped) and len({*event.statements} - gone) < 2:
            gone.add(entry.id)
        if bases & gone:
            gone.add(entry.id)
    return gone


def reached(entries: list[Entry], told: set[str], whispered: set[str]) -> set[str]:
    """The handles that are told, and those that describing these reaches."""
    while True:
        more = set(told)
        for event in (entry.event for entry in entries):
            if (noun := OF_ONE.get(type(event))) and getattr(event, noun) in told:
                more |= named(event)
            if isinstance(event, events.SourcesMerged) and event.source in told and event.into not in whispered:
                more.add(event.into)
        if more == told:
            return told
        told = more


@given(logs())
@tried(25)
@pytest.mark.parametrize("form", [Format.JSONL, Format.TABLE])
def test_nothing_of_what_is_left_out_is_published(new_room: Room, form: Format, batches: Log) -> None:
    told = tell(new_room, worded(batches))
    written = "".join(export(told.desk, form, lambda _: None, publishable=True))
    gone, deep = left_out(told.entries), under(told.entries, GroundRule.DEEP_BACKGROUND)
    secret: set[str] = set()
    whispered: set[str] = set()
    straight: set[str] = set()
    for entry in told.entries:
        private = PRIVATE.get(type(entry.event), {"note"})
        # An alias is never published, but to have one makes nothing a secret.
        names = set() if isinstance(entry.event, events.SourceAliased | events.ClaimAliased) else named(entry.event)
        if entry.id in gone or of_statement(entry) in deep:
            private = set(texts(entry.event))
            straight |= names & {*CLAIMS} if entry.id not in gone else set()
            whispered |= names
        elif not isinstance(entry.event, (*OF_ONE, *OF_TWO)):
            straight |= names
        secret |= {word(entry.position, name) for name in private}
    assert secret.isdisjoint(re.findall(r"w\d+x[a-z_]+", written))
    kept = [entry for entry in told.entries if entry.id not in gone]
    printed = HANDLES & {*re.findall(r"[a-z-]+", written)}
    unspoken = {*CLAIMS} - whispered
    assert printed & whispered <= reached(kept, straight | unspoken, whispered)
    assert not any(entry.id in written for entry in told.entries), "an id made of words tells whoever guesses them"
    assert "actor" not in written
    assert "-too" not in written, "an alias may be the name that a code stands for"
