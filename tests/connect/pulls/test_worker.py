"""The whole way: asked for over HTTP or by schedule, pulled and imported by a real worker."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

from tests.cast import NOON, PASSWORD
from tests.connect.pulls.conftest import ORDERS
from xenia.connect import models
from xenia.connect.actions.sources import create_push_key, create_source, save_mapping
from xenia.connect.types.sources import SourceKind, SourceSettings
from xenia.kernel.actor import product_actor
from xenia.kernel.texts import Text
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV
from xenia.trust.actions.people import create_foundations, create_person
from xenia.trust.models.people import User
from xenia.trust.types.access import NewPerson, Permission

pytestmark = pytest.mark.slow
DIRECTOR = product_actor("tests", *Permission)


WORKER = """
import asyncio, django
django.setup()
from xenia.host.worker import worker_app
async def until_empty():
    app = worker_app()
    async with app.open_async():
        await app.run_worker_async(queues=["imports"], wait=False)
asyncio.run(until_empty())
"""


def work() -> None:
    """Takes every job there is in a process of its own, then ends."""
    at = connection.get_connection_params()
    url = f"postgresql://{at['user']}:{at['password']}@{at['host']}:{at['port']}/{at['dbname']}"
    subprocess.run([sys.executable, "-c", WORKER], env=os.environ | {"XENIA_DATABASE_URL": url}, check=True)


@pytest.fixture
def source_id(transactional_db: None, empty_home, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    create_foundations(company=Text("云行旅业", "Yunxing Travel"))
    create_person(actor=DIRECTOR, person=NewPerson("chen@yunxing.example", "陈静", PASSWORD, ("administrator",), ("group",)))
    ensure_tables(ENV.lake_url)
    inbox = ENV.home / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "orders.db").unlink(missing_ok=True)
    with sqlite3.connect(inbox / "orders.db") as orders:
        orders.execute("CREATE TABLE orders AS SELECT 'A-1' AS order_no, 'confirmed' AS status, 100 AS amount")
    location = json.dumps({"url": f"sqlite:///{inbox}/orders.db", "table": "orders"})
    given = SourceSettings(code="pms", name="PMS", kind=SourceKind.SQL, unit_code="group", location=location, every_minutes=5)
    made = create_source(actor=DIRECTOR, settings=given, now=NOON)
    save_mapping(actor=DIRECTOR, source_id=made, document=ORDERS, now=NOON)
    return made


def test_a_pull_asked_for_on_a_screen_is_done_by_the_worker(client, source_id) -> None:
    client.force_login(User.objects.get(email__startswith="chen"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/api/sources/{source_id}/pull").status_code == 202
    work()
    state = client.get(f"/api/sources/{source_id}/pull").json()
    assert (state["message"], state["waiting"], state["files"], state["pulled_at"] is not None) == (None, [], [], True)
    assert models.Run.objects.get(source_id=source_id).state == "done"
    assert models.Booking.objects.filter(source_id=source_id, booking_key="A-1").exists()


def test_what_a_machine_pushed_over_http_is_imported_by_the_worker(client, source_id) -> None:
    key = create_push_key(actor=DIRECTOR, source_id=source_id, name="engine", now=NOON)
    body = [{"booking_key": "P-1", "line": "hotel", "status": "confirmed"}]
    answer = client.post(
        "/api/push/pms/booking", json.dumps(body), content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status_code == 202
    work()
    assert models.Run.objects.get(id=answer.json()["id"]).state == "done"
    assert models.Booking.objects.filter(source_id=source_id, booking_key="P-1").exists()
