"""A record of the CRS: one activity, one fund and contributor, one year; in the field names of its bulk files.

Invariant: a field Biennium knows nothing about is empty, never a guess; amounts are in the reporting currency, so that
fields of US dollars are filled only where that is it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from biennium.funding.models import Agreement, Fund, Partner
from biennium.organisation.models import Place
from biennium.programme.models import Programme, Result, WorkItem, words
from biennium.publishing.crs.scope import UNSPECIFIED
from biennium.publishing.datasets import Cell, decimal
from biennium.publishing.iati.content import Coded, Marker
from biennium.publishing.iati.gathering import classifying
from biennium.publishing.iati.profile import Profile
from biennium.publishing.locations import location
from biennium.publishing.markers import Scores
from biennium.standards import providers
from biennium.standards.iati import tables
from biennium.standards.regions import RegionFacts, region_map

FIELDS = (
    *("year", "donor_code", "donor_name", "agency_name", "crs_id", "project_number", "initial_report"),
    *("recipient_code", "recipient_name", "region_code", "region_name"),
    *("flow_code", "flow_name", "bi_multi", "category"),
    *("finance_t", "aid_t", "usd_commitment", "usd_disbursement", "currency_code"),
    *("commitment_national", "disbursement_national", "short_description", "project_title"),
    *("purpose_code", "purpose_name", "sector_code", "sector_name"),
    *("usd_amount_untied", "usd_amount_partial_tied", "usd_amount_tied"),
    *("channel_code", "channel_name", "channel_reported_name", "parent_channel_code", "geography"),
    *("expected_start_date", "completion_date", "long_description", "sdg_focus"),
    *("gender", "environment", "dig", "trade", "biodiversity", "climate_mitigation", "climate_adaptation"),
    *("desertification", "rmnch", "drr", "disability", "nutrition"),
)
MARKERS = {
    "1": "gender",
    "2": "environment",
    "3": "dig",
    "4": "trade",
    "5": "biodiversity",
    "6": "climate_mitigation",
    "7": "climate_adaptation",
    "8": "desertification",
    "9": "rmnch",
    "10": "drr",
    "11": "disability",
    "12": "nutrition",
}
"""The field of each DAC policy marker."""
TIED = {"5": "usd_amount_untied", "3": "usd_amount_partial_tied", "4": "usd_amount_tied"}
"""The field of what is committed, by its tied status."""
GOVERNMENT = "C01"
ABOVE = "000"
"""How the code of a kind of channels ends."""
OF_AGREEMENT = "/"
"""What parts the fund of a record from its agreement: no code has it."""
NEW = "1"
OUTFLOW, THROUGH = "4", "1"
"""What the organisation spends of its core money, and what a contributor channels through it."""
MOST_TARGETS = 10
DOLLAR = "USD"


@dataclass(frozen=True, slots=True)
class Spent:
    """What an activity committed and spent of a fund and an agreement in a year; minor units."""

    programme: Programme
    item: WorkItem
    fund: Fund
    agreement: Agreement | None
    place: Place | None
    recipient: str
    committed: int
    spent: int


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who reports, in which currency, how it publishes, and what stands above each result."""

    year: int
    name: str
    identifier: str
    currency: str
    profile: Profile
    chains: Mapping[int, Sequence[Result]]
    scores: Mapping[int, Scores]

    def record(self, one: Spent) -> tuple[Cell, ...]:
        """The fields in their order."""
        chain = self.chains.get(one.item.result_id or 0, ())
        said = {
            **self._who(one),
            **self._where(one),
            **self._terms(one.fund),
            **self._amounts(one),
            **self._words(one, chain),
            **self._purpose(one.item, chain),
            "sdg_focus": sdg_focus(classifying.tags(one.item, chain), one.item.sdg),
            **markers(classifying.markers(self.profile, chain, self.scores.get(one.item.pk, {}))),
        }
        return tuple(said.get(name, "") for name in FIELDS)

    def _who(self, one: Spent) -> dict[str, Cell]:
        """A contributor who channels money through the organisation is the donor; else the organisation is."""
        partner = one.agreement.partner if one.agreement and one.fund.kind == Fund.Kind.VOLUNTARY else None
        through = partner is not None and one.fund.iati_earmarking not in ("", "1")
        donor = partner if partner and through and partner.published else None
        agreement = f"{OF_AGREEMENT}{one.agreement.code}" if one.agreement else ""
        tail = f"{one.programme.code}-{one.item.code}-{one.fund.code}{agreement}"
        return {
            "year": self.year,
            "donor_code": donor_code(donor) if donor else providers.of_organisation(self.identifier),
            "donor_name": words(donor.name) if donor else self.name,
            "agency_name": self.name,
            "crs_id": f"{self.identifier}-{tail}",
            "project_number": one.item.code,
            "initial_report": NEW,
            "bi_multi": THROUGH if through else OUTFLOW,
        }

    def _where(self, one: Spent) -> dict[str, Cell]:
        found = location(one.place)
        name = "Developing countries, unspecified" if one.recipient == UNSPECIFIED else found.name
        geography = found.name if one.place else ""
        region = dac_regions().get(one.place.code) if one.place else None
        return {
            "recipient_code": one.recipient,
            "recipient_name": name,
            "region_code": region.code if region else "",
            "region_name": region.name["en"] if region else "",
            "geography": geography,
        }

    def _terms(self, fund: Fund) -> dict[str, Cell]:
        return {
            "flow_code": fund.iati_flow_type,
            "flow_name": tables.names("FlowType").get(fund.iati_flow_type, ""),
            "category": fund.iati_flow_type,
            "finance_t": fund.iati_finance_type,
            "aid_t": fund.iati_aid_type,
            "channel_code": fund.crs_channel,
            "channel_name": tables.names("CRSChannelCode").get(fund.crs_channel, ""),
            "channel_reported_name": self.name,
            "parent_channel_code": parent_channel(fund.crs_channel),
        }

    def _amounts(self, one: Spent) -> dict[str, Cell]:
        committed, spent = decimal(one.committed, self.currency), decimal(one.spent, self.currency)
        dollars = self.currency == DOLLAR
        return {
            **({TIED[self.profile.tied]: committed} if dollars and self.profile.tied in TIED else {}),
            "usd_commitment": committed if dollars else "",
            "usd_disbursement": spent if dollars else "",
            "currency_code": self.currency,
            "commitment_national": committed,
            "disbursement_national": spent,
        }

    def _words(self, one: Spent, chain: Sequence[Result]) -> dict[str, Cell]:
        started: date = one.programme.start
        title = words(one.item.title)
        return {
            "short_description": title[:150],
            "project_title": title,
            "long_description": " › ".join(words(each.title) for each in reversed(chain)),
            "expected_start_date": started.isoformat(),
            "completion_date": one.programme.end.isoformat(),
        }

    def _purpose(self, item: WorkItem, chain: Sequence[Result]) -> dict[str, Cell]:
        code = next(one.code for one in classifying.sectors(self.profile, item, chain) if one.vocabulary == "1")
        return {
            "purpose_code": code,
            "purpose_name": tables.names("Sector").get(code, ""),
            "sector_code": code[:3],
            "sector_name": tables.names("SectorCategory").get(code[:3], ""),
        }


