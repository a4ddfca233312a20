"""Work that need not hold up the page: enqueued when the transaction commits, done by a worker, safe to do twice.

A job is a module-level function declared with `job`, with arguments that JSON can hold. `biennium serve` supervises
a worker; in production `biennium work` runs one apart.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

job = task


def enqueue(work: Task[Any, Any], **arguments: Any) -> None:
    """Enqueues the job once the surrounding transaction has committed, or at once when there is none."""
    transaction.on_commit(partial(work.enqueue, **arguments))
