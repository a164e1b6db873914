"""The policy: every number of the arithmetic, its default, and the entry that set it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tracker.domain.policy import parameters
from tracker.domain.state import State
from tracker.reports.stamp import stamp


class ParameterRow(NamedTuple):
    """One parameter. value, default: as in `tracker.domain.policy.Parameter`; set_at: None where nobody set it."""

    name: str
    value: float | int | str
    default: float | int | str | None
    set_at: int | None
    does: str
    as_of: str | None
    known_by: int
    policy: str


def rows(state: State, set_at: Mapping[str, int]) -> list[ParameterRow]:
    """A row for each parameter, those that weigh statements first."""
    seal = stamp(state)
    return [
        ParameterRow(one.name, one.value, one.default, set_at.get(one.name), one.phrase, *seal)
        for one in parameters(state.policy)
    ]
