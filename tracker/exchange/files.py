"""Private files: what the program writes for a user is his alone, and is whole or not there at all."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from tracker.errors import UsageError, unwritten

_PARTIAL: Final = ".partial"


@contextmanager
def private_file(name: str | Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A new file, readable by its owner alone whatever the umask, that gets its name only when all of it is on disk.

    Until then it is ``NAME.partial`` beside it; that goes away on failure, and what a kill has left of it goes away the
    next time. force: an older file is replaced, in one step. Raises UsageError for a name that cannot be taken and
    DiskError where the disk is full or nobody may write; then everything is as before.
    """
    try:
        path = _free(name, force=force)
        partial = path.with_name(path.name + _PARTIAL)
        with open(_begun(partial), "wb") as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                _named(partial, path, force=force)
            except BaseException:
                with suppress(OSError):
                    partial.unlink()
                raise
        _settled(path.parent)
    except OSError as problem:
        raise unwritten(name, problem) from None
    except ValueError:
        raise UsageError(f"'{name}' cannot be the name of a file", "check the path") from None


def _free(name: str | Path, *, force: bool) -> Path:
    """Where a file is to be, once it is clear that nothing is lost there. A link is followed to what it names."""
    if not str(name):
        raise UsageError("'' cannot be written: a file needs a name", "give the path of the file")
    path = Path(os.path.realpath(name)) if force else Path(name).absolute()
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return path
    if stat.S_ISDIR(mode):
        raise UsageError(f"'{name}' cannot be written: it is a folder", "give the path of the file")
    if not force:
        raise UsageError(f"'{name}' is there already and stays as it is", "name a new file, or --force replaces it")
    if not stat.S_ISREG(mode):
        raise UsageError(f"'{name}' is no ordinary file", "name a new one; - is standard output")
    return path


def _begun(partial: Path) -> int:
    """A new file, locked: nobody takes it for something that was left behind. What was left behind is removed."""
    while True:
        with suppress(FileExistsError):
            number = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            if _is_ours(number, partial):
                os.fchmod(number, 0o600)
                return number
            os.close(number)
        _remove_left(partial)


def _remove_left(partial: Path) -> None:
    with suppress(FileNotFoundError):
        number = os.open(partial, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        if _is_ours(number, partial):
            partial.unlink()
        os.close(number)


def _is_ours(number: int, partial: Path) -> bool:
    """Whether an open file could be locked and still has its name. Raises UsageError while somebody else writes it."""
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(number), partial.lstat())
    except FileNotFoundError:
        return False
    except BlockingIOError:
        os.close(number)
        raise UsageError(f"'{partial}' is being written by another program", "try again when it is done") from None


def _named(partial: Path, path: Path, *, force: bool) -> None:
    """Give a finished file its name; one that has come there meanwhile is replaced only by force."""
    if force:
        partial.replace(path)
        return
    try:
        os.link(partial, path)
    except FileExistsError:
        raise UsageError(f"'{path}' has come to be meanwhile and stays as it is", "name a new file") from None
    except OSError:
        # Some file systems know no links; there the name was free a moment ago.
        partial.replace(path)
        return
    partial.unlink()


def _settled(folder: Path) -> None:
    """Have a folder on disk with the names in it, where the system can do that."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
