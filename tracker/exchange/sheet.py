"""A table as a file: CSV of any spreadsheet, with its own separator, headers, dates and encoding.

The rows come out as our own columns with ordinary dates, whatever way the file writes them.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import IO, BinaryIO, Final, NamedTuple, cast

from tracker.domain.spreadsheet import meant
from tracker.domain.year_last import DayOrder
from tracker.errors import ImportRefused, Retyped, UsageError
from tracker.exchange.columns import COLUMNS, DATES, NAME, TEXTS, Row
from tracker.exchange.lines import CUT, lines, name_of, refuse_utf16
from tracker.exchange.problems import Problems
from tracker.exchange.written_dates import ordinary


class Layout(NamedTuple):
    """How a file writes its table, where it is not our way. columns: our names by the file's headers; a header whose
    name is ``-`` is left out. dates: which number is the day. encoding: the name of one that Python knows.
    """

    columns: Mapping[str, str] = {}
    dates: DayOrder | None = None
    encoding: str = ""


OURS: Final = Layout()
LEFT_OUT: Final = "-"
LONGEST: Final = 4 << 20
"""How many bytes a row may have."""
_IS_LONG: Final = "field larger than field limit"
_SEPARATOR: Final = re.compile(r'"?sep=([^\s"]|\t)"?\s*', re.IGNORECASE)
_NO_TABLE: Final = "the file is not a whole table"


class Sheet:
    """The rows of a file, read as often as they are asked for, so that a long file is never held whole.

    Comma, semicolon and tab are understood, and any separator that the first line names (``sep=;``). Raises
    ImportRefused for what is no table at all.
    """

    def __init__(self, file: BinaryIO, layout: Layout = OURS) -> None:
        self._layout = layout
        self._recoded = tempfile.TemporaryFile() if layout.encoding else None  # noqa: SIM115 - closed by `close`
        try:
            if self._recoded is None:
                refuse_utf16(file)
                self._file = file
            else:
                _recode(file, layout.encoding, self._recoded)
                self._file = cast(BinaryIO, self._recoded)
            self._read_separator()
        except BaseException:
            self.close()
            raise

    def _read_separator(self) -> None:
        first = next(filter(str.strip, _Texts(self._file)), "")
        named = _SEPARATOR.fullmatch(first)
        self._delimiter = named[1] if named else max(",;\t", key=first.count)

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back what a file of another encoding took."""
        if self._recoded is not None:
            self._recoded.close()

    def rows(self) -> Iterator[Row]:
        """The rows in the order of the file, blank ones left out. Raises ImportRefused, at its end for bad rows."""
        problems = Problems()
        texts = _Texts(self._file)
        reader = csv.reader(texts, delimiter=self._delimiter, strict=True)
        try:
            header = self._header(reader)
            wide, line = len(header), texts.row
            texts.begin_row()
            for cells in reader:
                # A quoted cell may hold line breaks; the row is known by the line it begins on.
                line = texts.row
                texts.begin_row()
                if "\0" in "".join(cells):
                    problems.add(line, "holds a NUL character")
                elif len(cells) < wide or any(map(str.strip, cells[wide:])):
                    if any(map(str.strip, cells)):
                        problems.add(line, f"has {len(cells)} cells, the header has {wide}")
                elif filled := {
                    name: self._cell(name, raw)
                    for name, raw in zip(header, cells, strict=False)
                    if raw and name != LEFT_OUT and not raw.isspace()
                }:
                    if "" in filled:
                        problems.add(line, f"'{filled['']}' stands in a column without a name")
                    yield Row(line, filled)
            if texts.is_cut:
                problems.add(line, CUT)
        except csv.Error as problem:
            told = str(problem)
            if _IS_LONG in told:
                told = f"holds a cell of more than {csv.field_size_limit():,} characters"
            problems.add(texts.row, told)
        if problems:
            hint = "save it as CSV UTF-8, a cell for each column, a line break after each row"
            if texts.is_cut and problems.count == 1:
                hint = f"if nothing is missing there, put one: echo >> {name_of(self._file)}"
            raise ImportRefused(_NO_TABLE, problems.lines(), hint)

    def _cell(self, column: str, raw: str) -> str:
        """What a cell means."""
        if column in TEXTS:
            return meant(raw)
        cell = meant(raw.strip())
        return ordinary(cell, self._layout.dates) if column in DATES else cell

    def _header(self, reader: Iterator[list[str]]) -> list[str]:
        """Our columns in the order of the file: the first row that is not blank, and does not name the separator.

        Raises ImportRefused for other columns.
        """
        found: list[str] = []
        for cells in reader:
            if any(map(str.strip, cells)) and not _SEPARATOR.fullmatch(self._delimiter.join(cells)):
                found = [name.strip() for name in cells]
                break
        if not found:
            raise ImportRefused(
                "the file is empty",
                ["line 1: there is no header"],
                "its first row names the columns: said,source,claim",
            )
        given = {header.casefold(): column for header, column in self._layout.columns.items()}
        header = [given.get(name.casefold()) or _plain(name) for name in found]
        problems = list(_wrong(header, found))
        for name in self._layout.columns:
            if name.casefold() not in map(str.casefold, found):
                problems.append(f"line 1: there is no column '{name}'; the file has {', '.join(filter(None, found))}")
        if problems:
            _refuse_bytes("".join(found).encode())
            raise ImportRefused(
                "the header of the table is wrong",
                problems,
                "--column said=Datum reads a column of another name, --column -=Initials leaves one out; "
                f"known columns: {' '.join(COLUMNS)}",
            )
        return header


