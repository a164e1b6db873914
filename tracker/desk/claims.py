"""Verbs on claims: opening, rewording, relating them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.desk import doubts, naming, resolve
from tracker.desk.desk import Batch, Desk, Written
from tracker.domain.clocks import LATEST, Edtf
from tracker.domain.events import ClaimAliased, ClaimAmended, ClaimOpened, ClaimsRelated, ClaimsUnrelated
from tracker.domain.words import ClaimHandle, Question, Relation, SourceHandle, SourceKind, Topic
from tracker.errors import UsageError
from tracker.store import views


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a claim is filed; None leaves it unchanged."""

    topics: tuple[str, ...] | None = None
    about: tuple[str, ...] | None = None
    question: str | None = None
    deadline: str | None = None


def open_claim(desk: Desk, text: str, handle: str | None, filing: Filing) -> Written:
    """Open a claim under a handle that never changes."""
    with desk.writing() as batch:
        new = begin(desk, batch, text, handle, filing)
        done = batch.append()
        return replace(done, warnings=(*done.warnings, *doubts.worded(new, text)))


def begin(desk: Desk, batch: Batch, text: str, handle: str | None, filing: Filing) -> ClaimHandle:
    """Add a new claim to a batch; its handle. Raises UsageError for an empty text."""
    if not text.strip():
        raise UsageError("a claim needs a text", 'tracker claim open "The harbour bridge is safe"')
    made = handle if handle is not None else naming.claim_handle(batch, text)
    new = ClaimHandle(resolve.new_handle("claim", made or None, text))
    batch.add(
        ClaimOpened(
            claim=new,
            topics=_topics(filing.topics or ()),
            about=_about(batch, filing.about or ()),
            question=Question(filing.question) if filing.question else None,
            deadline=resolve.date(filing.deadline, desk.now),
            text=text,
        )
    )
    return new


def amend(desk: Desk, claim: str, text: str | None, filing: Filing) -> Written:
    """Correct a claim's wording or filing. Raises UsageError when nothing is changed."""
    if text is None and filing == Filing():
        raise UsageError("nothing to amend", "give --text, --topic, --about, --question or --deadline")
    if text is not None and not text.strip():
        raise UsageError("a claim needs a text", "tracker redact ENTRY makes words disappear")
    with desk.writing() as batch:
        handle = batch.claim(claim)
        event = ClaimAmended(
            claim=handle,
            topics=None if filing.topics is None else _topics(filing.topics),
            about=None if filing.about is None else _about(batch, filing.about),
            question=None if filing.question is None else Question(filing.question),
            deadline=Edtf("") if filing.deadline == "" else resolve.date(filing.deadline, desk.now),
            text=text,
        )
        row = next(views.claims(batch.session, LATEST, [handle]), None)
        if row is not None and all(_says_nothing(getattr(event, name), getattr(row, name)) for name in _FIELDS):
            raise UsageError(f"nothing to amend in claim '{handle}'", f"tracker claim show {handle}")
        batch.add(event)
        done = batch.append()
        return replace(done, warnings=(*done.warnings, *doubts.worded(handle, text or "")))


def relate(desk: Desk, claim: str, relation: Relation, other: str, because: str = "", *, no: bool = False) -> Written:
    """Record how two claims stand to each other, or with ``no`` that they do not."""
    with desk.writing() as batch:
        one, two = batch.claim(claim), batch.claim(other)
        kind = ClaimsUnrelated if no else ClaimsRelated
        batch.add(kind(claim=one, relation=relation, other=two, because=because))
        return batch.append()


def alias(desk: Desk, claim: str, alias: str) -> Written:
    """Call a claim by another handle too; nothing where that is on record already."""
    with desk.writing() as batch:
        handle = batch.claim(claim)
        if batch.register.aliases("claim").get(alias) == handle:
            return Written((), already=1)
        batch.add(ClaimAliased(claim=handle, alias=ClaimHandle(alias)))
        return batch.append()


_FIELDS = ("topics", "about", "question", "deadline", "text")


def _says_nothing(given: object, known: object) -> bool:
    return given is None or given == known or (given == "" and known is None)


def _about(batch: Batch, typed: Sequence[str]) -> tuple[SourceHandle, ...]:
    return tuple(dict.fromkeys(batch.source(source, SourceKind.ORGANISATION) for source in typed))


def _topics(typed: Sequence[str]) -> tuple[Topic, ...]:
    return tuple(Topic(topic) for topic in dict.fromkeys(typed))
