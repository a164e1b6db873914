"""The belief state and the sum behind it, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.domain.belief import Belief
from tracker.domain.flips import Was
from tracker.domain.fragility import Effect
from tracker.domain.sums import MILLION
from tracker.render.text import Grid, below, columns, decimal, listed, padded, plural, shown, width, wrapped
from tracker.render.wording import SAYS, STATUS, denied, due, origins, phrase, said, sealed, status
from tracker.reports.beliefs import BeliefRow, ContributionRow, FragileRow, WhyRow

_GROUPED = "grouped by the desk"
"""How a group that the desk made begins; what follows, the id of its entry, is nothing to read."""
_UNDER = "    "
"""What stands in front of the words of a claim, below its handle."""


def board(rows: Sequence[BeliefRow]) -> Iterator[str]:
    """A claim's handle, status, evidence and likelihood, and below them its words; ``*`` marks one that flips."""
    if not rows:
        yield "no claims"
        return
    beside = bool(rows[0].without)
    told = [
        (row.claim, status(row.belief), "; ".join(filter(None, [phrase(row.belief), *_unsettled(row)]))) for row in rows
    ]
    grid = Grid.of(told, "  " if beside else "")
    for row, cells in zip(rows, told, strict=True):
        yield from grid.row(*cells, margin="* " if row.was is not None else None)
        if row.was is not None:
            yield from wrapped(f"was {_stood(row.was)}; now {decimal(row.belief.probability)}", _UNDER, _UNDER)
        if row.text:
            yield from wrapped(shown(row.text), _UNDER, _UNDER)
    yield ""
    if beside:
        flipped = sum(row.was is not None for row in rows)
        how = f"{flipped} of {plural(len(rows), 'claim')} {'flips' if flipped == 1 else 'flip'}"
        yield from wrapped(f"without {listed(rows[0].without)}: {how}", rest="  ")
    yield from _stamp(rows[0], plural(len(rows), "claim"))


def _stood(was: Was) -> str:
    """``corroborated, .79 (likely)``: where a claim stands with everything in."""
    return f"{STATUS[was.status]}, {decimal(was.probability)}{f' ({was.likelihood})' if was.likelihood else ''}"


def _beside(row: BeliefRow) -> Iterator[str]:
    """What was left out, and where the claim stands with everything in."""
    if row.was is None:
        return
    now = row.belief
    same = row.was == (now.status, now.probability, now.likelihood)
    stood = "as with everything in" if same else f"was {_stood(row.was)}; now {decimal(now.probability)}"
    yield from below(f"without {listed(row.without)}: {stood}")


def _unsettled(row: BeliefRow) -> tuple[str, ...]:
    """What matters as long as there is no verdict: who of those concerned denies it, and when it is due."""
    return () if row.belief.verdict else (denied(row.belief), due(row))


def belief(row: BeliefRow) -> Iterator[str]:
    """Where one claim stands, in a few lines."""
    held = row.belief
    yield from _title(row)
    yield from below(f"{status(held)}: {phrase(held)}")
    yield from _beside(row)
    yield from below(
        f"probability {decimal(held.probability)}, range {_range(held)}, ignorance {decimal(held.ignorance)}"
    )
    if held.origins_for[0] or held.origins_against[0]:
        yield from below(f"for: {_side(held.origins_for)}; against: {_side(held.origins_against)}")
    if held.denied_by:
        yield from below(denied(held))
    if row.deadline:
        yield from below(due(row))
    yield ""
    yield from _stamp(row, plural(held.statements, "statement"))


def _title(row: BeliefRow) -> Iterator[str]:
    yield from wrapped(f"{row.claim}: {shown(row.text)}" if row.text else f"{row.claim}: nothing known", rest="  ")
    if row.same_as:
        yield from below(f"the same as {row.same_as}")


def _side(count: Sequence[int | None]) -> str:
    return origins(count) if count[0] else "nobody"


def _range(belief: Belief) -> str:
    low, high = belief.range
    return f"{decimal(low)} to {decimal(high)}"


def _stamp(row: BeliefRow, what: str) -> Iterator[str]:
    yield from wrapped(f"{what}, {sealed(row.as_of, row.known_by, row.policy)}", rest="  ")


def why(row: WhyRow) -> Iterator[str]:
    """The whole sum: each statement with its factors, the formula, and the probability without each."""
    held = row.belief.belief
    yield from _title(row.belief)
    yield from below("; ".join(filter(None, [f"{status(held)}: {phrase(held)}", denied(held)])))
    yield from _beside(row.belief)
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
    if row.fragile is not None:
        yield ""
        yield from _fragile(row.fragile)
    yield ""
    yield from _stamp(row.belief, plural(held.statements, "statement"))


def _fragile(rows: Sequence[FragileRow]) -> Iterator[str]:
    """What the status hangs on, one line for each source or entry."""
    if not rows:
        yield "no single source or entry carries this status"
        return
    yield "the status hangs on each of these; without it, it would be"
    told = []
    for row in rows:
        left = row.belief
        name = row.without if row.kind == "source" else f"{row.without} ({row.kind})"
        verdict = f" ({left.verdict.replace('_', ' ')})" if left.verdict else ""
        likely = f" ({left.likelihood})" if left.likelihood else ""
        falls = "; it falls" if row.effect == Effect.FALLS else "; it changes"
        told.append((name, f"{STATUS[left.status]}{verdict}, {decimal(left.probability)}{likely}{falls}"))
    grid = Grid.of(told, "  ")
    for cells in told:
        yield from grid.row(*cells)


def _line(item: ContributionRow) -> str:
    date = f", {said(item.said)}" if item.said else ""
    chain = f", via {' > '.join(item.chain)}" if item.chain else ""
    return f"{item.source} {SAYS[item.act]}{date}{chain}"


def _counted(item: ContributionRow) -> Iterator[str]:
    amount = f"+{_units(item.units)}"
    lines = list(wrapped(_line(item), f"{item.entry:>6}  ", "        ", margin=width(amount) + 3))
    yield padded(lines[0], columns() - width(amount) - 1) + amount
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
    held = row.belief.belief
    weight = _units(row.weight_units)
    rivals = f" + {_units(row.rival_units)} for the other answers" if row.rival_units else ""
    yield from wrapped(
        f"sum: {_units(held.support_units)} for, {_units(held.deny_units)} against{rivals}; "
        f"prior {weight} x {decimal(row.prior, 3)}",
        rest="  ",
    )
    other = f" + {_units(row.rival_units)}" if row.rival_units else ""
    yield from wrapped(
        f"p = ({_units(held.support_units)} + {weight} x {decimal(row.prior, 3)}) / "
        f"({_units(held.support_units)} + {_units(held.deny_units)}{other} + {weight})",
        rest="  ",
    )
    yield from below(f"= {decimal(held.probability, 3)}, range {_range(held)}, ignorance {decimal(held.ignorance, 3)}")
