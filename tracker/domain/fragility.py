"""On what a status hangs: the single source, or the single entry, without which it would fall."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from tracker.domain import events
from tracker.domain.belief import Belief
from tracker.domain.events import Event
from tracker.domain.without import Without
from tracker.domain.words import Status

_RANK: Final = {
    Status.OPEN: 0,
    Status.DENIED_BY_SEVERAL: 0,
    Status.DENIED: 0,
    Status.DISPUTED: 1,
    Status.SINGLE_SOURCE: 2,
    Status.MULTIPLE_SOURCES: 3,
    Status.CORROBORATED: 4,
}
"""The rungs of the ladder of statuses, lowest first; a status that is settled or retracted has none."""

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
