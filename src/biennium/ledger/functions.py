"""What PostgreSQL does for a batch in functions of its own, whose plans it keeps: the accounts at hand, read under
their lock, and the rows of a batch, written together.

Sent as statements they were planned anew for every posting, which took longer than carrying them out. SQLite keeps the
plans of statements, and needs none of this. The plans are kept by `_KEPT`: each row at hand is found by its key in an
index, however few rows there were when the plan was made, and whatever a balance left behind when it changed.

Invariant: the functions hold no rule of the books; the constraints and triggers of the tables hold whoever writes.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_AT_HAND = """
CREATE OR REPLACE FUNCTION biennium_at_hand(keys text[], also bigint[]) RETURNS TABLE (
  key varchar, line bigint, account bigint, fund bigint, programme bigint, may_be_negative boolean, source bigint,
  approved bigint, allotted bigint, committed bigint, spent bigint, uncovered bigint, accrued bigint,
  fund_currency varchar, controlled_at varchar, reported_at varchar, reporting varchar
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  IF (SELECT COUNT(*) FROM ledger_line known WHERE known.key = ANY(keys)) <> cardinality(keys) THEN RETURN; END IF;
  RETURN QUERY
    SELECT line.key, line.id, line.account_id, line.fund_id, line.programme_id, account.may_be_negative,
      account.source, account.approved, account.allotted, account.committed, account.spent, account.uncovered,
      account.accrued, fund.currency, fund.controlled_at, fund.reported_at,
      (SELECT currency FROM organisation_organisation ORDER BY id LIMIT 1)
    FROM ledger_line line
    JOIN ledger_controlaccount account ON account.id = line.account_id JOIN funding_fund fund ON fund.id = line.fund_id
    WHERE line.key = ANY(keys) OR line.id = ANY(also) ORDER BY account.id FOR UPDATE OF account;
END $$
"""
_POST = """
CREATE OR REPLACE FUNCTION biennium_post(given jsonb) RETURNS TABLE (batch bigint, posting bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE head bigint := given->>'batch';
BEGIN
  IF head IS NULL THEN
    INSERT INTO ledger_batch (uid, origin, at, actor_id, actor_label, reason) VALUES (
      (given->'head'->>0)::uuid, given->'head'->>1, (given->'head'->>2)::timestamptz, (given->'head'->>3)::bigint,
      given->'head'->>4, given->'head'->>5) RETURNING id INTO head;
  END IF;
  RETURN QUERY WITH posted AS (
    INSERT INTO ledger_posting
      (batch_id, number, kind, date, document, document_line, text, counterparty, follows_id)
    SELECT head, (one->>0)::int, one->>1, (one->>2)::date, one->>3, one->>4, one->>5, one->>6, (one->>7)::bigint
    FROM jsonb_array_elements(given->'postings') one RETURNING id, number
  ), written AS (
    SELECT array_agg(id ORDER BY number) AS ids, min(number) - 1 AS before FROM posted
  ), moved AS (
    INSERT INTO ledger_move
      (posting_id, number, from_line_id, from_stage, to_line_id, to_stage, currency, amount, control, reporting,
       control_rate_id, reporting_rate_id, mark)
    SELECT ids[(one->>0)::int - before], (one->>1)::int, (one->>2)::bigint, one->>3, (one->>4)::bigint, one->>5,
      one->>6, (one->>7)::bigint, (one->>8)::bigint, (one->>9)::bigint, (one->>10)::bigint, (one->>11)::bigint, one->>12
    FROM written, jsonb_array_elements(given->'moves') one
  ), lines AS (
    UPDATE ledger_linebalance standing SET
      source = source + (one->>1)::bigint, approved = approved + (one->>2)::bigint,
      allotted = allotted + (one->>3)::bigint, committed = committed + (one->>4)::bigint,
      spent = spent + (one->>5)::bigint, uncovered = uncovered + (one->>6)::bigint,
      accrued = accrued + (one->>7)::bigint, source_reporting = source_reporting + (one->>8)::bigint,
      approved_reporting = approved_reporting + (one->>9)::bigint,
      allotted_reporting = allotted_reporting + (one->>10)::bigint,
      committed_reporting = committed_reporting + (one->>11)::bigint,
      spent_reporting = spent_reporting + (one->>12)::bigint,
      uncovered_reporting = uncovered_reporting + (one->>13)::bigint,
      accrued_reporting = accrued_reporting + (one->>14)::bigint
    FROM jsonb_array_elements(given->'lines') one WHERE standing.line_id = (one->>0)::bigint
  ), accounts AS (
    UPDATE ledger_controlaccount standing SET
      source = source + (one->>1)::bigint, approved = approved + (one->>2)::bigint,
      allotted = allotted + (one->>3)::bigint, committed = committed + (one->>4)::bigint,
      spent = spent + (one->>5)::bigint, uncovered = uncovered + (one->>6)::bigint,
      accrued = accrued + (one->>7)::bigint
    FROM jsonb_array_elements(given->'accounts') one WHERE standing.id = (one->>0)::bigint
  ) SELECT head, posted.id FROM posted ORDER BY posted.number;
END $$
"""
_KEPT = """
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_material = off SET enable_hashjoin = off SET enable_mergejoin = off
"""
_FUNCTIONS = {"biennium_at_hand(text[], bigint[])": _AT_HAND, "biennium_post(jsonb)": _POST}


class Functions(Operation):
    """Makes the functions, on PostgreSQL."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for name, function in _FUNCTIONS.items():
                schema_editor.execute(function, params=None)
                schema_editor.execute(f"ALTER FUNCTION {name} {_KEPT}", params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for name in _FUNCTIONS:
                schema_editor.execute(f"DROP FUNCTION {name}", params=None)

    def describe(self) -> str:
        return "Functions that read the accounts at hand and write a batch"


class FunctionsAgain(Functions):
    """Makes the functions as they are now, in place of those that earlier migrations made; the way back leaves them."""

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """The functions as they are now serve the tables of the migration before as well."""

    def describe(self) -> str:
        return "Functions whose plans are kept"
