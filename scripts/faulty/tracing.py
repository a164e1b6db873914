"""What a command asks of the disk, as strace sees it: written, flushed, deleted, renamed, in this order."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from faulty.program import Ran, run

CALLS: Final = (
    "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link",
    "linkat",
)  # fmt: skip
"""The calls by which SQLite and we change files; `write` is left out, since Python uses it for much else."""
NEEDED: Final = "strace is not here: apt-get install strace"


class Call(NamedTuple):
    """One call to the system. about: the path or paths it concerns, as strace prints them."""

    name: str
    about: str

    @property
    def flushes(self) -> bool:
        """Whether it returns only when the disk has it."""
        return self.name in ("fsync", "fdatasync")


def is_here() -> bool:
    """Whether strace is installed."""
    return shutil.which("strace") is not None


def traced(sheet: Path, *words: str) -> tuple[Ran, list[Call]]:
    """Run `tracker` and write down its calls."""
    # With the filter in the kernel only these calls stop the program, which is several times quicker.
    done = run(*words, before=(*_strace(sheet), "--seccomp-bpf", "-e", f"trace={_names()}"))
    found = re.findall(r"^\d+ +(\w+)\((.*)$", sheet.read_text(errors="replace"), re.MULTILINE)
    return done, [Call(name, about) for name, about in found]


def killed_at(sheet: Path, calls: Sequence[Call], number: int, *words: str) -> Ran:
    """Run `tracker` and kill it as it is about to make the call of this number, from 0, of those it makes unkilled."""
    name = calls[number].name
    # strace counts each kind of call apart.
    nth = sum(call.name == name for call in calls[: number + 1])
    rule = f"inject={name}:signal=KILL:when={nth}"
    return run(*words, before=(*_strace(sheet), "-e", f"trace={name}", "-e", rule))


def _strace(sheet: Path) -> tuple[str, ...]:
    return ("strace", "-f", "-y", "-s", "0", "-o", str(sheet))


def _names() -> str:
    return ",".join(f"?{name}" for name in CALLS)
