"""What the public reads of results: the targets of the sealed version, published results, and nothing that waits."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from biennium.foundation.actors import OPERATOR
from biennium.programme.services.indicators import change_indicator, described
from biennium.programme.services.versions import seal_version
from biennium.reporting.models import Evidence
from biennium.reporting.services.evidence import attach_file
from biennium.reporting.services.verification import publish_result
from reporting.pages import read
from reporting.world import World

HERE = "/p/2024-25"


@pytest.fixture
def public(world: World) -> World:
    """A sealed programme: KEN published, UGA verified, PER waiting; values of one round."""
    seal_version(actor=OPERATOR, programme=world.programme, stage="adopted", decision={"en": "D"})
    publish_result(actor=world.planner, result=world.verified("KEN", "1.1.1", "1.2.1"))
    world.verified("UGA")
    world.submitted("PER", by="per")
    world.observe("1.1.2", place="KEN", value="12", note={"en": "A secret"}, cells={"sex": {"female": "12"}})
    world.observe("1.1.3", place="KEN", numerator=1, denominator=4)
    return world


def test_every_page_asks_few_questions(public: World) -> None:
    for address in (
        "progress/",
        "progress/?level=output&under=1&period=2024&as_of=2024-06-30",
        "progress/1.1.1/",
        "progress/1.1.2/?region=africa",
        "country-results/",
        "country-results/?place=KEN&indicator=1.1.1",
        "country-results/KEN-R1/",
        "results/1.1/",
        "explain/results.achieved:1.1.1@world@2024-2025/",
        "countries/KEN/",
    ):
        read(Client(), f"{HERE}/{address}")


def test_a_count_opens_into_countries_and_published_results_only(public: World) -> None:
    page = read(Client(), f"{HERE}/progress/1.1.1/")
    assert "2 of 24" in page
    assert "2 countries and territories are counted" in page
    assert "KEN-R1" in page
    assert "Its results are verified and not published yet." in page
    for hidden in ("UGA-R1", "PER-R1", "waits to be verified"):
        assert hidden not in page


def test_what_is_not_published_has_no_page(public: World) -> None:
    read(Client(), f"{HERE}/country-results/KEN-R1/")
    for code in ("UGA-R1", "PER-R1"):
        read(Client(), f"{HERE}/country-results/{code}/", 404)
    listed = read(Client(), f"{HERE}/country-results/")
    assert "1 country result was verified and published." in listed


def test_the_page_of_a_country_has_its_published_results(public: World) -> None:
    page = read(Client(), f"{HERE}/countries/KEN/")
    assert "1 result was verified and published." in page
    assert "country-results/KEN-R1/" in page
    assert "UGA-R1" not in read(Client(), f"{HERE}/countries/UGA/")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_matrix_is_saved_without_what_waits(public: World, file_format: str) -> None:
    answer = Client().get(f"{HERE}/progress.{file_format}?period=2024")
    assert answer.status_code == 200
    if file_format == "csv":
        text = answer.content.decode("utf-8-sig")
        assert "1.1.1" in text
        assert "Waiting" not in text


def test_notes_for_the_office_are_not_shown(public: World) -> None:
    page = read(Client(), f"{HERE}/progress/1.1.2/")
    assert "12" in page
    assert "A secret" not in page


def test_a_target_that_is_being_edited_does_not_show(public: World) -> None:
    indicator = public.indicator("1.1.1")
    values = described(indicator)
    values.targets[0].value = "47110"
    change_indicator(actor=OPERATOR, indicator=indicator, values=values, revision=None)
    for address in ("progress/", "progress/1.1.1/", "results/1.1/", "explain/results.target:1.1.1/"):
        page = read(Client(), f"{HERE}/{address}")
        assert "24" in page
        assert "47,110" not in page


def test_the_page_of_a_result_says_what_was_achieved(public: World) -> None:
    page = read(Client(), f"{HERE}/results/1.1/")
    assert "<strong>2 of 24</strong>" in page
    assert "Which countries and values" in page


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("achieved:1.1.1", "country-results/?place=KEN&amp;indicator=1.1.1"),
        ("progress:1.1.3", "explain/results.achieved:1.1.3/"),
        ("achieved:1.1.3", "explain/results.numerator:1.1.3/"),
        ("numerator:1.1.3", "KEN · 2024 · NBO"),
    ],
)
def test_a_figure_opens_down_to_its_rows(public: World, name: str, row: str) -> None:
    assert row in read(Client(), f"{HERE}/explain/results.{name}/")


def test_evidence_of_a_published_result_can_be_saved_and_no_other(public: World) -> None:
    hidden = public.draft("GHA")
    file = SimpleUploadedFile("law.txt", b"The law says so.")
    attach_file(actor=public.ken, target=hidden, content=file.read(), filename="law.txt", title="Law", kind="law")
    shown = Evidence.objects.get(result__code="KEN-R1")
    assert Client().get(f"/evidence/{shown.uid}/")["Location"] == "https://example.org/law"
    assert Client().get(f"/evidence/{Evidence.objects.get(result=hidden).uid}/").status_code == 404
