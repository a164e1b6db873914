"""The policy: every number of the arithmetic, its default, and the entry that set it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tracker.domain.clocks import Cut
from tracker.domain.policy import Policy, parameters
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


def rows(policy: Policy, set_at: Mapping[str, int], cut: Cut) -> list[ParameterRow]:
    """A row for each parameter, those that weigh statements first."""
    seal = stamp(State(policy=policy), cut)
    return [
        ParameterRow(one.name, one.value, one.default, set_at.get(one.name), one.phrase, *seal)
        for one in parameters(policy)
    ]
