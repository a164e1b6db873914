"""The default extractor: German and English by rule, in two passes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from tracker.domain.sentences import Extent
from tracker.domain.words import Act, Presentation, SourceKind, Via
from tracker.errors import UsageError
from tracker.ingest.clauses import Parsed, Reader
from tracker.ingest.discourse import Told, discourse
from tracker.ingest.frames import frames
from tracker.ingest.german import GERMAN
from tracker.ingest.grammar import Language, lexicon
from tracker.ingest.proposal import Document, Proposal, Speaker, anchored
from tracker.ingest.tagger import hanta
from tracker.ingest.tokens import read

LANGUAGES: Final = {language.code: language for language in (GERMAN,)}


class RuleExtractor:
    """Proposes by rule."""

    name = "rules"
    version = "1"

    def __init__(self, model: str | None = None) -> None:
        if model:
            raise UsageError("the rules use no model", "--extractor llm --model NAME")

    def propose(self, document: Document) -> Iterable[Proposal]:
        """The statements of an article in the order of its text."""
        language = LANGUAGES["de"]
        reader = _reader(language.code)
        known = lexicon(language.verbs)
        parsed = (reader.parse(sentence) for sentence in read(document.text))
        for told in discourse(((one, frames(one, language, known)) for one in parsed), language):
            yield _proposal(document.text, told)


@lru_cache
def _reader(code: str) -> Reader:
    return Reader(LANGUAGES[code], hanta(code))


def _proposal(text: str, told: Told) -> Proposal:
    return Proposal(
        content=anchored(text, told.content),
        source=Speaker(anchors=anchored(text, told.source)),
        cue=anchored(text, told.cue),
        act=told.act,
        via=told.via,
        carried=told.carried,
        rule=told.rule,
        confidence=0.5,
    )
