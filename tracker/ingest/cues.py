"""Words of saying in a sentence: the verb with its particle and auxiliaries, and how it is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from tracker.domain.words import Act
from tracker.ingest.acts import silence
from tracker.ingest.clauses import Clause, ClauseKind, Parsed, is_told_of
from tracker.ingest.grammar import Frame, Language, Lexicon, Verb
from tracker.ingest.lexemes import VERBAL, Pos
from tracker.ingest.moods import is_first, is_moody


class Cue(NamedTuple):
    """A verb of saying: its words, what it takes, the stretch that its last word stands in, and its base form."""

    places: list[int]
    verb: Verb
    last: int
    lemma: str


SAY: Final = Cue([], Verb(Act.ASSERT, Frame.CLAUSE), 0, "")


class Cues:
    """Looks for words of saying in one sentence."""

    def __init__(self, parsed: Parsed, language: Language, known: Lexicon) -> None:
        self._language, self._known = language, known
        self._words, self._stretches = parsed.words, parsed.stretches

    def verb(self, number: int) -> Cue | None:
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
            if (not main and not aux) or is_told_of(words, at):
                continue
            particle, last = self._particle(number, at)
            if particle >= 0:
                verb = self._known.parted.get(word.lemma, {}).get(words[particle].low)
                if verb is not None:
                    return Cue(sorted((at, particle)), verb, last, words[particle].low + word.lemma)
                continue
            whole = self._known.whole.get(word.lemma)
            if whole is not None:
                return Cue(sorted({at, *(aux if not main else ())}), whole, number, word.lemma)
        return self._state(inside, number) or self._participial(stretch, number)

    def _participial(self, stretch: Clause, number: int) -> Cue | None:
        """ "..., saying the vote had been rigged": a participle that shares the subject of the clause before."""
        word = self._words[stretch.start]
        whole = self._known.whole.get(word.lemma) if self.is_participial(stretch) else None
        return Cue([stretch.start], whole, number, word.lemma) if whole is not None else None

    def is_participial(self, stretch: Clause) -> bool:
        """Whether a clause begins with a participle that has its subject elsewhere."""
        word = self._words[stretch.start]
        return stretch.before == "," and stretch.finite < 0 and word.pos is Pos.PARTICIPLE and word.low.endswith("ing")

    def _state(self, inside: Sequence[int], number: int) -> Cue | None:
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
                return Cue(sorted((being[-1], at)), state, number, "")
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
            if other.kind not in (ClauseKind.BARE, ClauseKind.RELATIVE) or other.before not in (",", "–"):
                break
            if words[other.stop - 1].low in known:
                return other.stop - 1, later
        return -1, number

    def _closes(self, at: int, stretch: Clause) -> bool:
        """Whether a particle stands where a parted one does: at the end of its clause."""
        return at == stretch.stop - 1 or self._words[at + 1].pos in (Pos.COORDINATOR, Pos.MARK)

    def is_passive(self, stretch: Clause, cue: Cue) -> bool:
        """Whether the subject of a verb of saying is not who speaks: "wurde mitgeteilt"."""
        words = self._words
        participle = any(words[at].pos is Pos.PARTICIPLE and at != stretch.finite for at in cue.places)
        return participle and any(words[at].low in self._language.passive for at in range(stretch.start, stretch.stop))

    def is_impersonal(self, stretch: Clause) -> bool:
        """Whether the subject beside a verb names nobody: "es heißt", "man erwartet"."""
        return any(
            self._words[at].low in self._language.impersonal
            for at in range(stretch.start, min(stretch.stop, stretch.finite + 3))
            if at != stretch.finite and abs(at - stretch.finite) == 1
        )

    def is_one(self, stretch: Clause) -> bool:
        """Whether the subject stands for whoever was speaking: "man betont"."""
        return any(
            self._words[at].low in self._language.one
            for at in range(stretch.start, stretch.stop)
            if abs(at - stretch.finite) <= 2
        )

    def begins(self, stretch: Clause, cue: Cue) -> bool:
        """Whether a stretch is an attribution behind its content: its verb comes first."""
        first = stretch.start == cue.places[0]
        if not self._language.inverted and stretch.kind is ClauseKind.MAIN:
            first = first or self._words[stretch.start].pos is not Pos.COORDINATOR
        return stretch.before not in ("", " ", ":") and first and stretch.kind in (ClauseKind.MAIN, ClauseKind.BARE)

    def is_first(self, number: int) -> bool:
        """Whether an attribution is itself told in the first Konjunktiv, and so is a part of what is said."""
        finite = self._stretches[number].finite
        return finite >= 0 and is_first(self._words, finite, self._language)

    def is_moody(self, number: int) -> bool:
        """Whether a stretch has its verb in a mood that marks words as somebody else's."""
        if number >= len(self._stretches):
            return False
        stretch = self._stretches[number]
        return stretch.finite >= 0 and is_moody(self._words, stretch.finite, self._language)

    def is_silence(self, number: int) -> bool:
        """Whether a refusal is one to speak: "declined to comment"."""
        last = self._stretches[min(number + 1, len(self._stretches) - 1)]
        words = self._words[self._stretches[number].start : last.stop]
        return silence(" ".join(word.text for word in words), self._language) is not None