def _plain(name: str) -> str:
    """A header as our columns are written: ``Claim Text`` is claim_text."""
    return re.sub(r"[\s_-]+", "_", name.casefold())


def _wrong(header: list[str], found: list[str]) -> Iterator[str]:
    """What is wrong with a header."""
    several = Counter(name for name in header if name not in ("", LEFT_OUT))
    for name, written in zip(header, found, strict=True):
        if name not in COLUMNS and name not in ("", LEFT_OUT):
            near = get_close_matches(name, COLUMNS, n=1)
            yield f"line 1: there is no column '{written}'" + (f", is it {near[0]}?" if near else "")
    yield from (f"line 1: the column '{name}' stands twice" for name, count in several.items() if count > 1)
    if several.keys() <= set(COLUMNS) and not several.keys() & {"claim", NAME["claim"]}:
        yield "line 1: the column 'claim' is missing"


# -- text from bytes -----------------------------------------------------------------------------------------------


_CHUNK: Final = 1 << 16
_START: Final = 1 << 12
"""How many bytes tell whether a file is text."""


def _recode(file: BinaryIO, encoding: str, recoded: IO[bytes]) -> None:
    """Write a file of another encoding as UTF-8.

    Raises UsageError for an encoding that there is not, ImportRefused for bytes that it does not know.
    """
    try:
        "a".encode(encoding)
        decoder = codecs.getincrementaldecoder(encoding)()
    except (LookupError, ValueError):
        raise UsageError(
            f"there is no encoding '{encoding[:40]}'", "--encoding cp1252 (Windows), utf-16, iso-8859-1"
        ) from None
    file.seek(0)
    offset = 0
    try:
        while chunk := file.read(_CHUNK):
            recoded.write(decoder.decode(chunk).encode())
            offset += len(chunk)
        recoded.write(decoder.decode(b"", final=True).encode())
    except ValueError as problem:
        _refuse_bytes(_start(file))
        place = offset + problem.start if isinstance(problem, UnicodeDecodeError) else offset
        raise ImportRefused(
            f"the file is not {encoding}", [f"byte {place} cannot be read"], "give the encoding it was saved in"
        ) from None


class _Texts:
    """The lines of a file as text, with their line breaks. Raises ImportRefused for other than UTF-8 and endless rows.

    row: the number of the line on which the row that is being read begins. is_cut: after the last line, whether that
    had no end.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.row = 1
        self.is_cut = False
        self._given = 0
        self._held = 0
        self._file = file
        self._each = self._read(lines(file, LONGEST))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = next(self._each)
        self._given += 1
        return text

    def begin_row(self) -> None:
        """What is read from here on is another row."""
        self.row, self._held = self._given + 1, 0

    def _read(self, found: Iterable[tuple[int, bytes]]) -> Iterator[str]:
        offset = 0
        for number, raw in found:
            self._held += len(raw)
            if self._held > LONGEST:
                raise ImportRefused(
                    _NO_TABLE,
                    [f"line {self.row}: a row of more than {LONGEST >> 20} MiB begins here"],
                    "is a quotation mark open?",
                )
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as problem:
                _refuse_bytes(_start(self._file))
                raise ImportRefused(
                    "the file is not UTF-8",
                    [f"line {self.row}: byte {offset + problem.start} cannot be read"],
                    f"save it as CSV UTF-8, or, if Windows wrote it: tracker import {name_of(self._file)} "
                    "--encoding cp1252",
                    retyped=Retyped("save it as CSV UTF-8, or, if Windows wrote it:", added=("--encoding", "cp1252")),
                ) from None
            offset += len(raw)
            self.is_cut = not raw.endswith(b"\n")
            if "\r" in text[:-2]:
                # Line breaks of old, which end lines by themselves.
                yield from io.StringIO(text, newline="")
                self.is_cut = self.is_cut and not raw.endswith(b"\r")
            else:
                yield text


_NO_CHARACTERS: Final = frozenset({*range(32)} - {*b"\t\n\v\f\r\x1a\x1b"})
"""Bytes that no text has."""


def _start(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(_START)


def _refuse_bytes(start: bytes) -> None:
    """Raise ImportRefused for what could not be read, if it is no text at all."""
    if _NO_CHARACTERS.intersection(start):
        raise ImportRefused(
            "the file is no text",
            ["line 1: it begins with bytes that no text has"],
            "save a spreadsheet as CSV UTF-8 first",
        ) from None
