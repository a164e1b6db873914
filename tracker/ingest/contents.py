"""What is said by a word of saying: the clauses behind it, in front of it, or around it."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.ingest.clauses import ClauseKind, Parsed
from tracker.ingest.cues import Cue, Cues
from tracker.ingest.grammar import Frame, Language
from tracker.ingest.lexemes import Pos


class Contents:
    """Looks for what is said in one sentence."""

    def __init__(self, parsed: Parsed, language: Language, cues: Cues) -> None:
        self._parsed, self._language, self._cues = parsed, language, cues
        self._words, self._stretches = parsed.words, parsed.stretches

    def forward(self, number: int, end: int, cue: Cue) -> tuple[range, ...]:
        """What is said behind an attribution that ends before word ``end``."""
        behind = [at for at in range(number + 1, len(self._stretches)) if self._stretches[at].start >= end]
        while behind and self._is_put_in(behind[0]):
            behind.pop(0)
        if not behind or not self._is_content(behind[0], cue):
            return ()
        return (self._span(behind[0], self._until(behind)),)

    def _is_put_in(self, number: int) -> bool:
        """Whether a stretch belongs to the attribution before it: apposition, relative clause about the speaker."""
        stretch = self._stretches[number]
        quoted = any(quote.start in range(stretch.start, stretch.stop) for quote in self._parsed.quotes)
        bare = stretch.kind is ClauseKind.BARE and not quoted
        return stretch.before == "," and not self._speaks(number) and (bare or stretch.kind is ClauseKind.RELATIVE)

    def _speaks(self, number: int) -> bool:
        """Whether a relative clause attributes something itself: "..., die auch angab, dass"."""
        return self._stretches[number].kind is ClauseKind.RELATIVE and self._cues.verb(number) is not None

    def _is_content(self, number: int, cue: Cue) -> bool:
        """Whether a stretch can be what is said."""
        stretch, language, frame = self._stretches[number], self._language, cue.verb.frame
        head = self._words[stretch.start].low
        if Frame.CLAUSE in frame or Frame.THAT in frame:
            if stretch.kind is ClauseKind.QUOTE or (stretch.before == ":" and stretch.kind is not ClauseKind.BARE):
                return True
            if stretch.kind is ClauseKind.SUBORDINATE:
                if head in language.conditional and cue.lemma not in language.inquiring:
                    return self._has_consequence(number)
                return head in language.complementizers or head in language.asking
            quoted = stretch.before in (",", " ") and any(
                quote.start in range(stretch.start, stretch.stop) for quote in self._parsed.quotes
            )
            if self._is_parenthesis(number):
                return False
            if head in language.conditional and stretch.finite == stretch.start:
                return self._has_consequence(number)
            if stretch.kind is ClauseKind.MAIN and self._words[stretch.start].pos is not Pos.COORDINATOR:
                plain = cue.lemma in language.plain and stretch.finite != stretch.start
                unmarked = not language.comma_clauses and (Frame.CLAUSE in frame or stretch.before == " ")
                return self._cues.is_moody(number) or quoted or plain or unmarked
            if stretch.kind is ClauseKind.BARE and quoted and Frame.CLAUSE in frame:
                return True
        purpose = head in ("um", "ohne", "statt", "anstatt")
        return stretch.kind is ClauseKind.INFINITIVE and Frame.INFINITIVE in frame and not purpose

    def _has_consequence(self, number: int) -> bool:
        """Whether a condition goes on to what follows from it, and so is a part of what is said."""
        if self._language.first_mood:
            return self._cues.is_moody(number + 1)
        later = self._stretches[number + 1 : number + 2]
        return any(other.before == "," and other.kind is ClauseKind.MAIN for other in later)

    def is_asked(self, content: Sequence[range]) -> bool:
        """Whether what would be said is a question: "whether", "wann"."""
        head = self._words[content[0].start].low
        return head in self._language.asking or head in self._language.whether

    def is_another(self, first: int, source: range | None) -> bool:
        """Whether another clause stands in front of who speaks: "A called it safe but B, the cook, said ..."."""
        opening = self._stretches[first].start
        if source is None:
            return False
        begun = any(word.pos is Pos.FINITE and not word.aside for word in self._words[opening : source.start])
        joined = first > 0 and source.start == opening + 1 and self._words[opening].pos is Pos.COORDINATOR
        return begun or joined

    def is_parted(self, first: int, number: int, behind: range) -> bool:
        """Whether an attribution stands between a condition and what follows from it: "if it rains, she said, ...".

        In German what follows then begins with its verb; in English a comma closes the attribution.
        """
        if first != 1 or self._stretches[0].kind is not ClauseKind.SUBORDINATE:
            return False
        if self._language.inverted:
            return self._words[behind.start].pos is Pos.FINITE
        later = self._stretches[self._parsed.at(behind.start)]
        return later.before == "," and later.kind is ClauseKind.MAIN

    def _is_parenthesis(self, number: int) -> bool:
        """Whether a stretch is nothing but an attribution put in: ", she said,"."""
        stretch = self._stretches[number]
        bare = stretch.finite == stretch.stop - 1 and stretch.kind is ClauseKind.MAIN
        cue = self._cues.verb(number) if bare else None
        return cue is not None and (Frame.CLAUSE in cue.verb.frame or not self._cues.is_moody(number))

    def _until(self, behind: Sequence[int]) -> int:
        """The last stretch of what is said from ``behind[0]`` on: up to the sentence's end, or another attribution."""
        last = behind[0]
        opening = self._stretches[last]
        subordinate = opening.kind is ClauseKind.INFINITIVE or (
            opening.kind is ClauseKind.SUBORDINATE and opening.finite >= 0
        )
        for number in behind[1:]:
            stretch = self._stretches[number]
            if stretch.kind in (ClauseKind.MAIN, ClauseKind.BARE) and not self._cues.is_moody(number):
                cue = self._cues.verb(number)
                begins = self._words[stretch.start].pos is Pos.COORDINATOR
                if cue is not None and (begins or stretch.start == cue.places[0]):
                    break
                if subordinate and stretch.kind is ClauseKind.MAIN:
                    break
            last = number
        return last

    def backward(self, number: int) -> tuple[range, ...]:
        """What is said in front of an attribution: back to the sentence's beginning, or to another attribution."""
        first = number
        while first and not (first < number and self._is_attribution(first - 1)):
            first -= 1
        if first == number:
            return ()
        head = self._words[self._stretches[first].start].low
        if (
            self._stretches[first].kind is ClauseKind.SUBORDINATE
            and first + 1 == number
            and head in self._language.circumstance
        ):
            return ()
        follows = [stretch for stretch in self._stretches[first + 1 : number] if stretch.before == ","]
        if head in self._language.conditional and all(stretch.kind is not ClauseKind.MAIN for stretch in follows):
            return ()  # a condition is nothing that is said without what follows from it
        if all(
            self._stretches[at].kind in (ClauseKind.BARE, ClauseKind.RELATIVE) for at in range(first, number)
        ) and self._is_one_part(first):
            return ()
        return (self._span(first, number - 1),)

    def lacks_subject(self, content: range) -> bool:
        """Whether words begin with a verb whose subject stands in front of what is put in, as in English."""
        return not self._language.inverted and self._words[content.start].pos is Pos.FINITE

    def before(self, number: int) -> tuple[range, ...]:
        """All of the sentence before a stretch."""
        return (self._span(0, number - 1),) if number else ()

    def _is_one_part(self, first: int) -> bool:
        if not self._language.inverted:
            return True
        return (
            self._language.inverted
            and self._stretches[first].before == ""
            and self._stretches[first].kind is ClauseKind.BARE
        )

    def _is_attribution(self, number: int) -> bool:
        stretch = self._stretches[number]
        return (
            stretch.kind is ClauseKind.MAIN and self._cues.verb(number) is not None and not self._cues.is_moody(number)
        )

    def _span(self, first: int, last: int) -> range:
        return range(self._stretches[first].start, self._stretches[last].stop)

    def is_quoted(self, content: Sequence[range]) -> bool:
        """Whether each part of what is said begins and ends in a quotation."""
        return all(self._words[part.start].quoted and self._words[part.stop - 1].quoted for part in content)

    def is_marked(self, content: range) -> bool:
        """Whether words in front of an attribution show by themselves that they are somebody's."""
        inside = [number for number, one in enumerate(self._stretches) if one.start in content]
        return any(self._stretches[one].kind is ClauseKind.QUOTE or self._cues.is_moody(one) for one in inside)

    def ruled(self, at: int) -> range:
        """What an attribution put in at a word rules: its subordinate clause, else the whole sentence."""
        number = self._parsed.at(at)
        if self._stretches[number].kind not in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
            marks = [mark for mark, word in enumerate(self._words) if word.text in ":;" and not word.aside]
            first = max((mark + 1 for mark in marks if mark < at), default=0)
            return range(first, min((mark for mark in marks if mark > at), default=len(self._words)))
        last = number
        while last + 1 < len(self._stretches) and self._stretches[last + 1].kind is not ClauseKind.MAIN:
            last += 1
        return range(self._stretches[number].start, self._stretches[last].stop)

    def around(self, hole: range, within: range | None = None) -> tuple[range, ...]:
        """The sentence around an attribution put into it, without the marks next to it and at its end."""
        words = self._words
        first, last = (within.start, within.stop) if within else (0, len(words))
        while last > first and words[last - 1].pos is Pos.MARK and not words[last - 1].quoted:
            last -= 1
        parts = []
        for start, stop in ((first, hole.start), (hole.stop, last)):
            while start < stop and words[start].text in ",;:–—":
                start += 1
            while stop > start and words[stop - 1].text in ",;:–—":
                stop -= 1
            if any(words[at].pos is not Pos.MARK for at in range(start, stop)):
                parts.append(range(start, stop))
        if (
            parts
            and all(word.pos in (Pos.COORDINATOR, Pos.ADVERB) for word in words[parts[0].start : parts[0].stop])
            and len(parts) > 1
        ):
            parts.pop(0)
        return tuple(parts)
