"""The house keeps its order: who imports whom, what things are called, what is written above them."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tracker"
MODULES = sorted(PACKAGE.rglob("*.py"))

MAY_IMPORT = {
    "cli": {"cli", "desk", "render", "reports", "domain"},
    "desk": {"desk", "store", "columns", "ingest", "exchange", "files", "domain"},
    "store": {"store", "files", "domain"},
    "columns": {"columns", "domain"},
    "ingest": {"ingest", "domain"},
    "exchange": {"exchange", "domain"},
    "render": {"render", "reports", "domain"},
    "reports": {"reports", "domain"},
    "domain": {"domain"},
    "errors": set[str](),
    "extras": set[str](),
    "files": set[str](),
}
"""``cli -> desk -> store | columns | ingest | exchange -> domain``, ``cli -> render -> reports -> domain``;
errors and extras are open to all, files to whoever writes files for a user."""

LIBRARIES = {
    "cli": {"click"},
    "desk": {"confusable_homoglyphs", "rapidfuzz"},
    "store": {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "psycopg"},
    "ingest": {"HanTa", "llm", "trafilatura"},
    "columns": {"numpy"},
    "exchange": {"cryptography"},
    "render": {"wcwidth"},
    "reports": set[str](),
    "domain": set[str](),
    "errors": set[str](),
    "extras": set[str](),
    "files": set[str](),
}
"""Which layer knows which library beyond the standard one."""

FORBIDDEN = {"manager", "helper", "helpers", "util", "utils", "handler", "handlers", "processor", "info", "obj"}

ids = [str(path.relative_to(ROOT)) for path in MODULES]


def layer(path: Path) -> str:
    """The layer a module belongs to; empty for what stands beside them."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return first if first in MAY_IMPORT else ""


