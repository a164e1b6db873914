"""The table: one statement or verdict a row, as newsrooms keep it in a spreadsheet (CSV, UTF-8, with a header).

Columns may be missing and come in any order. What describes a source, a claim or an article may stand on any of its
rows; it is gathered over the whole file first, and two different values are a problem of both rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, BinaryIO, Final, NamedTuple, TypeVar, cast

from tracker.domain.clocks import Edtf
from tracker.domain.events import (
    ArticleArchived,
    ClaimOpened,
    Event,
    SourceRegistered,
    StatementRecorded,
    VerdictReached,
)
from tracker.domain.words import (
    Act,
    ArticleHandle,
    Basis,
    Certainty,
    ClaimHandle,
    Finding,
    GroundRule,
    Interest,
    Presentation,
    Question,
    SourceClass,
    SourceHandle,
    SourceKind,
    Stance,
    Topic,
    Via,
)
from tracker.errors import ImportRefused
from tracker.exchange.lines import CUT, lines
from tracker.exchange.problems import Bad, Problems

COLUMNS: Final = (
    "id", "said", "source", "source_name", "source_kind", "source_class", "member_of", "claim", "claim_text", "topic",
    "about", "question", "deadline", "act", "stance", "certainty", "basis", "interest", "via", "chain",
    "presentation", "ground_rule", "head_min", "head_max", "text", "quote", "outlet", "agency", "article",
    "reprint_of", "published", "title", "url", "sha256", "verdict", "decided", "evidence", "because", "recorded",
)  # fmt: skip

_OF_SOURCE: Final = frozenset({"source_name", "source_kind", "source_class", "member_of", "head_min", "head_max"})
_OF_CLAIM: Final = frozenset({"claim_text", "topic", "about", "question", "deadline"})
_OF_ARTICLE: Final = frozenset({"outlet", "agency", "reprint_of", "published", "title", "url", "sha256"})

_TEXTS: Final = frozenset({"source_name", "claim_text", "text", "quote", "title", "because"})
"""Cells kept to the letter, blanks around them included."""

_DIGITS: Final = 18

Word = TypeVar("Word", bound=StrEnum)


class Row(NamedTuple):
    """One row: the number of its line in the file and its non-blank cells."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """A cell; empty when blank or missing."""
        return self.cells.get(column, "")


class Planned(NamedTuple):
    """An event that a row asks for. key: the row's own id, if it has one."""

    line: int
    event: Event
    recorded: str
    key: str = ""


