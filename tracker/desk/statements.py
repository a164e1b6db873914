"""Verbs on statements: logging, asking for comment, correcting our record, noting a retraction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Literal

from tracker.desk import doubts, resolve
from tracker.desk.claims import Filing, begin
from tracker.desk.desk import Batch, Desk, Written
from tracker.desk.sources import Description, register
from tracker.domain.clocks import LATEST, Edtf, span
from tracker.domain.draft import anchors
from tracker.domain.events import (
    CommentRequested,
    Entry,
    StatementAmended,
    StatementEvent,
    StatementRecorded,
    StatementRetracted,
)
from tracker.domain.fold import entry_thing
from tracker.domain.projection import in_force
from tracker.domain.rows import Article
from tracker.domain.sentences import sentences
from tracker.domain.words import (
    Act,
    Basis,
    Certainty,
    ClaimHandle,
    EventId,
    GroundRule,
    Interest,
    Presentation,
    SourceHandle,
    SourceKind,
    Stance,
    Via,
)
from tracker.errors import NotFound, Retyped, RuleError, UsageError
from tracker.store import log, views

Blank = Literal[""]
"""Typed for a word: takes the default, and in an amendment clears what was there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedStatement:
    """A statement as a person types it: handles may be shortened, None is not given, an empty text clears (amend).

    chain: ``reuters > spiegel``. voice: the article's outlet speaks for itself. new_source, new_claim: the name or
    text of one to be registered on the way, under the handle in ``source_handle`` or ``source``, and in
    ``claim_handle`` or ``claims``, if one is given.
    """

    text: str | None = None
    source: str | None = None
    claims: tuple[str, ...] = ()
    act: Act | None = None
    stance: Stance | Blank | None = None
    certainty: Certainty | Blank | None = None
    basis: Basis | Blank | None = None
    interest: Interest | Blank | None = None
    via: Via | Blank | None = None
    presentation: Presentation | Blank | None = None
    ground_rule: GroundRule | Blank | None = None
    said: str | None = None
    published: str | None = None
    article: str | None = None
    outlet: str | None = None
    chain: str | None = None
    quote: str | None = None
    cue: str | None = None
    evidence: str | None = None
    note: str | None = None
    voice: bool = False
    new_source: str | None = None
    new_claim: str | None = None
    source_handle: str | None = None
    claim_handle: str | None = None
    describing: Description = field(default_factory=Description)
    filing: Filing = field(default_factory=Filing)


_PLAIN = ("act", "stance", "certainty", "basis", "interest", "via", "presentation", "ground_rule")
_WORDS = ("text", "quote", "cue", "evidence", "note")


def record(desk: Desk, said: TypedStatement) -> Written:
    """Log one statement on each claim given, in one batch.

    The article supplies the outlet at the end of the chain and the latest date it can have been said. Raises UsageError
    where source, claim or words are missing.
    """
    with desk.writing() as batch:
        _, warnings = compose(desk, batch, said)
        done = batch.append()
        found = doubts.recorded(batch, done, dry_run=desk.dry_run)
        return replace(done, warnings=(*done.warnings, *warnings, *found))


def compose(desk: Desk, batch: Batch, said: TypedStatement) -> tuple[list[EventId], tuple[str, ...]]:
    """Add a statement on each claim given to a batch; their ids, and what to warn of. Raises UsageError."""
    _refuse_incomplete(said)
    _refuse_lost(said)
    article = _article(batch, said.article)
    source = _source(desk, batch, said, article)
    claims = _claims(desk, batch, said)
    given = _values(desk, batch, said, article.published if article else None)
    if said.voice:
        given.setdefault("via", Via.VOICE)
    elif article is not None and said.chain != "":
        given["chain"] = _carried(batch, article, source, given.get("chain"), given.get("quote", ""))
    given.setdefault("act", Act.ASSERT)
    ids = [batch.add(StatementRecorded(source=source, claim=claim, **given)) for claim in claims]
    warnings = doubts.denied(batch, claims) if given["act"] is Act.DENY else ()
    if said.new_source is not None:
        warnings += doubts.exposed(source, said.new_source, given.get("ground_rule"))
    if said.new_claim is not None:
        warnings += doubts.worded(claims[0], said.new_claim)
    return ids, warnings


