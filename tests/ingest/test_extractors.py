"""Whoever writes an extractor: what it gives is kept only where it stands in the article word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import NotFound
from tracker.ingest.extractors import checked, find
from tracker.ingest.proposal import Anchor, Document, Proposal, Speaker, anchored, wording

TEXT = "Das Werk sei sicher, sagte die Sprecherin. Es laufe rund."
SAFE = Proposal(
    content=anchored(TEXT, [(0, 19)]),
    source=Speaker(anchors=anchored(TEXT, [(27, 41)])),
    cue=anchored(TEXT, [(21, 26)]),
    rule="test",
    confidence=0.9,
)


def test_a_proposal_that_is_word_for_word_is_kept() -> None:
    assert checked(Document(text=TEXT), [SAFE]) == ((SAFE,), 0)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(SAFE, content=()),
        replace(SAFE, content=(Anchor(0, 19, "Das Werk sei unsicher"),)),
        replace(SAFE, content=(Anchor(0, 8, "Das Werk"), Anchor(4, 12, "Werk sei"))),
        replace(SAFE, content=anchored(TEXT, [(9, 12), (0, 8)])[::-1]),
        replace(SAFE, cue=(Anchor(21, 900, TEXT[21:]),)),
        replace(SAFE, cue=(Anchor(-5, -1, TEXT[-5:-1]),)),
        replace(SAFE, chain=(Anchor(4, 4, ""),)),
        replace(SAFE, source=Speaker(anchors=(Anchor(31, 41, "sprecherin"),))),
        replace(SAFE, confidence=1.5),
    ],
    ids=["nothing said", "other words", "overlap", "out of order", "beyond", "before", "empty", "letters", "too sure"],
)
def test_one_that_is_not_is_dropped_and_counted_never_repaired(wrong: Proposal) -> None:
    assert checked(Document(text=TEXT), [wrong, SAFE]) == ((SAFE,), 1)


@given(st.text(min_size=1), st.data())
def test_any_places_of_any_text_are_its_words(text: str, data: st.DataObject) -> None:
    """Code points, not bytes and not what a screen shows: combining characters and emoji keep their places."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    parts = anchored(text, zip(cuts[::2], cuts[1::2], strict=False))
    proposal = Proposal(content=parts, rule="test", confidence=0.5)
    assert checked(Document(text=text), [proposal]).dropped == 0
    assert wording(parts).count("[...]") >= len(parts) - 1


def test_an_extractor_nobody_offers_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="no extractor 'oracle'"):
        find("oracle")
