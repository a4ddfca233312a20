"""Writes the generated pages of docs/reference from the program itself: commands, settings, data dictionary,
the schema of the exchange format, the rules on IATI files, the blocks of documents.

Invariant: a page holds nothing that is not in the program, so it cannot go stale unnoticed: `make check` fails when
a page differs from what would be written now.

Use: `make reference` writes; `python scripts/reference.py --check` names the stale pages and exits with 1.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from django.db.models import Field, Model

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def one_line(text: object) -> str:
    """Text in one line, safe in a table cell."""
    return " ".join(str(text or "").split()).replace("|", "\\|")


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """A Markdown table."""
    lines = [" | ".join(header), " | ".join("---" for _ in header), *(" | ".join(row) for row in rows)]
    return [f"| {line} |" for line in lines]


def settings_page() -> list[str]:
    """Every setting, from `biennium.site.environment.SETTINGS`."""
    from biennium.site.environment import SETTINGS

    rows = [(f"`{item.name}`", f"`{item.default}`", one_line(item.meaning)) for item in SETTINGS]
    return [
        "# Settings",
        "",
        "Biennium is configured by environment variables. All have defaults that work on a laptop;",
        "`biennium check --deploy` refuses those that are unsafe in production.",
        "",
        *table(("Name", "Default", "Meaning"), rows),
    ]


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """Every command below a parser with its help, in the order of `--help`, a command before its own commands."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, command in action.choices.items():
                yield command, helps.get(name, "")
                yield from commands(command)


def option_rows(parser: argparse.ArgumentParser) -> list[tuple[str, ...]]:
    """The arguments and options of one command, but for the help every command has."""
    rows = []
    for action in parser._actions:
        if isinstance(action, (argparse._HelpAction, argparse._SubParsersAction)):
            continue
        names = action.option_strings or [str(action.metavar or action.dest)]
        meaning = parser._get_formatter()._expand_help(action) if action.help else ""
        choices = f"one of {', '.join(map(str, action.choices))}" if action.choices else ""
        rows.append((", ".join(f"`{name}`" for name in names), one_line("; ".join(filter(None, (meaning, choices))))))
    return rows


def usage(parser: argparse.ArgumentParser) -> str:
    """How a command is typed, whatever the width of the terminal."""
    return one_line(parser.format_usage().removeprefix("usage: ")).replace("\\|", "|")


def command_section(parser: argparse.ArgumentParser, meaning: str) -> list[str]:
    """One command: what it does, how it is typed, its arguments."""
    rows = option_rows(parser)
    lines = ["", f"## `{parser.prog}`", "", one_line(parser.description or meaning), ""]
    lines += ["```", usage(parser), "```"]
    return lines + (["", *table(("Argument", "Meaning"), rows)] if rows else [])


def commands_page() -> list[str]:
    """Every command, from `biennium.site.command.build_parser`."""
    from biennium.site.command import build_parser

    lines = [
        "# Commands",
        "",
        "One program, `biennium`. The exit status is 0 only when all is well; 2 is an input that cannot be accepted.",
        "An error is one line on standard error: what is wrong, where, and what to do.",
    ]
    for parser, meaning in commands(build_parser()):
        lines += command_section(parser, meaning)
    return lines


def field_rows(model: type[Model]) -> list[tuple[str, ...]]:
    """The columns of one model but for its row number: name, type, whether it may be empty, what it holds."""
    rows = []
    for field in model._meta.local_fields:
        if field.primary_key and field.auto_created:
            continue
        target = f" → {field.related_model.__name__}" if field.is_relation else ""
        empty = "yes" if field.null or field.blank else "no"
        rows.append((f"`{field.name}`", f"{type(field).__name__}{target}", empty, one_line(rules(field))))
    return rows


def rules(field: Field[Any, Any]) -> str:
    """What a column may hold beyond its type: its help text, its choices, uniqueness."""
    choices = ", ".join(str(value) for value, _ in field.flatchoices)
    parts = (str(field.help_text), f"one of {choices}" if choices else "", "unique" if field.unique else "")
    return "; ".join(filter(None, parts))


def data_page() -> list[str]:
    """Every table of Biennium's own, from its models."""
    from django.apps import apps

    lines = [
        "# Data dictionary",
        "",
        "The tables of Biennium, room by room; a MultilingualField holds one text for each",
    ]
    lines += ["language. Every row has a number (`id`), which is never exchanged; `uid` is its identity."]
    for config in apps.get_app_configs():
        models = list(config.get_models()) if config.name.startswith("biennium.") else []
        lines += ["", f"## {config.name.rpartition('.')[2].capitalize()}"] if models else []
        for model in models:
            lines += ["", f"### {model.__name__}", "", one_line((model.__doc__ or "").partition("\n\n")[0]), ""]
            lines += table(("Column", "Type", "May be empty", "Rules"), field_rows(model))
    return lines


def schema_page() -> list[str]:
    """The JSON Schema of `programme.json`, from its models."""
    from biennium.programme.exchange.schema import schema_text

    return schema_text().splitlines()


