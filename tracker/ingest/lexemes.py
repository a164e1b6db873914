"""What each word of a sentence is: by closed lists first, then by the tagger, then by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from tracker.ingest.grammar import Language
from tracker.ingest.tagger import Tagger
from tracker.ingest.tokens import Sentence, Token


class Pos(Enum):
    """What a word is, as far as attributions ask."""

    NOUN = auto()
    DETERMINER = auto()
    ADJECTIVE = auto()
    NUMBER = auto()
    PRONOUN = auto()
    PREPOSITION = auto()
    FINITE = auto()
    INFINITIVE = auto()
    PARTICIPLE = auto()
    SUBJUNCTION = auto()
    COORDINATOR = auto()
    ADVERB = auto()
    MARK = auto()
    OTHER = auto()


VERBAL: Final = frozenset({Pos.FINITE, Pos.INFINITIVE, Pos.PARTICIPLE})


class Word(NamedTuple):
    """A token and what it is. quoted: it stands in a quotation. aside: it does, stands in brackets, or asks for a name
    to be kept back.
    """

    start: int
    end: int
    text: str
    low: str
    lemma: str
    pos: Pos
    quoted: bool
    aside: bool


_ABOUT: Final = frozenset({("at", "least"), ("at", "most"), ("more", "than"), ("fewer", "than"), ("less", "than")})
"""What stands before a number and leaves it open, in English."""
_REMEMBERED: Final = 50_000
"""How many words are remembered with what they are; to ask the tagger again costs a third of a millisecond."""


class Lexemes:
    """Tells what the words of one language are."""

    def __init__(self, language: Language, tagger: Tagger) -> None:
        self._language, self._tagger = language, tagger
        self._saying = frozenset(name.rpartition("|")[2] for name in language.verbs)
        self._known: dict[str, tuple[str, Pos]] = {}
        self._veiled = re.compile(rf"\b(?:{language.veiled})\b")

    def words(self, sentence: Sentence) -> list[Word]:
        """The words of a sentence, marks among them."""
        inside = {index for quote in sentence.quotes for index in quote}
        aside = inside | _bracketed(sentence.tokens) | self._of_veils(sentence.tokens)
        words: list[Word] = []
        initial = True
        for index, token in enumerate(sentence.tokens):
            lemma, pos = self._what(token.text, token.low, initial=initial)
            if words and words[-1].low == "zu" and token.text[0].islower():
                verbal = pos in (Pos.FINITE, Pos.PARTICIPLE) or token.low == "sein"
                pos = Pos.INFINITIVE if verbal else pos
            words.append(Word(*token, lemma, pos, index in inside, index in aside))
            initial = (initial and pos is Pos.MARK) or token.text == ":"
        return [self._in_place(words, index) for index in range(len(words))]

    def _of_veils(self, tokens: Sequence[Token]) -> set[int]:
        """The words by which somebody asks not to be named."""
        line = " ".join(token.low for token in tokens)
        veils = [match.span() for match in self._veiled.finditer(line)]
        found, at = set(), 0
        for index, token in enumerate(tokens if veils else ()):
            if any(start <= at < end for start, end in veils):
                found.add(index)
            at += len(token.low) + 1
        return found

    def _in_place(self, words: Sequence[Word], index: int) -> Word:
        """A word as what stands around it makes it: between an article and a noun a verb's form is an attribute."""
        word = words[index]
        if not self._language.nouns_are_capital:
            return self._in_english_place(words, index)
        if index == 0 and self._is_name(words):
            return word._replace(pos=Pos.NOUN)
        if index == 0 and len(words) > 1 and self._asks_by_order(word, words[1]):
            return word._replace(pos=Pos.FINITE)
        if word.pos in VERBAL and 0 < index < len(words) - 1:
            before, after = words[index - 1], words[index + 1]
            if (
                before.pos in (Pos.DETERMINER, Pos.NUMBER, Pos.ADJECTIVE)
                and after.pos is Pos.NOUN
                and after.text[0].isupper()
            ):
                if index == 1 and before.low in self._language.this and word.lemma in self._saying:
                    alone = all(other.pos is not Pos.FINITE or other.aside for other in words[2:])
                    return word._replace(pos=Pos.FINITE) if alone else word._replace(pos=Pos.ADJECTIVE)
                closed = word.low in self._language.auxiliaries or word.low in self._language.modals
                return word if closed else word._replace(pos=Pos.ADJECTIVE)
        return word

    def _is_name(self, words: Sequence[Word]) -> bool:
        """Whether a sentence begins with a name that looks like an adjective: "Lind sagte am Freitag"."""
        if len(words) < 3 or words[0].pos not in (Pos.ADJECTIVE, Pos.ADVERB, Pos.FINITE):
            return False
        known = words[0].low in self._language.adverbs | self._language.negations | self._language.modals
        says = words[1].pos is Pos.FINITE and (
            words[1].lemma in self._saying or words[1].low in self._language.reportedly
        )
        behind = self._language.inverted and words[2].pos in (Pos.NOUN, Pos.DETERMINER, Pos.PRONOUN, Pos.ADJECTIVE)
        return says and not known and not behind

    def _asks_by_order(self, word: Word, after: Word) -> bool:
        """Whether a sentence begins with its verb, as a condition does: "Behauptet der Wirt, ..., lügt er"."""
        weak = word.pos is Pos.PARTICIPLE and word.low.endswith("t") and not word.low.startswith("ge")
        return weak and word.lemma in self._saying and after.pos in (Pos.DETERMINER, Pos.PRONOUN)

    def _is_main_behind_apposition(self, words: Sequence[Word], index: int) -> bool:
        """Whether a past form goes with the name before an apposition: "Ann Roe, the mayor, rejected it"."""
        before = words[:index]
        return (
            words[index].lemma in self._language.verbs
            and sum(word.text == "," and not word.aside for word in before) > 1
            and not any(word.pos is Pos.FINITE and not word.aside for word in before)
        )

    def _in_english_place(self, words: Sequence[Word], index: int) -> Word:
        """A past form behind who did it is finite, behind an auxiliary it is none: "officials denied", "has denied"."""
        word = words[index]
        before = next((one for one in reversed(words[:index]) if one.pos is not Pos.ADVERB), None)
        after = words[index + 1] if index + 1 < len(words) else None
        if before is None:
            verbal = after is not None and after.pos is Pos.FINITE
            name = (verbal and word.pos is Pos.ADJECTIVE) or self._is_name(words)
            return word._replace(pos=Pos.NOUN) if name else word
        if (word.low, after and after.low) in _ABOUT or (before.low, word.low) in _ABOUT:
            return word._replace(pos=Pos.ADVERB)
        named = before.pos in (Pos.NOUN, Pos.PRONOUN)
        base = word.low.removesuffix("s")
        if word.pos is Pos.NOUN and named and base != word.low and base in self._language.verbs and after is not None:
            opens = after.pos in (Pos.DETERMINER, Pos.PRONOUN, Pos.SUBJUNCTION) or after.low in ("to", "that")
            return word._replace(pos=Pos.FINITE, lemma=base) if opens and word.text[0].islower() else word
        if word.pos is Pos.ADJECTIVE and before.pos is Pos.DETERMINER and before is words[index - 1]:
            alone = after is None or after.text in ".!?" or after.pos in (Pos.FINITE, Pos.PREPOSITION, Pos.PRONOUN)
            return word._replace(pos=Pos.NOUN) if alone else word
        if word.pos is Pos.ADJECTIVE and before is words[index - 1] and before.low in self._language.modals:
            return word._replace(pos=Pos.INFINITIVE)
        told = word.pos is Pos.ADJECTIVE and word.low.endswith("ed") and before.low not in self._language.auxiliaries
        if told and after is not None and after.pos is Pos.DETERMINER:
            return word._replace(pos=Pos.FINITE)
        several = (before.pos is Pos.NOUN and before.low.endswith("s")) or before.low in ("they", "we", "people", "who")
        if word.pos is Pos.INFINITIVE and several and before is words[index - 1]:
            return word._replace(pos=Pos.FINITE)
        if word.pos not in (Pos.PARTICIPLE, Pos.FINITE):
            return word
        if word.pos is Pos.PARTICIPLE and before.text == "," and self._is_main_behind_apposition(words, index):
            return word._replace(pos=Pos.FINITE)
        closed = self._language.auxiliaries | self._language.modals
        if word.low not in closed and before.low in closed:
            return word._replace(pos=Pos.PARTICIPLE)
        named = named or before.text in ')”’"'
        return word._replace(pos=Pos.FINITE) if named and word.pos is Pos.PARTICIPLE else word

    def _what(self, text: str, low: str, *, initial: bool) -> tuple[str, Pos]:
        if not text[0].isalnum():
            return text, Pos.MARK
        key = f"^{text}" if initial else text if text[0].isupper() else low
        known = self._known.get(key)
        if known is None:
            known = self._analysed(text, low, initial=initial)
            if len(self._known) == _REMEMBERED:
                self._known.clear()
            self._known[key] = known
        return known

    def _analysed(self, text: str, low: str, *, initial: bool) -> tuple[str, Pos]:
        language = self._language
        if text.endswith("."):
            return text, Pos.NOUN
        if text[0].isdigit():
            return text, Pos.NOUN if any(letter.isupper() for letter in text) else Pos.NUMBER
        if text[0].islower() or initial:
            closed = self._closed(low)
            if closed is not None:
                return closed
        if text[0].isupper() and not initial:
            return text, Pos.NOUN
        lemma, tag = self._tagger.analyse(low if initial else text)
        if not tag and text[0].isupper():
            return text, Pos.NOUN
        pos = self._pos(tag)
        if initial and pos not in (Pos.ADVERB, Pos.ADJECTIVE, *VERBAL):
            return text, Pos.NOUN
        if initial and pos in VERBAL and self._tagger.analyse(text).tag.startswith(language.nominal):
            return text, Pos.NOUN
        if initial and pos is Pos.ADJECTIVE and not self._tagger.analyse(text).tag.startswith(language.attribute):
            return text, Pos.NOUN
        return lemma, pos

    def _closed(self, low: str) -> tuple[str, Pos] | None:
        language = self._language
        if (
            low in language.auxiliaries
            or low in language.modals
            or low in language.first_mood
            or low in language.second_mood
        ):
            return self._tagger.analyse(low).lemma, Pos.FINITE
        for words, pos in (
            (language.complementizers, Pos.SUBJUNCTION),
            (language.determiners, Pos.DETERMINER),
            (language.oblique, Pos.DETERMINER),
            (language.pronouns, Pos.PRONOUN),
            (language.impersonal, Pos.PRONOUN),
            (language.prepositions, Pos.PREPOSITION),
            (language.coordinators, Pos.COORDINATOR),
            (language.subjunctions, Pos.SUBJUNCTION),
            (language.adverbs, Pos.ADVERB),
            (language.negations, Pos.ADVERB),
        ):
            if low in words:
                return low, pos
        return None

    def _pos(self, tag: str) -> Pos:
        language = self._language
        for tags, pos in (
            (language.finite, Pos.FINITE),
            (language.infinitive, Pos.INFINITIVE),
            (language.participle, Pos.PARTICIPLE),
            (language.nominal, Pos.NOUN),
            (language.attribute, Pos.ADJECTIVE),
        ):
            if tag.startswith(tags):
                return pos
        return Pos.ADVERB


def _bracketed(tokens: Sequence[Token]) -> set[int]:
    """The places of words in brackets, the brackets included; an open one that is never closed brackets nothing."""
    found: set[int] = set()
    opened = -1
    for index, token in enumerate(tokens):
        if token.text in "([" and opened < 0:
            opened = index
        elif token.text in ")]" and opened >= 0:
            found.update(range(opened, index + 1))
            opened = -1
    return found
