"""Moved beliefs for people: a difference between two moments, and a replay step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tracker.domain.belief import Belief
from tracker.render.deeds import sentence
from tracker.render.text import clipped, decimal, listed, padded, plural, shown, wrapped
from tracker.render.wording import STATUS
from tracker.reports.moves import CauseRow, DiffRow, RecordRow, ReplayRow, StepRow
from tracker.reports.stamp import Stamp

_INDENT = " " * 20
_MOST = 10
"""How many claims are told of one step."""
_CAUSE = " " * 9
_LONG = 210
"""The most columns that the reading of one cause takes, about three lines."""


def diff(rows: Sequence[DiffRow], start: Stamp, end: Stamp) -> Iterator[str]:
    """Each claim that moved with what moved it; changes of status come first, drifts last."""
    for row in rows:
        yield from wrapped(f"{row.claim}: {shown(row.text)}", rest="  ") if row.text else (row.claim,)
        yield from wrapped(arrow(_Standing(row.from_.belief), _Standing(row.to.belief)), "  ", "  ")
        for cause in row.because:
            yield from wrapped(clipped(_because(cause), _LONG), f"{cause.deed.entry:>7}  ", _CAUSE)
        yield ""
    moved = f"{plural(len(rows), 'claim')} moved" if rows else "nothing moved"
    policy = f"policy {end.policy}" if start.policy == end.policy else f"policy {start.policy}, then {end.policy}"
    yield from wrapped(f"{moved} from {_moments(start, end)}, {policy}")


def _because(cause: CauseRow) -> str:
    """What an entry did; one that is about another claim is named by what it did to the records."""
    deed = cause.deed
    if not cause.records:
        return sentence(deed)
    noun = "withdrawal of the verdict" if deed.type == "verdict.withdrawn" else deed.type.partition(".")[0]
    about = f" on {deed.claim}" if deed.claim else ""
    return f"{noun}{about} changed the record{'s' if len(cause.records) > 1 else ''} of {listed(cause.records)}"


def _moments(start: Stamp, end: Stamp) -> str:
    """From when to when; the clock that stands still is named once."""
    if start.known_by == end.known_by:
        return f"{date(start.as_of)} to {date(end.as_of)}, known by entry {end.known_by}"
    if start.as_of == end.as_of:
        return f"entry {start.known_by} to entry {end.known_by}, as of {date(end.as_of)}"
    return f"{date(start.as_of)}, known by entry {start.known_by}, to {date(end.as_of)}, known by entry {end.known_by}"


def date(as_of: str | None) -> str:
    """An instant as it was asked for: a day where it is the last instant of one, else ``now`` where there is none."""
    if as_of is None:
        return "now"
    return as_of[:10] if as_of.endswith("23:59:59.999999Z") else as_of


class _Standing:
    """Where a claim stood, in words."""

    def __init__(self, belief: Belief) -> None:
        self.status = STATUS[belief.status]
        if belief.verdict is not None:
            self.word = f"settled: {belief.verdict.replace('_', ' ')}"
        else:
            self.word = belief.likelihood or ("nothing known" if belief.ignorance == 1 else "too little to say")
        self.p = decimal(belief.probability, 3)
        self.ignorance = decimal(belief.ignorance, 3)


def arrow(before: _Standing, after: _Standing) -> str:
    """``open -> single source; nothing known -> likely; p .500 -> .700; ignorance 1.000 -> .600``."""
    return "; ".join((
        _step("", before.status, after.status),
        _step("", before.word, after.word),
        _step("p ", before.p, after.p),
        _step("ignorance ", before.ignorance, after.ignorance),
    ))  # fmt: skip


def _step(name: str, before: str, after: str) -> str:
    return f"{name}{after}" if before == after else f"{name}{before} -> {after}"


# -- replay ----------------------------------------------------------------------------------------------------


def replay(steps: Iterable[StepRow], end: Stamp) -> Iterator[str]:
    """Every step, as it comes; then how many there were, and the moment at which they end."""
    count, any_moved = 0, False
    for row in steps:
        count += row.deed is not None
        any_moved = True
        yield from step(row)
    yield ""
    told = plural(count, "step") if count else "no step of its own" if any_moved else "nothing happened"
    yield from wrapped(
        f"{told}, as of {date(end.as_of)}, known by entry {end.known_by}, policy {end.policy}", rest="  "
    )


def step(moment: StepRow) -> Iterator[str]:
    """What happened, then how it moved each claim that it is about, then whose record it changed."""
    row = moment.rows[0]
    if moment.deed is not None:
        yield from wrapped(sentence(moment.deed), f"{padded(row.at[:10], 11)}{moment.deed.entry:>7}  ", _INDENT)
    for row in moment.rows[:_MOST]:
        yield from _moved(row, named=len(moment.rows) > 1 or moment.deed is None or row.claim != moment.deed.claim)
    if len(moment.rows) > _MOST:
        yield f"{_INDENT}and {len(moment.rows) - _MOST} more"
    for record in row.records:
        yield from wrapped(_record(record), _INDENT, _INDENT)


def _moved(row: ReplayRow, *, named: bool) -> Iterator[str]:
    if row.before is None or row.after is None:
        return
    before, after = _Standing(row.before), _Standing(row.after)
    told = arrow(before, after)
    if "->" not in told:
        told = f"moves nothing: {before.status}, p {before.p}"
    elif row.entry is None:
        told = f"meanwhile, by what was learned elsewhere: {told}"
    yield from wrapped(f"{row.claim}: {told}" if named else told, _INDENT, _INDENT)


def _record(record: RecordRow) -> str:
    counts = [
        f"{word} {abs(count)} {'more' if count > 0 else 'fewer'}"
        for word, count in (("held up", record.held), ("proved wrong", record.fell), ("mixed", record.mixed))
        if count
    ]
    mean = _step("", decimal(record.mean_before, 3), decimal(record.mean_after, 3))
    return f"record of {record.source}: {', '.join(counts)}; {mean}"
