"""The files a user names: read, and written without harm to others."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import ENOSPC
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final, cast

from tracker.errors import NotFound, UsageError

_SMALL: Final = 16 << 20
"""Up to how many bytes of standard input are kept in memory rather than in a temporary file."""


def read(name: str) -> bytes:
    """The bytes of a file; ``-`` is standard input. Raises NotFound where it cannot be read."""
    with opened(name) as file:
        return file.read()


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file that can be read more than once; ``-`` is standard input. Raises NotFound where it cannot be read."""
    if name == "-":
        with tempfile.SpooledTemporaryFile(_SMALL) as spool:
            shutil.copyfileobj(sys.stdin.buffer, spool)
            spool.seek(0)
            yield cast(BinaryIO, spool)
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below, where a reader's own errors are not taken for ours
    except OSError as problem:
        raise NotFound(f"'{name}' cannot be read: {problem.strerror}", "check the path and its rights") from None
    except ValueError:
        raise NotFound(f"'{name}' cannot be the name of a file", "check the path") from None
    with file:
        yield file


def write_table(name: str, lines: Iterable[str]) -> None:
    """Write a table with its header; an older table with the same header is replaced, any other file is left alone.

    Raises UsageError where it cannot be written, OSError where the disk is full.
    """
    rest = iter(lines)
    header = next(rest) + "\n"
    path = Path(name)
    try:
        if path.is_file() and path.stat().st_size and not _begins(path, header):
            raise UsageError(f"'{name}' is another file and stays as it is", "name a new one")
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(chain([header], (line + "\n" for line in rest)))
    except OSError as problem:
        if problem.errno == ENOSPC:
            raise
        raise UsageError(f"'{name}' cannot be written: {problem.strerror}", "check the path and its rights") from None
    except ValueError:
        raise UsageError(f"'{name}' cannot be the name of a file", "check the path") from None


def _begins(path: Path, header: str) -> bool:
    with path.open("rb") as file:
        return file.read(len(header)) == header.encode()
