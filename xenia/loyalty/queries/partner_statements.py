"""The books with partners: every month with one, and this month with each (rule PA9 of docs/algorithms/partners.md)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.models.partners import Partner as PartnerRow
from xenia.loyalty.queries.partners import get_partner, list_partners
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.closings import month_of
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.partner_books import month_of_partner, months_of
from xenia.loyalty.types.partners import PartnerMoved, PartnerStatement, PartnerSummary
from xenia.trust.types.access import Permission

SQL = Path(__file__).resolve().parent.parent / "sql"
LINES = (SQL / "partner_lines_by_month.sql").read_text(encoding="utf-8")
MOVED = (SQL / "partner_months.sql").read_text(encoding="utf-8")
BEGINNING = date(1, 1, 1)


def get_partner_statement(actor: Actor, partner_id: UUID, *, now: datetime) -> PartnerStatement:
    """Returns every month of the books with a partner, the newest first: points and money from its lines, balances from the transfers of
    its clearing account, and the difference. A whole company's figures: the actor must see the company."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    partner = get_partner(actor, partner_id, now=now)
    account = Account.objects.get(id=PartnerRow.objects.values_list("account_id", flat=True).get(id=partner_id))
    today = day_of(now, get_programme(actor, partner.programme_id).time_zone)
    lines = _lines([partner_id], BEGINNING)[partner_id]
    months = months_of(lines, _moved([account.id], BEGINNING)[account.id], month_of(today))[::-1]
    difference = sum(one.difference for one in months) + account.posted - (months[0].closing if months else 0)
    return PartnerStatement(partner_id, partner.currency, months, account.posted, account.incoming, difference)


def list_partner_summaries(actor: Actor, programme_id: UUID, *, now: datetime) -> list[PartnerSummary]:
    """Returns the partners of a programme by code, each with this month so far and what is held for it."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    partners = list_partners(actor, programme_id, now=now)
    month = month_of(day_of(now, get_programme(actor, programme_id).time_zone))
    of_partner = dict(PartnerRow.objects.filter(programme_id=programme_id).values_list("id", "account_id"))
    accounts = {one.id: one for one in Account.objects.filter(id__in=of_partner.values())}
    lines, moved = _lines(of_partner, month), _moved(of_partner.values(), month)
    found = []
    for one in partners:
        account = accounts[of_partner[one.id]]
        got = moved[account.id].get(month, 0)
        said = {what: came for (at, what), came in lines[one.id].items() if at == month}
        found.append(PartnerSummary(one, month_of_partner(month, account.posted - got, said, got), account.incoming))
    return found


def _lines(partners: Collection[UUID], since: date) -> defaultdict[UUID, dict[tuple[date, str], PartnerMoved]]:
    found: defaultdict[UUID, dict[tuple[date, str], PartnerMoved]] = defaultdict(dict)
    for partner, month, what, *came in _rows(LINES, {"partners": list(partners), "since": since}):
        found[partner][month, what] = PartnerMoved(*came)
    return found


def _moved(accounts: Collection[int], since: date) -> defaultdict[int, dict[date, int]]:
    found: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for account, month, points in _rows(MOVED, {"accounts": list(accounts), "since": since}):
        found[account][month] = points
    return found


def _rows(sql: str, said: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, said)
        return list(cursor.fetchall())
