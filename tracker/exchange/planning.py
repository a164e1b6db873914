"""From the rows of a table to the events it asks for: what is not on record yet is registered on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar, cast

from tracker.domain import events
from tracker.domain.clocks import Edtf, Instant, span
from tracker.domain.events import Event
from tracker.domain.words import (
    Act,
    ArticleHandle,
    Basis,
    Certainty,
    ClaimHandle,
    EventId,
    Finding,
    GroundRule,
    Interest,
    Presentation,
    Question,
    Relation,
    SourceClass,
    SourceHandle,
    SourceKind,
    Stance,
    Topic,
    Via,
)
from tracker.exchange.columns import ACTS_OF_THE_DESK, Row, chain
from tracker.exchange.gathering import Gathered
from tracker.exchange.problems import Bad
from tracker.exchange.written_dates import date_of

_DIGITS: Final = 18

Word = TypeVar("Word", bound=StrEnum)
Named = tuple[str, str]
"""A handle behind its noun."""


class Planned(NamedTuple):
    """An event that a row asks for. key: the row's own id, if it has one. describes: it registers or describes a
    source, claim or article, and is no row's own event.
    """

    line: int
    event: Event
    recorded: str
    key: str = ""
    describes: bool = False


class Taken(NamedTuple):
    """Which handles the log has already."""

    has_source: Callable[[str], bool]
    has_claim: Callable[[str], bool]
    has_article: Callable[[str], bool]

    def has(self, noun: str, handle: str) -> bool:
        """Whether a handle of a source, claim or article is taken."""
        return bool(getattr(self, f"has_{noun}")(handle))


def plan(rows: Iterable[Row], found: Gathered, known: Taken) -> Iterator[Planned | Bad]:
    """The events a file asks for: what is not known yet is registered just before the row that needs it first.

    Yields a line number and a message where a row cannot be read.
    """
    registering = _Registering(found, known)
    for row in rows:
        try:
            for named in _needed(row):
                yield from registering.registered(*named, row)
            yield from registering.merged(row)
            yield from registering.reclassed(row)
            if not row.described:
                yield _own_event(row)
        except ValueError as problem:
            yield Bad(row.line, str(problem))


def _needed(row: Row) -> Iterator[tuple[str, str]]:
    """The handles a row names, with their nouns, claims and articles first."""
    cells = row.cells
    yield from ((noun, cells[noun]) for noun in ("claim", "article") if noun in cells)
    if not row.is_of_the_desk:
        named = (row.get("source"), *chain(row.get("chain")), row.get("merged_into"))
        yield from (("source", handle) for handle in named if handle)
        yield from (("source", cells[column]) for column in ("outlet", "agency") if column in cells)


class _Registering:
    """Registers what is not on record, each handle once, and what it needs before it."""

    def __init__(self, found: Gathered, known: Taken) -> None:
        self._found, self._known = found, known
        self._seen: set[Named] = set()
        self._begun_here: set[Named] = set()
        self._merged: set[str] = set()
        self._classes: dict[str, list[tuple[Instant, str]]] = {}

    def registered(self, noun: str, handle: str, row: Row) -> Iterator[Planned]:
        """What has to be said of a handle before it can be used, in order; nothing the second time."""
        for named in self._waiting((noun, handle)):
            for event in self._begun(*named):
                yield Planned(row.line, event, row.get("recorded"), describes=True)

    def _waiting(self, named: Named) -> Iterator[Named]:
        """A handle, if it is new, behind the new ones that it needs: as many of them as the file may hold."""
        stack: list[tuple[Named, Iterator[Named]]] = []
        need: Named | None = named
        while True:
            if need is not None and need not in self._seen:
                self._seen.add(need)
                stack.append((need, self._needs(*need)))
            elif not stack:
                return
            elif need is None:
                yield stack.pop()[0]
            need = next(stack[-1][1], None) if stack else None

    def _needs(self, noun: str, handle: str) -> Iterator[Named]:
        """What a source, claim or article names."""
        told = self._found.things(noun).get(handle, {})
        for column, kind in _NEEDS[noun]:
            yield from ((kind, other) for other in told.get(column, "").split())
        if noun == "source":
            yield from (("source", group) for group, _ in self._found.offices.get(handle, ()))

    def _begun(self, noun: str, handle: str) -> Iterator[Event]:
        if self._known.has(noun, handle):
            return
        self._begun_here.add((noun, handle))
        told = self._found.things(noun).get(handle, {})
        if noun == "source":
            offices = [(*key, last) for key, last in self._found.offices.get(handle, {}).items()]
            yield _source(handle, told, self._found.kinds[handle], *offices[:1])
            yield from (_office(handle, *office) for office in offices[1:])
            self._classes[handle] = self._found.classes.get(handle, [])
        elif noun == "claim":
            yield _claim(handle, told)
            for other in told.get("same_as", "").split():
                # Where two name each other, the second one says so.
                if ("claim", other) in self._begun_here or self._known.has_claim(other):
                    yield events.ClaimsRelated(
                        claim=ClaimHandle(handle), relation=Relation.SAME_AS, other=ClaimHandle(other)
                    )
        else:
            yield _article(handle, told)

    def merged(self, row: Row) -> Iterator[Planned]:
        """That a source registered here counts as another, once both are known."""
        source, into = row.get("source"), row.get("merged_into")
        if into and ("source", source) in self._begun_here and source not in self._merged:
            self._merged.add(source)
            event = events.SourcesMerged(source=SourceHandle(source), into=SourceHandle(into))
            yield Planned(row.line, event, row.get("recorded"), describes=True)

    def reclassed(self, row: Row) -> Iterator[Planned]:
        """The classes that a source registered here came to have by the date of a row, once each."""
        changes = self._classes.get(row.get("source"), []) if "source_class" in row.cells else []
        while changes and changes[0][0] <= span(row.get("said") or row.get("published") or row.get("recorded")).first:
            described = events.SourceDescribed(
                source=SourceHandle(row.get("source")), source_class=SourceClass(changes.pop(0)[1])
            )
            yield Planned(row.line, described, row.get("recorded"), describes=True)


_NEEDS: Final = {
    "source": (),
    "claim": (("about", "source"), ("same_as", "claim")),
    "article": (("outlet", "source"), ("agency", "source"), ("reprint_of", "article")),
}
"""The columns in which a thing names others, which are registered before it."""


# -- the event of a row --------------------------------------------------------------------------------------------


def _own_event(row: Row) -> Planned:
    """What a row itself records. Raises ValueError where it cannot be read."""
    get = row.get
    event: Event
    if row.is_of_the_desk:
        _refuse_two_in_one(row)
    if get("verdict"):
        event = _verdict(row)
    elif get("retracts"):
        event = events.StatementRetracted(
            statement=EventId(get("retracts")),
            said=_date(row, "said"),
            article=ArticleHandle(get("article")) if get("article") else None,
            instead=EventId(get("instead")) if get("instead") else None,
            because=get("because"),
        )
    elif get("groups"):
        event = events.StatementsGrouped(statements=tuple(map(EventId, get("groups").split())), because=get("because"))
    elif get("withdraws"):
        decided = _date(row, "decided")
        if decided is None:
            raise ValueError("a verdict is withdrawn on a date (decided)")
        event = events.VerdictWithdrawn(verdict=EventId(get("withdraws")), decided=decided, because=get("because"))
    elif not get("source") or not get("claim"):
        raise ValueError("a statement needs a source and a claim (a verdict row a claim and a verdict)")
    elif (due := _date(row, "comment_by")) is not None:
        event = events.CommentRequested(
            source=SourceHandle(get("source")), claim=ClaimHandle(get("claim")), by=due, note=get("note")
        )
    else:
        event = _statement(row)
    return Planned(row.line, event, get("recorded"), get("id"))


def _statement(row: Row) -> Event:
    get = row.get
    article = get("article")
    relayers = chain(get("chain"))
    if not relayers and not article and get("agency") and get("agency") != get("source"):
        relayers = [get("agency")]
    values: dict[str, Any] = {
        column: _word(words, column, row.cells[column]) for column, words in WORDS.items() if column in row.cells
    }
    return events.StatementRecorded(
        source=SourceHandle(get("source")),
        claim=ClaimHandle(get("claim")),
        act=_word(Act, "act", get("act")) or Act.ASSERT,
        **values,
        said=_date(row, "said"),
        published=None if article else _date(row, "published"),
        article=ArticleHandle(article) if article else None,
        outlet=None if article else _handle(get("outlet")),
        chain=tuple(SourceHandle(handle) for handle in relayers),
        text=get("text"),
        quote=get("quote"),
        cue=get("cue"),
        evidence=get("evidence"),
        note=get("note"),
    )


WORDS: Final[dict[str, type[StrEnum]]] = {
    "stance": Stance,
    "certainty": Certainty,
    "basis": Basis,
    "interest": Interest,
    "via": Via,
    "presentation": Presentation,
    "ground_rule": GroundRule,
}
"""The columns of a statement that hold a word of the vocabulary."""


def _refuse_two_in_one(row: Row) -> None:
    kinds = [column for column in ACTS_OF_THE_DESK if column in row.cells]
    if len(kinds) > 1:
        raise ValueError(f"{' and '.join(kinds)} need rows of their own")
    if row.get("source") and any(column in row.cells for column in ("act", "text", "quote")):
        raise ValueError(f"a {kinds[0]} row cannot hold a statement as well; give the statement a row of its own")


def _verdict(row: Row) -> Event:
    value = _word(Finding, "verdict", row.get("verdict"))
    if value is None or not row.get("claim"):
        raise ValueError("a verdict row needs a claim and a verdict")
    return events.VerdictReached(
        claim=ClaimHandle(row.get("claim")),
        value=value,
        decided=_date(row, "decided") or Edtf(""),
        because=row.get("because"),
        evidence=row.get("evidence"),
    )


# -- the events that register --------------------------------------------------------------------------------------


def _source(
    handle: str, told: Mapping[str, str], taken_for: SourceKind, office: tuple[str, str, str] = ("", "", "")
) -> Event:
    group, first, last = office
    return events.SourceRegistered(
        source=SourceHandle(handle),
        kind=_word(SourceKind, "source_kind", told.get("source_kind", "")) or taken_for,
        source_class=SourceClass(told["source_class"]) if "source_class" in told else None,
        head_min=_whole("head_min", told.get("head_min", "")),
        head_max=_whole("head_max", told.get("head_max", "")),
        member_of=_handle(group),
        member_from=date_of(first, "member_from") if first else None,
        member_to=date_of(last, "member_to") if last else None,
        name=told.get("source_name", handle),
    )


def _office(handle: str, group: str, first: str, last: str) -> Event:
    return events.SourceDescribed(
        source=SourceHandle(handle),
        member_of=SourceHandle(group),
        member_from=date_of(first, "member_from") if first else None,
        member_to=date_of(last, "member_to") if last else None,
    )


def _claim(handle: str, told: Mapping[str, str]) -> Event:
    return events.ClaimOpened(
        claim=ClaimHandle(handle),
        topics=tuple(Topic(topic) for topic in dict.fromkeys(told.get("topic", "").split())),
        about=tuple(SourceHandle(source) for source in dict.fromkeys(told.get("about", "").split())),
        question=Question(told["question"]) if "question" in told else None,
        deadline=date_of(told["deadline"], "deadline") if "deadline" in told else None,
        text=told.get("claim_text", handle),
    )


def _article(handle: str, told: Mapping[str, str]) -> Event:
    return events.ArticleArchived(
        article=ArticleHandle(handle),
        outlet=_handle(told.get("outlet", "")),
        agency=_handle(told.get("agency", "")),
        published=date_of(told["published"], "published") if "published" in told else None,
        reprint_of=ArticleHandle(told["reprint_of"]) if "reprint_of" in told else None,
        sha256=told.get("sha256", ""),
        title=told.get("title", ""),
        url=told.get("url", ""),
    )


# -- single cells --------------------------------------------------------------------------------------------------


def _word(words: type[Word], column: str, text: str) -> Word | None:
    if not text:
        return None
    word = words._value2member_map_.get(text)
    if word is None:
        raise ValueError(f"'{text}' is not a value of {column}; it is one of {' '.join(words)}")
    return cast(Word, word)


def _whole(column: str, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise ValueError(f"'{text}' is not a whole number ({column})")
    return int(text)


def _date(row: Row, column: str) -> Edtf | None:
    return date_of(row.cells[column], column) if column in row.cells else None


def _handle(text: str) -> SourceHandle | None:
    return SourceHandle(text) if text else None
