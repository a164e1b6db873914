"""A language model as extractor: only words that stand in the article pass, whatever the model says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tracker.domain.clocks import Edtf
from tracker.domain.words import Act, SourceKind, Via
from tracker.errors import NotFound, TrackerError, UsageError
from tracker.ingest.extractors import Passed, checked, find
from tracker.ingest.language_model import PORTION, SCHEMA, portions
from tracker.ingest.proposal import Document

if TYPE_CHECKING:
    from tests.parrot import Parrot

llm = pytest.importorskip("llm")

TEXT = """Die Reederei Nordwind hat „kein Schiff verkauft“, sagte ihre
Sprecherin am Dienstag. Ein Berater der Stadt widersprach. Er habe den Vertrag gesehen.

Nordwind wollte sich dazu nicht äußern."""
ARTICLE = Document(text=TEXT, language="de")

ROW = {
    "content": ['Die Reederei Nordwind hat "kein Schiff verkauft"'],
    "source": ["ihre Sprecherin"],
    "cue": ["sagte"],
    "act": "deny",
    "certainty": "certain",
    "via": "indirect",
    "kind": "person",
    "presentation": "unnamed",
    "said": "am Dienstag",
}


def propose(parrot: Parrot, *rows: object, text: str | None = None) -> Passed:
    parrot.answers.append(text or json.dumps({"statements": rows}))
    return checked(ARTICLE, find("llm", "parrot").propose(ARTICLE))


def test_words_are_found_in_the_article_whatever_their_quotation_marks_and_line_breaks(parrot: Parrot) -> None:
    (one,), dropped = propose(parrot, ROW)
    assert dropped == 0
    assert one.text == "Die Reederei Nordwind hat „kein Schiff verkauft“"
    assert one.source.text == "ihre\nSprecherin"
    assert (one.act, one.via, one.source.kind, one.said_raw) == (
        Act.DENY,
        Via.INDIRECT,
        SourceKind.PERSON,
        "am Dienstag",
    )
    assert parrot.asked[0].schema == SCHEMA
    assert parrot.asked[0].prompt == TEXT


@pytest.mark.parametrize(
    "wrong",
    [
        ROW | {"content": ["Die Reederei Nordwind hat ein Schiff verkauft"]},
        ROW | {"content": []},
        ROW | {"content": "Die Reederei Nordwind"},
        ROW | {"source": ["Der Sprecher"]},
        ROW | {"cue": ["erklärte"]},
        ROW | {"act": "whisper"},
        {"content": ["Die Reederei Nordwind"]},
        "Die Reederei Nordwind",
        None,
    ],
    ids=["other words", "nothing", "no list", "source", "cue", "act", "half a row", "a text", "null"],
)
def test_what_the_model_made_up_is_dropped_and_counted(parrot: Parrot, wrong: object) -> None:
    kept, dropped = propose(parrot, wrong, ROW)
    assert (len(kept), dropped) == (1, 1)


def test_a_date_the_article_does_not_have_is_left_out_and_the_statement_stays(parrot: Parrot) -> None:
    (one,), _ = propose(parrot, ROW | {"said": "am Montag"})
    assert one.said_raw == ""


def test_when_it_was_said_is_read_like_that_of_the_rules(parrot: Parrot) -> None:
    parrot.answers.append(json.dumps({"statements": [ROW]}))
    dated = Document(text=TEXT, language="de", published=Edtf("2025-03-05"))
    (one,), _ = checked(dated, find("llm", "parrot").propose(dated))
    assert one.said == "2025-03-04"


def test_a_pronoun_is_found_as_a_word_and_near_its_statement(parrot: Parrot) -> None:
    """ "er" stands in "Reederei" and in "Berater" too."""
    claim = ROW | {"content": ["habe den Vertrag gesehen"], "source": ["Er"], "cue": [], "said": ""}
    (one,), _ = propose(parrot, claim)
    assert one.source.anchors[0].start == TEXT.index("Er habe")
    again = ROW | {"content": ["Nordwind wollte sich dazu nicht äußern"], "source": ["Nordwind"], "cue": [], "said": ""}
    (other,), _ = propose(parrot, again)
    assert other.source.anchors[0].start == TEXT.rindex("Nordwind")


def test_a_model_without_schemas_is_told_the_shape_and_may_wrap_its_answer(parrot: Parrot) -> None:
    parrot.supports_schema = False
    fenced = "Here you are:\n```json\n" + json.dumps({"statements": [ROW]}) + "\n```"
    assert len(propose(parrot, text=fenced).proposals) == 1
    assert parrot.asked[0].schema is None
    assert "presentation" in parrot.asked[0].system


@pytest.mark.parametrize("answer", ["I cannot help with that.", '{"statements": 3}', "{", "[]", "{}" * 3])
def test_an_answer_of_another_shape_is_an_error_in_plain_words(parrot: Parrot, answer: str) -> None:
    with pytest.raises(TrackerError, match="'parrot' answered something else"):
        propose(parrot, text=answer)


def test_a_model_that_fails_says_so_and_no_secret(parrot: Parrot) -> None:
    parrot.answers.append(ConnectionError("https://provider.example/?key=sk-geheim"))
    with pytest.raises(TrackerError) as told:
        checked(ARTICLE, find("llm", "parrot").propose(ARTICLE))
    assert told.value.message == "the model 'parrot' did not answer: ConnectionError"
    parrot.answers.append(llm.NeedsKeyException("No key found - set one with llm keys set parrot"))
    with pytest.raises(TrackerError, match="llm keys set parrot"):
        checked(ARTICLE, find("llm", "parrot").propose(ARTICLE))


def test_which_model_must_be_said_and_it_must_be_there(parrot: Parrot) -> None:
    with pytest.raises(UsageError, match="which model"):
        find("llm")
    with pytest.raises(NotFound, match="no model 'owl'"):
        find("llm", "owl")


def test_a_long_article_is_sent_in_portions_of_whole_paragraphs(parrot: Parrot) -> None:
    text = "\n\n".join(
        f"Absatz {number}: " + "Wort " * 800 + f"Punkt {number} gelte, sagte er." for number in range(12)
    )
    parts = [text[slice(*part)] for part in portions(text)]
    assert len(parts) > 1
    assert all(len(part) <= PORTION for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    long = Document(text=text)
    last = ROW | {"content": ["Punkt 11 gelte"], "source": ["er"], "cue": ["sagte"], "said": ""}
    parrot.answers += [json.dumps({"statements": [last] if "Absatz 11:" in part else []}) for part in parts]
    (one,), dropped = checked(long, find("llm", "parrot").propose(long))
    assert (one.content[0].start, one.source.anchors[0].start) == (text.index("Punkt 11"), text.rindex("er."))
    assert dropped == 0
