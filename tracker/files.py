"""Files of the user's: what the program writes for him is his alone, and is whole or not there at all."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from tracker.errors import NotFound, UsageError, unwritten

PARTIAL: Final = ".partial"
"""How the name of what is not finished yet ends."""


@contextmanager
def private_file(name: str | Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A new file, readable by its owner alone whatever the umask, that gets its name only when all of it is on disk.

    Until then it is ``NAME.partial`` beside it; that goes away on failure, and what a kill has left of it goes away the
    next time. force: an older file is replaced, in one step. Raises UsageError for a name that cannot be taken and
    DiskError where the disk is full or nobody may write; then everything is as before.
    """
    try:
        path = free(name, force=force)
        partial = path.with_name(path.name + PARTIAL)
        with open(_begun(partial), "wb") as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                named(partial, path, force=force)
            except BaseException:
                with suppress(OSError):
                    partial.unlink()
                raise
        on_disk(path.parent)
    except OSError as problem:
        raise unwritten(name, problem) from None
    except ValueError:
        raise UsageError(f"'{name}' cannot be the name of a file", "check the path") from None


def free(name: str | Path, *, force: bool) -> Path:
    """Where a new file is to be, once it is clear that nothing is lost there. By force a link is followed.

    Raises UsageError for a name that cannot be taken.
    """
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
        raise UsageError(f"'{name}' is no ordinary file", "name a new one")
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


def named(made: Path, path: Path, *, force: bool) -> None:
    """Give a finished file its name; one that has come there meanwhile is replaced only by force."""
    if force:
        made.replace(path)
        return
    try:
        os.link(made, path)
    except FileExistsError:
        raise UsageError(f"'{path}' has come to be meanwhile and stays as it is", "name a new file") from None
    except OSError:
        # Some file systems know no links; there the name was free a moment ago.
        made.replace(path)
        return
    made.unlink()


def on_disk(path: Path) -> None:
    """Have a file on disk, or a folder with the names in it where the system can do that."""
    try:
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    except OSError:
        # Some systems cannot flush a folder; a file that they could not flush is lost with the power.
        if path.is_file():
            raise


def read(path: Path, most: int) -> bytes:
    """The first bytes of a file, one more than ``most`` if there are more. Raises NotFound where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as problem:
        raise NotFound(f"'{path}' cannot be read: {problem.strerror}", "check the path and its rights") from None
    except ValueError:
        raise NotFound(f"'{path}' cannot be the name of a file", "check the path") from None


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
                raise unwritten(folder, problem) from None
