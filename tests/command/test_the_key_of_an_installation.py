"""The key that signs sessions is made once, kept for its owner only, and the same for every process."""

from __future__ import annotations

from pathlib import Path

import pytest

from biennium.site import secret

pytestmark = pytest.mark.database_free


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIENNIUM_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("BIENNIUM_SECRET_KEY", raising=False)
    return tmp_path


def test_looking_for_a_key_keeps_none(folder: Path) -> None:
    assert secret.found() != secret.found()
    assert list(folder.iterdir()) == []


def test_whoever_comes_second_has_the_key_of_whoever_came_first(folder: Path) -> None:
    assert secret.kept("first") == "first"
    assert secret.kept("second") == "first"
    assert secret.found() == "first"
    assert [path.name for path in folder.iterdir()] == ["secret-key"]
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_key_of_the_environment_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIENNIUM_SECRET_KEY", "given")
    assert secret.kept(secret.found()) == "given"
    assert list(folder.iterdir()) == []
