"""What a language's data file holds: closed lists of words, and how its attributions are built."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Flag, auto
from typing import NamedTuple

from tracker.domain.words import Act, Certainty, SourceKind


class Frame(Flag):
    """What a word of saying takes beside its subject."""

    CLAUSE = auto()
    """A clause: with a conjunction, in another mood, in quotation marks."""
    THAT = auto()
    """Only a clause that is marked: by a conjunction, the mood or quotation marks."""
    INFINITIVE = auto()
    """An infinitive: "kündigte an, zu klagen", "declined to comment"."""
    OBJECT = auto()
    """A thing, and then the whole sentence reports the act: "fordert den Rücktritt"."""


class Verb(NamedTuple):
    """A word of saying. act: what one does by it. frame: what it takes."""

    act: Act
    frame: Frame


def verbs(table: Iterable[tuple[Act, Frame, str]]) -> dict[str, Verb]:
    """Words of saying by their base form, from rows of an act, a frame, and the words as one text.

    A particle that can part from its verb stands in front with a bar: ``mit|teilen``.
    """
    return {verb: Verb(act, frame) for act, frame, some in table for verb in some.split()}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calendar:
    """How a language names days. Names are in lower case; on, last, open_ and vague are patterns."""

    on: str
    """What may stand in front of a date: "am ", "on "."""
    last: str
    """By which a weekday is never the article's own: "last "."""
    open_: str
    """By which a day is not when it was said: "bis ", "next "."""
    vague: str
    """A time that names no day: "vor drei Wochen"."""
    weekdays: Mapping[str, int]
    """Monday is 0."""
    months: Mapping[str, int]
    days: Mapping[str, int]
    """Words for a day by how many days it is from the article's own: "gestern" is -1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language as the engine sees it. Every list is closed and of words in lower case; tags are those of the
    tagger's model, by the beginnings of their names.
    """

    code: str
    function_words: frozenset[str]
    """By which a text is known to be in this language."""

    finite: tuple[str, ...]
    infinitive: tuple[str, ...]
    participle: tuple[str, ...]
    nominal: tuple[str, ...]
    attribute: tuple[str, ...]

    verbs: Mapping[str, Verb]
    """Verbs of saying by base form; those whose particle may part carry a bar after it."""
    states: Mapping[str, Verb]
    """Adjectives that say something of their subject's mind beside a form of "to be"."""
    auxiliaries: frozenset[str]
    passive: frozenset[str]
    """Auxiliaries by which the subject is not who speaks."""
    intends: frozenset[str]
    """Modals that report an intention: "will"."""
    reportedly: frozenset[str]
    """Modals that report hearsay: "soll"."""
    perfect: frozenset[str]
    """By which such a modal tells of what has happened: "soll gesagt haben"."""
    modals: frozenset[str]

    determiners: frozenset[str]
    oblique: frozenset[str]
    """Determiners and pronouns that cannot begin a subject."""
    genitives: frozenset[str]
    """That attach a noun phrase to the one before."""
    attaching: frozenset[str]
    """Prepositions that attach to the noun before rather than to the verb."""
    of_role: frozenset[str]
    """Prepositions that do so only where that noun names an office: "Sprecher für", "Experte bei"."""
    knowing: frozenset[str]
    """Adjectives behind a noun that say what its people know: "familiar with the matter"."""
    roles: str
    """A pattern of nouns that name an office."""
    parting: frozenset[str]
    """Particles that part from their verb and make it another one."""
    prepositions: frozenset[str]
    pronouns: frozenset[str]
    """That can be a subject and stand for somebody named before."""
    personal: frozenset[str]
    """Pronouns that stand for a person or a body named before."""
    single: frozenset[str]
    """Pronouns that stand for one only: "er"."""
    several: frozenset[str]
    """Pronouns that stand for several only: "beide"."""
    plural_verb: str
    """A pattern of finite verbs by which any other pronoun stands for several, and for one without it; empty where no
    verb tells.
    """
    nominative: frozenset[str]
    """Pronouns that can be nothing but a subject."""
    one: frozenset[str]
    """The subject that stands for whoever was speaking: "man"."""
    sourced: frozenset[str]
    """Verbs whose source hangs on a preposition: "aus Kreisen verlautete", "in dem Brief heißt es"."""
    wherefrom: frozenset[str]
    """The prepositions of such a source: "am Hafen" is none."""
    plain: frozenset[str]
    """Verbs so surely of saying that an unmarked clause behind them is what is said."""
    needs: Mapping[str, frozenset[str]]
    """What must stand beside a verb of many meanings if its sentence is to report an act of speech: "sieht darin"."""
    toll: frozenset[str]
    """Nouns beside which such a verb tells of an event: "forderte zwölf Todesopfer"."""
    hence: frozenset[str]
    """By which a sentence refers to a source named before: "demnach"."""
    this: frozenset[str]
    """What stands for the sentence before: "Das teilte die Polizei mit"."""
    objects: frozenset[str]
    """Verbs of which what stands behind them is what is said: "accused him of theft"."""
    called: frozenset[str]
    """In front of what somebody calls something: "als"."""
    impersonal: frozenset[str]
    """Subjects that name nobody: "man", "es"."""
    reflexive: frozenset[str]
    agents: frozenset[str]
    """In front of who does it, in the passive: "von"."""
    complementizers: frozenset[str]
    asking: frozenset[str]
    """That begin a question that is asked indirectly."""
    conditional: frozenset[str]
    circumstance: frozenset[str]
    """That begin a clause about when, why or how something is said, not about what."""
    subjunctions: frozenset[str]
    relatives: frozenset[str]
    coordinators: frozenset[str]
    negations: frozenset[str]
    adverbs: frozenset[str]
    """Frequent words that are neither nouns nor verbs."""
    times: frozenset[str]
    """Nouns that tell when, and name no speaker."""

    according: Sequence[tuple[str, ...]]
    """What stands in front of a source: "laut", "according to"."""
    following: frozenset[str]
    """What stands behind a source: "zufolge"."""
    nouns_of_saying: str
    """A pattern of what a source is told by, after "nach": "Angaben", "Medienberichten"."""
    by: frozenset[str]
    """The "nach" in front of such a noun, or behind it."""
    thus: frozenset[str]
    """What attaches a source by itself: "so"."""
    as_: frozenset[str]
    """What begins a clause about who said it: "wie"."""

    first_mood: frozenset[str]
    second_mood: frozenset[str]
    hedges: Mapping[str, Certainty]
    """Words by which a speaker is less than certain."""
    unclear: frozenset[str]
    """What says, in the article's own voice, that something is open."""
    denying: frozenset[str]
    """Negations of a verb."""
    believing: frozenset[str]
    """Verbs that deny what they are denied with: "does not think that it is" means "thinks that it is not"."""
    inquiring: frozenset[str]
    """Verbs by which one asks, and takes no side."""
    whether: frozenset[str]
    """What begins a question to be answered by yes or no."""
    asked: frozenset[str]
    """By which somebody is told of as having been asked: "Dahl, asked whether ..., said"."""
    speaking: frozenset[str]
    """By which somebody speaks of himself: "ich", "we"."""
    nobody: frozenset[str]
    """With which a source begins that is nobody in particular: "wer", "no one"."""
    answers: frozenset[str]
    """In front of a colon, what is not who speaks: "Frage", "Foto"."""
    rumoured: str
    """A pattern of words by which something is only said to be: "reportedly", "is believed to have"."""
    nouns: Mapping[str, Act]
    """Nouns of saying in front of what is said: "the claim that", "die Ankündigung, dass"."""
    insisting: str
    """A pattern of cues by which to say that there is none of a thing is to deny it: "betonte"."""
    meant: tuple[tuple[Act, str], ...]
    """Patterns of what is said by which it does more than its plain cue tells: "we will", "frei erfunden"."""
    silent: tuple[tuple[Act, str], ...]
    """Patterns of refusing to comment, and of not answering."""
    margins: str
    """A pattern of credits, bylines and share buttons: "Foto: ...", "Von Jana Rickert"."""
    veiled: str
    """A pattern of asking not to be named, which tells of the speaker and says nothing on the matter."""
    carriers: str
    """A pattern of nouns in front of the name of an agency or a paper."""
    offices: str
    """A pattern of nouns that name who speaks for a body."""
    kinds: tuple[tuple[SourceKind, str], ...]
    """Patterns of nouns by what kind of source they name, the first that fits."""
    unnamed: str
    """A pattern of sources that are told of without a name."""
    many: str
    """A pattern of several people, counted or not."""
    singular: frozenset[str]
    """Articles by which a phrase tells of one person only."""
    numbers: Mapping[str, int]
    calendar: Calendar
    comma_clauses: bool
    """Whether a clause that is said is always parted from its verb by a comma, a colon or quotation marks."""
    inverted: bool
    """Whether a finite verb is the second part of its sentence, so that what stands before it is one part."""
    nouns_are_capital: bool

    def is_one(self, pronoun: str, verb: str) -> bool:
        """Whether a pronoun beside a finite verb stands for one only; False where it does not say."""
        if pronoun in self.single or pronoun in self.several:
            return pronoun in self.single
        return bool(verb and self.plural_verb) and re.search(self.plural_verb, verb) is None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's words of saying, ready to be looked up: whole, or by the base form and the parted particle."""

    whole: Mapping[str, Verb]
    parted: Mapping[str, Mapping[str, Verb]] = field(default_factory=dict)


def lexicon(table: Mapping[str, Verb]) -> Lexicon:
    """Look-up tables from verbs with bars."""
    whole: dict[str, Verb] = {}
    parted: dict[str, dict[str, Verb]] = {}
    for name, verb in table.items():
        particle, bar, base = name.rpartition("|")
        whole[(particle + base).lower()] = verb
        if bar:
            parted.setdefault(base, {})[particle] = verb
    return Lexicon(whole, parted)
