"""Lists, single things and read-backs, for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from tracker.domain import events
from tracker.domain.events import Entry, Event, wire_name
from tracker.domain.lookalike import Likeness, Pair
from tracker.render.text import Grid, below, listed, plural, shown, wrapped
from tracker.render.wording import SAYS, mark, quoted
from tracker.reports.lists import ArticleRow, ClaimRow, CommandRow, EntryRow, SourceRow


def sources(rows: Sequence[SourceRow]) -> Iterator[str]:
    """One line a source."""
    yield from _table([(row.source, f"{row.class_} {row.kind}", _source_note(row)) for row in rows], "no sources")


def _source_note(row: SourceRow) -> str:
    parts = [shown(row.name)] if row.name and row.name != row.source else []
    parts += [f"of {member.source}" for member in row.member_of]
    parts += [f"counts as {row.counts_as}"] if row.counts_as else []
    return ", ".join(parts)


def source(row: SourceRow) -> Iterator[str]:
    """One source whole."""
    if row.entry is None:
        yield f"{row.source}: nothing known"
        return
    yield from wrapped(f"{row.source}: {shown(row.name)}" if row.name else row.source, rest="  ")
    yield from below(f"{row.kind}, class {row.class_}, entry {row.entry}, {plural(row.statements, 'statement')}")
    if row.heads[0] or row.heads[1]:
        least, most = row.heads
        yield f"  heads: {least or 1} to {most}" if most else f"  heads: {least} or more"
    for member in row.member_of:
        since = f" from {member.from_}" if member.from_ else ""
        until = f" to {member.to}" if member.to else ""
        yield from below(f"speaks for {member.source}{since}{until}")
    if row.aliases:
        yield from below(f"also called: {', '.join(row.aliases)}")
    if row.counts_as:
        yield from below(f"counts as {row.counts_as}")
    if row.stands_for:
        yield from below(f"stands for {listed(row.stands_for)}")
    if row.distinct_from:
        yield from below(f"known to be different from {', '.join(row.distinct_from)}")
    if row.note:
        yield from below(f"note: {shown(row.note)}")


def look_alikes(rows: Sequence[Pair]) -> Iterator[str]:
    """Pairs of sources that look alike, each with the commands that settle it."""
    if not rows:
        yield "no look-alikes"
    for row in rows:
        names = [f"{handle} ({shown(name)})" if name else handle for handle, name in (row[:2], row[2:4])]
        yield from wrapped(f"{listed(names)}: {_LIKENESS[row.likeness]}", rest="  ")
        yield f"  tracker source merge {row.source} {row.other}"
        yield f"  tracker source distinguish {row.source} {row.other}"


_LIKENESS = {
    Likeness.NAME: "the same name",
    Likeness.SPELLING: "spelt alike",
    Likeness.LETTERS: "letters that look alike",
}


def claims(rows: Sequence[ClaimRow]) -> Iterator[str]:
    """A claim's handle, its words and its topics."""
    yield from _table([(row.claim, _filed(row)) for row in rows], "no claims")


def _filed(row: ClaimRow) -> str:
    return " ".join(filter(None, [shown(row.text), f"({', '.join(row.topic)})" if row.topic else ""]))


def claim(row: ClaimRow) -> Iterator[str]:
    """One claim whole."""
    if row.entry is None:
        yield f"{row.claim}: nothing known"
        return
    yield from wrapped(f"{row.claim}: {shown(row.text)}", rest="  ")
    yield f"  entry {row.entry}, {plural(row.statements, 'statement')}"
    for label, value in (
        ("also called", ", ".join(row.aliases)),
        ("topic", " ".join(row.topic)),
        ("about", " ".join(row.about)),
        ("question", row.question),
        ("due", row.deadline),
    ):
        if value:
            yield from below(f"{label}: {value}")
    for link in row.links:
        yield from below(f"{link['relation'].replace('_', ' ')} {link['claim']}")


def articles(rows: Sequence[ArticleRow]) -> Iterator[str]:
    """One line an article."""
    yield from _table([(row.article, row.published or "undated", _printed(row)) for row in rows], "no articles")


def _printed(row: ArticleRow) -> str:
    return ", ".join(filter(None, [row.outlet, row.agency, shown(row.title)]))


def imprint(row: ArticleRow) -> Iterator[str]:
    """What is known about one article, beside its text."""
    if row.entry is None:
        yield f"{row.article}: nothing known"
        return
    yield from wrapped(f"{row.article}: {shown(row.title)}" if row.title else row.article, rest="  ")
    published = f"published {row.published}" if row.published else "undated"
    yield from below(f"{published}, entry {row.entry}, {plural(row.statements, 'statement')}")
    for label, value in (
        ("outlet", row.outlet),
        ("agency", row.agency),
        ("wire", shown(row.wire)),
        ("language", shown(row.language)),
        ("reprint of", row.reprint_of),
        ("url", shown(row.url)),
        ("sha256", row.sha256),
    ):
        if value:
            yield from below(f"{label}: {value}")


