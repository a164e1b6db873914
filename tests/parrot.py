"""A language model that says what it is told to: registered and asked through the real library, like any provider's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

llm = pytest.importorskip("llm")


class Parrot(llm.Model):
    """Answers what it was told to answer, and remembers what it was asked."""

    model_id = "parrot"
    can_stream = False
    supports_schema = True

    def __init__(self) -> None:
        self.answers: list[str | Exception] = []
        self.asked: list[Any] = []

    def execute(self, prompt: Any, stream: bool, response: Any, conversation: Any) -> Iterator[str]:
        self.asked.append(prompt)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        yield answer


@contextmanager
def perched() -> Iterator[Parrot]:
    """A parrot that the library knows by its name."""
    model = Parrot()

    class Plugin:
        @llm.hookimpl
        def register_models(self, register: Any) -> None:
            register(model)

    llm.load_plugins()
    plugin = Plugin()
    llm.pm.register(plugin)
    try:
        yield model
    finally:
        llm.pm.unregister(plugin)
