"""What the database itself refuses: the triggers in ../sql, one file a subject."""

from pathlib import Path

from django.db import migrations

FILES = ("audit", "consent")
SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop) for name in FILES]
