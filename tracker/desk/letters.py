"""Letters of other alphabets that look like others: what a library of confusables knows of them, if it is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tracker.extras import Extra, installing


@cache
def known() -> Mapping[str, Sequence[Mapping[str, Any]]] | None:
    """For each character those it is confused with, in both directions; None where the library is not installed."""
    try:
        from confusable_homoglyphs.confusables import confusables_data
    except ImportError:
        return None
    found: Mapping[str, Sequence[Mapping[str, Any]]] = confusables_data
    return found


def missing() -> str:
    """What to say where letters have been looked up without a library to look in; empty otherwise."""
    if not known.cache_info().currsize or known() is not None:
        return ""
    return f"letters of other alphabets were not compared: {installing(Extra.NAMES)}"


def prototype(letter: str) -> str:
    """What stands for all characters that look like this one; the character itself where nothing is known of it.

    The library has the pairs and not which of two is the prototype. Any one of a class will do, so long as it is the
    same one for all: the sequence of several letters where there is one (``rn`` for ``m``), else the first.
    """
    table = known() or {}
    near = _others(table, letter)
    alike = {letter, *near, *(far for one in near for far in _others(table, one))}
    return min(alike, key=lambda text: (-len(text), text))


def _others(table: Mapping[str, Sequence[Mapping[str, Any]]], text: str) -> list[str]:
    # Letters written from right to left stand between marks of direction.
    rows = table.get(text) or table.get(f"\u200e{text}\u200e") or ()
    return [str(row["c"]).strip("\u200e") for row in rows]
