"""Text keeps a contrast of 4.5:1 on every ground it stands on, controls one of 3:1, in light and in dark (WCAG 2.2)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import biennium.web

TOKENS = (Path(biennium.web.__file__).parent / "static/biennium/tokens.css").read_text(encoding="utf-8")
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", TOKENS)
}
GROUNDS = ("paper", "ground")
TINTS = ("tint-1", "tint-2", "tint-3", "tint-4")
NOTICES = ("accent-tint", "good-tint", "attention-tint", "late-tint")
TEXT = [(text, ground) for text in ("ink", "quiet", "accent", "accent-strong") for ground in GROUNDS]
TEXT += [(text, ground) for text in ("good", "attention", "late") for ground in GROUNDS]
TEXT += [("ink", ground) for ground in (*NOTICES, *TINTS)]
TEXT += [("accent", ground) for ground in (*NOTICES, "tint-1", "tint-2")]
TEXT += [("quiet", ground) for ground in NOTICES]
TEXT += [(name, f"{name}-tint") for name in ("good", "attention", "late")]
TEXT += [("on-accent", "accent"), ("on-accent", "accent-strong")]
CONTROLS = [("edge", "paper"), ("edge", "ground"), ("accent", "paper"), ("accent", "ground"), ("accent", "late-tint")]


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text: str, ground: str, scheme: str) -> None:
    assert contrast(COLOURS[text][scheme], COLOURS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("control", "ground"), CONTROLS)
def test_controls_and_the_focus_ring_can_be_seen(control: str, ground: str, scheme: str) -> None:
    assert contrast(COLOURS[control][scheme], COLOURS[ground][scheme]) >= 3


def test_the_colours_are_those_of_the_design() -> None:
    light = {name: colours["light"] for name, colours in COLOURS.items()}
    assert (light["ink"], light["paper"], light["ground"], light["hairline"]) == (
        "#17191c",
        "#ffffff",
        "#f6f6f3",
        "#d8d8d2",
    )
    assert (light["accent"], light["good"]) == ("#174a7c", "#1b6e53")
    assert (light["attention"], light["late"]) == ("#8a5a00", "#a4262c")
    assert (COLOURS["ink"]["dark"], COLOURS["paper"]["dark"]) == ("#ececea", "#16181b")
