"""What a person typed, made precise: shortened handles, entry numbers, dates, and the two clocks of a cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from tracker.domain import calendar_words
from tracker.domain.clocks import FOREVER, LATEST, Edtf, Instant, UnreadableDate, instant, moment, read_date, span
from tracker.domain.events import Entry
from tracker.domain.words import ArticleHandle, ClaimHandle, SourceHandle, SourceKind, is_handle
from tracker.errors import NotFound, Retyped, UsageError
from tracker.store import aliases, clock, log, views
from tracker.store.naming import quoted
from tracker.store.session import Session


def source(session: Session, typed: str, kinds: Sequence[SourceKind] | None = None) -> SourceHandle:
    """The source a handle, an alias, an unambiguous beginning of a handle, or a name means.

    kinds: where one that is missing is to be registered first, of which kinds it can be, no matter which if there are
    none; None where it is only looked for. Raises NotFound.
    """
    add = f"tracker source add {quoted(typed)}"
    ways = [f"{add} --kind {kind}" for kind in kinds or ()] or [add]
    return SourceHandle(_handle(session, "source", typed, "" if kinds is None else ", or ".join(ways)))


def known_source(session: Session, typed: str) -> SourceHandle | None:
    """The source of exactly this handle, alias or name, for where a new one would else be registered; no guessing."""
    for guess in dict.fromkeys((typed.strip(), slug(typed))):
        handle = guess if guess in views.handles(session, "source", guess) else aliases.meant(session, "source", guess)
        if handle is not None:
            return SourceHandle(handle)
    return None


def claim(session: Session, typed: str, *, needed: bool = False) -> ClaimHandle:
    """The claim a handle, an alias or an unambiguous beginning of a handle means; needed: one that is missing is to
    be opened first. Raises NotFound.
    """
    start = f"tracker claim open TEXT --handle {slug(typed) or 'HANDLE'}"
    return ClaimHandle(_handle(session, "claim", typed, start if needed else ""))


def article(session: Session, typed: str, *, needed: bool = False) -> ArticleHandle:
    """The article a handle or an unambiguous beginning of one means; needed: one that is missing is to be archived
    first. Raises NotFound.
    """
    start = f"tracker article add FILE --handle {slug(typed) or 'HANDLE'}"
    return ArticleHandle(_handle(session, "article", typed, start if needed else ""))


def _handle(session: Session, noun: str, typed: str, start: str) -> str:
    """start: how to put one that is missing on record; empty where it is only looked for."""
    wanted = typed.strip()
    for guess in dict.fromkeys((wanted, slug(wanted))):
        fitting = views.handles(session, noun, guess) if guess else []
        if guess in fitting:
            return guess
        if guess and (meant := aliases.meant(session, noun, guess)):
            return meant
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise NotFound(
                f"'{typed}' fits several {noun}s: {', '.join(fitting[:6])}{' ...' if len(fitting) > 6 else ''}",
                "type more of the handle",
            )
    called = views.called(session, wanted) if noun == "source" else []
    if len(called) == 1:
        return called[0]
    if wanted in views.handles(session, noun, wanted, ever=True):
        return wanted  # undone since, but known at some cut
    near = _near(session, noun, wanted)
    mended = Retyped(f"did you mean {near[0]}?", {typed: near[0]}) if len(near) == 1 else None
    if near:
        hint = f"did you mean {' or '.join(near)}? or list them: tracker {noun} list"
    else:
        hint = start or f"tracker {noun} list, or tracker find {quoted(typed)}"
    raise NotFound(f"there is no {noun} '{typed}'", hint, mended)


_ALIKE: Final = 3
"""How many handles are suggested at most for one that does not exist."""
_COMPARED: Final = 5_000
"""With how many handles one is compared letter by letter; of more, only those with its first letter are."""
_TELLING: Final = 4
"""How many letters a word has at least that tells a name."""
_WHOLE: Final = 1_000
"""Up to how many letters of a text are looked at."""


def _near(session: Session, noun: str, typed: str) -> list[str]:
    """The handles somebody may have meant: spelt like what was typed, or with a word like one of it in the handle, the
    name or the text.
    """
    wanted = slug(typed)
    handles = [*views.handles(session, noun), *aliases.known(session, noun)]
    compared = handles if len(handles) <= _COMPARED else [one for one in handles if one[:1] == wanted[:1]]
    near = get_close_matches(wanted, compared[:_COMPARED], n=_ALIKE, cutoff=0.6)
    words = {word for word in wanted.split("-") if len(word) >= _TELLING}
    if not near and words:
        told = _told(session, noun) if len(handles) <= _COMPARED else {}
        spelt = {handle: {*handle.split("-"), *slug(told.get(handle, ""), _WHOLE).split("-")} for handle in handles}
        known = sorted({word for some in spelt.values() for word in some if len(word) >= _TELLING})
        alike = [{word, *get_close_matches(word, known, n=_ALIKE, cutoff=0.8)} for word in words]
        shared = {handle: sum(bool(word & some) for word in alike) for handle, some in spelt.items()}
        most = max(shared.values(), default=0)
        near = [handle for handle, count in shared.items() if count and count == most]
    return near[:_ALIKE]


def _told(session: Session, noun: str) -> dict[str, str]:
    """The names of sources and the texts of claims, by handle."""
    match noun:
        case "source":
            return {handle: name for handle, name, _, _ in views.names(session, LATEST)}
        case "claim":
            return {row.claim: row.text for row in views.claims(session, LATEST)}
    return {}


def slug(name: str, limit: int = 60) -> str:
    """A name as an ASCII handle: ``Zhang Yuchun`` is ``zhang-yuchun``; cut at a word's end near ``limit`` characters.

    Empty where nothing of the name can be written in ASCII.
    """
    folded = name.casefold().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(words) > limit:
        words = words[: limit + 1].rpartition("-")[0] or words[:limit]
    return words


_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ł": "l", "đ": "d"})


def new_handle(noun: str, typed: str | None, name: str) -> str:
    """The handle for something new: as typed, else from its name. Raises UsageError when it cannot be one."""
    handle = typed if typed is not None else slug(name)
    if not is_handle(handle):
        shown = typed if typed is not None else name
        raise UsageError(
            f"'{shown}' cannot be the handle of {'an' if noun == 'article' else 'a'} {noun}",
            "give one with --handle: lower-case ASCII letters, digits and -, not all digits",
        )
    return handle


def number(typed: str) -> int:
    """An entry number, with or without ``#``. Raises UsageError."""
    digits = typed.removeprefix("#")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        raise UsageError(f"'{typed}' is not an entry number", "tracker timeline shows the numbers")
    return int(digits)


