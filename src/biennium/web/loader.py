"""Loads templates with components, which are trimmed, so that a component may stand in a sentence.

Invariant: a component adds no white space around itself; other templates are loaded as they are written.
"""

from __future__ import annotations

import re

from django.template import Origin
from django_cotton.cotton_loader import Loader as CottonLoader

COMPONENTS = re.compile(r"[/\\]templates[/\\]cotton[/\\]")
_HEAD = re.compile(r"\A(?:\s*\{% (?:load|cotton:vars) [^%]*%\})+\s*")


class Loader(CottonLoader):  # type: ignore[misc]
    """Stands in the settings where django-cotton's own would."""

    def get_contents(self, origin: Origin) -> str:
        """The compiled source. Raises `TemplateDoesNotExist`."""
        contents: str = super().get_contents(origin)
        return trimmed(contents) if COMPONENTS.search(str(origin.name)) else contents


def trimmed(source: str) -> str:
    """A compiled component without white space at its end, and none after or between the tags at its head."""
    return _HEAD.sub(lambda head: re.sub(r"\s*(\{%.*?%\})\s*", r"\1", head[0], flags=re.DOTALL), source.strip())
