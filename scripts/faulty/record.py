"""A log as its users know it: named by a path or URL, told and asked through the program alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from faulty.program import ROOT, Ran, ask, run

CASE = ROOT / "seeds" / "harbour-bridge" / "harbour-bridge.jsonl"
READINGS = (("export",), ("belief", "--json"), ("timeline", "--json"), ("credibility", "--json"))
"""What a user can read, in full."""


class Outcome(NamedTuple):
    """What one check did, in a line, and everything that it found wrong."""

    told: str
    faults: tuple[str, ...] = ()


class Log(NamedTuple):
    """A log by its location: the path of a file, or the URL of a server's database."""

    location: str

    @property
    def file(self) -> Path | None:
        """The file it lies in; None on a server."""
        return None if "://" in self.location else Path(self.location)

    @property
    def journal(self) -> Path | None:
        """The file in which SQLite keeps what it overwrites."""
        return None if self.file is None else self.file.with_name(f"{self.file.name}-journal")

    def run(self, *words: str, **more: Any) -> Ran:
        """Run a verb on it."""
        return run(*words, "--db", self.location, **more)

    def given(self, *words: str) -> Ran:
        """Ask a verb that has to work, or stop everything: without it there is nothing to check."""
        return self._sound(ask(*words, "--db", self.location), words)

    def typical(self, *words: str) -> float:
        """How many seconds a verb takes that has to work, as a program of its own."""
        return self._sound(self.run(*words), words).seconds

    def _sound(self, done: Ran, words: Sequence[str]) -> Ran:
        if done.code:
            raise SystemExit(f"tracker {' '.join(words)} --db {self.location}: exit {done.code}\n{done.err}")
        return done

    def entries(self) -> list[dict[str, Any]]:
        """Every entry, in order."""
        return [json.loads(line) for line in self.given("export").out.splitlines()[1:]]

    def readings(self) -> tuple[str, ...]:
        """Everything that can be read from it."""
        return tuple(self.given(*words).out for words in READINGS)

    def broken(self) -> str:
        """What `verify` finds wrong; empty if it is fine."""
        found = ask("verify", "--db", self.location)
        return "" if found.code == 0 else f"verify: exit {found.code}: {found.out.strip() or found.last}"


def gaps(entries: Sequence[dict[str, Any]]) -> list[str]:
    """What is wrong with the numbers of the entries: they count from one, each once."""
    numbers = [entry["position"] for entry in entries]
    return [] if numbers == list(range(1, len(numbers) + 1)) else ["the numbers of the entries have a gap"]


def words_of(entries: Iterable[dict[str, Any]]) -> list[str]:
    """The text of every statement, in order; empty where it was redacted."""
    return [(e["words"] or {}).get("text", "") for e in entries if e["type"] == "statement.recorded"]


def events(mark: str, count: int) -> list[dict[str, Any]]:
    """A source, a claim, and so many statements of the one on the other, as bare events with ids of their own."""
    first: list[dict[str, Any]] = [
        {
            "id": f"{mark}-source",
            "type": "source.registered",
            "facts": {"source": f"source-{mark}", "kind": "person"},
            "words": {"name": f"Source {mark}"},
        },
        {
            "id": f"{mark}-claim",
            "type": "claim.opened",
            "facts": {"claim": f"claim-{mark}", "topics": ["harbour"]},
            "words": {"text": f"The harbour of {mark} will be closed"},
        },
    ]
    return first + [
        {
            "id": f"{mark}-{number}",
            "type": "statement.recorded",
            "facts": {
                "source": f"source-{mark}",
                "claim": f"claim-{mark}",
                "act": ("assert", "deny")[number % 2],
                "said": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            },
            "words": {"text": text_of(mark, number)},
        }
        for number in range(count)
    ]


def text_of(mark: str, number: int) -> str:
    """The words of one of these statements."""
    return f"{mark} {number}: the harbour master has not been asked, and would not answer if he were"


def write_events(path: Path, mark: str, count: int) -> Path:
    """These events as a file of JSON Lines."""
    return write(path, events(mark, count))


def write(path: Path, told: Iterable[dict[str, Any]]) -> Path:
    """Events as a file of JSON Lines."""
    path.write_text("".join(json.dumps(event) + "\n" for event in told), encoding="utf-8")
    return path


def write_table(path: Path, mark: str, count: int) -> Path:
    """The same statements as a table."""
    rows = (
        f"{mark}-{number},2024-{number % 12 + 1:02}-{number % 28 + 1:02},source-{mark},claim-{mark},"
        f'{("assert", "deny")[number % 2]},"{text_of(mark, number)}"\n'
        for number in range(count)
    )
    path.write_text("id,said,source,claim,act,text\n" + "".join(rows), encoding="utf-8")
    return path


def new(folder: Path, name: str = "log.db") -> Log:
    """A log without entries in a file of its own."""
    log = Log(str(folder / name))
    log.given("init")
    return log


def told(folder: Path, statements: int = 200, name: str = "log.db") -> Log:
    """A log with the invented case and some statements more, one entry of it redacted and one undone."""
    log = new(folder, name)
    log.given("import", str(CASE), "--keep-recorded")
    more = events("more", statements)
    more.append({"type": "entry.voided", "facts": {"entry": "more-5"}})
    more.append({"type": "entry.redacted", "facts": {"entry": "more-7"}})
    log.given("import", str(write(folder / "more.jsonl", more)))
    return log
