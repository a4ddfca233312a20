"""A support-cost rate of 0 is a waiver; one that is not set is the fund's, as 0 was until now."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def of_the_fund(apps: Any, _editor: Any) -> None:
    """Agreements with a rate of 0 have paid that of their fund."""
    apps.get_model("funding", "Agreement").objects.filter(support_cost_rate=0).update(support_cost_rate=None)


def nothing(apps: Any, _editor: Any) -> None:
    """What was not set was 0."""
    apps.get_model("funding", "Agreement").objects.filter(support_cost_rate=None).update(support_cost_rate=0)


class Migration(migrations.Migration):
    dependencies = [("funding", "0003_shares_hold_from_a_day")]

    operations = [
        migrations.AlterField(
            model_name="agreement",
            name="support_cost_rate",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(of_the_fund, nothing, elidable=True),
    ]
