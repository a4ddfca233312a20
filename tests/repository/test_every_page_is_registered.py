"""Every page of the installation is visited by the tests with a browser: none without an example for its address."""

from __future__ import annotations

from e2e.pages import NOT_VISITED, QUERIES, places, visited


def test_every_parameter_of_an_address_has_an_example() -> None:
    """A line in `EXAMPLES` of tests/e2e/pages.py says what stands in the address instead of the parameter."""
    wanting = {
        place.route: sorted(parameter for parameter, example in place.examples.items() if example is None)
        for place in visited()
        if None in place.examples.values()
    }
    assert wanting == {}


def test_only_what_there_is_is_named() -> None:
    known = {place.name for place in places()}
    assert sorted({*NOT_VISITED, *QUERIES} - known) == []


def test_what_is_not_visited_is_no_page_of_ours() -> None:
    """Pages of the portal and the office are all visited, save those that only lead to another and a file that there is
    none of without a programme before."""
    ours = [name for name in NOT_VISITED if name.startswith(("portal:", "office:"))]
    assert ours == ["portal:home", "portal:choose", "office:carry_over_file"]
