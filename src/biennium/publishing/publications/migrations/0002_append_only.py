from django.db import migrations

from biennium.foundation.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial")]

    operations = [
        AppendOnly("ActivityIdentity"),
        AppendOnly("Publication", but=("published_at", "published_by", "published_by_label", "discarded_at")),
        AppendOnly("PublicationFile"),
        AppendOnly("BlockingFinding"),
        AppendOnly("Waiver"),
        AppendOnly("PublishedActivity"),
    ]
