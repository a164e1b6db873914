"""Small files of a user's, and the folder that they lie in."""

from __future__ import annotations

from pathlib import Path

from tracker.errors import NotFound, unwritten


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
