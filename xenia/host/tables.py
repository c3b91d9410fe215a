"""The tables of this release in both places, and the rows without which nobody can sign in, brought up to date by one process at a time."""

from datetime import UTC, datetime

from django.core.management import call_command
from django.db import connection

from xenia.kernel.texts import Text
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV
from xenia.trust.actions import people
from xenia.trust.actions.encryption import ensure_check

LOCK = 5_893_642  # any constant number: PostgreSQL's advisory lock of the migrations
COMPANY = Text("我的公司", "My company")  # until an administrator gives it its name


def bring_up_to_date(*, is_told: bool = False) -> None:
    """Applies the missing migrations, creates the first roles, the value by which the keys are known again, and the lake's tables.

    A second process waits for the first and then finds nothing to do. `is_told`: each migration is printed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            call_command("migrate", interactive=False, verbosity=int(is_told))
            people.create_foundations(company=COMPANY, demands_mfa=ENV.is_https)
            ensure_check(now=datetime.now(UTC))
            ensure_tables(ENV.lake_url)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
