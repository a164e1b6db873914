"""The verbs on proposals: a person accepts one, mends it, refuses it, or puts it aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tracker.desk import doubts, proposals, resolve
from tracker.desk.antecedents import Antecedents, antecedents
from tracker.desk.desk import Batch, Desk, Written
from tracker.desk.proposals import Answer, Proposed
from tracker.desk.register import article_text
from tracker.desk.sources import Description
from tracker.desk.statements import TypedStatement, compose
from tracker.desk.suggesting import Catalogue, as_claim, stands_for_another
from tracker.domain import events
from tracker.domain.clocks import LATEST, moment
from tracker.domain.events import ProposalAccepted, ProposalRejected, StatementProposed
from tracker.domain.fold import mentions
from tracker.domain.words import Act, SourceKind, Via
from tracker.errors import RuleError, UsageError
from tracker.store import log, views
from tracker.store.naming import quoted
from tracker.store.session import Session


@dataclass(frozen=True, slots=True)
class Waiting:
    """Proposals in the order of their articles' texts, and the articles' words around them.

    before: for a proposal by a word like "he", by its number, whom it may mean.
    """

    proposals: list[Proposed]
    texts: dict[str, str]
    before: dict[int, Antecedents]


def waiting(desk: Desk, article: str | None = None, *, settled: bool = False) -> Waiting:
    """The proposals that wait for an answer, of one article or of all; ``settled``: the others as well."""
    with desk.reading() as session:
        handle = resolve.article(session, article) if article else None
        proposed = [proposal for proposal in proposals.every(session, handle) if settled or not proposal.is_settled]
        proposed.sort(key=_place)
        return _with_texts(session, proposed)


def named(desk: Desk, number: str) -> Waiting:
    """The proposal with an entry number. Raises NotFound, and RuleError where the entry is none or is no more."""
    with desk.reading() as session:
        return _with_texts(session, [proposals.one(session, number)])


def _with_texts(session: Session, proposed: list[Proposed]) -> Waiting:
    rows = views.articles(session, LATEST, sorted({proposal.event.article for proposal in proposed}))
    texts = {str(row.article): article_text(session, row) or "" for row in rows}
    return Waiting(proposed, texts, _named_before(session, proposed))


def _place(proposal: Proposed) -> tuple[str, tuple[int, ...]]:
    return proposal.event.article, proposal.event.content


def _named_before(session: Session, proposed: list[Proposed]) -> dict[int, Antecedents]:
    before: dict[int, Antecedents] = {}
    for article in sorted({proposal.event.article for proposal in proposed if stands_for_another(proposal.event.who)}):
        before |= antecedents(sorted(proposals.every(session, article), key=_place))
    return before


def now(
    desk: Desk, one: Proposed, catalogue: Catalogue, used: list[str], taken: dict[str, str]
) -> tuple[Proposed, Catalogue]:
    """A proposal and what can be named for it, as others have left them by now. used, taken: see `Catalogue`."""
    with desk.reading() as session:
        if catalogue.end != log.head(session).position:
            catalogue = Catalogue(session, used, taken)
        return proposals.of(session, one.entry) or one, catalogue


def left(desk: Desk, found: list[Proposed]) -> int:
    """How many of some proposals still wait for an answer, whoever answered the others."""
    with desk.reading() as session:
        return sum(not (proposals.of(session, one.entry) or one).is_settled for one in found)


def default(event: StatementProposed) -> TypedStatement:
    """A proposal as it would be recorded, but for its source and its claim, which are a person's to name."""
    return TypedStatement(
        text=as_claim(event.text) if event.act is not Act.DENY else event.text.strip(),
        act=event.act,
        certainty=event.certainty,
        via=event.via,
        presentation=event.presentation if event.via is not Via.VOICE else None,
        said=event.said,
        article=event.article,
        quote=event.text,
        cue=event.cue or None,
        voice=event.via is Via.VOICE,
    )


def described(event: StatementProposed) -> Description:
    """A proposal's speaker as a new source would be described."""
    heads = None
    if event.kind is SourceKind.GROUP and event.head_min is not None:
        heads = f"{event.head_min}..{event.head_max or ''}"
    return Description(kind=event.kind, heads=heads)


def accept(desk: Desk, number: str, changes: TypedStatement, seen: int = LATEST) -> Written:
    """Take a proposal for right: record it as a statement, with what the person named and changed.

    seen: the end of the log that the person was shown. Raises RuleError for one that has been answered already, and
    where a source or claim that is named was changed since then; UsageError where either is missing.
    """
    with desk.writing() as batch:
        proposal = _unsettled(batch.session, number)
        _refuse_changed(batch, changes, seen)
        said, warnings = _said(batch, proposal.event, changes)
        (statement,), more = compose(desk, batch, said)
        batch.add(ProposalAccepted(proposal=proposal.entry.id, statement=statement))
        done = batch.append()
        found = doubts.recorded(batch, done, dry_run=desk.dry_run)
        return replace(done, warnings=(*done.warnings, *warnings, *more, *found))


