"""Paragraphs, sentences and quotations of an article in German or English, as places in its text.

A plain reading by punctuation: good enough to say how much of an article has been logged, and never in the way of a
better one, since places are all that anybody sees of it. Every place is half-open and counts characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

MARKS: Final = "\"'“”„‟«»‹›‘’‚‛″`´"
"""Every character that opens or closes a quotation somewhere; an apostrophe is one of them."""

OMISSION: Final = " [...] "
"""What stands between two parts of a quotation that do not follow each other in the article."""


class Extent(NamedTuple):
    """A stretch of a text: from ``start``, included, to ``end``, excluded."""

    start: int
    end: int


def words(text: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(text.split())


_ABBREVIATIONS: Final = words(
    "abs adm aug bd bspw bzgl bzw ca capt cf co col corp dec dez dipl dr etc evtl fa feb ff fr gen ggf gov hr hrsg "
    "inc inkl insb jan jh jr jul jun kap lt ltd mio mr mrd mrs ms mt mtl nov nr okt oct pp prof rep rev sen sep "
    "sept sgt sog sr st std str tel usw vgl vs ziff zit zzgl"
)
"""Words that are written with a full stop and go on; so are single letters, as in "z.B." and "U.S."."""

_STARTERS: Final = words(
    "a aber als am an and auch auf aus bei but da das dem den der die dies diese dieser ein eine er es für he his i if "
    "ihr im in ist it its man mit nach nun on she sie so the their then there these they this unter vom von we when "
    "wie wir you zu zum zur"
)
"""Words that hardly ever follow an abbreviation or a number with a full stop unless a sentence begins with them."""

_NEAR: Final = 60
"""How far around a stop one has to look, in characters."""
_STOP: Final = re.compile(rf"[.!?…]+[{re.escape(MARKS)})\]]*(?=\s)|[。！？]+[」』”]*")
_WORD: Final = re.compile(r"[^\W_]+")
_BEFORE: Final = re.compile(r"([^\s(\[]+)\Z")
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
_LINE: Final = re.compile(r"\n\s*")
_QUOTATION: Final = re.compile(r"„[^“”\"]+[“”\"]|“[^“”]+”|\"[^\"]+\"|«[^«»]+»|»[^«»]+«|‘.+?’(?!\w)|‚.+?‘", re.DOTALL)


def paragraphs(text: str) -> list[Extent]:
    """The paragraphs of a text, in order: parted by blank lines, or by every line break where there are none."""
    break_ = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE
    return list(_trimmed(text, _parts(Extent(0, len(text)), ((m.start(), m.end()) for m in break_.finditer(text)))))


def headline(text: str) -> Extent | None:
    """The headline of an article that has one: the first paragraph, if it is a single line that does not end like a
    sentence and something follows. A line in front that holds nothing but a date is none.
    """
    for number, part in enumerate(every := paragraphs(text)[:3]):
        line = text[slice(*part)]
        if _DATE.fullmatch(line) and number == 0:
            continue
        plain = "\n" not in line and not line.rstrip(MARKS).endswith((".", "!", "…", ":"))
        return part if plain and number + 1 < len(every) else None
    return None


_DATE: Final = re.compile(r"(?:\w+,? )?(?=[^\n]*\d{4})(?:\d{4}-\d\d-\d\d|[\d.]+ ?[^\W\d]* ?\d*|[^\W\d]+ \d+,? \d+)")


def _parts(whole: Extent, gaps: Iterator[tuple[int, int]]) -> Iterator[Extent]:
    start = whole.start
    for first, last in gaps:
        yield Extent(start, first)
        start = last
    yield Extent(start, whole.end)


def _trimmed(text: str, extents: Iterator[Extent]) -> Iterator[Extent]:
    """Extents without the white space at their ends; what holds nothing else is left out."""
    for start, end in extents:
        piece = text[start:end]
        if piece.strip():
            yield Extent(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def sentences(text: str) -> list[Extent]:
    """The sentences of a text, in order; none reaches beyond its paragraph, and what has no letter is none."""
    found = []
    for paragraph in paragraphs(text):
        stops = [stop for stop in _STOP.finditer(text, *paragraph) if _ends(text, stop, paragraph)]
        parts = _parts(paragraph, ((stop.end(), stop.end()) for stop in stops))
        found += _joined(text, [part for part in _trimmed(text, parts) if _WORD.search(text, *part)])
    return found


def _ends(text: str, stop: re.Match[str], paragraph: Extent) -> bool:
    """Whether a sentence ends at a stop: not after an abbreviation, an initial or an ordinal, nor before small letters.

    What follows decides where both could be: "am 15. April" goes on, "Es waren 15. Die Stadt" does not.
    """
    rest = text[stop.end() : min(paragraph.end, stop.end() + _NEAR)].lstrip(f" \t\r\n([{MARKS}")
    if rest[:1].islower():
        return False
    before = _BEFORE.search(text, max(paragraph.start, stop.start() - _NEAR), stop.start())
    word = before[1].lower().strip(MARKS) if before else ""
    last = word.rpartition(".")[2]
    goes_on = stop[0] == "." and (
        (last.isalpha() and len(last) == 1) or last in _ABBREVIATIONS or _is_ordinal(word, rest)
    )
    following = _WORD.match(rest)
    return not goes_on or (following is not None and following[0].lower() in _STARTERS)


def _is_ordinal(word: str, rest: str) -> bool:
    return (word.isdigit() and len(word) <= 2) or (word in ("no", "art") and rest[:1].isdigit())


def _joined(text: str, parts: list[Extent]) -> list[Extent]:
    """A place in front ("Brackmünde (Kimm).") is no sentence of its own."""
    if len(parts) > 1:
        first = re.sub(r"\([^)]*\)", "", text[slice(*parts[0])])
        if first.endswith(".") and len(_WORD.findall(first)) == 1:
            return [Extent(parts[0].start, parts[1].end), *parts[2:]]
    return parts


def quotations(text: str, least: int = 3) -> list[Extent]:
    """The stretches of a text in quotation marks that hold so many words (least) or more, marks included, in order."""
    return [
        Extent(*match.span())
        for paragraph in paragraphs(text)
        for match in _QUOTATION.finditer(text, *paragraph)
        if len(match[0].split()) >= least
    ]
