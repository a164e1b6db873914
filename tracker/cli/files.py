"""Reading the files a user names."""

from __future__ import annotations

import sys
from pathlib import Path

from tracker.errors import NotFound


def read(name: str) -> bytes:
    """The bytes of a file; ``-`` is standard input. Raises NotFound where it cannot be read."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as problem:
        raise NotFound(f"'{name}' cannot be read: {problem.strerror}", "check the path and its rights") from None
    except ValueError:
        raise NotFound(f"'{name}' cannot be the name of a file", "check the path") from None
