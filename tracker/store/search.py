"""The full-text index: which claims, statements, sources and articles hold some words, at any moment of the log.

It holds one *document* for each wording a thing has had, numbered by the entry since which it stood, and it keeps no
text of its own (`fts5` and `tsvector` say how): what a document says is read off the log again, at removal too. Beside
it ``search_past`` holds the few documents that stand no more, each with the position from which it does not. Both are
written in the transaction of the append, refilled by a rebuild, and forget redacted words down to the bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from tracker.domain import events
from tracker.domain.aliases import standing
from tracker.domain.clocks import FOREVER
from tracker.domain.events import Entry
from tracker.domain.fold import entry_thing, things
from tracker.domain.found import Noun
from tracker.domain.projection import Thing, project
from tracker.domain.rows import Article, Claim, Source, Spoken
from tracker.domain.words import EventId
from tracker.store import fts5, log, tsvector
from tracker.store.engines import Engine
from tracker.store.faults import Fault
from tracker.store.session import Dialect, Session

_NUMBER: Final = {noun: number for number, noun in enumerate(Noun)}
_NOUNS: Final = tuple(Noun)
_LAST: Final = 2**60
"""No log is longer; a document's number must fit into 64 bits."""


class Indexed(NamedTuple):
    """The words of one thing as they stood from ``position`` on, up to but not including ``upto``."""

    position: int
    noun: Noun
    text: str
    upto: int = FOREVER

    @property
    def number(self) -> int:
        """Its number in the index: position and noun in one."""
        return self.position * len(_NOUNS) + _NUMBER[self.noun]


class Hit(NamedTuple):
    """A document that holds all the words. position: of the entry since which they stand."""

    position: int
    noun: Noun


# -- what a thing says ---------------------------------------------------------------------------------------------

_BEGINNERS: Final = (events.ClaimOpened, events.SourceRegistered, events.ArticleArchived)
_TELLINGS: Final = (
    *_BEGINNERS,
    events.StatementRecorded,
    events.StatementAmended,
    events.ClaimAmended,
    events.SourceDescribed,
    events.ArticleAmended,
)
_WORDED: Final = (*_TELLINGS, events.ClaimAliased, events.SourceAliased, events.EntryVoided)
"""The events that can change what a thing says; a redaction is dealt with where the words are wiped."""


def documents(thing: Thing, history: Sequence[Entry]) -> list[Indexed]:
    """Every wording a thing has had, in order, from its entries in log order. An undone thing keeps its last one."""
    worded = [entry for entry in history if isinstance(entry.event, _WORDED)]
    noun = noun_of(thing)
    if (
        not worded
        or noun is None
        or (noun is Noun.STATEMENT and not isinstance(worded[0].event, events.StatementRecorded))
    ):
        return []
    indexed: list[Indexed] = []
    for count, entry in enumerate(worded, 1):
        text = _text(thing, worded[:count])
        if text is None or (indexed and indexed[-1].text == text):
            continue
        if indexed:
            indexed[-1] = indexed[-1]._replace(upto=entry.position)
        indexed.append(Indexed(entry.position, noun, text))
    return indexed


def noun_of(thing: Thing) -> Noun | None:
    """As what a thing can be found, if at all: a verdict or a request is named like a statement."""
    return _NOUN_OF_THING.get(thing.partition("/")[0])


_NOUN_OF_THING: Final = {
    "claim": Noun.CLAIM, "entry": Noun.STATEMENT, "source": Noun.SOURCE, "article": Noun.ARTICLE,
}  # fmt: skip


def _text(thing: Thing, history: Sequence[Entry]) -> str | None:
    """The words of a thing on one line each; None while it does not exist."""
    match project(thing, history):
        case Spoken(wording=wording):
            return _joined(wording)
        case Claim() as row:
            return _joined((row.claim, *standing(history), row.text))
        case Source() as row:
            return _joined((row.source, *standing(history), row.name, row.note))
        case Article() as row:
            archived = (entry.event for entry in history if entry.position == row.position)
            texts = (event.prose for event in archived if isinstance(event, events.ArticleArchived))
            return _joined((row.article, row.title, row.url, *texts))
    return None


def _spoken(event: events.StatementRecorded) -> str:
    return _joined((event.text, event.quote, event.cue, event.evidence, event.note))


def _joined(words: Iterable[str]) -> str:
    return "\n".join(filter(None, words))


# -- keeping it ----------------------------------------------------------------------------------------------------


def index(session: Session, entries: Sequence[Entry]) -> None:
    """Take in entries just appended, in log order, once their tags are written."""
    if not entries:
        return
    begun = [_thing(entry) for entry in entries if isinstance(entry.event, _BEGINNERS)]
    told_of = _known_before(session, begun, entries[0].position) if begun else set()
    fresh: list[Indexed] = []
    past: list[tuple[int, int]] = []
    for entry in entries:
        if isinstance(entry.event, events.StatementRecorded):
            fresh.append(Indexed(entry.position, Noun.STATEMENT, _spoken(entry.event)))
            continue
        if not isinstance(entry.event, _WORDED):
            continue
        if isinstance(entry.event, _BEGINNERS):
            thing = _thing(entry)
            if thing not in told_of:
                told_of.add(thing)
                fresh += documents(thing, [entry])
                continue
        for thing in things(entry, lambda event_id: log.find(session, event_id)):
            latest = documents(thing, log.history(session, thing, entry.position))[-2:]
            if latest and latest[-1].position == entry.position:
                fresh.append(latest[-1])
                past += [(document.number, document.upto) for document in latest[:-1]]
    _insert(session, fresh, past)


