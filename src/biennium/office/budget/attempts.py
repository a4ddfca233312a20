"""What a decision would do, before it is done: the service itself is run, what stands on the lines is read, and all of
it is rolled back.

Invariant: trying changes nothing; what is tried and what is then done are the same call. A decision is done only when
it was seen as it is: `seal` is of what was typed and of what stood on the lines then, so that a decision sent twice, or
changed after it was seen, is shown again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from biennium.kernel.books.stages import AUTHORITY
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import ControlAccount, Line
from biennium.ledger.models.lines import DIMENSIONS
from biennium.office.budget.tables import size

STAGES = tuple(stage.value for stage in AUTHORITY)


@dataclass(frozen=True, slots=True)
class Change:
    """What stands at a stage, before and after."""

    stage: str
    before: Money
    after: Money

    @property
    def changes(self) -> bool:
        """Whether the decision touches it."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Touched:
    """A line, or the account at which its fund is controlled, with what would change on it."""

    words: str
    is_account: bool
    stages: list[Change]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change, and the seal under which it was seen."""

    touched: list[Touched]
    seal: str


Rows = dict[str, tuple[str, str, dict[str, int]]]


def preview(action: Callable[[], object], lines: Iterable[Dimensions], typed: object) -> Preview:
    """Tries a decision on these lines. Raises what the service raises."""
    keys = [line.key for line in lines]
    with transaction.atomic():
        action()
        after = _lines(keys)
        accounts = list(Line.objects.filter(key__in=keys).order_by("id").values_list("account__key", flat=True))
        accounts_after = _accounts(accounts)
        transaction.set_rollback(True)
    before, accounts_before = _lines(keys), _accounts(accounts)
    touched = [*_touched(before, after, False), *_touched(accounts_before, accounts_after, True)]
    stood = [standing for _words, _currency, standing in (*before.values(), *accounts_before.values())]
    written = json.dumps([typed, stood], sort_keys=True, default=str)
    return Preview(touched, hashlib.sha256(written.encode()).hexdigest())


def _lines(keys: list[str]) -> Rows:
    rows = Line.objects.filter(key__in=keys).select_related("balance", *DIMENSIONS).order_by("id")
    return {row.key: (row.words, row.fund.currency, _standing(row.balance)) for row in rows}


def _accounts(keys: list[str]) -> Rows:
    rows = ControlAccount.objects.filter(key__in=keys).select_related(*DIMENSIONS).order_by("id")
    return {row.key: (row.words, row.fund.currency, _standing(row)) for row in rows}


def _standing(row: object) -> dict[str, int]:
    return {stage: getattr(row, stage) for stage in STAGES}


def _touched(before: Rows, after: Rows, is_account: bool) -> list[Touched]:
    """What differs, and what stands there besides."""
    nothing = dict.fromkeys(STAGES, 0)
    found = []
    for key, (words, currency, now) in after.items():
        was = before[key][2] if key in before else nothing
        stages = [
            Change(stage, Money(size(stage, was[stage]), currency), Money(size(stage, now[stage]), currency))
            for stage in STAGES
            if was[stage] or now[stage]
        ]
        found.append(Touched(words, is_account, stages))
    return found
