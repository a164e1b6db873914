"""The command group and the one place where errors become text and exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from errno import ENOSPC
from pathlib import Path
from typing import Final

import click

from tracker import __version__
from tracker.cli import meant, pasting, settings
from tracker.errors import DatabaseError, DiskError, ExitCode, ImportRefused, Retyped, TrackerError, UsageError
from tracker.render.text import shown

VERBS: Final[dict[str, dict[str, str]]] = {
    "start": {
        "init": "Make the database.",
        "demo": "Load a sample case into a new database and look around.",
        "guide": "How the work is done, chapter by chapter.",
    },
    "record": {
        "source": "Who speaks: add, show, describe, alias, merge, separate, distinguish, list.",
        "claim": "What is said: open, show, alias, amend, relate, list.",
        "article": "What was read: add, show, amend, list.",
        "ingest": "Read articles and propose the statements in them.",
        "review": "Accept, mend or refuse what has been proposed.",
        "log": "Record one statement.",
        "context": "What the next statements are from, and who records: show, set, clear.",
        "ask": "Record a request for comment.",
        "amend": "Correct our record of a statement.",
        "retract": "Record that a source took a statement back.",
        "group": "The desk's word that statements share one origin, or do not.",
    },
    "look back": {
        "find": "Search claims, statements, sources and articles.",
        "timeline": "What was said when.",
        "replay": "The same step by step, with how each moved belief.",
        "diff": "What moved between two moments, and why.",
        "show": "One entry, whole.",
    },
    "judge": {
        "belief": "What to believe, as of any moment.",
        "why": "The whole sum behind a belief.",
        "credibility": "How far each source can be trusted.",
        "verdict": "Record how a claim came out, or withdraw that.",
        "backtest": "What we believed before we knew, scored.",
        "policy": "The numbers by which evidence is weighed: show, set.",
    },
    "keep": {
        "undo": "Take back the last command, or an entry.",
        "redact": "Make the words of an entry disappear.",
        "import": "Take in a file, all or nothing.",
        "export": "Write the log to a file.",
        "backup": "Copy the log to a file while others go on working.",
        "verify": "Check that nobody changed the log.",
        "checkpoint": "Sign where the log stands, to be kept elsewhere.",
        "rebuild": "Fill the read models again from the log.",
        "upgrade": "Bring an older database up to date.",
        "doctor": "What the program works with and on, and what is wrong with it.",
    },
}
"""Every verb by the part of the work it belongs to, with its line in the help."""


class Verbs(click.Group):
    """Commands that are imported only when they are called, so that help stays instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [verb for verbs in VERBS.values() for verb in verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"tracker.cli.commands.{cmd_name.replace('import', 'import_')}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.NoSuchCommand(args[0], possibilities=self.list_commands(ctx), ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section, verbs in VERBS.items():
            with formatter.section(section.capitalize()):
                formatter.write_dl([(f"{verb:<12}", text) for verb, text in verbs.items()])


@click.command(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Every verb takes --help. The database is --db, else TRACKER_DB, else the nearest tracker.db upward.",
)
@click.version_option(__version__, message="tracker %(version)s")
@click.pass_context
def tracker(context: click.Context) -> None:
    """Who said what, when and through whom; what to believe and whom to trust, as of any moment."""
    # The doctor is asked what is wrong, also with the settings.
    if context.invoked_subcommand != "doctor":
        settings.prefer(context)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; its exit code. Never raises, whatever the user or the disk does."""
    typed = sys.argv[1:] if arguments is None else arguments
    with pasting.typing(typed):
        return _run(typed)


def _run(arguments: Sequence[str]) -> int:
    _open_streams()
    try:
        _refuse_bytes([*arguments, os.environ.get("TRACKER_ACTOR", "")])
        done = tracker.main(args=list(arguments), prog_name="tracker", standalone_mode=False)
        sys.stdout.flush()
        return done if isinstance(done, int) else ExitCode.FINE
    except TrackerError as problem:
        return _explain(problem)
    except click.exceptions.Exit as asked:
        return asked.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; nothing was changed", err=True)
        return ExitCode.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message(), err=True)
        return ExitCode.USAGE
    except click.ClickException as problem:
        return _misused(problem)
    except BrokenPipeError:
        # The reader of our output has left, as `head` does; the rest is not wanted.
        _silence()
        return ExitCode.FINE
    except OSError as problem:
        if problem.errno != ENOSPC:
            return _explain(
                DatabaseError(f"{problem.strerror}: {problem.filename or 'a file'}", "check it and its rights")
            )
        _silence()
        # What was to be recorded is on record by the time the answer is written.
        hint = "free some space; before you repeat a command that records, look: tracker timeline --by recorded"
        return _explain(DiskError("the answer cannot be written: no space left", hint))
    except SystemExit:
        # How click itself leaves when the reader of our output has left.
        _silence()
        return ExitCode.FINE
    except Exception as bug:
        return _confess(bug)


def _open_streams() -> None:
    """A standard stream that the caller has closed leads nowhere, instead of being none at all."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open as long as we are


def _refuse_bytes(arguments: Sequence[str]) -> None:
    """Raise UsageError for arguments that are not text: they could be neither stored nor shown exactly."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            plain = argument.encode(errors="replace").decode()
            raise UsageError(f"an argument is not UTF-8: {plain}", "set the terminal to UTF-8") from None


def _silence() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explain(problem: TrackerError) -> int:
    click.echo(f"error: {shown(problem.message)}", err=True)
    if isinstance(problem, ImportRefused):
        for line in problem.problems:
            click.echo(f"  {shown(line)}", err=True)
    _hint(problem.hint, problem.retyped)
    return problem.exit_code


def _hint(text: str, retyped: Retyped | None = None) -> None:
    told = pasting.hint(text, retyped)
    if told:
        click.echo(f"hint: {shown(told)}", err=True)


def _misused(problem: click.ClickException) -> int:
    context = getattr(problem, "ctx", None)
    path = context.command_path if isinstance(context, click.Context) else "tracker"
    message, hint = problem.format_message(), f"{path} --help"
    if isinstance(problem, click.NoSuchCommand):
        rest = pasting.behind(problem.command_name)
        group = path.removeprefix("tracker").strip()
        if ways := meant.verbs(group, problem.command_name, rest):
            message = problem.message
        ways = ways or [f"{group} {verb} ...".strip() for verb in problem.possibilities or ()]
        hint = ", or ".join(pasting.filled(way, rest) for way in ways) or hint
    elif isinstance(problem, click.NoSuchOption) and path == "tracker":
        hint = pasting.moved(problem.option_name) or hint
    message = message.strip().rstrip(".")
    click.echo(f"error: {shown(message[:1].lower() + message[1:])}", err=True)
    _hint(hint, getattr(problem, "retyped", None))
    return ExitCode.USAGE


def _confess(bug: Exception) -> int:
    import traceback

    click.echo(f"error: this is a bug in tracker: {type(bug).__name__}: {shown(str(bug))}", err=True)
    if os.environ.get("TRACKER_DEBUG"):
        traceback.print_exception(bug)
    else:
        _hint("TRACKER_DEBUG=1 and the same command again show where; please report it")
    return ExitCode.BUG
