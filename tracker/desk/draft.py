"""The reading verb of one article: its text, what was logged from it, and where those claims stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.desk import readings, resolve
from tracker.desk.desk import Desk
from tracker.desk.readings import When
from tracker.desk.register import article_text
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import Cut
from tracker.domain.state import Article, Spoken, as_of
from tracker.domain.words import ArticleHandle
from tracker.store import log, views
from tracker.store import readings as store
from tracker.store.views import Which


class ArticleRead(NamedTuple):
    """An article at a cut.

    article: None if it came after the cut. text: None if it was never kept, is not text, or has been redacted.
    spoken: the statements logged from it, undone ones among them, in log order. beliefs: where their claims stand.
    """

    handle: ArticleHandle
    article: Article | None
    text: str | None
    redacted: bool
    spoken: Sequence[Spoken]
    beliefs: Beliefs
    cut: Cut


def article(desk: Desk, typed: str, when: When) -> ArticleRead:
    """One article at a cut. Raises NotFound."""
    with desk.reading() as session:
        cut = resolve.cut(session, when.as_of, when.known_by, desk.now)
        handle = resolve.article(session, typed)
        articles = store.frame(session, cut, sources=False, claims=False).articles
        row = articles.get(handle)
        if row is None:
            frame = store.frame(session, cut, sources=False, articles=False, claims=False)
            return ArticleRead(handle, None, None, False, (), Beliefs(frame), cut)
        every = views.wordings(session, cut.position, Which(articles=[handle]))
        spoken = [Spoken(said, words) for one, words in every if (said := as_of(one, articles, cut)) is not None]
        spoken.sort(key=lambda one: one.statement.position)
        claims = sorted({one.statement.claim for one in spoken})
        stored = log.at(session, row.position)
        return ArticleRead(
            handle,
            row,
            article_text(session, row),
            stored is not None and stored.words is None,
            spoken,
            readings.beliefs(session, cut, claims),
            cut,
        )
