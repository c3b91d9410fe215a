"""Who may give what to whom, and what takes two people (docs/access.md). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, Refused
from xenia.trust.types.access import ClearField, Permission, Role

_P = Permission
ADMINISTRATOR = "administrator"
ADMINISTRATOR_KEEPS = frozenset({_P.MANAGE_PEOPLE, _P.MANAGE_TRUST, _P.APPROVE})
"""Without these nobody could give them back."""
GUARDING = frozenset({_P.MANAGE_PEOPLE, _P.MANAGE_TRUST, _P.MANAGE_KEYS, _P.APPROVE})
"""Whoever holds one of these can defeat the four-eyes rule with a second account of their own making."""
ALONE_AFTER_DAYS = 7
"""An administrator acts alone only where nobody else could have decided for this long: deactivating the second person is no way round."""


@dataclass(frozen=True)
class Grant:
    """What someone has: permissions, clear fields, the closed set of units (None: every unit); and whether it takes a second factor."""

    permissions: frozenset[str] = frozenset()
    clear_fields: frozenset[str] = frozenset()
    units: frozenset[UUID] | None = frozenset()
    demands_factor: bool = False

    @property
    def is_guarding(self) -> bool:
        return bool(self.permissions & GUARDING)


def grant_of(roles: Iterable[Role], units: frozenset[UUID] | None) -> Grant:
    """Returns what several roles add up to in the units."""
    held = list(roles)
    permissions = frozenset(permission for role in held for permission in role.permissions)
    fields = frozenset(field for role in held for field in role.clear_fields)
    return Grant(permissions, fields, units, any(role.demands_mfa for role in held))


def is_more(before: Grant, after: Grant) -> bool:
    """True where `after` holds anything that `before` does not, or the same with less to prove."""
    if is_freed(before, after):
        return True
    more_units = before.units is not None and (after.units is None or bool(after.units - before.units))
    return more_units or bool(after.permissions - before.permissions) or bool(after.clear_fields - before.clear_fields)


def is_freed(before: Grant, after: Grant) -> bool:
    """True where no role demands a second factor any more of someone who still guards, or still may all that was guarded by it.

    Otherwise a copy of the role without the demand would be a way round the second person.
    """
    keeps = after.is_guarding or before.permissions <= after.permissions
    return before.demands_factor and not after.demands_factor and bool(after.permissions) and keeps


def is_within(actor: Actor, grant: Grant) -> bool:
    """True where the actor may give the grant: own permissions and units, and clear fields the actor sees or may reveal."""
    units_are = actor.units is None or (grant.units is not None and grant.units <= actor.units)
    fields_are = actor.may(_P.REVEAL_CONTACTS) or grant.clear_fields <= actor.clear_fields
    return units_are and fields_are and grant.permissions <= actor.permissions


def require_within(actor: Actor, grant: Grant) -> None:
    """Raises Refused naming what the actor would give without having it."""
    if is_within(actor, grant):
        return
    missing = ", ".join(sorted(grant.permissions - actor.permissions)) or "a unit or a clear field"
    raise Refused(
        "beyond_own",
        f"You would give more than you have yourself ({missing}); ask someone who has it.",
        f"您不能授予自己没有的权限、单位或明文字段（{missing}）；请由拥有者操作。",
    )


def require_known(permissions: Iterable[str], clear_fields: Iterable[str]) -> None:
    """Raises Invalid for a permission or field that the product does not know."""
    unknown = sorted((set(permissions) - set(Permission)) | (set(clear_fields) - set(ClearField)))
    if unknown:
        raise Invalid(
            "permission_unknown",
            f"There is no permission or field {unknown[0]!r}; choose from the list.",
            f"没有名为“{unknown[0]}”的权限或字段；请从列表中选择。",
        )


def require_administrator_keeps(code: str, permissions: Iterable[str]) -> None:
    """Raises Invalid where the administrator role would lose what only an administrator can give back."""
    lost = ADMINISTRATOR_KEEPS - set(permissions)
    if code == ADMINISTRATOR and lost:
        raise Invalid(
            "administrator_keeps",
            f"The administrator role keeps {', '.join(sorted(lost))}; without it nobody could put this right again.",
            f"管理员角色必须保留{'、'.join(sorted(lost))}；否则没有人能再改回来。",
        )
