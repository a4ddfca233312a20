"""A rule the database keeps for the ledger: both lines of a move are of the same fund."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_SQLITE = """
CREATE TRIGGER ledger_move_same_fund BEFORE INSERT ON ledger_move
WHEN NEW.from_line_id <> NEW.to_line_id
 AND (SELECT fund_id FROM ledger_line WHERE id = NEW.from_line_id)
  <> (SELECT fund_id FROM ledger_line WHERE id = NEW.to_line_id)
BEGIN SELECT RAISE(ABORT, 'a move is within one fund'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION biennium_same_fund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM added
    JOIN ledger_line one ON one.id = added.from_line_id
    JOIN ledger_line other ON other.id = added.to_line_id
    WHERE added.from_line_id <> added.to_line_id AND one.fund_id <> other.fund_id
  ) THEN RAISE EXCEPTION 'a move is within one fund' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$
"""
_POSTGRES = """
CREATE TRIGGER ledger_move_same_fund AFTER INSERT ON ledger_move
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION biennium_same_fund()
"""


class SameFund(Operation):
    """Refuses a move between lines of two funds."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRES_FUNCTION, params=None)
            schema_editor.execute(_POSTGRES, params=None)
        else:
            schema_editor.execute(_SQLITE, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        suffix = " ON ledger_move" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER ledger_move_same_fund{suffix}", params=None)

    def describe(self) -> str:
        return "Hold both lines of a move to one fund"
