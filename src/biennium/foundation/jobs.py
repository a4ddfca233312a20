"""Work that need not hold up the page: enqueued when the transaction commits, done by a worker, safe to do twice.

A job is a module-level function declared with `job`, with arguments that JSON can hold. `biennium serve` supervises
a worker; in production `biennium work` runs one apart.

Invariant: a job whose worker ended in the middle is done again by the next worker, so nobody has to start anything
again; one that ended `ATTEMPTS` workers is given up and kept as failed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

ATTEMPTS = 3

job = task


class WorkerEndedError(Exception):
    """What a job is given up for that ended its worker time and again."""


def enqueue(work: Task[Any, Any], **arguments: Any) -> None:
    """Enqueues the job once the surrounding transaction has committed, or at once when there is none."""
    transaction.on_commit(partial(work.enqueue, **arguments))


@transaction.atomic
def take_back(is_gone: Callable[[str], bool]) -> int:
    """Lets the jobs wait again that were begun by workers that are gone. Returns how many were taken back."""
    begun = DBTaskResult.objects.select_for_update().filter(status=TaskResultStatus.RUNNING)
    left = [one for one in begun if is_gone(one.worker_ids[-1])]
    for one in left:
        if len(one.worker_ids) >= ATTEMPTS:
            one.set_failed(WorkerEndedError(f"It ended {ATTEMPTS} workers."))
        else:
            one.status, one.started_at = TaskResultStatus.READY, None
            one.save(update_fields=["status", "started_at"])
    return len(left)
