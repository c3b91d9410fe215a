"""What many accounts are given or lose at once is written together; a ledger made before learns it here. A key is looked for whole, so one
index of keys is enough, and pages of accounts keep room for the next balance beside the last."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0013_partner_files")]
    operations = [
        migrations.RunSQL((SQL / "keep_ledger.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.AlterField("transfer", "key", models.CharField(max_length=120)),
        migrations.AddConstraint("transfer", models.UniqueConstraint(fields=["key"], name="loyalty_transfer_once")),
        migrations.RunSQL("ALTER TABLE loyalty_account SET (fillfactor = 70)", "ALTER TABLE loyalty_account RESET (fillfactor)"),
    ]
