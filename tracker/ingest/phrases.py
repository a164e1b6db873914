"""Noun phrases: how far the words reach that name somebody, with title, name, genitive and apposition."""

from __future__ import annotations

import re
from typing import Final

from tracker.ingest.clauses import ClauseKind, Parsed
from tracker.ingest.grammar import Language
from tracker.ingest.lexemes import VERBAL, Pos

_ATTRIBUTES: Final = frozenset({Pos.ADJECTIVE, Pos.NUMBER, Pos.ADVERB, Pos.PARTICIPLE})
_APPOSED: Final = 12
"""An apposition of more words than this is more likely a part of a list."""


class Phrases:
    """Finds the noun phrases of a sentence."""

    def __init__(self, language: Language, parsed: Parsed) -> None:
        self._language, self._parsed, self._words = language, parsed, parsed.words
        self._roles = re.compile(language.roles)

    def subject_at(self, index: int, stop: int) -> range | None:
        """The noun phrase or pronoun that begins at a word and can be a subject."""
        if index >= stop:
            return None
        word = self._words[index]
        if word.low in self._language.oblique and word.low not in self._language.determiners:
            return None
        found = self.phrase_at(index, stop)
        if found is not None and not self._is_time(found):
            return found
        if word.low in self._language.impersonal or found is not None:
            return None
        if index + 2 < stop and self._words[index + 1].low in self._language.attaching:
            return range(index, index + 3)  # "eine von ihnen", "one of them"
        return range(index, index + 1) if word.low in self._language.pronouns else None

    def subject_after(self, start: int, stop: int) -> range | None:
        """The first noun phrase or pronoun among words that can be a subject; what hangs on prepositions is none."""
        at = start
        while at < stop:
            word = self._words[at]
            if word.low in self._language.reflexive or word.pos is Pos.ADVERB:
                at += 1
            elif word.pos is Pos.PREPOSITION:
                behind = self.phrase_at(at + 1, stop)
                at = behind.stop if behind else at + 1
            else:
                found = self.subject_at(at, stop)
                if found is not None:
                    return found
                passed = self.phrase_at(at, stop)
                at = passed.stop if passed else at + 1
        return None

    def phrase_at(self, index: int, stop: int) -> range | None:
        """The noun phrase that begins at a word, whatever its case, with all that is attached to it."""
        end = self._core(index, stop)
        if end is None:
            return None
        while True:
            further = self._attached(end, stop)
            if further is None:
                return range(index, end)
            end = further

    def with_apposition(self, phrase: range) -> range:
        """A phrase with an apposition in commas behind it, if there is one."""
        stretches = self._parsed.stretches
        number = self._parsed.at(phrase.start)
        if stretches[number].stop != phrase.stop or number + 1 >= len(stretches):
            return phrase
        following = stretches[number + 1]
        if (
            following.before != ","
            or following.kind is not ClauseKind.BARE
            or following.stop - following.start > _APPOSED
        ):
            return phrase
        first = self._words[following.start]
        if first.pos not in (Pos.DETERMINER, Pos.NOUN, Pos.ADJECTIVE) or first.low in self._language.times:
            return phrase
        inner = self.phrase_at(following.start, following.stop)
        if inner is None:
            return phrase
        return range(phrase.start, inner.stop if self._language.inverted else following.stop)

    def _core(self, index: int, stop: int) -> int | None:
        """Behind determiner, attributes and nouns; None where there is no noun."""
        words, at = self._words, index
        if at < stop and words[at].pos is Pos.DETERMINER and at + 1 < stop:
            at += 1
        at = self._attributes(at, stop)
        quote = self._quote(at)
        if quote is not None and quote.stop <= stop:
            return self._nouns(quote.stop, stop)
        if at >= stop or words[at].pos is not Pos.NOUN:
            return None
        return self._nouns(at + 1, stop)

    def _attributes(self, at: int, stop: int) -> int:
        """Behind what stands between an article and its noun, which may be long: "mehrere mit der Sache vertraute
        Personen".
        """
        words = self._words
        while at < stop and words[at].pos in _ATTRIBUTES:
            at += 1
        if (
            at < stop
            and words[at].pos is Pos.PREPOSITION
            and at
            and words[at - 1].pos in (Pos.DETERMINER, *_ATTRIBUTES)
        ):
            inner = self._core(at + 1, stop)
            if inner is not None and inner < stop and words[inner].pos in (Pos.ADJECTIVE, *VERBAL):
                return self._attributes(inner + 1, stop)
        return at

    def _nouns(self, at: int, stop: int) -> int:
        while at < stop:
            quote = self._quote(at)
            if quote is not None and quote.stop <= stop and len(quote) < 9:
                at = quote.stop
            elif self._words[at].pos is Pos.NOUN and self._words[at].low not in self._language.times:
                at += 1
            else:
                break
        return at

    def _quote(self, at: int) -> range | None:
        return next((quote for quote in self._parsed.quotes if quote.start == at), None)

    def _attached(self, end: int, stop: int) -> int | None:
        """Behind one more thing attached to a phrase: a genitive, a "von", an "und", what stands aside."""
        words, language = self._words, self._language
        if end >= len(words):
            return None
        word = words[end]
        if word.aside and not word.quoted:
            return next((at for at in range(end, stop) if not words[at].aside), stop)
        if end >= stop:
            return None
        attaches = (word.low in language.attaching and not self._is_about(end, stop)) or (
            word.low in language.of_role and self._is_role(end - 1)
        )
        if word.low in language.genitives or attaches:
            start = end + 1 if attaches else end
            further = self._core(start, stop)
            return further if further is not None and words[further - 1].low not in language.times else None
        if word.pos is Pos.COORDINATOR and end + 1 < stop:
            return self._core(end + 1, stop)
        if word.pos is Pos.NOUN and word.low not in language.times:
            return self._nouns(end, stop)
        if word.low in language.knowing and end + 2 < stop and words[end + 1].pos is Pos.PREPOSITION:
            return self._core(end + 2, stop)
        if word.pos is Pos.ADJECTIVE and word.low.endswith("er") and language.inverted:
            return self._core(end, stop)
        return None

    def _is_about(self, at: int, stop: int) -> bool:
        """Whether an "of" behind a name tells what somebody speaks about: "said Marlow of his role"."""
        words = self._words
        if self._language.nouns_are_capital or not at or not words[at - 1].text[0].isupper():
            return False
        head = at + 2 if at + 1 < stop and words[at + 1].low == "the" else at + 1
        return head < stop and not words[head].text[0].isupper()

    def _is_role(self, at: int) -> bool:
        return self._roles.search(self._words[at].low) is not None

    def _is_time(self, phrase: range) -> bool:
        """Whether a phrase tells when: "vergangene Woche", "Anfang Mai"."""
        nouns = [at for at in phrase if self._words[at].pos is Pos.NOUN or self._words[at].low in self._language.times]
        return bool(nouns) and self._words[nouns[0]].low in self._language.times
