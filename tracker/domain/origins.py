"""Who really speaks: identity, membership, and which statements share one origin.

Corroboration counts independent origins, not outlets. Every statement has exactly one `Group`; statements of one
claim in one group are one voice, however often they were printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Final, NamedTuple, NewType

from tracker.domain.clocks import Instant
from tracker.domain.rows import Article, Membership, Source
from tracker.domain.state import State
from tracker.domain.utterances import Manner, Route, Utterance, Voice
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

    number: of this attribution in one state. own_voice: an outlet or agency speaks for itself. relayers: how many in
    the chain pass it on who are not carriers by trade. voices: every handle whose word it is, for telling who speaks of
    itself. trial: the number of its record and group, seat: of its group and origin; equal numbers mean equal pairs.
    source: the speaker's present identity. origin: the organisation or group it speaks for, else the source. masks: a
    group speaks unnamed. heads: how many people an unnamed voice or a group may be at most, None where nobody counted;
    0 for a single named voice.
    """

    number: int
    own_voice: bool
    relayers: int
    voices: frozenset[SourceHandle]
    trial: int
    seat: int
    record: Record
    group: Group
    source: SourceHandle
    origin: SourceHandle
    masks: bool
    heads: int | None


class VoiceKind(NamedTuple):
    """A voice, whether it is known by name, whether an outlet speaks for itself, whether it ever speaks for others.

    voices, origin: as of an instant, of any where it never speaks for others. known: its attributions that follow from
    the route alone, by the route's sort. sorts: the sorts of the routes as far as they matter to it: who carries its
    words matters to an unnamed voice only.
    """

    voice: Voice
    named: bool
    own_voice: bool
    member: bool
    voices: frozenset[SourceHandle]
    origin: SourceHandle
    known: dict[int | None, Attribution]
    sorts: dict[int, int]


class Way(NamedTuple):
    """A route, the document it cites, how many people on it are no carriers by trade, and who carries it by itself."""

    route: Route
    document: SourceHandle | None
    relayers: int
    carrier: SourceHandle