def entry(row: EntryRow) -> Iterator[str]:
    """One entry whole, as the log holds it."""
    if row.type is None:
        yield f"entry {row.entry}: nothing known"
        return
    yield f"entry {row.entry}: {row.type}{mark(row.status)}"
    yield from below(f"recorded {row.recorded}" + (f" by {shown(row.actor)}" if row.actor else ""))
    for name, value in {**row.facts, **(row.words or {})}.items():
        told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield from below(f"{name}: {shown(told)}")
    if row.words is None:
        yield "  its words have been redacted"
    for other in row.later:
        yield f"  see {other['entry']}: {other['type']}{mark(other['status'])}"
    yield f"  id {row.id}"
    yield f"  hash {row.hash}"


def _table(rows: Sequence[Sequence[str]], nothing: str) -> Iterator[str]:
    if not rows:
        yield nothing
        return
    grid = Grid.of(rows)
    for row in rows:
        yield from grid.row(*row)


def commands(rows: Sequence[CommandRow]) -> Iterator[str]:
    """What the last commands recorded, each under when it was, by whom, and what of it has been undone."""
    if not rows:
        yield "nothing has been recorded"
    for row in rows:
        some = "" if row.is_undone else f"{row.undone} of {row.size} "
        undone = f" [{some}undone]" if row.undone else ""
        by = f" by {shown(row.actor)}" if row.actor else ""
        yield f"{row.recorded[:16].replace('T', ' ')} UTC{by}: {plural(row.size, 'entry')}{undone}"
        for line in row.did:
            yield from below(line)
        if row.size > len(row.did):
            yield f"  ... and {row.size - len(row.did)} more, up to {row.entries[1]}"


def read_back(
    entries: Sequence[Entry], claims: Mapping[str, str], targets: Mapping[str, int] | None = None
) -> Iterator[str]:
    """What was just written, a line an entry: ``19 nvidia denies: "Nvidia chips contain backdoors"``.

    claims: the texts of claims by handle. targets: the numbers of entries by id.
    """
    for written in entries:
        yield f"{written.position} {_told(written.event, claims, targets or {})}"


def _via(said: events.StatementEvent) -> str:
    """Who carried the words, and at the end where they were printed."""
    printed = [said.outlet] if said.outlet and said.outlet != said.source else []
    chain = dict.fromkeys((*said.chain, *printed))
    return f" via {' > '.join(chain)}" if chain else ""


def _told(event: Event, claims: Mapping[str, str], targets: Mapping[str, int]) -> str:
    def claim(handle: str) -> str:
        return quoted(claims.get(handle) or handle)

    match event:
        case events.StatementAmended():
            said = f"{event.source} {SAYS[event.act]}: {claim(event.claim)}{_via(event)}"
            return f"entry {targets.get(event.statement)} amended: {said}"
        case events.StatementRecorded():
            return f"{event.source} {SAYS[event.act]}: {claim(event.claim)}{_via(event)}"
        case events.StatementProposed():
            return f"proposal: {quoted(event.text)}"
        case events.ProposalAccepted():
            return f"proposal {targets.get(event.proposal)} accepted as {targets.get(event.statement)}"
        case events.ProposalRejected(unsure=unsure):
            return f"proposal {targets.get(event.proposal)} {'put aside as unsure' if unsure else 'rejected'}"
        case events.StatementRetracted():
            return f"entry {targets.get(event.statement)} retracted by its source"
        case events.VerdictReached():
            return f"verdict {event.value.replace('_', ' ')}: {claim(event.claim)}"
        case events.VerdictWithdrawn():
            return f"verdict {targets.get(event.verdict)} withdrawn"
        case events.CommentRequested():
            return f"asked {event.source} for comment, by {event.by}: {claim(event.claim)}"
        case events.ClaimOpened():
            return f"claim {event.claim}: {quoted(event.text)}"
        case events.ClaimsRelated() | events.ClaimsUnrelated():
            no = "" if isinstance(event, events.ClaimsRelated) else "no longer "
            return f"{event.claim} {no}{event.relation.replace('_', ' ')} {event.other}"
        case events.SourcesMerged():
            return f"{event.source} counts as {event.into}"
        case events.SourcesSeparated():
            return f"{event.source} no longer counts as {event.apart_from}"
        case events.SourcesDistinguished():
            return f"{event.source} and {event.other} are known to be different"
        case events.SourceAliased(source=handle) | events.ClaimAliased(claim=handle):
            return f"{handle} is also called {event.alias}"
        case events.StatementsGrouped():
            numbers = sorted(targets.get(statement, 0) for statement in event.statements)
            return f"statements {listed([str(number) for number in numbers])} count as one origin"
        case events.StatementsUngrouped():
            return f"statements grouped by entry {targets.get(event.grouping)} count apart again"
        case events.PolicySet():
            return f"policy {event.name} = {shown(event.value)}"
        case events.ClockCorrected():
            return f"clock corrected: {plural(len(event.entries), 'entry')} dated too late"
        case events.EntryVoided():
            return f"entry {targets.get(event.entry)} undone"
        case events.EntryRedacted():
            return f"entry {targets.get(event.entry)} redacted"
    noun, _, done = wire_name(type(event)).partition(".")
    return f"{noun} {getattr(event, noun, '')} {done}"
