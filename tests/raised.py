"""Every error that the program can raise, read from its source: the message and the hint, with a word for each value.

``python -m tests.raised`` writes them into the guide's chapter on errors.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.typed import CHAPTERS, ROOT
from tracker.errors import ExitCode, TrackerError
from tracker.extras import Extra, MissingExtra

PACKAGE = ROOT / "tracker"
(CHAPTER,) = (path for path in CHAPTERS if path.stem == "errors")
CLASSES = {one.__name__: one.exit_code for one in (*TrackerError.__subclasses__(), TrackerError)}
"""The errors by name, with their exit codes; MissingExtra words itself."""
_PLACES = {**CLASSES, "Problem": ExitCode.NO}
"""What is called with a message and a hint: errors, and the problem that a rule has with an event."""
LAST = "## Every error, by exit code\n"


class Raised(NamedTuple):
    """An error as the source words it. Words in capitals stand for what is filled in."""

    code: ExitCode
    message: str
    hint: str

    def matches(self, message: str, hint: str) -> bool:
        """Whether an error is this one, with whatever values."""
        return all(
            re.fullmatch(re.sub(r"[A-Z][A-Z_0-9]{2,}", ".*", re.escape(text)), told)
            for text, told in ((self.message, message), (self.hint, hint))
        )


@cache
def raised() -> tuple[Raised, ...]:
    """Every error whose message stands in the source, once each, by exit code and message."""
    found = {one for path in sorted(PACKAGE.rglob("*.py")) for one in _in(path)}
    for extra in Extra:
        missing = MissingExtra(extra)
        found.add(Raised(ExitCode(missing.exit_code), missing.message, f"pip install 'tracker[{extra}]'"))
    hinted = sorted(found, key=lambda one: (bool(one.hint), one.hint))
    best = {(one.code, one.message): one for one in hinted}
    return tuple(best[key] for key in sorted(best))


def _in(path: Path) -> Iterator[Raised]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant | ast.JoinedStr | ast.Tuple)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _PLACES and node.args:
            hints = [one.value for one in node.keywords if one.arg == "hint"] or node.args[1:]
            yield from _told(_PLACES[node.func.id], node.args[0], hints[-1] if hints else None, named)
    explanations = named.get("_EXPLANATIONS")
    if isinstance(explanations, ast.Tuple):
        for row in explanations.elts:
            if isinstance(row, ast.Tuple):
                yield from _told(ExitCode.DATABASE, row.elts[1], row.elts[2], named)


def _told(code: ExitCode, message: ast.expr, hint: ast.expr | None, named: dict[str, ast.expr]) -> Iterator[Raised]:
    for words in _texts(message, named):
        for way in _texts(hint, named) if hint is not None else [""]:
            if re.search(r"[a-z]", words):
                yield Raised(code, words, "" if way.isupper() else way)


def _texts(node: ast.expr, named: dict[str, ast.expr]) -> list[str]:
    """What an expression can say; a word in capitals for what is not known before."""
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, named), *_texts(node.orelse, named)]
    if isinstance(node, ast.Constant):
        return [re.sub(r"\{\w*\}", "NAME", str(node.value))]
    if isinstance(node, ast.Name) and node.id in named:
        return _texts(named[node.id], named)
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else _value(part) for part in node.values)]
    return [_value(node)]


def _value(node: ast.expr) -> str:
    """A word for a value: ``EVENT.source`` is SOURCE, ``quoted(name)`` is NAME."""
    match node:
        case ast.IfExp(body=ast.Constant(value=str(text))):
            return text
        case ast.FormattedValue(value=inner) | ast.Subscript(value=inner) | ast.GeneratorExp(elt=inner):
            return _value(inner)
        case ast.BinOp(left=inner) | ast.IfExp(body=inner):
            return _value(inner)
        case ast.Call(args=[first, *_]):
            return _value(first)
        case ast.Call(func=inner):
            return _value(inner)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name.strip("_").upper()
    return "TEXT"


def listed() -> str:
    """The last section of the chapter: every error under its exit code."""
    found, text = raised(), LAST
    for code in sorted({one.code for one in found}):
        told = "\n\n".join(
            f"error: {one.message}" + (f"\nhint: {one.hint}" if one.hint else "") for one in found if one.code == code
        )
        text += f"\nExit code {int(code)}:\n\n```text\n{told}\n```\n"
    return text


def main() -> None:
    """Write that section anew."""
    before = CHAPTER.read_text(encoding="utf-8").partition(LAST)[0]
    CHAPTER.write_text(before.rstrip("\n") + "\n\n" + listed(), encoding="utf-8")


if __name__ == "__main__":
    main()
