"""What was written in one language before there were several is kept when the database is brought up to date."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from biennium.foundation.actors import OPERATOR
from biennium.programme.models import Version
from biennium.programme.services.importing import import_programme
from biennium.programme.services.versions import seal_version
from ledger.world import organisation
from programme import samples

BEFORE = [("programme", "0003_function_and_goals")]


@pytest.mark.django_db(transaction=True)
def test_the_decision_of_a_version_is_kept_and_the_version_cannot_be_changed_afterwards() -> None:
    organisation()
    programme = import_programme(actor=OPERATOR, values=samples.programme())
    seal_version(actor=OPERATOR, programme=programme, stage="preliminary", decision={"en": "ORG.1/1"})
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    try:
        old = executor.loader.project_state(BEFORE).apps.get_model("programme", "Version")
        assert old.objects.get().decision == "ORG.1/1"
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert Version.objects.get().decision == {programme.languages[0]: "ORG.1/1"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.update(decision={})
