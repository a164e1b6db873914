"""Plain text for people: safe to print, measured in columns, wrapped at 80."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

WIDTH = 80
"""Columns of a line."""

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ud800-\udfff]"
)
"""Characters that act on a terminal or cannot be seen: controls, bidi overrides, zero-width and tag characters."""


def shown(text: str) -> str:
    """A user's text on one line, with every hidden character escaped: ``\\u202e``."""
    return HIDDEN.sub(_escape, " ".join(part for part in re.split(r"[ \t\r\n\x0b\x0c]+", text) if part))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0)


def padded(text: str, columns: int) -> str:
    """A text filled with blanks to a width; a longer one stays as it is."""
    return text + " " * max(columns - width(text), 0)


def clipped(text: str, columns: int) -> str:
    """A text of at most so many columns; ``...`` stands for what is left out."""
    if width(text) <= columns:
        return text
    kept = ""
    for letter in text:
        if width(kept + letter) > columns - 3:
            break
        kept += letter
    return kept.rstrip() + "..."


def wrapped(text: str, first: str = "", rest: str = "", columns: int = WIDTH) -> Iterator[str]:
    """A text broken at blanks into lines of at most ``columns``, each behind an indent; a longer word stays whole."""
    indent = first
    while (cut := _break(text, columns - width(indent))) > 0:
        yield (indent + text[:cut]).rstrip()
        text, indent = text[cut + 1 :], rest
    yield (indent + text).rstrip()


def _break(text: str, room: int) -> int:
    """Where to break a text that is too wide: at the last blank that leaves room, else at the first; -1 for nowhere.

    Looks no further than the line reaches, since an article's paragraph may be long.
    """
    used, cut, start = 0, -1, 0
    while True:
        end = text.find(" ", max(start, 1))
        used += width(text[start:] if end < 0 else text[start:end])
        if used > room:
            return cut if cut > 0 else end
        if end < 0:
            return -1
        cut, start, used = end, end + 1, used + 1


def plural(count: int, noun: str) -> str:
    """``1 entry``, ``2 entries``, ``2 days``."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{count} {noun}s"


def listed(names: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def decimal(value: float, places: int = 2) -> str:
    """A share in 0..1 without its leading zero: ``.70``, and ``1.00``."""
    text = f"{value:.{places}f}"
    return text[1:] if text.startswith("0.") else text
