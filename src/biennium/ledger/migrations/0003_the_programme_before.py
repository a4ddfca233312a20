"""What the programme before was estimated at, as published."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_rules_of_the_books")]

    operations = [
        migrations.CreateModel(
            name="PreviousEstimate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("constant", "Constant"),
                            ("cost_increase", "Cost Increase"),
                            ("exchange", "Exchange"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("precision", models.BigIntegerField(default=1)),
                (
                    "budget_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.budgetitem",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="previous_estimates",
                        to="programme.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("budget_item", "step"), name="one_previous_estimate_per_item_and_step"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("budget_item__isnull", True)),
                        fields=("programme", "step"),
                        name="one_previous_estimate_per_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("precision__gte", 1)), name="previous_estimate_is_rounded_to_something"
                    ),
                ],
            },
        ),
    ]
