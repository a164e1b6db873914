"""What the first pass finds: a statement as ranges of the words of one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.words import Act, Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A statement found in one sentence, as ranges of its words.

    content: in order, never empty. source: empty where the sentence names nobody. rule: how it was found. impersonal:
    nobody is meant to be named, so that nobody is looked for in other sentences.
    """

    content: tuple[range, ...]
    source: range | None = None
    cue: tuple[range, ...] = ()
    manner: range = range(0)
    """The words around the cue that tell how and when it was said."""
    act: Act = Act.ASSERT
    via: Via = Via.INDIRECT
    rule: str
    impersonal: bool = False
    carries: bool = False
    """Who speaks was named in an earlier sentence."""
    nested: bool = False
    """The attribution stands in a subordinate clause."""
    whole: bool = False
    """The content is the whole sentence, its full stop included."""
    behind: bool = False
    """The attribution stands behind its content."""
    hearsay: bool = False
    """Who speaks is only said to have said it."""
    void: bool = False
    """Nobody said it: it is supposed, or denied that it was said. It keeps others from taking its words."""


def apart(some: Iterable[Sighting]) -> list[Sighting]:
    """Statements of which no two share words: an earlier one goes before a later one."""
    taken: list[Sighting] = []
    for one in some:
        places = {at for part in one.content for at in part}
        if not any(at in places for other in taken for part in other.content for at in part):
            taken.append(one)
    return taken


def merged(parts: Sequence[range]) -> tuple[range, ...]:
    """Ranges in order, with those put together that touch."""
    found: list[range] = []
    for part in sorted(parts, key=lambda one: one.start):
        if found and part.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, part.stop))
        else:
            found.append(part)
    return tuple(found)


def runs(places: Iterable[int]) -> tuple[range, ...]:
    """Single places as ranges, neighbours together."""
    return merged(tuple(range(at, at + 1) for at in sorted(places)))
