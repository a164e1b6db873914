"""How one source behaves: what its silence, its hedging and its interest are read off, and no more than that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tracker.desk.desk import Desk
from tracker.desk.judging import whatif
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import Cut
from tracker.domain.habits import Habits, habits
from tracker.domain.origins import Origins
from tracker.domain.state import Mark, Request, State
from tracker.domain.without import NOTHING
from tracker.domain.words import ClaimHandle, SourceHandle, Topic
from tracker.store import views
from tracker.store.readings import part, state
from tracker.store.session import Session
from tracker.store.views import Which


def of_source(
    desk: Desk, known: State, cut: Cut, source: SourceHandle, topic: str | None = None, without: Sequence[str] = ()
) -> Habits:
    """The habits of a source at a cut, on all claims or on those of a topic.

    known: at least the sources at that cut. source: as it counts after all merges. without: what is left out. Requests
    are due by the reading's own world clock, else by now.
    """
    origins = Origins(known)
    handles = [handle for handle in known.sources if origins.canonical(handle) == source] or [source]
    with desk.reading() as session:
        left = whatif.left_out(session, without, cut).without
        asked = [request for request in _requests(session, cut, handles) if request.id not in left.entries]
        if left == NOTHING:
            which = Which(sources=handles)
            wanted = _claims((one.claim for one in views.utterances(session, cut, which)), asked)
            found = part(session, cut, wanted)
            # Whoever was asked need not have spoken, and is then no part of what the claims depend on.
            beliefs = Beliefs(replace(found.state, sources=known.sources), found.known)
        else:
            rest = state(session, cut, left)
            wanted = _claims(_spoken_on(rest, frozenset(handles)), asked)
            beliefs = Beliefs(rest)
    if topic is not None:
        wanted = [claim for claim in wanted if _is_on(beliefs.state, claim, Topic(topic))]
        asked = [request for request in asked if request.claim in wanted]
    return habits(beliefs, source, wanted, asked, desk.world(cut))


def _claims(spoken_on: Iterable[ClaimHandle], asked: Iterable[Request]) -> list[ClaimHandle]:
    return list(dict.fromkeys([*spoken_on, *(request.claim for request in asked)]))


def _spoken_on(rest: State, handles: frozenset[SourceHandle]) -> Iterator[ClaimHandle]:
    voices = {number for number, voice in rest.roster.voices.items() if voice.source in handles}
    return (claim for claim, said in rest.statements.items() if any(one.voice in voices for one in said))


def _requests(session: Session, cut: Cut, handles: list[SourceHandle]) -> list[Request]:
    return [
        request
        for request in views.requests(session, cut.position)
        if request.source in handles and request.recorded <= cut.world and request.mark is not Mark.VOIDED
    ]


def _is_on(state: State, claim: ClaimHandle, topic: Topic) -> bool:
    row = state.claims.get(state.matter(claim))
    return row is not None and topic in row.topics