def entry(session: Session, typed: str) -> Entry:
    """The entry with a number. Raises NotFound."""
    position = number(typed)
    row = log.at(session, position)
    if row is None:
        last = log.head(session).position
        raise NotFound(
            f"there is no entry {position}", f"the log ends with entry {last}" if last else "the log is empty"
        )
    return log.typed(row)


def date(typed: str | None, now: datetime, printed: Edtf | None = None) -> Edtf | None:
    """A world date; printed: when the article came out that it stands in, whose ``Mittwoch`` is the one before that.
    Raises UsageError, with both readings of ``03/04/2024``.
    """
    if typed is None or not typed.strip():
        return None
    try:
        return read_date(typed, now)
    except UnreadableDate as problem:
        readings = problem.readings
        if printed is not None:
            out = min(span(printed).last, instant(now))
            readings = calendar_words.readings(typed, moment(out).date()) or readings
        if len(readings) > 1:
            raise UsageError(f"'{typed}' can be two dates", f"write {readings[0]} or {readings[1]}") from None
        meant = readings[0] if readings else "2025-12-10, 2025-12, today or -7d"
        mended = Retyped(f"write {meant}:", {typed: meant}) if readings else None
        raise UsageError(f"'{typed}' is not a date", f"write {meant}", mended) from None


def past(typed: str | None, now: datetime, noun: str, printed: Edtf | None = None) -> Edtf | None:
    """A world date that has begun; printed: as for `date`. Raises UsageError for one in the future."""
    found = date(typed, now, printed)
    if found is not None and span(found).first > instant(now):
        raise UsageError(
            f"{noun} '{typed}' lies in the future", "a prediction is said today; its claim has a --deadline"
        )
    return found


def world(as_of: str | None, now: datetime) -> Instant:
    """The world clock's cut: the last instant of a date, or everything."""
    found = date(as_of, now)
    return span(found).last if found is not None else Instant(FOREVER)


def position(session: Session, known_by: str | None, now: datetime) -> int:
    """The desk clock's cut: the last entry known by a date or an entry number; without one, the end of the log.

    Digits alone are always an entry, never a year, so that the same words mean the same while the log grows.

    Raises UsageError for unreadable dates, NotFound for a number behind the end of the log.
    """
    end = log.head(session).position
    if known_by is None or not known_by.strip():
        return end
    if known_by.removeprefix("#").isdigit():
        asked = number(known_by)
        if asked > end:
            raise NotFound(
                f"there is no entry {asked}", f"the log ends with entry {end}" if end else "the log is empty"
            )
        return asked
    found = date(known_by, now)
    return clock.position_at(session, span(found).last) if found else end
