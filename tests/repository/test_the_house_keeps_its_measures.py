"""Files and functions stay small, modules say what they are for, and money never becomes a float."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from repository.files import name, sources

LONGEST_FILE = 400
LONGEST_FUNCTION = 40

GETTEXT = ("gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_source_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {name(path): path.read_text(encoding="utf-8").count("\n") for path in sources()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in sources()
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_with_code_says_what_it_is_for() -> None:
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources()}
    assert [name(path) for path, tree in modules.items() if tree.body and not ast.get_docstring(tree)] == []


def test_no_column_is_a_decimal_or_a_float() -> None:
    forbidden = ("DecimalField(", "FloatField(")
    found = [name(path) for path in sources() if any(word in path.read_text(encoding="utf-8") for word in forbidden)]
    assert found == []


def test_no_module_listens_to_signals_of_the_database() -> None:
    found = [name(path) for path in sources() if "django.db.models.signals" in path.read_text(encoding="utf-8")]
    assert found == []


def test_texts_are_marked_by_names_that_the_collector_knows() -> None:
    """A text marked by another name would never be collected, and so never be translated."""
    known = {"_", "_lazy", *GETTEXT}
    imported = [
        f"{name(path)}: {alias.asname or alias.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name and (alias.asname or alias.name) not in known
    ]
    assert imported == []
