"""The second pass: sources carried over from one sentence to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.sentences import Extent
from tracker.domain.words import Act, Via
from tracker.ingest.clauses import Kind, Parsed
from tracker.ingest.frames import Found, is_moody, looks_first
from tracker.ingest.grammar import Language


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
    """All statements."""
    last: tuple[Extent, ...] = ()
    live = False
    paragraph = -1
    pending: Told | None = None
    for parsed, found in sentences:
        if parsed.paragraph != paragraph:
            paragraph, live = parsed.paragraph, False
        if found:
            if pending:
                yield pending
                pending = None
            for one in found:
                source = (_extent(parsed, one.source),) if one.source else ()
                if source and not _is_pronoun(parsed, one, language):
                    last = source
                live = True
                yield Told(
                    content=tuple(_extent(parsed, part) for part in one.content),
                    source=source,
                    cue=tuple(_extent(parsed, part) for part in one.cue),
                    act=one.act,
                    via=one.via,
                    rule=one.rule,
                )
            continue
        how = _carries(parsed, language, live)
        if not how:
            if pending:
                yield pending
                pending = None
            live = False
            continue
        extent = Extent(parsed.words[0].start, parsed.words[-1].end)
        if pending is not None and pending.rule == how and pending.source == last:
            pending = Told(
                content=(Extent(pending.content[0].start, extent.end),),
                source=last,
                cue=(),
                act=Act.ASSERT,
                via=pending.via,
                rule=how,
                carried=True,
            )
        else:
            if pending:
                yield pending
            pending = Told(
                content=(extent,), source=last, cue=(), act=Act.ASSERT, via=Via.KONJUNKTIV, rule=how, carried=True
            )
    if pending:
        yield pending


def _is_pronoun(parsed: Parsed, one: Found, language: Language) -> bool:
    source = one.source
    return source is not None and len(source) == 1 and parsed.words[source.start].low in language.pronouns


def _extent(parsed: Parsed, part: range) -> Extent:
    return Extent(parsed.words[part.start].start, parsed.words[part.stop - 1].end)


def _carries(parsed: Parsed, language: Language, live: bool) -> str:
    quoted = len(parsed.quotes) == 1 and len(parsed.quotes[0]) == len(parsed.words)
    if quoted:
        return "quote" if live else ""
    for stretch in parsed.stretches:
        if stretch.kind is Kind.MAIN and stretch.finite >= 0:
            word = parsed.words[stretch.finite]
            if word.low in language.first_mood or looks_first(parsed.words, stretch.finite, language):
                return "run"
            if live and word.low in language.second_mood:
                return "run"
            if live and word.low in language.reportedly:
                return "hearsay"
            return ""
    return ""
