"""What a programme still lacks: texts by language, measures, leads, deliverables.

A gap is a fact of the live books, found on demand in a few queries; nothing is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.db.models import Exists, OuterRef

from biennium.kernel.text import Text
from biennium.programme.models import Baseline, Indicator, Level, Programme, Result, Section, Target
from biennium.programme.selectors.document import in_tree_order, live_levels, live_sections

Kind = Literal["text", "lead", "indicator", "deliverable", "baseline", "target"]
Owner = Literal["result", "indicator", "section"]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the programme's texts are written in a language."""

    lang: str
    written: int
    total: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: which kind, of which object; `lang` for a text."""

    kind: Kind
    owner: Owner
    code: str
    title: Text
    lang: str = ""


class Completeness:
    """The live programme under the question what is missing."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme

    @cached_property
    def levels(self) -> list[tuple[Level, int]]:
        """The levels with the number of results on each."""
        counts = Counter(result.level_id for result in self._results)
        return [(level, counts[level.pk]) for level in live_levels(self.programme)]

    @property
    def has_results(self) -> bool:
        """Whether there is anything yet that could be complete."""
        return bool(self._results)

    @cached_property
    def shares(self) -> list[Share]:
        """Each language of the programme with its share of the texts."""
        texts = [text for _owner, _code, _title, text in self._texts()]
        return [Share(lang, sum(lang in text for text in texts), len(texts)) for lang in self.programme.languages]

    @cached_property
    def gaps(self) -> list[Gap]:
        """Everything missing, in the order of the framework."""
        return [*self._missing_texts(), *self._missing_parts(), *self._missing_measures()]

    @cached_property
    def _results(self) -> list[Result]:
        rows = self.programme.results.filter(retired_at__isnull=True)
        return list(in_tree_order(rows.order_by("position", "id")))

    @cached_property
    def _indicators(self) -> list[Indicator]:
        rows = self.programme.indicators.filter(retired_at__isnull=True, result__retired_at__isnull=True)
        return list(
            rows.annotate(
                has_baseline=Exists(Baseline.objects.filter(indicator=OuterRef("pk"))),
                has_target=Exists(Target.objects.filter(indicator=OuterRef("pk"))),
            ).order_by("result__position", "position", "id")
        )

    @cached_property
    def _sections(self) -> list[Section]:
        return list(live_sections(self.programme))

    def _texts(self) -> Iterator[tuple[Owner, str, Text, Text]]:
        for result in self._results:
            yield "result", result.code, result.title, result.title
            if result.strategy:
                yield "result", result.code, result.title, result.strategy
        for indicator in self._indicators:
            yield "indicator", indicator.code, indicator.title, indicator.title
        for section in self._sections:
            yield "section", section.code, section.heading, section.heading
            if section.body:
                yield "section", section.code, section.heading, section.body

    def _missing_texts(self) -> Iterator[Gap]:
        for owner, code, title, text in self._texts():
            for lang in self.programme.languages:
                if lang not in text:
                    yield Gap("text", owner, code, title, lang)

    def _missing_parts(self) -> Iterator[Gap]:
        levels = {level.pk: level for level, _count in self.levels}
        holds_bullets = {code for level in levels.values() if not level.counted for code in level.parents}
        above = {result.pk: result for result in self._results}
        has_children = {result.parent_id for result in self._results}
        measured = {indicator.result_id for indicator in self._indicators}
        for result in self._results:
            level = levels[result.level_id]
            if not level.counted:
                continue
            if not _is_led(result, above):
                yield Gap("lead", "result", result.code, result.title)
            if level.code in holds_bullets and result.pk not in measured:
                yield Gap("indicator", "result", result.code, result.title)
            if level.code in holds_bullets and result.pk not in has_children:
                yield Gap("deliverable", "result", result.code, result.title)

    def _missing_measures(self) -> Iterator[Gap]:
        for indicator in self._indicators:
            if not indicator.has_baseline:  # type: ignore[attr-defined]
                yield Gap("baseline", "indicator", indicator.code, indicator.title)
            if not indicator.has_target:  # type: ignore[attr-defined]
                yield Gap("target", "indicator", indicator.code, indicator.title)


def _is_led(result: Result, above: dict[int, Result]) -> bool:
    """Whether the result, or one above it, has a lead unit."""
    current: Result | None = result
    while current is not None:
        if current.lead_unit_id is not None:
            return True
        current = above.get(current.parent_id or 0)
    return False
