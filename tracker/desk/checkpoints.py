"""Checkpoints: making a key, signing where the log stands, and holding the log against what was signed before."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final, NamedTuple

from tracker import files
from tracker.desk.desk import Desk
from tracker.domain.chain import entry_hash, genesis
from tracker.domain.clocks import iso
from tracker.errors import NotFound, RuleError, UsageError
from tracker.exchange import checkpoint, signing
from tracker.exchange.checkpoint import LARGEST, Checkpoint
from tracker.store import log
from tracker.store.faults import Fault
from tracker.store.naming import quoted
from tracker.store.session import Session

_MAKE: Final = "tracker checkpoint --new-key"
_PRINT: Final = "tracker checkpoint --public-key"


class Key(NamedTuple):
    """A key: the file of its private half, and its public half, 64 hex digits."""

    path: Path
    public: str


def make_key(path: Path) -> Key:
    """Make a private key that only its owner may read. Raises RuleError where there is one already."""
    key = signing.new_key()
    if path.exists():
        raise RuleError(
            f"there is a key at '{path}' already, and it stays: what it signed could no longer be checked",
            "TRACKER_KEY=OTHER_FILE names another one; tracker checkpoint --public-key prints this one's public half",
        )
    files.make_folder(path.parent)
    _keep(path, key)
    return Key(path, signing.public(key, str(path)))


def key(path: Path) -> Key:
    """The key in a file. Raises NotFound where there is none, RuleError where it is no key."""
    return Key(path, signing.public(_secret(path), str(path)))


def trusted(text: str | None, own: Path) -> str:
    """The public key that checkpoints must be signed with: as given, or in a file of that name, else one's own.

    Empty where there is neither. Raises UsageError for a text that is none.
    """
    if text is None:
        return key(own).public if own.exists() else ""
    given = text.strip().lower()
    if not checkpoint.is_hex(given, 64):
        if not Path(text).exists():
            raise UsageError(f"'{text}' is no public key: that is 64 hex digits, or a file that holds them", _PRINT)
        given = files.read(Path(text), LARGEST).decode(errors="replace").strip()
        if not checkpoint.is_hex(given, 64):
            raise UsageError(f"the file '{text}' holds no public key: that is 64 hex digits", _PRINT)
    return given


def _secret(path: Path) -> bytes:
    if not path.exists():
        raise NotFound(f"there is no key at '{path}'", _MAKE)
    return files.read(path, LARGEST)


def write(desk: Desk, name: str, key_file: Path) -> Checkpoint:
    """Sign where the log stands and keep that in a file.

    An older checkpoint of the same log and key is replaced if the log still holds what it says; any other file stays.
    Raises RuleError or UsageError then, NotFound without a key.
    """
    secret = _secret(key_file)
    if stat.S_IMODE(key_file.stat().st_mode) & 0o077:
        raise RuleError(f"others may read the key '{key_file}'", f"chmod 600 {quoted(str(key_file))}")
    public = signing.public(secret, str(key_file))
    path = Path(name).resolve()
    with desk.reading() as session:
        over = _is_successor(session, path, name, public)
        bare = _standing(session)._replace(made=iso(desk.clock), key=public)
    made = bare._replace(signature=signing.sign(secret, str(key_file), bare.signed))
    _keep(path, made.written, over=over)
    return made


def _keep(path: Path, data: bytes, *, over: bool = False) -> None:
    with files.private_file(path, force=over) as file:
        file.write(data)


def _standing(session: Session) -> Checkpoint:
    """Where the log stands, unsigned. Raises RuleError where its last entry is not what its hash says."""
    end = log.head(session)
    row = log.at(session, end.position)
    if row is not None and entry_hash(row.header) != row.hash:
        raise RuleError(
            f"the last entry has been changed: the hash of entry {end.position} does not fit", "tracker verify"
        )
    recorded = iso(end.recorded) if end.position else ""
    return Checkpoint(log.origin(session), end.position, end.hash, recorded, "", "")


def _is_successor(session: Session, path: Path, name: str, public: str) -> bool:
    """Whether there is an older checkpoint that a new one may replace; False where there is no file yet."""
    if not path.exists():
        return False
    if not path.is_file():
        raise UsageError(f"'{name}' is not a plain file", "name a new one")
    try:
        older = checkpoint.parse(files.read(path, LARGEST), name)
    except RuleError:
        raise UsageError(f"'{name}' is another file and stays as it is", "name a new one") from None
    check(older, name, public)
    fault = compare(session, older, name)
    if fault is not None:
        raise RuleError(f"{fault.message}; '{name}' stays as it is", f"tracker verify --checkpoint {quoted(name)}")
    return True


def check(found: Checkpoint, name: str, trusted: str) -> None:
    """Raise RuleError unless a checkpoint was signed by the owner of a public key."""
    if found.key != trusted:
        raise RuleError(
            f"the checkpoint '{name}' was signed with the key {found.key}, which is not yours",
            "its maker's is told by: tracker checkpoint --public-key; where that is this key, add --key KEY",
        )
    if not signing.is_signed(found.key, found.signature, found.signed):
        raise RuleError(f"the checkpoint '{name}' has been changed: its signature does not fit", checkpoint.AGAIN)


def opened(data: bytes, name: str, trusted: str) -> Checkpoint:
    """The checkpoint in a file, signed by the owner of a public key. Raises RuleError for any other."""
    found = checkpoint.parse(data, name)
    check(found, name, trusted)
    return found


def compare(session: Session, seen: Checkpoint, name: str) -> Fault | None:
    """How the log differs from what a checkpoint saw, if it does. Raises RuleError for a checkpoint of another log."""
    if seen.origin != log.origin(session):
        raise RuleError(f"the checkpoint '{name}' is of another log", "name the database it was made of: --db PATH")
    end = log.head(session)
    if end.position < seen.entries:
        return Fault(
            None,
            "older",
            f"the log is older than the checkpoint: it holds {end.position} entries, the checkpoint saw {seen.entries}",
        )
    if not _holds(session, seen):
        return Fault(
            seen.entries,
            "differs",
            f"the log differs from the checkpoint: entry {seen.entries} is not the one that was signed on "
            f"{seen.made[:10]}; the log was forked, or forged anew",
        )
    return None


def _holds(session: Session, seen: Checkpoint) -> bool:
    """Whether the entry that a checkpoint names is in its place, and is what its hash says."""
    if not seen.entries:
        return seen.head == genesis(seen.origin)
    row = log.at(session, seen.entries)
    try:
        return row is not None and row.hash == seen.head and entry_hash(row.header) == row.hash
    except (TypeError, ValueError, AttributeError):
        return False
