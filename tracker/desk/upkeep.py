"""Verbs on the record itself: redacting, rebuilding, telling its size."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.desk import columns, proposals, resolve
from tracker.desk.desk import Account, Desk, Written, account
from tracker.desk.register import article_text
from tracker.domain import events
from tracker.domain.clocks import LATEST
from tracker.domain.events import Entry, StatementEvent
from tracker.domain.fold import things
from tracker.domain.rules import is_quoted
from tracker.errors import RuleError
from tracker.store import log, views, writer
from tracker.store.appending import Unless
from tracker.store.bulk import Progress
from tracker.store.session import Session


def to_redact(desk: Desk, number: str) -> Account:
    """Every entry whose words would go with those of one entry."""
    with desk.reading() as session:
        return account(session, _to_redact(session, number))


def _to_redact(session: Session, number: str) -> tuple[Entry, ...]:
    """The entry, the other tellings of the same thing, an archived article in which its quote stands, and proposals.

    A remark on others (the ground of a merge, a relation, a grouping, a retraction) goes alone.
    """
    target = resolve.entry(session, number)
    if isinstance(target.event, events.EntryRedacted | events.EntryVoided):
        raise RuleError(
            f"entry {target.position} has no words of its own to redact", "name the entry that holds the words"
        )
    together = {target.position: target}
    for thing in things(target, lambda event_id: log.find(session, event_id)):
        for entry in log.history(session, thing):
            if any(isinstance(entry.event, kind) and isinstance(target.event, kind) for kind in _TELLINGS):
                together[entry.position] = entry
    together.update((entry.position, entry) for entry in proposals.telling(session, together.values()))
    together.update((entry.position, entry) for entry in quoting(session, together.values()))
    together.update((entry.position, entry) for entry in proposals.telling(session, together.values()))
    wiped = [entry for _, entry in sorted(together.items()) if not entry.redacted]
    if not wiped:
        raise RuleError(f"entry {target.position} has no words left to redact", f"tracker show {target.position}")
    return tuple(wiped)


def quoting(session: Session, entries: Iterable[Entry]) -> list[Entry]:
    """The archived articles in which a quote of these statements, or the words of these proposals, stand."""
    articles = []
    texts: dict[str, tuple[Entry, str] | None] = {}
    for event in [
        entry.event for entry in entries if isinstance(entry.event, StatementEvent | events.StatementProposed)
    ]:
        quote = event.text if isinstance(event, events.StatementProposed) else event.quote
        for article in views.articles(session, LATEST, [event.article] if event.article and quote else []):
            if article.article not in texts:
                archived, text = log.at(session, article.position), article_text(session, article)
                texts[article.article] = (log.typed(archived), text) if archived and text is not None else None
            kept = texts[article.article]
            if kept is not None and is_quoted(quote, kept[1]):
                articles.append(kept[0])
    return articles


_TELLINGS = (
    StatementEvent,
    events.SourceRegistered | events.SourceDescribed,
    events.ClaimOpened | events.ClaimAmended,
    events.ArticleArchived | events.ArticleAmended,
)
"""Event types that tell the same thing again, for example an amendment: their words are wiped together."""


def redact(desk: Desk, number: str, because: str = "", seen: int | None = None) -> Written:
    """Wipe the words of an entry wherever they stand; what was said, when and by whom stays, and so does belief."""
    with desk.writing() as batch:
        for entry in _to_redact(batch.session, number):
            batch.add(events.EntryRedacted(entry=entry.id, because=because))
        return batch.append(unless=None if seen is None else Unless(after=seen))


def rebuild(desk: Desk, progress: Progress | None = None) -> int:
    """Throw the read models away and fill them again from the log; how many entries there are."""
    with desk.writing() as batch:
        columns.forget(batch.session, desk.cache)
        return writer.rebuild(batch.session, progress)


def size(desk: Desk) -> int:
    """How many entries the log has."""
    with desk.reading() as session:
        return log.head(session).position
