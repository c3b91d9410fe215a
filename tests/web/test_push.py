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


def test_keys_are_listed_with_who_made_them_and_when_they_were_used_but_never_themselves(browser_of, company: Company) -> None:
    browser, address = browser_of("chen"), f"/api/sources/{company.shanghai.source_id}/push-keys"
    made = browser.post(address, {"name": "官网"}, content_type="application/json").json()["key"]
    assert push(made, BOOKING).status_code == 202
    answer = browser.get(address)
    (listed,) = answer.json()
    assert (listed["name"], listed["created_by"], listed["revoked_at"]) == ("官网", "陈静", None)
    assert listed["used_at"] is not None
    assert made not in answer.content.decode()


def test_a_revoked_key_answers_401_with_what_to_do_and_others_go_on(browser_of, company: Company, key: str) -> None:
    browser, address = browser_of("chen"), f"/api/sources/{company.shanghai.source_id}/push-keys"
    other = browser.post(address, {"name": "other"}, content_type="application/json").json()["key"]
    (first,) = (one for one in browser.get(address).json() if one["name"] == "engine")
    assert browser.post(f"{address}/{first['id']}/revoke").status_code == 204
    answer = push(key, BOOKING)
    assert (answer.status_code, answer.json()["code"]) == (401, "push_key_revoked")
    assert "密钥“engine”已于" in answer.json()["detail"]
    assert push(other, BOOKING).status_code == 202


def test_a_key_revoked_twice_keeps_its_time(browser_of, company: Company, key: str) -> None:
    browser, address = browser_of("chen"), f"/api/sources/{company.shanghai.source_id}/push-keys"
    (first,) = browser.get(address).json()
    times = []
    for _ in range(2):
        browser.post(f"{address}/{first['id']}/revoke")
        times.append(browser.get(address).json()[0]["revoked_at"])
    assert times[0] == times[1]
    assert times[0] is not None


def test_a_key_of_another_source_cannot_be_revoked_here(browser_of, company: Company, key: str) -> None:
    browser = browser_of("chen")
    (first,) = browser.get(f"/api/sources/{company.shanghai.source_id}/push-keys").json()
    answer = browser.post(f"/api/sources/{company.beijing.source_id}/push-keys/{first['id']}/revoke")
    assert (answer.status_code, answer.json()["code"]) == (404, "push_key_not_found")
    assert push(key, BOOKING).status_code == 202


def test_only_those_who_manage_sources_see_keys(browser_of, company: Company, key: str) -> None:
    assert browser_of("he").get(f"/api/sources/{company.beijing.source_id}/push-keys").status_code == 403
