"""The first roles, and how far a unit reaches."""

from uuid import UUID

import pytest

from xenia.kernel.ids import new_id
from xenia.trust.rules.access import FIRST_ROLES, units_below
from xenia.trust.types.access import Permission

GROUP, CHINA, SHANGHAI, BEIJING, JAPAN = (new_id() for _ in range(5))
PARENTS: dict[UUID, UUID | None] = {GROUP: None, CHINA: GROUP, SHANGHAI: CHINA, BEIJING: CHINA, JAPAN: GROUP}
MAY = {role.code: role.permissions for role in FIRST_ROLES}


def who_may(permission: Permission) -> set[str]:
    return {code for code, permissions in MAY.items() if permission in permissions}


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ({GROUP}, {GROUP, CHINA, SHANGHAI, BEIJING, JAPAN}),
        ({CHINA}, {CHINA, SHANGHAI, BEIJING}),
        ({SHANGHAI, JAPAN}, {SHANGHAI, JAPAN}),
        (set(), set()),
        ({new_id()}, set()),
    ],
)
def test_a_unit_reaches_itself_and_all_below_it(given: set[UUID], reached: set[UUID]) -> None:
    assert units_below(given, PARENTS) == reached


def test_a_tree_that_bites_its_tail_is_walked_once() -> None:
    assert units_below({CHINA}, {CHINA: SHANGHAI, SHANGHAI: CHINA, JAPAN: JAPAN}) == {CHINA, SHANGHAI}


def test_there_are_the_seven_first_roles_each_named_in_both_languages() -> None:
    assert list(MAY) == ["administrator", "marketer", "service_agent", "sales", "analyst", "property_staff", "privacy_officer"]
    assert all(role.name.zh and role.name.en for role in FIRST_ROLES)


def test_the_administrator_may_everything_and_every_role_sees_guests() -> None:
    assert MAY["administrator"] == frozenset(Permission)
    assert who_may(Permission.VIEW_GUESTS) == who_may(Permission.VIEW_BOOKINGS) == set(MAY)


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.REVEAL_CONTACTS, {"administrator", "service_agent", "sales"}),
        (Permission.EDIT_GUESTS, {"administrator", "marketer", "service_agent", "sales", "property_staff"}),
        (Permission.RESOLVE_GUESTS, {"administrator", "analyst", "privacy_officer"}),
        (Permission.MANAGE_TAGS, {"administrator", "analyst", "marketer"}),
        (Permission.VIEW_INSIGHT, {"administrator", "analyst", "marketer", "privacy_officer", "sales", "service_agent"}),
        (Permission.MANAGE_MODELS, {"administrator", "analyst"}),
        (Permission.VIEW_AUDIENCES, {"administrator", "analyst", "marketer", "privacy_officer", "sales", "service_agent"}),
        (Permission.EDIT_AUDIENCES, {"administrator", "analyst", "marketer"}),
        (Permission.LOAD_DATA, {"administrator", "analyst"}),
        (Permission.MANAGE_SOURCES, {"administrator"}),
        (Permission.EXPORT_DATA, {"administrator", "marketer"}),
        (Permission.DECIDE_PRICES, {"administrator", "marketer", "sales", "analyst"}),
        (Permission.MANAGE_PEOPLE, {"administrator"}),
        (Permission.MANAGE_TRUST, {"administrator", "privacy_officer"}),
    ],
)
def test_what_hurts_when_misused_is_given_to_few(permission: Permission, roles: set[str]) -> None:
    assert who_may(permission) == roles
