"""What to leave out of a reading, as typed: `source:nvidia`, `claim:orders`, `entry:12`, or just the name or number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from tracker.desk import resolve
from tracker.desk.reading import Reading
from tracker.desk.showing import shown
from tracker.domain.events import StatementEvent
from tracker.domain.origins import Origins
from tracker.domain.rows import Mark
from tracker.domain.state import seen
from tracker.domain.without import NOTHING, Without, same_sources
from tracker.domain.words import ClaimHandle, SourceHandle
from tracker.errors import NotFound, UsageError
from tracker.store import log, views
from tracker.store.session import Session
from tracker.store.views import Which


class LeftOut(NamedTuple):
    """What a reading leaves out. words: the same as it was typed, made precise and without repeats."""

    without: Without = NOTHING
    words: tuple[str, ...] = ()


def left_out(reading: Reading, typed: Sequence[str]) -> LeftOut:
    """What was typed, made precise; a source is named as it counts at the cut, after all merges.

    Raises NotFound for what does not exist, for a beginning of several handles and for what fits a source and a claim.
    """
    without, words = NOTHING, []
    origins: Origins | None = None
    for item in typed:
        noun, name = _named(reading.session, item)
        match noun:
            case "entry":
                entry = resolve.entry(reading.session, name)
                name = str(entry.position)
                without = without.plus(Without(entries=frozenset({entry.id})))
            case "source":
                without = without.plus(Without(sources=frozenset({SourceHandle(name)})))
                origins = origins or Origins(reading.frame(articles=False, claims=False))
                name = origins.canonical(SourceHandle(name))
            case _:
                without = without.plus(Without(claims=frozenset({ClaimHandle(name)})))
        words.append(f"{noun}:{name}")
    return LeftOut(without, tuple(dict.fromkeys(words)))


def _named(session: Session, typed: str) -> tuple[str, str]:
    """The noun and the handle, or the number, that somebody means."""
    noun, colon, name = typed.strip().partition(":")
    if colon and noun in ("source", "claim", "entry"):
        _given(name)
        match noun:
            case "source":
                return noun, resolve.source(session, name)
            case "claim":
                return noun, resolve.claim(session, name)
            case _:
                return noun, name.strip()
    _given(typed)
    digits = typed.strip().removeprefix("#")
    return ("entry", digits) if digits.isdigit() else _source_or_claim(session, typed)


def _given(name: str) -> None:
    if not name.strip():
        raise UsageError("--without needs a source, a claim or an entry", "--without source:nvidia, or --without 12")


def _source_or_claim(session: Session, typed: str) -> tuple[str, str]:
    """The source or claim that was typed: a whole handle, or a beginning or name that fits only one of them all."""
    fits, problems = {}, {}
    for noun, find in (("source", resolve.source), ("claim", resolve.claim)):
        try:
            fits[noun] = str(find(session, typed))
        except NotFound as problem:
            problems[noun] = problem
    exact = [pair for pair in fits.items() if pair[1] in (typed.strip(), resolve.slug(typed))]
    if len(exact) == 1:
        return exact[0]
    beginning = resolve.slug(typed)
    several = [noun for noun in problems if beginning and views.handles(session, noun, beginning)]
    if len(fits) == 2:
        raise NotFound(
            f"'{typed}' fits the source {fits['source']} and the claim {fits['claim']}",
            f"--without source:{fits['source']} or --without claim:{fits['claim']}",
        )
    for noun, handle in fits.items():
        if not several:
            return noun, handle
        raise NotFound(
            f"'{typed}' fits the {noun} {handle} and several {several[0]}s",
            f"--without {noun}:{handle}, or more of the handle",
        )
    if len(several) == 2:
        raise NotFound(f"'{typed}' fits several sources and several claims", "type more of the handle")
    if several:
        raise problems[several[0]]
    hints = [problem.hint for problem in problems.values() if problem.hint.startswith("did you mean")]
    raise NotFound(
        f"there is no source or claim '{typed}'",
        hints[0] if hints else "list them: tracker source list, tracker claim list; an entry is a plain number",
    )


def idle(reading: Reading, words: Sequence[str]) -> Iterator[str]:
    """For each thing left out that a reading never saw: why leaving it out changes nothing."""
    for word in words:
        noun, _, name = word.partition(":")
        reason = _entry_idle(reading, name) if noun == "entry" else _silent(reading, noun, name)
        if reason:
            yield f"leaving out {noun} {name} changes nothing: {reason}"


def _entry_idle(reading: Reading, number: str) -> str:
    looked_up = shown(reading, number)
    if looked_up.entry is None:
        return "it came after the cut"
    return "it has been undone" if looked_up.mark is Mark.VOIDED else ""


def _silent(reading: Reading, noun: str, name: str) -> str:
    if noun == "source":
        frame = reading.frame(articles=False, claims=False)
        handles = same_sources(frame.sources, frozenset({SourceHandle(name)}))
        if _spoken(reading, Which(sources=sorted(handles))):
            return ""
        carried = _carried(reading, handles)
        if not carried:
            return "it had said nothing by then"
        some = " ".join(f"--without {entry}" for entry in carried[:_TOLD]) + (" ..." if len(carried) > _TOLD else "")
        return f"it only carried what others said; leave that out by entry: {some}"
    frame = reading.frame(sources=False, articles=False)
    matter = frame.matter(ClaimHandle(name))
    claims = sorted({name, *(claim for claim in frame.claims if frame.matter(claim) == matter)})
    if _spoken(reading, Which(claims=claims)):
        return ""
    verdicts = (seen(row, {}, reading.cut) for row in views.verdicts(reading.session, reading.cut.position, claims))
    judged = any(row is not None and row.mark is not Mark.VOIDED for row in verdicts)
    return "" if judged else "nothing had been said about it by then"


_TOLD: Final = 5
"""How many entries are named at most that a source carried."""


def _carried(reading: Reading, handles: Collection[SourceHandle]) -> list[int]:
    """The statements that some sources had passed on at the cut."""
    tagged = [entry.event for handle in handles for entry in log.tagged(reading.session, f"source:{handle}")]
    claims = {event.claim for event in tagged if isinstance(event, StatementEvent)}
    every = views.wordings(reading.session, reading.cut.position, Which(sorted(claims)))
    articles = reading.frame(sources=False, claims=False).articles
    heard = (one.statement for one in every if one.statement.counts and seen(one, articles, reading.cut))
    return sorted(one.position for one in heard if {*one.chain, one.outlet} & set(handles))


def _spoken(reading: Reading, which: Which) -> bool:
    """Whether any of these statements had been made by the cut."""
    articles = reading.frame(sources=False, claims=False).articles
    every = views.wordings(reading.session, reading.cut.position, which)
    known = (seen(spoken, articles, reading.cut) for spoken in every)
    return any(spoken is not None and spoken.statement.counts for spoken in known)
