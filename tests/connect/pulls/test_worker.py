"""The whole way: asked for over HTTP or by schedule, pulled and imported by a real worker."""

import asyncio
import json
import sqlite3

import pytest

from tests.cast import NOON, open_company
from tests.connect.pulls.conftest import ORDERS
from xenia.connect import models
from xenia.connect.actions.sources import create_push_key, create_source, save_mapping
from xenia.connect.types.sources import SourceKind, SourceSettings
from xenia.host.worker import worker_app
from xenia.kernel.actor import product_actor
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV
from xenia.trust.models import User
from xenia.trust.types import Permission

DIRECTOR = product_actor("tests", *Permission)


def work() -> None:
    """Takes every job there is, then ends."""

    async def until_empty() -> None:
        app = worker_app()
        async with app.open_async():
            await app.run_worker_async(queues=["imports"], wait=False, install_signal_handlers=False)

    asyncio.run(until_empty())


@pytest.fixture
def source_id(transactional_db: None, empty_home, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    open_company()
    ensure_tables(ENV.lake_url)
    inbox = ENV.home / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "orders.db").unlink(missing_ok=True)
    with sqlite3.connect(inbox / "orders.db") as connection:
        connection.execute("CREATE TABLE orders AS SELECT 'A-1' AS order_no, 'confirmed' AS status, 100 AS amount")
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
