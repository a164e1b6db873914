"""How far each source can be trusted: every record at a cut, and one source's with how it behaves beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.judging import whatif
from tracker.desk.reading import Reading, When
from tracker.domain.belief import Beliefs
from tracker.domain.flips import WholeReport, whole_report
from tracker.domain.habits import Habits, habits
from tracker.domain.origins import Origins, Record
from tracker.domain.rows import Mark, Request
from tracker.domain.standings import Standing, standings
from tracker.domain.state import State, seen
from tracker.domain.without import Without
from tracker.domain.words import ClaimHandle, SourceHandle, Topic
from tracker.store import views
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
        answer = Report(state, standings(state, origins))
        if left.words:
            whole = whole_report(_on_topic(reading.state(), topic), left.words)
            gone, idle = whole.missing_from(answer.standings, origins), tuple(whatif.idle(reading, left.words))
            answer = answer._replace(whole=whole, gone=gone, idle=idle)
        if asked is None:
            return answer
        canonical, beliefs = origins.canonical(asked), Beliefs(everything, origins=origins)
        return answer._replace(source=canonical, habits=_habits(reading, beliefs, canonical, topic, left.without))


def _on_topic(state: State, topic: str | None) -> State:
    if topic is None:
        return state
    on = {claim.claim for claim in state.claims.values() if Topic(topic) in claim.topics}
    return replace(
        state,
        statements={claim: said for claim, said in state.statements.items() if claim in on},
        verdicts={claim: verdict for claim, verdict in state.verdicts.items() if claim in on},
    )


def _habits(reading: Reading, beliefs: Beliefs, source: SourceHandle, topic: str | None, without: Without) -> Habits:
    """The habits of a source, as it counts after all merges, on all claims or on those of a topic.

    beliefs: read off everything at the cut, without what is left out. Requests are due by the reading's clock.
    """
    state, canonical = beliefs.state, beliefs.origins.canonical
    handles = {source, *(handle for handle in state.sources if canonical(handle) == source)}
    asked = [request for request in _requests(reading, handles) if request.id not in without.entries]
    wanted = list(dict.fromkeys([*_spoken_on(state, handles), *(request.claim for request in asked)]))
    if topic is not None:
        wanted = [claim for claim in wanted if _is_on(state, claim, Topic(topic))]
        asked = [request for request in asked if request.claim in wanted]
    return habits(beliefs, source, wanted, asked, reading.clock)


def _spoken_on(state: State, handles: Collection[SourceHandle]) -> Iterator[ClaimHandle]:
    voices = {number for number, voice in state.roster.voices.items() if voice.source in handles}
    return (claim for claim, said in state.statements.items() if any(utterance.voice in voices for utterance in said))


def _requests(reading: Reading, handles: Collection[SourceHandle]) -> Iterator[Request]:
    for request in views.requests(reading.session, reading.cut.position):
        if request.source in handles and request.mark is not Mark.VOIDED and seen(request, {}, reading.cut):
            yield request


def _is_on(state: State, claim: ClaimHandle, topic: Topic) -> bool:
    row = state.claims.get(state.matter(claim))
    return row is not None and topic in row.topics
