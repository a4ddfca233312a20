"""An activity as XML: one function an element, in the words of the standard."""

from __future__ import annotations

from collections.abc import Iterator

from biennium.publishing.iati.content import (
    Activity,
    Coded,
    Contact,
    Description,
    Location,
    Marker,
    Participant,
    Reporter,
)
from biennium.publishing.iati.writing.markup import (
    XML_LANG,
    coded,
    element,
    narrated,
    parent,
    party,
    percentage,
    spoken,
)
from biennium.publishing.iati.writing.money import budget, planned_disbursement, transaction
from biennium.publishing.iati.writing.results import document_link, result
from biennium.publishing.iati.xpaths import Element

ACTIVITY = "/iati-activities/iati-activity"


def activity(reporter: Reporter, one: Activity) -> Element:
    """`iati-activity`: single level of hierarchy."""
    attributes = {
        "last-updated-datetime": one.updated,
        XML_LANG: reporter.language,
        "default-currency": reporter.currency,
        "hierarchy": "1",
        "humanitarian": "1" if one.humanitarian else "",
    }
    children = [*_identity(reporter, one), *_classified(one), *_counted(one)]
    return parent(ACTIVITY, attributes, children)


def _identity(reporter: Reporter, one: Activity) -> Iterator[Element]:
    """Who, what, when and where."""
    yield element("iati-identifier", None, one.identifier)
    yield reporting_org(reporter)
    yield narrated("title", one.title)
    yield from (description(text) for text in one.descriptions)
    yield from (participating_org(who) for who in one.participants)
    yield from coded("activity-status", one.status)
    yield from (element("activity-date", {"iso-date": when.isoformat(), "type": kind}) for kind, when in one.dates)
    yield from (contact_info(contact) for contact in one.contacts)
    yield from coded("activity-scope", one.scope)
    yield from (recipient("recipient-country", country) for country in one.countries)
    yield from (recipient("recipient-region", region) for region in one.regions)
    yield from (location(place) for place in one.locations)


def _classified(one: Activity) -> Iterator[Element]:
    """What it is for, and what kind of money pays for it."""
    yield from (sector(code) for code in one.sectors)
    yield from (tag(code) for code in one.tags)
    yield from (policy_marker(marker) for marker in one.markers)
    yield from coded("collaboration-type", one.collaboration)
    yield from coded("default-flow-type", one.flow)
    yield from coded("default-finance-type", one.finance)
    yield from (aid_type("default-aid-type", vocabulary, code) for vocabulary, code in one.aid)
    yield from coded("default-tied-status", one.tied)


def _counted(one: Activity) -> Iterator[Element]:
    """Money, documents, relations and results."""
    yield from (budget(row) for row in one.budgets)
    yield from (planned_disbursement(row) for row in one.planned)
    yield from (transaction(row) for row in one.transactions)
    yield from (document_link(f"{ACTIVITY}/document-link", row) for row in one.documents)
    yield from (element("related-activity", {"ref": ref, "type": kind}) for kind, ref in one.related)
    yield from (result(row) for row in one.results)


def reporting_org(reporter: Reporter) -> Element:
    """`reporting-org`."""
    return narrated("reporting-org", reporter.name, {"ref": reporter.identifier, "type": reporter.type})


def description(text: Description) -> Element:
    """`description`."""
    return narrated("description", text.words, {"type": text.type})


def participating_org(who: Participant) -> Element:
    """`participating-org`."""
    made = party("participating-org", who.party, "activity-id")
    made.set("role", who.role)
    if who.channel:
        made.set("crs-channel-code", who.channel)
    return made


def contact_info(contact: Contact) -> Element:
    """`contact-info`: general enquiries."""
    children = [*spoken("organisation", contact.organisation), *spoken("department", contact.department)]
    children += [element("email", None, contact.email)] if contact.email else []
    children += [element("website", None, contact.website)] if contact.website else []
    return parent(f"{ACTIVITY}/contact-info", {"type": "1"}, children)


def recipient(tag_name: str, one: Coded) -> Element:
    """`recipient-country` or `recipient-region`."""
    attributes = {"code": one.code, "vocabulary": one.vocabulary, "percentage": percentage(one.share)}
    return narrated(tag_name, one.name, attributes)


def location(place: Location) -> Element:
    """`location`: a whole country, where the activity happens."""
    children = [
        *coded("location-reach", "1"),
        element("location-id", {"vocabulary": "A4", "code": place.country}),
        *spoken("name", place.name),
        element("administrative", {"vocabulary": "A4", "level": "0", "code": place.country}),
        *coded("exactness", "2"),
        *coded("location-class", "1"),
    ]
    return parent(f"{ACTIVITY}/location", {"ref": place.ref}, children)


def sector(one: Coded) -> Element:
    """`sector`."""
    attributes = {
        "vocabulary": one.vocabulary,
        "vocabulary-uri": one.uri,
        "code": one.code,
        "percentage": percentage(one.share),
    }
    return narrated("sector", one.name, attributes)


def tag(one: Coded) -> Element:
    """`tag`."""
    return narrated("tag", one.name, {"vocabulary": one.vocabulary, "vocabulary-uri": one.uri, "code": one.code})


def policy_marker(marker: Marker) -> Element:
    """`policy-marker`."""
    attributes = {"vocabulary": marker.vocabulary, "code": marker.code, "significance": marker.significance}
    return narrated("policy-marker", marker.name, attributes)


def aid_type(tag_name: str, vocabulary: str, code: str) -> Element:
    """`default-aid-type`, or `aid-type` of a transaction."""
    return element(tag_name, {"vocabulary": vocabulary, "code": code})