def donor_code(partner: Partner) -> str:
    """The number of a contributor at the DAC: of a government by its country, of another by what it is known by."""
    if partner.contributor_type == GOVERNMENT:
        return providers.of_country(partner.place.code) if partner.place else ""
    return providers.of_organisation(partner.iati_identifier, partner.crs_channel)


def parent_channel(code: str) -> str:
    """The kind of channels that a channel belongs to; nothing for a channel that is such a kind, or of none."""
    above = f"{code[:2]}{ABOVE}"
    return above if above != code and above in tables.codes("CRSChannelCode") else ""


def fund_of(crs_id: str, project_number: str) -> str:
    """The code of the fund that the identifier of a record names."""
    return crs_id.partition(OF_AGREEMENT)[0].rpartition(f"-{project_number}-")[2]


@cache
def dac_regions() -> Mapping[str, RegionFacts]:
    """The DAC region of each place, by its alpha-3 code."""
    return {place: one for one in region_map("dac") for place in one.places}


def sdg_focus(tags: Sequence[Coded], shares: Mapping[str, int]) -> str:
    """Up to ten targets, or goals where no target is named, the largest share first."""
    targets = [one.code for one in tags if one.vocabulary == classifying.TAG_TARGET]
    goals = [one.code for one in tags if one.vocabulary == classifying.TAG_GOAL]
    covered = {code.split(".")[0] for code in targets}
    named = [*targets, *(goal for goal in goals if goal not in covered)]
    weight = {code: shares.get(code) or shares.get(code.split(".")[0]) or 0 for code in named}
    return ";".join(sorted(named, key=lambda code: -weight[code])[:MOST_TARGETS])


def markers(found: Sequence[Marker]) -> dict[str, Cell]:
    """The significance of each policy marker under the name of its field."""
    return {MARKERS[one.code]: one.significance for one in found if one.code in MARKERS}
