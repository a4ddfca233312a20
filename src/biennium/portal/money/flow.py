"""Where money comes from and where it goes: from who gives it through the funds to what it is for.

Invariant: what enters a fund is what leaves it; the picture, its table and its file have the same numbers, and each
opens.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from biennium.documents.charts import SCREEN, Link, Node, chart_svg
from biennium.documents.charts import flow as drawn
from biennium.documents.charts.themes import HUES
from biennium.funding.models import Fund
from biennium.kernel.money import Money
from biennium.ledger.selectors import tables as ledger
from biennium.ledger.selectors.figures import name_of
from biennium.ledger.selectors.scope import NONE, Scope
from biennium.portal.money.naming import Naming
from biennium.portal.money.source import source
from biennium.portal.money.tables import THOUSANDS, query
from biennium.portal.pages import PINNED
from biennium.web import exports, formatting, shapes
from biennium.web import tables as web
from biennium.web.tables import Column, Table

LONGEST = (24, 26, 32)
"""The characters of a label in each column, so that it ends within its room in a wide font, too."""
SHORT = 12
NO_GOAL = f"for {NONE}"
TENTH_OF_A_MILLION = 1


@dataclass(frozen=True, slots=True)
class Step:
    """An amount (minor units) that goes from one node to another, and the scope of exactly its lines."""

    source: str
    target: str
    fund: str
    amount: int
    scope: Scope | None


@dataclass(frozen=True)
class Flow:
    """The money of a programme in two steps: from givers to funds, from funds to outcomes."""

    naming: Naming
    scope: Scope

    @cached_property
    def column(self) -> str:
        """What flows: what is spent, before that what is approved."""
        return "spent" if any(row.amounts.spent for row in self._given.rows) else "approved"

    @cached_property
    def _given(self) -> ledger.Table:
        return ledger.table(self.scope, ["contributor", "fund"])

    @cached_property
    def _used(self) -> ledger.Table:
        return ledger.table(self.scope, ["fund", "outcome"])

    @cached_property
    def steps(self) -> list[Step]:
        """Both steps, the first from who gives."""
        given = [
            Step(
                f"from {self._giver(*row.key)}",
                f"fund {row.key[1]}",
                row.key[1],
                self._amount(row),
                self._given.part(row.key),
            )
            for row in self._given.rows
        ]
        used = [
            Step(f"fund {row.key[0]}", f"for {row.key[1]}", row.key[0], self._amount(row), self._used.part(row.key))
            for row in self._used.rows
        ]
        return [step for step in (*given, *used) if step.amount > 0]

    def _amount(self, row: ledger.Row) -> int:
        return int(getattr(row.amounts, self.column))

    def _giver(self, contributor: str, fund: str) -> str:
        return f"{NONE}{self._kinds.get(fund, '')}" if contributor == NONE else contributor

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return dict(Fund.objects.values_list("code", "kind"))

    @property
    def currency(self) -> str:
        """The currency of its amounts."""
        return self._given.currency

    def words(self, node: str) -> str:
        """What a node is called."""
        kind, _space, code = node.partition(" ")
        if kind == "from" and code.startswith(NONE):
            words = {"assessed": _("Assessed contributions"), "voluntary": _("Voluntary, without an agreement")}
            return words.get(code.removeprefix(NONE), _("Earned by the organisation"))
        return self.naming.words({"from": "contributor", "fund": "fund", "for": "outcome"}[kind], code)

    @cached_property
    def through(self) -> dict[str, int]:
        """What passes each node, in the order of the nodes."""
        sums: dict[str, int] = defaultdict(int)
        for step in self.steps:
            sums[step.source] += step.amount if step.source.startswith("from") else 0
            sums[step.target] += step.amount
        return dict(sums)

    @property
    def title(self) -> str:
        """The finding: “Assessed contributions pay for 50.7 % of what is spent; most goes to …”."""
        givers = {node: amount for node, amount in self.through.items() if node.startswith("from")}
        goals = {
            node: amount for node, amount in self.through.items() if node.startswith("for") and not node.endswith(NONE)
        }
        total = sum(givers.values())
        if not givers or not goals:
            return _("Money from who gives it, through the funds, to what it is for")
        giver, goal = max(givers, key=givers.__getitem__), max(goals, key=goals.__getitem__)
        words = {
            "giver": self.words(giver),
            "share": formatting.percent(Fraction(givers[giver], total)),
            "goal": self.words(goal),
            "amount": formatting.compact(Money(goals[goal], self.currency)),
        }
        return _("Largest source: %(giver)s, %(share)s. Largest use: %(goal)s, %(amount)s.") % words

    @property
    def caption(self) -> str:
        """What flows, in which unit, as of when."""
        unit = formatting.scale_words(self.currency, 6)
        return f"{shapes.stage_words(self.column)}, {unit} · {source(self.naming.page)[1]}"

    def pictures(self) -> list[dict[str, Any]]:
        """The picture for a page, and the one for a narrow screen."""
        wide, narrow = drawn(self._nodes(), self._links(), lang=self.naming.page.lang)
        return [self._picture(wide, "wide"), self._picture(narrow, "narrow")]

    def _picture(self, spec: str, size: str) -> dict[str, Any]:
        description = _("Every number of the picture stands in the table below it.")
        lang = self.naming.page.lang
        svg = chart_svg(
            spec, title=self.title, description=description, identity=f"flow-{size}", lang=lang, theme=SCREEN
        )
        return {"size": size, "svg": _as_markup(svg)}

    def _nodes(self) -> list[Node]:
        columns = {"from": 0, "fund": 1, "for": 2}
        listed = sorted(self.through, key=lambda node: (columns[node.partition(" ")[0]], self._order(node)))
        return [
            Node(
                node,
                columns[node.partition(" ")[0]],
                f"{_cut(self.words(node), LONGEST[columns[node.partition(' ')[0]]])} "
                f"{self._millions(self.through[node])}",
                self._short(node),
                self._hue(node.removeprefix("fund ")) if node.startswith("fund") else "grey",
            )
            for node in listed
        ]

    def _order(self, node: str) -> tuple[Any, ...]:
        kind, _space, code = node.partition(" ")
        if kind == "from":
            return (-self.through[node], code)
        return self._used.names.order("fund" if kind == "fund" else "outcome", code)

    def _short(self, node: str) -> str:
        kind, _space, code = node.partition(" ")
        if kind == "from":
            return _cut(self.words(node), SHORT)
        return self.naming.shown_code("outcome", code) or "–" if kind == "for" else code

    def _millions(self, amount: int) -> str:
        value = Fraction(Money(amount, self.currency).decimal_string()) / 10**6
        return formatting.number(value, TENTH_OF_A_MILLION)

    def _links(self) -> list[Link]:
        return [Link(step.source, step.target, step.amount, self._hue(step.fund)) for step in self.steps]

    def _hue(self, fund: str) -> str:
        funds = sorted({step.fund for step in self.steps}, key=lambda code: self._used.names.order("fund", code))
        return list(HUES)[funds.index(fund) % len(HUES)]

    def table(self) -> Table[Step]:
        """The steps as a table."""
        page, column = self.naming.page, self.column

        def url(step: Step) -> str:
            return page.url("explain", name_of(step.scope, column)) if step.scope else ""

        return Table(
            name=f"{page.file_name}-flow",
            caption=_("From who gives to what it is for"),
            columns=[
                Column("from", _("From"), lambda step: self.words(step.source)),
                Column("to", _("To"), lambda step: self.words(step.target)),
                Column(
                    column,
                    shapes.stage_words(column),
                    lambda step: Money(step.amount, self.currency),
                    url,
                    numeric=True,
                    unit=self.currency,
                    scale=THOUSANDS,
                ),
            ],
            kept=(PINNED,),
            source=source(page),
        )

    def shown(self) -> web.Shown[Step]:
        """The table on a page."""
        code = self.naming.page.programme.code
        files = {one: reverse("portal:flow_file", args=[code, one]) for one in exports.FORMATS}
        return web.show(self.table(), self.steps, query(self.naming, self.scope), files)


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _as_markup(svg: str) -> SafeString:
    """A finished picture (`documents.charts.svg`): escaped, without scripts."""
    return mark_safe(svg)
