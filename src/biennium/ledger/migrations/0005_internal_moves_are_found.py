"""Support cost that funds pay each other is found without reading every move."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_functions_that_post")]

    operations = [
        migrations.AddIndex(
            model_name="move",
            index=models.Index(
                fields=["mark"], condition=models.Q(mark="internal"), name="moves_that_are_internal"
            ),
        ),
    ]
