"""The implementation report says what the pages say: the same numbers, what waits apart, what is missing counted."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.documents.blocks import Heading, Span, plain
from biennium.foundation.actors import OPERATOR
from biennium.foundation.context import request_context
from biennium.kernel.figures import Figure
from biennium.kernel.money import Money
from biennium.ledger.selectors import figures as money
from biennium.ledger.selectors.scope import Scope
from biennium.papers.services import write_paper
from biennium.reporting import figures as results
from biennium.web import formatting
from papers.reported import figures, report, reported, rows, said, tables
from reporting.conftest import clock, world
from reporting.world import Clock, World

__all__ = ["clock", "world"]


@pytest.fixture(autouse=True)
def told(world: World, clock: Clock) -> None:
    """Something was reported and spent."""
    reported(world, clock)


def explained(world: World, span: Span) -> str:
    """What a page says of the figure that a span shows."""
    code, _slash, name = str(span.figure).partition("/")
    assert code == world.programme.code
    head, _colon, scope = name.partition(":")
    if head.startswith("results."):
        return formatting.figure(results.figure(OPERATOR, world.programme, name))
    found = money.money(Scope.parse(world.programme, scope), head.removeprefix("money."))
    return _amount(found, span.text)


def _amount(found: Figure, shown: str) -> str:
    if not isinstance(found.value, Money):
        share = formatting.figure(found)
        return f"{share}%" if shown.endswith("%") else share
    return formatting.compact(found.value) if "USD" in shown else formatting.scaled(found.value, 3)


def test_every_number_is_the_figure_of_its_name(world: World) -> None:
    found = list(figures(report(world)))
    assert {str(one.figure).split("/")[1].split(".")[0] for one in found} == {"results", "money"}
    assert len(found) > 30
    assert [(one.figure, one.text) for one in found if one.text != explained(world, one)] == []


def test_achieved_stands_against_target_in_the_world_and_in_each_region(world: World) -> None:
    found = rows(tables(report(world))["Outcome 1. Strong rules"])
    assert found == [
        ["Output 1.2. Application\n1.2.1  1.2.1", "", "", ""],
        ["behind; 1 more waits to be verified", "2/5", "1/3", "1/2"],
    ]


def test_what_waits_is_counted_apart_and_only_in_the_office(world: World) -> None:
    assert "1 country result waits to be verified and is not counted;" in said(report(world))
    public = report(world, by=AnonymousUser())
    assert "results that wait to be verified are not counted, and not shown;" in said(public)
    assert not [text for text in [*said(public), str(tables(public))] if "1 more waits" in text]


def test_only_published_results_stand_under_their_country(world: World) -> None:
    found = tables(report(world))
    assert rows(found["Africa"]) == [["1. Strong rules", "3", "1", "33", "30"], ["Total", "3", "1", "33", "30"]]
    listed = [text for text in said(report(world)) if "Argentina" in text or "ARG" in text]
    assert listed == ["1 country or territory has expense and no published result: ARG."]


def test_what_is_missing_is_counted_and_never_zero(world: World) -> None:
    found = " ".join(said(report(world)))
    assert "indicators have no value: " in found
    assert "reports that were due have not been given (" in found
    assert "Nothing that was due is missing." not in found


def test_a_text_that_is_missing_in_french_is_shown_in_english_and_marked(world: World) -> None:
    paper = report(world, lang="fr")
    assert paper.title == "Rapport sur l'exécution 2024-25"
    headings = [plain(one.content) for one in paper.blocks if isinstance(one, Heading)]
    assert headings[0] == "I. En bref"
    assert "Annexe I. Résultats par pays" in headings
    assert "certains textes sont en anglais" in plain(paper.cover.notice)
    assert paper.footer.endswith("Rapports et livres au 10 février 2026")


def test_a_report_of_the_demonstration_says_what_is_modelled(world: World) -> None:
    world.programme.is_demonstration = True
    assert "is modelled" in plain(report(world).cover.notice)


def test_files_are_tagged_and_have_real_styles_and_tables(world: World) -> None:
    from docx import Document as Word

    asked = {"programme": world.programme, "kind": "implementation", "lang": "fr"}
    pdf = write_paper(**asked, file_format="pdf")
    assert pdf.name == "2024-25-v1-2026-02-10-implementation-fr.pdf"
    assert b"/StructTreeRoot" in pdf.content
    word = Word(BytesIO(write_paper(**asked, file_format="docx").content))
    assert "Heading 1" in {one.style.name for one in word.paragraphs if one.style}
    assert len(word.tables) > 5


def test_it_is_gathered_in_at_most_twenty_statements(world: World) -> None:
    with request_context("test"), CaptureQueriesContext(connection) as statements:
        write_paper(
            programme=world.programme, kind="implementation", lang="en", file_format="html", actor=world.planner
        )
    assert len(statements) <= 20, [one["sql"][:120] for one in statements]
