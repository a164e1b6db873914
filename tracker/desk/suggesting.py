"""Which sources and claims on record a proposal may mean: by likeness of words, as a suggestion and never a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from tracker.domain.clocks import LATEST
from tracker.domain.sentences import MARKS, words
from tracker.extras import Extra, MissingExtra
from tracker.ingest.languages import LANGUAGES
from tracker.store import views
from tracker.store.session import Session

SHOWN: Final = 3
"""How many suggestions are made for each."""
_LIKE_NAME: Final = 75
_LIKE_CLAIM: Final = 50
"""From which likeness on, in per cent, a name and a claim are worth a look."""


class Suggestion(NamedTuple):
    """Something on record. likeness: 0..100."""

    handle: str
    text: str
    likeness: int


class Catalogue:
    """The names and claims on record at one moment, read once for a sitting."""

    def __init__(self, session: Session) -> None:
        try:
            from rapidfuzz import process
        except ImportError:
            raise MissingExtra(Extra.INGEST) from None
        self._process = process
        self._names = {
            str(handle): name or handle for handle, name, into, _ in views.names(session, LATEST) if not into
        }
        self._claims = {str(row.claim): row.text for row in views.claims(session, LATEST)}
        self._plain_names = {handle: _plain(name) for handle, name in self._names.items()}
        self._plain_claims = {handle: _plain(text) for handle, text in self._claims.items()}

    def sources(self, who: str) -> list[Suggestion]:
        """The sources whose names are most like some words, best first."""
        return [] if stands_for_another(who) else self._like(who, self._plain_names, _LIKE_NAME, self._names)

    def claims(self, content: str) -> list[Suggestion]:
        """The claims most like some words, best first."""
        return self._like(content, self._plain_claims, _LIKE_CLAIM, self._claims)

    def has_source(self, typed: str) -> bool:
        """Whether something typed is the handle of a source, or the beginning of exactly one."""
        return _fits(typed, self._names)

    def has_claim(self, typed: str) -> bool:
        """Whether something typed is the handle of a claim, or the beginning of exactly one."""
        return _fits(typed, self._claims)

    def _like(self, said: str, known: dict[str, str], least: int, texts: dict[str, str]) -> list[Suggestion]:
        from rapidfuzz import fuzz

        plain = _plain(said)
        if not plain:
            return []
        found: Sequence[tuple[str, float, str]] = self._process.extract(
            plain, known, scorer=fuzz.token_set_ratio, limit=SHOWN, score_cutoff=least
        )
        return [Suggestion(handle, texts[handle], round(score)) for _, score, handle in found]


def _fits(typed: str, known: dict[str, str]) -> bool:
    return typed in known or sum(handle.startswith(typed) for handle in known) == 1


def _plain(said: str) -> str:
    """Words for comparison: small letters, without marks and the articles in front of every noun."""
    kept = re.findall(r"\w+", said.lower())
    return " ".join(word for word in kept if word not in _SMALL)


_SMALL: Final = words("der die das den dem des ein eine einer einem einen the a an of von und and")


_TOLD_BY: Final = re.compile(
    r"^(?:[^\W\d_]+ )?(?:Angaben|Aussagen?|Ansicht|Meinung|Auffassung|Worten|Darstellung|Einschätzung|Auskunft|"
    r"Informationen)"
    r" (?:des|der|von|vom|eines|einer) "
)
_ARTICLE: Final = re.compile(r"^(?:der|die|das|den|dem|des|ein|eine|einer|einem|einen|the|a|an) ", re.IGNORECASE)


def stands_for_another(who: str) -> bool:
    """Whether a word names nobody by itself: "he", "sie"."""
    return any(who.lower() in language.pronouns for language in LANGUAGES.values())


def as_name(who: str) -> str:
    """Who is said to speak as a source may be named: without "Angaben der" and an article; empty for a pronoun."""
    if stands_for_another(who):
        return ""
    words = " ".join(who.split())
    told = _TOLD_BY.match(words)
    if told is not None and told[0].endswith((" des ", " eines ")):
        words = re.sub(r"(?<=[^\W\d_s]{3})e?s(?= |$)", "", words[told.end() :], count=1)
    words = _ARTICLE.sub("", words[told.end() :] if told is not None and words.startswith(told[0]) else words)
    return words[:1].upper() + words[1:]


def as_claim(content: str) -> str:
    """What is said as a claim may be worded, for a person to mend: without quotation marks, conjunction, full stop."""
    words = content.strip(f"{MARKS} \t\r\n")
    words = re.sub(r"^(?:dass|daß|ob|that|whether)\b[ ,]*", "", words, flags=re.IGNORECASE)
    words = re.sub(rf"[{re.escape(MARKS)}]", "", words).strip(" ,;:")
    words = re.sub(r"\s+", " ", words).removesuffix(".")
    return words[:1].upper() + words[1:]
