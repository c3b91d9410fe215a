"""Roles and people: what takes two, what one may do, and what nobody may."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, PASSWORD
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.texts import Text
from xenia.trust.actions.approvals import ask, decide, withdraw
from xenia.trust.actions.encryption import ask_rotation
from xenia.trust.actions.invitations import invite_person, open_account, use_link
from xenia.trust.actions.memberships import change_person, deactivate_person
from xenia.trust.actions.people import create_person
from xenia.trust.actions.roles import change_role, create_role, delete_role
from xenia.trust.actions.units import change_unit, create_unit
from xenia.trust.models.approvals import Approval
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.people import PersonLink, Role, Unit, User
from xenia.trust.queries.approvals import KINDS, list_approvals, list_notices
from xenia.trust.queries.people import get_actor, get_colleague, get_link, list_people
from xenia.trust.types.access import NewPerson, PersonDraft, PersonState, RoleDraft, UnitKind
from xenia.trust.types.approvals import ApprovalKind, ApprovalState
from xenia.wiring import APPROVED

pytestmark = pytest.mark.usefixtures("foundations")
WHY = "for the summer season"


def person(name: str, *roles: str, unit: str = "group") -> UUID:
    return create_person(actor=DIRECTOR, person=NewPerson(f"{name}@yunxing.example", name, PASSWORD, roles, (unit,)))


def drafted(name: str, *roles: str, unit: str = "group") -> PersonDraft:
    return PersonDraft(name, "", "zh-CN", roles, (unit,))


def role_draft(*permissions: str, clear: tuple[str, ...] = ()) -> RoleDraft:
    return RoleDraft(Text("角色", "Role"), frozenset(permissions), frozenset(clear))


def agree(actor: Actor, approval_id: UUID | None, *, approve: bool = True) -> None:
    assert approval_id is not None
    decide(actor=actor, approval_id=approval_id, approve=approve, note="", now=NOON, handlers=APPROVED)


@pytest.fixture
def chen(foundations: None) -> Actor:
    return get_actor(person("chen", "administrator"))


@pytest.fixture
def fang(chen: Actor) -> Actor:
    return get_actor(person("fang", "privacy_officer"))


@pytest.fixture
def zhao(chen: Actor) -> UUID:
    create_unit(actor=DIRECTOR, code="shanghai", name=Text("上海", "Shanghai"), kind=UnitKind.PROPERTY, parent_code="group", now=NOON)
    return person("zhao", "property_staff", unit="shanghai")


def test_giving_a_person_more_waits_for_a_second_person(chen: Actor, fang: Actor, zhao: UUID) -> None:
    asked = change_person(actor=chen, user_id=zhao, draft=drafted("zhao", "sales", unit="shanghai"), reason=WHY, now=NOON)
    assert "reveal_contacts" not in get_actor(zhao).permissions
    assert "销售" in " ".join(text.zh for text in list_approvals(fang, now=NOON)[0].told)
    agree(fang, asked.approval_id)
    assert "reveal_contacts" in get_actor(zhao).permissions
    newest = AuditEntry.objects.order_by("-id").values_list("action", flat=True)
    assert list(newest[:3]) == ["person.changed", "approval.approved", "approval.asked"]


def test_taking_away_is_done_at_once(chen: Actor, fang: Actor, zhao: UUID) -> None:
    assert change_person(actor=chen, user_id=zhao, draft=drafted("zhao", unit="shanghai"), reason="", now=NOON).approval_id is None
    assert get_actor(zhao).permissions == frozenset()


def test_a_wider_unit_is_more(chen: Actor, fang: Actor, zhao: UUID) -> None:
    asked = change_person(actor=chen, user_id=zhao, draft=drafted("zhao", "property_staff"), reason=WHY, now=NOON)
    assert (asked.approval_id is not None, get_actor(zhao).units is None) == (True, False)


def test_what_is_refused_or_withdrawn_is_not_done(chen: Actor, fang: Actor, zhao: UUID) -> None:
    wanted = drafted("zhao", "sales", unit="shanghai")
    refused = change_person(actor=chen, user_id=zhao, draft=wanted, reason=WHY, now=NOON).approval_id
    agree(fang, refused, approve=False)
    withdrawn = change_person(actor=chen, user_id=zhao, draft=wanted, reason=WHY, now=NOON).approval_id
    assert withdrawn
    withdraw(actor=chen, approval_id=withdrawn, now=NOON)
    with pytest.raises(Conflict):
        agree(fang, withdrawn)
    assert {role.code for role in User.objects.get(id=zhao).roles.all()} == {"property_staff"}


def test_the_one_who_asked_and_the_one_who_gains_do_not_decide(chen: Actor, fang: Actor) -> None:
    third = get_actor(person("li", "privacy_officer"))
    draft = drafted("fang", "privacy_officer", "sales")
    asked = change_person(actor=chen, user_id=fang.user_id, draft=draft, reason=WHY, now=NOON).approval_id
    for actor, code in ((chen, "approval_needs_second"), (fang, "approval_concerns_you")):
        with pytest.raises(Refused) as refused:
            agree(actor, asked)
        assert refused.value.code == code
    agree(third, asked)
    assert "reveal_contacts" in get_actor(fang.user_id).permissions


def test_a_request_is_stale_once_the_person_was_changed_otherwise(chen: Actor, fang: Actor, zhao: UUID) -> None:
    asked = change_person(actor=chen, user_id=zhao, draft=drafted("zhao", "sales", unit="shanghai"), reason=WHY, now=NOON).approval_id
    change_person(actor=chen, user_id=zhao, draft=drafted("zhao", unit="shanghai"), reason="", now=NOON)
    with pytest.raises(Conflict, match="changed meanwhile"):
        agree(fang, asked)
    assert Approval.objects.get(id=asked).state == "waiting"


def test_the_asker_must_still_have_what_is_given_when_it_is_decided(chen: Actor, fang: Actor, zhao: UUID) -> None:
    other = get_actor(person("wu", "administrator"))
    asked = change_person(actor=other, user_id=zhao, draft=drafted("zhao", "sales", unit="shanghai"), reason=WHY, now=NOON).approval_id
    change_person(actor=chen, user_id=other.user_id, draft=drafted("wu", "property_staff"), reason="", now=NOON)
    with pytest.raises(Refused):
        agree(fang, asked)
    assert "reveal_contacts" not in get_actor(zhao).permissions


def test_nobody_raises_oneself(chen: Actor, fang: Actor, zhao: UUID) -> None:
    create_role(actor=chen, code="desk", draft=role_draft("view_guests", clear=("phone",)), now=NOON)
    draft = drafted("chen", "administrator", "desk")
    with pytest.raises(Refused, match="cannot give yourself more"):
        change_person(actor=chen, user_id=chen.user_id, draft=draft, reason=WHY, now=NOON)
    wider = RoleDraft(Text("管理员", "Administrator"), frozenset(Role.objects.get(code="administrator").permissions), frozenset({"phone"}))
    with pytest.raises(Refused, match="give yourself more"):
        change_role(actor=chen, code="administrator", draft=wider, reason=WHY, now=NOON)


def test_nobody_gives_beyond_the_own_permissions_or_units(chen: Actor, fang: Actor, zhao: UUID) -> None:
    create_role(actor=chen, code="manager", draft=role_draft("manage_people", "view_guests", "view_bookings", "record_consent"), now=NOON)
    boss = get_actor(person("boss", "manager", unit="shanghai"))
    for draft in (drafted("x", "sales", unit="shanghai"), drafted("x", "property_staff")):
        with pytest.raises(Refused) as refused:
            invite_person(actor=boss, email="x@yunxing.example", draft=draft, reason=WHY, now=NOON)
        assert refused.value.code == "beyond_own"
    with pytest.raises(Refused, match="whole company"):
        create_role(actor=boss, code="mine", draft=role_draft("view_guests"), now=NOON)
    with pytest.raises(NotFound):
        deactivate_person(actor=boss, user_id=chen.user_id, now=NOON)
    assert {one.name for one in list_people(boss).items} == {"boss", "zhao"}


def test_a_manager_cannot_touch_someone_who_may_more(chen: Actor, zhao: UUID) -> None:
    create_role(actor=chen, code="manager", draft=role_draft("manage_people", "view_guests"), now=NOON)
    boss = get_actor(person("boss", "manager"))
    for deed in (deactivate_person, lambda **who: open_account(reason=WHY, **who)):
        with pytest.raises(Refused) as refused:
            deed(actor=boss, user_id=chen.user_id, now=NOON)
        assert refused.value.code == "beyond_own"
    assert (PersonLink.objects.count(), get_colleague(boss, zhao).is_mine_to_change) == (0, False)


def test_a_role_that_gives_more_waits_and_one_that_gives_less_does_not(chen: Actor, fang: Actor, zhao: UUID) -> None:
    asked = change_role(actor=chen, code="property_staff", draft=role_draft("view_guests", clear=("phone",)), reason=WHY, now=NOON)
    assert get_actor(zhao).clear_fields == frozenset()
    agree(fang, asked.approval_id)
    assert (get_actor(zhao).clear_fields, get_actor(zhao).permissions) == ({"phone"}, {"view_guests"})
    assert change_role(actor=chen, code="property_staff", draft=role_draft("view_guests"), reason="", now=NOON).approval_id is None


def test_the_administrator_role_keeps_what_would_lock_everyone_out(chen: Actor) -> None:
    with pytest.raises(Invalid, match="keeps approve, manage_trust"):
        change_role(actor=chen, code="administrator", draft=role_draft("manage_people", "view_guests"), reason=WHY, now=NOON)
    with pytest.raises(Invalid, match="stays"):
        delete_role(actor=chen, code="administrator", now=NOON)


def test_a_role_in_use_is_not_deleted(chen: Actor, zhao: UUID) -> None:
    with pytest.raises(Conflict, match="1 people hold the role property_staff"):
        delete_role(actor=chen, code="property_staff", now=NOON)
    delete_role(actor=chen, code="sales", now=NOON)
    assert not Role.objects.filter(code="sales").exists()


def test_the_last_one_who_manages_people_stays(chen: Actor, fang: Actor) -> None:
    with pytest.raises(Conflict, match="nobody could manage people"):
        change_person(actor=chen, user_id=chen.user_id, draft=drafted("chen", "analyst"), reason=WHY, now=NOON)
    with pytest.raises(Invalid, match="colleague must deactivate"):
        deactivate_person(actor=chen, user_id=chen.user_id, now=NOON)
    assert "manage_people" in get_actor(chen.user_id).permissions


def test_the_first_administrator_alone_acts_alone_and_the_log_says_so(chen: Actor, zhao: UUID) -> None:
    assert change_person(actor=chen, user_id=zhao, draft=drafted("zhao", "sales"), reason=WHY, now=NOON).approval_id is None
    entry = AuditEntry.objects.get(action="person.changed")
    assert entry.details == {"roles": ["sales"], "units": ["group"], "alone": True}


def test_deactivating_the_second_person_does_not_make_one_alone_for_a_week(chen: Actor, fang: Actor, zhao: UUID) -> None:
    deactivate_person(actor=chen, user_id=fang.user_id, now=NOON)
    draft = drafted("zhao", "sales", unit="shanghai")
    assert change_person(actor=chen, user_id=zhao, draft=draft, reason=WHY, now=NOON + timedelta(days=6.9)).approval_id is not None
    assert change_person(actor=chen, user_id=zhao, draft=draft, reason=WHY, now=NOON + timedelta(days=7)).approval_id is None


def test_an_invitation_makes_a_person_who_joins_by_the_link_once(chen: Actor, fang: Actor) -> None:
    made = invite_person(actor=chen, email=" New@yunxing.example", draft=drafted("新人", "marketer"), reason="", now=NOON)
    token = made.path.removeprefix("/join/")
    assert made.person_id is not None
    assert get_colleague(chen, made.person_id).state is PersonState.INVITED
    assert (get_link(token, now=NOON).name, get_link(token, now=NOON + timedelta(days=7)).is_open) == ("新人", False)
    use_link(token=token, password=PASSWORD, now=NOON)
    assert get_colleague(chen, made.person_id).state is PersonState.ACTIVE
    with pytest.raises(Invalid, match="used or is too old"):
        use_link(token=token, password="another-good-one-7", now=NOON)
    assert token.encode() not in bytes(PersonLink.objects.get().token_hash)


def test_an_invitation_to_guard_opens_only_when_a_second_person_has_agreed(chen: Actor, fang: Actor) -> None:
    made = invite_person(actor=chen, email="puppet@yunxing.example", draft=drafted("木偶", "administrator"), reason=WHY, now=NOON)
    token = made.path.removeprefix("/join/")
    assert (made.person_id, get_link(token, now=NOON).is_open, User.objects.count()) == (None, False, 2)
    agree(fang, made.approval_id)
    use_link(token=token, password=PASSWORD, now=NOON)
    assert User.objects.get(email="puppet@yunxing.example").check_password(PASSWORD)


def test_a_new_password_for_one_who_guards_takes_two_people(chen: Actor, fang: Actor, zhao: UUID) -> None:
    made = open_account(actor=chen, user_id=fang.user_id, reason=WHY, now=NOON)
    assert (made.approval_id is not None, get_link(made.path.removeprefix("/join/"), now=NOON).is_open) == (True, False)
    assert open_account(actor=chen, user_id=zhao, reason="", now=NOON).approval_id is None


def test_one_who_left_has_no_password_no_link_and_no_open_request(chen: Actor, fang: Actor, zhao: UUID) -> None:
    wu = get_actor(person("wu", "administrator"))
    asked = change_person(actor=wu, user_id=zhao, draft=drafted("zhao", "sales"), reason=WHY, now=NOON).approval_id
    deactivate_person(actor=chen, user_id=wu.user_id, now=NOON)
    left = User.objects.get(id=wu.user_id)
    assert (left.is_active, left.has_usable_password(), Approval.objects.get(id=asked).state) == (False, False, "withdrawn")
    with pytest.raises(NotFound):
        get_actor(left.id)


def test_one_who_comes_back_chooses_a_new_password(chen: Actor, fang: Actor, zhao: UUID) -> None:
    deactivate_person(actor=chen, user_id=zhao, now=NOON)
    made = open_account(actor=chen, user_id=zhao, reason="", now=NOON)
    use_link(token=made.path.removeprefix("/join/"), password="a-brand-new-one-9", now=NOON)
    back = User.objects.get(id=zhao)
    assert (back.is_active, back.check_password("a-brand-new-one-9"), back.check_password(PASSWORD)) == (True, True, False)


def test_those_who_wait_are_told_and_nobody_else(chen: Actor, fang: Actor, zhao: UUID) -> None:
    asked = change_person(actor=chen, user_id=zhao, draft=drafted("zhao", "sales", unit="shanghai"), reason=WHY, now=NOON).approval_id
    assert [notice.kind for notice in list_notices(fang, NOON)] == ["approval_waiting"]
    assert [list_notices(actor, NOON) for actor in (chen, get_actor(zhao))] == [[], []]
    agree(fang, asked)
    assert [notice.title.zh for notice in list_notices(chen, NOON)] == ["您申请的权限变更已获同意"]


def test_the_bell_asks_for_the_newest_twenty_only(chen: Actor, fang: Actor, django_assert_num_queries) -> None:
    told = [Text("做一件事。", "Does something.")]
    for place in range(25):
        ask(actor=chen, kind=ApprovalKind.ROLE_CHANGE, payload={"told": told}, reason=WHY, now=NOON + timedelta(minutes=place))
    with django_assert_num_queries(2):
        notices = list_notices(fang, NOON + timedelta(hours=1))
    assert (len(notices), notices[0].at) == (20, NOON + timedelta(minutes=24))
    assert list_notices(fang, NOON + timedelta(days=8)) == []


@pytest.mark.parametrize(("state", "hours", "count"), [("waiting", 1, 1), ("waiting", 24 * 8, 0), ("lapsed", 24 * 8, 1), (None, 1, 2)])
def test_the_list_is_filtered_by_what_a_request_is_now(chen: Actor, fang: Actor, state: str | None, hours: int, count: int) -> None:
    told = [Text("做一件事。", "Does something.")]
    first, _ = (ask(actor=chen, kind=ApprovalKind.ROLE_CHANGE, payload={"told": told}, reason=WHY, now=NOON) for _ in range(2))
    withdraw(actor=chen, approval_id=first, now=NOON)
    wanted = ApprovalState(state) if state else None
    assert len(list_approvals(fang, now=NOON + timedelta(hours=hours), state=wanted)) == count


def test_the_second_person_reads_what_a_rotation_of_keys_does(chen: Actor, fang: Actor) -> None:
    ask_rotation(actor=chen, reason=WHY, now=NOON)
    (asked,) = list_approvals(fang, now=NOON)
    assert [text.en.split(":")[0] for text in asked.told] == [
        "Makes a new sealing key and seals everything of the whole company anew",
        "It runs in the background while everyone works on; at its end the old keys are gone.",
    ]


def test_every_kind_that_takes_two_people_has_its_deed_and_its_name_and_no_request_goes_without_sentences(chen: Actor) -> None:
    assert set(APPROVED) == set(KINDS) == set(ApprovalKind)
    with pytest.raises(KeyError, match="told"):
        ask(actor=chen, kind=ApprovalKind.ROLE_CHANGE, payload={}, reason=WHY, now=NOON)


def test_a_key_or_a_unit_manager_decides_nothing(chen: Actor, fang: Actor, zhao: UUID) -> None:
    asked = change_person(actor=chen, user_id=zhao, draft=drafted("zhao", "sales", unit="shanghai"), reason=WHY, now=NOON).approval_id
    for weak in (replace(fang, kind="key"), replace(fang, units=frozenset({Unit.objects.get(code="shanghai").id}))):
        with pytest.raises(Refused):
            agree(weak, asked)
        assert list_approvals(replace(weak, user_id=zhao), now=NOON) == []


def test_a_unit_moves_with_all_below_and_never_below_itself(chen: Actor, zhao: UUID) -> None:
    china = create_unit(actor=chen, code="china", name=Text("中国", "China"), kind=UnitKind.REGION, parent_code="group", now=NOON)
    shanghai = Unit.objects.get(code="shanghai")
    change_unit(actor=chen, unit_id=shanghai.id, name=Text("申城", "Shanghai"), parent_code="china", now=NOON)
    shanghai.refresh_from_db()
    assert (shanghai.parent_id, shanghai.name_zh) == (china, "申城")
    with pytest.raises(Invalid, match="stands below it"):
        change_unit(actor=chen, unit_id=china, name=Text("中国", "China"), parent_code="shanghai", now=NOON)
    with pytest.raises(Invalid, match="cannot be moved"):
        change_unit(actor=chen, unit_id=Unit.objects.get(code="group").id, name=Text("云", "Y"), parent_code="china", now=NOON)
