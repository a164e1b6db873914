"""The tallies of verdicts: kept in step with the log, and read at any pair of dates."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any, Final, NamedTuple

from tracker.domain.clocks import FOREVER, Cut, Instant
from tracker.domain.origins import Origins, Record
from tracker.domain.policy import Policy
from tracker.domain.rows import Article, Source
from tracker.domain.state import State, is_out
from tracker.domain.sums import Ledger, Sums, Tally
from tracker.domain.tallies import Docket, Family, Moved, Tallied
from tracker.domain.utterances import Roster, Utterance
from tracker.domain.words import SourceClass, SourceHandle
from tracker.store import closure, roster, views
from tracker.store.rows import CLAIMS, TALLIES, UTTERANCE, VERDICTS, VERSION
from tracker.store.session import Session
from tracker.store.views import Stretch

_FAMILIES: Final = 1_000
"""How many families are worked out at a time."""


@dataclass(slots=True)
class Touched:
    """What a batch has touched: claims, and sources and articles on which further claims depend.

    frm: its first position.
    """

    frm: int = 0
    claims: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)


def settle(session: Session, touched: Touched) -> None:
    """Bring the tallies up to date with everything that was recorded since the batch began."""
    claims = _within_reach(session, touched.claims) | _depending(session, touched)
    if not claims:
        return
    families = closure.families(session, claims, touched.frm - 1)
    judged = _judged(session, sorted(claim for family in families for claim in family))
    wanted = [family for family in families if not judged.isdisjoint(family)]
    for start in range(0, len(wanted), _FAMILIES):
        _Settling(session, wanted[start : start + _FAMILIES], touched.frm).write()


def _within_reach(session: Session, claims: Collection[str]) -> set[str]:
    """Which of some claims a verdict can reach, by themselves or with others: most are neither judged nor tied."""
    sql = (
        "SELECT claim FROM verdict_version WHERE claim = ANY(:claims) UNION "
        "SELECT claim FROM claim_version WHERE claim = ANY(:claims) AND (question IS NOT NULL OR links <> '[]')"
    )
    return {row[0] for row in session.rows(sql, claims=claims)} if claims else set()


def _depending(session: Session, touched: Touched) -> set[str]:
    """The claims that may be judged, by themselves or with others, and whose statements hang on what was touched."""
    if not touched.sources and not touched.articles:
        return set()
    sources = closure.related(session, touched.sources)
    routes = [
        number
        for number, route in roster.of(session).routes.items()
        if route.outlet in sources or not sources.isdisjoint(route.chain)
    ]
    sql = (
        "SELECT DISTINCT claim FROM statement_version WHERE claim IN (SELECT claim FROM verdict_version UNION "
        "SELECT claim FROM claim_version WHERE question IS NOT NULL OR links <> '[]') AND ("
        "voice IN (SELECT id FROM voice WHERE source = ANY(:sources)) "
        "OR route = ANY(:routes) OR article = ANY(:articles))"
    )
    articles = sorted(closure.printed(session, touched.articles, sources))
    values = {"sources": sorted(sources), "routes": routes, "articles": articles}
    return {row[0] for row in session.rows(sql, **values)}


def _judged(session: Session, claims: Sequence[str]) -> set[str]:
    sql = "SELECT DISTINCT claim FROM verdict_version WHERE claim = ANY(:claims)"
    return {row[0] for row in session.rows(sql, claims=claims)}


class _Span(NamedTuple):
    """A row, and the positions it is in force for."""

    frm: int
    upto: int
    row: Any


class _Identities:
    """Who was who at each position, for a set of sources."""

    def __init__(self, spans: Sequence[_Span], begun: Mapping[str, int], roster_: Roster) -> None:
        self._roster = roster_
        # A source that nothing named before it was registered is taken to have been there all along.
        self._spans = [span._replace(frm=0) if span.frm == begun.get(span.row.source) else span for span in spans]
        self._tie: dict[str, str] = {}
        for span in self._spans:
            for other in (span.row.merged_into, *(member.group for member in span.row.memberships)):
                if other:
                    self._tie[self._end(span.row.source)] = self._end(other)
        self._changes: dict[str, set[int]] = defaultdict(set)
        for span in self._spans:
            self._changes[self._end(span.row.source)].update((span.frm, span.upto))
        self._every = sorted({at for some in self._changes.values() for at in some})
        self._rows: dict[int, dict[SourceHandle, Source]] = {}
        self._origins: dict[int, Origins] = {}

    def _end(self, handle: str) -> str:
        while (above := self._tie.get(handle, handle)) != handle:
            handle = above
        return handle

    def changes(self, handles: Iterable[str]) -> frozenset[int]:
        """When any of these sources, or one tied to it, changed."""
        return frozenset(at for end in map(self._end, handles) if end in self._changes for at in self._changes[end])

    def at(self, position: int) -> tuple[int, dict[SourceHandle, Source]]:
        """The sources at a position, and the number of the stretch in which they are so."""
        stretch = bisect_right(self._every, position)
        if stretch not in self._rows:
            self._rows[stretch] = {
                span.row.source: span.row for span in self._spans if span.frm <= position < span.upto
            }
        return stretch, self._rows[stretch]

    def origins(self, position: int, articles: Sequence[Article]) -> Callable[[Instant], Origins]:
        """Who is who at a position, for each world date."""
        stretch, sources = self.at(position)
        if not articles:
            if stretch not in self._origins:
                self._origins[stretch] = Origins(State(sources=sources, roster=self._roster))
            return lambda world: self._origins[stretch]
        return lambda world: Origins(
            State(
                sources=sources,
                articles={row.article: row for row in articles if is_out(row, Cut(world))},
                roster=self._roster,
            )
        )


class _Settling:
    """Works out the tallies of some families from the first position of a batch on."""

    def __init__(self, session: Session, families: Sequence[frozenset[str]], frm: int) -> None:
        self._session, self._families, self._frm = session, families, frm
        handles = sorted(claim for family in families for claim in family)
        since = Stretch(frm - 1, FOREVER)
        self._said = _by_claim(_utterances(session, since, handles))
        self._claims = _by_claim(_Span(*row) for row in views.versions(session, CLAIMS, since, handles))
        self._verdicts = _by_claim(_Span(*row) for row in views.versions(session, VERDICTS, since, handles))
        said = [row.row for some in self._said.values() for row in some]
        self._roster = roster.of(session, said)
        articles = [_Span(*row) for row in closure.articles(session, since, closure.quoted(said))]
        self._articles = _by(attrgetter("article"), articles)
        named = closure.named(self._roster, [span.row for span in articles])
        sources = [_Span(*span) for span in closure.sources(session, since, named)]
        begun = views.begun(session, sorted({span.row.source for span in sources}))
        self._who = _Identities(sources, begun, self._roster)
        self._open = _by_claim(_open(session, handles))
        self._bearings: dict[tuple[int, int, str | None], frozenset[int]] = {}

    def write(self) -> None:
        """Close the tallies that no longer hold and add the new ones."""
        written: list[tuple[tuple[Any, ...], tuple[int, int]]] = []
        for family in self._families:
            known = {tally.row: 0 for claim in family for tally in self._open.get(claim, ())}
            for position, moved in self._moves(family, set(known)):
                for row in moved.gone:
                    began = known.pop(row)
                    if began:
                        written.append((TALLIES.written(row), (began, position)))
                    else:
                        self._close(row, position)
                known.update(dict.fromkeys(moved.come, position))
            written += [(TALLIES.written(row), (began, FOREVER)) for row, began in known.items() if began]
        written.sort()  # neighbours in the tree are written one after the other
        self._session.insert(TALLIES.table, (*TALLIES.columns, *VERSION), [(*row, *span) for row, span in written])

    def _moves(self, family: frozenset[str], known: set[Tallied]) -> Iterator[tuple[int, Moved]]:
        """How the tallies of a family move from what is known of them, at each position where they may."""
        claims, said, verdicts = (
            [span for claim in sorted(family) for span in some.get(claim, ())]
            for some in (self._claims, self._said, self._verdicts)
        )
        # What was said after the last day of judgement is on no trial, whenever it was recorded.
        last = max(span.row.last for span in verdicts)
        said = [span for span in said if span.row.first <= last]
        quoted = {span.row.article for span in said if span.row.article}
        articles = self._printed(quoted) if quoted else []
        first = max(self._frm, min(span.frm for span in verdicts))
        whole = {at for part in (claims, verdicts, articles) for span in part for at in (span.frm, span.upto)} | {first}
        others, turns = set[int](), defaultdict[int, list[_Span]](list)
        for span in said:
            bearing = self._bearing(span.row)
            others |= bearing
            for at in (span.frm, span.upto, *(at for at in bearing if span.frm < at < span.upto)):
                turns[at].append(span)
        changes, changed = sorted(others), -1
        for position in sorted(at for at in whole | turns.keys() if first <= at < FOREVER):
            before, changed = changed, bisect_right(changes, position)
            printed = _now(articles, position)
            if position in whole:
                now = Family(printed, *(_now(part, position) for part in (claims, said, verdicts)))
                docket = Docket(now, self._roster, self._who.origins(position, printed))
                moved = Moved(known - docket.tallied, docket.tallied - known)
            else:
                gone = [span.row for span in turns[position] if span.frm < position]
                come = [span.row for span in turns[position] if position < span.upto]
                # Sources may have changed while nothing was said that hangs on them.
                moved = docket.move(gone, come, self._who.origins(position, printed) if before != changed else None)
            known -= moved.gone
            known |= moved.come
            yield position, moved

    def _bearing(self, utterance: Utterance) -> frozenset[int]:
        """When a source changed on which it hangs whose record a statement is on."""
        key = utterance.voice, utterance.route, utterance.article
        if key not in self._bearings:
            some = Roster({0: self._roster.voices[utterance.voice]}, {0: self._roster.routes[utterance.route]})
            articles = self._printed({utterance.article}) if utterance.article else []
            self._bearings[key] = self._who.changes(closure.named(some, [printed.row for printed in articles]))
        return self._bearings[key]

    def _printed(self, articles: Collection[str]) -> list[_Span]:
        """Every version of some articles, and of those that they were reprinted from."""
        printed: list[_Span] = []
        seen, fresh = set[str](), {*articles}
        while fresh:
            seen |= fresh
            some = [span for name in sorted(fresh) for span in self._articles.get(name, ())]
            printed += some
            fresh = {span.row.reprint_of for span in some if span.row.reprint_of} - seen
        return printed

    def _close(self, row: Tallied, position: int) -> None:
        views.end(self._session, TALLIES.table, TALLIES.found_by(row), position)


def _now(spans: Sequence[_Span], position: int) -> list[Any]:
    return [span.row for span in spans if span.frm <= position < span.upto]


def _by(name: Callable[[Any], str], spans: Iterable[_Span]) -> dict[str, list[_Span]]:
    by_name: dict[str, list[_Span]] = defaultdict(list)
    for span in spans:
        by_name[name(span.row)].append(span)
    return by_name


_by_claim: Final = partial(_by, attrgetter("claim"))


def _utterances(session: Session, since: Stretch, handles: Sequence[str]) -> Iterator[_Span]:
    """What was said on some claims, as we had it at any position since, undone statements left out."""
    sql = (
        f"SELECT frm, upto, {', '.join(UTTERANCE)} FROM statement_version WHERE claim = ANY(:claims) AND upto > :after "
        "AND mark <> 'voided' ORDER BY claim, position"
    )
    for frm, upto, *row in session.rows(sql, claims=handles, after=since.after):
        yield _Span(frm, upto, Utterance._make(row))


def _open(session: Session, handles: Sequence[str]) -> Iterator[_Span]:
    sql = (
        f"SELECT frm, upto, {', '.join(TALLIES.columns)} FROM {TALLIES.table} "
        "WHERE claim = ANY(:claims) AND upto = :forever"
    )
    for frm, upto, *row in session.rows(sql, claims=handles, forever=FOREVER):
        yield _Span(frm, upto, TALLIES.read(row))


def known(session: Session, cut: Cut, policy: Policy, records: Iterable[Record]) -> Sums:
    """What all graded trials add up to at a cut: for everybody, for every class, and for these records."""
    ledger, wanted = Ledger(policy), sorted(set(records))
    for name, at, tally in _entered(session, cut, "", cell=False):
        ledger.enter_class(name, at, tally)
    for record in wanted:
        for _, at, tally in _entered(session, cut, record.speaker, cell=record.cell, of_class=record.source_class):
            ledger.enter_record(record, at, tally)
    return ledger.sums(wanted)


def _entered(
    session: Session, cut: Cut, speaker: str, *, cell: bool, of_class: SourceClass | None = None
) -> Iterator[tuple[SourceClass, Instant, Tally]]:
    """What the trials of one record, or of all classes, weigh by day of judgement."""
    sql = (
        "SELECT source_class, at, SUM(good), SUM(weight) FROM tally_version WHERE speaker = :speaker AND cell = :cell "
        "AND frm <= :position AND :position < upto AND since <= :world AND :world < until"
        f"{'' if of_class is None else ' AND source_class = :of_class'} GROUP BY source_class, at"
    )
    values = {"position": cut.position, "world": min(cut.world, FOREVER - 1), "speaker": speaker, "cell": int(cell)}
    rows = session.rows(sql, **values, **({} if of_class is None else {"of_class": of_class}))
    return ((name, at, Tally(good, weight)) for name, at, good, weight in rows)
