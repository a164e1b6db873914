"""What a full-text index does in whichever database keeps it: `fts5` in a file, `tsvector` on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from tracker.store.session import Session

Numbered = tuple[int, str]
"""The number of a document and its text."""


class Differing(NamedTuple):
    """How one index differs from another.

    documents: the numbers of those that only one index has, or that say something else in the other. words: how many
    words stand at other places, where only that can be told.
    """

    documents: frozenset[int]
    words: int = 0


class Engine(Protocol):
    """What both indexes do; said there."""

    insert: Callable[[Session, Sequence[Numbered]], None]
    remove: Callable[[Session, Sequence[Numbered]], None]
    purge: Callable[[Session], None]
    empty: Callable[[Session], None]
    matches: Callable[..., Iterator[int]]
    count: Callable[..., int]
    create: Callable[[Session], None]
    differences: Callable[[Session, Session], Differing]
