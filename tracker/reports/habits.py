"""One source's credibility whole: its record, and how it behaves beside being right or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.domain.habits import Habits, Month, Silence, Tried
from tracker.domain.words import Interest
from tracker.reports.credibility import CredibilityRow


class HabitsRow(NamedTuple):
    """A record and the habits behind it; a cell whose record a source uses has no habits of its own.

    silence, months: see `tracker.domain.habits`. by_certainty, by_interest: for each word of the vocabulary counts of
    statements, and of trials by how they came out; what is not ``graded`` is counted alike but not on the record.
    """

    record: CredibilityRow
    silence: Silence | None = None
    by_certainty: Mapping[str, Mapping[str, int]] | None = None
    by_interest: Mapping[str, Mapping[str, int | bool]] | None = None
    months: Sequence[Month] | None = None


def of_source(rows: Sequence[CredibilityRow], found: Habits) -> list[HabitsRow]:
    """The first row with these habits, the others as they are."""
    by_certainty = {str(certainty): _counts(tried) for certainty, tried in found.by_certainty.items()}
    by_interest = {
        str(interest): {**_counts(tried), "graded": interest is not Interest.AGAINST_INTEREST}
        for interest, tried in found.by_interest.items()
    }
    own = HabitsRow(rows[0], found.silence, by_certainty, by_interest, found.months)
    return [own, *map(HabitsRow, rows[1:])]


def _counts(tried: Tried) -> dict[str, int]:
    return {"statements": tried.statements, "trials": tried.score.trials, **tried.score._asdict()}
