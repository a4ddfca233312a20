"""A small organisation that publishes: two country outcomes and a product, three funds, two partners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from biennium.foundation import files
from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, Fund, Partner
from biennium.funding.services.agreements import add_agreement, add_partner, move_agreement
from biennium.kernel.money import Money
from biennium.ledger.books.orders import Recovery
from biennium.ledger.services.posting import post_many
from biennium.organisation.models import Organisation, Place
from biennium.programme.models import Result, WorkItem
from biennium.programme.services.versions import seal_version
from biennium.publishing.iati import reading
from biennium.publishing.iati.content import Activity
from biennium.publishing.publications.models import Publication
from biennium.publishing.publications.selectors import chosen
from biennium.publishing.publications.services import prepare, release
from ledger import world as ledger

AS_OF = date(2025, 6, 30)
ORGANISATION = "XM-DAC-41302"


@dataclass
class World(ledger.World):
    """The programme, and short ways to spend, to sign and to publish."""

    def _row(self, name: str, code: str) -> Any:
        if name == "work_item":
            return WorkItem.objects.get(programme=self.programme, code=code)
        if name == "agreement":
            return Agreement.objects.get(code=code)
        return super()._row(name, code)

    def item(self, code: str, place: str = "", result: str = "1.1", **facts: Any) -> WorkItem:
        """One more work item."""
        return WorkItem.objects.create(
            programme=self.programme,
            code=code,
            kind="country_outcome" if place else "product",
            title={"en": f"Work {code}", "fr": f"Travail {code}"},
            place=Place.objects.get(code=place) if place else None,
            result=Result.objects.get(programme=self.programme, code=result),
            **facts,
        )

    def allot(self, amount: int, of: str = "RB", year: int = 2024, **names: str) -> None:
        """Money that is allotted above the level of work items, unless one is named."""
        line = self.line(of, year=year, **{"result": "1.1", "unit": "LAW", **names})
        self.enter("appropriation" if of == "RB" else "authority", amount, line)
        self.enter("allotment", amount, line)

    def cost(
        self, amount: int, item: str, of: str = "RB", category: str = "travel", year: int = 2024, **more: Any
    ) -> None:
        """An expense of a work item."""
        names = {name: more.pop(name) for name in ("agreement",) if name in more}
        line = self.line(of, year=year, result="1.1", unit="LAW", work_item=item, cost_category=category, **names)
        self.spend(amount, line, date=more.pop("date", date(year, 3, 1)), **more)

    def charge(self, amount: int, item: str, agreement: str) -> None:
        """Support cost that an agreement pays for a work item."""
        line = self.line("XBDC", result="1.1", unit="LAW", work_item=item, agreement=agreement)
        order = Recovery(line=line, into=self.line("PSI"), money=Money(amount, "USD"), date=ledger.DAY)
        post_many(actor=OPERATOR, origin="hand", orders=[order])

    def partner(self, code: str, **facts: Any) -> Partner:
        """Somebody who gives."""
        return add_partner(actor=OPERATOR, code=code, name={"en": f"Country {code}"}, contributor_type="C01", **facts)

    def sign(self, code: str, partner: Partner, amount: int, *, signed: bool = True) -> Agreement:
        """An agreement of 2024 for the project fund."""
        agreement = add_agreement(
            actor=OPERATOR,
            code=code,
            title={"en": code},
            partner=partner,
            fund=Fund.objects.get(code="XBDC"),
            amount=Money(amount, "USD"),
            starts=date(2024, 1, 1),
            ends=date(2024, 12, 31),
        )
        if not signed:
            return agreement
        return move_agreement(actor=OPERATOR, agreement=agreement, step="sign", day=date(2024, 1, 15))

    def adopt(self) -> None:
        """What may be published from now on."""
        for stage in ("preliminary", "proposed", "adopted"):
            seal_version(actor=OPERATOR, programme=self.programme, stage=stage)

    def prepare(self, as_of: date = AS_OF, **more: Any) -> Publication:
        """A publication that is checked."""
        return prepare(actor=OPERATOR, programmes=chosen([]), as_of=as_of, **more)

    def publish(self, as_of: date = AS_OF) -> Publication:
        """A publication that is out."""
        return release(actor=OPERATOR, publication=self.prepare(as_of))


def build() -> World:
    """Nothing is spent yet."""
    made = World(ledger.build().programme)
    ledger.fund("PSI", kind="other", releases="nothing")
    Organisation.objects.update(iati=ORGANISATION)
    for fund in Fund.objects.all():
        fund.iati_aid_type, fund.iati_finance_type, fund.iati_flow_type = "C01", "110", "10"
        fund.iati_earmarking, fund.crs_channel = "1", "41302"
        fund.save()
    WorkItem.objects.filter(code="KEN101").update(sdg={"8": 6000, "16": 4000}, function="development")
    made.item("PER101", "PER")
    made.item("GLO101")
    return made


def published(publication: Publication, folder: Path) -> list[Path]:
    """The activity files of a publication, as they lie on disk."""
    paths = []
    for one in publication.files.exclude(programme=None).select_related("file"):
        path = folder / one.name
        path.write_bytes(files.read(one.file))
        paths.append(path)
    return paths


def activities(publication: Publication, folder: Path) -> dict[str, Activity]:
    """By the last part of the identifier: what a publication says, read back from its files."""
    return {one.identifier.rpartition("-")[2]: one for one in _read(publication, folder)}


def _read(publication: Publication, folder: Path) -> Iterator[Activity]:
    for path in published(publication, folder):
        with path.open("rb") as stream:
            yield from reading.activities(stream)


def text(publication: Publication) -> str:
    """Everything that leaves, as one text."""
    return "".join(files.read(one.file).decode() for one in publication.files.select_related("file"))
