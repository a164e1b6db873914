"""An article as an annotated draft, for people: ``[19: ...]`` in the text, a line an entry below the paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tracker.domain.draft import Sign
from tracker.domain.sentences import Extent
from tracker.render.lists import imprint
from tracker.render.text import below, clipped, columns, plural, shown, wrapped
from tracker.render.wording import SAYS, mark, phrase, sealed, status
from tracker.reports.draft import AnnotatedArticle, LoggedRow, PassageRow

_SIGNS: Final = {Sign.QUOTATION: "quote", Sign.ATTRIBUTION: "said", Sign.NONE: ""}
_BELOW: Final = "        "


def draft(article: AnnotatedArticle) -> Iterator[str]:
    """One article: its imprint, its text with what was logged from it, and what was not."""
    yield from imprint(article.article)
    if article.article.entry is None:
        return
    body = article.body
    if body.redacted:
        yield "  its words have been redacted"
    elif not article.article.archived:
        yield from below("known by reference only: its text is not in the log")
    elif body.text is None:
        yield "  its bytes are kept, but they are not a text"
    rows = sorted((row for row in body.entries if row.anchored), key=lambda row: article.first[row.entry])
    for paragraph in article.paragraphs:
        yield ""
        yield from wrapped(shown("".join(_marked(body.text or "", paragraph, body.passages))))
        for row in rows:
            if paragraph.start <= article.first[row.entry] < paragraph.end:
                yield from _entry(row)
    yield from _elsewhere(article)
    if body.text is not None:
        yield ""
        yield from _unlogged(article)
    yield ""
    made = sealed(body.as_of, body.known_by, body.policy)
    yield from wrapped(f"{plural(article.article.statements, 'statement')}, {made}", rest="  ")


def _marked(text: str, paragraph: Extent, passages: Sequence[PassageRow]) -> Iterator[str]:
    """The pieces of a paragraph, passages in brackets behind the numbers of their entries."""
    at = paragraph.start
    for passage in passages:
        start, end = max(passage.start, paragraph.start), min(passage.end, paragraph.end)
        piece = text[start:end].strip() if start < end else ""
        if piece:
            start = text.index(piece, start)
            yield text[at:start]
            yield f"[{' '.join(map(str, passage.entries))}: {piece}]"
            at = start + len(piece)
    yield text[at : paragraph.end]


def _entry(row: LoggedRow) -> Iterator[str]:
    stands = f"{status(row.belief)}, {phrase(row.belief)}"
    head = f"{row.source} {SAYS[row.act]} on {row.claim}: {stands}{mark(row.mark)}"
    yield from wrapped(head, f"{row.entry:>6}  ", _BELOW)


def _elsewhere(article: AnnotatedArticle) -> Iterator[str]:
    """The statements that are in no passage, with their words."""
    rows = [row for row in article.body.entries if not row.anchored]
    words = {row.entry: row.text or row.quote for row in article.body.logged}
    if rows:
        yield ""
        yield "logged from this article" + ("" if article.body.text is None else ", not found in its text")
    for row in rows:
        yield from _entry(row)
        if words[row.entry]:
            yield from wrapped(shown(words[row.entry]), _BELOW, _BELOW)


def _unlogged(article: AnnotatedArticle) -> Iterator[str]:
    """How many sentences have something left in them, and their first words."""
    gaps, count = article.body.unlogged, plural(article.body.sentences, "sentence")
    yield f"not logged: {len(gaps) or 'none'} of {count}"
    for gap in gaps:
        head = f"  {_SIGNS[Sign(gap.sign)]:<5}  "
        yield (head + clipped(shown(gap.text), columns() - len(head))).rstrip()
