"""The columns of the table, and a row of it.

A row is what its filled columns make it: a verdict (`verdict`), a verdict withdrawn (`withdraws`), a statement taken
back (`retracts`), statements of one origin (`groups`), a request for comment (`comment_by`), a mere description of one
source, claim or article, or else a statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from tracker.domain.words import is_handle

COLUMNS: Final = (
    "id", "said", "source", "source_name", "source_kind", "source_class", "member_of", "claim", "claim_text", "topic",
    "about", "question", "deadline", "act", "stance", "certainty", "basis", "interest", "via", "chain",
    "presentation", "ground_rule", "head_min", "head_max", "text", "quote", "outlet", "agency", "article",
    "reprint_of", "published", "title", "url", "sha256", "verdict", "decided", "evidence", "because", "recorded",
    "cue", "note", "member_from", "member_to", "merged_into", "same_as", "retracts", "instead", "groups", "withdraws",
    "comment_by",
)  # fmt: skip

OFFICE: Final = ("member_of", "member_from", "member_to")
"""What a source speaks for, and from when to when; a source may have several, on rows of their own."""
DESCRIBING: Final = {
    "source": frozenset({"source_name", "source_kind", "source_class", "head_min", "head_max", "merged_into", *OFFICE}),
    "claim": frozenset({"claim_text", "topic", "about", "question", "deadline", "same_as"}),
    "article": frozenset({"outlet", "agency", "reprint_of", "published", "title", "url", "sha256"}),
}
"""What may stand on any row of a source, a claim or an article, or on a row of its own."""

TEXTS: Final = frozenset({"source_name", "claim_text", "text", "quote", "cue", "note", "title", "because"})
"""Cells kept to the letter, blanks around them included."""
DATES: Final = frozenset(
    {"said", "published", "deadline", "decided", "recorded", "member_from", "member_to", "comment_by"}
)
"""Cells that hold a date, in whatever way it is written."""

ACTS_OF_THE_DESK: Final = ("verdict", "withdraws", "retracts", "groups")
"""Filled cells that make a row something else than a statement."""


class Row(NamedTuple):
    """One row: the number of its line in the file and its non-blank cells."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """A cell; empty when blank or missing."""
        return self.cells.get(column, "")

    @property
    def is_of_the_desk(self) -> bool:
        """Whether it tells what the desk found or noted, rather than what a source said or was asked."""
        return any(column in self.cells for column in ACTS_OF_THE_DESK)

    @property
    def described(self) -> str:
        """The noun of a row that describes one source, claim or article and says nothing else; empty for others."""
        filled = self.cells.keys() - {"recorded"}
        for noun, columns in DESCRIBING.items():
            if noun in filled and len(filled) > 1 and filled <= columns | {noun}:
                return noun
        return ""


_NAMING: Final = {
    "source": frozenset({"source", "member_of", "merged_into", "outlet", "agency", "chain", "about"}),
    "claim": frozenset({"claim", "same_as"}),
}
"""The cells that hold handles of sources or claims, one or several."""
NAME: Final = {"source": "source_name", "claim": "claim_text"}
"""The column of what a source or claim is called, which stands for its handle where the row has none."""
_SEVERAL: Final = frozenset({"about", "same_as"})
"""Cells of several handles with blanks between."""


def unnamed(row: Row) -> Iterator[tuple[str, str]]:
    """The names that stand where handles belong, each with its noun.

    Among several words with blanks between nobody knows where a name ends; there only a word alone is one.
    """
    for noun, columns in _NAMING.items():
        cells = row.cells
        if _lacks(noun, row):
            yield noun, cells[NAME[noun]].strip()
        for column in sorted(columns & cells.keys()):
            cell = cells[column]
            if (column == "source" and row.is_of_the_desk) or (column in _SEVERAL and len(cell.split()) > 1):
                continue
            for name in chain(cell) if column == "chain" else [cell]:
                if not is_handle(name):
                    yield noun, name


def meant(row: Row, handles: Mapping[str, Mapping[str, str]], names: Mapping[str, Mapping[str, str]]) -> Row:
    """A row with the handles of what it calls by an alias or a name. handles: by noun and what it is called; names: the
    other way round, one name a handle.
    """
    cells = dict(row.cells)
    for noun, known in handles.items():
        if known and _lacks(noun, row) and (handle := known.get(cells[NAME[noun]].strip())):
            cells |= {noun: handle, NAME[noun]: names[noun].get(handle, cells[NAME[noun]])}
        for column in cells.keys() & _NAMING[noun] if known else ():
            cell = cells[column]
            if column == "chain":
                cells[column] = " > ".join(known.get(name, name) for name in chain(cell))
            elif column in _SEVERAL and cell not in known:
                cells[column] = " ".join(known.get(word, word) for word in cell.split())
            else:
                cells[column] = known.get(cell, cell)
    return row._replace(cells=cells)


def _lacks(noun: str, row: Row) -> bool:
    """Whether a row says what a source or claim is called, and not its handle."""
    return NAME[noun] in row.cells and noun not in row.cells and not (noun == "source" and row.is_of_the_desk)


def chain(text: str) -> list[str]:
    """``reuters > spiegel`` as handles."""
    return [part.strip() for part in text.split(">") if part.strip()]
