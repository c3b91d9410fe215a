"""The access matrix: every route of the OpenAPI document, called by every first role, by a stranger and by a group-wide administrator,
with things of the own unit and of another one. Each call is rolled back, so that the calls do not meet one another."""

import json
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.test.client import encode_multipart

from tests.cast import DIRECTOR, NOON, PASSWORD, Company, store_file
from tests.web.access.expected import EXPECTED, MACHINE, NOBODY, OPEN, Needs
from xenia.connect import models
from xenia.identity.actions.links import link_records
from xenia.kernel.actor import product_actor
from xenia.kernel.ids import new_id
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV
from xenia.trust.actions.people import create_person
from xenia.trust.models import people
from xenia.trust.rules.access import FIRST_ROLES
from xenia.trust.types.access import NewPerson
from xenia.trust.vault import vault_of
from xenia.web.api.main import document

OPERATIONS = {
    operation["operationId"]: (method, path) for path, operations in document()["paths"].items() for method, operation in operations.items()
}
COMMON = {"role_code": "sales", "code": "service", "token": "guessed", "source_code": "orders", "kind": "guest", "entry_id": "999999999"}
BOUNDARY = "BoUnDaRy"
HEADERS = {"Idempotency-Key": "matrix"}


@dataclass(frozen=True)
class World:
    """Things of the person's own unit and the same things of another; `marks` must appear in no answer to someone of the own unit."""

    own: dict[str, str]
    other: dict[str, str]
    marks: tuple[str, ...]


def test_every_route_is_in_the_table_and_the_table_names_no_other() -> None:
    assert (set(OPERATIONS) - set(EXPECTED), set(EXPECTED) - set(OPERATIONS)) == (set(), set())


@pytest.fixture
def world(company: Company, empty_home: Path) -> World:
    ensure_tables(ENV.lake_url)
    own = _things(company, "shanghai", "林薇", "S-1")
    other = _things(company, "beijing", "张伟", "B-1")
    link_records(actor=product_actor("identity", "link_records"), record_ids=list(company.guests.values()), now=NOON)
    marks = ("张伟", "故宫云行酒店", '"B-1"', "beijing-pms", "beijing.csv", "何芳", other["source_id"], other["record_id"], other["run_id"])
    return World(own, other, marks)


def _things(company: Company, code: str, guest: str, booking: str) -> dict[str, str]:
    house = getattr(company, code)
    run = models.Run.objects.get(id=house.run_id)
    row = _quarantined(run)
    key = models.PushKey.objects.create(source_id=house.source_id, name=code, key_hash=code.encode().ljust(32, b"0"), created_at=NOON)
    friend = create_person(
        actor=DIRECTOR, person=NewPerson(f"friend@{code}.example", f"{guest}的同事", PASSWORD, ("property_staff",), (code,))
    )
    things = {
        "unit_id": house.unit_id, "source_id": house.source_id, "run_id": house.run_id, "upload_id": store_file(house.source_id, "order\n1\n"), "mapping_id": run.mapping_id,
        "row_id": row.id, "key_id": key.id, "record_id": company.guests[guest], "guest_id": company.guests[guest], "booking_id": company.bookings[booking], "person_id": friend,
    }  # fmt: skip
    return {name: str(value) for name, value in things.items()} | {"unit_code": code}


def _quarantined(run: models.Run) -> models.QuarantinedRow:
    row_id = new_id()
    sealed = vault_of(ENV.key_file).seal("{}", field="connect.quarantined_row.row", row=row_id)
    return models.QuarantinedRow.objects.create(
        id=row_id, run=run, source_id=run.source_id, row_number=1, faults=[], rules=[], row_sealed=sealed, created_at=NOON, expires_at=NOON
    )


def person(role: str, unit: str) -> Client:
    """A browser of someone who holds this one role in this one unit."""
    user_id = create_person(actor=DIRECTOR, person=NewPerson(f"{role}@{unit}.example", role, PASSWORD, (role,), (unit,)))
    browser = Client()
    browser.force_login(people.User.objects.get(id=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def call(browser: Client, operation: str, things: dict[str, str]) -> Any:
    """Calls the operation about the things and takes everything it did back."""
    needs, (method, path) = EXPECTED[operation], OPERATIONS[operation]
    known = COMMON | things
    named = COMMON | dict.fromkeys(_names(path), NOBODY) | COMMON | ({} if needs.absent else things) | needs.path
    content, kind = _body(needs.body, known)
    cookies = copy(browser.cookies)  # signing out takes them away
    with transaction.atomic():
        address = _filled(path, named)
        query = json.loads(_filled(json.dumps(needs.query), known))
        answer = browser.generic(method.upper(), address, content, content_type=kind, query_params=query, headers=HEADERS)
        answer.text = (b"".join(answer) if answer.streaming else answer.content).decode()
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer


def _body(body: Any, known: dict[str, str]) -> tuple[bytes, str]:
    if isinstance(body, bytes):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("a.csv", body)}), f"multipart/form-data; boundary={BOUNDARY}"
    return (b"" if body is None else _filled(json.dumps(body), known).encode()), "application/json"


