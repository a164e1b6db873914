"""What a file must be to be read as an article: text or a web page, and nothing that only looks like one."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import PurePath
from typing import Final, NamedTuple

from tracker.errors import UsageError

_LOOK: Final = 4096
"""How many bytes of a file show what it is."""
_TEXT: Final = "save the article's text in a .txt file, and name that"


class _Form(NamedTuple):
    """A kind of file that is no article. starts: a pattern of how it begins; names: how its name ends."""

    name: str
    starts: str
    names: tuple[str, ...] = ()
    hint: str = _TEXT


_FORMS: Final = tuple(
    (form, re.compile(form.starts.encode(), re.IGNORECASE | re.DOTALL))
    for form in (
        _Form(
            "a compressed file", r"\x1f\x8b|PK\x03\x04|PK\x05\x06|BZh\d|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd",
            (".gz", ".zip", ".bz2", ".xz", ".7z", ".docx", ".odt", ".epub"), "unpack it, and name the article in it",
        ),
        _Form("a PDF", r"%PDF-", (".pdf",)),
        _Form("a picture", r"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", (".png", ".jpg", ".jpeg", ".gif", ".webp")),
        _Form(
            "a mail",
            r"(?:from [^\n]*\d\d:\d\d:\d\d \d{4}\r?\n|(?:(?:return-path|received|delivered-to|message-id|mime-version|"
            r"x-[\w-]+|date|from|to|subject|content-[\w-]+): [^\n]*\n(?:[ \t][^\n]*\n)*){3,})",
            (".eml", ".mbox", ".msg"), "save the message's text in a .txt file, and name that",
        ),
        _Form(
            "a feed", r"(?:<\?xml[^>]*>|<!--(?:[^-]|-(?!->))*-->|\s)*<(?:rss|feed|rdf:rdf|channel)\b",
            (".rss", ".atom"), "open an item in a browser, save its page, and name that",
        ),
        _Form("XML", r"<\?xml(?!.*<(?:!doctype\s+)?html)", (".xml",)),
        _Form(
            "JSON", r"(?:\{\s*\"[^\"\n]*\"\s*:|\[\s*[{\"])", (".json", ".jsonl", ".ndjson"),
            "a log is read by: tracker import FILE",
        ),
        _Form(
            "a chat", r"(?:[^\n]*\n)?(?:\u200e)?\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d"
            r"(?::\d\d)?(?: ?[ap]m)?(?:\]| -) [^\n:]{1,60}: ".replace(r"\u200e", r"\xe2\x80\x8e"),
        ),
    )
)  # fmt: skip


def admitted(data: bytes, name: str) -> None:
    """Nothing for a file that may be an article. Raises UsageError that says what it is where it is another thing.

    name: of the file, for the error and for what its ending tells.
    """
    if not data.strip():
        raise UsageError(f"'{name}' is empty", "give a file that holds an article's text")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise UsageError(f"'{name}' is UTF-16", "convert it first: iconv -f UTF-16 -t UTF-8")
    begins, ending = data.removeprefix(BOM_UTF8).lstrip()[:_LOOK], PurePath(name).suffix.lower()
    for form, starts in _FORMS:
        if ending in form.names or starts.match(begins):
            raise UsageError(f"'{name}' is {form.name}, not an article", form.hint)
    at = data.find(b"\0")
    if at >= 0:
        raise UsageError(f"'{name}' is no text: byte {at + 1} is a NUL", _TEXT)


def decoded(data: bytes, name: str) -> str:
    """The text of bytes that are no page. Raises UsageError where they are not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise UsageError(
            f"'{name}' is not UTF-8 text (byte {problem.start + 1})", "convert it first: iconv -f WINDOWS-1252 -t UTF-8"
        ) from None
