"""A sentence taken apart: the stretches between its commas, each a clause, a phrase or a quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from tracker.ingest.grammar import Frame, Language
from tracker.ingest.lexemes import VERBAL, Lexemes, Pos, Word
from tracker.ingest.tagger import Tagger
from tracker.ingest.tokens import Sentence


class ClauseKind(Enum):
    """What a stretch between marks is."""

    MAIN = auto()
    """A clause with its finite verb in front of what belongs to it."""
    SUBORDINATE = auto()
    RELATIVE = auto()
    INFINITIVE = auto()
    QUOTE = auto()
    """Nothing but a quotation."""
    BARE = auto()
    """No finite verb: an apposition, a place in a list, a remark in brackets."""


class Clause(NamedTuple):
    """Words ``start`` up to ``stop`` of a sentence, without the marks around them. before: the mark in front, or empty.
    finite: where its finite verb stands, or -1.
    """

    start: int
    stop: int
    before: str
    kind: ClauseKind
    finite: int


class Parsed(NamedTuple):
    """A sentence with its words and stretches. paragraph: its number in the text."""

    words: Sequence[Word]
    stretches: Sequence[Clause]
    quotes: Sequence[range]
    paragraph: int

    def at(self, index: int) -> int:
        """The number of the stretch that holds a word, or of the last one before it."""
        return max((number for number, one in enumerate(self.stretches) if one.start <= index), default=0)


_WHO: Final = frozenset({"who", "which", "whose"})
"""What begins a relative clause without a comma in English."""
_BEING: Final = frozenset({"is", "are", "was", "were", "widely"})
_PARTING: Final = frozenset(",;:–—")
_END: Final = frozenset(".!?…")


class Reader:
    """Takes sentences of one language apart."""

    def __init__(self, language: Language, tagger: Tagger) -> None:
        self._language, self._lexemes = language, Lexemes(language, tagger)

    def parse(self, sentence: Sentence) -> Parsed:
        """A sentence with its words and stretches."""
        words = self._lexemes.words(sentence)
        return Parsed(words, self._stretches(words, sentence.quotes), sentence.quotes, sentence.paragraph)

    def _stretches(self, words: Sequence[Word], quotes: Sequence[range]) -> list[Clause]:
        """The stretches between marks; a quotation is parted from what is around it where it is a part by itself."""
        whole = {quote.start: quote for quote in quotes}
        found: list[Clause] = []
        start, before, index = 0, "", 0
        while index < len(words):
            quote = whole.get(index)
            if quote is not None and start == index and self._stands_alone(words, quote):
                found.append(Clause(index, quote.stop, before, ClauseKind.QUOTE, -1))
                start = index = quote.stop
                before = '"'
            elif quote is not None:
                index = quote.stop
            elif words[index].aside:
                index += 1
            elif (
                (words[index].text in _PARTING and not self._is_in_date(words, index))
                or _is_dash(words, index)
                or (words[index].text in _END and index == len(words) - 1)
            ):
                if start < index:
                    found.append(self._stretch(words, start, index, before))
                before, start = words[index].text, index + 1
                index += 1
            else:
                index += 1
        if start < len(words):
            found.append(self._stretch(words, start, len(words), before))
        parted = [part for stretch in found for part in self._coordinated(words, stretch)]
        if self._language.comma_clauses:
            return parted
        return [part for stretch in parted for part in self._embedded(words, stretch)]

    def _is_in_date(self, words: Sequence[Word], index: int) -> bool:
        """Whether a comma stands between a day and its year: "on Sept. 3, 2022"."""
        if not 1 < index < len(words) - 1 or words[index].text != ",":
            return False
        month = words[index - 2].low.rstrip(".") in self._language.calendar.months
        return month and words[index - 1].text.isdigit() and words[index + 1].text.isdigit()

    def _embedded(self, words: Sequence[Word], stretch: Clause) -> Iterator[Clause]:
        """A clause, parted where what is said begins without a comma: "he said | the bridge was safe"."""
        if self._is_asked(words, stretch):
            yield stretch._replace(kind=ClauseKind.RELATIVE, finite=-1)
            return
        cut = self._cut(words, stretch) if stretch.kind is not ClauseKind.QUOTE else -1
        if cut < 0:
            yield stretch
            return
        yield self._stretch(words, stretch.start, cut, stretch.before)
        yield self._stretch(words, cut, stretch.stop, " ")

    def _is_asked(self, words: Sequence[Word], stretch: Clause) -> bool:
        """Whether a clause only tells that somebody was asked: ", asked whether he knew,", "when asked about it"."""
        first = stretch.start + (words[stretch.start].low == "when")
        asked = first + 1 < stretch.stop and words[first].low in self._language.asked
        behind = self._language.asking | self._language.whether | {"about", "by", "on"}
        return asked and stretch.before in ("", ",") and words[first + 1].low in behind

    def _cut(self, words: Sequence[Word], stretch: Clause) -> int:
        """Where a clause or an infinitive begins behind a verb of saying; -1 for nowhere."""
        language = self._language
        for at in range(stretch.start, stretch.stop - 1):
            word = words[at]
            if word.low in language.unclear:
                asked = language.complementizers | language.asking
                return next((one for one in range(at + 1, stretch.stop) if words[one].low in asked), -1)
            verb = language.verbs.get(word.lemma) if word.pos in VERBAL and not word.aside else None
            if verb is None or at == stretch.start == 0 or is_told_of(words, at):
                continue
            for index in range(at + 1, stretch.stop):
                if words[index].low in language.complementizers and words[index].pos is not Pos.NOUN:
                    return index
                infinitive = words[index].low == "to" and index + 1 < stretch.stop and Frame.INFINITIVE in verb.frame
                if infinitive and words[index + 1].pos in (Pos.INFINITIVE, Pos.FINITE, Pos.NOUN):
                    return index
                if (
                    words[index].pos is Pos.FINITE
                    and (not words[index].aside or (words[index].quoted and not words[at + 1].quoted))
                    and index > at + 1
                    and Frame.CLAUSE in verb.frame
                ):
                    return self._subject_start(words, at, index)
        return -1

    def _subject_start(self, words: Sequence[Word], verb: int, finite: int) -> int:
        """Where the subject of an embedded clause begins: behind whom it was said to, and when."""
        language, at = self._language, verb + 1
        if words[verb].lemma == "tell" and at < finite:
            at += 1
            while at < finite and words[at].pos in (Pos.NOUN, Pos.ADJECTIVE) and words[at - 1].pos is not Pos.NOUN:
                at += 1
        if words[at].low in ("last", "this", "next") and words[at + 1].low in language.times:
            at += 1
        while at < finite and (words[at].pos is Pos.PREPOSITION or words[at].low in language.times):
            hangs = words[at].pos is Pos.PREPOSITION
            at += 1
            while hangs and at < finite - 1 and words[at].pos in (Pos.DETERMINER, Pos.ADJECTIVE):
                at += 1
            at += 1 if hangs and words[at - 1].low not in language.times else 0
            while at < finite and (words[at].pos is Pos.NUMBER or words[at].text == "," or words[at].low == "ago"):
                at += 1
        return at if at < finite else verb + 1

    def _coordinated(self, words: Sequence[Word], stretch: Clause) -> Iterator[Clause]:
        """A main clause, parted where a second verb goes on with the same subject: "lobte ihn und kündigte an"."""
        if stretch.kind is ClauseKind.MAIN:
            for index in range(stretch.finite + 2, stretch.stop - 1):
                joins = words[index].pos is Pos.COORDINATOR and words[index + 1].pos is Pos.FINITE
                if joins and not words[index].aside and words[index + 1].low not in self._language.auxiliaries:
                    yield Clause(stretch.start, index, stretch.before, ClauseKind.MAIN, stretch.finite)
                    yield from self._coordinated(
                        words, Clause(index, stretch.stop, words[index].low, ClauseKind.MAIN, index + 1)
                    )
                    return
        yield stretch

    def _stands_alone(self, words: Sequence[Word], quote: range) -> bool:
        """Whether a quotation is a part of its sentence: a mark or a verb of saying follows, or nothing."""
        if quote.stop >= len(words):
            return True
        after, last = words[quote.stop], words[quote.stop - 2] if len(quote) > 2 else words[quote.start]
        return after.text in _PARTING or after.text in _END or last.text in ",.!?"

    def _stretch(self, words: Sequence[Word], start: int, stop: int, before: str) -> Clause:
        kind, finite = self._kind(words, start, stop, before)
        return Clause(start, stop, before, kind, finite)

    def _kind(self, words: Sequence[Word], start: int, stop: int, before: str) -> tuple[ClauseKind, int]:
        language = self._language
        first = start
        while first < stop - 1 and words[first].pos is Pos.COORDINATOR:
            first += 1
        head, second = words[first], words[min(first + 1, stop - 1)]
        finite = [index for index in range(first, stop) if words[index].pos is Pos.FINITE and not words[index].aside]
        verbal = [
            index for index in range(first, stop) if words[index].pos is Pos.INFINITIVE and not words[index].aside
        ]
        extended = any(_with_zu(words, index) for index in verbal)
        finite = finite or ([] if extended else self._disguised(words, first, stop))
        if not language.inverted and finite and head.low not in language.relatives:
            who = next((at for at in range(first, finite[0]) if words[at].low in _WHO and not words[at].aside), -1)
            finite = [] if who > first and len(finite) == 1 else finite
        if head.low in language.complementizers:
            return ClauseKind.SUBORDINATE, finite[-1] if finite else -1
        ends = bool(finite) and finite[-1] >= stop - 2
        if before == "," or start == 0:
            relative = head.low in language.relatives or (
                head.pos is Pos.PREPOSITION and second.low in language.relatives
            )
            told = relative and self._is_told(words, first, finite)
            if before == "," and relative and ends and finite[-1] - first > 1 and not told:
                return ClauseKind.RELATIVE, finite[-1]
        if not language.inverted and before in (",", "(") and head.low in language.relatives and finite:
            return ClauseKind.RELATIVE, finite[0]
        if before == " " and head.low == "to":
            return ClauseKind.INFINITIVE, -1
        if head.pos is Pos.SUBJUNCTION and (ends or not language.inverted):
            return ClauseKind.SUBORDINATE, finite[-1] if finite else -1
        if finite:
            return ClauseKind.MAIN, finite[self._is_attribute(words, finite)]
        verbal = [
            index for index in range(first, stop) if words[index].pos is Pos.INFINITIVE and not words[index].aside
        ]
        if verbal and any(_with_zu(words, index) for index in verbal):
            return ClauseKind.INFINITIVE, -1
        return ClauseKind.BARE, -1

    def _is_told(self, words: Sequence[Word], first: int, finite: Sequence[int]) -> bool:
        """Whether what looks like a relative clause is somebody's words: ", der Zug komme", an article with its noun in
        front of a Konjunktiv.
        """
        if (
            not finite
            or words[first].pos is not Pos.DETERMINER
            or words[finite[0]].low not in self._language.first_mood
        ):
            low = words[finite[0]].low if finite else ""
            moody = low in self._language.second_mood or (low.endswith("e") and not low.endswith("te"))
            if not moody or low in self._language.auxiliaries - self._language.first_mood - self._language.second_mood:
                return False
        inside = words[first + 1 : finite[0]]
        return (
            bool(inside)
            and inside[-1].pos is Pos.NOUN
            and all(word.pos in (Pos.NOUN, Pos.ADJECTIVE, Pos.NUMBER) for word in inside)
        )

    def _is_attribute(self, words: Sequence[Word], finite: Sequence[int]) -> bool:
        """Whether the first of several finite verbs is an attribute: "mit der Sache vertraute Personen sagten"."""
        return (
            len(finite) > 1
            and finite[1] == finite[0] + 2
            and words[finite[0] + 1].pos is Pos.NOUN
            and words[finite[0]].low.endswith(("e", "en"))
        )

    def _disguised(self, words: Sequence[Word], first: int, stop: int) -> list[int]:
        """A finite verb that looks like an infinitive or a participle: "Experten warnen vor", "sie betrachtet das"."""
        for index in range(first + 1, stop):
            word, previous = words[index], words[index - 1]
            if word.aside or word.pos not in (Pos.INFINITIVE, Pos.PARTICIPLE) or _with_zu(words, index):
                continue
            inside = index + 1 < stop and words[index + 1].pos is not Pos.NOUN
            named = previous.pos in (Pos.NOUN, Pos.PRONOUN, Pos.ADVERB) or previous.text in ')"“”'
            named = named or previous.low in self._language.pronouns
            weak = word.low.endswith("t") and not word.low.startswith("ge")
            if named and (inside or word.pos is Pos.INFINITIVE or index + 1 < stop or weak):
                return [index]
        return []


def is_told_of(words: Sequence[Word], at: int) -> bool:
    """Whether a participle only makes hearsay of what follows: "is said to have left"."""
    behind = [word.low for word in words[at + 1 : at + 3]]
    return behind in (["to", "have"], ["to", "be"]) and at > 0 and words[at - 1].low in _BEING


def _is_dash(words: Sequence[Word], index: int) -> bool:
    """Whether a hyphen stands for a dash: with a blank on either side."""
    return (
        words[index].text == "-"
        and 0 < index < len(words) - 1
        and words[index - 1].end < words[index].start
        and words[index].end < words[index + 1].start
    )


def _with_zu(words: Sequence[Word], index: int) -> bool:
    """Whether an infinitive has its "zu": in front, or inside as in "auszunutzen"."""
    return (index > 0 and words[index - 1].low in ("zu", "to")) or (
        "zu" in words[index].low[2:-3] and words[index].low.endswith("n")
    )
