"""The lines of a file from anywhere, none of them longer than agreed: no file makes us hold more than that."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Final

from tracker.errors import ImportRefused, Retyped

CUT: Final = "does not end with a line break; was the file cut?"
"""What is wrong with the last line of a file that may have been longer."""


def lines(file: BinaryIO, most: int) -> Iterator[tuple[int, bytes]]:
    """Every line with its number, from 1 on, and its line break; the last may have none.

    Raises ImportRefused at a line of more than ``most`` bytes, and reads no further.
    """
    file.seek(0)
    number = 0
    while line := file.readline(most + 1):
        number += 1
        if len(line) > most:
            raise ImportRefused(
                "the file was refused; nothing of it was imported",
                [f"line {number}: is longer than {most >> 20} MiB, and what follows was not read"],
                "is it the right file, and in the right format?",
            )
        yield number, line


def _every_other(high: bytes, low: bytes) -> bool:
    """Whether letters look as UTF-16 writes those of Europe: most high bytes are 0, and most low ones are not."""
    return len(high) > 1 and 2 * high.count(0) > len(high) and 2 * low.count(0) < len(low)


def refuse_utf16(file: BinaryIO, way_out: str = "") -> None:
    """Raise ImportRefused for a file whose first bytes show that it is UTF-16.

    way_out: the command that helps, with ``{name}`` and ``{encoding}`` where those of the file belong; without one it
    is the same command with the encoding.
    """
    file.seek(0)
    start = file.read(64)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif _every_other(start[1::2], start[::2]):
        encoding = "utf-16-le"
    elif _every_other(start[::2], start[1::2]):
        encoding = "utf-16-be"
    else:
        return
    name = name_of(file)
    raise ImportRefused(
        "the file is not UTF-8 but UTF-16",
        ["line 1: byte 0 cannot be read"],
        way_out.format(name=name, encoding=encoding)
        if way_out
        else f"say so: tracker import {name} --encoding {encoding}",
        retyped=None if way_out else Retyped("say so:", added=("--encoding", encoding)),
    )


def name_of(file: BinaryIO) -> str:
    """How a file is called, for a hint."""
    name = getattr(file, "name", None)
    return name if isinstance(name, str) else "FILE"
