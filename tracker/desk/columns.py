"""What was said, as columns: from a file of the user's, brought up to the end of the log, or read anew.

The file is only a help: a reading says the same without it. It is not believed unless it ends with an entry of this
very log, and what cannot be written is simply read again the next time.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker import __version__
from tracker.store import log, views
from tracker.store.entrance import newest
from tracker.store.session import Session

if TYPE_CHECKING:
    from tracker.columns.kept import KeptColumns

LARGE: Final = 20_000
"""From how many entries on all claims are read off columns; importing what this takes is not worth it for fewer."""
BEHIND: Final = 1_000
"""How many entries a file may be behind before it is written again."""
_LAYOUT: Final = f"{newest()} of {__version__}"


def file_of(session: Session, folder: Path) -> Path:
    """Where the columns of a log are kept."""
    return folder / f"{sha256(log.origin(session).encode()).hexdigest()[:32]}.columns"


def forget(session: Session, folder: Path | None) -> None:
    """Throw the file of a log away: what it was read from has been written anew."""
    if folder is not None:
        with suppress(OSError):
            file_of(session, folder).unlink(missing_ok=True)


def kept(session: Session, folder: Path | None) -> KeptColumns:
    """The versions of all statements up to the end of the log."""
    from tracker.columns.gathered import gathered
    from tracker.columns.kept import KeptColumns, keep

    end = log.head(session)
    known = _known(session, folder)
    if known is not None and known.position == end.position:
        return known
    before, after = (known.versions, known.position) if known else (None, 0)
    versions = gathered(views.statement_versions(session, after), before)
    found = KeptColumns(log.origin(session), _LAYOUT, end.position, end.hash, versions)
    if folder is not None and end.position - after > BEHIND:
        with suppress(OSError):
            keep(file_of(session, folder), found)
    return found


def _known(session: Session, folder: Path | None) -> KeptColumns | None:
    """What the file holds, if it is of this log and of this layout, and ends with an entry that is still there."""
    from tracker.columns.kept import load

    found = load(file_of(session, folder)) if folder is not None else None
    if found is None or (found.origin, found.layout) != (log.origin(session), _LAYOUT):
        return None
    last = log.at(session, found.position)
    return found if last is not None and last.hash == found.hash else None
