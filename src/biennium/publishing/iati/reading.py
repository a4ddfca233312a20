"""What a file of ours says, read back from disk into the values it was written from.

Invariant: what the writer wrote reads back equal; what it never writes is not read. A reader of one's own files: for
anybody's, there is the validator.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from biennium.kernel.money import Money
from biennium.publishing.iati import content
from biennium.publishing.iati.content import Words
from biennium.publishing.iati.reader import Reader
from biennium.publishing.iati.writing.markup import XML_LANG
from biennium.publishing.iati.xpaths import Element


def activities(stream: BinaryIO) -> Iterator[content.Activity]:
    """The activities of a file, one at a time."""
    for unit in Reader(stream).units():
        yield activity(unit)


def activity(unit: Element) -> content.Activity:
    """One activity."""
    return content.Activity(
        identifier=unit.findtext("iati-identifier", ""),
        updated=unit.get("last-updated-datetime", ""),
        humanitarian=unit.get("humanitarian") == "1",
        title=_words(unit.find("title")),
        descriptions=tuple(
            content.Description(_words(one), one.get("type", "")) for one in unit.findall("description")
        ),
        participants=tuple(_participant(one) for one in unit.findall("participating-org")),
        status=_code(unit, "activity-status"),
        dates=tuple((one.get("type", ""), _date(one)) for one in unit.findall("activity-date")),
        contacts=tuple(_contact(one) for one in unit.findall("contact-info")),
        scope=_code(unit, "activity-scope"),
        countries=_coded(unit, "recipient-country"),
        regions=_coded(unit, "recipient-region"),
        locations=tuple(_location(one) for one in unit.findall("location")),
        sectors=_coded(unit, "sector"),
        tags=_coded(unit, "tag"),
        markers=tuple(_marker(one) for one in unit.findall("policy-marker")),
        collaboration=_code(unit, "collaboration-type"),
        flow=_code(unit, "default-flow-type"),
        finance=_code(unit, "default-finance-type"),
        aid=_aid(unit, "default-aid-type"),
        tied=_code(unit, "default-tied-status"),
        budgets=tuple(_budget(one) for one in unit.findall("budget")),
        planned=tuple(_planned(one) for one in unit.findall("planned-disbursement")),
        transactions=tuple(_transaction(one) for one in unit.findall("transaction")),
        documents=_documents(unit),
        related=tuple((one.get("type", ""), one.get("ref", "")) for one in unit.findall("related-activity")),
        results=tuple(_result(one) for one in unit.findall("result")),
    )


def organisation(stream: BinaryIO) -> content.OrganisationFile:
    """The one organisation of a file."""
    unit = next(Reader(stream).units())
    return content.OrganisationFile(
        updated=unit.get("last-updated-datetime", ""),
        budgets=tuple(_yearly(one, "budget-line") for one in unit.findall("total-budget")),
        countries=tuple(_yearly(one, "budget-line") for one in unit.findall("recipient-country-budget")),
        expenditure=tuple(_yearly(one, "expense-line") for one in unit.findall("total-expenditure")),
        documents=_documents(unit),
    )


def _words(found: Element | None) -> Words:
    if found is None:
        return {}
    return {one.get(XML_LANG, ""): one.text or "" for one in found.findall("narrative")}


def _code(unit: Element, tag: str) -> str:
    found = unit.find(tag)
    return "" if found is None else found.get("code", "")


def _date(found: Element) -> date:
    return date.fromisoformat(found.get("iso-date", ""))


def _day(unit: Element, tag: str) -> date:
    found = unit.find(tag)
    return date.min if found is None else _date(found)


def _money(unit: Element) -> tuple[Money, date]:
    found = unit.find("value")
    if found is None:
        return Money.zero("USD"), date.min
    return Money.parse(found.text or "0", found.get("currency", "")), date.fromisoformat(found.get("value-date", ""))


def _share(text: str | None) -> int | None:
    return None if text is None else int(text.replace(".", ""))


def _coded(unit: Element, tag: str) -> tuple[content.Coded, ...]:
    return tuple(
        content.Coded(
            one.get("code", ""),
            one.get("vocabulary", ""),
            _share(one.get("percentage")),
            _words(one),
            one.get("vocabulary-uri", ""),
        )
        for one in unit.findall(tag)
    )


def _aid(unit: Element, tag: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.get("vocabulary", ""), one.get("code", "")) for one in unit.findall(tag))


def _party(found: Element | None, activity_attribute: str) -> content.Party | None:
    if found is None:
        return None
    return content.Party(found.get("ref", ""), found.get("type", ""), _words(found), found.get(activity_attribute, ""))


def _description(found: Element) -> content.Description:
    return content.Description(_words(found), found.get("type", ""))


def _participant(found: Element) -> content.Participant:
    who = _party(found, "activity-id") or content.Party()
    return content.Participant(who, found.get("role", ""), found.get("crs-channel-code", ""))


def _contact(found: Element) -> content.Contact:
    return content.Contact(
        _words(found.find("organisation")),
        _words(found.find("department")),
        found.findtext("email", ""),
        found.findtext("website", ""),
    )


def _location(found: Element) -> content.Location:
    identifier = found.find("location-id")
    country = "" if identifier is None else identifier.get("code", "")
    return content.Location(found.get("ref", ""), country, _words(found.find("name")))


def _marker(found: Element) -> content.Marker:
    return content.Marker(
        found.get("code", ""), found.get("significance", ""), found.get("vocabulary", ""), _words(found)
    )


def _budget(found: Element) -> content.Budget:
    return content.Budget(
        _day(found, "period-start"),
        _day(found, "period-end"),
        *_money(found),
        found.get("status", ""),
        found.get("type", ""),
    )


def _planned(found: Element) -> content.PlannedDisbursement:
    return content.PlannedDisbursement(
        _day(found, "period-start"),
        _day(found, "period-end"),
        *_money(found),
        _party(found.find("provider-org"), "provider-activity-id"),
        _party(found.find("receiver-org"), "receiver-activity-id"),
        found.get("type", ""),
    )


def _transaction(found: Element) -> content.Transaction:
    return content.Transaction(
        ref=found.get("ref", ""),
        type=_code(found, "transaction-type"),
        day=_day(found, "transaction-date"),
        value=_money(found)[0],
        words=_words(found.find("description")),
        provider=_party(found.find("provider-org"), "provider-activity-id"),
        receiver=_party(found.find("receiver-org"), "receiver-activity-id"),
        flow=_code(found, "flow-type"),
        finance=_code(found, "finance-type"),
        aid=_aid(found, "aid-type"),
        tied=_code(found, "tied-status"),
    )


def _documents(unit: Element) -> tuple[content.Document, ...]:
    return tuple(
        content.Document(
            one.get("url", ""),
            one.get("format", ""),
            _words(one.find("title")),
            tuple(category.get("code", "") for category in one.findall("category")),
            tuple(language.get("code", "") for language in one.findall("language")),
            next((_date(day) for day in one.findall("document-date")), None),
        )
        for one in unit.findall("document-link")
    )


def _result(found: Element) -> content.Result:
    return content.Result(
        found.get("type", ""),
        _words(found.find("title")),
        tuple(_indicator(one) for one in found.findall("indicator")),
        _words(found.find("description")),
        found.get("aggregation-status") == "1",
    )


def _indicator(found: Element) -> content.Indicator:
    return content.Indicator(
        found.get("measure", ""),
        _words(found.find("title")),
        found.get("ascending") == "1",
        _words(found.find("description")),
        _aid(found, "reference"),
        tuple(_baseline(one) for one in found.findall("baseline")),
        tuple(_period(one) for one in found.findall("period")),
    )


def _baseline(found: Element) -> content.Baseline:
    day = found.get("iso-date")
    return content.Baseline(int(found.get("year", "0")), _measure(found), date.fromisoformat(day) if day else None)


def _period(found: Element) -> content.PeriodOf:
    return content.PeriodOf(
        _day(found, "period-start"),
        _day(found, "period-end"),
        tuple(_measure(one) for one in found.findall("target")),
        tuple(_measure(one) for one in found.findall("actual")),
    )


def _measure(found: Element) -> content.Measure:
    return content.Measure(
        found.get("value", ""),
        tuple((one.get("name", ""), one.get("value", "")) for one in found.findall("dimension")),
        tuple(one.get("ref", "") for one in found.findall("location")),
        _words(found.find("comment")),
        _documents(found),
    )


def _yearly(found: Element, line: str) -> content.Yearly:
    return content.Yearly(
        _day(found, "period-start"),
        _day(found, "period-end"),
        *_money(found),
        tuple((one.get("ref", ""), _words(one), _money(one)[0]) for one in found.findall(line)),
        _code(found, "recipient-country"),
    )
