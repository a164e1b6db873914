"""Nouns of saying: "the claim that the dam leaks", "die Ankündigung, dass das Bad schließt", "mit den Worten, ..."."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.ingest.attributions import Tools
from tracker.ingest.clauses import Clause, ClauseKind, Parsed
from tracker.ingest.cues import SAY, Cue
from tracker.ingest.grammar import Language
from tracker.ingest.lexemes import Pos
from tracker.ingest.sighting import Sighting


class Nouns:
    """Looks for nouns of saying in one sentence."""

    def __init__(self, parsed: Parsed, language: Language, tools: Tools) -> None:
        self._language = language
        self._words, self._clauses = parsed.words, parsed.stretches
        self._phrases, self._cues, self._speakers = tools.phrases, tools.cues, tools.speakers

    def saying(self) -> Iterator[Sighting]:
        """What stands behind a noun of saying, by whose saying it is told to be."""
        for number, clause in enumerate(self._clauses):
            for at in range(clause.start, clause.stop):
                act = self._language.nouns.get(self._words[at].low)
                if act is None or self._words[at].aside or self._words[at].pos is not Pos.NOUN:
                    continue
                content = self._behind(number, at)
                if content is not None:
                    yield Sighting(
                        manner=range(clause.start, at + 1),
                        content=(content,),
                        source=self._whose(number, clause, at),
                        cue=(range(at, at + 1),),
                        act=act,
                        rule="noun",
                        impersonal=True,
                    )

    def _behind(self, number: int, at: int) -> range | None:
        """The clause right behind a noun."""
        clause = self._clauses[number]
        if not self._language.comma_clauses:
            return self._that(clause, at) if clause.kind is ClauseKind.MAIN else None
        later = self._clauses[number + 1] if number + 1 < len(self._clauses) else None
        if later is None or later.before not in (",", ":") or not self._ends_phrase(at, clause):
            return None
        told = later.kind is ClauseKind.SUBORDINATE and self._words[later.start].low in self._language.complementizers
        moody = later.kind is ClauseKind.MAIN and self._cues.is_moody(number + 1)
        return range(later.start, later.stop) if told or moody or later.kind is ClauseKind.QUOTE else None

    def _ends_phrase(self, at: int, clause: Clause) -> bool:
        """Whether a noun, with whoever's it is, ends its clause."""
        if at == clause.stop - 1:
            return True
        behind = self._phrases.phrase_at(at, clause.stop)
        return behind is not None and behind.stop == clause.stop

    def _that(self, clause: Clause, at: int) -> range | None:
        """An English clause with "that" in a subject: up to the verb that the subject has."""
        words = self._words
        if at + 1 >= clause.stop or words[at + 1].low != "that" or at >= clause.stop - 3:
            return None
        before = any(words[one].pos is Pos.FINITE for one in range(clause.start, at))
        finite = [one for one in range(at + 2, clause.stop) if words[one].pos is Pos.FINITE and not words[one].aside]
        if len(finite) == 1 and words[finite[0] - 1].low.endswith("s") and words[finite[0] - 2].pos is Pos.NOUN:
            finite.insert(0, finite[0] - 1)  # "that the dam leaks angered": a verb that looks like a plural
        return range(at + 1, finite[1]) if len(finite) > 1 and not before else None

    def _whose(self, number: int, clause: Clause, at: int) -> range | None:
        """By whom: "the council's claim", "die Warnung des Chefs"; of "mit den Worten" the subject of its clause."""
        words = self._words
        if self._language.comma_clauses and at > clause.start + 1 and words[at - 2].low == "mit":
            return self._speakers.subject(number, Cue([clause.finite], SAY.verb, number, ""))[0]
        if at > clause.start and words[at - 1].low.endswith(("'s", "’s", "s'")):
            return range(clause.start, at)
        genitive = words[at - 1].low.endswith("s") and words[at - 1].text[0].isupper() and len(words[at - 1].low) > 3
        if at == clause.start + 1 and genitive:
            return range(clause.start, at)
        behind = at + 1
        if behind < clause.stop and words[behind].low in self._language.genitives | self._language.attaching:
            return self._phrases.phrase_at(behind + (words[behind].low in self._language.attaching), clause.stop)
        return None
