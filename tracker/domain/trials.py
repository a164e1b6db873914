"""Trials: one record's last word on one claim through one origin, and how it came out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from tracker.domain.clocks import Instant
from tracker.domain.origins import Attribution, Group, Origins, Record
from tracker.domain.state import State
from tracker.domain.utterances import Manner, Utterance
from tracker.domain.words import Act, Basis, ClaimHandle, Finding, Interest, SourceHandle, Stance


class Outcome(StrEnum):
    """How one trial came out."""

    HELD = "held"
    FELL = "fell"
    MIXED = "mixed"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"


class Judgement(NamedTuple):
    """What a claim is judged by: its own verdict, or a rival answer found true (then the value is false).

    last: the last instant of the day it was decided. position: the verdict's entry.
    """

    value: Finding
    last: Instant
    position: int


def judgement(state: State, claim: ClaimHandle) -> Judgement | None:
    """How a claim came out, if anybody found out; ``true`` on one answer of a question refutes the others."""
    own = state.verdicts.get(claim)
    if own is not None:
        return Judgement(own.value, own.last, own.position)
    rivals = state.rivals(claim)
    if len(rivals) == 1:
        return None
    found = [
        verdict
        for rival in rivals
        if (verdict := state.verdicts.get(rival)) is not None and verdict.value is Finding.TRUE
    ]
    if not found:
        return None
    latest = max(found, key=lambda verdict: (verdict.last, verdict.position))
    return Judgement(Finding.FALSE, latest.last, latest.position)


def judged_claims(state: State) -> list[ClaimHandle]:
    """Every claim that has a judgement, in log order of their opening."""
    judged = dict.fromkeys(state.verdicts)
    for claim in list(judged):
        judged.update(dict.fromkeys(state.rivals(claim)))
    return [claim for claim in judged if judgement(state, claim) is not None]


class Trial(NamedTuple):
    """One record's last word on one claim through one origin, and how it came out.

    position: of the statement on trial. source: the speaker's present identity. at: the last instant of the day the
    claim was judged on; None while it is pending.
    """

    record: Record
    claim: ClaimHandle
    group: Group
    position: int
    act: Act
    outcome: Outcome
    source: SourceHandle
    at: Instant | None


def trials(state: State, origins: Origins, claims: Iterable[ClaimHandle]) -> list[Trial]:
    """The trials of ``claims``, graded by the judgements in force; those of unjudged claims are pending.

    One trial per record, claim and group: the latest utterance up to the verdict, by world instant, then position.
    Not tried: own decisions (whoever decides cannot be wrong about it), statements against interest, claims found
    unresolvable.
    """
    found: list[Trial] = []
    for claim in claims:
        judged = judgement(state, claim)
        if judged is not None and judged.value is Finding.UNRESOLVABLE:
            continue
        at = judged.last if judged else None
        for utterance, attribution in _last_words(state.statements.get(claim, ()), origins, judged):
            came = _outcome(utterance, origins.manner(utterance), judged)
            if came is not None:
                record, group, source = attribution.record, attribution.group, attribution.source
                act = origins.manner(utterance).act
                found.append(Trial(record, claim, group, utterance.position, act, came, source, at))
    return found


def outcome(heard: Sequence[Utterance], origins: Origins, judged: Judgement) -> Outcome | None:
    """How the trial of one record through one origin came out, by all it said; None for what is not graded."""
    last = heard[0] if len(heard) == 1 else max(heard, key=lambda one: _weight(one, judged))
    return _outcome(last, origins.manner(last), judged)


def _last_words(
    said: Sequence[Utterance], origins: Origins, judged: Judgement | None
) -> Iterable[tuple[Utterance, Attribution]]:
    """The statement that decides each trial: the latest, and one taken back in time only if there is no other."""
    sided, limit = origins.sided, None if judged is None else judged.last
    last: dict[int, tuple[Utterance, Attribution]] = {}
    for utterance in said:
        if utterance[7] not in sided or (limit is not None and utterance[4] > limit):
            continue
        attribution = origins.attribution(utterance)
        rival = last.get(attribution.trial)
        if rival is None or _weight(utterance, judged) > _weight(rival[0], judged):
            last[attribution.trial] = utterance, attribution
    return last.values()


def _weight(utterance: Utterance, judged: Judgement | None) -> tuple[bool, Instant, int]:
    return not _withdrawn(utterance, judged), utterance.world, utterance.position


def _withdrawn(utterance: Utterance, judged: Judgement | None) -> bool:
    return utterance.retracted is not None and (judged is None or utterance.retracted <= judged.last)


def basis_of(manner: Manner, *, own_voice: bool = False) -> Basis:
    """How the source knows: as recorded, else an announcement is its own decision and a paper's own voice shows no
    evidence.
    """
    if manner.basis is not None:
        return manner.basis
    if manner.act is Act.ANNOUNCE:
        return Basis.OWN_DECISION
    return Basis.NO_EVIDENCE if own_voice else Basis.UNSTATED


GRADES: Final = {
    Finding.TRUE: (Outcome.HELD, Outcome.FELL),
    Finding.MOSTLY_TRUE: (Outcome.HELD, Outcome.FELL),
    Finding.MIXED: (Outcome.MIXED, Outcome.MIXED),
    Finding.MOSTLY_FALSE: (Outcome.FELL, Outcome.HELD),
    Finding.FALSE: (Outcome.FELL, Outcome.HELD),
}
"""How whoever supported a claim came out, then how whoever denied it did; an unresolvable claim grades nobody."""


def can_be_graded(manner: Manner) -> bool:
    """Whether a verdict grades the speaker: neither one who decides the matter nor one who speaks against interest."""
    return basis_of(manner) is not Basis.OWN_DECISION and manner.interest is not Interest.AGAINST_INTEREST


def _outcome(utterance: Utterance, manner: Manner, judged: Judgement | None) -> Outcome | None:
    if not can_be_graded(manner):
        return None
    if _withdrawn(utterance, judged):
        return Outcome.WITHDRAWN
    if judged is None:
        return Outcome.PENDING
    supporter, denier = GRADES[judged.value]
    return supporter if manner.stance is Stance.SUPPORTS else denier
