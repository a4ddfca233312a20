"""A paper with every kind of block in it, in English and in French."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from biennium.documents.blocks import (
    Block,
    Box,
    Chart,
    Cover,
    Document,
    Footnote,
    Heading,
    Inline,
    Item,
    PageBreak,
    Paragraph,
    Span,
    Table,
    inline,
)
from biennium.documents.charts import Bar, Series, stacked_bars
from biennium.documents.typography import typeset

FUNDS = ("Regular budget", "Technical cooperation", "Supplementary account")
AMOUNTS = (("12 450.0", "3 100.5", "15 550.5"), ("8 200.0", "19 870.0", "28 070.0"), ("640.0", "0.0", "640.0"))


def english() -> Document:
    return Document(
        title="Preliminary overview of the programme and budget for 2024–25",
        lang="en",
        author="Programme department",
        footer="Draft of the programme 2024–25, version 2 (3f9a1c7e)",
        contents_title="Contents",
        cover=Cover(
            masthead=(
                "Governing Body",
                "346th Session, Geneva, October–November 2022",
                "Programme, Financial and Administrative Section",
                "Date: 7 October 2022",
                "Original: English",
            ),
            symbol="GB.346/PFA/1",
            item="First item on the agenda",
            subtitle="Results, resources and the way to both",
            fields=(
                (
                    "Purpose of the document",
                    inline(
                        "The Governing Body is invited to comment on the preliminary information and to give guidance "
                        "to the Office (see the draft decision in paragraph 40)."
                    ),
                ),
                ("Relevant outcome", inline("All outcomes.")),
                ("Legal implications", inline("None.")),
                ("Financial implications", inline("Programme and budget for 2024–25.")),
                ("Follow-up action required", inline("Proposals in March 2023.")),
                ("Author unit", inline("Programme department (PROGRAM).")),
                (
                    "Related documents",
                    (
                        Span("GB.346/INS/3/1", href="https://example.org/gb346-ins-3-1"),
                        Span("; GB.346/INS/4; GB.346/POL/1."),
                    ),
                ),
            ),
            notice=(Span("Illustrative. ", bold=True), Span("The split of money over outputs is modelled.")),
        ),
        blocks=_english_blocks(),
    )


def _english_blocks() -> tuple[Block, ...]:
    return (
        Heading(1, inline("I. Introduction"), anchor="introduction"),
        Paragraph(
            inline(
                "In a world of rising poverty and inequality, the Organization has both the mandate and the ability to "
                "work for a new social contract that bends these trends. To do so it must find answers that are "
                "effective and centred on people, and that measure up to technology, climate and population."
            ),
            number=1,
        ),
        Paragraph(
            (
                Span(
                    "This paper sets out the programme of work for 2024–25. It costs #1 of *two* options, $4 or "
                    "<script>alert(1)</script> & more, see "
                ),
                Span("the next section", href="#programme"),
                Span(" and "),
                Span("the strategic plan", href="https://example.org/plan?a=1&b=2"),
                Span("."),
            ),
            number=2,
        ),
        Footnote("1", inline("Adopted by the Conference in June 2019.")),
        Heading(1, inline("II. A programme for social justice"), anchor="programme"),
        Heading(2, inline("Outcome 1. Strong and modern normative action for social justice"), anchor="outcome-1"),
        Heading(3, inline("Output 1.1. Increased capacity of Member States to ratify standards"), anchor="output-1-1"),
        Paragraph(inline("What the Office will do"), style="marker"),
        Paragraph(
            (
                Span("At the country level the Office will support constituents² in "),
                Span("three ways", bold=True),
                Span(", each with its "),
                Span("own", italic=True),
                Span(" milestones:"),
            ),
            number=3,
        ),
        Footnote("2", inline("Governments, employers and workers.")),
        Item(
            inline(
                "gap analyses before ratification, carried out together with the social partners and with the "
                "labour inspection, so that no obligation comes as a surprise;"
            ),
            marker="•",
        ),
        Item(inline("support for reporting, with two steps:"), marker="•"),
        Item(inline("a review of what was reported before;"), depth=1, marker="–"),
        Item(inline("a national report in plain words;"), depth=1, marker="–"),
        Item(inline("training of judges and labour inspectors."), marker="•"),
        Paragraph(inline("At the global level the Office will:"), number=4),
        Item(inline("review the body of standards;"), marker="(a)"),
        Item(inline("publish a yearly survey."), marker="(b)"),
        Heading(4, inline("Where a translation is missing"), anchor="missing"),
        Paragraph((Span("Le texte n'existe qu'en français : « capacité accrue ».", lang="fr"),), number=5),
        Paragraph(
            inline("An unnumbered paragraph stands between two numbered ones and has no number in the margin."),
        ),
        Paragraph(inline("Source: the books of the programme, version 2."), style="note"),
        Table(
            header=(
                inline("Source of funds"),
                inline("Headquarters (USD thousand)"),
                inline("Field (USD thousand)"),
                inline("Total (USD thousand)"),
            ),
            rows=(
                *(((inline(fund)), *map(inline, amounts)) for fund, amounts in zip(FUNDS, AMOUNTS, strict=True)),
                _totals("Total", "21 290.0", "22 970.5", "44 260.5"),
            ),
            caption="Table 1. Resources of outcome 1 by source of funds",
            note="Modelled figures; not reported is not zero.",
            align="lrrr",
        ),
        chart(),
        PageBreak(),
        Heading(1, inline("III. Next steps"), anchor="next"),
        Paragraph(inline("The Director-General will present proposals in March 2023."), number=39),
        Box(
            inline("Draft decision"),
            (
                Paragraph(
                    inline("The Governing Body requested the Director-General to take account of its guidance:"),
                    number=40,
                ),
                Item(inline("in preparing the programme and budget proposals;"), marker="(a)"),
                Item(inline("in preparing the results framework."), marker="(b)"),
            ),
        ),
    )


def chart(title: str = "Deliverables: Outcome 2 leads with 9 of 16", lang: str = "en") -> Chart:
    bars = (Bar("1. Strong and modern rules", "1", (4, 3)), Bar("2. Strong voices", "2", (0, 9)))
    wide, narrow = stacked_bars(bars, (Series("Country level", "blue"), Series("Global level", "teal")), lang=lang)
    header = ("Outcome", "Country level", "Global level", "Total")
    rows = (("1. Strong and modern rules", "4", "3", "7"), ("2. Strong voices", "0", "9", "9"))
    return Chart(
        title=title,
        spec=wide,
        narrow=narrow,
        description="Horizontal bars. Outcome 1: 7; Outcome 2: 9.",
        table=Table(
            tuple(map(inline, header)), tuple(tuple(inline(cell) for cell in row) for row in rows), align="lrrr"
        ),
        source="Source: the programme, version 2.",
        anchor="chart-deliverables",
    )


def _totals(*cells: str) -> tuple[Inline, ...]:
    return tuple(inline(cell, bold=True) for cell in cells)


def french() -> Document:
    return Document(
        title="Aperçu préliminaire du programme et budget pour 2024-25",
        lang="fr",
        author="Département de la programmation",
        footer="Projet de programme 2024-25, version 2 (3f9a1c7e)",
        contents_title="Table des matières",
        cover=Cover(
            masthead=(
                "Conseil d'administration",
                "346e session, Genève, octobre-novembre 2022",
                "Date: 7 octobre 2022",
            ),
            symbol="GB.346/PFA/1",
            item="Première question à l'ordre du jour",
            fields=(
                ("Objet du document", inline("Donner des orientations (voir le projet de décision au paragraphe 3).")),
                ("Incidences juridiques", inline("Aucune.")),
            ),
        ),
        blocks=(
            Heading(1, inline("I. Introduction"), anchor="introduction"),
            Paragraph(
                inline("L'OIT l'a dit: « agir maintenant »; mais comment? À 12:30, voir https://example.org/a?b;c"),
                number=1,
            ),
            Paragraph((Span("The text exists in English only: no French space; none.", lang="en"),), number=2),
            Table(
                (inline("Fonds"), inline("Milliers de dollars")),
                ((inline("Budget ordinaire"), inline("12 450,0")),),
                caption="Tableau 1. Ressources: budget ordinaire",
                align="lr",
            ),
            Box(
                inline("Projet de décision"),
                (Paragraph(inline("Le Conseil a prié le Directeur général d'agir."), number=3),),
            ),
        ),
    )


def texts(document: Document) -> list[str]:
    """Every text of the document as it should be printed, typeset in its language."""
    cover = document.cover
    plain_texts = [*cover.masthead, cover.symbol, cover.item, cover.subtitle, document.title, document.footer]
    found = [typeset(text, document.lang) for text in (*plain_texts, document.contents_title)]
    found += [typeset(label, document.lang) for label, _ in cover.fields]
    pieces = [*cover.notice, *(span for _, content in cover.fields for span in content), *_spans(document.blocks)]
    found += [typeset(span.text, span.lang or document.lang) for span in pieces]
    return [part for text in found for part in text.split("²") if part]


def _spans(blocks: Iterable[Block]) -> Iterator[Span]:
    for block in blocks:
        match block:
            case Box():
                yield from block.title
                yield from _spans(block.blocks)
            case Table():
                yield from (Span(block.caption), Span(block.note))
                yield from (span for row in (block.header, *block.rows) for cell in row for span in cell)
            case Chart():
                yield from (Span(block.title), Span(block.source))
                yield from _spans((block.table,))
            case Footnote():
                yield from (Span(block.mark), *block.content)
            case Item():
                yield from (Span(block.marker), *block.content)
            case Heading() | Paragraph():
                yield from block.content
