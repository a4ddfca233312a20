"""Export, import, export: the same bytes, and errors with their path."""

from __future__ import annotations

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange.canonical import from_data, from_text, plain, to_bytes, to_text
from biennium.programme.models import Programme, Result
from biennium.programme.selectors.document import document
from biennium.programme.services.importing import import_programme
from programme import samples


def _without_everything() -> None:
    """As on another installation: the programme is gone, the organisation stays."""
    from biennium.programme import models

    Result.links.through.objects.all().delete()
    for model in (models.WorkItem, models.Section, models.Term, models.Indicator, models.Reference):
        model.objects.all().delete()
    models.Result.objects.filter(parent__parent__isnull=False).delete()
    models.Result.objects.filter(parent__isnull=False).delete()
    for model in (models.Result, models.Level, models.Programme):
        model.objects.all().delete()


def test_what_is_exported_and_imported_elsewhere_is_exported_to_the_same_bytes(programme: Programme) -> None:
    first = document(programme)
    _without_everything()
    again = import_programme(actor=OPERATOR, values=from_text(to_text(first)))
    assert to_bytes(document(again)) == to_bytes(first)


def test_identity_is_kept_by_export_and_import(programme: Programme) -> None:
    identities = {result.code: result.uid for result in document(programme).results}
    assert all(identities.values())
    _without_everything()


def test_an_export_contains_everything_that_was_imported(programme: Programme) -> None:
    exported, given = plain(document(programme)), plain(samples.programme())
    for name in ("results", "indicators", "sections", "work_items"):
        for one in exported[name]:
            del one["uid"]
    del exported["uid"]
    assert exported["terms"] == sorted(given["terms"], key=lambda term: term["scheme"])
    for name in ("results", "indicators", "sections", "work_items", "levels", "paper", "title"):
        assert exported[name] == given[name], name


def test_an_unknown_field_is_refused_with_its_path() -> None:
    data = plain(samples.programme())
    data["results"][2]["colour"] = "red"
    with pytest.raises(InvalidInput, match=r"results\[2\]\.colour: unknown field"):
        from_data(data)


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "null", '{"format": "biennium-programme/9"}'])
def test_a_file_that_is_no_programme_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_text(text, where="a.json")
    assert str(caught.value).startswith("a.json: ")
    assert "\n" not in str(caught.value)


def test_an_import_that_fails_leaves_nothing_behind(world: None) -> None:
    values = samples.programme()
    values.indicators[1].targets[0].region = "atlantis"
    with pytest.raises(InvalidInput, match="no region with the code “atlantis”"):
        import_programme(actor=OPERATOR, values=values)
    assert not Programme.objects.exists()


def test_more_decimals_than_the_indicator_has_are_refused(world: None) -> None:
    values = samples.programme()
    values.indicators[0].targets[0].value = "20.5"
    with pytest.raises(InvalidInput, match="at most 0 decimals"):
        import_programme(actor=OPERATOR, values=values)


def test_a_second_import_of_the_same_code_is_refused(programme: Programme) -> None:
    with pytest.raises(InvalidInput, match="There is a programme 2024-25 already"):
        import_programme(actor=OPERATOR, values=samples.programme())
