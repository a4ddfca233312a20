"""For every case of the ruleset an activity or organisation that breaks it and one that does not.

A case is what the smallest file becomes: elements replace those of the same name, `-name` takes an element or an
attribute (`-@name`) away, `@name=value` sets an attribute. What is taken away stands before what is put in.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from iati.documents import ACTIVITIES, LANG, ORGANISATIONS, UNITS, Element, order, smallest


@dataclass(frozen=True, slots=True)
class Row:
    """A rule with what breaks it and what does not."""

    rule: str
    fails: str
    passes: str
    kind: str = ACTIVITIES
    strict: bool = False


def build(kind: str, change: str) -> Element:
    """The file a change makes of the smallest one, its elements in the order of the schema."""
    root = smallest(kind)
    unit = root[0]
    words, _, elements = change.partition("<")
    for word in words.split():
        _apply(unit, word)
    added = list(etree.fromstring(f"<x><{elements}</x>")) if elements else []
    for name in {child.tag for child in added}:
        for old in unit.findall(name):
            unit.remove(old)
    unit.extend(added)
    unit[:] = sorted(unit, key=lambda child: order()[f"/{kind}/{UNITS[kind]}/{child.tag}"])
    return root


def _apply(unit: Element, word: str) -> None:
    name, _, value = word.lstrip("-@").partition("=")
    key = LANG if name == "xml:lang" else name
    if word.startswith("-@"):
        del unit.attrib[key]
    elif word.startswith("@"):
        unit.set(key, value)
    else:
        for child in unit.findall(name):
            unit.remove(child)


def E(name: str, inner: str = "", **attributes: object) -> str:  # noqa: N802
    """An element; `_` in the name of an attribute is `-`, and an attribute that is None is left out."""
    written = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}>{inner}</{name}>"


def T(inner: str = "", date: str = "2024-02-01", value_date: str = "2024-02-01") -> str:  # noqa: N802
    """A transaction."""
    start = E("transaction-type", code=3) + E("transaction-date", iso_date=date)
    return E("transaction", start + E("value", "1", value_date=value_date) + inner)


def P(name: str, start: str = "2024-01-01", end: str = "2024-12-31", inner: str = "", before: str = "") -> str:  # noqa: N802
    """An amount for a period."""
    dates = E("period-start", iso_date=start) + E("period-end", iso_date=end)
    return E(name, before + dates + E("value", "1", value_date="2024-01-01") + inner)


def D(inner: str) -> str:  # noqa: N802
    """A planned disbursement."""
    return P("planned-disbursement", inner=inner)


def R(inner: str, measure: str = "1", own: str = "") -> str:  # noqa: N802
    """A result with one indicator."""
    title = E("title", TEXT)
    return E("result", title + own + E("indicator", title + inner, measure=measure), type=2)


def period(inner: str, start: str = "2024-01-01", end: str = "2024-12-31") -> str:
    """A period of an indicator."""
    return E("period", E("period-start", iso_date=start) + E("period-end", iso_date=end) + inner)


def sectors(vocabulary: str | None, *percentages: str | None) -> str:
    """Sectors of one vocabulary, with their percentages."""
    code = {None: "16020", "2": "160"}.get(vocabulary, "A")
    return "".join(E("sector", TEXT, vocabulary=vocabulary, code=code, percentage=one) for one in percentages)


def countries(*percentages: str | None) -> str:
    """Recipient countries, with their percentages."""
    return "".join(E("recipient-country", code="AR", percentage=one) for one in percentages)


def regions(*percentages: str | None) -> str:
    """Recipient regions, with their percentages."""
    return "".join(E("recipient-region", vocabulary=1, code=489, percentage=one) for one in percentages)


def items(*percentages: str | None) -> str:
    """Country budget items, with their percentages."""
    inner = "".join(E("budget-item", code=1, percentage=one) for one in percentages)
    return E("country-budget-items", inner, vocabulary=3)


def identifier(text: str) -> str:
    """The activity's own identifier."""
    return E("iati-identifier", text)


def other(kind: str, ref: str, inner: str = "") -> str:
    """Another identifier of the activity."""
    return E("other-identifier", inner, type=kind, ref=ref)


def partner(**attributes: object) -> str:
    """A participating organisation."""
    return E("participating-org", role=4, **attributes)


def reporter(ref: str, lang: str = "") -> str:
    """The reporting organisation."""
    return E("reporting-org", text(lang), type=40, ref=ref)


