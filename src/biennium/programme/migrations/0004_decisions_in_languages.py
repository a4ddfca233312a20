"""The decision a version rests on in several languages; what was written so far is in the programme's first one."""

from typing import Any

from django.db import migrations

from biennium.foundation.database import AppendOnly, Changeable
from biennium.foundation.fields import MultilingualField


def in_language(apps: Any, _schema_editor: Any) -> None:
    versions = apps.get_model("programme", "Version").objects
    for pk, said, languages in versions.exclude(decision_text="").values_list(
        "pk", "decision_text", "programme__languages"
    ):
        versions.filter(pk=pk).update(decision={languages[0] if languages else "en": said})


def in_none(apps: Any, _schema_editor: Any) -> None:
    versions = apps.get_model("programme", "Version").objects
    for pk, said in versions.values_list("pk", "decision"):
        versions.filter(pk=pk).update(decision_text=next(iter(said.values()), "")[:200])


class Migration(migrations.Migration):
    dependencies = [("programme", "0003_function_and_goals")]

    operations = [
        Changeable("Version"),
        migrations.RenameField("Version", "decision", "decision_text"),
        migrations.AddField("Version", "decision", MultilingualField(blank=True, default=dict)),
        migrations.RunPython(in_language, in_none),
        migrations.RemoveField("Version", "decision_text"),
        AppendOnly("Version"),
    ]
