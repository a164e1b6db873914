"""A language model as an extractor, through the `llm` library: any provider or local model the user has set up there.

Only `--extractor llm` leads here, and what is sent is the article: a desk must know when its text leaves the house.
The model answers with words copied from the article; what it made up stands nowhere in the text and is dropped. An
article may hold instructions to the model: all they can bring about is a proposal, which a person reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from tracker.domain.sentences import Extent, paragraphs
from tracker.domain.words import Act, Certainty, Presentation, SourceKind, Via
from tracker.errors import NotFound, TrackerError, UsageError
from tracker.extras import Extra, MissingExtra
from tracker.ingest.dates import said
from tracker.ingest.languages import spoken
from tracker.ingest.locating import in_order, nearest, nowhere
from tracker.ingest.proposal import Document, Proposal, Speaker

PORTION: Final = 20_000
"""About how many characters are sent at a time; a paragraph is never parted."""
CONFIDENCE: Final = 0.6
"""What a model's proposal is worth beside the rules'; no model says how sure it is in a way that could be checked."""

_TEXTS: Final = {"type": "array", "items": {"type": "string"}}


def _one_of(words: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


_STATEMENT: Final = {
    "content": _TEXTS,
    "source": _TEXTS,
    "cue": _TEXTS,
    "act": _one_of(Act),
    "certainty": _one_of(Certainty),
    "via": _one_of(Via),
    "kind": _one_of(SourceKind),
    "presentation": _one_of(Presentation),
    "said": {"type": "string"},
}
SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {"type": "object", "properties": _STATEMENT, "required": list(_STATEMENT)},
        }
    },
    "required": ["statements"],
}
"""The shape of an answer, as JSON Schema."""

TASK: Final = """\
You are given a news article in German or English. List every statement in it that the article attributes to somebody: \
direct and indirect speech, reported speech without a verb of saying (such as a run of German Konjunktiv I), \
"according to", denials, refusals to comment. Leave out what the article says in its own voice; only where it says \
that something is unclear or open, list that with act "unclear", via "voice" and an empty source.
Copy words exactly as they stand in the article, letter for letter; never translate, correct or shorten them.
content: what is said, with the conjunction and the quotation marks, without the words of attribution; several strings \
if the attribution stands in between.
source: the nearest words that say who speaks, with title and apposition; for a pronoun the name it stands for. Empty \
if nobody is named.
cue: the words of attribution ("said", "laut", "teilte ... mit" as two strings). Empty if there are none.
act: decline for refusing to comment, no_response for not answering, non_denial for evading; deny only for saying that \
something is not so.
certainty: how sure the speaker sounds.
kind, presentation: of the source; "people familiar with the matter" is a group, unnamed.
said: the words that tell when it was said ("am Mittwoch", "on Tuesday"), or empty."""


class LanguageModel:
    """An extractor that asks a language model. Raises UsageError without a model's name, NotFound for an unknown one,
    MissingExtra without the library.
    """

    name = "llm"

    def __init__(self, model: str | None = None) -> None:
        if not model:
            raise UsageError("which model?", "--model NAME; llm models lists those that are set up")
        try:
            import llm
        except ImportError:
            raise MissingExtra(Extra.LLM) from None
        try:
            self._model = llm.get_model(model)
        except llm.UnknownModelError:
            raise NotFound(f"there is no model '{model}'", "llm models lists those that are set up") from None
        self.version = f"1 {self._model.model_id}"
        """The version of the task given, and the model; a model may change behind its name, which nobody tells us."""

    def propose(self, document: Document) -> Iterable[Proposal]:
        """The statements the model names, in its order. Raises TrackerError where it gives no usable answer."""
        language = spoken(document)
        for portion in portions(document.text):
            for row in self._ask(document.text[slice(*portion)]):
                found = _placed(document.text, portion, row, f"llm {self._model.model_id}")
                day = said(found.said_raw, document.published, language.calendar).day if language else None
                yield replace(found, said=day)

    def _ask(self, text: str) -> list[Mapping[str, Any]]:
        import llm

        by_schema = bool(self._model.supports_schema)
        task = TASK if by_schema else f"{TASK}\nAnswer with JSON of this schema and nothing else:\n{json.dumps(SCHEMA)}"
        try:
            answer = self._model.prompt(text, system=task, schema=SCHEMA if by_schema else None, stream=False).text()
        except llm.ModelError as problem:
            raise self._silent(str(problem)) from None
        except Exception as problem:
            # A provider's own error may hold an address with a key in it; its kind says enough.
            raise self._silent(type(problem).__name__) from problem
        return _rows(answer, self._model.model_id)

    def _silent(self, why: str) -> TrackerError:
        model = self._model.model_id
        return TrackerError(
            f"the model '{model}' did not answer: {why}", f"llm -m {model} hello shows whether it works"
        )


def portions(text: str) -> Iterator[Extent]:
    """A text in stretches of whole paragraphs of about `PORTION` characters; a longer paragraph is one of its own."""
    start = end = 0
    for paragraph in paragraphs(text):
        if end > start and paragraph.end - start > PORTION:
            yield Extent(start, end)
            start = paragraph.start
        end = paragraph.end
    if text[start:end].strip():
        yield Extent(start, end)


def _rows(answer: str, model: str) -> list[Mapping[str, Any]]:
    try:
        # A model without schemas wraps its JSON in words or in a fence.
        rows = json.loads(answer[answer.index("{") : answer.rindex("}") + 1])["statements"]
    except (ValueError, KeyError, TypeError, RecursionError):
        rows = None
    if not isinstance(rows, list):
        raise TrackerError(
            f"the model '{model}' answered something else than the statements asked for",
            "try again, or a model that supports schemas: llm models --schemas",
        )
    return [row if isinstance(row, dict) else {} for row in rows]


def _placed(text: str, portion: Extent, row: Mapping[str, Any], rule: str) -> Proposal:
    """A model's row in its place; with an anchor `nowhere`, so that it is dropped and counted, if it does not hold."""
    try:
        content = in_order(text, _strings(row["content"]), portion)
        place = Extent(content[0].start, content[-1].end)
        source = tuple(nearest(text, part, place, portion) for part in _strings(row["source"]))
        cue = tuple(nearest(text, part, place, portion) for part in _strings(row["cue"]))
        return Proposal(
            content=content,
            source=Speaker(
                anchors=tuple(sorted(source)),
                kind=SourceKind(row["kind"]),
                presentation=Presentation(row["presentation"]),
                head_min=1 if row["kind"] == SourceKind.GROUP else None,
            ),
            cue=tuple(sorted(cue)),
            act=Act(row["act"]),
            certainty=Certainty(row["certainty"]),
            via=Via(row["via"]),
            said_raw=_copied(text, str(row["said"]), place, portion),
            rule=rule,
            confidence=CONFIDENCE,
        )
    except (KeyError, IndexError, ValueError, TypeError):
        return Proposal(content=(nowhere(str(row.get("content", ""))),), rule=rule, confidence=CONFIDENCE)


def _copied(text: str, words: str, place: Extent, portion: Extent) -> str:
    """Words as the article has them; empty where it does not, since a date is only a remark beside a statement."""
    found = nearest(text, words, place, portion)
    return text[found.start : found.end] if found.start >= 0 else ""


def _strings(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise TypeError
    return [part for part in value if part.strip()]
