"""How a source behaves beside being right or wrong: when it says nothing, how it hedges, whose interest it serves.

All of this informs and none of it weighs: silence moves no belief, and what a source said against its own interest is
never on trial. Everything is counted, nothing is turned into a share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from tracker.domain.belief import Beliefs
from tracker.domain.clocks import Instant, iso, span
from tracker.domain.contributions import Contribution
from tracker.domain.rows import Request
from tracker.domain.standings import Outcomes, score
from tracker.domain.trials import Outcome, Trial, judgement, trials
from tracker.domain.words import Act, Certainty, ClaimHandle, Finding, Interest, SourceHandle, Stance

SILENT: Final = frozenset({Act.DECLINE, Act.NO_RESPONSE, Act.NON_DENIAL})
"""Acts by which a source says nothing about the claim."""
_EVASIVE: Final = frozenset({Act.DECLINE, Act.NON_DENIAL})
"""Silent acts that answer a request for comment: "we do not comment" is a reply, no response is none."""


class CameOut(StrEnum):
    """How a claim came out, in few words: mostly true is true here, mostly false is false."""

    TRUE = "true"
    FALSE = "false"
    MIXED = "mixed"
    UNRESOLVABLE = "unresolvable"
    OPEN = "open"


_CAME_OUT: Final = {
    None: CameOut.OPEN,
    Finding.TRUE: CameOut.TRUE,
    Finding.MOSTLY_TRUE: CameOut.TRUE,
    Finding.MIXED: CameOut.MIXED,
    Finding.MOSTLY_FALSE: CameOut.FALSE,
    Finding.FALSE: CameOut.FALSE,
    Finding.UNRESOLVABLE: CameOut.UNRESOLVABLE,
}


class Fate(StrEnum):
    """What became of a request for comment.

    answered: something was said. evaded: only a decline or a non-denial. unanswered: its date passed and nothing came.
    pending: there is time left.
    """

    ANSWERED = "answered"
    EVADED = "evaded"
    UNANSWERED = "unanswered"
    PENDING = "pending"


class Silence(NamedTuple):
    """What a source did not say.

    asked: requests for comment put to it, which are ``answered + evaded + unanswered + pending`` (see `Fate`).
    declined, no_response, non_denial: its statements of these acts, whoever asked. outcomes: how the claims came out
    on which it declined, evaded or left a request unanswered, each claim once.
    """

    asked: int
    answered: int
    evaded: int
    unanswered: int
    pending: int
    declined: int
    no_response: int
    non_denial: int
    outcomes: Mapping[CameOut, int]


class Tried(NamedTuple):
    """How many statements of one sort a source made, silence left out, and how its trials of that sort came out."""

    statements: int
    score: Outcomes


class Month(NamedTuple):
    """One month, ``2025-12``: how many statements were made in it, silence included, and how many of them held and
    fell.
    """

    month: str
    statements: int
    held: int
    fell: int


class Habits(NamedTuple):
    """What one source does. by_certainty: as worded. months: those in which it spoke, in order.

    by_interest: what is against_interest is not on trial, so there each of its claims counts once, by the latest it
    said. The scores by certainty add up to those of its record, and so do those by interest, against_interest left out.
    """

    silence: Silence
    by_certainty: Mapping[Certainty, Tried]
    by_interest: Mapping[Interest, Tried]
    months: tuple[Month, ...]


class _Spoke(NamedTuple):
    claim: ClaimHandle
    item: Contribution


def habits(
    beliefs: Beliefs,
    source: SourceHandle,
    claims: Iterable[ClaimHandle],
    requests: Sequence[Request],
    at: Instant,
) -> Habits:
    """The habits of a source, as it counts after all merges, on some claims.

    The state behind ``beliefs`` must hold these claims; those of ``requests``, which were all put to the source, are
    looked at too. at: by which requests are due.
    """
    state = beliefs.state
    asked = [(state.matter(request.claim), request) for request in requests]
    matters = dict.fromkeys([state.matter(claim) for claim in claims] + [claim for claim, _ in asked])
    said = {claim: beliefs.contributions(claim) for claim in matters}
    spoke = [_Spoke(claim, item) for claim in matters for item in said[claim] if item.attribution.source == source]
    fates = [(claim, _fate(beliefs, request, said[claim], at)) for claim, request in asked]
    own = [
        trial
        for trial in trials(state, beliefs.origins, matters)
        if trial.record.speaker == source and not trial.record.cell
    ]
    items = {spoken.item.utterance.position: spoken.item for spoken in spoke}
    by_interest = _split(
        Interest,
        spoke,
        own,
        lambda spoken: spoken.item.interest,
        lambda trial: items[trial.position].interest,
    )
    against = by_interest[Interest.AGAINST_INTEREST]
    by_interest[Interest.AGAINST_INTEREST] = against._replace(score=_against_interest(beliefs, spoke))
    return Habits(
        silence=_silence(beliefs, spoke, fates),
        by_certainty=_split(
            Certainty,
            spoke,
            own,
            lambda spoken: spoken.item.manner.certainty,
            lambda trial: items[trial.position].manner.certainty,
        ),
        by_interest=by_interest,
        months=_months(spoke, own),
    )


# -- silence ---------------------------------------------------------------------------------------------------


def _silence(beliefs: Beliefs, spoke: Sequence[_Spoke], fates: Sequence[tuple[ClaimHandle, Fate]]) -> Silence:
    count = Counter(became for _, became in fates)
    acts = Counter(spoken.item.manner.act for spoken in spoke)
    silent = {spoken.claim for spoken in spoke if spoken.item.manner.act in SILENT}
    silent |= {claim for claim, became in fates if became in (Fate.EVADED, Fate.UNANSWERED)}
    outcomes = Counter(_CAME_OUT[beliefs.belief(claim).verdict] for claim in silent)
    return Silence(
        asked=len(fates),
        answered=count[Fate.ANSWERED],
        evaded=count[Fate.EVADED],
        unanswered=count[Fate.UNANSWERED],
        pending=count[Fate.PENDING],
        declined=acts[Act.DECLINE],
        no_response=acts[Act.NO_RESPONSE],
        non_denial=acts[Act.NON_DENIAL],
        outcomes={word: outcomes[word] for word in CameOut},
    )


def _fate(beliefs: Beliefs, request: Request, said: Iterable[Contribution], at: Instant) -> Fate:
    """What became of a request by an instant, by all that was said on its claim.

    Whoever shares a voice with the one who was asked answers for it: the source itself, a member of it, the
    organisation it speaks for and who else speaks for that. Only what the world had after the request is an answer,
    late ones included; a request recorded after its own date was made by that date at the latest.
    """
    due = span(request.due).last
    asked = min(request.recorded, due)
    acts = {
        item.manner.act
        for item in said
        if item.utterance.world >= asked
        and not item.attribution.voices.isdisjoint(beliefs.origins.voices(request.source, item.utterance.world))
    }
    if acts - SILENT:
        return Fate.ANSWERED
    if acts & _EVASIVE:
        return Fate.EVADED
    return Fate.UNANSWERED if due < at else Fate.PENDING


# -- wording and interest --------------------------------------------------------------------------------------

Sort = TypeVar("Sort", bound=StrEnum)


def _split(
    sorts: type[Sort],
    spoke: Iterable[_Spoke],
    own: Iterable[Trial],
    of_statement: Callable[[_Spoke], Sort],
    of_trial: Callable[[Trial], Sort],
) -> dict[Sort, Tried]:
    """Statements and trials by one sort of thing; every sort has its row, of zeros if need be."""
    made = Counter(of_statement(spoken) for spoken in spoke if spoken.item.manner.act not in SILENT)
    tried: dict[Sort, list[Trial]] = defaultdict(list)
    for trial in own:
        tried[of_trial(trial)].append(trial)
    return {sort: Tried(made[sort], score(tried[sort])) for sort in sorts}


_AS_SAID: Final = {
    CameOut.TRUE: (Outcome.HELD, Outcome.FELL),
    CameOut.FALSE: (Outcome.FELL, Outcome.HELD),
    CameOut.MIXED: (Outcome.MIXED, Outcome.MIXED),
    CameOut.OPEN: (Outcome.PENDING, Outcome.PENDING),
}


def _against_interest(beliefs: Beliefs, spoke: Iterable[_Spoke]) -> Outcomes:
    """How the claims came out on which a source spoke against its interest, by its latest word on each.

    As on trial: what was said after the verdict says nothing, what cannot be resolved is left out, and what was taken
    back in time is withdrawn unless something else still stands.
    """
    latest: dict[ClaimHandle, tuple[tuple[bool, Instant, int], str]] = {}
    for claim, item in spoke:
        utterance, manner, judged = item.utterance, item.manner, judgement(beliefs.state, claim)
        outcomes = _AS_SAID.get(_CAME_OUT[judged.value if judged else None])
        if item.interest is not Interest.AGAINST_INTEREST or not manner.takes_side or outcomes is None:
            continue
        if judged is not None and utterance.first > judged.last:
            continue
        back = utterance.retracted is not None and (judged is None or utterance.retracted <= judged.last)
        outcome = Outcome.WITHDRAWN if back else outcomes[manner.stance is Stance.DENIES]
        word = ((not back, utterance.world, utterance.position), outcome)
        latest[claim] = max(word, latest.get(claim, word))
    return Outcomes(**Counter(outcome for _, outcome in latest.values()))


# -- time ------------------------------------------------------------------------------------------------------


def _months(spoke: Iterable[_Spoke], own: Iterable[Trial]) -> tuple[Month, ...]:
    """By the month, in UTC, in which the world had what was said."""
    worlds = {spoken.item.utterance.position: spoken.item.utterance.world for spoken in spoke}
    made = Counter(map(_month, worlds.values()))
    tried: dict[str, list[Trial]] = defaultdict(list)
    for trial in own:
        tried[_month(worlds[trial.position])].append(trial)
    return tuple(
        Month(month, count, score(tried[month]).held, score(tried[month]).fell) for month, count in sorted(made.items())
    )


def _month(at: Instant) -> str:
    return iso(at)[:7]
