from django.db import migrations

from biennium.foundation.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]

    operations = [AppendOnly("Version")]
