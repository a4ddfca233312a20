"""The parts of a paper as a file: text, Markdown, Word, PDF, with the damage a test asks for."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

import docx
import typst

from intake.papers import Damage, NumberStyle, Part, Words


def damaged(parts: Iterable[Part], damage: Damage) -> list[Part]:
    """The parts with bullets cut (the rest becomes a paragraph of its own) or printed in one line."""
    found: list[Part] = []
    merges = False
    for part in parts:
        if merges and part.kind == "bullet":
            found[-1] = replace(found[-1], text=f"{found[-1].text} - {part.text}")
        else:
            found.append(part)
        merges = part.kind == "bullet" and part.text.startswith(damage.merged_after or ("\0",))
        if part.text.startswith(damage.cut_after or ("\0",)):
            words = part.text.split()
            half = len(words) // 2
            found[-1] = replace(part, text=" ".join(words[:half]))
            found.append(Part("paragraph", " ".join(words[half:])))
    return found


def as_text(parts: list[Part], words: Words, damage: Damage | None = None, *, contents: bool = True) -> str:
    """A text as recognition gives it: headings bare, the contents with page numbers."""
    damage = damage or Damage()
    lines: list[str] = []
    for part in damaged(parts, damage):
        if contents and part.kind == "section" and words.contents not in lines:
            lines += [words.contents, f"\t{words.page}", *_entries(parts), ""]
        lines += [*_text_lines(part, damage), ""] if part.kind != "bullet" else _text_lines(part, damage)
    return "\n".join(lines)


def _entries(parts: list[Part]) -> list[str]:
    listed = [part for part in parts if part.kind == "section" or (part.kind == "result" and part.level == 1)]
    return [f"{part.text}{'.....' if place % 2 else chr(9)}{place + 2}" for place, part in enumerate(listed)]


def _text_lines(part: Part, damage: Damage) -> list[str]:
    match part.kind:
        case "section":
            return [f"► **{part.text}**"]
        case "field":
            return [f"{part.label}: {part.text}"]
        case "bullet":
            return [f"- {part.text}"]
        case "paragraph" if part.number is not None:
            return [_numbered(part.number, part.text, damage.numbers.get(part.number, "plain"))]
        case _:
            return [part.text]


def _numbered(number: int, text: str, style: NumberStyle) -> str:
    styles = {
        "plain": f"{number}. {text}",
        "bold": f"**{number}.** {text}",
        "bold bullet": f"- **{number}.** {text}",
        "bullet": f"- {number}.** {text}",
        "lost": text,
    }
    return styles[style]


def as_markdown(parts: list[Part]) -> str:
    """Markdown with headings of real levels, without contents."""
    marks = {"title": "# ", "section": "## ", "label": "##### ", "bullet": "* "}
    lines: list[str] = []
    for part in parts:
        mark = "#" * (part.level + 2) + " " if part.kind == "result" else marks.get(part.kind, "")
        label = f"**{part.label}:** " if part.kind == "field" else ""
        number = f"{part.number}. " if part.number is not None else ""
        lines += [f"{mark}{label}{number}{part.text}".replace("^e", "e").replace("^o", "o")]
        lines += [] if part.kind == "bullet" else [""]
    return "\n".join(lines)


def as_word(parts: list[Part], words: Words, damage: Damage | None = None) -> bytes:
    """A Word document with styles, a contents page, and numbers in bold."""
    damage = damage or Damage()
    document = docx.Document()
    for part in damaged(parts, damage):
        if part.kind == "section" and part.text.startswith("I."):
            document.add_paragraph(words.contents)
            for entry in _entries(parts):
                document.add_paragraph(entry.replace(".....", "\t"))
        _add(document, part, damage)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add(document: docx.document.Document, part: Part, damage: Damage) -> None:
    text = part.text.replace("^e", "e").replace("^o", "o")
    if part.kind in ("section", "title"):
        document.add_heading(text, 1)
    elif part.kind == "result":
        document.add_heading(text, part.level + 1)
    elif part.kind == "bullet":
        document.add_paragraph(text, style="List Bullet")
    elif part.kind == "field":
        document.add_paragraph().add_run(f"{part.label}: ").bold = True
        document.paragraphs[-1].add_run(text)
    elif part.kind == "label":
        document.add_paragraph().add_run(text).bold = True
    else:
        paragraph = document.add_paragraph()
        if part.number is not None and damage.numbers.get(part.number) != "lost":
            paragraph.add_run(f"{part.number}. ").bold = True
        paragraph.add_run(text)


def as_pdf(parts: list[Part], words: Words) -> bytes:
    """A PDF of small pages, so that paragraphs and bullets are cut; with running heads, contents and page numbers."""
    lines = [
        '#set page(width: 14cm, height: 16cm, margin: 2cm, header: [BWC.12/1], numbering: "1")',
        f'#set text(lang: "{words.lang}", size: 10pt)',
        "#set par(justify: true, spacing: 9pt)",
        "#let entry(text, page) = block(spacing: 6pt)[#text #box(width: 1fr, repeat[.]) #page]",
    ]
    for part in parts:
        if part.kind == "section" and part.text.startswith("I."):
            lines.append(f"#text(14pt)[*{words.contents}*]\n")
            lines += [f"#entry([{_set(one.text)}], [{place + 2}])" for place, one in enumerate(_listed(parts))]
        lines.append(_typst(part))
    return bytes(typst.compile("\n".join(lines).encode("utf-8"), format="pdf"))


def _listed(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.kind == "section" or (part.kind == "result" and part.level == 1)]


def _set(text: str) -> str:
    escaped = "".join(f"\\{sign}" if sign in "\\#*_$@<>[]`~" else sign for sign in text)
    return escaped.replace("^e", "#super[e]").replace("^o", "#super[o]")


def _typst(part: Part) -> str:
    text = _set(part.text)
    match part.kind:
        case "title" | "section":
            return f"#block(above: 18pt, below: 12pt, text(15pt)[*{text}*])\n"
        case "result":
            return f"#block(above: 14pt, below: 10pt, text({14 - part.level}pt)[*{text}*])\n"
        case "label":
            return f"*{text}*\n"
        case "field":
            return f"*{part.label}:* {text}\n"
        case "bullet":
            return f"- {text}"
        case "paragraph" if part.number is not None:
            return f"\n*{part.number}\\.* {text}\n"
        case _:
            return f"{text}\n"