def aid(vocabulary: str | None, code: str, name: str = "aid-type") -> str:
    """An aid type, of a transaction or by default."""
    return E(name, vocabulary=vocabulary, code=code)


def date(kind: int, day: str) -> str:
    """A date of the activity."""
    return E("activity-date", type=kind, iso_date=day)


def text(lang: str = "") -> str:
    """A narrative, in a language if one is given."""
    return f'<narrative xml:lang="{lang}">x</narrative>' if lang else "<narrative>x</narrative>"


TEXT = text()
WHOM = {
    "total-budget": "",
    "recipient-country-budget": E("recipient-country", code="AR"),
    "recipient-org-budget": E("recipient-org", ref="X"),
    "recipient-region-budget": E("recipient-region", code=489),
    "total-expenditure": "",
}
COUNTRY, SECTOR, NOWHERE = countries(None), sectors(None, None), "-recipient-country"
SPOKEN = reporter("XM-DAC-41302", "en") + E("title", text("en")) + E("description", text("fr"))


def organisations(rule: str, name: str, attribute: str, broken: str, sound: str) -> list[Row]:
    """Rows for the provider or receiver of a transaction and of a planned disbursement."""
    made = [E(name, TEXT, **{attribute: value}) for value in (broken, sound)]
    return [Row(rule, make(made[0]), make(made[1])) for make in (T, D)]


def periods(rule: str, start: str, end: str) -> list[Row]:
    """Rows for every amount for a period in a file of organisations."""
    return [
        Row(rule, P(name, start, end, before=before), P(name, before=before), ORGANISATIONS)
        for name, before in WHOM.items()
    ]


def values(element: str, there: str, number: str, qualitative: str) -> list[Row]:
    """Rows for the value of a baseline, target or actual: there, a number, absent where there can be none."""

    def make(measure: str, value: str | None) -> str:
        if element == "baseline":
            return R(E(element, year=2024, value=value), measure)
        return R(period(E(element, value=value)), measure)

    return [
        Row(there, make("1", None), make("1", "0")),
        Row(number, make("2", "5 members"), make("2", "-5.50")),
        *(Row(number, make("2", odd), make("2", "-07.0")) for odd in (None, "5.", "1e2", "+5", "1 000")),
        Row(qualitative, make("5", "5"), make("5", None)),
    ]


IDENTIFIERS = [
    Row("1.1.3", identifier("XM-DAC-41302"), identifier("XM-DAC-41302-A2")),
    Row("1.1.21", identifier("GB-CHC-1-A1"), identifier("GB-CHC-1-A1") + other("B1", "GB-CHC-1")),
    Row("1.3.1", identifier("XM-DAC-41302-A1 "), identifier("XM-DAC-41302-A 1")),
    Row("1.3.13", identifier("ZZ-QQ-9/1"), identifier("XM-DAC-41302-9/1")),
    *organisations("1.4.1", "provider-org", "provider_activity_id", " X", "X"),
    *organisations("1.5.1", "receiver-org", "receiver_activity_id", "X ", "X"),
    Row("1.6.1", other("A3", " X"), other("A1", " X")),
    Row("1.7.1", E("related-activity", type=1, ref="X "), E("related-activity", type=1, ref="X")),
    Row("1.8.1", partner(ref=" X"), partner(ref="X")),
    Row("1.8.13", partner(ref="ZZ/1"), partner(ref="")),
    Row("1.9.1", partner(activity_id=" X"), partner(activity_id="X")),
    *organisations("1.10.1", "provider-org", "ref", "X ", "X"),
    *organisations("1.10.13", "provider-org", "ref", "A|B", "XM-DAC-41302"),
    Row("1.11.1", other("A1", "X", E("owner-org", ref=" X")), other("A1", "X", E("owner-org", ref="X"))),
    Row("1.11.13", other("A1", "X", E("owner-org", ref="A?B")), other("A1", "X", E("owner-org", ref="AB"))),
    Row("1.12.1", E("organisation-identifier", " X"), E("organisation-identifier", "X"), ORGANISATIONS),
    Row("1.12.13", E("organisation-identifier", "A&amp;B"), E("organisation-identifier", "AB"), ORGANISATIONS),
    Row("1.14.1", reporter("XM-DAC-41302 "), reporter("XM-DAC-41302")),
    Row("1.14.8", reporter("ZZ-QQ-1"), reporter("GB-CHC-1")),
    Row("1.14.13", reporter("ZZ-QQ-1/2"), reporter("ZZ-QQ-1")),
    *organisations("1.15.1", "receiver-org", "ref", " X", "X"),
    *organisations("1.15.13", "receiver-org", "ref", "A/B", "AB"),
    Row("1.16.1", other("B1", "X "), other("B1", "X")),
    Row(
        "1.17.1", *(P("recipient-org-budget", before=E("recipient-org", ref=one)) for one in ("X ", "X")), ORGANISATIONS
    ),
    Row("1.18.1", reporter(" XM-DAC-41302"), reporter("XM-DAC-41302"), ORGANISATIONS),
    Row("1.18.8", reporter("41302"), reporter("44000"), ORGANISATIONS),
    Row("1.18.13", reporter("ZZ?"), reporter("ZZ"), ORGANISATIONS),
]

