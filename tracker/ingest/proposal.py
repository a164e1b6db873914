"""What an extractor is given and what it gives back: a document, and proposed statements anchored in its text.

Every place is half-open and counts code points of the document's text; nothing is paraphrased.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.clocks import Edtf
from tracker.domain.sentences import OMISSION, Extent
from tracker.domain.words import MANNER, Act, Certainty, Presentation, SourceKind, Stance, Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article as an extractor sees it: its text exactly as archived, and what is known about it.

    language: ``de`` or ``en``; empty where nobody said, then the extractor judges by the words. published: when it
    came out, against which weekdays and "yesterday" are read; None where unknown. outlet: whose article it is, as
    printed; empty where unknown.
    """

    text: str
    language: str = ""
    published: Edtf | None = None
    outlet: str = ""


class Anchor(NamedTuple):
    """Words of an article and where they stand in it: ``document.text[start:end] == text``."""

    start: int
    end: int
    text: str

    @property
    def extent(self) -> Extent:
        """The place alone."""
        return Extent(self.start, self.end)


def anchored(text: str, extents: Iterable[tuple[int, int]]) -> tuple[Anchor, ...]:
    """The words of a text at the places given, in the order of the text."""
    return tuple(Anchor(start, end, text[start:end]) for start, end in sorted(extents))


def wording(anchors: Sequence[Anchor]) -> str:
    """The words as one line of quotation, ``[...]`` where something between them was left out."""
    return OMISSION.join(anchor.text for anchor in anchors)


class Mood(StrEnum):
    """The mood of the finite verb of what is said; in German it marks words as somebody else's."""

    INDICATIVE = "indicative"
    KONJUNKTIV_1 = "konjunktiv_1"
    """"sei", "konzentriere sich": reported speech, vouched for by nobody but the speaker."""
    KONJUNKTIV_2 = "konjunktiv_2"
    """"wäre", "würden": stands in for a first Konjunktiv that looks like the indicative; else a hypothesis."""
    MODAL = "modal"
    """"soll", "wolle", "reportedly is to": hearsay by a verb or an adverb."""
    NONE = ""
    """No finite verb: a fragment, a headline, a declined comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is proposed as the source of a statement, by the nearest mention that says who it is.

    anchors: empty where the text names nobody. head_min, head_max: of a group; max None where a plural has no count.
    """

    anchors: tuple[Anchor, ...] = ()
    kind: SourceKind = SourceKind.PERSON
    presentation: Presentation = Presentation.NAMED
    head_min: int | None = None
    head_max: int | None = None

    @property
    def text(self) -> str:
        """The speaker as the article words it."""
        return wording(self.anchors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A statement that an extractor believes to stand in an article; outside belief until a person accepts it.

    content: what is said, never empty; with the conjunction and the quotation marks, without the full stop of the
    sentence around it. source, cue: who, and by which attributing words; both may be empty. said: resolved from
    ``said_raw``, the words of the article about when. chain: relayers as the article names them, nearest to the
    speaker first. carried: the source was carried over from an earlier sentence. rule: which rule of the extractor
    found it. confidence: 0..1, how often the rule is right; an ordering for the reader, never a probability of truth.
    """

    content: tuple[Anchor, ...]
    source: Speaker = Speaker()
    cue: tuple[Anchor, ...] = ()
    act: Act = Act.ASSERT
    certainty: Certainty = Certainty.UNSTATED
    via: Via = Via.INDIRECT
    mood: Mood = Mood.NONE
    said: Edtf | None = None
    said_raw: str = ""
    chain: tuple[Anchor, ...] = ()
    carried: bool = False
    rule: str
    confidence: float

    @property
    def stance(self) -> Stance:
        """Which way it speaks, by its act."""
        return MANNER[self.act].stance

    @property
    def text(self) -> str:
        """What is said, as the article words it."""
        return wording(self.content)
