"""Every phrase that stands for a word of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tracker.domain.belief import Belief
from tracker.domain.words import Act, Evidence, Status
from tracker.render.text import listed, shown
from tracker.reports.beliefs import BeliefRow
from tracker.reports.credibility import CredibilityRow

SAYS: Final[Mapping[str, str]] = {
    Act.ASSERT: "says",
    Act.CONFIRM: "confirms",
    Act.ANNOUNCE: "announces",
    Act.ACCUSE: "accuses",
    Act.PREDICT: "predicts",
    Act.WARN: "warns",
    Act.DENY: "denies",
    Act.SPECULATE: "speculates",
    Act.OPINION: "gives the opinion",
    Act.UNCLEAR: "calls it open",
    Act.DECLINE: "declines to comment",
    Act.NO_RESPONSE: "does not respond",
    Act.NON_DENIAL: "does not deny",
}

STATUS: Final[Mapping[str, str]] = {
    Status.CONFIRMED: "confirmed",
    Status.REFUTED: "refuted",
    Status.MIXED: "mixed",
    Status.UNRESOLVABLE: "unresolvable",
    Status.RETRACTED: "retracted",
    Status.DISPUTED: "disputed",
    Status.CORROBORATED: "corroborated",
    Status.MULTIPLE_SOURCES: "multiple sources",
    Status.SINGLE_SOURCE: "single source",
    Status.DENIED_BY_SEVERAL: "denied by several",
    Status.DENIED: "denied",
    Status.OPEN: "open",
}


def status(belief: Belief) -> str:
    """The status; one origin that decides the matter itself is said to."""
    return "by the one who decides" if belief.by_decider else STATUS[belief.status]


def origins(count: Sequence[int | None]) -> str:
    """``one origin``, ``2 origins``, ``1 to 4 origins``, ``1 origin or more``."""
    least, most = count
    if most is None:
        return f"{least} origins or more" if least != 1 else "one origin or more"
    if least == most:
        return "one origin" if least == 1 else f"{least} origins"
    return f"{least} to {most} origins"


def phrase(belief: Belief) -> str:
    """Evidence first, then likelihood: ``one origin, thin | likely``."""
    if belief.verdict is not None:
        return f"settled: {belief.verdict.replace('_', ' ')} ({belief.verdict_entry})"
    if not belief.support_units and not belief.deny_units:
        return "nothing known" if belief.ignorance == 1 else "nothing but other answers"
    if belief.evidence == Evidence.TOO_LITTLE or belief.likelihood is None:
        return "too little to say"
    least, _ = belief.origins_against
    if not least:
        sides = _origins(belief.origins_for)
    elif not belief.origins_for[0]:
        sides = f"{_origins(belief.origins_against)} against"
    else:
        contra = _origins(belief.origins_against).replace(" origins", "").replace(" origin", "")
        sides = f"{_origins(belief.origins_for)} for, {contra} against"
    return f"{sides}, {belief.evidence} | {belief.likelihood}"


def _origins(count: Sequence[int | None]) -> str:
    """As in `origins`, but a single plural without a count is simply one origin: a plural never proves more."""
    least, most = count
    return origins((least, least if most is None else most)) if least == 1 and most is None else origins(count)


def denied(belief: Belief) -> str:
    """Who of those concerned denies it; empty if nobody does."""
    return f"denied by {listed(belief.denied_by)}" if belief.denied_by else ""


def due(row: BeliefRow) -> str:
    """``due 2026-03``, and since which day it is overdue; empty for a claim without a deadline."""
    if not row.deadline:
        return ""
    late = f", overdue since {row.overdue_since[:10]}" if row.overdue_since else ""
    return f"due {said(row.deadline)}{late}"


COUNTED: Final = (
    ("held", "held up"),
    ("fell", "proved wrong"),
    ("mixed", "mixed"),
    ("withdrawn", "withdrawn"),
    ("pending", "pending"),
)


def counts(score: Mapping[str, int]) -> list[str]:
    """How trials came out, without what never happened: ``held up 2``, ``pending 1``."""
    return [f"{word} {score[key]}" for key, word in COUNTED if score[key]]


def record(row: CredibilityRow, topic: str | None = None) -> str:
    """A track record in words, on a topic if one is given: no bare percentage, and "too few" where it is too few."""
    pending = [f"{row.pending} pending"] if row.pending else []
    withdrawn = [f"withdrawn {row.withdrawn}"] if row.withdrawn else []
    if not row.statements:
        return "has not spoken" if topic is None else "has not spoken on this topic"
    if not row.trials:
        weight = f"weight as {listed(row.lends or [row.class_])}"
        return "; ".join(["no record", weight, *withdrawn, *pending])
    mixed = [f"mixed {row.mixed}"] if row.mixed else []
    counts = ", ".join(
        [f"held up {row.held}", f"proved wrong {row.fell}", *mixed, *withdrawn, f"pending {row.pending}"]
    )
    if not row.enough or row.mean is None or row.interval is None:
        return f"{counts}; too few ({row.trials} of {row.needed}); weighs {row.weight or 0:.2f}"
    low, high = row.interval
    return f"{row.mean:.2f} ({low:.2f} to {high:.2f}) from {row.trials} verdicts: {counts}"


def said(date: str | None) -> str:
    """A world date for people: an open start reads "by"."""
    if not date:
        return ""
    return f"by {date[3:]}" if date.startswith("../") else date


def mark(text: str) -> str:
    """What has happened to an entry, in brackets; empty if nothing."""
    return f" [{text}]" if text else ""


def quoted(text: str) -> str:
    """A text in quotation marks, safe to show."""
    return f'"{shown(text)}"'


def sealed(as_of: str | None, known_by: int, policy: str) -> str:
    """``as of now, known by entry 9, policy default``; the last instant of a day is shown as the day."""
    world = "now" if as_of is None else as_of[:10] if as_of.endswith("23:59:59.999999Z") else as_of
    return f"as of {world}, known by entry {known_by}, policy {policy}"
