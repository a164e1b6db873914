"""A source's habits for people: counts, never shares, and one line of blocks for the months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tracker.domain.habits import Month, Silence
from tracker.render.text import columns, padded, plural, wrapped
from tracker.render.wording import counts
from tracker.reports.habits import HabitsRow

BLOCKS: Final = "▁▂▃▄▅▆▇█"
PLAIN: Final = ":-=+*%#@"
"""Eight heights for a terminal that has no blocks."""
_NOTHING = "."
_BESIDE: Final = 36
"""Columns for a word and both dates beside the bars."""
_STRETCHES: Final = (1, 3, 12, 60, 120, 600, 1200, 6000)
"""How many months one height may stand for, the fewest that fit."""


def habits(row: HabitsRow, *, blocks: bool = True) -> Iterator[str]:
    """What a source does with requests, doubt, its own interest, and time; nothing for a cell."""
    if row.silence is None:
        return
    yield from _silence(row.silence)
    yield from _split("by wording", row.by_certainty or {})
    yield from _split("by interest", row.by_interest or {})
    yield from _months(row.months or (), BLOCKS if blocks else PLAIN)


# -- silence ---------------------------------------------------------------------------------------------------


def _silence(found: Silence) -> Iterator[str]:
    yield "  silence"
    asked = (
        ("answered", found.answered),
        ("declined or evaded", found.evaded),
        ("no answer", found.unanswered),
        ("pending", found.pending),
    )
    if found.asked:
        yield from wrapped(", ".join([f"asked {found.asked}", *_some(asked)]), "    ", "      ")
    else:
        yield "    never asked for comment"
    acts = (("declined", found.declined), ("did not respond", found.no_response), ("did not deny", found.non_denial))
    told = _some(acts)
    yield from wrapped(", ".join(told) if told else "no silence on record", "    ", "      ")
    came = [f"{count} {word}" for word, count in found.outcomes.items() if count]
    if came:
        yield from wrapped(f"the claims it was silent on: {', '.join(came)}", "    ", "      ")


def _some(parts: Sequence[tuple[str, int]]) -> list[str]:
    return [f"{word} {count}" for word, count in parts if count]


# -- wording and interest --------------------------------------------------------------------------------------


def _split(heading: str, parts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    some = {word: score for word, score in parts.items() if score["statements"]}
    if some:
        yield f"  {heading}"
    for word, score in some.items():
        told = [plural(score["statements"], "statement"), ", ".join(counts(score))]
        told += [] if score.get("graded", True) else ["on no record"]
        yield from wrapped("; ".join(filter(None, told)), f"    {padded(word.replace('_', ' '), 24)} ", " " * 29)


# -- time ------------------------------------------------------------------------------------------------------


def _months(months: Sequence[Month], heights: str) -> Iterator[str]:
    """A bar for each month on one scale: what it said, and how much of that held and fell."""
    if not months:
        return
    first, last = months[0].month, months[-1].month
    length = _number(last) - _number(first) + 1
    stretch = next(size for size in _STRETCHES if length <= size * (columns() - _BESIDE))
    bars = {name: [0] * -(-length // stretch) for name in ("statements", "held up", "proved wrong")}
    for month in months:
        place = (_number(month.month) - _number(first)) // stretch
        for name, count in zip(bars, month[1:], strict=True):
            bars[name][place] += count
    most = max(bars["statements"])
    yield f"  by {_STRETCH.get(stretch, f'{stretch // 12} years')}, at most {most}"
    for name, some in bars.items():
        if any(some):
            line = "".join(heights[-(-count * len(heights) // most) - 1] if count else _NOTHING for count in some)
            yield f"    {padded(name, 12)} {first} {line} {last}"


_STRETCH: Final = {1: "month", 3: "quarter", 12: "year"}


def _number(month: str) -> int:
    """How many months have passed since the year 0."""
    return int(month[:4]) * 12 + int(month[5:]) - 1
