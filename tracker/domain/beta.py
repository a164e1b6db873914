"""Quantiles of the Beta distribution, for intervals around a track record.

The regularised incomplete beta function is evaluated by its continued fraction with Lentz's method (Abramowitz and
Stegun 26.5.8; Numerical Recipes, section 6.4); the quantile is found by Newton's method, kept between two bounds that
close in on it, so it cannot run away.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p

_TINY = 1e-300
_STEPS = 300
_HALVINGS = 100
_CLOSE = 1e-14


def cumulative(x: float, a: float, b: float) -> float:
    """The probability that a Beta(a, b) variable is at most ``x``; a, b > 0."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c = 1.0
    d = 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        for step in (even, odd):
            d = 1.0 / _away_from_zero(1.0 + step * d)
            c = _away_from_zero(1.0 + step / c)
            value *= c * d
        if abs(c * d - 1.0) < 1e-13:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


@lru_cache(maxsize=65_536)
def quantile(share: float, a: float, b: float) -> float:
    """The ``x`` in 0..1 below which a ``share`` in 0..1 of a Beta(a, b) distribution lies."""
    constant = lgamma(a + b) - lgamma(a) - lgamma(b)
    low, high, x = 0.0, 1.0, a / (a + b)
    for _ in range(_HALVINGS):
        beyond = cumulative(x, a, b) - share
        if beyond > 0:
            high = x
        else:
            low = x
        density = exp(constant + (a - 1.0) * log(x) + (b - 1.0) * log1p(-x))
        nearer = x - beyond / density if density > 0 else low
        if not low < nearer < high:
            nearer = (low + high) / 2.0
        if abs(nearer - x) <= _CLOSE * x:
            return nearer
        x = nearer
    return x
