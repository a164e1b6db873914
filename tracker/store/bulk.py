"""Reading and writing by the million."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int], object]
"""Told how many entries are done."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage is collected meanwhile: rows form no cycles, and searching a million of them for some again and again
    takes longer than making them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
