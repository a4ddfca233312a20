"""The same programme with the same estimates is sealed under the same hash, whichever alphabet the database has and
wherever it puts what has no region."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.money import Money
from biennium.ledger import sealing
from biennium.ledger.models import BudgetItem
from biennium.ledger.services.estimates import add_budget_item, estimate
from biennium.organisation.models import Place, Region, Unit
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Reference, Term, WorkItem
from biennium.programme.services.importing import import_programme
from biennium.programme.services.versions import seal_version
from ledger.world import fund, organisation
from programme import samples
from running.alphabets import like_a_dictionary

SHA256 = "5a500b72140b8418c79ee8bb3e24816b32d3a8ffcc5234138417c9bde8dd8b7e"
FUNDS = ("RB", "XB", "rb", "Éb")
SORTED = ((Fund, "code"), (Region, "code"), (Unit, "code"), (Term, "code"), (Reference, "code"), (WorkItem, "code"))


@pytest.fixture
def programme(db: None) -> Programme:
    """One whose codes another alphabet sorts otherwise, with identities that are always the same."""
    like_a_dictionary(*SORTED, (Place, "code"))
    organisation()
    Region.objects.create(map="own", code="Zone", name={"en": "Zone"})
    return import_programme(actor=OPERATOR, values=_document())


def _document() -> exchange.Programme:
    plain = samples.programme().model_dump(mode="json", exclude_none=True)
    places = [*plain["work_items"], {**plain["work_items"][0], "code": "aKEN"}]
    units = [*plain["units"], *({"code": code, "name": {"en": code}, "parent": "ORG"} for code in ("U01", "U1", "u2"))]
    terms = [*plain["terms"], *({"scheme": "partner", "code": code, "title": {"en": code}} for code in ("a", "Éa"))]
    plain["results"][1].update(contributing_units=["u2", "U1", "U01"], references=_references("b", "A", "Éb"))
    plain |= {"work_items": places, "units": units, "terms": terms}
    known = [one for name in ("results", "indicators", "sections", "work_items") for one in plain[name]]
    for number, one in enumerate([*known, plain], start=1):
        one["uid"] = str(UUID(int=number))
    return exchange.Programme.model_validate(plain)


def _references(*codes: str) -> list[dict[str, Any]]:
    return [{"scheme": "instrument", "code": code} for code in codes]


def _price(programme: Programme) -> BudgetItem:
    """By fund and step, with a region and without, the last in the order first."""
    item = add_budget_item(actor=OPERATOR, programme=programme, code="I.A", title={"en": "Work"})
    BudgetItem.objects.filter(pk=item.pk).update(uid=UUID(int=1_000))
    funds = [fund(code) for code in FUNDS]
    regions = [*Region.objects.order_by("-pk"), None]
    for number, (of, region) in enumerate((of, region) for of in reversed(funds) for region in regions):
        for step in ("exchange", "constant"):
            amount = Money(100 + number, "USD")
            estimate(actor=OPERATOR, item=item, fund=of, region=region, step=step, amount=amount)
    return item


def test_a_programme_with_estimates_has_one_hash_on_either_database(programme: Programme) -> None:
    _price(programme)
    (item,) = sealing.estimates(programme)
    order = [(one["fund"], one["region"], one["step"]) for one in item["estimates"]]
    steps = ("constant", "exchange")
    regions = (None, "Zone", "africa", "americas")
    assert order == [(of, region, step) for of in FUNDS for region in regions for step in steps]
    assert seal_version(actor=OPERATOR, programme=programme, stage="preliminary").sha256 == SHA256
