"""Who really speaks: identity, membership, and which statements share one origin.

Corroboration counts independent origins, not outlets. Every statement has exactly one `Group`; statements of one
claim in one group are one voice, however often they were printed.
"""

from __future__ import annotations

from typing import Final, NamedTuple, NewType

from tracker.domain.clocks import Instant
from tracker.domain.state import Article, Membership, Source, State, Statement
from tracker.domain.words import (
    CARRIERS,
    HEARD,
    OWN_FINDING,
    ArticleHandle,
    Presentation,
    SourceClass,
    SourceHandle,
    SourceKind,
)

Group = NewType("Group", str)
"""The name of one independent origin within a claim, as reports print it."""

PRESS: Final = Group("the press in its own voice")
NOBODY: Final = SourceHandle("nobody")
"""The carrier of an unnamed voice that nobody is known to have carried."""


class Record(NamedTuple):
    """Whose track record a statement uses and feeds: a named source's own, or the cell of unnamed voices "class via
    carrier".
    """

    source_class: SourceClass
    speaker: SourceHandle
    cell: bool = False

    def __str__(self) -> str:
        return f"{self.source_class} via {self.speaker}" if self.cell else self.speaker


class Attribution(NamedTuple):
    """What follows from how a statement is attributed.

    source: the speaker's present identity. origin: the organisation or group it speaks for, else the source.
    relayers: how many people in the chain pass it on who are not carriers by trade. voices: every handle whose word
    it is, for telling who speaks of itself. own_voice: an outlet or agency speaks for itself. heads: how many people
    an unnamed voice or a group may be at most, None where nobody counted; 0 for a single named voice.
    """

    record: Record
    group: Group
    source: SourceHandle
    origin: SourceHandle
    relayers: int
    voices: frozenset[SourceHandle]
    own_voice: bool
    heads: int | None


