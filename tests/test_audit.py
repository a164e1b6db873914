"""The audit of dependencies: what is installed for what, what its licence says, and that silence is no clean bill."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from email.message import Message
from pathlib import Path
from types import SimpleNamespace

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "audit.py"
spec = importlib.util.spec_from_file_location("audit", SCRIPT)
assert spec is not None
assert spec.loader is not None
audit = importlib.util.module_from_spec(spec)
sys.modules["audit"] = audit
spec.loader.exec_module(audit)


def stated(**fields: str | list[str]) -> Message:
    """The metadata of a package."""
    message = Message()
    for name, values in fields.items():
        for value in [values] if isinstance(values, str) else values:
            message[name.replace("_", "-")] = value
    return message


def package(licence: str, *wanted_by: str, name: str = "thing") -> object:
    """A package of that licence."""
    return audit.Package(name, "1", licence, wanted_by or ("base",))


def test_the_base_is_free_of_licences_that_bind() -> None:
    found = {one.name: one for one in audit.packages()}
    assert {found[name].wanted_by for name in ("sqlalchemy", "mako", "pydantic-core")} == {("base",)}
    assert found["psycopg"].wanted_by == ("postgres",)
    assert "pytest" not in found
    assert list(audit.binding(list(found.values()))) == []


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"License_Expression": "MIT", "License": "old"}, "MIT"),
        ({"Classifier": ["License :: OSI Approved", "License :: OSI Approved :: ISC License"]}, "ISC License"),
        ({"License": "BSD 3-Clause\nCopyright ..."}, "BSD 3-Clause"),
        ({"Classifier": "Topic :: Text"}, "unknown"),
    ],
)  # fmt: skip
def test_a_licence_is_read_where_it_stands(fields: dict[str, str | list[str]], licence: str) -> None:
    assert audit.licence(stated(**fields)) == licence


@pytest.mark.parametrize("licence", ["MIT", "BSD-3-Clause AND 0BSD", "GPL-2.0-only OR Apache-2.0", "PSF-2.0"])
def test_a_licence_that_asks_for_no_more_than_a_name(licence: str) -> None:
    assert package(licence).concern == ""


@pytest.mark.parametrize("licence", ["LGPL-3.0-only", "MIT AND GPL-2.0-only", "MPL-1.1 OR GPL-2.0-only", "EUPL-1.2"])
def test_a_licence_that_binds_is_trouble_in_the_base_alone(licence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [*audit.binding([package(licence)])] == [f"thing: asks something of those who use it ({licence})"]
    assert [*audit.binding([package(licence, "html")])] == []
    monkeypatch.setattr(audit, "ALLOWED", {"thing": "used as it is, through its public functions"})
    assert [*audit.binding([package(licence)])] == []


def test_a_licence_that_nobody_knows_is_trouble() -> None:
    assert [*audit.binding([package("Proprietary")])] == ["thing: licence unknown (Proprietary)"]


TOLD = {"dependencies": [{"name": "Thing", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}]}
UNKNOWN = {"dependencies": [{"name": "thing", "skip_reason": "Dependency not found on PyPI"}]}


def answering(monkeypatch: pytest.MonkeyPatch, out: str) -> None:
    """From now on pip-audit answers so."""
    monkeypatch.setattr(subprocess, "run", lambda *_words, **_options: SimpleNamespace(stdout=out))


def test_a_hole_is_trouble_and_no_answer_is_said_to_be_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "packages", lambda: [package("MIT")])
    monkeypatch.setattr(sys, "argv", ["audit"])
    answering(monkeypatch, json.dumps(TOLD))
    assert audit.main() == 1
    assert "TROUBLE thing: PYSEC-1, mended in 2" in capsys.readouterr().out
    for silence in ("", json.dumps(UNKNOWN)):
        answering(monkeypatch, silence)
        assert audit.main() == 0
        assert "could not reach its service; only the licences were checked" in capsys.readouterr().out