class Table:
    """The rows of a file, read as often as they are asked for, so that a long file is never held whole.

    Comma, semicolon and tab are understood. Raises ImportRefused for what is no table at all.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        first = next(_Texts(file), "")
        self._delimiter = max(",;\t", key=first.count)

    def rows(self) -> Iterator[Row]:
        """The rows in the order of the file, blank ones left out. Raises ImportRefused, at its end for bad rows."""
        problems = Problems()
        texts = _Texts(self._file)
        reader = csv.reader(texts, delimiter=self._delimiter, strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            _check_header(header)
            wide = len(header)
            for cells in reader:
                texts.held = 0
                # A quoted cell may hold line breaks; the row is known by the line it ends on.
                filled = {
                    name: raw if name in _TEXTS else raw.strip()
                    for name, raw in zip(header, cells, strict=False)
                    if raw and not raw.isspace()
                }
                if "\0" in "".join(cells):
                    problems.add(reader.line_num, "holds a NUL character")
                elif len(cells) == wide:
                    if filled:
                        yield Row(reader.line_num, filled)
                elif any(map(str.strip, cells)):
                    problems.add(reader.line_num, f"has {len(cells)} cells, the header has {wide}")
            if texts.is_cut:
                problems.add(reader.line_num, CUT)
        except csv.Error as problem:
            told = str(problem)
            if _IS_LONG in told:
                told = f"holds a cell of more than {csv.field_size_limit():,} characters"
            problems.add(reader.line_num, told)
        if problems:
            raise ImportRefused(
                "the file is not a whole table",
                problems.lines(),
                "save it as CSV UTF-8, a cell for each column, a line break after each row",
            )


_IS_LONG: Final = "field larger than field limit"
LONGEST: Final = 4 << 20
"""How many bytes a row may have."""


class _Texts:
    """The lines of a file as text, with their line breaks. Raises ImportRefused for other than UTF-8 and endless rows.

    held: how many bytes the row that is being read has so far, set back by its reader. is_cut: after the last line,
    whether that had no end.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.held = 0
        self.is_cut = False
        self._each = self._read(lines(file, LONGEST))

    def __iter__(self) -> Iterator[str]:
        return self._each

    def __next__(self) -> str:
        return next(self._each)

    def _read(self, found: Iterable[tuple[int, bytes]]) -> Iterator[str]:
        offset = 0
        for number, raw in found:
            self.held += len(raw)
            if self.held > LONGEST:
                raise ImportRefused(
                    "the file is not a whole table",
                    [f"line {number}: a row of more than {LONGEST >> 20} MiB ends here or further on"],
                    "is a quotation mark open?",
                )
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as problem:
                raise ImportRefused(
                    "the file is not UTF-8",
                    [f"line {number}: byte {offset + problem.start} cannot be read"],
                    "save it as CSV UTF-8",
                ) from None
            offset += len(raw)
            self.is_cut = not raw.endswith(b"\n")
            if "\r" in text[:-2]:
                # Line breaks of old, which end lines by themselves.
                yield from io.StringIO(text, newline="")
                self.is_cut = self.is_cut and not raw.endswith(b"\r")
            else:
                yield text


def _check_header(header: list[str]) -> None:
    problems = []
    for name in header:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1)
            problems.append(f"line 1: there is no column '{name}'" + (f", is it {near[0]}?" if near else ""))
        elif header.count(name) > 1 and f"line 1: the column '{name}' stands twice" not in problems:
            problems.append(f"line 1: the column '{name}' stands twice")
    if not problems and "claim" not in header:
        problems.append("line 1: the column 'claim' is missing")
    if problems:
        raise ImportRefused("the header of the table is wrong", problems, f"known columns: {' '.join(COLUMNS)}")


class Gathered(NamedTuple):
    """What a file says about its sources, claims and articles, by handle, and its problems, by line.

    kinds: what a source is taken for where the file gives no kind, by the columns it is named in.
    """

    sources: dict[str, dict[str, str]]
    claims: dict[str, dict[str, str]]
    articles: dict[str, dict[str, str]]
    kinds: dict[str, SourceKind]
    problems: Problems


def gather(rows: Iterable[Row]) -> Gathered:
    """Collect what the rows say about each source, claim and article; two different non-blank values are a problem.

    The class ``none`` says that no class is known, so a row that knows one does not contradict it.
    """
    found = Gathered({}, {}, {}, {}, Problems())
    roles: dict[str, set[str]] = {role: set() for role in _ROLES}
    for row in rows:
        cells = row.cells
        if "verdict" not in cells:
            _gather(found, found.sources, "source", _OF_SOURCE, row)
            if "source" in cells:
                roles["source"].add(cells["source"])
        _gather(found, found.claims, "claim", _OF_CLAIM, row)
        if "article" in cells:
            _gather(found, found.articles, "article", _OF_ARTICLE, row)
        for role in _SINGLE:
            if role in cells:
                roles[role].add(cells[role])
        if "chain" in cells:
            roles["chain"].update(chain(cells["chain"]))
        if "about" in cells:
            roles["about"].update(cells["about"].split())
    for handle in {handle for some in roles.values() for handle in some}:
        found.sources.setdefault(handle, {})
        found.kinds[handle] = _kind({role for role, some in roles.items() if handle in some})
    return found


_SINGLE: Final = ("agency", "outlet", "member_of")
_ROLES: Final = ("source", *_SINGLE, "chain", "about")


