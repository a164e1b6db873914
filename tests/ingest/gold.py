"""The gold articles: invented news texts in which every attributed statement is marked.

A gold file under ``gold/`` is an article and, under a line ``---``, one line for each statement in it. Lines of a
paragraph are joined with a blank, an empty line parts paragraphs, the first paragraph is the headline. Tags mark the
roles and are independent of each other, so that spans may overlap, nest and come in parts::

    <w1>“It is <w2>safe</w2>,”</w1> <c1>said</c1> <s1>the mayor, Ann Roe</s1>.

``w`` the words (content), ``s`` the source, ``c`` the cue; the number is the statement's. A tag may carry several:
``<s1 w4>``. A statement's line is its number, its subtype, its act and the kind of its source, then at will

- ``in N``: it is nested in statement N, and takes from there whichever of source and cue it has not itself;
- ``as N``: it goes on from statement N and takes the source from there, and the cue too if it is a direct quote;
- ``| Name``: who a pronoun or a bare description stands for, where the article says it.

The conventions are those of the German gold (contents with conjunction and quotation marks, without the full stop of
a clause in a sentence; ``reported`` is a whole sentence); what had to be decided beyond them stands in ``gold/README``.

``python -m tests.ingest.gold [seen|held|german ...]`` prints JSONL for the attribution scorer.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("gold")

SUBTYPES = {
    "direct": "Direct",
    "indirect": "Indirect",
    "free": "FreeIndirect",
    "konjunktiv": "IndirectFreeIndirect",
    "reported": "Reported",
}
"""How a subtype is written in a file, and what the German gold calls it."""

ACTS = {
    "assert",
    "confirm",
    "announce",
    "accuse",
    "predict",
    "warn",
    "deny",
    "speculate",
    "opinion",
    "unclear",
    "decline",
    "no_response",
    "non_denial",
}
KINDS = {"person", "organisation", "group", "outlet", "agency", "document"}
UNKNOWN = "-"
"""Stands in a statement's line for an act or a kind that is not plain."""

OPENING = "“‘„‚»«\"'"
CLOSING = "”’“‘«»\"'"

TAG = re.compile(r"<(/?)([swc][0-9]+(?: [swc][0-9]+)*)>")
LINE = re.compile(
    r"(?P<number>[0-9]+) (?P<subtype>[a-z]+) (?P<act>[a-z_]+|-) (?P<kind>[a-z]+|-)"
    r"(?: (?P<link>in|as) (?P<other>[0-9]+))?(?: \| (?P<speaker>.+))?"
)


class Malformed(ValueError):
    """A gold file breaks the rules of its mark-up, or a statement in it is not well formed."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the text, in code points, the end not included."""

    start: int
    end: int


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One attributed statement of an article."""

    number: int
    subtype: str
    act: str | None
    source_kind: str | None
    source: Spans
    cue: Spans
    content: Spans
    inside: int | None = None
    """The number of the statement it is nested in."""
    speaker: str | None = None
    """Who a pronoun stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text and what is stated in it."""

    name: str
    lang: str
    text: str
    statements: tuple[Statement, ...]

    def words(self, spans: Spans) -> list[str]:
        """What stands in the text at these spans."""
        return [self.text[span.start : span.end] for span in spans]

    @property
    def headline(self) -> Span:
        """The first paragraph."""
        return Span(0, self.text.index("\n\n"))

    def type_of(self, statement: Statement) -> str:
        """``direct``, ``indirect`` or, with a quote nested in it, ``mixed``."""
        if statement.subtype == "direct":
            return "direct"
        quoted = any(other.subtype == "direct" and other.inside == statement.number for other in self.statements)
        return "mixed" if quoted else "indirect"

    def as_json(self) -> dict[str, Any]:
        """The article in the form of the German gold, with our keys besides."""
        return {
            "doc_id": self.name,
            "lang": self.lang,
            "text": self.text,
            "statements": [self._statement(statement) for statement in self.statements],
        }

    def _statement(self, statement: Statement) -> dict[str, Any]:
        row: dict[str, Any] = {
            "id": statement.number,
            "type": self.type_of(statement),
            "subtype": SUBTYPES[statement.subtype],
            "nested": statement.inside is not None,
        }
        for role in ("source", "cue", "content"):
            spans: Spans = getattr(statement, role)
            row[f"{role}_span"] = [spans[0].start, spans[-1].end] if spans else None
            row[f"{role}_spans"] = [[span.start, span.end] for span in spans]
        row["in_headline"] = statement.content[0].end <= self.headline.end
        plain = {"act": statement.act, "source_kind": statement.source_kind, "speaker": statement.speaker}
        return row | {key: value for key, value in plain.items() if value}


def parse(name: str, lang: str, marked: str) -> Article:
    """Read a gold file; raises Malformed with the file's name and what is wrong."""
    body, bar, table = marked.partition("\n---\n")
    if not bar:
        raise Malformed(f"{name}: no line --- between the article and its statements")
    text, roles = _untagged(name, body)
    statements = _statements(name, table, roles)
    article = Article(name=name, lang=lang, text=text, statements=statements)
    for statement in statements:
        for fault in faults(article, statement):
            raise Malformed(f"{name}: statement {statement.number}: {fault}")
    return article


