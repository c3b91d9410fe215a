import django.db.models.deletion
from django.db import migrations, models

import xenia.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("recommend", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Booked",
            fields=[
                ("id", models.UUIDField(default=xenia.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("guest_id", models.UUIDField(db_index=True)),
                ("city", models.CharField(max_length=120)),
                ("booked_at", models.DateTimeField()),
                (
                    "impression",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recommend.impression"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("impression", "city"), name="recommend_booked_once")],
            },
        ),
    ]
