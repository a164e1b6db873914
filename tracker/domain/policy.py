"""The numbers behind the arithmetic, in one value; every reading names the policy it was made with.

Factors are whole hundredths and probabilities are decimals, so that sums stay exact (see `tracker.domain.belief`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

from tracker.domain.words import Basis, Certainty, Interest, SourceClass, Topic, is_slug

K = TypeVar("K")
V = TypeVar("V")

HUNDREDTHS: Final = 100
"""What a factor of 1 is written as."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How statements are weighed. The defaults were measured on labelled collections, not tuned to one.

    certainty, basis, interest, hearsay: what wording, ground, interest and each person relaying do to a statement's
    units, in hundredths. priors: the share of a class's statements expected to hold before any verdict, where it
    differs from everybody's. base_rates: the prior probability of claims on a topic, where it is not one half.
    """

    name: str = "default"
    certainty: Mapping[Certainty, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                Certainty.CERTAIN: 100,
                Certainty.LIKELY: 50,
                Certainty.UNCERTAIN: 15,
                Certainty.UNSTATED: 50,
            }
        )
    )
    basis: Mapping[Basis, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                Basis.WITNESSED: 125,
                Basis.DOCUMENT: 125,
                Basis.OWN_DECISION: 125,
                Basis.HEARD_FROM_NAMED: 100,
                Basis.HEARD_FROM_UNNAMED: 60,
                Basis.NO_EVIDENCE: 50,
                Basis.UNSTATED: 100,
            }
        )
    )
    interest: Mapping[Interest, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                Interest.SELF_SERVING: 35,
                Interest.NEUTRAL: 100,
                Interest.AGAINST_INTEREST: 200,
                Interest.UNKNOWN: 100,
            }
        )
    )
    hearsay: int = 60
    everybody: float = 0.7
    """The share of flat statements in the news expected to hold, before any verdict."""
    priors: Mapping[SourceClass, float] = field(default_factory=lambda: MappingProxyType({}))
    strength_everybody: int = 20
    strength_class: int = 30
    strength_cell: int = 10
    strength_source: int = 6
    """How many verdicts the parent's share is worth, at each level."""
    enough: int = 5
    """From how many verdicts on a record is shown as a number."""
    cap: int = 30
    """How many verdicts at most narrow the interval: sources change."""
    weight: int = 2
    """W: how many units the prior of a claim is worth."""
    half_life_source: int | None = None
    half_life_parents: int | None = None
    """After how many days a verdict counts half, in a source's own record and in those of its class and of all; None
    is never."""
    base_rate: float = 0.5
    base_rates: Mapping[Topic, float] = field(default_factory=lambda: MappingProxyType({}))

    def prior_of(self, topics: tuple[Topic, ...]) -> float:
        """The prior probability of a claim filed under ``topics``: that of the first topic that has one."""
        return next((self.base_rates[topic] for topic in topics if topic in self.base_rates), self.base_rate)


DEFAULT: Final = Policy()


