"""The second pass: who speaks where the sentence itself does not say, by what was said before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.sentences import Extent
from tracker.domain.words import Act, Via
from tracker.ingest.clauses import Kind, Parsed
from tracker.ingest.frames import Found, looks_first
from tracker.ingest.grammar import Language
from tracker.ingest.phrases import Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement as places of the text."""

    content: tuple[Extent, ...]
    source: tuple[Extent, ...]
    cue: tuple[Extent, ...]
    act: Act
    via: Via
    rule: str
    carried: bool = False


def discourse(sentences: Iterable[tuple[Parsed, Sequence[Found]]], language: Language) -> Iterator[Told]:
    """The statements of a text in order, each with the source that the text gives it."""
    memory = _Memory(language)
    for parsed, found in sentences:
        yield from memory.take(parsed, found)
    yield from memory.flush()


class _Memory:
    """What a reader has in mind between two sentences."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._last: tuple[Extent, ...] = ()
        """Who spoke last, by a mention that says who it is."""
        self._live = False
        """Whether the sentence before was somebody's words."""
        self._before: Parsed | None = None
        self._topic: tuple[Extent, ...] = ()
        """Of whom the sentence before told something, where nobody spoke in it."""
        self._pending: Told | None = None

    def take(self, parsed: Parsed, found: Sequence[Found]) -> Iterator[Told]:
        """Read a sentence; yields what is complete by now."""
        if found:
            yield from self.flush()
            for one in found:
                told = self._told(parsed, one)
                if told is not None:
                    yield told
            self._live, self._topic = True, ()
        else:
            rule = self._carries(parsed)
            if rule:
                yield from self._carry(parsed, rule)
                self._live = True
            else:
                yield from self.flush()
                self._live, self._topic = False, self._subject(parsed)
        self._before = parsed

    def flush(self) -> Iterator[Told]:
        """Give out the run that has come to its end."""
        if self._pending is not None:
            yield self._pending
            self._pending = None

    def _told(self, parsed: Parsed, one: Found) -> Told | None:
        source = (_extent(parsed, one.source),) if one.source else ()
        if source and not self._is_pronoun(parsed, one.source):
            self._last = source
        carried = one.carries and not source
        content = tuple(_extent(parsed, part) for part in one.content)
        if not content:
            if self._before is None or self._live:
                return None
            words = self._before.words
            content = (Extent(words[0].start, words[-1].start if words[-1].text in ".!?" else words[-1].end),)
        return Told(
            content=content,
            source=self._last if carried else source,
            cue=tuple(_extent(parsed, part) for part in one.cue),
            act=one.act,
            via=one.via,
            rule=one.rule,
            carried=carried,
        )

    def _carry(self, parsed: Parsed, rule: str) -> Iterator[Told]:
        extent = Extent(parsed.words[0].start, parsed.words[-1].end)
        source = self._last
        if self._topic and parsed.words[0].low in self._language.personal:
            source = self._last = self._topic
        pending = self._pending
        if pending is not None and (pending.rule, pending.source) == (rule, source):
            self._pending = replace(pending, content=(Extent(pending.content[0].start, extent.end),))
            return
        yield from self.flush()
        via = Via.DIRECT if rule == "quote" else Via.KONJUNKTIV if rule == "run" else Via.REPORTED
        self._pending = Told(content=(extent,), source=source, cue=(), act=Act.ASSERT, via=via, rule=rule, carried=True)

    def _carries(self, parsed: Parsed) -> str:
        """By which rule a sentence without an attribution is somebody's words; empty where it is the article's own."""
        language = self._language
        if len(parsed.quotes) == 1 and len(parsed.quotes[0]) == len(parsed.words):
            return "quote" if self._live and len(parsed.words) > 4 else ""
        for stretch in parsed.stretches:
            if stretch.kind is Kind.MAIN and stretch.finite >= 0:
                word = parsed.words[stretch.finite]
                if stretch.finite == stretch.start and not stretch.before:
                    continue  # "Sollte das nicht gelingen, ..." is a condition
                if word.low in language.first_mood or looks_first(parsed.words, stretch.finite, language):
                    return "run"
                if self._live and word.low in language.second_mood:
                    return "run"
                return "hearsay" if self._live and word.low in language.reportedly else ""
        return ""

    def _subject(self, parsed: Parsed) -> tuple[Extent, ...]:
        """Of whom a sentence tells something."""
        phrases = Phrases(self._language, parsed)
        for stretch in parsed.stretches:
            if stretch.kind is Kind.MAIN:
                subject = phrases.subject_at(stretch.start, stretch.finite)
                if subject is not None and not self._is_pronoun(parsed, subject):
                    return (_extent(parsed, range(stretch.start, max(subject.stop, stretch.finite))),)
                return self._topic if subject is not None else ()
        return ()

    def _is_pronoun(self, parsed: Parsed, source: range | None) -> bool:
        return source is not None and len(source) == 1 and parsed.words[source.start].low in self._language.pronouns


def _extent(parsed: Parsed, part: range) -> Extent:
    return Extent(parsed.words[part.start].start, parsed.words[part.stop - 1].end)
