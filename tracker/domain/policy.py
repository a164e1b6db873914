"""The numbers behind the arithmetic, in one value; every reading names the policy it was made with.

Factors are whole hundredths and probabilities are decimals, so that sums stay exact (see `tracker.domain.belief`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final, TypeVar

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
    half_life_source: int | None = None
    half_life_parents: int | None = None
    """After how many days a verdict weighs half on a source's own record, and for its class and everybody; never."""
    weight: int = 2
    """W: how many units the prior of a claim is worth."""
    base_rate: float = 0.5
    base_rates: Mapping[Topic, float] = field(default_factory=lambda: MappingProxyType({}))

    def prior_of(self, topics: tuple[Topic, ...]) -> float:
        """The prior probability of a claim filed under ``topics``: that of the first topic that has one."""
        return next((self.base_rates[topic] for topic in topics if topic in self.base_rates), self.base_rate)


DEFAULT: Final = Policy()


class UnknownParameter(ValueError):
    """A parameter that does not exist, or a value it cannot take."""


def changed(policy: Policy, name: str, value: str) -> Policy:
    """``policy`` with the parameter ``name`` set to ``value``.

    Names: ``certainty.X``, ``basis.X``, ``interest.X`` and ``hearsay`` (factors from 0 to 10, two decimals);
    ``prior`` and ``prior.CLASS``, ``base_rate`` and ``base_rate.TOPIC`` (between 0 and 1, both excluded);
    ``strength.everybody``, ``.class``, ``.cell``, ``.source``, ``enough``, ``cap``, ``weight`` (whole, 1 to 1000).
    Raises UnknownParameter.
    """
    head, _, tail = name.partition(".")
    try:
        match head:
            case "certainty":
                return replace(policy, certainty=_with(policy.certainty, Certainty(tail), _factor(value)))
            case "basis":
                return replace(policy, basis=_with(policy.basis, Basis(tail), _factor(value)))
            case "interest":
                return replace(policy, interest=_with(policy.interest, Interest(tail), _factor(value)))
            case "hearsay" if not tail:
                return replace(policy, hearsay=_factor(value))
            case "prior" if not tail:
                return replace(policy, everybody=_share(value))
            case "prior" if is_slug(tail):
                return replace(policy, priors=_with(policy.priors, SourceClass(tail), _share(value)))
            case "base_rate" if not tail:
                return replace(policy, base_rate=_share(value))
            case "base_rate" if is_slug(tail):
                return replace(policy, base_rates=_with(policy.base_rates, Topic(tail), _share(value)))
            case "strength" if tail == "everybody":
                return replace(policy, strength_everybody=_count(value))
            case "strength" if tail == "class":
                return replace(policy, strength_class=_count(value))
            case "strength" if tail == "cell":
                return replace(policy, strength_cell=_count(value))
            case "strength" if tail == "source":
                return replace(policy, strength_source=_count(value))
            case "enough" if not tail:
                return replace(policy, enough=_count(value))
            case "cap" if not tail:
                return replace(policy, cap=_count(value))
            case "weight" if not tail:
                return replace(policy, weight=_count(value))
    except UnknownParameter:
        raise
    except ValueError:
        pass
    raise UnknownParameter(f"there is no parameter '{name}'")


def _with(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return MappingProxyType({**mapping, key: value})


def _decimal(value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise UnknownParameter(f"'{value}' is not a number") from None
    if not number.is_finite():
        raise UnknownParameter(f"'{value}' is not a number")
    return number


def _factor(value: str) -> int:
    factor = _decimal(value)
    hundredths = factor * HUNDREDTHS if 0 <= factor <= 10 else Decimal("NaN")
    if hundredths.is_nan() or hundredths != int(hundredths):
        raise UnknownParameter(f"a factor lies between 0 and 10 and has two decimals at most, not '{value}'")
    return int(hundredths)


def _share(value: str) -> float:
    share = float(_decimal(value))
    if not 0 < share < 1:
        raise UnknownParameter(f"a probability lies between 0 and 1, both excluded, not '{value}'")
    return share


def _count(value: str) -> int:
    count = _decimal(value)
    if not 1 <= count <= 1000 or count != int(count):
        raise UnknownParameter(f"a whole number from 1 to 1000 is needed, not '{value}'")
    return int(count)
