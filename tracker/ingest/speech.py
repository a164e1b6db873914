"""Speech without a clause: demands and denials, names in quotation marks, quotations by themselves, and silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tracker.domain.words import Act, Via
from tracker.ingest.acts import silence
from tracker.ingest.attributions import Tools
from tracker.ingest.clauses import Clause, ClauseKind, Parsed
from tracker.ingest.cues import SAY, Cue
from tracker.ingest.grammar import Frame, Language, Verb
from tracker.ingest.lexemes import Pos
from tracker.ingest.sighting import Sighting, runs

_SUFFIX: Final = 4
"""A word of more letters than this may be the last part of a longer one: "Korruptionsvorwurf"."""


class Speech:
    """Looks for acts of speech in one sentence."""

    def __init__(self, parsed: Parsed, language: Language, tools: Tools) -> None:
        self._parsed, self._language = parsed, language
        self._words, self._stretches = parsed.words, parsed.stretches
        self._phrases, self._cues, self._speakers, self._contents, self._force = tools
        speaking = (language.unnamed, language.roles, *(pattern for _, pattern in language.kinds))
        self._speaking = re.compile("|".join(speaking))

    def titled(self) -> Iterator[Sighting]:
        """ "Insider: Werft vor dem Verkauf": a line that does not end like a sentence and begins with who says it."""
        stretches, words = self._stretches, self._words
        if len(stretches) < 2 or stretches[0].kind is not ClauseKind.BARE or words[-1].text in ".!…":
            return
        first = stretches[0]
        source = self._phrases.subject_at(first.start, first.stop)
        spoken = self._speaking.search(" ".join(word.low for word in words[: first.stop])) is not None
        if stretches[1].before == ":" and source == range(first.start, first.stop) and spoken:
            yield Sighting(
                manner=source,
                content=(range(stretches[1].start, len(words)),),
                source=source,
                via=Via.HEADLINE,
                rule="title",
            )

    def signed(self) -> Iterator[Sighting]:
        """ "„Wir bauen wieder auf.“ – Gerda Marsch": a quotation, a dash, and nothing but a name."""
        if not self._stretches or self._stretches[-1].stop < len(self._words):
            return
        *quotes, name = self._stretches
        source = self._phrases.subject_at(name.start, name.stop)
        quoted = all(one.kind is ClauseKind.QUOTE for one in quotes) and len(quotes) < 2
        if quoted and name.before in ("–", "—", "-") and source == range(name.start, name.stop):
            content = tuple(range(one.start, one.stop) for one in quotes)
            yield Sighting(content=content, source=source, via=Via.DIRECT, rule="signed", behind=True)

    def reported(self) -> Iterator[Sighting]:
        """The whole sentence reports an act of speech or an intention: "Sie fordert seinen Rücktritt."."""
        for number, stretch in enumerate(self._stretches):
            if stretch.kind is not ClauseKind.MAIN or self._cues.is_first(number):
                continue
            cue = self._cues.verb(number)
            intends = self._words[stretch.finite].low in self._language.intends
            if intends:
                claims = self._words[stretch.stop - 1].low in self._language.perfect  # "will es gesehen haben"
                act = Act.ASSERT if claims else Act.ANNOUNCE
                cue = Cue([stretch.finite], Verb(act, Frame.OBJECT), number, "")
            if cue is None or Frame.OBJECT not in cue.verb.frame or not self._judges(stretch, cue):
                continue
            passive = self._cues.is_passive(stretch, cue)
            source = (
                self._speakers.agent(stretch)
                if passive
                else self._speakers.subject(number, cue)[0] or self._speakers.shared(number)
            )
            if source is None and not (intends and self._cues.is_one(stretch)):
                continue
            done = self._force.act(number, cue, source)
            yield Sighting(
                manner=range(stretch.start, stretch.stop),
                content=(range(len(self._words)),),
                source=source,
                cue=runs(cue.places),
                act=done or cue.verb.act,
                via=Via.REPORTED,
                rule="intent" if intends else "act",
                carries=source is None,
                whole=True,
                void=done is None,
            )
            return

    def _judges(self, stretch: Clause, cue: Cue) -> bool:
        """Whether a verb of many meanings means an act of speech here, by the words that it then has beside it."""
        near = {self._words[at].low for at in range(stretch.start, stretch.stop)}
        needed = self._language.needs.get(cue.lemma)
        seen = (
            len(cue.places) > 1 and cue.lemma in ("sehen", "see") and self._words[cue.places[-1]].pos is Pos.INFINITIVE
        )
        met = needed is None or any(
            word == one or (len(one) > _SUFFIX and word.endswith(one)) for word in near for one in needed
        )
        return met and not seen and near.isdisjoint(self._language.toll)

    def names(self) -> Iterator[Sighting]:
        """What somebody calls something, in quotation marks: "bezeichnete das als „maßvoll“"."""
        for number, stretch in enumerate(self._stretches):
            if stretch.kind is not ClauseKind.MAIN or self._cues.is_first(number):
                continue
            for quote in self._parsed.quotes:
                if not (stretch.start < quote.start and stretch.stop - 1 <= quote.stop <= stretch.stop + 1):
                    continue
                near = {self._words[at].low for at in range(max(stretch.start, quote.start - 3), quote.start)}
                cue = self._cues.verb(number)
                if near & self._language.called and cue is not None and Frame.OBJECT in cue.verb.frame:
                    source = self._speakers.subject(number, cue)[0] or self._speakers.shared(number)
                    if self._cues.is_passive(stretch, cue):
                        source = self._speakers.agent(stretch)
                    if source is not None:
                        yield Sighting(
                            manner=range(stretch.start, stretch.stop),
                            content=(quote,),
                            source=source,
                            cue=runs(cue.places),
                            act=Act.OPINION,
                            via=Via.DIRECT,
                            rule="name",
                        )

    def beside_quotes(self) -> Iterator[Sighting]:
        """A quotation behind a colon, or in front of a verb, is said by that clause's subject, whatever its verb.

        So are words in the first Konjunktiv behind a colon: "erhob einen Vorwurf: Das Werk habe ...".
        """
        for number, stretch in enumerate(self._stretches):
            told = stretch.before == ":" and stretch.kind is ClauseKind.MAIN and self._cues.is_first(number)
            if stretch.kind is not ClauseKind.QUOTE and not told:
                continue
            if (
                number
                and stretch.before == ":"
                and self._stretches[number - 1].kind in (ClauseKind.MAIN, ClauseKind.BARE)
            ):
                beside = number - 1
            elif number + 1 < len(self._stretches) and self._stretches[number + 1].kind is ClauseKind.MAIN:
                beside = number + 1
                if not self._ends_with_verb_of(beside, stretch):
                    continue
            else:
                continue
            other = self._stretches[beside]
            cue = Cue([other.finite if other.finite >= 0 else other.start], SAY.verb, beside, "")
            source = self._speakers.subject(beside, cue)[0] if other.finite >= 0 else None
            if other.finite < 0 and beside == 0:
                source = self._phrases.subject_at(other.start, other.stop)
            if source is None:
                source = self._speakers.shared(beside)
            if source is not None:
                last = self._stretches[-1].stop if told else stretch.stop
                yield Sighting(
                    manner=range(other.start, other.stop),
                    content=(range(stretch.start, last),),
                    source=source,
                    cue=runs(cue.places),
                    via=Via.INDIRECT if told else Via.DIRECT,
                    rule="quote-beside",
                )

    def _ends_with_verb_of(self, beside: int, quote: Clause) -> bool:
        """Whether a clause behind a quotation can be about who says it: "„...“, so beschrieb es der Leiter"."""
        other = self._stretches[beside]
        first = self._words[other.start].low
        near = other.finite == other.start or (first in self._language.thus and other.finite == other.start + 1)
        inner = self._words[quote.stop - 2].text if quote.stop - quote.start > 2 else ""
        if not self._language.inverted and inner in ",?!":
            return bool(inner) and other.before == '"'
        verb = self._words[other.finite].lemma
        return near and quote.stop - quote.start > 5 and verb not in ("sein", "heißen", "werden", "haben", "be", "have")

    def silent(self) -> Iterator[Sighting]:
        """ "Die Behörden wollten sich nicht äußern.": that nothing was said is what is told."""
        words = self._words
        said = silence(" ".join(word.text for word in words), self._language)
        main = next((one for one in self._stretches if one.kind is ClauseKind.MAIN), None)
        if said is None or main is None or self._cues.is_first(self._stretches.index(main)):
            return
        source, _ = self._speakers.subject(self._stretches.index(main), Cue([main.finite], SAY.verb, 0, ""))
        if source is not None:
            cue = runs([main.finite])
            yield Sighting(
                manner=range(len(words)),
                content=(range(len(words)),),
                source=source,
                cue=cue,
                act=said,
                via=Via.REPORTED,
                rule="silent",
            )

    def left_open(self) -> Iterator[Sighting]:
        """ "Unklar war, ob ...": the article says in its own voice that something is open."""
        for number, stretch in enumerate(self._stretches):
            if stretch.kind is not ClauseKind.MAIN or self._cues.is_moody(number):
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
                        if 0 <= one < len(self._stretches) and self._stretches[one].kind is ClauseKind.SUBORDINATE
                    ]
                    if asked:
                        yield Sighting(
                            content=(range(len(self._words)),),
                            cue=(range(at, at + 1),),
                            act=Act.UNCLEAR,
                            via=Via.VOICE,
                            rule="open",
                            impersonal=True,
                        )
                        return

    def behind_quote(self) -> Iterator[Sighting]:
        """ "“Who was it?” Ihde asked.": nothing but who spoke, behind a quotation that ends like a sentence."""
        if len(self._stretches) != 1 or self._stretches[0].kind is not ClauseKind.MAIN:
            return
        clause, cue = self._stretches[0], self._cues.verb(0)
        if cue is None or Frame.CLAUSE not in cue.verb.frame or clause.finite != clause.stop - 1:
            return
        source = self._speakers.subject(0, cue)[0]
        if source is not None:
            manner = range(clause.start, clause.stop)
            yield Sighting(
                manner=manner,
                content=(),
                source=source,
                cue=runs(cue.places),
                act=cue.verb.act,
                via=Via.DIRECT,
                rule="signed",
                behind=True,
            )

    def of_before(self) -> Iterator[Sighting]:
        """ "Das teilte die Polizei mit.": what is said is the sentence before."""
        stretch = self._stretches[0] if self._stretches else None
        if stretch is None or stretch.kind is not ClauseKind.MAIN or stretch.finite != stretch.start + 1:
            return
        cue = self._cues.verb(0)
        if (
            self._words[stretch.start].low not in self._language.this
            or cue is None
            or Frame.CLAUSE not in cue.verb.frame
        ):
            return
        source = self._phrases.subject_after(stretch.finite + 1, stretch.stop)
        manner = self._words[stretch.start].low in self._language.thus and self._language.thus
        if manner and self._words[stretch.finite + 1].low not in self._language.impersonal:
            return  # "so warnten sie vor ..." says how
        if source is not None:
            full = self._phrases.with_apposition(source)
            yield Sighting(
                manner=range(stretch.start, stretch.stop),
                content=(),
                source=full,
                cue=runs(cue.places),
                act=cue.verb.act,
                rule="before",
                behind=Frame.OBJECT not in cue.verb.frame,
            )
