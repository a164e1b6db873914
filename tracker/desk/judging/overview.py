"""Readings of everything: every belief, every standing; remembered by large logs as long as nothing is added.

A reading with something left out is worked out beside the whole one, and is neither remembered nor recalled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Generic, NamedTuple, TypeVar

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.judging import whatif
from tracker.desk.readings import When
from tracker.domain.belief import Belief, Beliefs
from tracker.domain.clocks import FOREVER, Cut, Edtf, Instant, span
from tracker.domain.flips import Whole, WholeReport, boards, whole_report
from tracker.domain.origins import Origins, Record
from tracker.domain.standings import Outcomes, Standing, standings
from tracker.domain.state import State
from tracker.domain.sums import Sums
from tracker.domain.weighing import Count
from tracker.domain.words import ClaimHandle, Evidence, Finding, Likelihood, SourceHandle, Status, Topic
from tracker.store import clock, log, readings, remembered, views
from tracker.store.bulk import uncollected
from tracker.store.session import Session
from tracker.store.views import Which

Thing = TypeVar("Thing")


class Board(NamedTuple):
    """Every belief at a cut. state: sources, claims and policy. about: the source that a filter asks for. since: the
    last entry before the date it asks for. whole: the board with everything in, where something is left out.
    """

    state: State
    cut: Cut
    beliefs: Sequence[Belief]
    about: SourceHandle | None = None
    since: int | None = None
    whole: Whole | None = None


def board(
    desk: Desk, when: When, about: str | None = None, since: str | None = None, without: Sequence[str] = ()
) -> Board:
    """Every belief, in the order the claims were opened; with something left out, also what the whole board says."""
    whole = None
    with desk.reading() as session:
        cut = resolve.cut(session, when.as_of, when.known_by, desk.now)
        subject = resolve.source(session, about) if about is not None else None
        start = resolve.date(since, desk.now)
        before = clock.position_at(session, Instant(span(start).first - 1)) if start else None
        left = whatif.left_out(session, without, cut)
        if left.words:
            rest = readings.state(session, cut, left.without)
            whole, rows = boards(readings.state(session, cut), rest, left.words)
            found = _Overview(rest, rows, worth_keeping=False)
        else:
            found = _overview(session, cut, _BELIEFS if subject is None else _BELIEFS._replace(sources=True))
    _remember(desk, cut, _BELIEFS, found)
    return Board(found.state, cut, found.rows, subject, before, whole)


class Report(NamedTuple):
    """Every standing at a cut. source: the one asked for, as it counts after all merges.

    whole: the report with everything in, where something is left out.
    """

    state: State
    cut: Cut
    standings: Sequence[Standing]
    source: SourceHandle | None = None
    whole: WholeReport | None = None


def report(
    desk: Desk,
    when: When,
    source: str | None = None,
    topic: str | None = None,
    *,
    names: bool = True,
    without: Sequence[str] = (),
) -> Report:
    """Every standing; with a topic, only what was said and found about its claims counts. names: whether
    they matter.
    """
    whole = None
    with desk.reading() as session:
        cut = resolve.cut(session, when.as_of, when.known_by, desk.now)
        asked = resolve.source(session, source) if source is not None else None
        left = whatif.left_out(session, without, cut)
        if topic is None and not left.words:
            found = _overview(session, cut, _STANDINGS._replace(sources=names or asked is not None))
        else:
            state = _on_topic(readings.state(session, cut, left.without), topic)
            found = _Overview(state, standings(state), worth_keeping=False)
            if left.words:
                whole = whole_report(_on_topic(readings.state(session, cut), topic), left.words)
    _remember(desk, cut, _STANDINGS, found)
    canonical = Origins(found.state).canonical(asked) if asked is not None else None
    return Report(found.state, cut, found.rows, canonical, whole)


def _on_topic(state: State, topic: str | None) -> State:
    if topic is None:
        return state
    on = {claim.claim for claim in state.claims.values() if Topic(topic) in claim.topics}
    return replace(
        state,
        statements={claim: said for claim, said in state.statements.items() if claim in on},
        verdicts={claim: verdict for claim, verdict in state.verdicts.items() if claim in on},
    )


class _Overview(NamedTuple, Generic[Thing]):
    state: State
    rows: list[Thing]
    worth_keeping: bool


class _Kind(NamedTuple, Generic[Thing]):
    """How one overview is worked out and read back, and what must be known beside it to report it."""

    name: str
    work_out: Callable[[State], Iterable[Thing]]
    decode: Callable[[list[Any]], Thing]
    sources: bool
    claims: bool


def _overview(session: Session, cut: Cut, kind: _Kind[Thing]) -> _Overview[Thing]:
    """What was remembered, if the cut is the log as it stands now; else it is worked out."""
    now = cut.world >= FOREVER and cut.position == log.head(session).position
    kept = remembered.recall(session, kind.name, cut.position) if now else None
    if kept is not None:
        frame = readings.frame(session, cut, sources=kind.sources, articles=False, claims=kind.claims)
        return _Overview(frame, [kind.decode(item) for item in json.loads(kept)], worth_keeping=False)
    with uncollected():
        state = readings.state(session, cut)
        return _Overview(state, list(kind.work_out(state)), worth_keeping=now)


class About(NamedTuple):
    """What one claim depends on at a cut. known: what all records add up to, where its own state does not say so.

    whole: its belief with everything in, where something is left out.
    """

    state: State
    cut: Cut
    claim: ClaimHandle
    known: Sums | None
    whole: Whole | None = None


def about(desk: Desk, when: When, claim: str, without: Sequence[str] = ()) -> About:
    """What a claim's belief rests on; one opened after the cut is found all the same. Raises NotFound."""
    with desk.reading() as session:
        cut = resolve.cut(session, when.as_of, when.known_by, desk.now)
        handle = resolve.claim(session, claim)
        left = whatif.left_out(session, without, cut)
        if left.words:
            rest = readings.state(session, cut, left.without)
            whole, _ = boards(readings.state(session, cut), rest, left.words, [handle])
            return About(rest, cut, handle, None, whole)
        state, known = readings.part(session, cut, [handle])
        return About(state, cut, handle, known)