def _refuse_incomplete(said: TypedStatement) -> None:
    """Raise UsageError for a statement without words or claim."""
    if not ((said.text or "").strip() or (said.quote or "").strip()):
        raise UsageError("a statement needs words", 'give a TEXT, or --quote "..." from the article')
    if not said.claims and said.new_claim is None:
        raise UsageError("a statement needs a claim", "-c CLAIM, or --new-claim TEXT opens one")


def _refuse_lost(said: TypedStatement) -> None:
    """Raise UsageError for what was typed and would have no effect."""
    if said.voice and (said.source or said.new_source is not None):
        raise UsageError("--voice is the article's outlet, so there is no other source", "leave -s out, or --voice")
    if said.new_source is None and (said.describing != Description() or said.source_handle):
        raise UsageError(
            "--source-handle, --kind, --class, --heads and --member-of describe a new source",
            "--new-source NAME, or source describe",
        )
    if said.source and said.source_handle:
        raise UsageError("--source-handle names the new source, so there is no other", "leave -s out")
    if said.new_claim is None and any(
        (said.filing.topics, said.filing.about, said.filing.question, said.filing.deadline, said.claim_handle)
    ):
        raise UsageError(
            "--claim-handle, --topic, --about, --question and --deadline are for a new claim",
            "--new-claim TEXT, or claim amend",
        )
    if said.claims and said.claim_handle:
        raise UsageError("--claim-handle names the new claim, so there is no other", "leave -c out")


def _article(batch: Batch, typed: str | None) -> Article | None:
    if not typed:
        return None
    handle = resolve.article(batch.session, typed, needed=True)
    for row in views.articles(batch.session, LATEST, [handle]):
        return row
    raise NotFound(f"there is no article '{handle}'", f"tracker article add FILE --handle {handle}")


def _source(desk: Desk, batch: Batch, said: TypedStatement, article: Article | None) -> SourceHandle:
    if said.voice:
        if article is None:
            raise UsageError("--voice needs an article whose outlet is known", "--article ARTICLE")
        if article.outlet is None:
            raise UsageError(
                f"--voice needs an outlet, and '{article.article}' has none",
                f"tracker article amend {article.article} --outlet OUTLET",
            )
        return article.outlet
    if said.new_source is not None:
        handle = said.source_handle or said.source
        if handle is None and (known := resolve.known_source(batch.session, said.new_source)):
            raise _already("source", known, Retyped(options={"--new-source": f"-s {known}"} | _NO_DESCRIPTION))
        return register(desk, batch, said.new_source, handle, said.describing)
    if not said.source:
        raise UsageError("a statement needs a source", "-s SOURCE, or --new-source NAME registers one")
    return batch.source(said.source)


def _claims(desk: Desk, batch: Batch, said: TypedStatement) -> tuple[ClaimHandle, ...]:
    if said.new_claim is not None:
        if len(said.claims) > 1:
            raise UsageError("--new-claim opens one claim", "open the others first: tracker claim open TEXT")
        handle = said.claim_handle or (said.claims[0] if said.claims else None)
        if handle is None and (known := views.worded(batch.session, said.new_claim)):
            raise _already("claim", known[0], Retyped(options={"--new-claim": f"-c {known[0]}"} | _NO_FILING))
        return (begin(desk, batch, said.new_claim, handle, said.filing),)
    return tuple(dict.fromkeys(batch.claim(claim) for claim in said.claims))


_NO_DESCRIPTION: Final = dict.fromkeys(("--kind", "--class", "--heads", "--member-of"), "")
_NO_FILING: Final = dict.fromkeys(("--topic", "--about", "--question", "--deadline"), "")


