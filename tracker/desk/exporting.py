"""The verb export: the log out, to be restored exactly, to be published, or to be read in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from tracker.desk.desk import Desk
from tracker.desk.formats import Format
from tracker.domain.clocks import LATEST, from_iso, iso
from tracker.domain.events import (
    ClockCorrected,
    Event,
    SourceDescribed,
    SourceRegistered,
    SourcesDistinguished,
    SourcesMerged,
    SourcesSeparated,
    StatementAmended,
    StatementEvent,
)
from tracker.domain.fold import mentions
from tracker.domain.state import Mark
from tracker.domain.words import MANNER, ArticleHandle, ClaimHandle, GroundRule, SourceHandle
from tracker.exchange import jsonl, table
from tracker.exchange.files import private_file
from tracker.store import clock, codec, log, views
from tracker.store.entrance import Demand
from tracker.store.session import Session


def export(desk: Desk, form: Format, *, publishable: bool = False) -> Iterator[str]:
    """The log as lines of a file.

    publishable: bare events without notes, without statements that were ever off the record, and without sources that
    spoke nowhere else. What restores the log exactly is had from a damaged database too, while the entries are there.
    """
    exact = form is not Format.TABLE and not publishable
    with desk.reading(Demand.ENTRIES if exact else Demand.WHOLE) as session:
        if form is Format.TABLE:
            yield from table.write(_table_rows(session, publishable=publishable))
        elif publishable:
            yield from (line + "\n" for line in _publishable(session))
        else:
            end = log.head(session)
            yield jsonl.write_header(jsonl.Preamble(log.origin(session), end.position, end.hash)) + "\n"
            for row in log.stored(session):
                yield jsonl.write_row(row) + "\n"


def write(name: str, lines: Iterable[str], *, force: bool = False) -> None:
    """Lines into a private file that is there as a whole or not at all. Raises what `private_file` raises."""
    with private_file(name, force=force) as file:
        file.writelines(line.encode() for line in lines)


_NOTES = ("note",)


def _publishable(session: Session) -> Iterator[str]:
    hidden = _hidden(session)
    reckoned = clock.reckoning(session)
    for row in log.stored(session):
        event = log.typed(row).event
        if (
            isinstance(event, ClockCorrected)
            or row.id in hidden.entries
            or _refers_to(event, hidden.entries)
            or _registers(event, hidden.sources)
        ):
            continue
        encoded = codec.encode(replace(event, **{name: _blank(event, name) for name in _NOTES if hasattr(event, name)}))
        recorded = iso(reckoned(row.position, from_iso(row.recorded)))
        yield jsonl.write_bare(row.id, encoded.type, recorded, encoded.facts, encoded.words)


class _Hidden(NamedTuple):
    """What is not for publication: statements any telling of which was off the record, and who spoke nowhere else."""

    entries: set[str]
    sources: set[str]


def _hidden(session: Session) -> _Hidden:
    off: set[str] = set()
    for entry in log.entries(session):
        if isinstance(entry.event, StatementEvent) and entry.event.ground_rule is GroundRule.OFF_RECORD:
            off.add(entry.event.statement if isinstance(entry.event, StatementAmended) else entry.id)
    whispered: set[str] = set()
    open_: set[str] = set()
    for entry in log.entries(session):
        if not isinstance(entry.event, _OF_SOURCES):
            secret = entry.id in off or _refers_to(entry.event, off)
            (whispered if secret else open_).update(_named(entry.event))
    return _Hidden(off, whispered - open_)


_OF_SOURCES = SourceRegistered | SourceDescribed | SourcesMerged | SourcesSeparated | SourcesDistinguished
"""What is said of a source itself: it goes where the source goes."""


def _registers(event: Event, sources: set[str]) -> bool:
    return isinstance(event, _OF_SOURCES) and any(handle in sources for handle in _named(event))


def _named(event: Event) -> Iterator[str]:
    return (tag.removeprefix("source:") for tag in mentions(event) if tag.startswith("source:"))


def _blank(event: Event, name: str) -> Any:
    return "" if getattr(event, name) is not None else None


def _refers_to(event: Event, hidden: set[str]) -> bool:
    for name in jsonl.REFERENCES:
        value = getattr(event, name, None)
        if value is not None and not hidden.isdisjoint(value if isinstance(value, tuple) else (value,)):
            return True
    return False


def _table_rows(session: Session, *, publishable: bool) -> Iterator[dict[str, str]]:
    """Statements and verdicts in force, in log order; what describes a handle stands on its first row."""
    sources = {row.source: row for row in views.sources(session, LATEST)}
    claims = {row.claim: row for row in views.claims(session, LATEST)}
    articles = {row.article: row for row in views.articles(session, LATEST)}
    told: set[tuple[str, str]] = set()

    def once(noun: str, handle: str, cells: dict[str, Any]) -> dict[str, str]:
        if (noun, handle) in told:
            return {}
        told.add((noun, handle))
        return {name: str(value) for name, value in cells.items() if value not in (None, "")}

    rows: list[tuple[int, dict[str, str]]] = []
    for spoken in views.wordings(session, LATEST):
        said, words = spoken
        if not said.counts or said.retracted is not None or (publishable and said.ground_rule is GroundRule.OFF_RECORD):
            continue
        manner = MANNER[said.act]
        given = {
            "id": "" if said.mark is Mark.AMENDED else said.id, "said": said.said, "source": said.source,
            "claim": said.claim, "act": said.act,
            "stance": "" if said.stance is manner.stance else said.stance,
            "certainty": "" if said.certainty is manner.certainty else said.certainty,
            "basis": said.basis, "interest": said.interest, "via": said.via, "chain": " > ".join(said.chain),
            "presentation": said.presentation, "ground_rule": said.ground_rule, "text": words.text,
            "quote": words.quote, "article": said.article, "evidence": words.evidence,
            "outlet": None if said.article else said.outlet, "published": None if said.article else said.published,
            "recorded": iso(said.recorded),
        }  # fmt: skip
        rows.append((said.position, {name: str(value) for name, value in given.items() if value}))
    for verdict in views.verdicts(session, LATEST):
        if verdict.mark is Mark.VOIDED or verdict.withdrawn is not None:
            continue
        found = {
            "id": verdict.id, "claim": verdict.claim, "verdict": verdict.value, "decided": verdict.decided,
            "because": verdict.because, "evidence": verdict.evidence, "recorded": iso(verdict.recorded),
        }  # fmt: skip
        rows.append((verdict.position, {name: str(value) for name, value in found.items() if value}))
    for _, row in sorted(rows, key=lambda pair: pair[0]):
        source, claim = sources.get(SourceHandle(row.get("source", ""))), claims[ClaimHandle(row["claim"])]
        article = articles.get(ArticleHandle(row.get("article", "")))
        if source is not None:
            row |= once("source", source.source, {
                "source_name": source.name, "source_kind": source.kind, "source_class": source.source_class,
                "head_min": source.head_min, "head_max": source.head_max,
                "member_of": source.memberships[-1].group if source.memberships else None,
            })  # fmt: skip
        row |= once("claim", claim.claim, {
            "claim_text": claim.text, "topic": " ".join(claim.topics), "about": " ".join(claim.about),
            "question": claim.question, "deadline": claim.deadline,
        })  # fmt: skip
        if article is not None:
            row |= once("article", article.article, {
                "outlet": article.outlet, "agency": article.agency, "reprint_of": article.reprint_of,
                "published": article.published, "title": article.title, "url": article.url, "sha256": article.sha256,
            })  # fmt: skip
        yield row
