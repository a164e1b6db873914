"""How hard the laws about databases are tried."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

share = 1
"""One of so many examples is tried; a server answers slowly, and a file has tried all of them."""


def tried(examples: int) -> settings:
    """So many examples, or a share of them, however long they take; they may use one database after another."""
    return settings(
        max_examples=max(examples // share, 3),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
