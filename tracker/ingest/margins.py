"""What stands at the edges of an article and says nothing: captions and their credits, bylines, share buttons."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.ingest.grammar import Language


def is_marginal(sentence: str, language: Language) -> bool:
    """Whether a sentence is a credit, a byline or a button."""
    return len(sentence) < _LONG and _pattern(language.code, language.margins).search(sentence) is not None


_LONG = 160
"""Longer words are no margin."""


@lru_cache
def _pattern(_: str, margins: str) -> re.Pattern[str]:
    return re.compile(margins)
