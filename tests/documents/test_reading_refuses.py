"""A file that cannot be read is refused in one line that names it; nothing else ever comes out of a bad file."""

from __future__ import annotations

import io
import os
import re
import resource
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biennium.documents.read import read_document
from biennium.kernel.errors import InvalidInput
from documents.files import W, encrypted, pdf_file, word_body, word_file

WORD = word_file(docx.Document())
PDF = pdf_file("Water is life")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DAMAGED_WORD = "The Word document is cut or damaged. Save it again as .docx, or download it again."
ENTITIES = "The document declares XML entities, which are not read. Save it again in Word."
LAUGHS = (
    f'<?xml version="1.0"?>{" " * 5000}<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    f"<w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
)


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


BAD = [
    ("empty.txt", b"", "The file is empty. Check that it was saved or downloaded completely."),
    ("blank.txt", b" \n \n", "The file is empty. Check that it was saved or downloaded completely."),
    ("binary.txt", os.urandom(4000) + b"\x00", "The content is not text. Name a .txt, .docx or .pdf file."),
    ("page.txt", b"<!DOCTYPE html><p>x", "The content is a web page (HTML). Save it as .docx, .pdf or .txt."),
    ("page.md", b"{\\rtf1 x}", "The content is a rich-text document (RTF). Save it as .docx, .pdf or .txt."),
    ("odd.txt", b"R\xc3\xa9sultat \x81\x8d\x90 abc", "The encoding of the text is not known. Save it as UTF-8."),
    ("cut.txt", b"\xff\xfeR\x00\xe9", "The text is cut or damaged. Save it again as UTF-8."),
    ("word.txt", WORD, "The name says plain text, but the content is a zip archive or Word document."),
    ("text.pdf", b"Water is life", "The name says a PDF, but the content is plain text."),
    ("noise.pdf", b"\x00\x01" * 50, "This is not a PDF. Export or download it again."),
    ("noise.docx", b"\x00\x01" * 50, "This is not a Word document. Save it again as .docx."),
    ("cut.docx", WORD[: len(WORD) // 2], DAMAGED_WORD),
    ("tail.docx", WORD[:-40], DAMAGED_WORD),
    ("other.docx", archive(a=b"x"), "The archive is no Word document. Save the paper as .docx, .pdf or .txt."),
    ("blank.docx", word_body(""), "The file holds no text. Check that it is the right file."),
    ("broken.docx", word_body("<w:p>"), DAMAGED_WORD),
    ("laughs.docx", archive(**{"word/document.xml": LAUGHS.encode()}), ENTITIES),
    (
        "laughs16.docx",
        archive(**{"word/document.xml": LAUGHS.replace("?>", ' encoding="UTF-16"?>').encode("utf-16")}),
        ENTITIES,
    ),
    (
        "locked.docx",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "The document is encrypted. Remove the password and save it again.",
    ),
    ("old.doc", OLE, "The content is an old Word document (.doc). Save it as .docx."),
    ("cut.pdf", PDF[: len(PDF) // 3], "The PDF is cut or damaged. Export or download it again."),
    ("locked.pdf", encrypted(PDF, "secret"), "The PDF is encrypted. Remove the password and save it again."),
    (
        "scan.pdf",
        pdf_file("#rect(width: 5cm, height: 5cm, fill: gray)"),
        "The PDF holds no text: it is a scan. Run text recognition (OCR) on it first, or use the original.",
    ),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD, ids=[name for name, _, _ in BAD])
def test_a_bad_file_is_refused_in_one_line_that_names_it(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        read_document(tmp_path / name)
    assert str(refused.value) == f"{name}: {words}"


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "none.txt", "none.txt: There is no such file. Check the name and the folder."),
        (tmp_path, f"{tmp_path.name}: This is a folder. Name one file."),
        (Path("/dev/zero"), "zero: This is not an ordinary file. Name a .txt, .docx or .pdf file."),
    ):
        with pytest.raises(InvalidInput, match=f"^{re.escape(words)}$"):
            read_document(path)


@pytest.mark.parametrize("name", ["large.txt", "large.docx", "large.pdf"])
def test_a_file_of_three_hundred_megabytes_is_refused_without_being_opened(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as sparse:
        sparse.truncate(300 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InvalidInput, match=r"The file has 300 MB; the limit is 50 MB\."):
        read_document(tmp_path / name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def test_a_text_larger_than_any_paper_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("water " * 2_000_000, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"The file has 11 MB; the limit is 10 MB\."):
        read_document(tmp_path / "log.txt")


@pytest.mark.parametrize(
    "body", [b" " * 70 * 1024 * 1024, b"<w:p/>" * 4_100_000], ids=["one that is only large", "one of many tags"]
)
def test_a_word_document_that_expands_without_end_is_not_expanded(tmp_path: Path, body: bytes) -> None:
    content = f"<w:document {W}><w:body>".encode() + body + b"</w:body></w:document>"
    (tmp_path / "bomb.docx").write_bytes(archive(**{"word/document.xml": content}))
    with pytest.raises(InvalidInput, match="The document expands to more than it may"):
        read_document(tmp_path / "bomb.docx")


def test_a_pdf_that_only_its_owner_may_change_is_read(tmp_path: Path) -> None:
    (tmp_path / "open.pdf").write_bytes(encrypted(PDF, ""))
    assert read_document(tmp_path / "open.pdf").blocks


@pytest.mark.parametrize(("name", "whole"), [("x.docx", WORD), ("x.pdf", PDF)])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_damage_anywhere_is_refused_or_read_but_never_a_crash(
    tmp_path: Path, name: str, whole: bytes, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=40))
    (tmp_path / name).write_bytes(whole[:place] + damage + whole[place + len(damage) :])
    try:
        outcome = str(read_document(tmp_path / name).sha256)
    except InvalidInput as refused:
        outcome = str(refused)
    assert "\n" not in outcome
