"""Two pairs of hands for one journey: a pointer with a keyboard beside it, and a keyboard alone.

Invariant: `Keys` reaches everything by Tab and acts by Enter, Space, arrows and typing; what it acts upon has the
focus, shows it, is in the window and is covered by nothing. A pointer that is used meanwhile fails the journey.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Download, Locator, Page

MOST_STOPS = 500
Name = str | re.Pattern[str]

SEEN = """(one) => {
  const box = [...one.getClientRects()].find((part) => part.width > 0 && part.height > 0);
  if (!box) return "takes no room";
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 20);
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return "is outside the window";
  const top = document.elementFromPoint(x, y);
  const label = one.labels && [...one.labels].some((label) => label.contains(top));
  if (!(top && (one.contains(top) || top.contains(one) || label))) return `is covered by ${top && top.outerHTML}`;
  const style = getComputedStyle(one);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 ? "" : "does not show its focus";
}"""


class Hand(ABC):
    """What a person does on a page. A `name` is what a screen reader would say of the thing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # From the first listener on, the browser hands its file dialogs over; asked for later, it may come too late.
        page.on("filechooser", lambda _asked: None)

    def thing(self, role: Any, name: Name, within: Locator | None = None) -> Locator:
        """The first thing of this role and name, on the page or in a part of it."""
        return (within or self.page).get_by_role(role, name=name, exact=isinstance(name, str)).first

    def field(self, label: Name, group: Name = "") -> Locator:
        """The field of this label, in the group of fields where several have it."""
        within = self.page.get_by_role("group", name=group).first if group else self.page
        return within.get_by_label(label, exact=isinstance(label, str)).first

    @abstractmethod
    def press(self, thing: Locator) -> None:
        """Presses a button, a link, a box to tick, a heading that unfolds."""

    @abstractmethod
    def write(self, field: Locator, text: str) -> None:
        """Writes into a field, in place of what stands there."""

    @abstractmethod
    def choose(self, field: Locator, option: str) -> None:
        """Chooses from a list."""

    @abstractmethod
    def give(self, field: Locator, file: Path) -> None:
        """Chooses a file."""

    def follow(self, thing: Locator) -> None:
        """Presses what leads to another page, or to this one anew, and waits for it."""
        with self.page.expect_navigation():
            self.press(thing)

    def take(self, thing: Locator) -> Download:
        """Presses what gives a file, and takes it."""
        with self.page.expect_download() as given:
            self.press(thing)
        return given.value

    @property
    def text(self) -> str:
        """What stands on the page, in its main part, on one line."""
        return " ".join(self.page.locator("main").inner_text().split())


class Pointer(Hand):
    """A mouse, and a keyboard for the texts."""

    def press(self, thing: Locator) -> None:
        thing.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, field: Locator, option: str) -> None:
        field.select_option(label=option)

    def give(self, field: Locator, file: Path) -> None:
        with self.page.expect_file_chooser() as asked:
            field.click()
        asked.value.set_files(file)


class Keys(Hand):
    """A keyboard alone."""

    def press(self, thing: Locator) -> None:
        self._reach(thing)
        ticked = thing.evaluate("one => one.matches('input[type=checkbox], input[type=radio]')")
        self.page.keyboard.press("Space" if ticked else "Enter")

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def choose(self, field: Locator, option: str) -> None:
        self._reach(field)
        self.page.keyboard.press("Home")
        for _each in range(field.locator("option").count()):
            if field.evaluate("one => one.selectedOptions[0].label") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option} cannot be chosen by keyboard")

    def give(self, field: Locator, file: Path) -> None:
        self._reach(field)
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Enter")
        asked.value.set_files(file)

    def _reach(self, thing: Locator) -> None:
        """Tab until it has the focus. Fails when it never gets it, or cannot be seen then."""
        thing.wait_for()
        for _stop in range(MOST_STOPS):
            if thing.evaluate("one => one === document.activeElement"):
                assert thing.evaluate(SEEN) == "", f"{thing} {thing.evaluate(SEEN)}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{thing} is never reached by Tab")


def watched(context: BrowserContext, used: Callable[[str], None]) -> None:
    """Tells of every pointer that is used in this browser window."""
    context.expose_binding("pointerUsed", lambda _source, what: used(what))
    context.add_init_script(
        """for (const kind of ["pointerdown", "mousedown", "touchstart", "wheel"])
             addEventListener(kind, (event) => window.pointerUsed(event.type), { capture: true, passive: true });"""
    )


HANDS: dict[str, type[Hand]] = {"pointer": Pointer, "keyboard alone": Keys}