def _names(path: str) -> Iterator[str]:
    return (part.partition("}")[0] for part in path.split("{")[1:])


def _filled(text: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _is_scoped(operation: str) -> bool:
    """True where the operation names a thing that belongs to a unit."""
    needs, (_, path) = EXPECTED[operation], OPERATIONS[operation]
    text = path + json.dumps(needs.query) + ("" if isinstance(needs.body, bytes) else json.dumps(needs.body))
    return not needs.absent and any(
        f"{{{name}}}" in text
        for name in ("unit_id", "unit_code", "source_id", "run_id", "upload_id", "row_id", "record_id", "booking_id", "person_id")
    )


def said_by(answer: Any) -> str:
    return (
        str(answer.json().get("detail", ""))
        if "json" in answer.get("Content-Type", "") and answer.status_code >= 400
        else answer.text[:200]
    )


def fault(answer: Any, needs: Needs, permissions: frozenset[str], *, is_other: bool, is_scoped: bool) -> str:
    """What is wrong with an answer to a signed-in person, empty where nothing is."""
    status = answer.status_code
    if needs.by == MACHINE:
        return "" if status == 401 else f"{status} for 401"
    refused = not set(needs.permissions) <= permissions or (needs.company_wide and is_scoped)
    if refused and needs.by != OPEN:
        return "" if status == 403 or (is_other and status == 404) else f"{status} for 403: {said_by(answer)}"
    if needs.absent:
        return "" if status == 404 else f"{status} for 404: {said_by(answer)}"
    if is_other:
        return "" if status in needs.other else f"{status} for {set(needs.other)}: {said_by(answer)}"
    return "" if status not in (401, 403, 404) and status < 500 else f"{status}: {said_by(answer)}"


@pytest.mark.parametrize("role", [role.code for role in FIRST_ROLES])
def test_a_role_reaches_what_it_needs_in_the_own_unit_and_nothing_of_another(world: World, role: str) -> None:
    permissions = frozenset(people.Role.objects.get(code=role).permissions)
    browser = person(role, "shanghai")
    faults = {}
    for operation, needs in EXPECTED.items():
        is_scoped = _is_scoped(operation)
        for things in (world.own, world.other) if is_scoped else (world.own,):
            answer = call(browser, operation, things)
            said = fault(answer, needs, permissions, is_other=things is world.other, is_scoped=True)
            leaked = [mark for mark in world.marks if mark in answer.text and mark not in things.values()]
            if said or leaked:
                faults[f"{operation} {'other' if things is world.other else 'own'}"] = (said, leaked)
    assert not faults, "\n" + "\n".join(f"{key}: {said}" for key, said in faults.items())


def test_a_group_wide_administrator_is_refused_nothing(world: World) -> None:
    browser = person("administrator", "group")
    permissions = frozenset(people.Role.objects.get(code="administrator").permissions)
    answers = {
        (operation, side): call(browser, operation, things)
        for operation in EXPECTED
        for side, things in (("own", world.own), ("other", world.other))
    }
    faults = {key: fault(answer, EXPECTED[key[0]], permissions, is_other=False, is_scoped=False) for key, answer in answers.items()}
    assert not any(faults.values()), "\n" + "\n".join(f"{key}: {said}" for key, said in faults.items() if said)


def test_a_stranger_is_refused_everything_but_what_is_open(world: World) -> None:
    statuses = {operation: call(Client(), operation, world.own).status_code for operation in EXPECTED}
    assert {operation for operation, status in statuses.items() if status != 401} == {
        name for name, needs in EXPECTED.items() if needs.by == OPEN
    }


def test_a_person_without_any_role_reaches_only_what_needs_no_permission(world: World) -> None:
    people.Role.objects.create(code="nothing", name_zh="无", name_en="None", permissions=[])
    browser = person("nothing", "shanghai")
    refused = {operation for operation in EXPECTED if call(browser, operation, world.own).status_code == 403}
    assert refused == {name for name, needs in EXPECTED.items() if needs.permissions and needs.by == "people"}
