"""Who speaks by a word of saying: its subject in front or behind, shared with the verb before, or hung on "von"."""

from __future__ import annotations

from tracker.ingest.clauses import Clause, ClauseKind, Parsed
from tracker.ingest.cues import Cue
from tracker.ingest.grammar import Language
from tracker.ingest.lexemes import Pos
from tracker.ingest.phrases import Phrases


class Speakers:
    """Looks for who speaks in one sentence."""

    def __init__(self, parsed: Parsed, language: Language, phrases: Phrases) -> None:
        self._language, self._phrases = language, phrases
        self._words, self._stretches = parsed.words, parsed.stretches

    def subject(self, number: int, cue: Cue) -> tuple[range | None, int]:
        """Who speaks, and behind which word the attribution ends."""
        stretch = self._stretches[number]
        pivot = stretch.finite if stretch.finite >= 0 else cue.places[0]
        if stretch.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
            source = self._phrases.subject_after(stretch.start + 1, pivot)
            if source is None and stretch.kind is ClauseKind.RELATIVE:
                source = self._antecedent(number)
            return source, stretch.stop
        if self._words[stretch.start].pos is Pos.COORDINATOR and stretch.finite == stretch.start + 1:
            return self.shared(number), stretch.stop
        if cue.places and self._words[cue.places[0]].low.endswith("ing") and stretch.finite < 0:
            return self._of_main(number), stretch.stop
        before = self._in_front(number, pivot)
        if before is not None and not self._is_nominative(pivot + 1, stretch):
            return before, stretch.stop
        after = self._phrases.subject_after(pivot + 1, stretch.stop)
        if after is None:
            return None, stretch.stop
        full = self._phrases.with_apposition(after)
        return full, max(full.stop, stretch.stop)

    def _of_main(self, number: int) -> range | None:
        """The subject of the main clause before: who left, "saying that ..."."""
        earlier = (at for at in range(number - 1, -1, -1) if self._stretches[at].kind is ClauseKind.MAIN)
        main = next(earlier, None)
        return None if main is None else self._in_front(main, self._stretches[main].finite)

    def _antecedent(self, number: int) -> range | None:
        """What a relative clause hangs on."""
        stop = self._stretches[number].start - 1
        for start in range(max(self._stretches[number - 1].start, stop - 12), stop):
            phrase = self._phrases.phrase_at(start, stop)
            if phrase is not None and phrase.stop == stop:
                return phrase
        return None

    def _is_nominative(self, at: int, stretch: Clause) -> bool:
        """Whether a pronoun right behind the verb must be its subject."""
        return at < stretch.stop and self._words[at].low in self._language.nominative

    def _in_front(self, number: int, pivot: int) -> range | None:
        """The subject in front of a finite verb: all that stands there is one part of the sentence."""
        start, first = self._stretches[number].start, number
        if start == pivot and number and self._stretches[number].before == ",":
            # "Der Sprecher, der das Werk leitet, sagte ...": the verb comes first behind what was put in.
            while (
                first
                and self._stretches[first].before == ","
                and self._stretches[first - 1].kind in (ClauseKind.BARE, ClauseKind.RELATIVE)
            ):
                first -= 1
            if first == number:
                return None
            first, start = self._where_it_begins(first)
            if start < 0:
                return None
        start = self._behind_other_clause(start, min(pivot, self._stretches[first].stop))
        while start < pivot and self._words[start].pos in (Pos.COORDINATOR, Pos.ADVERB):
            start += 1
        stop = pivot
        if first < number:
            put_in = [at for at in range(first, number) if self._stretches[at].kind is ClauseKind.RELATIVE]
            stop = self._stretches[put_in[0]].start - 1 if put_in else self._stretches[number].start - 1
        while stop > start and (self._words[stop - 1].pos is Pos.ADVERB or self._words[stop - 1].low == "no"):
            stop -= 1
        phrase = self._phrases.subject_at(start, stop)
        if phrase is None and not self._language.inverted:
            # "About the price he was plain": English may put several parts in front of its subject.
            last = self._phrases.subject_after(start, stop)
            return last if last is not None and last.stop == stop else None
        return None if phrase is None else range(start, stop) if stop > phrase.stop else phrase

    def _where_it_begins(self, first: int) -> tuple[int, int]:
        """The stretch and the word where a subject with what is put in behind it begins; -1 for nowhere."""
        begins, stretch = Pos.COORDINATOR, self._stretches[first]
        if stretch.before in ("", ":", ";", "–", "-", '"', " ") or self._words[stretch.start].pos is begins:
            return first, stretch.start
        other = self._stretches[first - 1]
        start = self._behind_other_clause(other.start, other.stop)
        return (first - 1, start) if other.kind is ClauseKind.MAIN and start > other.start else (first, -1)

    def _behind_other_clause(self, start: int, pivot: int) -> int:
        """Where a subject can begin that stands behind another clause: "A told us it was safe but B said ..."."""
        for at in range(pivot - 1, start, -1):
            word = self._words[at]
            joins = word.pos is Pos.COORDINATOR or word.low in ("while", "whereas")
            if joins and any(one.pos is Pos.FINITE and not one.aside for one in self._words[start:at]):
                return at + 1
        return start

    def shared(self, number: int) -> range | None:
        """Who speaks where a second verb shares its subject with the first: "X sagte ... und fügte hinzu"."""
        stretch = self._stretches[number]
        if self._words[stretch.start].pos is not Pos.COORDINATOR:
            return None
        for earlier in range(number - 1, -1, -1):
            other = self._stretches[earlier]
            own = other.kind is ClauseKind.MAIN and other.before != " "
            if own and self._words[other.start].pos is not Pos.COORDINATOR:
                return self._in_front(earlier, other.finite) or self._phrases.subject_after(
                    other.finite + 1, other.stop
                )
        return None

    def agent(self, stretch: Clause) -> range | None:
        """Who does what is told in the passive: "von der Polizei"."""
        for at in range(stretch.start, stretch.stop):
            if self._words[at].low in self._language.agents:
                return self._phrases.phrase_at(at + 1, stretch.stop)
        return None

    def document(self, stretch: Clause) -> range | None:
        """What it says that is in: "in dem Schreiben heißt es"."""
        for at in range(stretch.start, stretch.stop):
            if self._words[at].low in self._language.wherefrom:
                return self._phrases.phrase_at(at + 1, stretch.stop)
        return None
