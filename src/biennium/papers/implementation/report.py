"""The implementation report as a document of blocks."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from biennium.documents.blocks import Block, Cover, Document, Inline, inline
from biennium.kernel.figures import State
from biennium.papers.bound import bound
from biennium.papers.implementation.achievements import Achievements, share, standing
from biennium.papers.implementation.gathering import Gathered, reached
from biennium.papers.implementation.missing import Missing
from biennium.papers.implementation.regions import Regions
from biennium.papers.implementation.resources import Resources
from biennium.papers.kinds import Commission
from biennium.papers.money import Purse
from biennium.papers.outline import Outline, filled
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.web import formatting

KIND = "implementation"


def build(commission: Commission) -> Document:
    """The report, as things stand on the day it is written."""
    setter = Setter(commission.lang, commission.book.document.languages)
    report = _Report(Gathered(commission, setter))
    title = report.said["title"].format(period=commission.book.document.code)
    blocks = tuple(report.blocks())
    return bound(commission, setter, title=title, cover=report.cover(), blocks=blocks, report=KIND)


class _Report:
    """The parts of the report, in their order."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered, self.setter = gathered, gathered.setter
        self.said = words(self.setter.lang)[KIND]
        self.outline = Outline(self.setter)
        self.purse = Purse(gathered.programme.code, gathered.money.currency)
        self.achievements = Achievements(gathered, self.outline, self.purse)
        self.regions = Regions(gathered, self.outline, self.purse, self.achievements)

    def cover(self) -> Cover:
        """The organisation, the programme, and as of when."""
        programme, today = self.gathered.book.document, formatting.day(timezone.localdate())
        told = self.said["fields"]
        fields = (
            (told["period"], formatting.span(programme.start, programme.end)),
            (told["standing"], self.said["stand"].format(date=today)),
            (told["version"], self.gathered.commission.pin.in_words(self.setter.lang)),
        )
        return Cover(
            masthead=(self.setter.plain(programme.organisation.name),),
            subtitle=self.setter.plain(programme.title),
            fields=tuple((label, inline(content)) for label, content in fields),
        )

    def blocks(self) -> Iterator[Block]:
        """Everything after the contents."""
        yield self.outline.part(self.said["glance"])
        yield from (self.outline.says(one) for one in self._answers())
        if reached(self.gathered.entries).target:
            yield self.achievements.chart()
        yield from self.achievements.blocks()
        yield from self.regions.blocks()
        yield from Resources(self.gathered, self.outline, self.purse, self.achievements.levels()).blocks()
        yield from Missing(self.gathered, self.outline, self.purse).blocks()
        yield from self.outline.annex(self.said["countries"], self.regions.countries())

    def _answers(self) -> Iterator[Inline]:
        """Results, indicators, money and what is missing, a paragraph each."""
        found, whole = reached(self.gathered.entries), self.gathered.period
        period = formatting.span(whole.start, whole.end)
        numbers = {"target": formatting.number(found.target), "achieved": formatting.number(found.achieved)}
        if found.target:
            yield filled(self.said["glance_results"], **numbers, period=period, share=share(found))
        else:
            yield inline(self.said["no_targets"])
        if self.gathered.entries:
            yield inline(standing(self.gathered.entries, self.setter.lang))
        if self.gathered.results:
            places = {one.place_id for one in self.gathered.results}
            told = {"results": len(self.gathered.results), "places": len(places)}
            words_of = {name: formatting.number(count) for name, count in told.items()}
            yield inline(self.said["glance_published"].format(**words_of))
        yield from self._money()
        yield inline(self.said["glance_missing"])

    def _money(self) -> Iterator[Inline]:
        total, scope = self.gathered.money.total, self.gathered.scope
        if total.delivery("delivery", self.purse.currency).state is State.VALUE:
            amounts = {name: self.purse.said(scope, name, getattr(total, name)) for name in ("approved", "allotted")}
            spent = self.purse.said(scope, "spent", total.spent)
            delivery = self.purse.delivered(scope, total)
            yield filled(self.said["glance_money"], **amounts, spent=spent, delivery=delivery)
