"""Words of companies that are members beside their travellers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class CompanyRole(StrEnum):
    """`administrator`: a traveller who may also ask for what the company has."""

    TRAVELLER = "traveller"
    ADMINISTRATOR = "administrator"


class AgreedBy(StrEnum):
    """How a traveller agreed to earn for the company."""

    PAPER = "paper"
    EMAIL = "email"
    DESK = "desk"


@dataclass(frozen=True)
class CompanyDraft:
    """What is said of a company that becomes a member. `credit_code`: its unified social credit code, empty for a company without one."""

    name: str
    credit_code: str = ""


@dataclass(frozen=True)
class CompanyEarner:
    """A member and the company that earns by what the member does, from `joined_on` until before `left_on`."""

    member_id: UUID
    company_id: UUID
    joined_on: date
    left_on: date | None


@dataclass(frozen=True)
class CompanyTraveller:
    """Somebody who travels for a company. `name` is empty where the reader does not see the guest."""

    member_id: UUID
    number: str
    name: str
    role: CompanyRole
    agreed_by: AgreedBy
    joined_on: date


@dataclass(frozen=True)
class CompanyLine:
    """A company that is a member. `usable`: points it can use now; `travellers`: how many travel for it today."""

    member_id: UUID
    number: str
    name: str
    credit_code: str
    travellers: int
    usable: int
    since: date


@dataclass(frozen=True)
class CompanyPlace:
    """Where a member stands: the company it is, with its travellers, or the company it travels for. All None for neither."""

    company: CompanyLine | None
    travellers: tuple[CompanyTraveller, ...]
    travels_for: CompanyLine | None
    role: CompanyRole | None
