"""The first pass: what stands in one sentence, who says it there, and by which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from tracker.domain.words import Act, Via
from tracker.ingest.acts import silence
from tracker.ingest.clauses import VERBAL, Kind, Parsed, Pos, Stretch, Word
from tracker.ingest.grammar import Frame, Language, Lexicon, Verb
from tracker.ingest.phrases import Phrases


class _Cue(NamedTuple):
    """A verb of saying: its words, what it takes, the stretch that its last word stands in, and its base form."""

    places: list[int]
    verb: Verb
    last: int
    lemma: str


_SAY: Final = _Cue([], Verb(Act.ASSERT, Frame.CLAUSE), 0, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A statement found in one sentence, as ranges of its words.

    content: in order, never empty. source: empty where the sentence names nobody. rule: how it was found. impersonal:
    nobody is meant to be named, so that nobody is looked for in other sentences.
    """

    content: tuple[range, ...]
    source: range | None = None
    cue: tuple[range, ...] = ()
    manner: range = range(0)
    """The words around the cue that tell how and when it was said."""
    act: Act = Act.ASSERT
    via: Via = Via.INDIRECT
    rule: str
    impersonal: bool = False
    carries: bool = False
    """Who speaks was named in an earlier sentence."""
    nested: bool = False
    """The attribution stands in a subordinate clause."""
    whole: bool = False
    """The content is the whole sentence, its full stop included."""


def frames(parsed: Parsed, language: Language, known: Lexicon) -> list[Found]:
    """The statements of a sentence that it attributes itself, in the order of their words."""
    return _Sentence(parsed, language, known).found()


