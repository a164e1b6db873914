"""Events as the cells of a row, and rows as lines of CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from tracker.domain import events
from tracker.domain.clocks import BEGINNING, DAY, FOREVER, Instant, iso
from tracker.domain.events import Event
from tracker.domain.rows import Article, Claim, Membership, Source
from tracker.domain.spreadsheet import exact, inert
from tracker.domain.words import MANNER, STANCELESS, ClaimHandle
from tracker.exchange.columns import COLUMNS, TEXTS

Cells = dict[str, str]

_WORDS: Final = TEXTS | {"evidence"}
"""The columns whose cells a redaction empties."""


def filled(**values: Any) -> Cells:
    """The cells that are not blank."""
    cells = {name: str(value) for name, value in values.items() if value is not None}
    return {name: cell for name, cell in cells.items() if cell and not cell.isspace()}


def cells_of(event: Event) -> Cells:
    """A row's own event as the table writes it, what describes handles left out; empty for what has no row."""
    match event:
        case events.StatementEvent():
            return _statement(event)
        case events.VerdictReached():
            return filled(
                claim=event.claim, verdict=event.value, decided=event.decided, because=event.because,
                evidence=event.evidence,
            )  # fmt: skip
        case events.VerdictWithdrawn():
            return filled(withdraws=event.verdict, decided=event.decided, because=event.because)
        case events.StatementRetracted():
            return filled(
                retracts=event.statement, said=event.said, article=event.article, instead=event.instead,
                because=event.because,
            )  # fmt: skip
        case events.StatementsGrouped():
            return filled(groups=" ".join(dict.fromkeys(event.statements)), because=event.because)
        case events.CommentRequested():
            return filled(source=event.source, claim=event.claim, comment_by=event.by, note=event.note)
        case _:
            return {}


def _statement(event: events.StatementEvent) -> Cells:
    manner = MANNER[event.act]
    return filled(
        said=event.said, source=event.source, claim=event.claim, act=event.act,
        stance=None if event.act in STANCELESS or event.stance is manner.stance else event.stance,
        certainty=None if event.certainty is manner.certainty else event.certainty,
        basis=event.basis, interest=event.interest, via=event.via, chain=" > ".join(event.chain),
        presentation=event.presentation, ground_rule=event.ground_rule, text=event.text, quote=event.quote,
        cue=event.cue, note=event.note, article=event.article, evidence=event.evidence.strip(),
        outlet=None if event.article else event.outlet, published=None if event.article else event.published,
    )  # fmt: skip


def agree(mine: Event, theirs: Event, *, redacted: bool = False) -> bool:
    """Whether an event on record says what a row says. redacted: its words are gone and are not compared.

    The table leaves out of a group, and beside a retraction, what has been undone; a row may have less of it.
    """
    one, other = cells_of(mine), cells_of(theirs)
    if redacted:
        one, other = ({name: cell for name, cell in each.items() if name not in _WORDS} for each in (one, other))
    if "groups" in one and {*one["groups"].split()} <= {*other.get("groups", "").split()}:
        other["groups"] = one["groups"]
    if "instead" not in one:
        other.pop("instead", None)
    return bool(one) and one == other


def of_source(source: Source) -> Cells:
    """What describes a source, with the first thing it speaks for; `of_office` has the others."""
    office = of_office(source.memberships[0]) if source.memberships else {}
    return office | filled(
        source_name=source.name, source_kind=source.kind, source_class=source.source_class, head_min=source.head_min,
        head_max=source.head_max,
    )  # fmt: skip


def of_office(office: Membership) -> Cells:
    """What a source speaks for, and when."""
    return filled(
        member_of=office.group,
        member_from=None if office.first == BEGINNING else _begun(office.first),
        member_to=None if office.last == FOREVER else _ended(office.last),
    )


def of_claim(claim: Claim, same_as: Iterable[ClaimHandle]) -> Cells:
    """What describes a claim."""
    return filled(
        claim_text=claim.text, topic=" ".join(claim.topics), about=" ".join(claim.about), question=claim.question,
        deadline=claim.deadline, same_as=" ".join(same_as),
    )  # fmt: skip


def of_article(article: Article) -> Cells:
    """What describes an article."""
    return filled(
        outlet=article.outlet, agency=article.agency, reprint_of=article.reprint_of, published=article.published,
        title=article.title, url=article.url.strip(), sha256=article.sha256,
    )  # fmt: skip


def _begun(at: Instant) -> str:
    """An instant as the first one of a date."""
    return iso(at)[:10] if at % DAY == 0 else iso(at)


def _ended(at: Instant) -> str:
    """An instant as the last one of a date."""
    return iso(at)[:10] if (at + 1) % DAY == 0 else iso(at)


def write(rows: Iterable[Mapping[str, str]], *, raw: bool = False) -> Iterator[str]:
    """A table as lines of CSV, from cells by column. raw: what a spreadsheet would run is left as it is."""
    cell: Callable[[str], str] = exact if raw else inert
    buffer = io.StringIO()
    # A line end of both characters has the writer put either of them into quotation marks.
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    yield _line(buffer)
    for row in rows:
        writer.writerow({name: cell(value) for name, value in row.items()})
        yield _line(buffer)


def _line(buffer: io.StringIO) -> str:
    line = buffer.getvalue().removesuffix("\r\n") + "\n"
    buffer.seek(0)
    buffer.truncate()
    return line
