"""Texts in the cells of a spreadsheet: what a program would run as a formula stands behind an apostrophe.

Spreadsheets take such an apostrophe for "this is text". A text that begins with apostrophes of its own and then like a
formula gets one more, so that taking one away always gives the text back.
"""

from __future__ import annotations

import re
from typing import Final

_RUN: Final = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def inert(text: str) -> str:
    """A text as a cell that no spreadsheet runs: ``=1+1`` becomes ``'=1+1``, and any other text stays as it is."""
    return f"'{text}" if _RUN.match(text) else text


def exact(text: str) -> str:
    """A text as it is, unless reading would take an apostrophe from it: ``'=1`` becomes ``''=1``."""
    return inert(text) if text.startswith("'") else text


def meant(cell: str) -> str:
    """The text of a cell that `inert` or `exact` wrote: ``'=1+1`` is ``=1+1``."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell, 1) else cell
