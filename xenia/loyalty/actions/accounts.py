"""Opening accounts of the ledger. Accounts are opened empty and never closed; balances are written by the database alone."""

from collections.abc import Sequence
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.types.ledger import COUNTED, AccountRole
from xenia.loyalty.types.programmes import Programme
from xenia.trust.types.access import Permission

COMPANY = (AccountRole.ISSUED, AccountRole.REDEEMED, AccountRole.EXPIRED, AccountRole.FORFEITED, AccountRole.ADJUSTED)


def open_company_accounts(*, actor: Actor, point_kind_id: int) -> None:
    """Opens the company's own accounts of a kind of points."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    Account.objects.bulk_create(Account(point_kind_id=point_kind_id, role=role.value, is_counted=False, has_lots=False) for role in COMPANY)


def open_member_accounts(*, actor: Actor, member_ids: Sequence[UUID], programme: Programme) -> None:
    """Opens an account of each kind for each member, as far below zero as the programme's policy allows; those that are there stay."""
    actor.require(Permission.SERVE_MEMBERS)
    floor = -programme.policy.debt_max
    Account.objects.bulk_create(
        (
            Account(
                point_kind_id=kind.id, role=AccountRole.MEMBER.value, member_id=one, is_counted=True, has_lots=kind.has_lots, floor=floor
            )
            for one in member_ids
            for kind in programme.kinds
        ),
        ignore_conflicts=True,
        batch_size=2_000,
    )


def open_account(*, actor: Actor, point_kind_id: int, role: AccountRole, holder: str, floor: int | None = 0) -> int:
    """Returns the account of a partner, a budget or a stock, opened where there is none yet."""
    actor.require(Permission.VIEW_LOYALTY)
    counted = role in COUNTED
    row, _ = Account.objects.get_or_create(
        point_kind_id=point_kind_id,
        role=role.value,
        member=None,
        holder=holder,
        defaults={"is_counted": counted, "has_lots": False, "floor": floor if counted else None},
    )
    return row.id
