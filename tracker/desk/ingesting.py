"""The verb that reads articles: archives each, and records what an extractor proposes from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from tracker.desk import proposals, resolve
from tracker.desk.articles import Archived, Imprint, archive, by_first_line
from tracker.desk.desk import Batch, Desk, Written
from tracker.domain.clocks import LATEST, Edtf
from tracker.domain.events import StatementProposed
from tracker.domain.rows import Article
from tracker.domain.words import ArticleHandle
from tracker.errors import UsageError
from tracker.ingest.admission import admitted, decoded
from tracker.ingest.agreement import Agreed, agreed
from tracker.ingest.dateline import dated
from tracker.ingest.extractors import Extractor, checked, find
from tracker.ingest.lint import Remark, lint
from tracker.ingest.page import is_page, read_page
from tracker.ingest.proposal import Anchor, Document, Proposal, wording
from tracker.store import views
from tracker.store.naming import quoted

Readers = Sequence[Extractor]
"""Extractors, in the order in which they were asked for."""

DEFAULT: Final = "rules"
"""The extractor that works without being asked for."""


class Extraction(NamedTuple):
    """What extractors gave for one text. dropped: proposals whose words did not stand where they were said to."""

    document: Document
    found: Sequence[Agreed]
    dropped: int

    def events(self, article: ArticleHandle, by: Readers) -> list[StatementProposed]:
        """The proposals as they would be recorded for an article."""
        versions = {extractor.name: extractor.version for extractor in by}
        return [_event(article, agreement, versions) for agreement in self.found]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file. proposed: how many proposals are new, known: how many were on record before."""

    article: ArticleHandle
    written: Written
    proposed: int
    known: int
    dropped: int


def extractors(names: Sequence[str], model: str | None) -> Readers:
    """The extractors of some names, each once; the default one where none is named. Raises as `find` does, and
    UsageError for a model that none of them takes.
    """
    wanted = list(dict.fromkeys(names)) or [DEFAULT]
    if model is not None and wanted == [DEFAULT]:
        raise UsageError("--model is for an extractor that asks one", f"--extractor llm --model {model}")
    return [find(name, model if name != DEFAULT else None) for name in wanted]


def read(data: bytes, name: str, imprint: Imprint, by: Readers, now: datetime) -> Extraction:
    """What extractors propose from a file, without any database. Raises UsageError for what is no text and no page, and
    for a date of publication that cannot be read or lies in the future.
    """
    text = readable(data, name)
    page = read_page(data, name) if is_page(data, name) else None
    given = resolve.past(imprint.published, now, "published")
    published = given or (page and page.published) or dated(text, now.date())
    language = imprint.language or (page.language if page else "")
    document = Document(text=text, language=language, published=Edtf(published) if published else None)
    return propose(document, by)


def questions(data: bytes, name: str, imprint: Imprint, by: Readers, now: datetime) -> tuple[str, list[Remark]]:
    """A draft's text and what an editor would ask about its sourcing, without any database. Raises as `read` does."""
    done = read(data, name, imprint, by, now)
    return done.document.text, lint(done.document.text, [agreement.proposal for agreement in done.found])


def readable(data: bytes, name: str) -> str:
    """The text of a file: that of the article in a page, else the whole. Raises UsageError where it is none."""
    admitted(data, name)
    return read_page(data, name).text if is_page(data, name) else decoded(data, name)


def propose(document: Document, by: Readers) -> Extraction:
    """What extractors propose from a document, checked, and what several of them found put together."""
    given, dropped = [], 0
    for extractor in by:
        proposals, lost = checked(document, extractor.propose(document))
        kept = [proposal for proposal in proposals if _can_be_kept(proposal)]
        given.append((extractor.name, kept))
        dropped += lost + len(proposals) - len(kept)
    return Extraction(document, agreed(given), dropped)


def _can_be_kept(proposal: Proposal) -> bool:
    """Whether a database can keep the words of a proposal: none keeps a NUL, or half of a surrogate pair."""
    words = f"{proposal.text}{proposal.source.text}{wording(proposal.cue)}{wording(proposal.chain)}{proposal.said_raw}"
    return "\0" not in words and not any("\ud800" <= letter <= "\udfff" for letter in words)


