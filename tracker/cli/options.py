"""What all commands share: where the database is, at which cut to read, how to answer."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from tracker.cli import meant, settings
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.desk.stumbling import stumbling
from tracker.errors import DatabaseError, Retyped, TrackerError, UsageError
from tracker.render.data import Output

Function = TypeVar("Function", bound=Callable[..., Any])
NAME = "tracker.db"


class Unfitting(click.BadParameter):
    """A word that is none of the vocabulary, or the beginning of several of its words."""

    def __init__(
        self,
        words: type[StrEnum],
        typed: str,
        found: Sequence[str],
        ctx: click.Context | None,
        param: click.Parameter | None,
    ) -> None:
        told = f"'{typed}' {'fits several' if found else 'is none of'}: {' '.join(found or words)}"
        super().__init__(told, ctx, param)
        word = meant.suggested(words, typed) if not found else None
        self.retyped = Retyped(instead={typed: word}) if word is not None else None


class OneOf(click.ParamType[StrEnum | Literal[""]]):
    """One word of the vocabulary; an unambiguous beginning will do, ``-`` stands for ``_``, blank for the default."""

    def __init__(self, words: type[StrEnum], *, blank: bool = False) -> None:
        self.words = words
        self.blank = blank
        self.name = words.__name__.lower()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> StrEnum | Literal[""]:
        """The word that was meant."""
        if isinstance(value, self.words):
            return value
        if value == "" and self.blank:
            return ""
        found = meant.fitting(self.words, str(value))
        if len(found) != 1:
            raise Unfitting(self.words, str(value), found, ctx, param)
        return found[0]

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Shown in help."""
        return self.name.upper()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The words that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word.value) for word in self.words if word.startswith(incomplete)]


class Handle(click.ParamType[str]):
    """A handle of a source, claim or article; the desk resolves it, the shell completes it."""

    def __init__(self, noun: str) -> None:
        self.name = noun

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Shown in help."""
        return self.name.upper()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The handles on record that begin so; none where there is no database."""
        from click.shell_completion import CompletionItem

        from tracker.desk.listing import handles

        try:
            found = handles(Desk(location(ctx.params.get("db")), datetime.now(UTC)), self.name, incomplete)
            return [CompletionItem(handle) for handle in found]
        except TrackerError:
            return []


SOURCE, CLAIM, ARTICLE = Handle("source"), Handle("claim"), Handle("article")


def typed(database: str | None) -> str | None:
    """A database as typed; with a word of warning where that shows a password to others."""
    if database and (":" in database or "=" in database):
        from tracker.cli import answer
        from tracker.desk.opening import tells_password

        if tells_password(database):
            answer.notes(["others on this machine can read a password typed here; TRACKER_DB or ~/.pgpass keep it"])
    return database


def location(chosen: str | None) -> str:
    """Where the database is: as typed, else TRACKER_DB, else as the settings say, else the nearest tracker.db upward.
    Raises DatabaseError.
    """
    return typed(chosen) or settings.default("db") or nearest()


def nearest() -> str:
    """The nearest tracker.db upward. Raises DatabaseError where there is none."""
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise DatabaseError("the folder you are in has been deleted", "cd to another one, or use --db PATH") from None
    for folder in (here, *here.parents):
        if (folder / NAME).is_file():
            return str(folder / NAME)
    raise DatabaseError(f"there is no {NAME} here or in a folder above", "tracker init, or name one with --db PATH")


def key_file() -> Path:
    """Where the user's key for checkpoints is: TRACKER_KEY, else in the user's folder of settings."""
    named = os.environ.get("TRACKER_KEY")
    if named:
        return Path(named)
    try:
        return settings.folder() / "checkpoint.key"
    except RuntimeError:
        raise UsageError("you have no home folder to keep a key in", "TRACKER_KEY=FILE names a place for it") from None


_FORMS = {
    Output.CSV_RAW: "CSV to the letter, for programs: formulas in a text are not made harmless.",
    Output.CSV: "CSV with a header, for spreadsheets; a text that looks like a formula stands behind an apostrophe.",
    Output.JSONL: "One JSON object a line.",
    Output.JSON: "JSON.",
}