class Origins:
    """Answers who is who in one state. Answers are remembered: most statements share few attributions."""

    def __init__(self, state: State) -> None:
        self._sources = state.sources
        self._articles = state.articles
        self._roster = state.roster
        self.sided = frozenset(number for number, manner in state.roster.manners.items() if manner.takes_side)
        """The numbers of the manners that take a side."""
        self.findings = frozenset(
            number for number, manner in state.roster.manners.items() if manner.basis in OWN_FINDING
        )
        """The numbers of the manners in which an outlet reports what it found out itself."""
        self._canonical: dict[SourceHandle, SourceHandle] = {}
        self._speakers: dict[int, VoiceKind] = {}
        self._ways: dict[int, Way] = {}
        self._named_sorts: dict[int, int] = {}
        self._carried_sorts: dict[int, int] = {}
        self._sorts: dict[tuple[object, ...], int] = {}
        self._attributions: dict[tuple[object, ...], Attribution] = {}
        self._trials: dict[tuple[Record, Group], int] = {}
        self._seats: dict[tuple[Group, SourceHandle], int] = {}
        self.group_of: list[Group] = []
        """The group of each seat."""
        self._concerned: dict[tuple[SourceHandle, ...], frozenset[SourceHandle]] = {}
        self._memberships: dict[SourceHandle, list[Membership]] = {}
        self._merged = [row.source for row in state.sources.values() if row.merged_into]
        members = [row for row in state.sources.values() if row.memberships]
        for row in sorted(members, key=attrgetter("position")):
            self._memberships.setdefault(self.canonical(row.source), []).extend(row.memberships)

    def is_member(self, handle: SourceHandle) -> bool:
        """Whether a source ever speaks for an organisation or group."""
        return self.canonical(handle) in self._memberships

    @property
    def turns(self) -> list[Instant]:
        """When somebody begins to speak for somebody else, or no longer does; in order."""
        memberships = [membership for some in self._memberships.values() for membership in some]
        return sorted(
            {
                *(membership.first for membership in memberships),
                *(Instant(membership.last + 1) for membership in memberships),
            }
        )

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

    def merged_into(self, handle: SourceHandle) -> tuple[SourceHandle, ...]:
        """The other handles that count as this one, in order."""
        return tuple(sorted(other for other in self._merged if other != handle and self.canonical(other) == handle))

    def source(self, handle: SourceHandle) -> Source | None:
        """The present row of a source, after all merges."""
        return self._sources.get(self.canonical(handle))

    def kind(self, handle: SourceHandle) -> SourceKind | None:
        """The kind of a source, after all merges; None for one not yet registered."""
        row = self.source(handle)
        return row.kind if row else None

    def voices(self, handle: SourceHandle, at: Instant) -> tuple[SourceHandle, ...]:
        """Everyone whose word a statement by ``handle`` at an instant is: itself, then all that it is a member of."""
        voices = [self.canonical(handle)]
        for voice in voices:
            for group in self._groups(voice, at):
                if group not in voices:
                    voices.append(group)
        return tuple(voices)

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
        known = self._concerned.get(about)
        if known is None:
            dated = any(map(self.is_member, about))
            known = frozenset(voice for handle in about for voice in self.voices(handle, at))
            if not dated:
                self._concerned[about] = known
        return known

    def manner(self, utterance: Utterance) -> Manner:
        """How a statement speaks."""
        return self._roster.manners[utterance.manner]

    def on_trial(self, utterance: Utterance, judged: Instant) -> bool:
        """Whether a statement takes a side and may have been said up to the day of judgement."""
        return utterance.manner in self.sided and utterance.first <= judged

    def attribution(self, utterance: Utterance) -> Attribution:
        """What follows from how a statement is attributed."""
        _, _, _, _, _, voice, route, manner, article, grouped, _ = utterance
        speaker = self.speaker(voice)
        if grouped is None and (
            (manner not in self.findings) if speaker.own_voice else (speaker.named or article is None)
        ):
            known = speaker.known.get(speaker.sorts.get(route))
            if known is not None:
                return known
        return self._attributed(utterance, speaker)

    def records(self, said: Iterable[Utterance]) -> set[Record]:
        """The records that some statements use and feed."""
        return {self.attribution(utterance).record for utterance in said}

    def _attributed(self, utterance: Utterance, speaker: VoiceKind) -> Attribution:
        _, _, at, _, _, voice, route, manner, article, grouped, _ = utterance
        way = self.way(route)
        finding = speaker.own_voice and manner in self.findings
        unnamed = not (speaker.named or speaker.own_voice)
        printed = article if finding or unnamed else None
        source = speaker.voice.source
        dated = (self.voices(source, at), self.origin(source, at)) if speaker.member else None
        carried = None if not unnamed else way.carrier if article is None else route
        key = (voice, way.document, way.relayers, finding, printed, dated, carried, grouped)
        attribution = self._attributions.get(key)
        if attribution is None:
            attribution = self._attributions[key] = self._attribute(speaker, way, finding, utterance)
        if grouped is None and dated is None and printed is None and not finding:
            sort = self._sorts.setdefault((way.document, way.relayers, carried), len(self._sorts))
            speaker.sorts[route] = sort
            speaker.known[sort] = attribution
        return attribution

    def speaker(self, number: int) -> VoiceKind:
        """Who speaks, by the number of a voice."""
        return self._speakers.get(number) or self._speaking(number)

    def way(self, number: int) -> Way:
        """How words came to us, by the number of a route."""
        return self._ways.get(number) or self._leading(number)

    def _speaking(self, number: int) -> VoiceKind:
        voice = self._roster.voices[number]
        member = self.is_member(voice.source)
        named, own_voice = self._named(voice), self._own_voice(voice)
        sorts = self._named_sorts if named or own_voice else self._carried_sorts
        canonical = self.canonical(voice.source)
        own = frozenset({canonical})
        speaker = self._speakers[number] = VoiceKind(voice, named, own_voice, member, own, canonical, {}, sorts)
        return speaker

    def _leading(self, number: int) -> Way:
        route = self._roster.routes[number]
        kinds = [self.kind(relayer) for relayer in route.chain]
        documents = (relayer for relayer, kind in zip(route.chain, kinds, strict=True) if kind is SourceKind.DOCUMENT)
        document = next(map(self.canonical, documents), None)
        relayers = sum(kind not in _NO_HEARSAY for kind in kinds)
        way = self._ways[number] = Way(route, document, relayers, self._carrier(route, None))
        return way

    def _attribute(self, speaker: VoiceKind, way: Way, finding: bool, utterance: Utterance) -> Attribution:
        voice, route = speaker.voice, way.route
        voices, origin = speaker.voices, speaker.origin
        if speaker.member:
            voices = frozenset(self.voices(voice.source, utterance.world))
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
            own_voice=speaker.own_voice,
            relayers=way.relayers,
            voices=voices,
            trial=self._trials.setdefault((record, group), len(self._trials)),
            seat=self.seat(group, origin),
            record=record,
            group=group,
            source=self.canonical(voice.source),
            origin=origin,
            masks=record.cell and self.kind(origin) is SourceKind.GROUP,
            heads=self._heads(voice),
        )

    def seat(self, group: Group, origin: SourceHandle) -> int:
        """The number of an origin within a group, of which only the latest utterance stands."""
        number = self._seats.setdefault((group, origin), len(self._seats))
        if number == len(self.group_of):
            self.group_of.append(group)
        return number

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
        printed = ((article.outlet or article.agency) if article else None) or route.outlet
        return self.canonical(printed) if printed else NOBODY

    def _carrier_root(self, route: Route, handle: ArticleHandle | None) -> SourceHandle:
        """The carrier, or whose wire its article carries, or whom that was reprinted from.

        Papers that print one agency's story do not bring an unnamed voice twice, whichever of them is said to carry it.
        """
        carrier = self._carrier(route, handle)
        article, root = self._roots(handle)
        if article is None or root is None:
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
