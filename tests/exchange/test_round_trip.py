"""A log as a table, and back: into a new log all its readings, into itself nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume, given

from tests.domain import strategies
from tests.domain.stories import Story
from tests.store.logs import START, Log, logs
from tests.trying import tried
from tracker.domain import events
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import DAY, Cut, Instant, from_iso
from tracker.domain.events import (
    ArticleArchived,
    ClaimOpened,
    Entry,
    EntryVoided,
    PolicySet,
    SourceRegistered,
    StatementEvent,
)
from tracker.domain.fold import entry_thing, fold, things
from tracker.domain.standings import standings
from tracker.domain.words import STANCELESS, EventId
from tracker.exchange.cells import agree, write
from tracker.exchange.gathering import gather
from tracker.exchange.planning import Planned, Taken, plan
from tracker.exchange.sheet import Sheet
from tracker.exchange.tabulating import tabulated


def back(written: str) -> Iterator[Entry]:
    """The log that a new database would have after importing a table with the dates it was recorded on."""
    rows = sorted(Sheet(io.BytesIO(written.encode())).rows(), key=lambda row: from_iso(row.get("recorded")))
    nothing = Taken(*[lambda _: False] * 3)
    for position, planned in enumerate(plan(rows, gather(rows), nothing), 1):
        assert isinstance(planned, Planned), planned
        yield Entry(position, EventId(planned.key or f"new {position}"), from_iso(planned.recorded), planned.event)


def held(entries: list[Entry]) -> list[Entry]:
    """A log without what no table can hold: settings, an outlet and a date beside those of an article, and, which no
    log can hold either, a side taken by an act that takes none, and handles that are used and undone.
    """
    registrations = SourceRegistered | ArticleArchived | ClaimOpened
    begun = {entry.id for entry in entries if isinstance(entry.event, registrations)}
    kept = []
    for entry in entries:
        event = entry.event
        if isinstance(event, StatementEvent) and event.article:
            event = replace(event, outlet=None, published=None)
        if isinstance(event, StatementEvent) and event.act in STANCELESS:
            event = replace(event, stance=None)
        if not isinstance(event, PolicySet) and not (isinstance(event, EntryVoided) and event.entry in begun):
            kept.append(entry._replace(event=event))
    return kept


def readings(entries: list[Entry], cut: Cut) -> list[object]:
    """Belief, records and the timeline at a cut, by what they say and not by the numbers of entries."""
    state = fold(entries, cut)
    voices, routes, manners = state.roster.voices, state.roster.routes, state.roster.manners
    timeline = [
        (said.claim, said.world, said.retracted, said.first, said.article, voices[said.voice], manners[said.manner])
        for some in state.statements.values()
        for said in some
    ]
    assert routes or not timeline
    board = (
        belief._replace(changed=0, verdict_entry=int(bool(belief.verdict_entry))) for belief in Beliefs(state).board()
    )
    return [
        sorted(board, key=lambda belief: belief.claim),
        sorted(standings(state), key=repr),
        timeline,
    ]


@given(strategies.logs(), strategies.cuts())
@tried(60)
def test_a_table_restores_every_reading_at_any_date_of_the_world(story: Story, cut: Cut) -> None:
    restores(held(story.entries), cut)


def restores(entries: list[Entry], cut: Cut) -> None:
    """A new log has the readings of the one whose table it took in, but by the clock of the desk."""
    table = tabulated(entries)
    assume(not any(noun.startswith("groups") for noun in table.left_out))
    written = "".join(write(table.rows))
    cut = cut._replace(position=Cut().position)
    assert readings(list(back(written)), cut) == readings(entries, cut)


@given(strategies.logs())
@tried(40)
def test_a_table_tells_its_own_log_nothing_new(story: Story) -> None:
    says_nothing_new(story.entries)


def says_nothing_new(entries: list[Entry]) -> None:
    """What the table of a log says, the log says already."""
    written = "".join(write(tabulated(entries).rows))
    rows = list(Sheet(io.BytesIO(written.encode())).rows())
    known = {entry.id: entry for entry in entries}
    for planned in plan(rows, gather(rows), Taken(*[lambda _: True] * 3)):
        assert isinstance(planned, Planned), planned
        thing = entry_thing(EventId(planned.key))
        versions = [entry for entry in entries if thing in things(entry, known.get) or entry.id == planned.key]
        assert any(agree(planned.event, entry.event, redacted=entry.redacted) for entry in versions), planned


def numbered(batches: Log) -> list[Entry]:
    """The entries of a random log of the store, one an hour; nobody's clock was wrong, and nobody has redacted any."""
    drafts = [
        draft for batch in batches for draft in batch.drafts if not isinstance(draft.event, events.ClockCorrected)
    ]
    return [
        Entry(position, draft.id or EventId(""), Instant(START + position * DAY // 24), draft.event)
        for position, draft in enumerate(drafts, 1)
    ]


@given(logs())
@tried(30)
def test_a_table_with_proposals_and_ground_rules_tells_its_own_log_nothing_new(batches: Log) -> None:
    says_nothing_new(numbered(batches))


@given(logs(), strategies.cuts())
@tried(40)
def test_a_table_restores_every_reading_of_a_log_with_proposals(batches: Log, cut: Cut) -> None:
    restores(held(numbered(batches)), cut)
