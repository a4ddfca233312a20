"""Budgets, planned disbursements and transactions as XML."""

from __future__ import annotations

from biennium.publishing.iati.content import Budget, Party, PlannedDisbursement, Transaction
from biennium.publishing.iati.writing.markup import coded, day, element, parent, party, spoken, value
from biennium.publishing.iati.xpaths import Element

ACTIVITY = "/iati-activities/iati-activity"


def budget(one: Budget) -> Element:
    """`budget`, never longer than a year."""
    children = [day("period-start", one.start), day("period-end", one.end), value(one.value, one.value_date)]
    return parent(f"{ACTIVITY}/budget", {"type": one.type, "status": one.status}, children)


def planned_disbursement(one: PlannedDisbursement) -> Element:
    """`planned-disbursement`."""
    children = [
        day("period-start", one.start),
        day("period-end", one.end),
        value(one.value, one.value_date),
        *_party("provider", one.provider),
        *_party("receiver", one.receiver),
    ]
    return parent(f"{ACTIVITY}/planned-disbursement", {"type": one.type}, children)


def transaction(one: Transaction) -> Element:
    """`transaction`."""
    children = [
        *coded("transaction-type", one.type),
        day("transaction-date", one.day),
        value(one.value, one.day),
        *spoken("description", one.words),
        *_party("provider", one.provider),
        *_party("receiver", one.receiver),
        *coded("flow-type", one.flow),
        *coded("finance-type", one.finance),
        *(element("aid-type", {"vocabulary": vocabulary, "code": code}) for vocabulary, code in one.aid),
        *coded("tied-status", one.tied),
    ]
    return parent(f"{ACTIVITY}/transaction", {"ref": one.ref}, children)


def _party(side: str, who: Party | None) -> list[Element]:
    """`provider-org` or `receiver-org`, with the identifier of its own activity."""
    return [party(f"{side}-org", who, f"{side}-activity-id")] if who else []
