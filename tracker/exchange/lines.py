"""The lines of a file from anywhere, none of them longer than agreed: no file makes us hold more than that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from tracker.errors import ImportRefused

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
