"""How many statements of an article the rules find, and how often they name the right source.

Reads gold in JSON lines (``doc_id lang text statements``; a statement with ``content_spans`` and ``source_spans``, and
``nested`` where it stands in another: these are left out), or takes our own: ``seen held german``.

A statement is found where its words and those of a proposal share at least half of all that either holds, each proposal
counted once, the best pairs first. It is attributed where besides the sources share half of their words or end in the
same name; both may be empty. Quotes: how many of the statements in quotation marks are found.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.ingest import gold  # noqa: E402
from tracker.ingest.proposal import Document  # noqa: E402
from tracker.ingest.rules import RuleExtractor  # noqa: E402

Spans = Sequence[tuple[int, int]]
_QUOTES = "\"“„»«‘‚'"


class Told(NamedTuple):
    """A statement as places of a text."""

    content: Spans
    source: Spans
    act: str | None = None


class Score(NamedTuple):
    """Counts over articles. gold, proposed: statements and proposals; quotes, quoted: those in quotation marks, and
    found; acts, acted: those found whose act is marked, and right.
    """

    gold: int = 0
    proposed: int = 0
    found: int = 0
    attributed: int = 0
    quotes: int = 0
    quoted: int = 0
    acts: int = 0
    acted: int = 0

    def plus(self, other: Score) -> Score:
        """Both together."""
        return Score(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """The share of proposals that are statements, 0..1."""
        return self.found / self.proposed if self.proposed else 0.0

    @property
    def content(self) -> float:
        """The harmonic mean of precision and recall of the statements, 0..1."""
        return _mean(self.found, self.gold, self.proposed)

    @property
    def source(self) -> float:
        """The same where a statement counts only with its source."""
        return _mean(self.attributed, self.gold, self.proposed)

    @property
    def quote_recall(self) -> float:
        """The share of the statements in quotation marks that are found."""
        return self.quoted / self.quotes if self.quotes else 1.0


def _mean(hits: int, gold: int, proposed: int) -> float:
    return 2 * hits / (gold + proposed) if gold + proposed else 1.0


def compared(text: str, marked: Sequence[Told], proposed: Sequence[Told]) -> Score:
    """What was found of the statements of one text."""
    words = [match.span() for match in re.finditer(r"\w+", text)]
    mine, theirs = [_words(words, one.content) for one in marked], [_words(words, one.content) for one in proposed]
    pairs = sorted(
        ((_alike(a, b), i, j) for i, a in enumerate(mine) for j, b in enumerate(theirs) if a & b), reverse=True
    )
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, i, j in pairs:
        if i not in paired and j not in taken and likeness >= 0.5:
            paired[i] = j
            taken.add(j)
    right = sum(_same(text, words, marked[i].source, proposed[j].source) for i, j in paired.items())
    quotes = [
        i
        for i, one in enumerate(marked)
        if text[one.content[0][0]] in _QUOTES and text[one.content[-1][1] - 1] in _QUOTES
    ]
    acts = [(marked[i].act, proposed[j].act) for i, j in paired.items() if marked[i].act]
    return Score(
        gold=len(marked),
        proposed=len(proposed),
        found=len(paired),
        attributed=right,
        quotes=len(quotes),
        quoted=sum(i in paired for i in quotes),
        acts=len(acts),
        acted=sum(one == other for one, other in acts),
    )


def _words(words: Iterable[tuple[int, int]], spans: Spans) -> frozenset[int]:
    return frozenset(i for i, (a, b) in enumerate(words) for start, end in spans if start <= a and b <= end)


def _alike(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _same(text: str, words: Sequence[tuple[int, int]], one: Spans, other: Spans) -> bool:
    if not one or not other:
        return not one and not other
    return _alike(_words(words, one), _words(words, other)) >= 0.5 or _last(text, one) == _last(text, other)


def _last(text: str, spans: Spans) -> str:
    words = re.findall(r"[^\W\d_][\w.-]*", " ".join(text[start:end] for start, end in spans))
    return ([word for word in words if word[0].isupper()] or words or [""])[-1].lower()


def score(rows: Iterable[dict[str, Any]]) -> Score:
    """What the rules find of the statements of gold articles."""
    extractor, total = RuleExtractor(), Score()
    for row in rows:
        marked = [
            Told(one["content_spans"], one.get("source_spans") or (), one.get("act"))
            for one in row["statements"]
            if not one.get("nested")
        ]
        proposals = extractor.propose(Document(text=row["text"], language=row["lang"]))
        proposed = [
            Told([anchor.extent for anchor in one.content], [anchor.extent for anchor in one.source.anchors], one.act)
            for one in proposals
        ]
        total = total.plus(compared(row["text"], marked, proposed))
    return total


def rows(name: str) -> list[dict[str, Any]]:
    """Gold by the name of one of our own folders, or of a file."""
    if (gold.FOLDER / name).is_dir():
        return [gold.load(path).as_json() for path in gold.files(name)]
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Print a line for each gold that was asked for."""
    print(f"{'gold':<32} statements  content F1  with source F1  precision  quotes found  acts right")
    for name in sys.argv[1:] or ("seen", "held", "german"):
        found = score(rows(name))
        figures = f"{found.content:>10.1%}  {found.source:>14.1%}  {found.precision:>9.1%}  {found.quote_recall:>12.1%}"
        figures += f"  {found.acted / found.acts:>10.1%}" if found.acts else ""
        print(f"{Path(name).name:<32} {found.gold:>10}  {figures}")


if __name__ == "__main__":
    main()
