"""The report to a partner as a document of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from biennium.documents.blocks import Block, Cover, Document, Inline, Span, inline
from biennium.foundation.permission import require
from biennium.funding.selectors.terms import support_cost_rate
from biennium.kernel.money import Money
from biennium.papers.agreement.asked import Asked, asked
from biennium.papers.agreement.narrative import Narrative
from biennium.papers.agreement.statement import Statement
from biennium.papers.bound import bound
from biennium.papers.kinds import Commission
from biennium.papers.outline import Outline, filled
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.web import formatting

KIND = "agreement"
SEE = "organisation.see_office"


def build(commission: Commission) -> Document:
    """The report on one agreement and period. Raises `NotPermitted` where the actor does not see the office."""
    require(commission.actor, SEE)
    setter = Setter(commission.lang, commission.book.document.languages)
    report = _Report(commission, asked(commission.subject), setter)
    title = report.said["title"].format(code=report.about.agreement.code)
    blocks = tuple(report.blocks())
    return bound(commission, setter, title=title, cover=report.cover(), blocks=blocks, report=KIND)


class _Report:
    """The parts of the report, in their order."""

    def __init__(self, commission: Commission, about: Asked, setter: Setter) -> None:
        self.commission, self.about, self.setter = commission, about, setter
        self.said = words(setter.lang)[KIND]
        self.outline = Outline(setter)
        self.narrative = Narrative(about, commission.actor, setter, self.outline)
        self.statement = Statement(about, commission.programme, setter, self.outline)

    def cover(self) -> Cover:
        """Who reports to whom, on what and for which days, and when the partner expects reports."""
        row, told = self.about.agreement, self.said["fields"]
        amount = formatting.money(Money(row.amount, row.currency))
        fields: list[tuple[str, Inline]] = [
            (told["partner"], self.setter.short(row.partner.name)),
            (told["agreement"], (*inline(f"{row.code} "), *self.setter.short(row.title))),
            (told["amount"], (Span(amount, figure=self.statement.address("amount")),)),
            (told["runs"], inline(formatting.span(row.starts, row.ends))),
            (told["period"], inline(formatting.span(self.about.start, self.about.until))),
            (told["calendar"], inline("; ".join(self._calendar()) or self.said["no_calendar"])),
        ]
        masthead = self.setter.plain(self.commission.book.document.organisation.name)
        return Cover(masthead=(masthead,), subtitle=self.setter.plain(row.title), fields=tuple(fields))

    def _calendar(self) -> Iterator[str]:
        for one in sorted(self.about.agreement.reports_due, key=lambda one: one["due"]):
            kind = self.said["reports"].get(one["kind"], one["kind"])
            yield f"{formatting.day(one['due'])} ({kind})"

    def blocks(self) -> Iterator[Block]:
        """Everything after the contents."""
        yield self.outline.part(self.said["glance"])
        yield from (self.outline.says(one) for one in self._answers())
        yield from self.narrative.purpose()
        yield from self.narrative.progress()
        yield from self.statement.blocks()
        yield from self._missing()
        yield from self._notes()

    def _answers(self) -> Iterator[Inline]:
        came, spent = self.statement.told("received"), self.statement.told("spent")
        if came is None or spent is None:
            yield inline(self.said["no_rate_at_all"])
            return
        agreed = formatting.money(Money(self.about.agreement.amount, self.about.agreement.currency))
        amount = Span(agreed, figure=self.statement.address("amount"))
        day = formatting.day(self.about.until)
        yield filled(self.said["glance_money"], amount=amount, came=came, spent=spent, day=day)

    def _missing(self) -> Iterator[Block]:
        yield self.outline.part(self.said["missing"])
        found = list(self.narrative.missing())
        if self.statement.account.lacks_rates:
            yield self.outline.says(self.said["lacks_rates"])
        if not found:
            yield self.outline.says(self.said["none_missing"])
        yield from self.outline.lists(self.said["missing_intro"], found)

    def _notes(self) -> Iterator[Block]:
        row = self.about.agreement
        rate = Fraction(support_cost_rate(row), 10_000)
        yield self.outline.part(self.said["notes"])
        fund = f"{row.fund.code} {self.setter.plain(row.fund.name)}"
        yield self.outline.says(self.said["note_fund"].format(fund=fund, currency=row.fund.currency))
        yield self.outline.says(self.said["note_support"].format(rate=formatting.percent(rate, 2)))
        yield self.outline.says(self.said["note_basis"])
