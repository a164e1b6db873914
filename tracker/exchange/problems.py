"""The bad rows of a file: the first ones, and how many more, so that the answer to any file has an end."""

from __future__ import annotations

from typing import Final, NamedTuple

SHOWN: Final = 100
"""How many bad rows are shown."""
_LONGEST: Final = 400
"""Up to how many characters of a message are shown; it may repeat a value of any length."""


class Bad(NamedTuple):
    """A row that cannot be taken, and why."""

    line: int
    message: str


class Problems:
    """What is wrong with a file, found in any order. False while there is nothing."""

    def __init__(self) -> None:
        self.count = 0
        self._first: set[Bad] = set()

    def __bool__(self) -> bool:
        return self.count > 0

    def add(self, line: int, message: str) -> None:
        """Take note of a bad row; the same problem of the same line counts once."""
        if len(message) > _LONGEST:
            message = message[:_LONGEST] + "..."
        bad = Bad(line, message)
        if bad not in self._first:
            self.count += 1
            if len(self._first) < SHOWN:
                self._first.add(bad)

    def lines(self) -> list[str]:
        """One line of text for each of the first bad rows, by line number, and one that counts the others."""
        told = [f"line {line}: {message}" for line, message in sorted(self._first)]
        more = self.count - len(self._first)
        return [*told, f"and {more:,} more"] if more else told
