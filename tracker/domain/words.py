"""The vocabulary: every word that an event, a column, an option or a report may use, and its default.

The values are the wire format: they stand in the log, so one is added but never renamed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, NewType

SourceHandle = NewType("SourceHandle", str)
"""The lasting short name of a source (``nvidia``); never renamed, never wiped."""
ClaimHandle = NewType("ClaimHandle", str)
"""The lasting short name of a claim (``nvidia-backdoors``)."""
ArticleHandle = NewType("ArticleHandle", str)
"""The lasting short name of an article."""
SourceClass = NewType("SourceClass", str)
"""The kind of voice a source shares a prior with (``insider``); any slug; usual are official company
insider expert witness outlet agency document other."""
Topic = NewType("Topic", str)
"""A subject a desk files claims under; any slug."""
Question = NewType("Question", str)
"""A slug shared by claims of which at most one can be true (how many chips: 100k, 200k or 400k)."""
EventId = NewType("EventId", str)
"""The identity of one entry in every copy of the log: a UUID in its 36-character form."""


class SourceKind(StrEnum):
    """What sort of thing speaks."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    """Several people, perhaps uncounted; a plural never proves more than one."""
    OUTLET = "outlet"
    AGENCY = "agency"
    DOCUMENT = "document"


CARRIERS: Final = frozenset({SourceKind.OUTLET, SourceKind.AGENCY})
"""Kinds that pass words on as their trade; anyone else in a chain makes it hearsay."""

CLASS_OF_KIND: Final = {
    SourceKind.PERSON: SourceClass("other"),
    SourceKind.ORGANISATION: SourceClass("company"),
    SourceKind.GROUP: SourceClass("insider"),
    SourceKind.OUTLET: SourceClass("outlet"),
    SourceKind.AGENCY: SourceClass("agency"),
    SourceKind.DOCUMENT: SourceClass("document"),
}
"""The class a source belongs to until somebody says otherwise."""


class Stance(StrEnum):
    """Which way a statement speaks on its claim."""

    SUPPORTS = "supports"
    DENIES = "denies"
    NONE = "none"


class Certainty(StrEnum):
    """How sure the speaker sounds, by the wording alone."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    UNSTATED = "unstated"


class Act(StrEnum):
    """What the speaker does with the claim; denial, non-denial and silence are different acts."""

    ASSERT = "assert"
    CONFIRM = "confirm"
    ANNOUNCE = "announce"
    """A decision or promise by the one who takes it."""
    ACCUSE = "accuse"
    PREDICT = "predict"
    WARN = "warn"
    DENY = "deny"
    SPECULATE = "speculate"
    OPINION = "opinion"
    UNCLEAR = "unclear"
    """Says that it is open."""
    DECLINE = "decline"
    NO_RESPONSE = "no_response"
    NON_DENIAL = "non_denial"


class ActDefault(NamedTuple):
    """How an act speaks unless the statement says otherwise."""

    stance: Stance
    certainty: Certainty


MANNER: Final = {
    Act.ASSERT: ActDefault(Stance.SUPPORTS, Certainty.CERTAIN),
    Act.CONFIRM: ActDefault(Stance.SUPPORTS, Certainty.CERTAIN),
    Act.ANNOUNCE: ActDefault(Stance.SUPPORTS, Certainty.CERTAIN),
    Act.ACCUSE: ActDefault(Stance.SUPPORTS, Certainty.LIKELY),
    Act.PREDICT: ActDefault(Stance.SUPPORTS, Certainty.LIKELY),
    Act.WARN: ActDefault(Stance.SUPPORTS, Certainty.LIKELY),
    Act.DENY: ActDefault(Stance.DENIES, Certainty.CERTAIN),
    Act.SPECULATE: ActDefault(Stance.NONE, Certainty.UNCERTAIN),
    Act.OPINION: ActDefault(Stance.NONE, Certainty.UNCERTAIN),
    Act.UNCLEAR: ActDefault(Stance.NONE, Certainty.UNSTATED),
    Act.DECLINE: ActDefault(Stance.NONE, Certainty.UNSTATED),
    Act.NO_RESPONSE: ActDefault(Stance.NONE, Certainty.UNSTATED),
    Act.NON_DENIAL: ActDefault(Stance.NONE, Certainty.UNSTATED),
}

STANCELESS: Final = frozenset({Act.UNCLEAR, Act.DECLINE, Act.NO_RESPONSE, Act.NON_DENIAL})
"""Acts that can never be given a stance: saying nothing moves no belief."""


class Basis(StrEnum):
    """How the source knows."""

    WITNESSED = "witnessed"
    DOCUMENT = "document"
    OWN_DECISION = "own_decision"
    HEARD_FROM_NAMED = "heard_from_named"
    HEARD_FROM_UNNAMED = "heard_from_unnamed"
    NO_EVIDENCE = "no_evidence"
    UNSTATED = "unstated"


