"""Reads the papers of these tests, and tells what was read in short forms that compare well."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from biennium.intake.draft import Draft
from biennium.intake.reading import Reading, read_file
from biennium.programme.exchange import models as exchange
from intake.papers import STRUCTURE, TEXTS, WORDS, Damage, paper
from intake.rendering import as_markdown, as_pdf, as_text, as_word

FORMATS = ("txt", "md", "docx", "pdf")
Told = tuple[str, str, str | None, str, int | None, int | None, str | None, int | None]


def file_of(lang: str, form: str, damage: Damage | None = None) -> bytes:
    """The invented paper in one language, as a file of this form."""
    return _file_of(lang, form) if damage is None else _made(lang, form, damage)


@cache
def _file_of(lang: str, form: str) -> bytes:
    return _made(lang, form, None)


def _made(lang: str, form: str, damage: Damage | None) -> bytes:
    words, parts = WORDS[lang], paper(lang)
    if form == "docx":
        return as_word(parts, words, damage)
    if form == "pdf":
        return as_pdf(parts, words)
    return (as_markdown(parts) if form == "md" else as_text(parts, words, damage)).encode("utf-8")


def reading_of(folder: Path, name: str, content: bytes | str, **how: str | Path | None) -> Reading:
    """The content, read as a file of this name."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return read_file(path, **how)  # type: ignore[arg-type]


def draft_of(folder: Path, content: bytes | str, name: str = "paper.txt", **how: str | Path | None) -> Draft:
    """What was read in the content."""
    return reading_of(folder, name, content, **how).draft


def told(programme: exchange.Programme, lang: str) -> list[Told]:
    """Each result in one tuple."""
    return [
        (
            result.code,
            result.level,
            result.parent,
            result.title[lang],
            *(result.paragraphs or (None, None)),
            result.scope,
            result.item,
        )
        for result in programme.results
    ]


def expected(lang: str) -> list[Told]:
    """What the invented paper says, in the same form."""
    return [(code, level, parent, TEXTS[lang][key], *rest) for code, level, parent, key, *rest in STRUCTURE]


def said(draft: Draft, *kinds: str) -> list[str]:
    """The repairs of these kinds, in words; of all but the set phrases and the contents when none is named."""
    wanted = kinds or ("number", "join", "split", "furniture", "heading", "note", "doubt")
    return [repair.message for repair in draft.repairs if repair.kind in wanted]
