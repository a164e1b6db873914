"""Making a database aside: it gets its name only when all of it is on disk.

Until then it stands in a private folder beside its name, with whatever SQLite puts next to it. What a kill has left of
such a folder goes the next time.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.errors import UsageError, unwritten
from tracker.files import PARTIAL, free, named, on_disk
from tracker.store.naming import quoted
from tracker.store.sqlite import BESIDE


@contextmanager
def aside(name: str, *, force: bool = False) -> Iterator[Path]:
    """An empty file for a database, readable by its owner alone whatever the umask, that becomes ``name`` at the end.

    force: an older file is replaced, in one step. Raises UsageError for a name that cannot be taken and DiskError
    where the disk is full or nobody may write; then everything is as before.
    """
    try:
        path = _room(name, force=force)
        folder = path.with_name(path.name + PARTIAL)
        number = _begun(folder)
        try:
            made = folder / path.name
            os.close(os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            made.chmod(0o600)
            yield made
            on_disk(made)
            named(made, path, force=force)
        finally:
            _removed(folder)
            os.close(number)
        on_disk(path.parent)
    except OSError as problem:
        raise unwritten(name, problem) from None
    except ValueError:
        raise UsageError(f"'{name}' cannot be the name of a file", "check the path") from None


def _room(name: str, *, force: bool) -> Path:
    """Where the database is to be: nothing lies there, nor beside it what SQLite would take for a part of it."""
    path = free(name, force=force)
    for part in BESIDE:
        beside = path.with_name(path.name + part)
        if beside.exists():
            raise UsageError(
                f"'{beside}' lies there, and SQLite would take it for a part of '{name}'", "name another file"
            )
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder '{path.parent}'", f"mkdir -p {quoted(str(path.parent))}")
    return path


def _begun(folder: Path) -> int:
    """An empty folder that is ours alone, and the file number that holds its lock."""
    while True:
        with suppress(FileExistsError):
            folder.mkdir(0o700)
            folder.chmod(0o700)
        if folder.is_symlink() or not folder.is_dir():
            raise UsageError(f"'{folder}' is in the way", "remove it, or name another file")
        number = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(number), folder.stat()):
                _emptied(folder)
                return number
        except BlockingIOError:
            os.close(number)
            raise UsageError(f"'{folder}' is being written by another program", "try again when it is done") from None
        except FileNotFoundError:
            pass
        os.close(number)


def _emptied(folder: Path) -> None:
    """Remove what a kill has left; only what we put there, so that a folder of the user's is never emptied."""
    name = folder.name.removesuffix(PARTIAL)
    for part in ("", *BESIDE):
        (folder / f"{name}{part}").unlink(missing_ok=True)
    if any(folder.iterdir()):
        raise UsageError(f"'{folder}' is in the way: it holds files of others", "remove it, or name another file")


def _removed(folder: Path) -> None:
    with suppress(OSError, UsageError):
        _emptied(folder)
        folder.rmdir()
