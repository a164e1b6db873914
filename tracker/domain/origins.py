"""Who really speaks: identity, membership, and which statements share one origin.

Corroboration counts independent origins, not outlets. Every statement has exactly one `Group`; statements of one
claim in one group are one voice, however often they were printed.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Final, NamedTuple, NewType

from tracker.domain.clocks import Instant
from tracker.domain.state import Article, Manner, Membership, Route, Source, State, Utterance, Voice
from tracker.domain.words import (
    CARRIERS,
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

    number: of this attribution in one state. trial: of its record and group, seat: of its group and origin; equal
    numbers mean equal pairs. source: the speaker's present identity. origin: the organisation or group it speaks for,
    else the source. relayers: how many people in the chain pass it on who are not carriers by trade. voices: every
    handle whose word it is, for telling who speaks of itself. own_voice: an outlet or agency speaks for itself. masks:
    a group speaks unnamed. heads: how many people an unnamed voice or a group may be at most, None where nobody
    counted; 0 for a single named voice.
    """

    number: int
    trial: int
    seat: int
    record: Record
    group: Group
    source: SourceHandle
    origin: SourceHandle
    relayers: int
    voices: frozenset[SourceHandle]
    own_voice: bool
    masks: bool
    heads: int | None


class _Speaker(NamedTuple):
    """A voice, whether it is known by name, whether an outlet speaks for itself, whether it ever speaks for others."""

    voice: Voice
    named: bool
    own_voice: bool
    member: bool


class _Way(NamedTuple):
    """A route, the document it cites, and how many people on it are no carriers by trade."""

    route: Route
    document: SourceHandle | None
    relayers: int


