"""The narrative: what the agreement pays for, and what came of the work it funds in the period.

Invariant: only results that were verified are told; those that wait, milestones that were missed and money that did not
come are counted as missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from biennium.documents.blocks import Block, Heading, Inline, Paragraph, Span, inline
from biennium.foundation.actors import Actor
from biennium.ledger.models import Line
from biennium.papers.agreement.asked import Asked
from biennium.papers.outline import Outline
from biennium.papers.setting import Setter
from biennium.papers.words import counted, words
from biennium.programme.models import WorkItem
from biennium.reporting.models import CountryResult
from biennium.reporting.models.results import CONCLUDED
from biennium.reporting.selectors.visibility import visible_results
from biennium.web import formatting
from biennium.workplan.models import Milestone, PlanUpdate


class Narrative:
    """The parts of one report that are told in words."""

    def __init__(self, about: Asked, actor: Actor, setter: Setter, outline: Outline) -> None:
        self.about, self.actor, self.setter, self.outline = about, actor, setter, outline
        self.said = words(setter.lang)["agreement"]
        self.days = (about.start, about.until)

    @cached_property
    def work(self) -> list[WorkItem]:
        """The work items on which money of the agreement stands or stood."""
        funded = Line.objects.filter(agreement=self.about.agreement, work_item__isnull=False).values("work_item")
        return list(WorkItem.objects.filter(pk__in=funded).order_by("code"))

    @cached_property
    def results(self) -> list[CountryResult]:
        """The country results of this work in the period, the earliest first."""
        rows = visible_results(self.actor).filter(work_item__in=self.work, date__range=self.days)
        return list(rows.select_related("place").order_by("date", "code"))

    @cached_property
    def milestones(self) -> list[Milestone]:
        """The milestones of this work that were due or reached by the end of the period and not before it."""
        rows = Milestone.objects.filter(plan__work_item__in=self.work, retired_at__isnull=True, due__lte=self.days[1])
        return list(rows.exclude(reached_on__lt=self.days[0]).select_related("plan").order_by("due", "id"))

    @cached_property
    def updates(self) -> list[PlanUpdate]:
        """What was said about this work in the period, the earliest first."""
        rows = PlanUpdate.objects.filter(plan__work_item__in=self.work, at__date__range=self.days)
        return list(rows.select_related("plan").order_by("at", "id"))

    def purpose(self) -> Iterator[Block]:
        """What the agreement pays for: earmarks, projects and work."""
        agreement = self.about.agreement
        yield self.outline.part(self.said["purpose"])
        marks = agreement.earmarks.select_related("result", "place", "cost_category")
        listed = [self._earmark(one) for one in marks]
        if not listed:
            yield self.outline.says(self.said["no_earmark"])
        yield from self.outline.lists(self.said["earmarks"], listed)
        projects = [(*inline(f"{one.symbol} "), *self.setter.short(one.title)) for one in agreement.projects.all()]
        yield from self.outline.lists(self.said["projects"], projects)
        yield from self.outline.lists(self.said["work"], [self._named(one) for one in self.work])

    def _earmark(self, one: object) -> Inline:
        result, place = getattr(one, "result", None), getattr(one, "place", None)
        if result is not None:
            return (*inline(f"{result.code} "), *self.setter.short(result.title))
        return self.setter.short(place.name) if place is not None else inline(str(getattr(one, "named", "")))

    def _named(self, one: WorkItem) -> Inline:
        return (*inline(f"{one.code} "), *self.setter.short(one.title))

    def progress(self) -> Iterator[Block]:
        """What came of each work item: verified results, milestones, what was said."""
        yield self.outline.part(self.said["progress"])
        told = [one for one in self.work if one.pk in self._told]
        if not told:
            yield self.outline.says(self.said["nothing_told"])
        for item in told:
            yield Heading(2, self._named(item), anchor=f"work-{item.code}")
            yield from self._about(item)

    @cached_property
    def _told(self) -> set[int]:
        """The work items of which something is told."""
        verified = {one.work_item_id for one in self.results if one.work_item_id and one.status in CONCLUDED}
        steps = {one.plan.work_item_id for one in self.milestones}
        return verified | steps | {one.plan.work_item_id for one in self.updates}

    def _about(self, item: WorkItem) -> list[Block]:
        verified = [one for one in self.results if one.work_item_id == item.pk and one.status in CONCLUDED]
        found: list[Block] = []
        for result in verified:
            where = f"{self.setter.plain(result.place.name)}, {formatting.day(result.date)}"
            found.append(self.outline.says((Span(where, bold=True), Span(". "), *self.setter.short(result.statement))))
            if result.contribution:
                found.append(Paragraph(self.setter.short(result.contribution)))
        steps = [one for one in self.milestones if one.plan.work_item_id == item.pk]
        found += self.outline.lists(self.said["milestones"], [self._step(one) for one in steps])
        said = [one for one in self.updates if one.plan.work_item_id == item.pk]
        found += self.outline.lists(self.said["updates"], [self._said(one) for one in said])
        return found

    def _step(self, one: Milestone) -> Inline:
        reached = one.reached_on if one.reached_on and one.reached_on <= self.days[1] else None
        words_of = self.said["reached" if reached else "not_reached"]
        return (*self.setter.short(one.title), Span(f" ({words_of.format(day=formatting.day(reached or one.due))})"))

    def _said(self, one: PlanUpdate) -> Inline:
        head = f"{formatting.day(one.at.date())}, {self.said['kinds'][one.kind]}"
        return (Span(self.said["label"].format(label=head)), *self.setter.short(one.text))

    def missing(self) -> Iterator[str]:
        """What was due by the end of the period and is not there."""
        due = self.about.agreement.instalments.filter(due__lte=self.days[1])
        late = [one for one in due if one.received_on is None or one.received_on > self.days[1]]
        yield from self._count("instalments", len(late))
        waiting = sum(one.status == CountryResult.Status.SUBMITTED for one in self.results)
        yield from self._count("waiting", waiting)
        yield from self._count("milestones", sum(self._is_missed(one) for one in self.milestones))
        silent = [one.code for one in self.work if one.pk not in self._told]
        yield from self._count("silent", len(silent), codes=", ".join(silent))

    def _is_missed(self, one: Milestone) -> bool:
        return one.reached_on is None or one.reached_on > self.days[1]

    def _count(self, name: str, count: int, **more: str) -> Iterator[str]:
        if count:
            yield counted(self.said["missing_items"][name], self.setter.lang, count, **more)