def _already(noun: str, handle: str, mended: Retyped) -> RuleError:
    """What is to be registered on the way is on record: the same command that names it instead."""
    return RuleError(f"there is a {noun} '{handle}' already", f"tracker {noun} show {handle}", mended)


def _carried(
    batch: Batch, article: Article, source: SourceHandle, relayers: Sequence[SourceHandle] | None, quote: str = ""
) -> tuple[SourceHandle, ...]:
    """Who carried words that stand in an article: whoever is said to have passed them on, then its outlet.

    relayers: as a person names them. Where nobody does, the article's agency is one only if the sentences of the quote
    name it, since an article seldom has all its voices from the wire; one that no outlet printed is the agency's own.
    """
    if relayers is None:
        heard = article.agency and (article.outlet is None or _names(batch, article, article.agency, quote))
        relayers = (article.agency,) if heard and article.agency else ()
    everybody = dict.fromkeys([*relayers, *filter(None, [article.outlet])])
    return tuple(relayer for relayer in everybody if relayer != source)


def _names(batch: Batch, article: Article, agency: SourceHandle, quote: str) -> bool:
    """Whether the sentences that a quote stands in name the agency."""
    text = batch.register.article_text(article.article) if quote else None
    if not text:
        return False
    anchored = anchors(text, quote)
    row = next(views.sources(batch.session, LATEST, [agency]), None)
    names = {agency, row.name if row else agency}
    around = [
        text[sentence.start : sentence.end]
        for sentence in sentences(text)
        if any(sentence.start < part.end and part.start < sentence.end for part in anchored)
    ]
    spelt = "|".join(re.escape(name) for name in names if name)
    return any(re.search(rf"(?<!\w)(?:{spelt})(?!\w)", sentence, re.IGNORECASE) for sentence in around)


def _values(desk: Desk, batch: Batch, said: TypedStatement, printed: Edtf | None) -> dict[str, Any]:
    """The fields of a statement that were given, made precise; printed: when its article came out."""
    session = batch.session
    given: dict[str, Any] = {name: value or None for name in _PLAIN if (value := getattr(said, name)) is not None}
    given |= {name: value for name in _WORDS if (value := getattr(said, name)) is not None}
    if said.said is not None:
        given["said"] = resolve.past(said.said, desk.now, "said", printed)
    if said.published is not None:
        given["published"] = resolve.past(said.published, desk.now, "published")
    if said.article is not None:
        given["article"] = resolve.article(session, said.article, needed=True) if said.article else None
    if said.outlet is not None:
        given["outlet"] = batch.source(said.outlet, SourceKind.OUTLET) if said.outlet else None
    if said.chain is not None:
        relayers = filter(None, map(str.strip, said.chain.split(">")))
        given["chain"] = tuple(batch.source(one, SourceKind.AGENCY, SourceKind.OUTLET) for one in relayers)
    return given


def ask(desk: Desk, source: str, claim: str, by: str, note: str = "") -> Written:
    """Record that a source was asked for comment, to answer by a date."""
    with desk.writing() as batch:
        due = resolve.date(by, desk.now)
        if due is None:
            raise UsageError("a request for comment needs a date", "--by 2025-12-12")
        batch.add(
            CommentRequested(
                source=batch.source(source),
                claim=batch.claim(claim),
                by=due,
                note=note,
            )
        )
        done = batch.append()
        if span(due).last >= desk.clock:
            return done
        late = f"{due} is past already; if that is a slip: tracker undo --last, then the same with another --by"
        return replace(done, warnings=(*done.warnings, late))