@cache
def tree(path: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a module, from the top down."""
    return tuple(ast.walk(tree(path)))


def imports(path: Path) -> Iterator[str]:
    """The full names of everything a module imports, at its top or inside a function."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_there_are_modules_in_every_layer() -> None:
    assert {layer(path) for path in MODULES} == {*MAY_IMPORT, ""}
    assert {path.name for path in MODULES if not layer(path)} == {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_who_imports_whom(path: Path) -> None:
    own = layer(path)
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "tracker":
            target = rest.partition(".")[0]
            if target in MAY_IMPORT and target not in {"errors", "extras"} and own:
                assert target in MAY_IMPORT[own], f"{own} must not import {target}"
        elif own:
            known = top in sys.stdlib_module_names or top in LIBRARIES[own]
            assert known, f"{own} must not import {top}"


def texts(path: Path) -> Iterator[str]:
    """Every string in a module; a blank or two stand for what an f-string fills in."""
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield " x ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))


def test_sql_stands_in_the_store_alone() -> None:
    sql = re.compile(r"\b(SELECT\b.+\bFROM\b|INSERT INTO\b|DELETE FROM\b|UPDATE \w+ SET\b|CREATE (TABLE|TRIGGER)\b)")
    elsewhere = [path for path in MODULES if layer(path) != "store"]
    assert [path.name for path in elsewhere if any(map(sql.search, texts(path)))] == []


@pytest.mark.parametrize("name", ["domain", "reports", "render", "exchange", "ingest", "columns", "store"])
def test_the_time_of_day_comes_in_at_the_edge_alone(name: str) -> None:
    """No clock below the desk: whoever needs the time is told."""
    for path in (PACKAGE / name).rglob("*.py"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in {"now", "utcnow", "today", "time_ns"}, f"{path}:{node.lineno}"


def test_the_core_does_no_input_and_no_output() -> None:
    closed = {"os", "pathlib", "sqlite3", "random", "secrets", "socket", "subprocess", "time", "sys", "io", "logging"}
    for path in (PACKAGE / "domain").rglob("*.py"):
        assert closed.isdisjoint(name.partition(".")[0] for name in imports(path)), path


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_everything_public_says_what_it_is(path: Path) -> None:
    module = tree(path)
    assert ast.get_docstring(module), "the module has no docstring"
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not _follows_another(node):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    assert ast.get_docstring(method), f"{node.name}.{method.name} has no docstring"


def _follows_another(node: ast.ClassDef) -> bool:
    """Whether a class only does what another describes: it extends a library's class, or is one of our protocols'."""
    foreign = any(isinstance(base, ast.Attribute) for base in node.bases)
    return foreign or node.name in {"SqliteSession", "PostgresSession", "Register", "Views"}


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_nothing_is_a_manager_or_a_helper(path: Path) -> None:
    names = [*path.relative_to(ROOT).with_suffix("").parts]
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.arg):
            names.append(node.arg)
    for name in names:
        words = {word.lower() for word in re.findall(r"[A-Za-z][a-z]*", name.replace("_", " "))}
        assert FORBIDDEN.isdisjoint(words), name


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_modules_have_one_thought_each(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500, "split it"


def test_no_two_things_have_one_name() -> None:
    """A reader who meets a class by its name knows which one is meant."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert {name: some for name, some in places.items() if len(some) > 1} == {}


def test_words_that_are_never_used() -> None:
    """There is one word for each thing; these would be a second one."""
    synonyms = re.compile(r"\b(timestamp|rumou?r|assertion_id|speaker_id)\b", re.IGNORECASE)
    for path in MODULES:
        for node in nodes(path):
            for name in (getattr(node, "name", None), getattr(node, "arg", None), getattr(node, "id", None)):
                assert not (isinstance(name, str) and synonyms.search(name)), f"{path}: {name}"


# -- the top of the repository -------------------------------------------------------------------------------------

AT_THE_TOP = {"pyproject.toml", "README.md", "LICENSE", "seeds", "tracker", "alembic", "tests", "scripts"}


def test_the_top_of_the_repository_holds_only_what_belongs_there() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    ignored = {"dist", "build"} | {name for name in found if name.endswith((".db", ".egg-info"))} | {"__pycache__"}
    assert found - ignored == AT_THE_TOP


def test_alembic_is_not_a_package() -> None:
    assert list((ROOT / "alembic").rglob("__init__.py")) == []


def test_every_folder_of_tests_is_a_package() -> None:
    for folder in {path.parent for path in (ROOT / "tests").rglob("*.py")}:
        assert (folder / "__init__.py").is_file(), folder


def test_settings_live_in_pyproject() -> None:
    stray = {"setup.cfg", "setup.py", "tox.ini", "pytest.ini", "alembic.ini", "mypy.ini", "ruff.toml", ".ruff.toml"}
    assert stray.isdisjoint(path.name for path in ROOT.iterdir())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {"alembic", "ruff", "mypy", "pytest"} <= project["tool"].keys()


FORGOTTEN = {"lxml_html_clean"}
"""Declared for a library that imports it and does not say so: justext, which trafilatura reads pages with."""


def test_every_library_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    optional = project["project"]["optional-dependencies"]
    extras = (one for name, extra in optional.items() if name not in {"all", "audit", "bench", "dev"} for one in extra)
    wanted = [*project["project"]["dependencies"], *extras]
    declared = {re.match(r"[\w-]+", one)[0].replace("-", "_") for one in wanted}  # type: ignore[index]
    used = {
        name.partition(".")[0]
        for path in MODULES
        for name in imports(path)
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "tracker"}
    }
    assert used == declared - FORGOTTEN


def test_every_verb_has_its_file() -> None:
    from tracker.cli.app import VERBS

    verbs = {verb.replace("import", "import_") for section in VERBS.values() for verb in section}
    files = {path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py") if not path.stem.startswith("_")}
    assert files == verbs


def test_commands_are_thin() -> None:
    for path in (PACKAGE / "cli" / "commands").glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 150, path


def test_the_schema_s_revisions_are_those_of_the_scripts() -> None:
    from tracker.store.entrance import MADE

    scripts = sorted(path.name.partition("_")[0] for path in (ROOT / "alembic" / "versions").glob("*.py"))
    assert tuple(scripts) == tuple(MADE)
