"""A partner who is not published cannot be told from one that never was: by no answer, no filter and no refusal."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from api.conftest import Api
from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.funding.services.agreements import add_agreement, add_partner, move_agreement
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.services.authority import release_authority
from biennium.ledger.services.income import Income, record_income
from ledger.world import World

P = "/programmes/2024-25"
SIGNS = ("SECRETIA", "Secretia", "C05")
"""Its code (also that of its agreement), its name, and its type, which nobody else has."""
BY = ("partner", "agreement", "contributor", "partner,agreement,contributor", "fund,partner", "region,agreement,year")


@pytest.fixture(autouse=True)
def money(world: World) -> Dimensions:
    """One partner who is published and one who is not gave the same; the line of the latter."""
    lines = [_gave(world, "KENYA", "C01", published=True), _gave(world, "SECRETIA", "C05", published=False)]
    return lines[-1]


def _gave(world: World, code: str, kind: str, *, published: bool) -> Dimensions:
    fund, amount = Fund.objects.get(code="XBDC"), Money(70_00, "USD")
    who = add_partner(actor=OPERATOR, code=code, name={"en": code.title()}, contributor_type=kind, published=published)
    made = add_agreement(
        actor=OPERATOR,
        code=f"{code}-1",
        title={"en": f"{code.title()} gives"},
        partner=who,
        fund=fund,
        amount=amount,
        starts=date(2024, 1, 1),
        ends=date(2024, 12, 31),
    )
    signed = move_agreement(actor=OPERATOR, agreement=made, step="sign", day=date(2024, 1, 15))
    line = Dimensions(world.programme.pk, fund.pk, agreement=signed.pk, year=2024)
    release_authority(actor=OPERATOR, agreement=signed, line=line)
    given = Income(
        step="recognised", instrument="R03E", year=2024, day=date(2024, 2, 1), amount=amount, partner=who, fund=fund
    )
    record_income(actor=OPERATOR, entries=[given], reason="Revenue")
    return line


def told(api: Api, address: str) -> str:
    content = str(api.get(address).content, "utf-8")
    assert not [sign for sign in SIGNS if sign in content], address
    return content


@pytest.mark.parametrize("by", BY)
def test_a_table_of_money_has_it_as_one_row_of_those_who_are_not_published(api: Api, by: str) -> None:
    told(api, f"{P}/money?by={by}")
    rows = {tuple(row["key"].values()): row["approved"] for row in api.json(f"{P}/money?by={by}")["items"]}
    assert sum(amount == "70.00" for key, amount in rows.items() if "~" in key) == 1


@pytest.mark.parametrize("by", ["partner", "contributor_type", "partner,contributor_type,instrument,year", "fund", ""])
def test_income_names_neither_who_it_is_nor_what_kind(api: Api, by: str) -> None:
    told(api, f"/income?by={by}")
    assert sum(float(row["recognised"]) for row in api.json(f"/income?by={by}")["items"]) == 140


@pytest.mark.parametrize(
    ("address", "hidden", "absent"),
    [
        (P + "/money?partner={}", "SECRETIA", "NOBODYAT"),
        (P + "/money?agreement={}", "SECRETIA-1", "NOBODYAT-1"),
        (P + "/money?fund=XBDC&year=2024&agreement={}", "SECRETIA-1", "NOBODYAT-1"),
        (P + "/money?contributor={}", "C05", "C06"),
        (P + "/figure?name=money.approved:partner={}", "SECRETIA", "NOBODYAT"),
        (P + "/figure?name=money.approved:agreement={}", "SECRETIA-1", "NOBODYAT-1"),
        (P + "/figure?name=income.recognised:partner={}", "SECRETIA", "NOBODYAT"),
        (P + "/figure?name=income.recognised:type={}", "C05", "C06"),
    ],
)
def test_asking_for_it_by_name_is_refused_as_for_one_that_never_was(
    api: Api, address: str, hidden: str, absent: str
) -> None:
    answers = [_refusal(api, address, code) for code in (hidden, absent)]
    assert answers[0] == answers[1]


def _refusal(api: Api, address: str, code: str) -> tuple[int, Any]:
    response = api.client.get(f"/api/v1{address.format(code)}")
    return response.status_code, {key: str(one).replace(code, "CODE") for key, one in response.json().items()}


def test_a_figure_rests_on_lines_postings_and_entries_that_do_not_name_it(api: Api, money: Dimensions) -> None:
    waiting = ["money.approved", "income.recognised", "money.approved:partner=~", "income.recognised:partner=~"]
    seen = 0
    while waiting:
        name = waiting.pop()
        told(api, f"{P}/figure?name={name}")
        inputs = api.json(f"{P}/figure?name={name}")["inputs"]
        waiting += [one["identity"] for one in inputs if one["type"] == "figure"]
        seen += sum(one["type"] in ("posting", "income") for one in inputs)
    assert seen >= 4


def test_money_that_is_only_expected_is_no_figure_for_everybody(api: Api) -> None:
    for name in ("plan.expected", "plan.expected_gap:year=2024"):
        assert "no figure" in api.json(f"{P}/figure?name={name}", 404)["detail"]


def test_the_archive_does_not_name_it(api: Api) -> None:
    with zipfile.ZipFile(io.BytesIO(api.get(f"{P}/archive.zip").content)) as packed:
        for name in packed.namelist():
            assert not [sign for sign in SIGNS if sign in packed.read(name).decode()], name


def test_who_works_in_the_office_reads_it_line_by_line(office: Api) -> None:
    assert "SECRETIA-1" in str(office.json(f"{P}/lines?fund=XBDC"))
