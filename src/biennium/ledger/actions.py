"""The actions of this room, by the name under which roles hold them."""

from __future__ import annotations

APPROPRIATE = "ledger.appropriate"
ALLOT = "ledger.allot"
TRANSFER = "ledger.transfer"
COMMIT = "ledger.commit"
LOAD = "ledger.load"
CLOSE_YEAR = "ledger.close_year"
ESTIMATE = "ledger.estimate"
INCOME = "ledger.income"
