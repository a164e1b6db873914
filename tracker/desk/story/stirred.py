"""What lies between two cuts: the statements, verdicts, claims and sources whose standing is not the same at both.

Along the desk's clock these are the entries recorded between the two positions; along the world's clock what was
said, taken back, decided or printed between the two instants. Nothing else of the log is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.desk.story.moments import Between
from tracker.domain.clocks import span
from tracker.domain.events import (
    ClaimAliased,
    Entry,
    EntryRedacted,
    SourceAliased,
    SourcesDistinguished,
    StatementRetracted,
    VerdictWithdrawn,
)
from tracker.domain.fold import entry_thing, things
from tracker.domain.projection import Thing, project, undone
from tracker.domain.rows import Article, Mark, Row, Source, Spoken, Statement, Verdict
from tracker.domain.state import seen
from tracker.domain.words import ArticleHandle, ClaimHandle, EventId, SourceHandle
from tracker.store import log, views
from tracker.store.session import Session
from tracker.store.views import Which

Claims = dict[ClaimHandle, set[int]]


@dataclass(slots=True)
class Stirred:
    """What is not the same at two cuts, with the numbers of the entries that made the difference.

    claims: what was said and filed about them. printed: articles that carry what is said about them, which came out or
    were amended. judged: their verdicts and withdrawals. sources: whose row differs in what weighs. policy: the
    parameters' entries.
    """

    claims: Claims = field(default_factory=lambda: defaultdict(set))
    printed: Claims = field(default_factory=lambda: defaultdict(set))
    judged: Claims = field(default_factory=lambda: defaultdict(set))
    sources: dict[SourceHandle, set[int]] = field(default_factory=lambda: defaultdict(set))
    policy: set[int] = field(default_factory=set)


def stirred(session: Session, two: Between) -> Stirred:
    """What lies between two cuts."""
    return _Search(session, two).run()


_IDLE: Final = (EntryRedacted, SourcesDistinguished, SourceAliased, ClaimAliased)
"""Entries that never move belief."""


class _Search:
    def __init__(self, session: Session, two: Between) -> None:
        self._session = session
        self._two = two
        self._found = Stirred()
        self._articles: tuple[Mapping[ArticleHandle, Article], ...] = tuple(
            {row.article: row for row in views.articles(session, cut.position)} for cut in two
        )

    def run(self) -> Stirred:
        recorded = self._recorded()
        articles: dict[ArticleHandle, set[int]] = {}
        for thing, between in recorded.items():
            kind, _, handle = thing.partition("/")
            numbers = {entry.position for entry in between if not isinstance(entry.event, _IDLE)}
            before, after = self._rows(thing, between)
            if kind == "entry":
                self._compare(before, after, numbers)
            elif kind == "claim" and before != after:
                self._found.claims[ClaimHandle(handle)] |= numbers
            elif kind == "source" and isinstance(before, Source) and _weighs(before) != _weighs(after):
                self._found.sources[SourceHandle(handle)] |= numbers
            elif kind == "article" and isinstance(before, Article) and _counts(before) != _counts(after):
                articles[ArticleHandle(handle)] = numbers
            elif kind == "policy":
                self._found.policy |= numbers
        if self._two.start.world < self._two.end.world:
            for handle in self._came_out():
                articles.setdefault(handle, set()).add(self._articles[1][handle].position)
            self._spoken(recorded.keys())
            self._judged(recorded.keys())
        self._printed(articles)
        return self._found

    def _recorded(self) -> dict[Thing, list[Entry]]:
        """The entries between the two positions by what they belong to."""
        entries: dict[Thing, list[Entry]] = {}
        known: dict[EventId, Entry] = {}

        def find(event_id: EventId) -> Entry | None:
            return known.get(event_id) or log.find(self._session, event_id)

        for entry in log.entries(self._session, self._two.start.position, self._two.end.position):
            known[entry.id] = entry
            for thing in things(entry, find):
                entries.setdefault(thing, []).append(entry)
        return entries

    def _rows(self, thing: Thing, between: Sequence[Entry]) -> tuple[Row | None, Row | None]:
        """What a thing was before and after these entries; one that began with them was nothing before."""
        if thing in (f"entry/{between[0].id}", "policy"):
            return None, project(thing, between)
        start, end = self._two.start.position, self._two.end.position
        history = log.history(self._session, thing, end)
        earlier = [entry for entry in history if entry.position <= start]
        return project(thing, earlier) if earlier else None, project(thing, history)

    def _compare(self, before: Row | None, after: Row | None, numbers: Iterable[int]) -> None:
        """Take in a statement or verdict, as it was recorded at both ends, if it does not stand the same at both."""
        if isinstance(before, Verdict) or isinstance(after, Verdict):
            verdicts = [self._verdict(row, end) for end, row in enumerate((before, after))]
            if _gist(verdicts[0]) != _gist(verdicts[1]):
                taken_back = any(isinstance(row, Verdict) and row.withdrawn is not None for row in (before, after))
                self._note_verdict(verdicts, {*numbers, *self._by_date(verdicts, taken_back=taken_back)})
            return
        spoken = [self._statement(row, end) for end, row in enumerate((before, after))]
        if _gist(spoken[0]) != _gist(spoken[1]):
            rows = [row.statement for row in (before, after) if isinstance(row, Spoken)]
            taken_back = any(row.retracted is not None for row in rows)
            between = {*numbers, *self._by_date(spoken, taken_back=taken_back)}
            for statement in filter(None, spoken):
                self._found.claims[statement.claim] |= between

    def _statement(self, row: Row | None, end: int) -> Statement | None:
        spoken = seen(row, self._articles[end], self._two[end]) if isinstance(row, Spoken) else None
        return spoken.statement if spoken is not None and spoken.statement.counts else None

    def _verdict(self, row: Row | None, end: int) -> Verdict | None:
        verdict = seen(row, {}, self._two[end]) if isinstance(row, Verdict) else None
        return None if verdict is None or verdict.withdrawn is not None or verdict.mark is Mark.VOIDED else verdict

    def _note_verdict(self, verdicts: Sequence[Verdict | None], numbers: set[int]) -> None:
        for verdict in filter(None, verdicts):
            self._found.claims[verdict.claim] |= numbers
            self._found.judged[verdict.claim] |= numbers

    def _by_date(self, ends: Sequence[Statement | Verdict | None], *, taken_back: bool) -> Iterator[int]:
        """The entries known at the start that only the world's clock has brought into sight, or taken out of it."""
        row = ends[1] or ends[0]
        if row is None or self._two.start.world >= self._two.end.world:
            return
        if ends[0] is None and ends[1] is not None and row.position <= self._two.start.position:
            yield row.position
        end = self._two.end.position
        told = log.history(self._session, entry_thing(row.id), end) if taken_back else []
        gone = undone(told)
        for entry in told:
            match entry.event:
                case StatementRetracted(said=date) | VerdictWithdrawn(decided=date) if entry.id not in gone:
                    at = min(entry.recorded, span(date).last) if date else entry.recorded
                    if self._two.start.world < at <= self._two.end.world:
                        yield entry.position

    # -- along the world's clock -------------------------------------------------------------------------------

    def _came_out(self) -> Iterator[ArticleHandle]:
        start, end = self._two
        for handle, row in self._articles[1].items():
            if seen(row, {}, end) and not seen(row, {}, start):
                yield handle

    def _spoken(self, recorded: Iterable[Thing]) -> None:
        start, end = self._two
        inside = views.spoken_between(self._session, end.position, start.world, end.world)
        known, numbers = set(recorded), {number for _, number in inside}
        claims = sorted({claim for claim, _ in inside})
        for spoken in views.wordings(self._session, end.position, Which(claims=claims)) if claims else ():
            if spoken.statement.position in numbers and entry_thing(spoken.statement.id) not in known:
                self._compare(spoken, spoken, ())

    def _judged(self, recorded: Iterable[Thing]) -> None:
        known = set(recorded)
        for row in views.verdicts(self._session, self._two.end.position):
            if entry_thing(row.id) not in known:
                self._compare(row, row, ())

    def _printed(self, articles: dict[ArticleHandle, set[int]]) -> None:
        """Take in the statements of articles that came out or were amended, and of their reprints."""
        if not articles:
            return
        reprints: dict[ArticleHandle, set[ArticleHandle]] = defaultdict(set)
        for row in (*self._articles[0].values(), *self._articles[1].values()):
            if row.reprint_of is not None:
                reprints[row.reprint_of].add(row.article)
        waiting = list(articles)
        for handle in waiting:
            for reprint in sorted(reprints[handle] - articles.keys()):
                articles[reprint] = set(articles[handle])
                waiting.append(reprint)
        for spoken in views.wordings(self._session, self._two.end.position, Which(articles=sorted(articles))):
            statement = spoken.statement
            if statement.article is not None and statement.counts:
                ends = [self._statement(spoken, end) for end in (0, 1)]
                if _gist(ends[0]) != _gist(ends[1]):
                    self._compare(spoken, spoken, ())
                elif ends[1] is not None:
                    self._found.printed[statement.claim] |= articles[statement.article]


def _gist(row: Statement | Verdict | None) -> object:
    """What counts of a statement or verdict: redacting it, or recording something without effect, changes nothing."""
    if row is None:
        return None
    kept = row._replace(mark=Mark.NONE, changed=0)
    return kept._asdict() | {"because": "", "evidence": ""}


def _weighs(row: object) -> object:
    """What weighs of a source: neither its name nor what is noted about it."""
    return row._replace(name="", note="", distinct_from=()) if isinstance(row, Source) else None


def _counts(row: object) -> object:
    """What counts of an article: who carried it, when, and what it repeats."""
    return (row.outlet, row.agency, row.published, row.reprint_of) if isinstance(row, Article) else None
