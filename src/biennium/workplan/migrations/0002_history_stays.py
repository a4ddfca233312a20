from django.db import migrations

from biennium.foundation.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("workplan", "0001_initial")]

    operations = [AppendOnly("PlanUpdate")]