HEARD: Final = frozenset({Basis.HEARD_FROM_NAMED, Basis.HEARD_FROM_UNNAMED})
OWN_FINDING: Final = frozenset({Basis.WITNESSED, Basis.DOCUMENT})
"""What lets an outlet count as an origin of its own instead of as part of the press at large."""


class Interest(StrEnum):
    """What the source gains if the claim is believed."""

    SELF_SERVING = "self_serving"
    NEUTRAL = "neutral"
    AGAINST_INTEREST = "against_interest"
    UNKNOWN = "unknown"


class Via(StrEnum):
    """How the words are reported; only ``direct`` is ever shown in quotation marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    KONJUNKTIV = "konjunktiv"
    LAUT = "laut"
    REPORTED = "reported"
    HEADLINE = "headline"
    """Recorded, but counts nothing: headlines drift away from their sentence."""
    VOICE = "voice"
    """The outlet speaks for itself."""


class Presentation(StrEnum):
    """How the report names the speaker; a fact about the statement, not about the source."""

    NAMED = "named"
    UNNAMED = "unnamed"
    ANONYMOUS = "anonymous"
    COLLECTIVE = "collective"


class GroundRule(StrEnum):
    """Under which rule the words were given (German: unter eins, zwei, drei); empty for press readings."""

    ON_RECORD = "on_record"
    BACKGROUND = "background"
    DEEP_BACKGROUND = "deep_background"
    OFF_RECORD = "off_record"


class Finding(StrEnum):
    """The value of a verdict: what a person found about a claim, with evidence."""

    TRUE = "true"
    MOSTLY_TRUE = "mostly_true"
    MIXED = "mixed"
    MOSTLY_FALSE = "mostly_false"
    FALSE = "false"
    UNRESOLVABLE = "unresolvable"


class Relation(StrEnum):
    """How two claims stand to each other; only ``same_as`` (and a shared question) moves belief."""

    CONTRADICTS = "contradicts"
    IMPLIES = "implies"
    REFINES = "refines"
    SAME_AS = "same_as"


class Status(StrEnum):
    """Where a claim stands, in the order in which the ladder is tried (see `tracker.domain.belief`)."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    MIXED = "mixed"
    UNRESOLVABLE = "unresolvable"
    RETRACTED = "retracted"
    DISPUTED = "disputed"
    CORROBORATED = "corroborated"
    MULTIPLE_SOURCES = "multiple_sources"
    SINGLE_SOURCE = "single_source"
    DENIED_BY_SEVERAL = "denied_by_several"
    DENIED = "denied"
    OPEN = "open"


class Likelihood(StrEnum):
    """Words of estimative probability after US Intelligence Community Directive 203 (2015)."""

    ALMOST_NO_CHANCE = "almost no chance"
    VERY_UNLIKELY = "very unlikely"
    UNLIKELY = "unlikely"
    EVEN = "roughly even chance"
    LIKELY = "likely"
    VERY_LIKELY = "very likely"
    ALMOST_CERTAIN = "almost certain"


LADDER: Final = (
    (0.05, Likelihood.ALMOST_NO_CHANCE),
    (0.20, Likelihood.VERY_UNLIKELY),
    (0.45, Likelihood.UNLIKELY),
    (0.55, Likelihood.EVEN),
    (0.80, Likelihood.LIKELY),
    (0.95, Likelihood.VERY_LIKELY),
)
"""Below which probability each phrase ends; from the last edge on it is the last phrase."""


def likelihood(probability: float) -> Likelihood:
    """The phrase for a probability in 0..1; bands are half-open, the lower edge belongs to the band."""
    return next((word for edge, word in LADDER if probability < edge), Likelihood.ALMOST_CERTAIN)


class Evidence(StrEnum):
    """How much there is behind a likelihood, by the ignorance that remains; said before the likelihood."""

    TOO_LITTLE = "too little"
    THIN = "thin"
    MODERATE = "moderate"
    STRONG = "strong"


def evidence(ignorance: float) -> Evidence:
    """The phrase for an ignorance in 0..1: above .7 too little, above .5 thin, above .25 moderate, else strong."""
    return next((word for edge, word in AMOUNTS if ignorance > edge), Evidence.STRONG)


AMOUNTS: Final = ((0.7, Evidence.TOO_LITTLE), (0.5, Evidence.THIN), (0.25, Evidence.MODERATE))
"""Above which ignorance each phrase begins."""


_SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@lru_cache(maxsize=65_536)
def is_slug(text: str) -> bool:
    """Whether ``text`` can be a handle, topic, class or question: ASCII, lower case, parts joined by ``-``, ``.`` or
    ``_``.
    """
    return _SLUG.fullmatch(text) is not None


@lru_cache(maxsize=65_536)
def is_handle(text: str) -> bool:
    """Whether ``text`` can name a source, claim or article: a slug of at most 100 characters, not all digits."""
    return is_slug(text) and not text.isdigit() and len(text) <= 100
