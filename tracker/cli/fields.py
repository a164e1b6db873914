"""A statement as fields for the user's own editor: ``key: value``, a line each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from tracker.cli import meant
from tracker.desk.claims import Filing
from tracker.desk.sources import Description
from tracker.desk.statements import TypedStatement
from tracker.domain.words import Act, Basis, Certainty, GroundRule, Interest, Presentation, SourceKind, Stance, Via
from tracker.errors import TrackerError, UsageError

_WORDS: Final[dict[str, type[StrEnum]]] = {
    "act": Act,
    "stance": Stance,
    "certainty": Certainty,
    "basis": Basis,
    "interest": Interest,
    "via": Via,
    "presentation": Presentation,
    "ground_rule": GroundRule,
}
OF_SOURCE: Final = ("kind", "class", "heads", "member_of")
"""The fields that describe a new source."""
OF_CLAIM: Final = ("claim_handle", "topic", "about", "question", "deadline")
"""The fields that file a new claim."""
_TEXTS: Final = (
    "source", "new_source", "new_claim", "claim_handle", "text", "quote", "cue", "said", "chain", "evidence", "note",
    "article", "outlet", "published",
)  # fmt: skip
_KEYS: Final = tuple(
    dict.fromkeys(("source", "new_source", *OF_SOURCE, "claim", "new_claim", *OF_CLAIM, *_TEXTS, *_WORDS))
)
_SHORT: Final = {"s": "source", "c": "claim", "a": "act", "d": "said", "q": "quote", "b": "basis", "i": "interest"}
_PROBLEM: Final = "# !"
_LISTED: Final = 30
"""How many sources and claims on record are listed at most."""


def values(lines: Iterable[str]) -> dict[str, str]:
    """What lines say, by field; comments and empty fields say nothing. Raises UsageError for a line that is none."""
    found: dict[str, str] = {}
    for line in lines:
        if not line.strip() or is_comment(line):
            continue
        key, colon, value = line.partition(":")
        name = key.strip().lower()
        if not colon or name not in _KEYS:
            raise UsageError(f"this is no field: '{line.strip()[:60]}'", f"fields: {' '.join(_KEYS)}")
        if not value.strip():
            continue
        if name in found:
            raise UsageError(f"{name} stands twice", "an empty line parts two statements")
        found[name] = value.strip()
    return found


def statement(given: Mapping[str, str]) -> TypedStatement:
    """The statement that fields describe. Raises UsageError for a word that is none of the vocabulary."""
    known: dict[str, Any] = {name: _word(name, kind, given[name]) for name, kind in _WORDS.items() if name in given}
    known |= {name: given[name] for name in _TEXTS if name in given}
    return TypedStatement(
        **known,
        claims=tuple(part.strip() for part in given.get("claim", "").split(",") if part.strip()),
        describing=Description(
            kind=_word("kind", SourceKind, given["kind"]) if "kind" in given else None,
            source_class=given.get("class"),
            heads=given.get("heads"),
            member_of=given.get("member_of"),
        ),
        filing=Filing(
            tuple(given.get("topic", "").split()),
            tuple(given.get("about", "").split()),
            given.get("question"),
            given.get("deadline"),
        ),
    )


def _word(name: str, kind: type[meant.AnyWord], typed: str) -> meant.AnyWord:
    found = meant.fitting(kind, typed)
    if len(found) != 1:
        word = meant.suggested(kind, typed)
        told = f"do you mean {word}?" if word else "a beginning will do"
        raise UsageError(f"{name}: '{typed}' is none of {' '.join(kind)}", told)
    return found[0]


def is_comment(line: str) -> bool:
    """Whether a line is a comment."""
    return line.lstrip().startswith("#")


def marked(form: str, problems: Mapping[int, str]) -> str:
    """A form with what is wrong in it above the lines where it is, by their numbers from 1 on."""
    lines: list[str] = []
    for number, line in enumerate(form.split("\n"), start=1):
        if number in problems:
            lines.append(f"{_PROBLEM} {problems[number]}")
        lines.append(line)
    return "\n".join(lines)


def unmarked(form: str) -> str:
    """A form without what was found wrong in it before."""
    return "\n".join(line for line in form.split("\n") if not line.startswith(_PROBLEM))


def told(problem: TrackerError) -> str:
    """An error on one line, in which the options of a command are the fields of a form."""
    hint = (
        problem.hint if "tracker " in problem.hint else re.sub(r"(?<!\w)--?([a-z]+(?:-[a-z]+)*)", _field, problem.hint)
    )
    return one_line(f"{problem.message}; {hint}" if hint else problem.message)


def _field(option: re.Match[str]) -> str:
    name = _SHORT.get(option[1], option[1].replace("-", "_"))
    return f"{name}:" if name in _KEYS else option[0]


def on_record(noun: str, texts: Mapping[str, str], first: Iterable[str] = ()) -> Iterator[str]:
    """Comments that list what can be named: the likeliest handles, then the others, the latest before the older."""
    handles = list(dict.fromkeys((*first, *reversed(list(texts)))))
    yield f"# {noun}s on record:" if handles else f"# no {noun}s on record"
    for handle in handles[:_LISTED]:
        yield f"#   {handle}" + (f"  {one_line(texts[handle])}" if texts[handle] != handle else "")
    if len(handles) > _LISTED:
        yield f"#   ... and {len(handles) - _LISTED} more: tracker {noun} list"


def one_line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
