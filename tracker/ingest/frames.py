"""The first pass: what stands in one sentence, who says it there, and by which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.ingest.attributions import Attributions, Tools
from tracker.ingest.clauses import Parsed
from tracker.ingest.contents import Contents
from tracker.ingest.cues import Cues
from tracker.ingest.force import Force
from tracker.ingest.grammar import Language, Lexicon
from tracker.ingest.lexemes import Pos
from tracker.ingest.nouns import Nouns
from tracker.ingest.phrases import Phrases
from tracker.ingest.sighting import Sighting, apart
from tracker.ingest.speakers import Speakers
from tracker.ingest.speech import Speech


def frames(parsed: Parsed, language: Language, known: Lexicon) -> list[Sighting]:
    """The statements that a sentence attributes itself, in the order of their words; no two share a word.

    The surer a way of attributing, the earlier it is asked. A sentence without any may still report an act of speech.
    """
    phrases, cues = Phrases(language, parsed), Cues(parsed, language, known)
    tools = Tools(
        phrases, cues, Speakers(parsed, language, phrases), Contents(parsed, language, cues), Force(parsed, language)
    )
    attributions, speech = Attributions(parsed, language, tools), Speech(parsed, language, tools)
    nouns = Nouns(parsed, language, tools)
    verbal = [
        sighting for number in range(len(parsed.stretches)) if (sighting := attributions.by_verb(number)) is not None
    ]
    behind = [sighting for sighting in verbal if not sighting.nested and sighting.behind]
    before = [sighting for sighting in verbal if not sighting.nested and not sighting.behind]
    taken = apart(
        [
            *attributions.as_told(),
            *behind,
            *before,
            *attributions.thus(),
            *(sighting for sighting in verbal if sighting.nested),
            *speech.beside_quotes(),
            *nouns.saying(),
            *attributions.according(),
            *speech.names(),
            *speech.titled(),
            *speech.signed(),
            *attributions.hence(),
        ]
    )
    taken = [_ceded(sighting, taken, parsed) for sighting in taken]
    if not taken:
        for whole in (speech.left_open, speech.silent, speech.of_before, speech.behind_quote, speech.reported):
            taken = list(whole())
            if taken:
                break
    return sorted(taken, key=lambda sighting: sighting.content[0].start if sighting.content else 0)


def _ceded(sighting: Sighting, others: Sequence[Sighting], parsed: Parsed) -> Sighting:
    """A statement without the words by which another begins: "A said it was safe but | B said ..."."""
    for other in others:
        source = other.source
        if (
            other is sighting
            or source is None
            or not other.cue
            or any(other.cue[0].start in part for part in sighting.content)
        ):
            continue
        part = next((part for part in sighting.content if source.start in part and source.start > part.start + 1), None)
        if part is not None:
            joins = parsed.words[source.start - 1].pos is Pos.COORDINATOR
            return replace(sighting, content=(range(part.start, source.start - joins),))
    return sighting
