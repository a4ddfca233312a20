"""What may stand in a cell: read into one canonical text, and shown as people know it.

Invariant: for every canonical text of a kind, reading what is shown gives it again, in whatever language it was shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from functools import cache
from typing import ClassVar, Protocol

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput

EXACT_DIGITS = 15
MOST_DIGITS = 25
LONGEST_TEXT = 32_767
KEPT = "⟨…⟩"
"""Stands for a text that is longer than a cell holds; it is left as it is stored."""
LABEL = " · "
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PARTS = re.compile(r"[;\n]")
_CODES = re.compile(r"[;,\n]")


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in a cell; a number is the digits that a spreadsheet saved."""

    text: str
    is_number: bool = False
    is_formula: bool = False


class Catalogues(Protocol):
    """What codes there are, by the name of their list, what they are called in the reader's language, and which code
    something has now that had another one."""

    def catalogue(self, name: str) -> Mapping[str, object]: ...

    def label(self, name: str, code: str) -> str: ...

    def now(self, name: str, code: str) -> str: ...


class Kind:
    """A kind of cell. `style` is how a spreadsheet keeps it: text, number or day; `offered` the list it is from."""

    style: ClassVar[str] = "text"
    offered: str = ""

    def read(self, given: Given, known: Catalogues) -> str:
        """The canonical text, empty for an empty cell. Raises `InvalidInput` saying what is expected."""
        raise NotImplementedError

    def shown(self, value: str, known: Catalogues) -> str:
        """What is written into the cell for a canonical text."""
        return value

    def expects(self) -> str:
        """What to write, in a sentence."""
        raise NotImplementedError


class Words(Kind):
    """A text of any length."""

    def read(self, given: Given, known: Catalogues) -> str:
        return texts.normalise(given.text)

    def shown(self, value: str, known: Catalogues) -> str:
        return value if len(value) <= LONGEST_TEXT else KEPT

    def expects(self) -> str:
        return _("Text. Paragraphs are separated by an empty line.")


class Code(Kind):
    """A code of one's own choice: up to 64 characters without blanks and slashes."""

    def read(self, given: Given, known: Catalogues) -> str:
        code = given.text.strip()
        if len(code) > 64 or re.search(r"[\s/\\]", code):
            raise InvalidInput(_("This is no code; write up to 64 characters without blanks or slashes."))
        return code

    def expects(self) -> str:
        return _("A code of up to 64 characters, without blanks or slashes.")


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A decimal number, or a whole one."""

    style: ClassVar[str] = "number"
    whole: bool = False
    signed: bool = False

    def read(self, given: Given, known: Catalogues) -> str:
        number = digits(given)
        if self.whole and "." in number:
            raise InvalidInput(_("This is not whole; write a whole number."))
        if not self.signed and number.startswith("-"):
            raise InvalidInput(_("This is less than zero; write zero or more."))
        return number

    def expects(self) -> str:
        return _("A whole number.") if self.whole else _("A number.")


class Day(Kind):
    """A day."""

    style: ClassVar[str] = "day"

    def read(self, given: Given, known: Catalogues) -> str:
        written = given.text.strip()
        if not written:
            return ""
        try:
            return date.fromisoformat(written).isoformat() if len(written) == 10 else _no_day()
        except ValueError:
            return _no_day()

    def expects(self) -> str:
        return _("A day, such as 2024-03-31.")


def _no_day() -> str:
    raise InvalidInput(_("This is no day; write it as 2024-03-31."))


@dataclass(frozen=True, slots=True)
class YesNo(Kind):
    """Yes or no, in any language of the interface; `blank` is what an empty cell says."""

    blank: str = ""
    offered: str = "yes_no"

    def read(self, given: Given, known: Catalogues) -> str:
        written = texts.folded(given.text.partition(LABEL)[0].strip())
        if not written:
            return self.blank
        if written not in _answers():
            raise InvalidInput(_("This is neither yes nor no; choose from the list."))
        return _answers()[written]

    def shown(self, value: str, known: Catalogues) -> str:
        return known.label(self.offered, value) if value else ""

    def expects(self) -> str:
        return _("Yes or no.")


@cache
def _answers() -> dict[str, str]:
    known = {"1": "yes", "0": "no", "true": "yes", "false": "no"}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {texts.folded(_("yes")): "yes", texts.folded(_("no")): "no"}
    return known


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One code of a list, alone or with what it is called: `KEN · Kenya`."""

    offered: str

    def read(self, given: Given, known: Catalogues) -> str:
        written = _code(given.text)
        code = known.now(self.offered, written)
        if code and code not in known.catalogue(self.offered):
            raise InvalidInput(_("“%(code)s” is not in the list; choose from the list.") % {"code": written})
        return code

    def shown(self, value: str, known: Catalogues) -> str:
        label = known.label(self.offered, value) if value else ""
        return f"{value}{LABEL}{label}" if label else value

    def expects(self) -> str:
        return _("Choose from the list.")


