"""Stored files: kept once, whole, and never handed out when they are no longer what was stored."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from biennium.foundation import files
from biennium.foundation.models import StoredFile
from biennium.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=5_000))
def test_what_is_stored_is_read_back_under_its_hash(content: bytes) -> None:
    stored = files.store(content, "text/plain")
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (files.read(stored), stored.size) == (content, len(content))


def test_the_same_content_is_kept_once(folder: Path) -> None:
    first, second = files.store(b"paper", "text/plain"), files.store(b"paper", "application/pdf")
    assert first == second
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [first.sha256]
    assert StoredFile.objects.count() == 1


def test_only_the_owner_may_read_it() -> None:
    path = files.path_of(files.store(b"paper", "text/plain").sha256)
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_that_was_changed_is_refused() -> None:
    stored = files.store(b"paper", "text/plain")
    files.path_of(stored.sha256).write_bytes(b"pamphlet")
    with pytest.raises(NotFound, match=f"{stored.sha256[:12]} is missing from the data directory, or was changed"):
        files.read(stored)


@pytest.mark.parametrize("content", [b"paper", b""])
def test_a_file_that_is_gone_is_refused_even_an_empty_one(content: bytes) -> None:
    stored = files.store(content, "text/plain")
    files.path_of(stored.sha256).unlink()
    with pytest.raises(NotFound):
        files.read(stored)


def test_storing_it_again_mends_a_file_that_was_changed() -> None:
    stored = files.store(b"paper", "text/plain")
    files.path_of(stored.sha256).write_bytes(b"pamphlet")
    files.store(b"paper", "text/plain")
    assert files.read(stored) == b"paper"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        files.store(b"paper", "text/plain")
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert not StoredFile.objects.exists()


def test_two_requests_may_store_the_same_file_at_once(folder: Path) -> None:
    content = b"paper" * 100_000
    path = files.path_of(hashlib.sha256(content).hexdigest())
    threads = [Thread(target=files._write, args=(path, content)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found.name for found in folder.rglob("*") if found.is_file()] == [path.name]
    assert path.read_bytes() == content