def ingest(desk: Desk, data: bytes, name: str, handle: str | None, imprint: Imprint, by: Readers) -> Ingested:
    """Archive an article and record what is proposed from it; again, only what is new.

    A proposal is on record already if one of the same words in the same place is, whoever proposed it, to whomever it
    gave them, and whatever became of it: what a person has answered is never asked again. An article that is archived
    already keeps its date and its language.
    """
    text = readable(data, name)
    with desk.reading() as session:
        known = views.archived_as(session, sha256(data).hexdigest())
        row = next(views.articles(session, LATEST, [ArticleHandle(known)]), None) if known else None
    first_line = None if imprint.published or row is not None or is_page(data, name) else dated(text, desk.now.date())
    imprint = replace(imprint, published=imprint.published or first_line)
    given = resolve.past(imprint.published, desk.now, "published")
    published = row.published if row else given
    if published is None and is_page(data, name):
        published = read_page(data, name).published
    language = imprint.language or (row.language if row else "")
    # Reading takes its time, and nobody should have to wait for it to write.
    done = propose(Document(text=text, language=language, published=published), by)
    with desk.writing() as batch:
        archived = archive(desk, batch, data, None if row else handle, imprint, name)
        fresh, old = _record(batch, archived, done, by)
        written = batch.append()
    ignored = _ignored(row, handle, given, imprint) if row else ()
    written = replace(
        written,
        warnings=(*ignored, *archived.warnings, *written.warnings),
        notes=_about_its_date(archived.article, name, published, first_line),
    )
    return Ingested(archived.article, written, fresh, old, done.dropped)


def _about_its_date(
    article: ArticleHandle, name: str, published: Edtf | None, first_line: Edtf | None
) -> tuple[str, ...]:
    """By what an article is dated that nobody dated, and what it means that nothing dates it."""
    if first_line is not None:
        return (by_first_line(first_line, name),)
    if published is not None:
        return ()
    why = f"no date was found in {name}, so a time like 'on Wednesday' names no day"
    return (f"{why}: tracker article amend {article} --published DATE",)


def _ignored(row: Article, handle: str | None, published: Edtf | None, imprint: Imprint) -> tuple[str, ...]:
    """Warnings of what was typed about an article that is on record already, and is kept as it is there."""
    typed = {**{name: getattr(imprint, name) for name in _IMPRINT}, "published": published}
    other = {
        name: value for name, value in typed.items() if value and getattr(row, name) not in (value, resolve.slug(value))
    }
    options = " ".join(f"--{name.replace('_', '-')} {quoted(str(value))}" for name, value in other.items())
    warnings = []
    if handle is not None and handle != row.article:
        warnings.append(f"this text is on record as '{row.article}': --handle {handle} makes no other article of it")
    if options:
        warnings.append(
            f"'{row.article}' is on record and keeps what is known of it: tracker article amend {row.article} {options}"
        )
    return tuple(warnings)


_IMPRINT: Final = ("outlet", "agency", "wire", "published", "title", "url", "reprint_of")


def _record(batch: Batch, archived: Archived, done: Extraction, by: Readers) -> tuple[int, int]:
    seen: set[tuple[int, ...]] = set()
    if not archived.new:
        seen = {proposal.event.content for proposal in proposals.every(batch.session, archived.article)}
    fresh = 0
    for event in done.events(archived.article, by):
        if event.content not in seen:
            batch.add(event)
            seen.add(event.content)
            fresh += 1
    return fresh, len(done.found) - fresh


def _event(article: ArticleHandle, agreement: Agreed, versions: dict[str, str]) -> StatementProposed:
    proposal = agreement.proposal
    return StatementProposed(
        article=article,
        extractor=" ".join(agreement.by),
        version="; ".join(versions[name] for name in agreement.by),
        content=_places(proposal.content),
        speaker=_places(proposal.source.anchors),
        cues=_places(proposal.cue),
        relayers=_places(proposal.chain),
        act=proposal.act,
        certainty=proposal.certainty,
        via=proposal.via,
        mood=proposal.mood.value,
        said=proposal.said,
        kind=proposal.source.kind,
        presentation=proposal.source.presentation,
        head_min=proposal.source.head_min,
        head_max=proposal.source.head_max,
        carried=proposal.carried,
        rule=proposal.rule,
        confidence=round(proposal.confidence * 1000),
        text=proposal.text,
        who=proposal.source.text,
        cue=wording(proposal.cue),
        through=wording(proposal.chain),
        when=proposal.said_raw,
    )


def _places(anchors: Iterable[Anchor]) -> tuple[int, ...]:
    return tuple(place for anchor in anchors for place in (anchor.start, anchor.end))
