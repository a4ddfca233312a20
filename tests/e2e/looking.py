"""What is looked for on every page: what axe finds, and what is cut off at the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_core_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

Faults = list[tuple[str, list[str]]]


def faults(page: Page) -> Faults:
    """What axe finds: the rule, and the elements."""
    found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def fits(page: Page) -> bool:
    """Whether nothing is cut off at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def unfold(page: Page) -> None:
    """Opens all that can be unfolded, save menus that would cover the page."""
    page.evaluate("document.querySelectorAll('details:not(.download)').forEach((one) => { one.open = true; })")
