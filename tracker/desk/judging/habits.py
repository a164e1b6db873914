"""How one source behaves: what its silence, its hedging and its interest are read off, and no more than that."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tracker.desk.reading import Reading
from tracker.domain.belief import Beliefs
from tracker.domain.habits import Habits, habits
from tracker.domain.rows import Mark, Request
from tracker.domain.state import State, seen
from tracker.domain.without import Without
from tracker.domain.words import ClaimHandle, SourceHandle, Topic
from tracker.store import views


def of_source(reading: Reading, beliefs: Beliefs, source: SourceHandle, topic: str | None, without: Without) -> Habits:
    """The habits of a source, as it counts after all merges, on all claims or on those of a topic.

    beliefs: read off everything at the cut, without what is left out. Requests are due by the reading's clock.
    """
    state, canonical = beliefs.state, beliefs.origins.canonical
    handles = {source, *(handle for handle in state.sources if canonical(handle) == source)}
    asked = [one for one in _requests(reading, handles) if one.id not in without.entries]
    wanted = list(dict.fromkeys([*_spoken_on(state, handles), *(request.claim for request in asked)]))
    if topic is not None:
        wanted = [claim for claim in wanted if _is_on(state, claim, Topic(topic))]
        asked = [request for request in asked if request.claim in wanted]
    return habits(beliefs, source, wanted, asked, reading.clock)


def _spoken_on(state: State, handles: Collection[SourceHandle]) -> Iterator[ClaimHandle]:
    voices = {number for number, voice in state.roster.voices.items() if voice.source in handles}
    return (claim for claim, said in state.statements.items() if any(one.voice in voices for one in said))


def _requests(reading: Reading, handles: Collection[SourceHandle]) -> Iterator[Request]:
    for request in views.requests(reading.session, reading.cut.position):
        if request.source in handles and request.mark is not Mark.VOIDED and seen(request, {}, reading.cut):
            yield request


def _is_on(state: State, claim: ClaimHandle, topic: Topic) -> bool:
    row = state.claims.get(state.matter(claim))
    return row is not None and topic in row.topics
