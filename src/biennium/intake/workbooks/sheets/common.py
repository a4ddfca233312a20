"""What a sheet is: its columns, what is stored, what is checked, and how rows are saved through the services.

Invariant: `stored` gives canonical texts, so that a row is unchanged exactly when its texts are those stored.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from biennium.intake.workbooks.cells import Kind, Words
from biennium.intake.workbooks.frame import Frame
from biennium.kernel.errors import BienniumError
from biennium.web import formatting


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, which stays, and its label in the reader's language; `unit` is that of its numbers."""

    name: str
    label: Any
    kind: Kind
    required: bool = False
    unit: str = ""
    note: Any = ""

    @property
    def heading(self) -> str:
        """Label and unit."""
        return f"{self.label} ({self.unit})" if self.unit else str(self.label)


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it is stored: who it is, its canonical texts by column, and the object."""

    uid: str
    values: dict[str, str]
    what: Any

    @property
    def state(self) -> str:
        """A short hash of what it says: whoever changes it changes this."""
        return state_of(self.values)


def state_of(values: Mapping[str, str]) -> str:
    """A short hash of canonical texts; empty ones do not count, so that a further column changes no state."""
    said = json.dumps({name: value for name, value in values.items() if value}, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(said.encode(), digest_size=9).hexdigest()


@dataclass(slots=True)
class Filled:
    """A row of a workbook that was understood; `values` has every column, from the store where the sheet lacks it."""

    number: int
    values: dict[str, str]
    stored: Stored | None = None
    given: frozenset[str] = field(default_factory=frozenset)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def changed(self, *names: str) -> bool:
        """Whether any of these columns says something else than is stored."""
        before = self.stored.values if self.stored else {}
        return any(self[name] != before.get(name, "") for name in names)

    def words(self, name: str) -> dict[str, str]:
        """A multilingual text from its columns."""
        start = f"{name}."
        return {one.removeprefix(start): value for one, value in self.values.items() if one.startswith(start) and value}


class RefusedRow(Exception):
    """A service refused a row: `error` says why."""

    def __init__(self, row: Filled, error: BienniumError) -> None:
        super().__init__(str(error))
        self.row = row
        self.error = error


def of_work(frame: Frame, uid: str) -> str:
    """An identity that begins with the code of a work item, with the one it has now."""
    code, bar, rest = uid.partition("|")
    return f"{frame.now('item', code)}{bar}{rest}"


@contextmanager
def saving(row: Filled) -> Iterator[None]:
    """A refusal inside is one of this row."""
    try:
        yield
    except BienniumError as error:
        raise RefusedRow(row, error) from error


class Sheet(ABC):
    """A kind of row. `key` are the columns that tell one row from another; `fixed` those that never change; `alike` is
    whether rows that are stored may have one key, so that only their identity tells them apart."""

    name: ClassVar[str]
    title: ClassVar[Any]
    about: ClassVar[Any]
    key: ClassVar[tuple[str, ...]]
    fixed: ClassVar[frozenset[str]] = frozenset()
    alike: ClassVar[bool] = False

    @abstractmethod
    def columns(self, frame: Frame) -> list[Column]:
        """The columns, in the order they are shown."""

    @abstractmethod
    def stored(self, frame: Frame) -> list[Stored]:
        """All rows of the programme, in a constant number of queries."""

    @abstractmethod
    def may_change(self, frame: Frame, stored: Stored) -> bool:
        """Whether the asker may change a row now: such rows stand in a workbook that is taken along filled."""

    def identity(self, frame: Frame, uid: str) -> str:
        """What a row is known by now that was taken along under this."""
        return uid

    def former(self, frame: Frame, stored: Sequence[Stored]) -> Mapping[tuple[str, ...], Stored]:
        """Rows that are stored, by the keys they had before they were changed: whoever hands in an old row again means
        them."""
        return {}

    def complete(self, frame: Frame, values: dict[str, str]) -> dict[str, str]:
        """The texts with what the services would fill in, so that a row read again is what is stored."""
        return values

    def is_nothing(self, values: Mapping[str, str]) -> bool:
        """Whether a row says that there is nothing to store: one that is stored is then taken out."""
        return False

    @abstractmethod
    def check(self, frame: Frame, row: Filled) -> None:
        """Raises what the service would refuse."""

    @abstractmethod
    def save(self, frame: Frame, rows: Sequence[Filled]) -> None:
        """Writes the rows through the services. Raises `RefusedRow`."""


def in_languages(frame: Frame, name: str, label: Any, *, note: Any = "") -> list[Column]:
    """A column for each language of the programme."""
    return [
        Column(f"{name}.{lang}", f"{label} ({formatting.language(lang)})", Words(), note=note)
        for lang in frame.programme.languages
    ]


def said(name: str, text: Mapping[str, str]) -> dict[str, str]:
    """A multilingual text as columns."""
    return {f"{name}.{lang}": value for lang, value in text.items()}


def flag(value: bool | None) -> str:
    """Yes or no as a canonical text; empty for neither."""
    return "" if value is None else "yes" if value else "no"


def share_words() -> str:
    """What is wrong with a share of more than two decimals."""
    return _("A share has at most two decimals.")
