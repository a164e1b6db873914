"""The verb ``backtest``: history walked verdict by verdict, as the world had it or as our desk recorded it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tracker.desk.desk import Desk
from tracker.desk.reading import Reading, When
from tracker.domain.backtest import ADDITIONS, Judged, Prediction, backtest, judged, stretches
from tracker.domain.clocks import Clock, Cut
from tracker.domain.events import wire_name
from tracker.domain.hindsight import Hindsight
from tracker.domain.origins import Record
from tracker.domain.state import State
from tracker.domain.words import Topic
from tracker.store import log, readings, views


class Backtest(NamedTuple):
    """Every prediction, in order of the verdicts. state: what was read at the cut."""

    state: State
    clock: Clock
    predictions: Sequence[Prediction]


def predictions(desk: Desk, when: When, clock: Clock = Clock.WORLD, topic: str | None = None) -> Backtest:
    """What was believed before each verdict in force at a cut; with a topic, only on its claims, by whole records."""
    with desk.reading_at(when) as reading:
        state = readings.judged(reading.session, reading.cut)
        cases = judged(state)
        rows = list(_by_world(reading, state, cases) if clock is Clock.WORLD else _by_desk(reading, cases))
    if topic is not None:
        on = {claim.claim for claim in state.claims.values() if Topic(topic) in claim.topics}
        rows = [row for row in rows if row.claim in on]
    return Backtest(state, clock, rows)


def _by_world(reading: Reading, state: State, cases: Sequence[Judged]) -> Iterator[Prediction]:
    verdicts = views.verdicts(reading.session, reading.cut.position)
    return backtest(Hindsight(state, reading.cut, verdicts, Clock.WORLD), cases)


def _by_desk(reading: Reading, cases: Sequence[Judged]) -> Iterator[Prediction]:
    """Predictions from the record as it stood; a stretch of the log in which nothing was revised is read once, just
    before its last verdict.
    """
    if not cases:
        return
    session, cut = reading.session, reading.cut
    revisions = [row.position for row in log.stored(session, upto=cut.position) if row.type not in _ADDITIONS]
    shown: set[Record] = set()
    for some in stretches(cases, revisions):
        end = Cut(cut.world, max(case.verdict.position for case in some) - 1)
        state = readings.judged(session, end, [case.claim for case in some])
        yield from backtest(Hindsight(state, end, views.verdicts(session, end.position), Clock.DESK), some, shown)


_ADDITIONS: Final = {wire_name(kind) for kind in ADDITIONS}
