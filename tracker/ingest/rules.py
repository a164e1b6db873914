"""The default extractor: German and English by rule. First each sentence by itself, then the text as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from tracker.domain.sentences import Extent, headline
from tracker.domain.words import Via
from tracker.errors import UsageError
from tracker.ingest import acts
from tracker.ingest.clauses import Reader
from tracker.ingest.dates import said
from tracker.ingest.discourse import Told, discourse
from tracker.ingest.frames import frames
from tracker.ingest.grammar import Language, lexicon
from tracker.ingest.kinds import Sorter
from tracker.ingest.languages import LANGUAGES, spoken
from tracker.ingest.proposal import Document, Proposal, Speaker, anchored
from tracker.ingest.tagger import hanta
from tracker.ingest.tokens import read

CONFIDENCE: Final = {
    "verb": 0.9,
    "verb-behind": 0.9,
    "thus": 0.95,
    "as": 0.85,
    "according": 0.85,
    "quote-beside": 0.7,
    "quote": 0.8,
    "run": 0.8,
    "act": 0.6,
    "name": 0.7,
    "title": 0.7,
    "silent": 0.9,
    "open": 0.8,
    "intent": 0.45,
    "hearsay": 0.45,
    "hence": 0.6,
    "before": 0.5,
}
"""How often each rule was right on texts it was tried on, roughly; an order to read in, never a chance of truth."""


class RuleExtractor:
    """Proposes what stands in German and English news text by rule: no model, no network, the same every time."""

    name = "rules"
    version = "1"

    def __init__(self, model: str | None = None) -> None:
        if model:
            raise UsageError("the rules use no model", "--extractor llm --model NAME")

    def propose(self, document: Document) -> Iterable[Proposal]:
        """The statements of an article in the order of its text; none where it is in neither language.

        Raises TrackerError where the tagger is not installed.
        """
        language = spoken(document)
        if language is None:
            return
        parse = reader(language.code).parse
        known = _LEXICONS[language.code]
        parsed = (parse(sentence) for sentence in read(document.text, _heading(document.text)))
        sorter, title = Sorter(document.text, language), headline(document.text)
        for told in discourse(((one, frames(one, language, known)) for one in parsed), language, sorter):
            yield _proposal(document, told, language, sorter, title)


_LEXICONS: Final = {code: lexicon(language.verbs) for code, language in LANGUAGES.items()}
_DATE_LINE: Final = re.compile(r"\s*(?:date\s+|datum:?\s+)?\d{4}-\d\d-\d\d\s", re.IGNORECASE)


def _heading(text: str) -> int:
    """Where an article begins behind a date that a desk has put in front of it."""
    match = _DATE_LINE.match(text)
    return match.end() if match else 0


@lru_cache
def reader(code: str) -> Reader:
    """What takes sentences of a language apart, made once; it remembers the words it has seen."""
    return Reader(LANGUAGES[code], hanta(code))


def _proposal(document: Document, told: Told, language: Language, sorter: Sorter, title: Extent | None) -> Proposal:
    text = document.text
    content = normalize("NFC", " ".join(text[slice(*part)] for part in told.content))
    done = acts.act(told.act, normalize("NFC", text[slice(*told.manner)]), content, language)
    when = said(text[slice(*told.manner)], document.published, language)
    return Proposal(
        content=anchored(text, told.content),
        source=_speaker(text, told, sorter),
        cue=anchored(text, told.cue),
        act=done,
        certainty=acts.certainty(done, content, language),
        via=Via.HEADLINE if title is not None and told.content[0].start < title.end else told.via,
        mood=told.mood,
        said=when.day,
        said_raw=when.raw,
        chain=anchored(text, told.chain),
        carried=told.carried,
        rule=told.rule,
        confidence=CONFIDENCE[told.rule],
    )


def _speaker(text: str, told: Told, sorter: Sorter) -> Speaker:
    anchors = anchored(text, told.source)
    if not anchors:
        return Speaker()
    named = told.meant or told.source
    what = sorter.sort(" ".join(text[slice(*part)] for part in named))
    return Speaker(
        anchors=anchors, kind=what.kind, presentation=what.presentation, head_min=what.head_min, head_max=what.head_max
    )
