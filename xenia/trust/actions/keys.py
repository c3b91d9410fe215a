"""Writes of service accounts and keys, and the way a machine comes in."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.names import require_plain
from xenia.trust.actions.audit import record
from xenia.trust.models import keys as models
from xenia.trust.models import people
from xenia.trust.queries.people import get_actor
from xenia.trust.rules import access
from xenia.trust.rules import keys as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.keys import KeyRefused, KeyState, MadeKey, NewServiceAccount


@transaction.atomic
def create_service_account(*, actor: Actor, account: NewServiceAccount, now: datetime) -> UUID:
    """Returns the id of a new machine. Raises Refused where it would get more than the actor has, Invalid where something lacks."""
    units = _checked(actor, account)
    row = models.ServiceAccount(created_at=now)
    _save(row, account)
    row.units.set(units)
    record(actor, "service_account.created", subject=_machine(row.id), details=_given(account), now=now)
    return row.id


@transaction.atomic
def change_service_account(*, actor: Actor, account_id: UUID, account: NewServiceAccount, now: datetime) -> None:
    """Changes what the machine is called, who answers for it, what it may do and where. Its keys follow at once."""
    row = _running(actor, account_id)
    units = _checked(actor, account)
    _save(row, account)
    row.units.set(units)
    record(actor, "service_account.changed", subject=_machine(row.id), details=_given(account), now=now)


@transaction.atomic
def end_service_account(*, actor: Actor, account_id: UUID, now: datetime) -> None:
    """Ends the machine for good: its keys are revoked, its name may be used again."""
    row = _running(actor, account_id)
    revoked = models.ApiKey.objects.filter(account=row, revoked_at__isnull=True).update(revoked_at=now)
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    record(actor, "service_account.ended", subject=_machine(row.id), details={"keys": revoked}, now=now)


@transaction.atomic
def create_key(*, actor: Actor, account_id: UUID, days: int, now: datetime) -> MadeKey:
    """Returns a fresh key, valid for `days` (1 to 365); only its hash is kept."""
    row = _running(actor, account_id)
    if not 1 <= days <= rules.KEY_DAYS_MAX:
        raise Invalid(
            "key_days_invalid",
            f"The key would live {days} days; give 1 to {rules.KEY_DAYS_MAX}.",
            f"密钥有效期为 {days} 天；请填写 1 至 {rules.KEY_DAYS_MAX} 天。",
        )
    key = rules.key_of(secrets.token_urlsafe(rules.SECRET_BYTES))
    made = models.ApiKey.objects.create(
        account=row,
        prefix=rules.prefix_of(key),
        key_hash=rules.hash_of(key),
        created_at=now,
        created_by_id=actor.user_id,
        expires_at=now + timedelta(days=days),
    )
    record(actor, "key.created", subject=_subject(made), details={"service_account": str(row.id), "days": days}, now=now)
    return MadeKey(made.id, key, made.expires_at)


@transaction.atomic
def revoke_key(*, actor: Actor, key_id: UUID, now: datetime) -> None:
    """Ends a key at once; a second time changes nothing. Raises NotFound where the actor does not see its machine."""
    actor.require(Permission.MANAGE_KEYS)
    held = models.ApiKey.objects.select_for_update(of=("self",)).select_related("account").filter(id=key_id).first()
    if held is None or not _sees(actor, held.account):
        raise NotFound("key_not_found", f"There is no key {key_id}.", "没有这个密钥。")
    if held.revoked_at is None:
        held.revoked_at = now
        held.save(update_fields=["revoked_at"])
        record(actor, "key.revoked", subject=_subject(held), details={"service_account": str(held.account_id)}, now=now)


def enter_with_key(*, key: str, now: datetime) -> Actor:
    """Returns the actor of a machine: what its scopes say, and never more than whoever answers for it may do now.

    Found by its hash, so that how long it takes says nothing of how much of a key was right. Raises KeyRefused with the reason.
    """
    held = models.ApiKey.objects.select_related("account").filter(key_hash=rules.hash_of(key)).first()
    if held is None:
        raise KeyRefused(
            "key_unknown", "This key is not known here; check that it was copied whole.", "无法识别此密钥；请检查是否完整复制。"
        )
    _require_valid(held, now)
    owner = _owner_of(held.account)
    if rules.is_use_worth_writing(held.used_at, now):
        models.ApiKey.objects.filter(id=held.id).update(used_at=now)
    permissions = frozenset(held.account.scopes) & rules.SCOPES & owner.permissions
    return Actor(None, held.account.name, permissions, _units_of(held.account, owner), kind="key", key_id=held.id)


def _require_valid(held: models.ApiKey, now: datetime) -> None:
    state = rules.state_of(expires_at=held.expires_at, revoked_at=held.revoked_at, now=now)
    if state is KeyState.REVOKED and held.revoked_at is not None:
        raise KeyRefused(
            "key_revoked",
            f"The key {held.prefix}… was revoked on {held.revoked_at:%Y-%m-%d %H:%M} UTC; ask for a new one.",
            f"密钥 {held.prefix}… 已于 {held.revoked_at:%Y-%m-%d %H:%M}（UTC）撤销；请申请新的密钥。",
        )
    if state is KeyState.EXPIRED:
        raise KeyRefused(
            "key_expired",
            f"The key {held.prefix}… expired on {held.expires_at:%Y-%m-%d %H:%M} UTC; ask for a new one.",
            f"密钥 {held.prefix}… 已于 {held.expires_at:%Y-%m-%d %H:%M}（UTC）过期；请申请新的密钥。",
        )


def _owner_of(account: models.ServiceAccount) -> Actor:
    try:
        return get_actor(account.owner_id)
    except NotFound as left:
        raise KeyRefused(
            "key_owner_left",
            f"Whoever answered for {account.name!r} has left; an administrator must name someone else under Keys.",
            f"“{account.name}”的负责人已离开；请管理员在“密钥”中指定新的负责人。",
        ) from left


def _units_of(account: models.ServiceAccount, owner: Actor) -> frozenset[UUID] | None:
    """The machine's units with everything below them, as far as its owner sees them; None for the whole company."""
    given = dict(account.units.values_list("id", "parent_id"))
    if any(parent is None for parent in given.values()):
        return owner.units
    below = access.units_below(given, dict(people.Unit.objects.values_list("id", "parent_id")))
    return below if owner.units is None else below & owner.units


