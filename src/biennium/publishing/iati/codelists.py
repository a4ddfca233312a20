"""Code lists applied to one activity or organisation, on the way down the paths that have a rule.

Invariant: a code is compared as it is written; where the list depends on another attribute (a vocabulary), an absent
or empty one counts as the default, and a value without a list of its own is not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from biennium.publishing.iati.descent import Check, Descent
from biennium.publishing.iati.findings import Finding, Place, quote
from biennium.publishing.iati.lines import line
from biennium.publishing.iati.xpaths import Element, string_value
from biennium.standards.iati.tables import CodelistRule, codelist_rules, codes

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ANYWHERE = "/"
TEXT = "text()"


class Codelists:
    """The rules for one kind of file, put on the way down its units; `strict` adds the language of every text."""

    def __init__(self, kind: str, descent: Descent, *, strict: bool = False) -> None:
        for (path, _), rules in _grouped().items():
            if path.startswith(f"/{kind}/"):
                descent.unit.at(path.split("/")[3:]).checks.append(_check(rules))
        self._language = _check([rule for rule in codelist_rules() if rule.path == ANYWHERE]) if strict else None

    def languages(self, unit: Element) -> Iterator[Finding]:
        """The languages of one activity or organisation that are in no list, when strict."""
        if self._language:
            yield from filter(None, map(self._language, unit.iter("*")))


def version_findings(kind: str, root: Element) -> Iterator[Finding]:
    """The rules on the version of the standard, which the official validator declares and settles beforehand."""
    paths = {f"/{kind}", "/organisations"} if kind == "iati-organisations" else {f"/{kind}"}
    for rule in codelist_rules():
        if rule.path in paths and rule.attribute in root.attrib:
            yield from filter(None, [_check([rule])(root)])


def _grouped() -> dict[tuple[str, str], list[CodelistRule]]:
    groups: dict[tuple[str, str], list[CodelistRule]] = {}
    for rule in codelist_rules():
        groups.setdefault((rule.path, rule.attribute), []).append(rule)
    return groups


def _check(rules: list[CodelistRule]) -> Check:
    rule = rules[0]
    if rule.linked:
        return _linked(rules)
    if rule.attribute == TEXT:
        return _text(rule)
    name = LANGUAGE if rule.attribute == "xml:lang" else rule.attribute
    allowed = codes(rule.codelist) | {None}

    def check(element: Element) -> Finding | None:
        return None if element.get(name) in allowed else _finding(rule, element)

    return check


def _text(rule: CodelistRule) -> Check:
    allowed = codes(rule.codelist)

    def check(element: Element) -> Finding | None:
        plain = not element.attrib and not len(element)
        return None if plain and (element.text or "") in allowed else _finding(rule, element)

    return check


def _linked(rules: list[CodelistRule]) -> Check:
    lists = {rule.value: (codes(rule.codelist), rule) for rule in rules}
    name, linked = rules[0].attribute, rules[0].linked
    default = next((rule.value for rule in rules if rule.default), "")

    def check(element: Element) -> Finding | None:
        found = lists.get(element.get(linked) or default)
        if found is None:
            return None
        code = element.get(name)
        return None if code is None or code in found[0] else _finding(found[1], element)

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
