"""Words of families: members who spend together."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class FamilyRole(StrEnum):
    ADULT = "adult"
    MINOR = "minor"


class TieState(StrEnum):
    """`withdrawn` by the head, `lapsed`: nobody answered in time."""

    INVITED = "invited"
    IN = "in"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    LEFT = "left"


@dataclass(frozen=True)
class Payment:
    """So many points of a member, or with the family of all who share. `beside`: other accounts that the same deed moves."""

    member_id: UUID
    points: int
    with_family: bool
    beside: tuple[int, ...] = ()


@dataclass(frozen=True)
class SharedLot:
    """What is unused of a lot of somebody whose points may be spent."""

    id: int
    account_id: int
    unused: int
    expires_on: date | None


@dataclass(frozen=True)
class Heir:
    """An adult who may become the head, with the day of joining."""

    member_id: UUID
    joined_on: date


@dataclass(frozen=True)
class FamilyTie:
    """A member of a family, or somebody invited. `role` is today's: who has turned eighteen is an adult. `usable` is None, and `name`
    empty, where the reader does not see the guest."""

    id: UUID
    member_id: UUID
    number: str
    name: str
    role: FamilyRole
    is_head: bool
    guardian_id: UUID | None
    shares: bool
    shares_since: datetime | None
    state: TieState
    answer_until: datetime | None
    joined_on: date | None
    usable: int | None


@dataclass(frozen=True)
class MemberFamily:
    """A family with those in it, the head first, and those invited. `together`: what an adult of it who orders for the family may spend,
    the points of all who share; `next_expiring` of them end on `next_expiry`."""

    id: UUID
    head_id: UUID
    opened_on: date
    ties: tuple[FamilyTie, ...]
    together: int
    next_expiry: date | None
    next_expiring: int


@dataclass(frozen=True)
class FamilyInvitation:
    """An invitation that waits for a member's answer."""

    tie_id: UUID
    family_id: UUID
    head_number: str
    head_name: str
    answer_until: datetime


@dataclass(frozen=True)
class FamilyPlace:
    """Where a member stands: the family, if any, and what waits for an answer. `may_open`: whether the programme has families and this
    member may begin one. `may_spend`: whether the member may order for the family. `guardian_id`: who orders for a minor."""

    family: MemberFamily | None
    invitations: tuple[FamilyInvitation, ...]
    may_open: bool
    may_spend: bool
    is_minor: bool
    guardian_id: UUID | None
