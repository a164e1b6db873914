"""The belief state: a row for each claim, and the sum behind one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.domain.belief import Belief, Beliefs
from tracker.domain.clocks import FOREVER, Cut, Edtf, Instant, iso
from tracker.domain.contributions import Contribution
from tracker.domain.deadlines import since
from tracker.domain.flips import Was, Whole, flips
from tracker.domain.fragility import Carrier
from tracker.domain.origins import Origins
from tracker.domain.policy import HUNDREDTHS
from tracker.domain.state import Claim, State
from tracker.domain.sums import MILLION, Sums
from tracker.domain.words import ClaimHandle, Question, SourceHandle, Topic
from tracker.reports.stamp import Stamp, stamp


class BeliefRow(NamedTuple):
    """Where one claim stands.

    probability, range, ignorance: numbers in 0..1. support_units, deny_units: millionths. origins: least and most
    independent origins, most None where a plural has no count. verdict_entry: the entry that settled it. changed: the
    latest entry about it. same_as: the handle under which it is reckoned, where that is another. overdue: whether the
    deadline has passed without a verdict; overdue_since: from which instant on. was: where it stands with everything
    in, given on the board for a claim that flips and always where one claim is asked for; None where nothing is left
    out. without: what is left out, as it can be typed.
    """

    claim: ClaimHandle
    text: str
    topic: Sequence[Topic]
    about: Sequence[SourceHandle]
    question: Question | None
    deadline: str | None
    status: str
    probability: float
    range: Sequence[float]
    ignorance: float
    likelihood: str | None
    evidence: str
    support_units: int
    deny_units: int
    origins_for: Sequence[int | None]
    origins_against: Sequence[int | None]
    denied_by: Sequence[SourceHandle]
    by_decider: bool
    statements: int
    verdict: str | None
    verdict_entry: int | None
    changed: int | None
    same_as: ClaimHandle | None
    as_of: str | None
    known_by: int
    policy: str
    overdue: bool = False
    overdue_since: str | None = None
    was: Was | None = None
    without: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims to show; None is all. open: only those without a verdict. since: changed by entries behind this
    one.
    """

    status: frozenset[str] | None = None
    topic: str | None = None
    about: SourceHandle | None = None
    open: bool = False
    since: int | None = None


def board(
    state: State,
    cut: Cut,
    beliefs: Iterable[Belief],
    only: Filter,
    whole: Whole | None = None,
    at: Instant | None = None,
) -> list[BeliefRow]:
    """Every claim that the filter lets through, latest change first; claims not spoken of at a past date
    are left out. at: by which deadlines have passed; default the cut's own world clock.

    Beside the whole history the claims that flip come first, and a claim is shown if the filter lets it through as it
    is or as it was.
    """
    made, shown = _Page(stamp(state, cut), _clock(cut, at), whole), _Shown(state, cut, only)
    if whole is None:
        rows = [_row(state, found, found.claim, made) for found in beliefs if shown(found)]
    else:
        was_shown = _Shown(whole.state, cut, only)
        rows = [
            _row(state, found, found.claim, made, flips_only=True)
            for found in beliefs
            if shown(found) or was_shown(whole.beliefs[found.claim])
        ]
    rows.sort(key=lambda row: (row.was is None, -(row.changed or 0), row.claim))
    return rows


class _Shown:
    """Whether a claim is on the board of one state."""

    def __init__(self, state: State, cut: Cut, only: Filter) -> None:
        self._claims, self._origins = state.claims, Origins(state)
        self._past, self._only = cut.world < FOREVER, only

    def __call__(self, found: Belief) -> bool:
        claim = self._claims.get(found.claim)
        if claim is None or (self._past and not found.statements and found.verdict is None):
            return False
        return _wanted(claim, found, self._only, self._origins)


def _wanted(claim: Claim, found: Belief, only: Filter, origins: Origins) -> bool:
    if only.status is not None and found.status not in only.status:
        return False
    if only.topic is not None and only.topic not in claim.topics:
        return False
    if only.about is not None:
        subjects = {origins.canonical(subject) for subject in claim.about}
        if origins.canonical(only.about) not in subjects:
            return False
    if only.open and found.verdict is not None:
        return False
    return only.since is None or (found.changed or 0) > only.since


def _clock(cut: Cut, at: Instant | None) -> Instant | None:
    """By which instant deadlines have passed; None where nobody says and the cut has no end of its own."""
    return cut.world if at is None and cut.world < FOREVER else at


def belief(
    state: State,
    cut: Cut,
    claim: ClaimHandle,
    known: Sums | None = None,
    whole: Whole | None = None,
    at: Instant | None = None,
) -> BeliefRow:
    """Where one claim stands; nothing is known about one opened after the cut. at: as for `board`."""
    return read_off(Beliefs(state, known), cut, claim, whole, at)


def read_off(
    beliefs: Beliefs, cut: Cut, claim: ClaimHandle, whole: Whole | None = None, at: Instant | None = None
) -> BeliefRow:
    """Where one of many claims stands that are read off together. at: as for `board`."""
    made = _Page(stamp(beliefs.state, cut), _clock(cut, at), whole)
    return _row(beliefs.state, beliefs.belief(claim), claim, made)


class _Page(NamedTuple):
    """What all rows of a page share. at: by which deadlines have passed."""

    stamp: Stamp
    at: Instant | None
    whole: Whole | None


