"""What a version consists of: named sections, each built from the live books by the room that owns it.

A room adds to every future version by registering a section here. The stored bytes are the canonical JSON of
`{"format": …, "sections": {name: data}}`; the version's hash is over the hashes of its sections, so that a section
can be proved part of a version without the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from biennium.foundation.registry import Registry
from biennium.kernel import seals
from biennium.kernel.errors import Sealed
from biennium.organisation.selectors import own_map, own_regions
from biennium.programme.exchange.canonical import plain
from biennium.programme.models import Programme
from biennium.programme.selectors.document import document

FORMAT = "biennium-version/1"
DOCUMENT = "programme"
"""The section of this room."""

Builder = Callable[[Programme], Any]
SECTIONS: Registry[Builder] = Registry("sections of a version")


def register() -> None:
    """The sections of this room."""
    SECTIONS.register(DOCUMENT, lambda programme: plain(document(programme)))
    SECTIONS.register("regions", region_map)


def region_map(programme: Programme) -> dict[str, Any]:
    """The regions in use at the time of sealing and the places in each, by code."""
    regions = own_regions().prefetch_related("places")
    return {
        "map": own_map(),
        "regions": [
            {"code": one.code, "name": one.name, "places": sorted(place.code for place in one.places.all())}
            for one in regions
        ],
    }


def sections_of(programme: Programme, names: Iterable[str]) -> dict[str, Any]:
    """Sections of the live programme, by name."""
    return {name: SECTIONS[name](programme) for name in names}


def build(programme: Programme) -> tuple[bytes, dict[str, str], str]:
    """The bytes of a version of the live programme, the hash of each section, and the hash of the whole."""
    sections = sections_of(programme, SECTIONS)
    sealed = seals.seal(sections, format_name=FORMAT)
    content = seals.canonical({"format": FORMAT, "sections": sections})
    return content, dict(sealed.sections), sealed.hash


def open_sealed(content: bytes, expected: str) -> dict[str, Any]:
    """The sections of sealed bytes. Raises `Sealed` when they do not have the hash they were sealed with."""
    data = json.loads(content)
    if seals.seal(data["sections"], format_name=data["format"]).hash != expected:
        raise Sealed("The content of this version is not what was sealed.", remedy="Restore it from the backup.")
    sections: dict[str, Any] = data["sections"]
    return sections
