"""Second factors: what makes people safer one person does, what makes them less so takes two."""

from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from tests.cast import DIRECTOR, NOON, PASSWORD
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.texts import Text
from xenia.trust.actions.approvals import decide
from xenia.trust.actions.factors import demand_second_factor, forget_factors, reset_factors
from xenia.trust.actions.memberships import change_person
from xenia.trust.actions.people import create_person
from xenia.trust.actions.roles import create_role
from xenia.trust.models.approvals import Approval
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.people import Role
from xenia.trust.queries.approvals import get_approval
from xenia.trust.queries.people import get_actor
from xenia.trust.queries.sign_in import demands_second_factor
from xenia.trust.types.access import NewPerson, PersonDraft, RoleDraft
from xenia.wiring import APPROVED

pytestmark = pytest.mark.usefixtures("foundations")
WHY = "lost phone and codes, called back on the office line"


def person(name: str, *roles: str) -> UUID:
    return create_person(actor=DIRECTOR, person=NewPerson(f"{name}@yunxing.example", name, PASSWORD, roles, ("group",)))


@pytest.fixture
def chen(foundations: None) -> Actor:
    return get_actor(person("chen", "administrator"))


@pytest.fixture
def fang(chen: Actor) -> Actor:
    return get_actor(person("fang", "privacy_officer"))


@pytest.fixture
def zhao(chen: Actor) -> UUID:
    return person("zhao", "sales")


def demand(actor: Actor, demands: bool, code: str = "sales") -> UUID | None:
    return demand_second_factor(actor=actor, role_code=code, demands=demands, reason=WHY, now=NOON).approval_id


def agree(actor: Actor, approval_id: UUID | None) -> None:
    assert approval_id is not None
    decide(actor=actor, approval_id=approval_id, approve=True, note="", now=NOON, handlers=APPROVED)


def signed_in(user_id: UUID) -> None:
    """Gives the person a passkey, recovery codes and a session."""
    for kind in ("webauthn", "recovery_codes"):
        Authenticator.objects.create(user_id=user_id, type=kind, data={})
    store = SessionStore()
    store.create()
    UserSession.objects.create(user_id=user_id, session_key=store.session_key, ip="192.0.2.1", user_agent="test")


def ways_in(user_id: UUID) -> tuple[int, int, int]:
    factors, sessions = Authenticator.objects.filter(user_id=user_id), UserSession.objects.filter(user_id=user_id)
    return factors.count(), sessions.count(), Session.objects.count()


def test_demanding_a_second_factor_takes_one_person(chen: Actor, fang: Actor, zhao: UUID) -> None:
    assert (demand(fang, True), demands_second_factor(zhao)) == (None, True)
    assert AuditEntry.objects.get(action="role.factor_demanded").details == {"demands": True}


def test_demanding_it_no_longer_takes_two(chen: Actor, fang: Actor, zhao: UUID) -> None:
    demand(fang, True)
    asked = demand(fang, False)
    assert asked
    told = get_approval(chen, asked, now=NOON).told
    assert (demands_second_factor(zhao), told[0].en) == (
        True,
        "The role Sales demands no second factor any more: people who may then sign in by password alone: 1.",
    )
    with pytest.raises(Refused, match="someone else"):
        agree(fang, asked)
    agree(chen, asked)
    assert (demands_second_factor(zhao), demand(fang, False)) == (False, None)


def test_a_demand_that_ended_meanwhile_is_not_ended_again(chen: Actor, fang: Actor) -> None:
    demand(fang, True)
    first, second = demand(fang, False), demand(fang, False)
    agree(chen, first)
    with pytest.raises(Conflict, match="changed meanwhile"):
        agree(chen, second)


def test_where_nobody_else_could_decide_the_end_of_a_demand_is_done_alone_and_the_log_says_so(chen: Actor) -> None:
    demand(chen, True)
    assert demand(chen, False) is None
    assert AuditEntry.objects.filter(action="role.factor_demanded").last().details == {"demands": False, "alone": True}  # type: ignore[union-attr]


