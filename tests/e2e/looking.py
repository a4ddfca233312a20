"""What is looked for on every page: what axe finds, and what is cut off at the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_core_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

Faults = list[tuple[str, list[str]]]


# What is repeated is looked at a few times: the further rows of a table, entries of a list, choices, and objects with
# their changes are made alike.
ALIKE = [
    *(["tbody tr:nth-child(n+9)"], ["li:nth-child(n+13)"], ["option:nth-child(n+5)"]),
    [".change-group:nth-of-type(n+5)"],
]
# The rules whose outcome can be another where a page is shown in another width, colour scheme or language.
COLOURS = ("color-contrast", "link-in-text-block")
ON_ANOTHER_SCREEN = [*COLOURS, "scrollable-region-focusable", "html-has-lang", "valid-lang"]


# What axe asks for of itself before it looks, films and style sheets of others, is on no page; where a fault is, its
# HTML tells, so that axe need not find a selector for each thing it looked at.
OPTIONS = {"resultTypes": ["violations"], "preload": False, "selectors": False}


def faults(page: Page, **options: object) -> Faults:
    """What axe finds (with its options): the rule, and the elements."""
    page.evaluate(Axe().axe_script)
    looked_for = [{"exclude": ALIKE}, {**OPTIONS, **options}]
    found = page.evaluate("([where, how]) => axe.run(where, how)", looked_for)["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def fits(page: Page) -> bool:
    """Whether nothing is cut off at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def unfold(page: Page) -> None:
    """Opens all that can be unfolded, save menus that would cover the page."""
    page.evaluate("document.querySelectorAll('details:not(.download)').forEach((one) => { one.open = true; })")
