"""Code lists applied to one activity or organisation: a walk down the paths that have a rule, and no others.

Invariant: a code is compared as it is written; where the list depends on another attribute (a vocabulary), an absent
or empty one counts as the default, and a value without a list of its own is not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from biennium.publishing.iati.findings import Finding, Place, quote
from biennium.publishing.iati.lines import line
from biennium.publishing.iati.xpaths import Element, string_value
from biennium.standards.iati.tables import CodelistRule, codelist_rules, codes

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ANYWHERE = "/"
TEXT = "text()"

Check = Callable[[Element], CodelistRule | None]


@dataclass(slots=True)
class Step:
    """A path: the checks of an element there, and where its children lead."""

    checks: list[Check] = field(default_factory=list)
    children: dict[str, Step] = field(default_factory=dict)

    def at(self, path: list[str]) -> Step:
        """The step at the end of a path, made if need be."""
        return self.children.setdefault(path[0], Step()).at(path[1:]) if path else self


class Codelists:
    """The rules for one kind of file; `strict` adds the language of every text."""

    def __init__(self, kind: str, *, strict: bool = False) -> None:
        root = Step()
        for (path, _), rules in _grouped().items():
            if path.startswith(f"/{kind}/"):
                root.at(path.split("/")[2:]).checks.append(_check(rules))
        self._units = root.children
        self._languages = _check([rule for rule in codelist_rules() if rule.path == ANYWHERE]) if strict else None

    def check(self, unit: Element) -> list[Finding]:
        """Every attribute of one activity or organisation whose code is not in its list."""
        found: list[Finding] = []
        step = self._units.get(unit.tag)
        if step:
            _walk(unit, step, found)
        if self._languages:
            found += _languages(unit, self._languages)
        return found


def version_findings(kind: str, root: Element) -> Iterator[Finding]:
    """The rules on the version of the standard, which the official validator declares and settles beforehand."""
    paths = {f"/{kind}", "/organisations"} if kind == "iati-organisations" else {f"/{kind}"}
    for rule in codelist_rules():
        if rule.path in paths and rule.attribute in root.attrib and _check([rule])(root):
            yield _finding(rule, root)


def _grouped() -> dict[tuple[str, str], list[CodelistRule]]:
    groups: dict[tuple[str, str], list[CodelistRule]] = {}
    for rule in codelist_rules():
        groups.setdefault((rule.path, rule.attribute), []).append(rule)
    return groups


def _walk(element: Element, step: Step, found: list[Finding]) -> None:
    for check in step.checks:
        if rule := check(element):
            found.append(_finding(rule, element))
    children = step.children
    if children:
        for child in element:
            below = children.get(child.tag)
            if below is not None:
                _walk(child, below, found)


def _languages(unit: Element, check: Check) -> Iterator[Finding]:
    for element in unit.iter("*"):
        if rule := check(element):
            yield _finding(rule, element)


def _check(rules: list[CodelistRule]) -> Check:
    rule = rules[0]
    if rule.linked:
        return _linked(rules)
    if rule.attribute == TEXT:
        return _text(rule)
    name = LANGUAGE if rule.attribute == "xml:lang" else rule.attribute
    allowed = codes(rule.codelist) | {None}

    def check(element: Element) -> CodelistRule | None:
        return None if element.get(name) in allowed else rule

    return check


def _text(rule: CodelistRule) -> Check:
    allowed = codes(rule.codelist)

    def check(element: Element) -> CodelistRule | None:
        plain = not element.attrib and not len(element)
        return None if plain and (element.text or "") in allowed else rule

    return check


def _linked(rules: list[CodelistRule]) -> Check:
    lists = {rule.value: (codes(rule.codelist), rule) for rule in rules}
    name, linked = rules[0].attribute, rules[0].linked
    default = next((rule.value for rule in rules if rule.default), "")

    def check(element: Element) -> CodelistRule | None:
        found = lists.get(element.get(linked) or default)
        if found is None:
            return None
        code = element.get(name)
        return None if code is None or code in found[0] else found[1]

    return check


def _finding(rule: CodelistRule, element: Element) -> Finding:
    if rule.attribute == TEXT:
        written, where = string_value(element), f"<{element.tag}>"
    else:
        name = LANGUAGE if rule.attribute == "xml:lang" else rule.attribute
        written, where = element.get(name) or "", f"{element.tag}/@{rule.attribute}"
    linked = f" with @{rule.linked} {rule.value}" if rule.linked else ""
    text = f"{where} = “{quote(written)}” is not a code of {rule.codelist}{linked}"
    return Finding(rule.info, (Place(line(element), text),), codelist=rule.codelist)
