"""What a search can find, and what it found."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from tracker.domain.rows import Article, Claim, Mark, Source, Spoken


class Noun(StrEnum):
    """What can be found by its words. Their order is part of the index: a new one goes behind the last."""

    CLAIM = "claim"
    STATEMENT = "statement"
    SOURCE = "source"
    ARTICLE = "article"


class Found(NamedTuple):
    """A thing that holds the words looked for, as it was at the cut.

    mark: what had happened to it; an undone thing is found too. text: the archived text of an article, else empty.
    """

    noun: Noun
    row: Claim | Spoken | Source | Article
    mark: Mark
    text: str = ""
