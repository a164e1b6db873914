"""What is on record at the moment of writing, for the rules: the database, and the batch under way on top of it."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain import events
from tracker.domain.clocks import LATEST, Instant
from tracker.domain.events import Entry, Event
from tracker.domain.fold import mentions, things
from tracker.domain.projection import Thing, in_force, undone
from tracker.domain.state import Article, Source
from tracker.domain.words import EventId, SourceHandle
from tracker.store import log, views
from tracker.store.session import Session
from tracker.store.views import Stretch

_TEXTS = 16
"""How many texts of articles are kept at hand; each can be long."""
_BEGINNERS = (events.SourceRegistered, events.ArticleArchived, events.ClaimOpened)


class Register:
    """Answers the rules' questions (`tracker.domain.rules.OnRecord`), and learns each event as it is admitted."""

    def __init__(self, session: Session, end: int) -> None:
        self._session = session
        self._end = end
        self._sources: dict[str, tuple[SourceHandle | None] | None] = {}
        self._groups: dict[str, list[str]] = {}
        self._claims: dict[str, bool] = {}
        self._articles: dict[str, bool] = {}
        self._texts: dict[str, str | None] = {}
        self._archived: dict[str, EventId] = {}
        self._batch: dict[EventId, Entry] = {}
        self._voids: list[Entry] = []

    def expect(self, mentioned: Iterable[str]) -> None:
        """Look up together what is about to be asked for, by its mentions: one by one costs a query each."""
        wanted: dict[str, set[str]] = {"source": set(), "claim": set(), "article": set()}
        for mention in mentioned:
            noun, _, handle = mention.partition(":")
            if noun in wanted:
                wanted[noun].add(handle)
        if fresh := sorted(wanted["source"] - self._sources.keys()):
            self._sources.update(dict.fromkeys(fresh))
            for row in views.sources(self._session, LATEST, fresh):
                self._learn_source(row)
        if fresh := sorted(wanted["claim"] - self._claims.keys()):
            self._claims.update(dict.fromkeys(fresh, False))
            self._claims.update((row.claim, True) for row in views.claims(self._session, LATEST, fresh))
        if fresh := sorted(wanted["article"] - self._articles.keys()):
            self._articles.update(dict.fromkeys(fresh, False))
            self._articles.update((row.article, True) for row in views.articles(self._session, LATEST, fresh))

    # -- what the rules ask ------------------------------------------------------------------------------------

    def has_source(self, handle: str) -> bool:
        return self._source(handle) is not None

    def merged_into(self, handle: str) -> SourceHandle | None:
        known = self._source(handle)
        return known[0] if known else None

    def root(self, handle: SourceHandle) -> SourceHandle:
        while (into := self.merged_into(handle)) is not None:
            handle = into
        return handle

    def distinguished(self, source: SourceHandle, other: SourceHandle) -> int | None:
        ones, others = self._counting_as(self.root(source)), self._counting_as(self.root(other))
        for one in ones:
            history = log.history(self._session, Thing(f"source/{one}"))
            own = [entry for entry in self._batch.values() if isinstance(entry.event, events.SourcesDistinguished)]
            for entry in in_force([*history, *own, *self._voids]):
                if isinstance(entry.event, events.SourcesDistinguished):
                    pair = {entry.event.source, entry.event.other}
                    if one in pair and pair & others:
                        return entry.position
        return None

    def _counting_as(self, root: SourceHandle) -> set[SourceHandle]:
        """A source and all that count as it, the batch's own merges included."""
        found, rest = {root}, [root]
        while rest:
            into = rest.pop()
            merged = {SourceHandle(one) for one in views.merged_with(self._session, Stretch.at(LATEST), [into])}
            merged |= {SourceHandle(one) for one, known in self._sources.items() if known == (into,)}
            new = {one for one in merged - found if self.merged_into(one) == into}
            found |= new
            rest += new
        return found

    def _source(self, handle: str) -> tuple[SourceHandle | None] | None:
        if handle not in self._sources:
            self.expect([f"source:{handle}"])
        return self._sources[handle]

    def _learn_source(self, row: Source) -> None:
        self._sources[row.source] = (row.merged_into,)
        self._groups[row.source] = [str(member.group) for member in row.memberships]

    def member_of(self, handle: str) -> list[str]:
        self._source(handle)
        return self._groups.get(handle, [])

    def has_claim(self, handle: str) -> bool:
        if handle not in self._claims:
            self.expect([f"claim:{handle}"])
        return self._claims[handle]

    def claim_text(self, handle: str) -> str:
        """How a claim is worded now; empty where there is none, or its words are gone."""
        opened = (entry.event for entry in self._batch.values() if isinstance(entry.event, events.ClaimOpened))
        fresh = next((event.text for event in opened if event.claim == handle), "")
        return fresh or next((row.text for row in views.claims(self._session, LATEST, [handle])), "")

    def has_article(self, handle: str) -> bool:
        if handle not in self._articles:
            self.expect([f"article:{handle}"])
        return self._articles[handle]

    def article_text(self, handle: str) -> str | None:
        if handle not in self._texts:
            if len(self._texts) == _TEXTS:
                self._texts.clear()
            self._texts[handle] = self._text(handle)
        return self._texts[handle]

    def _text(self, handle: str) -> str | None:
        archived = self._batch.get(self._archived.get(handle, EventId("")))
        if archived is not None:
            return (archived.event.prose or None) if isinstance(archived.event, events.ArticleArchived) else None
        if not self.has_article(handle):
            return None
        row = next(views.articles(self._session, LATEST, [handle]), None)
        return article_text(self._session, row) if row else None

    def entry(self, event_id: EventId) -> Entry | None:
        return self._batch.get(event_id) or log.find(self._session, event_id)

    def is_undone(self, entry: Entry) -> bool:
        history: dict[int, Entry] = {}
        for thing in things(entry, self.entry):
            history.update((other.position, other) for other in log.history(self._session, thing))
        return entry.id in undone([*(history[position] for position in sorted(history)), *self._voids])

    def users(self, entry: Entry) -> list[int]:
        if not isinstance(entry.event, _BEGINNERS):
            return []
        (thing,) = things(entry, self.entry)
        mention = thing.replace("/", ":")
        tagged = log.tagged(self._session, mention)
        tagged += [other for other in self._batch.values() if mention in mentions(other.event)]
        return [
            other.position for other in tagged if thing not in things(other, self.entry) and not self.is_undone(other)
        ]

    # -- what was admitted -------------------------------------------------------------------------------------

    def learn(self, event_id: EventId, event: Event) -> None:
        """Take an admitted event into account for the ones after it."""
        entry = Entry(self._end + len(self._batch) + 1, event_id, Instant(0), event)
        self._batch[event_id] = entry
        if isinstance(event, events.ArticleArchived):
            self._archived[event.article] = event_id
        if isinstance(event, events.EntryVoided):
            self._voids.append(entry)
        self._take(event, stands=True)

    def settle(self, end: int) -> None:
        """The batch so far is on record up to a position: its entries are found there from now on."""
        self._batch.clear()
        self._archived.clear()
        self._end = end

    def _take(self, event: Event, *, stands: bool) -> None:
        match event:
            case events.SourceRegistered(source=source):
                self._sources[source] = (None,) if stands else None
                self._groups[source] = [event.member_of] if event.member_of else []
            case events.SourceDescribed(source=source, member_of=group) if group:
                self._groups.setdefault(source, self.member_of(source)).append(group)
            case events.SourcesMerged(source=source, into=into):
                self._sources[source] = (into if stands else None,)
            case events.SourcesSeparated(source=source, apart_from=into):
                self._sources[source] = (None if stands else into,)
            case events.ClaimOpened(claim=claim):
                self._claims[claim] = stands
            case events.ArticleArchived(article=article):
                self._articles[article] = stands
                self._texts.pop(article, None)
            case events.EntryVoided(entry=target):
                found = self.entry(target)
                if found is not None:
                    self._take(found.event, stands=not stands)


def article_text(session: Session, article: Article) -> str | None:
    """The archived text of an article; None if it was never kept, is not text, or has been redacted."""
    row = log.at(session, article.position)
    event = log.typed(row).event if row else None
    return (event.prose or None) if isinstance(event, events.ArticleArchived) else None
