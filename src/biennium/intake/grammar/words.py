"""The words and patterns by which the parts of a paper are known, per language, as data.

Invariant: no word of any one organisation stands in the code. A file of the same form as `data/grammar.json` gives an
organisation's own words; what it leaves out stays as it is there.
"""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange import models as exchange

FORMAT: Literal["biennium-grammar/1"] = "biennium-grammar/1"


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"“{value}” is no regular expression: {error}") from None
    return value


def _language(value: str) -> str:
    try:
        Locale.parse(value)
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"“{value}” is no language") from None
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
Language = Annotated[str, AfterValidator(_language)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Addressee(_Data):
    """A pattern with a group `who`, and the article that `who` lost to a contraction."""

    pattern: Pattern
    article: str = ""


class Words(_Data):
    """What one language calls the parts of a paper.

    Lists of words are compared without regard to case, accents of typography and final punctuation; patterns are
    regular expressions, searched without regard to case.
    """

    common: list[str]
    cover: dict[str, list[str]]
    date: list[str]
    original: list[str]
    session: Pattern
    item: Pattern
    section: Pattern
    segment: Pattern
    organisation: Pattern
    contents: list[str]
    page: list[str]
    focus: Pattern
    groups: list[str]
    decision: list[str]
    next_steps: list[str]
    approach: Pattern
    regions: list[str]
    fallback: Pattern
    annex: Pattern
    scopes: dict[exchange.Scope, Pattern]
    formulas: list[Pattern]
    starters: list[Pattern]
    instruments: dict[str, str]
    number_mark: Pattern
    named: dict[Pattern, str]
    sdg_items: Pattern
    sdg_context: Pattern
    conjunctions: Pattern
    addressees: list[Addressee]


class LevelWords(_Data):
    """A level of the framework and further words for it."""

    level: exchange.Level
    also: dict[str, list[str]] = Field(default_factory=dict)


class Grammar(_Data):
    """The words of one organisation's papers."""

    format: Literal["biennium-grammar/1"] = FORMAT
    levels: list[LevelWords]
    languages: dict[Language, Words]

    @classmethod
    def default(cls) -> Grammar:
        """The words that come with Biennium: outcome, enabler, output, deliverable in English, French and Spanish."""
        return cls.model_validate_json(_shipped())

    @classmethod
    def load(cls, path: Path) -> Grammar:
        """The grammar of a file, completed by the one that comes with Biennium.

        `levels` replace the levels; a field of a language replaces that field. Raises `InvalidInput` that names the
        first place where the file is wrong.
        """
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            return cls.model_validate(_completed(given) if isinstance(given, dict) else given)
        except OSError as error:
            raise InvalidInput(
                _("The grammar cannot be read: %(reason)s.") % {"reason": error.strerror}, where=str(path)
            ) from error
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise InvalidInput(_("The grammar is not JSON."), where=str(path), remedy=str(error)) from error
        except ValidationError as error:
            raise _refusal(error.errors()[0], path) from error

    @property
    def bullet_level(self) -> exchange.Level | None:
        """The level whose results are the bullets of a list, if the framework has one."""
        return next((one.level for one in self.levels if not one.level.counted), None)

    def words_for(self, level: exchange.Level, lang: str) -> list[str]:
        """Every word of a level, the longest first."""
        one = next(each for each in self.levels if each.level.code == level.code)
        found = {level.name.get(lang, ""), level.plural.get(lang, ""), *one.also.get(lang, [])} - {""}
        return sorted(found, key=lambda word: (-len(word), word))


def _shipped() -> str:
    return resources.files("biennium.intake").joinpath("data", "grammar.json").read_text(encoding="utf-8")


def _completed(given: dict[str, Any]) -> dict[str, Any]:
    """What a file gives, on top of the words that come with Biennium."""
    shipped = json.loads(_shipped())
    languages = given.get("languages", {})
    if not isinstance(languages, dict):
        return given
    for lang, words in languages.items():
        known = shipped["languages"].get(lang, {})
        shipped["languages"][lang] = {**known, **words} if isinstance(words, dict) else words
    return {**shipped, **given, "languages": shipped["languages"]}


def _refusal(problem: Any, path: Path) -> InvalidInput:
    place = ".".join(str(part) for part in problem["loc"] if part != "[key]")
    reason = problem["msg"].removeprefix("Value error, ")
    values = {"place": place or _("its top"), "reason": reason}
    return InvalidInput(_("The grammar is wrong at %(place)s: %(reason)s.") % values, where=str(path))
