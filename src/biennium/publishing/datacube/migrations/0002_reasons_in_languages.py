"""The reason of a known difference in several languages; what was written so far is in the organisation's first one."""

from typing import Any

from django.db import migrations

from biennium.foundation.fields import MultilingualField


def in_language(apps: Any, _schema_editor: Any) -> None:
    organisation = apps.get_model("organisation", "Organisation").objects.first()
    language = organisation.languages[0] if organisation and organisation.languages else "en"
    for one in apps.get_model("datacube", "KnownDifference").objects.all():
        one.reason = {language: one.reason_text}
        one.save(update_fields=["reason"])


def in_none(apps: Any, _schema_editor: Any) -> None:
    for one in apps.get_model("datacube", "KnownDifference").objects.all():
        one.reason_text = next(iter(one.reason.values()))[:200]
        one.save(update_fields=["reason_text"])


class Migration(migrations.Migration):
    dependencies = [("datacube", "0001_initial"), ("organisation", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("KnownDifference", "known_difference_has_a_reason"),
        migrations.RenameField("KnownDifference", "reason", "reason_text"),
        migrations.AddField("KnownDifference", "reason", MultilingualField(blank=True, default=dict)),
        migrations.RunPython(in_language, in_none),
        migrations.RemoveField("KnownDifference", "reason_text"),
    ]
