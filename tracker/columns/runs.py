"""Rows that belong together lie side by side: what a run of them adds up to, and which of them is the latest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.columns.said import Flags, Ints

_DENSE = 1 << 24
"""Up to so many possible keys, a table of all of them is quicker than sorting."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of equal keys. keys: one a run, in order. starts: where each run begins, of ``length`` rows in all."""

    keys: Ints
    starts: Ints
    length: int

    @classmethod
    def of(cls, keys: Ints) -> Runs:
        """The runs of a column in which equal keys lie side by side."""
        if not len(keys):
            return cls(keys, np.zeros(0, dtype=np.int64), 0)
        starts = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))
        return cls(keys[starts], starts, len(keys))

    @property
    def sizes(self) -> Ints:
        """How many rows each run has."""
        return np.diff(self.starts, append=self.length)

    def sum(self, values: Ints | Flags) -> Ints:
        """The sum of each run, in whole numbers."""
        return np.add.reduceat(values.astype(np.int64), self.starts) if self.length else self.starts

    def max(self, values: Ints) -> Ints:
        """The greatest of each run."""
        return np.maximum.reduceat(values, self.starts) if self.length else self.starts

    def any(self, values: Flags) -> Flags:
        """Whether anything holds in each run."""
        return np.logical_or.reduceat(values, self.starts) if self.length else self.starts.astype(bool)


def coded(keys: Ints, size: int) -> tuple[Ints, Ints]:
    """The first row of each distinct key, and for every row which of them it is. Keys lie in 0..size."""
    if size > _DENSE:
        _, first, code = np.unique(keys, return_index=True, return_inverse=True)
        return first, code
    met = np.full(size, len(keys), dtype=np.int64)
    np.minimum.at(met, keys, np.arange(len(keys)))
    present = np.flatnonzero(met < len(keys))
    number = np.zeros(size, dtype=np.int64)
    number[present] = np.arange(len(present))
    return met[present], number[keys]


def latest(keys: Ints, *ranks: Ints | Flags) -> Ints:
    """The row of each key that is last by the ranks, the first rank first, then by place; by key."""
    order = np.argsort(keys, kind="stable")
    runs = Runs.of(keys[order])
    last: Ints = order[runs.starts + runs.sizes - 1]
    several = np.flatnonzero(runs.sizes > 1)
    if len(several):
        many = order[np.repeat(runs.sizes > 1, runs.sizes)]
        ranked = many[np.lexsort((many, *(rank[many] for rank in reversed(ranks)), keys[many]))]
        found = Runs.of(keys[ranked])
        last[several] = ranked[found.starts + found.sizes - 1]
    return last


def counted(codes: Ints, size: int) -> Ints:
    """How often each code occurs."""
    return np.bincount(codes, minlength=size)


def added(codes: Ints, values: Ints, size: int) -> Ints:
    """Values added up by code, exactly; equal codes lie side by side."""
    runs = Runs.of(codes)
    sums = np.zeros(size, dtype=np.int64)
    sums[runs.keys] = runs.sum(values)
    return sums
