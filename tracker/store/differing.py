"""How one full-text index differs from another."""

from __future__ import annotations

from typing import NamedTuple


class Differing(NamedTuple):
    """documents: the numbers of those that only one index has, or that say something else in the other. words: how many
    words stand at other places, where only that can be told.
    """

    documents: frozenset[int]
    words: int = 0
