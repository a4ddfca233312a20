"""Pictures drawn on the server: named, harmless, and at home on the page."""

from __future__ import annotations

import pytest

from biennium.kernel.errors import InvalidInput
from biennium.web import charts
from web.gallery import render

DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="400px" height="200">
<title>Vega</title>
<style>.a{fill:red}</style><script>alert(1)</script><foreignObject><p/></foreignObject>
<image href="http://x.test/a.png"/>
<defs><clipPath id="clip"><rect id="r" width="1" height="1"/></clipPath></defs>
<g clip-path="url(#clip)" style="fill: none; stroke-width: 2px" onclick="alert(1)">
<use xlink:href="#r"/><rect fill="url(http://x.test/#f)"/>
<a xlink:href="https://site.test/results/1?q=2"><rect aria-label="Output 1"/></a><a href="https://elsewhere.test/"><rect/></a>
<a href="javascript:alert(1)"><rect/></a><a href="/results/2"><rect/></a></g></svg>"""


def _inlined() -> str:
    return charts.inline(DRAWN, name="Gap <by> output", prefix="gap", host="site.test")


def test_it_has_a_name_and_the_size_of_the_page() -> None:
    html = _inlined()
    assert 'viewBox="0 0 400 200"' in html
    assert 'aria-labelledby="gap-title"' in html
    assert '<title id="gap-title">Gap &lt;by&gt; output</title>' in html
    assert "Vega" not in html
    assert 'width="400' not in html


@pytest.mark.parametrize(
    "part", ["<style", "<script", "foreignObject", "<image", "style=", "onclick", "x.test", "javascript:"]
)
def test_nothing_runs_and_nothing_is_loaded(part: str) -> None:
    assert part not in _inlined()


def test_declarations_of_style_become_attributes() -> None:
    assert 'fill="none" stroke-width="2px"' in _inlined()


def test_ids_are_its_own_and_references_follow() -> None:
    html = _inlined()
    assert 'id="gap-clip"' in html
    assert 'clip-path="url(#gap-clip)"' in html
    assert 'href="#gap-r"' in html


def test_links_have_a_name_stay_on_this_site_and_become_relative() -> None:
    html = _inlined()
    assert 'aria-label="Output 1"' in html.partition('href="/results/1?q=2"')[2].partition(">")[0]
    assert 'href="/results/1?q=2"' in html
    assert 'href="/results/2"' in html
    assert "elsewhere.test" not in html


def test_a_picture_with_links_is_a_group_and_one_without_an_image() -> None:
    plain = charts.inline('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', name="x", prefix="x")
    assert 'role="img"' in plain
    assert 'role="group"' in _inlined()


@pytest.mark.parametrize(
    "source", ["", "<svg", "<html/>", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>']
)
def test_what_is_no_svg_is_refused(source: str) -> None:
    with pytest.raises(InvalidInput):
        charts.inline(source, name="x", prefix="x")


def test_the_component_states_the_finding_and_keeps_the_table_one_click_away() -> None:
    html = render('<c-chart title="RB carries half" caption="Version 2" :svg="svg"><p>table</p></c-chart>', svg="")
    assert '<p class="chart-title">RB carries half</p>' in html
    assert "<figcaption>Version 2</figcaption>" in html
    assert "The numbers as a table" in html