def reject(desk: Desk, number: str, because: str = "", *, unsure: bool = False) -> Written:
    """Refuse a proposal, or put it aside as one that nobody can be sure of. Raises RuleError where it is answered."""
    with desk.writing() as batch:
        proposal = _unsettled(batch.session, number)
        if unsure and proposal.answer is Answer.UNSURE:
            return Written((), already=1)
        batch.add(ProposalRejected(proposal=proposal.entry.id, unsure=unsure, because=because))
        return batch.append()


def _unsettled(session: Session, number: str) -> Proposed:
    proposal = proposals.one(session, number)
    if proposal.is_settled and proposal.by is not None:
        who = f" by {proposal.by.actor}" if proposal.by.actor else ""
        when = f"{moment(proposal.by.recorded):%Y-%m-%d %H:%M} UTC"
        hint = f"tracker undo {proposal.by.position}"
        if proposal.statement is not None:
            hint = f"correct the statement: tracker amend {proposal.statement}"
        raise RuleError(
            f"proposal {proposal.entry.position} was {proposal.answer}{who} on {when} ({proposal.by.position})", hint
        )
    return proposal


def _refuse_changed(batch: Batch, said: TypedStatement, seen: int) -> None:
    """Raise RuleError where a source or claim that somebody names is no longer what they looked at."""
    named = {f"claim:{batch.claim(claim)}" for claim in said.claims}
    if said.source:
        named.add(f"source:{batch.source(said.source)}")
    for entry in log.entries(batch.session, seen):
        changed = named.intersection(mentions(entry.event)) if isinstance(entry.event, _CHANGING) else ()
        for noun, _, handle in (tag.partition(":") for tag in changed):
            by = f" by {entry.actor}" if entry.actor else ""
            words = getattr(entry.event, "text", None) or getattr(entry.event, "name", None)
            now = f": '{words}'" if words else ""
            raise RuleError(
                f"the {noun} '{handle}' was changed{by} after you looked{now}", f"tracker show {entry.position}"
            )


_CHANGING = (events.ClaimAmended, events.SourceDescribed, events.SourcesMerged, events.SourcesSeparated)


def _said(batch: Batch, event: StatementProposed, changes: TypedStatement) -> tuple[TypedStatement, tuple[str, ...]]:
    """A proposal with a person's changes. Raises UsageError where nobody and nothing is named."""
    if not (changes.source or changes.new_source or changes.voice or event.via is Via.VOICE):
        raise UsageError("a statement needs a source", "-s SOURCE, or --new-source NAME registers one")
    if not changes.claims and changes.new_claim is None:
        raise UsageError("a statement needs a claim", "-c CLAIM, or --new-claim TEXT opens one")
    if len(changes.claims) > 1:
        raise UsageError("a proposal becomes one statement", "accept it on one claim, and log the other")
    given = {name: value for name in _CHANGED if (value := getattr(changes, name)) not in (None, (), "", False)}
    said: dict[str, Any] = {name: getattr(default(event), name) for name in _CHANGED} | given
    if changes.source or changes.new_source:
        said["voice"] = False
        if event.via is Via.VOICE and changes.via is None:
            said["via"] = Via.REPORTED
    if said["voice"]:
        said["presentation"] = None
    utterance = TypedStatement(**said, describing=changes.describing, filing=changes.filing)
    if changes.new_source is not None and changes.describing == Description():
        utterance = replace(utterance, describing=described(event))
    if changes.chain is not None or not event.through:
        return replace(utterance, chain=changes.chain), ()
    return _relayed(batch, event, utterance)


_CHANGED = (
    "text", "source", "claims", "act", "stance", "certainty", "basis", "interest", "via", "presentation", "ground_rule",
    "said", "published", "article", "outlet", "quote", "cue", "evidence", "note", "voice", "new_source", "new_claim",
    "claim_handle",
)  # fmt: skip


def _relayed(batch: Batch, event: StatementProposed, said: TypedStatement) -> tuple[TypedStatement, tuple[str, ...]]:
    """The chain, which begins with the agency or paper that it was said to; strangers are told of."""
    names = [name.strip() for name in event.through.split("[...]")]
    known = [resolve.known_source(batch.session, name) for name in names]
    missing = tuple(
        f"{name} is no known source, so it is not in the chain: tracker source add {quoted(name)} --kind agency, "
        "then tracker amend --chain"
        for name, handle in zip(names, known, strict=True)
        if handle is None
    )
    chain = dict.fromkeys(str(handle) for handle in known if handle)
    return (replace(said, chain=" > ".join(chain)) if chain else said), missing


__all__ = ["Waiting", "Written", "accept", "default", "described", "left", "named", "now", "reject", "waiting"]
