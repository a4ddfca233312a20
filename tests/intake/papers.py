"""Papers of an invented organisation, in three languages, as text, Markdown, Word and PDF.

The organisation, its programme and its sentences are ours. One paper is a list of parts; `rendering` writes the parts
as a file, with the damage that a test asks for: numbers in bold, in a bullet or lost; bullets cut by a page or printed
in one line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Kind = Literal["masthead", "title", "field", "section", "result", "label", "paragraph", "bullet", "note"]
NumberStyle = Literal["plain", "bold", "bold bullet", "bullet", "lost"]


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a paper: a heading of a level, a numbered paragraph, a bullet."""

    kind: Kind
    text: str
    number: int | None = None
    level: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """What text recognition and page breaks did: by paragraph number, and by the beginning of a bullet."""

    numbers: dict[int, NumberStyle] = field(default_factory=dict)
    cut_after: tuple[str, ...] = ()
    merged_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The set phrases of one language, with the words of one organisation."""

    lang: str
    outcome: str
    enabler: str
    output: str
    strategy: str
    focus: str
    contents: str
    page: str
    country: str
    world: str
    office: str
    purpose: str
    follow_up: str
    author: str
    outcomes: str
    enablers: str
    next_steps: str
    decision: str


ENGLISH = Words(
    lang="en",
    outcome="Outcome",
    enabler="Enabler",
    output="Output",
    strategy="Strategy",
    focus="Focus of the Commission's work in 2026–27",
    contents="Contents",
    page="Page",
    country="At country level, the Commission will help constituents to:",
    world="At the global level, the Commission will:",
    office="The expected deliverables during the biennium are the following:",
    purpose="Purpose of the document",
    follow_up="Follow-up action required",
    author="Author unit",
    outcomes="Policy outcomes",
    enablers="Enablers",
    next_steps="Next steps",
    decision="Draft decision",
)
FRENCH = Words(
    lang="fr",
    outcome="Résultat",
    enabler="Catalyseur",
    output="Produit",
    strategy="Stratégie",
    focus="Axe de travail de la Commission pour 2026-27",
    contents="Table des matières",
    page="Page",
    country="Au niveau national, la Commission aidera à:",
    world="Au niveau mondial, la Commission s'attachera à:",
    office="Les réalisations attendues au cours de la période biennale sont les suivantes:",
    purpose="Objet du document",
    follow_up="Suivi nécessaire",
    author="Unité auteur",
    outcomes="Résultats stratégiques",
    enablers="Catalyseurs",
    next_steps="Prochaines étapes",
    decision="Projet de décision",
)
SPANISH = Words(
    lang="es",
    outcome="Resultado",
    enabler="Catalizador",
    output="Producto",
    strategy="Estrategia",
    focus="Ámbito de trabajo de la Comisión en 2026-2027",
    contents="Índice",
    page="Página",
    country="A nivel nacional, la Comisión ayudará a los mandantes a:",
    world="A nivel mundial, la Comisión procurará:",
    office="Las prestaciones previstas durante el bienio son las siguientes:",
    purpose="Finalidad del documento",
    follow_up="Seguimiento requerido",
    author="Unidad autora",
    outcomes="Resultados en materia de políticas",
    enablers="Catalizadores",
    next_steps="Próximas etapas",
    decision="Proyecto de decisión",
)
WORDS = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH}

TEXTS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("texts.json").read_text(encoding="utf-8"))

# Code, level, parent, text, first and last paragraph, scope, place in its list.
STRUCTURE: tuple[tuple[str, str, str | None, str, int, int, str | None, int | None], ...] = (
    ("1", "outcome", None, "o1", 3, 10, None, None),
    ("1.1", "output", "1", "o11", 5, 7, None, None),
    ("1.1.C1", "deliverable", "1.1", "c1", 6, 6, "country", 1),
    ("1.1.C2", "deliverable", "1.1", "c2", 6, 6, "country", 2),
    ("1.1.C3", "deliverable", "1.1", "c3", 6, 6, "country", 3),
    ("1.1.G1", "deliverable", "1.1", "g1", 7, 7, "global", 1),
    ("1.1.G2", "deliverable", "1.1", "g2", 7, 7, "global", 2),
    ("1.2", "output", "1", "o12", 8, 10, None, None),
    ("1.2.G1", "deliverable", "1.2", "g3", 10, 10, "global", 1),
    ("2", "outcome", None, "o2", 11, 13, None, None),
    ("2.1", "output", "2", "o21", 12, 13, None, None),
    ("2.1.C1", "deliverable", "2.1", "c4", 13, 13, "country", 1),
    ("A", "enabler", None, "A", 14, 16, None, None),
    ("A.1", "output", "A", "A1", 15, 16, None, None),
    ("A.1.O1", "deliverable", "A.1", "k1", 16, 16, "office", 1),
    ("A.1.O2", "deliverable", "A.1", "k2", 16, 16, "office", 2),
)


def paper(lang: str, words: Words | None = None) -> list[Part]:
    """The whole paper in one language, in the words of an organisation."""
    said, text = words or WORDS[lang], TEXTS[lang]

    def result(name: str, code: str, key: str, level: int) -> Part:
        return Part("result", f"{name} {code}. {text[key]}", level=level)

    def numbered(number: int, key: str) -> Part:
        return Part("paragraph", text[key], number=number)

    def bullets(number: int, introduction: str, *keys: str) -> list[Part]:
        ends = [";"] * (len(keys) - 1) + ["."]
        listed = [Part("bullet", f"{text[key]}{end}") for key, end in zip(keys, ends, strict=True)]
        return [Part("paragraph", introduction, number=number), *listed]

    return [
        *(Part("masthead", text[key]) for key in ("body", "session")),
        Part("masthead", "BWC.12/1"),
        Part("title", text["title"]),
        *(Part("field", text[key], label=getattr(said, key)) for key in ("purpose", "follow_up", "author")),
        Part("section", f"I. {text['introduction']}"),
        numbered(1, "1"),
        numbered(2, "2"),
        Part("section", f"II. {said.outcomes}"),
        result(said.outcome, "1", "o1", 1),
        Part("label", said.strategy),
        numbered(3, "3"),
        numbered(4, "4"),
        Part("label", said.focus),
        result(said.output, "1.1", "o11", 2),
        numbered(5, "5"),
        *bullets(6, said.country, "c1", "c2", "c3"),
        *bullets(7, said.world, "g1", "g2"),
        result(said.output, "1.2", "o12", 2),
        numbered(8, "8"),
        numbered(9, "9i"),
        *bullets(10, said.world, "g3"),
        result(said.outcome, "2", "o2", 1),
        Part("label", said.strategy),
        numbered(11, "11"),
        Part("label", said.focus),
        result(said.output, "2.1", "o21", 2),
        numbered(12, "12"),
        *bullets(13, said.country, "c4"),
        Part("section", f"III. {said.enablers}"),
        result(said.enabler, "A", "A", 1),
        numbered(14, "14"),
        result(said.output, "A.1", "A1", 2),
        numbered(15, "15"),
        *bullets(16, said.office, "k1", "k2"),
        Part("section", f"IV. {said.next_steps}"),
        numbered(17, "17"),
        Part("section", said.decision),
        numbered(18, "18"),
    ]
