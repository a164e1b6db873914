"""Where words that somebody else copied out of an article stand in it: for models, which return words, not places.

White space and the style of quotation marks may differ; any other letter may not, for then they are not its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.domain.draft import loosely
from tracker.domain.sentences import Extent, sentences
from tracker.ingest.proposal import Anchor


def nowhere(words: str) -> Anchor:
    """An anchor for words that do not stand in the article; the check drops and counts what holds one."""
    return Anchor(-1, -1, words)


def in_order(text: str, parts: Sequence[str], within: Extent) -> tuple[Anchor, ...]:
    """The parts of a quotation, each after the one before, as early as they come; `nowhere` for one not found."""
    found: list[Anchor] = []
    for part in parts:
        start = max([within.start, *(anchor.end for anchor in found)])
        match = _search(part).search(text, start, within.end)
        found.append(Anchor(*match.span(), match[0]) if match else nowhere(part))
    return tuple(found)


def nearest(text: str, words: str, to: Extent, within: Extent) -> Anchor:
    """Of all the places where words stand, the one nearest to a place; `nowhere` where they do not stand at all.

    One in the same sentence goes before all others, and there one outside the place before one inside it ("er habe
    recht, sagte er"); of two equally near ones the one in front, since a name comes before its pronoun.
    """
    every = [Anchor(*match.span(), match[0]) for match in _search(words).finditer(text, *within)]
    home = _sentence(text, to, within)
    return min(every, key=lambda anchor: _distance(anchor, to, home), default=nowhere(words))


def _sentence(text: str, place: Extent, within: Extent) -> Extent:
    """The sentence around a place, or the sentences from its first to its last word."""
    parts = [Extent(within.start + part.start, within.start + part.end) for part in sentences(text[slice(*within)])]
    around = [part for part in parts if part.start < place.end and place.start < part.end]
    return Extent(around[0].start, around[-1].end) if around else place


def _search(words: str) -> re.Pattern[str]:
    pattern = loosely(words)
    # The bounds keep "er" from being found in "Berater"; a part without any word finds nothing.
    return re.compile(rf"(?<!\w){pattern}(?!\w)" if pattern else r"(?!)")


def _distance(anchor: Anchor, to: Extent, home: Extent) -> tuple[bool, bool, int, bool]:
    away = not (home.start <= anchor.start and anchor.end <= home.end)
    inside = to.start <= anchor.start and anchor.end <= to.end
    return away, inside, max(to.start - anchor.end, anchor.start - to.end, 0), anchor.start > to.start
