"""Verbs on articles: archiving them word for word, correcting what we know about them."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from tracker.desk import resolve
from tracker.desk.desk import Batch, Desk, Written
from tracker.desk.sources import Description, register
from tracker.domain.clocks import LATEST
from tracker.domain.events import ArticleAmended, ArticleArchived
from tracker.domain.words import ArticleHandle, SourceHandle, SourceKind
from tracker.errors import UsageError
from tracker.store import views


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

    name: what a handle is made from when neither handle nor title is given. An unknown outlet or agency is registered
    on the way. The same bytes under the same handle count as done already. Raises UsageError for empty bytes.
    """
    if data is not None and not data.strip():
        raise UsageError("the article is empty", "give the file that holds its text")
    title = imprint.title or ""
    new = ArticleHandle(resolve.new_handle("article", handle, title or name))
    with desk.writing() as batch:
        if data is not None and _has(batch, new, data):
            return Written((), already=1)
        outlet = _carrier(desk, batch, imprint.outlet, SourceKind.OUTLET)
        agency = _carrier(desk, batch, imprint.agency, SourceKind.AGENCY)
        text, other = _content(data)
        event = ArticleArchived(
            article=new,
            outlet=outlet,
            agency=agency,
            wire=imprint.wire or "",
            published=resolve.past(imprint.published, desk.now, "published"),
            language=imprint.language or "",
            reprint_of=resolve.article(batch.session, imprint.reprint_of) if imprint.reprint_of else None,
            sha256=sha256(data).hexdigest() if data is not None else "",
            title=title,
            url=imprint.url or "",
            text=text,
            data=other,
        )
        batch.add(event)
        return batch.append()


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
                article=resolve.article(batch.session, article),
                outlet=_carrier(desk, batch, imprint.outlet, SourceKind.OUTLET),
                agency=_carrier(desk, batch, imprint.agency, SourceKind.AGENCY),
                wire=imprint.wire,
                published=resolve.past(imprint.published, desk.now, "published"),
                language=imprint.language,
                reprint_of=resolve.article(batch.session, imprint.reprint_of) if imprint.reprint_of else None,
                title=imprint.title,
                url=imprint.url,
            )
        )
        return batch.append()
