"""A text as it is read: words broken over two lines, and words with soft hyphens in them, put together again.

Places in what is read are turned back into places of the text as it stands: nothing that is proposed is changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from tracker.domain.sentences import Extent

_BREAK: Final = r"[^\S\n]*\r?\n[^\S\n]*"
_SMALL: Final = r"[a-zß-öø-ÿ]"
_LEFT_OUT: Final = re.compile(
    rf"\u00ad(?:{_BREAK})?"
    rf"|(?<=[^\W\d_])[-\u2010]{_BREAK}(?=(?!(?:und|oder|bis|sowie|and|or|to)\b){_SMALL})"
    rf"|(?<=[^\W\d_][-\u2010]){_BREAK}(?=(?!{_SMALL})[^\W\d_])"
)
"""What a broken word has too much: the hyphen and the line break before a small letter, the break alone before a
capital, as in a double name; not before the second half of "Vor- und Nachteile".
"""


class Joined(NamedTuple):
    """A text as it is read. starts: where in it something was left out; longer: by how much more the text has."""

    text: str
    starts: tuple[int, ...] = ()
    longer: tuple[int, ...] = ()

    def back(self, extent: tuple[int, int]) -> Extent:
        """A place of what is read as the place of the text as it stands."""
        start, end = extent
        return Extent(start + self._left_out(start), end + self._left_out(end - 1))

    def _left_out(self, at: int) -> int:
        before = bisect_right(self.starts, at)
        return self.longer[before - 1] if before else 0


def joined(text: str) -> Joined:
    """A text with its broken words put together."""
    parts, starts, longer = [], [], []
    at = read = 0
    for match in _LEFT_OUT.finditer(text):
        parts.append(text[at : match.start()])
        read += match.start() - at
        at = match.end()
        starts.append(read)
        longer.append(at - read)
    return Joined("".join([*parts, text[at:]]), tuple(starts), tuple(longer)) if parts else Joined(text)
