from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_append_only"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=["-recorded_at", "-id"],
                name="observation_latest",
            ),
        ),
    ]
