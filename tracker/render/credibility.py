"""The credibility report for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tracker.render.habits import habits
from tracker.render.text import Grid, below, listed, padded, plural, shown, wrapped
from tracker.render.wording import counts, record, sealed
from tracker.reports.credibility import CredibilityRow
from tracker.reports.habits import HabitsRow


def report(rows: Sequence[CredibilityRow], topic: str | None = None) -> Iterator[str]:
    """Named and unnamed sources first, then the cells whose record unnamed voices share; ``*`` marks one that is worth
    less or more without what is left out. topic: what the records are on, None for everything.
    """
    if not rows:
        yield "nobody has spoken" + (f" on {shown(topic)}" if topic is not None else "")
        return
    told = {row.source: record(row, topic) for row in rows}
    grid = Grid.of(list(told.items()), "  ")
    for cell, heading in ((False, "sources"), (True, "unnamed voices, by class and carrier")):
        some = [row for row in rows if row.cell is cell]
        if some:
            yield heading
            for row in some:
                yield from _line(row, told[row.source], grid)
            yield ""
    yield from _stamp(rows, topic)


def _line(row: CredibilityRow, told: str, grid: Grid) -> Iterator[str]:
    yield from grid.row(row.source, told, margin="* " if _was(row) else None)
    if _was(row):
        yield from wrapped(_was(row), grid.indent, grid.indent)


def _was(row: CredibilityRow) -> str:
    """What a record was worth with everything in; empty where nothing of it would look different here."""
    was = row.was
    if was is None or not (was.trials or row.trials):
        return ""
    worth, before = (row.mean, was.mean) if row.enough else (row.weight, was.weight)
    if was.trials == row.trials and worth is not None and before is not None and f"{worth:.2f}" == f"{before:.2f}":
        return ""
    verdicts = plural(was.trials, "verdict") if was.trials else "no verdict"
    if before is None:
        return f"was judged by {verdicts}"
    return f"was {before:.2f} from {verdicts}" if row.enough else f"weighed {before:.2f} with {verdicts}"


def one(rows: Sequence[HabitsRow], topic: str | None = None, *, blocks: bool = True) -> Iterator[str]:
    """One source whole: its record, its weight, its record by topic and act, and its habits. blocks: whether the
    terminal has them.
    """
    for whole in rows:
        row = whole.record
        name = f": {shown(row.name)}" if row.name and row.name != row.source else ""
        yield from wrapped(f"{row.source}{name} ({row.class_})" if row.class_ else row.source, rest="  ")
        yield from below(record(row, topic))
        if row.weight is not None:
            share = f"credibility {row.mean:.3f}, " if row.mean is not None else ""
            other = "" if row.weight >= 0 else ", for the other side: its record is below even"
            yield from below(f"{share}one flat statement weighs {abs(row.weight):.3f}{other}")
        if _was(row):
            yield from below(_was(row))
        if row.prior is not None:
            yield from below(f"its class, {row.class_}, starts from {row.prior:.3f}")
        yield from _split("by topic", row.by_topic)
        yield from _split("by act", row.by_act)
        yield from habits(whole, blocks=blocks)
        yield ""
    yield from _stamp([whole.record for whole in rows], topic)


def _split(heading: str, parts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    if parts:
        yield f"  {heading}"
    for name, score in parts.items():
        yield from wrapped(", ".join(counts(score)), f"    {padded(name, 24)} ", " " * 29)


def _stamp(rows: Sequence[CredibilityRow], topic: str | None) -> Iterator[str]:
    first = rows[0]
    if first.without:
        changed = sum(bool(_was(row)) for row in rows)
        how = f"{changed} of {plural(len(rows), 'record')} {'changes' if changed == 1 else 'change'}"
        yield from wrapped(f"without {listed(first.without)}: {how}", rest="  ")
    on = f" on {shown(topic)}" if topic is not None else ""
    end = f"{plural(len(rows), 'record')}{on}, {sealed(first.as_of, first.known_by, first.policy)}"
    yield from wrapped(end, rest="  ")
