"""Export, import, export: the same bytes, and errors with their path."""

from __future__ import annotations

from typing import Any

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import InvalidInput
from biennium.kernel.identity import new_uid
from biennium.programme.exchange.canonical import from_data, from_text, plain, to_bytes, to_text
from biennium.programme.models import Programme, Result
from biennium.programme.selectors.document import document
from biennium.programme.services.importing import import_programme
from biennium.programme.services.programmes import change_programme, create_programme
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
    first = document(programme)
    identities = {result.code: result.uid for result in first.results}
    assert all(identities.values())
    _without_everything()
    again = document(import_programme(actor=OPERATOR, values=first))
    assert {result.code: result.uid for result in again.results} == identities


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


def _spoil(path: str, value: object) -> dict[str, Any]:
    """The sample with one value at a path such as `results.2.level`."""
    data = plain(samples.programme())
    place: Any = data
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        place = place[step]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("results.2.item", "2", r"results\[2\]\.item: Input should be a valid integer"),
        ("results.2.item", 1.5, r"results\[2\]\.item: A float cannot be sealed"),
        ("results.2.item", 2**40, r"results\[2\]\.item: Input should be less than"),
        ("results.2.paragraphs", [5, 3], r"results\[2\]\.paragraphs: the first paragraph comes before the last"),
        ("results.2.code", "a\x00b", r"results\[2\]\.code: String should match"),
        ("results.2.code", "..", r"results\[2\]\.code: “\.\.” is no code"),
        ("results.2.title", {"en": "a\ud800"}, r"results\[2\]\.title\.en: The text has half a surrogate pair"),
        ("results.2.title", {"English": "a"}, r"results\[2\]\.title: “English” is not a language tag"),
        ("results.2.title", {"sw": "a"}, r"results\[2\]\.title\.sw: the document does not list the language “sw”"),
        ("levels.0.name", {"sw": "a"}, r"levels\[0\]\.name\.sw: the document does not list the language “sw”"),
        ("terms.0.title", {"sw": "a"}, r"terms\[0\]\.title\.sw: the document does not list the language “sw”"),
        ("languages", ["en!!"], r"languages\[0\]: String should match"),
        ("start", 0, r"start: Input should be a valid date"),
        ("indicators.0.illustrative", "yes", r"indicators\[0\]\.illustrative: Input should be a valid boolean"),
        ("indicators.0.baselines.0.as_of", "2023-13", r"baselines\[0\]\.as_of: month must be in 1\.\.12"),
        ("results.1.level", "impact", r"results\[1\]\.level: there is no level with the code “impact”"),
        ("results.1.parent", "9", r"results\[1\]\.parent: there is no result before this one with the code “9”"),
        ("results.1.links", ["9"], r"results\[1\]\.links: there is no result with the code “9”"),
        ("results.1.links", ["1.1"], r"results\[1\]\.links: a result cannot be linked to itself"),
        ("results.1.references", [{"scheme": "sdg", "code": "8"}] * 2, r"results\[1\]\.references\[1\]: “sdg 8” is"),
        ("results.1.lead_unit", "NOWHERE", r"There is no unit with the code “NOWHERE”"),
        ("indicators.0.result", "9", r"indicators\[0\]\.result: there is no result"),
        ("indicators.1.code", "1.1.1", r"indicators\[1\]\.code: the code “1\.1\.1” is given twice"),
        ("work_items.0.sdg", {"8": 1}, r"work_items\[0\]\.sdg: "),
        ("work_items.0.function", "x" * 41, r"work_items\[0\]\.function: String should have at most 40"),
        ("sections.0.parent", "decision", r"sections\[0\]\.parent: there is no text before this one"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_its_path(world: None, path: str, value: object, told: str) -> None:
    with pytest.raises(InvalidInput, match=told) as caught:
        import_programme(actor=OPERATOR, values=from_data(_spoil(path, value)))
    assert "\n" not in str(caught.value)
    assert not Programme.objects.exists()


@pytest.mark.parametrize("names", [("results.0", "results.5"), ("sections.0", "work_items.0")])
def test_an_identity_stands_for_one_thing(world: None, names: tuple[str, str]) -> None:
    data = plain(samples.programme())
    for name in names:
        kind, place = name.split(".")
        data[kind][int(place)]["uid"] = str(new_uid()) if name == names[0] else data[names[0].split(".")[0]][0]["uid"]
    with pytest.raises(InvalidInput, match=r"uid: the identity .* is given twice"):
        import_programme(actor=OPERATOR, values=from_data(data))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 100_000, "nested too deep"),
        ('{"code": "a", "code": "b"}', "“code” stands twice in one object"),
        ('{"x": ' * 150 + "1" + "}" * 150, "Nested deeper than 100 levels"),
        (b"\xff\xfe\x00", "This is not JSON"),
    ],
)
def test_a_file_that_readers_would_disagree_on_is_refused_in_one_line(text: str | bytes, told: str) -> None:
    with pytest.raises(InvalidInput, match=told) as caught:
        from_text(text)
    assert len(str(caught.value)) < 2000


def test_a_currency_there_is_none_of_is_refused_with_its_place(programme: Programme) -> None:
    values = document(programme).model_copy(update={"currency": "ZZZ"})
    with pytest.raises(InvalidInput, match="currency: “ZZZ” is not a currency with amounts") as refused:
        change_programme(actor=OPERATOR, programme=programme, values=values, revision=None)
    assert refused.value.field == "currency"
    elsewhere = values.model_copy(update={"uid": None, "code": "2026-27"})
    with pytest.raises(InvalidInput, match="currency: “ZZZ”"):
        import_programme(actor=OPERATOR, values=elsewhere)


def test_a_new_programme_has_no_levels_in_a_language_it_is_not_kept_in(world: None) -> None:
    spoilt = samples.programme(languages=["en"], title={"en": "Programme"}, unit=None)
    with pytest.raises(InvalidInput, match=r"levels\[0\]\.name\.fr: the document does not list the language “fr”"):
        create_programme(actor=OPERATOR, values=spoilt)
    levels = [one.kept_in(["en"]) for one in spoilt.levels]
    kept = create_programme(actor=OPERATOR, values=spoilt.model_copy(update={"levels": levels, "terms": []}))
    assert all(set(name) == {"en"} for name in kept.levels.values_list("name", flat=True))
