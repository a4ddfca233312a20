"""What is handed in is looked at before it is opened; what is kept is kept for whoever handed it in."""

from __future__ import annotations

import io
from typing import Any
from unittest import mock
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.test import override_settings

from biennium.foundation.models import AuditEvent
from biennium.intake.models import Workbook
from biennium.intake.selectors import workbook, workbooks
from biennium.intake.workbooks import services
from biennium.kernel.errors import InvalidInput, NotFound, NotPermitted
from biennium.programme.models import WorkItem
from biennium.programme.services.work_items import retire_work_item
from workbooks.filling import taken
from workplan.world import World


def packed(content: bytes, **parts: bytes) -> bytes:
    """The file with further or other parts; `xl_media` is xl/media."""
    out = io.BytesIO()
    replaced = {name.replace("_", "/", 1): data for name, data in parts.items()}
    with ZipFile(io.BytesIO(content)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, replaced.pop(name, None) or before.read(name))
        for name, data in replaced.items():
            after.writestr(name, data)
    return out.getvalue()


def hand_in(world: World, content: bytes, name: str = "plans.xlsx", by: str = "planner") -> Workbook:
    return services.hand_in(actor=world.people[by], programme=world.programme, name=name, content=content)


def edited(world: World, title: str = "Another title") -> bytes:
    """A workbook that changes a title."""
    book = taken(world.people["planner"], world.programme, "work")
    book.row("work", code="KEN101")["title.en"] = title
    return book.content()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (lambda good: b"", "empty"),
        (lambda good: b"%PDF-1.7 and more", "no Excel workbook"),
        (lambda good: b"code,title\n", "no Excel workbook"),
        (lambda good: packed(good, **{"xl_vbaProject.bin": b"macro"}), "no Excel workbook without macros"),
        (lambda good: good[: len(good) // 2], "no Excel workbook|broken"),
        (lambda good: packed(good, xl_media=b"\0" * 120_000_000), "expands to more"),
        (lambda good: packed(good, **{"xl_worksheets/sheet2.xml": b"<worksheet><row"}), "broken"),
        (
            lambda good: packed(good, **{"xl_workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
            "no workbook of",
        ),
    ],
)
def test_what_is_no_workbook_is_refused_and_not_kept(planning: World, content: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        hand_in(planning, content(edited(planning)))
    assert not Workbook.objects.exists()


def test_a_workbook_of_another_programme_or_hand_is_refused(planning: World) -> None:
    book = taken(planning.people["planner"], planning.programme, "work")
    book.meta[1] = "2026-27"
    with pytest.raises(InvalidInput, match="of programme 2026-27"):
        hand_in(planning, book.content())
    book.meta = ["Some heading"]
    with pytest.raises(InvalidInput, match="no workbook of Biennium"):
        hand_in(planning, book.content())
    with override_settings(UPLOAD_LIMIT=1_000), pytest.raises(InvalidInput, match="larger than"):
        hand_in(planning, edited(planning))


def test_columns_that_are_missing_or_strange_are_told(planning: World) -> None:
    book = taken(planning.people["planner"], planning.programme, "work")
    book.columns["work"].remove("kind")
    book.columns["work"].append("title.de")
    faults = hand_in(planning, book.content()).report["faults"]
    assert [(one["cell"][-1], one["message"]) for one in faults] == [
        ("1", "There is no such column; remove it."),
        ("1", "The column “Kind” is missing; take the workbook along anew."),
    ]


def test_a_column_that_was_taken_out_leaves_what_is_stored(planning: World) -> None:
    book = taken(planning.people["planner"], planning.programme, "work")
    book.columns["work"].remove("place")
    book.row("work", code="KEN101")["title.en"] = "Another title"
    services.save_workbook(actor=planning.people["planner"], workbook=hand_in(planning, book.content()))
    item = WorkItem.objects.get(code="KEN101")
    assert (item.title["en"], item.place.code) == ("Another title", "KEN")  # type: ignore[union-attr]


def test_a_workbook_is_looked_at_and_then_saved_as_who_handed_it_in(planning: World) -> None:
    planner = planning.people["planner"]
    made = hand_in(planning, edited(planning), name="../../etc/plans.xlsx")
    assert (made.file_name, made.state, made.report["row_count"]) == ("plans.xlsx", "checked", 1)
    cells = made.report["rows"][0]["cells"]
    assert [(one["column"], one["before"], one["after"]) for one in cells] == [
        ("Title (English)", "Work KEN101", "Another title")
    ]
    saved = services.save_workbook(actor=planner, workbook=made)
    assert (saved.state, WorkItem.objects.get(code="KEN101").title["en"]) == ("saved", "Another title")
    assert AuditEvent.objects.get(verb="programme.work_item_changed").actor == planner
    assert AuditEvent.objects.get(verb="intake.workbook_saved").after == {"rows": 1, "faults": 0}
    with pytest.raises(InvalidInput, match="saved already"):
        services.save_workbook(actor=planner, workbook=made)
    with pytest.raises(InvalidInput, match="saved already"):
        services.discard_workbook(actor=planner, workbook=made)


def test_what_changed_between_looking_and_saving_is_told_and_nothing_is_saved(planning: World) -> None:
    planner = planning.people["planner"]
    made = hand_in(planning, edited(planning))
    retire_work_item(actor=planner, item=planning.item("KEN101"), reason="Merged")
    refused = services.save_workbook(actor=planner, workbook=made)
    assert refused.state == "faulty"
    assert refused.report["faults"][0]["message"].startswith("This row is not there any more")
    assert services.discard_workbook(actor=planner, workbook=made).state == "discarded"


def test_a_large_workbook_is_saved_by_the_worker_once(planning: World, django_capture_on_commit_callbacks: Any) -> None:
    planner = planning.people["planner"]
    made = hand_in(planning, edited(planning))
    with mock.patch.object(services, "AT_ONCE", 0), mock.patch.object(services.jobs, "enqueue") as enqueued:
        assert services.save_workbook(actor=planner, workbook=made).state == "saving"
    waiting = enqueued.call_args.kwargs
    for _twice in range(2):
        services.save_in_background.func(**waiting)
    made.refresh_from_db()
    assert made.state == "saved"
    assert AuditEvent.objects.filter(verb="intake.workbook_saved").count() == 1


def test_a_workbook_is_seen_and_saved_by_who_handed_it_in_only(planning: World) -> None:
    made = hand_in(planning, edited(planning))
    ken, planner = planning.people["ken"], planning.people["planner"]
    assert [list(workbooks(who, planning.programme)) for who in (planner, ken)] == [[made], []]
    with pytest.raises(NotFound):
        workbook(ken, planning.programme, made.uid)
    with pytest.raises(NotPermitted, match="somebody else's"):
        services.save_workbook(actor=ken, workbook=made)
