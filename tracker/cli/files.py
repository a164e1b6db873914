"""The files a user names: read, and written without harm to others."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final, cast

from tracker.desk.exporting import write
from tracker.errors import DiskError, NotFound, UsageError

_SMALL: Final = 16 << 20
"""Up to how many bytes of standard input are kept in memory rather than in a temporary file."""


def read(name: str, most: int | None = None) -> bytes:
    """The bytes of a file; ``-`` is standard input. Raises NotFound where it cannot be read, UsageError where it holds
    more bytes than ``most``; of those no more are read.
    """
    if most is None:
        with opened(name) as file:
            return file.read()
    with nullcontext(sys.stdin.buffer) if name == "-" else opened(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise UsageError(
            f"'{name}' holds more than {most:,} bytes", f"give the article alone, or --max-bytes {5 * most}"
        )
    return data


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file that can be read more than once; ``-`` is standard input. Raises NotFound where it cannot be read.

    What comes through a pipe is kept meanwhile: in memory while it is small, then in a temporary file that has no name,
    or goes away with us, and that nobody else can read.
    """
    if name == "-":
        with _kept(sys.stdin.buffer) as spool:
            yield spool
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below, where a reader's own errors are not taken for ours
    except OSError as problem:
        raise NotFound(f"'{name}' cannot be read: {problem.strerror}", "check the path and its rights") from None
    except ValueError:
        raise NotFound(f"'{name}' cannot be the name of a file", "check the path") from None
    with file:
        if file.seekable():
            yield file
        else:
            with _kept(file) as spool:
                yield spool


@contextmanager
def _kept(pipe: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.SpooledTemporaryFile(_SMALL) as spool:
        try:
            shutil.copyfileobj(pipe, spool)
            spool.seek(0)
        except OSError as problem:
            raise DiskError(
                f"what comes through the pipe cannot be kept in '{tempfile.gettempdir()}': {problem.strerror}",
                "put it into a file, and name that; or let TMPDIR name a folder with space",
            ) from None
        yield cast(BinaryIO, spool)


def write_table(name: str, lines: Iterable[str]) -> None:
    """Write a table with its header; an older table with the same header is replaced, any other file is left alone.

    Raises UsageError where it cannot be written.
    """
    rest = iter(lines)
    header = next(rest) + "\n"
    path = Path(name)
    with suppress(OSError, ValueError):
        if path.is_file() and path.stat().st_size and not _begins(path, header):
            raise UsageError(f"'{name}' is another file and stays as it is", "name a new one")
    write(name, chain([header], (line + "\n" for line in rest)), force=True)


def _begins(path: Path, header: str) -> bool:
    with path.open("rb") as file:
        return file.read(len(header)) == header.encode()