def amend(desk: Desk, number: str, changes: TypedStatement) -> Written:
    """Correct our record of a statement; what is not given stays. Raises UsageError when nothing changes."""
    if changes.new_source is not None or changes.new_claim is not None or len(changes.claims) > 1:
        raise UsageError("an amendment changes one statement", "register sources and claims first")
    with desk.writing() as batch:
        began, present = _statement(batch, number)
        printed = _article(batch, changes.article if changes.article is not None else present.article)
        new = _fields(present) | _values(desk, batch, changes, printed.published if printed else None)
        if changes.source:
            new["source"] = batch.source(changes.source)
        if changes.claims:
            new["claim"] = batch.claim(changes.claims[0])
        if changes.chain and printed is not None:
            new["chain"] = _carried(batch, printed, new["source"], new["chain"])
        if new == _fields(present):
            raise UsageError(f"nothing to amend in entry {began.position}", f"tracker show {began.position}")
        amended = StatementAmended(statement=began.id, **new)
        batch.add(amended)
        done = batch.append()
        mend = "add" if desk.dry_run else f"tracker amend {began.position}"
        known = {*doubts.stated(batch, present, mend)}
        found = [one for one in doubts.stated(batch, amended, mend) if one not in known]
        return replace(done, warnings=(*done.warnings, *found))


def _fields(event: StatementEvent) -> dict[str, Any]:
    names = (member.name for member in fields(StatementEvent))
    return {name: getattr(event, name) for name in names}


def _statement(batch: Batch, number: str) -> tuple[Entry, StatementEvent]:
    """A statement's first entry and how our record has it now. Raises RuleError for other entries."""
    entry = resolve.entry(batch.session, number)
    event = entry.event
    target = event.statement if isinstance(event, StatementAmended | StatementRetracted) else entry.id
    began = batch.register.entry(target)
    if began is None or not isinstance(began.event, StatementRecorded):
        raise RuleError(f"entry {entry.position} is not a statement", _door(entry))
    history = in_force(log.history(batch.session, entry_thing(began.id)))
    if not history or history[0].id != began.id:
        raise RuleError(f"entry {began.position} has been undone", f"tracker show {began.position}")
    if any(other.redacted for other in history):
        raise RuleError(f"entry {began.position} has been redacted and can only be replaced", "tracker log ...")
    present = [other.event for other in history if isinstance(other.event, StatementEvent)]
    return began, present[-1]


def _door(entry: Entry) -> str:
    """Which verb corrects an entry that is not a statement."""
    doors: Mapping[str, str] = {
        "Source": "tracker source describe",
        "Claim": "tracker claim amend",
        "Article": "tracker article amend",
        "Verdict": "tracker verdict CLAIM VALUE, or tracker verdict CLAIM --withdraw",
    }
    name = type(entry.event).__name__
    return next((door for noun, door in doors.items() if name.startswith(noun)), f"tracker undo {entry.position}")


def retract(
    desk: Desk, number: str, said: str | None, article: str | None, instead: str | None, because: str = ""
) -> Written:
    """Record that a source took a statement back; a warning where our record says so already."""
    with desk.writing() as batch:
        began, _ = _statement(batch, number)
        earlier = [
            f"statement {began.position} has been taken back already ({other.position})"
            for other in in_force(log.history(batch.session, entry_thing(began.id)))
            if isinstance(other.event, StatementRetracted)
        ]
        printed = _article(batch, article)
        batch.add(
            StatementRetracted(
                statement=began.id,
                said=resolve.past(said, desk.now, "said") or _no_later_than(printed),
                article=printed.article if printed else None,
                instead=_id(batch, instead) if instead else None,
                because=because,
            )
        )
        return replace(batch.append(), warnings=tuple(earlier[-1:]))


def _no_later_than(article: Article | None) -> Edtf | None:
    """The latest date a statement can have been made on: the day on which its article came out."""
    if article is None or article.published is None:
        return None
    return Edtf(f"../{article.published.rpartition('/')[2]}")


def _id(batch: Batch, number: str) -> EventId:
    entry = resolve.entry(batch.session, number)
    if not isinstance(entry.event, StatementRecorded):
        raise NotFound(f"entry {entry.position} is not a statement", "tracker timeline shows the statements")
    return entry.id
