"""Whether a verb's mood marks words as somebody else's: the first Konjunktiv, and what stands in for it."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.ingest.grammar import Language
from tracker.ingest.lexemes import Pos, Word


def is_moody(words: Sequence[Word], at: int, language: Language) -> bool:
    """Whether a finite verb stands in a mood that marks words as somebody else's."""
    return words[at].low in language.second_mood or is_first(words, at, language)


def is_first(words: Sequence[Word], at: int, language: Language) -> bool:
    """Whether a finite verb stands in the first Konjunktiv: by a closed list, or by "-e" that is not "-te".

    Beside "ich" the same forms are the indicative: "davon gehe ich aus".
    """
    beside = (words[at - 1].low if at else "", words[at + 1].low if at + 1 < len(words) else "")
    return "ich" not in beside and (words[at].low in language.first_mood or _looks_first(words, at, language))


def _looks_first(words: Sequence[Word], at: int, language: Language) -> bool:
    word = words[at]
    return (
        bool(language.first_mood)
        and word.pos is Pos.FINITE
        and word.text[0].islower()
        and word.low.endswith("e")
        and not word.low.endswith(("te", "wurde"))
        and word.low not in language.auxiliaries
        and word.low not in language.modals
        and not (at and words[at - 1].pos in (Pos.DETERMINER, Pos.ADJECTIVE, Pos.NUMBER))
    )
