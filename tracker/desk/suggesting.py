"""Which sources and claims on record a proposal may mean: by likeness of words, as a suggestion and never a choice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tracker.desk.listing import claims, names
from tracker.domain.clocks import LATEST
from tracker.domain.sentences import MARKS, words
from tracker.domain.words import CARRIERS, SourceKind
from tracker.extras import Extra, MissingExtra
from tracker.ingest.languages import LANGUAGES
from tracker.store import aliases, log, views
from tracker.store.session import Session

SHOWN: Final = 3
"""How many suggestions are made for each by likeness, and how many because they are new or were just used."""
_SEARCHED: Final = 10
"""How many things a search lists."""
NAMED_BEFORE: Final = "named before"
"""Why a source is suggested for a word like "he"."""
_LIKE_NAME: Final = 75
_LIKE_CLAIM: Final = 50
"""From which likeness on, in per cent, a name and a claim are worth a look."""


class Suggestion(NamedTuple):
    """Something on record, or with an empty handle a name from the article. why: it may be meant; likeness: 0..100,
    that of the words; sure: they are the very same, and nothing else on record is called so.
    """

    handle: str
    text: str
    why: str
    likeness: int = 0
    sure: bool = False


class Offer(NamedTuple):
    """What a proposal may mean, the likeliest first. name: of its speaker as a new source; empty for nobody named, and
    for a pronoun that may mean more than one.
    """

    sources: list[Suggestion]
    claims: list[Suggestion]
    name: str


class Catalogue:
    """The names and claims on record at one moment, read once for a sitting.

    used: those just used, the latest first. taken: as which sources the names of an article were just taken. end: the
    last entry at that moment.
    """

    def __init__(self, session: Session, used: Sequence[str] = (), taken: Mapping[str, str] | None = None) -> None:
        try:
            import rapidfuzz  # noqa: F401
        except ImportError:
            raise MissingExtra(Extra.INGEST) from None
        self.end = log.head(session).position
        self._taken = taken or {}
        self._kinds = {str(row.source): row.kind for row in views.sources(session, LATEST)}
        self.names = Shelf(names(session), aliases.known(session, "source"), used, _LIKE_NAME)
        self.claims = Shelf(claims(session), aliases.known(session, "claim"), used, _LIKE_CLAIM)

    def sources_for(self, who: str, kind: SourceKind) -> list[Suggestion]:
        """The sources that the words for a source of a kind may mean. What is only new or just used is of a like kind:
        no paper for insiders, and no insiders for a paper.
        """
        return [one for one in self.names.suggested(who) if one.likeness or self._is_like(one.handle, kind)]

    def meant_by(self, names: Sequence[str], kind: SourceKind, *, sure: bool) -> list[Suggestion]:
        """The sources that a word like "he" may mean. names: of those who spoke before it; sure: the first is meant."""
        found: dict[str, Suggestion] = {}
        for name in names[:SHOWN]:
            one = self._called(name)
            found.setdefault(one.handle or name, one._replace(why=NAMED_BEFORE, sure=sure and one.sure))
        others = [one for one in self.sources_for("", kind) if one.handle not in found]
        return [*found.values(), *others]

    def _called(self, name: str) -> Suggestion:
        """The source that a name was taken for or is most like, else the name by itself."""
        handle = self._taken.get(name, "")
        if handle in self.names.texts:
            return Suggestion(handle, self.names.texts[handle], "", 100, sure=True)
        return next((one for one in self.names.suggested(name) if one.likeness), Suggestion("", name, ""))

    def _is_like(self, handle: str, kind: SourceKind) -> bool:
        known = self._kinds.get(handle, kind)
        return _sort(known) == _sort(kind)


class Shelf:
    """All sources, or all claims, by handle in the order in which they were registered."""

    def __init__(self, texts: dict[str, str], aliases: Mapping[str, str], used: Sequence[str], least: int) -> None:
        self.texts = texts
        self._aliases = aliases
        self._plain = {handle: _plain(text) for handle, text in texts.items()}
        self._least = least
        self._used = [handle for handle in dict.fromkeys(used) if handle in texts]

    def suggested(self, said: str) -> list[Suggestion]:
        """What some words may mean: what they say exactly, what was just used or registered, what is like them."""
        alike = self._alike(said, self._plain, self._least, SHOWN)
        same = [handle for handle, text in self._plain.items() if text and text == _plain(said)]
        alike = [one._replace(sure=[one.handle] == same) for one in alike]
        alike.sort(key=lambda one: not one.sure)
        sure = [suggestion for suggestion in alike if suggestion.likeness == 100]
        recent = [Suggestion(handle, self.texts[handle], "just used") for handle in self._used[:SHOWN]]
        recent += [Suggestion(handle, self.texts[handle], "new") for handle in list(reversed(self.texts))[:SHOWN]]
        offered = {suggestion.handle: suggestion for suggestion in (*reversed(recent), *alike)}
        order = dict.fromkeys(suggestion.handle for suggestion in (*sure, *recent[:SHOWN], *alike))
        return [offered[handle] for handle in order]

    def searched(self, wanted: str) -> list[Suggestion]:
        """What handles and words are like some words, best first; without any, what was registered last."""
        if not _plain(wanted):
            return [Suggestion(handle, self.texts[handle], "new") for handle in list(reversed(self.texts))[:_SEARCHED]]
        whole = {handle: f"{_plain(handle)} {text}" for handle, text in self._plain.items()}
        return self._alike(wanted, whole, _LIKE_CLAIM, _SEARCHED)

    def fitting(self, typed: str) -> list[str]:
        """The handles that something typed is, stands for or begins, and the one whose name it is."""
        if typed in self.texts:
            return [typed]
        if typed in self._aliases:
            return [self._aliases[typed]]
        called = [handle for handle, text in self.texts.items() if text.casefold() == typed.casefold()]
        return called or [handle for handle in self.texts if handle.startswith(typed)]

    def _alike(self, said: str, known: Mapping[str, str], least: int, most: int) -> list[Suggestion]:
        from rapidfuzz import fuzz, process

        plain = _plain(said)
        if not plain:
            return []
        near = process.extract(plain, known, scorer=fuzz.token_set_ratio, limit=most, score_cutoff=least)
        return [
            Suggestion(handle, self.texts[handle], f"{score:.0f} % alike", round(score)) for _, score, handle in near
        ]


def _sort(kind: SourceKind) -> int:
    """Several people, a carrier, or one who speaks."""
    return 1 if kind is SourceKind.GROUP else 2 if kind in CARRIERS else 0


def _plain(said: str) -> str:
    """Words for comparison: small letters, without marks and the articles in front of every noun."""
    kept = re.findall(r"\w+", said.lower())
    return " ".join(word for word in kept if word not in _SMALL)


_SMALL: Final = words("der die das den dem des ein eine einer einem einen the a an of von und and")


_OF_ONESELF: Final = re.compile(
    r"\b(?:wir|uns|unser\w*|ich|mein\w*|seine[rnms]?|ihre[rnms]?|we|us|our|ours|my|its|their)\b", re.IGNORECASE
)


def concerned(names: Mapping[str, str], claim: str, said: str, speaker: str) -> list[str]:
    """Whom a new claim may be about: the sources on record that it names, and who speaks of what is theirs.

    names: of the sources, by handle. speaker: a handle; empty for one that is never at issue.
    """
    named = [handle for handle, name in names.items() if _names(claim, name) or _names(claim, handle)]
    own = [speaker] if speaker and _OF_ONESELF.search(said) else []
    return list(dict.fromkeys((*own, *named)))


def _names(text: str, name: str) -> bool:
    """Whether a text holds a name as words of their own: "Nvidia", "Nvidias", "Nvidia-Chips"."""
    return len(name) > 1 and re.search(rf"(?<!\w){re.escape(name)}(?:['’]?s)?(?!\w)", text, re.IGNORECASE) is not None


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