@dataclass(frozen=True, slots=True)
class Many(Kind):
    """Codes of a list, parted by semicolons."""

    listed: str

    def read(self, given: Given, known: Catalogues) -> str:
        codes = {code for code in map(_code, _CODES.split(given.text)) if code}
        if strange := sorted(codes - set(known.catalogue(self.listed))):
            raise InvalidInput(_("There is no “%(code)s”; write codes that exist, parted by ;.") % {"code": strange[0]})
        return joined(codes)

    def expects(self) -> str:
        return _("Codes, parted by ; such as A; B.")


class Lines(Kind):
    """Names of something, one a line, in any order."""

    def read(self, given: Given, known: Catalogues) -> str:
        names = (" ".join(one.split()) for one in texts.normalise(given.text).split("\n"))
        return lined({name for name in names if name})

    def expects(self) -> str:
        return _("Names, one a line.")


@dataclass(frozen=True, slots=True)
class Pairs(Kind):
    """Names with a number each: `1.1: 60; 1.2: 40`. The names are of a list, or free."""

    listed: str = ""

    def read(self, given: Given, known: Catalogues) -> str:
        found: dict[str, str] = {}
        for part in filter(None, (one.strip() for one in _PARTS.split(given.text))):
            name, number = self._pair(part)
            if name in found:
                raise InvalidInput(_("“%(name)s” stands there twice.") % {"name": name})
            if self.listed and name not in known.catalogue(self.listed):
                raise InvalidInput(_("There is no “%(code)s”; write codes that exist.") % {"code": name})
            found[name] = number
        return paired(found)

    def _pair(self, part: str) -> tuple[str, str]:
        name, _colon, number = part.replace("=", ":").rpartition(":")
        number = number.strip().removesuffix("%").strip()
        if not name.strip() or not _NUMBER.fullmatch(number):
            raise InvalidInput(_("“%(part)s” is not understood; write A: 60; B: 40.") % {"part": part})
        return name.strip(), digits(Given(number))

    def expects(self) -> str:
        return _("Names with a number each, parted by ; such as A: 60; B: 40.")


def digits(given: Given) -> str:
    """The digits of a number without needless zeros. What a spreadsheet saved beyond its 15 digits is no value."""
    written = given.text.strip()
    if not written:
        return ""
    try:
        number = Decimal(written)
    except InvalidOperation:
        number = Decimal("NaN")
    plain = given.is_number or _NUMBER.fullmatch(written)
    if not plain or not number.is_finite() or len(written) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise InvalidInput(_("This is no number; write digits with a point and nothing else, such as 1234.5."))
    if given.is_number and len(number.as_tuple().digits) > EXACT_DIGITS:
        number = Context(prec=EXACT_DIGITS).plus(number)
    stripped = f"{number:f}"
    stripped = stripped.rstrip("0").rstrip(".") if "." in stripped else stripped
    return "0" if stripped == "-0" else stripped


def joined(codes: Iterable[str]) -> str:
    """The canonical text of a set of codes."""
    return "; ".join(sorted(codes))


def split(value: str) -> list[str]:
    """The codes of a canonical text."""
    return value.split("; ") if value else []


def lined(names: Iterable[str]) -> str:
    """The canonical text of a set of names."""
    return "\n".join(sorted(names))


def lines(value: str) -> list[str]:
    """The names of a canonical text."""
    return value.split("\n") if value else []


def paired(numbers: Mapping[str, str]) -> str:
    """The canonical text of names with a number each."""
    return "; ".join(f"{name}: {numbers[name]}" for name in sorted(numbers))


def unpaired(value: str) -> dict[str, str]:
    """The names and numbers of a canonical text."""
    return {name: number for name, _colon, number in (part.rpartition(": ") for part in split(value))}


def percent(hundredths: int) -> str:
    """Hundredths of a percent as digits."""
    return digits(Given(f"{hundredths // 100}.{hundredths % 100:02}"))


def hundredths(value: str, wrong: Callable[[], str]) -> int:
    """Digits with at most two decimals as hundredths. Raises `InvalidInput` in the words of `wrong` for more."""
    scaled = Decimal(value).scaleb(2)
    if scaled != scaled.to_integral_value():
        raise InvalidInput(wrong())
    return int(scaled)


def _code(written: str) -> str:
    return written.strip().partition(LABEL)[0].strip()