def _kind(roles: set[str]) -> SourceKind:
    """What a source without a kind is taken for, by where it is named."""
    if "agency" in roles:
        return SourceKind.AGENCY
    if "outlet" in roles:
        return SourceKind.OUTLET
    if "source" in roles:
        return SourceKind.PERSON
    return SourceKind.OUTLET if roles == {"chain"} else SourceKind.ORGANISATION


def _gather(found: Gathered, things: dict[str, dict[str, str]], noun: str, columns: frozenset[str], row: Row) -> None:
    handle = row.get(noun)
    if not handle:
        return
    known = things.setdefault(handle, {})
    for column in columns & row.cells.keys():
        value = row.cells[column]
        if known.setdefault(column, value) != value:
            if column == "source_class" and "none" in (value, known[column]):
                known[column] = value if known[column] == "none" else known[column]
                continue
            found.problems.add(
                row.line, f"{column} of {noun} '{handle}' is '{value}' here and '{known[column]}' on another row"
            )


def chain(text: str) -> list[str]:
    """``reuters > spiegel`` as handles."""
    return [part.strip() for part in text.split(">") if part.strip()]


class _Unread(ValueError):
    """A cell that cannot be read."""


def plan(
    rows: Iterable[Row],
    found: Gathered,
    has_source: Callable[[str], bool],
    has_claim: Callable[[str], bool],
    has_article: Callable[[str], bool],
) -> Iterator[Planned | Bad]:
    """The events a file asks for: what is not known yet is registered just before the row that needs it first.

    Yields a line number and a message where a row cannot be read.
    """
    seen: set[tuple[str, str]] = set()
    things = {"source": found.sources, "claim": found.claims, "article": found.articles}

    def registered(noun: str, handle: str, row: Row) -> Iterator[Planned]:
        line, parent = [], _PARENTS.get(noun, "")
        while handle and (noun, handle) not in seen:
            seen.add((noun, handle))
            line.append(handle)
            handle = things[noun].get(handle, {}).get(parent, "")
        for one in reversed(line):
            yield from begun(noun, one, row)

    def begun(noun: str, handle: str, row: Row) -> Iterator[Planned]:
        about = things[noun].get(handle, {})
        if noun == "source":
            if not has_source(handle):
                yield Planned(row.line, _source(handle, about, found.kinds[handle]), row.get("recorded"))
        elif noun == "claim":
            for source in about.get("about", "").split():
                yield from registered("source", source, row)
            if not has_claim(handle):
                yield Planned(row.line, _claim(handle, about), row.get("recorded"))
        else:
            for source in (about.get("outlet", ""), about.get("agency", "")):
                yield from registered("source", source, row)
            if not has_article(handle):
                yield Planned(row.line, _article(handle, about), row.get("recorded"))

    for row in rows:
        cells = row.cells
        try:
            needed = [(noun, cells[noun]) for noun in ("claim", "article") if noun in cells]
            if "verdict" not in cells:
                needed += [("source", cells[column]) for column in ("source",) if column in cells]
                needed += [("source", handle) for handle in chain(cells["chain"])] if "chain" in cells else ()
                needed += [("source", cells[column]) for column in ("outlet", "agency") if column in cells]
            for named in needed:
                if named not in seen:
                    yield from registered(*named, row)
            yield _verdict(row) if row.get("verdict") else _statement(row)
        except _Unread as problem:
            yield Bad(row.line, str(problem))


_PARENTS: Final = {"source": "member_of", "article": "reprint_of"}
"""What else of its kind a thing needs before it: a chain of these may be as long as the file."""


def _word(words: type[Word], column: str, text: str) -> Word | None:
    if not text:
        return None
    word = words._value2member_map_.get(text)
    if word is None:
        raise _Unread(f"'{text}' is not a value of {column}; it is one of {' '.join(words)}")
    return cast(Word, word)


