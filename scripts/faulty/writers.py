"""Many processes write into one log at once, others read; nothing may be refused, lost, doubled, or left in a gap."""

from __future__ import annotations

import statistics
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from faulty.program import Ran
from faulty.record import Log, Outcome, gaps, text_of, words_of, write_events


class Told(NamedTuple):
    """What one writer said, and what came of it."""

    text: str
    ran: Ran


def check(log: Log, folder: Path, mark: str, processes: int, each: int) -> Iterator[Outcome]:
    """`log` from many processes, while one more reads; then the same file of events imported by all of them at once."""
    before = len(log.entries())
    log.given("source", "add", f"Desk {mark}", "--handle", f"desk-{mark}", "--kind", "organisation")
    log.given("claim", "open", f"The desk of {mark} is busy", "--handle", f"busy-{mark}")
    yield _appends(log, mark, processes, each, before + 2)
    yield _races(log, folder, mark, processes)


def _appends(log: Log, mark: str, processes: int, each: int, before: int) -> Outcome:
    def write(writer: int, told: list[Told]) -> None:
        for number in range(each):
            text = f"{mark} writer {writer} number {number}"
            told.append(Told(text, log.run("log", text, "-s", f"desk-{mark}", "-c", f"busy-{mark}")))

    finished = threading.Event()
    looked: list[Ran] = []

    def read() -> None:
        while not finished.is_set():
            looked.append(log.run("belief", f"busy-{mark}", "--json"))

    reader = threading.Thread(target=read)
    reader.start()
    said = at_once(processes, write)
    finished.set()
    reader.join()
    done = [one for one in said if one.ran.code == 0]
    entries = log.entries()
    kept = Counter(words_of(entries))
    at = {str(entry["position"]): (entry["words"] or {}).get("text") for entry in entries}
    faults = [f"refused: {fault}" for one in said if (fault := one.ran.unsound(0))]
    faults += [f"a reader: {fault}" for ran in looked if (fault := ran.unsound(0))]
    faults += [f"lost: {one.text}" for one in done if not kept[one.text]]
    faults += [f"kept twice: {one.text}" for one in said if kept[one.text] > 1]
    faults += [f"not where it was said to be: {one.text}" for one in done if at.get(_number(one.ran)) != one.text]
    if len(entries) != before + len(done):
        faults.append(f"{len(entries) - before} entries for {len(done)} acknowledged")
    faults += [*gaps(entries), *filter(None, [log.broken()])]
    taken = sorted(one.ran.seconds for one in said)
    busy = sum("busy" in one.ran.err or "locked" in one.ran.err for one in said)
    return Outcome(
        f"{processes} processes x {each} log: {sum(kept[one.text] == 1 for one in done)} of {len(said)} kept, "
        f"{busy} busy or locked, {len(looked)} readings meanwhile; a log takes {statistics.median(taken):.2f} s "
        f"at the median, {taken[-1]:.2f} s at most",
        tuple(faults),
    )


def _number(ran: Ran) -> str:
    """The number of the entry that a writer was told."""
    return ran.out.partition(" ")[0]


def _races(log: Log, folder: Path, mark: str, processes: int) -> Outcome:
    count = 20
    file = write_events(folder / "race.jsonl", f"race-{mark}", count)

    def write(_writer: int, told: list[Told]) -> None:
        told.append(Told("", log.run("import", str(file))))

    before = len(log.entries())
    said = at_once(processes, write)
    entries = log.entries()
    kept = Counter(words_of(entries))
    faults = [f"refused: {fault}" for one in said if (fault := one.ran.unsound(0))]
    faults += [
        f"kept {kept[text]} times: {text}"
        for text in (text_of(f"race-{mark}", number) for number in range(count))
        if kept[text] != 1
    ]
    if len(entries) != before + count + 2:
        faults.append(f"{len(entries) - before} entries instead of {count + 2}")
    faults += [*gaps(entries), *filter(None, [log.broken()])]
    return Outcome(
        f"{processes} processes import the same {count + 2} events at once: each kept once"
        if not faults
        else f"{processes} processes import the same {count + 2} events at once",
        tuple(faults),
    )


def at_once(processes: int, write: Callable[[int, list[Told]], None]) -> list[Told]:
    """Everything that so many writers said who began at the same moment."""
    told: list[list[Told]] = [[] for _ in range(processes)]
    barrier = threading.Barrier(processes)

    def begin(writer: int) -> None:
        barrier.wait()
        write(writer, told[writer])

    threads = [threading.Thread(target=begin, args=(writer,)) for writer in range(processes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for some in told for one in some]
