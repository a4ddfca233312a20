"""What bytes are, whatever their name says."""

from __future__ import annotations

import io
import zipfile

import pytest

from biennium.foundation.sniffing import media_type

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def archive(**entries: str) -> bytes:
    """A zip archive; in the names `__` stands for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/").replace("Content_Types", "[Content_Types].xml"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.4 ...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("Règlement, article 3\n".encode(), "text/plain"),
        (b"\xef\xbb\xbfa;b\n", "text/plain"),
        (archive(Content_Types="", word__document="x"), WORD),
        (archive(mimetype=ODS, content="x"), ODS),
    ],
)
def test_a_kind_is_known_by_its_bytes(content: bytes, expected: str) -> None:
    assert media_type(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"\x7fELF",
        b"  <!DOCTYPE html>",
        b"<svg/>",
        b"GIF89a;<script>\x00",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"caf\xe9",
        b"PK\x03\x04 no archive",
        archive(readme="x"),
        archive(mimetype="text/html"),
        archive(Content_Types="", word__document="x", word__vbaProject__bin="x").replace(
            b"vbaProject/bin", b"vbaProject.bin"
        ),
        archive(mimetype=ODS, Basic__Standard="x"),
    ],
)
def test_what_could_run_or_is_not_known_has_no_kind(content: bytes) -> None:
    assert media_type(content) == ""
