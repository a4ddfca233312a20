"""Files are content-addressed: stored once under `files/ab/<sha256>`, outside the web root, part of the backup.

Invariant: the bytes under a name have that SHA-256, or reading them is refused; a file is written whole (temporary
name, then renamed) and readable by its owner only.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from biennium.foundation.models import StoredFile
from biennium.kernel.errors import NotFound


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash are kept."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def store(content: bytes, media_type: str) -> StoredFile:
    """Keeps the bytes and returns their record; bytes that are there already and whole are not written again."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if _intact(path, sha256) is None:
        _write(path, content)
    stored, _made = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": len(content), "media_type": media_type[:100]}
    )
    return stored


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
        try:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
            Path(temporary.name).replace(path)
        except BaseException:
            Path(temporary.name).unlink(missing_ok=True)
            raise


def _intact(path: Path, sha256: str) -> bytes | None:
    """The bytes, or None when they are not there or not those that were kept."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def read(stored: StoredFile) -> bytes:
    """The bytes. Raises `NotFound` when the data directory has lost them or they were changed."""
    content = _intact(path_of(stored.sha256), stored.sha256)
    if content is None:
        raise NotFound(
            _("The file %(hash)s is missing from the data directory, or was changed there.")
            % {"hash": stored.sha256[:12]},
            remedy=_("Restore it from the backup."),
        )
    return content
