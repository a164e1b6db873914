"""A proposal as a small form for the user's own editor: ``key: value``, a line each."""

from __future__ import annotations

from typing import Final

from tracker.cli import fields
from tracker.cli.fields import OF_CLAIM, OF_SOURCE, on_record, one_line
from tracker.desk.reviewing import default, described
from tracker.desk.statements import TypedStatement
from tracker.desk.suggesting import Catalogue, Offer, as_claim
from tracker.domain.events import StatementProposed

_SURE: Final = 90
"""From which likeness on, in per cent, a claim is filled in; a source is where its name is the very same."""


def blank(event: StatementProposed, offer: Offer, catalogue: Catalogue) -> str:
    """The form of a proposal before anybody wrote in it: whoever leaves source and claim as they are has to change
    nothing but what is wrong.
    """
    said, who = default(event), described(event)
    source = next((one.handle for one in offer.sources if one.sure), "")
    claim = next((one.handle for one in offer.claims if one.likeness >= _SURE), "")
    lines = [
        "# One line a field. Give source, or new_source with its kind; and claim, or new_claim.",
        "# A claim is worded as the allegation, without a no. An empty field takes its default.",
        f"source: {source}",
        f"new_source: {'' if source else offer.name}",
        f"kind: {who.kind}",
        f"heads: {who.heads or ''}",
        f"claim: {claim}",
        f"new_claim: {'' if claim else one_line(as_claim(event.text))}",
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
        f"text: {one_line(said.text or '')}",
        f"quote: {one_line(said.quote or '')}",
        f"cue: {one_line(said.cue or '')}",
        "evidence:",
        "note:",
        "",
        *on_record("source", catalogue.names.texts, (one.handle for one in offer.sources if one.handle)),
        *on_record("claim", catalogue.claims.texts, (one.handle for one in offer.claims)),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def read(form: str) -> TypedStatement:
    """What a form says: a source or claim on record outranks what was filled in for a new one. Raises UsageError."""
    given = fields.values(form.split("\n"))
    new_source = () if "source" not in given and "new_source" in given else ("new_source", *OF_SOURCE)
    new_claim = ("new_claim", *OF_CLAIM) if "claim" in given else ()
    return fields.statement({name: value for name, value in given.items() if name not in (*new_source, *new_claim)})
