"""Hints that can be pasted: they go to the same database, and keep what else was typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import click

from tracker.errors import Retyped
from tracker.render.text import shown

_typed: ContextVar[Sequence[str]] = ContextVar("typed", default=())
_COMMAND: Final = re.compile(r"\btracker(?: [a-z]+){1,2}")


@contextmanager
def typing(arguments: Sequence[str]) -> Iterator[None]:
    """While a command line runs, hints are made for whoever typed it."""
    token = _typed.set(arguments)
    try:
        yield
    finally:
        _typed.reset(token)


def hint(text: str, retyped: Retyped | None = None) -> str:
    """A hint to paste: the command as it was typed with what has to change, else ``text`` on the same database."""
    command = again(retyped) if retyped is not None else None
    if retyped is not None and command is not None:
        return f"{retyped.lead} {command}".strip()
    return here(text)


def here(text: str) -> str:
    """A text whose commands go to the database that was named with ``--db``; no password is ever repeated."""
    database = _database(_typed.get())
    if database is None or "--db" in text or shlex.quote(database) in text or _secret(database):
        return text
    return _COMMAND.sub(lambda command: _on(command[0], database), text)


def _on(command: str, database: str) -> str:
    """The beginning of a command with its database; what knows no ``--db``, or is no command, stays as it is, and so
    does ``init``, which names another one.
    """
    from tracker.cli.app import tracker

    words = command.split()[1:]
    if words[0] == "init":
        return command
    found: click.Command | None = tracker
    for count, word in enumerate(words, 1):
        if not isinstance(found, click.Group):
            return command
        found = found.get_command(click.Context(found), word)
        if found is not None and any("--db" in option.opts for option in found.params):
            named = f"tracker {' '.join(words[:count])} --db {shlex.quote(database)}"
            return " ".join([named, *words[count:]])
    return command


def _database(arguments: Sequence[str]) -> str | None:
    named = None
    for word, after in zip(arguments, [*arguments[1:], None], strict=True):
        if word == "--db":
            named = after
        elif word.startswith("--db="):
            named = word.removeprefix("--db=")
    return named


def _secret(database: str) -> bool:
    from tracker.desk.opening import tells_password

    return tells_password(database)


def again(retyped: Retyped) -> str | None:
    """The command that was typed, with what has to change; None where there is nothing to exchange in it.

    None too where it cannot be repeated word for word: its words would not fit on a line, or hold a password.
    """
    typed = list(_typed.get())
    values = _exchanged(typed, retyped.instead) if retyped.instead else typed
    meant = _without(values, retyped.options) if retyped.options else values
    if not typed or (meant == typed and (retyped.instead or retyped.options)):
        return None
    return pasted([*meant, *retyped.added])


def pasted(arguments: Sequence[str]) -> str | None:
    """A command line to paste; None for one that holds what cannot be pasted or should not be shown."""
    database = _database(arguments)
    if any(shown(word) != word for word in arguments) or (database is not None and _secret(database)):
        return None
    return " ".join(["tracker", *map(_quoted, arguments)])


def behind(word: str) -> list[str]:
    """What was typed behind a word."""
    typed = list(_typed.get())
    return typed[typed.index(word) + 1 :] if word in typed else []


def filled(way: str, rest: Sequence[str]) -> str:
    """A command to paste, of a pattern in which ``...`` stands for the rest of what was typed."""
    words = [other for word in way.split() for other in (rest if word == "..." else [word])]
    return pasted(words) or f"tracker {way}"


def moved(option: str) -> str | None:
    """The command that was typed with an option and its value behind the verb instead of before it."""
    typed = list(_typed.get())
    return pasted([*typed[2:], *typed[:2]]) if typed[:1] == [option] and len(typed) > 2 else None


def _quoted(word: str) -> str:
    """A word for a shell, in the marks that people type."""
    return f'"{word}"' if shlex.quote(word) != word and not re.search(r'["$`\\!]', word) else shlex.quote(word)


def _exchanged(typed: Sequence[str], instead: Mapping[str, str]) -> list[str]:
    """Words with others instead: the value of an option rather than a word that happens to be the same."""
    behind = [number for number, word in enumerate(typed) if number and typed[number - 1].startswith("-")]
    chosen = {number for number in behind if _meant(typed[number], instead) != typed[number]}
    return [
        _meant(word, instead) if not chosen or number in chosen or word.startswith("-") else word
        for number, word in enumerate(typed)
    ]


def _meant(word: str, instead: Mapping[str, str]) -> str:
    """A word, the value in ``--option=value``, or one of the names in a chain, as it was meant."""
    if word in instead:
        return instead[word]
    option, equals, value = word.partition("=")
    if equals and option.startswith("--"):
        return f"{option}={_meant(value, instead)}"
    if ">" in word:
        return " > ".join(instead.get(part.strip(), part.strip()) for part in word.split(">"))
    return word


def _without(words: Sequence[str], options: Mapping[str, str]) -> list[str]:
    """Words with other options instead of those that are named, each of which has a value."""
    left: list[str] = []
    rest = iter(words)
    for word in rest:
        option, equals, _ = word.partition("=")
        if option not in options:
            left.append(word)
            continue
        left += options[option].split()
        if not equals:
            next(rest, None)
    return left