def iati_rule_rows() -> dict[str, list[tuple[str, ...]]]:
    """The rules on IATI files by where they come from: identifier, severity, where it looks, what it says."""
    from biennium.publishing.iati import findings
    from biennium.standards.iati import tables

    own = (
        (findings.NOT_WELL_FORMED, "The parser's message."),
        (findings.NOT_IATI, ""),
        (findings.NOT_SCHEMA, "The message of the schema."),
        (findings.NOT_SUPPORTED, "Version … of the IATI Standard is no longer supported. Supported versions: …"),
        (findings.DUPLICATE, ""),
    )
    cases = {(rule.info, f"`{rule.context}`") for rule in tables.ruleset()}
    ruleset = sorted(cases, key=lambda one: (rule_order(one[0].id), one[1]))
    lists = [
        (one.info, f"`{one.path}` `{one.attribute}`{f' where `{one.linked}` is {one.value}' if one.linked else ''}")
        for one in sorted(tables.codelist_rules(), key=lambda one: rule_order(one.info.id))
    ]
    named = [(one.info, f"`{one.path}/@{one.attribute}`") for one in tables.reference_rules()]
    found = {
        "The file": [(info, "") for info, _ in own],
        "The ruleset": ruleset,
        "Code lists": lists,
        "References": named,
    }
    says = {info.id: words for info, words in own}
    return {
        title: [
            (info.id, info.severity, one_line(where), one_line(info.message or says[info.id])) for info, where in rules
        ]
        for title, rules in found.items()
    }


def rule_order(identifier: str) -> tuple[int, ...]:
    """Rules in the order of their numbers."""
    return tuple(map(int, identifier.split(".")))


def iati_page() -> list[str]:
    """Every rule `biennium validate iati` knows, from the tables."""
    lines = [
        "# Rules on IATI files",
        "",
        "What [`biennium validate iati`](../how-to/validate-iati.md) looks for, with the identifiers, severities and",
        "messages of the official validator (IATI 2.03).",
    ]
    for title, rows in iati_rule_rows().items():
        lines += ["", f"## {title}", "", *table(("Rule", "Severity", "Where", "Message"), rows)]
    return lines


def quality_page() -> list[str]:
    """Every rule of data quality, from the registry."""
    from biennium.foundation.quality import RULES

    rows = [
        (
            f"`{one.code}`",
            one.severity,
            str(one.label),
            str(one.why),
            "`biennium check`" if one.deep else "page, command",
        )
        for one in RULES.values()
    ]
    return [
        "# Rules of data quality",
        "",
        "What `biennium check` and the page *Data quality* ask of a programme; how a score is made of it is told in",
        "[Data quality](../explanation/data-quality.md). Each finding says besides what is wrong and how it is mended.",
        "",
        *table(("Rule", "Severity", "What is asked", "Why", "Asked by"), rows),
    ]


def api_page() -> list[str]:
    """Every operation of the API, from its own description."""
    from biennium.api.views import operations

    lines = ["# Operations of the API", "", "All of them are `GET`; [Use the API](../how-to/use-the-api.md) says how."]
    for one in operations():
        lines += ["", f"## `{one.path}`", "", one_line(one.description)]
        rows = [(f"`{of['name']}`", of["where"], one_line(of["description"])) for of in one.parameters]
        lines += ["", *table(("Parameter", "In", "Meaning"), rows)] if rows else []
    return lines


def block_section(kind: type[Any]) -> list[str]:
    """One class of the vocabulary: what it is, its fields."""
    lines = ["", f"### {kind.__name__}", "", *(inspect.getdoc(kind) or "").splitlines(), ""]
    rows = [
        (f"`{one.name}`", f"`{one_line(one.type)}`", "yes" if must_be_given(one) else "no")
        for one in dataclasses.fields(kind)
    ]
    return lines + table(("Field", "Type", "Must be given"), rows)


def must_be_given(field: dataclasses.Field[Any]) -> bool:
    """Whether a field has no value of its own."""
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def blocks_page() -> list[str]:
    """The vocabulary of documents, from `biennium.documents.blocks`."""
    from biennium.documents import blocks

    lines = ["# Blocks", "", *(inspect.getdoc(blocks) or "").splitlines(), ""]
    lines += ["`Inline` is a sequence of spans. [Why there are blocks](../adr/0007-blocks.md)"]
    parts: dict[str, tuple[type[Any], ...]] = {
        "The document": (blocks.Document, blocks.Cover),
        "What it is made of": get_args(blocks.Block),
        "What stands in them": (blocks.Span, blocks.Where),
    }
    for title, kinds in parts.items():
        lines += ["", f"## {title}", *(line for kind in kinds for line in block_section(kind))]
    return lines


PAGES = {
    "api.md": api_page,
    "blocks.md": blocks_page,
    "settings.md": settings_page,
    "commands.md": commands_page,
    "data.md": data_page,
    "iati-rules.md": iati_page,
    "quality-rules.md": quality_page,
    "programme.schema.json": schema_page,
}


def start() -> None:
    """Loads the program in English with settings that come from nowhere, so that every machine writes the same."""
    for name in [name for name in os.environ if name.startswith("BIENNIUM_")]:
        del os.environ[name]
    os.environ["COLUMNS"] = "1000"
    os.environ["DJANGO_SETTINGS_MODULE"] = "biennium.site.settings"
    os.environ["BIENNIUM_DATA_DIR"] = tempfile.gettempdir()
    os.environ["BIENNIUM_SECRET_KEY"] = secrets.token_urlsafe()
    import django

    django.setup()


def main(arguments: list[str]) -> int:
    """Writes the pages, or with `--check` compares them."""
    start()
    stale = []
    for name, build in PAGES.items():
        path, text = FOLDER / name, "\n".join(build()) + "\n"
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
    if stale:
        print(f"Stale in docs/reference: {', '.join(stale)}. Run `make reference`.", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
