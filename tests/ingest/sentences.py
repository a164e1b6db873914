"""The invented sentences of ``tests/ingest/sentences``: what a line says is right, and how what is read differs.

The form of a line is told in that folder's README. As a program it prints how many sentences of each kind are read
right, and with ``--show`` what is wrong with the others.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tracker.domain.clocks import Edtf
from tracker.domain.words import Act
from tracker.ingest.proposal import Document, Proposal
from tracker.ingest.rules import RuleExtractor

FOLDER: Final = Path(__file__).parent / "sentences"
PUBLISHED: Final = Edtf("2025-03-07")
_ALIKE: Final = 0.8


class Line(NamedTuple):
    """A sentence and what is right of it. source, content: None where nothing may be proposed."""

    kind: str
    language: str
    text: str
    source: str | None = None
    content: str | None = None
    manner: Sequence[str] = ()
    days: Sequence[str] = ()
    missed: bool = False
    """Not read right yet."""

    @property
    def may_be_missed(self) -> bool:
        """Whether to propose nothing is right as well."""
        return self.content is None or self.manner[-1] == "?"


def lines(name: str) -> Iterator[Line]:
    """The sentences of one file."""
    kind = ""
    for row in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("#"):
            kind = row.partition(":")[0].strip("# ")
        elif row:
            plain = row.replace(r"\n", "\n").replace(r"\u00ad", "\u00ad")
            language, text, *right = (cell.strip() for cell in plain.removeprefix("! ").rstrip("|").split("|"))
            missed = plain.startswith("! ")
            if not any(right):
                yield Line(kind, language, text, missed=missed)
                continue
            source, content, manner, *days = right
            yield Line(kind, language, text, source, content, manner.split(), days, missed)


def read(line: Line) -> list[Proposal]:
    """What the rules propose from a sentence."""
    return list(RuleExtractor().propose(Document(text=line.text, language=line.language, published=PUBLISHED)))


def faults(line: Line, found: Sequence[Proposal]) -> list[str]:
    """What is wrong with what was read, in words; empty where it is right."""
    if line.content is None:
        return [f"nobody says {one.text!r} (source {one.source.text!r}, {one.act})" for one in found]
    near = max(found, key=lambda one: _alike(one.text, line.content or ""), default=None)
    if near is None or _alike(near.text, line.content) < _ALIKE:
        if not found and line.may_be_missed:
            return []
        return [f"missed; found {[(one.source.text, one.text, one.act.value) for one in found]}"]
    wrong = [] if "+" in line.manner else [f"besides, {one.text!r}" for one in found if one is not near]
    if near.source.text != line.source:
        wrong.append(f"by {near.source.text!r}")
    acts = line.manner[0].split("/")
    if acts != ["?"] and near.act.value not in acts:
        wrong.append(f"act {near.act}")
    if len(line.manner) > 1 and line.manner[1] not in "?+" and near.certainty.value not in line.manner[1].split("/"):
        wrong.append(near.certainty.value)
    if line.days and (near.said or "") not in line.days[0].strip("-").split("/"):
        wrong.append(f"said {near.said}")
    return wrong


def turned(line: Line, found: Sequence[Proposal]) -> bool:
    """Whether what is read supports what is denied, or the other way about; the one fault that is never borne."""
    acts = {one.act for one in found if _alike(one.text, line.content or "") >= _ALIKE}
    right = set(line.manner[0].split("/")) if line.manner else set()
    sides = {Act.DENY: "deny", Act.ASSERT: "assert", Act.CONFIRM: "confirm"}
    return ("deny" in right and not {Act.ASSERT, Act.CONFIRM}.isdisjoint(acts)) or (
        Act.DENY in acts and not right.isdisjoint({sides[Act.ASSERT], sides[Act.CONFIRM], "non_denial"})
    )


def _alike(one: str, other: str) -> float:
    mine, theirs = (set(re.findall(r"\w+", words.replace("\u00ad", ""))) for words in (one, other))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def main() -> None:
    """Print the scores of the files named."""
    for name in [argument for argument in sys.argv[1:] if not argument.startswith("--")] or ["seen"]:
        every = [(line, faults(line, read(line))) for line in lines(name)]
        for kind in dict.fromkeys(line.kind for line, _ in every):
            mine = [wrong for line, wrong in every if line.kind == kind]
            sys.stdout.write(f"{name:<6}{kind:<14}{sum(not wrong for wrong in mine):>3} of {len(mine)}\n")
        sys.stdout.write(f"{name}: {sum(not wrong for _, wrong in every)} of {len(every)}\n")
        for line, wrong in every if "--show" in sys.argv else ():
            if wrong:
                sys.stdout.write(f"- [{line.kind}] {line.text!r}: {'; '.join(wrong)}\n")


if __name__ == "__main__":
    main()