def cache() -> Path | None:
    """Where what need not be read again is kept: TRACKER_CACHE, else the user's folder for such things; None to do
    without, where TRACKER_CACHE is empty or there is no home folder.
    """
    named = os.environ.get("TRACKER_CACHE")
    if named is not None:
        return Path(named) if named else None
    folder = os.environ.get("XDG_CACHE_HOME", "")
    with suppress(RuntimeError):
        return (Path(folder) if Path(folder).is_absolute() else Path.home() / ".cache") / "tracker"
    return None


def _output(values: dict[str, Any]) -> Output:
    asked = [form for form in _FORMS if values.pop(f"as_{form.name.lower()}", False)]
    if len(asked) > 1:
        raise click.UsageError(f"--{asked[0]} and --{asked[1]} exclude each other")
    return asked[0] if asked else Output.TEXT


WITHOUT = click.option(
    "--without",
    metavar="SOURCE|CLAIM|N",
    multiple=True,
    help="Leave out all that a source said, a claim, or one entry, at every level; repeat for several.",
)

ALL = click.option("--all", "undone", is_flag=True, help="With what has been undone.")

DB = click.option(
    "--db", metavar="PATH|URL", help="The database; default TRACKER_DB, config.toml, the nearest tracker.db upward."
)


def _forms(function: Function) -> Function:
    for form, text in _FORMS.items():
        name = form.name.lower()
        function = click.option(f"--{form}", f"as_{name}", is_flag=True, help=f"Answer as {text}")(function)
    return function


def forms(function: Callable[..., Any]) -> Callable[..., Any]:
    """For a command without a database to open: it gets ``output``."""

    @functools.wraps(function)
    def command(**values: Any) -> Any:
        output = _output(values)
        return function(output=output, **values)

    return _forms(command)


def reading(function: Callable[..., Any]) -> Callable[..., Any]:
    """For a command that reads at a cut: it gets ``desk``, ``when`` and ``output``."""

    @functools.wraps(function)
    def command(*, db: str | None, as_of: str | None, known_by: str | None, **values: Any) -> Any:
        output = _output(values)
        with stumbling(Desk(location(db), datetime.now(UTC), cache=cache())) as desk:
            return function(desk=desk, when=When(as_of, known_by), output=output, **values)

    for decorate in (
        DB,
        _forms,
        click.option("--known-by", metavar="T", help="What our desk had recorded by a date or entry number."),
        click.option("--as-of", metavar="T", help="What the world had said by a date; a date means its last instant."),
    ):
        command = decorate(command)
    return command


def looking(function: Callable[..., Any]) -> Callable[..., Any]:
    """For a command that looks at the log itself: it gets ``desk`` and ``output``."""

    @functools.wraps(function)
    def command(*, db: str | None, **values: Any) -> Any:
        output = _output(values)
        with stumbling(Desk(location(db), datetime.now(UTC), cache=cache())) as desk:
            return function(desk=desk, output=output, **values)

    return DB(_forms(command))


def who(actor: str | None, where: str) -> str:
    """Who works on a database: as typed, else as its context says, else TRACKER_ACTOR, else as the settings say."""
    from tracker.cli import context

    return actor if actor is not None else context.kept(where).get("actor") or settings.default("actor")


def writing(function: Callable[..., Any]) -> Callable[..., Any]:
    """For a command that writes: it gets ``desk`` and ``output``; where there is a context, it says so."""

    @functools.wraps(function)
    def command(*, db: str | None, dry_run: bool, actor: str | None, **values: Any) -> Any:
        from tracker.cli import answer, context

        output, where = _output(values), location(db)
        with stumbling(Desk(where, datetime.now(UTC), who(actor, where), dry_run, cache=cache())) as desk:
            done = function(desk=desk, output=output, **values)
        if known := context.kept(where):
            answer.talk(context.told(known))
        return done

    for decorate in (
        DB,
        _forms,
        click.option("--actor", metavar="NAME", help="Who records this; default TRACKER_ACTOR."),
        click.option("--dry-run", is_flag=True, help="Do everything and keep nothing."),
    ):
        command = decorate(command)
    return command
