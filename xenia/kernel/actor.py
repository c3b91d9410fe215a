"""Who acts: a person, a machine with a key, or the product itself."""

from dataclasses import dataclass, field
from uuid import UUID

from xenia.kernel.errors import Refused


@dataclass(frozen=True)
class Actor:
    """`units` None means group-wide; otherwise the closed set of units (with everything below them) the actor may see."""

    user_id: UUID | None
    name: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    units: frozenset[UUID] | None = frozenset()
    language: str = "zh-CN"

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

    def sees_unit(self, unit_id: UUID) -> bool:
        return self.units is None or unit_id in self.units


def product_actor(name: str, *permissions: str) -> Actor:
    """The product itself acting group-wide (a job, a command): `name` says which, permissions what it may."""
    return Actor(user_id=None, name=name, permissions=frozenset(permissions), units=None)
