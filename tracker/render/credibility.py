"""The credibility report for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tracker.render.text import listed, padded, plural, shown, wrapped
from tracker.render.wording import record
from tracker.reports.credibility import CredibilityRow

_NAME = 22


def report(rows: Sequence[CredibilityRow]) -> Iterator[str]:
    """Named and unnamed sources first, then the cells whose record unnamed voices share."""
    if not rows:
        yield "nobody has spoken"
        return
    for cell, heading in ((False, "sources"), (True, "unnamed voices, by class and carrier")):
        some = [row for row in rows if row.cell is cell]
        if some:
            yield heading
            for row in some:
                yield from _line(row)
            yield ""
    yield from _stamp(rows)


def _line(row: CredibilityRow) -> Iterator[str]:
    indent = " " * (_NAME + 4)
    lines = list(wrapped("; ".join(filter(None, [record(row), _was(row)])), indent, indent))
    if len(row.source) <= _NAME:
        yield f"  {padded(row.source, _NAME)}  {lines[0].lstrip()}"
    else:
        yield f"  {row.source}"
        yield lines[0]
    yield from lines[1:]


def _was(row: CredibilityRow) -> str:
    """What a record was worth with everything in, where that is another worth."""
    was = row.was
    if was is None:
        return ""
    verdicts = plural(was.trials, "verdict")
    if row.enough and was.mean is not None:
        return f"was {was.mean:.2f} from {verdicts}"
    return f"weighed {was.weight:.2f} with {verdicts}" if was.weight is not None else f"was judged by {verdicts}"


def one(rows: Sequence[CredibilityRow]) -> Iterator[str]:
    """One source whole: its record, its weight, and its record by topic and act."""
    for row in rows:
        name = f": {shown(row.name)}" if row.name and row.name != row.source else ""
        yield f"{row.source}{name} ({row.class_})" if row.class_ else row.source
        yield from wrapped(record(row), "  ", "    ")
        if row.weight is not None:
            share = f"credibility {row.mean:.3f}, " if row.mean is not None else ""
            below = "" if row.weight >= 0 else ", for the other side: its record is below even"
            yield f"  {share}one flat statement weighs {abs(row.weight):.3f}{below}"
        if row.was is not None:
            yield f"  {_was(row)}"
        if row.prior is not None:
            yield f"  its class, {row.class_}, starts from {row.prior:.3f}"
        yield from _split("by topic", row.by_topic)
        yield from _split("by act", row.by_act)
        yield ""
    yield from _stamp(rows)


def _split(heading: str, parts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    if parts:
        yield f"  {heading}"
    for name, score in parts.items():
        counts = [f"{word} {score[key]}" for key, word in _WORDS if score[key]]
        yield f"    {padded(name, 24)} {', '.join(counts)}"


_WORDS = (
    ("held", "held up"),
    ("fell", "proved wrong"),
    ("mixed", "mixed"),
    ("withdrawn", "withdrawn"),
    ("pending", "pending"),
)


def _stamp(rows: Sequence[CredibilityRow]) -> Iterator[str]:
    first = rows[0]
    if first.without:
        changed = sum(row.was is not None for row in rows)
        how = f"{changed} of {plural(len(rows), 'record')} {'changes' if changed == 1 else 'change'}"
        yield from wrapped(f"without {listed(first.without)}: {how}", rest="  ")
    world = f"as of {first.as_of[:10]}" if first.as_of else "as of now"
    yield f"{plural(len(rows), 'record')}, {world}, known by entry {first.known_by}, policy {first.policy}"
