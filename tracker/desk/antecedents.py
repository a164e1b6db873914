"""Whom a word like "he" may mean: those an article let speak before it, as far as their number and gender agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from tracker.desk.proposals import Proposed
from tracker.desk.suggesting import as_name, stands_for_another
from tracker.domain.events import StatementProposed
from tracker.domain.sentences import words
from tracker.domain.words import Presentation, SourceKind

_MEN: Final = words("er he")
_WOMEN: Final = words("sie she")
_SPOKEN: Final = ("verb", "verb-behind")
"""The rules that find a subject of a verb of saying."""
_MAN: Final = re.compile(r"^(?:Der|Ein) |\b(?:Herr|Mr)\b")
_WOMAN: Final = re.compile(r"^(?:Die|Eine) |\b(?:Frau|Mrs|Ms)\b|[a-zäöüß]{3}(?:erin|tin|zessin|ßin|din|gin|nin|rin)\b")


class Antecedents(NamedTuple):
    """Whom a pronoun may mean. speakers: proposals by whom it may be, the nearest first, each name once.

    sure: whether the first is meant: the only one who agrees, a person by name, who spoke just before.
    """

    speakers: tuple[StatementProposed, ...] = ()
    sure: bool = False

    @property
    def names(self) -> list[str]:
        """The speakers as sources may be named, the nearest first."""
        return [as_name(speaker.who) for speaker in self.speakers]


def antecedents(proposed: Iterable[Proposed]) -> dict[int, Antecedents]:
    """Whom each pronoun among an article's proposals may mean, by the proposal's number; in the order of the text."""
    found: dict[int, Antecedents] = {}
    before: list[StatementProposed] = []
    for proposal in proposed:
        event = proposal.event
        if stands_for_another(event.who):
            found[proposal.entry.position] = _of(event, before)
        before.append(event)
    return found


def _of(event: StatementProposed, before: list[StatementProposed]) -> Antecedents:
    named = [one for one in reversed(before) if one.who and not stands_for_another(one.who)]
    fitting = [one for one in named if _agrees(event, one)]
    speakers = tuple({as_name(one.who): one for one in reversed(fitting)}.values())[::-1]
    nearest = speakers[0] if len(speakers) == 1 else None
    sure = (
        nearest is not None
        and (nearest.kind, nearest.presentation) == (SourceKind.PERSON, Presentation.NAMED)
        and event.who.lower() in _MEN | _WOMEN
        and event.rule in _SPOKEN
        and before[-1].who == nearest.who
    )
    return Antecedents(speakers, sure)


def _agrees(event: StatementProposed, one: StatementProposed) -> bool:
    """Whether number and, where both are known, gender do not speak against it. A group is several."""
    if (event.kind is SourceKind.GROUP) != (one.kind is SourceKind.GROUP):
        return False
    pronoun = event.who.lower()
    man, woman = _MAN.search(one.who) is not None, _WOMAN.search(one.who) is not None
    return not (pronoun in _MEN and woman and not man) and not (pronoun in _WOMEN and man and not woman)
