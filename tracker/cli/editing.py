"""The user's own editor on some text, of which nothing is lost, whatever the editor does."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from tracker.errors import UsageError


def edited(form: str) -> str:
    """A text as somebody left it in their editor; as it was where they emptied it. Raises UsageError that names the
    file, which stays, where it is no text any more, and for an editor that failed and changed nothing.
    """
    path = Path(kept(form))
    failed = ""
    try:
        click.edit(filename=str(path))
    except click.ClickException as problem:
        failed = problem.format_message()
    try:
        left = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        left = ""
    except UnicodeDecodeError:
        raise UsageError("the editor left something that is not UTF-8", f"it is kept in {path}") from None
    with suppress(FileNotFoundError):
        path.unlink()
    if failed and left == form:
        raise UsageError(failed, "nothing was changed; EDITOR names another one")
    return left if left.strip() else form


def kept(form: str) -> str:
    """A text in a file that only its user can read; its path."""
    with NamedTemporaryFile("w", prefix="tracker-", suffix=".txt", encoding="utf-8", delete=False) as file:
        file.write(form)
    return file.name
