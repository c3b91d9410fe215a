"""What the database itself keeps of the ledger: the functions and triggers in ../sql."""

from pathlib import Path

from django.db import migrations

FILES = ("members", "lots", "keep_ledger", "ledger", "closings")
SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0001_initial")]
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop) for name in FILES]
