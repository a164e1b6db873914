"""History re-read with something left out is the history of a log that never had it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.stories import histories
from tests.store.logs import CLAIMS, SOURCES, WORLDS, Log, logs, resolved, trying
from tests.trying import tried
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import Cut, Instant
from tracker.domain.events import Entry
from tracker.domain.fold import fold
from tracker.domain.projection import project
from tracker.domain.rows import Spoken
from tracker.domain.without import NOTHING, Without, same_sources
from tracker.store import readings

law = tried(40)
numbers = st.lists(st.integers(0, 60), min_size=1, max_size=3)


def picked(entries: list[Entry], some: list[int]) -> frozenset[str]:
    """A few of the entries, by number."""
    return frozenset(entries[number % len(entries)].id for number in some)


@law
@given(logs(), numbers, WORLDS, st.integers(0, 60))
def test_without_some_entries(db: Path, log: Log, some: list[int], world: Instant, back: int) -> None:
    with trying(db, log) as (session, entries):
        cut = Cut(world, max(len(entries) - back // 3, 1))
        left = picked(entries, some)
        meant = fold([entry for entry in entries if entry.id not in left], cut)
        without = Without(entries=left)
        rest = readings.state(session, cut, without)
        assert resolved(rest) == resolved(meant)
        for claim in CLAIMS:
            assert Beliefs(rest).belief(claim) == Beliefs(meant).belief(claim)


def said_by(entries: list[Entry], source: str, cut: Cut) -> frozenset[str]:
    """The statements that stand under a source, or under what is merged with it."""
    voices = same_sources(fold(entries, cut).sources, frozenset({source}))
    rows = ((history[0].id, project(thing, history)) for thing, history in histories(entries).items())
    return frozenset(begun for begun, row in rows if isinstance(row, Spoken) and row.statement.source in voices)


@law
@given(logs(), st.sampled_from(SOURCES), WORLDS)
def test_without_all_that_a_source_said(db: Path, log: Log, source: str, world: Instant) -> None:
    with trying(db, log) as (session, entries):
        cut = Cut(world, len(entries))
        said = said_by(entries, source, cut)
        meant = fold([entry for entry in entries if entry.id not in said], cut)
        without = Without(sources=frozenset({source}))
        rest = readings.state(session, cut, without)
        assert resolved(rest) == resolved(meant)
        for claim in CLAIMS:
            assert Beliefs(rest).belief(claim) == Beliefs(meant).belief(claim)


@law
@given(logs(), st.sampled_from(CLAIMS), WORLDS)
def test_without_a_claim_nothing_was_said_about_it(db: Path, log: Log, claim: str, world: Instant) -> None:
    with trying(db, log) as (session, entries):
        cut = Cut(world, len(entries))
        whole = resolved(readings.state(session, cut))
        rest = resolved(readings.state(session, cut, Without(claims=frozenset({claim}))))
        matter = whole.matter(claim)
        assert dict(rest.statements) == {other: said for other, said in whole.statements.items() if other != matter}
        assert dict(rest.verdicts) == {other: one for other, one in whole.verdicts.items() if other != matter}
        assert (rest.claims, rest.sources, rest.policy) == (whole.claims, whole.sources, whole.policy)


@law
@given(logs(), WORLDS)
def test_leaving_nothing_out_changes_nothing(db: Path, log: Log, world: Instant) -> None:
    with trying(db, log) as (session, entries):
        cut = Cut(world, len(entries))
        assert resolved(readings.state(session, cut, NOTHING)) == resolved(fold(entries, cut))


@law
@given(logs(), numbers, st.sampled_from(SOURCES))
def test_leaving_out_two_is_free_of_order(db: Path, log: Log, some: list[int], source: str) -> None:
    with trying(db, log) as (session, entries):
        one, other = Without(entries=picked(entries, some)), Without(sources=frozenset({source}))
        assert one.plus(other) == other.plus(one)
        assert one.plus(one) == one.plus(NOTHING) == one
        cut = Cut(position=len(entries))
        left = [entry for entry in entries if entry.id not in one.entries]
        said = said_by(left, source, cut)
        both = readings.state(session, cut, other.plus(one))
        assert resolved(both) == resolved(fold([entry for entry in left if entry.id not in said], cut))
