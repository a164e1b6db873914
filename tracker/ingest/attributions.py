"""Attributions: words of saying, "laut", "so" and "wie", with what they attribute and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.domain.words import Act, Via
from tracker.ingest.clauses import Clause, ClauseKind, Parsed
from tracker.ingest.contents import Contents
from tracker.ingest.cues import SAY, Cue, Cues
from tracker.ingest.force import Force
from tracker.ingest.grammar import Frame, Language
from tracker.ingest.lexemes import VERBAL, Pos
from tracker.ingest.phrases import Phrases
from tracker.ingest.sighting import Sighting, merged, runs
from tracker.ingest.speakers import Speakers


class Tools(NamedTuple):
    """What looks at one sentence."""

    phrases: Phrases
    cues: Cues
    speakers: Speakers
    contents: Contents
    force: Force


class Attributions:
    """Looks for attributions in one sentence."""

    def __init__(self, parsed: Parsed, language: Language, tools: Tools) -> None:
        self._parsed, self._language = parsed, language
        self._words, self._stretches = parsed.words, parsed.stretches
        self._phrases, self._cues, self._speakers, self._contents, self._force = tools
        self._telling = re.compile(language.nouns_of_saying)

    def by_verb(self, number: int) -> Sighting | None:
        """The statement that the verb of a stretch attributes, if it is a verb of saying and there is one."""
        stretch = self._stretches[number]
        if stretch.kind in (ClauseKind.QUOTE, ClauseKind.INFINITIVE):
            return None
        cue = self._cues.verb(number)
        if cue is None or (stretch.kind is ClauseKind.MAIN and self._cues.is_first(number)):
            return None
        hearsay = self._force.is_hearsay(stretch, cue)
        passive = self._cues.is_passive(stretch, cue) and cue.lemma != "zitieren" and not hearsay
        impersonal = self._cues.is_impersonal(stretch)
        if cue.lemma == "heißen" and not impersonal:
            return None
        if cue.lemma in self._language.sourced and (source := self._speakers.document(stretch)) is not None:
            end = stretch.stop
        elif passive:
            source, end = self._speakers.agent(stretch), stretch.stop
        else:
            source, end = self._speakers.subject(number, cue)
            if source is None and not impersonal:
                source = self._speakers.shared(number)
        end = max(end, self._stretches[cue.last].stop)
        if cue.verb.act is Act.DENY and self._cues.is_silence(number):
            return None
        forward = self._contents.forward(number, end, cue)
        behind = self._cues.begins(stretch, cue)
        first = number if source is None or source.start >= stretch.start else self._parsed.at(source.start)
        ahead = source is not None and source.stop <= cue.places[0]
        other = ahead and self._contents.is_another(first, source)
        backward = self._contents.backward(first) if behind and not other else ()
        if behind and forward and not (backward or other) and self._contents.lacks_subject(forward[0]):
            return self._put_in(number, cue, source, (*self._contents.before(first), *forward))
        if behind and forward and not backward and self._contents.is_parted(first, number, forward[0]):
            backward = self._contents.before(first)
        if backward and forward:
            quoted = self._contents.is_quoted(forward)
            if self._words[forward[0].start].low in self._language.complementizers or (
                quoted and not any(self._words[at].quoted for part in backward for at in part)
            ):
                backward = ()
            elif self._contents.is_quoted(backward) and not quoted:
                forward = ()
        if not (backward or forward) and cue.lemma in self._language.objects and not passive:
            forward = (range(cue.places[-1] + 1, stretch.stop),) if cue.places[-1] + 1 < stretch.stop else ()
        if (
            backward
            and (Frame.CLAUSE not in cue.verb.frame or source is None)
            and not self._contents.is_marked(backward[0])
        ):
            backward = ()
        content = (*backward, *forward)
        if not content:
            return None
        act = self._force.act(number, cue, source, self._contents.is_asked(content))
        return Sighting(
            manner=range(stretch.start, self._stretches[cue.last].stop),
            content=merged(content),
            source=source,
            cue=runs(cue.places),
            act=act or cue.verb.act,
            via=Via.DIRECT if self._contents.is_quoted(content) else Via.INDIRECT,
            rule="second-hand" if hearsay else "verb-behind" if backward else "verb",
            impersonal=passive or impersonal,
            carries=self._cues.is_one(stretch),
            nested=stretch.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE),
            behind=bool(backward),
            hearsay=hearsay,
            void=act is None,
        )

    def _put_in(self, number: int, cue: Cue, source: range | None, content: Sequence[range]) -> Sighting:
        """ "The price, he said, is fair": an attribution between a subject and its verb."""
        return Sighting(
            manner=range(self._stretches[number].start, self._stretches[cue.last].stop),
            content=merged(content),
            source=source,
            cue=runs(cue.places),
            act=cue.verb.act,
            rule="verb-behind",
            behind=True,
        )

    def as_told(self) -> Iterator[Sighting]:
        """ "Wie der Sprecher mitteilte, ...", in front or put in."""
        for number, stretch in enumerate(self._stretches):
            if self._words[stretch.start].low not in self._language.as_ or stretch.before not in ("", ",", "–"):
                continue
            for last in range(number, min(number + 3, len(self._stretches))):
                other = self._stretches[last]
                cue = self._cues.verb(last)
                tells = cue is not None and Frame.CLAUSE in cue.verb.frame and cue.verb.act in (Act.ASSERT, Act.CONFIRM)
                if cue is not None and tells and cue.places[-1] == other.stop - 1:
                    pivot = cue.places[0] if last == number else stretch.stop
                    source = self._phrases.subject_after(stretch.start + 1, pivot)
                    if source is None and not self._cues.is_passive(other, cue):
                        source = self._speakers.document(stretch)
                    if source is not None and last > number:
                        source = range(source.start, self._stretches[last - 1].stop)
                    content = self._contents.around(range(stretch.start, other.stop))
                    if content:
                        places = runs([stretch.start, *cue.places])
                        yield Sighting(
                            manner=range(stretch.start, other.stop),
                            content=content,
                            source=source,
                            cue=places,
                            act=cue.verb.act,
                            rule="as",
                        )
                    break
                if other.kind not in (ClauseKind.BARE, ClauseKind.RELATIVE) and last > number:
                    break

    def thus(self) -> Iterator[Sighting]:
        """ "..., so der Sprecher"."""
        for number, stretch in enumerate(self._stretches):
            if (
                not number
                or self._words[stretch.start].low not in self._language.thus
                or stretch.kind is not ClauseKind.BARE
            ):
                continue
            at = stretch.start + 1
            while at < stretch.stop and self._words[at].pos is Pos.ADVERB:
                at += 1
            source = self._phrases.subject_at(at, stretch.stop)
            backward = self._contents.backward(number)
            if source is None or not backward:
                continue
            full = self._phrases.with_apposition(source)
            content = (*backward, *self._contents.forward(number, full.stop, SAY))
            yield Sighting(
                manner=range(stretch.start, stretch.stop),
                content=merged(content),
                source=full,
                cue=(range(stretch.start, stretch.start + 1),),
                via=Via.DIRECT if self._contents.is_quoted(content) else Via.INDIRECT,
                rule="thus",
            )

    def according(self) -> Iterator[Sighting]:
        """ "Laut einem Bericht ...", "nach Angaben der Polizei ...", "... zufolge"."""
        for at, word in enumerate(self._words):
            if word.aside:
                continue
            phrase = self._told_by(at)
            if phrase is None:
                continue
            cue, source = phrase
            around = range(min(cue.start, source.start), max(cue.stop, source.stop))
            content = self._contents.around(around, self._contents.ruled(at))
            if content:
                yield Sighting(
                    manner=around, content=content, source=source, cue=(cue,), via=Via.LAUT, rule="according"
                )

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

    def _behind_noun(self, at: int, stretch: Clause) -> bool:
        follows = at + 1 < stretch.stop and self._phrases.phrase_at(at + 1, stretch.stop) is not None
        near = range(max(stretch.start, at - 5), at)
        return not follows and any(self._is_of_saying(one) for one in near)

    def _phrase_to_verb(self, at: int, start: int, stretch: Clause) -> range | None:
        """The phrase behind an adposition; at the beginning of a sentence it reaches to the finite verb."""
        phrase = self._phrases.phrase_at(start, stretch.stop)
        if phrase is None:
            return None
        if (
            at == stretch.start
            and stretch.kind is ClauseKind.MAIN
            and stretch.finite > phrase.stop
            and self._language.inverted
        ):
            return range(start, stretch.finite)
        return self._phrases.with_apposition(phrase)

    def _phrase_back(self, at: int, stretch: Clause) -> int | None:
        """Where the phrase begins that ends before a word."""
        for start in range(max(stretch.start, at - 12), at):
            word = self._words[start]
            if word.pos in VERBAL or word.pos in (Pos.ADVERB, Pos.PREPOSITION, Pos.MARK):
                continue
            phrase = self._phrases.phrase_at(start, at)
            if phrase is not None and phrase.stop == at:
                return start
        return None

    def hence(self) -> Iterator[Sighting]:
        """ "Demnach ...": by whoever was named before."""
        for at, word in enumerate(self._words):
            if word.low in self._language.hence and not word.aside:
                content = self._contents.around(range(at, at + 1), self._contents.ruled(at))
                if content:
                    yield Sighting(content=content, cue=(range(at, at + 1),), via=Via.LAUT, rule="hence", carries=True)
                return
