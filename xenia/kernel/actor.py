"""Who acts: a person, a machine with a key, or the product itself."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from xenia.kernel.errors import Refused


@dataclass(frozen=True)
class Actor:
    """`units` None means group-wide; otherwise the closed set of units (with everything below them) the actor may see.

    `clear_fields` are the sealed fields shown without a mask; `key_id` is the API key that a machine calls with.
    """

    user_id: UUID | None
    name: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    units: frozenset[UUID] | None = frozenset()
    language: str = "zh-CN"
    clear_fields: frozenset[str] = frozenset()
    kind: Literal["person", "key", "product"] = "person"
    key_id: UUID | None = None

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises Refused where the actor lacks the permission."""
        if permission not in self.permissions:
            raise Refused(
                "permission_missing",
                f"{self.name} lacks the permission {permission}; an administrator can give it under People and roles.",
                f"{self.name} 没有“{permission}”权限；请管理员在“人员与角色”中授予。",
                permission=permission,
            )

    def require_for_company(self, permission: str) -> None:
        """Raises Refused where the actor lacks the permission, or has it for some units only: what is set holds for the whole company."""
        self.require(permission)
        if self.units is not None:
            raise Refused(
                "company_wide_only",
                "This holds for the whole company; ask someone who works for all of it.",
                "此设置对全公司生效；请联系负责全公司的人员。",
                permission=permission,
            )

    def sees_unit(self, unit_id: UUID) -> bool:
        return self.units is None or unit_id in self.units


def product_actor(name: str, *permissions: str) -> Actor:
    """The product itself acting group-wide (a job, a command): `name` says which, permissions what it may."""
    return Actor(user_id=None, name=name, permissions=frozenset(permissions), units=None, kind="product")
