"""Reading articles: words a second beside the tagger alone, long texts in whole processes, and suggestions."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from measures.taking import PROGRAM, ROOT, clocked, heading, line, rounds, told, watched

sys.path.insert(0, str(ROOT))

from tests.ingest import gold
from tracker.desk.suggesting import Catalogue
from tracker.ingest.proposal import Document
from tracker.ingest.rules import RuleExtractor, reader
from tracker.ingest.tagger import hanta
from tracker.store.database import reading

_LONG = 1_000_000


def words_a_second(count: int) -> None:
    """Our own articles through the rules, and every word of them through the tagger alone, which remembers none."""
    heading("reading, one core, after start", "words/s", "of tagger", "reach")
    for code, folders in (("de", ["german"]), ("en", ["seen", "held"])):
        texts = [gold.load(path).text for folder in folders for path in gold.files(folder)]
        documents = [Document(text=text, language=code) for text in texts]
        each = [re.findall(r"\w+", text) for text in texts]
        total, tagger = sum(map(len, each)), hanta(code)
        found = rounds(
            count,
            tagger=lambda each=each, tagger=tagger: clocked(  # type: ignore[misc]
                lambda: [tagger.analyse(word) for some in each for word in some]
            ),
            fresh=lambda documents=documents: clocked(lambda: _read(documents, fresh=True)),  # type: ignore[misc]
            rules=lambda documents=documents: clocked(lambda: _read(documents)),  # type: ignore[misc]
        )
        line(f"tagger alone, every word of {total:,} ({code})", f"{total / found['tagger']:,.0f}")
        for name, key in (("rules, no word known", "fresh"), ("rules, every word seen before", "rules")):
            speed, ratio = total / found[key], found["tagger"] / found[key]
            line(f"{name} ({code})", f"{speed:,.0f}", f"{ratio:.2f} x", "3,000")


def _read(documents: Sequence[Document], *, fresh: bool = False) -> None:
    """Read articles, as the first of a day if fresh."""
    if fresh:
        reader.cache_clear()
    for document in documents:
        list(RuleExtractor().propose(document))


def long_texts(folder: Path) -> None:
    """Whole processes on a megabyte of text."""
    article = "\n\n".join(gold.load(path).text for path in gold.files("german"))
    many = (article + "\n\n") * (_LONG // len(article) + 1)
    texts = {
        "articles one after the other": many[:_LONG],
        "the same on one line": re.sub(r"\s+", " ", many)[:_LONG],
        "one word": "x" * _LONG,
        "nothing but marks": '„"» ,' * (_LONG // 5),
    }
    heading("ingest --dry-run, 1 MB, whole process", "took", "MB")
    small = folder / "small.txt"
    small.write_text("Die Werft sei verkauft, sagte der Chef.", encoding="utf-8")
    for name, text in {"a sentence (floor)": small.read_text(encoding="utf-8"), **texts}.items():
        file = folder / "long.txt"
        file.write_text(text, encoding="utf-8")
        ran = watched(*PROGRAM, "ingest", "--dry-run", "--jsonl", str(file))
        line(name, told(ran.seconds), f"{ran.megabytes:.0f}")


_REPEATED = {
    "quotations": "„Ja“, ",
    "openings": "„Ja ",
    "apostrophes": "'ja ",
    "brackets": "(ja) ",
    "open brackets": "(ja ",
    "und": "Ulm und ",
    "colons": "Ulm: ",
    "dashes": "Ulm – ",
    "line ends": "Ulm\n",
    "konjunktiv": "Sie sei weg. ",
    "attributions": "sagte er, ",
    "dass": "er sagte, dass ",
}


def growth(count: int) -> None:
    """What is read when one thing is repeated: four times as many should take four times as long."""
    heading("rules, one thing repeated", "4,000", "16,000", "growth", "reach")
    for name, piece in _REPEATED.items():
        few, many = (Document(text=piece * times + "Ulm.", language="de") for times in (4_000, 16_000))
        found = rounds(
            count,
            few=lambda few=few: clocked(lambda: _read([few])),  # type: ignore[misc]
            many=lambda many=many: clocked(lambda: _read([many])),  # type: ignore[misc]
        )
        line(name, told(found["few"]), told(found["many"]), f"{found['many'] / found['few']:.1f} x", "5 x")


def suggestions(path: Path, count: int) -> None:
    """Which sources and claims on record a proposal may mean."""
    with reading(str(path)) as session:
        catalogue = Catalogue(session)
        found = rounds(
            count,
            read=lambda: clocked(lambda: Catalogue(session)),
            sources=lambda: clocked(lambda: catalogue.sources_for("ein Sprecher des Ministeriums")),
            claims=lambda: clocked(
                lambda: catalogue.claims.suggested("Das Werk in der Stadt soll im Herbst verkauft werden")
            ),
        )
    heading("suggestions in review", "took")
    line("read names and claims, once a sitting", told(found["read"]))
    line("sources for a proposal", told(found["sources"]))
    line("claims for a proposal", told(found["claims"]))
