"""What can go wrong, in the user's words.

Every error says what was wrong with which value and offers a hint to paste. The exit code is part of the
command-line contract; nothing here depends on the rest of the project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from errno import EACCES, EDQUOT, EFBIG, EIO, ENOSPC, EPERM, EROFS


class ExitCode(IntEnum):
    """What the shell learns about the outcome of a command."""

    FINE = 0
    NO = 1
    """The answer is no: a broken log, a step that a rule refuses."""
    USAGE = 2
    NOT_FOUND = 3
    """Not found, or found more than once."""
    DATABASE = 4
    """The database is missing, locked, older, newer, or its clock is off; or a disk or its rights refuse to write."""
    BUG = 70
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Retyped:
    """What to change in the command that was refused, so that it does what was meant: ``-s nvdia`` to ``-s nvidia``.

    lead: what to say first. instead: the right value by the wrong one. options: by an option that takes a value, what
    to type instead of both; an empty text leaves them out. added: what to type behind all of it. Nothing of these is
    the command as it was, to be repeated.
    """

    lead: str = ""
    instead: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    added: Sequence[str] = ()


class TrackerError(Exception):
    """A problem to be shown as ``error: message`` and ``hint: hint``.

    retyped: the same command mended, to be shown instead of the hint where the words to mend were typed as a command.
    """

    exit_code = ExitCode.NO

    def __init__(self, message: str, hint: str = "", retyped: Retyped | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.retyped = retyped


class RuleError(TrackerError):
    """A step that the record's own rules refuse."""

    exit_code = ExitCode.NO


class UsageError(TrackerError):
    """A value or a combination of options that makes no sense."""

    exit_code = ExitCode.USAGE


class NotFound(TrackerError):
    """A handle, entry or file that does not exist, or a shortened handle that fits several."""

    exit_code = ExitCode.NOT_FOUND


class DatabaseError(TrackerError):
    """A database that is missing, busy, damaged, or of another version."""

    exit_code = ExitCode.DATABASE


class DiskError(TrackerError):
    """A disk that is full or fails, or a place where one may not write."""

    exit_code = ExitCode.DATABASE


def unwritten(name: object, problem: OSError) -> TrackerError:
    """What to say of a file or folder that could not be written: for the disk, for its rights, or for its name."""
    message = f"'{name}' cannot be written: {problem.strerror}"
    if problem.errno in (ENOSPC, EDQUOT, EFBIG, EIO):
        return DiskError(message, "free some space and repeat the command; nothing of it was kept")
    if problem.errno in (EACCES, EPERM, EROFS):
        return DiskError(message, "check the rights, or name another place")
    return UsageError(message, "check the path")


class ImportRefused(TrackerError):
    """A file with bad rows: all of them are shown, and nothing of the file is kept.

    ``problems`` holds one line per bad row, in file order, each starting with its line number.
    """

    exit_code = ExitCode.NO

    def __init__(self, message: str, problems: Sequence[str], hint: str = "", retyped: Retyped | None = None) -> None:
        super().__init__(message, hint, retyped)
        self.problems = tuple(problems)
