"""Building the demonstration through the services, as its users would.

Invariant: building it again changes nothing; what it contains is labelled as a demonstration wherever it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from biennium.demo import content
from biennium.demo.books import keep_books, open_funding, price
from biennium.demo.money import plan as money
from biennium.demo.planning import plan_work
from biennium.demo.proposals import proposed
from biennium.demo.publishing import publish
from biennium.demo.reports import report_results, report_values
from biennium.demo.work_items import work_items
from biennium.foundation.actors import OPERATOR
from biennium.foundation.context import remembering
from biennium.foundation.database import refresh_statistics
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Person, Role, Unit
from biennium.organisation.services.facts import load_region_map
from biennium.organisation.services.people import assign_role, open_account
from biennium.organisation.services.units import describe_organisation, open_unit
from biennium.programme.models import Programme
from biennium.programme.selectors.document import document
from biennium.programme.services.importing import import_programme
from biennium.programme.services.merging import accept_changes, propose_changes
from biennium.programme.services.versions import seal_version

ACCOUNTS_PASSWORD = "demonstration-2024-25"  # noqa: S105 - published on purpose, for invented accounts only
CODE = "2024-25"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account and what it is for."""

    email: str
    role: str


@dataclass(frozen=True, slots=True)
class Built:
    """What there is now, and whether it was built just now."""

    new: bool
    accounts: list[Account]


def build(progress: Progress) -> Built:
    """Builds the demonstration unless it is there. Raises `InvalidInput` in an installation that is in real use."""
    accounts = [Account(one["email"], f"{one['role']} ({one['unit']})") for one in content.read("people")]
    if Programme.objects.filter(code=CODE, is_demonstration=True).exists():
        return Built(new=False, accounts=accounts)
    if Programme.objects.exists() or Person.objects.exists():
        raise InvalidInput(
            "This installation is in use already; the demonstration is not mixed into it.",
            remedy="Set BIENNIUM_DATA_DIR to an empty folder, or use --reset to delete what is here.",
        )
    with transaction.atomic():
        _organisation()
        _people()
        open_funding(money.build())
        with remembering():
            programme = _programme(progress)
        refresh_statistics()
        with remembering():
            keep_books(programme, progress)
        refresh_statistics()
        report_results(programme, progress)
        report_values(programme)
        plan_work(programme)
        refresh_statistics()
        publish(programme, progress)
    return Built(new=True, accounts=accounts)


def _organisation() -> None:
    facts = content.read("units")
    describe_organisation(actor=OPERATOR, **facts["organisation"])
    load_region_map(actor=OPERATOR, map_code=facts["organisation"]["region_map"], regions=content.regions())
    for unit in facts["units"]:
        parent = Unit.objects.get(code=unit["parent"]) if "parent" in unit else None
        open_unit(actor=OPERATOR, code=unit["code"], name=unit["name"], parent=parent)


def _people() -> None:
    roles = {role.code: role for role in Role.objects.all()}
    for one in content.read("people"):
        person = open_account(
            actor=OPERATOR,
            email=one["email"],
            name=one["name"],
            language=one["language"],
            password=ACCOUNTS_PASSWORD,
        )
        unit = Unit.objects.get(code=one["unit"])
        assign_role(actor=OPERATOR, person=person, role=roles[one["role"]], unit=unit)


def _programme(progress: Progress) -> Programme:
    """The first version, the changes, the second version, its prices and its adoption: by the programme officer."""
    officer = Person.objects.get(assignments__role__code="programme_officer")
    edits = content.read("proposals")
    values = content.programme()
    values.work_items = work_items(values, {edit["code"]: edit["result"] for edit in edits if "move" in edit})
    programme = import_programme(actor=officer, values=values, is_demonstration=True, progress=progress)
    seal_version(
        actor=officer, programme=programme, stage="preliminary", decision=content.read("decisions")["preliminary"]
    )
    current = document(programme)
    proposal = propose_changes(current, proposed(current, edits))
    accept_changes(
        actor=officer,
        programme=programme,
        proposal=proposal,
        keys=[change.key for change in proposal.changes],
        reason="Illustrative change for the demonstration, as guidance of the governing body",
    )
    programme.refresh_from_db()
    seal_version(actor=officer, programme=programme, stage="proposed", decision=content.read("decisions")["proposed"])
    price(programme, money.build(), officer)
    seal_version(actor=officer, programme=programme, stage="adopted", decision=content.read("decisions")["adopted"])
    return programme


def reset() -> None:
    """Deletes the database of the demonstration. Raises `InvalidInput` for one that holds anything else."""
    if connection.vendor != "sqlite":
        raise InvalidInput("Only a SQLite database is deleted.", remedy="Empty the PostgreSQL database yourself.")
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    if path.exists() and _holds_other_work():
        raise InvalidInput(f"{path} holds more than the demonstration.", remedy="Delete it yourself if you mean it.")
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _holds_other_work() -> bool:
    """Whether there is a programme besides the demonstration, or somebody has an account and there is none of it."""
    if not {Programme._meta.db_table, Person._meta.db_table} <= set(connection.introspection.table_names()):
        return False
    if Programme.objects.filter(is_demonstration=False).exists():
        return True
    return Person.objects.exists() and not Programme.objects.filter(is_demonstration=True).exists()
