"""Shares of a project hold from a day; those there are hold from the day the project begins."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def from_the_beginning(apps: Any, _editor: Any) -> None:
    """The shares of a project have held since it began."""
    share = apps.get_model("funding", "ProjectShare")
    for project in apps.get_model("funding", "Project").objects.filter(shares__isnull=False).distinct():
        share.objects.filter(project=project).update(since=project.starts)


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_partners_may_be_unpublished")]

    operations = [
        migrations.AlterModelOptions(name="projectshare", options={"ordering": ["since", "id"]}),
        migrations.AddField(model_name="projectshare", name="since", field=models.DateField(null=True)),
        migrations.RunPython(from_the_beginning, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(model_name="projectshare", name="since", field=models.DateField()),
        migrations.RemoveConstraint(model_name="projectshare", name="one_share_per_project_and_result"),
        migrations.RemoveConstraint(model_name="projectshare", name="one_share_per_project_and_place"),
        migrations.AddConstraint(
            model_name="projectshare",
            constraint=models.UniqueConstraint(
                fields=("project", "result", "since"), name="one_share_per_result_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="projectshare",
            constraint=models.UniqueConstraint(
                fields=("project", "place", "since"), name="one_share_per_place_and_day"
            ),
        ),
    ]
