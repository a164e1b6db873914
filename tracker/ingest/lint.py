"""What an editor would ask of a draft's sourcing, found by what the rules read in it.

A remark is a question, never a finding: the text may be right, and say so in a way that was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from tracker.domain.sentences import headline, paragraphs, quotations
from tracker.domain.words import Act, Certainty, Presentation, SourceKind, Via
from tracker.ingest.languages import LANGUAGES
from tracker.ingest.proposal import Proposal


class Flaw(StrEnum):
    """What may be wrong with the sourcing of a passage."""

    PLURAL = "plural"
    """Several sources are spoken of where the draft knows of one only."""
    OPINION = "opinion"
    """An opinion or a guess of somebody who is not named."""
    ONE_ORIGIN = "one origin"
    """What the draft opens with rests on one origin."""
    HEADLINE = "headline"
    """The headline says it more surely than the text does, or as a fact where the text gives it to somebody."""
    QUOTE = "quote"
    """Words in quotation marks that nobody is said to have said."""


class Remark(NamedTuple):
    """A question about a passage: half-open, in code points. words: the passage; about: what it stands against."""

    flaw: Flaw
    start: int
    end: int
    words: str
    about: str = ""


_SPOKEN: Final = 4
"""Fewer words in quotation marks are a name or a single term."""
_SAME: Final = 0.4
"""From which share of the shorter one's words on two passages tell of the same thing."""
_LONG: Final = 4
"""Shorter words say little of what a passage is about."""
_SURE: Final = {Certainty.UNCERTAIN: 0, Certainty.LIKELY: 1, Certainty.UNSTATED: 2, Certainty.CERTAIN: 2}
_HIDDEN: Final = frozenset({Presentation.UNNAMED, Presentation.ANONYMOUS})


_HEDGES: Final = frozenset(
    hedge for language in LANGUAGES.values() for hedge in (*language.hedges, *language.reportedly)
)


def lint(text: str, proposals: Sequence[Proposal]) -> list[Remark]:
    """The questions about a draft, in the order of its text, from what was found in it."""
    remarks = [
        *_plurals(text, proposals),
        *_opinions(proposals),
        *_openings(text, proposals),
        *_headlines(text, proposals),
        *_quotes(text, proposals),
    ]
    return sorted(remarks, key=lambda remark: (remark.start, remark.end, remark.flaw))


def _plurals(text: str, proposals: Sequence[Proposal]) -> Iterator[Remark]:
    """ "Insider" in one place and "ein Insider" in another, on the same thing."""
    singles = [
        proposal for proposal in proposals if _is_hidden(proposal) and proposal.source.kind is not SourceKind.GROUP
    ]
    for many in proposals:
        if not _is_hidden(many) or many.source.kind is not SourceKind.GROUP or many.source.head_max is not None:
            continue
        for single in singles:
            if _share(many.text, single.text) >= _SAME or _noun(many.source.text) == _noun(single.source.text):
                anchor = many.source.anchors[0]
                yield Remark(Flaw.PLURAL, anchor.start, anchor.end, many.source.text, single.source.text)
                break


def _is_hidden(proposal: Proposal) -> bool:
    return bool(proposal.source.anchors) and proposal.source.presentation in _HIDDEN


def _noun(words: str) -> str:
    """The first noun of a phrase without what its number and its case put behind it."""
    kept = re.findall(r"[^\W\d_]+", words)
    nouns = [
        word for word in kept if len(word) >= _LONG and not word.lower().startswith(("mehrere", "einige", "several"))
    ]
    return nouns[0].lower().rstrip("nes") if nouns else ""


def _opinions(proposals: Sequence[Proposal]) -> Iterator[Remark]:
    for proposal in proposals:
        if _is_hidden(proposal) and proposal.act in (Act.OPINION, Act.SPECULATE):
            yield Remark(
                Flaw.OPINION, proposal.content[0].start, proposal.content[-1].end, proposal.text, proposal.source.text
            )


def _openings(text: str, proposals: Sequence[Proposal]) -> Iterator[Remark]:
    """The statements of the first paragraph below the headline that no second origin supports."""
    title = headline(text)
    body = [part for part in paragraphs(text) if title is None or part.start >= title.end]
    if not body:
        return
    asked: set[str] = set()
    for proposal in proposals:
        if (
            not (body[0].start <= proposal.content[0].start < body[0].end)
            or proposal.via is Via.VOICE
            or not proposal.source.anchors
        ):
            continue
        if _noun(proposal.source.text) in asked:
            continue
        backing = [
            other
            for other in proposals
            if other is not proposal
            and other.source.anchors
            and other.stance == proposal.stance
            and _noun(other.source.text) != _noun(proposal.source.text)
            and not other.carried
            and _share(proposal.text, other.text) >= _SAME
        ]
        if not backing:
            asked.add(_noun(proposal.source.text))
            yield Remark(
                Flaw.ONE_ORIGIN,
                proposal.content[0].start,
                proposal.content[-1].end,
                proposal.text,
                proposal.source.text,
            )


def _headlines(text: str, proposals: Sequence[Proposal]) -> Iterator[Remark]:
    """A headline without attribution and without hedge, on what the text gives to somebody or hedges."""
    title = headline(text)
    if title is None:
        return
    words = text[slice(*title)]
    attributed = any(proposal.content[0].start < title.end and proposal.source.anchors for proposal in proposals)
    hedged = not _HEDGES.isdisjoint(re.findall(r"[^\W\d_]+", words.lower())) or words.endswith("?")
    if attributed or hedged or quotations(words, least=1):
        return
    behind = [
        proposal
        for proposal in proposals
        if proposal.content[0].start >= title.end and _share(words, proposal.text) >= _SAME
    ]
    weak = [
        proposal for proposal in behind if _SURE[proposal.certainty] < _SURE[Certainty.CERTAIN] or _is_hidden(proposal)
    ]
    if weak:
        yield Remark(Flaw.HEADLINE, *title, words, weak[0].text)


def _quotes(text: str, proposals: Sequence[Proposal]) -> Iterator[Remark]:
    """Quotations that no statement with a source touches."""
    told = [proposal for proposal in proposals if proposal.source.anchors]
    for quote in quotations(text, least=_SPOKEN):
        words = text[slice(*quote)]
        touched = any(
            anchor.start < quote.end and quote.start < anchor.end
            for proposal in told
            for anchor in (*proposal.content, *proposal.cue)
        )
        if not touched:
            yield Remark(Flaw.QUOTE, *quote, words)


def _share(one: str, other: str) -> float:
    """How many of the long words of the shorter passage the other has too, 0..1, by how they begin."""
    mine, theirs = _stems(one), _stems(other)
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer else 0.0


def _stems(words: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[^\W\d_]+", words.lower()) if len(word) >= _LONG}
