"""Names that look alike: which sources might be one and the same, or pretend to be.

Two names look alike if one of their *prints* is the same: the name without case, width, invisible characters, spaces
and signs, or that with every letter replaced by the prototype of the letters that look like it (the skeleton of
Unicode's UTS 39). A look-alike is a question to a person, never an answer: nothing is ever merged by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import Final, NamedTuple

from tracker.domain.words import SourceHandle

Prototype = Callable[[str], str]
"""For a letter beyond ASCII, the one that stands for all that look like it; itself where nothing is known of it."""

PARTNERS: Final = 5
"""How many look-alikes of one source are named: more would not be read."""


class Named(NamedTuple):
    """A source as far as names go. root: whom it counts as. distinct: who it is known to be different from."""

    source: SourceHandle
    name: str
    root: SourceHandle
    distinct: tuple[SourceHandle, ...] = ()


class Likeness(StrEnum):
    """In what two sources look alike, the closest first."""

    NAME = "name"
    """They have the same name, letter for letter."""
    SPELLING = "spelling"
    """Only case, width, spaces, signs or invisible characters differ, or the name of one is the handle of the other."""
    LETTERS = "letters"
    """Some letters are others that look the same."""


class Pair(NamedTuple):
    """Two sources that look alike and of which nobody has said yet whether they are one; ``other`` was first."""

    source: SourceHandle
    name: str
    other: SourceHandle
    other_name: str
    likeness: Likeness


def pairs(sources: Sequence[Named], asked: Collection[SourceHandle] | None, prototype: Prototype) -> Iterator[Pair]:
    """The pairs of look-alikes with one of those asked for in them, or with None all, each once, up to `PARTNERS` a
    source. ``sources`` are all there are, in log order; pairs that were merged or distinguished are left out.
    """
    wanted = None if asked is None else set(asked)
    columns = _columns(sources, prototype)
    numbers = (
        range(len(sources)) if wanted is None else [n for n, source in enumerate(sources) if source.source in wanted]
    )
    own = {number: {column[at] for column in columns for at in (2 * number, 2 * number + 1)} for number in numbers}
    alike: dict[str, set[int]] = {text: set() for texts in own.values() for text in texts if text}
    for column in columns:
        for at, text in enumerate(column):
            if text in alike:
                alike[text].add(at // 2)
    for number in numbers:
        source = sources[number]
        others = sorted({other for text in own[number] if text for other in alike[text]} - {number})
        open_ = (
            other
            for other in others
            # Of two that are asked for, the later one names the pair.
            if (other < number or (wanted is not None and sources[other].source not in wanted))
            and not _settled(source, sources[other])
        )
        for other in islice(open_, PARTNERS):
            first, second = sorted((number, other))
            yield _pair(sources[second], sources[first])


def _settled(source: Named, other: Named) -> bool:
    """Whether a person has said already whether two sources are one."""
    return source.root == other.root or other.source in source.distinct or source.source in other.distinct


def _pair(second: Named, first: Named) -> Pair:
    if second.name and second.name == first.name:
        likeness = Likeness.NAME
    else:
        (spelt,) = _columns((second, first))
        likeness = Likeness.SPELLING if set(spelt[:2]) & set(spelt[2:]) - {""} else Likeness.LETTERS
    return Pair(second.source, second.name, first.source, first.name, likeness)


# -- prints --------------------------------------------------------------------------------------------------------


def _columns(sources: Sequence[Named], prototype: Prototype | None = None) -> list[list[str]]:
    """For each kind of print a column with that of every source's handle and name in turn; one kind without prototypes.

    All names are worked on as one text, since there may be many.
    """
    whole = "\n".join(text.replace("\n", " ") for source in sources for text in (source.source, source.name))
    full = _bare(unicodedata.normalize("NFKC", whole))
    folded = unicodedata.normalize("NFKC", full.casefold())
    kinds = [folded]
    if prototype is not None:
        table = _Skeletons(prototype)
        # Only a capital I looks like a small l, so case is kept in one skeleton and not in the other.
        kinds += [_skeleton(text, table).casefold() for text in (folded, full)]
    return [text.split("\n") for text in kinds]


_ASCII: Final = {"1": "l", "I": "l", "|": "l", "0": "O", "m": "rn"}
"""The look-alikes within ASCII, after UTS 39."""


class _Skeletons(dict[int, str]):
    """What stands for each character, worked out when it is first met."""

    def __init__(self, prototype: Prototype) -> None:
        super().__init__({ord(letter): _ASCII.get(letter, letter) for letter in map(chr, range(128))})
        self._prototype = prototype

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        # An accent is like no other letter, and asking may cost the loading of a table.
        likened = letter if unicodedata.combining(letter) else self._prototype(letter)
        # A prototype may be one of our ASCII letters, and a mark may stand on it.
        text = "".join(_ASCII.get(letter, letter) for letter in unicodedata.normalize("NFD", likened))
        self[code] = text
        return text


def _skeleton(text: str, table: _Skeletons) -> str:
    """A text by UTS 39: taken apart, each letter replaced by its prototype, and taken apart again."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).translate(table))


def _bare(text: str) -> str:
    """A text without what parts or hides letters; two numbers stay two."""
    return re.sub(r"(?<![0-9]) +| +(?![0-9])", "", re.sub(r" {2,}", " ", text.translate(_SIGNS)))


class _Signs(dict[int, str | None]):
    """Signs and spaces become a blank, invisible characters nothing; worked out when first met."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        kind = unicodedata.category(letter)
        bare: str | None = letter
        if letter == "\n":
            pass
        elif code in _INVISIBLE or kind in ("Cf", "Cc"):
            bare = None
        elif kind[0] in "PZ":
            bare = " "
        self[code] = bare
        return bare


_RANGES: Final = ((0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0000, 0xE0FFF))
_INVISIBLE: Final = frozenset({0x34F, 0x3164, 0xFFA0}.union(*(range(first, last + 1) for first, last in _RANGES)))
"""Characters that are shown as nothing without being format characters: joiners, fillers, variation selectors."""
_SIGNS: Final = _Signs()
