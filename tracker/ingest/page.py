"""An article out of a saved web page: its text without the menus around it, and what the page says of itself.

The work is trafilatura's (extra ``html``); it is given the page's bytes, never an address, so nothing is fetched.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from tracker.domain.clocks import Edtf, UnreadableDate, span
from tracker.errors import TrackerError, UsageError

_START: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_LOOK: Final = 4096
"""How many bytes of a file show whether it is a page."""


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


def read_page(data: bytes) -> Page:
    """The article of a saved page. Raises UsageError where none can be found in it, TrackerError without the extra."""
    try:
        from trafilatura import bare_extraction
    except ImportError:
        raise TrackerError(
            "reading web pages needs a library that is not installed", "pip install 'tracker[html]'"
        ) from None
    # A date may stand in a page's head; one found by searching its text would as often be another event's.
    found: Any = bare_extraction(
        data,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or not (found.text or "").strip():
        raise UsageError("no article can be found in this page", "save its text in a .txt file, and name that")
    return Page(
        found.text, found.title or "", found.sitename or "", _date(found.date), _address(found.url), _language(data)
    )


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
