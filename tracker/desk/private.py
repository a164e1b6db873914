"""Small files that only their owner may read, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tracker.errors import NotFound, RuleError, UsageError


def read(path: Path, most: int) -> bytes:
    """The first bytes of a file, one more than ``most`` if there are more. Raises NotFound where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as problem:
        raise NotFound(f"'{path}' cannot be read: {problem.strerror}", "check the path and its rights") from None
    except ValueError:
        raise NotFound(f"'{path}' cannot be the name of a file", "check the path") from None


def keep(path: Path, data: bytes, *, over: bool = False) -> None:
    """Write a file that only its owner may read, whatever the umask.

    over: replace an older one. Raises RuleError where there is one otherwise, UsageError where it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, 0o600)
                file.write(data)
                file.flush()
                os.fsync(handle)
            if over:
                Path(name).replace(path)
            else:
                # A link, unlike a renaming, never takes the place of a file that somebody else has made meanwhile.
                os.link(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    except FileExistsError:
        raise RuleError(f"there is a file '{path}' already, and it stays as it is", "name a new one") from None
    except OSError as problem:
        raise UsageError(f"'{path}' cannot be written: {problem.strerror}", "check the path and its rights") from None
    except ValueError:
        raise UsageError(f"'{path}' cannot be the name of a file", "check the path") from None


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, that only its owner may enter. One that is there stays as it is."""
    for folder in reversed((path, *path.parents)):
        if not folder.exists():
            try:
                folder.mkdir(0o700)
                folder.chmod(0o700)
            except FileExistsError:
                continue
            except OSError as problem:
                raise UsageError(
                    f"the folder '{folder}' cannot be made: {problem.strerror}", "check its rights"
                ) from None
