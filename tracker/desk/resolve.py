"""What a person typed, made precise: shortened handles, entry numbers, dates, and the two clocks of a cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from tracker.domain.clocks import FOREVER, LATEST, Edtf, Instant, UnreadableDate, instant, read_date, span
from tracker.domain.events import Entry
from tracker.domain.words import ArticleHandle, ClaimHandle, SourceHandle, is_handle
from tracker.errors import NotFound, Retyped, UsageError
from tracker.store import aliases, clock, log, views
from tracker.store.naming import quoted
from tracker.store.session import Session


def source(session: Session, typed: str) -> SourceHandle:
    """The source a handle, an alias, an unambiguous beginning of a handle, or a name means. Raises NotFound."""
    return SourceHandle(_handle(session, "source", typed))


def known_source(session: Session, typed: str) -> SourceHandle | None:
    """The source of exactly this handle, alias or name, for where a new one would else be registered; no guessing."""
    for guess in dict.fromkeys((typed.strip(), slug(typed))):
        handle = guess if guess in views.handles(session, "source", guess) else aliases.meant(session, "source", guess)
        if handle is not None:
            return SourceHandle(handle)
    return None


def claim(session: Session, typed: str) -> ClaimHandle:
    """The claim a handle, an alias or an unambiguous beginning of a handle means. Raises NotFound."""
    return ClaimHandle(_handle(session, "claim", typed))


def article(session: Session, typed: str) -> ArticleHandle:
    """The article a handle or an unambiguous beginning of one means. Raises NotFound."""
    return ArticleHandle(_handle(session, "article", typed))


def _handle(session: Session, noun: str, typed: str) -> str:
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
    raise NotFound(f"there is no {noun} '{typed}'", _suggestion(noun, wanted, near), mended)


_ALIKE: Final = 3
"""How many handles are suggested at most for one that does not exist."""
_COMPARED: Final = 5_000
"""With how many handles one is compared letter by letter; of more, only those with its first letter are."""
_TELLING: Final = 4
"""How many letters a word has at least that tells a name."""


def _near(session: Session, noun: str, typed: str) -> list[str]:
    """The handles somebody may have meant: spelt like what was typed, or with a word of it in handle or name."""
    wanted = slug(typed)
    handles = [*views.handles(session, noun), *aliases.known(session, noun)]
    compared = handles if len(handles) <= _COMPARED else [one for one in handles if one[:1] == wanted[:1]]
    near = get_close_matches(wanted, compared[:_COMPARED], n=_ALIKE, cutoff=0.6)
    words = {word for word in wanted.split("-") if len(word) >= _TELLING}
    if not near and words:
        named = {handle: name for handle, name, _, _ in views.names(session, LATEST)} if noun == "source" else {}
        shared = {
            handle: len(words & {*handle.split("-"), *slug(named.get(handle) or "").split("-")}) for handle in handles
        }
        most = max(shared.values(), default=0)
        near = [handle for handle, count in shared.items() if count and count == most]
    return near[:_ALIKE]


def _suggestion(noun: str, typed: str, near: Sequence[str]) -> str:
    if near:
        return f"did you mean {' or '.join(near)}? or list them: tracker {noun} list"
    handle = slug(typed) or "HANDLE"
    start = {
        "source": f"tracker source add {quoted(typed)}",
        "claim": f"tracker claim open TEXT --handle {handle}",
        "article": f"tracker article add FILE --handle {handle}",
    }
    return start[noun]


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


def date(typed: str | None, now: datetime) -> Edtf | None:
    """A world date. Raises UsageError, with both readings of ``03/04/2024``."""
    if typed is None or not typed.strip():
        return None
    try:
        return read_date(typed, now)
    except UnreadableDate as problem:
        if len(problem.readings) > 1:
            raise UsageError(
                f"'{typed}' can be two dates", f"write {problem.readings[0]} or {problem.readings[1]}"
            ) from None
        meant = problem.readings[0] if problem.readings else "2025-12-10, 2025-12, today or -7d"
        mended = Retyped(f"write {meant}:", {typed: meant}) if problem.readings else None
        raise UsageError(f"'{typed}' is not a date", f"write {meant}", mended) from None


def past(typed: str | None, now: datetime, noun: str) -> Edtf | None:
    """A world date that has begun. Raises UsageError for one in the future."""
    found = date(typed, now)
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
