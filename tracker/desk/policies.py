"""Verbs on the policy: which numbers weigh the evidence, since which entry, and setting them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.desk.desk import Batch, Desk, Written
from tracker.desk.reading import Reading, When
from tracker.domain.clocks import LATEST
from tracker.domain.events import Entry, PolicySet
from tracker.domain.fold import POLICY
from tracker.domain.policy import DEFAULT_VALUE, Policy, changed, parameters
from tracker.domain.projection import in_force
from tracker.domain.state import State
from tracker.errors import UsageError
from tracker.store import log, views


class InForce(NamedTuple):
    """The policy at a cut. set_at: the entry that each parameter owes its value to, by name."""

    state: State
    set_at: Mapping[str, int]


def in_use(desk: Desk, when: When) -> InForce:
    """The policy that a reading made at this cut would use. Policies have only the desk's clock."""
    with desk.reading_at(when) as reading:
        settings = {event.name: entry.position for entry, event in _settings(reading)}
        return InForce(reading.frame(sources=False, articles=False, claims=False), settings)


def _settings(reading: Reading) -> list[tuple[Entry, PolicySet]]:
    """The settings in force at a cut, in log order."""
    history = [entry for entry in log.tagged(reading.session, POLICY) if entry.position <= reading.cut.position]
    return [(entry, entry.event) for entry in in_force(history) if isinstance(entry.event, PolicySet)]


_FORM = "tracker policy set certainty.likely=0.4, or tracker policy set certainty.likely=default"


def change(desk: Desk, assignments: Sequence[str], because: str = "") -> Written:
    """Set parameters, all in one batch; ``default`` gives one its default back.

    Raises UsageError for what is not NAME=VALUE, a name that does not exist, a value that it cannot take, a name
    given twice, and where nothing would change.
    """
    wanted = _read(assignments)
    with desk.writing() as batch:
        policy = views.policy(batch.session, LATEST)
        idle = []
        for name, value in wanted.items():
            event = PolicySet(name=name, value=value, because=because)
            for problem in batch.problems(event):
                raise UsageError(problem.message, problem.hint)
            after = changed(policy, name, value)
            if after == policy:
                idle.append(f"'{name}' is {value} already")
                continue
            policy = after
            batch.add(event)
        if len(idle) == len(wanted):
            raise UsageError("; ".join(idle), "tracker policy show")
        warnings = (*idle, *_unheard_of(batch, wanted))
        return replace(batch.append(), warnings=warnings)


def _read(assignments: Sequence[str]) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for one in assignments:
        name, sign, value = (part.strip() for part in one.partition("="))
        if not name or not sign or not value:
            raise UsageError(f"'{one}' is not NAME=VALUE", _FORM)
        if name in wanted:
            raise UsageError(f"'{name}' is given twice", _FORM)
        wanted[name] = value
    return wanted


def _unheard_of(batch: Batch, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """A warning for each class and topic that got a number and that nobody and nothing is filed under."""
    given = [name.partition(".") for name, value in wanted.items() if value != DEFAULT_VALUE]
    classes = {tail for head, _, tail in given if head == "prior" and tail}
    topics = {tail for head, _, tail in given if head == "base_rate" and tail}
    if classes:
        classes -= {row.source_class for row in views.sources(batch.session, LATEST)}
    if topics:
        topics -= {topic for row in views.claims(batch.session, LATEST) for topic in row.topics}
    return (
        *(f"no source is of class '{name}' so far" for name in sorted(classes)),
        *(f"no claim is filed under '{name}' so far" for name in sorted(topics)),
    )


def default_names() -> list[str]:
    """The names of all parameters that exist without being set, for a shell to complete."""
    return [parameter.name for parameter in parameters(Policy())]
