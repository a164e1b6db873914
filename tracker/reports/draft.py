"""An article as an annotated draft: its passages with the entries that rest on them, and what is not logged yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.domain import draft as places
from tracker.domain.belief import Belief
from tracker.domain.rows import Article, Mark, Spoken
from tracker.domain.sentences import Extent, paragraphs
from tracker.domain.state import State
from tracker.domain.words import ArticleHandle, ClaimHandle, SourceHandle
from tracker.reports import lists
from tracker.reports.beliefs import unfolded
from tracker.reports.lists import ArticleRow, StatementRow
from tracker.reports.stamp import stamp


class PassageRow(NamedTuple):
    """A stretch of the text that statements rest on: half-open, in characters of the text as it is stored."""

    start: int
    end: int
    text: str
    entries: Sequence[int]


class LoggedRow(NamedTuple):
    """A statement logged from the article, and where its claim stands. anchored: whether it was found in the text.

    mark: what has happened to the entry, empty if nothing.
    """

    entry: int
    source: SourceHandle
    act: str
    claim: ClaimHandle
    belief: Belief
    mark: str
    anchored: bool

    def plainly(self) -> dict[str, object]:
        """The row for programs."""
        return unfolded(self, ("status", "evidence", "likelihood", "verdict"))


class GapRow(NamedTuple):
    """A sentence with something in it that has not been logged; sign: quotation, attribution or empty."""

    start: int
    end: int
    text: str
    sign: str


class DraftRow(NamedTuple):
    """What an article says beside its imprint. text: None if there is none to read. redacted: its words were wiped.

    sentences: how many it has; unlogged: those with something left to log, in order.
    """

    logged: Sequence[StatementRow]
    text: str | None
    redacted: bool
    passages: Sequence[PassageRow]
    entries: Sequence[LoggedRow]
    unlogged: Sequence[GapRow]
    sentences: int
    as_of: str | None
    known_by: int
    policy: str


class AnnotatedArticle(NamedTuple):
    """An annotated article. paragraphs: of its text. first: where an entry is found first, for those that are."""

    article: ArticleRow
    body: DraftRow
    paragraphs: Sequence[Extent]
    first: Mapping[int, int]


def draft(
    handle: ArticleHandle,
    state: State,
    article: Article | None,
    text: str | None,
    redacted: bool,
    spoken: Sequence[Spoken],
    beliefs: Mapping[ClaimHandle, Belief],
) -> AnnotatedArticle:
    """One article annotated; nothing is known about one that came after the cut. An undone statement logs nothing."""
    body = text or ""
    anchored = {said.statement.position: places.anchors(body, said.wording.quote, said.wording.text) for said in spoken}
    standing = {said.statement.position for said in spoken if said.statement.mark is not Mark.VOIDED}
    covered = places.coverage(body, (place for entry in sorted(standing) for place in anchored[entry]))
    made = stamp(state)
    return AnnotatedArticle(
        lists.article_known(article, handle, len(spoken)),
        DraftRow(
            logged=lists.statements(spoken),
            text=text,
            redacted=redacted,
            passages=[PassageRow(p.start, p.end, body[p.start : p.end], p.entries) for p in places.passages(anchored)],
            entries=[
                _logged(said, beliefs[said.statement.claim], bool(anchored[said.statement.position])) for said in spoken
            ],
            unlogged=[GapRow(gap.start, gap.end, body[gap.start : gap.end], gap.sign) for gap in covered.gaps],
            sentences=covered.sentences,
            as_of=made.as_of,
            known_by=made.known_by,
            policy=made.policy,
        ),
        paragraphs(body),
        {entry: extents[0].start for entry, extents in anchored.items() if extents},
    )


def _logged(spoken: Spoken, belief: Belief, anchored: bool) -> LoggedRow:
    said = spoken.statement
    return LoggedRow(said.position, said.source, said.act, said.claim, belief, said.mark, anchored)
