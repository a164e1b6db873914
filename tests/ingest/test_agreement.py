"""Two extractors on one article: what both found is proposed once, and surer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.ingest.agreement import agreed, alike
from tracker.ingest.proposal import Proposal, Speaker, anchored

TEXT = "Das Werk sei sicher, sagte die Sprecherin. Es laufe rund, meinte Pohl."


def proposal(content: tuple[int, int], source: tuple[int, int] | None, confidence: float, rule: str) -> Proposal:
    return Proposal(
        content=anchored(TEXT, [content]),
        source=Speaker(anchors=anchored(TEXT, [source] if source else [])),
        rule=rule,
        confidence=confidence,
    )


def test_what_both_found_is_proposed_once_and_surer() -> None:
    mine, theirs = proposal((0, 19), (27, 41), 0.8, "frame"), proposal((4, 19), (31, 41), 0.6, "llm")
    (one,) = agreed([("rules", [mine]), ("llm", [theirs])])
    assert one.by == ("rules", "llm")
    assert one.proposal.content == mine.content
    assert one.proposal.confidence == 0.92


def test_what_one_alone_found_stays_as_sure_as_it_was() -> None:
    mine, theirs = proposal((43, 56), (65, 69), 0.8, "frame"), proposal((0, 19), (27, 41), 0.6, "llm")
    assert [(one.by, one.proposal) for one in agreed([("rules", [mine]), ("llm", [theirs])])] == [
        (("llm",), theirs),
        (("rules",), mine),
    ]


def test_who_name_different_sources_do_not_back_each_other() -> None:
    mine, theirs = proposal((0, 19), (27, 41), 0.8, "frame"), proposal((0, 19), (65, 69), 0.6, "llm")
    (one,) = agreed([("rules", [mine]), ("llm", [theirs])])
    assert (one.by, one.proposal) == (("rules",), mine)
    (other,) = agreed([("rules", [mine]), ("llm", [proposal((0, 19), None, 0.6, "llm")])])
    assert other.proposal.confidence == 0.8


def test_one_extractor_never_agrees_with_itself() -> None:
    """Two statements that share words, as a quote inside an indirect one, stay two."""
    outer, inner = proposal((0, 19), (27, 41), 0.8, "frame"), proposal((4, 19), (27, 41), 0.7, "quote")
    assert [one.proposal for one in agreed([("rules", [outer, inner])])] == [outer, inner]


places = st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda place: (place[0], place[0] + place[1]))
proposals = st.builds(proposal, places, st.none() | places, st.floats(0, 1), st.just("x"))


@given(st.lists(proposals, max_size=5), st.lists(proposals, max_size=5))
def test_nothing_is_lost_and_nothing_gets_less_sure(mine: list[Proposal], theirs: list[Proposal]) -> None:
    found = agreed([("rules", mine), ("llm", theirs)])
    assert max(len(mine), len(theirs)) <= len(found) <= len(mine) + len(theirs)
    for one in (*mine, *theirs):
        assert any(alike(one.content, other.proposal.content) >= 0.5 for other in found)
    for one in mine:
        assert any(
            (one.content == other.proposal.content and one.confidence <= other.proposal.confidence + 1e-4)
            or one.confidence > 0.99
            for other in found
        )
