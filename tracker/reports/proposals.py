"""Proposals as rows: what was found in an article, where, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.domain.events import StatementProposed
from tracker.domain.places import extents
from tracker.domain.words import MANNER


class Words(NamedTuple):
    """Words of the article: as one line, and the places of their parts, half-open, in code points."""

    text: str
    spans: Sequence[tuple[int, int]]


class SpeakerRow(NamedTuple):
    """Who is said to have said it; the words are empty where the article names nobody."""

    text: str
    kind: str
    presentation: str
    spans: Sequence[tuple[int, int]]


class ProposalRow(NamedTuple):
    """A proposal from a file that is not on record. n: its number in the file, from 1."""

    file: str
    n: int
    act: str
    certainty: str
    stance: str
    via: str
    mood: str
    said: str | None
    said_raw: str
    source: SpeakerRow
    cue: Words
    content: Words
    chain: Sequence[str]
    carried: bool
    rule: str
    confidence: float


class RecordedRow(NamedTuple):
    """A proposal on record. state: open, accepted, rejected or unsure; statement: the entry it became; because: why it
    was rejected or put aside, as far as anybody said.
    """

    entry: int
    article: str
    state: str
    statement: int | None
    extractor: str
    act: str
    certainty: str
    stance: str
    via: str
    mood: str
    said: str | None
    said_raw: str
    source: SpeakerRow
    cue: Words
    content: Words
    chain: Sequence[str]
    carried: bool
    rule: str
    confidence: float
    because: str


class QuestionRow(NamedTuple):
    """What an editor would ask of a draft. line: from 1; start, end: half-open, in code points of the text.

    flaw: plural, opinion, one origin, headline or quote. words: the passage; about: who is behind it, or the passage
    that it does not go with.
    """

    file: str
    line: int
    flaw: str
    start: int
    end: int
    words: str
    about: str


def found(file: str, n: int, event: StatementProposed) -> ProposalRow:
    """A proposal as it was found in a file."""
    return ProposalRow(file, n, *_told(event))  # type: ignore[arg-type]


def recorded(event: StatementProposed, entry: int, state: str, statement: int | None, because: str) -> RecordedRow:
    """A proposal as it is on record."""
    return RecordedRow(entry, event.article, state, statement, event.extractor, *_told(event), because)  # type: ignore[arg-type,call-arg]


def _told(event: StatementProposed) -> tuple[object, ...]:
    return (
        event.act.value,
        event.certainty.value,
        MANNER[event.act].stance.value,
        event.via.value,
        event.mood,
        event.said,
        event.when,
        SpeakerRow(event.who, event.kind.value, event.presentation.value, _spans(event.speaker)),
        Words(event.cue, _spans(event.cues)),
        Words(event.text, _spans(event.content)),
        [name.strip() for name in event.through.split("[...]")] if event.through else [],
        event.carried,
        event.rule,
        event.confidence / 1000,
    )


def _spans(places: Sequence[int]) -> list[tuple[int, int]]:
    """Places as pairs without names: that is how they are promised to programs."""
    return [(start, end) for start, end in extents(places)]