class UnknownParameter(ValueError):
    """A parameter that does not exist, or a value it cannot take. hint: a command to paste."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Parameter(NamedTuple):
    """One number of a policy as a person reads and sets it.

    value, default: factors and probabilities as decimals, counts and days as whole numbers; ``off`` is no half-life; a
    default of None means that the number of everybody stands in. phrase: what it does.
    """

    name: str
    value: float | int | str
    default: float | int | str | None
    phrase: str


DEFAULT_VALUE: Final = "default"
"""The value that gives a parameter its default back."""


def changed(policy: Policy, name: str, value: str) -> Policy:
    """``policy`` with the parameter ``name`` set to ``value``, or with ``default`` to what it is without being set.

    Names: ``certainty.X``, ``basis.X``, ``interest.X`` and ``hearsay`` (factors from 0 to 10, two decimals);
    ``prior`` and ``prior.CLASS``, ``base_rate`` and ``base_rate.TOPIC`` (between 0 and 1, both excluded);
    ``strength.everybody``, ``.class``, ``.cell``, ``.source``, ``enough``, ``cap``, ``weight`` (whole, 1 to 1000);
    ``half_life.source`` and ``half_life.parents`` (days, ``18m``, ``3y`` or ``off``, at most a century).
    Raises UnknownParameter.
    """
    head, _, tail = name.partition(".")
    if head in _SHARES and is_slug(tail):
        return _one_share(policy, head, tail, value)
    fieldname, key = _FIELDS.get(name, ("", ""))
    if not fieldname:
        near = get_close_matches(name.lower().replace("-", "_"), [*_FIELDS, *_FORMS], n=3, cutoff=0.6)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise UnknownParameter(f"there is no parameter '{name}'", f"{hint}tracker policy show lists them all")
    standard = getattr(DEFAULT, fieldname)
    if key:
        new = standard[key] if value == DEFAULT_VALUE else _factor(name, value)
        return _having(policy, fieldname, _with(getattr(policy, fieldname), key, new))
    return _having(policy, fieldname, standard if value == DEFAULT_VALUE else _READ[fieldname](name, value))


def parameters(policy: Policy) -> Iterator[Parameter]:
    """Every parameter of a policy, grouped by what it weighs; a class or topic only if it has a number of its own."""
    for name, (fieldname, key) in _FIELDS.items():
        value, standard = getattr(policy, fieldname), getattr(DEFAULT, fieldname)
        if key:
            yield Parameter(name, value[key] / HUNDREDTHS, standard[key] / HUNDREDTHS, _PHRASES[fieldname])
        elif _READ[fieldname] is _factor:
            yield Parameter(name, value / HUNDREDTHS, standard / HUNDREDTHS, _PHRASES[fieldname])
        else:
            yield Parameter(name, _shown(value), _shown(standard), _PHRASES[fieldname])
        if name in _SHARES:
            own = _SHARES[name]
            for slug, share in sorted(getattr(policy, own).items()):
                yield Parameter(f"{name}.{slug}", share, None, _PHRASES[own])


def _shown(value: float | int | None) -> float | int | str:
    return OFF if value is None else value


OFF: Final = "off"
"""The value of a half-life that is not in use."""

_SHARES: Final = {"prior": "priors", "base_rate": "base_rates"}
_FORMS: Final = ("prior.CLASS", "base_rate.TOPIC")

_FIELDS: Final[dict[str, tuple[str, str]]] = {
    **{f"certainty.{word}": ("certainty", word) for word in Certainty},
    **{f"basis.{word}": ("basis", word) for word in Basis},
    **{f"interest.{word}": ("interest", word) for word in Interest},
    "hearsay": ("hearsay", ""),
    "weight": ("weight", ""),
    "base_rate": ("base_rate", ""),
    "prior": ("everybody", ""),
    "strength.everybody": ("strength_everybody", ""),
    "strength.class": ("strength_class", ""),
    "strength.cell": ("strength_cell", ""),
    "strength.source": ("strength_source", ""),
    "half_life.source": ("half_life_source", ""),
    "half_life.parents": ("half_life_parents", ""),
    "enough": ("enough", ""),
    "cap": ("cap", ""),
}
"""The field of a policy, and the key in it, that each name stands for."""

_PHRASES: Final[dict[str, str]] = {
    "certainty": "factor: how sure it sounds",
    "basis": "factor: how the source knows",
    "interest": "factor: whom it serves",
    "hearsay": "factor for each person relaying it",
    "weight": "units that the prior of a claim is worth",
    "base_rate": "prior of a claim; also base_rate.TOPIC",
    "base_rates": "prior of claims on this topic",
    "everybody": "share expected to hold; also prior.CLASS",
    "priors": "share expected to hold in this class",
    "strength_everybody": "verdicts that 'prior' is worth to all",
    "strength_class": "verdicts that all are worth to a class",
    "strength_cell": "verdicts a class is worth to unnamed voices",
    "strength_source": "verdicts a class is worth to a source",
    "half_life_source": "days until a verdict counts half, source",
    "half_life_parents": "days until it counts half, class and all",
    "enough": "verdicts before a record shows as a number",
    "cap": "verdicts that narrow an interval at most",
}


def _one_share(policy: Policy, head: str, tail: str, value: str) -> Policy:
    own = _SHARES[head]
    shares: Mapping[str, float] = getattr(policy, own)
    if value == DEFAULT_VALUE:
        rest = {slug: share for slug, share in shares.items() if slug != tail}
        return _having(policy, own, MappingProxyType(rest))
    share = _share(f"{head}.{tail}", value)
    key = SourceClass(tail) if head == "prior" else Topic(tail)
    return _having(policy, own, _with(shares, key, share))


def _having(policy: Policy, fieldname: str, value: Any) -> Policy:
    changes = {fieldname: value}
    return replace(policy, **changes)


def _with(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return MappingProxyType({**mapping, key: value})


def _decimal(name: str, value: str, example: str) -> Decimal:
    if not _NUMBER.fullmatch(value):
        raise UnknownParameter(f"'{value}' is not a number", _example(name, example))
    return Decimal(value)


_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})", re.ASCII)


def _example(name: str, value: str) -> str:
    return f"tracker policy set {name}={value}, or {name}={DEFAULT_VALUE}"


def _factor(name: str, value: str) -> int:
    factor = _decimal(name, value, "0.5")
    hundredths = factor * HUNDREDTHS if 0 <= factor <= 10 else Decimal("NaN")
    if hundredths.is_nan() or hundredths != int(hundredths):
        raise UnknownParameter(
            f"a factor lies between 0 and 10 and has two decimals at most, not '{value}'", _example(name, "0.5")
        )
    return int(hundredths)


def _share(name: str, value: str) -> float:
    share = float(_decimal(name, value, "0.6"))
    if not 0 < share < 1:
        raise UnknownParameter(
            f"a probability lies between 0 and 1, both excluded, not '{value}'", _example(name, "0.6")
        )
    return share


def _count(name: str, value: str) -> int:
    count = _decimal(name, value, "10")
    if not 1 <= count <= 1000 or count != int(count):
        raise UnknownParameter(f"a whole number from 1 to 1000 is needed, not '{value}'", _example(name, "10"))
    return int(count)


_DURATION = re.compile(r"(\d{1,5})([dmy]?)", re.ASCII)
_YEAR: Final = 365


def _days(name: str, value: str) -> int | None:
    """Days, months (a twelfth of a year, to the nearest day) or years of 365 days; None for ``off``."""
    if value == OFF:
        return None
    match = _DURATION.fullmatch(value)
    count = int(match[1]) if match else 0
    unit = match[2] if match else ""
    days = {"y": count * _YEAR, "m": (count * _YEAR + 6) // 12}.get(unit, count)
    if not 1 <= days <= 100 * _YEAR:
        raise UnknownParameter(
            f"a half-life is a number of days from 1 to {100 * _YEAR}, 18m, 3y or off, not '{value}'",
            _example(name, "3y"),
        )
    return days


_READ: Final[dict[str, Callable[[str, str], float | int | None]]] = {
    "hearsay": _factor,
    "everybody": _share,
    "base_rate": _share,
    "half_life_source": _days,
    "half_life_parents": _days,
    **dict.fromkeys(
        ("strength_everybody", "strength_class", "strength_cell", "strength_source", "enough", "cap", "weight"), _count
    ),
}
"""How the value of each field that is a single number is read."""
