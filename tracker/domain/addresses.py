"""Where something is kept: addresses that anybody can open, and places that only we can.

A place is a file on our own disk, or a page in our own network: of no use to others, and perhaps the name of a source.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

_FILES: Final = (
    "pdf|docx?|odt|rtf|txt|md|csv|xlsx?|ods|pptx?|jpe?g|png|gif|tiff?|heic|webp|mp3|m4a|wav|ogg|opus|mp4|mov|mkv|avi"
    "|eml|msg|html?|zip|7z|tar|gz|json|jsonl|db|sqlite"
)
_PLACE: Final = re.compile(
    r"(?i:file):|\\|\b[A-Za-z]:[/]|(?<![\w/])[/~]\w|(?<!\w)(?:~|\.{1,2}|\$\w+)/"
    rf"|[^\s/]\.(?i:{_FILES})\b|\S/\S+\.\w{{1,5}}\b"
)
"""How a word shows that it is a place on a disk: ``file:///home/ann/x.pdf``, ``~/x``, ``C:\\x``, ``scan.pdf``."""
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z+.-]+://")
_OWN: Final = (".local", ".lan", ".internal", ".intranet", ".home", ".localdomain", ".test")


def published(text: str) -> str:
    """Evidence, or an address, as others may read it: where it names a place, only its public addresses are left."""
    words = text.split()
    return " ".join(filter(_is_public, words)) if any(map(_is_place, words)) else text


def without_places(text: str) -> str:
    """A reason without places: each line ends before its first, since the name of a file may go on behind a blank."""
    return "\n".join(map(_before_place, text.split("\n"))) if any(map(_is_place, text.split())) else text


def _before_place(line: str) -> str:
    kept = line
    for word in re.finditer(r"\S+", line):
        if _is_place(word[0]):
            kept = line[: word.start()]
            break
    return kept.rstrip()


def _is_place(word: str) -> bool:
    if address := _ADDRESS.search(word):
        return not _is_public(word[address.start() :])
    return _PLACE.search(word) is not None


def _is_public(word: str) -> bool:
    """Whether a word is an address on the web that anybody can ask, and that tells no password."""
    try:
        parts = urlsplit(word.strip("<>()[]\"',;"))
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or host.endswith(_OWN):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host
