"""What is on record at the moment of writing, for the rules: the database, and the batch under way on top of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from tracker.domain import events
from tracker.domain.aliases import Aliased, noun_of, standing
from tracker.domain.clocks import LATEST, Instant
from tracker.domain.events import Entry, Event
from tracker.domain.fold import mentions, things
from tracker.domain.projection import Thing, in_force, project, undone
from tracker.domain.rows import Article, Claim, Row, Source
from tracker.domain.words import EventId, SourceHandle
from tracker.store import aliases, log, views
from tracker.store.session import Session
from tracker.store.views import Stretch

_TEXTS: Final = 16
"""How many texts of articles are kept at hand; each can be long."""
_ROWS: Final = 10_000
"""How many rows are kept from one part of a batch to the next."""
_READ: Final[Mapping[str, Callable[..., Iterator[Source | Article | Claim]]]] = {
    "source": views.sources,
    "claim": views.claims,
    "article": views.articles,
}


class Register:
    """Answers the rules' questions (`tracker.domain.named.OnRecord`), and learns each event as it is admitted."""

    def __init__(self, session: Session, end: int) -> None:
        self._session = session
        self._end = end
        self._rows: dict[Thing, Row | None] = {}
        self._batch: dict[EventId, Entry] = {}
        self._told: dict[Thing, list[Entry]] = defaultdict(list)
        self._texts: dict[str, str | None] = {}
        self._aliases: dict[str, dict[str, str]] = {}

    def expect(self, mentioned: Iterable[str]) -> None:
        """Look up together what is about to be asked for, by its mentions: one by one costs a query each."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for mention in mentioned:
            noun, _, handle = mention.partition(":")
            if noun in _READ and Thing(f"{noun}/{handle}") not in self._rows:
                wanted[noun].add(handle)
        for noun, handles in wanted.items():
            self._rows.update(dict.fromkeys(Thing(f"{noun}/{handle}") for handle in handles))
            for row in _READ[noun](self._session, LATEST, sorted(handles)):
                self._rows[Thing(f"{noun}/{row[0]}")] = row

    # -- what the rules ask ------------------------------------------------------------------------------------

    def has_source(self, handle: str) -> bool:
        return self._source(handle) is not None

    def merged_into(self, handle: str) -> SourceHandle | None:
        row = self._source(handle)
        return row.merged_into if row else None

    def root(self, handle: SourceHandle) -> SourceHandle:
        while (into := self.merged_into(handle)) is not None:
            handle = into
        return handle

    def distinguished(self, source: SourceHandle, other: SourceHandle) -> int | None:
        ones, others = self._counting_as(self.root(source)), self._counting_as(self.root(other))
        for one in ones:
            for entry in in_force(self._history(Thing(f"source/{one}"))):
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
            merged |= {row.source for row in self._rows.values() if isinstance(row, Source) and row.merged_into == into}
            new = {one for one in merged - found if self.merged_into(one) == into}
            found |= new
            rest += new
        return found

    def member_of(self, handle: str) -> list[str]:
        row = self._source(handle)
        return [member.group for member in row.memberships] if row else []

    def has_claim(self, handle: str) -> bool:
        return self._row("claim", handle) is not None

    def claim_text(self, handle: str) -> str:
        """How a claim is worded now; empty where there is none, or its words are gone."""
        row = self._row("claim", handle)
        return row.text if isinstance(row, Claim) else ""

    def wordings(self, noun: str, handle: str) -> set[str]:
        """Every name a source on record ever had, or wording a claim; one whose words are gone is empty."""
        if self._row(noun, handle) is None:
            return set()
        told = [entry.event for entry in self._history(Thing(f"{noun}/{handle}"))]
        names = [event.name for event in told if isinstance(event, events.SourceRegistered | events.SourceDescribed)]
        texts = [event.text for event in told if isinstance(event, events.ClaimOpened | events.ClaimAmended)]
        return {wording for wording in (*names, *texts) if wording is not None}

    def has_article(self, handle: str) -> bool:
        return self._row("article", handle) is not None

    def article_text(self, handle: str) -> str | None:
        if handle not in self._texts:
            if len(self._texts) == _TEXTS:
                self._texts.clear()
            self._texts[handle] = self._text(handle)
        return self._texts[handle]

    def _text(self, handle: str) -> str | None:
        row = self._row("article", handle)
        if not isinstance(row, Article):
            return None
        told = self._told.get(Thing(f"article/{handle}"), ())
        fresh = next((entry.event for entry in told if entry.position == row.position), None)
        return _prose(fresh) if fresh else article_text(self._session, row)

    def aliases(self, noun: str) -> Mapping[str, str]:
        if noun not in self._aliases:
            new = [one for one in self._batch.values() if isinstance(one.event, Aliased) and noun_of(one.event) == noun]
            told = {thing for entry in new for thing in things(entry, self.entry)}
            self._aliases[noun] = {
                alias: thing.partition("/")[2]
                for thing in sorted({*aliases.aliased(self._session, noun), *told})
                for alias in standing(self._history(thing))
            }
        return self._aliases[noun]

    def entry(self, event_id: EventId) -> Entry | None:
        return self._batch.get(event_id) or log.find(self._session, event_id)

    def is_undone(self, entry: Entry) -> bool:
        history = {other.position: other for thing in things(entry, self.entry) for other in self._history(thing)}
        return entry.id in undone([history[position] for position in sorted(history)])

    def users(self, entry: Entry) -> list[int]:
        if not isinstance(entry.event, _BEGINNERS):
            return []
        (thing,) = things(entry, self.entry)
        mention = thing.replace("/", ":")
        tagged = log.tagged(self._session, mention)
        tagged += [other for other in self._batch.values() if mention in mentions(other.event)]
        resting = (o for o in tagged if isinstance(o.event, Aliased) or thing not in things(o, self.entry))
        return [other.position for other in resting if not self.is_undone(other)]

    # -- what there is ------------------------------------------------------------------------------------------

    def _source(self, handle: str) -> Source | None:
        row = self._row("source", handle)
        return row if isinstance(row, Source) else None

    def _row(self, noun: str, handle: str) -> Row | None:
        """A source, claim or article as it is now."""
        thing = Thing(f"{noun}/{handle}")
        if thing not in self._rows:
            self.expect([f"{noun}:{handle}"])
        return self._rows[thing]

    def _history(self, thing: Thing) -> list[Entry]:
        """The entries of a thing, those of the batch included."""
        return [*log.history(self._session, thing), *self._told.get(thing, ())]

    # -- what was admitted -------------------------------------------------------------------------------------

    def learn(self, event_id: EventId, event: Event) -> None:
        """Take an admitted event into account for the ones after it."""
        entry = Entry(self._end + len(self._batch) + 1, event_id, Instant(0), event)
        self._batch[event_id] = entry
        for thing in things(entry, self.entry):
            self._told[thing].append(entry)
            noun, _, handle = thing.partition("/")
            if isinstance(event, Aliased | events.EntryVoided) and noun in self._aliases:
                others = {alias: other for alias, other in self._aliases[noun].items() if other != handle}
                self._aliases[noun] = others | dict.fromkeys(standing(self._history(thing)), handle)
            if noun in _READ:
                # What is not there begins anew, whatever was undone before.
                fresh = isinstance(event, _BEGINNERS) and self._row(noun, handle) is None
                self._rows[thing] = project(thing, [entry] if fresh else self._history(thing))
                if noun == "article":
                    self._texts.pop(handle, None)

    def settle(self, end: int) -> None:
        """The batch so far is on record up to a position: its entries are found there from now on."""
        self._batch.clear()
        self._told.clear()
        self._end = end
        if len(self._rows) > _ROWS:
            self._rows.clear()


_BEGINNERS: Final = (events.SourceRegistered, events.ArticleArchived, events.ClaimOpened)


def article_text(session: Session, article: Article) -> str | None:
    """The archived text of an article; None if it was never kept, is not text, or has been redacted."""
    row = log.at(session, article.position)
    return _prose(log.typed(row).event) if row else None


def _prose(event: Event) -> str | None:
    """The text that an event archived, if it is one that does."""
    return (event.prose or None) if isinstance(event, events.ArticleArchived) else None
