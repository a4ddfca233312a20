"""The columns of a file of the ERP, and how a foreign file is mapped to them: by data, not by code.

A mapping is `{"columns": {"Their heading": "amount"}, "codes": {"fund": {"100": "RB"}}, "defaults": {"fund": "RB"}}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.errors import InvalidInput

REQUIRED = ("document", "document_line", "date", "fund", "currency", "amount")
DIMENSIONS = ("agreement", "project", "budget_item", "result", "work_item", "unit", "place", "cost_category")
OPTIONAL = ("kind", *DIMENSIONS, "year", "text", "counterparty", "commitment")
COLUMNS = {
    "document": _lazy("number of the document in the ERP"),
    "document_line": _lazy("line of the document; both together are posted once"),
    "date": _lazy("day of the posting, 2024-03-31"),
    "fund": _lazy("code of the fund"),
    "currency": _lazy("ISO 4217 code of the document"),
    "amount": _lazy("digits with a point, no thousands separators: 1234.50"),
    "kind": _lazy("expense (if left out), commitment, refund or accrual"),
    "agreement": _lazy("code of the agreement"),
    "project": _lazy("symbol of the project"),
    "budget_item": _lazy("code of the budget item"),
    "result": _lazy("code of the result"),
    "work_item": _lazy("code of the country outcome or product"),
    "unit": _lazy("code of the unit"),
    "place": _lazy("ISO 3166-1 alpha-3 code of the country or territory"),
    "cost_category": _lazy("object code, or code of the cost category"),
    "year": _lazy("year of the line; the year of the date if left out"),
    "text": _lazy("what it was for"),
    "counterparty": _lazy("name of the organisation that was paid; never of a person"),
    "commitment": _lazy("document/line of the commitment that an expense clears"),
}
"""Every column and what stands in it, for the documentation and for errors."""

PARTS = ("columns", "codes", "defaults")


@dataclass(frozen=True)
class FileMapping:
    """How a file is read: headings to columns, codes to codes, and what stands where a column is missing."""

    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(data: Any) -> FileMapping:
        """Reads a mapping. Raises `InvalidInput` for an unknown part or column, naming those there are."""
        if not isinstance(data, dict) or (unknown := set(data) - set(PARTS)):
            wrong = sorted(unknown)[0] if isinstance(data, dict) else str(data)[:40]
            raise InvalidInput(
                _("“%(name)s” is no part of a mapping.") % {"name": wrong},
                remedy=_("Parts: %(names)s.") % {"names": ", ".join(PARTS)},
            )
        columns, codes, defaults = (_pairs(data, part) for part in PARTS)
        for pairs in (columns, defaults, *(_pairs(codes, name) for name in codes)):
            _require_texts(pairs)
        if strange := [name for name in (*columns.values(), *codes, *defaults) if name not in COLUMNS]:
            raise InvalidInput(
                _("“%(name)s” is no column.") % {"name": strange[0]},
                remedy=_("Columns: %(names)s.") % {"names": ", ".join(COLUMNS)},
            )
        return FileMapping(columns, codes, defaults)

    def places(self, heading: Sequence[str], sheet: str = "") -> dict[str, int]:
        """Where each column stands; `sheet` is the one of a workbook. Raises `InvalidInput` for a column that is
        missing, unknown or named twice."""
        found: dict[str, int] = {}
        where = _("sheet “%(sheet)s”, row 1") % {"sheet": sheet} if sheet else _("row 1")
        for place, title in enumerate(heading):
            name = self.columns.get(title.strip(), title.strip().lower())
            if not name:
                continue
            if name not in COLUMNS:
                raise InvalidInput(
                    _("“%(name)s” is no column.") % {"name": title},
                    where=where,
                    remedy=_("Columns: %(names)s; or map it.") % {"names": ", ".join(COLUMNS)},
                )
            if name in found:
                raise InvalidInput(_("The column %(name)s stands there twice.") % {"name": name}, where=where)
            found[name] = place
        if missing := [name for name in REQUIRED if name not in found and name not in self.defaults]:
            raise InvalidInput(
                _("The column %(name)s is missing.") % {"name": missing[0]},
                where=where,
                remedy=_("Add it, or give it a default in the mapping."),
            )
        return found


def _pairs(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise InvalidInput(
            _("This is no list of pairs."),
            where=name,
            remedy=_("Write it as %(example)s.") % {"example": '{"100": "RB"}'},
        )
    return found


def _require_texts(pairs: Mapping[str, Any]) -> None:
    for key, value in pairs.items():
        if not isinstance(value, str):
            raise InvalidInput(
                _("What stands for it is no text."),
                where=key,
                remedy=_("Write it as %(example)s.") % {"example": f'"{key}": "{json.dumps(value)[:40]}"'},
            )
