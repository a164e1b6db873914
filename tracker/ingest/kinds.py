"""What sort of source a noun phrase names, whether by name, and of how many people it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from unicodedata import normalize

from tracker.domain.words import Presentation, SourceKind
from tracker.ingest.grammar import Language


class Sort(NamedTuple):
    """The sort of a source. heads: of a group the least and the most, None where the text does not count them."""

    kind: SourceKind
    presentation: Presentation
    head_min: int | None = None
    head_max: int | None = None


_NAMED: Final = re.compile(
    r"[A-ZÄÖÜ][\w’'.-]*(?: (?:von|van|de|der|den|zu|al|bin|di|da|le|la|del|dos|el|ten|ter))*"
    r"(?: [A-ZÄÖÜ][\w’'.-]*){1,5}"
)
"""Capitalised words in a row, as in a person's name."""


class Sorter:
    """Sorts the sources of one text; who was once called by a full name is known by the last part of it later on."""

    def __init__(self, text: str, language: Language) -> None:
        self._language, self._patterns = language, _compiled(language.code, language)
        self._text = text
        self._surnames = {name.rpartition(" ")[2] for name in self._names(normalize("NFC", text))}

    def at(self, places: Iterable[tuple[int, int]]) -> Sort:
        """The sort of source that the words at some places of the text name."""
        return self.sort(" ".join(self._text[start:end] for start, end in places))

    def sort(self, words: str) -> Sort:
        """The sort of source that words name. Who holds an office is told by its name if one stands beside it; a body
        stays a body whatever names follow ("der Konzern aus Santa Clara").
        """
        words = normalize("NFC", words)
        low, patterns = words.lower(), self._patterns
        found = next((kind for kind, pattern in patterns.kinds if pattern.search(low)), None)
        unnamed = patterns.unnamed.search(low) is not None
        single = low.partition(" ")[0] in self._language.singular
        if (found is SourceKind.GROUP or (unnamed and patterns.many.search(low))) and not single:
            least, most = self._heads(low)
            shown = Presentation.UNNAMED if unnamed else Presentation.COLLECTIVE
            return Sort(SourceKind.GROUP, shown, least, most)
        named = any(True for _ in self._names(words)) or words.rpartition(" ")[2] in self._surnames
        office = patterns.offices.search(low) is not None
        if found is SourceKind.GROUP:
            return Sort(SourceKind.PERSON, Presentation.NAMED if named else Presentation.UNNAMED)
        if found is SourceKind.ORGANISATION and not (named and (office or not self._begins_with_a_body(words))):
            return Sort(found, Presentation.UNNAMED if office else Presentation.NAMED)
        if found is not None and found is not SourceKind.ORGANISATION:
            return Sort(found, Presentation.NAMED)
        if named or not self._is_bare_name(words):
            return Sort(SourceKind.PERSON, Presentation.UNNAMED if unnamed and not named else Presentation.NAMED)
        return Sort(SourceKind.ORGANISATION, Presentation.NAMED)

    def _names(self, words: str) -> Iterator[str]:
        """Capitalised words in a row that name a person: none of them a body, an article or a day."""
        closed = self._language
        for match in _NAMED.finditer(words):
            parts = [part for part in match[0].split() if part.lower() not in closed.determiners | closed.oblique]
            last = " ".join(parts[-2:]).lower()
            body = any(pattern.search(last) for kind, pattern in self._patterns.kinds if kind is not SourceKind.GROUP)
            if len(parts) > 1 and not body and parts[-1].lower() not in closed.times:
                yield " ".join(parts)

    def _begins_with_a_body(self, words: str) -> bool:
        """Whether the first noun of a phrase, its head, names a body."""
        nouns = [word.lower() for word in re.findall(r"[\w-]+", words) if word[0].isupper()]
        heads = [noun for noun in nouns if noun not in self._language.determiners][:1]
        bodies = [pattern for kind, pattern in self._patterns.kinds if kind is SourceKind.ORGANISATION]
        return any(pattern.search(head) for head in heads for pattern in bodies)

    def _is_bare_name(self, words: str) -> bool:
        """Whether words are one name by itself, as companies, places and bodies are called: "Nvidia"."""
        return len(words.split()) == 1 and words[:1].isupper() and words.lower() not in self._language.pronouns

    def _heads(self, low: str) -> tuple[int, int | None]:
        """How many people a phrase tells of: a number that it gives, else at least one; a plural proves no more."""
        for word in low.split():
            if word in self._language.numbers:
                return self._language.numbers[word], self._language.numbers[word]
        return 1, None


class _Patterns(NamedTuple):
    kinds: tuple[tuple[SourceKind, re.Pattern[str]], ...]
    unnamed: re.Pattern[str]
    many: re.Pattern[str]
    offices: re.Pattern[str]


_KNOWN: dict[str, _Patterns] = {}


def _compiled(code: str, language: Language) -> _Patterns:
    if code not in _KNOWN:
        _KNOWN[code] = _Patterns(
            tuple((kind, re.compile(pattern)) for kind, pattern in language.kinds),
            re.compile(language.unnamed),
            re.compile(language.many),
            re.compile(language.offices),
        )
    return _KNOWN[code]
