"""The columns of one log, kept in a file: read as they lie there, and believed only as long as they fit the log.

They hold handles and numbers, no words. The file can be deleted at any time; one that is cut, damaged, of another log
or of another layout is no file.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from struct import Struct
from tempfile import NamedTemporaryFile
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np

from tracker.columns.said import COLUMNS, Ints, Statements, Versions

_MAGIC: Final = b"tracker columns 1\n"
_SIZES: Final = Struct(">QL")
"""How long the header is, and the checksum of all that follows."""
_LISTS: Final = ("claims", "articles", "groups")
_SMALL: Final = np.iinfo(np.int32)


class KeptColumns(NamedTuple):
    """Versions up to an entry, whose position and hash these are. origin: of the log. layout: of its tables."""

    origin: str
    layout: str
    position: int
    hash: str
    versions: Versions


def load(path: Path) -> KeptColumns | None:
    """What a file holds; None if there is none that can be believed."""
    with suppress(OSError, ValueError, LookupError, TypeError), path.open("rb") as file:
        return _read(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    return None


def keep(path: Path, kept: KeptColumns) -> None:
    """Write columns to a file that only its owner reads, in one step; others go on with the one they have open.

    Raises OSError where it cannot be written; then everything is as before.
    """
    said = kept.versions.said
    every = {"frm": kept.versions.frm, "upto": kept.versions.upto, **{name: getattr(said, name) for name in COLUMNS}}
    small = {name: _narrow(column) for name, column in every.items()}
    told = {
        **{name: value for name, value in kept._asdict().items() if name != "versions"},
        **{name: list(getattr(said, name)) for name in _LISTS},
        "columns": [[name, column.dtype.str, len(column)] for name, column in small.items()],
    }
    header = json.dumps(told).encode()
    total = crc32(header)
    for column in small.values():
        total = crc32(column.data, total)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            file.write(_MAGIC + _SIZES.pack(len(header), total) + header)
            file.writelines(column.data for column in small.values())
            file.close()
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def _narrow(column: Ints) -> Ints:
    """A column in half the room, where its numbers are small."""
    fits = not len(column) or (column.min() >= _SMALL.min and column.max() <= _SMALL.max)
    return np.ascontiguousarray(column, dtype=np.int32 if fits else np.int64)


def _read(content: memoryview) -> KeptColumns | None:
    if bytes(content[: len(_MAGIC)]) != _MAGIC:
        return None
    begins = len(_MAGIC) + 12
    size, total = (
        int.from_bytes(some, "big") for some in (content[begins - 12 : begins - 4], content[begins - 4 : begins])
    )
    ends = begins + size
    if crc32(content[begins:]) != total:
        return None
    told = json.loads(bytes(content[begins:ends]))
    columns = dict(_columns(content[ends:], told["columns"]))
    said = Statements(*(told[name] for name in _LISTS), *(columns[name] for name in COLUMNS))
    versions = Versions(columns["frm"], columns["upto"], said)
    return KeptColumns(told["origin"], told["layout"], told["position"], told["hash"], versions)


def _columns(body: memoryview, told: list[list[Any]]) -> Iterator[tuple[str, Ints]]:
    at = 0
    for name, kind, count in told:
        column = np.frombuffer(body, dtype=kind, count=count, offset=at)
        at += column.nbytes
        yield name, column
