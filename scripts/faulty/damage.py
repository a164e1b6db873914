"""Damages copies of a log at random: each damage is noticed by `verify`, or harmless, and nothing breaks down over it.

Harmless means that `verify` says fine and export, belief, timeline and credibility read as before, to the byte. What
is done: bits flipped, pages zeroed, swapped, or as they were some time ago (a write that never came), the tail cut,
rubbish inside or behind, the header spoilt; and for a write that was cut off: its journal whole, cut, spoilt, lost,
or put beside a log that it does not belong to.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from faulty.record import READINGS, Log, Outcome, told, write_events

_PAGE = 4096
_CUT_OFF = """
import os, sqlite3, sys
log = sqlite3.connect(sys.argv[1], isolation_level=None)
log.execute("PRAGMA cache_size = 5")
log.execute("BEGIN IMMEDIATE")
for (name,) in log.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
    log.execute(f'DROP TRIGGER "{name}"')
log.execute("UPDATE entry SET actor = actor || 'x', facts = facts || ' '")
log.execute("DELETE FROM statement_version")
log.execute("DELETE FROM entry_tag")
os._exit(0)
"""
"""A write that spills from memory into the file and is cut off before its end."""


class Damage:
    """The ways to damage a file. before: the log as it was some time ago. cut: the log in the middle of a write."""

    def __init__(self, rng: Random, before: bytes, cut: Path) -> None:
        self.rng, self.before, self.cut = rng, before, cut
        self.ways: dict[str, Callable[[Path], str]] = {
            "bit": lambda path: self._flip(path, 1),
            "bytes": lambda path: self._flip(path, 16),
            "header": self._header,
            "zeroed page": lambda path: self._page(path, lambda _old, _number: bytes(_PAGE)),
            "swapped pages": self._swap,
            "stale page": self._stale,
            "rubbish": self._rubbish,
            "cut": self._tail,
            "rubbish behind": self._behind,
            "journal": lambda path: self._journal(path, "whole"),
            "journal cut": lambda path: self._journal(path, "cut"),
            "journal spoilt": lambda path: self._journal(path, "spoilt"),
            "journal lost": lambda path: self._journal(path, "lost"),
            "journal of another": self._foreign,
        }

    def do(self, path: Path) -> tuple[str, str]:
        """Damage a file in a way drawn at random: the way, and where."""
        way = self.rng.choice(["bit", "bit", "bytes", "stale page", *self.ways])
        return way, self.ways[way](path)

    def _flip(self, path: Path, count: int, most: int | None = None) -> str:
        content = bytearray(path.read_bytes())
        at = self.rng.randrange((most or len(content)) - count + 1)
        for place in range(at, at + count):
            content[place] ^= 1 << self.rng.randrange(8)
        path.write_bytes(content)
        return f"at byte {at}"

    def _header(self, path: Path) -> str:
        return self._flip(path, self.rng.choice((1, 4)), 100)

    def _page(self, path: Path, other: Callable[[bytes, int], bytes], number: int | None = None) -> str:
        content = bytearray(path.read_bytes())
        number = self.rng.randrange(len(content) // _PAGE) if number is None else number
        where = slice(number * _PAGE, (number + 1) * _PAGE)
        content[where] = other(bytes(content[where]), number)
        path.write_bytes(content)
        return f"page {number + 1}"

    def _swap(self, path: Path) -> str:
        content = path.read_bytes()
        one, two = self.rng.sample(range(len(content) // _PAGE), 2)

        def at(number: int) -> bytes:
            return content[number * _PAGE : (number + 1) * _PAGE]

        self._page(path, lambda _old, _number: at(two), one)
        self._page(path, lambda _old, _number: at(one), two)
        return f"pages {one + 1} and {two + 1}"

    def _stale(self, path: Path) -> str:
        content = path.read_bytes()
        pages = range(min(len(content), len(self.before)) // _PAGE)

        def then(number: int) -> bytes:
            return self.before[number * _PAGE : (number + 1) * _PAGE]

        changed = [n for n in pages if then(n) != content[n * _PAGE : (n + 1) * _PAGE]]
        return self._page(path, lambda _old, number: then(number), self.rng.choice(changed))

    def _rubbish(self, path: Path) -> str:
        content = bytearray(path.read_bytes())
        at = self.rng.randrange(len(content) - 512)
        content[at : at + 512] = self.rng.randbytes(512)
        path.write_bytes(content)
        return f"at byte {at}"

    def _tail(self, path: Path) -> str:
        content = path.read_bytes()
        at = self.rng.randrange(len(content))
        path.write_bytes(content[:at])
        return f"at byte {at}"

    def _behind(self, path: Path) -> str:
        count = self.rng.choice((1, 100, _PAGE))
        with path.open("ab") as file:
            file.write(self.rng.randbytes(count))
        return f"{count} bytes"

    def _journal(self, path: Path, how: str) -> str:
        shutil.copyfile(self.cut, path)
        journal = beside(path)
        shutil.copyfile(beside(self.cut), journal)
        if how == "cut":
            return self._tail(journal)
        if how == "spoilt":
            return self._flip(journal, self.rng.choice((1, 16)))
        if how == "lost":
            journal.unlink()
        return ""

    def _foreign(self, path: Path) -> str:
        shutil.copyfile(beside(self.cut), beside(path))
        if self.rng.random() < 0.5:
            return self._tail(beside(path))
        return ""


def beside(path: Path) -> Path:
    """Where SQLite looks for a journal."""
    return path.with_name(f"{path.name}-journal")


def check(folder: Path, rng: Random, trials: int) -> Iterator[Outcome]:
    """So many damages, each to a fresh copy."""
    log = told(folder)
    assert log.file is not None
    before = log.file.read_bytes()
    log.given("import", str(write_events(folder / "later.jsonl", "later", 100)))
    log.given("verdict", "claim-more", "true", "--because", "the harbour is closed")
    expected = log.readings()
    cut = _cut_off(folder, log)
    damage = Damage(rng, before, cut)
    copy = Log(str(folder / "copy.db"))
    assert copy.file is not None
    ended: dict[str, Counter[str]] = {way: Counter() for way in damage.ways}
    faults: list[str] = []
    for number in range(1, trials + 1):
        for path in folder.glob("copy.db*"):
            path.unlink()
        shutil.copyfile(log.file, copy.file)
        way, where = damage.do(copy.file)
        noticed, fault = _judged(copy, rng, expected)
        ended[way]["SILENT" if fault else "noticed" if noticed else "harmless"] += 1
        if fault:
            faults.append(f"damage {number}, {way} {where}: {fault}")
    both = Counter[str]()
    for count in ended.values():
        both.update(count)
    ways = "; ".join(f"{way} {sum(count.values())}" for way, count in ended.items() if count)
    yield Outcome(
        f"{trials} damages: {both['noticed']} noticed, {both['harmless']} harmless, {len(faults)} wrong ({ways})",
        tuple(faults),
    )


def _judged(log: Log, rng: Random, expected: tuple[str, ...]) -> tuple[bool, str]:
    """Whether the damage was noticed, and what is wrong with how it was taken."""
    found = log.run("verify")
    if fault := found.unsound(0, 1, 4):
        return False, f"verify {fault}"
    if found.code:
        words = rng.choice(READINGS)
        fault = log.run(*words).unsound(0, 1, 3, 4)
        return True, f"{' '.join(words)} {fault}" if fault else ""
    for words, before in zip(READINGS, expected, strict=True):
        now = log.run(*words)
        if now.code or now.out != before:
            return False, f"verify says fine, and {' '.join(words)} reads otherwise ({now.unsound(0) or 'exit 0'})"
    return False, ""


def _cut_off(folder: Path, log: Log) -> Path:
    """A copy of a log in the middle of a write that never ended, with its journal."""
    cut = folder / "cut-off.db"
    shutil.copyfile(log.location, cut)
    subprocess.run([sys.executable, "-c", _CUT_OFF, str(cut)], check=True)
    assert beside(cut).stat().st_size > _PAGE
    assert cut.read_bytes() != Path(log.location).read_bytes()
    return cut
