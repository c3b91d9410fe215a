"""Reads of earning: rules with their versions, budgets of promotions, what earned nothing, and what stands in the ledger."""

from collections.abc import Collection, Iterable, Sequence
from json import loads
from uuid import UUID

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.loyalty.models import earning as models
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.earning_rules import rule_of
from xenia.loyalty.rules.following import Row
from xenia.loyalty.types.earning import Budget, Conditions, RuleInForce, Unearned, Why
from xenia.loyalty.types.ledger import AccountRole, Phase
from xenia.loyalty.types.programmes import Programme
from xenia.trust.types.access import Permission

OF_SOURCES = """
SELECT id, key, phase, from_account_id, to_account_id, amount, of, source, details, value_on FROM loyalty_transfer
WHERE source = ANY (%s) AND source <> '' AND starts_with(key, 'earn:') ORDER BY id
"""
OF_ACCOUNTS = """
SELECT id, key, phase, from_account_id, to_account_id, amount, of, source, details, value_on FROM loyalty_transfer
WHERE (to_account_id = ANY (%(accounts)s) OR from_account_id = ANY (%(accounts)s)) AND starts_with(key, 'earn:')
  AND split_part(key, ':', 4) = ANY (%(rules)s) AND value_on >= %(since)s ORDER BY id
"""

FUNDED = "SELECT coalesce(sum(amount), 0)::bigint FROM loyalty_transfer WHERE to_account_id = %s AND cause = 'promotion'"


def list_versions(actor: Actor, programme_id: UUID) -> list[RuleInForce]:
    """Returns every version of every rule of the programme, by code and number."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = models.EarningRuleVersion.objects.filter(rule__programme_id=programme_id).select_related("rule").order_by("rule__code", "number")
    return [RuleInForce(row.rule_id, row.rule.code, row.number, row.valid_from, row.valid_until, rule_of(row.value)) for row in rows]


def list_budgets(actor: Actor, programme: Programme) -> list[Budget]:
    """Returns what each promotion with a budget may still give."""
    actor.require(Permission.VIEW_LOYALTY)
    kinds = {one.id: one.code for one in programme.kinds}
    rows = Account.objects.filter(role=AccountRole.BUDGET.value, point_kind_id__in=kinds, holder__startswith="earning:").order_by("id")
    return [
        Budget(UUID(row.holder.removeprefix("earning:")), kinds[row.point_kind_id], row.posted - row.reserved, _given(row)) for row in rows
    ]


def list_programme_budgets(actor: Actor, programme_id: UUID) -> list[Budget]:
    """The same of a programme by its id; raises NotFound."""
    return list_budgets(actor, get_programme(actor, programme_id))


def _given(account: Account) -> int:
    """What the budget was funded with, less what is left of it."""
    with connection.cursor() as cursor:
        cursor.execute(FUNDED, [account.id])
        (funded,) = cursor.fetchone() or (0,)
    return int(funded) - (account.posted - account.reserved)


def list_unearned(actor: Actor, programme_id: UUID, *, why: Why | None = None, page: str | None = None, size: int = 50) -> Page[Unearned]:
    """Returns what earned nothing, or less than its rules say, the newest first."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    rows = models.Unearned.objects.filter(programme_id=programme_id, **({"why": why.value} if why else {})).order_by("-id")
    if page:
        (before,) = keys_of(page, UUID)
        rows = rows.filter(id__lt=before)
    count = page_size(size)
    found = list(rows[: count + 1])
    shown = [Unearned(one.id, one.source, one.part, one.member_id, Why(one.why), one.details, one.noticed_at) for one in found[:count]]
    return Page(shown, page_token(str(found[count - 1].id)) if len(found) > count else None)


def rows_of_sources(actor: Actor, sources: Collection[str]) -> list[Row]:
    """Returns the transfers that earning wrote for these purchases, in the order of the ledger. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    return _rows(OF_SOURCES, [sorted(sources)])


def rows_of_month(actor: Actor, accounts: Collection[int], rules: Iterable[UUID], since: object) -> list[Row]:
    """Returns what these rules moved on these accounts for days from `since` on. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    return _rows(OF_ACCOUNTS, {"accounts": sorted(accounts), "rules": [one.hex for one in rules], "since": since})


def _rows(sql: str, values: object) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)  # type: ignore[arg-type]
        return [
            Row(row[0], row[1], Phase(row[2]), row[3], row[4], row[5], row[6], row[7], _read(row[8]), row[9]) for row in cursor.fetchall()
        ]


def _read(details: object) -> dict[str, object]:
    return loads(details) if isinstance(details, str) else dict(details) if isinstance(details, dict) else {}


def member_accounts_of_kinds(actor: Actor, programme: Programme, member_ids: Collection[UUID]) -> dict[tuple[UUID, str], int]:
    """Returns the account of each member for each kind of points. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    kinds = {one.id: one.code for one in programme.kinds}
    rows = Account.objects.filter(member_id__in=list(member_ids), point_kind_id__in=kinds).values_list("member_id", "point_kind_id", "id")
    return {(member_id, kinds[kind]): account for member_id, kind, account in rows if member_id}


def tags_asked(versions: Sequence[RuleInForce]) -> frozenset[str]:
    """The tags that any rule asks for. It tells nothing, so it takes no actor."""
    asked: list[Conditions] = [one.rule.when for one in versions]
    asked += [multiplier.when for one in versions for multiplier in one.rule.multipliers]
    return frozenset(tag for one in asked for tag in one.tags)