def test_an_end_of_a_demand_without_a_reason_or_an_unknown_role_is_refused(chen: Actor, fang: Actor) -> None:
    demand(chen, True)
    with pytest.raises(Invalid, match="Say what it is for"):
        demand_second_factor(actor=chen, role_code="sales", demands=False, reason=" ", now=NOON)
    with pytest.raises(NotFound, match="no role 'pilot'"):
        demand(chen, True, "pilot")
    assert (Role.objects.get(code="sales").demands_mfa, Approval.objects.count()) == (True, 0)


@pytest.mark.parametrize(("permissions", "takes_two"), [(["reveal_contacts"], False), (["approve"], True), (None, True)])
def test_a_copy_of_a_role_without_its_demand_is_no_way_round_the_second_person(
    chen: Actor, fang: Actor, zhao: UUID, permissions: list[str] | None, takes_two: bool
) -> None:
    held = Role.objects.get(code="sales")
    held.permissions, held.demands_mfa = [*held.permissions, "approve"], True
    held.save()
    draft = RoleDraft(Text("销售二", "Sales two"), frozenset(permissions or held.permissions), frozenset())
    create_role(actor=chen, code="sales2", draft=draft, now=NOON)
    person_draft = PersonDraft("zhao", "", "zh-CN", ("sales2",), ("group",))
    changed = change_person(actor=chen, user_id=zhao, draft=person_draft, reason=WHY, now=NOON)
    assert (changed.approval_id is not None) is takes_two


def test_a_lost_second_factor_is_reset_by_two_people(chen: Actor, fang: Actor, zhao: UUID) -> None:
    signed_in(zhao)
    asked = reset_factors(actor=chen, user_id=zhao, reason=WHY, now=NOON).approval_id
    assert (asked is not None, ways_in(zhao)) == (True, (2, 1, 1))
    agree(fang, asked)
    assert ways_in(zhao) == (0, 0, 0)
    entry = AuditEntry.objects.get(action="person.factors_reset")
    assert (entry.actor_id, entry.subject_id, entry.purpose, entry.details) == (
        chen.user_id,
        str(zhao),
        WHY,
        {"factors": 2, "sessions": 1},
    )


def test_whose_factor_it_is_does_not_decide(chen: Actor, fang: Actor) -> None:
    wu = get_actor(person("wu", "administrator"))
    assert fang.user_id
    signed_in(fang.user_id)
    asked = reset_factors(actor=wu, user_id=fang.user_id, reason=WHY, now=NOON).approval_id
    with pytest.raises(Refused, match="gain by this"):
        agree(fang, asked)
    assert ways_in(fang.user_id)[0] == 2


def test_nobody_resets_oneself_someone_who_may_more_or_one_without_a_factor(chen: Actor, fang: Actor, zhao: UUID) -> None:
    create_role(actor=chen, code="manager", draft=RoleDraft(Text("主管", "Manager"), frozenset({"manage_people"}), frozenset()), now=NOON)
    boss = get_actor(person("boss", "manager"))
    signed_in(zhao)
    for actor, user_id, fault in (
        (chen, chen.user_id, Invalid),
        (boss, zhao, Refused),
        (chen, fang.user_id, Conflict),
        (fang, zhao, Refused),
    ):
        with pytest.raises(fault):
            reset_factors(actor=actor, user_id=user_id, reason=WHY, now=NOON)
    with pytest.raises(Invalid, match="Say what it is for"):
        reset_factors(actor=chen, user_id=zhao, reason="", now=NOON)
    assert (ways_in(zhao)[0], Approval.objects.count()) == (2, 0)


def test_the_operator_forgets_factors_and_nobody_else_does_so_alone(chen: Actor, fang: Actor, zhao: UUID) -> None:
    signed_in(zhao)
    with pytest.raises(Invalid, match="by two people"):
        forget_factors(actor=chen, user_id=zhao, now=NOON)
    assert forget_factors(actor=product_actor("xenia factors", "manage_people"), user_id=zhao, now=NOON) == 2
    assert ways_in(zhao) == (0, 0, 0)
