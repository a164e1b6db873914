"""The rows of a table with handles where they name a source or claim otherwise: by an alias, a name, a wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tracker.desk import naming
from tracker.desk.desk import Batch
from tracker.domain.clocks import LATEST
from tracker.domain.words import SourceHandle, is_handle
from tracker.errors import ImportRefused
from tracker.exchange.columns import NAME, Row, meant, unnamed
from tracker.exchange.gathering import Gathered
from tracker.exchange.problems import Problems
from tracker.store import aliases, views
from tracker.store.naming import quoted
from tracker.store.session import Session

_OPENED: Final = {"source": "source add", "claim": "claim open"}


class Handles:
    """What the cells of a table mean, by noun: first the aliases on record, and once they are settled its names."""

    def __init__(self, session: Session) -> None:
        self._meant = {noun: aliases.known(session, noun) for noun in NAME}
        self._heard: dict[str, dict[str, int]] = {noun: {} for noun in NAME}
        self._names: dict[str, dict[str, str]] = {noun: {} for noun in NAME}
        self._problems = Problems()
        self._way_out = ""

    @property
    def has_names(self) -> bool:
        """Whether a row heard so far has a name where a handle belongs."""
        return any(self._heard.values())

    def heard(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows as `rows` has them; the names in them are noted, each with its first line."""
        for row in rows:
            for noun, name in unnamed(row):
                self._heard[noun].setdefault(name, row.line)
            yield self._row(row)

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows with handles for whatever has one."""
        return map(self._row, rows)

    def _row(self, row: Row) -> Row:
        return meant(row, self._meant, self._names) if any(self._meant.values()) else row

    def settle(self, batch: Batch, found: Gathered) -> None:
        """Find a handle for each name: of what is called so on record or in the file, else one made of the name.

        found: what the file says by its handles. Raises ImportRefused for names of which no handle can be made.
        """
        for noun, heard in self._heard.items():
            if heard:
                self._settle(batch, noun, heard, _Owners(batch, noun, heard, found))
        if self._problems:
            raise ImportRefused("some names cannot become handles", self._problems.lines(), self._way_out)

    def _settle(self, batch: Batch, noun: str, heard: dict[str, int], owners: _Owners) -> None:
        for name, line in heard.items():
            called = owners.called(name)
            handle = called.pop() if len(called) == 1 else owners.answering(name)
            if len(called) > 1 and handle not in called:
                others = ", ".join(sorted(called))
                self._problems.add(line, f"'{name}' is the name of several {noun}s; write a handle: {others}")
                self._way_out = self._way_out or f"tracker {noun} list shows which is which"
            elif handle:
                self._meant[noun][name] = handle
                self._names[noun].setdefault(handle, name)
            else:
                self._problems.add(line, f"no handle can be made of '{name}'")
                opened = f"tracker {_OPENED[noun]} {quoted(name)} --handle HANDLE"
                self._way_out = self._way_out or f"give it one, and repeat the import: {opened}"

    def tell(self, found: Gathered) -> None:
        """Call what the file calls by no other name as it is called in the cells that were names."""
        for noun, names in self._names.items():
            for handle, name in names.items():
                found.things(noun).setdefault(handle, {}).setdefault(NAME[noun], name)

    def notes(self) -> Iterator[str]:
        """How many names became handles."""
        counts = {noun: len(heard) for noun, heard in self._heard.items() if heard}
        if counts:
            every = sum(counts.values())
            told = " and ".join(f"{count:,} of {noun}s" for noun, count in counts.items())
            yield f"{every:,} {'names became handles' if every > 1 else 'name became a handle'}: {told}"


class _Owners:
    """Who is called how, on record and in the file, for sources or for claims."""

    def __init__(self, batch: Batch, noun: str, heard: Iterable[str], found: Gathered) -> None:
        self._batch, self._noun = batch, noun
        self._guessed: dict[str, int] = {}
        self._said: dict[str, str] = {}
        self._called: dict[str, set[str]] = {name: set() for name in heard}
        for handle, told in found.things(noun).items():
            if is_handle(handle):
                self._own(handle, told.get(NAME[noun], handle))
        known = (
            ((handle, name) for handle, name, _, _ in views.names(batch.session, LATEST))
            if noun == "source"
            else ((claim.claim, claim.text) for claim in views.claims(batch.session, LATEST))
        )
        for handle, name in known:
            if name in self._called:
                self._called[name].add(batch.register.root(SourceHandle(handle)) if noun == "source" else handle)
        batch.register.expect(f"{noun}:{naming.handle(noun, name)}" for name in self._called)

    def _own(self, handle: str, name: str) -> None:
        self._said[handle] = naming.whole(name)
        if name in self._called:
            self._called[name].add(handle)

    def called(self, name: str) -> set[str]:
        """The handles of exactly this name."""
        return set(self._called[name])

    def answering(self, name: str) -> str:
        """The handle made of a name, numbered where it is another one's; empty where none can be made."""
        first, whole = naming.handle(self._noun, name), naming.whole(name)
        if not is_handle(first):
            return ""
        for number, guess in naming.numbered(first, self._guessed.get(first, 1)):
            handle = self._batch.register.aliases(self._noun).get(guess, guess)
            if guess == whole or self._is_free(handle, whole):
                self._said.setdefault(handle, whole)
                return handle
            if handle in self._said:
                self._guessed[first] = number
        return ""

    def _is_free(self, handle: str, whole: str) -> bool:
        """Whether a handle is nobody's, or of somebody of these words, now or before, or whose words are gone."""
        if handle in self._said:
            return self._said[handle] == whole
        names = self._batch.register.wordings(self._noun, handle)
        return not names or "" in names or whole in map(naming.whole, names)
