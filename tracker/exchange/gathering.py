"""What a table says of its sources, claims and articles, wherever it says it, before any of them is registered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tracker.domain.clocks import Instant, UnreadableDate, span
from tracker.domain.words import SourceKind
from tracker.exchange.columns import DESCRIBING, OFFICE, Row, chain
from tracker.exchange.problems import Problems

Described = dict[str, dict[str, str]]
"""Cells by handle and column."""


@dataclass(slots=True)
class _Stretch:
    """When a source is said to have a class: at the earliest, at the latest, and on which line first."""

    first: Instant
    last: Instant
    line: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a file says about its sources, claims and articles, by handle, and its problems, by line.

    kinds: what a source is taken for where the file gives no kind, by the columns it is named in. offices: what a
    source speaks for, from when to when (`OFFICE`), in the order of the file. classes: the classes that a source came
    to have after its first, by the first instant of the first row that says so.
    """

    sources: Described = field(default_factory=dict)
    claims: Described = field(default_factory=dict)
    articles: Described = field(default_factory=dict)
    kinds: dict[str, SourceKind] = field(default_factory=dict)
    offices: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)
    classes: dict[str, list[tuple[Instant, str]]] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)

    def things(self, noun: str) -> Described:
        """What is said of all sources, claims or articles."""
        return {"source": self.sources, "claim": self.claims, "article": self.articles}[noun]


def gather(rows: Iterable[Row]) -> Gathered:
    """Collect what the rows say about each source, claim and article; two different non-blank values are a problem.

    Three things are none: the class ``none``, which says that no class is known; another class on rows of a later date,
    which a source came to have; and another office, where it has a date.
    """
    found = Gathered()
    roles: dict[str, set[str]] = {role: set() for role in _ROLES}
    classes: dict[str, dict[str, _Stretch]] = {}
    for row in rows:
        cells = row.cells
        for noun in DESCRIBING:
            if noun in cells and not (noun == "source" and row.is_of_the_desk):
                _describe(found, noun, cells[noun], row)
        if "source" in cells and not row.is_of_the_desk:
            roles["source"].add(cells["source"])
            _date_class(classes.setdefault(cells["source"], {}), row)
            _take_office(found, cells["source"], row)
        for role in _SINGLE:
            if role in cells:
                roles[role].add(cells[role])
        if "chain" in cells:
            roles["chain"].update(chain(cells["chain"]))
        if "about" in cells:
            roles["about"].update(cells["about"].split())
        for other in cells.get("same_as", "").split():
            found.claims.setdefault(other, {})
    for handle, stretches in classes.items():
        _order_classes(found, handle, stretches)
    for handle in {handle for some in roles.values() for handle in some}:
        found.sources.setdefault(handle, {})
        found.kinds[handle] = _kind({role for role, some in roles.items() if handle in some})
    return found


_SINGLE: Final = ("agency", "outlet", "member_of", "merged_into")
_ROLES: Final = ("source", *_SINGLE, "chain", "about")
_APART: Final = frozenset({"source_class", *OFFICE})
"""What is gathered by its dates."""


def _kind(roles: set[str]) -> SourceKind:
    """What a source without a kind is taken for, by where it is named."""
    if "agency" in roles:
        return SourceKind.AGENCY
    if "outlet" in roles:
        return SourceKind.OUTLET
    if roles & {"source", "merged_into"}:
        return SourceKind.PERSON
    return SourceKind.OUTLET if roles == {"chain"} else SourceKind.ORGANISATION


def _describe(found: Gathered, noun: str, handle: str, row: Row) -> None:
    known = found.things(noun).setdefault(handle, {})
    for column in (DESCRIBING[noun] & row.cells.keys()) - _APART:
        value = row.cells[column]
        if known.setdefault(column, value) != value:
            found.problems.add(
                row.line, f"{column} of {noun} '{handle}' is '{value}' here and '{known[column]}' on another row"
            )


def _date_class(stretches: dict[str, _Stretch], row: Row) -> None:
    """Note on which dates a source has a class."""
    if "source_class" not in row.cells:
        return
    try:
        at = span(row.get("said") or row.get("published") or row.get("recorded")).first
    except UnreadableDate:
        at = _UNDATED
    stretch = stretches.setdefault(row.cells["source_class"], _Stretch(at, at, row.line))
    stretch.first, stretch.last = min(stretch.first, at), max(stretch.last, at)


_UNDATED: Final = Instant(-(2**63))


def _order_classes(found: Gathered, handle: str, stretches: dict[str, _Stretch]) -> None:
    """The class a source is registered with, and those it came to have; a problem where its dates do not part them."""
    if len(stretches) > 1:
        stretches.pop("none", None)
    ordered = sorted(stretches.items(), key=lambda pair: (pair[1].first, pair[1].last))
    for (name, before), (later, after) in pairwise(ordered):
        if before.first == _UNDATED or before.last >= after.first:
            line, mine, other = max((before.line, name, later), (after.line, later, name))
            told = f"source_class of source '{handle}' is '{mine}' here and '{other}' on another row"
            found.problems.add(line, f"{told} of no other date")
    if ordered:
        found.sources.setdefault(handle, {})["source_class"] = ordered[0][0]
        found.classes[handle] = [(stretch.first, name) for name, stretch in ordered[1:]]


def _take_office(found: Gathered, source: str, row: Row) -> None:
    """Note what a source speaks for; without a date it has one office only."""
    group, first, last = (row.get(column) for column in OFFICE)
    if not group:
        if first or last:
            found.problems.add(row.line, "member_from and member_to need member_of beside them")
        return
    offices = found.offices.setdefault(source, {})
    undated = next((known for known, begins in offices if not begins and not offices[known, begins]), group)
    if not first and not last and undated != group:
        found.problems.add(row.line, f"member_of of source '{source}' is '{group}' here and '{undated}' on another row")
    elif last and offices.get((group, first)) not in (None, "", last):
        found.problems.add(
            row.line, f"member_to of source '{source}' is '{last}' here and '{offices[group, first]}' on another row"
        )
    else:
        offices[group, first] = last or offices.get((group, first), "")
