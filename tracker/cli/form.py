"""A proposal as a small form for the user's own editor: ``key: value``, a line each."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

import click

from tracker.cli import meant
from tracker.desk.claims import Filing
from tracker.desk.reviewing import default, described
from tracker.desk.sources import Description
from tracker.desk.statements import TypedStatement
from tracker.desk.suggesting import as_claim, as_name
from tracker.domain.events import StatementProposed
from tracker.domain.words import Act, Basis, Certainty, GroundRule, Interest, Presentation, SourceKind, Stance, Via
from tracker.errors import UsageError

_WORDS: Final[dict[str, type[StrEnum]]] = {
    "act": Act,
    "stance": Stance,
    "certainty": Certainty,
    "basis": Basis,
    "interest": Interest,
    "via": Via,
    "presentation": Presentation,
    "ground_rule": GroundRule,
    "kind": SourceKind,
}
_TEXTS: Final = (
    "source",
    "new_source",
    "heads",
    "claim",
    "new_claim",
    "claim_handle",
    "topic",
    "about",
    "text",
    "quote",
    "cue",
    "said",
)
_MORE: Final = ("chain", "evidence", "note")
_KEYS: Final = (*_TEXTS, *_WORDS, *_MORE)


def edited(event: StatementProposed, typed: str | None, problem: str) -> tuple[str, TypedStatement | None]:
    """Let a person edit a proposal; the form as it was left, and what it says: None where it was left as it came.

    typed: the form from before, with ``problem`` for what was wrong with it.
    """
    form = typed if typed is not None else blank(event)
    while True:
        shown = _with_problem(form, problem)
        left = click.edit(shown, extension=".txt")
        if left is None or left == shown or not left.strip():
            return form, None
        form = left
        try:
            return form, read(form)
        except UsageError as wrong:
            problem = wrong.message


def blank(event: StatementProposed) -> str:
    """The form of a proposal before anybody wrote in it."""
    said, who = default(event), described(event)
    lines = [
        "# One line a field. Give source, or new_source with its kind; and claim, or new_claim.",
        "# A claim is worded as the allegation, without a no. An empty field takes its default.",
        "source:",
        f"new_source: {as_name(event.who)}",
        f"kind: {who.kind}",
        f"heads: {who.heads or ''}",
        "claim:",
        f"new_claim: {_line(as_claim(event.text))}",
        "claim_handle:",
        "topic:",
        "about:",
        "",
        f"act: {said.act}",
        "stance:",
        f"certainty: {said.certainty or ''}",
        f"via: {said.via or ''}",
        f"presentation: {said.presentation or ''}",
        f"said: {said.said or ''}",
        "basis:",
        "interest:",
        "ground_rule:",
        "chain:",
        f"text: {_line(said.text or '')}",
        f"quote: {_line(said.quote or '')}",
        f"cue: {_line(said.cue or '')}",
        "evidence:",
        "note:",
    ]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _with_problem(form: str, problem: str) -> str:
    kept = "\n".join(line for line in form.splitlines() if not line.startswith("# !"))
    return f"# ! {problem}\n{kept}\n" if problem else form


def read(form: str) -> TypedStatement:
    """What a form says. Raises UsageError that names the line."""
    values: dict[str, str] = {}
    for number, line in enumerate(form.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        name = key.strip().lower()
        if not colon or name not in _KEYS:
            raise UsageError(f"line {number} is no field: '{line.strip()[:60]}'", f"fields: {' '.join(_KEYS)}")
        if value.strip():
            values[name] = value.strip()
    given: dict[str, Any] = {name: _word(name, kind, values[name]) for name, kind in _WORDS.items() if name in values}
    kind = given.pop("kind", None)
    given |= {name: values[name] for name in (*_TEXTS, *_MORE) if name in values}
    topics, about = given.pop("topic", "").split(), given.pop("about", "").split()
    heads, claim = given.pop("heads", None), given.pop("claim", None)
    if "source" in given:
        given.pop("new_source", None)
        kind = heads = None
    if claim is not None:
        given.pop("new_claim", None)
        given.pop("claim_handle", None)
        topics = about = []
    said = TypedStatement(**given, claims=(claim,) if claim else (), filing=Filing(tuple(topics), tuple(about)))
    return replace(said, describing=Description(kind=kind, heads=heads)) if "new_source" in given else said


def _word(name: str, kind: type[StrEnum], typed: str) -> StrEnum:
    found = meant.fitting(kind, typed)
    if len(found) != 1:
        word = meant.suggested(kind, typed)
        told = f"do you mean {word}?" if word else "a beginning will do"
        raise UsageError(f"{name}: '{typed}' is none of {' '.join(kind)}", told)
    return found[0]
