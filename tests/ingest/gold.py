"""Articles of our own with their statements marked by hand: what the default extractor is measured on.

An article is a text with tags in it: ``<c1>`` around what is said, ``<s1>`` around who, ``<q1>`` around the attributing
words; the same number belongs together, the same tag twice is one thing in two parts, and tags may overlap.
``python -m tests.ingest.gold FOLDER`` prints articles as JSON lines, offsets in code points.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).with_name("gold")
_TAG = re.compile(r"<(/?)([csq])(\d+)>")

Spans = tuple[tuple[int, int], ...]


class Marked(NamedTuple):
    """A statement marked by hand. source, cue: empty where the text has none."""

    content: Spans
    source: Spans
    cue: Spans


class Article(NamedTuple):
    """A text with its statements, in the order of their numbers."""

    name: str
    language: str
    text: str
    statements: tuple[Marked, ...]


def articles(folder: str) -> Iterator[Article]:
    """The articles of ``seen``, ``held`` or ``german``, by name."""
    for path in sorted((FOLDER / folder).glob("*.txt")):
        language = "de" if folder == "german" else "en"
        yield parse(path.stem, language, path.read_text(encoding="utf-8"))


def parse(name: str, language: str, marked: str) -> Article:
    """An article from its marked text. Raises ValueError for a tag that is not closed, or closed twice."""
    text, places, opened = "", {}, {}
    at = 0
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        key = (int(tag[3]), tag[2])
        if tag[1]:
            if key not in opened:
                raise ValueError(f"{name}: {tag[0]} closes nothing")
            places.setdefault(key, []).append((opened.pop(key), len(text)))
        elif key in opened:
            raise ValueError(f"{name}: {tag[0]} is open already")
        else:
            opened[key] = len(text)
    if opened:
        raise ValueError(f"{name}: {sorted(opened)} are never closed")
    text += marked[at:]
    numbers = sorted({number for number, _ in places})
    parts = ([tuple(places.get((number, part), ())) for part in "csq"] for number in numbers)
    return Article(name, language, text, tuple(Marked(*part) for part in parts))


def row(article: Article) -> dict[str, Any]:
    """An article as a JSON object."""
    return {
        "doc_id": article.name,
        "lang": article.language,
        "text": article.text,
        "statements": [
            {"content_spans": one.content, "source_spans": one.source, "cue_spans": one.cue, "type": "statement"}
            for one in article.statements
        ],
    }


if __name__ == "__main__":
    for one in articles(sys.argv[1]):
        print(json.dumps(row(one), ensure_ascii=False))
