"""How far each source can be trusted: every record at a cut, and one source's with how it behaves beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.judging import whatif
from tracker.desk.judging.habits import of_source
from tracker.desk.reading import When
from tracker.domain.belief import Beliefs
from tracker.domain.flips import WholeReport, whole_report
from tracker.domain.habits import Habits
from tracker.domain.origins import Origins, Record
from tracker.domain.standings import Standing, standings
from tracker.domain.state import State
from tracker.domain.words import SourceHandle, Topic
from tracker.store.bulk import uncollected


class Report(NamedTuple):
    """Every standing at a cut. source, habits: the one asked for, as it counts after all merges, and how it behaves.

    whole: the report with everything in, where something is left out. gone: the records that are only in that one.
    idle: what was left out and changes nothing.
    """

    state: State
    standings: Sequence[Standing]
    source: SourceHandle | None = None
    habits: Habits | None = None
    whole: WholeReport | None = None
    gone: Sequence[Record] = ()
    idle: Sequence[str] = ()


def report(
    desk: Desk, when: When, source: str | None = None, topic: str | None = None, without: Sequence[str] = ()
) -> Report:
    """Every standing; with a topic, only what was said and found about its claims counts. Raises NotFound."""
    with desk.reading_at(when) as reading, uncollected():
        asked = resolve.source(reading.session, source) if source is not None else None
        left = whatif.left_out(reading, without)
        if asked is None and topic is None and not left.words:
            whole_log = reading.everything()
            return Report(whole_log.state, whole_log.standings())
        everything = reading.state(left.without)
        origins, state = Origins(everything), _on_topic(everything, topic)
        found = Report(state, standings(state, origins))
        if left.words:
            whole = whole_report(_on_topic(reading.state(), topic), left.words)
            gone, idle = whole.missing_from(found.standings, origins), tuple(whatif.idle(reading, left.words))
            found = found._replace(whole=whole, gone=gone, idle=idle)
        if asked is None:
            return found
        canonical, beliefs = origins.canonical(asked), Beliefs(everything, origins=origins)
        return found._replace(source=canonical, habits=of_source(reading, beliefs, canonical, topic, left.without))


def _on_topic(state: State, topic: str | None) -> State:
    if topic is None:
        return state
    on = {claim.claim for claim in state.claims.values() if Topic(topic) in claim.topics}
    return replace(
        state,
        statements={claim: said for claim, said in state.statements.items() if claim in on},
        verdicts={claim: verdict for claim, verdict in state.verdicts.items() if claim in on},
    )
