from django.db import migrations

from biennium.foundation.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [
        AppendOnly("Observation", but=("superseded_at", "version")),
        AppendOnly("ObservationCell"),
        AppendOnly("ResultTransition"),
    ]