def _whole(column: str, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise _Unread(f"'{text}' is not a whole number ({column})")
    return int(text)


def _source(handle: str, about: Mapping[str, str], taken_for: SourceKind) -> SourceRegistered:
    kind = _word(SourceKind, "source_kind", about.get("source_kind", ""))
    return SourceRegistered(
        source=SourceHandle(handle),
        kind=kind or taken_for,
        source_class=SourceClass(about["source_class"]) if "source_class" in about else None,
        head_min=_whole("head_min", about.get("head_min", "")),
        head_max=_whole("head_max", about.get("head_max", "")),
        member_of=SourceHandle(about["member_of"]) if "member_of" in about else None,
        name=about.get("source_name", handle),
    )


def _claim(handle: str, about: Mapping[str, str]) -> ClaimOpened:
    return ClaimOpened(
        claim=ClaimHandle(handle),
        topics=tuple(Topic(topic) for topic in dict.fromkeys(about.get("topic", "").split())),
        about=tuple(SourceHandle(source) for source in dict.fromkeys(about.get("about", "").split())),
        question=Question(about["question"]) if "question" in about else None,
        deadline=_date(about.get("deadline", "")),
        text=about.get("claim_text", handle),
    )


def _article(handle: str, about: Mapping[str, str]) -> ArticleArchived:
    return ArticleArchived(
        article=ArticleHandle(handle),
        outlet=_handle(about.get("outlet", "")),
        agency=_handle(about.get("agency", "")),
        published=_date(about.get("published", "")),
        reprint_of=ArticleHandle(about["reprint_of"]) if "reprint_of" in about else None,
        sha256=about.get("sha256", ""),
        title=about.get("title", ""),
        url=about.get("url", ""),
    )


def _statement(row: Row) -> Planned:
    get = row.cells.get
    if not get("source", "") or not get("claim", ""):
        raise _Unread("a statement needs a source and a claim (a verdict row a claim and a verdict)")
    article = get("article", "")
    relayers = chain(get("chain", ""))
    if not relayers and not article and get("agency", "") and get("agency", "") != get("source", ""):
        relayers = [get("agency", "")]
    cells = row.cells
    values: dict[str, Any] = {
        column: _word(words, column, cells[column]) for column, words in _WORDS.items() if column in cells
    }
    event = StatementRecorded(
        source=SourceHandle(get("source", "")),
        claim=ClaimHandle(get("claim", "")),
        act=_word(Act, "act", get("act", "")) or Act.ASSERT,
        **values,
        said=_date(get("said", "")),
        published=None if article else _date(get("published", "")),
        article=ArticleHandle(article) if article else None,
        outlet=None if article else _handle(get("outlet", "")),
        chain=tuple(SourceHandle(handle) for handle in relayers),
        text=get("text", ""),
        quote=get("quote", ""),
        evidence=get("evidence", ""),
    )
    return Planned(row.line, event, get("recorded", ""), get("id", ""))


_WORDS: Final[dict[str, type[StrEnum]]] = {
    "stance": Stance,
    "certainty": Certainty,
    "basis": Basis,
    "interest": Interest,
    "via": Via,
    "presentation": Presentation,
    "ground_rule": GroundRule,
}


def _verdict(row: Row) -> Planned:
    if row.get("source") and any(row.get(column) for column in ("act", "text", "quote")):
        raise _Unread("a verdict row cannot hold a statement as well; give the statement a row of its own")
    value = _word(Finding, "verdict", row.get("verdict"))
    if value is None or not row.get("claim"):
        raise _Unread("a verdict row needs a claim and a verdict")
    event = VerdictReached(
        claim=ClaimHandle(row.get("claim")),
        value=value,
        decided=Edtf(row.get("decided")),
        because=row.get("because"),
        evidence=row.get("evidence"),
    )
    return Planned(row.line, event, row.get("recorded"), row.get("id"))


def _date(text: str) -> Edtf | None:
    return Edtf(text) if text else None


def _handle(text: str) -> SourceHandle | None:
    return SourceHandle(text) if text else None


def write(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """A table as lines of CSV, from cells by column."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    yield buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(row)
        yield buffer.getvalue()
