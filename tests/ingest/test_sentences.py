"""Kinds of sentences that were once read wrongly: read right now, and no meaning ever turned round."""

from __future__ import annotations

import pytest

from tests.ingest import sentences

SEEN, HELD = list(sentences.lines("seen")), list(sentences.lines("held"))
_HELD: float = 0.8
"""The least share of the held sentences that is read right."""


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, id=line.text[:60], marks=pytest.mark.xfail(strict=True) if line.missed else ())
        for line in SEEN
    ],
)
def test_a_sentence_is_read_for_what_it_says(line: sentences.Line) -> None:
    assert sentences.faults(line, sentences.read(line)) == []


def test_so_are_most_of_those_that_no_rule_was_written_for() -> None:
    wrong = [line for line in HELD if sentences.faults(line, sentences.read(line))]
    assert len(HELD) - len(wrong) >= _HELD * len(HELD)


@pytest.mark.parametrize("line", [*SEEN, *HELD], ids=lambda line: line.text[:60])
def test_no_denial_is_read_as_support_nor_support_as_a_denial(line: sentences.Line) -> None:
    assert not sentences.turned(line, sentences.read(line))


@pytest.mark.parametrize("name", ["seen", "held"])
def test_every_kind_is_tried_in_more_than_one_sentence_and_in_both_languages(name: str) -> None:
    every = list(sentences.lines(name))
    for kind in {line.kind for line in every} - {"month", "of"}:  # the month of May and "of" are English
        languages = [line.language for line in every if line.kind == kind]
        assert len(languages) >= 3
        assert set(languages) == {"de", "en"}
