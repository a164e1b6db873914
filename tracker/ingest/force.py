"""Whether a word of saying tells that something was said: it may be negated, only supposed, or itself hearsay."""

from __future__ import annotations

import re
from typing import Final

from tracker.domain.words import Act
from tracker.ingest.clauses import Clause, ClauseKind, Parsed
from tracker.ingest.cues import Cue
from tracker.ingest.grammar import Language
from tracker.ingest.lexemes import Pos

_NEAR: Final = 4
"""How many words before its verb a negation may stand where it does not follow the finite verb."""
_WEAK: Final = frozenset({"nur", "zuletzt", "ohne", "selten", "umsonst", "näher", "only", "least", "surprisingly"})
"""Behind a "not" that denies nothing: "not only"."""


class Force:
    """Looks at the words of saying of one sentence."""

    def __init__(self, parsed: Parsed, language: Language) -> None:
        self._language = language
        self._words, self._clauses = parsed.words, parsed.stretches
        self._rumoured = re.compile(language.rumoured)

    def act(self, number: int, cue: Cue, source: range | None, asked: bool = False) -> Act | None:
        """What is done by a word of saying as it stands; None where nobody said it.

        Not to deny is not to confirm, and not to believe is to deny; who does not say whether, declines. asked: what
        would be said is a question.
        """
        if self._is_supposed(number, cue) or self._is_nobody(self._clauses[number], source):
            return None
        act = cue.verb.act
        if not self._is_negated(self._clauses[number], cue):
            return act
        if act in (Act.DENY, Act.CONFIRM):
            return Act.NON_DENIAL
        if cue.lemma in self._language.believing:
            return Act.DENY
        if asked and act is Act.ASSERT:
            return Act.DECLINE
        return act if act in (Act.SPECULATE, Act.OPINION) else None

    def is_hearsay(self, clause: Clause, cue: Cue) -> bool:
        """Whether somebody is only said to have said it: "soll gesagt haben", "reportedly said"."""
        if clause.finite >= 0 and self._words[clause.finite].low in self._language.reportedly:
            return self._words[clause.stop - 1].low in self._language.perfect
        return self._rumoured.search(self._line(clause.start, cue.places[-1])) is not None

    def is_rumour(self) -> bool:
        """Whether a sentence says in the article's own voice that something is only said to be so."""
        if self._rumoured.search(self._line(0, len(self._words) - 1)):
            return True
        return any(
            clause.kind is ClauseKind.MAIN
            and self._words[clause.finite].low in self._language.reportedly
            and clause.stop - clause.start > 2
            and self._words[clause.stop - 1].low in self._language.perfect
            and self._words[clause.stop - 2].pos is Pos.PARTICIPLE
            for clause in self._clauses
        )

    def _line(self, first: int, last: int) -> str:
        return " ".join(word.low for word in self._words[first : last + 1] if not word.aside)

    def _is_supposed(self, number: int, cue: Cue) -> bool:
        """Whether a clause tells of a condition: "wenn er sagt", "if she says", "behauptet er es, ..."."""
        clause, language = self._clauses[number], self._language
        opening = self._words[clause.start : min(clause.start + 2, cue.places[0])]
        if any(word.low in language.conditional for word in opening):
            return True
        begins = not language.inverted and any(word.low in language.conditional for word in self._words[:2])
        if begins and number and clause.finite >= 0 and self._words[clause.finite].low in language.modals:
            return True  # "if ..., they will say"
        first = language.inverted and not clause.before and clause.finite == clause.start
        return first and any(
            other.kind is ClauseKind.MAIN and other.before == "," and other.finite == other.start
            for other in self._clauses[number + 1 :]
        )

    def _is_nobody(self, clause: Clause, source: range | None) -> bool:
        """Whether nobody in particular speaks: "niemand", "none of them", "whoever", "people who"; "all parties" do."""
        language, words = self._language, self._words
        first = clause.start if source is None or clause.start < source.start <= clause.start + 2 else source.start
        head, behind = words[first].low, words[min(first + 1, len(words) - 1)]
        if head in language.nobody - language.one and behind.low != "longer":
            alone = behind.pos is not Pos.NOUN
            return alone or head in language.negations
        unspecific = source is not None and words[source.start].pos is Pos.NOUN and len(source) > 1
        return source is not None and unspecific and words[source.stop - 1].low in ("who", "that")

    def _is_negated(self, clause: Clause, cue: Cue) -> bool:
        """Whether the verb itself is negated, not a part of who speaks."""
        verb = cue.places[-1]
        begin = max(clause.start, verb - _NEAR)
        if self._language.inverted and clause.kind is ClauseKind.MAIN and clause.finite >= 0:
            begin, verb = clause.finite + 1, clause.stop
        return any(self._negates(at) for at in range(begin, min(verb, clause.stop)))

    def _negates(self, at: int) -> bool:
        word = self._words[at]
        low = word.low.replace("’", "'")
        after = self._words[at + 1].low if at + 1 < len(self._words) else ""
        attribute = self._language.nouns_are_capital and self._words[at - 1].pos is Pos.DETERMINER
        if word.aside or after in _WEAK or attribute:
            return False
        return low in self._language.denying or low.endswith("n't") or (low == "no" and after == "longer")
