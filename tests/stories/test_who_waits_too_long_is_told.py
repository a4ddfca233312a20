"""Who cannot write because others do is told so, and what to do; nothing of theirs is written. Another fault of the
database stays a fault."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from biennium.foundation.database import is_busy
from biennium.foundation.middleware import ReadableErrors
from biennium.organisation.models import Organisation
from biennium.site.command import main
from running.crowds import Crowd

Work = Callable[[], Any]


@pytest.fixture(autouse=True)
def organisation(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    """An organisation to write about, and a database that waits for a moment only."""
    monkeypatch.setitem(connections.settings["default"].setdefault("OPTIONS", {}), *_patience())
    crowd.alone(lambda: Organisation.objects.create(name={"en": "Before"}, acronym={"en": "ORG"}, languages=["en"]))


def _patience() -> tuple[str, object]:
    return ("options", "-c lock_timeout=100") if connection.vendor == "postgresql" else ("timeout", 0.1)


def rename(name: str) -> None:
    with transaction.atomic():
        row = Organisation.objects.select_for_update().get()
        row.name = {"en": name}
        row.save()


def meanwhile(crowd: Crowd, work: Work) -> Any:
    """What comes of the work while somebody else is writing."""
    meet = Barrier(2, timeout=60)

    def first() -> None:
        with transaction.atomic():
            rename("After")
            meet.wait()
            meet.wait()

    def second() -> Any:
        meet.wait()
        try:
            return work()
        finally:
            meet.wait()

    return crowd.together([first, second])[1]


def page(work: Work) -> HttpResponse:
    """The answer to a request that does the work."""
    request = RequestFactory().get("/")
    try:
        work()
    except OperationalError as error:
        answer = ReadableErrors(_never).process_exception(request, error)
        assert answer is not None
        return answer
    raise AssertionError("Nothing was in the way.")


def _never(request: HttpRequest) -> HttpResponse:
    raise AssertionError(request)


def test_a_page_says_that_others_are_writing(crowd: Crowd) -> None:
    answer = meanwhile(crowd, lambda: page(lambda: rename("Mine")))
    assert answer.status_code == 503
    assert "Others were writing at the same moment" in answer.content.decode()
    assert "Go back and try again in a moment." in answer.content.decode()
    assert crowd.alone(lambda: Organisation.objects.get().name) == {"en": "After"}


def test_a_command_says_so_in_one_line(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("biennium.site.command._run", lambda _options: rename("Mine"))
    assert meanwhile(crowd, lambda: main(["check"])) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert told[0].endswith(" Others are writing: try again in a moment.")


def test_another_fault_is_not_taken_for_it(crowd: Crowd) -> None:
    """A table that is not there is an `OperationalError` on SQLite."""
    error = OperationalError("no such table: nowhere")
    error.__cause__ = crowd.alone(_fault)
    assert is_busy(error) is False
    assert ReadableErrors(_never).process_exception(RequestFactory().get("/"), error) is None


def _fault() -> BaseException | None:
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    return raised.value.__cause__
