"""Machines with a key: what they reach, what stops them, and that a key never says more than its owner may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PHONE, Company, stored_bytes
from tests.web.sign_in import recorded
from xenia.kernel.ids import new_id
from xenia.trust.models import keys as models
from xenia.trust.models import people
from xenia.web import session
from xenia.web.limits import CallsPerMinute

SCOPES = ["view_guests", "view_bookings"]


@pytest.fixture
def chen(browser_of) -> Client:
    """Chen Jing, administrator of the whole company."""
    return browser_of("chen")


def post(browser: Client, path: str, body: dict):
    return browser.post(path, body, content_type="application/json")


def draft(email: str = "chen", scopes: list[str] = SCOPES, units: tuple[str, ...] = ("shanghai",)) -> dict:
    owner = people.User.objects.get(email=f"{email}@yunxing.example")
    return {"name": "收银台", "purpose": "读取当日预订", "owner_id": str(owner.id), "scopes": scopes, "unit_codes": list(units)}


def key_for(browser: Client, **changed) -> str:
    """A fresh key of a fresh machine."""
    account = post(browser, "/api/service-accounts", draft(**changed)).json()["id"]
    return str(post(browser, f"/api/service-accounts/{account}/keys", {"days": 30}).json()["key"])


def machine(key: str) -> Client:
    return Client(enforce_csrf_checks=True, HTTP_AUTHORIZATION=f"Bearer {key}")


def test_a_key_reads_what_its_scopes_and_units_say(chen: Client, company: Company) -> None:
    guests = machine(key_for(chen)).get("/api/guests").json()["items"]
    assert {guest["name"] for guest in guests} == {"林薇", "王秀英"}


def test_a_key_never_sees_a_contact_value_in_clear(chen: Client) -> None:
    answer = machine(key_for(chen)).get("/api/guests")
    assert b"****" in answer.content
    assert PHONE.removeprefix("+86").encode() not in answer.content


def test_a_scope_that_was_not_given_is_refused_by_name(chen: Client) -> None:
    answer = machine(key_for(chen, scopes=["view_bookings"])).get("/api/guests")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_missing")
    assert "view_guests" in answer.json()["detail"]


def test_a_write_with_a_key_needs_no_csrf_token_but_its_scope(chen: Client) -> None:
    answer = machine(key_for(chen)).post("/api/runs", b"{}", content_type="application/json")
    assert answer.status_code in (403, 422)
    assert answer.json()["code"] != "csrf_failed"


@pytest.mark.parametrize(
    ("changes", "code"), [({"revoked_at": timedelta(0)}, "key_revoked"), ({"expires_at": timedelta(0)}, "key_expired")]
)
def test_a_key_past_its_time_is_refused_with_its_reason(chen: Client, changes: dict, code: str) -> None:
    key = key_for(chen)
    now = timezone.now()
    models.ApiKey.objects.update(created_at=now - timedelta(days=2), **{name: now + more for name, more in changes.items()})
    answer = machine(key).get("/api/guests")
    assert (answer.status_code, answer.json()["code"]) == (401, code)


@pytest.mark.parametrize("key", ["xk_", "xk_unknown", "xk_" + "A" * 43, "nonsense", "xk_" + "鍵" * 5])
def test_an_unknown_key_is_a_stranger(company: Company, key: str) -> None:
    answer = Client(HTTP_AUTHORIZATION=f"Bearer {key}").get("/api/guests")
    assert answer.status_code == 401


def test_a_wrong_key_beside_a_good_session_is_refused(chen: Client) -> None:
    assert chen.get("/api/guests", HTTP_AUTHORIZATION="Bearer xk_unknown").status_code == 401


def test_a_key_revoked_on_the_page_ends_with_its_next_call(chen: Client) -> None:
    key = key_for(chen)
    caller = machine(key)
    assert caller.get("/api/guests").status_code == 200
    held = chen.get("/api/service-accounts").json()[0]["keys"][0]
    assert (held["state"], held["prefix"]) == ("valid", key[:10])
    assert chen.delete(f"/api/keys/{held['id']}").status_code == 204
    assert caller.get("/api/guests").status_code == 401
    assert recorded()[-3:] == ["service_account.created", "key.created", "key.revoked"]


def test_a_key_may_no_more_than_its_owner_may_now(chen: Client) -> None:
    caller = machine(key_for(chen, email="sun"))
    assert caller.get("/api/guests").status_code == 200
    people.User.objects.get(email="sun@yunxing.example").roles.clear()
    assert caller.get("/api/guests").status_code == 403
    people.User.objects.filter(email="sun@yunxing.example").update(is_active=False)
    assert (caller.get("/api/guests").status_code, caller.get("/api/guests").json()["code"]) == (401, "key_owner_left")


def test_the_key_is_stored_only_as_a_hash_and_shown_only_once(chen: Client) -> None:
    key = key_for(chen)
    assert key.encode() not in stored_bytes("trust_apikey") + stored_bytes("trust_auditentry")
    assert key not in chen.get("/api/service-accounts").content.decode()


def test_the_last_use_is_written_at_most_once_a_minute(chen: Client) -> None:
    caller = machine(key_for(chen))
    caller.get("/api/guests")
    first = models.ApiKey.objects.get().used_at
    caller.get("/api/guests")
    assert models.ApiKey.objects.get().used_at == first
    models.ApiKey.objects.update(used_at=first - timedelta(minutes=1))
    caller.get("/api/guests")
    assert models.ApiKey.objects.get().used_at > first


def test_a_key_that_calls_too_often_waits(chen: Client, monkeypatch) -> None:
    monkeypatch.setattr(session, "CALLS", CallsPerMinute(2, clock=lambda: 0))
    caller = machine(key_for(chen))
    assert [caller.get("/api/guests").status_code for _ in range(3)] == [200, 200, 429]


def test_calls_are_counted_by_key_and_minute() -> None:
    now = [0.0]
    calls, key = CallsPerMinute(1, clock=lambda: now[0]), new_id()
    calls.count(key)
    calls.count(new_id())
    now[0] = 60
    calls.count(key)
    with pytest.raises(Exception, match="more than 1 times"):
        calls.count(key)


@pytest.mark.parametrize("scope", ["approve", "manage_people", "manage_keys", "manage_trust", "reveal_contacts", "everything"])
def test_no_machine_decides_about_people_or_reveals_a_contact(chen: Client, scope: str) -> None:
    answer = post(chen, "/api/service-accounts", draft(scopes=[scope]))
    assert (answer.status_code, answer.json()["code"]) == (422, "scope_unknown")


def test_nobody_gives_a_machine_more_than_the_giver_has(browser_of) -> None:
    people.Role.objects.filter(code="service_agent").update(permissions=["manage_keys", "view_guests"])
    sun = browser_of("sun")
    beyond = [
        post(sun, "/api/service-accounts", draft("sun", **more))
        for more in ({"scopes": SCOPES}, {"scopes": SCOPES[:1], "units": ("beijing",)})
    ]
    assert [(one.status_code, one.json()["code"]) for one in beyond] == [(403, "service_account_beyond_own")] * 2
    assert post(sun, "/api/service-accounts", draft("sun", scopes=SCOPES[:1])).status_code == 201


@pytest.mark.parametrize("days", [0, 366])
def test_a_key_lives_a_year_at_most(chen: Client, days: int) -> None:
    account = post(chen, "/api/service-accounts", draft()).json()["id"]
    assert post(chen, f"/api/service-accounts/{account}/keys", {"days": days}).status_code == 422


def test_a_machine_that_ended_leaves_no_key_behind(chen: Client) -> None:
    caller = machine(key_for(chen))
    account = chen.get("/api/service-accounts").json()[0]["id"]
    assert chen.delete(f"/api/service-accounts/{account}").status_code == 204
    assert caller.get("/api/guests").json()["code"] == "key_revoked"
    assert post(chen, f"/api/service-accounts/{account}/keys", {"days": 1}).json()["code"] == "service_account_ended"
    assert post(chen, "/api/service-accounts", draft()).status_code == 201


def test_two_running_machines_do_not_share_a_name(chen: Client) -> None:
    assert [post(chen, "/api/service-accounts", draft()).status_code for _ in range(2)] == [201, 409]


def test_a_machine_has_no_session(chen: Client) -> None:
    caller = machine(key_for(chen))
    assert (caller.get("/api/session").status_code, caller.get("/api/session").json()["code"]) == (403, "person_needed")


def test_who_manages_no_keys_sees_none(browser_of) -> None:
    assert browser_of("zhao").get("/api/service-accounts").status_code == 403
