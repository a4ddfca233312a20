"""What was read in a paper, for a person who judges it: a tree with texts, and the notes beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from biennium.intake.choosing import key_of
from biennium.intake.draft import repair_words
from biennium.intake.models import PaperDraft
from biennium.intake.services import programme_of
from biennium.programme.exchange import models as exchange

KINDS = {
    "doubt": _("To be judged"),
    "join": _("Joined"),
    "split": _("Parted"),
    "number": _("Numbers"),
    "note": _("Placed"),
    "phrase": _("Set phrases"),
    "contents": _("Contents"),
    "furniture": _("Left out"),
    "heading": _("Headings"),
    "reading": _("Reading of the file"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """A repair in words."""

    where: str
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Read:
    """A paper as it was read."""

    programme: exchange.Programme
    levels: list[tuple[exchange.Level, int]]
    tree: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    notes: list[tuple[str, list[Note]]]
    unrecognised: list[dict[str, str]]
    keys: set[str]


def of(draft: PaperDraft) -> Read:
    """What was read in a draft that is ready."""
    programme = programme_of(draft)
    counts = Counter(result.level for result in programme.results)
    return Read(
        programme=programme,
        levels=[(level, counts[level.code]) for level in programme.levels],
        tree=_tree(programme),
        sections=[_section(one) for one in programme.sections],
        notes=_notes(draft.repairs),
        unrecognised=draft.unrecognised,
        keys={*map(key_of, programme.results), *map(key_of, programme.sections)},
    )


def _tree(programme: exchange.Programme) -> list[dict[str, Any]]:
    nodes: dict[str, dict[str, Any]] = {}
    tops: list[dict[str, Any]] = []
    counted = {level.code for level in programme.levels if level.counted}
    for result in programme.results:
        key = key_of(result) if result.level in counted else ""
        note = _paragraphs(result.paragraphs)
        node = {"code": result.code, "title": result.title, "note": note, "key": key, "children": []}
        nodes[result.code] = node
        (nodes[result.parent]["children"] if result.parent in nodes else tops).append(node)
    return tops


def _section(section: exchange.Section) -> dict[str, Any]:
    note = _paragraphs(section.paragraphs)
    return {"key": key_of(section), "heading": section.heading, "kind": section.kind, "note": note}


def _paragraphs(span: list[int] | None) -> str:
    return f"§ {'–'.join(str(number) for number in sorted(set(span)))}" if span else ""


def _notes(repairs: list[dict[str, Any]]) -> list[tuple[str, list[Note]]]:
    """Repairs by kind; those a person must judge come first."""
    groups: dict[str, list[Note]] = {kind: [] for kind in KINDS}
    for one in repairs:
        words = repair_words(one["said"], one["values"]) if "said" in one else one["message"]
        note = Note(one["where"], words, one.get("before", ""), one.get("after", ""))
        groups[one.get("kind", "reading")].append(note)
    return [(str(KINDS[kind]), notes) for kind, notes in groups.items() if notes]
