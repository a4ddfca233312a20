"""The styles of a Word paper: real, named styles, so that the secretariat edits the look in one place.

Built-in names (Title, Heading 1, List Bullet, Caption, toc 1 …) where Word has them, since navigation, screen readers
and the table of contents go by them; our own (Paper paragraph, Paper marker, Decision …) where it has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from biennium.documents.write.word_xml import element, language

SERIF = "Cambria"
INK = "17191C"
QUIET = "55585C"
HAIRLINE = "B9B9B2"
ACCENT = "174A7C"
HANGING = Mm(13)
TEXT_WIDTH = Mm(147)
FOOTNOTE_TEXT = "footnote text"
FOOTNOTE_REFERENCE = "footnote reference"


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph style looks; sizes and distances in points, indents in millimetres."""

    size: float = 11
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    left: float = 0
    hanging: float = 0
    keep: bool = False
    line: float = 1.12


BUILT_IN = frozenset({"toc 1", "toc 2", "toc 3", FOOTNOTE_TEXT})
KEPT_TABLE_STYLES = frozenset({"TableNormal", "TableGrid"})
STYLES: dict[str, Look] = {
    "Normal": Look(),
    "Body Text": Look(),
    "Title": Look(size=22, bold=True, before=6, after=6, left=-13, keep=True, line=1.0),
    "Subtitle": Look(size=13, after=12, left=-13),
    "Heading 1": Look(size=16, bold=True, before=22, after=8, keep=True, line=1.0),
    "Heading 2": Look(size=13, bold=True, before=18, after=6, keep=True, line=1.0),
    "Heading 3": Look(size=11.5, bold=True, before=14, after=5, keep=True, line=1.0),
    "Heading 4": Look(italic=True, before=12, after=4, keep=True, line=1.0),
    "Heading 5": Look(italic=True, colour=QUIET, before=12, after=4, keep=True, line=1.0),
    "Heading 6": Look(italic=True, colour=QUIET, before=12, after=4, keep=True, line=1.0),
    "Paper paragraph": Look(hanging=13),
    "Paper marker": Look(bold=True, colour=ACCENT, before=8, after=4, keep=True),
    "Paper note": Look(size=9.5, colour=QUIET, before=4, after=8),
    "Paper masthead": Look(size=10, after=2, line=1.0),
    "Paper body": Look(size=13, bold=True, after=3, line=1.0),
    "Paper symbol": Look(size=14, bold=True, after=0, line=1.0),
    "Paper item": Look(colour=QUIET, before=18, after=4, left=-13),
    "Paper notice": Look(size=10, before=10, left=-13),
    "List Bullet": Look(after=3, left=6, hanging=6),
    "List Bullet 2": Look(after=3, left=12, hanging=6),
    "List Bullet 3": Look(after=3, left=18, hanging=6),
    "List": Look(after=3, left=8, hanging=8),
    "List 2": Look(after=3, left=16, hanging=8),
    "List 3": Look(after=3, left=24, hanging=8),
    "Caption": Look(size=10, bold=True, before=12, after=5, keep=True),
    "Paper picture": Look(after=6),
    "Table text": Look(size=9.5, after=0, line=1.0),
    "Decision title": Look(size=11.5, bold=True, after=5, keep=True),
    "TOC Heading": Look(size=16, bold=True, after=10, keep=True),
    "toc 1": Look(bold=True, before=6, after=3),
    "toc 2": Look(after=3, left=5),
    "toc 3": Look(after=3, left=10),
    "Header": Look(size=9, colour=QUIET, after=0, left=-13),
    "Footer": Look(size=8.5, colour=QUIET, after=0, left=-13),
    FOOTNOTE_TEXT: Look(size=9, after=2, line=1.0),
}


