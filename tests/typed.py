"""Console blocks of the README and the guide: typed as they stand, and answered as they stand.

A block ``text NAME`` is a file that the reader saves under that name before going on. A line ``...`` in an answer
stands for any number of lines, ``...`` within a line for any text.

``python -m tests.typed FILE...`` types them and puts today's answer in the place of each that no longer stands.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.newsroom import Newsroom

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
CHAPTERS = sorted((ROOT / "tracker" / "guide").glob("*.md"))


class Block(NamedTuple):
    """A fenced block: its info string, what stands in it, and under which heading."""

    kind: str
    body: str
    heading: str


class Step(NamedTuple):
    """A typed command, as written and as one line, and what it must answer."""

    typed: str
    command: str
    answer: str

    def stands(self, given: str) -> bool:
        """Whether the command was answered so."""
        lines = (r"(?:.*\n)*?.*" if line.strip() == "..." else _pattern(line) for line in self.answer.split("\n"))
        return re.fullmatch("\n".join(lines), given) is not None

    def mended(self, given: str) -> str:
        """Today's answer, but for lines that still stand as they are written, ``...`` and all."""
        written = [line for line in self.answer.split("\n") if "..." in line and line.strip() != "..."]
        return "\n".join(
            next((line for line in written if re.fullmatch(_pattern(line), told)), told) for told in given.split("\n")
        )


def _pattern(line: str) -> str:
    return re.escape(line).replace(r"\.\.\.", ".*")


class Played(NamedTuple):
    """A step that was typed: what was answered, and with which exit code."""

    step: Step
    given: str
    code: int
    heading: str


def blocks(text: str) -> Iterator[Block]:
    """Every fenced block of a text."""
    heading = ""
    for found in re.finditer(r"^#+ ([^\n]*)$|^```([^\n]*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        if found[1]:
            heading = found[1]
        if found[2] is not None:
            yield Block(found[2], found[3], heading)


def steps(body: str) -> Iterator[Step]:
    """The commands of a console block."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        typed = [lines.pop(0)]
        while typed[-1].endswith("\\"):
            typed.append(lines.pop(0))
        command = " ".join(line.rstrip("\\").strip() for line in typed)
        yield Step("\n".join(typed), command, "\n".join(lines).strip("\n"))


def played(text: str, folder: Path) -> Iterator[Played]:
    """Type every ``console`` block of a text in a fresh folder."""
    room = Newsroom(folder, environment={"XDG_CONFIG_HOME": str(folder / "settings")})
    for block in blocks(text):
        kind, _, name = block.kind.partition(" ")
        if kind == "text" and name:
            room.write(name, block.body)
        elif block.kind == "console":
            for step in steps(block.body):
                program, _, line = step.command.partition(" ")
                assert program == "tracker", step.command
                told = room(line)
                yield Played(step, lines_of(told.out + told.err), told.code, block.heading)


def lines_of(told: str) -> str:
    """An answer without what cannot be seen: blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in told.strip("\n").split("\n"))


def mended(text: str, folder: Path) -> str:
    """A text with today's answers where its own no longer stand."""
    done = ""
    for one in list(played(text, folder)):
        before, typed, text = text.partition(f"$ {one.step.typed}\n")
        done += before + typed
        if not one.step.stands(one.given):
            mended = one.step.mended(one.given)
            text = f"{mended}\n{text.removeprefix(one.step.answer).removeprefix(chr(10))}" if mended else text
            print(f"$ {one.step.command[:100]}")  # noqa: T201
    return done + text


def main() -> None:
    """Mend the files that were named."""
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(name)
            path.write_text(mended(path.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
