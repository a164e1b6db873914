"""Making a database, bringing it up to date, and finding the sample cases."""

from __future__ import annotations

from pathlib import Path

from tracker.errors import UsageError
from tracker.store import database, migrate


def initialise(location: str, app_role: str | None = None) -> bool:
    """Make a database; False if it is there already. Raises DatabaseError, NotFound for a role that there is not."""
    return migrate.initialise(location, app_role)


def make_new(path: Path) -> None:
    """Make a database where no file is yet. Raises UsageError if there is one."""
    if path.exists():
        raise UsageError(f"'{path}' exists already", "name a file that does not exist yet")
    migrate.initialise(str(path))


def upgrade(location: str) -> tuple[str, str, Path | None]:
    """Bring a database to the newest schema; the schemas before and after, and the copy made first. Raises
    DatabaseError.
    """
    return migrate.upgrade(location)


def named(location: str) -> str:
    """A database as it may be named to people: an address without its password."""
    return database.shown(location)


def tells_password(location: str) -> bool:
    """Whether a password stands in an address."""
    return database.has_password(location)


def seed(case: str, file: str) -> bytes:
    """A file of a sample case, from an installed package or from the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_seeds"
    folder = installed if installed.is_dir() else package.parent / "seeds"
    return (folder / case / file).read_bytes()
