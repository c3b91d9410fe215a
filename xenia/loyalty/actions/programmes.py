"""Writes of programmes: a new one with its points and accounts, its state, and what is decided about it as a whole."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.kernel.ids import new_id
from xenia.kernel.names import require_plain
from xenia.kernel.texts import Text
from xenia.loyalty.actions.accounts import open_company_accounts
from xenia.loyalty.models.programmes import PointKind, PolicyVersion, Programme
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.programmes import STANDARD_KINDS, as_value, checked_draft, checked_policy
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import ProgrammeDraft, ProgrammePolicy, ProgrammeState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind


@transaction.atomic
def create_programme(*, actor: Actor, draft: ProgrammeDraft, policy: ProgrammePolicy | None = None, now: datetime) -> UUID:
    """Returns the id of a new programme in draft, with the kinds of points that every programme has and the company's own accounts of each.
    Raises Conflict where another has the code, in whatever case, and Invalid for a draft or policy that cannot be."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    wanted = checked_draft(draft)
    for said in (wanted.name.zh, wanted.name.en):
        require_plain(said)
    row = Programme(id=new_id(), code=wanted.code, currency=wanted.currency, time_zone=wanted.time_zone, state=ProgrammeState.DRAFT.value)
    row.name_zh, row.name_en, row.created_by, row.created_at, row.changed_at = wanted.name.zh, wanted.name.en, actor.user_id, now, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise Conflict(
            "programme_code_taken",
            f"There is a programme {wanted.code} already; choose another code.",
            f"已有代码为 {wanted.code} 的计划；请另选代码。",
        ) from taken
    PolicyVersion.objects.create(
        programme=row, number=1, value=as_value(checked_policy(policy or ProgrammePolicy())), changed_by=actor.user_id, changed_at=now
    )
    for code, role, name, has_lots in STANDARD_KINDS:
        _add_kind(actor, row.id, code, role, name, has_lots=has_lots)
    record(actor, "programme.created", subject=subject_of_programme(row.id), details={"code": row.code}, now=now)
    return row.id


@transaction.atomic
def set_programme_state(*, actor: Actor, programme_id: UUID, state: ProgrammeState, now: datetime) -> None:
    """Opens or ends a programme; one that has ended is not opened again (Conflict), because its members were told so."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    before = get_programme(actor, programme_id).state
    if before is state:
        return
    if before is ProgrammeState.ENDED or state is ProgrammeState.DRAFT:
        raise Conflict("programme_state", f"A programme that is {before} does not become {state}.", "该计划当前状态不能这样变更。")
    Programme.objects.filter(id=programme_id).update(state=state.value, changed_at=now)
    action = "programme.opened" if state is ProgrammeState.OPEN else "programme.ended"
    record(actor, action, subject=subject_of_programme(programme_id), now=now)


@transaction.atomic
def change_policy(*, actor: Actor, programme_id: UUID, policy: ProgrammePolicy, seen_version: int, now: datetime) -> int:
    """Keeps the policy as a new version and returns its number; raises Conflict where another came since the one seen."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    Programme.objects.select_for_update().filter(id=programme_id).first()
    programme = get_programme(actor, programme_id)
    if programme.policy_version != seen_version:
        raise Conflict(
            "policy_changed",
            f"The policy is at version {programme.policy_version} by now, and you changed version {seen_version}; look at it again.",
            f"规则已更新到第 {programme.policy_version} 版，您修改的是第 {seen_version} 版；请查看后重新修改。",
        )
    if checked_policy(policy) == programme.policy:
        return seen_version
    number = seen_version + 1
    PolicyVersion.objects.create(programme_id=programme_id, number=number, value=as_value(policy), changed_by=actor.user_id, changed_at=now)
    record(actor, "programme.policy_changed", subject=subject_of_programme(programme_id), details={"version": number}, now=now)
    return number


@transaction.atomic
def add_benefit_kind(*, actor: Actor, programme_id: UUID, code: str, name: Text) -> int:
    """Returns the id of the kind that counts the uses of a benefit (upgrades, lounge passes); made once, found again by its code."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    found = PointKind.objects.filter(programme_id=programme_id, code=code).first()
    return found.id if found else _add_kind(actor, programme_id, code, PointRole.BENEFIT, name, has_lots=True)


def _add_kind(actor: Actor, programme_id: UUID, code: str, role: PointRole, name: Text, *, has_lots: bool) -> int:
    row = PointKind.objects.create(
        programme_id=programme_id, code=code, role=role.value, name_zh=name.zh, name_en=name.en, has_lots=has_lots
    )
    open_company_accounts(actor=actor, point_kind_id=row.id)
    return row.id


def subject_of_programme(programme_id: UUID) -> Subject:
    """The programme as an audit entry names it. It tells nothing, so it takes no actor."""
    return Subject(SubjectKind.PROGRAMME, str(programme_id))