def _row(state: State, found: Belief, asked: ClaimHandle, page: _Page, *, flips_only: bool = False) -> BeliefRow:
    made, at, whole = page
    was = whole.was(asked) if whole else None
    if was and flips_only and not flips(was, found):
        was = None
    matter = state.matter(asked)
    claim, own = state.claims.get(matter), state.claims.get(asked)
    deadline = claim.deadline if claim else None
    late = since(deadline, at) if deadline and at is not None and found.verdict is None else None
    return BeliefRow(
        claim=asked,
        text=own.text if own else "",
        topic=claim.topics if claim else (),
        about=claim.about if claim else (),
        question=claim.question if claim else None,
        deadline=deadline,
        status=found.status,
        probability=found.probability,
        range=found.range,
        ignorance=found.ignorance,
        likelihood=found.likelihood,
        evidence=found.evidence,
        support_units=found.support_units,
        deny_units=found.deny_units,
        origins_for=tuple(found.origins_for),
        origins_against=tuple(found.origins_against),
        denied_by=found.denied_by,
        by_decider=found.by_decider,
        statements=found.statements,
        verdict=found.verdict,
        verdict_entry=found.settled_by,
        changed=found.changed,
        same_as=matter if matter != asked else None,
        as_of=made.as_of,
        known_by=made.known_by,
        policy=made.policy,
        overdue=late is not None,
        overdue_since=None if late is None else iso(late),
        was=was,
        without=whole.left_out if whole else (),
    )


class ContributionRow(NamedTuple):
    """What one statement adds. factors: the product behind its worth, base in millionths. units: millionths, what it
    adds.
    """

    entry: int
    source: SourceHandle
    act: str
    stance: str
    said: str | None
    certainty: str
    basis: str
    interest: str
    via: str | None
    chain: Sequence[SourceHandle]
    factors: Mapping[str, float]
    worth: int
    units: int
    side: str | None
    group: str
    counted: bool
    reason: str
    over: int | None


class WithoutRow(NamedTuple):
    """The probability with one entry left out."""

    entry: int
    probability: float


class FragileRow(NamedTuple):
    """A single source or entry that carries the status. kind: ``source statement verdict merge`` and so on. effect:
    ``falls`` to a lower rung, or ``changes``. The rest is where the claim would stand without it.
    """

    without: str
    kind: str
    effect: str
    status: str
    verdict: str | None
    probability: float
    likelihood: str | None


class WhyRow(NamedTuple):
    """The whole sum behind a belief. rival_units: what speaks for the other answers to the question. weight: of the
    prior. left_out: what was left out of history, as it can be typed. fragile: the single sources and entries that
    carry the status; None where nobody asked.
    """

    belief: BeliefRow
    prior: float
    weight_units: int
    rival_units: int
    contributions: Sequence[ContributionRow]
    without: Sequence[WithoutRow]
    left_out: Sequence[str] = ()
    fragile: Sequence[FragileRow] | None = None


def why(
    state: State,
    cut: Cut,
    claim: ClaimHandle,
    known: Sums | None = None,
    whole: Whole | None = None,
    *,
    said: Mapping[int, Edtf] | None = None,
    carriers: Iterable[Carrier] | None = None,
    at: Instant | None = None,
) -> WhyRow:
    """The sum behind one claim's belief, statement by statement in log order. said: their dates, by position.
    at: as for `board`.
    """
    beliefs = Beliefs(state, known)
    found = beliefs.why(claim)
    rivals = [rival for rival in state.rivals(state.matter(claim)) if rival != state.matter(claim)]
    return WhyRow(
        belief=_row(state, found.belief, claim, _Page(stamp(state, cut), _clock(cut, at), whole)),
        prior=found.belief.prior,
        weight_units=state.policy.weight * MILLION,
        rival_units=sum(beliefs.belief(rival).support_units for rival in rivals),
        contributions=[_contribution(item, said or {}) for item in found.contributions],
        without=[WithoutRow(*pair) for pair in found.without],
        left_out=whole.left_out if whole else (),
        fragile=None if carriers is None else [_fragile(one) for one in carriers],
    )


def _fragile(one: Carrier) -> FragileRow:
    left = one.belief
    return FragileRow(one.without, one.kind, one.effect, left.status, left.verdict, left.probability, left.likelihood)


def _contribution(item: Contribution, said: Mapping[int, Edtf]) -> ContributionRow:
    voice, manner, factors = item.voice, item.manner, item.factors
    return ContributionRow(
        entry=item.utterance.position,
        source=voice.source,
        act=manner.act,
        stance=manner.stance,
        said=said.get(item.utterance.position),
        certainty=manner.certainty,
        basis=item.basis,
        interest=item.interest,
        via=manner.via,
        chain=item.route.chain,
        factors={
            "credibility": factors.credibility,
            "base": factors.base,
            "certainty": factors.certainty / HUNDREDTHS,
            "basis": factors.basis / HUNDREDTHS,
            "interest": factors.interest / HUNDREDTHS,
            "hearsay": (factors.hearsay / HUNDREDTHS) ** factors.relayers,
        },
        worth=item.worth,
        units=item.units,
        side=item.side,
        group=item.group,
        counted=item.counted,
        reason=item.reason,
        over=item.over,
    )
