"""The organisation file as XML."""

from __future__ import annotations

from biennium.kernel.money import Money
from biennium.publishing.iati.content import OrganisationFile, Reporter, Words, Yearly
from biennium.publishing.iati.writing.activity import reporting_org
from biennium.publishing.iati.writing.markup import XML_LANG, day, element, narrated, parent, value
from biennium.publishing.iati.writing.results import document_link
from biennium.publishing.iati.xpaths import Element

ORGANISATION = "/iati-organisations/iati-organisation"


def organisation(reporter: Reporter, one: OrganisationFile) -> Element:
    """`iati-organisation`."""
    attributes = {
        "last-updated-datetime": one.updated,
        XML_LANG: reporter.language,
        "default-currency": reporter.currency,
    }
    children = [
        element("organisation-identifier", None, reporter.identifier),
        narrated("name", reporter.name),
        reporting_org(reporter),
        *(total_budget(row) for row in one.budgets),
        *(recipient_country_budget(row) for row in one.countries),
        *(total_expenditure(row) for row in one.expenditure),
        *(document_link(f"{ORGANISATION}/document-link", row) for row in one.documents),
    ]
    return parent(ORGANISATION, attributes, children)


def total_budget(one: Yearly) -> Element:
    """`total-budget`, one a year."""
    return parent(f"{ORGANISATION}/total-budget", {"status": "2"}, [*_year(one), *_lines("budget-line", one)])


def recipient_country_budget(one: Yearly) -> Element:
    """`recipient-country-budget`, one a year and country."""
    path = f"{ORGANISATION}/recipient-country-budget"
    return parent(path, {"status": "1"}, [element("recipient-country", {"code": one.country}), *_year(one)])


def total_expenditure(one: Yearly) -> Element:
    """`total-expenditure`, one a year."""
    return parent(f"{ORGANISATION}/total-expenditure", {}, [*_year(one), *_lines("expense-line", one)])


def _year(one: Yearly) -> list[Element]:
    return [day("period-start", one.start), day("period-end", one.end), value(one.value, one.value_date)]


def _lines(tag: str, one: Yearly) -> list[Element]:
    return [_line(tag, ref, words, money, one) for ref, words, money in one.lines]


def _line(tag: str, ref: str, words: Words, money: Money, one: Yearly) -> Element:
    made = element(tag, {"ref": ref})
    made.append(value(money, one.value_date))
    made.extend(list(narrated(tag, words)))
    return made
