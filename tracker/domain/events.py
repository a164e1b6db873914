"""Everything that can ever happen to the record, in one place.

An event is a fact about the past and never changes. Each class says what it means to a reporter and when one
would record it. A field typed `Text` holds *words*: text that can be wiped from the log without breaking its
proof. Every other field is a *fact*: ids, enums, dates and numbers, kept for ever, on which belief rests.

A field left at its default is not written to the log; in the `...Described` and `...Amended` events ``None``
means "unchanged".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, NamedTuple, TypeAlias, get_args

from tracker.domain.clocks import Edtf, Instant
from tracker.domain.words import (
    Act,
    ArticleHandle,
    Basis,
    Certainty,
    ClaimHandle,
    EventId,
    Finding,
    GroundRule,
    Interest,
    Presentation,
    Question,
    Relation,
    SourceClass,
    SourceHandle,
    SourceKind,
    Stance,
    Topic,
    Via,
)

WORDS: Final = "words"
Text = Annotated[str, WORDS]
"""Text that may have to be forgotten: quotes, names, notes, addresses."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that was recorded. `VERSION` is the version of its fields (see `tracker.store.codec`)."""

    VERSION: ClassVar[int] = 1


# -- sources ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRegistered(Event):
    """We met somebody who speaks: a person, an organisation, a group of insiders, a paper, an agency, a document.

    source: the lasting handle. source_class: for the shared prior; derived from the kind when absent.
    head_min, head_max: how many people a group is; both ends inclusive, absent means nobody knows.
    member_of: the group or organisation the source speaks for (an officer, a spokesperson), in force for what is
    said from ``member_from`` to ``member_to`` (both inclusive, absent means open).
    """

    source: SourceHandle
    kind: SourceKind
    source_class: SourceClass | None = None
    head_min: int | None = None
    head_max: int | None = None
    member_of: SourceHandle | None = None
    member_from: Edtf | None = None
    member_to: Edtf | None = None
    name: Text = ""
    note: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceDescribed(Event):
    """We learned more about a source, or had it wrong: a new name, kind, class, head count, office or note.

    A membership adds to those known; the same group with the same ``member_from`` is replaced (to set its end).
    """

    source: SourceHandle
    kind: SourceKind | None = None
    source_class: SourceClass | None = None
    head_min: int | None = None
    head_max: int | None = None
    member_of: SourceHandle | None = None
    member_from: Edtf | None = None
    member_to: Edtf | None = None
    name: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SourcesMerged(Event):
    """Two handles turned out to be one speaker: from now on ``source`` counts as ``into``, in every reading of every
    date.
    """

    source: SourceHandle
    into: SourceHandle
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourcesSeparated(Event):
    """The merge of ``source`` into ``apart_from`` was a mistake; each speaks for itself again."""

    source: SourceHandle
    apart_from: SourceHandle
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourcesDistinguished(Event):
    """Two sources that look alike are known to be different, so nobody need ask again."""

    source: SourceHandle
    other: SourceHandle
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceAliased(Event):
    """We want to call a source by another handle: whoever types ``alias`` means ``source``, which keeps its own.

    alias: kept for ever, as handles are, so never the name of a source to be protected.
    """

    source: SourceHandle
    alias: SourceHandle


# -- articles --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleArchived(Event):
    """We keep an article, or at least know of it: what was read, where it stood and when it came out.

    sha256: of the exact bytes (lower-case hex); absent for an article known by reference only. text: the bytes
    as UTF-8 text; data: base64 of bytes that are not UTF-8. body: the article's text as it was taken out of a saved
    page; empty where the file is nothing but the text. wire: the agency's own number of the story. reprint_of: the
    article this one repeats.
    """

    article: ArticleHandle
    outlet: SourceHandle | None = None
    agency: SourceHandle | None = None
    wire: str = ""
    published: Edtf | None = None
    language: str = ""
    reprint_of: ArticleHandle | None = None
    sha256: str = ""
    title: Text = ""
    url: Text = ""
    text: Text = ""
    data: Text = ""
    body: Text = ""

    @property
    def prose(self) -> str:
        """The words of the article, in which quotes are looked for: the body of a page, else the whole text."""
        return self.body or self.text


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleAmended(Event):
    """Our record of an article was wrong or incomplete. Its text is never amended: another text is another article."""

    article: ArticleHandle
    outlet: SourceHandle | None = None
    agency: SourceHandle | None = None
    wire: str | None = None
    published: Edtf | None = None
    language: str | None = None
    reprint_of: ArticleHandle | None = None
    title: Text | None = None
    url: Text | None = None


