"""What sort of source a noun phrase names, whether by name, and of how many people it tells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.words import Presentation, SourceKind
from tracker.ingest.grammar import Language


class Sort(NamedTuple):
    """The sort of a source. heads: of a group the least and the most, None where the text does not count them."""

    kind: SourceKind
    presentation: Presentation
    head_min: int | None = None
    head_max: int | None = None


_NAME = re.compile(r"\b(?:[A-ZÄÖÜ][\w’'.-]+ )+(?:(?:von|van|de|der|al|bin|di|da|le|la) )*[A-ZÄÖÜ][\w’'-]+\b")


def sort(words: str, language: Language) -> Sort:
    """The sort of source that words name. Who holds an office is told by its name if it stands beside it; a body stays
    a body whatever names follow ("der Konzern aus Santa Clara").
    """
    low = words.lower()
    patterns = _compiled(language.code, language.kinds, language.unnamed, language.many, language.offices)
    found = next((kind for kind, pattern in patterns.kinds if pattern.search(low)), None)
    unnamed = patterns.unnamed.search(low) is not None
    office = patterns.offices.search(low) is not None
    if found is SourceKind.GROUP or (unnamed and patterns.many.search(low)):
        least, most = _heads(low, language)
        shown = Presentation.UNNAMED if unnamed else Presentation.COLLECTIVE
        return Sort(SourceKind.GROUP, shown, least, most)
    named = _names_somebody(words, language)
    if found is not SourceKind.ORGANISATION and found is not None:
        return Sort(found, Presentation.NAMED)
    if found is SourceKind.ORGANISATION and not (named and (office or not _begins_with_a_body(words, patterns))):
        return Sort(found, Presentation.UNNAMED if office else Presentation.NAMED)
    return Sort(SourceKind.PERSON, Presentation.UNNAMED if unnamed and not named else Presentation.NAMED)


def _begins_with_a_body(words: str, patterns: _Patterns) -> bool:
    """Whether the first noun of a phrase, its head, names a body."""
    nouns = [word for word in re.findall(r"[\w-]+", words) if word[0].isupper()]
    head = (
        " ".join(nouns[:2]).lower() if nouns and nouns[0].lower() in _ARTICLES else (nouns[0].lower() if nouns else "")
    )
    return any(pattern.search(head) for kind, pattern in patterns.kinds if kind is SourceKind.ORGANISATION)


_ARTICLES = frozenset({"der", "die", "das", "ein", "eine", "the", "a", "an"})


class _Patterns(NamedTuple):
    kinds: tuple[tuple[SourceKind, re.Pattern[str]], ...]
    unnamed: re.Pattern[str]
    many: re.Pattern[str]
    offices: re.Pattern[str]


@lru_cache
def _compiled(_: str, kinds: tuple[tuple[SourceKind, str], ...], unnamed: str, many: str, offices: str) -> _Patterns:
    return _Patterns(
        tuple((kind, re.compile(pattern)) for kind, pattern in kinds),
        re.compile(unnamed),
        re.compile(many),
        re.compile(offices),
    )


def _names_somebody(words: str, language: Language) -> bool:
    """Whether two capitalised words in a row look like a person's name and not like a body's."""
    return any(
        not any(
            re.search(pattern, part.lower())
            for kind, pattern in language.kinds
            if kind is not SourceKind.GROUP
            for part in match[0].split()[-2:]
        )
        for match in _NAME.finditer(words)
    )


def _heads(low: str, language: Language) -> tuple[int, int | None]:
    """How many people a phrase tells of: a number that it gives, else at least one; a plural never proves more."""
    for word in low.split():
        if word in language.numbers:
            return language.numbers[word], language.numbers[word]
    return 1, None
