"""The columns of the table, and a row of it.

A row is what its filled columns make it: a verdict (`verdict`), a verdict withdrawn (`withdraws`), a statement taken
back (`retracts`), statements of one origin (`groups`), a request for comment (`comment_by`), a mere description of one
source, claim or article, or else a statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

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


def meant(row: Row, aliases: Mapping[str, Mapping[str, str]]) -> Row:
    """A row with the handles of the sources and claims that it calls by an alias. aliases: by noun."""
    cells = dict(row.cells)
    for noun, known in aliases.items():
        for column in cells.keys() & _NAMING[noun]:
            parts = re.split(r"([\s>]+)", cells[column])
            cells[column] = "".join(known.get(part, part) for part in parts)
    return row._replace(cells=cells)


def chain(text: str) -> list[str]:
    """``reuters > spiegel`` as handles."""
    return [part.strip() for part in text.split(">") if part.strip()]
