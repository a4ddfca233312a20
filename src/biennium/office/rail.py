"""The left column of the editor: the framework as a tree that leads from result to result."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from biennium.programme.models import Programme, Result
from biennium.programme.selectors.live import Branch, outline


def tree(programme: Programme, current: Result | None = None) -> list[dict[str, Any]]:
    """The counted results as nodes; the branches that lead to the current one are open."""
    return [_node(programme, branch, current) for branch in outline(programme) if branch.counted]


def _node(programme: Programme, branch: Branch, current: Result | None) -> dict[str, Any]:
    children = [_node(programme, child, current) for child in branch.children if child.counted]
    is_current = current is not None and current.pk == branch.pk
    return {
        "code": branch.code,
        "title": branch.title,
        "url": reverse("office:result", args=[programme.code, branch.code]),
        "current": is_current,
        "open": is_current or any(child["open"] or child["current"] for child in children),
        "children": children,
    }
