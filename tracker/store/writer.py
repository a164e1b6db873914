"""The read models, written: every version of every thing, with the positions it was in force for.

They are kept in step inside the transaction of an append. What a row means is said once, in
`tracker.domain.projection`; here it only becomes columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any, Final

from tracker.domain.clocks import FOREVER, Instant, span
from tracker.domain.events import ArticleAmended, ArticleArchived, Entry, EntryRedacted, StatementRecorded
from tracker.domain.fold import Version, entry_thing, mentions, things, versions
from tracker.domain.projection import Thing, begun, project
from tracker.domain.rows import Article, Claim, Row, Source, Spoken, Statement, Verdict
from tracker.domain.words import ArticleHandle, EventId
from tracker.store import log, rows, search, tallies, views
from tracker.store.bulk import Progress, uncollected
from tracker.store.roster import Numbers
from tracker.store.session import Session

_CHUNK: Final = 5_000


class Views:
    """Keeps tags and read models in step with the log, inside one writing transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tags: dict[str, int] = {}
        self._last_tag: int | None = None
        self._fresh: set[str] = set()
        self._known: dict[EventId, Entry] = {}
        self._out: dict[ArticleHandle, Instant | None] = {}
        self._numbers = Numbers(session)
        self._pending: dict[str, list[tuple[Any, ...]]] = {table: [] for table in rows.INSERTED}
        self._touched = tallies.Touched()

    def apply(self, entries: Iterable[Entry], progress: Progress | None = None) -> None:
        """Take in entries just appended, in order."""
        every = iter(entries)
        done = 0
        while some := list(islice(every, _CHUNK)):
            self.add(some)
            done += len(some)
            if progress and len(some) == _CHUNK:
                progress(done)
        self.close()

    def add(self, entries: Sequence[Entry]) -> None:
        """Take in a part of the entries just appended; `close` comes after the last."""
        for entry in entries:
            if not self._touched.frm:
                self._touched = tallies.Touched(entry.position)
            self._apply(entry)
        self._flush()
        search.index(self._session, entries)
        self._known.clear()

    def close(self) -> None:
        """All entries are in: bring up to date what verdicts add up to."""
        if self._touched.frm:
            tallies.settle(self._session, self._touched)

    def _apply(self, entry: Entry) -> None:
        event = entry.event
        self._fresh.clear()
        named = list(mentions(event))
        known = self._tags
        try:
            tags = {known[name] for name in named}
        except KeyError:
            self._look_up(dict.fromkeys(named))
            tags = {known[name] for name in named}
        if type(event) is StatementRecorded:
            self._touched.claims.add(event.claim)
            self._put_statement(entry.position, begun(entry))
        else:
            self._known[entry.id] = entry
            begins = entry_thing(entry.id)
            for thing in things(entry, self._find):
                if thing == begins:
                    self._place(thing, [entry])
                elif self._is_new(thing):
                    tags.add(self._tag(thing))
                    self._place(thing, [entry])
                else:
                    tags.add(self._tag(thing))
                    self._replace(thing, entry)
            if isinstance(event, ArticleArchived | ArticleAmended):
                self._out.pop(event.article, None)
        position = entry.position
        self._pending["entry_tag"] += [(tag, position) for tag in tags]

    def _find(self, event_id: EventId) -> Entry | None:
        entry = self._known.get(event_id)
        if entry is None:
            entry = log.find(self._session, event_id)
            if entry is not None:
                self._known[event_id] = entry
        return entry

    def _is_new(self, thing: Thing) -> bool:
        """Whether no entry belongs to a thing yet."""
        last = self._last_tag
        return thing not in self._tags and self._tag(thing) > 0 and self._last_tag != last

    def _tag(self, name: str) -> int:
        if name not in self._tags:
            self._look_up([name])
        return self._tags[name]

    def _look_up(self, names: Collection[str]) -> None:
        """Find the numbers of tags, all at once; give new ones to those that have none."""
        unknown = [name for name in names if name not in self._tags]
        plain = [name for name in unknown if not name.startswith("entry/")]
        numbers: dict[str, int] = {}
        if plain:
            sql = "SELECT name, id FROM tag WHERE name = ANY(:names)"
            numbers = {name: int(number) for name, number in self._session.rows(sql, names=plain)}
        for name in unknown:
            if name.startswith("entry/"):
                began = self._find(EventId(name[6:]))
                self._tags[name] = -began.position if began else 0
            else:
                self._tags[name] = numbers[name] if name in numbers else self._new_tag(name)

    def _new_tag(self, name: str) -> int:
        if self._last_tag is None:
            self._last_tag = int(next(self._session.rows("SELECT COALESCE(MAX(id), 0) FROM tag"))[0])
        self._last_tag += 1
        self._pend("tag", (self._last_tag, name))
        self._fresh.add(name)
        return self._last_tag

    def _replace(self, thing: Thing, entry: Entry) -> None:
        """Bring the rows of a thing up to date after an entry that is not its first.

        Past versions stay as they were, but for a redaction, which takes the words out of all of them.
        """
        self._flush()
        history = [*log.history(self._session, thing, entry.position - 1), entry]
        if isinstance(entry.event, EntryRedacted):
            self._forget(thing, history)
        before, after = project(thing, history[:-1]), project(thing, history)
        self._touch(before, after)
        if before is not None and before != after:
            self._close(before, entry.position)
        if after is not None and before != after:
            self._put(Version(entry.position, FOREVER, after))
        if isinstance(before or after, Article) and _published(before) != _published(after):
            self._republish(ArticleHandle(thing.partition("/")[2]), entry.position)

    def _forget(self, thing: Thing, history: Sequence[Entry]) -> None:
        """Write the rows of a thing anew from entries that have lost their words; statements keep none."""
        rewritten = versions(thing, history[:-1])
        if rewritten and not isinstance(rewritten[0].row, Spoken):
            table, key = rows.found_by(rewritten[0].row)
            if table:
                self._session.run(f"DELETE FROM {table} WHERE {views.matching(key)}", **key)
            for version in rewritten:
                self._put(version)
            self._flush()

    def _republish(self, article: ArticleHandle, position: int) -> None:
        """What an article quotes was known to the world no later than the article came out."""
        self._out.pop(article, None)
        self._flush()
        quoting = views.wordings(self._session, position - 1, views.Which(articles=[article]))
        for spoken in list(quoting):
            thing = entry_thing(spoken.statement.id)
            now = project(thing, log.history(self._session, thing, position))
            if isinstance(now, Spoken):
                before, after = spoken.statement, self._timed(now.statement)
                if before.world != after.world:
                    self._close(spoken, position)
                    self._put(Version(position, FOREVER, now))

    def _touch(self, before: Row | None, after: Row | None) -> None:
        """Take note of what may change the tallies of verdicts: nothing hangs on what no earlier entry has named."""
        for row in (before, after):
            match row:
                case Spoken(statement=statement):
                    self._touched.claims.add(statement.claim)
                case Verdict(claim=claim) | Claim(claim=claim):
                    self._touched.claims.add(claim)
                case Source() if f"source:{row.source}" not in self._fresh and _who(before) != _who(after):
                    self._touched.sources.add(row.source)
                case Article() if f"article:{row.article}" not in self._fresh and _print(before) != _print(after):
                    self._touched.articles.add(row.article)

    def _place(self, thing: Thing, history: Sequence[Entry]) -> None:
        for version in versions(thing, history):
            self._touch(None, version.row)
            self._put(version)

    def _put(self, version: Version) -> None:
        if isinstance(version.row, Spoken):
            self._put_statement(version.frm, version.row.statement)
            return
        if kept := rows.kept(version.row):
            self._pend(kept.table, (version.frm, version.upto, *kept.written(version.row)))

    def _put_statement(self, frm: int, statement: Statement) -> None:
        s = self._timed(statement) if statement.article is not None else statement
        voice, route, manner = self._numbers.of(s)
        row = (
            s.claim, s.position, frm, FOREVER, s.world, s.retracted, s.first, voice, route, manner, s.article, s.group,
            s.changed, s.mark._value_, s.worded,
        )  # fmt: skip
        self._pend("statement_version", row)

    def _timed(self, statement: Statement) -> Statement:
        """A statement with its article's date of publication taken in."""
        article = statement.article
        if article is None:
            return statement
        if article not in self._out:
            self._flush()
            row = next(views.articles(self._session, FOREVER - 1, [article]), None)
            self._out[article] = span(row.published).last if row and row.published else None
        out = self._out[article]
        return statement if out is None or out >= statement.world else statement._replace(world=out)

    def _close(self, row: Row, position: int) -> None:
        """The version of a row that was in force until now ends at a position."""
        self._flush()
        table, key = rows.found_by(row)
        if table:
            views.end(self._session, table, key, position)

    def _pend(self, table: str, row: tuple[Any, ...]) -> None:
        self._pending[table].append(row)

    def _flush(self) -> None:
        self._numbers.flush()
        for table, pending in self._pending.items():
            if pending:
                pending.sort()  # neighbours in the tree are written one after the other
                self._session.insert(table, rows.INSERTED[table], pending)
                pending.clear()


def rebuild(session: Session, progress: Progress | None = None) -> int:
    """Throw the read models away and fill them again from the log; how many entries were read."""
    from tracker.store.tables import DERIVED

    for table in DERIVED:
        session.run(f"DELETE FROM {table.__tablename__}")
    search.empty(session)
    with uncollected():
        Views(session).apply(log.entries(session), progress)
    return log.head(session).position


def _published(row: Row | None) -> str | None:
    return row.published if isinstance(row, Article) else None


def _who(row: Row | None) -> object:
    """What of a source decides whose record and which origin a statement belongs to."""
    return (row.kind, row.source_class, row.merged_into, row.memberships) if isinstance(row, Source) else None


def _print(row: Row | None) -> object:
    """What of an article does."""
    return (row.outlet, row.agency, row.published, row.reprint_of) if isinstance(row, Article) else None
