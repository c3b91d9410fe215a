"""Saved views: what one keeps, who sees it, who changes it."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, PASSWORD
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.trust.actions import views as actions
from xenia.trust.actions.people import create_person
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.views import DefaultView, SavedView
from xenia.trust.queries.people import get_actor
from xenia.trust.queries.views import list_views
from xenia.trust.rules.views import KEPT, VIEWS_MAX, checked_draft
from xenia.trust.types.access import NewPerson
from xenia.trust.types.views import ListCode, ViewDraft
from xenia.web.api.main import document

pytestmark = pytest.mark.usefixtures("foundations")
BOOKINGS = ListCode.BOOKINGS
SOON = ViewDraft("待入住", {"status": "confirmed", "starts_from": "2026-03-01"}, {"channel": True})
NO_ONE = "01a20000-0000-7000-8000-000000000001"
OPERATIONS = {"exports": "list_exports", "audit": "list_audit_entries", "quarantine": "list_quarantined_rows"}


def person(name: str, role: str = "property_staff") -> Actor:
    return get_actor(create_person(actor=DIRECTOR, person=NewPerson(f"{name}@yunxing.example", name, PASSWORD, (role,), ("group",))))


def save(actor: Actor, draft: ViewDraft = SOON, list_code: ListCode = BOOKINGS) -> UUID:
    return actions.save_view(actor=actor, list_code=list_code, draft=draft, now=NOON)


def seen(actor: Actor) -> list[tuple[str, bool, bool]]:
    return [(view.name, view.is_mine, view.is_default) for view in list_views(actor, list_code=BOOKINGS).views]


def told() -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith="view.").order_by("id").values_list("action", flat=True))


@pytest.fixture
def zhao(foundations: None) -> Actor:
    return person("赵敏")


@pytest.fixture
def li(foundations: None) -> Actor:
    return person("李雷")


def test_a_view_keeps_filters_and_columns_under_a_name(zhao: Actor) -> None:
    view_id = save(zhao, replace(SOON, name="  待 入住 "))
    (view,) = list_views(zhao, list_code=BOOKINGS).views
    assert (view.id, view.name, view.filters, view.columns) == (view_id, "待 入住", SOON.filters, SOON.columns)
    assert (view.is_mine, view.is_shared, view.is_default, view.owner_name) == (True, False, False, "赵敏")


@pytest.mark.parametrize(
    ("list_code", "name", "value"),
    [
        ("bookings", "text", "13800001111"),
        ("bookings", "record_id", NO_ONE),
        ("guests", "text", "林薇"),
        ("guests", "city", "13800001111"),
        ("guests", "province", "lin@wei.example"),
        ("audit", "subject_id", NO_ONE),
        ("audit", "purpose", "林薇"),
        ("bookings", "status", "林薇"),
        ("bookings", "source_id", "13800001111"),
        ("bookings", "starts_from", "林薇"),
    ],
)
def test_a_search_for_a_person_is_never_kept_nor_repeated_in_the_refusal(list_code: str, name: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_draft(ListCode(list_code), ViewDraft("x", {name: value}, {}))
    assert value not in f"{refusal.value.message}{refusal.value.message_zh}"


@pytest.mark.parametrize("list_code", list(ListCode))
def test_every_filter_a_view_keeps_is_one_of_its_list(list_code: ListCode) -> None:
    asked = OPERATIONS.get(list_code.value, f"list_{list_code.value}")
    taken = {
        one["name"]
        for methods in document()["paths"].values()
        for operation in methods.values()
        if operation["operationId"] == asked
        for one in operation["parameters"]
    }
    assert set(KEPT[list_code]) <= taken


def test_nobody_else_sees_a_view_until_it_is_shared_and_then_only_the_owner_changes_it(zhao: Actor, li: Actor) -> None:
    view_id = save(zhao)
    assert seen(li) == []
    actions.change_view(actor=zhao, view_id=view_id, draft=replace(SOON, is_shared=True), now=NOON)
    assert seen(li) == [("待入住", False, False)]
    with pytest.raises(Refused, match="belongs to 赵敏"):
        actions.change_view(actor=li, view_id=view_id, draft=replace(SOON, name="mine"), now=NOON)
    with pytest.raises(Refused, match="belongs to 赵敏"):
        actions.delete_view(actor=li, view_id=view_id, now=NOON)
    assert (seen(zhao), told()) == ([("待入住", True, False)], ["view.shared"])


def test_a_view_that_is_not_shared_is_not_there_for_others(zhao: Actor, li: Actor) -> None:
    view_id = save(zhao)
    with pytest.raises(NotFound, match="There is no view"):
        actions.delete_view(actor=li, view_id=view_id, now=NOON)
    with pytest.raises(NotFound, match="There is no view"):
        actions.choose_default_view(actor=li, list_code=BOOKINGS, view_id=view_id)
    assert SavedView.objects.count() == 1


def test_views_of_a_list_are_for_those_who_open_it(zhao: Actor) -> None:
    for refused in (lambda: list_views(zhao, list_code=ListCode.AUDIT), lambda: save(zhao, ViewDraft("x", {}, {}), ListCode.AUDIT)):
        with pytest.raises(Refused, match="view_audit"):
            refused()
    assert not SavedView.objects.exists()


def test_a_shared_view_can_be_deleted_by_who_manages_people_and_that_is_told(zhao: Actor) -> None:
    view_id = save(zhao, replace(SOON, is_shared=True))
    actions.delete_view(actor=person("陈静", "administrator"), view_id=view_id, now=NOON)
    assert (seen(zhao), told()) == ([], ["view.shared", "view.deleted"])


def test_an_own_view_goes_without_a_word_in_the_log(zhao: Actor) -> None:
    actions.delete_view(actor=zhao, view_id=save(zhao), now=NOON)
    assert (seen(zhao), told()) == ([], [])


def test_the_list_opens_with_the_view_chosen_until_its_owner_takes_it_back(zhao: Actor, li: Actor) -> None:
    view_id = save(zhao, replace(SOON, is_shared=True))
    for actor in (zhao, li):
        actions.choose_default_view(actor=actor, list_code=BOOKINGS, view_id=view_id)
    assert (seen(zhao), seen(li)) == ([("待入住", True, True)], [("待入住", False, True)])
    actions.change_view(actor=zhao, view_id=view_id, draft=SOON, now=NOON)
    assert list(DefaultView.objects.values_list("user_id", flat=True)) == [zhao.user_id]
    actions.choose_default_view(actor=zhao, list_code=BOOKINGS, view_id=None)
    assert (DefaultView.objects.exists(), told()) == (False, ["view.shared", "view.unshared"])


def test_a_default_is_a_view_of_that_list(zhao: Actor) -> None:
    with pytest.raises(NotFound, match="There is no view"):
        actions.choose_default_view(actor=zhao, list_code=ListCode.GUESTS, view_id=save(zhao))
    assert not DefaultView.objects.exists()


def test_two_views_of_one_person_have_two_names_and_there_are_not_too_many(zhao: Actor, li: Actor) -> None:
    save(zhao, replace(SOON, name="Soon"))
    save(li, replace(SOON, name="Soon"))
    with pytest.raises(Conflict, match="'SOON'"):
        save(zhao, replace(SOON, name="SOON"))
    for number in range(1, VIEWS_MAX):
        save(zhao, replace(SOON, name=f"Soon {number}"))
    with pytest.raises(Conflict, match=f"You have {VIEWS_MAX} views"):
        save(zhao, replace(SOON, name="One more"))
    assert SavedView.objects.filter(owner=zhao.user_id).count() == VIEWS_MAX


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "x\u202ey"])
def test_a_name_is_short_and_plain(name: str) -> None:
    with pytest.raises(Invalid):
        checked_draft(BOOKINGS, replace(SOON, name=name))


def test_a_machine_has_no_views(zhao: Actor) -> None:
    with pytest.raises(Refused, match="Views belong to people"):
        save(replace(zhao, user_id=None, kind="key"))


def test_who_watches_over_exports_may_keep_views_of_the_register() -> None:
    officer = person("officer", "privacy_officer")
    assert list_views(officer, list_code=ListCode.EXPORTS).views == ()
