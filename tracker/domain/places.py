"""Where the words of a proposal stand in its article: places that are starts and ends in turn, in code points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tracker.domain.events import StatementProposed
from tracker.domain.sentences import OMISSION, Extent
from tracker.domain.values import Problem


def extents(places: Sequence[int]) -> list[Extent]:
    """Places written as starts and ends in turn, as extents."""
    return [Extent(start, end) for start, end in zip(places[::2], places[1::2], strict=True)]


def misplaced(event: StatementProposed, text: str | None) -> Iterator[Problem]:
    """What is wrong with the places of a proposal; without the article's text only whether they are places at all."""
    if not event.content:
        yield Problem("a proposal has a content", "leave it out")
    for places, words in (
        (event.content, event.text),
        (event.speaker, event.who),
        (event.cues, event.cue),
        (event.relayers, event.through),
    ):
        if not _are_places(places):
            yield Problem(
                f"places are starts and ends in turn and in order, and not {list(places)}", "number them anew"
            )
        elif text is not None and OMISSION.join(text[slice(*place)] for place in extents(places)) != words:
            yield Problem(
                f"the words of a proposal do not stand in '{event.article}' where it says: {words[:60]}",
                "propose again from the article as it is archived: tracker ingest FILE",
            )


def _are_places(places: Sequence[int]) -> bool:
    if len(places) % 2:
        return False
    every = extents(places)
    return all(0 <= start < end for start, end in every) and all(one.end <= two.start for one, two in pairwise(every))
