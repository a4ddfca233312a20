"""The second version: what the first becomes by a few illustrative changes, as the governing body might ask for."""

from __future__ import annotations

from typing import Any

from biennium.programme.exchange import models as exchange


def proposed(current: exchange.Programme, edits: list[dict[str, Any]]) -> exchange.Programme:
    """The document with the edits of `data/proposals.json` carried out."""
    document = current.model_copy(deep=True)
    for edit in edits:
        if "field" in edit:
            _reword(document, edit)
        elif "move" in edit:
            _move(document, edit)
        elif "target" in edit:
            _retarget(document, edit)
        elif "add" in edit:
            _add(document, edit)
        else:
            document.results = [one for one in document.results if one.code != edit["retire"]]
    return document


def _found(document: exchange.Programme, code: str) -> exchange.Result:
    return next(one for one in document.results if one.code == code)


def _reword(document: exchange.Programme, edit: dict[str, Any]) -> None:
    getattr(_found(document, edit["result"]), edit["field"]).update(edit["text"])


def _move(document: exchange.Programme, edit: dict[str, Any]) -> None:
    """Moves a result with its branch behind its new siblings; codes below it follow the new code."""
    old, new = edit["result"], edit["code"]
    branch = [one for one in document.results if one.code == old or one.code.startswith(f"{old}.")]
    rest = [one for one in document.results if one not in branch]
    for one in branch:
        one.parent = edit["move"] if one.code == old else _renamed(one.parent or "", old, new)
        one.code = _renamed(one.code, old, new)
    for one in document.results:
        one.links = [_renamed(code, old, new) for code in one.links]
    for indicator in document.indicators:
        indicator.result = _renamed(indicator.result, old, new)
        indicator.code = _renamed(indicator.code, old, new)
    for item in document.work_items:
        item.result = _renamed(item.result, old, new) if item.result else None
    last = max(index for index, one in enumerate(rest) if one.code.split(".")[0] == edit["move"])
    document.results = [*rest[: last + 1], *branch, *rest[last + 1 :]]


def _renamed(code: str, old: str, new: str) -> str:
    return new + code.removeprefix(old) if code == old or code.startswith(f"{old}.") else code


def _retarget(document: exchange.Programme, edit: dict[str, Any]) -> None:
    """Changes the target of the whole; what it grows by goes to the first region, so that regions add up."""
    indicator = next(one for one in document.indicators if one.code == edit["indicator"])
    total = next(one for one in indicator.targets if one.region is None)
    regional = next((one for one in indicator.targets if one.region is not None), None)
    if regional is not None:
        regional.value = str(int(regional.value) + int(edit["target"]) - int(total.value))
    total.value = edit["target"]


def _add(document: exchange.Programme, edit: dict[str, Any]) -> None:
    new = exchange.Result(
        code=edit["code"], level="deliverable", parent=edit["add"], title=edit["text"], scope=edit["scope"]
    )
    siblings = [index for index, one in enumerate(document.results) if one.parent == edit["add"]]
    document.results.insert(siblings[-1] + 1, new)
