"""The belief state and the sum behind it, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.domain.credibility import MILLION
from tracker.render.text import clipped, decimal, padded, plural, shown, wrapped
from tracker.render.wording import SAYS, denied, origins, phrase, said, status
from tracker.reports.beliefs import BeliefRow, ContributionRow, WhyRow

_GROUPED = "grouped by the desk"
"""How a group that the desk made begins; what follows, the id of its entry, is nothing to read."""
_CLAIM, _STATUS = 28, 22
"""The widest columns of the board; what is said about a claim goes on below itself."""


def board(rows: Sequence[BeliefRow]) -> Iterator[str]:
    """One line a claim: handle, status, evidence and likelihood."""
    if not rows:
        yield "no claims"
        return
    wide = min(max(len(row.claim) for row in rows), _CLAIM)
    first = min(max(len(status(row)) for row in rows), _STATUS)
    indent = " " * (wide + first + 4)
    for row in rows:
        head = f"{padded(clipped(row.claim, wide), wide)}  {padded(status(row), first)}  "
        yield from wrapped("; ".join(filter(None, [phrase(row), _unsettled_denial(row)])), head, indent)
    yield ""
    yield from _stamp(rows[0], plural(len(rows), "claim"))


def _unsettled_denial(row: BeliefRow) -> str:
    return "" if row.verdict else denied(row)


def belief(row: BeliefRow) -> Iterator[str]:
    """Where one claim stands, in a few lines."""
    yield from _title(row)
    yield f"  {status(row)}: {phrase(row)}"
    yield f"  probability {decimal(row.probability)}, range {_range(row)}, ignorance {decimal(row.ignorance)}"
    if row.origins_for[0] or row.origins_against[0]:
        yield f"  for: {_side(row.origins_for)}; against: {_side(row.origins_against)}"
    if row.denied_by:
        yield f"  {denied(row)}"
    if row.deadline:
        yield f"  due {row.deadline}"
    yield ""
    yield from _stamp(row, plural(row.statements, "statement"))


def _title(row: BeliefRow) -> Iterator[str]:
    yield from wrapped(f"{row.claim}: {shown(row.text)}" if row.text else f"{row.claim}: nothing known", rest="  ")
    if row.same_as:
        yield f"  the same as {row.same_as}"


def _side(count: Sequence[int | None]) -> str:
    return origins(count) if count[0] else "nobody"


def _range(row: BeliefRow) -> str:
    low, high = row.range
    return f"{decimal(low)} to {decimal(high)}"


def _stamp(row: BeliefRow, what: str) -> Iterator[str]:
    world = (
        f"as of {row.as_of[:10] if row.as_of.endswith('23:59:59.999999Z') else row.as_of}" if row.as_of else "as of now"
    )
    yield f"{what}, {world}, known by entry {row.known_by}, policy {row.policy}"


def why(row: WhyRow) -> Iterator[str]:
    """The whole sum: each statement with its factors, the formula, and the probability without each."""
    found = row.belief
    yield from _title(found)
    yield f"  {status(found)}: {phrase(found)}" + (f"; {denied(found)}" if found.denied_by else "")
    for side, heading in (("for", "speaks for it"), ("against", "speaks against it")):
        counted = [item for item in row.contributions if item.counted and item.side == side]
        if counted:
            yield ""
            yield heading
            for item in counted:
                yield from _counted(item)
    idle = [item for item in row.contributions if not item.counted]
    if idle:
        yield ""
        yield "adds nothing"
        for item in idle:
            yield from _idle(item)
    yield ""
    yield from _sum(row)
    if row.without:
        yield ""
        yield "probability without one entry"
        yield from wrapped(" ".join(f"{item.entry}:{decimal(item.probability, 3)}" for item in row.without), "  ", "  ")
    yield ""
    yield from _stamp(found, plural(found.statements, "statement"))


def _line(item: ContributionRow) -> str:
    date = f", {said(item.said)}" if item.said else ""
    chain = f", via {' > '.join(item.chain)}" if item.chain else ""
    return f"{item.source} {SAYS[item.act]}{date}{chain}"


def _counted(item: ContributionRow) -> Iterator[str]:
    amount = f"+{_units(item.units)}"
    lines = list(wrapped(_line(item), f"{item.entry:>6}  ", "        ", columns=68))
    yield padded(lines[0], 70) + amount
    yield from lines[1:]
    factors = item.factors
    own = f"credibility {factors['credibility']:.3f} gives {_units(abs(int(factors['base'])))}"
    if factors["base"] < 0:
        own = f"record below even, credibility {factors['credibility']:.3f}, gives {_units(-int(factors['base']))}"
    parts = [own]
    for name, word in (("certainty", item.certainty), ("basis", item.basis), ("interest", item.interest)):
        if factors[name] != 1:
            parts.append(f"x {factors[name]:g} {word.replace('_', ' ')}")
    if factors["hearsay"] != 1:
        parts.append(f"x {factors['hearsay']:g} hearsay")
    origin = _GROUPED if item.group.startswith(_GROUPED) else item.group
    yield from wrapped(f"{' '.join(parts)}; origin: {origin}", "        ", "        ")


def _idle(item: ContributionRow) -> Iterator[str]:
    reason = item.reason + (f" ({item.over})" if item.over else "")
    yield from wrapped(f"{_line(item)}: {reason}", f"{item.entry:>6}  ", "        ")
    lift = _lift(item)
    if lift:
        yield from wrapped(lift, "        ", "        ")


def _lift(item: ContributionRow) -> str:
    """The command that would let a statement count, where there is one."""
    if item.group.startswith(_GROUPED) and item.over is not None:
        return f"if its origin is another: tracker group --apart {item.entry}"
    return {
        "a headline counts nothing": f"if the text says it too: tracker amend {item.entry} --via reported",
        "the source took it back": f"if it did not: tracker show {item.entry} names the retraction to undo",
        "a later statement of the same origin counts": f"if it is not: tracker amend {item.over} -s SOURCE",
        "same origin as a statement that counts": f"if its origin is another: tracker amend {item.entry} --chain ...",
    }.get(item.reason, "")


def _units(value: int) -> str:
    return f"{value // MILLION}.{value % MILLION:06d}"


def _sum(row: WhyRow) -> Iterator[str]:
    found = row.belief
    weight = _units(row.weight_units)
    rivals = f" + {_units(row.rival_units)} for the other answers" if row.rival_units else ""
    yield (
        f"sum: {_units(found.support_units)} for, {_units(found.deny_units)} against{rivals}; "
        f"prior {weight} x {decimal(row.prior, 3)}"
    )
    other = f" + {_units(row.rival_units)}" if row.rival_units else ""
    yield (
        f"p = ({_units(found.support_units)} + {weight} x {decimal(row.prior, 3)}) / "
        f"({_units(found.support_units)} + {_units(found.deny_units)}{other} + {weight})"
    )
    yield f"  = {decimal(found.probability, 3)}, range {_range(found)}, ignorance {decimal(found.ignorance, 3)}"
