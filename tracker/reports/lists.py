"""Lists of sources, claims and articles, and one entry whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

from tracker.domain.clocks import BEGINNING, FOREVER, Instant, iso
from tracker.domain.events import Entry, wire_name
from tracker.domain.origins import Origins
from tracker.domain.rows import Article, Claim, Mark, Source, Spoken
from tracker.domain.spelling import holds
from tracker.domain.state import State
from tracker.domain.words import ClaimHandle, SourceHandle


class MembershipRow(NamedTuple):
    """Whom a source speaks for, and in what it says from when to when; None is open."""

    source: str
    from_: str | None
    to: str | None


class SourceRow(NamedTuple):
    """A source as we know it. counts_as: whom it was merged into. stands_for: those merged into it. heads: least and
    most, None is unknown.
    """

    source: str
    name: str
    kind: str | None
    class_: str | None
    heads: Sequence[int | None]
    member_of: Sequence[MembershipRow]
    counts_as: str | None
    stands_for: Sequence[str]
    distinct_from: Sequence[str]
    statements: int
    note: str
    entry: int | None
    status: str = ""
    aliases: Sequence[str] = ()


class ClaimRow(NamedTuple):
    """A claim as we filed it. links: how it stands to other claims."""

    claim: str
    text: str
    topic: Sequence[str]
    about: Sequence[str]
    question: str | None
    deadline: str | None
    links: Sequence[Mapping[str, str]]
    statements: int
    entry: int | None
    status: str = ""
    aliases: Sequence[str] = ()


class ArticleRow(NamedTuple):
    """An article as we know it. archived: whether its text is kept."""

    article: str
    title: str
    outlet: str | None
    agency: str | None
    wire: str
    published: str | None
    language: str
    url: str
    reprint_of: str | None
    sha256: str
    archived: bool
    statements: int
    entry: int | None
    status: str = ""


class EntryRow(NamedTuple):
    """One entry whole; all but its number is None or empty where nothing was known of it. later: what changed it."""

    entry: int
    type: str | None
    id: str | None
    recorded: str | None
    actor: str
    batch: str
    facts: Mapping[str, Any]
    words: Mapping[str, Any] | None
    status: str
    later: Sequence[Mapping[str, Any]]
    hash: str | None


class CommandRow(NamedTuple):
    """What one command recorded. entries: its first and last number; undone: how many of them have been undone; did:
    the first of them, read back.
    """

    entries: Sequence[int]
    actor: str
    recorded: str
    undone: int
    did: Sequence[str]

    @property
    def size(self) -> int:
        """How many entries it recorded."""
        first, last = self.entries
        return last - first + 1

    @property
    def is_undone(self) -> bool:
        """Whether nothing of it is left."""
        return self.undone == self.size


Aliases: TypeAlias = Mapping[str, Sequence[str]]
"""The aliases of sources or claims, by handle."""
AnyRow = TypeVar("AnyRow", SourceRow, ClaimRow, ArticleRow)


def chosen(rows: Iterable[AnyRow], undone: Collection[str], words: Sequence[str] = ()) -> list[AnyRow]:
    """The rows whose handle, aliases or words hold all that is looked for; those undone are marked so."""
    return [row._replace(status=Mark.VOIDED) if row[0] in undone else row for row in rows if holds(_told(row), words)]


def _told(row: SourceRow | ClaimRow | ArticleRow) -> Iterator[str]:
    yield from (part for part in row[:3] if isinstance(part, str))
    if not isinstance(row, ArticleRow):
        yield from row.aliases


def sources(state: State, aliases: Aliases) -> list[SourceRow]:
    """All sources, by handle; statements counts those made under this very handle."""
    made = Counter(
        state.roster.voices[utterance.voice].source for said in state.statements.values() for utterance in said
    )
    origins = Origins(state)
    return [
        source(row, made[handle], origins, aliases.get(handle, ())) for handle, row in sorted(state.sources.items())
    ]


def source(row: Source, statements: int, origins: Origins, aliases: Sequence[str]) -> SourceRow:
    """One source, with what was merged into it and what it was merged into."""
    counts_as = origins.canonical(row.source)
    return SourceRow(
        source=row.source,
        name=row.name,
        kind=row.kind,
        class_=row.source_class,
        heads=(row.head_min, row.head_max),
        member_of=[MembershipRow(m.group, _day(m.first), _day(m.last)) for m in row.memberships],
        counts_as=counts_as if counts_as != row.source else None,
        stands_for=origins.merged_into(row.source),
        distinct_from=row.distinct_from,
        statements=statements,
        note=row.note,
        entry=row.position,
        aliases=aliases,
    )


def _day(at: Instant) -> str | None:
    return None if at in (BEGINNING, FOREVER) else iso(at)[:10]


def source_known(state: State, handle: str, aliases: Sequence[str]) -> SourceRow:
    """One source by its handle; nothing is known about one registered after the cut."""
    row = state.sources.get(SourceHandle(handle))
    if row is None:
        return SourceRow(handle, "", None, None, (None, None), (), None, (), (), 0, "", None)
    made = (state.roster.voices[utterance.voice].source for said in state.statements.values() for utterance in said)
    return source(row, sum(speaker == handle for speaker in made), Origins(state), aliases)


def claim_known(state: State, handle: str, aliases: Sequence[str]) -> ClaimRow:
    """One claim by its handle; nothing is known about one opened after the cut."""
    row = state.claims.get(ClaimHandle(handle))
    if row is None:
        return ClaimRow(handle, "", (), (), None, None, (), 0, None)
    made = sum(utterance.claim == handle for said in state.statements.values() for utterance in said)
    return claim(row, made, aliases)


def article_known(row: Article | None, handle: str, statements: int) -> ArticleRow:
    """One article by its handle; nothing is known about one that came after the cut."""
    if row is None:
        return ArticleRow(handle, "", None, None, "", None, "", "", None, "", False, 0, None)
    return article(row, statements)


def claims(state: State, aliases: Aliases) -> list[ClaimRow]:
    """All claims, in the order they were opened."""
    made = Counter(statement.claim for said in state.statements.values() for statement in said)
    return [claim(row, made[row.claim], aliases.get(row.claim, ())) for row in state.claims.values()]


def claim(row: Claim, statements: int, aliases: Sequence[str]) -> ClaimRow:
    """One claim."""
    return ClaimRow(
        claim=row.claim,
        text=row.text,
        topic=row.topics,
        about=row.about,
        question=row.question,
        deadline=row.deadline,
        links=[{"relation": link.relation, "claim": link.other} for link in row.links],
        statements=statements,
        entry=row.position,
        aliases=aliases,
    )


def articles(state: State) -> list[ArticleRow]:
    """All articles, in log order."""
    made = Counter(statement.article for said in state.statements.values() for statement in said)
    rows = sorted(state.articles.values(), key=lambda row: row.position)
    return [article(row, made[row.article]) for row in rows]


def article(row: Article, statements: int) -> ArticleRow:
    """One article."""
    return ArticleRow(
        article=row.article,
        title=row.title,
        outlet=row.outlet,
        agency=row.agency,
        wire=row.wire,
        published=row.published,
        language=row.language,
        url=row.url,
        reprint_of=row.reprint_of,
        sha256=row.sha256,
        archived=row.archived,
        statements=statements,
        entry=row.position,
    )


class StatementRow(NamedTuple):
    """One statement logged from an article."""

    entry: int
    source: str
    claim: str
    act: str
    via: str | None
    text: str
    quote: str
    status: str


def statements(spoken: Iterable[Spoken]) -> list[StatementRow]:
    """Statements in the order given."""
    return [StatementRow(s.position, s.source, s.claim, s.act, s.via, w.text, w.quote, s.mark) for s, w in spoken]


def entry(
    recorded: Entry,
    facts: Mapping[str, Any],
    words: Mapping[str, Any] | None,
    status: str,
    later: Iterable[tuple[Entry, str]],
    own_hash: str,
) -> EntryRow:
    """One entry, with its facts and words as they stand in the log."""
    return EntryRow(
        entry=recorded.position,
        type=wire_name(type(recorded.event)),
        id=recorded.id,
        recorded=iso(recorded.recorded),
        actor=recorded.actor,
        batch=recorded.batch,
        facts=facts,
        words=words,
        status=status,
        later=[{"entry": o.position, "type": wire_name(type(o.event)), "status": status} for o, status in later],
        hash=own_hash,
    )


def entry_unknown(position: int) -> EntryRow:
    """An entry of which nothing was known yet."""
    return EntryRow(position, None, None, None, "", "", {}, None, "", (), None)
