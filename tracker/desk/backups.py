"""The verb backup: a copy of the log of this moment, checked before it gets its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tracker.desk.desk import Desk
from tracker.errors import RuleError, UsageError
from tracker.store import backup as store
from tracker.store import log
from tracker.store.aside import aside
from tracker.store.bulk import Progress
from tracker.store.checking.verify import verify
from tracker.store.database import reading
from tracker.store.naming import is_url


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished copy: how many entries it has, the hash of the last one, and whether all of them were checked."""

    path: str
    entries: int
    head: str
    verified: bool


def backup(
    desk: Desk, name: str, *, force: bool = False, check: bool = True, progress: Progress | None = None
) -> Backup:
    """Copy the log to a new file; other programs go on reading and writing meanwhile.

    check: verify the whole chain of the copy. progress: told how many entries are copied, then how many more are
    verified. Raises RuleError for a copy that does not verify; like every failure, it leaves no file of that name.
    """
    if not is_url(desk.location) and _same(name, desk.location):
        raise UsageError(f"'{name}' is the database itself", "name another file")
    with aside(name, force=force) as made:
        copied = store.copy(desk.location, made, name, progress)
        position, last = copied.head.position, copied.head.hash
        with reading(str(made)) as session:
            end = log.head(session)
            if (end.position, end.hash, log.origin(session)) != (position, last, copied.origin):
                raise RuleError("the copy is not the log that was read, and was thrown away", "tracker verify")
            if check:
                found = verify(session, (lambda done: progress(position + done)) if progress else None)
                if not found.ok:
                    raise RuleError(
                        f"the copy does not verify, and was thrown away: {found.faults[0].message}",
                        "tracker verify; --no-verify copies the log as it is",
                    )
    return Backup(name, position, last, check)


def _same(name: str, location: str) -> bool:
    try:
        return Path(name).samefile(location)
    except (OSError, ValueError):
        return False
