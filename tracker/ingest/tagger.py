"""Parts of speech and base forms of words: a small protocol, and HanTa behind it (extra ``ingest``)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple, Protocol

from tracker.extras import Extra, MissingExtra


class Analysis(NamedTuple):
    """What a word most likely is, out of context: its base form, and its tag in the tagger's own tag set."""

    lemma: str
    tag: str


class Tagger(Protocol):
    """Tells what a word is."""

    def analyse(self, word: str) -> Analysis:
        """The likeliest reading of a word; of any text whatever, without raising."""


_MODELS: Final = {"de": "morphmodel_ger.pgz", "en": "morphmodel_en.pgz"}
_LONGEST: Final = 40
"""Longer strings are no words; to take one apart would cost the square of its length."""


class HanTa:
    """The Hanover Tagger: looks at the parts of a word, so that it knows forms it has never seen."""

    def __init__(self, language: str) -> None:
        try:
            from HanTa import HanoverTagger
        except ImportError:
            raise MissingExtra(Extra.INGEST) from None
        self._model: Any = HanoverTagger.HanoverTagger(_MODELS[language])

    def analyse(self, word: str) -> Analysis:
        """The likeliest reading of a word out of context."""
        if len(word) > _LONGEST or not word.isalpha():
            return Analysis(word, "")
        try:
            lemma, tag = self._model.analyze(word)
        except Exception:
            return Analysis(word, "")
        return Analysis(str(lemma), str(tag))


@lru_cache
def hanta(language: str) -> HanTa:
    """The tagger of a language (``de``, ``en``), loaded once. Raises TrackerError without the extra."""
    return HanTa(language)
