"""The default extractor: German and English by rule. First each sentence by itself, then the text as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
from tracker.ingest.joining import joined
from tracker.ingest.kinds import Sorter
from tracker.ingest.languages import LANGUAGES, spoken
from tracker.ingest.proposal import Anchor, Document, Mood, Proposal, Speaker, anchored
from tracker.ingest.tagger import hanta
from tracker.ingest.tokens import Sentence, read

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
    "noun": 0.6,
    "rumour": 0.4,
    "second-hand": 0.6,
    "interview": 0.7,
    "signed": 0.8,
}
"""How often each rule was right on texts it was tried on, roughly; an order to read in, never a chance of truth."""


class RuleExtractor:
    """Proposes what stands in German and English news text by rule: no model, no network, the same every time."""

    name = "rules"
    version = "3"

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
        parse, known = reader(language.code).parse, _LEXICONS[language.code]
        article = _Article(document, language)
        parsed = (parse(sentence) for sentence in article.sentences())
        for told in discourse(((one, frames(one, language, known)) for one in parsed), language, article.sorter):
            yield article.proposal(told)


_LEXICONS: Final = {code: lexicon(language.verbs) for code, language in LANGUAGES.items()}
_DATE_LINE: Final = re.compile(r"\s*(?:date\s+|datum:?\s+)?\d{4}-\d\d-\d\d\s", re.IGNORECASE)


def _heading(text: str) -> int:
    """Where an article begins behind a date that a desk has put in front of it."""
    match = _DATE_LINE.match(text)
    return match.end() if match else 0


_LONG: Final = 160
"""A sentence of so many characters stands in no margin."""


def _is_marginal(sentence: str, language: Language) -> bool:
    """Whether a sentence stands at the edge of an article and says nothing: a caption's credit, a byline, a button."""
    return len(sentence) < _LONG and _margins(language.margins).search(sentence) is not None


@lru_cache
def _margins(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache
def reader(code: str) -> Reader:
    """What takes sentences of a language apart, made once; it remembers the words it has seen."""
    return Reader(LANGUAGES[code], hanta(code))


class _Article:
    """A document while it is read: its text with broken words put together, and what turns places back."""

    def __init__(self, document: Document, language: Language) -> None:
        self._document, self._language = document, language
        self._whole = joined(document.text)
        self._text = self._whole.text
        self._title = headline(self._text)
        self.sorter = Sorter(self._text, language)

    def sentences(self) -> Iterator[Sentence]:
        """What can hold statements; what only stands at an article's edges is left out."""
        for sentence in read(self._text, _heading(self._text)):
            if not _is_marginal(self._text[sentence.start : sentence.end], self._language):
                yield sentence

    def proposal(self, told: Told) -> Proposal:
        """A statement of what is read as one of the text as it stands."""
        language, manner = self._language, normalize("NFC", self._words([told.manner]))
        content = normalize("NFC", self._words(told.content))
        done = acts.act(told.act, manner, content, language)
        when = said(manner, self._document.published, language.calendar)
        title = self._title is not None and told.content[0].start < self._title.end
        return Proposal(
            content=self._anchored(told.content),
            source=self._speaker(told),
            cue=self._anchored(told.cue),
            act=done,
            certainty=acts.certainty(done, content, language, hearsay=told.hearsay),
            via=Via.HEADLINE if title else told.via,
            mood=Mood.MODAL if told.hearsay else told.mood,
            said=when.day,
            said_raw=when.raw,
            chain=self._anchored(told.chain),
            carried=told.carried,
            rule=told.rule,
            confidence=CONFIDENCE[told.rule],
        )

    def _speaker(self, told: Told) -> Speaker:
        if not told.source:
            return Speaker()
        what = self.sorter.at(told.meant or told.source)
        return Speaker(
            anchors=self._anchored(told.source),
            kind=what.kind,
            presentation=what.presentation,
            head_min=what.head_min,
            head_max=what.head_max,
        )

    def _anchored(self, extents: Iterable[Extent]) -> tuple[Anchor, ...]:
        return anchored(self._document.text, [self._whole.back(extent) for extent in extents])

    def _words(self, extents: Iterable[Extent]) -> str:
        return " ".join(self._text[slice(*extent)] for extent in extents)
