"""The organisation's file: what it has and what it spent, by year and fund, of one or several programmes.

Invariant: support cost is counted once, where it is spent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q

from biennium.funding.models import Fund
from biennium.kernel.money import Money
from biennium.programme.models import Programme
from biennium.programme.selectors.versions import ADOPTED, versions
from biennium.publishing.iati.content import Document, OrganisationFile, Words, Yearly
from biennium.publishing.iati.gathering.folding import ALLOTTED, INTERNAL, SPENT, folded
from biennium.publishing.iati.profile import Profile

AUTHORITY = ("approved", *ALLOTTED)
PDF = "application/pdf"
STRATEGY = "B02"
"""Institutional strategy paper."""
Lines = tuple[tuple[str, Words, Money], ...]


def organisation_file(
    programmes: Sequence[Programme],
    as_of: date,
    countries: Mapping[tuple[str, int], int],
    currency: str,
    profile: Profile,
) -> OrganisationFile:
    """`countries` are budgets by country and year."""
    keys = [one.pk for one in programmes]

    def of(to: str) -> Q:
        return Q(**{f"{to}programme__in": keys})

    by = ("year", "fund")
    charged = folded(of, SPENT, by, as_of, Q(mark=INTERNAL))
    authority = folded(of, AUTHORITY, by, as_of)
    for key, amount in charged.items():
        authority[key] = authority.get(key, 0) - amount
    spent = folded(of, SPENT, by, as_of, ~Q(mark=INTERNAL))
    funds = {fund.pk: fund for fund in Fund.objects.all()}
    return OrganisationFile(
        budgets=_years(authority, funds, currency),
        countries=tuple(
            _year(year, amount, currency, country=code) for (code, year), amount in sorted(countries.items()) if amount
        ),
        expenditure=_years(spent, funds, currency),
        documents=tuple(one for programme in programmes for one in papers(profile, programme)),
    )


def papers(profile: Profile, programme: Programme) -> list[Document]:
    """The paper of a programme as it was adopted, or revised, last: a document in each of its languages."""
    sealed = versions(programme).filter(stage__in=ADOPTED).first()
    if not profile.paper or sealed is None:
        return []
    return [
        Document(
            profile.paper.format(programme=programme.code, version=sealed.number, language=language),
            PDF,
            programme.title,
            (STRATEGY,),
            (language,),
            sealed.sealed_at.date(),
        )
        for language in programme.languages
    ]


def _years(sums: Mapping[tuple[int, ...], int], funds: Mapping[int, Fund], currency: str) -> tuple[Yearly, ...]:
    years: dict[int, dict[int, int]] = defaultdict(dict)
    for (year, fund), amount in sums.items():
        if amount:
            years[year][fund] = amount
    return tuple(
        _year(year, sum(by_fund.values()), currency, lines=_lines(by_fund, funds, currency))
        for year, by_fund in sorted(years.items())
    )


def _lines(by_fund: Mapping[int, int], funds: Mapping[int, Fund], currency: str) -> Lines:
    order = sorted(by_fund, key=lambda pk: (funds[pk].position, funds[pk].code))
    return tuple((funds[pk].code, funds[pk].name, Money(by_fund[pk], currency)) for pk in order)


def _year(year: int, amount: int, currency: str, lines: Lines = (), country: str = "") -> Yearly:
    start = date(year, 1, 1)
    return Yearly(start, date(year, 12, 31), Money(amount, currency), start, lines, country)