def dates(desk: Desk, read: About) -> dict[int, Edtf]:
    """When the statements behind a reading were said, by position, where that is known."""
    with desk.reading() as session:
        handles = sorted({one.claim for one in read.state.statements.get(read.state.matter(read.claim), ())})
        every = views.wordings(session, read.cut.position, Which(claims=handles))
        return {row.statement.position: row.statement.said for row in every if row.statement.said}


def _remember(desk: Desk, cut: Cut, kind: _Kind[Any], found: _Overview[Any]) -> None:
    # Only when the reading transaction is over: while it lasts, nobody can write.
    if found.worth_keeping and cut.position >= remembered.LARGE:
        remembered.remember(desk.location, kind.name, cut.position, json.dumps(found.rows, separators=(",", ":")))


def _belief(item: list[Any]) -> Belief:
    kept = Belief._make(item)
    low, high = kept.range
    return kept._replace(
        status=Status(kept.status),
        range=(low, high),
        likelihood=Likelihood(kept.likelihood) if kept.likelihood else None,
        evidence=Evidence(kept.evidence),
        origins_for=Count(*kept.origins_for),
        origins_against=Count(*kept.origins_against),
        denied_by=tuple(kept.denied_by),
        verdict=Finding(kept.verdict) if kept.verdict else None,
    )


def _standing(item: list[Any]) -> Standing:
    kept = Standing._make(item)
    return kept._replace(
        record=Record(*kept.record),
        score=Outcomes(*kept.score),
        interval=(kept.interval[0], kept.interval[1]) if kept.interval else None,
        by_topic={topic: Outcomes(*counts) for topic, counts in kept.by_topic.items()},
        by_act={act: Outcomes(*counts) for act, counts in kept.by_act.items()},
        lends=tuple(Record(*cell) for cell in kept.lends),
    )


_BELIEFS = _Kind("beliefs", lambda state: Beliefs(state).board(), _belief, sources=False, claims=True)
_STANDINGS = _Kind("standings", standings, _standing, sources=True, claims=False)
