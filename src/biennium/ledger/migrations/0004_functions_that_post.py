from django.db import migrations

from biennium.ledger.functions import Functions


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_the_programme_before")]

    operations = [Functions()]