class Origins:
    """Answers who is who in one state. Answers are remembered: most statements share few attributions."""

    def __init__(self, state: State) -> None:
        self._sources = state.sources
        self._articles = state.articles
        self._canonical: dict[SourceHandle, SourceHandle] = {}
        self._attributions: dict[tuple[object, ...], Attribution] = {}
        self._concerned: dict[tuple[tuple[SourceHandle, ...], Instant | None], frozenset[SourceHandle]] = {}
        self._memberships: dict[SourceHandle, list[Membership]] = {}
        for handle, row in sorted(state.sources.items(), key=lambda pair: pair[1].position):
            if row.memberships:
                self._memberships.setdefault(self.canonical(handle), []).extend(row.memberships)

    def canonical(self, handle: SourceHandle) -> SourceHandle:
        """The handle a source counts as, after all merges; an unknown source is itself."""
        known = self._canonical.get(handle)
        if known is None:
            known, seen = handle, {handle}
            while (row := self._sources.get(known)) and row.merged_into and row.merged_into not in seen:
                known = row.merged_into
                seen.add(known)
            self._canonical[handle] = known
        return known

    def source(self, handle: SourceHandle) -> Source | None:
        """The present row of a source, after all merges."""
        return self._sources.get(self.canonical(handle))

    def kind(self, handle: SourceHandle) -> SourceKind | None:
        """The kind of a source, after all merges; None for one not yet registered."""
        row = self.source(handle)
        return row.kind if row else None

    def voices(self, handle: SourceHandle, at: Instant) -> tuple[SourceHandle, ...]:
        """Everyone whose word a statement by ``handle`` at an instant is: itself, then all that it is a member of."""
        found = [self.canonical(handle)]
        for voice in found:
            for group in self._groups(voice, at):
                if group not in found:
                    found.append(group)
        return tuple(found)

    def origin(self, handle: SourceHandle, at: Instant) -> SourceHandle:
        """The outermost organisation or group a source speaks for; of several, the one recorded first."""
        path = [self.canonical(handle)]
        while (groups := self._groups(path[-1], at)) and groups[0] not in path:
            path.append(groups[0])
        return path[-1]

    def _groups(self, source: SourceHandle, at: Instant) -> list[SourceHandle]:
        return [self.canonical(m.group) for m in self._memberships.get(source, ()) if m.first <= at <= m.last]

    def concerned(self, about: tuple[SourceHandle, ...], at: Instant) -> frozenset[SourceHandle]:
        """Everyone a claim about these sources is about: a member and its organisation answer for each other."""
        dated = any(self.canonical(handle) in self._memberships for handle in about)
        key = (about, at if dated else None)
        known = self._concerned.get(key)
        if known is None:
            known = self._concerned[key] = frozenset(voice for handle in about for voice in self.voices(handle, at))
        return known

    def named(self, statement: Statement) -> bool:
        """Whether the speaker is known by name, so that the statement is on its own record."""
        if statement.presentation is not None:
            return statement.presentation is Presentation.NAMED
        return self.kind(statement.source) is not SourceKind.GROUP

    def own_voice(self, statement: Statement) -> bool:
        """Whether an outlet or agency speaks for itself."""
        return self.kind(statement.source) in CARRIERS

    def attribution(self, statement: Statement) -> Attribution:
        """What follows from how a statement is attributed (see `Attribution`)."""
        key = (
            statement.source,
            statement.presentation,
            statement.chain,
            statement.article,
            statement.outlet,
            statement.basis,
            statement.group,
            statement.world if self.canonical(statement.source) in self._memberships else None,
        )
        known = self._attributions.get(key)
        if known is None:
            known = self._attributions[key] = self._attribute(statement)
        return known

    def _attribute(self, statement: Statement) -> Attribution:
        voices = self.voices(statement.source, statement.world)
        origin = self.origin(statement.source, statement.world)
        return Attribution(
            record=self._record(statement),
            group=self._group(statement, origin),
            source=voices[0],
            origin=origin,
            relayers=0
            if statement.basis in HEARD
            else sum(self.kind(relayer) not in _NO_HEARSAY for relayer in statement.chain),
            voices=frozenset(voices),
            own_voice=self.own_voice(statement),
            heads=self._heads(statement),
        )

    def _heads(self, statement: Statement) -> int | None:
        row = self.source(statement.source)
        if row is not None and row.kind is SourceKind.GROUP:
            return row.head_max
        return 0 if self.named(statement) or self.own_voice(statement) else 1

    def _record(self, statement: Statement) -> Record:
        row = self.source(statement.source)
        source_class = row.source_class if row else SourceClass("other")
        if self.named(statement) or self.own_voice(statement):
            return Record(source_class, self.canonical(statement.source))
        return Record(source_class, self._carrier(statement), cell=True)

    def _group(self, statement: Statement, origin: SourceHandle) -> Group:
        """The one group of a statement: the first of these rules that applies."""
        if statement.group is not None:
            return Group(f"grouped by the desk {statement.group}")
        for relayer in statement.chain:
            if self.kind(relayer) is SourceKind.DOCUMENT:
                return Group(self.canonical(relayer))
        if self.own_voice(statement):
            return Group(self._first_printer(statement)) if statement.basis in OWN_FINDING else PRESS
        if not self.named(statement):
            row = self.source(statement.source)
            source_class = row.source_class if row else SourceClass("other")
            return Group(f"{source_class} via {self._carrier_root(statement)}")
        return Group(origin)

    def _carrier(self, statement: Statement) -> SourceHandle:
        """The first agency or outlet that carries the words."""
        for relayer in statement.chain:
            if self.kind(relayer) in CARRIERS:
                return self.canonical(relayer)
        article = self._articles.get(statement.article) if statement.article else None
        printed = ((article.agency or article.outlet) if article else None) or statement.outlet
        return self.canonical(printed) if printed else NOBODY

    def _carrier_root(self, statement: Statement) -> SourceHandle:
        """The carrier, or whom the carrier's article was reprinted from."""
        carrier = self._carrier(statement)
        article, root = self._roots(statement.article)
        if article is None or root is None or root is article:
            return carrier
        printed_by_carrier = article.outlet is not None and self.canonical(article.outlet) == carrier
        origin = root.agency or root.outlet
        return self.canonical(origin) if printed_by_carrier and origin else carrier

    def _first_printer(self, statement: Statement) -> SourceHandle:
        """The outlet itself, or the one its article was reprinted from."""
        article, root = self._roots(statement.article)
        printer = (root.outlet or root.agency) if root is not None and root is not article else None
        return self.canonical(printer or statement.source)

    def _roots(self, handle: ArticleHandle | None) -> tuple[Article | None, Article | None]:
        """An article and the one at the end of its chain of reprints."""
        article = root = self._articles.get(handle) if handle else None
        seen = {handle}
        while root and root.reprint_of and root.reprint_of not in seen:
            seen.add(root.reprint_of)
            root = self._articles.get(root.reprint_of) or root
        return article, root


_NO_HEARSAY: Final = CARRIERS | {SourceKind.DOCUMENT}
