"""Verbs on articles: archiving them word for word, correcting what we know about them."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Batch, Desk, Written
from tracker.desk.sources import Description, register
from tracker.domain.clocks import LATEST, Edtf
from tracker.domain.events import ArticleAmended, ArticleArchived
from tracker.domain.words import ArticleHandle, SourceHandle, SourceKind
from tracker.errors import TrackerError, UsageError
from tracker.ingest.dateline import dated
from tracker.ingest.page import Page, is_page, read_page
from tracker.store import views
from tracker.store.naming import quoted


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where and when an article came out; None leaves it open or unchanged."""

    outlet: str | None = None
    agency: str | None = None
    wire: str | None = None
    published: str | None = None
    title: str | None = None
    language: str | None = None
    url: str | None = None
    reprint_of: str | None = None


def add(desk: Desk, data: bytes | None, handle: str | None, imprint: Imprint, name: str = "") -> Written:
    """Archive an article's exact bytes, or with None know of it by reference only.

    name: of the file; a handle is made from it when neither handle nor title is given. An unknown outlet or agency is
    registered on the way. The same bytes under the same handle count as done already. Raises UsageError for empty
    bytes.
    """
    with desk.writing() as batch:
        found = archive(desk, batch, data, handle, imprint, name)
        done = batch.append()
        return replace(
            done, already=0 if found.new else 1, warnings=(*done.warnings, *found.warnings), notes=found.notes
        )


class Archived(NamedTuple):
    """An article in the archive. new: it was not there before."""

    article: ArticleHandle
    new: bool
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def archive(
    desk: Desk, batch: Batch, data: bytes | None, handle: str | None, imprint: Imprint, name: str = ""
) -> Archived:
    """Add an article to a batch, unless its bytes are archived already. Raises UsageError for empty bytes."""
    if data is not None and not data.strip():
        raise UsageError("the article is empty", "give the file that holds its text")
    page, warnings = _page(data, name) if data is not None else (None, ())
    imprint, more = _filled(batch, imprint, page)
    known = views.archived_as(batch.session, sha256(data).hexdigest()) if data is not None else None
    if known is not None and handle is None:
        return Archived(ArticleHandle(known), False)
    title = imprint.title or ""
    stem = Path(name).stem if name and name != "-" else ""
    new = ArticleHandle(resolve.new_handle("article", handle, title or stem))
    if data is not None and _has(batch, new, data):
        return Archived(new, False)
    text, other = _content(data)
    first_line = None if page or imprint.published else dated(text, desk.now.date())
    if known is not None:
        more += (f"the same text is on record as '{known}', so what is logged from both counts as two articles",)
    batch.add(
        ArticleArchived(
            article=new,
            outlet=_carrier(desk, batch, imprint.outlet, SourceKind.OUTLET),
            agency=_carrier(desk, batch, imprint.agency, SourceKind.AGENCY),
            wire=imprint.wire or "",
            published=resolve.past(imprint.published or first_line, desk.now, "published"),
            language=imprint.language or "",
            reprint_of=resolve.article(batch.session, imprint.reprint_of, needed=True) if imprint.reprint_of else None,
            sha256=sha256(data).hexdigest() if data is not None else "",
            title=title,
            url=imprint.url or "",
            text=text,
            data=other,
            body=page.text if page else "",
        )
    )
    notes = (by_first_line(first_line, name),) if first_line else ()
    return Archived(new, True, (*warnings, *more), notes)


def by_first_line(published: Edtf, name: str) -> str:
    """That an article's date was taken from its text."""
    return f"published {published}, by the first line of {name}"


def _page(data: bytes, name: str) -> tuple[Page | None, tuple[str, ...]]:
    """The article in a saved page; where it cannot be taken out, a warning, and the page is kept as it is."""
    if not is_page(data, name):
        return None, ()
    try:
        return read_page(data, name), ()
    except TrackerError as problem:
        return None, (f"the page is kept as it is: {problem.message} ({problem.hint})",)


def _filled(batch: Batch, imprint: Imprint, page: Page | None) -> tuple[Imprint, tuple[str, ...]]:
    """What is known of an article, with what its page says where the user did not; a new outlet is only told of."""
    if page is None:
        return imprint, ()
    outlet = imprint.outlet
    warnings: tuple[str, ...] = ()
    if outlet is None and page.outlet:
        outlet = resolve.known_source(batch.session, page.outlet)
        if outlet is None:
            told = f"the page says it is from {page.outlet}, which is no known source: --outlet {quoted(page.outlet)}"
            warnings = (told,)
    found = replace(
        imprint,
        outlet=outlet,
        published=imprint.published or page.published,
        title=imprint.title or page.title or None,
        language=imprint.language or page.language or None,
        url=imprint.url or page.url or None,
    )
    return found, warnings


def _has(batch: Batch, article: ArticleHandle, data: bytes) -> bool:
    known = next(views.articles(batch.session, LATEST, [article]), None)
    return known is not None and known.sha256 == sha256(data).hexdigest()


def _content(data: bytes | None) -> tuple[str, str]:
    """Bytes as text, or as base64 where they are not UTF-8."""
    if data is None:
        return "", ""
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        return "", b64encode(data).decode()


def _carrier(desk: Desk, batch: Batch, typed: str | None, kind: SourceKind) -> SourceHandle | None:
    if not typed:
        return None
    known = resolve.known_source(batch.session, typed)
    return known or register(desk, batch, typed, None, Description(kind=kind))


def amend(desk: Desk, article: str, imprint: Imprint) -> Written:
    """Correct what we know about an article. Raises UsageError when nothing is changed."""
    if imprint == Imprint():
        raise UsageError("nothing to amend", "give --outlet, --agency, --published, --title, --url or --reprint-of")
    with desk.writing() as batch:
        batch.add(
            ArticleAmended(
                article=resolve.article(batch.session, article, needed=True),
                outlet=_carrier(desk, batch, imprint.outlet, SourceKind.OUTLET),
                agency=_carrier(desk, batch, imprint.agency, SourceKind.AGENCY),
                wire=imprint.wire,
                published=resolve.past(imprint.published, desk.now, "published"),
                language=imprint.language,
                reprint_of=resolve.article(batch.session, imprint.reprint_of, needed=True)
                if imprint.reprint_of
                else None,
                title=imprint.title,
                url=imprint.url,
            )
        )
        return batch.append()
