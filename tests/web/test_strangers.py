"""Every route refuses strangers by default: the list of routes is the OpenAPI document itself."""

import re

import pytest
from django.test import Client

from xenia.kernel.ids import new_id
from xenia.trust.models import people as models
from xenia.web.api.main import api, document
from xenia.web.session import MachineKey, PushKey, Session, Stranger

OPEN_TO_STRANGERS = {(method, f"/api/{page}/{{token}}") for method in ("get", "post") for page in ("setup", "links")}
ROUTES = [(method, path) for path, operations in document()["paths"].items() for method in operations]


def address_of(path: str) -> str:
    for name in ("source_code", "kind", "token"):
        path = path.replace(f"{{{name}}}", "guest")
    path = path.replace("{member_id}/entries/{entry_id}", f"{new_id()}/entries/{new_id()}")
    path = path.replace("{entry_id}", "1").replace("{pair_id}", "1").replace("{number}", "1")
    path = path.replace("{change_id}", "1").replace("{side}", "entered")
    path = path.replace("{change_id}", "1").replace("{side}", "entered")
    while "{" in path:
        path = path[: path.index("{")] + str(new_id()) + path[path.index("}") + 1 :]
    return path


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route not in OPEN_TO_STRANGERS])
def test_a_stranger_is_refused(db: None, method: str, path: str) -> None:
    answer = Client().generic(method.upper(), address_of(path), b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) in ((401, "sign_in_needed"), (401, "push_key_needed"))


def test_the_document_lists_the_routes_open_to_strangers() -> None:
    assert set(ROUTES) >= OPEN_TO_STRANGERS


def test_every_operation_authenticates_and_only_the_listed_ones_let_strangers_in() -> None:
    guards = {
        (method.lower(), re.sub(r"{\w+:", "{", f"/api{path}")): {type(guard) for guard in operation.auth_callbacks}
        for router in api._get_bound_routers()  # as they answer: with what they take over from the API
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }
    assert set(guards) == set(ROUTES)
    assert {route for route, kinds in guards.items() if not kinds or Stranger in kinds} == OPEN_TO_STRANGERS
    assert {route for route, kinds in guards.items() if PushKey in kinds} == {("post", "/api/push/{source_code}/{kind}")}
    assert all(kinds <= {Session, MachineKey, PushKey, Stranger} for kinds in guards.values())


def test_a_person_who_left_is_a_stranger(browser_of) -> None:
    browser = browser_of("chen")
    models.User.objects.filter(email="chen@yunxing.example").update(is_active=False)
    assert browser.get("/api/guests").status_code == 401