PERCENTAGES = [
    Row("2.1.1", sectors("2", None, None), sectors("2", "50", "50")),
    Row("2.1.1", sectors(None, "50", None), sectors(None, None)),
    Row("2.1.2", sectors("2", "50", "49"), sectors("2", "50", "50"), strict=True),
    Row("2.1.2", sectors(None, "33.33", "33.33", "33.33"), sectors(None, "33.33", "33.33", "33.34")),
    Row("2.1.2", sectors(None, *["33.3333"] * 3), sectors(None, *["33.333333"] * 3)),
    Row("2.1.4", sectors("2", "99"), sectors("2", "100.0")),
    Row("2.1.4", sectors("2", "1e2"), sectors("2", " 100 ")),
    Row("2.1.4", sectors(None, "50"), sectors(None, None)),
    Row("2.2.1", E("sector", vocabulary=99, code="A"), sectors("99", None)),
    Row("3.1.1", countries("50", None), countries("50", "50")),
    Row("3.1.2", countries("50", "40"), countries("99.99996", "0.00001")),
    Row("3.1.4", countries("50"), countries("100")),
    Row("3.4.1", f"{NOWHERE} {regions(None, None)}", f"{NOWHERE} {regions('60', '40')}"),
    Row("3.4.2", regions("60") + countries("50"), regions("60") + countries("40")),
    Row("3.4.4", f"{NOWHERE} {regions('60')}", f"{NOWHERE} {regions('100')}"),
    Row("7.9.1", items(None, None), items("50", None)),
    Row("7.9.2", items("60", "30"), items("60", "40")),
    Row("7.9.4", items("60"), items(None)),
    Row("12.1.1", countries("100.01"), countries("100")),
    Row("12.1.1", regions("-1"), regions("0")),
    Row("12.2.1", E("capital-spend", percentage=101), E("capital-spend", percentage=0)),
    Row("12.2.1", items("101"), items("100")),
    Row("12.3.1", sectors(None, "100.5"), sectors(None, "100")),
]

