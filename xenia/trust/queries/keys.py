"""Reads of service accounts and their keys."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.models import keys as models
from xenia.trust.models import people
from xenia.trust.rules import keys as rules
from xenia.trust.types.access import Permission, Unit, UnitKind
from xenia.trust.types.keys import ApiKey, ServiceAccount


def list_service_accounts(actor: Actor, *, now: datetime) -> list[ServiceAccount]:
    """Returns the machines whose every unit the actor sees, those in use first, then by name."""
    actor.require(Permission.MANAGE_KEYS)
    rows = models.ServiceAccount.objects.select_related("owner").prefetch_related("units").order_by("name")
    seen = [row for row in rows if all(actor.sees_unit(unit.id) for unit in row.units.all())]
    keys = _keys_of([row.id for row in seen], now)
    return sorted((_account(row, keys[row.id]) for row in seen), key=lambda one: one.ended_at is not None)


def get_service_account(actor: Actor, account_id: UUID, *, now: datetime) -> ServiceAccount:
    """Returns one machine with its keys; raises NotFound where it does not exist or the actor does not see its units."""
    found = next((one for one in list_service_accounts(actor, now=now) if one.id == account_id), None)
    if found is None:
        raise NotFound("service_account_not_found", f"There is no service account {account_id}.", "没有这个服务账号。")
    return found


def list_scopes(actor: Actor) -> list[str]:
    """Returns the permissions the actor may give to a machine: those machines may have, and the actor has."""
    actor.require(Permission.MANAGE_KEYS)
    return sorted(scope for scope in rules.SCOPES if actor.may(scope))


def _keys_of(account_ids: list[UUID], now: datetime) -> dict[UUID, list[ApiKey]]:
    keys: dict[UUID, list[ApiKey]] = defaultdict(list)
    rows = models.ApiKey.objects.select_related("created_by").filter(account_id__in=account_ids).order_by("-created_at", "-id")
    for row in rows:
        keys[row.account_id].append(_key(row, now))
    return keys


def _key(row: models.ApiKey, now: datetime) -> ApiKey:
    return ApiKey(
        id=row.id,
        prefix=row.prefix,
        state=rules.state_of(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now),
        created_at=row.created_at,
        created_by_name=row.created_by.name if row.created_by else "",
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )


def _account(row: models.ServiceAccount, keys: list[ApiKey]) -> ServiceAccount:
    return ServiceAccount(
        id=row.id,
        name=row.name,
        purpose=row.purpose,
        owner_id=row.owner_id,
        owner_name=row.owner.name,
        is_owner_active=row.owner.is_active,
        scopes=tuple(sorted(row.scopes)),
        units=tuple(_unit(unit) for unit in row.units.all()),
        created_at=row.created_at,
        ended_at=row.ended_at,
        keys=tuple(keys),
    )


def _unit(row: people.Unit) -> Unit:
    return Unit(row.id, row.code, Text(row.name_zh, row.name_en), UnitKind(row.kind), row.parent_id)