def set_styles(document: Any, lang: str) -> None:
    """Gives the document all styles, and its language as the language of every text that names none."""
    _drop_coloured_tables(document.styles.element)
    for name, look in STYLES.items():
        _paragraph_style(document.styles, name, look)
    for name in ("toc 1", "toc 2", "toc 3", "Header", "Footer"):
        _right_tab(document.styles[name])
    document.styles["Paper symbol"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for name in ("Hyperlink", FOOTNOTE_REFERENCE):
        document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=True)
    document.styles["Hyperlink"].font.color.rgb = RGBColor.from_string(ACCENT)
    document.styles[FOOTNOTE_REFERENCE].font.superscript = True
    for table_style in (PAPER_TABLE, COVER_TABLE, MASTHEAD, DECISION):
        document.styles.element.append(parse_xml(table_style))
    _language(document.styles.element, lang)


def _drop_coloured_tables(styles: Any) -> None:
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in KEPT_TABLE_STYLES:
            styles.remove(style)


def style_id(name: str) -> str:
    """How the XML refers to the style of that name."""
    return name.replace(" ", "")


def _paragraph_style(styles: Any, name: str, look: Look) -> None:
    known = name in [style.name for style in styles]
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in BUILT_IN)
    if not known:
        style.base_style = styles["Normal"]
    style.hidden, style.quick_style, style.unhide_when_used = False, True, False
    for tag in ("w:rPr", "w:pPr"):
        _clear(style.element, tag)
    _typeset(style, look)
    _space(style.paragraph_format, look)
    if name.startswith("Heading "):
        style.element.get_or_add_pPr().append(element("w:outlineLvl", val=int(name[-1]) - 1))


def _clear(style: Any, tag: str) -> None:
    for found in style.findall(qn(tag)):
        style.remove(found)


def _typeset(style: Any, look: Look) -> None:
    style.font.name = SERIF
    style.element.rPr.rFonts.set(qn("w:cs"), SERIF)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), SERIF)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold or None, look.italic or None
    style.font.color.rgb = RGBColor.from_string(look.colour)


def _space(form: Any, look: Look) -> None:
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), look.line
    form.left_indent, form.first_line_indent = Mm(look.left), Mm(-look.hanging)
    form.keep_with_next, form.widow_control = look.keep, True


def _right_tab(style: Any) -> None:
    leader = "dot" if style.name.startswith("toc") else "none"
    stops = element("w:tabs", element("w:tab", val="right", leader=leader, pos=TEXT_WIDTH.twips))
    style.element.get_or_add_pPr().insert_element_before(stops, "w:spacing", "w:ind", "w:outlineLvl")


def _language(styles: Any, lang: str) -> None:
    for found in styles.iter(qn("w:lang")):
        found.set(qn("w:val"), language(lang))


def _table_style(name: str, borders: str, margins: tuple[int, int, int, int], rest: str = "") -> str:
    """A table style; `margins` are those of a cell in twips: top, left, bottom, right."""
    sides = zip(("top", "left", "bottom", "right"), margins, strict=True)
    inside = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    return f"""
    <w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{style_id(name)}">
      <w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
      <w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{inside}</w:tblCellMar></w:tblPr>{rest}
    </w:style>"""


def _border(side: str, eighths: int, colour: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'


HEADER_ROW = (
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
    + _border("bottom", 4, INK)
    + '</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
)
PAPER_TABLE = _table_style(
    "Paper table",
    _border("top", 8, INK) + _border("bottom", 8, INK) + _border("insideH", 4, HAIRLINE),
    (60, 0, 60, 115),
    HEADER_ROW,
)
COVER_TABLE = _table_style(
    "Cover table",
    _border("top", 4, HAIRLINE) + _border("bottom", 4, HAIRLINE) + _border("insideH", 4, HAIRLINE),
    (100, 0, 100, 115),
)
MASTHEAD = _table_style("Masthead", _border("bottom", 12, INK), (0, 0, 120, 0))
DECISION = _table_style(
    "Decision",
    "".join(_border(side, 6, INK) for side in ("top", "left", "bottom", "right")),
    (180, 220, 120, 220),
)
