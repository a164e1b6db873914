"""What hangs together: everything that a few claims, sources or articles depend on, found without reading the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from tracker.domain.clocks import FOREVER
from tracker.domain.rows import Article, Claim, Source
from tracker.domain.utterances import Roster, Utterance
from tracker.domain.words import Relation
from tracker.store import views
from tracker.store.rows import ARTICLES, CLAIMS, SOURCES
from tracker.store.session import Session
from tracker.store.views import Stretch

Row = TypeVar("Row", Source, Article, Claim)


def claims(session: Session, stretch: Stretch, handles: Iterable[str]) -> list[tuple[int, int, Claim]]:
    """The claims with these handles, all that are the same as one of them, and all rival answers to their questions."""

    def further(row: Claim) -> Iterable[str]:
        return (link.other for link in row.links if link.relation is Relation.SAME_AS)

    def peers(rows: list[Claim]) -> Iterable[str]:
        questions = sorted({row.question for row in rows if row.question is not None})
        return views.asking(session, stretch, questions) if questions else ()

    return _grown(handles, lambda some: views.versions(session, CLAIMS, stretch, some), further, peers)


def sources(session: Session, stretch: Stretch, handles: Iterable[str]) -> list[tuple[int, int, Source]]:
    """The sources with these handles, those they are merged with, and those they speak for."""

    def further(row: Source) -> Iterable[str]:
        yield from (member.group for member in row.memberships)
        if row.merged_into:
            yield row.merged_into

    def merged(rows: list[Source]) -> Iterable[str]:
        return views.merged_with(session, stretch, [row.source for row in rows])

    return _grown(handles, lambda some: views.versions(session, SOURCES, stretch, some), further, merged)


def articles(session: Session, stretch: Stretch, handles: Iterable[str]) -> list[tuple[int, int, Article]]:
    """The articles with these handles, and those they were reprinted from."""

    def further(row: Article) -> Iterable[str]:
        return (row.reprint_of,) if row.reprint_of else ()

    return _grown(handles, lambda some: views.versions(session, ARTICLES, stretch, some), further, lambda _: ())


def _grown(
    handles: Iterable[str],
    read: Callable[[list[str]], Iterable[tuple[int, int, Row]]],
    further: Callable[[Row], Iterable[str]],
    peers: Callable[[list[Row]], Iterable[str]],
) -> list[tuple[int, int, Row]]:
    """All versions of some things, and of all that these lead to, until nothing new is found."""
    grown: list[tuple[int, int, Row]] = []
    seen: set[str] = set()
    fresh = set(handles)
    while fresh:
        seen |= fresh
        some = list(read(sorted(fresh)))
        grown += some
        rows = [row for _, _, row in some]
        fresh = {handle for row in rows for handle in further(row)} | set(peers(rows))
        fresh -= seen
    return grown


def named(roster: Roster, articles_: Iterable[Article] = (), claims_: Iterable[Claim] = ()) -> set[str]:
    """The sources that statements, articles and claims name."""
    handles: set[str] = {voice.source for voice in roster.voices.values()}
    for route in roster.routes.values():
        handles.update(route.chain)
        handles.add(route.outlet or "")
    for article in articles_:
        handles.update((article.outlet or "", article.agency or ""))
    for claim in claims_:
        handles.update(claim.about)
    return handles - {""}


def quoted(said: Iterable[Utterance]) -> set[str]:
    """The articles in which statements stand."""
    return {utterance.article for utterance in said if utterance.article is not None}


def families(session: Session, handles: Iterable[str], after: int) -> list[frozenset[str]]:
    """These claims, with all that were ever judged together with them from a position on."""
    rows = [row for _, _, row in claims(session, Stretch(after, FOREVER), handles)]
    leader: dict[str, str] = {}

    def lead(handle: str) -> str:
        while (above := leader.get(handle, handle)) != handle:
            handle = above
        return handle

    for row in rows:
        for tie in (*(link.other for link in row.links if link.relation is Relation.SAME_AS), f"?{row.question}"):
            if tie != "?None":
                leader.setdefault(tie, tie)
                leader[lead(row.claim)] = lead(tie)
    grown: dict[str, set[str]] = {}
    for row in rows:
        grown.setdefault(lead(row.claim), set()).add(row.claim)
    return [frozenset(family) for family in grown.values()]


def related(session: Session, handles: Iterable[str]) -> set[str]:
    """All sources that were ever tied to one of these by a merge or a membership, either way round."""
    tied, fresh = set[str](), set(handles)
    while fresh:
        tied |= fresh
        ties = set(views.tied(session, sorted(fresh)))
        ties.update(row.source for _, _, row in sources(session, Stretch(0, FOREVER), fresh))
        fresh = ties - tied
    return tied


def printed(session: Session, handles: Iterable[str], by: Iterable[str]) -> set[str]:
    """These articles, those that some sources printed, and all reprints of any of them."""
    reached, fresh = set[str](), {*handles, *views.articles_of(session, sorted(by))}
    while fresh:
        reached |= fresh
        fresh = set(views.reprints_of(session, sorted(fresh))) - reached
    return reached
