"""SIGKILL to the whole process group at random moments, a verb at a time; what was acknowledged must be on record.

An acknowledgement is exit code 0. Half of the kills strike at any moment of a run, the other half within 20 ms of the
moment at which SQLite opens its journal, so that many fall into the middle of a write. After each kill the log must be
fine, hold all or nothing of the command, and take the same command again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from faulty.older import older
from faulty.program import Ran, aim, killed, run
from faulty.record import Log, Outcome, new, text_of, told, words_of, write_events, write_table

SCHEMA_OLD = "has an older schema"
_NOT_YET = "is not a tracker database"


class Kills(NamedTuple):
    """How often each verb is killed."""

    log: int
    imports: int
    rebuild: int
    redact: int
    upgrade: int
    init: int
    demo: int


class Struck:
    """Counts what a run of kills struck, and what they broke."""

    def __init__(self, what: str, rng: Random, typical: float, journal: Path | None) -> None:
        self.what, self.rng, self.typical, self.journal = what, rng, typical, journal
        self.kills = self.ended = self.amid = self.acknowledged = 0
        self.faults: list[str] = []

    def kill(self, *words: str) -> Ran | None:
        """Run a verb and kill it: None if that struck it, else how it ended before."""
        done = killed(aim(self.rng, self.typical, self.journal), *words)
        if done is None:
            self.kills += 1
            self.amid += self.journal is not None and self.journal.exists()
        else:
            self.ended += 1
            self.acknowledged += done.code == 0
            self.say(done.unsound(0))
        return done

    def say(self, fault: str) -> None:
        """Note a fault; nothing if there is none."""
        if fault:
            self.faults.append(f"{self.what}, kill {self.kills}: {fault}")

    def outcome(self, more: str = "") -> Outcome:
        """What came of it."""
        amid = f", {self.amid} of them left a journal to roll back" if self.journal is not None else ""
        return Outcome(
            f"{self.what}: {self.kills} kills{amid}; {self.ended} runs were faster{more}", tuple(self.faults)
        )


def check(log: Log | None, folder: Path, rng: Random, mark: str, kills: Kills) -> Iterator[Outcome]:
    """Every verb that writes. log: where to write to; None for files of our own, which alone can be upgraded."""
    at = log or new(folder)
    if kills.log:
        yield _logs(at, rng, mark, kills.log)
    if kills.imports:
        yield _imports(at, folder, rng, mark, kills.imports)
    if kills.redact:
        yield _redactions(at, rng, mark, kills.redact)
    if kills.rebuild:
        at.given("import", str(write_events(folder / "rebuild.jsonl", f"rebuilt-{mark}", 1000)))
        yield _rebuilds(at, rng, kills.rebuild)
    if kills.upgrade and log is None:
        yield _upgrades(folder, rng, kills.upgrade)
    if kills.init and log is None:
        yield _makings(folder, rng, kills.init)
    if kills.demo and log is None:
        yield _demos(folder, rng, kills.demo)


def _logs(log: Log, rng: Random, mark: str, count: int) -> Outcome:
    log.given("source", "add", f"Desk {mark}", "--handle", f"desk-{mark}", "--kind", "organisation")
    log.given("claim", "open", f"The desk of {mark} is killed", "--handle", f"killed-{mark}")
    on = ("-s", f"desk-{mark}", "-c", f"killed-{mark}")
    struck = Struck("log", rng, log.typical("log", f"{mark} first", *on), log.journal)
    acknowledged, unheard = {f"{mark} first"}, 0
    for number in _until(struck, count):
        text = f"{mark} number {number}"
        if (done := struck.kill("log", text, *on, "--db", log.location)) is not None and done.code == 0:
            acknowledged.add(text)
        struck.say(log.broken())
        again = log.run("log", f"{text} again", *on)
        struck.say(again.unsound(0))
        if again.code == 0:
            acknowledged.add(f"{text} again")
        kept = [words for words in words_of(log.entries()) if words.startswith(f"{mark} ")]
        if len(kept) != len(set(kept)):
            struck.say("a statement stands twice")
        for lost in acknowledged - set(kept):
            struck.say(f"lost: {lost}")
        unheard = len(set(kept) - acknowledged)
    return struck.outcome(
        f"; {len(acknowledged)} acknowledged, all on record, {unheard} on record before they could say so"
        if not struck.faults
        else ""
    )


def _imports(log: Log, folder: Path, rng: Random, mark: str, count: int) -> Outcome:
    size = 300
    warm = write_events(folder / "warm.jsonl", f"warm-{mark}", size)
    struck = Struck("import", rng, log.typical("import", str(warm)), log.journal)
    whole = 0
    for number in _until(struck, count):
        own = f"file-{mark}-{number}"
        table = number % 2 == 0
        file = write_table(folder / "in.csv", own, size) if table else write_events(folder / "in.jsonl", own, size)
        expected = [text_of(own, row) for row in range(size)]

        def kept(own: str = own) -> list[str]:
            return [words for words in words_of(log.entries()) if words.startswith(f"{own} ")]

        done = struck.kill("import", str(file), "--db", log.location)
        struck.say(log.broken())
        found = kept()
        whole += done is None and bool(found)
        if found and found != expected:
            struck.say(f"{len(found)} of {size} statements of a file are on record")
        if done is not None and done.code == 0 and not found:
            struck.say("a file acknowledged is not on record")
        struck.say(log.run("import", str(file)).unsound(0))
        if kept() != expected:
            struck.say("the same file again does not complete it")
    struck.say(log.broken())
    return struck.outcome(f"; {whole} of the killed were whole on record, the others had left nothing")


def _redactions(log: Log, rng: Random, mark: str, count: int) -> Outcome:
    log.given("source", "add", f"Witness {mark}", "--handle", f"witness-{mark}", "--kind", "person")
    log.given("claim", "open", f"The witness of {mark} has a name", "--handle", f"name-{mark}")

    def tell(number: int) -> tuple[str, str]:
        secret = f"secret{mark}x{number}x{rng.randrange(10**9)}"
        said = log.given("log", f"The name is {secret}", "-s", f"witness-{mark}", "-c", f"name-{mark}")
        return secret, said.out.partition(" ")[0]

    typical = log.typical("redact", tell(0)[1], "--yes")
    struck = Struck("redact", rng, typical, log.journal)
    for number in _until(struck, count):
        secret, entry = tell(number)
        done = struck.kill("redact", entry, "--yes", "--db", log.location)
        struck.say(log.broken())
        gone = secret not in log.given("export").out
        if gone != bool(_redacted(log, entry)):
            struck.say(f"entry {entry} is half redacted")
        if done is not None and done.code == 0 and not gone:
            struck.say(f"entry {entry} has its words although it is redacted")
        again = log.run("redact", entry, "--yes")
        struck.say(again.unsound(1 if gone else 0))
        if gone:
            # What the killed one had no time to clear away goes with the next command that writes.
            log.given("log", f"After {entry}", "-s", f"witness-{mark}", "-c", f"name-{mark}")
        left = [name for name in _beside(log) if secret.encode() in name.read_bytes()]
        if left or secret in "".join(log.readings()):
            struck.say(f"the words of entry {entry} are still in {left or 'a reading'}")
        struck.say(log.broken())
    return struck.outcome("; of the words that were to go, no byte is left in the file" if log.file else "")


def _redacted(log: Log, number: str) -> list[str]:
    entries = log.entries()
    target = entries[int(number) - 1]["id"]
    return [e["id"] for e in entries if e["type"] == "entry.redacted" and e["facts"].get("entry") == target]


def _beside(log: Log) -> list[Path]:
    return [] if log.file is None else sorted(log.file.parent.glob(f"{log.file.name}*"))


def _rebuilds(log: Log, rng: Random, count: int) -> Outcome:
    before = log.readings()
    struck = Struck("rebuild", rng, log.typical("rebuild"), log.journal)
    for _ in _until(struck, count):
        struck.kill("rebuild", "--db", log.location)
        struck.say(log.broken())
        if log.readings() != before:
            struck.say("the readings have changed")
        struck.say(log.run("rebuild").unsound(0))
        if log.readings() != before:
            struck.say("the readings have changed after it was run again")
    return struck.outcome("; every reading as before" if not struck.faults else "")


def _upgrades(folder: Path, rng: Random, count: int) -> Outcome:
    room = folder / "upgrade"
    room.mkdir()
    whole = told(folder, name="whole.db")
    expected = whole.readings()
    template = older(whole, folder / "older.db")
    log = Log(str(room / "log.db"))
    assert template.file is not None
    assert log.file is not None

    def anew() -> None:
        shutil.rmtree(room)
        room.mkdir()
        shutil.copyfile(str(template.file), str(log.file))

    anew()
    struck = Struck("upgrade", rng, log.typical("upgrade"), log.journal)
    old = 0
    for _ in _until(struck, count):
        anew()
        struck.kill("upgrade", "--db", log.location)
        state = log.run("belief")
        if state.code:
            struck.say("" if SCHEMA_OLD in state.err else state.unsound(0))
            old += 1
        struck.say(log.run("upgrade").unsound(0))
        struck.say(log.broken())
        if log.readings() != expected:
            struck.say("the readings are not those of an upgrade that was not killed")
        for copy in set(room.iterdir()) - {Path(log.location)}:
            struck.say(_restores(copy, folder / "restored.db", expected))
    return struck.outcome(f"; {old} had the old schema then, the others the new one; every copy restores")


def _restores(copy: Path, path: Path, expected: tuple[str, ...]) -> str:
    """What is wrong with a copy that an upgrade made first."""
    shutil.copyfile(copy, path)
    restored = Log(str(path))
    if fault := restored.run("upgrade").unsound(0):
        return f"the copy {copy.name}: {fault}"
    fault = "" if restored.readings() == expected else f"the copy {copy.name} is not the log"
    for made in path.parent.glob(f"{path.name}*"):
        made.unlink()
    return fault


def _makings(folder: Path, rng: Random, count: int) -> Outcome:
    room = folder / "init"
    struck = Struck("init", rng, new(folder, "first.db").run("init").seconds * 1.5, room / "log.db-journal")
    for _ in _until(struck, count):
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir()
        log = Log(str(room / "log.db"))
        struck.kill("init", "--db", log.location)
        # Init must cope by itself with what is left, so every other time nobody looks before.
        struck.say(not_yet(log) if rng.random() < 0.5 else "")
        struck.say(log.run("init").unsound(0))
        struck.say(log.broken())
        if log.entries() or [path.name for path in room.iterdir()] != ["log.db"]:
            struck.say("it is not the empty log that init makes")
    return struck.outcome("; init again completed each")


def not_yet(log: Log) -> str:
    """What is wrong with how a database that may be half made is spoken of."""
    found = log.run("belief")
    if found.code == 4 and (_NOT_YET in found.err or "there is no database" in found.err):
        return "" if "tracker init" in found.err else "the hint does not say how to make it"
    return found.unsound(0)


def _demos(folder: Path, rng: Random, count: int) -> Outcome:
    room = folder / "demo"
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    first = run("demo", str(room / "log.db"))
    whole = len(Log(str(room / "log.db")).entries())
    struck = Struck("demo", rng, first.seconds, room / "log.db-journal")
    struck.say(first.unsound(0))
    for _ in _until(struck, count):
        shutil.rmtree(room)
        room.mkdir()
        log = Log(str(room / "log.db"))
        struck.kill("demo", log.location)
        struck.say(not_yet(log))
        struck.say(log.run("init").unsound(0))
        struck.say(log.broken())
        if len(log.entries()) not in (0, whole):
            struck.say("part of the case is on record")
    return struck.outcome("; all of the case or nothing")


def _until(struck: Struck, count: int) -> Iterator[int]:
    """Numbers until so many kills have struck a running process."""
    for number in range(4 * count + 10):
        if struck.kills >= count or len(struck.faults) > 20:
            return
        yield number
    struck.faults.append(f"only {struck.kills} of {count} kills struck a running process")
