"""Reading the files a user names."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from tracker.errors import NotFound

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
