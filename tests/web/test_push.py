"""Machines push records with a key of their source, and with nothing else."""

import pytest
from django.test import Client

from tests.cast import NOON, Company
from xenia.connect import models
from xenia.connect.actions.sources import create_push_key

BOOKING = {"booking_key": "P-1", "line": "hotel", "status": "confirmed"}


@pytest.fixture
def key(company: Company) -> str:
    return create_push_key(actor=company.actor("chen"), source_id=company.shanghai.source_id, name="engine", now=NOON)


def push(key: str, body: object, source: str = "shanghai-pms", kind: str = "booking"):
    headers = {"Authorization": f"Bearer {key}"}
    return Client(enforce_csrf_checks=True).post(f"/api/push/{source}/{kind}", body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("body", [BOOKING, [BOOKING, BOOKING | {"booking_key": "P-2"}]])
def test_records_are_durable_before_the_answer(key: str, body: object) -> None:
    answer = push(key, body)
    run = models.Run.objects.select_related("source", "upload").get(id=answer.json()["id"])
    assert (answer.status_code, run.state, run.source.code, run.upload.erased_at) == (202, "waiting", "shanghai-pms", None)


@pytest.mark.parametrize(("source", "wrong"), [("beijing-pms", ""), ("shanghai-pms", "x"), ("nobody", "")])
def test_a_key_opens_only_its_own_source(key: str, source: str, wrong: str) -> None:
    before = models.Upload.objects.count()
    answer = push(key + wrong, BOOKING, source=source)
    assert (answer.status_code, answer.json()["code"], models.Upload.objects.count()) == (403, "push_key_refused", before)


def test_a_push_key_is_no_session(key: str) -> None:
    assert Client().get("/api/guests", headers={"Authorization": f"Bearer {key}"}).status_code == 401


@pytest.mark.parametrize(("kind", "body"), [("spaceship", BOOKING), ("booking", "text"), ("booking", [1])])
def test_what_is_no_record_is_refused(key: str, kind: str, body: object) -> None:
    answer = push(key, body, kind=kind)
    assert (answer.status_code, answer.json()["code"]) in ((422, "input_invalid"), (422, "json_unreadable"))
