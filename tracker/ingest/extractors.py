"""Extractors, whoever wrote them: how one is found, and the check that every proposal of every one must pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from itertools import pairwise
from typing import Final, NamedTuple, Protocol

from tracker.errors import NotFound, TrackerError
from tracker.ingest.proposal import Anchor, Document, Proposal

GROUP: Final = "tracker.extractors"
"""The entry-point group in which a package names its extractors: ``NAME = "module:function"``. The function is called
with the name of a model, or None where the user named none, and makes the extractor; it refuses a model it cannot use.
"""


class Extractor(Protocol):
    """Reads an article and proposes its statements.

    name, version: stand beside every proposal in the log, so that a newer version can be told from an older one.
    """

    @property
    def name(self) -> str:
        """The name it was asked for by."""

    @property
    def version(self) -> str:
        """Changes whenever the same article may give other proposals."""

    def propose(self, document: Document) -> Iterable[Proposal]:
        """The statements of an article in the order of its text; the same for the same document, whenever asked."""


def find(name: str, model: str | None = None) -> Extractor:
    """The extractor of a name, from whichever installed package offers it, to work with a model if it uses one.

    Raises NotFound, with those there are; TrackerError where its package cannot be loaded or refuses.
    """
    offered = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in offered:
        raise NotFound(f"there is no extractor '{name}'", f"there are: {', '.join(sorted(offered)) or 'none'}")
    return _load(offered[name], model)


def _load(entry: EntryPoint, model: str | None) -> Extractor:
    try:
        made: Extractor = entry.load()(model)
    except TrackerError:
        raise
    except Exception as problem:
        raise TrackerError(
            f"the extractor '{entry.name}' cannot be loaded: {problem}", f"it comes from {entry.value}"
        ) from problem
    return made


class Passed(NamedTuple):
    """What an extractor gave for one article: the proposals that pass, in order, and how many were dropped."""

    proposals: tuple[Proposal, ...]
    dropped: int


def checked(document: Document, proposals: Iterable[Proposal]) -> Passed:
    """Keep the proposals of which every word stands where it is said to stand; drop the others, never repair one."""
    given = list(proposals)
    kept = tuple(proposal for proposal in given if stands(document.text, proposal))
    return Passed(kept, len(given) - len(kept))


def stands(text: str, proposal: Proposal) -> bool:
    """Whether a proposal has content, and all its anchors are in range, in order, apart, and word for word."""
    parts = (proposal.content, proposal.source.anchors, proposal.cue, proposal.chain)
    return bool(proposal.content) and 0 <= proposal.confidence <= 1 and all(_stand(text, part) for part in parts)


def _stand(text: str, anchors: tuple[Anchor, ...]) -> bool:
    exact = all(
        0 <= anchor.start < anchor.end <= len(text) and text[anchor.start : anchor.end] == anchor.text
        for anchor in anchors
    )
    return exact and all(one.end <= other.start for one, other in pairwise(anchors))


def names() -> Iterator[str]:
    """The extractors that are installed, by name."""
    yield from sorted({entry.name for entry in entry_points(group=GROUP)})
