"""Members nobody asked for change nothing: each write takes what its shape names and nothing else."""

from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client

from tests.cast import Company
from xenia.connect.models import Source
from xenia.kernel.ids import new_id
from xenia.trust.models import people

MORE: dict[str, Any] = {
    "id": str(new_id()), "pk": 1, "actor": {"permissions": ["manage_people"]}, "user_id": str(new_id()), "unit_id": str(new_id()), "units": [],
    "roles": ["administrator"], "role_codes": ["administrator"], "permissions": ["manage_people"], "clear_fields": ["phone"], "is_active": False,
    "is_superuser": True, "is_staff": True, "email": "evil@example.com", "password": "overwritten-1", "created_by": str(new_id()), "now": "1999-01-01",
    "demands_mfa": False, "location_sealed": "x", "cursor_value": "x", "key_hash": "x", "state": "done", "__proto__": {"x": 1}, "constructor": {},
}  # fmt: skip


def stored(email: str) -> dict[str, Any]:
    user = people.User.objects.get(email=f"{email}@yunxing.example")
    held = model_to_dict(user) | {"roles": sorted(role.code for role in user.roles.all())}
    return held | {"units": sorted(unit.code for unit in user.units.all())}


def test_a_language_is_changed_and_nothing_else_of_the_person(browser_of) -> None:
    before = stored("zhao")
    answer = browser_of("zhao").patch("/api/session", MORE | {"language": "en"}, content_type="application/json")
    after = stored("zhao")
    after.pop("last_login"), before.pop("last_login")
    assert (answer.status_code, after) == (204, before | {"language": "en"})


def test_a_source_gets_its_settings_and_nothing_else(browser_of, company: Company) -> None:
    wanted = {"code": "new-pms", "name": "New", "kind": "file", "unit_code": "shanghai"}
    made = browser_of("chen").post("/api/sources", MORE | wanted, content_type="application/json").json()
    row = Source.objects.get(code="new-pms")
    assert (str(row.id), row.unit_id, row.location_sealed, row.cursor_value) == (made["id"], company.shanghai.unit_id, None, "")
    assert made["id"] != MORE["id"]


def test_a_changed_source_stays_the_same_source(browser_of, company: Company) -> None:
    source_id, wanted = company.shanghai.source_id, {"code": "shanghai-pms", "name": "N", "kind": "file", "unit_code": "shanghai"}
    answer = browser_of("chen").patch(f"/api/sources/{source_id}", MORE | wanted, content_type="application/json")
    row = Source.objects.get(id=source_id)
    assert (answer.status_code, row.name, row.location_sealed, Source.objects.filter(id=MORE["id"]).exists()) == (204, "N", None, False)


def test_an_invited_person_gets_the_roles_named_and_no_password(browser_of) -> None:
    wanted = {"email": "new@yunxing.example", "name": "New", "role_codes": ["analyst"], "unit_codes": ["shanghai"], "language": "en"}
    assert browser_of("chen").post("/api/people", MORE | wanted, content_type="application/json").status_code == 200
    user = people.User.objects.get(email="new@yunxing.example")
    assert ([role.code for role in user.roles.all()], user.is_active, user.has_usable_password()) == (["analyst"], True, False)


def test_a_role_gets_the_permissions_named(browser_of) -> None:
    wanted = {"code": "clerk", "name_zh": "前台", "name_en": "Clerk", "permissions": ["view_guests"], "clear_fields": []}
    answer = browser_of("chen").post("/api/roles", MORE | {"demands_mfa": True} | wanted, content_type="application/json")
    role = people.Role.objects.get(code="clerk")
    assert (answer.status_code, role.permissions, role.clear_fields, role.demands_mfa) == (204, ["view_guests"], [], False)


@pytest.mark.parametrize("query", ["units=&unit_id=", "actor=chen", "is_superuser=1&permissions=view_guests", "record_id__in=1"])
def test_parameters_nobody_asked_for_widen_no_list(browser_of, query: str) -> None:
    browser: Client = browser_of("zhao")
    assert browser.get(f"/api/guests?{query}").json() == browser.get("/api/guests").json()
