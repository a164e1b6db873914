"""On what a status hangs: the single source, or the single entry, without which it would fall."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from tracker.domain import events
from tracker.domain.belief import Belief
from tracker.domain.clocks import Instant
from tracker.domain.credibility import NONE, Fading, Sums, Tally, Totals, graded, totals
from tracker.domain.events import Event
from tracker.domain.policy import Policy
from tracker.domain.trials import Trial
from tracker.domain.without import Without
from tracker.domain.words import Status

Key = TypeVar("Key")

_RANK: Final = {
    Status.OPEN: 0,
    Status.DENIED_BY_SEVERAL: 0,
    Status.DENIED: 0,
    Status.DISPUTED: 1,
    Status.SINGLE_SOURCE: 2,
    Status.MULTIPLE_SOURCES: 3,
    Status.CORROBORATED: 4,
}
"""The rungs of the ladder; what is settled or taken back stands beside it."""

KINDS: Final[dict[type[Event], str]] = {
    events.StatementRecorded: "statement",
    events.StatementAmended: "amendment",
    events.StatementRetracted: "retraction",
    events.StatementsGrouped: "grouping",
    events.StatementsUngrouped: "ungrouping",
    events.VerdictReached: "verdict",
    events.VerdictWithdrawn: "withdrawal",
    events.SourcesMerged: "merge",
    events.SourcesSeparated: "separation",
    events.SourceDescribed: "description",
    events.ClaimsRelated: "relation",
    events.ClaimsUnrelated: "end of a relation",
    events.ClaimAmended: "claim amendment",
    events.EntryVoided: "undo",
}
"""The entries that can carry a status, and what they are called. What registers a source or opens a claim says nothing
about it, and a redaction moves no belief.
"""


class Candidate(NamedTuple):
    """Something that might carry a status. word: as it can be typed, ``source:nvidia`` or ``entry:12``."""

    word: str
    kind: str
    without: Without


class Effect(StrEnum):
    """What leaving something out does to a status."""

    FALLS = "falls"
    CHANGES = "changes"


class Carrier(NamedTuple):
    """A single source or entry without which the status would be another one; belief: where the claim would stand."""

    without: str
    kind: str
    effect: Effect
    belief: Belief


def effect(whole: Belief, rest: Belief) -> Effect | None:
    """What has become of a status: fallen to a lower rung, or changed otherwise; None if it stands.

    A settled claim falls when no verdict settles it any more, and changes when another finding does.
    """
    if whole.verdict is not None and rest.verdict is None:
        return Effect.FALLS
    if (whole.status, whole.verdict) == (rest.status, rest.verdict):
        return None
    high, low = _RANK.get(whole.status), _RANK.get(rest.status)
    return Effect.FALLS if high is not None and low is not None and low < high else Effect.CHANGES


def carriers(whole: Belief, tried: Iterable[tuple[Candidate, Belief]]) -> list[Carrier]:
    """Those candidates without which the status would not stand: what makes it fall first, in the order tried."""
    found = [
        Carrier(candidate.word, candidate.kind, becomes, rest)
        for candidate, rest in tried
        if (becomes := effect(whole, rest)) is not None
    ]
    return sorted(found, key=lambda carrier: carrier.effect is not Effect.FALLS)


class Pool:
    """All trials together, to be added up again when some of them are exchanged for others.

    Where old verdicts fade, everything is added up anew: another latest verdict makes all of them older or younger.
    """

    def __init__(self, tried: Iterable[Trial], policy: Policy) -> None:
        self._tried, self._policy = tuple(tried), policy
        self._known = self._total(self._tried)

    def exchanged(self, gone: Collection[Trial], come: Collection[Trial]) -> Sums:
        """What all trials add up to without some of them and with others in their place."""
        fading = Fading(self._policy, self._known.latest)
        if fading.on:
            left = frozenset(gone)
            return self._total([*(one for one in self._tried if one not in left), *come])
        everybody, classes, records = self._known.totals
        less, more = totals(graded(gone), fading), totals(graded(come), fading)
        everybody = everybody.less(less.everybody).plus(more.everybody)
        classes = _exchanged(classes, less.classes, more.classes)
        return Sums(Totals(everybody, classes, _exchanged(records, less.records, more.records)), fading.latest)

    def _total(self, tried: Iterable[Trial]) -> Sums:
        items = graded(tried)
        latest = max((item.at for item in items), default=Instant(0))
        return Sums(totals(items, Fading(self._policy, latest)), latest)


def _exchanged(known: Mapping[Key, Tally], less: Mapping[Key, Tally], more: Mapping[Key, Tally]) -> dict[Key, Tally]:
    shifted = dict(known)
    for key, tally in less.items():
        shifted[key] = shifted.get(key, NONE).less(tally)
    for key, tally in more.items():
        shifted[key] = shifted.get(key, NONE).plus(tally)
    return shifted