PARTS = [
    Row("3.6.2", COUNTRY + T(COUNTRY), COUNTRY + T()),
    Row("3.7.1", NOWHERE, f"{NOWHERE} {T(COUNTRY)}", strict=True),
    Row("3.7.2", f"{NOWHERE} {T(COUNTRY)}{T()}", f"{NOWHERE} {T(COUNTRY)}{T(COUNTRY)}"),
    Row("4.1.1", "-@xml:lang", f"-@xml:lang {SPOKEN}"),
    Row("4.3.1", E("title", "<narrative/>"), E("title", TEXT)),
    Row("4.4.1", E("description", E("narrative")), E("description", TEXT)),
    Row("4.5.1", "-@xml:lang", f"-@xml:lang {reporter('X', 'fr')}{E('name', text('en'))}", ORGANISATIONS),
    Row("6.2.2", "-sector", f"-sector {T(SECTOR)}"),
    Row("6.6.2", SECTOR + T(SECTOR), SECTOR + T()),
    Row("6.7.2", f"-sector {T(SECTOR)}{T()}", f"-sector {T(SECTOR)}{T(SECTOR)}"),
    Row("6.8.1", other("A1", "X", E("owner-org")), other("A1", "X", E("owner-org", TEXT))),
    *(Row("6.9.1", make(E("provider-org")), make(E("provider-org", ref="X"))) for make in (T, D)),
    *(Row("6.9.2", make(E("receiver-org")), make(E("receiver-org", "<narrative/>"))) for make in (T, D)),
    Row("6.10.1", partner(), partner(ref="")),
    Row("6.11.1", date(3, "2024-12-31"), date(2, "2024-01-01")),
    Row("6.13.1", *(E("policy-marker", inner, vocabulary=99, code=1) for inner in ("", "<narrative/>"))),
    Row("6.14.1", E("policy-marker", code=1), E("policy-marker", vocabulary=1, code=1, significance=0)),
    Row("7.8.1", f"-@default-currency {P('budget')}", P("budget")),
    Row("7.8.2", f"-@default-currency {P('total-budget')}", P("total-budget"), ORGANISATIONS),
    Row("102.1.1", sectors("7", None), sectors("7", None) + sectors("1", None)),
    Row(
        "107.1.1",
        aid("2", "1", "default-aid-type"),
        aid("2", "1", "default-aid-type") + aid(None, "C01", "default-aid-type"),
    ),
    Row(
        "107.1.2",
        aid("2", "1", "default-aid-type") * 2,
        aid("2", "1", "default-aid-type") + aid("3", "A", "default-aid-type"),
    ),
    Row(
        "107.1.2",
        aid("1", "C01", "default-aid-type") + aid(None, "B01", "default-aid-type"),
        aid(None, "C01", "default-aid-type"),
    ),
    Row("107.2.1", T(aid("2", "1")), T(aid("2", "1")) + T(aid(None, "C01"))),
    Row("107.2.2", T(aid(None, "C01") * 2), T(aid(None, "C01")) * 2),
    Row("107.2.2", T(aid("2", "1") + aid("2", "2")), T(aid("2", "1"))),
]

DATES = [
    Row("7.5.3", P("budget", "2024-01-01", "2025-12-31"), P("budget")),
    Row("7.5.3", P("budget", "2024-01-01", "2025-01-01"), P("budget", "2025-01-01", "2026-01-01")),
    *periods("7.5.3", "2024-01-01", "2025-12-31"),
    Row("8.6.1", R(period("", "2024-12-31", "2024-01-01")), R(period("", "2024-01-01", "2024-01-01"))),
    Row("8.6.3", P("planned-disbursement", "2025-01-01", "2024-12-31"), P("planned-disbursement")),
    Row("8.6.3", P("budget", "2025-01-01", "2024-12-31"), P("budget")),
    *periods("8.6.3", "2025-01-01", "2024-12-31"),
    Row("11.1.1", "@last-updated-datetime=2026-01-02T00:00:00Z", "@last-updated-datetime=2026-01-01T23:00:00Z"),
    Row("11.1.2", date(1, "2024-07-01") + date(3, "2024-06-30"), date(1, "2024-06-30") + date(3, "2024-06-30")),
    Row("11.1.3", date(2, "2024-07-01") + date(4, "2024-06-30"), date(2, "2024-06-30") + date(4, "2024-06-30")),
    Row("11.1.4", date(2, "2026-01-02"), date(2, "2026-01-01")),
    Row("11.1.5", date(4, "2026-01-02"), date(4, "2026-01-01")),
    Row("11.2.1", T(date="2026-01-02"), T(date="2026-01-01")),
    Row("11.2.1", T() + T(date="2026-01-02"), T() + T(), strict=True),
    Row("11.2.2", T(value_date="2026-01-02"), T(value_date="2026-01-01")),
    Row(
        "11.3.1",
        *(
            P(
                "recipient-country-budget",
                inner=E("budget-line", E("value", "1", value_date=day) + TEXT),
                before=COUNTRY,
            )
            for day in ("2025-01-01", "2024-12-31")
        ),
        ORGANISATIONS,
    ),
    Row(
        "11.4.1",
        "@last-updated-datetime=2026-01-02T00:00:00",
        "@last-updated-datetime=2026-01-02T01:00:00+05:00",
        ORGANISATIONS,
    ),
]

RESULTS = [
    *values("baseline", "8.8.1", "8.8.2", "8.8.3"),
    *values("target", "8.9.1", "8.9.2", "8.9.3"),
    *values("actual", "8.10.1", "8.10.2", "8.10.3"),
    Row(
        "8.11.1",
        R(E("reference", vocabulary=9, code="8.5.2"), own=E("reference", vocabulary=99, code=1)),
        R(E("reference", vocabulary=9, code="8.5.2")),
    ),
]

ROWS = [*IDENTIFIERS, *PERCENTAGES, *PARTS, *DATES, *RESULTS]
