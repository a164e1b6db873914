"""The languages that there are rules for, and which of them a text is in."""

from __future__ import annotations

import re
from typing import Final

from tracker.ingest.english import ENGLISH
from tracker.ingest.german import GERMAN
from tracker.ingest.grammar import Language
from tracker.ingest.proposal import Document

LANGUAGES: Final = {language.code: language for language in (GERMAN, ENGLISH)}
"""By their code."""
_SAMPLE: Final = 20_000
"""How many characters are enough to tell a language by."""


def spoken(document: Document) -> Language | None:
    """The language of a document: the one it is said to be in, else told by its small words; None where it is in none
    that there are rules for.
    """
    if (given := LANGUAGES.get(document.language[:2].lower())) is not None:
        return given
    words = re.findall(r"[^\W\d_]+", document.text[:_SAMPLE].lower())
    shares = {code: sum(word in one.function_words for word in words) for code, one in LANGUAGES.items()}
    best = max(shares, key=lambda code: shares[code])
    return LANGUAGES[best] if words and shares[best] >= max(1, len(words) // 12) else None
