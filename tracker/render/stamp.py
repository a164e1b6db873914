"""The end of every reading, for people: at which cut and with which policy it was made."""

from __future__ import annotations


def sealed(as_of: str | None, known_by: int, policy: str) -> str:
    """``as of now, known by entry 9, policy default``; the last instant of a day is shown as the day."""
    world = "now" if as_of is None else as_of[:10] if as_of.endswith("23:59:59.999999Z") else as_of
    return f"as of {world}, known by entry {known_by}, policy {policy}"