def create(session: Session) -> None:
    """Make an empty index in a replay, as the migrations make that of the database."""
    _engine(session).create(session)
    session.run("CREATE TABLE search_past (document INTEGER NOT NULL PRIMARY KEY, upto INTEGER NOT NULL)")


def differences(session: Session, replay: Session, most: int) -> Iterator[Fault]:
    """Where the index is not that of a replay of the log: of which documents, and of how many words."""
    past = (set(database.rows("SELECT document, upto FROM search_past")) for database in (session, replay))
    differing = _engine(session).differences(session, replay)
    documents = {row[0] for row in next(past) ^ next(past)} | differing.documents
    for document in sorted(documents)[:most]:
        place = document // len(_NOUNS)
        yield Fault(place, "views", f"the full-text index is not what the log says of entry {place}")
    if differing.words:
        yield Fault(None, "views", f"the full-text index does not hold {differing.words} words where the log has them")


def empty(session: Session) -> None:
    """Throw the index away, for a rebuild."""
    _engine(session).empty(session)
    session.run("DELETE FROM search_past")


@contextmanager
def forgetting(session: Session, wiped: Iterable[EventId], before: int) -> Iterator[None]:
    """Around the wiping of entries' words: what the index holds of them is removed, and the rest put in again.

    before: the first position whose entry is not indexed yet. No removed word is left in the file.
    """
    touched: dict[Thing, None] = {}
    for event_id in wiped:
        entry = log.find(session, event_id)
        for thing in things(entry, lambda target: log.find(session, target)) if entry else ():
            touched[thing] = None
    old = [document for thing in touched for document in documents(thing, log.history(session, thing, before - 1))]
    _engine(session).remove(session, [(document.number, document.text) for document in old if document.text])
    session.many("DELETE FROM search_past WHERE document = ?", [(document.number,) for document in old])
    yield
    new = [document for thing in touched for document in documents(thing, log.history(session, thing, before - 1))]
    _insert(session, new, [(document.number, document.upto) for document in new if document.upto < FOREVER])
    _engine(session).purge(session)


def _insert(session: Session, fresh: Sequence[Indexed], past: Sequence[tuple[int, int]]) -> None:
    _engine(session).insert(session, [(document.number, document.text) for document in fresh if document.text])
    session.insert("search_past", ("document", "upto"), past)


def _thing(entry: Entry) -> Thing:
    """The one thing that a telling of its own begins."""
    match entry.event:
        case events.ClaimOpened(claim=handle):
            return Thing(f"claim/{handle}")
        case events.SourceRegistered(source=handle):
            return Thing(f"source/{handle}")
        case events.ArticleArchived(article=handle):
            return Thing(f"article/{handle}")
    return entry_thing(entry.id)


def _known_before(session: Session, begun: Sequence[Thing], position: int) -> set[Thing]:
    """Which of these things had entries before a position: a handle can be used again after its undo."""
    sql = (
        "SELECT tag.name FROM tag WHERE tag.name = ANY(:names) "
        "AND EXISTS (SELECT 1 FROM entry_tag WHERE entry_tag.tag = tag.id AND entry_tag.position < :position)"
    )
    return {Thing(str(row[0])) for row in session.rows(sql, names=list(begun), position=position)}


# -- searching -----------------------------------------------------------------------------------------------------


def matches(session: Session, words: Sequence[str], nouns: Collection[Noun], position: int) -> Iterator[Hit]:
    """What held all the `sound` words at a position, best first, the later of equals first."""
    for number in _engine(session).matches(session, words, _STANDING, **_values(nouns, position)):
        yield Hit(number // len(_NOUNS), _NOUNS[number % len(_NOUNS)])


def count(session: Session, words: Sequence[str], nouns: Collection[Noun], position: int) -> int:
    """How many things `matches` would name."""
    return _engine(session).count(session, words, _STANDING, **_values(nouns, position))


def sound(words: Sequence[str]) -> list[str]:
    """The words that there is something to look for in: all must occur, each as it stands, the last may be a beginning.

    Signs are not looked for, they only part words: a word with signs in it (``covid-19``) is a row of words side by
    side, and matches the same row parted by other signs. Signs alone are nothing to look for, and a last word that
    ends with a sign is whole.
    """
    return [word for word in words if any(letter.isalnum() for letter in word)]


_STANDING: Final = (
    f"{{document}} < :after AND {{document}} % {len(_NOUNS)} = ANY(:nouns) "
    "AND NOT EXISTS (SELECT 1 FROM search_past AS past WHERE past.document = {document} AND upto <= :position)"
)


def _values(nouns: Collection[Noun], position: int) -> dict[str, object]:
    return {
        "after": (min(position, _LAST) + 1) * len(_NOUNS),
        "nouns": sorted({_NUMBER[noun] for noun in nouns}),
        "position": position,
    }


def _engine(session: Session) -> Engine:
    return fts5 if session.dialect is Dialect.SQLITE else tsvector
