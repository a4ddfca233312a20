"""The components, one by one: what they say without colour, without JavaScript and without a mouse."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory

import biennium.web
from biennium.kernel.compare.words import difference
from biennium.kernel.figures import Figure, State
from biennium.web.loader import trimmed
from web import gallery
from web.gallery import render

pytestmark = pytest.mark.urls("web.urls")
COMPONENTS = sorted((Path(biennium.web.__file__).parent / "templates" / "cotton").glob("*.html"))
ALLOWED = SimpleNamespace(allowed=True, rule="Your role allows it.", who_can_lift="")
FORBIDDEN = SimpleNamespace(allowed=False, rule="No role of yours allows it.", who_can_lift="Ask the secretariat.")


def _squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html).replace("> <", "><").strip()


@pytest.mark.parametrize("name", gallery.PAGES)
@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_every_page_of_the_gallery_renders(name: str, lang: str) -> None:
    html = gallery.page(name, lang)
    assert f'<html lang="{lang}"' in html
    assert "<c-" not in html
    assert "{{" not in html


def test_a_component_adds_no_white_space_to_a_sentence() -> None:
    shown = render('(<c-figure :value="3" />), <c-figure state="not_reported" />.')
    assert shown == '(<span class="figure">3</span>), <span class="figure-state">not reported</span>.'


def test_only_the_head_and_the_end_of_a_component_are_trimmed() -> None:
    assert trimmed("\n{% load a %}\n{% cotton:vars b=1 %}\n\n<p>\n c d </p>\n") == (
        "{% load a %}{% cotton:vars b=1 %}<p>\n c d </p>"
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [("not_reported", "not reported"), ("not_yet_due", "not yet due"), ("not_applicable", "not applicable")],
)
def test_a_missing_figure_is_written_out(state: str, words: str) -> None:
    assert words in render('<c-figure :of="figure" />', figure=Figure.absent("x", State(state)))
    assert words in render(f'<c-figure state="{state}" />')


def test_zero_is_a_figure() -> None:
    assert render('<c-figure :of="figure" />', figure=Figure.known("x", 0)) == '<span class="figure">0</span>'


def test_a_figure_opens_its_explanation_and_says_so() -> None:
    shown = render('<c-figure :value="1222" unit="results" href="/explain" />')
    assert '<a class="figure" href="/explain">1,222<span class="visually-hidden"> (where this figure comes' in shown
    assert '<span class="figure-unit">results</span>' in shown


def test_a_parameter_of_a_component_is_not_taken_from_the_page_around_it() -> None:
    assert (
        render("<c-figure />", value="of the page", state="not_reported", unit="leak") == '<span class="figure"></span>'
    )


def test_key_figures_are_a_list_of_terms() -> None:
    shown = _squeezed(render('<c-key-figures><c-key-figure label="Outputs" :value="44" /></c-key-figures>'))
    assert '<dl class="key-figures">' in shown
    assert "<dt>Outputs</dt>" in shown
    assert '<dd><span class="figure">44</span></dd>' in shown


@pytest.mark.parametrize("kind", ["good", "attention", "late", "neutral"])
def test_a_status_has_a_shape_and_a_word(kind: str) -> None:
    shown = render(f'<c-status kind="{kind}">Words</c-status>')
    assert 'aria-hidden="true"' in shown
    assert "Words" in shown


def test_no_two_icons_have_the_same_shape() -> None:
    names = ("good", "attention", "late", "neutral", "info", "sealed", "draft", "added", "dropped", "moved", "changed")
    assert len({render(f'<c-icon name="{name}" />') for name in names}) == len(names)


def test_a_difference_is_told_without_colour() -> None:
    shown = render('<c-diff :words="words" lang="en" dir="ltr" />', words=difference("one two", "one <b> two"))
    assert '<div class="diff" lang="en" dir="ltr">' in _squeezed(shown)
    assert '<ins><span class="visually-hidden">[added: </span>&lt;b&gt;' in shown
    removed = render('<c-diff :words="words" />', words=difference("one two", "one"))
    assert '<del><span class="visually-hidden">[removed: </span>' in removed


def test_a_forbidden_action_names_the_rule_and_who_can_lift_it() -> None:
    shown = _squeezed(render('<c-action :verdict="verdict" href="/seal">Seal</c-action>', verdict=FORBIDDEN))
    assert 'aria-disabled="true"' in shown
    described = re.search(r'aria-describedby="([^"]+)"', shown)
    assert described
    assert f'<p id="{described[1]}">No role of yours allows it. Ask the secretariat.</p>' in shown
    assert "/seal" not in shown


def test_an_allowed_action_is_a_link_or_a_button() -> None:
    assert 'href="/seal"' in render('<c-action :verdict="verdict" href="/seal">Seal</c-action>', verdict=ALLOWED)
    button = _squeezed(render('<c-action name="step" value="seal" hx-post="/x">Seal</c-action>'))
    assert 'type="submit"' in button
    assert 'name="step" value="seal"' in button
    assert 'hx-post="/x"' in button


def test_two_forbidden_actions_have_two_ids() -> None:
    shown = render(
        '<c-action :verdict="verdict">A</c-action><c-action :verdict="verdict">B</c-action>', verdict=FORBIDDEN
    )
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids)) == 2


def test_a_reason_is_asked_for_in_a_form_that_needs_no_script() -> None:
    shown = _squeezed(render('<c-reason label="Retire" action="/retire" />', csrf_token="token"))
    assert "<details" in shown
    assert '<form method="post" action="/retire">' in shown
    assert 'value="token"' in shown
    assert re.search(r'<textarea [^>]*name="reason"[^>]* required>', shown)


def test_a_reason_is_not_asked_for_what_is_forbidden() -> None:
    shown = render('<c-reason label="Retire" action="/retire" :verdict="verdict" />', verdict=FORBIDDEN)
    assert "<form" not in shown
    assert "No role of yours allows it." in shown


def _column(sort: str) -> str:
    request = RequestFactory().get("/", {"q": "x", "page": "3"})
    return _squeezed(render(f'<c-column name="code" sort="{sort}">Code</c-column>', request=request))


def test_a_column_is_sorted_by_a_link_that_keeps_the_filter_and_leaves_the_page() -> None:
    assert '<a href="?q=x&amp;sort=code">' in _column("")
    assert "aria-sort" not in _column("title")


def test_a_sorted_column_says_how_and_offers_the_other_way() -> None:
    assert 'aria-sort="ascending"' in _column("code")
    assert "sort=-code" in _column("code")
    assert 'aria-sort="descending"' in _column("-code")
    assert "sort=code" in _column("-code")


def test_a_cell_carries_the_label_it_has_on_a_phone() -> None:
    shown = _squeezed(render('<c-cell label="Output" numeric>8</c-cell>'))
    assert shown == '<td class="numeric" data-label="Output" ><div>8</div></td>'
    assert 'scope="row"' in render('<c-cell label="Code" head>1.1</c-cell>')


def test_a_wide_table_can_be_scrolled_from_the_keyboard_and_has_a_name() -> None:
    shown = _squeezed(render('<c-table caption="Gaps" wide><tbody></tbody></c-table>'))
    named = re.search(r'role="region" tabindex="0" aria-labelledby="([^"]+)"', shown)
    assert named
    assert f'<caption id="{named[1]}">Gaps' in shown


def test_a_tree_folds_without_script_and_marks_where_the_reader_is() -> None:
    nodes = [
        {"code": "1", "title": {"en": "One"}, "url": "/1", "children": [{"title": "Leaf", "url": "/2", "current": 1}]}
    ]
    shown = _squeezed(render('<c-tree :nodes="nodes" label="Results" />', nodes=nodes))
    assert "<details >" in shown
    assert "Below “One”" in shown
    assert '<a href="/2" aria-current="page">' in shown


def test_progress_says_in_words_what_it_draws() -> None:
    shown = _squeezed(
        render('<c-progress label="Reached" :value="11" :target="24" :elapsed="half" />', half=Fraction(1, 2))
    )
    assert 'width="46"' in shown
    assert 'x1="50"' in shown
    assert "<span>11 of 24</span>" in shown
    assert "50% of the time has passed" in shown


def test_progress_without_a_target_draws_nothing() -> None:
    assert 'width="0"' in render('<c-progress label="Reached" :value="3" :target="0" />')


def test_a_pager_shows_only_where_there_are_pages() -> None:
    request = RequestFactory().get("/", {"q": "x"})
    shown = render('<c-pager :page="page" />', page=Paginator(range(9), 3).page(2), request=request)
    assert "Page 2 of 3" in shown
    assert 'href="?q=x&amp;page=3"' in shown
    assert render('<c-pager :page="page" />', page=Paginator(range(3), 3).page(1), request=request) == ""


def test_an_empty_history_says_so() -> None:
    assert "Nothing has been changed yet." in render('<c-history :events="events" />', events=[])


def test_every_component_is_in_the_gallery_or_in_another_component() -> None:
    sources = [path.read_text(encoding="utf-8") for path in gallery.FOLDER.glob("*.html")]
    sources += [path.read_text(encoding="utf-8") for path in COMPONENTS[0].parents[1].rglob("*.html")]
    unused = [
        path.stem for path in COMPONENTS if not any(f"<c-{path.stem.replace('_', '-')}" in one for one in sources)
    ]
    assert unused == []


def test_every_component_and_parameter_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/components.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### `<c-([a-z-]+)>`\n(.*?)(?=^##|\Z)", page, re.DOTALL | re.MULTILINE))
    for path in COMPONENTS:
        described = sections[path.stem.replace("_", "-")]
        declared = re.search(r"<c-vars(.*?)/>", path.read_text(encoding="utf-8"), re.DOTALL)
        for name in re.findall(r":?([a-z]+)=", declared[1] if declared else ""):
            assert f"`{name}`" in described, f"{path.stem}: {name}"
