from django.db import migrations

from biennium.ledger.functions import FunctionsAgain


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_internal_moves_are_found")]

    operations = [FunctionsAgain()]
