"""The credibility report for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tracker.render.habits import habits
from tracker.render.stamp import sealed
from tracker.render.text import listed, padded, plural, shown, wrapped
from tracker.render.wording import counts, record
from tracker.reports.credibility import CredibilityRow
from tracker.reports.habits import HabitsRow

_NAME = 22


def report(rows: Sequence[CredibilityRow], topic: str | None = None) -> Iterator[str]:
    """Named and unnamed sources first, then the cells whose record unnamed voices share; ``*`` marks one that is worth
    less or more without what is left out. topic: what the records are on, None for everything.
    """
    if not rows:
        yield "nobody has spoken" + (f" on {shown(topic)}" if topic is not None else "")
        return
    for cell, heading in ((False, "sources"), (True, "unnamed voices, by class and carrier")):
        some = [row for row in rows if row.cell is cell]
        if some:
            yield heading
            for row in some:
                yield from _line(row, topic)
            yield ""
    yield from _stamp(rows, topic)


def _line(row: CredibilityRow, topic: str | None) -> Iterator[str]:
    indent = " " * (_NAME + 4)
    lines = list(wrapped(record(row, topic), indent, indent))
    margin = "* " if _was(row) else "  "
    if len(row.source) <= _NAME:
        yield f"{margin}{padded(row.source, _NAME)}  {lines[0].lstrip()}"
    else:
        yield f"{margin}{row.source}"
        yield lines[0]
    yield from lines[1:]
    if _was(row):
        yield f"{indent}{_was(row)}"


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
        yield from wrapped(record(row, topic), "  ", "    ")
        if row.weight is not None:
            share = f"credibility {row.mean:.3f}, " if row.mean is not None else ""
            below = "" if row.weight >= 0 else ", for the other side: its record is below even"
            yield from wrapped(f"{share}one flat statement weighs {abs(row.weight):.3f}{below}", "  ", "    ")
        if _was(row):
            yield f"  {_was(row)}"
        if row.prior is not None:
            yield f"  its class, {row.class_}, starts from {row.prior:.3f}"
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
    yield f"{plural(len(rows), 'record')}{on}, {sealed(first.as_of, first.known_by, first.policy)}"
