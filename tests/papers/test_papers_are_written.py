"""A paper speaks of one version, which it names, and is the same file whenever it is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation
from lxml import html

from biennium.documents.blocks import Document, Paragraph, inline
from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.papers.kinds import KINDS, Commission, PaperKind, of_the_day
from biennium.papers.services import FORMATS, WrittenPaper, write_paper
from biennium.papers.words import LANGUAGES
from biennium.programme.models import Programme
from biennium.programme.selectors.versions import latest
from biennium.programme.services.results import change_result, described


def written(programme: Programme, **changes: str) -> WrittenPaper:
    asked = {"kind": "programme", "lang": "en", "file_format": "html", **changes}
    return write_paper(programme=programme, **asked)


def page(paper: WrittenPaper) -> html.HtmlElement:
    return html.document_fromstring(paper.content.decode())


def reword(programme: Programme, title: str) -> None:
    result = programme.results.get(code="1.1")
    values = described(result)
    values.title["en"] = title
    change_result(actor=OPERATOR, result=result, values=values, revision=result.revision)


def test_without_a_version_it_speaks_of_the_latest_and_names_its_hash(sealed: Programme) -> None:
    version = latest(sealed)
    assert version is not None
    paper = written(sealed)
    assert paper.pin == f"version 2 (proposed) {version.short_hash}"
    assert paper.name == "2024-25-v2-programme-en.html"
    assert page(paper).xpath("string(//footer)").endswith(f"SHA-256 {version.short_hash}")


def test_a_version_can_be_named_by_number_stage_or_hash(sealed: Programme) -> None:
    first = sealed.versions.get(number=1)
    for which in ("1", "v1", "preliminary"):
        assert written(sealed, which=which).pin.startswith("version 1 (preliminary)")
    assert first.short_hash in written(sealed, which="1").pin


def test_a_sealed_version_says_what_it_said_and_the_live_draft_what_is_now(sealed: Programme) -> None:
    before = written(sealed)
    reword(sealed, "Something else")
    assert written(sealed) == before
    draft = written(sealed, which="live")
    assert draft.name == "2024-25-draft-programme-en.html"
    assert "Output 1.1. Something else" in page(draft).text_content()
    assert "not sealed" in page(draft).xpath("string(//footer)")


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_paper_is_the_same_file(sealed: Programme, file_format: str) -> None:
    assert written(sealed, file_format=file_format) == written(sealed, file_format=file_format)


@pytest.mark.parametrize("kind", ["programme", "framework"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("file_format", FORMATS)
def test_every_kind_is_written_in_every_language_and_format(
    sealed: Programme, kind: str, lang: str, file_format: str
) -> None:
    paper = written(sealed, kind=kind, lang=lang, file_format=file_format)
    assert paper.name == f"2024-25-v2-{kind}-{lang}.{file_format}"
    assert len(paper.content) > 3000


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "poem"}, "“poem” is no kind of paper. Use one of programme, framework"),
        ({"lang": "de"}, "“de” is no language of papers. Use one of en, fr, es"),
        ({"file_format": "odt"}, "“odt” is no format. Use one of pdf, docx, html"),
    ],
)
def test_what_there_is_none_of_is_refused_with_what_there_is(
    sealed: Programme, changes: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        written(sealed, **changes)
    assert str(refusal.value).startswith(message)


def test_a_version_there_is_none_of_is_not_found(sealed: Programme) -> None:
    with pytest.raises(NotFound, match="no version “9”"):
        written(sealed, which="9")


def test_without_a_sealed_version_the_way_to_a_draft_is_told(programme: Programme) -> None:
    with pytest.raises(NotFound, match="ask for the live draft"):
        written(programme)


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("fr", "2024-25 n’a pas encore de version scellée. Scellez-en une, ou demandez "),
        ("es", "2024-25 no tiene todavía ninguna versión sellada. Selle una o pida "),
    ],
)
def test_without_a_sealed_version_the_way_out_is_told_in_the_readers_language(
    programme: Programme, lang: str, message: str
) -> None:
    with translation.override(lang), pytest.raises(NotFound) as refusal:
        written(programme)
    assert str(refusal.value).startswith(message)


@pytest.fixture
def letters() -> Iterator[str]:
    """A further kind of paper, as another room would add it."""

    def build(commission: Commission) -> Document:
        said = f"Of {commission.programme.code}, {commission.pin}."
        return Document(title="Letter", lang=commission.lang, blocks=(Paragraph(inline(said)),))

    KINDS.register("letter", PaperKind("Letter", build))
    yield "letter"
    del KINDS._entries["letter"]


def test_another_room_adds_a_kind_by_registering_its_builder(sealed: Programme, letters: str) -> None:
    paper = written(sealed, kind=letters, lang="fr")
    assert "Of 2024-25, version 2 (proposed)" in page(paper).text_content()


@pytest.fixture
def answers() -> Iterator[str]:
    """A kind that is about more than a programme."""

    def build(commission: Commission) -> Document:
        return Document("Answer", commission.lang, (Paragraph(inline(f"To {commission.subject['reader']}.")),))

    KINDS.register("answer", PaperKind("Answer", build, reports=True, asks=("reader",)))
    yield "answer"
    del KINDS._entries["answer"]


def test_a_kind_that_is_about_more_is_told_it_or_says_what_it_lacks(sealed: Programme, answers: str) -> None:
    asked = {"programme": sealed, "kind": answers, "lang": "en", "file_format": "html"}
    paper = write_paper(**asked, subject={"reader": "A/B", "other": "ignored"})
    assert paper.name == "2024-25-v2-A-B-answer-en.html"
    assert "To A/B." in page(paper).text_content()
    with pytest.raises(InvalidInput, match=r"is about more than a programme\. Say also: reader\."):
        write_paper(**asked)
    assert answers not in of_the_day()


def test_a_character_that_the_font_lacks_is_refused_in_a_pdf_and_written_otherwise(sealed: Programme) -> None:
    reword(sealed, "Ratification 漢")
    with pytest.raises(InvalidInput, match="CJK UNIFIED IDEOGRAPH-6F22"):
        written(sealed, which="live", file_format="pdf")
    assert "漢" in page(written(sealed, which="live")).text_content()


def test_the_paper_of_the_demonstration_says_what_it_is(sealed: Programme) -> None:
    assert page(written(sealed)).xpath("//p[@class='notice']") == []
    Programme.objects.filter(pk=sealed.pk).update(is_demonstration=True)
    sealed.refresh_from_db()
    assert page(written(sealed)).xpath("string(//p[@class='notice'])").startswith("Demonstration.")