# -- claims ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimOpened(Event):
    """Something is being said that may be so or not, apart from who says it.

    text: worded as the allegation, never with a "no". about: the sources it concerns, who have a right of reply.
    question: shared by claims that exclude each other. deadline: when a prediction is due.
    """

    claim: ClaimHandle
    topics: tuple[Topic, ...] = ()
    about: tuple[SourceHandle, ...] = ()
    question: Question | None = None
    deadline: Edtf | None = None
    text: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimAmended(Event):
    """Our wording or filing of a claim was wrong or incomplete. An empty question or deadline clears it."""

    claim: ClaimHandle
    topics: tuple[Topic, ...] | None = None
    about: tuple[SourceHandle, ...] | None = None
    question: Question | None = None
    deadline: Edtf | None = None
    text: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimsRelated(Event):
    """The desk sees how two claims stand to each other; only ``same_as`` makes them one for belief."""

    claim: ClaimHandle
    relation: Relation
    other: ClaimHandle
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimsUnrelated(Event):
    """The desk takes back that two claims are so related."""

    claim: ClaimHandle
    relation: Relation
    other: ClaimHandle
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimAliased(Event):
    """We want to call a claim by another handle: whoever types ``alias`` means ``claim``, which keeps its own."""

    claim: ClaimHandle
    alias: ClaimHandle


# -- proposals -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementProposed(Event):
    """A reading of an article, by rules or by a model, proposes a statement. Nobody vouches for it, and it moves no
    belief, until a person accepts it.

    extractor, version: what proposed it. content, speaker, cues, relayers: places in the article's prose, starts and
    ends in turn, half-open, in code points. said: when, resolved; kind, presentation, head_min, head_max: of the
    speaker; carried: the speaker was named in an earlier sentence; confidence: in thousandths. text, who, cue, through,
    when: the words at these places; an unnamed speaker has none.
    """

    article: ArticleHandle
    extractor: str
    version: str
    content: tuple[int, ...]
    speaker: tuple[int, ...] = ()
    cues: tuple[int, ...] = ()
    relayers: tuple[int, ...] = ()
    act: Act = Act.ASSERT
    certainty: Certainty = Certainty.CERTAIN
    via: Via = Via.INDIRECT
    mood: str = ""
    said: Edtf | None = None
    kind: SourceKind = SourceKind.PERSON
    presentation: Presentation = Presentation.NAMED
    head_min: int | None = None
    head_max: int | None = None
    carried: bool = False
    rule: str = ""
    confidence: int = 0
    text: Text = ""
    who: Text = ""
    cue: Text = ""
    through: Text = ""
    when: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalAccepted(Event):
    """A person read a proposal beside its article and took it for right, as it was or after mending it: the statement
    says how.
    """

    proposal: EventId
    statement: EventId


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalRejected(Event):
    """A person read a proposal and did not take it. unsure: it may be right, and was put aside rather than refused; a
    full answer, which another person may yet change.
    """

    proposal: EventId
    unsure: bool = False
    because: Text = ""


