"""Plain text for people: safe to print, measured in columns, broken between words at the width of the terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, NamedTuple

NARROWEST: Final = 50
WIDEST: Final = 140
PIPED: Final = 80
"""Columns of a line where there is no terminal."""

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


_preferred: ContextVar[int] = ContextVar("preferred", default=0)


@contextmanager
def as_wide_as(preferred: int) -> Iterator[None]:
    """Meanwhile a terminal's lines have so many columns; 0 for as many as it has."""
    token = _preferred.set(preferred)
    try:
        yield
    finally:
        _preferred.reset(token)


def columns() -> int:
    """How many columns a line may take: ``COLUMNS``, what is preferred, or those of the terminal, from 50 to 140; 80
    where there is none, so that a pipe gets the same on every machine.
    """
    if not sys.stdout.isatty():
        return PIPED
    try:
        wide = int(os.environ.get("COLUMNS", "0")) or _preferred.get()
        wide = wide or os.get_terminal_size(sys.stdout.fileno()).columns
    except (ValueError, OSError):
        return PIPED
    return min(max(wide, NARROWEST), WIDEST)


def width(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0)


def padded(text: str, room: int) -> str:
    """A text filled with blanks to a width; a longer one stays as it is."""
    return text + " " * max(room - width(text), 0)


def clipped(text: str, room: int) -> str:
    """A text of at most so many columns; ``...`` stands for what is left out."""
    if width(text) <= room:
        return text
    kept = ""
    for letter in text:
        if width(kept + letter) > room - 3:
            break
        kept += letter
    return kept.rstrip() + "..."


def wrapped(text: str, first: str = "", rest: str = "", margin: int = 0) -> Iterator[str]:
    """A text broken at blanks into lines, each behind an indent; a longer word stays whole.

    margin: columns kept free at the right.
    """
    indent, room = first, columns() - margin
    while (cut := _break(text, room - width(indent))) > 0:
        yield (indent + text[:cut]).rstrip()
        text, indent = text[cut + 1 :], rest
    yield (indent + text).rstrip()


def below(text: str) -> Iterator[str]:
    """A text as it stands below a heading."""
    return wrapped(text, "  ", "    ")


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


class Grid(NamedTuple):
    """The columns of a table but the last, whose cells go on below themselves. A cell is never cut: one that is wider
    than its column has a line to itself.
    """

    widths: tuple[int, ...]
    margin: str = ""

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], margin: str = "") -> Grid:
        """Columns as wide as their cells up to a limit; where the last would get too little, those between the first
        and the last go, and their cells with them into the last.
        """
        *short, _ = zip(*rows, strict=True)
        first, *between = (max(map(width, cells)) for cells in short)
        widths = (min(first, columns() * 7 // 20), *(min(wide, _BETWEEN) for wide in between))
        grid = cls(widths, margin)
        return grid if columns() - len(grid.indent) >= _LAST else cls(widths[:1], margin)

    @property
    def indent(self) -> str:
        """The blanks in front of what goes on below a last cell."""
        return self.margin + " " * (sum(self.widths) + 2 * len(self.widths))

    def row(self, *cells: str, margin: str | None = None) -> Iterator[str]:
        """The lines of one row; margin: what stands in front of it instead of blanks."""
        known = len(self.widths)
        head = self.margin if margin is None else margin
        for place, (cell, wide) in enumerate(zip(cells, self.widths, strict=False)):
            head += f"{padded(cell, wide)}  "
            if width(cell) > wide:
                yield head.rstrip()
                head = self.margin + " " * (sum(self.widths[: place + 1]) + 2 * (place + 1))
        yield from wrapped("; ".join(filter(None, cells[known:])), head, self.indent)


_BETWEEN: Final = 22
_LAST: Final = 24
"""The most columns of a cell in the middle, and the least of a last one."""


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
