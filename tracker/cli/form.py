"""A proposal as a small form for the user's own editor: ``key: value``, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

from tracker.cli import meant
from tracker.desk.claims import Filing
from tracker.desk.reviewing import default, described
from tracker.desk.sources import Description
from tracker.desk.statements import TypedStatement
from tracker.desk.suggesting import NAMED_BEFORE, Catalogue, Offer, Shelf, Suggestion, as_claim
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


_SURE: Final = 90
"""From which likeness on, in per cent, a claim is filled in; a source is where its name is the very same."""
_LISTED: Final = 30


def blank(event: StatementProposed, offer: Offer, catalogue: Catalogue) -> str:
    """The form of a proposal before anybody wrote in it: whoever leaves source and claim as they are has to change
    nothing but what is wrong.
    """
    said, who = default(event), described(event)
    source = next((one.handle for one in offer.sources if one.likeness == 100 or one.why == NAMED_BEFORE), "")
    claim = next((one.handle for one in offer.claims if one.likeness >= _SURE), "")
    lines = [
        "# One line a field. Give source, or new_source with its kind; and claim, or new_claim.",
        "# A claim is worded as the allegation, without a no. An empty field takes its default.",
        f"source: {source}",
        f"new_source: {'' if source else offer.name}",
        f"kind: {who.kind}",
        f"heads: {who.heads or ''}",
        f"claim: {claim}",
        f"new_claim: {'' if claim else _line(as_claim(event.text))}",
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
        "",
        *_on_record("sources", offer.sources, catalogue.names),
        *_on_record("claims", offer.claims, catalogue.claims),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _on_record(noun: str, offered: Sequence[Suggestion], shelf: Shelf) -> Iterator[str]:
    """Comments that list what can be named, the likeliest first."""
    handles = list(dict.fromkeys((*(one.handle for one in offered), *reversed(shelf.texts))))
    yield f"# {noun} on record:" if handles else f"# no {noun} on record"
    for handle in handles[:_LISTED]:
        yield f"#   {handle}" + (f"  {_line(shelf.texts[handle])}" if shelf.texts[handle] != handle else "")
    if len(handles) > _LISTED:
        yield f"#   ... and {len(handles) - _LISTED} more: tracker {noun.removesuffix('s')} list"


def _line(text: str) -> str:
    return " ".join(text.split())


def with_problem(form: str, problem: str) -> str:
    """A form with what was wrong with it as its first line, instead of what was wrong before."""
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
