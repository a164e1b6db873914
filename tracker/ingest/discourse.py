"""The second pass: who speaks where the sentence itself does not say, by what was said before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.domain.sentences import Extent
from tracker.domain.words import CARRIERS, Act, SourceKind, Via
from tracker.ingest.clauses import ClauseKind, Parsed
from tracker.ingest.force import Force
from tracker.ingest.grammar import Language
from tracker.ingest.kinds import Sorter
from tracker.ingest.lexemes import Pos
from tracker.ingest.moods import is_first
from tracker.ingest.phrases import Phrases
from tracker.ingest.proposal import Mood
from tracker.ingest.sighting import Sighting

NOWHERE: Final = Extent(0, 0)
_NAME: Final = 4
"""A name in front of a turn of an interview has no more words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement as places of the text."""

    content: tuple[Extent, ...]
    source: tuple[Extent, ...]
    cue: tuple[Extent, ...]
    act: Act
    via: Via
    rule: str
    mood: Mood
    manner: Extent = NOWHERE
    chain: tuple[Extent, ...] = ()
    meant: tuple[Extent, ...] = ()
    """Whom a pronoun stands for; empty where the source is no pronoun, or nobody before can be meant."""
    carried: bool = False
    hearsay: bool = False
    """Who speaks is only said to have said it."""


def discourse(
    sentences: Iterable[tuple[Parsed, Sequence[Sighting]]], language: Language, sorter: Sorter
) -> Iterator[Told]:
    """The statements of a text in order, each with the source that the text gives it."""
    memory, held = _Memory(language, sorter), None
    for parsed, sightings in sentences:
        for told in memory.take(parsed, sightings):
            if not told.content and held is not None:
                # "Er sei müde. Das sagte Kern am Montag.": who said it stands behind.
                held = replace(told, content=held.content, via=held.via, mood=held.mood)
                continue
            if held is not None:
                yield held
            held = told if told.content else None
    if held is not None:
        yield held


class _Memory:
    """What a reader has in mind between two sentences."""

    def __init__(self, language: Language, sorter: Sorter) -> None:
        self._language, self._sorter = language, sorter
        self._last: tuple[Extent, ...] = ()
        """Who spoke last, by a mention that says who it is."""
        self._nearest: tuple[Extent, ...] = ()
        """The same by whatever mention, a pronoun too."""
        self._live = False
        """Whether the sentence before was somebody's words."""
        self._before: Parsed | None = None
        self._topic: tuple[Extent, ...] = ()
        """Of whom the sentence before told something, where nobody spoke in it."""

    def take(self, parsed: Parsed, sightings: Sequence[Sighting]) -> Iterator[Told]:
        """Read a sentence; yields its statements."""
        answered = self._answers(parsed)
        if sightings and not answered:
            for sighting in sightings:
                told = None if sighting.void else self._told(parsed, sighting)
                if told is not None:
                    yield told
            voice = all(sighting.via is Via.VOICE or sighting.void for sighting in sightings)
            self._live, self._topic = not voice, self._asked(parsed) if voice else ()
        else:
            rule = answered or self._carries(parsed)
            if rule:
                yield from self._carry(parsed, rule)
                self._live = True
            else:
                self._live, self._topic = False, self._subject(parsed)
        self._before = parsed

    def _told(self, parsed: Parsed, sighting: Sighting) -> Told | None:
        source = (_extent(parsed, sighting.source),) if sighting.source else ()
        meant = self._meant(parsed, sighting.source)
        if source and not meant:
            self._last = source
        elif sighting.source and self._topic and parsed.words[sighting.source.start].low in self._language.personal:
            self._last = self._topic
        self._nearest = source or self._nearest
        carried = sighting.carries and not source
        content = tuple(_extent(parsed, part) for part in sighting.content)
        if not content and self._live:
            if self._last and not sighting.behind:
                return None
        elif not content:
            if self._before is None or (sighting.rule == "signed" and not self._before.words[0].quoted):
                return None
            words = self._before.words
            content = (Extent(words[0].start, words[-1].start if words[-1].text in ".!?" else words[-1].end),)
        return Told(
            content=content,
            source=self._last if carried else source,
            cue=tuple(_extent(parsed, part) for part in sighting.cue),
            act=sighting.act,
            via=sighting.via,
            rule=sighting.rule,
            mood=_mood(parsed, sighting.content, self._language),
            manner=_extent(parsed, sighting.manner) if sighting.manner else NOWHERE,
            chain=tuple(_extent(parsed, part) for part in self._relayers(parsed, sighting)),
            meant=meant,
            carried=carried,
            hearsay=sighting.hearsay,
        )

    def _meant(self, parsed: Parsed, source: range | None) -> tuple[Extent, ...]:
        """Whom a pronoun stands for: "sie betrachtet" tells of one, and never of the insiders who spoke before."""
        if source is None or not self._is_pronoun(parsed, source):
            return ()
        found = self._topic or self._last
        if not found or self._sorter.at(found).kind is not SourceKind.GROUP:
            return found
        finite = parsed.stretches[parsed.at(source.start)].finite
        verb = parsed.words[finite].low if finite >= 0 else ""
        return () if self._language.is_one(parsed.words[source.start].low, verb) else found

    def _carry(self, parsed: Parsed, rule: str) -> Iterator[Told]:
        extent = Extent(parsed.words[0].start, parsed.words[-1].end)
        source = self._last
        if rule == "quote":
            source = self._nearest if self._live else self._topic or self._nearest
        if self._topic and parsed.words[0].low in self._language.personal:
            source = self._last = self._topic
        if rule == "interview":
            name, said = parsed.stretches[0], parsed.stretches[1]
            source = self._last = self._nearest = (_extent(parsed, range(name.start, name.stop)),)
            extent = Extent(parsed.words[said.start].start, parsed.words[-1].end)
        if rule == "rumour":
            source = ()
        via = {"quote": Via.DIRECT, "interview": Via.DIRECT, "run": Via.KONJUNKTIV}.get(rule, Via.REPORTED)
        mood = _mood(parsed, (range(len(parsed.words)),), self._language)
        yield Told(
            content=(extent,),
            source=source,
            cue=(),
            act=Act.ASSERT,
            via=via,
            rule=rule,
            mood=mood,
            carried=rule not in ("interview", "rumour"),
            hearsay=rule == "rumour",
        )

    def _relayers(self, parsed: Parsed, sighting: Sighting) -> Iterator[range]:
        """Agencies and papers that somebody said it to: "... der Nachrichtenagentur Reuters"."""
        taken = {
            at
            for part in (*sighting.content, *sighting.cue, sighting.source or ())
            for at in ([part] if isinstance(part, int) else part)
        }
        phrases, at = Phrases(self._language, parsed), sighting.manner.start
        while at < sighting.manner.stop:
            time = parsed.words[at].low in self._language.times
            phrase = None if at in taken or time else phrases.phrase_at(at, sighting.manner.stop)
            if phrase is None or taken & {*phrase}:
                at += 1
                continue
            words = " ".join(parsed.words[place].text for place in phrase)
            if self._sorter.sort(words).kind in CARRIERS:
                yield _name(parsed, phrase, self._language)
            at = phrase.stop

    def _carries(self, parsed: Parsed) -> str:
        """By which rule a sentence without an attribution is somebody's words; empty where it is the article's own."""
        language = self._language
        if len(parsed.quotes) == 1 and len(parsed.quotes[0]) == len(parsed.words):
            return "quote" if len(parsed.words) > 4 and (self._live or self._topic or self._nearest) else ""
        for stretch in parsed.stretches:
            if stretch.kind is ClauseKind.MAIN and stretch.finite >= 0:
                word = parsed.words[stretch.finite]
                if stretch.finite == stretch.start and not stretch.before:
                    continue  # "Sollte das nicht gelingen, ..." is a condition
                if is_first(parsed.words, stretch.finite, language):
                    return "run"
                if self._goes_on(parsed) and word.low in language.second_mood:
                    return "run"
                told = self._goes_on(parsed) and word.low in language.reportedly
                if told and parsed.words[stretch.stop - 1].low in language.perfect:
                    return "hearsay"
                break
        return "rumour" if not parsed.quotes and Force(parsed, language).is_rumour() else ""

    def _answers(self, parsed: Parsed) -> str:
        """Whether a paragraph is a turn of an interview: a name, a colon, and what is no question.

        A single word is a name only where it answers a question, or says "I".
        """
        clauses, words = parsed.stretches, parsed.words
        first = self._before is None or self._before.paragraph != parsed.paragraph
        if not first or len(clauses) < 2 or clauses[1].before != ":" or words[-1].text not in ".!":
            return ""
        name, language = words[: clauses[0].stop], self._language
        named = clauses[0].kind is ClauseKind.BARE and len(name) <= _NAME
        named = named and all(word.text[0].isupper() and word.low not in language.determiners for word in name)
        if not named or name[0].low in language.answers or all(clause.finite < 0 for clause in clauses[1:]):
            return ""
        asked = self._before is not None and self._before.words[-1].text == "?"
        speaks = not language.speaking.isdisjoint(word.low for word in words[clauses[1].start :])
        return "interview" if asked or speaks or len(name) > 1 else ""

    def _goes_on(self, parsed: Parsed) -> bool:
        """Whether somebody was speaking just before in the same paragraph: only then do weak signs count."""
        return self._live and self._before is not None and self._before.paragraph == parsed.paragraph

    def _subject(self, parsed: Parsed) -> tuple[Extent, ...]:
        """Of whom a sentence tells something."""
        phrases = Phrases(self._language, parsed)
        if parsed.words[-1].text == ":" and len(parsed.stretches) == 1:
            return self._announced(parsed, phrases)
        for stretch in parsed.stretches:
            if stretch.kind is ClauseKind.MAIN:
                subject = phrases.subject_at(stretch.start, stretch.finite)
                if subject is not None and self._is_pronoun(parsed, subject):
                    return self._topic
                if subject is None:
                    subject = phrases.subject_after(stretch.finite + 1, stretch.stop)
                    subject = subject and phrases.with_apposition(subject)
                return (_extent(parsed, subject),) if subject else ()
        return ()

    def _announced(self, parsed: Parsed, phrases: Phrases) -> tuple[Extent, ...]:
        """Whose words a line with a colon at its end announces: "And from Chair Leo Stamm:"."""
        last = parsed.stretches[0].stop
        nouns = [at for at in range(last) if parsed.words[at].pos in (Pos.NOUN, Pos.DETERMINER)]
        candidates = (phrases.phrase_at(at, last) for at in nouns)
        phrase = next((candidate for candidate in candidates if candidate is not None and candidate.stop == last), None)
        return (_extent(parsed, phrase),) if phrase else ()

    def _asked(self, parsed: Parsed) -> tuple[Extent, ...]:
        """Of whom something is open: "Unklar blieb, ob die Regierung zustimmt"."""
        phrases = Phrases(self._language, parsed)
        for stretch in parsed.stretches:
            if stretch.kind is ClauseKind.SUBORDINATE:
                subject = phrases.subject_after(stretch.start + 1, stretch.stop)
                return (_extent(parsed, subject),) if subject else ()
        return ()

    def _is_pronoun(self, parsed: Parsed, source: range | None) -> bool:
        return source is not None and len(source) == 1 and parsed.words[source.start].low in self._language.pronouns


def _name(parsed: Parsed, phrase: range, language: Language) -> range:
    """The name in a phrase: "Reuters" in "der Nachrichtenagentur Reuters"."""
    start = phrase.stop
    while start > phrase.start and parsed.words[start - 1].pos is Pos.NOUN:
        start -= 1
    if start < phrase.stop - 1 and re.search(language.carriers, parsed.words[start].low):
        start += 1
    return range(start, phrase.stop) if start < phrase.stop else phrase


def _mood(parsed: Parsed, content: Sequence[range], language: Language) -> Mood:
    """The mood of the first finite verb of what is said."""
    for stretch in parsed.stretches:
        inside = any(stretch.finite in part for part in content)
        if inside and stretch.kind is not ClauseKind.RELATIVE:
            low = parsed.words[stretch.finite].low
            if is_first(parsed.words, stretch.finite, language):
                return Mood.KONJUNKTIV_1
            if low in language.second_mood:
                return Mood.KONJUNKTIV_2
            return Mood.MODAL if low in language.reportedly else Mood.INDICATIVE
    return Mood.NONE


def _extent(parsed: Parsed, part: range) -> Extent:
    return Extent(parsed.words[part.start].start, parsed.words[part.stop - 1].end)
