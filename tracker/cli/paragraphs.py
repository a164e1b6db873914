"""Many statements in one form for the user's own editor, a paragraph each, recorded together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, NamedTuple

from tracker.cli import answer, fields
from tracker.cli.editing import edited, kept
from tracker.desk import together
from tracker.desk.desk import Desk
from tracker.desk.statements import TypedStatement
from tracker.desk.together import Logged, Seen
from tracker.errors import ImportRefused, UsageError
from tracker.render.text import plural

_FIELDS: Final = ("text", "source", "claim", "act", "said", "quote", "certainty", "basis", "interest", "chain")
_EMPTY: Final = 3
"""How many empty paragraphs a new form has."""


class Paragraph(NamedTuple):
    """Lines without an empty one between them. line: the number of the first."""

    line: int
    lines: tuple[str, ...]


class Sitting(NamedTuple):
    """A form on its way into the log. article: where none is named; seen: what its writer saw of the log."""

    desk: Desk
    article: str | None
    seen: Seen

    def blank(self, context: str) -> str:
        """The form before anybody wrote in it."""
        lines = [
            "# One paragraph a statement, one line a field; an empty line parts two. All are recorded, or none.",
            "# A field left empty, or left out, takes its default. Close this as it is, and nothing is recorded.",
            f"# A new source: new_source, {', '.join(fields.OF_SOURCE)} instead of source.",
            f"# A new claim: new_claim, {', '.join(fields.OF_CLAIM)} instead of claim.",
            "# More fields: article via stance presentation ground_rule cue evidence note",
            f"# {context}",
            "",
            *(line for _ in range(_EMPTY) for line in (*(f"{name}:" for name in _FIELDS), "")),
            *fields.on_record("source", self.seen.names),
            *fields.on_record("claim", self.seen.claims),
        ]
        return "\n".join(lines) + "\n"

    def recorded(self, form: str) -> Logged | Mapping[int, str]:
        """What recording a form did; or, where nothing was recorded, what is wrong by the lines of its paragraphs."""
        said: dict[int, TypedStatement] = {}
        problems: dict[int, str] = {}
        for paragraph in _paragraphs(form):
            try:
                if given := fields.values(paragraph.lines):
                    said[paragraph.line] = self._in_context(fields.statement(given))
            except UsageError as problem:
                problems[paragraph.line] = fields.told(problem)
        if not said and not problems:
            raise UsageError("there is no statement in the form", "text: what was said, source: who, claim: on what")
        # What can be read is checked too where something cannot, so that all is told at once.
        desk = replace(self.desk, now=datetime.now(UTC), dry_run=self.desk.dry_run or bool(problems))
        try:
            done = together.record(desk, list(said.values()), self.seen.end)
        except together.Unfit as unfit:
            lines = list(said)
            problems |= {lines[place]: fields.told(problem) for place, problem in unfit.problems.items()}
            return problems
        return problems or done

    def _in_context(self, said: TypedStatement) -> TypedStatement:
        return said if said.article or said.outlet or said.published else replace(said, article=self.article)


def _paragraphs(form: str) -> Iterator[Paragraph]:
    lines: list[str] = []
    for number, line in enumerate([*form.split("\n"), ""], start=1):
        if line.strip():
            lines.append(line)
        elif lines:
            yield Paragraph(number - len(lines), tuple(lines))
            lines = []


def taken(sitting: Sitting, form: str) -> Logged:
    """Record a form as it stands. Raises ImportRefused with the line of each paragraph that cannot be recorded."""
    done = sitting.recorded(form)
    if isinstance(done, Logged):
        return done
    told = [f"line {line}: {problem}" for line, problem in sorted(done.items())]
    raise ImportRefused(
        f"{plural(len(told), 'statement')} cannot be recorded, so none was", told, "mend these, and repeat the command"
    )


def written(sitting: Sitting, blank: str, begun: str) -> Logged | None:
    """Let the user write in an editor until all can be recorded; None where nothing was typed. What was typed is kept
    in a file where it does not come to that. Raises UsageError where it was left with something wrong in it.

    begun: what stands in it at first.
    """
    left = begun
    problems: Mapping[int, str] = {}
    try:
        while True:
            before = fields.marked(left, problems)
            left = edited(before)
            if left == before:
                if left == blank:
                    return None
                raise UsageError("the form was left as it was: nothing was recorded", "tracker log --form FILE")
            left = fields.unmarked(left)
            done = sitting.recorded(left)
            if isinstance(done, Logged):
                if sitting.desk.dry_run:
                    _keep(left)
                return done
            problems = done
    except BaseException:
        if left != blank:
            _keep(left)
        raise


def _keep(typed: str) -> None:
    answer.talk(f"what you typed is kept in {kept(typed)}; tracker log --form FILE takes it up again")
