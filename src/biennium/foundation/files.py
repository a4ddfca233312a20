"""Files are content-addressed: stored once under `files/ab/<sha256>`, outside the web root, part of the backup.

Invariant: the bytes under a name have that SHA-256; a file is written whole (temporary name, then renamed).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings

from biennium.foundation.models import StoredFile
from biennium.kernel.errors import NotFound


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash are kept."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def store(content: bytes, media_type: str) -> StoredFile:
    """Keeps the bytes and returns their record; bytes that are there already are not written again."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(content)
        temporary.replace(path)
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": len(content), "media_type": media_type}
    )
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes. Raises `NotFound` when the data directory has lost them or they were changed."""
    path = path_of(stored.sha256)
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise NotFound(
            f"The file {stored.sha256[:12]} is missing from the data directory, or was changed there.",
            remedy="Restore it from the backup.",
        )
    return content
