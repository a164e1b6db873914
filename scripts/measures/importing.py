"""Batches of 1,000 through the import path, beside the library `eventsourcing` saving as many events.

Ours reads a file, checks every rule, chains the entries and keeps all read models in step; theirs puts events of an
aggregate into a table. Both write SQLite files in the same way: a rollback journal, every commit synced to the disk.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path

from measures import eventsourced
from measures.starting import case
from measures.taking import clocked, heading, line, rounds, told
from tracker.desk.desk import Desk
from tracker.desk.formats import Format
from tracker.desk.importing import import_file

BATCH = 1_000
CLAIMS = 1_000


def batches(folder: Path, taken: int) -> None:
    """Rows per second in batches, each one transaction, medians, on a log of 20,000 statements about 1,000 claims."""
    path = case(folder / "import.db")
    numbers = count(CLAIMS)
    take(path, Format.JSONL, "".join(map(opened, range(CLAIMS))) + "".join(map(judged, range(0, CLAIMS, 5))))
    take(path, Format.JSONL, "".join(bare(next(numbers)) for _ in range(20 * BATCH)))
    theirs = peers(folder)
    measures: dict[str, Callable[[], float]] = {
        "jsonl": lambda: timed(path, Format.JSONL, "".join(bare(next(numbers)) for _ in range(BATCH))),
        "table": lambda: timed(path, Format.TABLE, HEADER + "".join(row(next(numbers)) for _ in range(BATCH))),
        "things": lambda: timed(path, Format.JSONL, "".join(opened(next(numbers)) for _ in range(BATCH))),
        **theirs,
    }
    found = rounds(max(taken, 7), **measures)
    best = min(found[name] for name in theirs)
    heading(f"batches of {BATCH:,}, engine time", "took", "rows/s", "to eventsourcing", "reach", "stretch")
    for name, title in _TITLES.items():
        if name in found:
            ratio = "" if name in theirs else f"{best / found[name]:.2f} x"
            aims = ("1.0 x", "2 x") if ratio else ()
            line(title, told(found[name]), f"{BATCH / found[name]:,.0f}", ratio, *aims)


_TITLES = {
    "one": "eventsourcing, 1,000 events of one",
    "many": "eventsourcing, 1,000 aggregates",
    "jsonl": "import, JSONL, statements",
    "table": "import, table, statements",
    "things": "import, JSONL, new claims",
}


def take(path: Path, form: Format, text: str) -> None:
    """Import a text, all of it new."""
    done = import_file(Desk(str(path), datetime.now(UTC)), BytesIO(text.encode()), form)
    assert done.already == 0, done


def timed(path: Path, form: Format, text: str) -> float:
    """How many seconds an import takes, from opening the database to closing it."""
    return clocked(lambda: take(path, form, text))


def said(number: int) -> tuple[str, str, str, str]:
    """The claim, the date, the text and the quote of a statement."""
    text = f"Number {number}: the girder has cracks that nobody has looked at"
    return f"claim-{number * 7919 % CLAIMS}", f"2025-0{number % 9 + 1}-1{number % 10}", text, f"cracks {number}"


def bare(number: int) -> str:
    """A statement as a bare event."""
    claim, date, text, quote = said(number)
    facts = {"source": "arvid-quarnholt", "claim": claim, "act": "assert", "said": date, "via": "indirect"}
    return json.dumps({"type": "statement.recorded", "facts": facts, "words": {"text": text, "quote": quote}}) + "\n"


HEADER = "source,claim,act,said,via,text,quote\n"


def row(number: int) -> str:
    """A statement as a row of a table."""
    claim, date, text, quote = said(number)
    return f"arvid-quarnholt,{claim},assert,{date},indirect,{text},{quote}\n"


def judged(number: int) -> str:
    """A verdict on a claim."""
    facts = {"claim": f"claim-{number}", "value": "true", "decided": "2025-08-01"}
    return json.dumps({"type": "verdict.reached", "facts": facts}) + "\n"


def opened(number: int) -> str:
    """A new claim."""
    facts = {"claim": f"claim-{number}", "topics": ["bridges"], "about": ["arvid-quarnholt"]}
    return json.dumps({"type": "claim.opened", "facts": facts, "words": {"text": f"Claim number {number}"}}) + "\n"


def peers(folder: Path) -> dict[str, Callable[[], float]]:
    """The library's own saving of 1,000 events: those of one aggregate, and one of each of 1,000."""
    path = folder / "eventsourcing.db"
    path.unlink(missing_ok=True)
    application = eventsourced.sqlite(path)

    def one() -> float:
        story = eventsourced.Story("The main girder has cracks")

        def save() -> None:
            for number in range(BATCH - 1):
                text = f"Number {number}: the girder has cracks that nobody has looked at"
                story.tell("arvid-quarnholt", "assert", "2025-01-10", "indirect", text, f"cracks {number}")
            application.save(story)

        return clocked(save)

    def many() -> float:
        stories = (eventsourced.Story(f"Claim number {number}") for number in range(BATCH))
        return clocked(lambda: application.save(*stories))

    return {"one": one, "many": many}
