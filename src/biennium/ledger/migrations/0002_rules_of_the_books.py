from django.db import migrations

from biennium.foundation.database import AppendOnly
from biennium.ledger.database import SameFund


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        AppendOnly("Batch"),
        AppendOnly("Posting"),
        AppendOnly("Move"),
        AppendOnly("Line"),
        AppendOnly("Rate"),
        AppendOnly("IncomeEntry"),
        AppendOnly("Checkpoint"),
        AppendOnly("CheckpointMember"),
        SameFund(),
    ]