class _Sentence:
    """One sentence while its attributions are looked for."""

    def __init__(self, parsed: Parsed, language: Language, known: Lexicon) -> None:
        self._parsed, self._language, self._known = parsed, language, known
        self._words, self._stretches = parsed.words, parsed.stretches
        self._phrases = Phrases(language, parsed)
        self._telling = re.compile(language.nouns_of_saying)

    def found(self) -> list[Found]:
        verbal = [one for number in range(len(self._stretches)) if (one := self._verbal(number)) is not None]
        main = [one for one in verbal if not one.nested]
        main.sort(key=lambda one: one.rule != "verb-behind")
        nested = [one for one in verbal if one.nested]
        spoken = [*self._as_told(), *main, *self._thus(), *nested, *self._beside_quotes(), *self._according()]
        taken = _apart([*spoken, *self._names(), *self._hence()])
        if not taken:
            taken = list(self._open()) or list(self._silent()) or list(self._of_before()) or list(self._reported())
        return sorted(taken, key=lambda one: one.content[0].start if one.content else 0)

    # -- verbs ---------------------------------------------------------------------------------------------------

    def _verbal(self, number: int) -> Found | None:
        """The statement that the verb of a stretch attributes, if it is a verb of saying and there is one."""
        stretch = self._stretches[number]
        if stretch.kind in (Kind.QUOTE, Kind.INFINITIVE):
            return None
        cue = self._verb(number)
        if cue is None or (stretch.kind is Kind.MAIN and self._is_first(number)):
            return None
        passive = self._is_passive(stretch, cue) and cue.lemma != "zitieren"
        impersonal = self._is_impersonal(stretch)
        if cue.lemma == "heißen" and not impersonal:
            return None
        if cue.lemma in self._language.sourced and (source := self._document(stretch)) is not None:
            end = stretch.stop
        elif passive:
            source, end = self._agent(stretch), stretch.stop
        else:
            source, end = self._subject(number, cue)
            if source is None and not impersonal:
                source = self._shared_subject(number)
        end = max(end, self._stretches[cue.last].stop)
        if cue.verb.act is Act.DENY and self._is_silence(number):
            return None
        forward = self._forward(number, end, cue)
        behind = self._begins(stretch, cue)
        first = number if source is None or source.start >= stretch.start else self._parsed.at(source.start)
        backward = self._backward(first) if behind else ()
        if backward and forward:
            quoted = self._is_quoted(forward)
            if self._words[forward[0].start].low in self._language.complementizers or (
                quoted and not any(self._words[at].quoted for part in backward for at in part)
            ):
                backward = ()
            elif self._is_quoted(backward) and not quoted:
                forward = ()
        if not (backward or forward) and cue.lemma in self._language.objects and not passive:
            forward = (range(cue.places[-1] + 1, stretch.stop),) if cue.places[-1] + 1 < stretch.stop else ()
        if backward and (Frame.CLAUSE not in cue.verb.frame or source is None) and not self._is_marked(backward[0]):
            backward = ()
        content = (*backward, *forward)
        if not content:
            return None
        return Found(
            manner=range(stretch.start, self._stretches[cue.last].stop),
            content=_merged(content),
            source=source,
            cue=self._runs(cue.places),
            act=cue.verb.act,
            via=Via.DIRECT if self._is_quoted(content) else Via.INDIRECT,
            rule="verb-behind" if backward else "verb",
            impersonal=passive or impersonal,
            carries=self._is_one(stretch),
            nested=stretch.kind in (Kind.SUBORDINATE, Kind.RELATIVE),
        )

    def _is_marked(self, content: range) -> bool:
        """Whether words in front of an attribution show by themselves that they are somebody's."""
        inside = [number for number, one in enumerate(self._stretches) if one.start in content]
        return any(self._stretches[one].kind is Kind.QUOTE or self._is_moody(one) for one in inside)

    def _is_silence(self, number: int) -> bool:
        """Whether a refusal is one to speak: "declined to comment"."""
        last = self._stretches[min(number + 1, len(self._stretches) - 1)]
        words = self._words[self._stretches[number].start : last.stop]
        return silence(" ".join(word.text for word in words), self._language) is not None

    def _is_first(self, number: int) -> bool:
        """Whether an attribution is itself told in the first Konjunktiv, and so is a part of what is said."""
        finite = self._stretches[number].finite
        return finite >= 0 and (
            self._words[finite].low in self._language.first_mood or looks_first(self._words, finite, self._language)
        )

    def _is_one(self, stretch: Stretch) -> bool:
        return any(
            self._words[at].low in self._language.one
            for at in range(stretch.start, stretch.stop)
            if abs(at - stretch.finite) <= 2
        )

    def _document(self, stretch: Stretch) -> range | None:
        """What it says that is in: "in dem Schreiben heißt es"."""
        for at in range(stretch.start, stretch.stop):
            if self._words[at].pos is Pos.PREPOSITION:
                return self._phrases.phrase_at(at + 1, stretch.stop)
        return None

    def _verb(self, number: int) -> _Cue | None:
        """The verb of saying of a stretch, with its particle and auxiliaries."""
        stretch, words, language = self._stretches[number], self._words, self._language
        inside = [at for at in range(stretch.start, stretch.stop) if not words[at].aside]
        finite = stretch.finite
        aux = [finite] if finite >= 0 and words[finite].low in language.auxiliaries | language.modals else []
        for at in inside:
            word = words[at]
            if word.pos not in VERBAL:
                continue
            main = at == finite or (word.pos is Pos.FINITE and not aux)
            if not main and not aux:
                continue
            particle, last = self._particle(number, at)
            if particle >= 0:
                verb = self._known.parted.get(word.lemma, {}).get(words[particle].low)
                if verb is not None:
                    return _Cue(sorted((at, particle)), verb, last, words[particle].low + word.lemma)
                continue
            whole = self._known.whole.get(word.lemma)
            if whole is not None:
                return _Cue(sorted({at, *(aux if not main else ())}), whole, number, word.lemma)
        return self._state(inside, number)

    def _state(self, inside: Sequence[int], number: int) -> _Cue | None:
        """ "ist zuversichtlich", "zeigte sich besorgt", "ist der Meinung"."""
        for at in inside:
            state = self._language.states.get(self._words[at].low)
            being = [
                one
                for one in inside
                if self._words[one].pos is Pos.FINITE and self._words[one].lemma in ("sein", "be", "zeigen")
            ]
            noun = self._words[at].pos is Pos.NOUN
            if state is not None and being and (not noun or self._words[at - 1].low == "der"):
                return _Cue(sorted((being[-1], at)), state, number, "")
        return None

    def _particle(self, number: int, verb: int) -> tuple[int, int]:
        """Where the particle of a verb stands, and in which stretch; an apposition may part them far."""
        words, stretch = self._words, self._stretches[number]
        known = self._known.parted.get(words[verb].lemma, {})
        if verb > stretch.start and words[verb - 1].low in known:
            return verb - 1, number
        if words[verb].pos is Pos.PARTICIPLE and verb != stretch.finite:
            return -1, number
        for at in range(verb + 1, stretch.stop):
            if (words[at].low in self._language.parting or words[at].low in known) and self._closes(at, stretch):
                return at, number
        for later in range(number + 1, min(number + 4, len(self._stretches))):
            other = self._stretches[later]
            if other.kind not in (Kind.BARE, Kind.RELATIVE) or other.before not in (",", "–"):
                break
            if words[other.stop - 1].low in known:
                return other.stop - 1, later
        return -1, number

    def _closes(self, at: int, stretch: Stretch) -> bool:
        """Whether a particle stands where a parted one does: at the end of its clause."""
        return at == stretch.stop - 1 or self._words[at + 1].pos in (Pos.COORDINATOR, Pos.MARK)

    def _is_passive(self, stretch: Stretch, cue: _Cue) -> bool:
        words = self._words
        participle = any(words[at].pos is Pos.PARTICIPLE and at != stretch.finite for at in cue.places)
        return participle and any(words[at].low in self._language.passive for at in range(stretch.start, stretch.stop))

    def _is_impersonal(self, stretch: Stretch) -> bool:
        return any(
            self._words[at].low in self._language.impersonal
            for at in range(stretch.start, min(stretch.stop, stretch.finite + 3))
            if at != stretch.finite and abs(at - stretch.finite) == 1
        )

    def _begins(self, stretch: Stretch, cue: _Cue) -> bool:
        """Whether a stretch is an attribution behind its content: its verb comes first."""
        first = stretch.start == cue.places[0]
        if not self._language.inverted and stretch.kind is Kind.MAIN:
            first = first or self._words[stretch.start].pos is not Pos.COORDINATOR
        return stretch.before not in ("", " ", ":") and first and stretch.kind in (Kind.MAIN, Kind.BARE)

    # -- sources -------------------------------------------------------------------------------------------------

    def _subject(self, number: int, cue: _Cue) -> tuple[range | None, int]:
        """Who speaks, and behind which word the attribution ends."""
        stretch = self._stretches[number]
        pivot = stretch.finite if stretch.finite >= 0 else cue.places[0]
        if stretch.kind in (Kind.SUBORDINATE, Kind.RELATIVE):
            source = self._phrases.subject_after(stretch.start + 1, pivot)
            if source is None and stretch.kind is Kind.RELATIVE:
                source = self._antecedent(number)
            return source, stretch.stop
        if self._words[stretch.start].pos is Pos.COORDINATOR and stretch.finite == stretch.start + 1:
            return self._shared_subject(number), stretch.stop
        before = self._vorfeld(number, pivot)
        if before is not None and not self._is_nominative(pivot + 1, stretch):
            return before, stretch.stop
        after = self._phrases.subject_after(pivot + 1, stretch.stop)
        if after is None:
            return None, stretch.stop
        full = self._phrases.with_apposition(after)
        return full, max(full.stop, stretch.stop)

    def _antecedent(self, number: int) -> range | None:
        """What a relative clause hangs on."""
        stop = self._stretches[number].start - 1
        for start in range(max(self._stretches[number - 1].start, stop - 12), stop):
            phrase = self._phrases.phrase_at(start, stop)
            if phrase is not None and phrase.stop == stop:
                return phrase
        return None

    def _is_nominative(self, at: int, stretch: Stretch) -> bool:
        """Whether a pronoun right behind the verb must be its subject."""
        return at < stretch.stop and self._words[at].low in self._language.nominative

    def _vorfeld(self, number: int, pivot: int) -> range | None:
        """The subject in front of a finite verb: all that stands there is one part of the sentence."""
        start, first = self._stretches[number].start, number
        if start == pivot and number and self._stretches[number].before == ",":
            # "Der Sprecher, der das Werk leitet, sagte ...": the verb comes first behind what was put in.
            while (
                first
                and self._stretches[first].before == ","
                and self._stretches[first - 1].kind in (Kind.BARE, Kind.RELATIVE)
            ):
                first -= 1
            if first == number or self._stretches[first].before not in ("", ":", ";", "–", "-", '"', " "):
                return None
            start = self._stretches[first].start
        while start < pivot and self._words[start].pos in (Pos.COORDINATOR, Pos.ADVERB):
            start += 1
        stop = pivot
        if first < number:
            put_in = [at for at in range(first, number) if self._stretches[at].kind is Kind.RELATIVE]
            stop = self._stretches[put_in[0]].start - 1 if put_in else self._stretches[number].start - 1
        while stop > start and self._words[stop - 1].pos is Pos.ADVERB:
            stop -= 1
        phrase = self._phrases.subject_at(start, stop)
        return None if phrase is None else range(start, stop) if stop > phrase.stop else phrase

    def _shared_subject(self, number: int) -> range | None:
        """Who speaks where a second verb shares its subject with the first: "X sagte ... und fügte hinzu"."""
        stretch = self._stretches[number]
        if self._words[stretch.start].pos is not Pos.COORDINATOR:
            return None
        for earlier in range(number - 1, -1, -1):
            other = self._stretches[earlier]
            own = other.kind is Kind.MAIN and other.before != " "
            if own and self._words[other.start].pos is not Pos.COORDINATOR:
                return self._vorfeld(earlier, other.finite) or self._phrases.subject_after(other.finite + 1, other.stop)
        return None

    def _agent(self, stretch: Stretch) -> range | None:
        """Who does what is told in the passive: "von der Polizei"."""
        for at in range(stretch.start, stretch.stop):
            if self._words[at].low in self._language.agents:
                return self._phrases.phrase_at(at + 1, stretch.stop)
        return None

    # -- contents ------------------------------------------------------------------------------------------------

    def _forward(self, number: int, end: int, cue: _Cue) -> tuple[range, ...]:
        """What is said behind an attribution that ends before word ``end``."""
        behind = [at for at in range(number + 1, len(self._stretches)) if self._stretches[at].start >= end]
        while behind and self._is_put_in(behind[0]):
            behind.pop(0)
        if not behind or not self._is_content(behind[0], cue):
            return ()
        return (self._span(behind[0], self._until(behind)),)

    def _is_put_in(self, number: int) -> bool:
        """Whether a stretch belongs to the attribution before it: an apposition, a relative clause about the speaker."""
        stretch = self._stretches[number]
        quoted = any(quote.start in range(stretch.start, stretch.stop) for quote in self._parsed.quotes)
        bare = stretch.kind is Kind.BARE and not quoted
        return stretch.before == "," and not self._speaks(number) and (bare or stretch.kind is Kind.RELATIVE)

    def _speaks(self, number: int) -> bool:
        """Whether a relative clause attributes something itself: "..., die auch angab, dass"."""
        return self._stretches[number].kind is Kind.RELATIVE and self._verb(number) is not None

    def _is_content(self, number: int, cue: _Cue) -> bool:
        """Whether a stretch can be what is said."""
        stretch, language, frame = self._stretches[number], self._language, cue.verb.frame
        head = self._words[stretch.start].low
        if Frame.CLAUSE in frame or Frame.THAT in frame:
            if stretch.kind is Kind.QUOTE or (stretch.before == ":" and stretch.kind is not Kind.BARE):
                return True
            if stretch.kind is Kind.SUBORDINATE:
                asked = head in language.complementizers or head in language.asking
                return asked or (head in language.conditional and self._is_moody(number + 1))
            quoted = stretch.before == "," and any(
                quote.start in range(stretch.start, stretch.stop) for quote in self._parsed.quotes
            )
            if self._is_parenthesis(number):
                return False
            if stretch.kind is Kind.MAIN and self._words[stretch.start].pos is not Pos.COORDINATOR:
                plain = cue.lemma in language.plain and stretch.finite != stretch.start
                return self._is_moody(number) or quoted or plain or not language.comma_clauses
            if stretch.kind is Kind.BARE and quoted and Frame.CLAUSE in frame:
                return True
        purpose = head in ("um", "ohne", "statt", "anstatt")
        return stretch.kind is Kind.INFINITIVE and Frame.INFINITIVE in frame and not purpose

    def _is_parenthesis(self, number: int) -> bool:
        """Whether a stretch is nothing but an attribution put in: ", she said,"."""
        stretch = self._stretches[number]
        return stretch.finite == stretch.stop - 1 and stretch.kind is Kind.MAIN and self._verb(number) is not None

    def _is_moody(self, number: int) -> bool:
        if number >= len(self._stretches):
            return False
        stretch = self._stretches[number]
        return stretch.finite >= 0 and is_moody(self._words, stretch.finite, self._language)

    def _until(self, behind: Sequence[int]) -> int:
        """The last stretch of what is said from ``behind[0]`` on: up to the sentence's end, or another attribution."""
        last = behind[0]
        opening = self._stretches[last]
        subordinate = opening.kind is Kind.INFINITIVE or (opening.kind is Kind.SUBORDINATE and opening.finite >= 0)
        for number in behind[1:]:
            stretch = self._stretches[number]
            if stretch.kind in (Kind.MAIN, Kind.BARE) and not self._is_moody(number):
                cue = self._verb(number)
                begins = self._words[stretch.start].pos is Pos.COORDINATOR
                if cue is not None and (begins or stretch.start == cue.places[0]):
                    break
                if subordinate and stretch.kind is Kind.MAIN:
                    break
            last = number
        return last

    def _backward(self, number: int) -> tuple[range, ...]:
        """What is said in front of an attribution: back to the sentence's beginning, or to another attribution."""
        first = number
        while first and not (first < number and self._is_attribution(first - 1)):
            first -= 1
        if first == number:
            return ()
        head = self._words[self._stretches[first].start].low
        if (
            self._stretches[first].kind is Kind.SUBORDINATE
            and first + 1 == number
            and head in self._language.circumstance
        ):
            return ()
        if all(
            self._stretches[at].kind in (Kind.BARE, Kind.RELATIVE) for at in range(first, number)
        ) and self._vorfeld_like(first):
            return ()
        return (self._span(first, number - 1),)

    def _vorfeld_like(self, first: int) -> bool:
        if not self._language.inverted:
            return True
        return (
            self._language.inverted and self._stretches[first].before == "" and self._stretches[first].kind is Kind.BARE
        )

    def _is_attribution(self, number: int) -> bool:
        stretch = self._stretches[number]
        return stretch.kind is Kind.MAIN and self._verb(number) is not None and not self._is_moody(number)

    def _rest(self, number: int) -> tuple[range, ...]:
        """Everything behind a stretch."""
        return (self._span(number + 1, len(self._stretches) - 1),) if number + 1 < len(self._stretches) else ()

    def _span(self, first: int, last: int) -> range:
        return range(self._stretches[first].start, self._stretches[last].stop)

    def _is_quoted(self, content: Sequence[range]) -> bool:
        return all(self._words[part.start].quoted and self._words[part.stop - 1].quoted for part in content)

    def _runs(self, places: Sequence[int]) -> tuple[range, ...]:
        return _merged(tuple(range(at, at + 1) for at in sorted(places)))

    def _as_told(self) -> Iterator[Found]:
        """ "Wie der Sprecher mitteilte, ...", in front or put in."""
        for number, stretch in enumerate(self._stretches):
            if self._words[stretch.start].low not in self._language.as_ or stretch.before not in ("", ",", "–"):
                continue
            for last in range(number, min(number + 3, len(self._stretches))):
                other = self._stretches[last]
                cue = self._verb(last)
                tells = cue is not None and Frame.CLAUSE in cue.verb.frame and cue.verb.act in (Act.ASSERT, Act.CONFIRM)
                if cue is not None and tells and cue.places[-1] == other.stop - 1:
                    pivot = cue.places[0] if last == number else stretch.stop
                    source = self._phrases.subject_after(stretch.start + 1, pivot)
                    if source is None and not self._is_passive(other, cue):
                        source = self._document(stretch)
                    if source is not None and last > number:
                        source = range(source.start, self._stretches[last - 1].stop)
                    content = self._around(range(stretch.start, other.stop))
                    if content:
                        places = self._runs([stretch.start, *cue.places])
                        yield Found(
                            manner=range(stretch.start, other.stop),
                            content=content,
                            source=source,
                            cue=places,
                            act=cue.verb.act,
                            rule="as",
                        )
                    break
                if other.kind not in (Kind.BARE, Kind.RELATIVE) and last > number:
                    break

    # -- without a verb ------------------------------------------------------------------------------------------

    def _thus(self) -> Iterator[Found]:
        """ "..., so der Sprecher"."""
        for number, stretch in enumerate(self._stretches):
            if not number or self._words[stretch.start].low not in self._language.thus or stretch.kind is not Kind.BARE:
                continue
            at = stretch.start + 1
            while at < stretch.stop and self._words[at].pos is Pos.ADVERB:
                at += 1
            source = self._phrases.subject_at(at, stretch.stop)
            backward = self._backward(number)
            if source is None or not backward:
                continue
            full = self._phrases.with_apposition(source)
            content = (*backward, *self._forward(number, full.stop, _SAY))
            yield Found(
                manner=range(stretch.start, stretch.stop),
                content=_merged(content),
                source=full,
                cue=(range(stretch.start, stretch.start + 1),),
                via=Via.DIRECT if self._is_quoted(content) else Via.INDIRECT,
                rule="thus",
            )

    def _according(self) -> Iterator[Found]:
        """ "Laut einem Bericht ...", "nach Angaben der Polizei ...", "... zufolge"."""
        for at, word in enumerate(self._words):
            if word.aside:
                continue
            phrase = self._told_by(at)
            if phrase is None:
                continue
            cue, source = phrase
            around = range(min(cue.start, source.start), max(cue.stop, source.stop))
            content = self._around(around, self._ruled(at))
            if content:
                yield Found(manner=around, content=content, source=source, cue=(cue,), via=Via.LAUT, rule="according")

    def _told_by(self, at: int) -> tuple[range, range] | None:
        """The cue and the source of an adposition at a word, if there is one."""
        words, language = self._words, self._language
        stretch = self._stretches[self._parsed.at(at)]
        if at >= stretch.stop:
            return None
        for phrase in language.according:
            if tuple(word.low for word in words[at : at + len(phrase)]) == phrase:
                start = at + len(phrase)
                source = self._phrase_to_verb(at, start, stretch)
                return (range(at, start), source) if source else None
        if words[at].low in language.following or (words[at].low in language.by and self._behind_noun(at, stretch)):
            begin = self._phrase_back(at, stretch)
            if begin is not None:
                return range(at, at + 1), range(begin, at)
        if words[at].low in language.by:
            source = self._phrase_to_verb(at, at + 1, stretch)
            if source is not None and any(self._is_of_saying(one) for one in source):
                return range(at, at + 1), source
        return None

    def _is_of_saying(self, at: int) -> bool:
        return self._telling.search(self._words[at].low) is not None

    def _behind_noun(self, at: int, stretch: Stretch) -> bool:
        follows = at + 1 < stretch.stop and self._phrases.phrase_at(at + 1, stretch.stop) is not None
        near = range(max(stretch.start, at - 5), at)
        return not follows and any(self._is_of_saying(one) for one in near)

    def _phrase_to_verb(self, at: int, start: int, stretch: Stretch) -> range | None:
        """The phrase behind an adposition; at the beginning of a sentence it reaches to the finite verb."""
        phrase = self._phrases.phrase_at(start, stretch.stop)
        if phrase is None:
            return None
        if (
            at == stretch.start
            and stretch.kind is Kind.MAIN
            and stretch.finite > phrase.stop
            and self._language.inverted
        ):
            return range(start, stretch.finite)
        return self._phrases.with_apposition(phrase)

    def _phrase_back(self, at: int, stretch: Stretch) -> int | None:
        """Where the phrase begins that ends before a word."""
        for start in range(max(stretch.start, at - 12), at):
            word = self._words[start]
            if word.pos in VERBAL or word.pos in (Pos.ADVERB, Pos.PREPOSITION, Pos.MARK):
                continue
            phrase = self._phrases.phrase_at(start, at)
            if phrase is not None and phrase.stop == at:
                return start
        return None

    def _ruled(self, at: int) -> range:
        """What an attribution put in at a word rules: its subordinate clause, else the whole sentence."""
        number = self._parsed.at(at)
        if self._stretches[number].kind not in (Kind.SUBORDINATE, Kind.RELATIVE):
            marks = [one for one, word in enumerate(self._words) if word.text in ":;" and not word.aside]
            first = max((one + 1 for one in marks if one < at), default=0)
            return range(first, min((one for one in marks if one > at), default=len(self._words)))
        last = number
        while last + 1 < len(self._stretches) and self._stretches[last + 1].kind is not Kind.MAIN:
            last += 1
        return range(self._stretches[number].start, self._stretches[last].stop)

    def _around(self, hole: range, within: range | None = None) -> tuple[range, ...]:
        """The sentence around an attribution put into it, without the marks next to it and at its end."""
        words = self._words
        first, last = (within.start, within.stop) if within else (0, len(words))
        while last > first and words[last - 1].pos is Pos.MARK and not words[last - 1].quoted:
            last -= 1
        parts = []
        for start, stop in ((first, hole.start), (hole.stop, last)):
            while start < stop and words[start].text in ",;:–—":
                start += 1
            while stop > start and words[stop - 1].text in ",;:–—":
                stop -= 1
            if any(words[at].pos is not Pos.MARK for at in range(start, stop)):
                parts.append(range(start, stop))
        if (
            parts
            and all(word.pos in (Pos.COORDINATOR, Pos.ADVERB) for word in words[parts[0].start : parts[0].stop])
            and len(parts) > 1
        ):
            parts.pop(0)
        return tuple(parts)

    # -- acts without a clause -----------------------------------------------------------------------------------

    def _reported(self) -> Iterator[Found]:
        """The whole sentence reports an act of speech or an intention: "Sie fordert seinen Rücktritt."."""
        for number, stretch in enumerate(self._stretches):
            if stretch.kind is not Kind.MAIN or self._is_first(number):
                continue
            cue = self._verb(number)
            intends = self._words[stretch.finite].low in self._language.intends
            if intends:
                cue = _Cue([stretch.finite], Verb(Act.ANNOUNCE, Frame.OBJECT), number, "")
            if cue is None or Frame.OBJECT not in cue.verb.frame or not self._judges(stretch, cue):
                continue
            passive = self._is_passive(stretch, cue)
            source = self._agent(stretch) if passive else self._subject(number, cue)[0] or self._shared_subject(number)
            if source is None and not (intends and self._is_one(stretch)):
                continue
            yield Found(
                manner=range(stretch.start, stretch.stop),
                content=(range(len(self._words)),),
                source=source,
                cue=self._runs(cue.places),
                act=cue.verb.act,
                via=Via.REPORTED,
                rule="intent" if intends else "act",
                carries=source is None,
                whole=True,
            )
            return

    def _judges(self, stretch: Stretch, cue: _Cue) -> bool:
        """Whether a verb of many meanings means an act of speech here, by the words that it then has beside it."""
        near = {self._words[at].low for at in range(stretch.start, stretch.stop)}
        needed = self._language.needs.get(cue.lemma)
        seen = (
            len(cue.places) > 1 and cue.lemma in ("sehen", "see") and self._words[cue.places[-1]].pos is Pos.INFINITIVE
        )
        return (needed is None or not near.isdisjoint(needed)) and not seen and near.isdisjoint(self._language.toll)

    def _names(self) -> Iterator[Found]:
        """What somebody calls something, in quotation marks: "bezeichnete das als „maßvoll“"."""
        for number, stretch in enumerate(self._stretches):
            if stretch.kind is not Kind.MAIN or self._is_first(number):
                continue
            for quote in self._parsed.quotes:
                if not (stretch.start < quote.start and stretch.stop - 1 <= quote.stop <= stretch.stop + 1):
                    continue
                near = {self._words[at].low for at in range(max(stretch.start, quote.start - 3), quote.start)}
                cue = self._verb(number)
                if near & self._language.called and (cue is not None or "von" in near):
                    places = cue.places if cue else [stretch.finite]
                    named = cue or _Cue(places, _SAY.verb, number, "")
                    source = self._subject(number, named)[0] or self._shared_subject(number)
                    if cue is not None and self._is_passive(stretch, cue):
                        source = self._agent(stretch)
                    if source is not None and (cue is not None or self._words[stretch.finite].lemma == "sprechen"):
                        yield Found(
                            manner=range(stretch.start, stretch.stop),
                            content=(quote,),
                            source=source,
                            cue=self._runs(places),
                            act=Act.OPINION,
                            via=Via.DIRECT,
                            rule="name",
                        )

    def _beside_quotes(self) -> Iterator[Found]:
        """A quotation behind a colon, or in front of a verb, is said by that clause's subject, whatever its verb."""
        for number, stretch in enumerate(self._stretches):
            if stretch.kind is not Kind.QUOTE:
                continue
            if number and stretch.before == ":" and self._stretches[number - 1].kind in (Kind.MAIN, Kind.BARE):
                beside = number - 1
            elif number + 1 < len(self._stretches) and self._stretches[number + 1].kind is Kind.MAIN:
                beside = number + 1
                if not self._ends_with_verb_of(beside, stretch):
                    continue
            else:
                continue
            other = self._stretches[beside]
            cue = _Cue([other.finite if other.finite >= 0 else other.start], _SAY.verb, beside, "")
            source = self._subject(beside, cue)[0] if other.finite >= 0 else None
            if other.finite < 0 and beside == 0:
                source = self._phrases.subject_at(other.start, other.stop)
            if source is None:
                source = self._shared_subject(beside)
            if source is not None:
                quote = range(stretch.start, stretch.stop)
                yield Found(
                    manner=range(other.start, other.stop),
                    content=(quote,),
                    source=source,
                    cue=self._runs(cue.places),
                    via=Via.DIRECT,
                    rule="quote-beside",
                )

    def _ends_with_verb_of(self, beside: int, quote: Stretch) -> bool:
        """Whether a clause behind a quotation can be about who says it: "„...“, so beschrieb es der Leiter"."""
        other = self._stretches[beside]
        first = self._words[other.start].low
        near = other.finite == other.start or (first in self._language.thus and other.finite == other.start + 1)
        inner = self._words[quote.stop - 2].text if quote.stop - quote.start > 2 else ""
        if not self._language.inverted and inner in ",?!":
            return bool(inner) and other.before == '"'
        verb = self._words[other.finite].lemma
        return near and quote.stop - quote.start > 5 and verb not in ("sein", "heißen", "werden", "haben", "be", "have")

    def _hence(self) -> Iterator[Found]:
        """ "Demnach ...": by whoever was named before."""
        for at, word in enumerate(self._words):
            if word.low in self._language.hence and not word.aside:
                content = self._around(range(at, at + 1), self._ruled(at))
                if content:
                    yield Found(content=content, cue=(range(at, at + 1),), via=Via.LAUT, rule="hence", carries=True)
                return

    def _silent(self) -> Iterator[Found]:
        """ "Die Behörden wollten sich nicht äußern.": that nothing was said is what is told."""
        words = self._words
        said = silence(" ".join(word.text for word in words), self._language)
        main = next((one for one in self._stretches if one.kind is Kind.MAIN), None)
        if said is None or main is None or self._is_first(self._stretches.index(main)):
            return
        source, _ = self._subject(self._stretches.index(main), _Cue([main.finite], _SAY.verb, 0, ""))
        if source is not None:
            cue = self._runs([main.finite])
            yield Found(
                manner=range(len(words)),
                content=(range(len(words)),),
                source=source,
                cue=cue,
                act=said,
                via=Via.REPORTED,
                rule="silent",
            )

    def _open(self) -> Iterator[Found]:
        """ "Unklar war, ob ...": the article says in its own voice that something is open."""
        for number, stretch in enumerate(self._stretches):
            if stretch.kind is not Kind.MAIN or self._is_moody(number):
                continue
            being = self._words[stretch.finite].lemma in ("sein", "bleiben", "be", "remain")
            for at in range(stretch.start, stretch.stop):
                plain = self._words[at].low != "clear" or any(
                    word.low in self._language.negations for word in self._words[stretch.start : at]
                )
                if self._words[at].low in self._language.unclear and being and plain:
                    asked = [
                        one
                        for one in (number - 1, number + 1)
                        if 0 <= one < len(self._stretches) and self._stretches[one].kind is Kind.SUBORDINATE
                    ]
                    if asked:
                        yield Found(
                            content=(range(len(self._words)),),
                            cue=(range(at, at + 1),),
                            act=Act.UNCLEAR,
                            via=Via.VOICE,
                            rule="open",
                            impersonal=True,
                        )
                        return

    def _of_before(self) -> Iterator[Found]:
        """ "Das teilte die Polizei mit.": what is said is the sentence before."""
        stretch = self._stretches[0] if self._stretches else None
        if stretch is None or stretch.kind is not Kind.MAIN or stretch.finite != stretch.start + 1:
            return
        cue = self._verb(0)
        if (
            self._words[stretch.start].low not in self._language.this
            or cue is None
            or Frame.CLAUSE not in cue.verb.frame
        ):
            return
        source = self._phrases.subject_after(stretch.finite + 1, stretch.stop)
        if source is not None:
            full = self._phrases.with_apposition(source)
            yield Found(
                manner=range(stretch.start, stretch.stop),
                content=(),
                source=full,
                cue=self._runs(cue.places),
                act=cue.verb.act,
                rule="before",
            )


def is_moody(words: Sequence[Word], at: int, language: Language) -> bool:
    """Whether a finite verb stands in a mood that marks words as somebody else's."""
    low = words[at].low
    return low in language.first_mood or low in language.second_mood or looks_first(words, at, language)


def looks_first(words: Sequence[Word], at: int, language: Language) -> bool:
    """Whether a finite verb looks like the first Konjunktiv: "-e" but not "-te"."""
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


def _apart(some: Sequence[Found]) -> list[Found]:
    """Statements of which no two share words: an earlier one goes before a later one."""
    taken: list[Found] = []
    for one in some:
        places = {at for part in one.content for at in part}
        if not any(at in places for other in taken for part in other.content for at in part):
            taken.append(one)
    return taken


def _merged(parts: Sequence[range]) -> tuple[range, ...]:
    found: list[range] = []
    for part in sorted(parts, key=lambda one: one.start):
        if found and part.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, part.stop))
        else:
            found.append(part)
    return tuple(found)


__all__ = ["Found", "frames", "is_moody", "looks_first", "replace"]