# -- statements ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementEvent(Event):
    """What a statement consists of, shared by recording it and amending the record.

    stance, certainty, basis, interest, presentation: absent takes the default of act, source and claim.
    said: when it was said; absent beside an article means "not later than published". published: when it came
    out, where no article says so. outlet: where it was read, where no article says so. chain: the relayers
    after the source, nearest first. text: the statement in our words; quote: the passage, word for word;
    cue: the attributing word; evidence: a public address.
    """

    source: SourceHandle
    claim: ClaimHandle
    act: Act = Act.ASSERT
    stance: Stance | None = None
    certainty: Certainty | None = None
    basis: Basis | None = None
    interest: Interest | None = None
    via: Via | None = None
    presentation: Presentation | None = None
    ground_rule: GroundRule | None = None
    said: Edtf | None = None
    published: Edtf | None = None
    article: ArticleHandle | None = None
    outlet: SourceHandle | None = None
    chain: tuple[SourceHandle, ...] = ()
    text: Text = ""
    quote: Text = ""
    cue: Text = ""
    evidence: Text = ""
    note: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementRecorded(StatementEvent):
    """Somebody said something about a claim: one utterance, by one source, at one time, through these relayers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementAmended(StatementEvent):
    """Our record of a statement was wrong. Carries the whole statement as it should have been."""

    statement: EventId


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementRetracted(Event):
    """The source took it back. ``instead``: the statement now made in its place, if any."""

    statement: EventId
    said: Edtf | None = None
    article: ArticleHandle | None = None
    instead: EventId | None = None
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementsGrouped(Event):
    """The desk's word that these statements share one origin, whatever their attribution says."""

    statements: tuple[EventId, ...]
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementsUngrouped(Event):
    """The desk takes back a grouping."""

    grouping: EventId
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommentRequested(Event):
    """We asked a source for comment on a claim, to answer by a date: what makes a missing response mean something."""

    source: SourceHandle
    claim: ClaimHandle
    by: Edtf
    note: Text = ""


# -- verdicts --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class VerdictReached(Event):
    """A person found how a claim came out. decided: when; because, evidence: on what ground."""

    claim: ClaimHandle
    value: Finding
    decided: Edtf
    because: Text = ""
    evidence: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class VerdictWithdrawn(Event):
    """Our finding fell. decided: when we gave it up."""

    verdict: EventId
    decided: Edtf
    because: Text = ""


# -- upkeep ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryVoided(Event):
    """An entry should not exist (undo). May itself be voided, which brings the entry back."""

    entry: EventId
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryRedacted(Event):
    """The words of an entry had to disappear. Its facts, its digest and every belief stay as they were."""

    entry: EventId
    because: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockCorrected(Event):
    """The clock of a machine was wrong: it dated these entries later than they were recorded.

    They count as recorded when this was, at the latest. Recorded by the clock as it is now, so that this is the one
    entry which may be dated before the one it follows.
    """

    entries: tuple[EventId, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicySet(Event):
    """A parameter of the arithmetic was changed (see `tracker.domain.policy` for names and values)."""

    name: str
    value: str
    because: Text = ""


class Entry(NamedTuple):
    """An event in its place in the log.

    position: its number, 1 upwards without gaps; the only order there is. recorded: when our desk wrote it down,
    UTC microseconds; it falls only where a wrong clock was corrected. batch: the command that wrote it. redacted: its
    words have been wiped.
    """

    position: int
    id: EventId
    recorded: Instant
    event: Event
    batch: str = ""
    actor: str = ""
    redacted: bool = False


def wire_name(cls: type[Event]) -> str:
    """The name of an event type in the log: ``StatementRecorded`` is ``statement.recorded``."""
    return re.sub(r"(?<!^)(?=[A-Z])", ".", cls.__name__).lower()


AnyEvent: TypeAlias = (
    SourceRegistered | SourceDescribed | SourcesMerged | SourcesSeparated | SourcesDistinguished
    | SourceAliased | ArticleArchived | ArticleAmended | ClaimOpened | ClaimAmended | ClaimsRelated | ClaimsUnrelated
    | ClaimAliased
    | StatementProposed | ProposalAccepted | ProposalRejected | StatementRecorded | StatementAmended
    | StatementRetracted | StatementsGrouped | StatementsUngrouped | CommentRequested | VerdictReached
    | VerdictWithdrawn | EntryVoided | EntryRedacted | ClockCorrected | PolicySet
)  # fmt: skip
"""Every event that there is: a match over these that forgets one does not pass mypy."""

EVENT_TYPES: Final[dict[str, type[Any]]] = {wire_name(cls): cls for cls in get_args(AnyEvent)}
"""Every event type by its wire name."""
