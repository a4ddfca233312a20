"""Jobs: enqueued on commit, done by a worker, taken back when the worker ended in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from biennium.foundation import jobs

DONE: list[str] = []

Commit = DjangoCaptureOnCommitCallbacks


@jobs.job
def note(word: str) -> None:
    DONE.append(word)


@jobs.job
def break_off() -> None:
    raise RuntimeError("out of ink")


@pytest.fixture(autouse=True)
def _nothing_done(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's own connection stays open
    DONE.clear()
    yield
    DONE.clear()


def work_off(name: str = "worker-1") -> None:
    """One worker, until nothing waits."""
    db_worker.Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    ).run()


@transaction.atomic
def enqueue_and_fail() -> None:
    jobs.enqueue(note, word="never")
    raise RuntimeError


def begin(name: str) -> DBTaskResult:
    """What is left of a worker that ended in the middle of a job."""
    result = DBTaskResult.objects.get()
    result.claim(name)
    return result


def test_a_job_is_enqueued_when_the_transaction_commits(django_capture_on_commit_callbacks: Commit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            jobs.enqueue(note, word="late")
        assert not DBTaskResult.objects.exists()
    work_off()
    assert DONE == ["late"]


def test_a_job_of_a_transaction_that_fails_is_not_enqueued(django_capture_on_commit_callbacks: Commit) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        enqueue_and_fail()
    assert not DBTaskResult.objects.exists()


def test_a_job_is_done_once(django_capture_on_commit_callbacks: Commit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(note, word="once")
    work_off()
    work_off()
    assert DONE == ["once"]


def test_a_job_that_breaks_off_is_kept_with_its_error_and_the_next_is_done(
    django_capture_on_commit_callbacks: Commit, caplog: pytest.LogCaptureFixture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(break_off)
        jobs.enqueue(note, word="next")
    work_off()
    failed = DBTaskResult.objects.get(status=TaskResultStatus.FAILED)
    assert "out of ink" in failed.traceback
    assert DONE == ["next"]
    assert any(record.levelname == "ERROR" for record in caplog.records)


def is_gone(*names: str) -> Callable[[str], bool]:
    return lambda worker: worker in names


def test_a_job_whose_worker_is_gone_is_done_by_the_next(django_capture_on_commit_callbacks: Commit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(note, word="again")
    begin("dead")
    work_off()
    assert DONE == []
    assert jobs.take_back(is_gone("dead")) == 1
    work_off()
    assert DONE == ["again"]


def test_a_job_whose_worker_lives_is_left_alone(django_capture_on_commit_callbacks: Commit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(note, word="mine")
    begin("alive")
    assert jobs.take_back(is_gone("dead")) == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


def test_a_job_that_ends_every_worker_is_given_up(django_capture_on_commit_callbacks: Commit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(note, word="poison")
    for number in range(jobs.ATTEMPTS):
        assert DBTaskResult.objects.get().status == TaskResultStatus.READY
        begin(f"dead-{number}")
        jobs.take_back(is_gone(f"dead-{number}"))
    result = DBTaskResult.objects.get()
    assert result.status == TaskResultStatus.FAILED
    assert "It ended 3 workers" in result.traceback
