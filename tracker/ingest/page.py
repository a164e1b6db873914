"""An article out of a saved web page: its text without the menus around it, and what the page says of itself.

The work is trafilatura's (extra ``html``); it is given the page, never an address, so nothing is fetched. A page built
to take forever is refused: the work grows with the square of the parts that stand side by side.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from tracker.domain.clocks import Edtf, UnreadableDate, span
from tracker.errors import UsageError
from tracker.extras import Extra, MissingExtra
from tracker.ingest.admission import admitted
from tracker.ingest.charset import letters

_START: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--(?:[^-]|-(?!->))*-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_LOOK: Final = 4096
"""How many bytes of a file show whether it is a page."""
_TEXT: Final = "save its text in a .txt file, and name that"
PARTS: Final = 10_000
"""A page of more elements than this holds more than an article."""
BESIDE: Final = 2_000
"""The same for how many elements one may hold, and one may have attributes."""
_TAG: Final = re.compile(rb"<[a-z][^>]{2000,}", re.IGNORECASE)


class Page(NamedTuple):
    """What a saved page holds. text: its paragraphs, a line each. The rest as the page declares it, else empty."""

    text: str
    title: str = ""
    outlet: str = ""
    published: Edtf | None = None
    url: str = ""
    language: str = ""


def is_page(data: bytes, name: str = "") -> bool:
    """Whether a file is a web page: by its name, else by how it begins."""
    return name.lower().endswith((".html", ".htm", ".xhtml")) or _START.match(data[:_LOOK]) is not None


def read_page(data: bytes, name: str = "page") -> Page:
    """The article of a saved page. Raises UsageError where none can be found in it or it is built to take forever,
    MissingExtra.
    """
    try:
        from trafilatura import bare_extraction
        from trafilatura.utils import load_html
    except ImportError:
        raise MissingExtra(Extra.HTML) from None
    admitted(data, name)
    crammed = any(tag[0].count(b"=") > BESIDE for tag in _TAG.finditer(data))
    tree: Any = None if crammed else load_html(letters(data))
    if crammed or (tree is not None and _is_endless(tree)):
        raise UsageError(f"'{name}' has more parts than any article has", _TEXT)
    # A date may stand in a page's head; one found by searching its text would as often be another event's.
    found: Any = tree is not None and bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not found or not (found.text or "").strip():
        raise UsageError("no article can be found in this page", _TEXT)
    return Page(
        found.text, found.title or "", found.sitename or "", _date(found.date), _address(found.url), _language(data)
    )


def _is_endless(tree: Any) -> bool:
    """Whether a page has more elements than an article can have, in all or side by side."""
    return any(number > PARTS or len(element) > BESIDE for number, element in enumerate(tree.iter(), start=1))


def _date(text: str | None) -> Edtf | None:
    try:
        span(text or "")
    except UnreadableDate:
        return None
    return Edtf(text or "")


def _address(text: str | None) -> str:
    return text if text and text.startswith(("https://", "http://")) else ""


_LANGUAGE: Final = re.compile(rb"<html[^>]*\slang\s*=\s*[\"']?([A-Za-z]{2})\b", re.I)


def _language(data: bytes) -> str:
    declared = _LANGUAGE.search(data[:_LOOK])
    return declared[1].decode().lower() if declared else ""
