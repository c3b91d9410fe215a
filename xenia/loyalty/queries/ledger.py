"""Reads of the ledger: balances, why they are what they are, and whether the books add up."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.loyalty.models import ledger as models
from xenia.loyalty.models.partners import PartnerLine
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.types.ledger import AccountRole, Balance, Cause, Fault, LedgerEntry, Lot, Phase, PointRole
from xenia.trust.types.access import Permission

SQL = Path(__file__).resolve().parent.parent / "sql"
BALANCES = """
SELECT account.id, kind.code, kind.role, kind.name_zh, kind.name_en, account.posted, account.reserved, account.incoming,
       ending.expires_on, coalesce(ending.points, 0)
FROM loyalty_account AS account JOIN loyalty_pointkind AS kind ON kind.id = account.point_kind_id
LEFT JOIN LATERAL (
    SELECT expires_on, sum(unused)::bigint AS points FROM loyalty_lot
    WHERE account_id = account.id AND unused > 0 AND expires_on IS NOT NULL GROUP BY expires_on ORDER BY expires_on LIMIT 1
) AS ending ON true
WHERE account.member_id = %s ORDER BY account.id
"""
PARTNER = "partner:"
CHECKS = (SQL / "check_books.sql").read_text(encoding="utf-8")
COUNT_ROWS = "ANALYZE loyalty_member, loyalty_account, loyalty_transfer, loyalty_lot"
"""What was just written in bulk the database has not counted yet; by counts of before, reading all of it took minutes."""


def company_account(actor: Actor, point_kind_id: int, role: AccountRole, holder: str = "") -> int:
    """Returns the id of one of the company's own accounts of a kind of points."""
    actor.require(Permission.VIEW_LOYALTY)
    return models.Account.objects.values_list("id", flat=True).get(
        point_kind_id=point_kind_id, role=role.value, member__isnull=True, holder=holder
    )


def member_accounts(actor: Actor, member_ids: Sequence[UUID], point_kind_id: int) -> dict[UUID, int]:
    """Returns the account of each member for a kind of points. For this module and for jobs over many members."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = models.Account.objects.filter(member_id__in=member_ids, point_kind_id=point_kind_id)
    return {member_id: account_id for member_id, account_id in rows.values_list("member_id", "id") if member_id}


def list_balances(actor: Actor, member_id: UUID) -> list[Balance]:
    """Returns what the member has of each kind of points; raises NotFound where the actor does not see the guest."""
    get_member(actor, member_id)
    return balances_of(actor, member_id)


def balances_of(actor: Actor, member_id: UUID) -> list[Balance]:
    """The same of a member whom the caller has seen already. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    with connection.cursor() as cursor:
        cursor.execute(BALANCES, [member_id])
        return [Balance(row[0], row[1], PointRole(row[2]), *row[3:]) for row in cursor.fetchall()]


def list_lots(actor: Actor, member_id: UUID, kind: str) -> list[Lot]:
    """Returns what is left of each credit of a kind of points, what ends first on top, and the transfer that first earned it."""
    get_member(actor, member_id)
    accounts = models.Account.objects.filter(member_id=member_id, point_kind__code=kind).values_list("id", flat=True)
    rows = list(models.Lot.objects.filter(account_id__in=list(accounts), unused__gt=0))
    origins = {one.id: one for one in models.Transfer.objects.filter(id__in={row.earned_by for row in rows})}
    rows.sort(key=lambda row: (row.expires_on is None, row.expires_on, row.id))
    return [
        Lot(
            row.id,
            row.amount,
            row.unused,
            row.value_on,
            row.expires_on,
            Cause(origins[row.earned_by].cause),
            origins[row.earned_by].source,
            row.earned_by,
        )
        for row in rows
    ]


def list_entries(actor: Actor, member_id: UUID, *, kind: str | None = None, page: str | None = None, size: int = 50) -> Page[LedgerEntry]:
    """Returns what happened on the member's accounts, the newest first: earned, promised, used, taken back, expired."""
    get_member(actor, member_id)
    accounts = models.Account.objects.filter(member_id=member_id).select_related("point_kind")
    wanted = {one.id: one.point_kind.code for one in accounts if kind is None or one.point_kind.code == kind}
    mine = Q(from_account_id__in=wanted) | Q(to_account_id__in=wanted)
    if page:
        (before,) = keys_of(page, UUID)
        mine &= Q(id__lt=before)
    count = page_size(size)
    rows = list(models.Transfer.objects.filter(mine).order_by("-id")[: count + 1])
    partners = _partners(rows)
    entries = [_entry(row, wanted, partners) for row in rows[:count]]
    return Page(entries, page_token(str(rows[count - 1].id)) if len(rows) > count else None)


def list_related(actor: Actor, member_id: UUID, transfer_id: UUID) -> list[LedgerEntry]:
    """Returns an entry and the others of the same thing, the oldest first: a promise, its post or void, and what was taken back. None
    where the member has no such entry."""
    get_member(actor, member_id)
    kinds = dict(models.Account.objects.filter(member_id=member_id).values_list("id", "point_kind__code"))
    mine = models.Transfer.objects.filter(Q(from_account_id__in=kinds) | Q(to_account_id__in=kinds))
    found = mine.filter(id=transfer_id).first()
    if found is None:
        return []
    promise = mine.filter(id=found.of).first() if found.of else None
    first = {found.id, *(one.id for one in (promise,) if one), *(one for one in (found.of, promise.of if promise else None) if one)}
    ended = set(mine.filter(of__in=first).values_list("id", flat=True))
    rows = list(mine.filter(Q(id__in=first | ended) | Q(of__in=ended)).order_by("id"))
    partners = _partners(rows)
    return [_entry(one, kinds, partners) for one in rows]


def _partners(rows: Sequence[models.Transfer]) -> dict[str, Text]:
    """What each partner is called, by the source that names a line of it."""
    lines = {one.source.removeprefix(PARTNER): one.source for one in rows if one.source.startswith(PARTNER)}
    named = PartnerLine.objects.filter(id__in=lines).values_list("id", "partner__name_zh", "partner__name_en")
    return {f"{PARTNER}{line_id}": Text(zh, en) for line_id, zh, en in named} if lines else {}


def _entry(row: models.Transfer, kinds: dict[int, str], partners: Mapping[str, Text]) -> LedgerEntry:
    is_credit = row.to_account_id in kinds
    account_id = row.to_account_id if is_credit else row.from_account_id
    return LedgerEntry(
        row.id,
        kinds[account_id],
        Phase(row.phase),
        row.amount if is_credit else -row.amount,
        Cause(row.cause),
        row.source,
        row.details or {},
        row.of,
        row.booked_on,
        row.value_on,
        row.expires_on,
        row.at,
        row.by,
        partners.get(row.source),
    )


def check_books(actor: Actor) -> list[Fault]:
    """Returns every fault in the books; none means: each cached balance is the sum of its transfers, what is reserved and incoming is what
    is pending, each lot is what came less what was used, and the lots of an account are what can be used (rules PT1, PT3, PT6, PT10)."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ROWS)
        cursor.execute(CHECKS)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return [Fault(*row) for row in found]
