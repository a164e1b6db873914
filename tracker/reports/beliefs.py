"""The belief state: a row for each claim, and the sum behind one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tracker.domain.belief import Belief, Why
from tracker.domain.clocks import FOREVER, Edtf, Instant, iso
from tracker.domain.contributions import Contribution
from tracker.domain.deadlines import since
from tracker.domain.flips import Was, Whole, flips
from tracker.domain.fragility import Carrier
from tracker.domain.policy import HUNDREDTHS
from tracker.domain.state import State
from tracker.domain.sums import MILLION
from tracker.domain.weighing import Count
from tracker.domain.words import ClaimHandle, Question, SourceHandle, Topic
from tracker.reports.stamp import Stamp, stamp

TOLD: Final = (
    "status", "probability", "range", "ignorance", "likelihood", "evidence", "support_units", "deny_units",
    "origins_for", "origins_against", "denied_by", "by_decider", "statements", "verdict", "verdict_entry", "changed",
)  # fmt: skip
"""What programs are told of a belief. probability, range, ignorance: numbers in 0..1. support_units, deny_units:
millionths. origins: least and most independent origins, most None where a plural has no count.
"""


def unfolded(row: Any, names: Sequence[str]) -> dict[str, object]:
    """A row as programs know it: the belief that it holds is told among its own keys."""
    told: dict[str, object] = {}
    for field, held in row._asdict().items():
        if not isinstance(held, Belief):
            told[field] = held
            continue
        for name in names:
            value = getattr(held, name)
            told[name] = tuple(value) if isinstance(value, Count) else value
    return told


class BeliefRow(NamedTuple):
    """Where one claim stands.

    same_as: the handle under which it is reckoned, where that is another. overdue: whether the deadline has passed
    without a verdict; overdue_since: from which instant on. was: where it stands with everything in, given on the board
    for a claim that flips and always where one claim is asked for; None where nothing is left out. without: what is
    left out, as it can be typed.
    """

    claim: ClaimHandle
    text: str
    topic: Sequence[Topic]
    about: Sequence[SourceHandle]
    question: Question | None
    deadline: str | None
    belief: Belief
    same_as: ClaimHandle | None
    as_of: str | None
    known_by: int
    policy: str
    overdue: bool = False
    overdue_since: str | None = None
    was: Was | None = None
    without: Sequence[str] = ()

    def plainly(self) -> dict[str, object]:
        """The row for programs."""
        return unfolded(self, TOLD)


KEYS: Final = tuple(key for field in BeliefRow._fields for key in (TOLD if field == "belief" else (field,)))
"""The keys of a row for programs."""


def board(
    state: State, beliefs: Iterable[Belief], clock: Instant | None = None, whole: Whole | None = None
) -> list[BeliefRow]:
    """A row for each belief, latest change first. clock: by which deadlines have passed; default the cut's own end.

    Beside the whole history the claims that flip come first.
    """
    page = _page(state, clock, whole)
    rows = [_row(state, held, held.claim, page, flips_only=True) for held in beliefs]
    rows.sort(key=lambda row: (row.was is None, -(row.belief.changed or 0), row.claim))
    return rows


def belief(
    state: State, claim: ClaimHandle, held: Belief, clock: Instant | None = None, whole: Whole | None = None
) -> BeliefRow:
    """Where one claim stands; nothing is known about one opened after the cut. clock: as for `board`."""
    return _row(state, held, claim, _page(state, clock, whole))


class _Page(NamedTuple):
    """What all rows of a page share. clock: by which deadlines have passed, None for none of them."""

    stamp: Stamp
    clock: Instant | None
    whole: Whole | None


def _page(state: State, clock: Instant | None, whole: Whole | None) -> _Page:
    own = state.cut.world if state.cut.world < FOREVER else None
    return _Page(stamp(state), own if clock is None else clock, whole)


def _row(state: State, held: Belief, asked: ClaimHandle, page: _Page, *, flips_only: bool = False) -> BeliefRow:
    made, at, whole = page
    was = whole.was(asked) if whole else None
    if was and flips_only and not flips(was, held):
        was = None
    matter = state.matter(asked)
    claim, own = state.claims.get(matter), state.claims.get(asked)
    deadline = claim.deadline if claim else None
    late = since(deadline, at) if deadline and at is not None and held.verdict is None else None
    return BeliefRow(
        claim=asked,
        text=own.text if own else "",
        topic=claim.topics if claim else (),
        about=claim.about if claim else (),
        question=claim.question if claim else None,
        deadline=deadline,
        belief=held,
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
    belief: Belief

    def plainly(self) -> dict[str, object]:
        """The row for programs."""
        return unfolded(self, ("status", "verdict", "probability", "likelihood"))


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
    claim: ClaimHandle,
    summed: Why,
    clock: Instant | None = None,
    whole: Whole | None = None,
    *,
    said: Mapping[int, Edtf],
    carriers: Iterable[Carrier] | None = None,
) -> WhyRow:
    """The sum behind one claim's belief, statement by statement in log order. said: their dates, by position.
    clock: as for `board`.
    """
    return WhyRow(
        belief=belief(state, claim, summed.belief, clock, whole),
        prior=summed.belief.prior,
        weight_units=state.policy.weight * MILLION,
        rival_units=summed.rival_units,
        contributions=[_contribution(item, said) for item in summed.contributions],
        without=[WithoutRow(*pair) for pair in summed.without],
        left_out=whole.left_out if whole else (),
        fragile=None if carriers is None else [FragileRow(*carrier) for carrier in carriers],
    )


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
