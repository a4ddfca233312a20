from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workplan", "0003_numbers_have_a_revision"),
    ]

    operations = [
        migrations.AddField(
            model_name="marker",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
