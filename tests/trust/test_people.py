"""People and units: who may make them, and what each then may see."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, PASSWORD
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.texts import Text
from xenia.trust.actions.people import create_foundations, create_person, set_language
from xenia.trust.actions.units import create_unit, rename_company
from xenia.trust.models import people as models
from xenia.trust.queries.people import find_user_id, get_actor, get_company, get_person, get_unit, list_units, unit_codes_below
from xenia.trust.types.access import NewPerson, UnitKind

pytestmark = pytest.mark.usefixtures("foundations")
ZHAO = NewPerson("Zhao@Yunxing.example ", " 赵敏 ", PASSWORD, ("property_staff",), ("shanghai",))


def unit(code: str, parent: str = "group", kind: UnitKind = UnitKind.PROPERTY) -> UUID:
    return create_unit(actor=DIRECTOR, code=code, name=Text(code, code.title()), kind=kind, parent_code=parent, now=NOON)


@pytest.fixture
def tree(foundations: None) -> dict[str, UUID]:
    china = unit("china", kind=UnitKind.REGION)
    return {"china": china, "shanghai": unit("shanghai", "china"), "beijing": unit("beijing", "china"), "kyoto": unit("kyoto")}


def test_a_person_sees_the_units_given_and_those_below_and_no_others(tree: dict[str, UUID]) -> None:
    actor = get_actor(create_person(actor=DIRECTOR, person=replace(ZHAO, unit_codes=("china",))))
    assert actor.units == {tree["china"], tree["shanghai"], tree["beijing"]}
    assert [one.code for one in list_units(actor)] == ["china", "shanghai", "beijing"]
    with pytest.raises(NotFound, match="There is no unit 'kyoto'"):
        get_unit(actor, "kyoto")


def test_a_unit_made_later_below_is_seen_too(tree: dict[str, UUID]) -> None:
    zhao = create_person(actor=DIRECTOR, person=ZHAO)
    suite = unit("suites", "shanghai", UnitKind.TEAM)
    assert get_actor(zhao).units == {tree["shanghai"], suite}
    assert unit_codes_below(tree["shanghai"]) == {"shanghai": str(tree["shanghai"]), "suites": str(suite)}


def test_a_person_without_a_unit_sees_none(tree: dict[str, UUID]) -> None:
    assert get_actor(create_person(actor=DIRECTOR, person=replace(ZHAO, unit_codes=()))).units == frozenset()


def test_several_roles_add_up(tree: dict[str, UUID]) -> None:
    person = create_person(actor=DIRECTOR, person=replace(ZHAO, role_codes=("property_staff", "marketer")))
    assert get_actor(person).permissions == {
        "view_guests",
        "edit_guests",
        "manage_tags",
        "view_bookings",
        "view_insight",
        "view_audiences",
        "edit_audiences",
        "view_loyalty",
        "manage_loyalty",
        "serve_members",
        "view_sources",
        "export_data",
        "decide_prices",
        "record_consent",
    }
    assert {role.code for role in get_person(person).roles} == {"property_staff", "marketer"}


def test_one_who_left_acts_no_more(tree: dict[str, UUID]) -> None:
    zhao = create_person(actor=DIRECTOR, person=ZHAO)
    models.User.objects.filter(id=zhao).update(is_active=False)
    with pytest.raises(NotFound, match="no longer active"):
        get_actor(zhao)


def test_an_address_is_kept_in_small_letters_and_found_in_any(tree: dict[str, UUID]) -> None:
    zhao = create_person(actor=DIRECTOR, person=ZHAO)
    assert (get_person(zhao).email, get_person(zhao).name) == ("zhao@yunxing.example", "赵敏")
    assert find_user_id("ZHAO@yunxing.EXAMPLE") == zhao


def test_an_address_that_signs_in_already_is_refused(tree: dict[str, UUID]) -> None:
    create_person(actor=DIRECTOR, person=ZHAO)
    with pytest.raises(Conflict, match="can sign in already"):
        create_person(actor=DIRECTOR, person=replace(ZHAO, email="zhao@yunxing.example"))
    assert models.User.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"password": "short"}, "password_weak"),
        ({"password": "zhao@yunxing"}, "password_weak"),
        ({"name": "  "}, "person_incomplete"),
        ({"email": "zhao"}, "person_incomplete"),
        ({"role_codes": ("king",)}, "role_or_unit_unknown"),
        ({"unit_codes": ("atlantis",)}, "role_or_unit_unknown"),
    ],
)
def test_a_person_who_would_not_be_whole_is_refused_and_not_made(tree: dict[str, UUID], change: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_person(actor=DIRECTOR, person=replace(ZHAO, **change))
    assert (refused.value.code, models.User.objects.exists()) == (code, False)


def test_those_without_the_permission_make_neither_people_nor_units(tree: dict[str, UUID]) -> None:
    zhao = get_actor(create_person(actor=DIRECTOR, person=ZHAO))
    with pytest.raises(Refused):
        create_person(actor=zhao, person=replace(ZHAO, email="friend@yunxing.example"))
    with pytest.raises(Refused):
        create_unit(actor=zhao, code="mine", name=Text("我的", "Mine"), kind=UnitKind.TEAM, parent_code="shanghai", now=NOON)
    with pytest.raises(Refused):
        rename_company(actor=zhao, company=Text("赵家", "Zhao"), now=NOON)
    assert (models.User.objects.count(), models.Unit.objects.count(), get_company().en) == (1, 5, "Yunxing Travel")


def test_a_unit_below_one_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid, match="'shanghai' names the parent 'china', which does not exist"):
        unit("shanghai", "china")


def test_foundations_may_be_laid_again_and_change_nothing(tree: dict[str, UUID]) -> None:
    create_foundations(company=Text("别的公司", "Another"))
    assert (get_company(), models.Unit.objects.count(), models.Role.objects.count()) == (Text("云行旅业", "Yunxing Travel"), 5, 7)


@pytest.mark.parametrize("language", ["fr", "", "zh"])
def test_a_language_the_product_does_not_speak_is_refused(tree: dict[str, UUID], language: str) -> None:
    zhao = create_person(actor=DIRECTOR, person=ZHAO)
    with pytest.raises(Invalid, match="give zh-CN or en"):
        set_language(actor=Actor(zhao, "赵敏"), language=language)
    assert get_person(zhao).language == "zh-CN"
