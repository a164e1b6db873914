"""The gold articles are well formed: what the reading of news text is measured with can be trusted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ingest import gold

EVERY = pytest.mark.parametrize("path", gold.files(), ids=lambda path: f"{path.parent.name}/{path.stem}")


@EVERY
def test_every_article_parses_and_its_spans_are_its_words(path: Path) -> None:
    article = gold.load(path)
    plain = gold.TAG.sub("", path.read_text(encoding="utf-8").partition("\n---\n")[0]).split()
    assert article.text.split() == plain
    assert article.statements
    for statement in article.statements:
        assert statement.content, statement.number
        assert list(gold.faults(article, statement)) == []
        for words in article.words(statement.source + statement.cue + statement.content):
            assert re.match(r"\W*\w", words)


@EVERY
def test_an_article_is_long_enough_to_be_one(path: Path) -> None:
    assert 150 <= len(gold.load(path).text.split()) <= 450


def test_what_is_held_back_is_as_much_as_what_is_seen() -> None:
    assert len(gold.files("seen")) == len(gold.files("held")) > 0
    assert gold.files("german")


@EVERY
def test_the_rows_have_the_form_of_the_german_gold(path: Path) -> None:
    article = gold.load(path)
    row = article.as_json()
    assert (row["doc_id"], row["text"]) == (article.name, article.text)
    assert len({each["id"] for each in row["statements"]}) == len(row["statements"])
    for each in row["statements"]:
        assert each["type"] in {"direct", "indirect", "mixed"}
        start, end = each["content_span"]
        assert (start, end) == (each["content_spans"][0][0], each["content_spans"][-1][1])


@pytest.mark.parametrize(
    ("marked", "fault"),
    [
        ("Head\n\n<w1>A clause</w1>.", "no line ---"),
        ("Head\n\n<w1>A clause.\n---\n1 indirect assert -", "never closed"),
        ("Head\n\nA clause.\n---\n1 indirect assert -", "no content"),
        ("Head\n\n<w1>A clause</w1>, <s2>he</s2> said.\n---\n1 indirect assert -", "tags of no statement"),
        ("Head\n\n<w1>A clause.</w1>\n---\n1 indirect assert -", "full stop outside"),
        ("Head\n\n“<w1>A quote</w1>”\n---\n1 direct assert -", "quotation marks"),
    ],
)
def test_a_file_that_breaks_the_rules_is_refused(marked: str, fault: str) -> None:
    with pytest.raises(gold.Malformed, match=fault):
        gold.parse("seen/bad", "en", marked)
