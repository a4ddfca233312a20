"""Activities nobody thought of: whatever the values can hold, with codes that are in the lists."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from biennium.kernel.money import Money
from biennium.publishing.iati import content

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"))
TEXTS = st.text(LETTERS, min_size=1, max_size=30).filter(lambda text: text.strip())
WORDS = st.dictionaries(st.sampled_from(["en", "fr", "es"]), TEXTS, min_size=1, max_size=3)
MAYBE_WORDS = st.one_of(st.just({}), WORDS)
DAYS = st.dates(date(2000, 1, 1), date(2024, 12, 31))
CURRENCIES = st.sampled_from(["USD", "CHF", "JPY", "BHD"])
AMOUNTS = st.builds(Money, st.integers(-(10**15), 10**15), CURRENCIES)
REFERENCES = st.text(st.sampled_from("ABCXYZ0123456789-."), min_size=1, max_size=20)


def one_of(*codes: str) -> st.SearchStrategy[str]:
    return st.sampled_from(codes)


def some(strategy: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(strategy, max_size=most).map(tuple)


PARTIES = st.builds(content.Party, REFERENCES, one_of("", "10", "40"), MAYBE_WORDS, one_of("", "XM-DAC-41302-1"))
PARTICIPANTS = st.builds(content.Participant, PARTIES, one_of("1", "2", "4"), one_of("", "41302"))
SHARES = st.one_of(st.none(), st.integers(0, 10_000))
COUNTRIES = st.builds(content.Coded, one_of("NP", "PE"), st.just(""), SHARES, MAYBE_WORDS)
SECTORS = st.builds(
    content.Coded, one_of("16020", "16070"), st.just("1"), SHARES, MAYBE_WORDS, one_of("", "https://a.org/")
)
TAGS = st.builds(content.Coded, one_of("8.5", "8.b"), st.just("3"), st.none(), MAYBE_WORDS)
MARKERS = st.builds(content.Marker, one_of("1", "2"), one_of("0", "1", "2"), st.just("1"), MAYBE_WORDS)
CONTACTS = st.builds(
    content.Contact, MAYBE_WORDS, MAYBE_WORDS, one_of("", "a@example.org"), one_of("", "https://a.org/")
)
LOCATIONS = st.builds(content.Location, one_of("NP", "PE"), one_of("NP", "PE"), WORDS)
AIDS = some(st.tuples(one_of("1"), one_of("B02", "C01")), 1)
DOCUMENTS = st.builds(
    content.Document,
    one_of("https://example.org/a?b=c&d=e"),
    one_of("text/html", "application/pdf"),
    WORDS,
    st.lists(one_of("A01", "A12"), min_size=1, max_size=2).map(tuple),
    some(one_of("en", "fr"), 2),
    st.one_of(st.none(), DAYS),
)
MEASURES = st.builds(
    content.Measure,
    one_of("", "0", "12.50", "-3"),
    some(st.tuples(one_of("sex", "age"), TEXTS), 2),
    some(one_of("NP", "PE"), 2),
    MAYBE_WORDS,
    some(DOCUMENTS, 1),
)
BASELINES = st.builds(content.Baseline, st.integers(1990, 2024), MEASURES, st.one_of(st.none(), DAYS))
PERIODS = st.builds(content.PeriodOf, DAYS, DAYS, some(MEASURES), some(MEASURES))
INDICATORS = st.builds(
    content.Indicator,
    one_of("1", "2", "5"),
    WORDS,
    st.booleans(),
    MAYBE_WORDS,
    some(st.tuples(one_of("9", "99"), one_of("8.8.2", "1.1.1")), 2),
    some(BASELINES, 2),
    some(PERIODS, 2),
)
RESULTS = st.builds(
    content.Result,
    one_of("1", "2", "3", "9"),
    WORDS,
    st.lists(INDICATORS, min_size=1, max_size=2).map(tuple),
    MAYBE_WORDS,
    st.booleans(),
)
BUDGETS = st.builds(content.Budget, DAYS, DAYS, AMOUNTS, DAYS, one_of("1", "2"), one_of("1", "2"))
MAYBE_PARTIES = st.one_of(st.none(), PARTIES)
PLANNED = st.builds(
    content.PlannedDisbursement, DAYS, DAYS, AMOUNTS, DAYS, MAYBE_PARTIES, MAYBE_PARTIES, one_of("1", "2")
)
TRANSACTIONS = st.builds(
    content.Transaction,
    REFERENCES,
    one_of("1", "2", "3", "4", "11"),
    DAYS,
    AMOUNTS,
    MAYBE_WORDS,
    MAYBE_PARTIES,
    MAYBE_PARTIES,
    one_of("", "10"),
    one_of("", "110"),
    AIDS,
    one_of("", "5"),
)
ACTIVITIES = st.builds(
    content.Activity,
    identifier=REFERENCES,
    title=WORDS,
    descriptions=st.lists(st.builds(content.Description, WORDS, one_of("", "1")), min_size=1, max_size=2).map(tuple),
    participants=st.lists(PARTICIPANTS, min_size=1, max_size=3).map(tuple),
    status=one_of("1", "2", "4"),
    dates=st.lists(st.tuples(one_of("1", "2", "3"), DAYS), min_size=1, max_size=3).map(tuple),
    updated=one_of("", "2024-03-01T00:00:00Z"),
    humanitarian=st.booleans(),
    contacts=some(CONTACTS, 1),
    scope=one_of("", "1", "4"),
    countries=some(COUNTRIES, 2),
    locations=some(LOCATIONS, 1),
    sectors=some(SECTORS, 2),
    tags=some(TAGS, 2),
    markers=some(MARKERS, 2),
    collaboration=one_of("", "4"),
    flow=one_of("", "10"),
    finance=one_of("", "110"),
    aid=AIDS,
    tied=one_of("", "5"),
    budgets=some(BUDGETS),
    planned=some(PLANNED, 1),
    transactions=some(TRANSACTIONS),
    documents=some(DOCUMENTS, 1),
    related=some(st.tuples(one_of("1", "3"), REFERENCES), 2),
    results=some(RESULTS, 2),
)
YEARLY = st.builds(
    content.Yearly, DAYS, DAYS, AMOUNTS, DAYS, some(st.tuples(REFERENCES, WORDS, AMOUNTS), 2), st.just("")
)
COUNTRY_YEARLY = st.builds(content.Yearly, DAYS, DAYS, AMOUNTS, DAYS, st.just(()), one_of("NP", "PE"))
ORGANISATIONS = st.builds(
    content.OrganisationFile, some(YEARLY), some(COUNTRY_YEARLY), some(YEARLY), some(DOCUMENTS, 1), one_of("")
)
REPORTER = content.Reporter("XM-DAC-41302", "40", {"en": "An organisation"}, "en", "USD")
