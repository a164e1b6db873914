"""How hard laws are tried: every run draws new examples, so that few of them in each are many in a week."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

share = 1
"""One of so many examples is tried. `tests.conftest` sets it: ``--thorough`` tries all, a server answers slowly."""


def share_of(examples: int) -> int:
    """How many of these examples are tried."""
    return max(examples // share, 3)


def tried(examples: int) -> settings:
    """So many examples, or a share of them, however long they take; they may use one database after another."""
    return settings(
        max_examples=share_of(examples),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
