"""Several extractors side by side on one article: where two found the same statement it is proposed once, and surer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from tracker.ingest.proposal import Anchor, Proposal

ALIKE: Final = 0.5
"""From which share of common characters on, of all that either holds, two contents are the same statement."""
_SUREST: Final = 0.99


class Agreed(NamedTuple):
    """A proposal, and the names of the extractors that found it, the one whose wording it has first."""

    proposal: Proposal
    by: tuple[str, ...]


def agreed(proposed: Sequence[tuple[str, Sequence[Proposal]]]) -> list[Agreed]:
    """The proposals of all extractors in the order of the text; an earlier extractor's wording goes before a later's.

    proposed: for each extractor its name and what it proposed. Two agree on what is said if most of it is the same
    words, and then it is one proposal. They agree on who said it if their sources have a word in common, or both have
    none: only then the confidences add up, as chances of being wrong that do not hang together: 1 - (1-a)(1-b), at
    most .99. Where they name different sources the earlier one's stands, as sure as it was.
    """
    agreements: list[Agreed] = []
    for name, proposals in proposed:
        earlier = list(agreements)
        for proposal in proposals:
            same = max(earlier, key=lambda agreement: alike(agreement.proposal.content, proposal.content), default=None)
            if same is None or alike(same.proposal.content, proposal.content) < ALIKE:
                agreements.append(Agreed(proposal, (name,)))
                continue
            earlier.remove(same)
            agreements[agreements.index(same)] = _joined(same, name, proposal)
    return sorted(
        agreements, key=lambda agreement: (agreement.proposal.content[0].start, agreement.proposal.content[-1].end)
    )


def _joined(agreement: Agreed, name: str, other: Proposal) -> Agreed:
    first = agreement.proposal
    if not _same_source(first, other):
        return agreement
    doubt = (1 - first.confidence) * (1 - other.confidence)
    return Agreed(replace(first, confidence=round(min(1 - doubt, _SUREST), 4)), (*agreement.by, name))


def _same_source(one: Proposal, other: Proposal) -> bool:
    mine, theirs = one.source.anchors, other.source.anchors
    return alike(mine, theirs) > 0 if mine and theirs else not (mine or theirs)


def alike(one: Iterable[Anchor], other: Iterable[Anchor]) -> float:
    """How much two lists of places share: the length of what both hold by the length of what either holds, 0..1."""
    mine, theirs = list(one), list(other)
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in mine for b in theirs)
    whole = sum(anchor.end - anchor.start for anchor in (*mine, *theirs)) - common
    return common / whole if whole else 0.0
