"""The reading verb of one article: its text, what was logged from it, and where those claims stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.listing import is_undone, last_row
from tracker.desk.reading import When
from tracker.desk.register import article_text
from tracker.domain.belief import Belief
from tracker.domain.rows import Article, Mark, Spoken
from tracker.domain.state import State, seen
from tracker.domain.words import ArticleHandle, ClaimHandle
from tracker.store import log, views
from tracker.store.views import Which


class ArticleRead(NamedTuple):
    """An article at a cut.

    article: None if it came after the cut. text: None if it was never kept, is not text, or has been redacted.
    spoken: the statements logged from it, undone ones among them, in log order. beliefs: where their claims stand, by
    handle; state: what these rest on.
    """

    handle: ArticleHandle
    state: State
    article: Article | None = None
    text: str | None = None
    redacted: bool = False
    spoken: Sequence[Spoken] = ()
    beliefs: Mapping[ClaimHandle, Belief] = MappingProxyType({})


def article(desk: Desk, typed: str, when: When, *, undone: bool = False) -> ArticleRead:
    """One article at a cut; with ``undone`` also if it has been, and with the statements that have been.

    Raises NotFound.
    """
    with desk.reading_at(when) as reading:
        session, position = reading.session, reading.cut.position
        handle = resolve.article(session, typed)
        articles = reading.frame(sources=False, claims=False).articles
        row = articles.get(handle)
        if row is None and isinstance(last := last_row(reading, "article", handle), Article):
            if not undone:
                raise is_undone("article", handle)
            row, articles = last, {**articles, handle: last}
        if row is None:
            return ArticleRead(handle, reading.frame(sources=False, articles=False, claims=False))
        every = views.wordings(session, position, Which(articles=[handle]))
        spoken = sorted(
            (
                found
                for one in every
                if (found := seen(one, articles, reading.cut)) is not None
                and (undone or found.statement.mark is not Mark.VOIDED)
            ),
            key=lambda one: one.statement.position,
        )
        claims = sorted({one.statement.claim for one in spoken})
        beliefs = reading.beliefs(claims)
        stored = log.at(session, row.position)
        return ArticleRead(
            handle,
            beliefs.state,
            row,
            article_text(session, row),
            stored is not None and stored.words is None,
            spoken,
            {claim: beliefs.belief(claim) for claim in claims},
        )
