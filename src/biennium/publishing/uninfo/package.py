"""The package of a country: its tree as JSON, the same as tables, and the checks both pass."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from biennium.organisation.selectors import organisation
from biennium.publishing.datasets import Cell, Check, Dataset, Package, decimal
from biennium.publishing.modelled import source
from biennium.publishing.uninfo.country import MOST_TARGETS, Country, Finance, Portfolio, SubOutput

STANDARD = "uninfo"
SUB_OUTPUTS = (
    *("outcome_code", "outcome_name", "output_code", "output_name", "code", "name", "status", "geography"),
    *("agency", "contributing_partners", "implementing_partners", "sdg_targets"),
    *("gender_equality_marker", "human_rights_marker", "un_outcomes"),
)
FINANCE = ("code", "year", "currency", "required", "available", "expenditure")
EXPENDITURE = ("code", "year", "fund", "contributing_partner", "currency", "expenditure")
NONE = ""
OTHER = "OTHER"
"""The code of what was spent in the country on none of its sub-outputs."""


def package(portfolio: Portfolio, country: Country) -> Package:
    """What a country office hands over for its country."""
    agency, currency = _agency(), portfolio.currency
    subs = [_sub_output(one, country, agency) for one in country.subs]
    spent = list(_expenditure(country, currency))
    datasets = (
        Dataset("sub_outputs", _("Sub-outputs"), SUB_OUTPUTS, subs),
        Dataset("finance", _("Required, available, spent"), FINANCE, list(_finance(country, currency))),
        Dataset("expenditure", _("Expenditure by fund and partner"), EXPENDITURE, spent),
    )
    place = country.place.name.get("en", country.place.code)
    title = _("UN INFO: %(agency)s in %(place)s, %(programme)s") % {
        "agency": agency,
        "place": place,
        "programme": portfolio.programme.code,
    }
    about = {"country": country.place.code, "programme": portfolio.programme.code, "currency": currency}
    return Package(
        STANDARD, title, datasets, _checks(country), source([portfolio.programme]), about, _more(portfolio, country)
    )


def _more(portfolio: Portfolio, country: Country) -> dict[str, bytes]:
    return {"uninfo.json": (json.dumps(tree(portfolio, country), ensure_ascii=False, indent=1) + "\n").encode()}


def tree(portfolio: Portfolio, country: Country) -> dict[str, Any]:
    """Outcome → output → sub-output, each with its sums of what is required, available and spent by year."""
    outcomes: dict[str, dict[str, Any]] = {}
    for sub in country.subs:
        outcome, output = _above(sub)
        at = outcomes.setdefault(outcome[0], {"level": "OC", "code": outcome[0], "name": outcome[1], "outputs": {}})
        below = at["outputs"].setdefault(
            output[0], {"level": "OU", "code": output[0], "name": output[1], "sub_outputs": []}
        )
        below["sub_outputs"].append(_node(sub, country, portfolio.currency))
    listed = [{**one, "outputs": list(one["outputs"].values())} for one in outcomes.values()]
    return {
        "country": {"code": country.place.code, "name": country.place.name},
        "agency": _agency(),
        "programme": portfolio.programme.code,
        "currency": portfolio.currency,
        "years": portfolio.years,
        "source": list(source([portfolio.programme])),
        "outcomes": listed,
    }


def _agency() -> str:
    known = organisation()
    return (known.acronym.get("en") or str(known)) if known else NONE


def _above(sub: SubOutput) -> tuple[tuple[str, str], tuple[str, str]]:
    """Code and name of the outcome and the output; of neither where the work serves none yet."""
    names = [(one.code, one.title.get("en", one.code)) for one in reversed(sub.chain)]
    nothing = ("", _("not yet specified"))
    return (names[0] if names else nothing), (names[1] if len(names) > 1 else names[0] if names else nothing)


def _node(sub: SubOutput, country: Country, currency: str) -> dict[str, Any]:
    return {
        "level": "SOU",
        "code": sub.item.code,
        "name": sub.item.title,
        "status": sub.plan.status if sub.plan else "",
        "geography": country.place.code,
        "contributing_partners": sub.contributing,
        "implementing_partners": sub.implementing,
        "sdg_targets": list(sub.targets),
        "markers": {"gender_equality": sub.gender, "human_rights": sub.human_rights},
        "un_outcomes": list(sub.un_outcomes),
        "finance": [
            {
                "year": one.year,
                "required": str(decimal(one.required, currency)),
                "available": str(decimal(one.available, currency)),
                "expenditure": str(decimal(one.spent, currency)),
            }
            for one in sub.finance
        ],
    }


def _sub_output(sub: SubOutput, country: Country, agency: str) -> tuple[Cell, ...]:
    outcome, output = _above(sub)
    return (
        *(*outcome, *output, sub.item.code, sub.item.title.get("en", sub.item.code)),
        *(sub.plan.status if sub.plan else NONE, country.place.code, agency),
        *("; ".join(sub.contributing), "; ".join(sub.implementing), "; ".join(sub.targets)),
        *(sub.gender, sub.human_rights, "; ".join(sub.un_outcomes)),
    )


def _finance(country: Country, currency: str) -> Iterator[tuple[Cell, ...]]:
    for sub in country.subs:
        for one in sub.finance:
            amounts = (one.required, one.available, one.spent)
            yield (sub.item.code, one.year, currency, *(decimal(amount, currency) for amount in amounts))


def _expenditure(country: Country, currency: str) -> Iterator[tuple[Cell, ...]]:
    for sub in country.subs:
        for (year, fund, partner), amount in sorted(sub.spent.items()):
            if amount:
                yield (sub.item.code, year, fund, partner, currency, decimal(amount, currency))
    for (year, fund), amount in sorted(country.elsewhere.items()):
        if amount:
            yield (OTHER, year, fund, NONE, currency, decimal(amount, currency))


def _checks(country: Country) -> list[Check]:
    """What UN INFO refuses fails; what it asks for and the books do not say yet is lacking."""
    most = _("A sub-output names at most ten targets")
    return [
        _all(most, country.subs, lambda one: len(one.targets) <= MOST_TARGETS, "fails"),
        _all(_("A sub-output names a target"), country.subs, lambda one: bool(one.targets), "lacks"),
        _all(_("A sub-output has a gender equality marker"), country.subs, lambda one: bool(one.gender), "lacks"),
        _all(_("A sub-output has a human rights marker"), country.subs, lambda one: bool(one.human_rights), "lacks"),
        _all(_("A sub-output has a plan"), country.subs, lambda one: one.plan is not None, "lacks"),
        _all(_("Required is not less than available, available not less than spent"), country.subs, _ordered, "known"),
        _elsewhere(country),
    ]


def _all(rule: str, subs: Sequence[SubOutput], holds: Callable[[SubOutput], bool], otherwise: str) -> Check:
    rows = tuple(one.item.code for one in subs if not holds(one))
    words = _("%(count)s of %(all)s do not.") % {"count": len(rows), "all": len(subs)} if rows else ""
    return Check(rule, otherwise if rows else "holds", words, rows)


def _ordered(sub: SubOutput) -> bool:
    return all(_in_order(one) for one in sub.finance)


def _in_order(one: Finance) -> bool:
    return one.required >= one.available >= one.spent


def _elsewhere(country: Country) -> Check:
    rows = tuple(f"{fund} {year}" for (year, fund), amount in sorted(country.elsewhere.items()) if amount)
    rule = _("What was spent in the country was spent on its sub-outputs")
    return Check(rule, "known" if rows else "holds", "", rows)
