"""Aliases: other handles by which a source or a claim may be called, since its own is never renamed.

An alias is for whoever types it and for nothing else: events name what they are about by its own handle, and belief
knows no alias.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from tracker.domain.events import ClaimAliased, ClaimOpened, Entry, SourceAliased, SourceRegistered
from tracker.domain.projection import in_force

Aliased: TypeAlias = SourceAliased | ClaimAliased


def noun_of(event: Aliased) -> str:
    """Whether it is a source or a claim that has another handle."""
    return "source" if isinstance(event, SourceAliased) else "claim"


def alias_tag(noun: str, alias: str) -> str:
    """The tag of the entries that give a source or a claim an alias."""
    return f"alias-{noun}:{alias}"


def standing(history: Sequence[Entry]) -> tuple[str, ...]:
    """The aliases of a source or claim, oldest first, from the entries that belong to it in log order."""
    found: dict[str, None] = {}
    is_begun = False
    for entry in in_force(history):
        if isinstance(entry.event, SourceRegistered | ClaimOpened):
            found, is_begun = {}, True
        elif is_begun and isinstance(entry.event, Aliased):
            found[entry.event.alias] = None
    return tuple(found)
