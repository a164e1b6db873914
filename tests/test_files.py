"""Private files: one's own whatever the umask, whole or not there, and nothing else is lost for them."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.errors import TrackerError, UsageError
from tracker.files import private_file


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Every kind of umask."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def write(path: Path, content: bytes = b"new", *, force: bool = False) -> None:
    """Write a private file."""
    with private_file(path, force=force) as file:
        file.write(content)


def rights(path: Path) -> int:
    """Who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_a_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    seen = []
    with private_file(tmp_path / "a") as file:
        file.write(b"new")
        seen += [(path.name, rights(path)) for path in tmp_path.iterdir()]
    assert seen == [("a.partial", 0o600)]
    assert [(path.name, rights(path)) for path in tmp_path.iterdir()] == [("a", 0o600)]
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_file_that_is_there_stays_unless_it_is_replaced_by_force(tmp_path: Path) -> None:
    old = tmp_path / "a"
    old.write_bytes(b"old")
    old.chmod(0o644)
    with pytest.raises(UsageError, match="is there already"):
        write(old)
    assert old.read_bytes() == b"old"
    write(old, force=True)
    assert (old.read_bytes(), rights(old)) == (b"new", 0o600)


def test_a_file_that_comes_to_be_meanwhile_stays_too(tmp_path: Path) -> None:
    def race() -> None:
        with private_file(tmp_path / "a") as file:
            file.write(b"new")
            (tmp_path / "a").write_bytes(b"old")

    with pytest.raises(UsageError, match="meanwhile"):
        race()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("problem", [TrackerError("no"), KeyboardInterrupt(), RuntimeError("bug")])
def test_a_failure_leaves_everything_as_it_was(tmp_path: Path, problem: BaseException, force: bool) -> None:
    (tmp_path / "old").write_bytes(b"old")

    def half() -> None:
        with private_file(tmp_path / ("old" if force else "a"), force=force) as file:
            file.write(b"half")
            raise problem

    with pytest.raises(type(problem)):
        half()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("old", b"old")]


def test_what_a_kill_has_left_goes_away_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "a.partial").write_bytes(b"half")
    write(tmp_path / "a")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    with private_file(tmp_path / "a") as file:
        file.write(b"first")
        with pytest.raises(UsageError, match="is being written by another program"):
            write(tmp_path / "a")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"first")]


def test_a_lock_of_a_program_that_is_gone_is_none(tmp_path: Path) -> None:
    number = os.open(tmp_path / "a.partial", os.O_CREAT | os.O_RDWR)
    fcntl.flock(number, fcntl.LOCK_EX)
    os.close(number)
    write(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_force_follows_a_link_and_replaces_no_device(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "gone").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="is there already"):
        write(tmp_path / "gone")
    write(tmp_path / "link", force=True)
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()
    for force in (False, True):
        with pytest.raises(UsageError):
            write(tmp_path / "pipe", force=force)
    assert stat.S_ISFIFO((tmp_path / "pipe").lstat().st_mode)


@pytest.mark.parametrize("name", ["", ".", "nowhere/a", "a\0b", "x" * 300])
@pytest.mark.parametrize("force", [False, True])
def test_names_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, force: bool) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught, private_file(name, force=force):
        pass
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TrackerError) as caught:
        write(tmp_path / "a")
    assert "No space left" in caught.value.message
    assert list(tmp_path.iterdir()) == []
