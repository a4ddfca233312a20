"""Themes: the colours of charts, as fixed values in documents and as variables of the style sheet on a screen.

A specification names colours by their fixed value; on a screen each becomes a variable of the style sheet (`--fund-1`),
which is set for light and for dark. The hues are told apart by readers who see no red or no green, always stand in this
order, and carry text in `ON_HUE`. Nothing is told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#17191c"
QUIET = "#565a60"
HAIRLINE = "#d8d8d2"
ON_HUE = "#ffffff"
HUES = {"blue": "#1f6aa5", "orange": "#c4501b", "teal": "#0b7f74", "ochre": "#8f6a00", "grey": "#6b6f76"}
VARIABLES = {
    INK: "var(--ink)",
    QUIET: "var(--quiet)",
    HAIRLINE: "var(--hairline)",
    ON_HUE: "var(--paper)",
    **{value: f"var(--fund-{place})" for place, value in enumerate(HUES.values(), 1)},
}
# The font inside vl-convert: text is measured in it on every machine, whatever the theme sets.
MEASURED_IN = "Liberation Sans"


@dataclass(frozen=True, slots=True)
class Theme:
    """Where a chart is shown: its font, and whether its colours are variables."""

    font: str
    has_variables: bool = False


# The first fonts are as wide as the one that was measured, so that no label is cut.
SCREEN = Theme(font='Arial, "Liberation Sans", Helvetica, sans-serif', has_variables=True)
PRINT = Theme(font="Libertinus Serif")
PICTURE = Theme(font=MEASURED_IN)
