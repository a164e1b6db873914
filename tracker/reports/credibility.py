"""The credibility report: a row for each source and for each cell of unnamed voices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.domain.clocks import Cut
from tracker.domain.credibility import MILLION, Score, Standing, standings
from tracker.domain.state import State
from tracker.domain.words import SourceHandle, Topic
from tracker.reports.stamp import stamp


class CredibilityRow(NamedTuple):
    """How far a source can be trusted, and how well we know.

    trials: verdicts that judged it, by how they came out. mean: expected share that holds, None for a source never
    named. interval: 90 %. enough: whether there are verdicts enough to rely on them. weight: units of one flat
    statement. prior: the mean of its class. lends: for a source never named, the cells whose record it uses.
    """

    source: str
    name: str
    class_: str
    cell: bool
    statements: int
    trials: int
    held: int
    fell: int
    mixed: int
    withdrawn: int
    pending: int
    mean: float | None
    interval: Sequence[float] | None
    enough: bool
    needed: int
    weight: float | None
    prior: float | None
    by_topic: Mapping[str, Mapping[str, int]]
    by_act: Mapping[str, Mapping[str, int]]
    lends: Sequence[str]
    as_of: str | None
    known_by: int
    policy: str


def report(state: State, cut: Cut, topic: Topic | None = None) -> list[CredibilityRow]:
    """Everyone who has spoken by the cut, sources first; with a topic, only verdicts and statements on its claims count."""
    if topic is not None:
        state = _on_topic(state, topic)
    return [_row(state, cut, standing) for standing in standings(state)]


def of_source(state: State, cut: Cut, source: SourceHandle, topic: Topic | None = None) -> list[CredibilityRow]:
    """One source's row, then the cells it lends its weight from; a source that never spoke has a row of nothing."""
    if topic is not None:
        state = _on_topic(state, topic)
    found = standings(state)
    own = [one for one in found if one.record.speaker == source and not one.record.cell]
    if not own:
        known = state.sources.get(source)
        return [_silent(state, cut, source, known.name if known else "", known.source_class if known else "")]
    cells = [one for one in found if one.record in own[0].lends]
    return [_row(state, cut, one) for one in (*own, *cells)]


def _on_topic(state: State, topic: Topic) -> State:
    on = {claim.claim for claim in state.claims.values() if topic in claim.topics}
    return replace(
        state,
        statements={claim: said for claim, said in state.statements.items() if claim in on},
        verdicts={claim: verdict for claim, verdict in state.verdicts.items() if claim in on},
    )


def _row(state: State, cut: Cut, standing: Standing) -> CredibilityRow:
    score = standing.score
    return CredibilityRow(
        source=str(standing.record),
        name=standing.name,
        class_=standing.record.source_class,
        cell=standing.record.cell,
        statements=standing.statements,
        trials=score.trials,
        **score._asdict(),
        mean=standing.mean,
        interval=standing.interval,
        enough=standing.enough,
        needed=state.policy.enough,
        weight=None if standing.weight is None else standing.weight / MILLION,
        prior=standing.prior,
        by_topic=_scores(standing.by_topic.items()),
        by_act=_scores(standing.by_act.items()),
        lends=[str(record) for record in standing.lends],
        **stamp(state, cut)._asdict(),
    )


def _scores(items: Iterable[tuple[str, Score]]) -> dict[str, Mapping[str, int]]:
    return {name: {"trials": score.trials, **score._asdict()} for name, score in items}


def _silent(state: State, cut: Cut, source: str, name: str, source_class: str) -> CredibilityRow:
    return CredibilityRow(
        source=source,
        name=name,
        class_=source_class,
        cell=False,
        statements=0,
        trials=0,
        **Score()._asdict(),
        mean=None,
        interval=None,
        enough=False,
        needed=state.policy.enough,
        weight=None,
        prior=None,
        by_topic={},
        by_act={},
        lends=(),
        **stamp(state, cut)._asdict(),
    )
