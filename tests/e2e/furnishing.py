"""What pages need and the demonstration has none of: papers on their way, files of the ERP, something typed, a project.

Invariant: made through the services, by the people whose work it is.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from biennium.foundation import drafts
from biennium.funding.models import Agreement
from biennium.funding.services.projects import add_project
from biennium.intake.services import upload_paper
from biennium.intake.workbooks.services import hand_in
from biennium.ledger.services.imports import stage_file
from biennium.organisation.models import Person
from biennium.programme.models import Programme
from biennium.workplan.models import Plan
from biennium.workplan.services.milestones import ActivityValues, add_activity
from intake.reading import file_of
from workbooks.filling import taken

FAULTY = "document,document_line,date,fund,currency,amount,result,unit\nINV-1,1,2025-03-05,NOPE,USD,1.00,1.1,NORMES\n"
People = dict[str, Person]


def furnish() -> None:
    """All of it."""
    people = {person.email.partition(".")[0]: person for person in Person.objects.all()}
    programme = Programme.objects.get()
    type_something(people)
    send_papers_and_files(people, programme)
    begin_a_project(people)
    hand_in_a_workbook(people, programme)
    begin_an_activity(people)


def type_something(people: People) -> None:
    """A form that was not sent."""
    drafts.keep(
        person=people["elena"],
        form="somewhere",
        fields={"title_en": ["Typed and not saved"]},
        label="1.1",
        address="/office/p/2024-25/results/1.1/",
    )


def send_papers_and_files(people: People, programme: Programme) -> None:
    """A paper that is read and not accepted, and a file of the ERP with a fault."""
    upload_paper(actor=people["elena"], name="proposals.txt", content=file_of("en", "txt"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "march.csv"
        path.write_text(FAULTY, encoding="utf-8")
        stage_file(actor=people["priya"], programme=programme, path=path)


def hand_in_a_workbook(people: People, programme: Programme) -> None:
    """A workbook with a row that changes, one that is new and one that is wrong."""
    book = taken(people["elena"], programme, "work")
    book.rows["work"][0]["title.en"] = "Another title"
    book.add("work", code="NEW1", kind="product", title__en="A guide to workbooks")
    book.add("work", code="NEW2", kind="country_outcome", title__en="Somewhere", place="ATLANTIS")
    hand_in(actor=people["elena"], programme=programme, name="plans.xlsx", content=book.content())


def begin_a_project(people: People) -> None:
    """A project that an agreement pays for."""
    add_project(
        actor=people["lars"],
        symbol="INT/24/01/XXX",
        title={"en": "Wells and pumps", "fr": "Puits et pompes"},
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
        agreements=list(Agreement.objects.order_by("pk")[:1]),
    )


def begin_an_activity(people: People) -> None:
    """An activity in a plan of the programme."""
    values = ActivityValues({"en": "Training of labour inspectors"}, date(2024, 3, 1), date(2024, 9, 30))
    plan = Plan.objects.get(work_item__code="KEN106")
    add_activity(actor=people["elena"], plan=plan, values=values)