def _checked(actor: Actor, account: NewServiceAccount) -> list[people.Unit]:
    """The units given, once everything else is as it must be."""
    actor.require(Permission.MANAGE_KEYS)
    if not account.name.strip() or not account.purpose.strip() or not account.scopes or not account.unit_codes:
        raise Invalid(
            "service_account_incomplete",
            "Give the machine a name, what it is for, at least one scope and one unit.",
            "请填写名称、用途，并至少选择一项权限和一个单位。",
        )
    if unknown := rules.unknown_scopes(account.scopes):
        raise Invalid(
            "scope_unknown",
            f"A machine cannot have {', '.join(unknown)}; leave it out.",
            f"服务账号不能拥有 {'、'.join(unknown)}；请去掉。",
        )
    missing = sorted(scope for scope in set(account.scopes) if not actor.may(scope))
    units = list(people.Unit.objects.filter(code__in=account.unit_codes))
    if missing or any(not actor.sees_unit(unit.id) for unit in units):
        raise Refused(
            "service_account_beyond_own",
            "You cannot give a machine more than you may do yourself, or units you do not see.",
            "不能授予服务账号超出您自身权限或单位范围的内容。",
        )
    if len(units) != len(set(account.unit_codes)) or not people.User.objects.filter(id=account.owner_id, is_active=True).exists():
        raise Invalid("owner_or_unit_unknown", "The owner or a unit does not exist; choose again.", "负责人或单位不存在；请重新选择。")
    return units


def _save(row: models.ServiceAccount, account: NewServiceAccount) -> None:
    require_plain(account.name)
    require_plain(account.purpose)
    row.name, row.purpose = account.name.strip(), account.purpose.strip()
    row.owner_id, row.scopes = account.owner_id, sorted(set(account.scopes))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise Conflict(
            "service_account_taken",
            f"Another machine is called {row.name!r}; choose another name.",
            f"已有名为“{row.name}”的服务账号；请换一个名称。",
        ) from taken


def _running(actor: Actor, account_id: UUID) -> models.ServiceAccount:
    actor.require(Permission.MANAGE_KEYS)
    row = models.ServiceAccount.objects.select_for_update().filter(id=account_id).first()
    if row is None or not _sees(actor, row):
        raise NotFound("service_account_not_found", f"There is no service account {account_id}.", "没有这个服务账号。")
    if row.ended_at is not None:
        raise Conflict("service_account_ended", f"{row.name!r} has ended; make a new one.", f"“{row.name}”已停用；请新建。")
    return row


def _sees(actor: Actor, row: models.ServiceAccount) -> bool:
    return all(actor.sees_unit(unit) for unit in row.units.values_list("id", flat=True))


def _given(account: NewServiceAccount) -> dict[str, object]:
    return {"owner": str(account.owner_id), "scopes": sorted(set(account.scopes)), "units": sorted(set(account.unit_codes))}


def _machine(account_id: UUID) -> Subject:
    return Subject(SubjectKind.KEY, str(account_id))


def _subject(key: models.ApiKey) -> Subject:
    return Subject(SubjectKind.KEY, str(key.id))