class Origins:
    """Answers who is who in one state. Answers are remembered: most statements share few attributions."""

    def __init__(self, state: State) -> None:
        self._sources = state.sources
        self._articles = state.articles
        self._roster = state.roster
        self.sided = frozenset(number for number, manner in state.roster.manners.items() if manner.takes_side)
        """The numbers of the manners that take a side."""
        self._findings = frozenset(
            number for number, manner in state.roster.manners.items() if manner.basis in OWN_FINDING
        )
        self._canonical: dict[SourceHandle, SourceHandle] = {}
        self.plain: dict[tuple[int, int], Attribution] = {}
        """The attributions that follow from voice and route alone, as far as they were asked for."""
        self._speakers: dict[int, _Speaker] = {}
        self._ways: dict[int, _Way] = {}
        self._undated: dict[tuple[int, int, bool, ArticleHandle | None], Attribution] = {}
        self._attributions: dict[tuple[object, ...], Attribution] = {}
        self._trials: dict[tuple[Record, Group], int] = {}
        self._seats: dict[tuple[Group, SourceHandle], int] = {}
        self._concerned: dict[tuple[tuple[SourceHandle, ...], Instant | None], frozenset[SourceHandle]] = {}
        self._memberships: dict[SourceHandle, list[Membership]] = {}
        members = [row for row in state.sources.values() if row.memberships]
        for row in sorted(members, key=attrgetter("position")):
            self._memberships.setdefault(self.canonical(row.source), []).extend(row.memberships)

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

    def manner(self, utterance: Utterance) -> Manner:
        """How a statement speaks."""
        return self._roster.manners[utterance.manner]

    def on_trial(self, utterance: Utterance, judged: Instant) -> bool:
        """Whether a statement takes a side and may have been said up to the day of judgement."""
        return utterance.manner in self.sided and utterance.first <= judged

    def attribution(self, utterance: Utterance) -> Attribution:
        """What follows from how a statement is attributed."""
        _, _, at, _, _, voice, route, manner, article, grouped, _ = utterance
        finding = manner in self._findings
        if grouped is None:
            known = self.plain.get((voice, route)) or self._undated.get((voice, route, finding, article))
            if known is not None:
                return known
        speaker = self._speakers.get(voice) or self._speaker(voice)
        way = self._ways.get(route) or self._way(route)
        found_out = speaker.own_voice and finding
        unnamed = not (speaker.named or speaker.own_voice)
        printed = article if found_out or unnamed else None
        dated = at if speaker.member else None
        key = (voice, way.document, way.relayers, found_out, printed, dated, route if unnamed else None, grouped)
        found = self._attributions.get(key)
        if found is None:
            found = self._attributions[key] = self._attribute(speaker, way, found_out, utterance)
        if grouped is None and dated is None:
            if speaker.named and not speaker.own_voice:
                self.plain[voice, route] = found
            else:
                self._undated[voice, route, finding, article] = found
        return found

    def _speaker(self, number: int) -> _Speaker:
        voice = self._roster.voices[number]
        member = self.canonical(voice.source) in self._memberships
        found = self._speakers[number] = _Speaker(voice, self._named(voice), self._own_voice(voice), member)
        return found

    def _way(self, number: int) -> _Way:
        route = self._roster.routes[number]
        kinds = [self.kind(relayer) for relayer in route.chain]
        documents = (one for one, kind in zip(route.chain, kinds, strict=True) if kind is SourceKind.DOCUMENT)
        document = next(map(self.canonical, documents), None)
        found = self._ways[number] = _Way(route, document, sum(kind not in _NO_HEARSAY for kind in kinds))
        return found

    def _attribute(self, speaker: _Speaker, way: _Way, finding: bool, utterance: Utterance) -> Attribution:
        voice, route = speaker.voice, way.route
        voices = self.voices(voice.source, utterance.world)
        origin = self.origin(voice.source, utterance.world)
        record = self._record(voice, route, utterance.article)
        if utterance.group is not None:
            group = Group(f"grouped by the desk {utterance.group}")
        elif way.document is not None:
            group = Group(way.document)
        else:
            group = self._group(voice, route, utterance.article, origin, finding=finding)
        return Attribution(
            number=len(self._attributions),
            trial=self._trials.setdefault((record, group), len(self._trials)),
            seat=self.seat(group, origin),
            record=record,
            group=group,
            source=voices[0],
            origin=origin,
            relayers=way.relayers,
            voices=frozenset(voices),
            own_voice=speaker.own_voice,
            masks=record.cell and self.kind(origin) is SourceKind.GROUP,
            heads=self._heads(voice),
        )

    def seat(self, group: Group, origin: SourceHandle) -> int:
        """The number of an origin within a group, of which only the latest utterance stands."""
        return self._seats.setdefault((group, origin), len(self._seats))

    def _named(self, voice: Voice) -> bool:
        """Whether the speaker is known by name, so that the statement is on its own record."""
        if voice.presentation is not None:
            return voice.presentation is Presentation.NAMED
        return self.kind(voice.source) is not SourceKind.GROUP

    def _own_voice(self, voice: Voice) -> bool:
        """Whether an outlet or agency speaks for itself."""
        return self.kind(voice.source) in CARRIERS

    def _heads(self, voice: Voice) -> int | None:
        row = self.source(voice.source)
        if row is not None and row.kind is SourceKind.GROUP:
            return row.head_max
        return 0 if self._named(voice) or self._own_voice(voice) else 1

    def _class(self, voice: Voice) -> SourceClass:
        row = self.source(voice.source)
        return row.source_class if row else SourceClass("other")

    def _record(self, voice: Voice, route: Route, article: ArticleHandle | None) -> Record:
        if self._named(voice) or self._own_voice(voice):
            return Record(self._class(voice), self.canonical(voice.source))
        return Record(self._class(voice), self._carrier(route, article), cell=True)

    def _group(
        self, voice: Voice, route: Route, article: ArticleHandle | None, origin: SourceHandle, *, finding: bool
    ) -> Group:
        """The one group of a statement that the desk has not grouped and that cites no document."""
        if self._own_voice(voice):
            return Group(self._first_printer(voice, article)) if finding else PRESS
        if not self._named(voice):
            return Group(f"{self._class(voice)} via {self._carrier_root(route, article)}")
        return Group(origin)

    def _carrier(self, route: Route, handle: ArticleHandle | None) -> SourceHandle:
        """The first agency or outlet that carries the words."""
        for relayer in route.chain:
            if self.kind(relayer) in CARRIERS:
                return self.canonical(relayer)
        article = self._articles.get(handle) if handle else None
        printed = ((article.agency or article.outlet) if article else None) or route.outlet
        return self.canonical(printed) if printed else NOBODY

    def _carrier_root(self, route: Route, handle: ArticleHandle | None) -> SourceHandle:
        """The carrier, or whom the carrier's article was reprinted from."""
        carrier = self._carrier(route, handle)
        article, root = self._roots(handle)
        if article is None or root is None or root is article:
            return carrier
        printed_by_carrier = article.outlet is not None and self.canonical(article.outlet) == carrier
        origin = root.agency or root.outlet
        return self.canonical(origin) if printed_by_carrier and origin else carrier

    def _first_printer(self, voice: Voice, handle: ArticleHandle | None) -> SourceHandle:
        """The outlet itself, or the one its article was reprinted from."""
        article, root = self._roots(handle)
        printer = (root.outlet or root.agency) if root is not None and root is not article else None
        return self.canonical(printer or voice.source)

    def _roots(self, handle: ArticleHandle | None) -> tuple[Article | None, Article | None]:
        """An article and the one at the end of its chain of reprints."""
        article = root = self._articles.get(handle) if handle else None
        seen = {handle}
        while root and root.reprint_of and root.reprint_of not in seen:
            seen.add(root.reprint_of)
            root = self._articles.get(root.reprint_of) or root
        return article, root


_NO_HEARSAY: Final = CARRIERS | {SourceKind.DOCUMENT}