def _untagged(name: str, body: str) -> tuple[str, dict[str, Spans]]:
    """The text without its tags, and the spans of each tag (``w1``, ``s1``, ``c1``)."""
    paragraphs = [" ".join(lines.splitlines()) for lines in re.split(r"\n{2,}", body.strip())]
    marked = "\n\n".join(paragraphs)
    text, at, opened = "", 0, dict[str, int]()
    roles: dict[str, list[Span]] = {}
    for tag in TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        for role in tag[2].split():
            if not tag[1]:
                if role in opened:
                    raise Malformed(f"{name}: <{role}> is opened twice")
                opened[role] = len(text)
            elif role in opened:
                roles.setdefault(role, []).append(Span(opened.pop(role), len(text)))
            else:
                raise Malformed(f"{name}: </{role}> was not opened")
    text += marked[at:]
    if opened:
        raise Malformed(f"{name}: never closed: {', '.join(opened)}")
    if stray := re.search(r"[<>]|  ", text):
        raise Malformed(f"{name}: a stray {stray[0]!r} at {text[stray.start() : stray.start() + 30]!r}")
    return text, {role: tuple(spans) for role, spans in roles.items()}


def _statements(name: str, table: str, roles: dict[str, Spans]) -> tuple[Statement, ...]:
    """The statements of the table, with their spans; every tag must belong to one of them."""
    found: dict[int, Statement] = {}
    for line in table.strip().splitlines():
        told = LINE.fullmatch(line)
        if told is None:
            raise Malformed(f"{name}: not a statement's line: {line!r}")
        number, subtype = int(told["number"]), told["subtype"]
        if number in found or subtype not in SUBTYPES:
            raise Malformed(f"{name}: statement {number}: told twice, or no such subtype: {subtype}")
        source, cue = roles.get(f"s{number}", ()), roles.get(f"c{number}", ())
        if told["link"]:
            if int(told["other"]) not in found:
                raise Malformed(f"{name}: statement {number}: {told['other']} must stand above it")
            other = found[int(told["other"])]
            source = source or other.source
            if told["link"] == "in" or subtype == "direct":
                cue = cue or other.cue
        found[number] = Statement(
            number=number,
            subtype=subtype,
            act=None if told["act"] == UNKNOWN else told["act"],
            source_kind=None if told["kind"] == UNKNOWN else told["kind"],
            source=source,
            cue=cue,
            content=roles.get(f"w{number}", ()),
            inside=int(told["other"]) if told["link"] == "in" else None,
            speaker=told["speaker"],
        )
    if orphans := {role for role in roles if int(role[1:]) not in found}:
        raise Malformed(f"{name}: tags of no statement: {', '.join(sorted(orphans))}")
    return tuple(found.values())


def faults(article: Article, statement: Statement) -> Iterator[str]:
    """What is wrong with a statement, in words."""
    text = article.text
    if not statement.content:
        yield "no content"
        return
    if statement.act not in ACTS | {None}:
        yield f"no such act: {statement.act}"
    if statement.source_kind not in KINDS | {None}:
        yield f"no such kind of source: {statement.source_kind}"
    if bool(statement.source) != bool(statement.source_kind):
        yield "a source and its kind come together"
    for spans in (statement.source, statement.cue, statement.content):
        if list(spans) != sorted(spans):
            yield "parts out of order"
        for words in article.words(spans):
            if words != words.strip() or not words:
                yield f"a span is empty or has blanks at its edges: {words!r}"
            if words[:1] in ",;.:" or words[-1:] in ",;:":
                yield f"a span has punctuation at its edges: {words!r}"
    first, last = statement.content[0], statement.content[-1]
    if statement.subtype == "direct":
        for words in article.words(statement.content):
            if words[0] not in OPENING or words[-1] not in CLOSING:
                yield f"a direct quote includes its quotation marks: {words!r}"
    elif statement.subtype in ("free", "konjunktiv"):
        if statement.cue:
            yield "a sentence of free speech has no cue"
        before = text[max(first.start - 2, 0) : first.start].strip()
        if text[last.end - 1] not in ".!?" + CLOSING or before[-1:] not in ".!?:" + CLOSING:
            yield f"free speech is a whole sentence: {article.words(statement.content)}"
    elif statement.subtype == "indirect" and text[last.end - 1] == "." and text[last.end - 3 : last.end - 2] != ".":
        yield f"a clause leaves its full stop outside: {article.words(statement.content)}"
    if statement.inside is not None:
        (outer,) = [other for other in article.statements if other.number == statement.inside]
        for part in statement.content:
            if not any(whole.start <= part.start and part.end <= whole.end for whole in outer.content):
                yield f"stands outside {statement.inside}"
    if statement.speaker is not None and statement.speaker not in text:
        yield f"the article does not name {statement.speaker}"


def load(path: Path) -> Article:
    """The article of one file; its language is German in the folder ``german``, else English."""
    folder = path.parent.name
    return parse(f"{folder}/{path.stem}", "de" if folder == "german" else "en", path.read_text(encoding="utf-8"))


def files(*folders: str) -> list[Path]:
    """The gold files of these folders, or all."""
    return sorted(path for path in FOLDER.glob("*/*.txt") if not folders or path.parent.name in folders)


def main() -> None:
    """Print JSONL, or with ``--show`` the spans as words for the eye."""
    show = "--show" in sys.argv
    for path in files(*(argument for argument in sys.argv[1:] if not argument.startswith("--"))):
        article = load(path)
        if not show:
            sys.stdout.write(json.dumps(article.as_json(), ensure_ascii=False) + "\n")
            continue
        sys.stdout.write(f"\n=== {article.name} ({len(article.text.split())} words)\n")
        for one in article.statements:
            roles = " | ".join(" … ".join(article.words(spans)) for spans in (one.source, one.cue, one.content))
            sys.stdout.write(f"{one.number} {one.subtype} {one.act} {one.source_kind} {one.inside or ''} | {roles}\n")


if __name__ == "__main__":
    main()
